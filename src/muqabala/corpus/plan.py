"""The plan of a scan: what is read and traced at a time, made of names, sizes and the footers of Parquet files alone.

The same inputs give the same plan, so that it need not be kept.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.corpus.inputs import ROWS, TABLES, Part, Unread, files_of, kind_of, sizes_of

UNIT = 4 << 20
"""About how many bytes are one unit, as they stand in the file (of Parquet: as the text has without packing)."""
FILES = 4_096
"""Files of a unit at most."""
GROUP = 16 * UNIT
"""Bytes of text above which a row group of a Parquet file is read in stretches, although each must pass over those before it."""


class Unit(NamedTuple):
    """What one process does at a time. A part that does not go to the end of its file stands alone."""

    number: int
    """From 0."""
    parts: tuple[Part | Unread, ...]
    bytes: int
    """At least 1."""


class Plan(NamedTuple):
    """The units of some inputs."""

    units: list[Unit]
    files: int
    bytes: int
    fingerprint: str
    """Of the paths, sizes and times of the files."""


def plan(names: Iterable[str], text_field: str) -> Plan:
    """The units of some inputs; of what cannot be opened the reason comes when it is read."""
    files = [(found, *((0, 0) if isinstance(found, Unread) else _about(found))) for found in files_of(names)]
    digest = hashlib.sha256()
    for found, size, changed in files:
        digest.update(f"{found if isinstance(found, Unread) else found.absolute()}\0{size}\0{changed}\0".encode(errors="surrogateescape"))
    parts = chain.from_iterable(_parts(found, size, text_field) for found, size, _ in files)
    units = list(_units(parts))
    return Plan(units, sum(isinstance(found, Path) for found, *_ in files), sum(unit.bytes for unit in units), digest.hexdigest())


def _units(parts: Iterable[tuple[Part | Unread, int]]) -> Iterator[Unit]:
    """Parts put together as far as they are small; a stretch of a file stands alone."""
    numbers = count()
    waiting: list[Part | Unread] = []
    size = 0
    for part, length in parts:
        alone = isinstance(part, Part) and part.is_stretch
        if waiting and (alone or size + length > UNIT or len(waiting) == FILES):
            yield Unit(next(numbers), tuple(waiting), max(size, 1))
            waiting, size = [], 0
        if alone:
            yield Unit(next(numbers), (part,), length)
        else:
            waiting.append(part)
            size += length
    if waiting:
        yield Unit(next(numbers), tuple(waiting), max(size, 1))


def _about(path: Path) -> tuple[int, int]:
    """Bytes of a file, and when it was changed; zeros where it is not there."""
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_size, about.st_mtime_ns


def _parts(path: Path | Unread, size: int, text_field: str) -> Iterator[tuple[Part | Unread, int]]:
    """The parts of a file, and the bytes of each."""
    if isinstance(path, Unread):
        yield path, 0
        return
    kind = kind_of(path)
    if kind in ROWS and path.suffix.lower() == kind and size > UNIT:
        for start in range(0, size, UNIT):
            yield Part(str(path), start, min(start + UNIT, size)), min(UNIT, size - start)
    elif kind in TABLES:
        yield from _stretches(path, size, text_field)
    else:
        yield Part(str(path)), size


def _stretches(path: Path, size: int, text_field: str) -> Iterator[tuple[Part, int]]:
    """The stretches of a Parquet file: some row groups, or a part of one."""
    try:
        with pq.ParquetFile(path) as file:
            sizes = sizes_of(file, text_field)
            rows = [file.metadata.row_group(group).num_rows for group in range(len(sizes))]
    except (OSError, pa.ArrowException):
        sizes, rows = [], []
    if sum(sizes) <= UNIT:
        yield Part(str(path)), sum(sizes) or size
        return
    start, end, waiting = 0, 0, 0
    for number, length in zip(rows, sizes, strict=True):
        pieces = math.ceil(length / GROUP) if length > GROUP else 1
        for piece in range(pieces):
            end += number * (piece + 1) // pieces - number * piece // pieces
            waiting += length // pieces
            if waiting >= UNIT:
                yield Part(str(path), start, end), waiting
                start, waiting = end, 0
    if end > start:
        yield Part(str(path), start, end), waiting
