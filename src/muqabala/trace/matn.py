"""Tracing hadith: announced sayings and unannounced stretches, each to the version of the books that is nearest to it.

The wording of a hadith varies: clauses are dropped and moved, honorifics come and go, a narrator's words stand between the Prophet's. So
a stretch is not followed letter by letter as a verse is; the passages that share its rare words are aligned with it as a whole, and
the nearest of them is the one it is read against.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from muqabala.canon.work import Work
from muqabala.trace.align import Pair, pair_words, trim
from muqabala.trace.asides import skeleton_of
from muqabala.trace.candidates import Candidate, find_candidates
from muqabala.trace.chains import common, find_runs
from muqabala.trace.cues import cue_before
from muqabala.trace.formulae import is_formula
from muqabala.trace.honorifics import likely, pair_matn, stretch_without, without_honorifics
from muqabala.trace.judge import Judge, Judgement, judge_pairs
from muqabala.trace.nearest import MAX_OFFERED
from muqabala.trace.sayings import Saying, find_sayings
from muqabala.trace.view import TextView

MAX_POSTINGS = 6_000
"""A word that stands in more places says too little about where a saying is from."""
MAX_PLACES = 2_000
"""Places at which the words of a saying are looked for in another vocalisation."""
RARE = 3
"""Different rare words that a saying needs for it to be said that a book does not have it."""
MAX_ALIGNED, MAX_JOINED = 12, 3
"""Passages that are aligned with one saying, and with neighbouring stretches as one."""
PADDING = 4
"""Words of a passage taken in at both ends of the stretch that is most like a saying."""
SOURCED = 0.6
"""Share of a saying's letters, in words that stand in the passage in this order, from which the passage is its source."""
OPEN_BITS, FREE_BITS = 25.0, 60.0
"""Bits of an unenclosed saying, and of words that nothing announces."""
MAX_GROUP = 6
"""Stretches that may be one quotation."""
APART = 12
"""Words between two stretches that may be parts of one quotation."""
COMMON = frozenset(
    skeleton_of(
        "صلى الله عليه وسلم رسول النبي نبي قال قالت فقال فقالت يقول قالوا يا عن بن ابن أبي أبو أبا أم عبد رضي عنه عنها عنهما "
        "إن أن كان في من على إلى ما لا هذا ثم حتى"
    ).split(b"\0")
)
"""Words of chains, honorifics and speech, which say nothing of where a stretch is from."""
SAID = frozenset(skeleton_of("قال فقال وقال قالت فقالت وقالت قالوا فقالوا يقول فيقول").split(b"\0"))
"""Words of the narrator before a report."""


@dataclass(slots=True)
class Told:
    """A stretch of a text and the passage it is read against; `judgement` is None where no passage is near enough."""

    d0: int
    d1: int
    saying: Saying | None
    judgement: Judgement | None
    share: float
    """Share of its letters that stand in the passage, 0..1."""
    bits: float
    nearest: tuple[tuple[int, float], ...] = ()
    """Passages that are nearest where none is its source, with how near they are, 0..1."""
    other_kind: bool = False
    """It is announced as Qur'an."""

    @property
    def nearness(self) -> tuple[float, int, int]:
        """How near the passage is, in letters, words and marks; the greater the nearer."""
        if self.judgement is None:
            return round(self.share, 2), 0, 0
        return round(self.share, 2), -self.judgement.wrong_words, -self.judgement.rank[0]


