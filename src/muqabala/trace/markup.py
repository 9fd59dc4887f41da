"""Signs of markup and of printing that stand within words: links and notes of a wiki, marks of notes that have a word, leaves of a manuscript.

They are no words of what is quoted. Blanks take their place, as many, so that every offset stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from muqabala.text.fold import DIGITS

_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,200})\]\]")
"""A link of a wiki and what it is shown as: «[[سورة الكهف|الكهف]]»."""
_REMARK = re.compile(r"(?<=[\u0621-\u0652])<ref\b[^<>\n]{0,60}>[^<>\d«»﴿﴾{}\"“”\n]{0,90}</ref>(?=\s?[\u0621-\u064a])")
"""A note of a wiki in the midst of a sentence that has nothing but a few words: «الصفا<ref>جبل بمكة</ref> والمروة»."""
_NOTE_MARK = re.compile(rf"(?<=[\[(])(?:هامش|الهامش|ملاحظة|حاشية|الحاشية)[ \u00a0](?=[{DIGITS}]{{1,3}}[\])])")
"""The word in the mark of a note: «[هامش 1]»."""
_LEAF = re.compile(rf"\|\s?[{DIGITS}]{{1,4}}\s?/?\s?[أابوظ]\s?\|")
"""The leaf of a manuscript that begins there, and its side: «|45ب|»."""


def without_markup(text: str) -> str:
    """A text with blanks in the place of such signs.

    >>> without_markup("([[سورة الكهف|الكهف]]: 20)")
    '(             الكهف  : 20)'
    """
    for sign, pattern, kept in _KINDS:
        if sign in text:
            text = pattern.sub(kept, text)
    return text


def _shown(link: re.Match[str]) -> str:
    """What a link is shown as, in its place."""
    return " " * (link.start(1) - link.start()) + link[1] + "  "


def _nothing(found: re.Match[str]) -> str:
    return " " * len(found[0])


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("[[", _LINK, _shown),
    ("</ref>", _REMARK, _nothing),
    ("هامش", _NOTE_MARK, _nothing),
    ("ملاحظة", _NOTE_MARK, _nothing),
    ("حاشية", _NOTE_MARK, _nothing),
    ("|", _LEAF, _nothing),
)
"""What each kind of them has in any case, so that most texts are not searched; and what takes its place."""
