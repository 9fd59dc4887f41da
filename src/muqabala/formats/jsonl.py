"""JSONL: one JSON object a line, the text in one of its fields. Each line's text is a paragraph apart from the others."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from muqabala.errors import InputError
from muqabala.formats.masked import whole_lines
from muqabala.formats.original import Original
from muqabala.records import Place
from muqabala.trace.view import SEPARATOR

FIELD = "text"
"""The field that is read where none is named."""


@dataclass
class _Rows:
    """Where the text of each row begins, and its line in the file."""

    name: str
    starts: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def place(self, start: int, end: int) -> Place | None:
        """The line, and the offsets in the value of its field."""
        row = bisect_right(self.starts, start) - 1
        if row < 0:
            return None
        return Place(part=self.name, line=self.lines[row], start=start - self.starts[row], end=end - self.starts[row])


def is_jsonl(head: str, name: str = FIELD) -> bool:
    """Whether a text begins with a line that is an object with this field."""
    line = head.lstrip("\ufeff \r\n\t").partition("\n")[0]
    if not line.startswith("{"):
        return False
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and isinstance(row.get(name), str)


def jsonl(pieces: Iterable[str], path: str, name: str = FIELD) -> Original:
    """The texts of all lines, one behind the other, so far apart that nothing is read over two of them.

    Raises:
        InputError: while it is read: a line is no object, or has no such field with a text.
    """
    rows = _Rows(name)

    def texts() -> Iterator[str]:
        at, number = 0, 0
        for piece in whole_lines(pieces):
            found = []
            for line in piece.split("\n")[: None if not piece.endswith("\n") else -1]:
                number += 1
                if not line.strip("\ufeff \r\t"):
                    continue
                text = _value(line, f"{path}: line {number}", name)
                if rows.starts:
                    found.append(SEPARATOR)
                    at += len(SEPARATOR)
                rows.starts.append(at)
                rows.lines.append(number)
                found.append(text)
                at += len(text)
            yield "".join(found)

    return Original("jsonl", texts(), rows.place)


def _value(line: str, where: str, name: str) -> str:
    try:
        value = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: not JSON ({error})") from error
    text = value.get(name) if isinstance(value, dict) else None
    if not isinstance(text, str):
        raise InputError(f"{where}: no text in a field «{name}»; name the field with --field")
    return text
