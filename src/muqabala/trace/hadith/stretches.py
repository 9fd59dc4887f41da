"""Stretches of one text: which lies in which, which are neighbours, and which saying is open around one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.text.fold import DIGITS
from muqabala.text.isnad import shortens, tell_words
from muqabala.text.marks import bare
from muqabala.trace.announced.sayings import MIN_MISSED, Saying
from muqabala.trace.hadith.told import Told
from muqabala.trace.matching.align import SIMILAR, Pair, beside_none, letters_of_pair, similarity
from muqabala.trace.matching.candidates import Candidate, Row, promising
from muqabala.trace.references.claims import find_attributions
from muqabala.trace.written.brackets import FOR_QUOTATIONS, brackets
from muqabala.trace.written.view import TextView

MAX_GROUP = 6
"""Stretches that may be one quotation."""
APART = 12
"""Words between two stretches that may be parts of one quotation."""
MAX_HEAD = 20
"""Words of a saying before those that are found, at most: what follows a longer sentence may be whoever's."""
_ANOTHER_BEGINS = re.compile('[:\n.؟!«»"“”﴿﴾{}()]')
"""What begins or ends other words than those of one sentence."""
_ITEM = re.compile(rf"\n[ \t\u00a0*]{{0,6}}[{DIGITS}]{{1,3}}[ \u00a0]?[.)\-–][ \u00a0(«\"]")
"""The number of an item of a list."""

Longs = npt.NDArray[np.int64]


def holding(view: TextView, spans: Sequence[tuple[int, int]], starts: Longs, ends: Longs) -> Longs:
    """Which of some spans of words holds each stretch of letters whole, 0, 1, 2 …; -1 where none does."""
    holder = np.full(len(view.letters) + 1, -1)
    for place, (d0, d1) in enumerate(spans):
        holder[view.first[d0] : view.first[d1]] = place
    return np.where(holder[starts] == holder[ends - 1], holder[starts], -1)


def apart(view: TextView, work: Work, sayings: Sequence[Saying], verses: Sequence[tuple[int, int]]) -> tuple[list[Row], list[list[int]]]:
    """The chains that may be something by themselves; and for each saying the passages of those within it, the fullest of each stretch."""
    rows = promising(view, work, ())
    starts, ends = np.array([row[1:3] for row in rows], np.int64).reshape(-1, 2).T
    saying = holding(view, [(s.d0, s.d1) for s in sayings], starts, ends)
    free = (saying < 0) & (holding(view, verses, starts, ends) < 0)
    known: list[dict[int, None]] = [{} for _ in sayings]
    kept: list[list[Row]] = [[] for _ in sayings]
    for i in np.flatnonzero(saying >= 0).tolist():
        row, mine = rows[i], kept[saying[i]]
        if not any(2 * (min(b, row[2]) - max(a, row[1])) >= row[2] - row[1] for _, a, b, _, _ in mine):
            mine.append(row)
            known[saying[i]][work.passage_of_letter(row[3])] = None
    return [rows[i] for i in np.flatnonzero(free).tolist()], [list(passages) for passages in known]


def running_into(work: Work, saying: Saying, candidates: Sequence[Candidate]) -> list[int]:
    """The passages of candidates, in order, that have words of a saying, and others before or behind it."""
    after = bisect_left(candidates, saying.d1, key=lambda c: c.d0)
    within = candidates[bisect_right(candidates, saying.d0, 0, after, key=lambda c: c.d1) : after]
    return [work.passage_view[c.c0] for c in within]


