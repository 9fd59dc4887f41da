"""Clauses told in another order: a saying whose words stand in a passage, one part of them before or behind where the source has it.

An alignment follows one order and takes the rest for the writer's own. Here the clauses are laid on the passage one by one, the longest first
(greedy string tiling, M. J. Wise 1993); those that are in the source's order are the saying, and the others are moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.matching.align import Pair, as_written, beside_none, in_a_row, left_out, pair_words
from muqabala.trace.written.view import TextView

SHORTEST = 3
"""Words of a clause, at least, where nothing else says that it is one: fewer stand together anywhere."""
NEARLY_ALL = 0.8
"""Share of a saying's letters in its clauses, at least."""
NEAR = 3
"""Words between what is in the source's order and a clause beside it that belongs to what is quoted."""


class Clause(NamedTuple):
    """Words d0..d1 of a text, which a work has, skeleton by skeleton, from word c0 on."""

    d0: int
    d1: int
    c0: int

    @property
    def c1(self) -> int:
        """The work's word behind the last."""
        return self.c0 + self.d1 - self.d0


def in_another_order(view: TextView, work: Work, d0: int, d1: int, passage: int, shortest: int = SHORTEST) -> list[Pair]:
    """Words d0..d1 beside a passage that has nearly all of them in clauses, but not in this order; no pairs for any other passage.

    A moved clause is beside nothing where it is written, and nothing is written beside it where the source has it.
    """
    least = NEARLY_ALL * (view.first[d1] - view.first[d0])
    clauses = _clauses(view, work, d0, d1, passage, shortest) if len(work.passage_letters(passage)) >= least else []
    if _letters(view, clauses) < least:
        return []
    kept = _in_order(view, clauses)
    if len(kept) == len(clauses):
        return []
    moved = [clause for clause in clauses if clause not in kept]
    first, last = _report(work, passage)
    head, tail = (0 if _any(moved, *words) else words[1] - words[0] for words in ((d0, kept[0].d0), (kept[-1].d1, d1)))
    begin, end = Clause(d0, d0, max(first, kept[0].c0 - head)), Clause(d1, d1, min(last, kept[-1].c1 + tail))
    pairs: list[Pair] = []
    for before, clause in pairwise((begin, *kept, end)):
        pairs += _between(view, work, before, clause, _any(moved, before.d1, clause.d0))
        pairs += in_a_row(clause.d0, clause.d1, clause.c0)
    pairs = as_written(pairs)
    near = [clause for clause in moved if pairs[0].c0 - NEAR <= clause.c1 and clause.c0 <= pairs[-1].c1 + NEAR]
    low, high = min((clause.c0 for clause in near), default=last), max((clause.c1 for clause in near), default=first)
    return [*left_out(d0, low, pairs[0].c0), *pairs, *left_out(d1, pairs[-1].c1, high)]


def _clauses(view: TextView, work: Work, d0: int, d1: int, passage: int, shortest: int) -> list[Clause]:
    """The clauses of some words that a passage has behind its chain, in the text's order; no word of either is in two of them."""
    first, last = _report(work, passage)
    here, there = view.skeletons(d0, d1), [work.skeleton(c) for c in range(first, last)]
    left = [(-count, d, c) for count, d, c in _alike(here, there) if count >= shortest]
    heapify(left)
    taken: set[int] = set()
    clauses = []
    while left:
        count, d, c = heappop(left)
        free = [d + n not in taken and -1 - c - n not in taken for n in range(-count)]
        if all(free):
            taken.update(range(d, d - count), range(count - c, -c))
            clauses.append(Clause(d0 + d, d0 + d - count, first + c))
            continue
        for is_free, run in groupby(range(-count), key=free.__getitem__):
            part = list(run)
            if is_free and len(part) >= shortest:
                heappush(left, (-len(part), d + part[0], c + part[0]))
    return sorted(clauses)


def _report(work: Work, passage: int) -> tuple[int, int]:
    """Words of a passage, from and to, without the chain before them."""
    return int(work.passages.matn[passage]), int(work.passage_first[passage + 1])


def _alike(here: Sequence[bytes], there: Sequence[bytes]) -> Iterator[tuple[int, int, int]]:
    """The longest runs of equal words: how many, and from where on in both."""
    places: dict[bytes, list[int]] = {}
    for c, skeleton in enumerate(there):
        places.setdefault(skeleton, []).append(c)
    for d, skeleton in enumerate(here):
        for c in places.get(skeleton, ()):
            if d and c and here[d - 1] == there[c - 1]:
                continue
            longest = min(len(here) - d, len(there) - c)
            count = next((n for n in range(longest) if here[d + n] != there[c + n]), longest)
            yield count, d, c


def _in_order(view: TextView, clauses: Sequence[Clause]) -> list[Clause]:
    """Those of some clauses that follow each other in the source as well, with the most letters."""
    best: list[list[Clause]] = []
    for clause in clauses:
        before = (chain for chain in best if chain[-1].c1 <= clause.c0)
        best.append([*max(before, key=lambda chain: _letters(view, chain), default=[]), clause])
    return max(best, key=lambda chain: _letters(view, chain), default=[])


def _letters(view: TextView, clauses: Sequence[Clause]) -> int:
    return sum(view.first[clause.d1] - view.first[clause.d0] for clause in clauses)


def _any(clauses: Sequence[Clause], d0: int, d1: int) -> bool:
    """Whether one of some clauses stands among words d0..d1."""
    return any(d0 <= clause.d0 < d1 for clause in clauses)


def _between(view: TextView, work: Work, before: Clause, behind: Clause, moved: bool) -> list[Pair]:
    """What stands between two clauses: words beside words; where a moved clause is among them beside none."""
    if moved:
        return [*beside_none(before.d1, behind.d0, before.c1), *left_out(behind.d0, before.c1, behind.c0)]
    return pair_words(view, work, before.d1, behind.d0, before.c1, behind.c0)
