"""Folders as `muqabala scan` writes them, made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.corpus import schema

Row = dict[str, Any]
CANON = [{"work": "quran", "edition": "An edition", "sha256": "ab" * 32, "credit": "Somebody"}]
_EMPTY: Row = {
    "correction": None, "nearest": [], "flags": [], "cue": None, "confidence": 0.9, "edits": [], "readers": [], "text": "قول", "passages": [],
}  # fmt: skip


def place(work: str, ref: str) -> Row:
    return {"work": work, "ref": ref, "numbering": "kufi" if work == "quran" else "fath"}


def edit(op: str, text: str, source: str) -> Row:
    return {"op": op, "start": 0, "end": len(text), "text": text, "source": source, "severity": "meaning"}


def quotation(document: int, start: int, end: int, *places: Row, verdict: str = "verbatim", **more: Any) -> Row:
    kind = "matn" if places and places[0]["work"] != "quran" else "ayah"
    row = {"document": document, "id": "q", "kind": kind, "start": start, "end": end, "verdict": verdict, "passages": list(places)}
    return {**_EMPTY, **row, **more}


def document(number: int, identifier: str, length: int, **more: Any) -> Row:
    counts = {field.name: 0 for field in schema.TABLES["documents"] if field.type in (pa.int32(), pa.int64())}
    metadata = [*more.pop("metadata", {}).items()]
    return {**counts, "document": number, "id": identifier, "path": identifier, "metadata": metadata, "length": length, **more}


def write_scan(folder: Path, documents: list[Row], quotations: list[Row], version: str = schema.SCHEMA, **tables: list[Row]) -> Path:
    """A folder with all the tables; those that are not given are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {"documents": documents, "quotations": quotations, **tables}
    about = {"muqabala": json.dumps({"schema": version, "canon": CANON})}
    for name, table in schema.TABLES.items():
        pq.write_table(pa.Table.from_pylist(rows.get(name, []), table.with_metadata(about)), folder / f"{name}.parquet")
    return folder
