"""The whole story of tracing: seeds -> chains -> candidates -> judgement -> evidence -> acceptance, then once more with shorter
seeds where something is announced and nothing was found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from muqabala.canon.work import Work
from muqabala.trace.announced.cues import reading_discussed
from muqabala.trace.announced.lines import is_asked_for
from muqabala.trace.announced.windows import Window, as_quoted, filled, find_windows, of_scripture
from muqabala.trace.hadith.comment import quoted_before
from muqabala.trace.matching import accept
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import Span, pair_words, share, whole_words
from muqabala.trace.matching.borders import is_reference
from muqabala.trace.matching.candidates import Candidate, align_chain, find_candidates, fullest, opening, promising
from muqabala.trace.matching.chains import announced, find_runs
from muqabala.trace.matching.citations import Checked, as_seen, check_references, note_cited, read_where_cited, without_named
from muqabala.trace.matching.ends import MAX_PADDING, with_replaced_ends
from muqabala.trace.matching.glosses import around_glosses
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.matching.nearest import NAMED, most_of
from muqabala.trace.matching.parts import at_elisions, at_speakers, in_parts, share_altered
from muqabala.trace.matching.settle import settle
from muqabala.trace.quran.across import across_a_slip
from muqabala.trace.quran.begun import FIRST, but_for_own_head, from_its_cue
from muqabala.trace.quran.deciding import BEYOND_CHANCE, SHORT, Register, changes_one_of_two, decide, is_spoken, weigh
from muqabala.trace.quran.elisions import find_elided, unlike_parts
from muqabala.trace.quran.held import MEANT, PIECE, to_closing_mark, with_changed_rest
from muqabala.trace.quran.lemmas import bracketed, find_lemmas
from muqabala.trace.quran.lists import unlike_the_others
from muqabala.trace.quran.meant import meant
from muqabala.trace.quran.several import RIGHT, one_out_of_order, several_verses, with_words_between
from muqabala.trace.quran.until import LED, is_first_word, is_opening, of_pieces, read_on, up_to_mark
from muqabala.trace.references.naming import Reference
from muqabala.trace.references.references import find_references
from muqabala.trace.written.asides import is_basmala, listed
from muqabala.trace.written.brackets import ends_open
from muqabala.trace.written.view import TextView

LIKELY = 0.45
"""Confidence that what a window holds needs, which is looked for with short seeds."""
MIN_BITS = 20.0
"""Bits below which words that nothing announces are not looked at: of thousands of such candidates, none was a quotation."""
ECHO = 0.34
"""Share of the words between brackets that may be scripture while the whole is none."""
HALF = 0.5
"""Share of the letters between brackets in words that agree, below which a few common words do not say what was meant."""
MAX_BRACKETED, CHAINS_PER_WINDOW = 12, 6
"""Words in brackets up to which they are searched again with shorter seeds, and chains that are aligned then."""


@dataclass(frozen=True)
class Traced:
    """What was found in a text."""

    found: list[Found]
    """All candidates, in the text's order, those held back among them."""
    unsourced: list[Window]
    """Stretches announced as Qur'an in which nothing was found."""
    citations: list[Checked]
    """The references that the text gives, each tied to its quotation and checked."""


NOTHING = Traced([], [], [])


def _by_document(
    view: TextView, windows: list[Window], found: list[Found], references: Sequence[Reference]
) -> Iterator[tuple[range, list[Window], list[Found], Sequence[Reference]]]:
    """Words (half-open, without those of the separator), windows, candidates and references of each document."""
    w = [view.starts[x.d0] for x in windows]
    f = [x.judgement.start for x in found]
    r = [x.start for x in references]
    for start, end in zip(view.documents, view.document_ends, strict=True):
        yield (
            range(bisect_left(view.starts, start), bisect_left(view.starts, end)),
            windows[bisect_left(w, start) : bisect_left(w, end)],
            found[bisect_left(f, start) : bisect_left(f, end)],
            references[bisect_left(r, start) : bisect_left(r, end)],
        )


