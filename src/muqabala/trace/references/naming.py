"""What names a sura in a text, and the reference that it is part of."""

from __future__ import annotations

import re
from typing import NamedTuple

from muqabala.canon.suras import sura_named
from muqabala.trace.references.ordinals import LETTERS

BLANK, CLOSES = "[ \u00a0]", ')\\]}﴾»”"'
"""A blank, and the marks that close what they hold, for the inside of square brackets."""
NAME = rf"(?!ـ)[{LETTERS}]+(?:[ \u00a0][{LETTERS}]+){{0,2}}"
"""Up to three words, which may begin with the name of a sura."""
NO_SURA = -1
"""In the place of a sura, where the text names one that there is not."""


class Reference(NamedTuple):
    """A reference as it stands in the text."""

    start: int
    end: int
    sura: int
    first: int
    last: int
    doubtful: bool = False
    """It is «ص: 54» or «(6/192)», a page more often than a verse, or a bare name and number: only a quotation that it fits makes it a reference."""
    perhaps_note: bool = False
    """It is «في سورة يونس (3)» or «(1) سورة يونس», where the number may be the mark of a note: it is not called wrong."""
    perhaps_turned: bool = False
    """It is «72:5», two numbers, which who writes from right to left may mean as 5:72."""
    whole: bool = False
    """It names a sura and no verse."""
    introduces: bool = False
    """It names a sura and no verse, and may introduce one."""
    fields: bool = False
    """Its name and its number are fields: labelled lines, or cells of a table."""
    listed: bool = False
    """It is a number at the head of a line, below the name of its sura: that of the verse in this line."""


def named_at_head(words: str) -> tuple[int, int]:
    """The sura of the longest name that some words begin with, and how many characters it has; 0 where there is none."""
    ends = [len(words), *(m.start() for m in reversed([*re.finditer(r"[ \u00a0]", words)]))]
    return next(((sura, end) for end in ends if (sura := sura_named(words[:end])) is not None), (0, 0))
