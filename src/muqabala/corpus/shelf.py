"""A shelf: documents read, traced and made ready to be compared, in files that any process maps into its memory.

Whoever compares two documents reads no more of them than the letters that he looks at; a document is known by its number, its place among the inputs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from muqabala import api
from muqabala.collate.copies.reuse import Side
from muqabala.collate.copies.shared import begins_of
from muqabala.collate.episodes.account import Account
from muqabala.corpus.inputs import Entry, Reader, Unread, documents, held, named
from muqabala.corpus.kernel import gathered
from muqabala.corpus.plan import Unit
from muqabala.corpus.reuse import Document
from muqabala.corpus.tracing import Works, quotations
from muqabala.corpus.unit import Lines, documents_of, stretch_of
from muqabala.corpus.workers import tried
from muqabala.errors import MuqabalaError
from muqabala.text.fold import Codes, Ints
from muqabala.trace.matching.chains import Longs
from muqabala.trace.written.view import TextView
from muqabala.writing import write_atomically

_NUMBERS = pa.large_list(pa.int32())
SHELVED = pa.schema(
    [
        ("id", pa.string()),
        ("path", pa.string()),
        ("line", pa.int64()),
        ("text", pa.large_string()),
        ("letters", pa.large_binary()),
        *((name, _NUMBERS) for name in ("first", "starts", "ends", "counted")),
        ("lines", pa.large_list(pa.int64())),
    ]
)
"""A row a document: where it was read, its text, and the columns of `Side`."""
BEGINS, BATCHES = "begins.npy", "batches.npy"
"""Files of a shelf: where the letters of each document begin in the row (`begins_of`); and of each batch of documents the number of the first, its
unit, and its number among those of the unit."""
OPEN, NEAR = 64, 16
"""Files, and documents, that are held open."""


class Shelving(NamedTuple):
    """What is done with every unit."""

    folder: str
    reader: Reader
    works: Works

    def file(self, number: int) -> Path:
        """The file of a unit."""
        return file_of(self.folder, number)


def file_of(folder: str, number: int) -> Path:
    """The file of a unit on a shelf."""
    return Path(folder) / f"{number:06}.arrow"


def _unread_of(folder: str, number: int) -> Path:
    """Where it stands what could not be read of a unit."""
    return file_of(folder, number).with_suffix(".json")


def try_shelve(unit: Unit, task: Shelving) -> MuqabalaError | None:
    """Read and trace the documents of a unit, and write its file, which appears whole or not at all; what went wrong as a value."""
    return tried(partial(_shelve, unit, task), task.folder)


def _shelve(unit: Unit, task: Shelving) -> None:
    unread: list[Unread] = []
    written = task.file(unit.number).with_suffix(f".{os.getpid()}")
    try:
        with pa.ipc.new_file(str(written), SHELVED.with_metadata(stretch_of(unit))) as writer:
            for some in gathered(_entries(unit, task.reader, unread)):
                if isinstance(some, list):  # as all are: what is long is held, too
                    writer.write_batch(_rows(some, task.works))
        write_atomically(_unread_of(task.folder, unit.number), json.dumps(unread))
        os.replace(written, task.file(unit.number))
    finally:
        written.unlink(missing_ok=True)


def _entries(unit: Unit, reader: Reader, unread: list[Unread]) -> Iterator[Entry]:
    """The documents of a unit, each held whole; what could not be read is added to a list."""
    return documents(map(held, documents_of(unit, reader, unread)), unread)


def _rows(entries: Sequence[Entry], works: Works) -> pa.RecordBatch:
    """Documents as rows of `SHELVED`."""
    quoted = quotations([entry.text for entry in entries], works, 1)
    sides = [Side.of(Account.of(entry.id, TextView.of(entry.text), spans)) for entry, spans in zip(entries, quoted, strict=True)]
    about = ([getattr(entry, name) for entry in entries] for name in ("id", "path", "line", "text"))
    plain = [*about, [side.letters for side in sides]]
    columns = [pa.array(values, kind) for values, kind in zip(plain, SHELVED.types, strict=False)]
    lists = ([np.asarray(getattr(side, name)) for side in sides] for name in SHELVED.names[len(plain) :])
    columns += [_lists(values, kind) for values, kind in zip(lists, SHELVED.types[len(plain) :], strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=SHELVED)


def _lists(rows: list[Any], kind: pa.DataType) -> pa.Array:
    """Arrays of numbers as one column."""
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    values = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return pa.LargeListArray.from_arrays(pa.array(ends), pa.array(values, kind.value_type))


class Shelf:
    """The documents of a shelf, by their numbers. Files are mapped, so that those of two processes on one machine are one in its memory."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.begins: Longs = np.load(Path(folder) / BEGINS, mmap_mode="r")
        self._first, self._unit, self._number = np.load(Path(folder) / BATCHES)
        self._open = lru_cache(OPEN)(partial(open_file, folder))

    def letters(self, unit: int) -> Iterator[tuple[Codes, int]]:
        """The letters of each document of a unit, and where they begin in the row."""
        for place in np.flatnonzero(self._unit == unit):
            letters = self._open(unit).get_batch(int(self._number[place])).column("letters")
            for row, begin in enumerate(self.begins[self._first[place] :][: len(letters)].tolist()):
                yield np.frombuffer(letters[row].as_buffer(), np.uint8), begin

    def side(self, number: int) -> Side:
        """A document as it is searched."""
        rows, row = self._row(number)
        first, starts, ends, counted, lines = (_list(rows.column(name), row) for name in SHELVED.names[5:])
        return Side(rows.column("letters")[row].as_py(), first.data, starts.data, ends.data, counted, lines)

    def text(self, number: int) -> tuple[str, Ints]:
        """The text of a document, and the code-point offset of each word."""
        rows, row = self._row(number)
        return rows.column("text")[row].as_py(), _list(rows.column("starts"), row)

    def _row(self, number: int) -> tuple[pa.RecordBatch, int]:
        """Where a document stands: a batch, and its row."""
        place = int(np.searchsorted(self._first, number, "right")) - 1
        return self._open(int(self._unit[place])).get_batch(int(self._number[place])), number - int(self._first[place])


