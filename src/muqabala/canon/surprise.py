"""How surprising each word of the canon is in ordinary Arabic prose: the background against which a match is weighed.

A run of words that everybody writes («في سبيل الله», «على كل شيء») carries few bits although it is long; a rare word carries
many. Words are counted in a background corpus of prose, singly and in pairs. Pairs that occur only once or twice there do not
count: they are what the background itself quotes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys

_MAX_BITS = 17.0
_PAIR_WEIGHT = 0.75
_QUOTED = 2
_MIX = np.uint64(0x9E3779B97F4A7C15)


def pair_keys(keys: Keys) -> Keys:
    """A key for each word together with the word before it; the first word has itself before it."""
    before = np.concatenate([keys[:1], keys[:-1]])
    return (before * _MIX) ^ keys


def _count_of(wanted: Keys, known: Keys, counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, counts[at], 0).astype(np.float64)


def surprise(canon: Keys, background: Keys) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Bits of each canon word on its own, and the running sum (length+1) of its bits after the word before."""
    single, single_counts = np.unique(background, return_counts=True)
    double, double_counts = np.unique(pair_keys(background), return_counts=True)
    alone = _count_of(canon, single, single_counts)
    share = (alone + 0.5) / (len(background) + 0.5 * len(single))
    return _bits(alone, share, _count_of(pair_keys(canon), double, double_counts))


def surprise_among(canon: Keys, cluster: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """The same for a work that is its own background: words are counted in all its other clusters.

    A cluster (`cluster` holds that of each word) is one report in all its versions, so it counts a word or a pair of words once, and never
    for itself. A formula stands in thousands of clusters and carries next to nothing; a clause that only one report has was seen nowhere.
    """
    single, single_counts = _clusters_with(canon, cluster)
    double, double_counts = _clusters_with(pair_keys(canon), cluster)
    alone = np.maximum(_count_of(canon, single, single_counts) - 1, 0.0)
    share = (alone + 0.5) / (int(single_counts.sum()) + 0.5 * len(single))
    return _bits(alone, share, _count_of(pair_keys(canon), double, double_counts) - 1)


def _clusters_with(keys: Keys, cluster: npt.NDArray[np.int32]) -> tuple[Keys, npt.NDArray[np.int64]]:
    """The distinct keys, ascending, and in how many clusters each stands."""
    together = (keys * _MIX) ^ ((cluster.astype(np.uint64) + np.uint64(1)) * np.uint64(0xD1B54A32D192ED03))
    _, once = np.unique(together, return_index=True)
    found, counts = np.unique(keys[once], return_counts=True)
    return found, counts.astype(np.int64)


def _bits(
    alone: npt.NDArray[np.float64], share: npt.NDArray[np.float64], together: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """From how often each word stands in the background, its share there, and how often it follows the word before."""
    before = np.concatenate([alone[:1], alone[:-1]])
    after = _PAIR_WEIGHT * np.maximum(together - _QUOTED, 0.0) / np.maximum(before, 1.0) + (1 - _PAIR_WEIGHT) * share
    next_bits = np.zeros(len(alone) + 1)
    np.cumsum(np.minimum(-np.log2(after), _MAX_BITS), out=next_bits[1:])
    return np.minimum(-np.log2(share), _MAX_BITS).astype(np.float32), next_bits
