"""Passages that go word by word with another account: text reuse.

The tracing engine's seeds and chains, with the other accounts as the work. What differs is the scale: a passage that was copied may have whole
sentences put in or left out, so chains are joined over wide gaps, and many common words make none. What either writer put in is no part of what
was copied: a passage is told as the stretches that go along with each other, line by line.
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
from muqabala.canon.seeds import Seeds, SeedTable
from muqabala.collate.account import Account
from muqabala.collate.worth import counted_letters
from muqabala.text.fold import Ints
from muqabala.text.keys import kmer_codes
from muqabala.trace.align import beside, equal_runs, grow, snap
from muqabala.trace.chains import MAX_GAP, Chains, Longs, Preset, find_chains, find_runs
from muqabala.trace.view import TextView

K = 9
"""Letters of a seed: two words; shorter ones are in every text on the same subject."""
MAX_OCCURRENCES, MAX_PLACES = 16, 100
"""Places of a seed at most: in each account on average, and in all. What stands in more places is a formula of the whole library."""
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
PART = 1 << 23
"""Letters whose seeds are compared with each other at a time: half a gigabyte."""
_BETWEEN = 4 * MAX_GAP
"""Letters that lie between two accounts in the seeds' places: more than a chain runs over."""

Span = tuple[int, int]
_Row = tuple[int, int, int, int, int]
"""A chain: letters covered; start and end in the first account; first and last letter in the second."""


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
class _Side:
    """An account as it is searched: `counted` letters before each letter, and the letters with which `lines` begin."""

    view: TextView
    counted: Ints
    lines: Longs

    @classmethod
    def of(cls, account: Account) -> _Side:
        view = account.view
        words = np.searchsorted(view.folded.word_start, [gap.end() for gap in re.finditer(r"\n", view.text)])
        return cls(view, counted_letters(account, K), np.unique(view.folded.word_first[words]).astype(np.int64))

    def worth(self, first: int, last: int) -> int:
        """How many of letters first..last count."""
        return int(self.counted[last] - self.counted[first])


def find_passages(accounts: Sequence[Account], progress: Progress, most: int = MAX_PLACES) -> Iterator[Passage]:
    """The passages that two accounts have in common, pair by pair, in the text's order; seeds stand in `most` places of all accounts at most."""
    if len(accounts) < 2:
        return
    most = min(MAX_OCCURRENCES * len(accounts), most)
    begins = _begins([account.view for account in accounts])
    preset = Preset(_seeds([account.view for account in accounts], begins, most), most)
    sides = [_Side.of(account) for account in accounts]
    for a, side in enumerate(sides):
        runs = find_runs(side.view.folded.letters, preset, int(begins[a + 1]))
        chains = find_chains(runs, runs.covered.astype(np.float64), CHAIN)
        for b, rows in _by_account(chains, begins):
            for blocks in _common(rows, side, sides[b]):
                stretches = tuple(_stretches(blocks, side, sides[b]))
                if stretches:
                    yield Passage(a, b, stretches, _counted(blocks, side, sides[b]), _share(blocks))
        progress("copies", a + 1, len(sides))


def _begins(views: Sequence[TextView]) -> Longs:
    """Where the letters of each account begin in the places of the seeds, and where all end."""
    return np.append(0, np.cumsum([len(view.folded.letters) + _BETWEEN for view in views], dtype=np.int64))


def _seeds(views: Sequence[TextView], begins: Longs, most: int) -> SeedTable:
    """The seeds that two accounts or more have in common, in so many places at most; found a part at a time, so that memory is bounded."""
    parts = int(begins[-1]) // PART + 1
    kept = [_shared(*_of_part(views, begins, part, parts), begins, most) for part in range(parts)]
    codes, places = (np.concatenate(column) for column in zip(*kept, strict=True))
    return SeedTable.build(codes, places, K, large=True)


