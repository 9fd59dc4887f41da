"""The rest of what marks hold: few words behind «…» or a gloss, some of them changed: «﴿إنما يأمركم بالسوء (أي القبيح) والفجور وأن تقولوا﴾».

The seeds do not reach so few, and a rest that is no verse is mostly the writer's own. It is the source's, changed, where the source has most of
its words in that place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from muqabala.canon.work import Work
from muqabala.trace.matching.align import SIMILAR, Pair, beside_none, in_a_row, pair_words, same_words, similarity
from muqabala.trace.matching.glosses import runs_of
from muqabala.trace.written.asides import elided, elision_phrase, is_speech, signals
from muqabala.trace.written.view import TextView, cut

LEAST, MOST, SHARED = 2, 4, 0.5
"""Words of a rest at one end, and the share of them that the source must have in their place; behind a sign of elision, which may pass over
anything, so many words at least, or all of them in much the same letters."""
BETWEEN, PUT_IN = 2, 5
"""Words between two right parts, in whose place the source has as many, and in whose place it has none."""
LEFT_OUT = 20
"""Words that may be left out between two right parts and nothing say so; of parts farther from each other each may be meant by itself."""
LETTERS = 3
"""Letters that were put between two right parts, at least; fewer are the writer's conjunction."""


def with_rest(view: TextView, work: Work, parts: Sequence[list[Pair]], low: int, high: int) -> list[Pair]:
    """What marks hold, words low..high, beside the source: its right parts, in order and of one passage, and the rest. No pairs where some of the
    rest is not the source's."""
    first, last = parts[0][0], parts[-1][-1]
    passage = work.passage_view[first.c0]
    if any(b[0].c0 < a[-1].c1 for a, b in pairwise(parts)) or work.passage_view[last.c1 - 1] != passage:
        return []
    begin, end = work.passage_first[passage : passage + 2].tolist()
    rests = [_beside(view, work, (low, first.d0), (begin, first.c0), before=True)]
    rests += [_between(view, work, a[-1], b[0]) for a, b in pairwise(parts)]
    rests.append(_beside(view, work, (last.d1, high), (last.c1, end), before=False))
    found = list[Pair]()
    for rest, part in zip(rests, [*parts, ()], strict=True):
        if rest is None:
            return []
        found += [*rest, *part]
    return found


def _said(view: TextView, d0: int, d1: int, low: int, high: int) -> tuple[int, int]:
    """Those of words d0..d1, among words low..high of a quotation, that are not plainly the writer's own; none where his stand among them, or he
    speaks or leaves words out with others."""
    own = frozenset(d for run in runs_of(view, low, high) if run.own for d in range(run.d0, run.d1))
    said = [d for d in range(d0, d1) if d not in own]
    if not said or said[-1] - said[0] >= len(said) or any(is_speech(view, d) or signals(view, d) or elision_phrase(view, d, d1) for d in said):
        return d0, d0
    return said[0], said[-1] + 1


def _beside(view: TextView, work: Work, words: tuple[int, int], there: tuple[int, int], before: bool) -> list[Pair] | None:
    """The rest at one end of what marks hold, before its right part or behind it, beside words of the source: right there, or behind a sign of
    elision within `there`; None if it is not the source's."""
    if words[0] == words[1]:
        return []
    d0, d1 = _said(view, *words, words[0] - (not before), words[1] + before)
    near = view.ends[d1 - 1 if before else words[0] - 1], view.starts[words[1] if before else d0]
    if d1 - d0 == words[1] - words[0] >= LEAST and not view.text[slice(*near)].strip():
        c0 = _in_verse(view, work, words, there, before)
        if c0 >= 0 and before:
            return [*in_a_row(d0, d1, c0), Pair(d1, d1, c0 + d1 - d0, there[1], False)]
        if c0 >= 0:
            return [Pair(d0, d0, there[0], c0, False), *in_a_row(d0, d1, c0)]
    if not LEAST <= d1 - d0 <= MOST or work.standing(view.letters[view.first[d0] : view.first[d1]]):
        return None
    c0, c1 = _most_alike(view, work, (d0, d1), there, before, elided(view, *near))
    if c0 == c1:
        return None
    left, right = (c0, there[1]) if before else (there[0], c1)
    return [
        *beside_none(words[0], d0, left),
        *([Pair(d0, d0, left, c0, False)] if left < c0 else []),
        *pair_words(view, work, d0, d1, c0, c1),
        *beside_none(d1, words[1], c1),
        *([Pair(words[1], words[1], c1, right, False)] if c1 < right else []),
    ]


def _in_verse(view: TextView, work: Work, words: tuple[int, int], there: tuple[int, int], before: bool) -> int:
    """The first of the words within `there`, the nearest to the right part, that some words of a text are letter for letter; -1 where none are."""
    places = work.standing(view.letters[view.first[words[0]] : view.first[words[1]]])
    inside = [c for c in places if there[0] <= c and c + words[1] - words[0] <= there[1]]
    inside = [c for c in inside if same_words(view, work, *words, c, c + words[1] - words[0])]
    return -1 if not inside else max(inside) if before else min(inside)


def _most_alike(view: TextView, work: Work, words: tuple[int, int], there: tuple[int, int], before: bool, anywhere: bool) -> tuple[int, int]:
    """Words of the source, about as many, that have most of some words of a text, the nearest to its right part first; none if they have too few.
    If not `anywhere`, they stand right beside it."""
    a, b = view.skeletons(*words), cut(work.letter_bytes, work.first_view, *there)
    best = 0, 0.0, 0, 0, 0
    for count in (len(a), len(a) - 1, len(a) + 1):
        starts = range(len(b) - count + 1) if anywhere else (len(b) - count,) if before else (0,)
        for i in starts:
            if 0 <= i <= len(b) - count:
                shared, alike = LCSseq.similarity(a, b[i : i + count]), similarity(b"".join(a), b"".join(b[i : i + count]))
                best = max(best, (shared, alike, i if before else -i, there[0] + i, there[0] + i + count), key=lambda x: x[:3])
    shared, alike, _, c0, c1 = best
    enough = shared >= SHARED * len(a) and (not anywhere or shared >= LEAST or alike >= SIMILAR)
    return (c0, c1) if enough else (0, 0)


def _between(view: TextView, work: Work, before: Pair, behind: Pair) -> list[Pair] | None:
    """The rest between two right parts, no words with a sign of elision or with no sign at all, or few beside as many of the source, or none, that
    stand there; None otherwise."""
    if before.d1 == behind.d0:
        gap = view.ends[before.d1 - 1], view.starts[behind.d0]
        left_out = elided(view, *gap) or (not view.text[slice(*gap)].strip() and behind.c0 - before.c1 <= LEFT_OUT)
        return [Pair(behind.d0, behind.d0, before.c1, behind.c0, False)] if left_out else None
    d0, d1 = _said(view, before.d1, behind.d0, before.d1 - 1, behind.d0 + 1)
    joined = before.c1 == behind.c0 and view.first[d1] - view.first[d0] < LETTERS
    if joined or not 0 < d1 - d0 <= (PUT_IN if before.c1 == behind.c0 else BETWEEN) or behind.c0 - before.c1 not in (0, d1 - d0):
        return None
    return [
        *beside_none(before.d1, d0, before.c1),
        *pair_words(view, work, d0, d1, before.c1, behind.c0),
        *beside_none(d1, behind.d0, behind.c0),
    ]
