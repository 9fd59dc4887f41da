"""The writer's own words among those of a verse: «﴿والعصر (وقت العصر) إن الإنسان لفي خسر﴾», «﴿… لفي خسر، الآية﴾» are right quotations.

Where few words of the verse stand on one side of a gloss the seeds do not reach them, and they and the gloss would look like words that the writer
put into the verse. So what marks hold is read once more without what is plainly his own: what brackets or dashes inside them hold, what «أي» or
«يعني» begin and a sign ends, honorifics, and «الآية» at the end.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.align import Pair, beside_none, pair_words
from muqabala.trace.matching.honorifics import pair_matn
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.matching.nearest import nearest_stretches
from muqabala.trace.written.asides import HONORIFICS, elided, signals, skeletons_of, tail_words, words_between
from muqabala.trace.written.view import TextView

_ENCLOSED = re.compile(r"\([^()\n]{1,120}\)|\[[^\[\]\n]{1,120}\]|\{[^{}\n]{1,120}\}|«[^«»\n]{1,120}»|(?<!\w)[-–—][^-–—()\[\]{}\n]{1,120}[-–—](?!\w)")
_BLANK = " \u00a0\n…."
_SIGNS = re.compile("[،,؛;:.]")
_WISHES = skeletons_of(h for h in HONORIFICS if " " in h)
_LONGEST = max(wish.count(b"\0") for wish in _WISHES) + 1
SIGNALLED = 8
"""Words of a gloss that «أي» begins, at most."""
LEAST, FEW = 2, 4
"""Words of a verse, and of a saying, with the writer's own among them, at least."""
HONORED = 0.2
"""Share of a saying's letters that may be honorifics which the source has not."""
MOST = 12
"""Places with all words of a saying that are looked at."""
_TRIED, _NEAR = 60, 3
"""Places of the work that are compared: those with the same letters, and others that are like them."""


class Run(NamedTuple):
    """Words d0..d1 (half-open) that are all the writer's own, or none of them."""

    own: bool
    d0: int
    d1: int


def around_glosses(judge: Judge, view: TextView, window: Window) -> Judgement | None:
    """What marks hold but for the writer's own words, if there are any, where it is the source's, word by word; None where it is not, or no sign
    stands behind it, so that its last word may be cut off.

    An honorific may be the source's own («سبحانه وتعالى عما يشركون»), so it is first read as such.
    """
    behind = view.text[view.ends[window.d1 - 1] : view.starts[window.d1]] if window.d1 < len(view.starts) else view.text[view.ends[-1] :]
    if not behind.strip(_BLANK) or elided(view, view.starts[window.d0], view.ends[window.d1 - 1]):
        return None  # how far apart the parts of a verse may stand is told in `elisions`
    for wishes in (False, True):
        runs = runs_of(view, window.d0, window.d1, wishes)
        near = _alike(judge.work, view, runs) if len(runs) > 1 else ()
        judged = (judge_pairs(judge, view, pairs) for pairs in (*readings(judge.work, view, runs), *near))
        best = min((j for j in judged if not j.wrong_words), key=lambda j: j.rank, default=None)
        if best is not None:
            return best
    return None


def around_asides(work: Work, view: TextView, d0: int, d1: int, near: Iterable[tuple[int, int, float]]) -> Iterator[list[Pair]]:
    """Words d0..d1 of a saying, but for the writer's own, beside the places of the work that have them word by word, and beside stretches of it
    (words from, to, and the share of the saying's letters, 0..1, that they have about) that may have them but for honorifics; nothing where no
    word is his own and none was left out with a sign."""
    runs = runs_of(view, d0, d1)
    low, high = (runs[0].d0, runs[-1].d1) if runs else (d0, d0)
    if high - low < FEW or not (len(runs) > 1 or high - low < d1 - d0 or elided(view, view.starts[low], view.ends[high - 1])):
        return
    own = frozenset(d for run in runs if run.own for d in range(run.d0, run.d1))
    yield from islice(readings(work, view, runs), MOST)
    least = len(_letters(view, runs)) / int(view.first[d1] - view.first[d0]) - HONORED
    yield from filter(None, (pair_matn(view, work, low, high, c0, c1, own) for c0, c1, alike in near if alike >= least))


def but_for_tail(view: TextView, pairs: list[Pair]) -> list[Pair]:
    """Pairs without the words behind them that say that the source goes on, «الحديث», where it has others there."""
    d0, d1 = pairs[0].d0, pairs[-1].d1
    tail = d1 - tail_words(view, d0 + 1, d1)
    kept = [pair for pair in pairs if pair.d1 <= tail and pair.d0 < tail]
    return pairs if tail == d1 or any(pair.same and pair.d1 > tail for pair in pairs) else kept


def runs_of(view: TextView, d0: int, d1: int, wishes: bool = False) -> list[Run]:
    """Words d0..d1, all of one quotation, by whether they are plainly the writer's own, without those of his at the ends; with `wishes` honorifics
    between others are, too."""
    own = frozenset(d for low, high in _own(view, d0, d1) for d in range(low, high))
    said = [d for d in range(d0, d1) if d not in own]
    if not said:
        return []
    if wishes:
        own |= frozenset(_wishes(view, said[0], said[-1] + 1))
    parts = [(mine, [*words]) for mine, words in groupby(range(said[0], said[-1] + 1), own.__contains__)]
    return [Run(mine, words[0], words[-1] + 1) for mine, words in parts]


