"""JSONL: one JSON object a line, the text in one of its fields. Each line's text is a paragraph apart from the others.

A line that cannot be read costs nothing but itself: it is a notice.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from muqabala.errors import InputError
from muqabala.formats.masked import whole_lines
from muqabala.formats.original import Original
from muqabala.records import Document, Notice, Place
from muqabala.trace.written.view import SEPARATOR

FIELD = "text"
"""The field that is read where none is named."""
ADDED = "muqabala"
"""The field that findings are written into."""
_ALWAYS, _PERHAPS = ("quotations", "isnads", "citations"), ("held_back", "notices")
"""What stands in it always, and what only where there is any."""
_STRAY = re.compile("[\udc80-\udcff]")
"""A byte that is no letter, as Python's `surrogateescape` reads it; JSON that is well encoded never has one outside an escape."""


class Row(NamedTuple):
    """A line that is not empty."""

    number: int
    """Of the line, from 1."""
    line: str
    """As it stands in the file, without its end."""
    value: dict[str, Any] | None
    """The object; None where the line holds none."""
    text: str | None
    """None where it holds no text."""
    why: str = ""
    """Why there is no object, or no text."""


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
    return line.startswith("{") and _row(1, line, name).text is not None


def rows(pieces: Iterable[str], name: str = FIELD) -> Iterator[list[Row]]:
    """The rows of a text, as many at a time as a piece ends; `name` is the field that holds the text.

    Bytes that cannot be decoded cost no more than their line where they come as `surrogateescape` reads them.
    """
    number = 0
    for piece in whole_lines(pieces):
        lines = piece.removesuffix("\n").split("\n")
        yield [_row(n, line, name) for n, line in enumerate(lines, number + 1) if line.strip("\ufeff \r\t")]
        number += len(lines)


def jsonl(pieces: Iterable[str], path: str, name: str = FIELD) -> Original:
    """The texts of all lines, one behind the other, so far apart that nothing is read over two of them; a notice for each line without a text.

    Raises:
        InputError: at the end, where no line has a text.
    """
    known, notices = _Rows(name), list[Notice]()

    def texts() -> Iterator[str]:
        at, unread = 0, None
        for found in rows(pieces, name):
            said: list[str] = []
            for row in found:
                if row.text is None:
                    unread = unread or row
                    notices.append(Notice("line", at, row.why, Place(line=row.number)))
                    continue
                said += [SEPARATOR, row.text] if known.starts else [row.text]
                at += len(SEPARATOR) if known.starts else 0
                known.starts.append(at)
                known.lines.append(row.number)
                at += len(row.text)
            if said:
                yield "".join(said)
        if unread and not known.starts:
            raise nothing_in(path, unread)

    return Original("jsonl", texts(), known.place, notices)


def as_shown(text: str) -> str:
    """A text as reports show it: between rows stand blanks, as many as what parts them when they are traced."""
    return text.replace(SEPARATOR, "\n" + " " * (len(SEPARATOR) - 2) + "\n")


def nothing_in(path: str, first: Row) -> InputError:
    """What to say of a file in which no line has a text; the first of them says why."""
    return InputError(f"{path}: line {first.number}: {first.why}; no line has a text that is read: name its field with --field")


def with_findings(row: Row, document: Document) -> str | None:
    """The line of a row with what was found in its text, as the last field of the object; all else is as it was.

    Findings that were put there before are replaced. None where the row has a field of that name that is not ours.
    """
    parts = msgspec.to_builtins(document)
    found = {name: parts[name] for name in _ALWAYS} | {name: parts[name] for name in _PERHAPS if parts[name]}
    line, value = row.line.rstrip(), row.value or {}
    if ADDED in value:
        if not _is_ours(value[ADDED]):
            return None
        line = line[: line.rfind(f', "{ADDED}": ')] + "}"
        if _row(row.number, line, "").value != {name: one for name, one in value.items() if name != ADDED}:
            return None
    return f'{line[:-1].rstrip()}, "{ADDED}": {msgspec.json.encode(found).decode()}}}'


def _is_ours(added: object) -> bool:
    """Whether a value is what `with_findings` writes: lists of findings, none of them missing, and nothing beside."""
    if not isinstance(added, dict) or not {*_ALWAYS} <= {*added} <= {*_ALWAYS, *_PERHAPS}:
        return False
    return all(isinstance(found, list) and all(isinstance(one, dict) for one in found) for found in added.values())


def _row(number: int, line: str, name: str) -> Row:
    """What a line holds."""
    if stray := _STRAY.search(line):
        return Row(number, line, None, None, f"not in the encoding of the file (byte 0x{ord(stray[0]) & 0xFF:02x} at column {stray.start() + 1})")
    try:
        value = json.loads(line.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        return Row(number, line, None, None, f"not JSON ({error.msg} at column {error.colno})")
    except (ValueError, RecursionError):
        return Row(number, line, None, None, "not JSON that can be read (too long a number, or too deep)")
    if not isinstance(value, dict):
        return Row(number, line, None, None, "not an object with fields")
    text = value.get(name)
    return Row(number, line, value, text) if isinstance(text, str) else Row(number, line, value, None, f"no text in a field «{name}»")
