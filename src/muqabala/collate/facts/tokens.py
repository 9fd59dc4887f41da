"""A text as words that can be looked up: one plain form a word, whatever the vowels, hamzas and final letters.

The plain form is coarser than spelling and finer than the skeleton: long vowels stay, so that علي is not على; what recognisers of speech and hasty
writers leave out (hamza, the dots of ة and ى) is gone. Page marks and footnote numbers of printed editions are passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import DIGITS, TO_LATIN, Ints, fold
from muqabala.text.marks import bare

_PLAIN = str.maketrans("أإآٱؤئةى", "ااااويهي", "ء")
_ON = re.compile("^([وفل]?)علي$")
_DIGITS = re.compile(rf"[{DIGITS}]+(?:[.,٫٬/:–-][{DIGITS}]+)*")
"""A number, or several in one word: a range «300-350», a date «17/9/1960», a time «11:40»."""
_NOTE = re.compile(rf"[«\[(]\s*[{DIGITS}]{{1,3}}\s*[»\])]")
"""A footnote mark: «4», [1], (7)."""
_WEAK, _STRONG = re.compile(r"[،,؛;:#|«»\"“”()\[\]]"), re.compile(r"[.؟?!§…*]|\n\s*\n")
_WRAPPED = range(40, 140)
"""Length of a line, in the middle, in a text whose lines are broken to a width; there a line end says nothing."""
NO_BREAK, WEAK_BREAK, STRONG_BREAK = 0, 1, 2


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """The form by which one word is looked up.

    >>> plain("أَسْمَاءُ"), plain("مئة"), plain("عَلَى"), plain("عَلِيٌّ")
    ('اسما', 'ميه', 'على', 'علي')
    """
    letters = bare(word)
    if letters.endswith("ابنة"):
        letters = letters.removesuffix("ابنة") + "بنت"  # «ابنه» is «his son»
    form = letters.translate(_PLAIN)
    return form[:-1] + "ى" if letters.endswith("ى") and _ON.match(form) else form


def plain_words(phrase: str) -> tuple[str, ...]:
    """The plain forms of a phrase's words."""
    return tuple(filter(None, (plain(word) for word in phrase.split())))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and numbers of a text, in its order.

    | column | dtype | meaning                                                             |
    |--------|-------|---------------------------------------------------------------------|
    | start  | int32 | code-point offset of the first letter or digit                      |
    | end    | int32 | half-open end, marks included                                       |
    | breaks | uint8 | what stands before it: 0 nothing, 1 a comma or line end, 2 a full stop |

    `forms` holds the plain form of each; a number in digits keeps its digits, Latin ones, with a point before a fraction; «-», «/» and «:»
    join it to others.
    """

    start: Ints
    end: Ints
    breaks: npt.NDArray[np.uint8]
    forms: list[str]


_LATIN = TO_LATIN | str.maketrans("٫٬–", ".,-")
_THOUSANDS = re.compile(r",(?=[0-9]{3}(?:[^0-9]|$))")
_DOTTED = re.compile(r"(?<![0-9.])[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|\.000)(?![0-9.])")


def _digits(number: str) -> str:
    """A number in Latin digits: a comma before three digits parts thousands, «2,500», and a dot before three zeros, «12.000», or twice; any other
    comma a fraction, «2,5»."""
    commas = _THOUSANDS.sub("", number.translate(_LATIN)).replace(",", ".")
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), commas)


def tokens_of(text: str) -> Tokens:
    """The words and numbers of a raw text.

    >>> tokens_of("فخرج 73 رجلاً، وامرأتان [1].").forms
    ['فخرج', '73', 'رجلا', 'وامراتان']
    """
    folded = fold(text)
    notes = [m.span() for m in _NOTE.finditer(text)]
    numbers = [m.span() for m in _DIGITS.finditer(text) if not any(a <= m.start() < b for a, b in _near(notes, m.start()))]
    start = np.concatenate([folded.word_start, np.array([a for a, _ in numbers], np.int32)])
    end = np.concatenate([folded.word_end, np.array([b for _, b in numbers], np.int32)])
    order = np.argsort(start, kind="stable")
    start, end = start[order].astype(np.int32), end[order].astype(np.int32)
    words = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    forms = [_digits(word) if word[0] in DIGITS else plain(word) for word in words]
    kept = [i for i, form in enumerate(forms) if form]
    start, end = start[kept], end[kept]
    return Tokens(start, end, _breaks(text, start, end), [forms[i] for i in kept])


def _near(spans: list[tuple[int, int]], place: int) -> list[tuple[int, int]]:
    """The spans that may hold a place; spans ascend and do not overlap."""
    low = bisect_right(spans, place, key=lambda span: span[0])
    return spans[max(low - 1, 0) : low]


def _breaks(text: str, start: Ints, end: Ints) -> npt.NDArray[np.uint8]:
    """The strongest break before each word."""
    found = np.zeros(len(start), np.uint8)
    lines = text.splitlines()
    wrapped = len(lines) > 9 and len(sorted(lines, key=len)[len(lines) // 2]) in _WRAPPED
    at = 0
    for i, (a, b) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        gap = text[at:a]
        at = b
        if gap == " ":
            continue
        gap = _NOTE.sub(" ", gap)
        if _STRONG.search(gap):
            found[i] = STRONG_BREAK
        elif _WEAK.search(gap) or ("\n" in gap and not wrapped):
            found[i] = WEAK_BREAK
    return found


_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")


@lru_cache(maxsize=200_000)
def without_proclitics(form: str) -> tuple[tuple[str, str], ...]:
    """Each way to read a word as proclitics (و ف ب ل ك) and a rest; the whole word first. «للمدينة» is ل + المدينة.

    >>> without_proclitics("فلابي")
    (('', 'فلابي'), ('ف', 'لابي'), ('فل', 'ابي'))
    """
    found = [("", form)]
    for lead in _PROCLITICS[1:]:
        rest = form[len(lead) :]
        if form.startswith(lead) and len(rest) >= 2:
            found.append((lead, rest))
            if lead.endswith("ل") and rest.startswith("ل"):
                found.append((lead, "ا" + rest))
    return tuple(found)


@lru_cache(maxsize=200_000)
def without_article(form: str) -> tuple[tuple[str, str], ...]:
    """The ways of `without_proclitics`, each rest without the article.

    >>> without_article("بالمدينه")
    (('', 'بالمدينه'), ('ب', 'مدينه'))
    """
    return tuple((lead, rest.removeprefix("ال")) for lead, rest in without_proclitics(form))
