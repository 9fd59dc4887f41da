"""What marks hold, read as a whole, where only parts of it were found: the source's words and others put in, changed or left out."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching import accept
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import Pair, as_written, beside_none
from muqabala.trace.matching.citations import without_name
from muqabala.trace.matching.ends import MAX_PADDING, head_beside, tail_beside, with_replaced_ends
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.quran.rest import with_rest
from muqabala.trace.written.asides import (
    NAMES_SURA,
    concluded,
    elided,
    introduced,
    is_honorific,
    is_speech,
    signals,
    skeletons_of,
    tail_words,
    words_between,
)
from muqabala.trace.written.brackets import in_quotation_marks
from muqabala.trace.written.view import TextView

SHORT = 2
"""Words of another verse beside a part that are no more than a few common ones."""
MEANT = 0.5
"""Confidence of what marks hold that announce scripture, if most of it is the source's."""
PADDED, MARKED = 0.4, 0.75
"""Share of the words between quotation marks that may be a few of the writer's own, and of these that are so where others are marked as his."""
WHOLE = 0.8
"""Share of the words between quotation marks from which what was found there is what they hold; ornate brackets hold nothing else."""
NEAR_BY = 60
"""Words of the work between two parts of one quotation, at most; what is farther off is another verse."""
PIECE = 5
"""Words from which what is found of a verse is a quotation of its own, whatever stands beside it."""
_BETWEEN_VERSES = NAMES_SURA | skeletons_of(
    ("آمين", "أكبر", "وكذلك", "كذلك", "وأيضا", "أيضا", "آية", "أخرى", "ومنها", "ومثله", "ونحو", "ونحوه", "وغير", "ربع", "حزب", "جزء")
)
"""Words that may stand between two verses and be nobody's misquotation."""
_PARTED = re.compile(r"[^\w\s\u064b-\u0652\u0670\u0640\u06d6-\u06ed]|\n")
"""Any sign but vowels and those of pauses."""


def to_closing_mark(judge: Judge, view: TextView, window: Window, inside: list[Found]) -> Found | None:
    """What quotation marks hold, read as a whole: the source's words, and with them many that are not."""
    main, last = max(inside, key=lambda f: f.bits), inside[-1].judgement
    window = without_name(view, judge.work, window, last.d1, last.c0, last.c1)
    low, high, pairs = main.judgement.d0, main.judgement.d1, main.judgement.pairs
    window = window._replace(d1=window.d1 - tail_words(view, high, window.d1))
    covered = sum(min(f.judgement.d1, window.d1) - max(f.judgement.d0, window.d0) for f in inside)
    words = window.d1 - window.d0
    others = words - covered
    between = [(a.judgement, b.judgement) for a, b in pairwise(inside)]
    stitched = _put_together(view, between)
    apart = stitched or any(b.d0 - a.d1 > MAX_PADDING and not introduced(view, a.d1, b.d0) for a, b in between)
    if (covered > WHOLE * words and not (apart or window.ornate)) or low < window.d0 or not (window.line or in_quotation_marks(view, window.d0)):
        return None
    if (low > window.d0 and elided(view, view.ends[low - 1], view.starts[low])) or (
        high < window.d1 and elided(view, view.ends[high - 1], view.starts[high])
    ):
        return None
    if any(f.cue.level == 2 and f.cue.start >= view.starts[window.d0] for f in inside):
        return None  # what the marks hold announces it: they hold a text, and it a verse
    own = others <= PADDED * words or introduced(view, window.d0, low) or concluded(view, high, window.d1)
    if others <= MAX_PADDING and own and not stitched:
        return None
    sides = [(d0, d1) for d0, d1 in ((window.d0, low), (high, window.d1)) if d0 < d1]
    if all(d1 - d0 > SHORT and judge.work.standing(view.letters[view.first[d0] : view.first[d1]]) for d0, d1 in sides):
        return None  # words of another verse, beside it
    before, after = beside_none(window.d0, low, pairs[0].c0), beside_none(high, window.d1, pairs[-1].c1)
    judgement = judge_pairs(judge, view, [*before, *pairs, *after])
    if judgement.wrong_words < MARKED * others:
        return None  # the others are the writer's own, and marked as such
    nearer = judge_pairs(judge, view, _with_ends(judge.work, view, window, pairs))
    best = min(nearer, judgement, key=lambda j: j.rank)
    if len(main.places) <= 1:  # elsewhere nobody knows how the verse goes on
        best = min(*(judge_pairs(judge, view, with_replaced_ends(judge.work, j.pairs)) for j in (nearer, judgement)), best, key=lambda j: j.rank[:2])
    places = main.places if best.c0 == main.judgement.c0 else judge.work.places(best.c0, best.c1)
    return replace(main, judgement=best, places=places, window=window)  # what was accepted is the part that is the source's


