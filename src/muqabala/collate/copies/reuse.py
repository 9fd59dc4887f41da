"""Passages that go word by word with another account: text reuse.

The tracing engine's chains, with the other accounts as the work. What differs is the scale: a passage that was copied may have whole
sentences put in or left out, so chains are joined over wide gaps, and many common words make none. What either writer put in is no part of what
was copied: a passage is told as the stretches that go along with each other, line by line.

It goes in three steps, so that several processes may share it: seeds (`shared_seeds`), the chains of one account with later ones
(`find_candidates`), and the passages of two accounts (`passages_between`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from muqabala.canon.progress import Progress
from muqabala.collate.copies.shared import MAX_PLACES, K, begins_of, places_at_most, shared_seeds
from muqabala.collate.copies.worth import counted_letters
from muqabala.collate.episodes.account import Account
from muqabala.text.fold import Ints
from muqabala.trace.matching.align import beside, equal_runs, grow, snap
from muqabala.trace.matching.chains import Chains, Longs, find_chains, runs_of

CHAIN = 18
"""Letters that the seeds of a chain cover at least."""
GAP = 400
"""Letters, on either side, over which chains are one passage: about a hundred words put in, left out or said otherwise."""
SEEDED = 27
"""Letters that the seeds of a passage cover at least, before it is extended."""
COUNTED, SURE = 72, 288
"""Letters of a passage at least, on either side, that count (`worth.counted_letters`) and agree: about twenty words. Where more than SURE count that
go along with each other it is not asked how many of them agree."""
AGREE = 4
"""Letters in a row at least that agree by more than chance: a word."""
SHARE = 0.3
"""Share of the shorter side of a passage that goes word by word at least."""
APART = 24
"""Letters, on either side, that are a stretch's own: about six words put in, left out or said otherwise."""
LINE = 24
"""Letters of a line at least that is a stretch of its own."""

Span = tuple[int, int]
_Row = tuple[int, int, int, int, int]
"""A chain: letters covered; start and end in the first account; first and last letter in the second."""
Joined = list[_Row]
"""Chains, in order, that may be one passage."""


class Passage(NamedTuple):
    """What two accounts have in common: their numbers, and the stretches of the first with those of the second that go along with them."""

    a: int
    b: int
    stretches: tuple[tuple[Span, Span], ...]
    """Half-open raw offsets, in order; no two overlap."""
    counted: int
    """Letters of what goes along that count (`worth.counted_letters`), on the side where they are fewer."""
    share: float
    """Share of the shorter side, from the first stretch to the last, that goes word by word: SHARE..1."""


class _Block(NamedTuple):
    """Letters start..end of the first account along letters first..last of the second."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Side:
    """An account as it is searched.

    | column  | dtype | length    | meaning                                                              |
    |---------|-------|-----------|----------------------------------------------------------------------|
    | letters | bytes | letters   | skeleton codes (`Folded.letters`)                                    |
    | first   | int32 | words+1   | first letter of each word; the last entry is the number of letters   |
    | starts  | int32 | words     | code-point offset of each word                                       |
    | ends    | int32 | words     | its half-open end                                                    |
    | counted | int32 | letters+1 | how many letters before each letter count (`worth.counted_letters`)  |
    | lines   | int64 | lines     | letters with which lines begin, ascending                            |
    """

    letters: bytes
    first: memoryview
    starts: memoryview
    ends: memoryview
    counted: Ints
    lines: Longs

    @classmethod
    def of(cls, account: Account) -> Side:
        """An account made ready."""
        view = account.view
        words = np.searchsorted(view.folded.word_start, [gap.end() for gap in re.finditer(r"\n", view.text)])
        lines = np.unique(view.folded.word_first[words]).astype(np.int64)
        return cls(view.letters, view.first, view.starts, view.ends, counted_letters(account, K), lines)

    def skeleton(self, word: int) -> bytes:
        """The skeleton of a word."""
        return self.letters[self.first[word] : self.first[word + 1]]

    def worth(self, first: int, last: int) -> int:
        """How many of letters first..last count."""
        return int(self.counted[last] - self.counted[first])


def find_passages(accounts: Sequence[Account], progress: Progress, most: int = MAX_PLACES) -> Iterator[Passage]:
    """The passages that two accounts have in common, pair by pair, in the text's order; seeds stand in `most` places of all accounts at most."""
    if len(accounts) < 2:
        return
    letters = [account.view.folded.letters for account in accounts]
    begins = begins_of([len(one) for one in letters])
    seeds = shared_seeds(letters, begins, places_at_most(len(accounts), most))
    sides = [Side.of(account) for account in accounts]
    for a, hits in enumerate(seeds):
        for b, chains in find_candidates(*hits, begins):
            yield from passages_between(a, b, chains, sides[a], sides[b])
        progress("copies", a + 1, len(sides))


