"""Elisions between marks: «الم … هدى للمتقين». Each part may be too short to be found by itself; together, in this order and near by, they
are one quotation with words left out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window, of_scripture
from muqabala.trace.matching import accept
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import Pair, pair_words
from muqabala.trace.matching.citations import REACH_AFTER, REACH_BEFORE, span_verses
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.asides import ELISION_STARTS, elided, elision_phrase
from muqabala.trace.written.view import TextView

BY_SIGN, BY_WORDS = 6, 60
"""Verses that a sign, «…», may pass over, and words, «إلى قوله»."""
LEAST = 5
"""Words of a part that is asked for by itself."""
MEANT = 0.5
"""Confidence of what marks hold that announce scripture, if all of it is the source's."""
MAX_JUDGED = 8
"""Places that are judged: letters of other words may be the same but for their alifs."""


class Part(NamedTuple):
    """Words d0..d1 between two elisions; those from d1 to the next part's d0 are the words of an elision."""

    d0: int
    d1: int


def find_elided(judge: Judge, view: TextView, windows: Iterable[Window], references: Sequence[Reference]) -> list[Found]:
    """What windows with an elision hold that stand in the work in this order, near by and letter for letter."""
    found = (_in_window(judge, view, w, references) for w in windows if w.enclosed and _may_be_elided(view, w))
    return [f for f in found if f is not None]


def _may_be_elided(view: TextView, window: Window) -> bool:
    """Whether a sign or words of elision stand in a window; nearly always neither does."""
    if elided(view, view.ends[window.d0], view.starts[window.d1 - 1]):
        return True
    if ELISION_STARTS.isdisjoint(view.skeletons(window.d0 + 1, window.d1 - 1)):
        return False
    return any(elision_phrase(view, d, window.d1) for d in range(window.d0 + 1, window.d1 - 1))


def _parts(view: TextView, window: Window) -> tuple[list[Part], bool]:
    """The parts of a window, and whether words of elision part some of them."""
    parts, begin, by_words, d = [], window.d0, False, window.d0
    while d < window.d1:
        phrase = elision_phrase(view, d, window.d1) if d > window.d0 else 0
        if phrase or (d > begin and elided(view, view.ends[d - 1], view.starts[d])):
            parts.append(Part(begin, d))
            by_words, begin = by_words or bool(phrase), d + phrase
        d = max(d + 1, begin)
    if begin < window.d1:
        parts.append(Part(begin, window.d1))
    return [p for p in parts if p.d1 > p.d0], by_words


def unlike_parts(view: TextView, window: Window, inside: Sequence[Found]) -> list[Window]:
    """The parts of what ornate brackets or braces hold in one line, between signs of elision, that have words enough, and of which nothing
    was found, where something was of the others; as windows of their own."""
    scripture = window.ornate or view.text[view.ends[window.d0 - 1] if window.d0 else 0 : view.starts[window.d0]].rstrip()[-1:] == "{"
    one_line = "\n" not in view.text[view.starts[window.d0] : view.ends[window.d1 - 1]]
    if not (scripture and inside and one_line and _may_be_elided(view, window)):
        return []
    parts = (p for p in _parts(view, window)[0] if p.d1 - p.d0 >= LEAST)
    return [window._replace(d0=p.d0, d1=p.d1) for p in parts if not any(f.judgement.d0 < p.d1 and p.d0 < f.judgement.d1 for f in inside)]


def _in_window(judge: Judge, view: TextView, window: Window, references: Sequence[Reference]) -> Found | None:
    parts, by_words = _parts(view, window)
    if len(parts) < 2 or judge.work.standing(view.letters[view.first[window.d0] : view.first[window.d1]]):
        return None  # «الآية» may be a word of the verse
    chains = list(_chains(judge.work, [view.letters[view.first[a] : view.first[b]] for a, b in parts], BY_WORDS if by_words else BY_SIGN))
    low, high = view.starts[window.d0] - REACH_AFTER, view.ends[window.d1 - 1] + REACH_BEFORE
    near = [r for r in references if low <= r.start <= high]
    spans = {c: span_verses(judge.work, c[0], c[-1] + 1) for c in chains}
    chains.sort(key=lambda c: (not _named(spans[c], near), spans[c][2] - spans[c][1], c[-1] - c[0], c))
    for chain in chains[:MAX_JUDGED]:
        pairs = list(_pairs(view, judge.work, parts, chain))
        judgement = judge_pairs(judge, view, pairs)
        if not judgement.wrong_words and not _its_own(view, judge.work, pairs):
            f = accept.look(view, judge.work, judgement, window)
            f.places = tuple(dict.fromkeys((judgement.c0, *(c[0] for c in chains if c[-1] - c[0] == chain[-1] - chain[0]))))
            f.meant = MEANT if of_scripture(view, window) else 0.0
            return f
    return None


def _its_own(view: TextView, work: Work, pairs: Sequence[Pair]) -> bool:
    """Whether a word that is taken for one of an elision is the verse's own there: «وآتيناهم من الآيات فيه بلاء» leaves out «ما» behind it."""
    alone = (p for p in pairs if not p.same and p.d1 == p.d0 + 1 and p.c0 == p.c1)
    return any(view.skeleton(p.d0) == work.skeleton(p.c0) for p in alone)


def _named(span: tuple[int, int, int], references: Sequence[Reference]) -> bool:
    """Whether a reference names verses of a span."""
    sura, first, last = span
    return any(r.sura == sura and first <= r.last and last >= r.first for r in references)


def _chains(work: Work, parts: Sequence[bytes], reach: int) -> Iterator[tuple[int, ...]]:
    """First words of stretches with the letters of some parts, one after the other in one sura and over so many verses at most; of those
    that end in the same place the nearest."""
    places = [work.standing(letters) for letters in parts]
    nearest: dict[int, tuple[int, ...]] = {}
    for first in places[0]:
        chain = [first]
        for letters, there in zip(parts, places[1:], strict=False):
            at = bisect_left(there, chain[-1] + _size(work, chain[-1], len(letters)))
            if at == len(there):
                break
            chain.append(there[at])
        else:
            nearest[chain[-1]] = tuple(chain)
    for chain_ in nearest.values():
        if chain_[-1] < work.limits_of(chain_[0])[1] and work.passage_view[chain_[-1]] - work.passage_view[chain_[0]] <= reach:
            yield chain_


def _size(work: Work, c0: int, letters: int) -> int:
    """How many words have so many letters from word c0 on."""
    return bisect_left(work.first_view, work.first_view[c0] + letters, c0) - c0


def _pairs(view: TextView, work: Work, parts: Sequence[Part], chain: Sequence[int]) -> Iterator[Pair]:
    """The parts beside their places, and what was left out between them."""
    end = parts[0].d0, chain[0]
    for part, c0 in zip(parts, chain, strict=True):
        if end != (part.d0, c0):
            yield Pair(end[0], part.d0, end[1], end[1], False) if end[0] < part.d0 else Pair(part.d0, part.d0, end[1], c0, False)
            if end[0] < part.d0 and end[1] < c0:
                yield Pair(part.d0, part.d0, end[1], c0, False)
        pairs = pair_words(view, work, part.d0, part.d1, c0, c0 + _size(work, c0, view.first[part.d1] - view.first[part.d0]))
        yield from pairs
        end = part.d1, pairs[-1].c1
