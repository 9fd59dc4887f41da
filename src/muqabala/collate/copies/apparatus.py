"""The apparatus: where accounts copy one another, their words side by side, as a critical edition notes the readings of its witnesses.

All accounts are aligned with the longest one, by the alignment that tells a quotation's words from its source's. A place at which no
account's pairing runs over is a border; between two borders the words of the accounts stand for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from muqabala.records import Segment
from muqabala.trace.matching.align import Pair, all_same, pair_rows
from muqabala.trace.written.view import TextView

CLOSE = 0.6
"""Share of the words of the shorter of two stretches that must agree for their readings to be worth noting: below it they are retellings."""
LEAST = 8
"""Words that a stretch must have."""


class _Witness(NamedTuple):
    """A stretch of an account."""

    account: str
    view: TextView
    offset: int
    """Where it begins in the account."""

    @property
    def skeletons(self) -> list[bytes]:
        """Its words as they are compared."""
        return [self.view.skeleton(d) for d in range(len(self.view.starts))]

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Raw offsets, in the account, of words low..high (half-open, at least one)."""
        return self.offset + self.view.starts[low], self.offset + self.view.ends[high - 1]


class _Beside(NamedTuple):
    """A witness with its words paired with those of the base."""

    witness: _Witness
    pairs: Sequence[Pair]


def find_readings(texts: Mapping[str, str], cells: Mapping[str, tuple[int, int]], least: int = LEAST) -> list[Segment]:
    """The words of close stretches, one of each account, as segments in order; none if no other is close to the longest.

    Args:
        texts: raw texts by account.
        cells: one stretch (half-open code points) of each account.
        least: words of a stretch, below which it is left out; 1 where it is known that the stretches go along with each other.
    """
    witnesses = [_Witness(a, TextView.of(texts[a][start:end]), start) for a, (start, end) in cells.items()]
    witnesses = [w for w in witnesses if len(w.view.starts) >= least]
    if not witnesses:
        return []
    base = max(witnesses, key=lambda w: len(w.view.starts))
    words = base.skeletons
    beside = [_Beside(w, pair_rows(words, w.skeletons)) for w in witnesses if w is not base]
    close = [b for b in beside if sum(p.same for p in b.pairs) >= CLOSE * len(b.witness.view.starts)]
    found: list[Segment] = []
    for low, high in _pieces(_borders(close, len(words))) if close else ():
        segment = _segment(base, close, low, high)
        if segment is not None:
            found.append(_joined(found.pop(), segment) if found and found[-1].agree == segment.agree else segment)
    return found


def _borders(beside: Sequence[_Beside], count: int) -> list[int]:
    """Places between words of the base, 0 and the last among them, that no pair runs over."""
    crossed = {at for b in beside for p in b.pairs for at in range(p.d0 + 1, p.d1)}
    return [at for at in range(count + 1) if at not in crossed]


def _pieces(borders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """At each border what others put in there, then the words up to the next."""
    for at, after in pairwise(borders):
        yield at, at
        yield at, after
    yield borders[-1], borders[-1]


def _segment(base: _Witness, beside: Sequence[_Beside], low: int, high: int) -> Segment | None:
    """Words low..high of the base, or what others put in at low, with the words of the others that stand for them; None if there are none."""
    cells = {base.account: base.span(low, high)} if low < high else {}
    agree = low < high
    for witness, pairs in beside:
        here = [p for p in pairs if low <= p.d0 and p.d1 <= high and (p.d0 < p.d1) == (low < high)]
        written = [p for p in here if p.c0 < p.c1]
        if written:
            cells[witness.account] = witness.span(written[0].c0, written[-1].c1)
        agree = agree and bool(here) and all_same(here)
    return Segment(cells, agree) if cells else None


def _joined(a: Segment, b: Segment) -> Segment:
    """Two segments, one behind the other, as one."""
    cells = dict(a.cells)
    for account, (start, end) in b.cells.items():
        cells[account] = (cells[account][0] if account in cells else start, end)
    return Segment(cells, a.agree)
