"""A corpus scanned from its inputs to its tables: planned, done by an engine unit by unit, put together.

What is done is kept: the same command goes on where one was cut off. The tables are the same bytes whatever the engine, the number of processes
and of interruptions. They are described in docs/reference/scan.md.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from muqabala.canon.progress import Progress, quiet
from muqabala.corpus.engines import Engine
from muqabala.corpus.folder import place_of
from muqabala.corpus.inputs import Reader, Unread
from muqabala.corpus.plan import Plan, plan
from muqabala.corpus.resume import part_of, work_folder
from muqabala.corpus.schema import SCHEMA
from muqabala.corpus.tables import write_tables
from muqabala.corpus.tracing import Works, checker_of
from muqabala.corpus.unit import Task, run_here
from muqabala.errors import InputError

IDS = 4_000_000
"""Ids that are compared at a time, to count those that come again."""
REASONS = 20
"""Of what could not be read, so much is told; all of it stands in the table `unread`."""


@dataclass(frozen=True)
class Scan:
    """What is to be scanned, and how."""

    inputs: Sequence[str]
    """Files, folders and globs."""
    out: Path
    reader: Reader = field(default_factory=Reader)
    works: Works = ("quran", "hadith")
    engine: Engine = run_here

    @property
    def part(self) -> Path:
        """Where it is kept until it is whole."""
        return part_of(self.out)

    def run(self, progress: Progress = quiet) -> Summary:
        """Scan, or go on with what was begun.

        Args:
            progress: is told the rate and the time left, and bytes done and in all.

        Raises:
            InputError: there is nothing to read, or nothing of it can be read; OUT is there already, or cannot be a folder of results; or something
                else was begun: what is done is kept.
            CanonError: a source is missing, changed or damaged.
            MuqabalaError: the engine cannot go on.
        """
        begun = time.monotonic()
        out = place_of(self.out)
        self._check_apart()
        planned = plan(self.inputs, self.reader.text_field)
        if not planned.files:
            raise _nothing([part for unit in planned.units for part in unit.parts if isinstance(part, Unread)])
        canon = msgspec.to_builtins(checker_of(self.works).canon)
        with work_folder(out, self._manifest(planned, canon)) as work:
            size = 0
            if not work.ended:
                task = Task(str(work.units), self.reader, self.works)
                size = self._do(planned, task, progress)
                parts = [task.part(unit.number) for unit in planned.units]
                tables = work.fresh_tables()
                write_tables(parts, tables, {"canon": canon, "works": list(self.works)})
                if (unread := unread_in(tables)) and not pq.read_metadata(tables / "documents.parquet").num_rows:
                    work.remove()
                    raise _nothing(unread)
            work.finish()
        return summary_of(out, size, time.monotonic() - begun)

    def _check_apart(self) -> None:
        """Stop where the results of one run would be read by the next.

        Raises:
            InputError: OUT lies in a folder that is read.
        """
        for name in self.inputs:
            base = Path(name.partition("**")[0] or ".")
            if ("**" in name or os.path.isdir(base)) and self.part.resolve().is_relative_to(base.resolve()):  # noqa: PTH112, where nobody may look
                raise InputError(f"{self.out}: lies in {base}, which is read; name a folder elsewhere")

    def _manifest(self, planned: Plan, canon: Sequence[dict[str, str]]) -> dict[str, Any]:
        """What a scan that is gone on with must have in common with the one that was begun."""
        return {
            "schema": SCHEMA,
            "version": _version(),
            "inputs": f"{planned.files} files, {planned.bytes} bytes, sha256 {planned.fingerprint}",
            "text_field": self.reader.text_field,
            "id_field": self.reader.id_field,
            "encoding": self.reader.encoding,
            "works": ",".join(self.works),
            "canon": [f"{edition['work']} {edition['sha256']}" for edition in canon],
        }

    def _do(self, planned: Plan, task: Task, progress: Progress) -> int:
        """Do the units that are missing; returns the bytes of text in them."""
        missing = [unit for unit in planned.units if not _is_whole(task.part(unit.number))]
        at = before = planned.bytes - sum(unit.bytes for unit in missing)
        begun, size = time.monotonic(), 0
        for done in self.engine(missing, task):
            at += planned.units[done.number].bytes
            size += done.bytes
            progress(pace(at - before, planned.bytes - at, time.monotonic() - begun), at, planned.bytes)
        return size


def _version() -> str | None:
    """The version of the program; None where it is run from its source and not installed."""
    try:
        return metadata.version("muqabala")
    except metadata.PackageNotFoundError:
        return None


def pace(done: int, left: int, seconds: float) -> str:
    """How fast it goes, and how long it takes still.

    >>> pace(40_000_000, 600_000_000, 4)
    '10.0 MB/s 1:00'
    """
    rate = done / max(seconds, 1e-3)
    minutes, rest = divmod(round(left / max(rate, 1)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{rate / 1e6:.1f} MB/s " + (f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}")


def _is_whole(part: Path) -> bool:
    """Whether a part file is there and can be read."""
    try:
        pq.read_metadata(part)
    except (OSError, pa.ArrowException):
        return False
    return True


def unread_in(folder: Path, most: int = REASONS) -> list[Unread]:
    """The first of what could not be read, by the tables of a scan."""
    with pq.ParquetFile(folder / "unread.parquet") as file:
        rows = islice(file.iter_batches(most), 1)
        return [Unread(**row) for batch in rows for row in batch.to_pylist()]


def _nothing(unread: Sequence[Unread]) -> InputError:
    """What to say where no document could be read."""
    reasons = "; ".join(map(str, unread[:REASONS])) + "; …" * (len(unread) > REASONS)
    return InputError(f"nothing to scan: {reasons or 'no input'}")


class Summary(NamedTuple):
    """What a corpus holds."""

    documents: int
    repeated: int
    """Documents whose id another one before them has."""
    quotations: int
    verdicts: dict[str, int]
    wrong_citations: int
    unread: int
    bytes: int
    """Of the texts that were scanned this time, in UTF-8."""
    seconds: float


def summary_of(folder: Path, size: int = 0, seconds: float = 0.0) -> Summary:
    """What the tables of a scan hold in all."""
    documents, unread = (pq.read_metadata(folder / f"{name}.parquet").num_rows for name in ("documents", "unread"))
    verdicts, cited = (_counts(folder / f"{name}.parquet", "verdict") for name in ("quotations", "citations"))
    repeated = _repeated(folder / "documents.parquet", documents)
    return Summary(documents, repeated, verdicts.total(), dict(verdicts.most_common()), cited["wrong"], unread, size, seconds)


def _columns(table: Path, column: str) -> Iterator[pa.Array]:
    """A column, a part at a time."""
    with pq.ParquetFile(table) as file:
        for batch in file.iter_batches(columns=[column]):
            yield batch.column(0)


def _counts(table: Path, column: str) -> Counter[str]:
    """How often each value of a column stands there."""
    found: Counter[str] = Counter()
    for values in _columns(table, column):
        found.update({row["values"]: row["counts"] for row in pc.value_counts(values).to_pylist()})
    return found


def _repeated(table: Path, documents: int) -> int:
    """How many documents have an id that stood before; some of all ids are looked at in each turn, so that memory does not grow with them."""
    turns, repeated = 1 + documents // IDS, 0
    for turn in range(turns):
        seen = [np.fromiter((h for h in map(hash, ids.to_pylist()) if h % turns == turn), np.int64) for ids in _columns(table, "id")]
        hashes = np.concatenate(seen) if seen else np.zeros(0, np.int64)
        repeated += len(hashes) - len(np.unique(hashes))
    return repeated
