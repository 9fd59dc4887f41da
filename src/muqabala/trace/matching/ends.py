"""The words at the ends of a quotation in marks: beside which words of the source they are read, and which are none of its verse's.

Who leaves out a clause behind the first words, or before the last, has not changed these: they stand farther off in the source.
"""

from __future__ import annotations

from collections.abc import Sequence

from muqabala.canon.work import Work
from muqabala.trace.matching.align import Pair, beside_none, letters_of_pair, pair_words, similarity, unlike
from muqabala.trace.written.asides import is_speech
from muqabala.trace.written.view import TextView

MAX_PADDING = 3
"""Words that may differ at either end of a quotation in brackets."""
ONE_WORD = 0.6
"""Share of letters in common from which two words at an end are one word, changed."""

LEFT_OUT = 40
"""Words of the source between the first words of a quotation and the rest, or the last and the rest, that may be left out."""
AT_LEAST, AGREE, APART = 2, 0.6, 2
"""Words at an end of a quotation that agree with some beyond what was left out, the share of those there, and words of the source between them."""


def head_beside(view: TextView, work: Work, d0: int, d1: int, low: int, c: int) -> list[Pair]:
    """Words d0..d1 of the text beside words low..c of the work, or beside more of the verse where no more differ if some are left out: the first
    word, or most of them, stand farther before."""
    pairs = pair_words(view, work, d0, d1, low, c)
    begin = work.passage_first[work.passage_view[c]]
    for further in range(low - 1, max(begin, low - min(d1 - d0, MAX_PADDING)) - 1, -1) if d0 < d1 else ():
        if work.skeleton(further) == view.skeleton(d0):
            pairs = min(pair_words(view, work, d0, d1, further, c), pairs, key=unlike)
            break
    return with_beginning(view, work, pairs, begin, c)


def tail_beside(view: TextView, work: Work, d0: int, d1: int, c: int, high: int) -> list[Pair]:
    """The same at the end: words d0..d1 beside words c..high, or beside more where the last word, or most of them, stand farther behind."""
    pairs = pair_words(view, work, d0, d1, c, high)
    end = work.passage_first[work.passage_view[c - 1] + 1]
    for further in range(high + 1, min(end, high + min(d1 - d0, MAX_PADDING)) + 1) if d0 < d1 else ():
        if work.skeleton(further - 1) == view.skeleton(d1 - 1):
            pairs = min(pair_words(view, work, d0, d1, c, further), pairs, key=unlike)
            break
    return with_end(view, work, pairs, end, c)


def with_beginning(view: TextView, work: Work, pairs: list[Pair], begin: int, c: int) -> list[Pair]:
    """Pairs, the first words of which, where they differ, beside words before in the source, from word `begin` on, that they are, and what is between
    left out. The source goes on with word c where none of the pairs agree."""
    first = next((i for i, p in enumerate(pairs) if p.same), len(pairs))
    if not first:
        return pairs
    rest, d0, d1 = pairs[first:], pairs[0].d0, pairs[first - 1].d1
    c1 = rest[0].c0 if rest else c
    if d0 == d1 or c1 <= begin:
        return pairs
    lead = pair_words(view, work, d0, d1, max(begin, c1 - LEFT_OUT - (d1 - d0)), c1)
    if not (_agree(lead) or (d1 - d0 == 1 and lead[-1].same)):
        return pairs
    first = next(i for i, p in enumerate(lead) if p.same)
    return [*(p for p in lead[:first] if p.d0 < p.d1), *lead[first:], *rest]


def with_end(view: TextView, work: Work, pairs: list[Pair], end: int, c: int) -> list[Pair]:
    """The same at the end: the last words beside words behind in the source, up to word `end`; where none of the pairs agree they follow word c."""
    last = next((i for i in range(len(pairs), 0, -1) if pairs[i - 1].same), 0)
    if last == len(pairs):
        return pairs
    rest, d0, d1 = pairs[:last], pairs[last].d0, pairs[-1].d1
    c0 = rest[-1].c1 if rest else c
    if d0 == d1 or c0 >= end:
        return pairs
    tail = pair_words(view, work, d0, d1, c0, min(end, c0 + LEFT_OUT + (d1 - d0)))
    if not (_agree(tail) or (d1 - d0 == 1 and tail[0].same)):
        return pairs
    last = next(i for i in range(len(tail), 0, -1) if tail[i - 1].same)
    return [*rest, *tail[:last], *(p for p in tail[last:] if p.d0 < p.d1)]


