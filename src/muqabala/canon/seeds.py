"""Letter k-mers: their codes, and the table that says where in the canon each one stands.

A k-mer is k consecutive skeleton letters, across word and verse borders. Its code holds five bits a letter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Ints
from muqabala.text.keys import Keys

K = 7
"""Letters in a common seed. Shorter seeds find more damaged quotations and cost more candidates; see docs/decisions/0003."""
K_SHORT = 4
"""Letters in a seed where something announces a quotation."""
FILTER_BITS = 22
"""The filter has 2**22 entries of one byte: it stays in the cache and lets through about one k-mer in twenty by chance."""
BUCKET_BITS = 19
"""The codes lie in 2**19 buckets, most with one code or none, so that a code is found at the first look."""
K_LARGE = 12
"""Letters in a seed of a work of millions of words: as many as a code holds."""
K_MEDIUM = 8
"""Letters in a seed of such a work where something announces a quotation."""
MIN_BITS = 8
"""The fewest bits by which a large table is divided."""
SAMPLE_BITS = 2
"""Where reports are compared with each other, one k-mer in four is."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SAMPLE_MIX = np.uint64(0xD1B54A32D192ED03)

Seeds = Keys


def sampled(codes: Seeds, owner: npt.NDArray[np.integer]) -> tuple[Seeds, npt.NDArray[np.int64]]:
    """The k-mers of the sample, which is the same in every text, each once for each of its owners; sorted by code, then owner."""
    chosen = np.flatnonzero(((codes * _SAMPLE_MIX) >> np.uint64(64 - SAMPLE_BITS)) == 0)
    codes, owner = codes[chosen], owner[chosen].astype(np.int64)
    order = np.lexsort((owner, codes))
    codes, owner = codes[order], owner[order]
    fresh = np.append(True, (codes[1:] != codes[:-1]) | (owner[1:] != owner[:-1]))[: len(codes)]
    return codes[fresh], owner[fresh]


def _mixed(codes: Seeds) -> Seeds:
    """Codes spread evenly over 64 bits, no two alike."""
    return codes * _MIX


@dataclass(frozen=True, slots=True)
class SeedTable:
    """Where each k-mer of the canon stands.

    | column  | dtype  | length      | meaning                                                     |
    |---------|--------|-------------|-------------------------------------------------------------|
    | codes   | uint64 | distinct    | k-mer codes, in the order of their hashes                   |
    | first   | int32  | distinct+1  | index of the code's first entry in `places`                 |
    | places  | int32  | entries     | letter index in the canon, ascending within a code          |
    | bucket  | int32  | 2**bits + 1 | index of the first code whose hash begins with these bits   |
    | filter  | uint8  | 2**bits     | 1 where some code falls                                     |

    In a large table `codes` (uint32) holds only the 32 bits of each hash that follow those of its bucket. A code that is not there is taken for
    one that is about once in 2**32 looks: a seed more, which no alignment confirms.
    """

    codes: Seeds | npt.NDArray[np.uint32]
    first: Ints
    places: Ints
    bucket: Ints
    filter: npt.NDArray[np.uint8]
    k: int = K
    """Letters of a k-mer."""

    @classmethod
    def build(cls, codes: Seeds, places: Ints, k: int = K, large: bool = False) -> SeedTable:
        """Sort (code, place) pairs into a table; equal pairs are kept once. For a large table the places of a code come in order."""
        hashes = _mixed(codes)
        order = np.argsort(hashes, kind="stable") if large else np.lexsort((places, hashes))
        codes, places, hashes = codes[order], places[order], hashes[order]
        fresh = np.ones(len(codes), bool)
        fresh[1:] = (codes[1:] != codes[:-1]) | (places[1:] != places[:-1])
        codes, places, hashes = codes[fresh], places[fresh], hashes[fresh]
        begins = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])
        distinct = hashes[begins]
        bucket_bits = max(MIN_BITS, len(distinct).bit_length() - 1) if large else BUCKET_BITS
        filter_bits = bucket_bits + 1 if large else FILTER_BITS
        table = np.zeros(1 << min(filter_bits, 5 * k), np.uint8)
        table[_slots(distinct, len(table))] = 1
        borders = np.arange(1 << bucket_bits, dtype=np.uint64) << np.uint64(64 - bucket_bits)
        bucket = np.append(np.searchsorted(distinct, borders), len(distinct)).astype(np.int32)
        kept = _after_bucket(distinct, 1 << bucket_bits) if large else codes[begins]
        return cls(kept, np.append(begins, len(codes)).astype(np.int32), places.astype(np.int32), bucket, table, k)

    def lookup(self, codes: Seeds) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Which of the codes are in the table: their indices, ascending, and the index of each in `self.codes`."""
        hashes = _mixed(codes)
        likely = np.flatnonzero(np.take(self.filter, _slots(hashes, len(self.filter))))
        slot = _slots(np.take(hashes, likely), len(self.bucket) - 1)
        exact = self.codes.dtype == np.uint64
        wanted = np.take(codes, likely) if exact else _after_bucket(np.take(hashes, likely), len(self.bucket) - 1)
        entry, end = np.take(self.bucket, slot), np.take(self.bucket, slot + np.uint32(1))
        open_, known = np.flatnonzero(entry < end), np.zeros(len(likely), bool)
        while len(open_):
            same = np.take(self.codes, np.take(entry, open_)) == np.take(wanted, open_)
            known[open_[same]] = True
            open_ = open_[~same]
            entry[open_] += 1
            open_ = open_[np.take(entry, open_) < np.take(end, open_)]
        return likely[known], entry[known].astype(np.intp)


def _slots(hashes: Seeds, size: int) -> npt.NDArray[np.uint32]:
    """The leading bits of each hash, as an index in a table of `size` (a power of two) entries."""
    return (hashes >> np.uint64(65 - size.bit_length())).astype(np.uint32)


def _after_bucket(hashes: Seeds, buckets: int) -> npt.NDArray[np.uint32]:
    """The 32 bits of each hash after those that name its bucket."""
    return (hashes >> np.uint64(33 - buckets.bit_length())).astype(np.uint32)