def find_candidates(at: Longs, place: Longs, begins: Longs) -> Iterator[tuple[int, list[Joined]]]:
    """The accounts that may have a passage in common with one, in their order, with the chains of each.

    Args:
        at: letters of the account at which seeds stand that later accounts share, each as often as they do.
        place: where each stands there, by the letters of all accounts (`shared_seeds`); in any order.
        begins: where those of each account begin.
    """
    runs = runs_of(at, place, K)
    chains = find_chains(runs, runs.covered.astype(np.float64), CHAIN)
    for b, rows in _by_account(chains, begins):
        seeded = [chain for chain in _joined(rows) if sum(row[0] for row in chain) >= SEEDED]
        if seeded:
            yield b, seeded


def passages_between(a: int, b: int, chains: Sequence[Joined], side: Side, other: Side) -> Iterator[Passage]:
    """The passages of two accounts, given by their numbers and as they are searched, in the order of the first; what may be one as chains."""
    for blocks in _common(chains, side, other):
        stretches = tuple(_stretches(blocks, side, other))
        if stretches:
            yield Passage(a, b, stretches, _counted(blocks, side, other), _share(blocks))


def _by_account(chains: Chains, begins: Longs) -> Iterator[tuple[int, list[_Row]]]:
    """The chains with each other account, by their start."""
    owner = np.searchsorted(begins, chains.first, "right") - 1
    order = np.lexsort((chains.start, owner))
    cuts = np.flatnonzero(np.diff(owner[order])) + 1
    for part in np.split(order, cuts):
        if len(part):
            b = int(owner[part[0]])
            shift = int(begins[b])
            yield b, [(covered, start, end, first - shift, last - shift) for covered, start, end, first, last in chains.rows(part)]


def _common(chains: Sequence[Joined], side: Side, other: Side) -> list[list[_Block]]:
    """Passages by their place in the first account; of two that claim the same letters of both the fuller stays."""
    found = [blocks for chain in chains if _full(blocks := _grown(chain, side, other), side, other)]
    return sorted(_apart(found), key=lambda blocks: blocks[0])


def _joined(rows: list[_Row]) -> list[Joined]:
    """Chains, by their start, as passages; a chain goes on with the passage that ends nearest to it."""
    done: list[Joined] = []
    open_: list[Joined] = []
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


def _grown(rows: Joined, a: Side, b: Side) -> list[_Block]:
    """Chains of a passage, extended over what still agrees; no two share a letter."""
    blocks: list[_Block] = []
    low, bottom = 0, 0
    for (_, start, end, first, last), after in pairwise([*rows, (0, len(a.letters), 0, len(b.letters), 0)]):
        shared = max(low - start, bottom - first, 0)
        start, first = start + shared, first + shared
        if start >= end or first >= last:
            continue
        start, first = grow(a, start, low, b.letters, first, bottom, -1)
        low, bottom = grow(a, end, max(after[1], end), b.letters, last, max(after[3], last), 1)
        blocks.append(_Block(start, low, first, bottom))
    return blocks


def _full(blocks: list[_Block], side: Side, other: Side) -> bool:
    """Whether enough of a passage goes word by word, and enough of that counts."""
    if not blocks or _share(blocks) < SHARE or (counted := _counted(blocks, side, other)) < COUNTED:
        return False
    return counted >= SURE or _counted([run for block in blocks for run in _agreeing(block, side, other)], side, other) >= COUNTED


