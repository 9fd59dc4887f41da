"""Passages that go word by word with another account: text reuse.

The tracing engine's seeds and chains, with one account as the work and another as the text. What differs is the scale: a passage that was copied
may have whole sentences put in or left out, so chains are joined over wide gaps, and many common words make none. Who copies a whole book copies
section by section: a passage ends where a blank line or a wide gap of either text parts two sections.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from muqabala.canon.progress import Progress
from muqabala.canon.seeds import SeedTable
from muqabala.collate.account import Account
from muqabala.text.keys import kmer_codes
from muqabala.trace.align import snap
from muqabala.trace.chains import Longs, Preset, find_chains, find_runs
from muqabala.trace.view import TextView

K = 9
"""Letters of a seed: two words; shorter ones are in every text on the same subject."""
MAX_OCCURRENCES = 16
"""Places of a seed in the other account at most."""
CHAIN = 18
"""Letters that the seeds of a chain cover at least."""
GAP = 240
"""Letters, on either side, over which chains are one passage: about sixty words put in, left out or said otherwise."""
LETTERS = 80
"""Letters that the seeds of a passage cover at least, about twenty words."""
SHARE = 0.35
"""Share of the shorter side of a passage that its seeds cover at least."""
SECTION = 60
"""Letters of a section at least: a heading is none."""
_BREAK = re.compile(r"\n\s*\n|[^\S\n]{2,}")
"""What parts two sections of a text."""

_Row = tuple[int, int, int, int, int]
"""A chain: letters covered; start and end in the second account; first and last letter in the first."""


class _Passage(NamedTuple):
    """Letters start..end of the second account along letters first..last of the first."""

    start: int
    end: int
    first: int
    last: int
    covered: int

    def full(self) -> bool:
        """Whether enough of it is covered."""
        return self.covered >= max(LETTERS, SHARE * min(self.end - self.start, self.last - self.first))


def find_passages(accounts: Sequence[Account], progress: Progress) -> Iterator[tuple[int, int, tuple[int, int], tuple[int, int]]]:
    """The passages that two accounts have in common: both accounts and the half-open raw offsets in each, pair by pair, in the text's order."""
    pairs = list(combinations(range(len(accounts)), 2))
    for done, (a, b) in enumerate(pairs, 1):
        of_a, of_b = accounts[a].view, accounts[b].view
        for passage in _common(of_a, of_b):
            in_a, in_b = _span(of_a, passage.first, passage.last), _span(of_b, passage.start, passage.end)
            if in_a and in_b:
                yield a, b, in_a, in_b
        progress("copies", done, len(pairs))


def _common(a: TextView, b: TextView) -> list[_Passage]:
    """Passages by the place in the first text; of two that claim the same letters of both the fuller stays."""
    codes = kmer_codes(a.folded.letters, K)
    if not len(codes) or len(b.folded.letters) < K:
        return []
    table = SeedTable.build(codes, np.arange(len(codes), dtype=np.int32), K)
    runs = find_runs(b.folded.letters, Preset(table, MAX_OCCURRENCES))
    chains = find_chains(runs, runs.covered.astype(np.float64), CHAIN)
    rows = chains.rows(np.argsort(chains.start, kind="stable"))
    breaks = _breaks(a), _breaks(b)
    found = [p for rows in _joined(rows) for p in _sections(rows, *breaks) if p.full()]
    return sorted(_apart(found), key=lambda p: (p.first, p.start))


def _joined(rows: list[_Row]) -> list[list[_Row]]:
    """Chains, by their start, as passages; a chain goes on with the passage that ends nearest to it."""
    done: list[list[_Row]] = []
    open_: list[list[_Row]] = []
    for row in rows:
        done += [p for p in open_ if row[1] - p[-1][2] > GAP]
        open_ = [p for p in open_ if row[1] - p[-1][2] <= GAP]
        near = [p for p in open_ if p[-1][2] <= row[2] and -GAP // 4 <= row[3] - p[-1][4] <= GAP and row[4] >= p[-1][4]]
        if near:
            min(near, key=lambda p: _gap(p[-1], row)).append(row)
        else:
            open_.append([row])
    return done + open_


def _gap(a: _Row, b: _Row) -> int:
    """Letters between two chains, on both sides together."""
    return abs(b[1] - a[2]) + abs(b[3] - a[4])


def _breaks(view: TextView) -> Longs:
    """The letters with which sections of a text begin."""
    words = [bisect_left(view.starts, gap.end()) for gap in _BREAK.finditer(view.text)]
    return np.unique(view.folded.word_first[np.array([w for w in words if w < len(view.starts)], np.int64)].astype(np.int64))


def _sections(rows: list[_Row], breaks_a: Longs, breaks_b: Longs) -> Iterator[_Passage]:
    """Chains that go on with one another as passages, cut at the sections of either text; between two chains both texts run on evenly."""
    table = np.array(rows, np.int64)
    in_b, in_a = (np.maximum.accumulate(table[:, columns].ravel()) for columns in ((1, 2), (3, 4)))
    cuts_a, cuts_b = breaks_a[(breaks_a > in_a[0]) & (breaks_a < in_a[-1])], breaks_b[(breaks_b > in_b[0]) & (breaks_b < in_b[-1])]
    both = [*zip(np.interp(cuts_a, in_a, in_b), cuts_a, strict=True), *zip(cuts_b, np.interp(cuts_b, in_b, in_a), strict=True)]
    start, first = int(in_b[0]), int(in_a[0])
    for end, last in [*sorted((int(x), int(y)) for x, y in both), (int(in_b[-1]), int(in_a[-1]))]:
        if end - start >= SECTION and last - first >= SECTION:
            within = np.clip(np.minimum(table[:, 2], end) - np.maximum(table[:, 1], start), 0, None) / (table[:, 2] - table[:, 1])
            here = table[within > 0]
            if len(here):
                yield _Passage(
                    max(start, int(here[:, 1].min())),
                    min(end, int(here[:, 2].max())),
                    max(first, int(here[:, 3].min())),
                    min(last, int(here[:, 4].max())),
                    int((table[:, 0] * within).sum()),
                )
            start, first = end, last


def _apart(found: list[_Passage]) -> list[_Passage]:
    """Passages of which no two lie for the most part on the same letters of both texts."""
    kept: list[_Passage] = []
    for p in sorted(found, key=lambda p: -p.covered):
        if not any(_inside(p.start, p.end, q.start, q.end) and _inside(p.first, p.last, q.first, q.last) for q in kept):
            kept.append(p)
    return kept


def _inside(start: int, end: int, low: int, high: int) -> bool:
    return 2 * (min(end, high) - max(start, low)) > end - start


def _span(view: TextView, start: int, end: int) -> tuple[int, int] | None:
    """The words that lie in a stretch of letters, as raw offsets."""
    low, high = snap(view.first, start, end)
    return (view.starts[low], view.ends[high - 1]) if low < high else None
