"""Documents in: folders, globs, text files, JSONL (also compressed) and Parquet, one stream of documents with ids of their own.

What cannot be read is part of the stream, so that one bad line costs no more than itself.
"""

from __future__ import annotations

import glob
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.api import whole_text
from muqabala.canon.progress import Progress, quiet
from muqabala.errors import InputError
from muqabala.formats.reading import open_file

TABLES = (".parquet", ".pq")
ROWS = (".jsonl", ".ndjson")
PACKED = (".gz", ".zst")
TEXTS = (".txt", ".text", ".md", ".mARkdown", ".completed", ".inProgress")
"""What is read of a folder, by its name's end; the last three are OpenITI's."""
_OPENITI = re.compile(r"-[a-z]{3}\d$")
"""How the name of an OpenITI text ends that has no suffix: «0310Tabari.Tarikh.Shamela0009783-ara1»."""
BATCH = 256
"""Rows of a Parquet file that are read at a time."""


class Entry(NamedTuple):
    """A document."""

    id: str
    path: str
    text: str


class Unread(NamedTuple):
    """What could not be read, and why."""

    path: str
    line: int | None
    """Number of the line or row, from 1; None for a whole file."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: " + ("" if self.line is None else f"line {self.line}: ") + self.reason


@dataclass
class Inputs:
    """The documents that some inputs hold.

    Files are read as text whatever they are called, unless they are called JSONL (`.jsonl`, `.ndjson`, each also with `.gz` or `.zst`) or Parquet
    (`.parquet`, `.pq`). Of a folder only files with known names are read, with those of its folders. A file that is named twice is read once.
    The id of a text file is its stem, that of a row its `id_field`, or where it has none the file's stem and the row's number; an id that
    comes again gets a number.
    """

    names: Sequence[str]
    """Files, folders and globs («books/**/*.txt»)."""
    text_field: str = "text"
    id_field: str = "id"
    encoding: str | None = None
    """Of text files; None: it is recognised."""
    progress: Progress = quiet
    """Is told how many files have been read."""
    _ids: set[str] = field(default_factory=set, repr=False)

    def __iter__(self) -> Iterator[Entry | Unread]:
        """The documents, in the order of the inputs, files of a folder by their path."""
        self._ids.clear()
        files = {path if isinstance(path, Unread) else path.resolve(): path for name in self.names for path in _files(name)}
        for done, path in enumerate(files.values(), 1):
            yield from [path] if isinstance(path, Unread) else map(self._own_id, self._read(path))
            self.progress("reading", done, len(files))

    def _read(self, path: Path) -> Iterable[Entry | Unread]:
        """The documents of a file."""
        kind = _kind(path)
        return self._rows(path, _lines(path)) if kind in ROWS else self._rows(path, self._table(path)) if kind in TABLES else [self._text(path)]

    def _own_id(self, found: Entry | Unread) -> Entry | Unread:
        """A document with an id that none before it has."""
        if isinstance(found, Unread):
            return found
        identifier, number = found.id, 1
        while identifier in self._ids:
            number += 1
            identifier = f"{found.id}-{number}"
        self._ids.add(identifier)
        return found._replace(id=identifier)

    def _text(self, path: Path) -> Entry | Unread:
        try:
            return Entry(_stem(path), str(path), whole_text("".join(open_file(path, self.encoding).pieces)))
        except InputError as error:
            return Unread(str(path), None, str(error).removeprefix(f"{path}: "))

    def _rows(self, path: Path, rows: Iterator[tuple[int, object]]) -> Iterator[Entry | Unread]:
        """The documents of numbered rows; where a file breaks off, those before it are kept."""
        number = 0
        try:
            for number, row in rows:
                yield self._document(path, number, row)
        except (OSError, EOFError, pa.ArrowException, InputError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
            yield Unread(str(path), number + 1 if number else None, f"cannot be read: {reason}")

    def _document(self, path: Path, number: int, row: object) -> Entry | Unread:
        """The document of a row, if it holds one."""
        if isinstance(row, Exception):
            return Unread(str(path), number, f"no JSON: {row}")
        if not isinstance(row, dict):
            return Unread(str(path), number, "no object with fields")
        text = row.get(self.text_field)
        if not isinstance(text, str):
            what = "no text" if self.text_field in row else "not there"
            return Unread(str(path), number, f"the field «{self.text_field}» is {what}; there are: {', '.join(map(str, row)) or 'none'}")
        named = row.get(self.id_field)
        return Entry(whole_text(str(named)) if named not in (None, "") else f"{_stem(path)}:{number}", str(path), whole_text(text))

    def _table(self, path: Path) -> Iterator[tuple[int, object]]:
        """The rows of a Parquet file, with the columns that are asked for, numbered from 1."""
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if self.text_field not in names:
                raise InputError(f"no column «{self.text_field}»; there are: {', '.join(names)}")
            columns = [name for name in (self.text_field, self.id_field) if name in names]
            batches = (batch.to_pylist() for batch in file.iter_batches(BATCH, columns=columns))
            yield from enumerate(chain.from_iterable(batches), 1)


def _files(name: str) -> Iterator[Path | Unread]:
    """The files that an input stands for."""
    path = Path(name)
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if _is_document(p.relative_to(path)) and p.is_file())
        yield from found
        if not found:
            yield Unread(name, None, f"no document in this folder; known are: {' '.join((*TEXTS, *ROWS, *TABLES))}")
    elif not path.exists() and glob.has_magic(name):
        found = sorted(p for p in map(Path, glob.glob(name, recursive=True)) if p.is_file())  # noqa: PTH207, a pattern may begin at the root
        yield from found
        if not found:
            yield Unread(name, None, "no file is called so")
    else:
        yield path


def _is_document(path: Path) -> bool:
    """Whether a file of a folder is read, by its path in it: hidden ones are not."""
    return not any(part.startswith(".") for part in path.parts) and (_kind(path) in (*TEXTS, *ROWS, *TABLES) or bool(_OPENITI.search(path.name)))


def _kind(path: Path) -> str:
    """How a file's name ends, packing aside; only rows may be packed."""
    inner = Path(path.stem).suffix
    return inner if path.suffix in PACKED and inner in ROWS else path.suffix


def _stem(path: Path) -> str:
    """A file's name without what says its kind."""
    return Path(path.stem).stem if _kind(path) != path.suffix else path.stem if path.suffix and not _OPENITI.search(path.name) else path.name


def _lines(path: Path) -> Iterator[tuple[int, object]]:
    """The rows of a JSONL file with the numbers of their lines: what each holds, or an error where it is no JSON; empty lines are none."""
    packed = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix)
    with io.BufferedReader(pa.input_stream(str(path), compression=packed)) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, _row(line)


def _row(line: bytes) -> object:
    """What a line holds, or the error."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return error


def documents(found: Iterable[Entry | Unread], unread: list[Unread]) -> Iterator[Entry]:
    """The documents alone; what could not be read is added to a list."""
    for one in found:
        if isinstance(one, Unread):
            unread.append(one)
        else:
            yield one
