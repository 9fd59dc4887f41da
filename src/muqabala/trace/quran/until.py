"""What is announced without marks, read up to where the writer ends it: he begins with words of a verse, and goes on with others.

Nothing shows where such a quotation ends, so that what stands behind right words is mostly his own. It is not where his reference in brackets
stands behind it, nor where one or two words stand before the full stop in the place, and in the form, of the verse's next ones, nor where the
right words are an opening of many verses that says nothing by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz.distance import Hamming, Postfix, Prefix

from muqabala.canon.suras import sura_named
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.announced.announcements import WORDS_OF
from muqabala.trace.announced.cues import cue_before
from muqabala.trace.announced.lines import SENTENCE_ENDS, is_asked_for
from muqabala.trace.announced.speakers import SAID
from muqabala.trace.announced.windows import Window
from muqabala.trace.hadith.comment import goes_on
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import Pair, at_place, beside_none, similarity
from muqabala.trace.matching.citations import LONGEST_NAME, MAX_PLACES, all_places, span_verses, verses_of
from muqabala.trace.matching.ends import MAX_PADDING, ONE_WORD
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.asides import (
    NAMES_SURA,
    concluded,
    elided,
    elision_phrase,
    is_honorific,
    signals,
    skeleton_of,
    skeletons_of,
    tail_words,
    words_between,
)
from muqabala.trace.written.brackets import QUOTES, brackets
from muqabala.trace.written.view import TextView

LED, LAST, LONG, LONG_ENOUGH = 3, 2, 6, 4
"""Right words before the last of a sentence, how many of these may be changed, right words in marks that nothing announces, and those before last
words that have nothing of the verse's."""
SAME, FORM, LETTERS = 1.0, 0.4, 3
"""Share of a word's letters that it has in the same places as the source's word, if it is that, and from which it has its form («أعلمكم», «أتقاكم»);
and letters that either has at least."""
PLACES, ADDED = 10, range(2, 13)
"""Places from which words are an opening of many verses, and how many words behind it may be none of theirs; more are an account of something."""
ALL = frozenset(range(1, 115))
"""The numbers of the suras."""
ELISION = 4
"""Characters of a sign of elision and the blank before it."""
_BLANKS = " \u00a0*_"
_SIGNED = re.compile(r"[^\s*_]")
_BEFORE_NAME = re.compile(r"[\s*_.]*(?:[(\[]|[-–—]|(?:من\s)?سور[ةه]|الآية|آية)")
"""How a reference behind words begins that says where they stand."""
_COMMENTS = frozenset(skeleton_of("وقد كما حيث لأن لأنه لأنها دلالة إشارة بيان خطاب").split(b"\0"))
"""Words with which he comments before his reference, beside those that `goes_on` knows."""
_REVERED = skeletons_of(("تعالى", "سبحانه", "جل", "صدق", "صلى", "رضي", "النبي"))
"""Words of who speaks of God, the Prophet or a Companion: «كما أمر الله تعالى», «صدق الله العظيم»."""

CALLS = skeletons_of(("يا", "أيها", "اللهم"))
"""Words with which he turns to somebody."""


def is_opening(view: TextView, work: Work, window: Window, d1: int) -> bool:
    """Whether a window begins with an opening of many verses, which ends before word `d1`, and others follow that are none of theirs."""
    places, count = work.standing(view.letters[view.first[window.d0] : view.first[d1]]), d1 - window.d0
    if len(places) < PLACES or any(c + count in work.passage_starts for c in places):
        return False
    return not (window.sentence and _is_lemma(view, window)) and window.until - d1 in ADDED and is_meant(view, work, d1, window.until)


def _is_lemma(view: TextView, window: Window) -> bool:
    """Whether «قوله» announces a window, with which a commentator takes up a few words."""
    cue = bisect_left(view.starts, cue_before(view, window.d0, view.starts[window.d0]).start)
    return not WORDS_OF.isdisjoint(view.skeletons(cue, window.d0))


def read_on(judge: Judge, view: TextView, window: Window, found: Found, references: Sequence[Reference]) -> Judgement | None:
    """What a window holds up to where it ends, given the right words that it begins with; None where those behind them may be the writer's own."""
    j, work, until = found.judgement, judge.work, window.until
    goes_on_so = work.letter_bytes.startswith(view.letters[view.first[j.d1] : view.first[until]], work.first_view[j.c1])
    fills = _fills(work, found, until)
    if goes_on_so or not (is_meant(view, work, j.d1, until, suras_of(found, work)) or (fills and is_ending(view, work, j.d1, until))):
        return None  # «… تشكرون وإذ [البقرة: 52-53]» ends with a word of the next verse
    tail = _to_full_stop(work, view, window, found) if window.sentence else _to_reference(work, view, window, found, references)
    return judge_pairs(judge, view, tail) if tail else None


