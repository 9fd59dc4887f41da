"""Clauses: an account cut into the smallest stretches that still say something.

Arabic narrative is one long row of «و» and «ف»; old prints have no punctuation, transcripts of speech none at all, and web pages lose the
blank behind a full stop. So a clause ends at a strong sign («.», «؟», a line end), and else at the best place near by: a comma or another weak
sign, a word that opens a new step of a tale («ثم», «فلما», «قالوا»), a verb in the plural behind «و» or «ف», at last any word behind them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import DIGITS, Folded, Ints, code_points, fold
from muqabala.text.keys import is_among, keys_of, word_keys

MIN_WORDS, MAX_WORDS = 4, 16
"""Words of a clause: a weaker cut than a full stop leaves no fewer; one with more is cut at the best place that there is."""

_STRONG_SIGNS = ".؟?!؛;…\n\r\u2029#§﴾}۔"
_WEAK_SIGNS = ',،:-–—|«»"“”﴿{()[]'
_SIGN = re.compile(rf"(?<![{DIGITS}])[{re.escape(_STRONG_SIGNS + ',،')}]|[{re.escape(_STRONG_SIGNS + ',،')}](?![{DIGITS}])")
"""A sign between two clauses; one between digits is none."""
_CLOSED = re.compile(r"[)\]»﴾”]")
_HELD, _BEGUN = re.compile(rf"^.*[{DIGITS})\]»”]", re.DOTALL), re.compile(rf"[{DIGITS}(\[«“]")
"""What ends with a digit or a closed bracket, and what begins with a digit or an open one."""
_OPENERS = (
    "ثم فلما لكن ولكن حتى إذا فإذا وإذا بينما فبينما وبينما بينا فبينا وبينا قال وقال فقال قالت وقالت فقالت قالوا وقالوا فقالوا قلت فقلت وقلت "
    "يقول ويقول فيقول وكان فكان وكانت فكانت وكانوا فكانوا وقد فقد فعند وعند وبعد فبعد وعن "
    "فجعل وجعل فأقبل وأقبل فخرج وخرج فدخل ودخل فلم ولم فجاء وجاء "
    "قيل وقيل فقيل حدثنا حدثني أخبرنا أخبرني ومن كما"
)
"""Words with which a tale takes a new step, as the grammars list them among the particles of beginning (istiʾnāf), and the verbs that open most
sentences of a story."""
_AND = np.frombuffer("وف".encode("utf-16-le"), np.uint16)
_STRONG, _WEAK, _OPENING, _PLURAL, _JOINED = 5, 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of a text, in its order; together they hold all its words.

    | column | dtype | length  | meaning                                                    |
    |--------|-------|---------|------------------------------------------------------------|
    | first  | int32 | clauses+1 | first word of each clause; the last entry is the number of words |
    | start  | int32 | clauses | code-point offset of its first letter, or of a digit before it, in the raw text |
    | end    | int32 | clauses | half-open end of its last word, or of a digit or bracket behind it |
    """

    first: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    def joined(self, times: int) -> Clauses:
        """Stretches of so many clauses each; the last may have fewer."""
        last = np.minimum(np.arange(times, len(self) + times, times), len(self)) - 1
        return Clauses(np.append(self.first[:-1:times], self.first[-1:]), self.start[::times], self.end[last])


def find_clauses(
    text: str, folded: Folded | None = None, whole: Sequence[tuple[int, int]] = (), bound: npt.NDArray[np.bool_] | None = None
) -> Clauses:
    """Cut a text into clauses.

    `whole` holds half-open raw offsets that no cut may fall into: quotations. `bound` flags the words (one flag a word) with which no clause
    begins: honorifics, which belong to the name before them.

    >>> text = "فقال له لا تعجل.ثم خرج إلى المدينة مع صاحبه"
    >>> [text[a:b] for a, b in zip(*(lambda c: (c.start, c.end))(find_clauses(text)))]
    ['فقال له لا تعجل', 'ثم خرج إلى المدينة مع صاحبه']
    """
    folded = fold(text) if folded is None else folded
    words = len(folded.word_start)
    if not words:
        none = np.zeros(0, np.int32)
        return Clauses(np.zeros(1, np.int32), none, none)
    strength = _strength(text, folded)
    if bound is not None:
        strength[bound] = 0
    for start, end in whole:
        low, high = np.searchsorted(folded.word_start, start, "right"), np.searchsorted(folded.word_start, end)
        strength[low:high] = 0
        strength[low - 1 : low] = np.maximum(strength[low - 1 : low], _WEAK)
        strength[high : high + 1] = np.maximum(strength[high : high + 1], _WEAK)
    strength[0] = _STRONG
    cuts = np.array(_cut(strength), np.int32)
    firsts, lasts = folded.word_start[cuts], folded.word_end[np.append(cuts[1:], words) - 1]
    return Clauses(np.append(cuts, np.int32(words)), *_with_digits(text, firsts, lasts))


