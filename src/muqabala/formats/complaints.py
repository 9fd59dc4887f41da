"""What goes wrong, told in the reader's language.

Errors are raised with an English message. Its Arabic stands in `templates/complaints.json` under the English one, with `{0}`, `{1}` for what
is filled in; a test looks for every message there.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

LONGEST = 1_000
"""Characters of a message that is told in another language; a longer one stays as it is."""


class Told(NamedTuple):
    """A message, and the language that it is in."""

    words: str
    lang: str


def told(message: str, lang: str) -> Told:
    """An error's message in a language, line by line; it stays in English where it is not known.

    >>> told("a.bin: this is a binary file, not text", "ar")
    Told(words='a.bin: هذا ملف ثنائي لا نص', lang='ar')
    >>> told("nobody has said this", "ar")
    Told(words='nobody has said this', lang='en')
    """
    if lang != "ar" or len(message) > LONGEST:
        return Told(message, "en")
    lines = [_translated(line) for line in message.split("\n")]
    if None in lines:
        return Told(message, "en")
    return Told("\n".join(line or "" for line in lines), "ar")


def _translated(message: str) -> str | None:
    """A message of one line in Arabic, with what is filled in, itself perhaps a message; None where it is not known.

    What stands before a colon may be the place that a known message is about.
    """
    for english, arabic in _known():
        if match := english.fullmatch(message):
            return arabic.format(*(_translated(part) or part for part in match.groups()))
    place, _, rest = message.partition(": ")
    said = _translated(rest) if rest else None
    return f"{place}: {said}" if said else None


@cache
def _known() -> list[tuple[re.Pattern[str], str]]:
    """The messages as patterns, those that leave least open first."""
    path = Path(__file__).parent / "templates" / "complaints.json"
    pairs = msgspec.json.decode(path.read_text("utf-8"), type=dict[str, str])
    closed = sorted(pairs, key=lambda english: -len(re.sub(r"\{\d\}", "", english)))
    return [(re.compile(re.sub(r"\\\{\d\\\}", "(.+)", re.escape(english)), re.DOTALL), pairs[english]) for english in closed]
