"""What the documents of a corpus share with one another, as tables: documents, passages, stretches, clusters, and what could not be read.

The matcher is that of `collate --mode copies`; the tables are described in docs/reference/reuse.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from muqabala.canon.progress import Progress, quiet
from muqabala.collate.copies.reuse import Passage, Span, find_passages
from muqabala.collate.copies.shared import MAX_PLACES
from muqabala.collate.episodes.account import Account
from muqabala.collate.report import collation
from muqabala.corpus.clusters import Region, find_clusters, members
from muqabala.corpus.folder import whole_folder
from muqabala.corpus.inputs import Entry, Unread
from muqabala.corpus.tracing import Works, checker_of, quotations
from muqabala.errors import InputError
from muqabala.records import Collation, Edition
from muqabala.text.fold import Ints
from muqabala.trace.written.view import TextView

SCHEMA = "muqabala.reuse/1"
BATCH = 4_096
"""Rows that are written at a time."""
Row = dict[str, object]
_TEXT, _PLACE, _COUNT = pa.string(), pa.int64(), pa.int32()
TABLES: dict[str, pa.Schema] = {
    "documents": pa.schema([("id", _TEXT), ("path", _TEXT), ("length", _PLACE), ("words", _PLACE), ("passages", _COUNT), ("shared", _PLACE)]),
    "passages": pa.schema(
        [
            ("passage", _PLACE),
            ("cluster", _PLACE),
            *(
                (f"{name}_{side}", kind)
                for side in "ab"
                for name, kind in (("document", _TEXT), ("start", _PLACE), ("end", _PLACE), ("words", _COUNT))
            ),
            ("stretches", _COUNT),
            ("counted", _COUNT),
            ("share", pa.float32()),
        ]
    ),
    "stretches": pa.schema(
        [
            ("passage", _PLACE),
            ("number", _COUNT),
            *((f"{name}_{side}", kind) for side in "ab" for name, kind in (("start", _PLACE), ("end", _PLACE), ("text", _TEXT))),
        ]
    ),
    "clusters": pa.schema([("cluster", _PLACE), ("document", _TEXT), ("start", _PLACE), ("end", _PLACE), ("words", _COUNT)]),
    "unread": pa.schema([("path", _TEXT), ("line", _PLACE), ("reason", _TEXT)]),
}
"""The tables, each a Parquet file of this name."""


class Document(NamedTuple):
    """A document as it is told of."""

    id: str
    path: str
    text: str
    starts: Ints
    """The code-point offset of each word."""


class Documents(Protocol):
    """Documents by their numbers, from 0."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Document]:
        """All of them, in order."""

    def __getitem__(self, number: int, /) -> Document:
        """One of them."""


class Library(NamedTuple):
    """Documents as they are compared."""

    accounts: list[Account]
    paths: list[str]
    canon: list[Edition]
    """What their quotations were traced in: what is quoted makes no reuse."""

    def documents(self) -> list[Document]:
        """The documents, in their order."""
        views = [account.view for account in self.accounts]
        return [Document(a.id, path, v.text, v.folded.word_start) for a, path, v in zip(self.accounts, self.paths, views, strict=True)]


class Found(NamedTuple):
    """How much there is."""

    documents: int
    passages: int
    clusters: int


def read_library(entries: Iterable[Entry], works: Works = ("quran", "hadith"), jobs: int = 1, progress: Progress = quiet) -> Library:
    """Documents, read and traced in some works by some processes.

    Raises:
        InputError: there are fewer than two.
        CanonError: a source is missing, changed or damaged.
    """
    rows = list(entries)
    check_enough(len(rows))
    quoted = quotations([row.text for row in rows], works, jobs, progress)
    accounts = [Account.of(row.id, TextView.of(row.text), spans) for row, spans in zip(rows, quoted, strict=True)]
    return Library(accounts, [row.path for row in rows], checker_of(works).canon)


def check_enough(documents: int) -> None:
    """Stop where there is nothing to compare.

    Raises:
        InputError: there are fewer than two documents.
    """
    if documents < 2:
        raise InputError(f"reuse needs two documents or more; {documents or 'none'} could be read")


def as_collation(library: Library, progress: Progress = quiet, most: int = MAX_PLACES) -> Collation:
    """What the documents share, as a collation: one episode a passage."""
    paths = {account.id: path for account, path in zip(library.accounts, library.paths, strict=True)}
    return collation(library.accounts, paths, library.canon, "copies", progress, most)