def is_first_word(view: TextView, work: Work, window: Window, judgement: Judgement) -> bool:
    """Whether a word or two are all that was found of what goes on up to a reference, and the others may be meant as a verse's, too."""
    count, own = judgement.d1 - judgement.d0, window.until - judgement.d1
    return count <= LAST and own > MAX_PADDING and is_meant(view, work, judgement.d1, window.until)


def of_pieces(view: TextView, work: Work, window: Window, inside: Sequence[Found]) -> bool:
    """Whether pieces of verses, each of a few words, are the lesser part of what a window holds, no sign stands among them, and the others may be
    meant as a verse's: they are nobody's quotations."""
    judged = [f.judgement for f in inside]
    words = sum(j.d1 - j.d0 for j in judged)
    if any(j.d1 - j.d0 > LONG_ENOUGH for j in judged) or 2 * words > window.until - window.d0 or judged[-1].d1 > window.until:
        return False
    signed = any(_SIGNED.search(view.text, view.ends[d - 1], view.starts[d]) for d in range(window.d0 + 1, window.until))
    if signed or (window.sentence and (_is_lemma(view, window) or not is_asked_for(view, window.d0, window.until))):
        return False
    return is_meant(view, work, judged[0].d1 if judged[0].d0 == window.d0 else window.d0 + 1, window.until)


def _fills(work: Work, found: Found, until: int) -> bool:
    """Whether one or two words behind right ones are as many as their verse has left, at some place."""
    j, count = found.judgement, until - found.judgement.d1
    ends = (c0 + j.c1 - j.c0 + count for c0 in all_places(found)[:MAX_PLACES])
    return 0 < count <= LAST and any(c in work.passage_starts or c == len(work.words) for c in ends)


def is_ending(view: TextView, work: Work, d0: int, d1: int) -> bool:
    """Whether words d0..d1, two or more and no sign before them, end other verses, «غفور رحيم»."""
    if d1 - d0 < LAST or view.skeleton(d0) in CALLS or _SIGNED.search(view.text, view.ends[d0 - 1], view.starts[d0]):
        return False
    return any(c + d1 - d0 in work.passage_starts for c in work.standing(view.letters[view.first[d0] : view.first[d1]]))


def up_to_mark(view: TextView, judgement: Judgement) -> Window | None:
    """What quotation marks hold that begin with a long right quotation and have one or two words more, as if a sentence ended there."""
    spans = brackets(view) if judgement.d1 - judgement.d0 >= LONG else []
    at = bisect_left(spans, (judgement.start,)) if spans else 0
    start, end = spans[at] if at < len(spans) else (0, 0)
    if start != judgement.start or view.text[start - 1] not in QUOTES:
        return None
    until = bisect_left(view.starts, end)
    return Window(judgement.d0, until, False, False, until=until, sentence=True) if 0 < until - judgement.d1 <= LAST else None


def suras_of(found: Found, work: Work) -> frozenset[int]:
    """The suras in which a quotation stands."""
    return frozenset(sura for sura, _, _ in verses_of(found, work)[:MAX_PLACES])


def is_meant(view: TextView, work: Work, d0: int, d1: int, suras: frozenset[int] = ALL, sure: bool = False) -> bool:
    """Whether words d0..d1 behind right ones may be meant as the source's: no sign stands before them, no sentence ends among them, nobody speaks,
    explains or leaves words out in them or behind them, no sura is named, but a word alone may be the name of another than some («المؤمنين»), and
    they are no words of a verse themselves. Where it is `sure` that the verse goes on, a «ف» begins no comment."""
    start, end = view.starts[d0], view.ends[d1 - 1]
    if goes_on(view, d0, sure) or view.skeleton(d0) in _COMMENTS or SENTENCE_ENDS.search(view.text, start, end) or elided(view, start, end + ELISION):
        return False
    own = SAID | WORDS_OF | _REVERED | NAMES_SURA
    if any(sura_named(view.written(d, d1)) in (suras if d1 - d0 == 1 else ALL) for d in range(max(d0, d1 - LONGEST_NAME), d1)):
        return False
    if any(view.skeleton(d) in own or signals(view, d) or elision_phrase(view, d, d1) for d in range(d0, d1)):
        return False
    over = concluded(view, d0, d1) or is_honorific(words_between(view, d0, d1)) or tail_words(view, d0, d1)
    return not over and not (d1 - d0 > 1 and work.standing(view.letters[view.first[d0] : view.first[d1]]))


