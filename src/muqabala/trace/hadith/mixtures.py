"""Mixtures: a wording that no version of the books has as a whole, put together of several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from muqabala.canon.work import Work
from muqabala.trace.hadith.beside import NEARLY, PARTLY, Beside, Fits
from muqabala.trace.hadith.standing import MAX_STANDING, Books
from muqabala.trace.hadith.told import Told, stretch_of
from muqabala.trace.matching.accept import content
from muqabala.trace.matching.align import Pair, share
from muqabala.trace.matching.honorifics import without_honorifics
from muqabala.trace.matching.judge import Judge, Judgement
from muqabala.trace.matching.versions import attested, but_for_repeats, by_letters, differing, doubtful, may_mix, mixes, turns
from muqabala.trace.written.view import TextView

MIXED, AROUND = 0.75, 2
"""Share of a saying's letters that the nearest of several mixed versions has at least; and words on both sides of a differing one by which another
version is looked for."""


@dataclass(frozen=True)
class Mixtures:
    """Tells mixtures of the versions of one work."""

    work: Work
    books: Books
    """The books of it that may be mixed."""
    judge: Judge
    beside: Beside

    def mixed(self, view: TextView, best: Told, judgement: Judgement, fits: Fits, read: Mapping[int, list[Pair]]) -> bool:
        """Whether a saying that differs from the nearest version is put together of several: each of its words stands in one of them, or what
        differs does so with the words beside it.

        A version with other rare words is found by the words around what differs; beside some passages it has been `read` before.
        """
        if best.share < MIXED or turns(self.work, view, judgement.pairs):
            return False
        if not doubtful(view, judgement) and attested(self.work, view, judgement, lambda d0, d1: self.books.places(view, d0, d1)[:MAX_STANDING]):
            return True
        others = self.beside.fits(view, [(stretch_of(view, best), self._around_differences(view, best, judgement))])[0]
        return self.together(view, best, (fits, others), read)

    def possible(self, view: TextView, told: Told, judgement: Judgement) -> bool:
        """Whether each difference of a hadith that nothing encloses stands in some version, between the same two words."""
        enclosed = told.saying is not None and told.saying.enclosed
        if judgement.verdict != "altered" or told.share < MIXED or enclosed or turns(self.work, view, judgement.pairs):
            return False
        borders = ((max(told.d0, d0 - 1), min(told.d1, d1 + 1)) for d0, d1 in differing(judgement.pairs))
        return all(self.books.places(view, *words) for words in borders)

    def versions(self, view: TextView, told: Told, judgement: Judgement) -> dict[int, None]:
        """The passage beside which a hadith was read, the other versions of the report, and those that have the words around what differs."""
        passage = self.work.passage_view[judgement.c0]
        others = [p for p in self.work.parallels(passage) if self.books.have(self.work.passage_first[p])][:MAX_STANDING]
        return dict.fromkeys([passage, *others]) | self._around_differences(view, told, judgement)

    def together(self, view: TextView, told: Told, fits: Sequence[Fits], read: Mapping[int, list[Pair]]) -> bool:
        """Whether some passages have the words of a hadith together, each of them half of what it says (honorifics are everywhere), or a good part,
        if it is a version of the same report."""
        if told.judgement is None:
            return False
        versions = [self.work.passage_letters(passage) for some in fits for passage, _ in some]
        if not may_mix(view, told.judgement.pairs, versions):
            return False
        here, unsure, whole = stretch_of(view, told), doubtful(view, told.judgement), content(self.work, told.judgement.pairs)
        kin = frozenset(self.work.parallels(self.work.passage_view[told.judgement.c0]))
        found = (row for some in fits for row in self.beside.each(view, here, some, PARTLY, read=read))
        least = ((PARTLY if passage in kin else NEARLY, pairs) for passage, pairs in found)
        enough = (pairs for part, pairs in least if share(view, pairs) >= part and content(self.work, pairs) >= part * whole)
        mixed = (by_letters(self.judge, view, without_honorifics(view, self.work, pairs), unsure) for pairs in enough)
        return mixes(self.work, [but_for_repeats(view, self.work, pairs) for pairs in mixed], told.d0, told.d1)

    def _around_differences(self, view: TextView, told: Told, judgement: Judgement) -> dict[int, None]:
        """Passages that have what differs in a hadith with the words around it, or with those before it and those behind it."""
        passages: dict[int, None] = {}
        for d0, d1 in differing(judgement.pairs):
            low, high = max(told.d0, d0 - AROUND), min(told.d1, d1 + AROUND)
            standing = self.books.places(view, low, high)[:MAX_STANDING]
            standing = standing or [c0 for words in ((low, d1), (d0, high)) for c0 in self.books.places(view, *words)[:MAX_STANDING]]
            passages |= dict.fromkeys(self.work.passage_view[c0] for c0 in standing)
        return passages
