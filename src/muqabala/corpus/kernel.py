"""The kernel: a batch of documents in, a batch of what was found in them out. Engines only decide which process sees which batch.

Where in its batch a document stands makes a difference to a few, in texts that quote densely (docs/explanation/corpora.md). Batches are therefore
cut by the plan of a scan, never by the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, count, islice
from typing import Any

import pyarrow as pa

from muqabala import api
from muqabala.corpus.inputs import BATCH, Entry, Long, Reader, Unread, as_rows
from muqabala.corpus.schema import DOCUMENTS, SCANNED
from muqabala.corpus.tracing import Works, checker_of
from muqabala.errors import InputError
from muqabala.records import Citation, Isnad, Item, Quotation

ITEMS = 4_096
"""Findings of a long document that are held as records at a time."""
CHARACTERS = 4 * api.BLOCK
"""About how many characters of text a batch has."""
ROWS = 4_096
"""Documents of a batch at most."""
_FOUND = (("quotations", Quotation), ("isnads", Isnad), ("citations", Citation))


def scan_batch(batch: pa.RecordBatch, works: Works) -> pa.RecordBatch:
    """What the documents of a batch quote.

    Args:
        batch: documents, as `schema.DOCUMENTS`; an empty one and one without text (null) quote nothing.
        works: in which they are traced (`quran`, `hadith`).

    Returns:
        One row for each document, in the same order, as `schema.SCANNED`.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """
    sources = (api.Source("", "", [text or ""]) for text in batch.column("text").to_pylist())
    documents = list(checker_of(works).documents(sources))
    found = [as_column([getattr(document, name) for document in documents], SCANNED.field(name).type) for name, _ in _FOUND]
    lengths = pa.array([document.length for document in documents], pa.int64())
    return pa.RecordBatch.from_arrays([*(batch.column(name) for name in ("id", "path", "metadata")), lengths, *found], schema=SCANNED)


def scan_long(document: Long, works: Works) -> pa.RecordBatch:
    """What one document quotes that is not held with others, as a batch of one row; memory does not grow with its text, only with what is found.

    Raises:
        CanonError: a source is missing, changed or damaged.
        InputError: it cannot be read to its end.
    """
    (stream,) = checker_of(works).streams([api.Source("", "", document.pieces)])
    items = iter(stream.items)
    chunks: list[list[pa.Array]] = [[] for _ in _FOUND]
    while some := list(islice(items, ITEMS)):
        for chunk, column in zip(chunks, _found(some), strict=True):
            chunk.append(column)
    found = [_joined(chunk, SCANNED.field(name).type) for chunk, (name, _) in zip(chunks, _FOUND, strict=True)]
    about = (document.id, document.path, document.metadata, stream.length())
    return pa.RecordBatch.from_arrays([*(pa.array([value], SCANNED.types[place]) for place, value in enumerate(about)), *found], schema=SCANNED)


def scan_table(table: object, works: Works, reader: Reader) -> pa.Table:
    """What the texts of a table quote: `muqabala.scan`.

    Raises:
        InputError: it is no table, or has no column of texts of that name.
        CanonError: a source is missing, changed or damaged.
    """
    try:
        given = pa.table(table)
    except (TypeError, ValueError, pa.ArrowException) as error:
        raise InputError(f"this is no table that Arrow can read: {error}") from error
    gathering = gathered(_rows_of(given, reader))
    batches = [scan_long(some, works) if isinstance(some, Long) else scan_batch(as_documents(some), works) for some in gathering]
    return pa.Table.from_batches(batches, SCANNED)


def _rows_of(table: pa.Table, reader: Reader) -> Iterator[Entry | Long]:
    """The documents of a table; a row without text is an empty one, a row without id is named by its number, from 1."""
    numbers = count(1)
    for batch in reader.chosen(table).to_batches(BATCH):
        for row, number in zip(as_rows(batch, reader.text_field), numbers, strict=False):
            if isinstance(row, dict) and row[reader.text_field] is None:
                row[reader.text_field] = ""
            entry = reader.document("", number, row)
            if isinstance(entry, Unread):
                raise InputError(f"row {number}: {entry.reason}")
            yield entry._replace(id=entry.id or str(number))


def gathered(entries: Iterable[Entry | Long]) -> Iterator[list[Entry] | Long]:
    """Documents in batches of about `CHARACTERS`, in their order; a long one by itself."""
    waiting: list[Entry] = []
    size = 0
    for entry in entries:
        if isinstance(entry, Entry):
            waiting.append(entry)
            size += len(entry.text)
        if waiting and (size >= CHARACTERS or len(waiting) == ROWS or isinstance(entry, Long)):
            yield waiting
            waiting, size = [], 0
        if isinstance(entry, Long):
            yield entry
    if waiting:
        yield waiting


def as_documents(entries: Sequence[Entry]) -> pa.RecordBatch:
    """Documents as the kernel takes them."""
    columns = zip(*((entry.id, entry.path, entry.metadata, entry.text) for entry in entries), strict=True)
    return pa.RecordBatch.from_arrays([pa.array(values, kind) for values, kind in zip(columns, DOCUMENTS.types, strict=True)], schema=DOCUMENTS)


def as_column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    """Records as a column: a record is a struct of its fields, a list a list.

    >>> from muqabala.records import Isnad
    >>> as_column([[Isnad(3, 9, None)], []], pa.list_(pa.struct([("start", pa.int64()), ("quotation", pa.string())]))).to_pylist()
    [[{'start': 3, 'quotation': None}], []]
    """
    if pa.types.is_struct(kind):
        columns = [as_column([getattr(value, column.name) for value in values], column.type) for column in kind]
        return pa.StructArray.from_arrays(columns, fields=list(kind))
    if pa.types.is_list(kind):
        lists: Any = values
        offsets = pa.array([0, *accumulate(map(len, lists))], pa.int32())
        return pa.ListArray.from_arrays(offsets, as_column(list(chain.from_iterable(lists)), kind.value_type), type=kind)
    return pa.array(values, kind)


def _found(items: Sequence[Item]) -> Iterator[pa.Array]:
    """Some findings of one document, by their kind."""
    for name, of in _FOUND:
        yield as_column([item for item in items if isinstance(item, of)], SCANNED.field(name).type.value_type)


def _joined(chunks: list[pa.Array], kind: pa.DataType) -> pa.Array:
    """One list of what stands in several chunks."""
    values = pa.concat_arrays(chunks) if chunks else pa.array([], kind.value_type)
    return pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), values, type=kind)
