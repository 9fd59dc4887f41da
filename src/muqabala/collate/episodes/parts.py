"""Parts of words by which passages are compared: character n-grams, and what is left of a word without what is joined to it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import SKELETON, Codes, Folded
from muqabala.text.keys import Keys, keys_between

Longs = npt.NDArray[np.int64]

GRAMS = (3, 4)
"""Letters of an n-gram within a word, its borders counted as letters; 3 to 5 and 2 to 4 are no better (decision 0017)."""
_BORDER = 31
_LONGEST_TRIED = 4
_CONJUNCTIONS, _PREPOSITIONS, _LAM = ([SKELETON.index(c) + 1 for c in letters] for letters in ("وف", "بكل", "ل"))
_ENDINGS = tuple(
    tuple(SKELETON.index(c) + 1 for c in ending) for ending in ("هم", "هن", "كم", "ون", "ين", "نه", "وه", "ته", "تم", "ن", "ه", "ي", "ت", "و", "ك")
)
"""Pronouns and endings of number and person that a stem goes without, as light stemming does (Larkey 2007), here without alif."""


def grams(folded: Folded, counts: npt.NDArray[np.bool_]) -> tuple[Longs, Keys]:
    """(word, code) of each n-gram."""
    stream, owner = _with_borders(folded)
    words, codes = [], []
    for size in GRAMS:
        places = max(0, len(stream) - size + 1)
        code, inside = np.zeros(places, np.uint64), np.ones(places, bool)
        for step in range(size):
            letters = stream[step : step + places]
            code = code << np.uint64(5) | letters
            if 0 < step < size - 1:
                inside &= letters != _BORDER
        at = np.flatnonzero(inside & counts[owner[:places]])
        words.append(owner[at])
        codes.append(code[at] | np.uint64(size << 40))
    return np.concatenate(words), np.concatenate(codes)


def _with_borders(folded: Folded) -> tuple[Keys, Longs]:
    """The letters with a border before each word and after the last, and the word that each belongs to."""
    sizes = np.diff(folded.word_first).astype(np.int64) + 1
    starts = np.cumsum(sizes) - sizes
    stream = np.full(int(sizes.sum()) + 1, _BORDER, np.uint64)
    letters = np.repeat(starts + 1 - folded.word_first[:-1], sizes - 1) + np.arange(len(folded.letters))
    stream[letters] = folded.letters
    owner = np.repeat(np.arange(len(sizes)), sizes)
    return stream, np.append(owner, owner[-1:])


def stem_keys(folded: Folded) -> Keys:
    """A key for each word without what is joined to it before and behind; 0 where nothing is left."""
    first, last = folded.word_first[:-1].astype(np.int64), folded.word_first[1:].astype(np.int64)
    letters = np.append(folded.letters, np.zeros(_LONGEST_TRIED, np.uint8))
    for lead in (_CONJUNCTIONS, _PREPOSITIONS, _LAM):
        first = first + ((last - first > 3) & np.isin(letters[first], lead))
    last = _without_ending(letters, first, last)
    return keys_between(folded.letters, first, last)


def _without_ending(letters: Codes, first: Longs, last: Longs) -> Longs:
    """Where words end without the first of the endings that they have, where two letters are left."""
    open_ = last - first >= 4
    shorter = last.copy()
    for ending in _ENDINGS:
        fits = open_ & (last - first - len(ending) >= 2)
        for place, letter in enumerate(reversed(ending), 1):
            fits &= letters[last - place] == letter
        shorter[fits] -= len(ending)
        open_ &= ~fits
    return shorter