def _agreeing(block: _Block, a: Side, b: Side) -> Iterator[_Block]:
    """The stretches of a block whose letters agree."""
    for i0, i1, j0, j1 in equal_runs(a.letters[block.start : block.end], b.letters[block.first : block.last]):
        if i1 - i0 >= AGREE:
            yield _Block(block.start + i0, block.start + i1, block.first + j0, block.first + j1)


def _counted(blocks: list[_Block], side: Side, other: Side) -> int:
    """How many letters of a passage count, on the side where they are fewer."""
    return sum(min(side.worth(b.start, b.end), other.worth(b.first, b.last)) for b in blocks)


def _share(blocks: list[_Block]) -> float:
    """Share of the shorter side of a passage that goes word by word."""
    return sum(min(b.end - b.start, b.last - b.first) for b in blocks) / min(_hull(blocks, 0), _hull(blocks, 2))


def _hull(blocks: Sequence[_Block], column: int) -> int:
    """Letters from the start of the first block to the end of the last, in the first account (column 0) or the second (2)."""
    return blocks[-1][column + 1] - blocks[0][column]


def _apart(found: list[list[_Block]]) -> list[list[_Block]]:
    """Passages of which no two lie for the most part on the same letters of both texts."""
    kept: list[list[_Block]] = []
    for p in sorted(found, key=lambda blocks: -sum(b.end - b.start for b in blocks)):
        if not any(_inside(p, q, 0) and _inside(p, q, 2) for q in kept):
            kept.append(p)
    return kept


def _inside(p: list[_Block], q: list[_Block], column: int) -> bool:
    """Whether most of the one passage lies between the ends of the other, in the first account (column 0) or the second (2)."""
    return 2 * (min(p[-1][column + 1], q[-1][column + 1]) - max(p[0][column], q[0][column])) > _hull(p, column)


def _stretches(blocks: list[_Block], side: Side, other: Side) -> Iterator[tuple[Span, Span]]:
    """The stretches of a passage, as raw offsets of words."""
    for part in _unbroken(blocks):
        for start, end, first, last in _lines(part, side, other):
            here, there = _span(side, start, end), _span(other, first, last)
            if here and there:
                yield here, there


def _unbroken(blocks: list[_Block]) -> list[list[_Block]]:
    """Blocks in groups between which neither account has more than a few words of its own."""
    groups = [[blocks[0]]]
    for before, block in pairwise(blocks):
        if max(block.start - before.end, block.first - before.last) > APART:
            groups.append([])
        groups[-1].append(block)
    return groups


def _lines(blocks: list[_Block], side: Side, other: Side) -> Iterator[_Block]:
    """A stretch cut where either account begins a line."""
    in_a, in_b = (np.array([x for b in blocks for x in (b[column], b[column + 1])]) for column in (0, 2))
    cuts = [*_cuts(side, other, in_a, in_b), *((x, y) for y, x in _cuts(other, side, in_b, in_a))]
    start, first = int(in_a[0]), int(in_b[0])
    end, last = int(in_a[-1]), int(in_b[-1])
    for x, y in sorted(cuts):
        if min(x - start, y - first, end - x, last - y) >= LINE:
            yield _Block(start, x, first, y)
            start, first = x, y
    yield _Block(start, end, first, last)


def _cuts(side: Side, other: Side, here: Longs, there: Longs) -> Iterator[tuple[int, int]]:
    """The letters with which lines of one account begin inside a stretch, each with the letter of a word that stands beside it in the other."""
    low, high = np.searchsorted(side.lines, (here[0] + 1, here[-1]))
    lines = side.lines[low:high]
    for line, near in zip(lines.tolist(), np.interp(lines, here, there).astype(int).tolist(), strict=True):
        yield line, _nearest(other.first, beside(side.letters, line, other.letters, near))


def _nearest(first: memoryview, letter: int) -> int:
    """The first letter of the word that begins nearest to a letter."""
    word = bisect_left(first, letter)
    return min(first[max(word - 1, 0) : word + 1], key=lambda f: abs(f - letter))


def _span(view: Side, start: int, end: int) -> Span | None:
    """The words that lie in a stretch of letters, as raw offsets."""
    low, high = snap(view.first, start, end)
    return (view.starts[low], view.ends[high - 1]) if low < high else None
