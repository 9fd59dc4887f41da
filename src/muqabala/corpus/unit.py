"""One unit of a scan: read, traced and written as a part file, in whichever process and by whichever engine.

A part file holds the rows of `schema.SCANNED`, with the line of each, and what could not be read as rows of their own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.api import whole_text
from muqabala.corpus.inputs import ROWS, Entry, Long, Part, Reader, Unread, kind_of, lines_in, unread_text
from muqabala.corpus.kernel import as_documents, gathered, scan_batch, scan_long
from muqabala.corpus.plan import Unit
from muqabala.corpus.schema import SCANNED
from muqabala.corpus.tracing import Works
from muqabala.corpus.workers import TRIES, in_processes, tried
from muqabala.errors import InputError, MuqabalaError

PART = pa.schema([*SCANNED, ("line", pa.int64()), ("reason", pa.string())])
"""Rows with a `reason` say what could not be read. Lines of a stretch of JSONL are counted from its beginning; the metadata say how many it has."""
STRETCH, LINES = b"stretch", b"lines"
"""Metadata of a part file: of which file it is a stretch of lines, and how many begin there."""
GO_ON = "; what is done is kept, the same command goes on"
DONE = b"done"
"""Metadata of a part file: what it gave (`Done`)."""
NOT_BEGUN = "the processes that read documents end before they begin; see `muqabala doctor`"
"""A unit that is begun is given up before it is tried too often."""


class Task(NamedTuple):
    """What is done with every unit of a scan."""

    folder: str
    """Of the part files."""
    reader: Reader
    works: Works

    def part(self, number: int) -> Path:
        """The part file of a unit."""
        return Path(self.folder) / f"{number:06}.parquet"


class Done(NamedTuple):
    """What a unit gave."""

    number: int
    documents: int
    unread: int
    bytes: int
    """Of the texts, in UTF-8."""


def try_unit(unit: Unit, task: Task) -> Done | MuqabalaError:
    """The same as `scan_unit`, with what went wrong as a value that can be sent to another process."""
    return tried(partial(scan_unit, unit, task), task.folder, GO_ON)


def run_here(units: Sequence[Unit], task: Task, jobs: int = 1) -> Iterator[Done]:
    """Do units in some processes, the largest first, so that none is waited for at the end; what each gave, as it is done.

    Raises:
        CanonError: a source is missing, changed or damaged.
        MuqabalaError: a part file cannot be written, or processes end before they begin.
    """
    ordered = sorted(units, key=lambda unit: -unit.bytes)
    for _, done in in_processes(partial(try_unit, task=task), ordered, jobs, NOT_BEGUN):
        yield done


def scan_unit(unit: Unit, task: Task) -> Done:
    """Read and trace a unit, and write its part file, which appears whole or not at all.

    Raises:
        OSError: it cannot be written.
        CanonError: a source is missing, changed or damaged.
    """
    tries = task.part(unit.number).with_suffix(".tries")
    with tries.open("ab") as file:
        file.write(b".")
    given_up = tries.stat().st_size > TRIES
    rows = _given_up(unit) if given_up else _scanned(unit, task)
    written = task.part(unit.number).with_suffix(f".{os.getpid()}")
    done = Done(unit.number, 0, 0, 0)
    try:
        with pq.ParquetWriter(written, PART.with_metadata(stretch_of(unit)), compression="zstd") as writer:
            for batch, size in rows:
                writer.write_batch(batch)
                unread = len(batch) - batch.column("reason").null_count
                done = done._replace(documents=done.documents + len(batch) - unread, unread=done.unread + unread, bytes=done.bytes + size)
            writer.add_key_value_metadata({DONE: json.dumps(done)})
        os.replace(written, task.part(unit.number))
    finally:
        written.unlink(missing_ok=True)
        tries.unlink(missing_ok=True)
    return done


def done_of(part: Path) -> Done:
    """What a part file says of itself."""
    return Done(*json.loads(pq.read_metadata(part).metadata[DONE]))


def stretch_of(unit: Unit) -> dict[bytes, bytes]:
    """The metadata of a unit's part file: what is needed to count lines from the beginning of its file (`Lines`)."""
    part = unit.parts[0]
    if isinstance(part, Unread) or not part.is_stretch or kind_of(Path(part.path)) not in ROWS:
        return {}
    return {STRETCH: part.path.encode(errors="surrogateescape"), LINES: str(lines_in(part)).encode()}


