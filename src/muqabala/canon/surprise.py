"""How surprising each word of the canon is in ordinary Arabic prose: the background against which a match is weighed.

A run of words that everybody writes («في سبيل الله», «على كل شيء») carries few bits although it is long; a rare word carries
many. Words are counted in a background corpus of prose, singly and in pairs. Pairs that occur only once or twice there do not
count: they are what the background itself quotes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints

_MAX_BITS = 17.0
_PAIR_WEIGHT = 0.75
_QUOTED = 2
_MULTIPLIER = np.uint64(0x100000001B3)

Keys = npt.NDArray[np.uint64]


def word_keys(letters: Codes, word_first: Ints) -> Keys:
    """A 64-bit key for each word's skeleton: a polynomial over its letters (words of up to 12 letters are told apart exactly)."""
    keys = np.zeros(len(word_first) - 1, np.uint64)
    lengths = np.diff(word_first)
    for i in range(int(lengths.max(initial=0))):
        has = np.flatnonzero(lengths > i)
        keys[has] = keys[has] * np.uint64(32) + letters[word_first[has] + i] if i < 12 else (keys[has] ^ letters[word_first[has] + i]) * _MULTIPLIER
    return keys


def pair_keys(keys: Keys) -> Keys:
    """A key for each word together with the word before it; the first word has itself before it."""
    before = np.concatenate([keys[:1], keys[:-1]])
    return (before * np.uint64(0x9E3779B97F4A7C15)) ^ keys


def _count_of(wanted: Keys, known: Keys, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, counts[at], 0).astype(np.float64)


def surprise(canon: Keys, background: Keys) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Bits of each canon word on its own, and the running sum (length+1) of its bits after the word before."""
    single, single_counts = np.unique(background, return_counts=True)
    double, double_counts = np.unique(pair_keys(background), return_counts=True)
    alone = _count_of(canon, single, single_counts)
    share = (alone + 0.5) / (len(background) + 0.5 * len(single))
    before = np.concatenate([alone[:1], alone[:-1]])
    together = np.maximum(_count_of(pair_keys(canon), double, double_counts) - _QUOTED, 0.0)
    after = _PAIR_WEIGHT * together / np.maximum(before, 1.0) + (1 - _PAIR_WEIGHT) * share
    first_bits = np.minimum(-np.log2(share), _MAX_BITS).astype(np.float32)
    next_bits = np.zeros(len(canon) + 1)
    np.cumsum(np.minimum(-np.log2(after), _MAX_BITS), out=next_bits[1:])
    return first_bits, next_bits