@dataclass(frozen=True)
class MatnTracer:
    """Traces the hadith of one work."""

    work: Work
    judge: Judge
    books: frozenset[str] | None = None
    """The books to read against; all where none are named."""

    @classmethod
    def of(cls, work: Work, books: frozenset[str] | None = None) -> MatnTracer:
        """A tracer for a work."""
        return cls(work, Judge(work), books)

    def trace(self, view: TextView, verses: Sequence[tuple[int, int]] = ()) -> list[Told]:
        """Sayings and unannounced stretches of a text, in its order; what verses (words d0..d1, in order) cover is announced hadith or none."""
        if not len(view.starts):
            return []
        sayings = find_sayings(view)
        runs = find_runs(view.folded.letters, common(self.work))
        candidates = [c for c in find_candidates(view, self.work, runs, ()) if self._chosen(c.c0)]
        told = [self._announced(view, s, candidates) for s in sayings if s.enclosed]
        taken = {d for t in told for d in range(t.d0, t.d1)}
        recited = {d for d0, d1 in verses for d in range(d0, d1)}
        free = [c for c in candidates if taken.isdisjoint(range(c.d0, c.d1)) and 2 * sum(d in recited for d in range(c.d0, c.d1)) < c.d1 - c.d0]
        for group in _neighbours(free, recited | taken):
            told += self._unannounced(view, group, sayings)
        taken = {d for t in told for d in range(t.d0, t.d1)}
        told += [self._announced(view, s, ()) for s in sayings if s.prophet and not s.enclosed and taken.isdisjoint(range(s.d0, s.d1))]
        return sorted(told, key=lambda t: t.d0)

    def _chosen(self, word: int) -> bool:
        """Whether a word of the work stands in one of the books that were asked for."""
        return self.books is None or self.work.book(self.work.passage_view[word]).name in self.books

    def _announced(self, view: TextView, saying: Saying, candidates: Sequence[Candidate]) -> Told:
        """An enclosed saying, read against the passage that is nearest to it."""
        best: Told | None = None
        near: dict[int, float] = {}
        for passage, pairs in self._readings(view, saying, candidates):
            told = self._told(view, saying, pairs)
            near[passage] = max(near.get(passage, 0.0), told.share)
            if best is None or told.nearness > best.nearness:
                best = told
            if best.judgement is not None and best.judgement.verdict == "verbatim":
                break
        if best is not None and best.share >= SOURCED:
            return best
        nearest = sorted(near.items(), key=lambda row: -row[1])[:MAX_OFFERED]
        return Told(saying.d0, saying.d1, saying, None, 0.0, 0.0, tuple(nearest))

    def _readings(self, view: TextView, saying: Saying, candidates: Sequence[Candidate]) -> Iterator[tuple[int, list[Pair]]]:
        """The saying beside each passage that may be its source, those that have all its words first."""
        count = saying.d1 - saying.d0
        forms: set[str] = set()
        for c0 in self._standing(view, saying.d0, saying.d1):
            form = " ".join(self.work.words[c0 : c0 + count])
            if form not in forms:
                forms.add(form)
                yield self.work.passage_view[c0], pair_words(view, self.work, saying.d0, saying.d1, c0, c0 + count)
        near = {int(self.work.word_passage[c.c0]) for c in candidates if c.d0 < saying.d1 and c.d1 > saying.d0}
        for passage in [*near, *self.sharing(view, saying.d0, saying.d1)]:
            if self._chosen(self.work.passage_first[passage]) and (pairs := self._beside(view, saying, passage)):
                yield passage, pairs

    def _standing(self, view: TextView, d0: int, d1: int) -> list[int]:
        """Where words d0..d1 stand in one passage of a book that was asked for, letter for letter; so short ones stand in a thousand places."""
        places = self.work.standing(view.letters[view.first[d0] : view.first[d1]])[:MAX_PLACES]
        ends = [min(c0 + d1 - d0, len(self.work.words)) - 1 for c0 in places]
        return [c0 for c0, end in zip(places, ends, strict=True) if self.work.passage_view[c0] == self.work.passage_view[end] and self._chosen(c0)]

    def _beside(self, view: TextView, saying: Saying, passage: int) -> list[Pair]:
        """A saying beside the words of a passage that are most like it; nothing if none of its words stands there."""
        pairs = pair_matn(view, self.work, saying.d0, saying.d1, *self._stretch(view, saying, passage))
        if not all(p.same for p in pairs) and likely(pairs, saying.d1 - saying.d0):
            a, b = int(self.work.passage_first[passage]), int(self.work.passage_first[passage + 1])
            other = pair_matn(view, self.work, saying.d0, saying.d1, *stretch_without(view, self.work, saying.d0, saying.d1, a, b, PADDING))
            pairs = min((pairs, other), key=lambda row: sum(not p.same for p in row) if row else saying.d1 - saying.d0 + 1)
        return pairs if any(p.same for p in pairs) else []

    def _told(self, view: TextView, saying: Saying | None, pairs: list[Pair]) -> Told:
        """A stretch judged beside its passage."""
        pairs = without_honorifics(view, self.work, pairs)
        judgement = judge_pairs(self.judge, view, pairs)
        bits = sum(self.work.bits(p.c0, p.c1) for p in pairs if p.same)
        return Told(pairs[0].d0, pairs[-1].d1, saying, judgement, _share(view, pairs), bits)

    def _unannounced(self, view: TextView, group: list[Candidate], sayings: Sequence[Saying]) -> list[Told]:
        """Stretches that nothing encloses and that say enough: neighbours as one where one passage has most of their words."""
        if len(group) > 1 and sum(self.content(c.pairs) for c in group) >= FREE_BITS:
            whole = Saying(group[0].d0, group[-1].d1, False, view.starts[group[0].d0], False, -1)
            fullest = sorted(group, key=lambda c: -c.score)[:MAX_JOINED]
            passages = dict.fromkeys(self.work.passage_view[c.c0] for c in fullest)
            beside = (trim(self._beside(view, whole, p), view, self.work) for p in passages)
            readings = [self._told(view, None, pairs) for pairs in beside if pairs and _share(view, pairs) >= SOURCED]
            best = max(readings, key=lambda t: t.nearness, default=None)
            if best is not None and best.judgement is not None and self.content(best.judgement.pairs) >= FREE_BITS:
                before, after = [c for c in group if c.d1 <= best.d0], [c for c in group if c.d0 >= best.d1]
                return [*self._unannounced(view, before, sayings), best, *self._unannounced(view, after, sayings)]
        alone = (self._alone(view, c, sayings) for c in group)
        return [told for told in alone if told is not None]

    def _alone(self, view: TextView, c: Candidate, sayings: Sequence[Saying]) -> Told | None:
        """A stretch by itself, from the report's first word on and without the narrator's «قال» before it; None if it says too little."""
        first = self.work.passages.matn[self.work.passage_view[c.c0]]
        pairs = [p for p in c.pairs if p.c0 >= first]
        while pairs and (not pairs[0].same or view.skeleton(pairs[0].d0) in SAID):
            pairs = pairs[1:]
        content = self.content(pairs)
        if content < OPEN_BITS or is_formula(view, pairs[0].d0, pairs[-1].d1):
            return None
        saying = next((s for s in sayings if not s.enclosed and s.d0 - 1 <= c.d0 and c.d1 <= s.d1 + 1), None)
        if content < FREE_BITS and saying is None and not cue_before(view, pairs[0].d0, view.starts[pairs[0].d0]).level:
            return None
        return self._told(view, saying, pairs)

    def content(self, pairs: Sequence[Pair]) -> float:
        """Bits of the words that agree, those left out that stand in a thousand hadiths."""
        return sum(self.work.bits(p.c0, p.c1) for p in pairs if p.same and self.work.skeleton(p.c0) not in COMMON)

    def against(self, view: TextView, told: Told, passage: int) -> Told | None:
        """A hadith read against one passage; None if nothing of it stands there."""
        here = (told.saying or Saying(told.d0, told.d1, False, view.starts[told.d0], False, -1))._replace(d0=told.d0, d1=told.d1)
        pairs = self._beside(view, here, passage)
        return self._told(view, told.saying, pairs) if pairs else None

    def in_book(self, view: TextView, told: Told, book: str) -> Told | None:
        """A hadith read against one book; None if nothing of it stands there."""
        standing = (self.work.passage_view[c] for c in self._standing(view, told.d0, told.d1))
        passages = [*(p for p in standing if self.work.book(p).name == book)][:MAX_ALIGNED]
        readings = (self.against(view, told, p) for p in dict.fromkeys([*passages, *self.sharing(view, told.d0, told.d1, book)]))
        return max((r for r in readings if r is not None), key=lambda t: t.nearness, default=None)

    def searchable(self, view: TextView, told: Told) -> bool:
        """Whether a hadith has enough rare words to be found wherever it stands."""
        rare = {s for d in range(told.d0, told.d1) if 0 < len(self.work.postings(s := view.skeleton(d), MAX_POSTINGS)) <= MAX_POSTINGS}
        return len(rare) >= RARE

    def everywhere(self, view: TextView) -> list[Told]:
        """A whole text read against every passage that has most of it, the nearest first; passages of one report are each listed."""
        here = Saying(0, len(view.starts), True, 0, False, -1)
        near = dict.fromkeys(self.sharing(view, here.d0, here.d1))
        for passage in [*near]:
            near |= dict.fromkeys(self.work.parallels(passage))
        readings = [
            self._told(view, here, pairs) for p in near if self._chosen(self.work.passage_first[p]) and (pairs := self._beside(view, here, p))
        ]
        return sorted((t for t in readings if t.share >= SOURCED), key=lambda t: t.nearness, reverse=True)

    def _stretch(self, view: TextView, saying: Saying, passage: int) -> tuple[int, int]:
        """The words of a passage that are most like a saying, and a few around them."""
        work = self.work
        a, b = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
        low, high = work.first_view[a], work.first_view[b]
        letters = view.letters[view.first[saying.d0] : view.first[saying.d1]]
        if len(letters) >= high - low:
            return a, b
        match = fuzz.partial_ratio_alignment(letters, work.letter_bytes[low:high])
        if match is None:
            return a, b
        first = bisect_right(work.first_view, low + match.dest_start) - 1
        last = bisect_left(work.first_view, low + match.dest_end)
        return max(a, first - PADDING), min(b, last + PADDING)

    def sharing(self, view: TextView, d0: int, d1: int, book: str = "") -> list[int]:
        """Passages (of one book, if one is named) by the weight of the rare words that they share with words d0..d1, the heaviest first."""
        skeletons = {view.skeleton(d) for d in range(d0, d1)}
        passages, weight = [], []
        for skeleton in skeletons:
            postings = self.work.postings(skeleton, MAX_POSTINGS)
            if 0 < len(postings) <= MAX_POSTINGS:
                found = np.unique(self.work.word_passage[postings])
                passages.append(found)
                weight.append(np.full(len(found), np.log2(len(self.work.words) / len(postings))))
        if not passages:
            return []
        every, place = np.unique(np.concatenate(passages), return_inverse=True)
        total = np.bincount(place, np.concatenate(weight))
        if book:
            inside = self.work.passages.book[every] == [b.name for b in self.work.books].index(book)
            every, total = every[inside], total[inside]
        heaviest: list[int] = every[np.argsort(-total, kind="stable")[:MAX_ALIGNED]].tolist()
        return heaviest


def _neighbours(candidates: Sequence[Candidate], recited: set[int]) -> Iterator[list[Candidate]]:
    """Candidates in the text's order, those together between which few words stand, and no verse and no saying.

    What is told once more stands apart.
    """
    group: list[Candidate] = []
    for candidate in candidates:
        between = range(group[-1].d1, candidate.d0) if group else range(0)
        again = len(group) >= MAX_GROUP or any(c.c0 < candidate.c1 and candidate.c0 < c.c1 for c in group)
        if group and (again or len(between) > APART or not recited.isdisjoint(between)):
            yield group
            group = []
        group.append(candidate)
    if group:
        yield group


def _share(view: TextView, pairs: Sequence[Pair]) -> float:
    """Share of the letters in words that agree."""
    letters = sum(view.first[p.d1] - view.first[p.d0] for p in pairs)
    return sum(view.first[p.d1] - view.first[p.d0] for p in pairs if p.same) / max(1, letters)
