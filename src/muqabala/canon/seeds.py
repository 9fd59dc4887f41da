"""Letter k-mers: their codes, and the table that says where in the canon each one stands.

A k-mer is k consecutive skeleton letters, across word and verse borders. Its code holds five bits a letter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Codes, Ints

K = 7
"""Letters in a common seed. Shorter seeds find more damaged quotations and cost more candidates; see docs/decisions/0003."""
K_SHORT = 4
"""Letters in a seed where something announces a quotation."""
FILTER_BITS = 22
"""The filter has 2**22 entries of one byte: it stays in the cache and lets through about one k-mer in twenty by chance."""
_MIX = np.uint64(0x9E3779B97F4A7C15)

Seeds = npt.NDArray[np.uint64]


def kmer_codes(letters: Codes, k: int = K) -> Seeds:
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


def filter_slots(codes: Seeds, bits: int = FILTER_BITS) -> npt.NDArray[np.uint32]:
    """The place of each code in the filter."""
    return ((codes * _MIX) >> np.uint64(64 - bits)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class SeedTable:
    """Where each k-mer of the canon stands.

    | column  | dtype  | length     | meaning                                                     |
    |---------|--------|------------|-------------------------------------------------------------|
    | codes   | uint64 | distinct   | k-mer codes, ascending                                      |
    | first   | int32  | distinct+1 | index of the code's first entry in `places`                 |
    | places  | int32  | entries    | letter index in the canon, ascending within a code          |
    | filter  | uint8  | 2**bits    | 1 where some code falls                                     |
    """

    codes: Seeds
    first: Ints
    places: Ints
    filter: npt.NDArray[np.uint8]

    @classmethod
    def build(cls, codes: Seeds, places: Ints, k: int = K) -> SeedTable:
        """Sort (code, place) pairs into a table; equal pairs are kept once."""
        order = np.lexsort((places, codes))
        codes, places = codes[order], places[order]
        fresh = np.ones(len(codes), bool)
        fresh[1:] = (codes[1:] != codes[:-1]) | (places[1:] != places[:-1])
        codes, places = codes[fresh], places[fresh]
        distinct, first = np.unique(codes, return_index=True)
        bits = min(FILTER_BITS, 5 * k)
        table = np.zeros(1 << bits, np.uint8)
        table[filter_slots(distinct, bits)] = 1
        return cls(distinct, np.append(first, len(codes)).astype(np.int32), places.astype(np.int32), table)

    def lookup(self, codes: Seeds) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Which of the codes are in the table: their indices, and the index of each in `self.codes`."""
        likely = np.flatnonzero(np.take(self.filter, filter_slots(codes, len(self.filter).bit_length() - 1)))
        wanted = np.take(codes, likely)
        at = np.searchsorted(self.codes, wanted)
        at[at == len(self.codes)] = 0
        hit = self.codes[at] == wanted if len(self.codes) else np.zeros(len(wanted), bool)
        return likely[hit], at[hit]