def _of_part(views: Sequence[TextView], begins: Longs, part: int, parts: int) -> tuple[Seeds, Ints]:
    """The k-mers of all accounts that belong to one of so many parts, with their places, ascending."""
    codes, places = [], []
    for view, begin in zip(views, begins.tolist(), strict=False):
        mine = kmer_codes(view.folded.letters, K)
        chosen = np.flatnonzero(mine % np.uint64(parts) == part)
        codes.append(mine[chosen])
        places.append((chosen + begin).astype(np.int32))
    return np.concatenate(codes), np.concatenate(places)


def _shared(codes: Seeds, places: Ints, begins: Longs, most: int) -> tuple[Seeds, Ints]:
    """Those k-mers, with their places, that more than one account has, in so many places at most."""
    order = np.argsort(codes, kind="stable")
    codes, places = codes[order], places[order]
    first = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
    count = np.diff(np.append(first, len(codes)))
    owner = np.searchsorted(begins, places[[first, first + count - 1]], "right")
    chosen = np.repeat((count <= most) & (owner[0] < owner[1]), count)
    return codes[chosen], places[chosen]


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


def _common(rows: list[_Row], side: _Side, other: _Side) -> list[list[_Block]]:
    """Passages by their place in the first account; of two that claim the same letters of both the fuller stays."""
    seeded = (chain for chain in _joined(rows) if sum(row[0] for row in chain) >= SEEDED)
    found = [blocks for chain in seeded if _full(blocks := _grown(chain, side.view, other.view), side, other)]
    return sorted(_apart(found), key=lambda blocks: blocks[0])


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


def _grown(rows: list[_Row], a: TextView, b: TextView) -> list[_Block]:
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


def _full(blocks: list[_Block], side: _Side, other: _Side) -> bool:
    """Whether enough of a passage goes word by word, and enough of that counts."""
    if not blocks or _share(blocks) < SHARE or (counted := _counted(blocks, side, other)) < COUNTED:
        return False
    return counted >= SURE or _counted([run for block in blocks for run in _agreeing(block, side.view, other.view)], side, other) >= COUNTED


def _agreeing(block: _Block, a: TextView, b: TextView) -> Iterator[_Block]:
    """The stretches of a block whose letters agree."""
    for i0, i1, j0, j1 in equal_runs(a.letters[block.start : block.end], b.letters[block.first : block.last]):
        if i1 - i0 >= AGREE:
            yield _Block(block.start + i0, block.start + i1, block.first + j0, block.first + j1)


def _counted(blocks: list[_Block], side: _Side, other: _Side) -> int:
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


def _stretches(blocks: list[_Block], side: _Side, other: _Side) -> Iterator[tuple[Span, Span]]:
    """The stretches of a passage, as raw offsets of words."""
    for part in _unbroken(blocks):
        for start, end, first, last in _lines(part, side, other):
            here, there = _span(side.view, start, end), _span(other.view, first, last)
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


def _lines(blocks: list[_Block], side: _Side, other: _Side) -> Iterator[_Block]:
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


def _cuts(side: _Side, other: _Side, here: Longs, there: Longs) -> Iterator[tuple[int, int]]:
    """The letters with which lines of one account begin inside a stretch, each with the letter of a word that stands beside it in the other."""
    low, high = np.searchsorted(side.lines, (here[0] + 1, here[-1]))
    lines = side.lines[low:high]
    for line, near in zip(lines.tolist(), np.interp(lines, here, there).astype(int).tolist(), strict=True):
        yield line, _nearest(other.view.first, beside(side.view.letters, line, other.view.letters, near))


def _nearest(first: memoryview, letter: int) -> int:
    """The first letter of the word that begins nearest to a letter."""
    word = bisect_left(first, letter)
    return min(first[max(word - 1, 0) : word + 1], key=lambda f: abs(f - letter))


def _span(view: TextView, start: int, end: int) -> Span | None:
    """The words that lie in a stretch of letters, as raw offsets."""
    low, high = snap(view.first, start, end)
    return (view.starts[low], view.ends[high - 1]) if low < high else None
