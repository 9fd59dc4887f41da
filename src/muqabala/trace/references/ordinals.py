"""Numbers of verses in words, as a text writes them: «الآية الخامسة والخمسون بعد المائتين», «الآية المائة والعشرين»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.trace.written.view import TextView

LETTERS = "\u0621-\u064a\u0671\u06a9\u06be\u06c1\u06c3\u06cc"
"""Letters of words, in a class of a pattern: Arabic ones, and those of Persian and Urdu for them."""
_ONES = "الأولى|الاولى|الحادية|الواحدة 1 الثانية 2 الثالثة 3 الرابعة 4 الخامسة 5 السادسة 6 السابعة 7 الثامنة 8 التاسعة 9 العاشرة|عشرة|عشر 10"
_TENS = "عشر 20 ثلاث 30 أربع|اربع 40 خمس 50 ست 60 سبع 70 ثمان 80 تسع 90"
_HUNDREDS = "مائة|مئة|ماية 100 مائتين|مئتين|مائتان|مئتان 200"


def _values() -> dict[str, int]:
    """The words, by their values."""
    found = dict[str, int]()
    for words, endings in ((_ONES, "{}"), (_TENS, "ال{}ون|ال{}ين"), (_HUNDREDS, "{}|ال{}")):
        listed = words.split()
        for spellings, value in zip(listed[::2], listed[1::2], strict=True):
            for word in (form.format(spelling) for spelling in spellings.split("|") for form in endings.split("|")):
                found |= {word: int(value), word.replace("ة", "ه"): int(value)}
    return found


_VALUES = _values()
_WORD = rf"(?:{'|'.join(sorted(_VALUES, key=len, reverse=True))})(?![{LETTERS}])"
_COUNTED = re.compile(rf"[وفبك]?(?:ال|لل)[آا]ي[ةه] (?:الكريمة )?(?P<count>{_WORD}(?: (?:و|بعد )?{_WORD}){{0,3}})")
_SINGLE = re.compile(_WORD)


def counted_verses(view: TextView) -> Iterator[tuple[re.Match[str], int]]:
    """Where a text without its signs counts a verse in words, and which: the match begins with «الآية», and `count` are the words of the number."""
    plain = view.plain
    for place in plain.places(_verses(view)).tolist():
        match = _COUNTED.match(plain.text, place)
        number = _number(match["count"]) if match is not None else 0
        if match is not None and number:
            yield match, number


def _verses(view: TextView) -> npt.NDArray[np.integer]:
    """Where words for «the verse» stand."""
    return view.folded.word_start[is_among(view.keys, _words_for_the_verse())]


@cache
def _words_for_the_verse() -> Keys:
    return keys_of((*(f"{lead}الآية" for lead in ("", "و", "ف", "ب", "ك")), "للآية"))


def _number(words: str) -> int:
    """The number that words say; 0 where they are several, «الثانية والثالثة»."""
    values = [_VALUES[word] for word in _SINGLE.findall(words)]
    places = [len(str(value)) for value in values]
    return sum(values) if len({*places}) == len(places) else 0
