"""The report as JSON, written as it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from muqabala.records import SCHEMA, Citation, Collation, Edition, HeldBack, Isnad, Quotation, Stream

Write = Callable[[str], Any]
_OTHERS: dict[type, str] = {Isnad: "isnads", Citation: "citations", HeldBack: "held_back"}


def write_json(write: Write, canon: list[Edition], streams: Iterable[Stream]) -> None:
    """Write a report; each quotation as soon as it is found. What is small (chains, references) is written behind the quotations."""
    encode = msgspec.json.Encoder().encode
    write('{"schema":"' + SCHEMA + '",\n "canon":' + encode(canon).decode() + ',\n "documents":[')
    for place, stream in enumerate(streams):
        write((",\n" if place else "\n") + '{"id":' + encode(stream.id).decode() + ',"path":' + encode(stream.path).decode() + ',"quotations":[')
        others: dict[str, list[bytes]] = {name: [] for name in _OTHERS.values()}
        first = True
        for item in stream.items:
            if isinstance(item, Quotation):
                write(("" if first else ",") + encode(item).decode())
                first = False
            else:
                others[_OTHERS[type(item)]].append(encode(item))
        write("],")
        for name, rows in others.items():
            write(f'"{name}":[' + b",".join(rows).decode() + "],")
        write('"notices":' + encode(sorted(stream.notices, key=lambda notice: notice.at)).decode() + ",")
        write(f'"length":{stream.length()}' + "}")
    write("\n]}\n")


def collation_json(collation: Collation) -> str:
    """A collation, one episode a line."""
    encode = msgspec.json.Encoder().encode
    head = "".join(f'"{name}":{encode(getattr(collation, name)).decode()},\n ' for name in ("schema", "canon", "accounts"))
    parts = []
    for name in ("episodes", "quotations", "names", "dates"):
        rows = ",\n  ".join(encode(row).decode() for row in getattr(collation, name))
        parts.append(f'"{name}":[\n  {rows}\n ]' if rows else f'"{name}":[]')
    return "{" + head + ",\n ".join(parts) + "}\n"
