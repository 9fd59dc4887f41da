"""Where words of a text stand in a work letter for letter, in the books of it that were asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from muqabala.canon.work import Work
from muqabala.trace.matching.align import CONJUNCTIONS, Pair, pair_words
from muqabala.trace.matching.glosses import FEW
from muqabala.trace.written.view import TextView

MAX_PLACES, MAX_STANDING = 2_000, 12
"""Places at which words are looked for; and those with all words of a saying that are looked at."""


@dataclass(frozen=True)
class Books:
    """Books of a work, all where none are named."""

    work: Work
    names: frozenset[str] | None = None

    def include(self, name: str) -> bool:
        """Whether a book is one of them."""
        return self.names is None or name in self.names

    def have(self, word: int) -> bool:
        """Whether a word of the work stands in one of them."""
        return self.names is None or self.include(self.work.book(self.work.passage_view[word]).name)

    def places(self, view: TextView, d0: int, d1: int) -> list[int]:
        """Where words d0..d1 stand in one passage, letter for letter; so short ones stand in a thousand places."""
        places = self.work.standing(view.letters[view.first[d0] : view.first[d1]])[:MAX_PLACES]
        return [c0 for c0 in places if self._within(c0, d1 - d0) and self.have(c0)]

    def word_for_word(self, view: TextView, d0: int, d1: int) -> Iterator[list[Pair]]:
        """Words d0..d1 beside the places that have them all, those of one vocalisation once, then those that have all but a «و» or «ف»."""
        count = d1 - d0
        forms: set[str] = set()
        for c0 in self.places(view, d0, d1):
            form = " ".join(self.work.words[c0 : c0 + count])
            if form not in forms:
                forms.add(form)
                yield pair_words(view, self.work, d0, d1, c0, c0 + count)
        for c0 in self._led(view, d0, d1):
            first, *rest = pair_words(view, self.work, d0, d1, c0, c0 + count)
            yield [first._replace(same=True), *rest]

    def _led(self, view: TextView, d0: int, d1: int) -> list[int]:
        """Where all words stand but for a «و» or «ف» before them, which who quotes leaves out or puts there."""
        letters = view.letters[view.first[d0] : view.first[d1]]
        found = [c0 for lead in sorted(CONJUNCTIONS) for c0 in self.work.standing(bytes((lead,)) + letters)[:2]]
        if letters[0] in CONJUNCTIONS and len(view.skeleton(d0)) > 1 and d1 - d0 >= FEW:
            found += self.work.standing(letters[1:])[:2]
        return [c0 for c0 in found if self._within(c0, d1 - d0) and self.have(c0)]

    def _within(self, c0: int, count: int) -> bool:
        """Whether so many words from c0 on stand in one passage."""
        return self.work.passage_view[c0] == self.work.passage_view[min(c0 + count, len(self.work.words)) - 1]