def _with_ends(work: Work, view: TextView, window: Window, pairs: list[Pair]) -> list[Pair]:
    """Pairs with the words that marks hold before and behind them, beside the words of their verses that stand there."""
    d0, d1, c0, c1 = pairs[0].d0, pairs[-1].d1, pairs[0].c0, pairs[-1].c1
    begin, end = int(work.passage_first[work.passage_view[c0]]), int(work.passage_first[work.passage_view[c1 - 1] + 1])
    head = head_beside(view, work, window.d0, d0, max(begin, c0 - (d0 - window.d0)), c0) if window.d0 < d0 else []
    tail = tail_beside(view, work, d1, window.d1, c1, min(end, c1 + window.d1 - d1)) if d1 < window.d1 else []
    return as_written([*head, *pairs, *tail])


def with_changed_rest(judge: Judge, view: TextView, window: Window, inside: list[Found]) -> Found | None:
    """What quotation marks hold, read as a whole, where what was found in it is right and few words beside «…» or a gloss are changed."""
    first, last = inside[0].judgement, inside[-1].judgement
    whole = first.d0 == window.d0 and last.d1 == window.d1 and len(inside) == 1
    if whole or first.d0 < window.d0 or last.d1 > window.d1 or any(f.judgement.wrong_words for f in inside):
        return None
    pairs = with_rest(view, judge.work, [f.judgement.pairs for f in inside], window.d0, window.d1)
    judgement = judge_pairs(judge, view, pairs) if pairs else None
    if judgement is None or not judgement.wrong_words:
        return None
    return accept.look_meant(view, judge.work, judgement, window, MEANT)


def _put_together(view: TextView, between: list[tuple[Judgement, Judgement]]) -> bool:
    """Whether words of verses far from each other, those of one few, and others between them are given as one quotation: nobody speaks between
    them or is wished well, no sign parts them, and nothing says that one is over and another begins."""
    far = ((a, b) for a, b in between if a.d1 < b.d0 and not 0 <= b.c0 - a.c1 <= NEAR_BY and min(a.d1 - a.d0, b.d1 - b.d0) < PIECE)
    return any(not parted(view, a.d1, b.d0) for a, b in far)


def parted(view: TextView, d0: int, d1: int) -> bool:
    """Whether a sign around words d0..d1 parts two verses, or the words are such as stand between them: an honorific, «صدق الله العظيم», «آمين»,
    «وفي آية أخرى»."""
    if signed(view, d0, d1) or is_honorific(words_between(view, d0, d1)) or concluded(view, d0, d1):
        return True
    return any(is_speech(view, d) or signals(view, d) or view.skeleton(d) in _BETWEEN_VERSES for d in range(d0, d1))


def signed(view: TextView, d0: int, d1: int) -> bool:
    """Whether any sign, but vowels and those of pauses, or the end of a line stands around or among words d0..d1, behind which there are others."""
    return _PARTED.search(view.text, view.ends[d0 - 1] if d0 else 0, view.starts[d1]) is not None
