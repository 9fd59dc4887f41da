"""A saying read beside a passage, word by word, where it is most like it; words left out near its beginning or end do not put it out of step.

`retrieve` says where a saying fits best, in a stretch about as long as it is. Who leaves out a clause behind the first words quotes a longer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from muqabala.canon.work import Work
from muqabala.text.isnad import tell_words
from muqabala.trace.announced.sayings import Saying
from muqabala.trace.hadith.standing import Books
from muqabala.trace.matching.align import Pair, longest_run, share, share_at_most, unlike
from muqabala.trace.matching.ends import LEFT_OUT, with_beginning, with_end
from muqabala.trace.matching.honorifics import pair_matn
from muqabala.trace.matching.retrieve import Fit, Stretch, fit, may_be_respelled
from muqabala.trace.written.view import TextView

FOR_EACH, HALF = 2, 0.5
"""Words left out near an end for each word of a saying, at most, and the share of its words that stand together: a few words here and there are no
quotation."""
NEAR_END = 3
"""Pairs before the last among which its word stands in the source."""
NEARLY, PARTLY = 0.5, 0.25
"""Share of a saying's letters from which a passage is worth judging (honorifics, which are no difference, are still counted there); and from which
another version of its report may have words of it."""
SLACK = 0.02
"""What an alignment may find beyond the share of letters in words that stand there: words that one side joins."""
Fits = list[tuple[int, Fit]]
"""Passages that may have a saying, with their words that do."""
NONE_READ: Mapping[int, list[Pair]] = {}


def read_beside(view: TextView, work: Work, d0: int, d1: int, passage: int, fitting: Fit) -> list[Pair]:
    """Words d0..d1 of a text beside the words of a passage that are most like them; no pairs where no word is the same."""
    pairs = _most_like(view, work, d0, d1, passage, fitting)
    return _last_as_moved(view, work, pairs, int(work.passage_first[passage + 1]))


def _last_as_moved(view: TextView, work: Work, pairs: list[Pair], end: int) -> list[Pair]:
    """Pairs in which the last word is not beside the one behind in the source, if it is one of the few before that the source has in another order,
    «كان الشيطان ثالثهما»; and with the source's word behind the last where one of the last few that are beside nothing is that."""
    if not pairs:
        return pairs
    last, near = pairs[-1], pairs[-1 - NEAR_END : -1]
    if last.same:
        alone = any(p.c0 == p.c1 and p.d1 == p.d0 + 1 and last.c1 < end and view.skeleton(p.d0) == work.skeleton(last.c1) for p in near)
        return [*pairs, Pair(last.d1, last.d1, last.c1, last.c1 + 1, False)] if alone else pairs
    moved = last.d1 == last.d0 + 1 and last.c0 < last.c1
    moved = moved and any(p.d0 == p.d1 and p.c1 == p.c0 + 1 and work.skeleton(p.c0) == view.skeleton(last.d0) for p in near)
    return [*pairs[:-1], last._replace(c0=last.c0, c1=last.c0)] if moved else pairs


def _most_like(view: TextView, work: Work, d0: int, d1: int, passage: int, fitting: Fit) -> list[Pair]:
    """The same, as they are aligned."""
    begin, end = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
    pairs = pair_matn(view, work, d0, d1, fitting.c0, fitting.c1)
    if unlike(pairs) == len(pairs):
        return []
    # A common word at an end may have been paired far from the others: is it nearer along the longest run?
    low, high = longest_run(pairs)
    c0, c1 = max(begin, low.c0 - (low.d0 - d0)), min(end, high.c1 + (d1 - high.d1))
    close = pair_matn(view, work, d0, d1, c0, c1) if unlike(pairs) else pairs
    pairs = close if close and unlike(close) < unlike(pairs) else pairs
    if (pairs[0].same and pairs[-1].same) or sum(p.same for p in pairs) < HALF * (d1 - d0):
        return pairs
    reach = min(LEFT_OUT, FOR_EACH * (d1 - d0))
    begin, end = max(int(work.passages.matn[passage]), pairs[0].c0 - reach), min(end, pairs[-1].c1 + reach)
    end = next((c for c in range(pairs[-1].c1, end) if work.plain[c] in tell_words()), end)  # another report begins
    return with_end(view, work, with_beginning(view, work, pairs, begin, fitting.c0), end, fitting.c1)


@dataclass(frozen=True)
class Beside:
    """Reads stretches of a text beside the passages of a work."""

    work: Work
    books: Books
    """The books of it to read beside."""

    def fits(self, view: TextView, asked: Iterable[tuple[Saying, Iterable[int]]]) -> list[Fits]:
        """For each stretch its passages, of the books to read beside; those that have most of it first, each with its words that do."""
        stretches = [Stretch(s.d0, s.d1, [p for p in passages if self.books.have(self.work.passage_first[p])]) for s, passages in asked]
        found = zip(stretches, fit(view, self.work, stretches), strict=True)
        return [sorted(zip(s.passages, fits, strict=True), key=lambda row: -row[1].alike) for s, fits in found]

    def each(
        self, view: TextView, saying: Saying, fits: Fits, least: float, best: float | None = None, read: Mapping[int, list[Pair]] = NONE_READ
    ) -> Iterator[tuple[int, list[Pair]]]:
        """A saying beside each of some passages that may have at least a share of its letters; given the share of the nearest so far (`best`),
        only those that may be nearer. What it is beside passages that were `read` before is given."""
        for passage, fitting in fits:
            if fitting.alike < max(least, best or 0.0) - SLACK:
                return
            if best is not None and self._at_most(view, saying, passage, fitting) < best - SLACK:
                continue
            pairs = read.get(passage) or read_beside(view, self.work, saying.d0, saying.d1, passage, fitting)
            if pairs:
                yield passage, pairs
                best = None if best is None else max(best, share(view, pairs))

    def _at_most(self, view: TextView, saying: Saying, passage: int, fitting: Fit) -> float:
        """The share of a saying's letters that it has of a passage at most, wherever around its fit it is read."""
        around = saying.d1 - saying.d0
        low, high = max(self.work.passage_first[passage], fitting.c0 - around), min(self.work.passage_first[passage + 1], fitting.c1 + around)
        respelled = may_be_respelled(view, self.work, saying.d0, saying.d1)
        return respelled + share_at_most(view, self.work, saying.d0, saying.d1, int(low), int(high))