def readings(work: Work, view: TextView, runs: Sequence[Run]) -> Iterator[list[Pair]]:
    """Some words beside each place of the work that has them, letter for letter, but for the writer's own and what he left out with a sign, «…»."""
    pieces = [*_pieces(view, runs)] if runs else []
    words = _words(runs)
    places = [work.standing(_letters(view, piece)) if words >= LEAST else () for piece in pieces]
    if not places or not all(places):
        return
    anchor = min(range(len(places)), key=lambda i: len(places[i]))
    for c0 in places[anchor][:_TRIED]:
        low, high = work.limits_of(c0)
        there = [[c for c in row if low <= c < high] if i != anchor else [c0] for i, row in enumerate(places)]
        pairs = _in_order(work, view, pieces, there, high)
        if pairs:
            yield pairs


def _in_order(work: Work, view: TextView, pieces: Sequence[Sequence[Run]], places: Sequence[Sequence[int]], high: int) -> list[Pair]:
    """Pieces one after the other, each at the first of its places behind the one before it; no pairs where one has none."""
    pairs: list[Pair] = []
    for piece, there in zip(pieces, places, strict=True):
        behind = pairs[-1].c1 if pairs else 0
        c0 = next((c for c in there if c >= behind), high)
        if pairs and behind < c0 < high:
            pairs.append(Pair(piece[0].d0, piece[0].d0, behind, c0, False))
        pairs += _pairs(work, view, piece, c0) if c0 + _words(piece) <= high else ()
        if not pairs or pairs[-1].d1 != piece[-1].d1:
            return []
    return pairs


def _pieces(view: TextView, runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs cut where words are left out with a sign."""
    piece: list[Run] = []
    for own, d0, d1 in runs:
        cuts = [d for d in range(d0, d1) if d > runs[0].d0 and elided(view, view.ends[d - 1], view.starts[d])]
        for low, high in pairwise([d0, *cuts, d1]):
            if low in cuts and piece:
                yield piece
                piece = []
            if low < high:
                piece.append(Run(own, low, high))
    yield piece


def _alike(work: Work, view: TextView, runs: Sequence[Run]) -> Iterator[list[Pair]]:
    """Some words beside the stretches of the work that are most like them, as many words, in another spelling perhaps."""
    words = _words(runs)
    if words >= LEAST:
        near = (c0 for _, c0, _ in nearest_stretches(work, _letters(view, runs), _NEAR))
        yield from (_pairs(work, view, runs, c0) for c0 in near if c0 + words <= work.limits_of(c0)[1])


def _words(runs: Sequence[Run]) -> int:
    return sum(run.d1 - run.d0 for run in runs if not run.own)


def _letters(view: TextView, runs: Sequence[Run]) -> bytes:
    return b"".join(view.letters[view.first[run.d0] : view.first[run.d1]] for run in runs if not run.own)


def _own(view: TextView, d0: int, d1: int) -> Iterator[tuple[int, int]]:
    """Those of words d0..d1 that are plainly the writer's own, as stretches (from, to)."""
    within, found = d0, _ENCLOSED.finditer(view.text, view.starts[d0], view.ends[d1 - 1] + 8)
    held = [(bisect_left(view.starts, m.start()), min(d1, bisect_left(view.starts, m.end()))) for m in found if m.start() < view.ends[d1 - 1]]
    held = [(low, high) for low, high in held if low < high]
    for low, high in held:
        yield from _signalled(view, within, low)
        yield low, high
        within = high
    yield from _signalled(view, within, d1)
    ends = {high: low for low, high in held}
    while d1 in ends:
        d1 = ends[d1]  # «… الآية [النور: 35]»
    tail = tail_words(view, d0 + 1, d1)
    if tail:
        yield d1 - tail, d1


def _signalled(view: TextView, d0: int, d1: int) -> Iterator[tuple[int, int]]:
    """Glosses that «أي» or «يعني» begins and a sign ends."""
    for d in (d for d in range(d0, d1) if signals(view, d)):
        behind = (at + 1 for at in range(d + 1, min(d + SIGNALLED, d1)) if at + 1 < len(view.starts) and _ends_there(view, at))
        yield d, next(behind, d)


def _wishes(view: TextView, d0: int, d1: int) -> Iterator[int]:
    """The words of honorifics behind word d0 and before word d1 - 1."""
    d = d0 + 1
    while d < d1 - 1:
        long = next((n for n in range(min(_LONGEST, d1 - 1 - d), 1, -1) if words_between(view, d, d + n) in _WISHES), 0)
        yield from range(d, d + long)
        d += max(long, 1)


def _ends_there(view: TextView, d: int) -> bool:
    """Whether a sign that ends a gloss stands behind word d."""
    return _SIGNS.search(view.text, view.ends[d], view.starts[d + 1]) is not None


def _pairs(work: Work, view: TextView, runs: Sequence[Run], c0: int) -> list[Pair]:
    """The words of all runs beside the source's from c0 on; the writer's own beside none."""
    pairs: list[Pair] = []
    for own, d0, d1 in runs:
        if own:
            pairs += beside_none(d0, d1, c0)
        else:
            pairs += pair_words(view, work, d0, d1, c0, c0 + d1 - d0)
            c0 += d1 - d0
    return pairs