@dataclass(frozen=True)
class Tracer:
    """Traces one work; holds its judge (and so what has been compared before)."""

    work: Work
    judge: Judge

    @classmethod
    def of(cls, work: Work) -> Tracer:
        """A tracer for a work."""
        return cls(work, Judge(work))

    def trace(self, view: TextView) -> list[Traced]:
        """What was found in each document of a text, with judgement, evidence and whether it is held back."""
        references = find_references(view)
        windows = find_windows(view, [(r.start, r.end) for r in references if not (r.doubtful or r.whole or r.listed)])
        windows = [w for w in as_quoted(view, windows, [(r.start, r.end) for r in references if not r.listed]) if not is_reference(view, w.d0, w.d1)]
        found = []
        for candidate in find_candidates(view, self.work, promising(view, self.work, windows)):
            pairs = without_named(view, candidate.pairs, references)
            d0, d1 = pairs[0].d0, pairs[-1].d1
            window = _window_of(windows, d0, d1) or filled(view, d0, d1)
            if window is None and accept.matched_bits(view, self.work, pairs) < MIN_BITS:
                continue
            judgement = settle(self.judge, view, pairs, window)
            if judgement is not None:
                found.append(accept.look(view, self.work, judgement, window))
        found = _without_nested(found)
        traced = [self._document(view, *part) for part in _by_document(view, windows, found, references)]
        return self._with_lemmas(view, traced)

    def _with_lemmas(self, view: TextView, traced: list[Traced]) -> list[Traced]:
        """What was found in each document, the words among it that are taken up in brackets from a verse that it quotes."""
        spans = bracketed(view) if any(t.found for t in traced) else []
        borders = [bisect_left(spans, (bisect_left(view.starts, start),)) for start in (*view.documents, len(view.text) + 1)]
        for t, (low, high) in zip(traced, pairwise(borders), strict=True):
            lemmas = find_lemmas(self.judge, view, t.found, spans[low:high])
            if lemmas:
                t.found[:] = sorted([*_uncovered(t.found, lemmas), *lemmas], key=lambda f: f.judgement.start)
        return traced

    def _document(self, view: TextView, words: range, windows: list[Window], found: list[Found], references: Sequence[Reference]) -> Traced:
        """Decide on the candidates of one document, then look once more where something is announced."""
        if not found and not windows and not references:
            return NOTHING
        found = _outside(references, found)
        seen = as_seen(references, found, view)
        self._cited(seen, found, view)
        text = Register(len(words), accept.noise_of(found), is_spoken(view, words))
        decide(found, view, self.work, text)
        found, fresh = self._in_parts(view, found)
        if fresh:
            note_cited(seen, found, self.work)
            decide(found, view, self.work, text, fresh)
        if more := find_elided(self.judge, view, windows, seen):
            found = self._taking_up(view, found, more, seen, text)
        if more := several_verses(self.judge, view, windows, found):
            found = self._taking_up(view, found, more, seen, text)
        if odd := unlike_the_others(view, seen, found, [w for w in windows if not w.soft]):
            found = self._taking_up(view, found, self._up_to_ends(view, odd, found), seen, text)
            taken = {w.d0 for w in odd}
            windows = sorted([*(w for w in windows if w.d0 not in taken), *odd])
        more, unsourced, echoes = self._second_pass(view, windows, found, seen)
        if more:
            parts = [part for f in more for part in self._at_elisions(view, f)]
            found = self._taking_up(view, found, _outside(references, parts), seen, text)
        whole, made_up, openings = self._to_their_ends(view, windows, found, references)
        whole += self._up_to_marks(view, windows, found, references)
        if whole:
            found = self._taking_up(view, found, whole, seen, text)
        for f in (*echoes, *openings):
            f.held_back = "echo"
        return Traced(found, sorted([*unsourced, *made_up]), check_references(references, found, self.judge, view))

    def _up_to_ends(self, view: TextView, windows: list[Window], found: list[Found]) -> list[Found]:
        """What was found in windows that were not known before, read as far as these go where few words are beside it."""
        more = []
        for window in windows:
            inside = [f for f in found if not f.held_back and window.d0 <= f.judgement.d0 and f.judgement.d1 <= window.d1]
            judgement = settle(self.judge, view, inside[0].judgement.pairs, window) if len(inside) == 1 else None
            if judgement is not None and (judgement.d0, judgement.d1) == (window.d0, window.d1):
                more.append(accept.look(view, self.work, judgement, window))
        return more

    def _taking_up(self, view: TextView, found: list[Found], more: list[Found], seen: Sequence[Reference], text: Register) -> list[Found]:
        """Candidates with more of them, which take the place of those that they cover; decided on anew."""
        found = sorted([*_uncovered(found, more), *more], key=lambda f: f.judgement.start)
        self._cited(seen, found, view)
        decide(found, view, self.work, text)
        return found

    def _cited(self, seen: Sequence[Reference], found: list[Found], view: TextView) -> None:
        """Tell candidates of the references that point to them, those in which words differ read at the places that these name; in place."""
        note_cited(seen, found, self.work)
        read_where_cited(seen, found, self.judge, view)
        note_cited(seen, found, self.work)

    def _at_elisions(self, view: TextView, f: Found) -> list[Found]:
        """A candidate, or its parts where elisions part it and each stands somewhere."""
        parts = at_elisions(self.judge, view, f) if f.judgement.verdict == "altered" else []
        return [accept.look(view, self.work, part) for part in parts] or [f]

    def _in_parts(self, view: TextView, found: list[Found]) -> tuple[list[Found], list[Found]]:
        """Candidates, those in which words differ with their right parts taken by themselves; and these parts, not decided yet."""
        wrong = [f for f in found if f.judgement.verdict in ("altered", "vocalisation") and f.held_back in ("", "adapted")]
        share, apart = share_altered(found), {}
        for f in wrong:
            if reading_discussed(view, f.judgement.d0):
                f.judgement.verdict = "reading"
            if f.judgement.verdict != "altered":
                continue
            parts = at_elisions(self.judge, view, f) or at_speakers(self.judge, view, f) or in_parts(self.judge, view, f, share)
            if parts != [f.judgement]:
                apart[id(f)] = [accept.look(view, self.work, part) for part in parts]
        if not apart:
            return found, []
        parted = _without_nested([part for f in found for part in apart.get(id(f), [f])])
        known = {id(f) for f in found}
        return parted, [f for f in parted if id(f) not in known]

    def _second_pass(
        self, view: TextView, windows: list[Window], found: list[Found], references: Sequence[Reference]
    ) -> tuple[list[Found], list[Window], list[Found]]:
        """Look with shorter seeds into windows in which nothing was accepted; those that stay empty are without source.

        The third value holds what was found in windows of which it is only a small part.
        """
        more, unsourced, echoes = [], [], []
        taken = [f for f in found if not f.held_back]
        starts = [f.judgement.d0 for f in taken]
        for window in (w for w in windows if not w.soft):
            near = taken[max(0, bisect_right(starts, window.d0) - 2) : bisect_right(starts, window.d1)]
            inside = [f for f in near if f.judgement.d0 < window.d1 and f.judgement.d1 > window.d0]
            if window.enclosed and (whole := self._around_glosses(view, window, inside)) is not None:
                more.append(whole)
                continue
            text = window.d1 - window.d0 >= SHORT and not listed(view, window.d0, window.d1)
            announced = window.enclosed and text and of_scripture(view, window) and not reading_discussed(view, window.d0)
            if announced and (whole := one_out_of_order(self.judge, view, window, inside)) is not None:
                more.append(whole)
                continue
            if inside and not window.enclosed:
                more += self._longer(view, window, inside[0])
                window = window._replace(d1=min(f.judgement.d0 for f in inside))  # what a cue announces may be short, and another follow
                if window.d1 - window.d0 < SHORT:
                    continue
            here = inside if window.enclosed else []
            echo = announced and _only_echoes(view, window, here)
            best = self._found_in(view, window) if echo or not here else None
            if announced and (best is None or _only_echoes(view, window, [best])):
                best = self._damaged(view, window, references) if echo or not here else None
            if best is not None:
                here, echo = [best], False
            asked = window.until and not here and (not window.sentence or is_asked_for(view, window.d0, window.until))
            unmarked = window._replace(d1=window.until) if asked and of_scripture(view, window) else None
            if unmarked is not None and not any(f.judgement.d0 < unmarked.d1 and f.judgement.d1 > unmarked.d0 for f in taken):
                best = self._damaged(view, unmarked)
                more += [best] if best is not None else []
                few = window.sentence and self._begins_with_a_verse(view, unmarked)
                unsourced += [unmarked] if best is None and not few else []
            elif announced and (echo or not here):
                unsourced.append(window)
                echoes += inside
            elif here:
                for part in unlike_parts(view, window, here) if announced else ():
                    found_there = self._search_window(view, part) or self._damaged(view, part)
                    more += [found_there] if found_there is not None else []
                    unsourced += [part] if found_there is None else []
                whole = (to_closing_mark(self.judge, view, window, here) or with_changed_rest(self.judge, view, window, here)) if announced else None
                more += [f for f in (whole or best,) if f is not None]
                if announced and whole is None:
                    more += with_words_between(self.judge, view, window, here) or self._beside(view, window, here)
        return more, unsourced, echoes

    def _longer(self, view: TextView, window: Window, first: Found) -> list[Found]:
        """What a cue announces, as far as it stands in the work letter for letter, if that is more than what was found of it: a verse that stands in
        too many places has no seeds, «فبأي آلاء ربكما تكذبان»."""
        begun = opening(view, self.work, window)
        if not begun or first.judgement.d0 < window.d0 or begun[0].d1 < first.judgement.d1:
            return []
        judgement = settle(self.judge, view, begun[0].pairs, window)
        if judgement is None or judgement.wrong_words or judgement.d1 - judgement.d0 <= first.judgement.d1 - first.judgement.d0:
            return []
        return [accept.look(view, self.work, judgement, window)]

    def _beside(self, view: TextView, window: Window, here: list[Found]) -> list[Found]:
        """Other verses that marks hold right before or behind what was found in them, «{… الراكعين إن الله غفور رحيم}», word by word; and the last of
        several verses up to the closing mark."""
        first, last = here[0].judgement, here[-1].judgement
        sides = [window._replace(d1=first.d0), window._replace(d0=last.d1)]
        if is_basmala(view, last.d0, last.d1):
            return self._behind_basmala(view, window._replace(d0=last.d1))
        sides = [s for s in sides if s.d1 - s.d0 > SHORT and window.d0 <= s.d0 and s.d1 <= window.d1]
        found = [f for s in sides if (f := self._search_window(view, s)) is not None and f.judgement.d1 == s.d1 and not f.judgement.wrong_words]
        open_ = found or len(here) == 1 or last.d1 - last.d0 < PIECE or ends_open(view, window.d0, window.d1)
        if open_ or not last.d1 < window.d1 <= last.d1 + MAX_PADDING:
            return found
        more = self._up_to_ends(view, [window._replace(d0=last.d0)], here[-1:])
        for f in more:
            f.confidence = f.meant = MEANT
        return more

    def _behind_basmala(self, view: TextView, window: Window) -> list[Found]:
        """What marks hold behind the basmala, if it is the beginning of a verse word by word."""
        count, c0, c1 = whole_words(view, self.work, window.d0, window.d1)
        whole = 0 < count == window.d1 - window.d0 and c0 in self.work.passage_starts
        judgement = settle(self.judge, view, pair_words(view, self.work, window.d0, window.d1, c0, c1), window) if whole else None
        if judgement is None:
            return []
        return [accept.look_meant(view, self.work, judgement, window, MEANT)]

    def _begins_with_a_verse(self, view: TextView, window: Window) -> bool:
        """Whether a sentence may be a few words of a verse, which are more than an opening of many, and then the writer's own."""
        begun = opening(view, self.work, window)
        if begun and is_opening(view, self.work, window, begun[0].d1):
            return False
        return bool(begun) or any(quoted_before(view, self.work, window.d0, window.d1))

    def _to_their_ends(
        self, view: TextView, windows: list[Window], found: list[Found], references: Sequence[Reference]
    ) -> tuple[list[Found], list[Window], list[Found]]:
        """What is announced without marks and begins with right words, read up to where the writer ends it, if more is meant than these.

        The second value holds windows that only begin as many verses do, the third these beginnings.
        """
        more, unsourced, openings = list[Found](), list[Window](), list[Found]()
        taken = [f for f in found if not f.held_back]
        begins = [f.judgement.d0 for f in taken]
        weak = {(f.judgement.d0, f.judgement.d1): f for f in found if f.held_back == "likelihood"}
        for window in windows:
            first = bisect_left(begins, window.d0)
            inside = taken[first : max(bisect_left(begins, window.until), bisect_left(begins, window.d0 + FIRST + 1))] if not window.enclosed else []
            inside = inside or self._begun(view, weak.get((window.d0, window.until)))
            if not inside or inside[0].judgement.wrong_words or not of_scripture(view, window) or reading_discussed(view, window.d0):
                continue
            own = not first or taken[first - 1].judgement.d1 <= window.d0
            heads = [from_its_cue] if own else []
            read = (longer(self.judge, view, window, inside[0]) for longer in (*heads, across_a_slip))
            more += [accept.look_meant(view, self.work, judgement, window, MEANT) for judgement in read if judgement is not None]
            head = inside[0].judgement.d0 - window.d0
            pieces = len(inside) > 1 or head > FIRST
            if (head and not pieces) or not inside[0].judgement.d1 < window.until:
                continue
            if pieces and not of_pieces(view, self.work, window, inside):
                continue
            if (is_opening(view, self.work, window, inside[0].judgement.d1) or (pieces and window.sentence)) and not window.soft:
                whole = window._replace(d1=window.until)
                best = self._damaged(view, whole)
                more += [best] if best is not None else []
                unsourced += [whole] if best is None else []
                openings += inside
            elif not head and (judgement := read_on(self.judge, view, window, inside[0], references)) is not None:
                more.append(accept.look_meant(view, self.work, judgement, window, MEANT))
        return more, unsourced, openings

    def _begun(self, view: TextView, weak: Found | None) -> list[Found]:
        """The right words with which a candidate begins that says too little by itself; none where they are too few."""
        pairs = [*takewhile(lambda p: p.same, weak.judgement.pairs)] if weak is not None else []
        return [accept.look(view, self.work, judge_pairs(self.judge, view, pairs))] if len(pairs) >= LED else []

    def _up_to_marks(self, view: TextView, windows: list[Window], found: list[Found], references: Sequence[Reference]) -> Iterator[Found]:
        """What quotation marks that nothing announces hold up to where they close, if it begins with right words and ends with one or two changed."""
        for f in found:
            j = f.judgement
            if f.held_back or j.wrong_words or (window := up_to_mark(view, j)) is None or _window_of(windows, j.d0, j.d1) is not None:
                continue
            if (longer := read_on(self.judge, view, window, f, references)) is not None:
                yield accept.look_meant(view, self.work, longer, window, MEANT)

    def _around_glosses(self, view: TextView, window: Window, inside: list[Found]) -> Found | None:
        """What marks hold, read without the glosses in brackets inside them, unless what was found there is all of it, and right."""
        if any(f.judgement.d0 <= window.d0 and f.judgement.d1 >= window.d1 and not f.judgement.wrong_words for f in inside):
            return None
        beyond = max((max(window.d0 - f.judgement.d0, f.judgement.d1 - window.d1) for f in inside), default=0)
        judgement = around_glosses(self.judge, view, window) if beyond <= MAX_PADDING else None
        return accept.look_meant(view, self.work, judgement, window, RIGHT) if judgement is not None else None

    def _found_in(self, view: TextView, window: Window) -> Found | None:
        """What a window begins with, if it is more than a word or two of what goes on up to a reference."""
        best = self._search_window(view, window)
        referred = best is not None and window.until and not window.sentence
        return None if best is None or (referred and is_first_word(view, self.work, window, best.judgement)) else best

    def _search_window(self, view: TextView, window: Window) -> Found | None:
        """What a window begins with, if it is likely enough.

        Where brackets mark its ends its words may be damaged; where only its beginning is known they must be the source's.
        """
        best: Found | None = None
        for candidate in self._in_window(view, window):
            judgement = settle(self.judge, view, candidate.pairs, window)
            if judgement is None or judgement.d0 != window.d0 or changes_one_of_two(judgement, view, self.work):
                continue
            seen = accept.look(view, self.work, judgement, window)
            weigh([seen])
            if best is None or (seen.confidence, -seen.judgement.wrong_words) > (best.confidence, -best.judgement.wrong_words):
                best = seen
        return best if best is not None and best.confidence >= LIKELY else None

    def _damaged(self, view: TextView, window: Window, references: Sequence[Reference] = ()) -> Found | None:
        """What marks that announce scripture hold, read as a whole against the stretch of the work that has most of it, or that it is meant to be."""
        pairs = most_of(view, self.work, window.d0, window.d1) or (meant(view, self.work, window, references) if window.enclosed else [])
        judgement = judge_pairs(self.judge, view, pairs) if pairs else None
        if judgement is not None and window.enclosed:
            judgement = min(judge_pairs(self.judge, view, with_replaced_ends(self.work, pairs)), judgement, key=lambda j: j.rank[:2])
        elif judgement is not None:
            rest = judge_pairs(self.judge, view, but_for_own_head(view, self.work, pairs))
            judgement = rest if not rest.wrong_words else judgement
        return accept.look_meant(view, self.work, judgement, window, MEANT) if judgement is not None else None

    def _in_window(self, view: TextView, window: Window) -> Iterator[Candidate]:
        """Candidates for a window: the work's own words; for what brackets hold, damaged ones as well, found with short seeds."""
        exact = opening(view, self.work, window)
        yield from exact
        if not window.enclosed or window.d1 - window.d0 > MAX_BRACKETED or (exact and exact[0].d1 == window.d1):
            return  # a longer stretch in brackets has had its chance with long seeds
        low, high = view.first[window.d0], view.first[window.d1]
        runs = find_runs(view.folded.letters[low:high], announced(self.work))
        for _, start, end, first, last in fullest(runs, CHAINS_PER_WINDOW):
            yield from align_chain(view, self.work, Span(low + start, low + end, first, last), low, high)


