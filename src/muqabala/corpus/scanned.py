"""A scanned corpus, read back: its tables are checked before anything is made of them, and read a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.corpus.schema import SCHEMA, TABLES
from muqabala.errors import InputError
from muqabala.records import Edition, Quotation

BATCH = 16_384
"""Rows that are read at a time."""


class _About(msgspec.Struct):
    """What the metadata of a table says."""

    schema: str
    canon: list[Edition] = []


class Scanned(NamedTuple):
    """A folder that `muqabala scan` wrote."""

    folder: Path
    canon: list[Edition]
    """The editions in which quotations were traced."""

    def rows(self, name: str) -> int:
        """Rows of a table; 0 where it is not there.

        Raises:
            InputError: the table is damaged.
        """
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            return 0
        with _opened(path) as file:
            return int(file.metadata.num_rows)

    def batches(self, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows of a table, some columns of some rows at a time.

        Raises:
            InputError: the table is not there or damaged, or lacks a column.
        """
        path = self.folder / f"{name}.parquet"
        with _opened(path) as file:
            _check_columns(path, file.schema_arrow, name, columns)
            try:
                yield from (batch for batch in file.iter_batches(BATCH, columns=list(columns)) if batch.num_rows)
            except (OSError, pa.ArrowException) as error:
                raise _damaged(path, error) from error

    def documents(self) -> Iterator[tuple[int, list[Quotation]]]:
        """What each document quotes, by its number, in their order; those that quote nothing are left out.

        `passage_text` is None and `words` is empty: the tables do not hold them.

        Raises:
            InputError: a table is not there or damaged, or lacks a column.
        """
        rows = (row for batch in self.batches("quotations", TABLES["quotations"].names) for row in batch.to_pylist())
        for number, found in groupby(rows, key=itemgetter("document")):
            yield number, [msgspec.convert({**row, "passage_text": None}, Quotation) for row in found]


def open_scan(folder: Path) -> Scanned:
    """The scanned corpus of a folder.

    Raises:
        InputError: there is no such folder, it holds no scan, or one of another version.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder; name the one that `muqabala scan` wrote")
    return Scanned(folder, _about(folder / "documents.parquet").canon)


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError:
        raise InputError(f"{path}: is not there; a folder that `muqabala scan` wrote to its end has it") from None
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: Exception) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error).partition("\n")[0]
    return InputError(f"{path}: cannot be read, it seems cut off or damaged ({reason}); scan again")


def _about(path: Path) -> _About:
    """What a table says of itself."""
    with _opened(path) as file:
        written = (file.schema_arrow.metadata or {}).get(b"muqabala")
    try:
        about = msgspec.json.decode(written or b"", type=_About)
    except msgspec.DecodeError:
        raise InputError(f"{path}: is no table that `muqabala scan` wrote (its metadata do not say «{SCHEMA}»)") from None
    if about.schema != SCHEMA:
        raise InputError(f"{path}: holds «{about.schema}», and this program reads «{SCHEMA}»; scan again, or use the version that wrote it")
    return about


def _check_columns(path: Path, found: pa.Schema, name: str, columns: Sequence[str]) -> None:
    wanted = TABLES[name]
    bad = [column for column in columns if column not in found.names or not found.field(column).type.equals(wanted.field(column).type)]
    if bad:
        raise InputError(f"{path}: the column «{bad[0]}» is not there, or not of the type that «{SCHEMA}» says ({wanted.field(bad[0]).type})")
