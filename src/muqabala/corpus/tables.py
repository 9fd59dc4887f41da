"""The part files of a scan put together to its tables, in memory that does not grow with them.

The bytes of the tables depend on what was found alone: row groups are cut by their rows, not by the parts that they come from.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from muqabala.corpus.inputs import stem_of
from muqabala.corpus.schema import SCHEMA, TABLES
from muqabala.corpus.unit import Lines

GROUP = 32_768
"""Rows of a row group."""
BATCH = 4_096
"""Rows of a part file that are read at a time."""
LISTS = ("quotations", "isnads", "citations")
Longs = npt.NDArray[np.int64]


def write_tables(parts: Sequence[Path], folder: Path, about: Mapping[str, Any]) -> None:
    """Write the tables of a scan.

    Args:
        parts: the part files, in the order of the units.
        folder: where the tables are written; it is there.
        about: what they rest on, for their metadata.

    Raises:
        OSError: they cannot be written.
    """
    said = {b"muqabala": json.dumps({"schema": SCHEMA, **about}, ensure_ascii=False).encode()}
    tables = {name: _Table(folder / f"{name}.parquet", schema.with_metadata(said)) for name, schema in TABLES.items()}
    try:
        first = 1
        for batch in _numbered(parts):
            unread = batch.filter(pc.is_valid(batch.column("reason")))
            tables["unread"].add(unread.select(["path", "line", "reason"]))
            documents = batch.filter(pc.is_null(batch.column("reason")))
            number = np.arange(first, first + len(documents), dtype=np.int64)
            first += len(documents)
            tables["documents"].add(_documents(documents, number))
            for name in LISTS:
                tables[name].add(_findings(documents.column(name), number, TABLES[name]))
        for table in tables.values():
            table.close()
    except BaseException:
        for table in tables.values():
            table.give_up()
        raise


class _Table:
    """A table that is written some rows at a time."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.writer = pq.ParquetWriter(path, schema, compression="zstd")
        self.schema = schema
        self.waiting: list[pa.RecordBatch] = []
        self.rows = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Add rows; they are written when there are enough."""
        self.waiting.append(batch.replace_schema_metadata(self.schema.metadata))
        self.rows += len(batch)
        if self.rows >= GROUP:
            table = pa.Table.from_batches(self.waiting, self.schema)
            whole = self.rows - self.rows % GROUP
            for start in range(0, whole, GROUP):
                self._write(table.slice(start, GROUP))
            self.waiting, self.rows = table.slice(whole).to_batches(), self.rows - whole

    def _write(self, table: pa.Table) -> None:
        """Write a row group. Where the rows were cut before leaves a trace in the file unless they are one piece."""
        self.writer.write_table(table.combine_chunks(), row_group_size=GROUP)

    def close(self) -> None:
        """Write what is left."""
        if self.rows:
            self._write(pa.Table.from_batches(self.waiting, self.schema))
        self.writer.close()

    def give_up(self) -> None:
        """Leave the file as it is: a writer that is thrown away tries to end it, and fails again."""
        self.writer.is_open = False


def _numbered(parts: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    """The rows of all parts, lines counted from the beginning of their file, rows without id named."""
    lines = Lines()
    for part in parts:
        with pq.ParquetFile(part) as file:
            before = lines.before(file.schema_arrow.metadata or {})
            for batch in file.iter_batches(BATCH):
                yield _named(_set(batch, "line", pc.add(batch.column("line"), before)))


def _named(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Rows without id are called by their file and line."""
    nameless = pc.equal(batch.column("id"), "")
    if not pc.any(nameless).as_py():
        return batch
    paths = pc.dictionary_encode(batch.column("path"))
    stems = pa.array([stem_of(Path(path)) for path in paths.dictionary.to_pylist()], pa.string()).take(paths.indices)
    names = pc.binary_join_element_wise(stems, pc.cast(batch.column("line"), pa.string()), ":")
    return _set(batch, "id", pc.if_else(nameless, names, batch.column("id")))


def _set(batch: pa.RecordBatch, name: str, values: pa.Array) -> pa.RecordBatch:
    """A batch with other values in a column."""
    return batch.set_column(batch.schema.get_field_index(name), name, values)


def _findings(found: pa.ListArray, number: Longs, schema: pa.Schema) -> pa.RecordBatch:
    """Lists of findings taken apart, each with the number of its document."""
    documents = pa.array(np.repeat(number, pc.list_value_length(found).to_numpy()))
    return pa.RecordBatch.from_arrays([documents, *found.flatten().flatten()], schema=schema)


def _documents(batch: pa.RecordBatch, number: Longs) -> pa.RecordBatch:
    """A row for each document: how much was found in it."""
    quotations, citations = _flat(batch.column("quotations")), _flat(batch.column("citations"))
    kinds, verdicts = quotations.values.field("kind"), quotations.values.field("verdict")
    counts = {
        "quotations": quotations.per_document(),
        "ayahs": quotations.per_document(pc.equal(kinds, "ayah")),
        "matns": quotations.per_document(pc.equal(kinds, "matn")),
        "altered": quotations.per_document(pc.equal(verdicts, "altered")),
        "unsourced": quotations.per_document(pc.equal(verdicts, "unsourced")),
        "isnads": _flat(batch.column("isnads")).per_document(),
        "citations": citations.per_document(),
        "wrong_citations": citations.per_document(pc.equal(citations.values.field("verdict"), "wrong")),
        "quoted": quotations.covered(pc.not_equal(verdicts, "unsourced")),
    }
    columns = {"document": pa.array(number), **{name: batch.column(name) for name in ("id", "path", "metadata", "length")}}
    columns |= {name: pa.array(values) for name, values in counts.items()}
    return pa.RecordBatch.from_pydict(columns).cast(TABLES["documents"])


class _Flat(NamedTuple):
    """The findings of some documents in one row."""

    values: pa.StructArray
    owner: Longs
    """The place of the document of each."""
    documents: int

    def per_document(self, chosen: pa.BooleanArray | None = None) -> Longs:
        """How many each document has."""
        owners = self.owner if chosen is None else self.owner[chosen.to_numpy(zero_copy_only=False)]
        return np.bincount(owners, minlength=self.documents)

    def covered(self, chosen: pa.BooleanArray) -> Longs:
        """How many code points of each document stand in some of them."""
        mask = chosen.to_numpy(zero_copy_only=False)
        owner, start, end = self.owner[mask], *(self.values.field(name).to_numpy()[mask] for name in ("start", "end"))
        apart = owner * (int(end.max(initial=0)) + 1)
        order = np.lexsort((start, owner))
        start, end = (start + apart)[order], (end + apart)[order]
        reached = np.maximum.accumulate(np.concatenate(([0], end)))[:-1]
        fresh = np.maximum(end - np.maximum(start, reached), 0)
        return np.bincount(owner[order], fresh, self.documents).astype(np.int64)


def _flat(found: pa.ListArray) -> _Flat:
    """Lists of findings, one for each document, as one row."""
    owner = np.repeat(np.arange(len(found), dtype=np.int64), pc.list_value_length(found).to_numpy())
    return _Flat(found.flatten(), owner, len(found))
