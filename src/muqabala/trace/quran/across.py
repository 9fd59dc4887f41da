"""Slips near the end of what is announced without marks: right words, then one or two put in, left out or changed, and then the verse's again.

Alone these last words say too little to be found. Behind words that are right, and up to where the writer ends his quotation, they say that he meant
the verse to go on; what stands before them is a slip.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from muqabala.canon.work import Work
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.accept import Found
from muqabala.trace.matching.align import at_place, beside_none, left_out, pair_words
from muqabala.trace.matching.citations import MAX_PLACES, all_places
from muqabala.trace.matching.judge import Judge, Judgement, judge_pairs
from muqabala.trace.quran.held import signed
from muqabala.trace.quran.until import CALLS, is_meant, suras_of
from muqabala.trace.written.view import TextView

SLIPS = ((1, 0), (0, 1), (1, 1), (0, 2), (2, 0), (2, 1), (1, 2), (2, 2), (0, 3))
"""How many words are written, and how many the verse has in their place; the likeliest first."""
COMMON, TURNED, LEAST = 100, range(2, 4), 4
"""Places of a last word up to which it says alone, behind a slip, that the verse goes on; how many last words may stand in another order; and right
words before and behind a slip, together."""
REACH = 8
"""Words behind the right ones among which the first sign is looked for."""


def across_a_slip(judge: Judge, view: TextView, window: Window, found: Found) -> Judgement | None:
    """What a window holds up to where it ends, or up to a sign before that, if it is right words, a slip, and the words that follow in the source;
    None where what stands between may be the writer's comment, or all of it stands somewhere."""
    j = found.judgement
    if j.d0 != window.d0 or j.wrong_words or view.skeleton(min(j.d1, len(view.starts) - 1)) in CALLS:
        return None
    borders = dict.fromkeys((_sign_behind(view, j.d1), window.until))
    return next((read for until in borders if until > j.d1 and (read := _read(judge, view, found, until)) is not None), None)


def _sign_behind(view: TextView, d1: int) -> int:
    """The word before which the first sign stands behind word d1; 0 where none does soon, or the text ends before."""
    last = min(d1 + REACH, len(view.starts) - 1)
    return next((d for d in range(d1 + 1, last) if signed(view, d, d)), 0)


def _read(judge: Judge, view: TextView, found: Found, until: int) -> Judgement | None:
    """Right words, a slip and the words behind it, up to word `until`."""
    j, work = found.judgement, judge.work
    ends = [(c0, c0 + j.c1 - j.c0) for c0 in all_places(found)[:MAX_PLACES]]
    if any(_end_of(view, work, j.d1, until, c1) for _, c1 in ends):
        return None
    for slip in SLIPS:
        written, passed = slip
        d0 = j.d1 + written
        if d0 >= until or j.d1 - j.d0 + until - d0 < LEAST:
            continue
        at = next((c for c in ends if _goes_on(view, work, d0, until, c[1], slip)), None)
        if at is not None and _is_slip(view, work, found, d0, until):
            c0, c1 = at[1], at[1] + passed
            other = pair_words(view, work, j.d1, d0, c0, c1) if written and passed else [*beside_none(j.d1, d0, c0), *left_out(d0, c0, c1)]
            rest = pair_words(view, work, d0, until, c1, _end_of(view, work, d0, until, c1))
            return judge_pairs(judge, view, [*at_place(j.pairs, at[0]), *other, *rest])
    turned = next((c for c in ends if _turned(view, work, j.d1, until, c[1])), None)
    if turned is None or signed(view, j.d1, until - 1):
        return None
    behind = pair_words(view, work, j.d1, until, turned[1], turned[1] + until - j.d1)
    return judge_pairs(judge, view, [*at_place(j.pairs, turned[0]), *behind])


def _goes_on(view: TextView, work: Work, d0: int, until: int, c1: int, slip: tuple[int, int]) -> bool:
    """Whether the words from d0 on are those of the source behind some that are passed over from c1 on, in one verse. One word alone says so behind
    one other, one left out, or two turned round, and if it is not everywhere."""
    written, passed = slip
    if until - d0 == 1:
        few = max(slip) == 1 or (written == passed and _turned(view, work, d0 - written, d0, c1))
        if not few or len(work.standing(view.letters[view.first[d0] : view.first[until]])) > COMMON:
            return False
    within = not passed or c1 + passed < work.passage_first[work.passage_view[c1 - 1] + 1]
    return within and _end_of(view, work, d0, until, c1 + passed) > 0


def _end_of(view: TextView, work: Work, d0: int, d1: int, c0: int) -> int:
    """The word of the source behind those that words d0..d1 are, letter for letter, from word c0 on; 0 where they are others."""
    letters = view.letters[view.first[d0] : view.first[d1]]
    if c0 >= len(work.words) or not letters or not work.letter_bytes.startswith(letters, work.first_view[c0]):
        return 0
    end = bisect_left(work.first_view, work.first_view[c0] + len(letters))
    return end if work.first_view[end] == work.first_view[c0] + len(letters) else 0


def _is_slip(view: TextView, work: Work, found: Found, d0: int, until: int) -> bool:
    """Whether the words between right ones and word d0, perhaps none, are no comment of the writer's, and he marks nothing there as left out."""
    d1 = found.judgement.d1
    if d0 == d1:
        return not signed(view, d0, d0)
    sure = until - d0 > 1
    return is_meant(view, work, d1, d0, suras_of(found, work), sure) and not (signed(view, d1, d0) and not sure)


def _turned(view: TextView, work: Work, d0: int, d1: int, c1: int) -> bool:
    """Whether the last words are the next of the source in another order."""
    count = d1 - d0
    if count not in TURNED or c1 + count > work.passage_first[work.passage_view[c1 - 1] + 1]:
        return False
    return Counter(view.skeletons(d0, d1)) == Counter(work.skeleton(c) for c in range(c1, c1 + count))