def _to_reference(work: Work, view: TextView, window: Window, found: Found, references: Sequence[Reference]) -> list[Pair]:
    """Right words and those behind them, up to the reference in brackets that names their verse; none without it."""
    j, d1 = found.judgement, window.until
    at = bisect_left(references, (view.ends[d1 - 1],))
    named = references[at] if at < len(references) and _BEFORE_NAME.match(view.text, view.ends[d1 - 1]) else None
    if named is None or named.doubtful:
        return []
    count = j.c1 - j.c0
    spans = ((c, span_verses(work, c, c + count)) for c in all_places(found)[:MAX_PLACES])
    c0 = next((c for c, (sura, first, last) in spans if sura == named.sura and first <= named.last and last >= named.first), -1)
    if c0 < 0:
        return []
    pairs, c1 = at_place(j.pairs, c0), c0 + count
    if d1 - j.d1 <= MAX_PADDING:
        tail = _beside_next(work, j.d1, d1, c1)
        if tail and 2 * sum(_alike(view, work, p) >= FORM for p in tail) >= len(tail):
            return [*pairs, *tail]
    return [*pairs, *beside_none(j.d1, d1, c1)]


def _to_full_stop(work: Work, view: TextView, window: Window, found: Found) -> list[Pair]:
    """Right words and the one or two behind them with which the sentence ends, beside a verse that goes on with words of their form, or has as many
    left; none where no verse does, or the sentence is a question."""
    j, d1 = found.judgement, window.until
    if d1 - j.d1 > LAST or j.d1 - j.d0 < LED or view.text[view.ends[d1 - 1] :][:2].lstrip(_BLANKS).startswith("؟"):
        return []
    best, nearest = list[Pair](), -1.0
    ends_one = (is_ending(view, work, j.d1, d1) or d1 - j.d1 == 1) and j.d1 - j.d0 >= LONG_ENOUGH and not _is_lemma(view, window)
    for c0 in all_places(found)[:MAX_PLACES]:
        tail = _beside_next(work, j.d1, d1, c0 + j.c1 - j.c0)
        alike = [_alike(view, work, p) for p in tail]
        over = ends_one and bool(tail) and tail[-1].c1 in work.passage_starts and not any(_is_reading(view, work, p) for p in tail)
        if tail and (min(alike) >= FORM or over) and sum(alike) > nearest:
            best, nearest = [*at_place(j.pairs, c0), *(p._replace(same=share == SAME) for p, share in zip(tail, alike, strict=True))], sum(alike)
    return best


def _beside_next(work: Work, d0: int, d1: int, c0: int) -> list[Pair]:
    """Words d0..d1 beside as many of the work from c0 on, one by one; no pairs where the verse before c0 ends among them."""
    if c0 + d1 - d0 > work.passage_first[work.passage_view[c0 - 1] + 1]:
        return []
    return [Pair(d, d + 1, c, c + 1, False) for d, c in zip(range(d0, d1), range(c0, c0 + d1 - d0), strict=True)]


def _alike(view: TextView, work: Work, pair: Pair) -> float:
    """Share of letters that a word has in the same places as the source's: of words as long, or at both ends; 0 where it is short, cut off, or may be
    meant for a reading."""
    skeleton, written, source = view.skeleton(pair.d0), bare(view.word(pair.d0)), bare(work.words[pair.c0])
    if skeleton == work.skeleton(pair.c0):
        return SAME
    shorter, longer = sorted((len(written), len(source)))
    if shorter < LETTERS or source.startswith(written) or _is_reading(view, work, pair):
        return 0.0
    if shorter == longer:
        return Hamming.normalized_similarity(written, source)
    return min(shorter, Prefix.similarity(written, source) + Postfix.similarity(written, source)) / longer


def _is_reading(view: TextView, work: Work, pair: Pair) -> bool:
    """Whether a word may be meant for another reading of the source's."""
    return any(similarity(view.skeleton(pair.d0), x) >= ONE_WORD for x in work.other_skeletons.get(pair.c0, ()))
