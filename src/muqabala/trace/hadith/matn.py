"""Tracing hadith: announced sayings and unannounced stretches, each to the version of the books that is nearest to it.

The wording of a hadith varies: clauses are dropped and moved, honorifics come and go, a narrator's words stand between the Prophet's. So
a stretch is not followed letter by letter as a verse is; the passages that share its rare words are aligned with it as a whole, and
the nearest of them is the one it is read against.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.announcements import announced
from muqabala.trace.announced.sayings import Saying, find_sayings, pairs_before_books
from muqabala.trace.hadith.beside import NEARLY, SLACK, Beside, Fits, read_beside
from muqabala.trace.hadith.comment import but_for_comments
from muqabala.trace.hadith.dialogue import speech_before
from muqabala.trace.hadith.editorial import but_for_editorial
from muqabala.trace.hadith.enough import FREE_BITS, OPEN_BITS, by_itself, is_told
from muqabala.trace.hadith.first_word import with_first_word, with_heads, with_negation
from muqabala.trace.hadith.interrupted import parts_of
from muqabala.trace.hadith.last_word import with_last_word
from muqabala.trace.hadith.leads import begins_with_particle, from_first_word, only_spoken, up_to_stop, without_last, without_lead
from muqabala.trace.hadith.mixtures import Mixtures
from muqabala.trace.hadith.remarks import without_remark
from muqabala.trace.hadith.standing import MAX_STANDING, Books
from muqabala.trace.hadith.stretches import (
    apart,
    between_chains,
    form_of,
    in_marks_within,
    left_over,
    neighbours,
    of_one_report,
    open_around,
    running_into,
    tails,
    within_items,
)
from muqabala.trace.hadith.told import AS_TOLD, Told, of_several, stretch_of, words_of
from muqabala.trace.hadith.unmarked import few_words, unmarked
from muqabala.trace.matching.accept import content, matched_bits
from muqabala.trace.matching.align import Pair, in_step, pair_words, share, trim, unlike, whole_words
from muqabala.trace.matching.candidates import Candidate, find_candidates, in_marks_each
from muqabala.trace.matching.formulae import is_formula
from muqabala.trace.matching.glosses import around_asides, but_for_tail
from muqabala.trace.matching.honorifics import is_wish, without_honorifics
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.matching.moved import NEARLY_ALL, SHORTEST, in_another_order
from muqabala.trace.matching.nearest import MAX_OFFERED
from muqabala.trace.matching.retrieve import sharing
from muqabala.trace.matching.settle import within_marks
from muqabala.trace.matching.versions import (
    NEGATIONS,
    OPENERS,
    share_alike,
)
from muqabala.trace.written.brackets import fills_quotation_marks, opens_behind
from muqabala.trace.written.view import TextView

MAX_JUDGED, MAX_JOINED = 6, 3
"""Passages that a saying is judged against; and with which neighbouring stretches are read as one."""
SOURCED = 0.6
"""Share of a saying's letters, in words that stand in the passage in this order, from which the passage is its source."""
CHANGED_BITS = 35.0
"""Bits of a saying in which words differ, or that is announced as Qur'an: 22 name one place in four million words, and more are needed where
words may be left out and changed."""
NEXT_TO, NEXT_BITS = 18, 15.0
"""Words between two parts of a hadith, at most, fewer than stand between documents; and bits of one whose words differ, at least, if the other says
where it is from."""
_PAUSES = tuple("،؛,;")
LONG_ENOUGH, PHRASE = 5, 2
"""Words of a saying that is looked for without the particle before it; and of one that is said again, at least."""

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class MatnTracer:
    """Traces the hadith of one work."""

    work: Work
    judge: Judge
    books: Books
    """The books of it to read against."""
    beside: Beside
    mixtures: Mixtures

    @classmethod
    def of(cls, work: Work, books: frozenset[str] | None = None) -> MatnTracer:
        """A tracer for a work."""
        judge, standing = Judge(work), Books(work, books)
        beside = Beside(work, standing)
        return cls(work, judge, standing, beside, Mixtures(work, standing, judge, beside))

    def trace(self, view: TextView, verses: Sequence[tuple[int, int]] = ()) -> list[Told]:
        """Sayings and unannounced stretches of a text, in its order; what verses (words d0..d1, in order) cover is announced hadith or none."""
        if not len(view.starts):
            return []
        sayings = find_sayings(view)
        enclosed = [s for s in sayings if s.enclosed]
        chains, known = apart(view, self.work, enclosed, verses)
        candidates = [*within_items(view, (c for c in find_candidates(view, self.work, chains) if self.books.have(c.c0)))]
        asked = [(s, [*inside, *running_into(self.work, s, candidates)]) for s, inside in zip(enclosed, known, strict=True)]
        told = but_for_comments(view, asked, self._announced)
        taken = words_of(told)
        recited = {d for d0, d1 in verses for d in range(d0, d1)}
        free = [c for c in candidates if taken.isdisjoint(range(c.d0, c.d1))]
        left = {id(c): c for c in left_over(candidates, taken)}
        unread = (c for c in sorted((*free, *left.values()), key=lambda c: c.d0) if 2 * sum(d in recited for d in range(c.d0, c.d1)) < c.d1 - c.d0)
        for group in neighbours([*unread], recited | taken):
            told += self._beside_sayings(view, group, [c for c in group if id(c) in left], sayings)
        ends = tails(view, told, sayings)
        taken = words_of(t for t in told if t not in ends)
        open_ = [*(s for s in sayings if (s.himself or s.prophet or s.another) and not s.enclosed), *unmarked(view, self.work)]
        behind_colons = [s for s in open_ if taken.isdisjoint(range(s.d0, s.d1))]
        read = but_for_comments(view, [(s, ()) for s in behind_colons], self._announced)
        opened = [(s, self._open(view, s, t)) for s, t in zip(behind_colons, read, strict=True)]
        whole = [t for s, t in opened if t is not None and (t.judgement is not None or s.himself)]
        taken = words_of(whole)
        told = [*whole, *(t for t in told if taken.isdisjoint(range(t.d0, t.d1)))]
        taken = words_of(told)
        told += [t for t in self._announced(view, [(s, ()) for s in pairs_before_books(view) if taken.isdisjoint(range(s.d0, s.d1))]) if t.as_told]
        headed = with_heads(self.judge, view, sorted(told, key=lambda t: t.d0))
        his = (self._from_his_words(view, t, sayings) for t in self._in_any_version(view, headed))
        begun = (with_negation(self.judge, view, t) for t in his if t is not None and is_told(view, self.work, t))
        ended = (with_last_word(self.judge, view, t, self.books.places) for t in begun)
        told = sorted((with_first_word(self.judge, view, t) for t in ended), key=lambda t: t.d0)
        return [*self._with_what_is_answered(view, [part for t in self._beside_neighbours(view, told) for part in self._in_parts(view, t)])]

    def _beside_neighbours(self, view: TextView, told: list[Told]) -> list[Told]:
        """Hadiths in the text's order, those in marks of which too little stands anywhere beside what the passages of their neighbours have: where a
        hadith is quoted in parts, less says where one of them is from."""
        asked: dict[int, list[int]] = {}
        cluster = self.work.passages.cluster
        for i, t in enumerate(told):
            if t.judgement is None and t.saying is not None and t.saying.enclosed:
                near = (n for n in (*told[max(0, i - 1) : i], *told[i + 1 : i + 2]) if n.d0 - NEXT_TO <= t.d1 and t.d0 <= n.d1 + NEXT_TO)
                theirs = [self.work.passage_view[n.judgement.c0] for n in near if n.judgement is not None]
                reports = {cluster[passage] for passage in theirs}
                asked[i] = list(dict.fromkeys((*theirs, *(passage for passage, _ in t.nearest if cluster[passage] in reports))))
        fits = self.beside.fits(view, [(stretch_of(view, told[i]), passages) for i, passages in asked.items()])
        found = list(told)
        for i, fitting in zip(asked, fits, strict=True):
            readings = [pairs for _, pairs in self.beside.each(view, stretch_of(view, told[i]), fitting, SOURCED)]
            best = self._nearest(view, told[i].saying, readings) if readings else None
            if best is not None and best.judgement is not None and content(self.work, best.judgement.pairs) >= NEXT_BITS:
                found[i] = best if share_alike(view, self.work, best.judgement.pairs) >= SOURCED else told[i]
        return found

    def _in_parts(self, view: TextView, told: Told) -> list[Told]:
        """A hadith; or its parts, where the speaker's own words stand between them, and all of them are the source's."""
        parts = [self._told(view, told.saying, pairs) for pairs in parts_of(view, self.work, told)]
        return parts if parts and all(part.as_told for part in parts) else [told]

    def _with_what_is_answered(self, view: TextView, told: Sequence[Told]) -> Iterator[Told]:
        """Hadith in the text's order, each with the speech that it answers, where its source has that, too."""
        end = 0
        for t in told:
            if t.judgement is not None and t.as_told and not t.mixed:
                speech = speech_before(view, self.work, t.d0, end, t.judgement.c0)
                if speech is not None:
                    yield replace(self._told(view, None, pair_words(view, self.work, *speech)), by_meaning=True)
            yield t
            end = t.d1

    def misnamed(self, view: TextView, d0: int, d1: int) -> Told | None:
        """Words announced as Qur'an that are a hadith, word for word, and say enough for that; None if they are none."""
        (told,) = self._announced(view, [(Saying(d0, d1, True, view.starts[d0], False, -1), ())])
        pairs = told.judgement.pairs if told.judgement is not None and told.as_told and not told.mixed else []
        return told if content(self.work, pairs) >= CHANGED_BITS else None

    def _announced(self, view: TextView, asked: Sequence[tuple[Saying, Sequence[int]]]) -> list[Told]:
        """Sayings, each read against the passage that is nearest to it, among them those that seeds found; all that do not stand in the books
        word for word at a time."""
        exact = [self._exactly(view, saying) for saying, _ in asked]
        rest = [place for place, (told, _) in enumerate(exact) if told is None]
        fits = self.beside.fits(view, [(asked[place][0], self._likely(view, *asked[place])) for place in rest])
        found = {place: self._varied(view, *asked[place], exact[place][1], near) for place, near in zip(rest, fits, strict=True)}
        return [told or found[place] for place, (told, _) in enumerate(exact)]

    def _exactly(self, view: TextView, saying: Saying) -> tuple[Told | None, list[list[Pair]]]:
        """A saying as some passage has it, word for word; None, and what its letters are beside, where none has."""
        readings: list[list[Pair]] = []
        spelled: Told | None = None
        for pairs in self.books.word_for_word(view, saying.d0, saying.d1):
            told = self._told(view, saying, pairs)
            if told.judgement is not None and told.judgement.verdict == "verbatim":
                return told, []
            spelled = spelled or (told if told.as_told else None)
            readings.append(pairs)
        return spelled, readings

    def _varied(self, view: TextView, saying: Saying, known: Sequence[int], readings: list[list[Pair]], fits: Fits) -> Told:
        """A saying beside the passages that may have it, as far as they have its words."""
        least = max((share(view, pairs) for pairs in readings), default=0.0)
        beside = dict(self.beside.each(view, saying, fits, SOURCED, max(SOURCED, least)))
        best = self._nearest(view, saying, [*readings, *beside.values()])
        wrong = best is None or best.judgement is None or best.judgement.wrong_words
        if wrong and saying.enclosed and (apart := self._around_asides(view, saying, fits)) is not None:
            return apart
        if best is not None and best.judgement is not None and share_alike(view, self.work, best.judgement.pairs) >= SOURCED:
            altered = best.judgement.verdict == "altered"
            if altered and self.mixtures.mixed(view, best, best.judgement, fits, beside):
                return of_several(best, best.judgement)
            if self._says_where(best.judgement):
                return (self._less_altered(view, saying, known, fits, best) if altered else None) or best
        if (rest := self._report(view, saying, known) or self._said_again(view, saying, known)) is not None:
            return rest
        if (moved := self._with_clauses_moved(view, saying, fits)) is not None:
            return moved
        near = ((p, in_step(view, self.work, saying.d0, saying.d1, f.c0, f.c1)) for p, f in fits[:MAX_OFFERED])
        return Told(saying.d0, saying.d1, saying, None, 0.0, tuple(sorted(near, key=lambda row: -row[1])))

    def _around_asides(self, view: TextView, saying: Saying, fits: Fits) -> Told | None:
        """What marks hold, but for the writer's own words and what he left out with a sign, where some passage has it so; None where none has."""
        first = self.work.passage_first
        near = [(int(first[p]), int(first[p + 1]), f.alike) for p, f in fits[:MAX_JUDGED]]
        beside = around_asides(self.work, view, saying.d0, saying.d1, near)
        told = (self._told(view, saying, pairs) for pairs in beside if self.books.have(pairs[0].c0))
        right = (t for t in told if t.judgement is not None and not t.judgement.wrong_words)
        return max(right, key=lambda t: t.nearness, default=None)

    def _less_altered(self, view: TextView, saying: Saying, known: Sequence[int], fits: Fits, best: Told) -> Told | None:
        """A saying that differs from the nearest passage as it is right, or nearer: without its opener, without what hands it down, or with clauses
        moved; None if it is as it is."""
        shorter = self._without_opener(view, saying, known) or self._said_again(view, saying, known) or self._nearer_report(view, saying, known, best)
        pairs = best.judgement.pairs if best.judgement is not None and shorter is None else []
        own = sum(p.d1 - p.d0 for p in pairs if not p.same)  # words that the passage does not have there, and may have elsewhere
        return self._with_clauses_moved(view, saying, fits, best) if own >= SHORTEST else shorter

    def _with_clauses_moved(self, view: TextView, saying: Saying, fits: Fits, best: Told | None = None) -> Told | None:
        """What marks hold beside the passage that has nearly all of it in some other order of its clauses, if fewer words differ there than from the
        best; None if there is none."""
        near = (passage for passage, fitting in fits[:MAX_JUDGED] if saying.enclosed and fitting.alike >= NEARLY_ALL - SLACK)
        beside = (in_another_order(view, self.work, saying.d0, saying.d1, passage) for passage in near)
        told = (self._told(view, saying, pairs) for pairs in beside if pairs)
        most = best.judgement.wrong_words if best is not None and best.judgement is not None else inf
        fewer = (t for t in told if t.judgement is not None and t.judgement.wrong_words < most and content(self.work, t.judgement.pairs) >= OPEN_BITS)
        moved = max(fewer, key=lambda t: t.share, default=None)
        return moved and replace(moved, share=max(moved.share, NEARLY_ALL))  # what is moved stands there, too

    def _report(self, view: TextView, saying: Saying, known: Sequence[int]) -> Told | None:
        """A saying without what hands it down inside its marks; None if there is none, or nothing is found of the rest."""
        if saying.report <= saying.d0:
            return None
        (rest,) = self._announced(view, [(saying._replace(d0=saying.report), known)])
        return rest if rest.judgement is not None else None

    def _nearer_report(self, view: TextView, saying: Saying, known: Sequence[int], best: Told) -> Told | None:
        """The same where less of it differs than of the whole: a source may have what hands it down, «قال الله تعالى», as well."""
        rest = self._report(view, saying, known)
        return rest if rest is not None and rest.judgement and best.judgement and rest.judgement.wrong_words < best.judgement.wrong_words else None

    def _without_opener(self, view: TextView, saying: Saying, known: Sequence[int]) -> Told | None:
        """A saying that is its source's words once the particle before it is left out of account; None if it is not."""
        if saying.d1 - saying.d0 < LONG_ENOUGH or bare(view.written(saying.d0, saying.d0 + 1)) not in OPENERS:
            return None
        (rest,) = self._announced(view, [(saying._replace(d0=saying.d0 + 1), known)])
        if rest.judgement is None or not rest.as_told:
            return None
        before = self.work.plain[max(0, rest.judgement.c0 - 3) : rest.judgement.c0]
        opens = bare(view.written(saying.d0, saying.d0 + 1)) in before  # what stands between is left out: «إن [الإسلام] بدأ غريبا»
        return None if opens or not NEGATIONS.isdisjoint(before[-1:]) else rest  # «إن» in the place of the source's «لا»

    def _said_again(self, view: TextView, saying: Saying, known: Sequence[int]) -> Told | None:
        """The first of two or three times that marks hold one saying, which a book has once, and «ثلاثا» behind it; None if they hold no such."""
        words, count = view.skeletons(saying.d0, saying.d1), saying.d1 - saying.d0
        once = next((count // n for n in (3, 2) if count >= n * PHRASE and words == words[: count // n] * n), 0) if saying.enclosed else 0
        told = self._announced(view, [(saying._replace(d1=saying.d0 + once), known)])[0] if once else None
        return told if told is not None and told.as_told else None

    def _in_any_version(self, view: TextView, told: Sequence[Told]) -> list[Told]:
        """Hadiths, those that nothing encloses as another version has them word for word, or several together, where one does.

        They were read beside the passages that seeds found: where words differ, all that have these words between the same ones are asked.
        """
        found = [t if t.saying is not None and t.saying.enclosed else self._elsewhere(view, t) for t in told]
        asked = {i: j for i, t in enumerate(found) if (j := t.judgement) is not None and self.mixtures.possible(view, t, j)}
        fits = self.beside.fits(view, [(stretch_of(view, found[i]), self.mixtures.versions(view, found[i], j)) for i, j in asked.items()])
        for (i, j), near in zip(asked.items(), fits, strict=True):
            if self.mixtures.together(view, found[i], [near], {self.work.passage_view[j.c0]: j.pairs}):
                found[i] = of_several(found[i], j)
        return found

    def _from_his_words(self, view: TextView, told: Told, sayings: Sequence[Saying]) -> Told | None:
        """A hadith that nothing encloses from where the Prophet speaks in it, if it differs only in the chain before: that is no saying of his;
        None where it is hardly more than a chain."""
        if told.judgement is None or told.judgement.verdict in AS_TOLD or (told.saying is not None and told.saying.enclosed):
            return told
        chain, pairs = self.work.passages.matn[self.work.passage_view[told.judgement.c0]], told.judgement.pairs
        if all(p.same or p.c1 <= chain for p in pairs) and content(self.work, [p for p in pairs if p.c0 >= chain]) < OPEN_BITS:
            return None
        begun = bisect_right(sayings, told.d0, key=lambda s: s.d0)
        for saying in (s for s in sayings[begun : bisect_left(sayings, told.d1, key=lambda s: s.d0)] if s.prophet):
            rest = [p for p in pairs if p.d0 >= saying.d0]
            if rest[0].same and content(self.work, rest) >= OPEN_BITS and all(p.same or p.c1 <= chain for p in pairs if p.d0 < saying.d0):
                his = self._told(view, saying, rest)
                return his if his.as_told else told
        return told

    def _elsewhere(self, view: TextView, told: Told) -> Told:
        """A hadith as a passage has it that has all its words, where the one beside which it was read has not; or all but the particle before it."""
        if told.judgement is not None and told.judgement.verdict not in AS_TOLD:
            shorter = without_last(view, told.judgement)
            rest = self._told(view, told.saying, shorter) if shorter else told
            if rest.as_told:
                return rest
            starts = [told.d0, told.d0 + 1] if begins_with_particle(view, told.d0) else [told.d0]
            for d0, c0 in ((start, place) for start in starts for place in self.books.places(view, start, told.d1)[:MAX_STANDING]):
                other = self._told(view, told.saying, pair_words(view, self.work, d0, told.d1, c0, c0 + told.d1 - d0))
                if other.as_told:
                    return other
        return told

    def _open(self, view: TextView, saying: Saying, told: Told) -> Told | None:
        """A saying whose end nothing marks, given what it is as far as its sentence goes; None if what a passage has of it says too little.

        What stands behind the last word that a passage has is the writer's own, and so is all that follows a beginning that stands in the
        books word for word, a long one or one before a comma.
        """
        if told.judgement is None:
            if (few := few_words(view, self.work, saying)) is not None:
                return self._announced(view, [(saying._replace(d1=saying.d0 + few), ())])[0] if few else None
            count, c0, c1 = whole_words(view, self.work, saying.d0, saying.d1)
            end = view.ends[saying.d0 + count - 1] if count else 0
            paused = count > 1 and view.text[end : end + 2].strip()[:1] in _PAUSES
            bits = self.work.bits(c0, c1) if count and self.books.have(c0) else 0.0
            if bits >= (OPEN_BITS if count >= LONG_ENOUGH else CHANGED_BITS) and (paused or count >= LONG_ENOUGH):
                return self._announced(view, [(saying._replace(d1=saying.d0 + count), ())])[0]
            return None if paused and bits >= OPEN_BITS else told
        if told.mixed:
            return told
        pairs = told.judgement.pairs
        while not pairs[-1].same:
            pairs = pairs[:-1]
        if matched_bits(view, self.work, pairs) < OPEN_BITS:
            return None
        return self._told(view, saying, pairs) if len(pairs) < len(told.judgement.pairs) else told

    def _says_where(self, judgement: Judgement) -> bool:
        """Whether the words in common say where a saying is from: a changed one that shares only common words with a passage is not from there."""
        return judgement.verdict in AS_TOLD or content(self.work, judgement.pairs) >= CHANGED_BITS

    def _nearest(self, view: TextView, saying: Saying | None, readings: list[list[Pair]]) -> Told | None:
        """The nearest of several readings of a stretch, of equal ones the first; only the most promising are judged, and the nearest in letters."""
        rows = sorted(((share(view, pairs), -unlike(pairs), -i) for i, pairs in enumerate(readings)), reverse=True)[:MAX_JUDGED]
        likely = [but_for_tail(view, without_honorifics(view, self.work, readings[-i])) for alike, _, i in rows if alike >= NEARLY or i == rows[0][2]]
        near = [round(share(view, pairs), 2) for pairs in likely]
        best: Told | None = None
        judged = set()
        for pairs in (pairs for pairs, alike in zip(likely, near, strict=True) if alike == max(near)):
            if best is not None and best.nearness >= (max(near), 0, 0):
                break
            if (form := form_of(self.work, pairs)) not in judged:
                judged.add(form)
                told = self._judged(view, saying, pairs)
                best = told if best is None or told.nearness > best.nearness else best
        return best

    def _likely(self, view: TextView, saying: Saying, known: Iterable[int]) -> list[int]:
        """Passages that may be a saying's source: those that long seeds found, then those that share its rare words."""
        return list(dict.fromkeys((*known, *sharing(view, self.work, saying.d0, saying.d1))))

    def _told(self, view: TextView, saying: Saying | None, pairs: list[Pair]) -> Told:
        """A stretch judged beside its passage, honorifics that one side lacks left out."""
        return self._judged(view, saying, but_for_tail(view, without_honorifics(view, self.work, pairs)))

    def _judged(self, view: TextView, saying: Saying | None, pairs: list[Pair]) -> Told:
        pairs = between_chains(view, self.work, pairs)
        spoken = saying is None or not saying.enclosed
        pairs = without_remark(self.work, pairs) if spoken else pairs
        judgement = but_for_editorial(view, judge_pairs(self.judge, view, pairs), spoken)
        return Told(pairs[0].d0, pairs[-1].d1, saying, judgement, share(view, pairs))

    def _beside_sayings(self, view: TextView, group: list[Candidate], left: Sequence[Candidate], sayings: Sequence[Saying]) -> list[Told]:
        """Stretches that nothing announces, among them what is `left` of some that hold sayings: that is told where it stands so in its source, and
        where marks hold it, since the source has what stands beside it, too; but a narrator's words around speeches may be the writer's."""
        told = self._unannounced(view, group, sayings)
        if not left:
            return told
        told = [t for t in told if t.as_told]
        marks = [(d0, d1, c) for c in left for d0, d1 in in_marks_within(view, c.d0, c.d1) if not any(t.d0 <= d0 and d1 <= t.d1 for t in told)]
        held = self._announced(view, [(Saying(d0, d1, True, view.starts[d0], False, -1), [self.work.passage_view[c.c0]]) for d0, d1, c in marks])
        read = [t for t in held if t.judgement is not None and (t.as_told or t.share >= NEARLY_ALL)]
        taken = words_of(read)
        told = [*read, *(t for t in told if taken.isdisjoint(range(t.d0, t.d1)))]
        taken = words_of(told)
        others = [c for c in group if c not in left and taken.isdisjoint(range(c.d0, c.d1))]
        return [*told, *self._unannounced(view, others, sayings)] if others else told

    def _unannounced(self, view: TextView, group: list[Candidate], sayings: Sequence[Saying], marked: bool = False) -> list[Told]:
        """Stretches that nothing encloses and that say enough: neighbours as one where one passage has most of their words, and the writer does not
        speak between marks around each; `marked` says that he does."""
        parts = of_one_report(self.work, group)
        if parts and sum(content(self.work, c.pairs) for c in group) >= FREE_BITS:
            whole = Saying(group[0].d0, group[-1].d1, False, view.starts[group[0].d0], False, -1)
            fullest = sorted(parts, key=lambda c: -c.score)[:MAX_JOINED]
            passages = dict.fromkeys(self.work.passage_view[c.c0] for c in fullest)
            beside = self.beside.each(view, whole, self.beside.fits(view, [(whole, passages)])[0], NEARLY)
            trimmed = (without_lead(view, self.work, trim(pairs, view, self.work), sayings) for _, pairs in beside)
            readings = [self._told(view, None, pairs) for pairs in trimmed if pairs and share(view, pairs) >= SOURCED]
            best = max(readings, key=lambda t: t.nearness, default=None)
            if best is not None and by_itself(view, self.work, best):
                if not best.as_told and len(held := [*in_marks_each(view, group)]) > 1:
                    return [t for these in held for t in self._unannounced(view, these, sayings, True)]
                before, after = [c for c in group if c.d1 <= best.d0], [c for c in group if c.d0 >= best.d1]
                return [*self._unannounced(view, before, sayings), self._held(view, best), *self._unannounced(view, after, sayings)]
        alone = (self._alone(view, c, sayings, marked) for c in group)
        return [self._held(view, told) for told in alone if told is not None]

    def _held(self, view: TextView, told: Told) -> Told:
        """A stretch without the few words before and behind the marks that hold the others, and behind a full stop."""
        pairs = told.judgement.pairs if told.judgement is not None else []
        held = up_to_stop(view, within_marks(view, pairs)) if pairs else pairs
        return self._told(view, told.saying, held) if len(held) < len(pairs) else told

    def _alone(self, view: TextView, c: Candidate, sayings: Sequence[Saying], marked: bool) -> Told | None:
        """A stretch by itself, from the report's first word on; None if it says too little, and is not just what marks hold beside others."""
        first = self.work.passages.matn[self.work.passage_view[c.c0]]
        whole = [p for p in c.pairs if p.c0 >= first]
        pairs = from_first_word(view, self.work, without_lead(view, self.work, whole, sayings))
        bits = content(self.work, pairs)
        if marked and pairs and fills_quotation_marks(view, pairs[0].d0, pairs[-1].d1) and (whole_marks := self._told(view, None, pairs)).as_told:
            return whole_marks
        if bits < OPEN_BITS or is_formula(view, pairs[0].d0, pairs[-1].d1) or is_wish(view, pairs[0].d0, pairs[-1].d1):
            return None
        saying = open_around(sayings, c.d0, c.d1)
        likely = saying is not None or bits >= FREE_BITS or fills_quotation_marks(view, pairs[0].d0, pairs[-1].d1)
        told = self._told(view, saying, pairs) if likely else None
        if saying is not None or (told is not None and by_itself(view, self.work, told)):
            return told
        cue = announced(view, pairs[0].d0, False)  # «قال» alone announces anything, and little behind «قال ﷺ» is asked for by letters (`unmarked`)
        if cue is None or not (cue.prophet or cue.another) or only_spoken(view, whole[0].d0, pairs[0].d0, sayings):
            return None
        told = told or self._told(view, saying, pairs)
        return told if told.as_told or (cue.prophet and not opens_behind(view, told.d1)) else None  # «لقول النبي ﷺ لمعاذ حين بعثه: …»

    def fits(self, view: TextView, asked: Iterable[tuple[Told, Iterable[int]]]) -> list[Fits]:
        """For each hadith some passages, those that have most of it first; many are looked at in little more time than one."""
        return self.beside.fits(view, [(stretch_of(view, told), passages) for told, passages in asked])

    def against(self, view: TextView, told: Told, fits: Fits) -> Iterator[Told]:
        """A hadith read against each of some passages, without those where nothing of it stands."""
        here = stretch_of(view, told)
        beside = (read_beside(view, self.work, here.d0, here.d1, passage, fitting) for passage, fitting in fits)
        return (with_negation(self.judge, view, self._told(view, told.saying, pairs)) for pairs in beside if pairs)

    def nearest(self, view: TextView, told: Told, fits: Fits) -> Told | None:
        """A hadith as the nearest of some passages has it; None if none has most of it."""
        beside = self.beside.each(view, stretch_of(view, told), fits, NEARLY, 0.0)
        nearest = self._nearest(view, told.saying, [pairs for _, pairs in beside])
        return with_negation(self.judge, view, nearest) if nearest is not None else None

    def everywhere(self, view: TextView) -> list[Told]:
        """A whole text read against every passage that has most of it, the nearest first; passages of one report are each listed."""
        here = Saying(0, len(view.starts), True, 0, False, -1)
        near = dict.fromkeys(sharing(view, self.work, here.d0, here.d1))
        for passage in [*near]:
            near |= dict.fromkeys(self.work.parallels(passage))
        readings = [self._told(view, here, pairs) for _, pairs in self.beside.each(view, here, self.beside.fits(view, [(here, near)])[0], NEARLY)]
        return sorted((t for t in readings if t.share >= SOURCED), key=lambda t: t.nearness, reverse=True)
