"""Words as numbers, so that whole texts can be compared, counted and looked up without a loop."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints, fold

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


def keys_between(letters: Codes, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> Keys:
    """The keys of words that may stand anywhere: of letters first..last (half-open), in their order."""
    sizes = last - first
    starts = np.cumsum(sizes) - sizes
    kept = letters[np.repeat(first - starts, sizes) + np.arange(int(sizes.sum()))]
    return word_keys(kept, np.append(starts, int(sizes.sum())).astype(np.int32))


def keys_of(words: Iterable[str]) -> Keys:
    """The keys of some words, each once, ascending."""
    folded = fold(" ".join(words))
    keys, _ = np.unique(word_keys(folded.letters, folded.word_first), return_index=True)  # plain `unique` reads a module more
    return keys


def is_among(keys: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Which keys are among the wanted ones (ascending, at least one)."""
    at = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    found: npt.NDArray[np.bool_] = np.take(wanted, at) == keys
    return found