class Lines:
    """Counts the lines before each part file's, file after file in the order of the units."""

    def __init__(self) -> None:
        self._path: bytes | None = None
        self._count = 0

    def before(self, about: Mapping[bytes, bytes]) -> int:
        """How many lines of the same file stand before those of the next part file, by its metadata."""
        path = about.get(STRETCH)
        before = self._count if path is not None and path == self._path else 0
        self._path, self._count = path, before + int(about.get(LINES, 0))
        return before


def _scanned(unit: Unit, task: Task) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The rows of a unit's part file, and the bytes of text behind them."""
    unread: list[Unread] = []
    for some in gathered(documents_of(unit, task.reader, unread)):
        yield from _streamed(some, task.works, unread) if isinstance(some, Long) else _traced(some, task.works, unread)
    yield _unread_rows(unread), 0


def documents_of(unit: Unit, reader: Reader, unread: list[Unread]) -> Iterator[Entry | Long]:
    """The documents of a unit; what could not be read is added to a list."""
    for part in unit.parts:
        try:
            for found in [part] if isinstance(part, Unread) else reader.read(part):
                if isinstance(found, Unread):
                    unread.append(found)
                else:
                    yield found
        except Exception as error:  # noqa: BLE001, whatever is wrong with one file, the scan goes on
            unread.append(_failed(whole_text(part.path), None, error))


def _traced(entries: list[Entry], works: Works, unread: list[Unread]) -> Iterator[tuple[pa.RecordBatch, int]]:
    """Documents traced together; where that fails each alone, so that one costs no more than itself."""
    try:
        documents = as_documents(entries)
        found = scan_batch(documents, works)
    except MuqabalaError:
        raise
    except Exception as error:  # noqa: BLE001, whatever is wrong with one document, the scan goes on
        if len(entries) == 1:
            unread.append(_failed(entries[0].path, entries[0].line, error))
            return
        for entry in entries:
            yield from _traced([entry], works, unread)
        return
    yield _rows(found, [entry.line for entry in entries]), documents.column("text").nbytes


def _streamed(long: Long, works: Works, unread: list[Unread]) -> Iterator[tuple[pa.RecordBatch, int]]:
    """A long document."""
    size = 0

    def counted() -> Iterator[str]:
        nonlocal size
        for piece in long.pieces:
            size += len(piece.encode())
            yield piece

    try:
        found = scan_long(long._replace(pieces=counted()), works)
    except InputError as error:
        unread.append(unread_text(long.path, error))
    except MuqabalaError:
        raise
    except Exception as error:  # noqa: BLE001, as above
        unread.append(_failed(long.path, long.line, error))
    else:
        yield _rows(found, [long.line]), size


def _failed(path: str, line: int | None, error: Exception) -> Unread:
    return Unread(path, line, f"an error of Muqabala's own, please report it: {type(error).__name__}: {error}")


def _rows(found: pa.RecordBatch, lines: Sequence[int | None]) -> pa.RecordBatch:
    """Rows of a part file for documents."""
    return pa.RecordBatch.from_arrays([*found.columns, pa.array(lines, pa.int64()), pa.nulls(len(found), pa.string())], schema=PART)


def _unread_rows(unread: Sequence[Unread]) -> pa.RecordBatch:
    """Rows of a part file for what could not be read."""
    return pa.RecordBatch.from_pylist([one._asdict() for one in unread], PART)


def _given_up(unit: Unit) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The rows of a unit that ended the process that read it as often as it may."""
    reason = f"the process that read it was killed {TRIES} times, perhaps for lack of memory"
    left = [part if isinstance(part, Unread) else Unread(whole_text(part.path), None, _where(part) + reason) for part in unit.parts]
    yield _unread_rows(left), 0


def _where(part: Part) -> str:
    """Which stretch of its file a part is."""
    return f"{part.start} to {part.end or 'the end'}: " if part.is_stretch else ""