def _with_digits(text: str, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The borders of clauses with the digits and brackets at them, which are no words: «[الأنفال: 30]. 12 رجلا» is parted at the full stop.

    What stands before the first sign between two clauses is the former's, what stands behind the last is the latter's; «6.8» and «2:30» hold no sign.
    """
    start, end = start.copy(), end.copy()
    for number in range(len(start) + 1):
        low = int(end[number - 1]) if number else 0
        high = int(start[number]) if number < len(start) else len(text)
        if high - low <= 1:
            continue
        gap = text[low:high]
        signs = [m.start() for m in _SIGN.finditer(gap)] or [m.end() for m in _CLOSED.finditer(gap)][-1:]
        before, behind = (signs[0], signs[-1]) if signs else (len(gap) if number == len(start) else 0, 0)
        if number and (held := _HELD.search(gap, 0, before)) is not None:
            end[number - 1] = low + held.end()
        if number < len(start) and (held := _BEGUN.search(gap, behind)) is not None:
            start[number] = low + held.start()
    return start, end


def _strength(text: str, folded: Folded) -> npt.NDArray[np.int8]:
    """How well a clause may begin with each word, 0..5."""
    chars = code_points(text)
    strength = np.zeros(len(folded.word_start), np.int8)
    first = chars[folded.word_start]
    long = folded.word_end - folded.word_start >= 4
    joined = np.isin(first, _AND) & long
    strength[joined] = _JOINED
    strength[joined & _ends_in_plural(chars, folded)] = _PLURAL
    strength[is_among(word_keys(folded.letters, folded.word_first), _opening_keys())] = _OPENING
    for signs, value in ((_WEAK_SIGNS, _WEAK), (_STRONG_SIGNS, _STRONG)):
        places = np.flatnonzero(np.isin(chars, np.frombuffer(signs.encode("utf-16-le"), np.uint16)))
        places = places[~_between_digits(chars, places)]
        begins = np.searchsorted(folded.word_start, places)
        strength[np.unique(begins[begins < len(strength)])] = value
    return strength


def _between_digits(chars: npt.NDArray[np.uint16], places: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Which signs stand between two digits: «6.8», «2:30», «1968-1969»."""
    digits = np.frombuffer(DIGITS.encode("utf-16-le"), np.uint16)
    before, behind = chars[np.maximum(places - 1, 0)], chars[np.minimum(places + 1, len(chars) - 1)]
    between: npt.NDArray[np.bool_] = np.isin(before, digits) & np.isin(behind, digits)
    return between


@cache
def _opening_keys() -> npt.NDArray[np.uint64]:
    return keys_of(_OPENERS.split())


def _ends_in_plural(chars: npt.NDArray[np.uint16], folded: Folded) -> npt.NDArray[np.bool_]:
    """Words that end in «وا», as verbs of several persons do."""
    last = folded.word_end - 1
    ends: npt.NDArray[np.bool_] = (chars[last] == ord("ا")) & (chars[np.maximum(last - 1, 0)] == ord("و"))
    return ends


def _cut(strength: npt.NDArray[np.int8]) -> list[int]:
    """First words of the clauses: at every strong sign, then at the best of what is left wherever a stretch is long enough."""
    cuts = np.flatnonzero(strength == _STRONG).tolist()
    for level in range(_WEAK, 0, -1):
        cuts = _finer(cuts, np.flatnonzero(strength == level).tolist(), len(strength), MAX_WORDS if level < _OPENING else 2 * MIN_WORDS)
    return cuts


def _finer(cuts: list[int], places: list[int], words: int, longer: int) -> list[int]:
    """Cuts with those added at `places` that leave enough words on both sides, in stretches of more than `longer` words."""
    found: list[int] = []
    for cut, following in zip(cuts, [*cuts[1:], words], strict=True):
        found.append(cut)
        if following - cut > longer:
            for place in places[bisect_left(places, cut + MIN_WORDS) : bisect_left(places, following - MIN_WORDS + 1)]:
                if place - found[-1] >= MIN_WORDS and following - found[-1] > longer:
                    found.append(place)
    return found
