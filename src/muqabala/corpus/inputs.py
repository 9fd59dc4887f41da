"""Documents in: folders, globs, text files, JSONL (also compressed) and Parquet, one stream of documents.

What cannot be read is part of the stream, so that one bad line costs no more than itself. A file can be read in parts, each by another process.
"""

from __future__ import annotations

import glob
import io
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from muqabala import api
from muqabala.api import whole_text
from muqabala.canon.progress import Progress, quiet
from muqabala.errors import InputError
from muqabala.formats.reading import open_file

TABLES = (".parquet", ".pq")
ROWS = (".jsonl", ".ndjson")
PACKED = (".gz", ".zst")
TEXTS = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".docx",
    ".srt",
    ".vtt",
    ".tei",
    ".xml",
    ".mARkdown",
    ".completed",
    ".inProgress",
)
"""What is read of a folder, by its name's end, in capitals or not; the last three are OpenITI's."""
_READ = frozenset(map(str.lower, (*TEXTS, *ROWS, *TABLES)))
_HIDDEN = (".", "~$")
"""How the names begin of what nobody wrote to be read; the second of Word's, beside a document that is open."""
_OPENITI = re.compile(r"-[a-z]{3}\d$")
"""How the name of an OpenITI text ends that has no suffix: «0310Tabari.Tarikh.Shamela0009783-ara1»."""
BATCH, BATCH_BYTES = 256, 4 << 20
"""Rows of a Parquet file that are read at a time, and about how many bytes of text at most; one row at least."""
LONG = 16 << 20
"""Bytes of a text file above which it is not held whole; characters of a row's text above which it is not copied."""
SHORT = 200
"""Characters of a value that is kept as metadata, at most."""
PANDAS = "__index_level_"
"""How the columns begin in which pandas keeps its row numbers."""
Pairs = tuple[tuple[str, str], ...]
"""Metadata of a document: names and values."""


class Entry(NamedTuple):
    """A document."""

    id: str
    """Empty for a row that has none: it is named by its file and line (`named`)."""
    path: str
    text: str
    metadata: Pairs = ()
    """The other fields of its row that hold one short value."""
    line: int | None = None
    """Number of its line or row, from 1; None for a text file."""


class Long(NamedTuple):
    """A document too long to be held with others: a text file is read as its pieces are taken."""

    id: str
    path: str
    pieces: Iterator[str]
    """Its text; taking them raises InputError where it cannot be read on."""
    metadata: Pairs = ()
    line: int | None = None


class Unread(NamedTuple):
    """What could not be read, and why."""

    path: str
    line: int | None
    """Number of the line or row, from 1; None for a whole file."""
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: " + ("" if self.line is None else f"line {self.line}: ") + self.reason


class Part(NamedTuple):
    """A file, or a stretch of one: of JSONL the lines that begin between two bytes, of Parquet some rows; half-open, from 0."""

    path: str
    start: int = 0
    end: int | None = None
    """None: to the end of the file."""

    @property
    def is_stretch(self) -> bool:
        """Whether it is not the whole file."""
        return self.start > 0 or self.end is not None