def open_file(folder: str, unit: int) -> pa.ipc.RecordBatchFileReader:
    """The file of a unit, mapped."""
    return pa.ipc.open_file(pa.memory_map(str(file_of(folder, unit))))


def _list(column: pa.LargeListArray, row: int) -> npt.NDArray[Any]:
    """The numbers of a row, where they lie."""
    low, high = column.offsets[row].as_py(), column.offsets[row + 1].as_py()
    numbers: npt.NDArray[Any] = column.values.slice(low, high - low).to_numpy()
    return numbers


class Shelved:
    """The documents of a shelf as they are told of, each read when it is asked for."""

    def __init__(self, folder: str, ids: list[str], paths: list[str]) -> None:
        self._shelf, self._ids, self._paths = Shelf(folder), ids, paths
        self._near = lru_cache(NEAR)(self._document)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Document]:
        return map(self._document, range(len(self)))

    def __getitem__(self, number: int) -> Document:
        return self._near(number)

    def _document(self, number: int) -> Document:
        return Document(self._ids[number], self._paths[number], *self._shelf.text(number))


class Arranged(NamedTuple):
    """The documents of all units, in their order, and what could not be read."""

    ids: list[str]
    """Each its own."""
    paths: list[str]
    unread: list[Unread]


def arrange(folder: str, units: int) -> Arranged:
    """Number the documents of all units.

    Raises:
        InputError: they are too many to be compared.
        OSError: the shelf cannot be written to.
    """
    found = Arranged([], [], [])
    letters: list[int] = []
    batches: list[tuple[int, int, int]] = []
    taken: set[str] = set()
    lines = Lines()
    for unit in range(units):
        file = open_file(folder, unit)
        before = lines.before(file.schema.metadata or {})
        for number in range(file.num_record_batches):
            batches.append((len(found.ids), unit, number))
            rows = file.get_batch(number)
            letters += pc.binary_length(rows.column("letters")).to_pylist()
            for row in rows.select(["id", "path", "line"]).to_pylist():
                line = row["line"] and row["line"] + before
                found.ids.append(api.own_id(named(Entry(row["id"], row["path"], "", line=line)), taken))
                found.paths.append(row["path"])
        rest = json.loads(_unread_of(folder, unit).read_text("utf-8"))
        found.unread.extend(Unread(path, line and line + before, reason) for path, line, reason in rest)
    np.save(Path(folder) / BEGINS, begins_of(letters))
    np.save(Path(folder) / BATCHES, np.array(batches, np.int64).reshape(-1, 3).T)
    return found
