"""The tables of a scanned corpus, as Arrow schemas; docs/reference/scan.md says what each column means.

The kernel takes documents and gives one row for each, with what was found in it as lists (`SCANNED`); the tables are those rows taken apart.
A document is known by its `document` number, its place among the inputs from 1, because ids may come twice.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA = "muqabala.scan/1"
"""The name of this version of the tables, in the metadata of each under the key `muqabala`."""

_TEXT, _OFFSET, _COUNT = pa.string(), pa.int64(), pa.int32()
_PASSAGE = pa.struct([("work", _TEXT), ("ref", _TEXT), ("numbering", _TEXT)])
_NEAREST = pa.struct([("work", _TEXT), ("ref", _TEXT), ("similarity", pa.float64())])
_EDIT = pa.struct([("op", _TEXT), ("start", _OFFSET), ("end", _OFFSET), ("text", _TEXT), ("source", _TEXT), ("severity", _TEXT)])
_SPAN: list[tuple[str, pa.DataType]] = [("start", _OFFSET), ("end", _OFFSET)]

_QUOTATION: list[tuple[str, pa.DataType]] = [
    ("id", _TEXT),
    ("kind", _TEXT),
    *_SPAN,
    ("text", _TEXT),
    ("verdict", _TEXT),
    ("passages", pa.list_(_PASSAGE)),
    ("edits", pa.list_(_EDIT)),
    ("correction", _TEXT),
    ("nearest", pa.list_(_NEAREST)),
    ("flags", pa.list_(_TEXT)),
    ("cue", _TEXT),
    ("confidence", pa.float64()),
    ("readers", pa.list_(_TEXT)),
]
_ISNAD: list[tuple[str, pa.DataType]] = [*_SPAN, ("quotation", _TEXT)]
_CITATION: list[tuple[str, pa.DataType]] = [
    *_SPAN,
    ("text", _TEXT),
    ("quotation", _TEXT),
    ("claimed", pa.list_(_PASSAGE)),
    ("verdict", _TEXT),
    ("note", _TEXT),
]
_DOCUMENT: list[tuple[str, pa.DataType]] = [("id", _TEXT), ("path", _TEXT), ("metadata", pa.map_(_TEXT, _TEXT)), ("length", _OFFSET)]

DOCUMENTS = pa.schema([("id", _TEXT), ("path", _TEXT), ("metadata", pa.map_(_TEXT, _TEXT)), ("text", pa.large_string())])
"""What the kernel takes."""
SCANNED = pa.schema(
    [
        *_DOCUMENT,
        ("quotations", pa.list_(pa.struct(_QUOTATION))),
        ("isnads", pa.list_(pa.struct(_ISNAD))),
        ("citations", pa.list_(pa.struct(_CITATION))),
    ]
)
"""What the kernel gives: a row for each document, in the same order."""
_NUMBER = ("document", _OFFSET)
TABLES: dict[str, pa.Schema] = {
    "documents": pa.schema(
        [
            _NUMBER,
            *_DOCUMENT,
            *((name, _COUNT) for name in ("quotations", "ayahs", "matns", "altered", "unsourced", "isnads", "citations", "wrong_citations")),
            ("quoted", _OFFSET),
        ]
    ),
    "quotations": pa.schema([_NUMBER, *_QUOTATION]),
    "isnads": pa.schema([_NUMBER, *_ISNAD]),
    "citations": pa.schema([_NUMBER, *_CITATION]),
    "unread": pa.schema([("path", _TEXT), ("line", _OFFSET), ("reason", _TEXT)]),
}
"""The tables, each a Parquet file of this name. `quoted`: code points that stand in a quotation with a source."""
