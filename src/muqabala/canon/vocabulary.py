"""The different words of a work: how often each stands in it, and in which passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints
from muqabala.text.keys import EXACT, Keys, kmer_codes, word_keys

MAX_HELD, MAX_BEGUN = 6_000, 24_000
"""Places of a word, and words that begin with its letters, beyond which its passages are not listed: it says too little about where a saying
is from."""

Passage = npt.NDArray[np.integer]


class Held(NamedTuple):
    """What a work has of some words.

    | column  | dtype        | length   | meaning                                                            |
    |---------|--------------|----------|--------------------------------------------------------------------|
    | counts  | int32        | words    | how often each stands in the work; 0 where it does not             |
    | first   | int32        | words    | index of its first passage in the vocabulary's `passages`          |
    | last    | int32        | words    | index after its last passage; `first` where they are not listed    |
    """

    counts: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The different words of a work, and the passages of those that are not too common.

    | column   | dtype   | length  | meaning                                                                             |
    |----------|---------|---------|-------------------------------------------------------------------------------------|
    | keys     | uint64  | words   | key of each different skeleton, ascending (`text.keys`)                              |
    | counts   | int32   | words   | how often it stands in the work                                                      |
    | first    | int32   | words+1 | index of its first passage in `passages`                                             |
    | passages | integer | any     | the passages of each word, ascending, each once (MAX_HELD)          |
    """

    keys: Keys
    counts: Ints
    first: Ints
    passages: Passage

    @classmethod
    def build(cls, letters: Codes, word_first: Ints, word_passage: Ints, words: npt.NDArray[np.intp] | None = None) -> Vocabulary:
        """The vocabulary of all or some words of a work."""
        chosen = np.arange(len(word_passage)) if words is None else words
        keys, passage = word_keys(letters, word_first)[chosen], word_passage[chosen]
        order = np.lexsort((passage, keys))
        keys, passage = keys[order], passage[order]
        begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        counts = np.diff(np.append(begins, len(keys)))
        listed = (counts <= MAX_HELD) & (_begun(letters, word_first, chosen, order[begins]) <= MAX_BEGUN)
        fresh = np.repeat(listed, counts)
        fresh[1:] &= (keys[1:] != keys[:-1]) | (passage[1:] != passage[:-1])
        first = np.append(0, np.cumsum(fresh))[np.append(begins, len(keys))]
        kept = passage[fresh]
        small = np.min_scalar_type(int(kept.max(initial=0)))
        return cls(keys[begins], counts.astype(np.int32), first.astype(np.int32), kept.astype(small))

    def of(self, keys: Keys) -> Held:
        """What the work has of each of some words."""
        counts, first, last = (np.zeros(len(keys), np.int32) for _ in range(3))
        if len(self.keys):
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            known = np.flatnonzero(self.keys[at] == keys)
            at = at[known]
            counts[known], first[known], last[known] = self.counts[at], self.first[at], self.first[at + 1]
        return Held(counts, first, last)


def _begun(letters: Codes, word_first: Ints, chosen: npt.NDArray[np.intp], of: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """How many of the chosen words begin, with what follows them, with the letters (the first EXACT) of each of some of these (`of`)."""
    heads = kmer_codes(np.append(letters, np.zeros(EXACT, np.uint8)), EXACT)[word_first[chosen]]
    free = 5 * np.maximum(EXACT - (word_first[chosen[of] + 1] - word_first[chosen[of]]), 0).astype(np.uint64)
    low = heads[of] >> free << free
    heads.sort()
    found: npt.NDArray[np.intp] = np.searchsorted(heads, low + (np.uint64(1) << free)) - np.searchsorted(heads, low)
    return found
