"""Which passages tell the same report: the parallels of a hadith, in several books or several times in one.

Two passages are versions of one report if they share a good part of their letter k-mers. Only a fixed sample of all k-mers is
compared (chosen by their hash, so that equal text gives equal samples), and only rare ones. Versions of versions are one cluster.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.canon.seeds import Seeds, sampled
from muqabala.text.fold import Codes, Ints

WIDTH = 32
"""Entries of one k-mer that are compared with each other; where it stands more often it is no evidence."""
CONTAINED = 0.5
"""Share of the shorter report's sampled k-mers that both must have."""
COMPARABLE = 0.3
"""The same of the longer one: a saying inside a long story is no version of the story."""
SHORT = 12
"""Letters below which a report («مثله») is no report."""

Longs = npt.NDArray[np.int64]


def cluster(codes: Seeds, passage: Ints, inside: npt.NDArray[np.bool_], letters: Codes, spans: Longs) -> Ints:
    """The cluster of each passage, numbered 0, 1, 2 … in the order of their first passages.

    Args:
        codes: k-mer at each letter.
        passage: passage of the letter that each k-mer starts at, ascending.
        inside: whether the k-mer lies in the report of its passage.
        letters: the letters of the work.
        spans: first and last letter (half-open) of the report of each passage, shape (passages, 2).
    """
    count = len(spans)
    one, other = _alike(*sampled(codes[inside], passage[inside]), count)
    same_one, same_other = _equal(letters, spans)
    return _components(np.concatenate([one, same_one]), np.concatenate([other, same_other]), count)


def _alike(codes: Seeds, passage: Longs, count: int) -> tuple[Longs, Longs]:
    """Pairs of passages that share enough of their sampled k-mers, of which each stands once for each passage."""
    begins = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
    sizes = np.diff(np.append(begins, len(codes)))
    rare = np.repeat(sizes <= WIDTH, sizes)
    codes, passage = codes[rare], passage[rare]
    held = np.bincount(passage, minlength=count)
    pairs = [_neighbours(codes, passage, step, count) for step in range(1, WIDTH)]
    keys, shared = np.unique(np.concatenate(pairs), return_counts=True)
    one, other = keys // count, keys % count
    shorter, longer = np.minimum(held[one], held[other]), np.maximum(held[one], held[other])
    good = (shared >= 2) & (shared >= CONTAINED * shorter) & (shared >= COMPARABLE * longer)
    return one[good], other[good]


def _neighbours(codes: Seeds, passage: Longs, step: int, count: int) -> Longs:
    """Pairs of passages of entries that lie `step` apart and have one code; a pair is `first * count + second`."""
    same = np.flatnonzero(codes[step:] == codes[:-step])
    return passage[same] * count + passage[same + step]


def _equal(letters: Codes, spans: Longs) -> tuple[Longs, Longs]:
    """Each passage with the first one that has exactly its report, unless that is too short to be one."""
    data = letters.tobytes()
    first: dict[bytes, int] = {}
    pairs = []
    for passage, (start, end) in enumerate(spans.tolist()):
        if end - start >= SHORT:
            pairs.append((first.setdefault(data[start:end], passage), passage))
    both = np.array([pair for pair in pairs if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _components(one: Longs, other: Longs, count: int) -> Ints:
    """Connected components of passages, numbered in the order of their first members."""
    label = np.arange(count)
    while True:
        before = label.copy()
        low = np.minimum(label[one], label[other])
        np.minimum.at(label, one, low)
        np.minimum.at(label, other, low)
        label = label[label]
        if np.array_equal(label, before):
            return np.unique(label, return_inverse=True)[1].astype(np.int32)
