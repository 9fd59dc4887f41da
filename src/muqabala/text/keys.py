"""Words as numbers, so that whole texts can be compared, counted and looked up without a loop."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints, fold

_MULTIPLIER = np.uint64(0x100000001B3)
EXACT = 12
"""Letters that a key holds as they are: as many as it has room for."""
_AT_ONCE = 8_192
"""Words whose keys are made at a time."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FILTER_BITS = 12
"""The filter of a look-up has 2**12 entries at least."""

Keys = npt.NDArray[np.uint64]


def kmer_codes(letters: Codes, k: int) -> Keys:
    """Codes of the k-mers that start at each letter; len(letters) - k + 1 of them, none if the text is shorter than k.

    >>> kmer_codes(np.array([1, 2, 3], np.uint8), 2).tolist()
    [34, 67]
    """
    count = len(letters) - k + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    powers = {1: letters.astype(np.uint64)}
    size = 1
    while size * 2 <= k:
        half = powers[size]
        powers[size * 2] = (half[:-size] << np.uint64(5 * size)) | half[size:]
        size *= 2
    codes, done = powers[size], size
    while done < k:
        step = max(s for s in powers if s <= k - done)
        tail = powers[step][done:]
        length = min(len(codes), len(tail))
        codes = (codes[:length] << np.uint64(5 * step)) | tail[:length]
        done += step
    return codes[:count]


def word_keys(letters: Codes, word_first: Ints) -> Keys:
    """A 64-bit key for each word's skeleton: its code of EXACT letters, of fewer where it has fewer; longer words are hashed.

    Words of up to EXACT letters are told apart exactly.
    """
    count = len(word_first) - 1
    parts = [_keys_of_part(letters, word_first[low : min(low + _AT_ONCE, count) + 1]) for low in range(0, count, _AT_ONCE)]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint64)


def _keys_of_part(letters: Codes, word_first: Ints) -> Keys:
    """The keys of so few words that all that is worked out on the way stays in the cache."""
    low, lengths = word_first[0], np.diff(word_first)
    codes = kmer_codes(np.append(letters[low : word_first[-1]], np.zeros(EXACT, np.uint8)), EXACT)
    keys: Keys = np.take(codes, word_first[:-1] - low) >> (5 * np.maximum(EXACT - lengths, 0)).astype(np.uint64)
    keys[lengths == 0] = 0
    for i in range(EXACT, int(lengths.max(initial=0))):
        has = np.flatnonzero(lengths > i)
        keys[has] = (keys[has] ^ letters[word_first[has] + i]) * _MULTIPLIER
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
