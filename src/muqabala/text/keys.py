"""Words as numbers, so that whole texts can be compared, counted and looked up without a loop."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints, fold

_MULTIPLIER = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FILTER_BITS = 12
"""The filter of a look-up has 2**12 entries at least."""

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


def look_up(keys: Keys, wanted: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Which keys are among the wanted ones (ascending, at least one): their indices, ascending, and the place of each among the wanted.

    Most words of a text are not: a filter of the leading bits of their hashes leaves them out before anything is searched.
    """
    shift = np.uint64(64 - max(_FILTER_BITS, (4 * len(wanted)).bit_length()))
    known = np.zeros(1 << (64 - int(shift)), np.bool_)
    known[(wanted * _MIX) >> shift] = True
    likely = np.flatnonzero(np.take(known, (keys * _MIX) >> shift))
    kept = np.take(keys, likely)
    at = np.minimum(np.searchsorted(wanted, kept), len(wanted) - 1)
    same = np.take(wanted, at) == kept
    return likely[same], at[same]


def is_among(keys: Keys, wanted: Keys) -> npt.NDArray[np.bool_]:
    """Which keys are among the wanted ones (ascending, at least one)."""
    found = np.zeros(len(keys), np.bool_)
    found[look_up(keys, wanted)[0]] = True
    return found
