"""Clusters: what several documents share, put together from what each two of them do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]

ALIKE = 0.5
"""Share of the longer of two stretches of a document that must lie in both for them to be one passage of it."""


class Region(NamedTuple):
    """A stretch of a document: half-open code points."""

    document: int
    start: int
    end: int


class Member(NamedTuple):
    """Where a cluster stands in a document; a cluster may stand there more than once."""

    cluster: int
    region: Region


def find_clusters(passages: Sequence[tuple[Region, Region]]) -> Longs:
    """The cluster of each passage, given by its two regions; clusters are numbered from 1 in the order of their first passages.

    Two passages are of one cluster if they have most of a stretch of some document in common, or if both are of one with a third. A few words of a
    chapter that was copied whole, copied once more by somebody else, are a cluster of their own.

    >>> a, b, c = Region(0, 0, 90), Region(1, 5, 95), Region(2, 0, 88)
    >>> find_clusters([(a, b), (Region(0, 2, 95), c), (Region(0, 10, 20), Region(3, 0, 10))]).tolist()
    [1, 1, 2]
    """
    parent = list(range(len(passages)))

    def root(passage: int) -> int:
        while parent[passage] != passage:
            parent[passage] = passage = parent[parent[passage]]
        return passage

    for one, other in _alike(passages):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    roots = np.array([root(passage) for passage in range(len(passages))], np.int64)
    number: Longs = np.searchsorted(np.unique(roots), roots) + 1
    return number


def _alike(passages: Sequence[tuple[Region, Region]]) -> list[tuple[int, int]]:
    """Passages that have most of a stretch in common, each with one before it."""
    found: list[tuple[int, int]] = []
    near: list[tuple[Region, int]] = []
    for region, passage in sorted((region, passage) for passage, pair in enumerate(passages) for region in pair):
        near = [(r, p) for r, p in near if r.document == region.document and r.start + (1 - ALIKE) * (r.end - r.start) >= region.start]
        found += [(p, passage) for r, p in near if _common(r, region)]
        near.append((region, passage))
    return found


def _common(a: Region, b: Region) -> bool:
    """Whether most of the longer of two stretches of one document lies in both."""
    return min(a.end, b.end) - max(a.start, b.start) >= ALIKE * max(a.end - a.start, b.end - b.start)


def members(passages: Sequence[tuple[Region, Region]], clusters: Longs) -> list[Member]:
    """Where each cluster stands: the stretches of its passages, those of one document that overlap as one; by cluster, document and place.

    >>> members([(Region(0, 0, 90), Region(1, 5, 95)), (Region(0, 2, 95), Region(2, 0, 88))], np.array([1, 1]))[0]
    Member(cluster=1, region=Region(document=0, start=0, end=95))
    """
    found: list[Member] = []
    for cluster, region in sorted((int(c), region) for c, pair in zip(clusters, passages, strict=True) for region in pair):
        last = found[-1] if found else None
        if last is not None and (last.cluster, last.region.document) == (cluster, region.document) and region.start < last.region.end:
            found[-1] = Member(cluster, last.region._replace(end=max(last.region.end, region.end)))
        else:
            found.append(Member(cluster, region))
    return found
