"""The report as JSON, written as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from muqabala.records import SCHEMA, Document, Edition

Write = Callable[[str], Any]


def write_json(write: Write, canon: list[Edition], documents: Iterable[Document]) -> None:
    """Write a report; each document as soon as it is checked."""
    encode = msgspec.json.Encoder().encode
    write('{"schema":"' + SCHEMA + '",\n "canon":' + encode(canon).decode() + ',\n "documents":[')
    for place, document in enumerate(documents):
        write((",\n" if place else "\n") + encode(document).decode())
    write("\n]}\n")