def _outside(references: Sequence[Reference], found: list[Found]) -> list[Found]:
    """Candidates that are no part of a reference: the name of a sura, «آل عمران», stands in the Qur'an as well."""
    references = [r for r in references if not (r.doubtful and r.whole)]  # «(والفجر)» may be a verse
    begins = [r.start for r in references]
    at = (bisect_right(begins, f.judgement.start) - 1 for f in found)
    return [f for f, i in zip(found, at, strict=True) if i < 0 or f.judgement.end > references[i].end]


def _only_echoes(view: TextView, window: Window, inside: list[Found]) -> bool:
    """Whether what was found within brackets is a few of the words that they hold, or has a few common words of the source, so that the
    whole is not what stands there."""
    if all(f.judgement.verdict == "altered" and f.bits < NAMED and share(view, f.judgement.pairs) < HALF for f in inside):
        return True
    words = sum(min(f.judgement.d1, window.d1) - max(f.judgement.d0, window.d0) for f in inside)
    if words <= SHORT and 2 * words < window.d1 - window.d0 and all(f.bits < MIN_BITS for f in inside):
        return True  # «إن الله» stands everywhere
    return words < ECHO * (window.d1 - window.d0) and all(f.bits < BEYOND_CHANCE for f in inside)


def _without_nested(found: list[Found]) -> list[Found]:
    """Candidates in the text's order; of two that settling made overlap, the one that says more."""
    kept: list[Found] = []
    for f in sorted(found, key=lambda f: (f.judgement.d0, -f.judgement.d1)):
        while kept and kept[-1].judgement.d1 > f.judgement.d0 and kept[-1].bits < f.bits:
            kept.pop()
        if not kept or kept[-1].judgement.d1 <= f.judgement.d0:
            kept.append(f)
    return kept


def _window_of(windows: list[Window], d0: int, d1: int) -> Window | None:
    """The window that holds words d0..d1."""
    at = bisect_right(windows, d0, key=lambda w: w.d0) - 1
    return windows[at] if at >= 0 and windows[at].d0 <= d0 and d1 <= windows[at].d1 else None


def _uncovered(found: Sequence[Found], more: Sequence[Found]) -> list[Found]:
    """Candidates that have no word of some others."""
    taken = sorted((m.judgement.d0, m.judgement.d1) for m in more)
    reach = list(accumulate((d1 for _, d1 in taken), max, initial=0))  # the farthest word of those that begin before each
    return [f for f in found if reach[bisect_left(taken, (f.judgement.d1,))] <= f.judgement.d0]