@dataclass(frozen=True)
class Reader:
    """Reads files, or parts of them.

    Files are read as documents of whatever format they are, unless they are called JSONL (`.jsonl`, `.ndjson`, each also with `.gz` or `.zst`) or
    Parquet (`.parquet`, `.pq`). The id of a text file is its stem, that of a row its `id_field`.
    """

    text_field: str = "text"
    id_field: str = "id"
    encoding: str | None = None
    """Of text files; None: it is recognised."""

    def read(self, part: Part) -> Iterator[Entry | Long | Unread]:
        """The documents of a part, in order. Lines of JSONL are counted from where it begins."""
        path = Path(part.path)
        kind = kind_of(path)
        if kind in ROWS:
            yield from self._rows(path, _lines(path, part))
        elif kind in TABLES:
            yield from self._rows(path, self._table(path, part))
        else:
            yield self._text(path)

    def _text(self, path: Path) -> Entry | Long | Unread:
        name = whole_text(str(path))
        try:
            pieces = map(whole_text, open_file(path, self.encoding).pieces)
            if path.stat().st_size > LONG:
                return Long(whole_text(stem_of(path)), name, pieces)
            return Entry(whole_text(stem_of(path)), name, "".join(pieces))
        except InputError as error:
            return unread_text(name, error)

    def _rows(self, path: Path, rows: Iterator[tuple[int, object]]) -> Iterator[Entry | Long | Unread]:
        """The documents of numbered rows; where a file breaks off, those before it are kept."""
        number, name = 0, whole_text(str(path))
        try:
            for number, row in rows:
                yield self.document(name, number, row)
        except (OSError, EOFError, pa.ArrowException, InputError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
            yield Unread(name, number + 1 if number else None, f"cannot be read: {reason}")

    def document(self, path: str, number: int, row: object) -> Entry | Long | Unread:
        """The document of a row, if it holds one."""
        if isinstance(row, Exception):
            return Unread(path, number, f"{'no UTF-8' if isinstance(row, UnicodeDecodeError) else 'no JSON'}: {row}")
        if not isinstance(row, dict):
            return Unread(path, number, "no object with fields")
        text = row.get(self.text_field)
        if not isinstance(text, str):
            what = "no text" if self.text_field in row else "not there"
            there = whole_text(", ".join(islice(map(str, row), 20))) or "none"
            return Unread(path, number, f"the field «{self.text_field}» is {what}; there are: {there}")
        named = row.get(self.id_field)
        identifier = whole_text(str(named)) if named is not None else ""
        if len(text) > LONG:
            return Long(identifier, path, map(whole_text, [text]), self._metadata(row), number)
        return Entry(identifier, path, whole_text(text), self._metadata(row), number)

    def _metadata(self, row: Mapping[str, object]) -> Pairs:
        """The other fields of a row that hold one short value, as text."""
        values = ((name, _as_text(value)) for name, value in row.items() if name not in (self.text_field, self.id_field))
        return tuple((whole_text(name), whole_text(value)) for name, value in values if value is not None and len(value) <= SHORT)

    def chosen(self, table: pa.Table) -> pa.Table:
        """The columns of a table that are read: the texts, and those that hold plain values.

        Raises:
            InputError: there is no column of texts.
        """
        if self.text_field not in table.column_names:
            raise InputError(f"no column «{self.text_field}»; there are: {', '.join(table.column_names) or 'none'}")
        kind = table.schema.field(self.text_field).type
        if _is_binary(kind.value_type if pa.types.is_dictionary(kind) else kind):
            raise InputError(f"the column «{self.text_field}» is binary, not text: write it as strings (in Arrow: cast it to string)")
        values = (column for column in table.schema if _is_value(column.type) and not column.name.startswith(PANDAS))
        return table.select([self.text_field, *(column.name for column in values if column.name != self.text_field)])

    def _table(self, path: Path, part: Part) -> Iterator[tuple[int, object]]:
        """Rows of a Parquet file with the columns that are asked for and those that may be metadata, numbered from 1."""
        with pq.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as file:
            names = self.chosen(file.schema_arrow.empty_table()).column_names
            groups, first = groups_of(file, part)
            size = sum(sizes_of(file, self.text_field)) // max(file.metadata.num_rows, 1)
            rows = min(BATCH, max(BATCH_BYTES // max(size, 1), 1))
            batches = file.iter_batches(rows, row_groups=groups, columns=names)
            found = enumerate(chain.from_iterable(as_rows(batch, self.text_field) for batch in batches), first + 1)
            yield from islice(found, part.start - first, None if part.end is None else part.end - first)


def named(entry: Entry | Long) -> str:
    """The id of a document; of a row that has none, its file's stem and its line.

    >>> named(Entry("", "books/a.jsonl.gz", "نص", line=7))
    'a:7'
    """
    return entry.id or f"{stem_of(Path(entry.path))}:{entry.line}"


def unread_text(path: str, error: InputError) -> Unread:
    """A text file that could not be read."""
    return Unread(path, None, str(error).removeprefix(f"{path}: "))


@dataclass
class Inputs:
    """The documents that some inputs hold, each file read whole by a `Reader`.

    Of a folder only files with known names are read, with those of its folders; `left_out` says which are not. A file that is named twice is
    read once. An id that comes again gets a number.
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
        reader = Reader(self.text_field, self.id_field, self.encoding)
        files = files_of(self.names)
        for done, path in enumerate(files, 1):
            yield from [path] if isinstance(path, Unread) else map(self._own_id, reader.read(Part(str(path))))
            self.progress("reading", done, len(files))

    def _own_id(self, found: Entry | Long | Unread) -> Entry | Unread:
        """A document with an id that none before it has."""
        found = held(found)
        return found if isinstance(found, Unread) else found._replace(id=api.own_id(named(found), self._ids))


def held(found: Entry | Long | Unread) -> Entry | Unread:
    """A document with its whole text."""
    if not isinstance(found, Long):
        return found
    try:
        return Entry(found.id, found.path, "".join(found.pieces), found.metadata, found.line)
    except InputError as error:
        return unread_text(found.path, error)


def files_of(names: Iterable[str]) -> list[Path | Unread]:
    """The files that some inputs stand for, each once; files of a folder by their path."""
    found = chain.from_iterable(map(_files, names))
    return list({path if isinstance(path, Unread) else path.resolve(): path for path in found}.values())


def sizes_of(file: pq.ParquetFile, column: str) -> list[int]:
    """Bytes of a column in each row group, unpacked."""
    place = next((n for n in range(file.metadata.num_columns) if file.schema.column(n).path == column), None)
    groups = range(file.metadata.num_row_groups)
    return [0 if place is None else int(file.metadata.row_group(group).column(place).total_uncompressed_size) for group in groups]


def groups_of(file: pq.ParquetFile, part: Part) -> tuple[list[int], int]:
    """The row groups in which the rows of a part stand, and the number of the first row of the first of them, from 0."""
    groups: list[int] = []
    first, at = 0, 0
    for group in range(file.metadata.num_row_groups):
        after = at + file.metadata.row_group(group).num_rows
        if after > part.start and (part.end is None or at < part.end):
            first = first if groups else at
            groups.append(group)
        at = after
    return groups, first


def _is_value(kind: pa.DataType) -> bool:
    """Whether a column of this type holds plain values."""
    if pa.types.is_dictionary(kind):
        return _is_value(kind.value_type)
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or any(test(kind) for test in tests)


def _is_binary(kind: pa.DataType) -> bool:
    """Whether a column of this type holds bytes."""
    return any(test(kind) for test in (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary, pa.types.is_binary_view))


def as_rows(batch: pa.RecordBatch, text: str) -> list[object]:
    """The rows of a batch, all values but the text as strings, times as UTC; an error in place of a row whose letters are no UTF-8."""
    columns = {}
    for column, values in zip(batch.schema, batch.columns, strict=True):
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if column.name != text:
            plain = values.cast(pa.timestamp(kind.unit)) if pa.types.is_timestamp(kind) else values.cast(kind)
            values = plain.cast(pa.string())
        columns[column.name] = values
    plain = pa.RecordBatch.from_pydict(columns)
    try:
        return list(plain.to_pylist())
    except UnicodeDecodeError:
        return [_one_row(plain.slice(place, 1)) for place in range(len(plain))]


def _one_row(batch: pa.RecordBatch) -> object:
    """The row of a batch that has one, or the error."""
    try:
        return batch.to_pylist()[0]
    except UnicodeDecodeError as error:
        return error


def _as_text(value: object) -> str | None:
    """One value as text; None for what is none."""
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, bool | int | float) else None


def left_out(names: Iterable[str]) -> list[str]:
    """What is not read of the folders among some inputs, because of how it is called: a line for each folder."""
    said = []
    for name in names:
        kinds = Counter(Path(path).suffix.lower() or "no suffix" for path in _within(name) if isinstance(path, Path) and not _is_document(path))
        if kinds:
            counts = ", ".join(f"{kind} ({count})" for kind, count in sorted(kinds.items(), key=lambda row: (-row[1], row[0])))
            said.append(f"{whole_text(name)}: files of other kinds are left out: {whole_text(counts)}; named, or by a pattern, they are read")
    return said


def _files(name: str) -> Iterator[Path | Unread]:
    """The files that an input stands for."""
    path = Path(name)
    if os.path.isdir(path):  # noqa: PTH112, which is no error where nobody may look
        found = [one for one in _within(name) if isinstance(one, Unread) or _is_document(one)]
        yield from found
        if not found:
            yield Unread(name, None, f"no document in this folder; known are: {' '.join((*TEXTS, *ROWS, *TABLES))}")
    elif not os.path.exists(path) and glob.has_magic(name):  # noqa: PTH110, likewise
        yield from (one for one in _within(name.partition("**")[0] or ".") if "**" in name and isinstance(one, Unread))
        files = sorted(p for p in map(Path, glob.glob(name, recursive=True)) if _may_be_read(p))  # noqa: PTH207, a pattern may begin at the root
        yield from files
        if not files:
            yield Unread(name, None, "no file is called so")
    else:
        yield path


def _within(folder: str) -> list[Path | Unread]:
    """All files of a folder and of those in it, and the folders that cannot be read, by their path; hidden ones are none."""
    closed: list[OSError] = []
    found: list[tuple[Path, Path | Unread]] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        paths = (Path(place, name) for name in names if not name.startswith(_HIDDEN))
        found += ((path, path) for path in paths if _may_be_read(path))
    found += ((Path(error.filename), Unread(whole_text(str(error.filename)), None, f"cannot be read ({error.strerror})")) for error in closed)
    return [one for _, one in sorted(found, key=lambda row: row[0])]


def _may_be_read(path: Path) -> bool:
    """Whether a path is of a file, or nobody can tell what it is of: reading it says why."""
    return os.path.isfile(path) or not os.path.exists(path)  # noqa: PTH110, PTH113, which are no errors where nobody may look


def _is_document(path: Path) -> bool:
    """Whether a file of a folder is read, by its name."""
    return kind_of(path) in _READ or bool(_OPENITI.search(path.name))


def kind_of(path: Path) -> str:
    """How a file's name ends, in small letters, packing aside; only rows may be packed."""
    kind, inner = path.suffix.lower(), Path(path.stem).suffix.lower()
    return inner if kind in PACKED and inner in ROWS else kind


def stem_of(path: Path) -> str:
    """A file's name without what says its kind."""
    packed = kind_of(path) != path.suffix.lower()
    return Path(path.stem).stem if packed else path.stem if path.suffix and not _OPENITI.search(path.name) else path.name


def _lines(path: Path, part: Part) -> Iterator[tuple[int, object]]:
    """The rows of a JSONL file with the numbers of their lines: what each holds, or an error where it is no JSON; empty lines are none."""
    packed = {".gz": "gzip", ".zst": "zstd"}.get(path.suffix.lower())
    with io.BufferedReader(pa.input_stream(str(path), compression=packed)) as stream:
        for number, line in enumerate(_between(stream, part), 1):
            if line.strip():
                yield number, _row(line)


def _between(stream: io.BufferedReader, part: Part) -> Iterator[bytes]:
    """The lines that begin in a part."""
    if part.end is None:
        yield from stream
        return
    at = part.start
    if at:
        stream.seek(at - 1)
        at += len(stream.readline(part.end - at + 1)) - 1
    while at < part.end and (line := stream.readline()):
        yield line
        at += len(line)


def lines_in(part: Part) -> int:
    """How many lines begin in a stretch of a file; none where it cannot be read."""
    try:
        with Path(part.path).open("rb") as file:
            file.seek(max(part.start - 1, 0))
            before = file.read((part.end or part.start) - max(part.start, 1))
    except OSError:
        return 0
    return before.count(b"\n") + (part.start == 0)


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