def within_items(view: TextView, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Candidates, of those that run from one item of a numbered list into the next, or into the name of a book, the longest part: items are different
    quotations, and «عليه» in «متفق عليه. وقال: …» is none of the next."""
    named = [(bisect_left(view.starts, one.start), bisect_left(view.starts, one.end)) for one in find_attributions(view)]
    items = sorted({*(bisect_left(view.starts, item.end()) for item in _ITEM.finditer(view.text)), *(d for words in named for d in words)})
    for candidate in candidates:
        at = bisect_right(named, candidate.d0, key=itemgetter(0)) - 1
        if at >= 0 and candidate.d1 <= named[at][1]:
            continue
        first, last = bisect_right(items, candidate.d0), bisect_left(items, candidate.d1)
        if first == last:
            yield candidate
            continue
        borders = [candidate.d0, *items[first:last], candidate.d1]
        low, high = max(pairwise(borders), key=lambda words: words[1] - words[0])
        same = [i for i, p in enumerate(candidate.pairs) if p.same and low <= p.d0 and p.d1 <= high]
        if same:
            yield Candidate(candidate.pairs[same[0] : same[-1] + 1], candidate.score)


def left_over(candidates: Iterable[Candidate], taken: set[int]) -> Iterator[Candidate]:
    """What is left of candidates of which sayings have `taken` words: a dialogue is one stretch of its source, and in the text the marks around each
    speech make a saying of some of them."""
    for candidate in candidates:
        if taken.isdisjoint(range(candidate.d0, candidate.d1)):
            continue
        for free, run in groupby(candidate.pairs, lambda pair: taken.isdisjoint(range(pair.d0, max(pair.d1, pair.d0 + 1)))):
            pairs = list(run)
            same = [i for i, pair in enumerate(pairs) if pair.same]
            if free and same:
                kept = pairs[same[0] : same[-1] + 1]
                yield Candidate(kept, candidate.score * len(kept) / len(candidate.pairs))


def in_marks_within(view: TextView, d0: int, d1: int) -> Iterator[tuple[int, int]]:
    """The words (half-open) in each pair of quotation marks of which words d0..d1 have most; of nested marks the outer."""
    end, spans = 0, brackets(view)
    first = bisect_left(spans, (view.starts[max(0, 2 * d0 - d1)],))  # of marks that begin before, these words are not most
    for start, close in islice(spans, first, None):
        if start >= view.ends[d1 - 1]:
            return
        low, high = bisect_left(view.starts, start), bisect_left(view.starts, close)
        if low >= end and 2 * (min(high, d1) - max(low, d0)) > high - low and view.text[start - 1] in FOR_QUOTATIONS:
            yield low, high
            end = high


def neighbours(candidates: Sequence[Candidate], recited: set[int]) -> Iterator[list[Candidate]]:
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


def of_one_report(work: Work, group: Sequence[Candidate]) -> list[Candidate]:
    """Candidates beside which there is another that runs along the same report, in whichever version."""
    clusters = [int(work.passages.cluster[work.passage_view[c.c0]]) for c in group]
    return [c for c, cluster in zip(group, clusters, strict=True) if clusters.count(cluster) > 1]


def open_around(sayings: Sequence[Saying], d0: int, d1: int) -> Saying | None:
    """The first of some sayings, in order, that nothing encloses and that words d0..d1 lie in, but for one at either end; None if there is none."""
    after = bisect_right(sayings, d0 + 1, key=lambda s: s.d0)
    near = (s for s in sayings[max(0, after - 2) : after] if not s.enclosed and d1 <= s.d1 + 1)
    return next(near, None)


def tails(view: TextView, told: Iterable[Told], sayings: Sequence[Saying]) -> list[Told]:
    """Stretches that are less of what the Prophet plainly says in one sentence than the words before the first of them: a saying may be invented
    around a few words that stand somewhere."""
    within: dict[Saying, list[Told]] = {}
    for t in sorted(told, key=lambda t: t.d0):
        saying = open_around(sayings, t.d0, t.d1)
        if saying is not None and saying.himself:
            within.setdefault(saying, []).append(t)
    return [t for saying, parts in within.items() if _without_head(view, saying, parts) for t in parts]


def _without_head(view: TextView, saying: Saying, parts: Sequence[Told]) -> bool:
    """Whether the parts of a saying that were found are fewer words than those of its sentence before them."""
    head = parts[0].d0 - saying.d0
    if not max(MIN_MISSED, sum(t.d1 - t.d0 for t in parts)) <= head <= MAX_HEAD:
        return False
    return _ANOTHER_BEGINS.search(view.text, view.starts[saying.d0], view.starts[parts[0].d0]) is None


def between_chains(view: TextView, work: Work, pairs: list[Pair]) -> list[Pair]:
    """Pairs whose first and last words, where they differ, stand beside none of the chain before the source's report, or of one that follows it in
    the same passage: «إن الله» is no other wording of «عن النبي», nor «أبي هريرة» of «هذا. حدثنا»."""
    first = next((i for i, p in enumerate(pairs) if p.same or _akin(view, work, p)), 0)
    last = next((i for i in range(len(pairs) - 1, first, -1) if pairs[i].same or _akin(view, work, pairs[i])), first)
    c0 = pairs[first].c0
    report = work.passages.matn[work.passage_view[c0]]
    behind = (i for i in range(last + 1, len(pairs)) if not tell_words().isdisjoint(work.plain[c] for c in range(pairs[i].c0, pairs[i].c1)))
    if (end := next(behind, None)) is not None:
        pairs = [*pairs[:end], *beside_none(pairs[end].d0, pairs[-1].d1, pairs[end].c0)]
    if all(p.c0 == p.c1 or p.c0 >= report for p in pairs[:first]):
        return pairs
    return [*beside_none(pairs[0].d0, pairs[first].d0, c0), *pairs[first:]]


def _akin(view: TextView, work: Work, pair: Pair) -> bool:
    """Whether two words that differ are one, changed or shortened: «وعن» and «عن», «ثنا» and «حدثنا»."""
    if similarity(*letters_of_pair(pair, view, work)) > SIMILAR:
        return True
    return pair.d0 < pair.d1 and pair.c1 == pair.c0 + 1 and shortens(bare(view.written(pair.d0, pair.d1)), work.plain[pair.c0])


def form_of(work: Work, pairs: Sequence[Pair]) -> tuple[object, ...]:
    """What two readings of a stretch have in common between which there is no difference: pairs of the same words, spelled alike."""
    first = pairs[0].c0
    return (" ".join(work.words[first : pairs[-1].c1]), *((p.c0 - first, p.c1 - first, p.d1, p.same) for p in pairs))