def with_replaced_ends(work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs in which words at either end that are beside nothing stand for as many words of the verse as it has there: who gives a verse's beginning
    and then words that are nobody's means the verse to go on. Not where the others stand in several places: nobody knows how it goes on then."""
    head = next((i for i, p in enumerate(pairs) if p.c0 < p.c1), 0)
    tail = next((i for i, p in enumerate(reversed(pairs)) if p.c0 < p.c1), 0)
    first, last = pairs[head].c0, pairs[len(pairs) - tail - 1].c1
    if not (head or tail) or len(work.places(first, last)) > 1:
        return pairs
    before = min(head, first - int(work.passage_first[work.passage_view[first]]))
    behind = min(tail, int(work.passage_first[work.passage_view[last - 1] + 1]) - last)
    found = list(pairs)
    for i in range(before):
        found[head - before + i] = found[head - before + i]._replace(c0=first - before + i, c1=first - before + i + 1)
    for i in range(behind):
        at = len(pairs) - tail + i
        found[at] = found[at]._replace(c0=last + i, c1=last + i + 1)
    own = [p._replace(c0=first - before, c1=first - before) for p in found[: head - before]]
    return [
        *own,
        *found[head - before : len(found) - tail + behind],
        *(p._replace(c0=last + behind, c1=last + behind) for p in found[len(found) - tail + behind :]),
    ]


def _agree(pairs: list[Pair]) -> bool:
    """Whether most words at an end of a quotation are the source's, side by side."""
    same = [p for p in pairs if p.same]
    words = pairs[-1].d1 - pairs[0].d0
    return len(same) >= max(AT_LEAST, AGREE * words) and same[-1].c1 - same[0].c0 <= len(same) + APART


def within_verses(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs in which words at either end that are unlike those of the next verse, or the one before, are put in: who quotes a verse and adds words
    of his own does not change words of another verse."""
    agree = [i for i, pair in enumerate(pairs) if pair.same]
    if not agree or len(agree) == len(pairs):
        return pairs
    first, last = pairs[agree[0]], pairs[agree[-1]]
    border = work.passage_first[work.passage_view[first.c0] : work.passage_view[last.c1 - 1] + 2].tolist()
    low = next((i for i in range(agree[0]) if pairs[i].c0 >= border[0]), agree[0])
    high = next((i for i in range(agree[-1] + 1, len(pairs)) if pairs[i].c1 > border[-1]), len(pairs))
    if low and not _goes_on(view, work, pairs[:low]):
        pairs, high = [*beside_none(pairs[0].d0, pairs[low].d0, pairs[low].c0), *pairs[low:]], high + pairs[low].d0 - pairs[0].d0 - low
    if high < len(pairs) and not _goes_on(view, work, pairs[high:]):
        pairs = [*pairs[:high], *beside_none(pairs[high].d0, pairs[-1].d1, pairs[high - 1].c1)]
    return pairs


def _goes_on(view: TextView, work: Work, pairs: Sequence[Pair]) -> bool:
    """Whether half of some words or more are like those of the source beside them."""
    alike = sum(p.d0 < p.d1 and p.c0 < p.c1 and one_word_changed(view, work, p, False) for p in pairs)
    return 2 * alike >= len(pairs)


def one_word_changed(view: TextView, work: Work, pair: Pair, grown: bool) -> bool:
    """A pair that is one word in another form, and not a word of the writer's that happens to look like it."""
    if any(is_speech(view, d) for d in range(pair.d0, pair.d1)):
        return False
    x, y = letters_of_pair(pair, view, work)
    if x == y:
        return len(x) >= 2
    return min(len(x), len(y)) >= (2 if grown else 3) and similarity(x, y) >= ONE_WORD