def write_reuse(library: Library, unread: Sequence[Unread], out: Path, progress: Progress = quiet, most: int = MAX_PLACES) -> Found:
    """Write the tables to a folder, which appears when they are whole.

    Raises:
        InputError: the folder is there and not empty, or cannot be written to.
    """
    with whole_folder(out) as part:
        passages = list(find_passages(library.accounts, progress, most))
        return write_tables(part, library.documents(), library.canon, passages, unread, most)


def write_tables(
    folder: Path, documents: Documents, canon: Sequence[Edition], passages: Sequence[Passage], unread: Iterable[Unread], most: int
) -> Found:
    """Write the tables of some passages, in their order, to a folder; `most` as for `find_passages`."""
    made = _Writer(folder, documents, canon, most)
    made.table("stretches", made.stretches(passages))
    clusters = made.passages(passages)
    made.table("documents", made.documents_of(passages))
    made.table("unread", (one._asdict() for one in unread))
    return Found(len(documents), len(passages), clusters)


class _Writer(NamedTuple):
    """Writes the tables of some documents to a folder."""

    folder: Path
    documents: Documents
    canon: Sequence[Edition]
    most: int

    def _schema(self, name: str) -> pa.Schema:
        """The schema of a table, with what it rests on in its metadata."""
        about = {"schema": SCHEMA, "canon": msgspec.to_builtins(self.canon), "max_places": self.most}
        return TABLES[name].with_metadata({"muqabala": json.dumps(about, ensure_ascii=False)})

    def table(self, name: str, rows: Iterable[Row]) -> None:
        """Write a table, some rows at a time."""
        schema = self._schema(name)
        with pq.ParquetWriter(self.folder / f"{name}.parquet", schema, compression="zstd") as writer:
            waiting = iter(rows)
            while batch := list(islice(waiting, BATCH)):
                writer.write_table(pa.Table.from_pylist(batch, schema))

    def stretches(self, passages: Iterable[Passage]) -> Iterator[Row]:
        """The rows of the stretches."""
        for number, passage in enumerate(passages, 1):
            text_a, text_b = (self.documents[side].text for side in (passage.a, passage.b))
            for place, ((start_a, end_a), (start_b, end_b)) in enumerate(passage.stretches, 1):
                row: Row = {"passage": number, "number": place, "start_a": start_a, "end_a": end_a, "text_a": text_a[start_a:end_a]}
                yield {**row, "start_b": start_b, "end_b": end_b, "text_b": text_b[start_b:end_b]}

    def passages(self, passages: Sequence[Passage]) -> int:
        """Write the passages and their clusters; returns how many clusters there are."""
        regions = [_regions(passage) for passage in passages]
        clusters = find_clusters(regions)
        self.table("passages", self._passages(passages, regions, clusters.tolist()))
        self.table("clusters", ({"cluster": m.cluster, **self._place(m.region)} for m in members(regions, clusters)))
        return int(clusters.max(initial=0))

    def _passages(self, passages: Iterable[Passage], regions: Iterable[tuple[Region, Region]], clusters: Iterable[int]) -> Iterator[Row]:
        for number, (passage, both, cluster) in enumerate(zip(passages, regions, clusters, strict=True), 1):
            row: Row = {
                "passage": number,
                "cluster": cluster,
                "counted": passage.counted,
                "share": passage.share,
                "stretches": len(passage.stretches),
            }
            for side, region in zip("ab", both, strict=True):
                row |= {f"{name}_{side}": value for name, value in self._place(region).items()}
            yield row

    def _place(self, region: Region) -> Row:
        """Where a region stands, and its words."""
        document = self.documents[region.document]
        first, last = document.starts.searchsorted((region.start, region.end)).tolist()
        return {"document": document.id, "start": region.start, "end": region.end, "words": last - first}

    def documents_of(self, passages: Iterable[Passage]) -> Iterator[Row]:
        """The rows of the documents."""
        spans: list[list[Span]] = [[] for _ in self.documents]
        count = [0] * len(spans)
        for passage in passages:
            for number, stretches in zip((passage.a, passage.b), zip(*passage.stretches, strict=True), strict=True):
                spans[number] += stretches
                count[number] += 1
        for place, document in enumerate(self.documents):
            row: Row = {"id": document.id, "path": document.path, "length": len(document.text), "words": len(document.starts)}
            yield {**row, "passages": count[place], "shared": _covered(spans[place])}


def _regions(passage: Passage) -> tuple[Region, Region]:
    """A passage from the start of its first stretch to the end of its last, on either side."""
    first, last = passage.stretches[0], passage.stretches[-1]
    return Region(passage.a, first[0][0], last[0][1]), Region(passage.b, first[1][0], last[1][1])


def _covered(spans: list[Span]) -> int:
    """Code points that lie in some of the stretches."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return total
