"""Candidates: for each stretch of a text the stretch of a work that fits it best, as pairs of words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from muqabala.canon.work import Work
from muqabala.trace.announced.cues import enclosed
from muqabala.trace.announced.windows import Window
from muqabala.trace.matching.align import (
    SIMILAR,
    Pair,
    Span,
    all_same,
    extend,
    gain,
    in_a_row,
    left_out,
    letters_of_pair,
    pair_words,
    same_words,
    similarity,
    snap,
    trim,
    whole_words,
)
from muqabala.trace.matching.borders import Border, between_marks, crossed, cut_at, parted, references_among
from muqabala.trace.matching.chains import Chains, Runs, common, find_chains, find_runs
from muqabala.trace.written.asides import MAX_GLOSS, Aside, aside_between, broken_off, is_speech
from muqabala.trace.written.view import TextView

MIN_BITS, ALONE, SURE = 20.0, 26.0, 32.0
"""Bits that the words of a chain may carry: with fewer it is dropped before it is aligned; with fewer than the second it needs an
announcement, or a chain with at least the third that runs along the same passages near by."""
NEAR_LETTERS, NEAR_PLACES = 512, 256
"""How near, in letters of the text and of the work."""
MIN_BITS_ANNOUNCED = 15.0
"""Bits that the first words of a window must carry."""
HALF, PARTLY = 0.5, 0.6
"""Share of a word's letters from which a word that a run only touches may be meant, and what it counts then."""
TRIES = 4
"""Chains that are aligned for one stretch of text before the best is kept."""
SETTLED = 0.8
"""Share of a stretch's words that a candidate must have, letter for letter, for no other chain to be tried."""
NEAR = 0.55
"""A further chain for the same stretch is tried only if it covers this share of what the first covers."""
MAX_WRITTEN, MAX_MISSING, MAX_UNLIKE = 3, 4, 2
"""Words written, words of the source missing, and words quite unlike the source's, that a slip inside one quotation may have."""
SAID_TWICE = 0.75
"""Share of letters in common that makes a word the repetition of its neighbour."""
MAX_ELISION = 400
"""Words of the work that a marked elision may leave out."""


@dataclass(slots=True)
class Candidate:
    """A stretch of text paired with a stretch of a work."""

    pairs: list[Pair]
    score: float
    """Letters gained (see `align.gain`)."""
    exact: bool = False
    """Its letters are the base text's."""

    d0: int = field(init=False)
    """First word of the text."""
    d1: int = field(init=False)
    """Word of the text after the last."""
    c0: int = field(init=False)
    """First word of the work."""
    c1: int = field(init=False)
    """Word of the work after the last."""

    def __post_init__(self) -> None:
        first, last = self.pairs[0], self.pairs[-1]
        self.d0, self.d1, self.c0, self.c1 = first.d0, last.d1, first.c0, last.c1


Row = tuple[int, int, int, int, int]
"""A chain: (covered, start, end, first, last), see `chains.Chains`."""


def promising(view: TextView, work: Work, windows: Sequence[Window]) -> list[Row]:
    """The chains of a text that may carry enough bits, most covered letters first."""
    runs = find_runs(view.folded.letters, common(work))
    chains = find_chains(runs, run_bits(view, work, runs), MIN_BITS, view.first_letters[_document(view, runs.start)])
    likely = (chains.weight >= ALONE) | _in_windows(view, chains, windows) | _beside_sure_ones(chains, view)
    kept = np.flatnonzero(likely & ~_inside_another(chains, runs, _exact(view, work, runs)))
    rows = chains.rows(kept)
    across = np.flatnonzero(chains.last[kept] > _unit_ends(work, chains.first[kept]))
    for i in across[::-1].tolist():
        rows[i : i + 1] = _within_units(rows[i], work)
    return sorted(rows, key=lambda row: (-row[0], row[3], row[1]))


def _unit_ends(work: Work, letters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The letter after the last of the unit (sura, or passage) that each of some letters of the work stands in."""
    starts = work.unit_letters
    found: npt.NDArray[np.int64] = starts[np.searchsorted(starts, letters, "right")]
    return found


def _within_units(row: Row, work: Work) -> Iterator[Row]:
    """A chain cut where it runs on into the next sura (or passage, in a work whose passages stand alone)."""
    covered, start, end, first, last = row
    while (top := work.first_view[work.limits_of(bisect_right(work.first_view, first) - 1)[1]]) < last and start + top - first < end:
        cut = start + top - first
        yield min(covered, cut - start), start, cut, first, top
        start, first = cut, top
    yield min(covered, end - start), start, end, first, min(last, top)


def run_bits(view: TextView, work: Work, runs: Runs) -> npt.NDArray[np.float64]:
    """What the words along each run may say, in bits: those that lie in it whole, in the text as well, and a share of those at its ends."""
    begins_word = np.zeros(len(view.folded.letters) + 1, bool)
    begins_word[view.folded.word_first] = True
    head, tail = work.word_of(runs.first), work.word_of(runs.last - 1)
    word_first, running = work.word_first, work.next_bits
    w0 = head + (word_first[head] < runs.first)
    w1 = tail + (word_first[tail + 1] == runs.last)
    lone = w1 < w0  # within one word
    to_text = runs.start - runs.first
    before = np.where(lone, runs.end - runs.start, word_first[w0] - runs.first) / (word_first[head + 1] - word_first[head])
    after = np.where(lone, 0, runs.last - word_first[w1]) / (word_first[tail + 1] - word_first[tail])
    before, after = np.where((before > HALF) & (before < 1), before, 0.0), np.where(after > HALF, after, 0.0)
    partly = PARTLY * (before * before * (running[head + 1] - running[head]) + after * after * (running[tail + 1] - running[tail]))
    w1 = np.maximum(w0, w1)
    whole = w1 > w0
    whole[whole] = begins_word[(word_first[w0] + to_text)[whole]] & begins_word[(word_first[w1] + to_text)[whole]]
    low = np.minimum(w0, len(running) - 2)
    inside = np.where(w1 > w0, work.first_bits[low] + running[w1] - running[low + 1], 0.0)
    return partly + np.where(whole, inside, inside * PARTLY)


def _in_windows(view: TextView, chains: Chains, windows: Sequence[Window]) -> npt.NDArray[np.bool_]:
    """Chains that begin in a window."""
    inside = np.zeros(len(view.folded.letters) + 1, bool)
    for window in windows:
        inside[view.first[window.d0] : view.first[window.d1]] = True
    found: npt.NDArray[np.bool_] = inside[chains.start]
    return found


def _document(view: TextView, letters: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The number of the document that each of some letters stands in."""
    return np.searchsorted(view.first_letters, letters, "right").astype(np.int64) - 1


def _beside_sure_ones(chains: Chains, view: TextView) -> npt.NDArray[np.bool_]:
    """Chains that need it, near which a sure one runs along the same passages: in a neighbouring cell of its document and the work."""
    document = _document(view, chains.start)
    apart = document * (len(view.folded.letters) // NEAR_LETTERS + 2)
    cell = ((apart + (chains.start - view.first_letters[document]) // NEAR_LETTERS) << 32) + chains.first // NEAR_PLACES
    sure = np.append(np.sort(cell[chains.weight >= SURE]), np.iinfo(np.int64).max)
    beside = np.zeros(len(cell), bool)
    asked = np.flatnonzero(chains.weight < ALONE)
    for shift in (-1, 0, 1):
        near = cell[asked] + (shift << 32)
        beside[asked] |= sure[np.searchsorted(sure, near - 1)] <= near + 1
    return beside


def _exact(view: TextView, work: Work, runs: Runs) -> npt.NDArray[np.intp]:
    """Runs that stand in the work letter for letter: covered by seeds, or equal between them as well, where k-mers are too common."""
    exact = runs.covered == runs.end - runs.start
    for at in np.flatnonzero(~exact).tolist():
        start, end, first = int(runs.start[at]), int(runs.end[at]), int(runs.first[at])
        exact[at] = view.letters[start:end] == work.letter_bytes[first : first + end - start]
    return np.flatnonzero(exact)


def _inside_another(chains: Chains, runs: Runs, exact: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Chains that lie within a longer run of another place, so that they cannot fit better."""
    exact = exact[np.argsort(runs.start[exact])]
    start, reach = runs.start[exact], np.maximum.accumulate(runs.end[exact])
    reach = np.append(reach, -1)  # where no run begins before, index -1 says so
    begun = np.searchsorted(start, chains.start, "right") - 1
    earlier = np.searchsorted(start, chains.start, "left") - 1
    inside: npt.NDArray[np.bool_] = (reach[begun] > chains.end) | (reach[earlier] >= chains.end)
    return inside


def fullest(runs: Runs, at_most: int) -> list[Row]:
    """The chains that cover most letters, for a stretch that something announces."""
    chains = find_chains(runs, runs.covered.astype(np.float64), 0.0)
    return chains.rows(np.lexsort((chains.first, -chains.covered))[:at_most])


def find_candidates(view: TextView, work: Work, chains: Iterable[Row]) -> list[Candidate]:
    """Align chains, which come with the fullest first, and keep for each stretch of text the candidate that gains most; in text order."""
    kept = _Kept(view, work, [-1] * len(view.starts), (view.first_letters.tolist(), view.last_letters.tolist()))
    for covered, start, end, first, last in chains:
        words = range(view.word_at(start), view.word_at(end - 1) + 1)
        held = kept.owner[words[0] : words[-1] + 1]
        owners = {o for o in held if o >= 0}
        if owners and 2 * held.count(-1) <= len(words):
            if all(kept.tries[o] >= TRIES or covered < NEAR * kept.covers[o] or _settled(kept.candidates[o], words) for o in owners):
                continue
            for o in owners:
                kept.tries[o] += 1
        for candidate in align_chain(view, work, Span(start, end, first, last), *kept.limits(words)):
            kept.offer(candidate, covered)
    found = sorted((c for c in kept.candidates if c is not None), key=lambda c: c.d0)
    return join(view, work, found)


def opening(view: TextView, work: Work, window: Window) -> list[Candidate]:
    """The words with which a window begins, as far as they stand in the work letter for letter; none if they say too little."""
    count, c0, c1 = whole_words(view, work, window.d0, window.d1)
    if not count or work.bits(c0, c1) < MIN_BITS_ANNOUNCED or work.group_of(c0) != work.group_of(c1 - 1):
        return []
    d1 = window.d0 + count
    return [Candidate(pair_words(view, work, window.d0, d1, c0, c1), float(view.first[d1] - view.first[window.d0]), True)]


def _settled(kept: Candidate | None, words: range) -> bool:
    """Whether a candidate has (nearly) every word of a stretch as its source has it, so that no other place can fit better."""
    if kept is None or not kept.exact:
        return False
    return min(words[-1] + 1, kept.d1) - max(words[0], kept.d0) >= SETTLED * len(words)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The candidates kept so far, and which of them has each word of the text."""

    view: TextView
    work: Work
    owner: list[int]
    """The candidate that has each word; -1 where none has."""
    documents: tuple[list[int], list[int]]
    """The first letter of each document, and the letter behind its last."""
    candidates: list[Candidate | None] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)
    covers: list[int] = field(default_factory=list)

    def limits(self, words: range) -> tuple[int, int]:
        """Letters that a chain over some words may grow to: not out of its document, nor into its neighbours that are settled, so that what is said
        twice is found twice."""
        before, after, first = words[0] - 1, words[-1] + 1, self.view.first
        begins, ends = self.documents
        document = bisect_right(begins, first[words[0]]) - 1
        low = first[words[0]] if self._is_exact(before) and not self._is_exact(words[0]) else begins[document]
        high = first[after] if self._is_exact(after) and not self._is_exact(words[-1]) else ends[document]
        return low, high

    def _is_exact(self, word: int) -> bool:
        held = self.owner[word] if 0 <= word < len(self.owner) else -1
        kept = self.candidates[held] if held >= 0 else None
        return kept is not None and kept.exact

    def offer(self, candidate: Candidate, covered: int) -> None:
        """Keep a candidate. Where two contend for words one gives them up, so that both gain most; it goes where they are half of one."""
        shared = Counter(self.owner[candidate.d0 : candidate.d1])
        del shared[-1]
        tries = max((self.tries[r] for r in shared), default=1)
        left: dict[int, Candidate | None] = {}
        for r, n in shared.items():
            rival = self.candidates[r]
            if rival is None:
                continue
            few = 2 * n < min(candidate.d1 - candidate.d0, rival.d1 - rival.d0)
            mine, its = (self._without(candidate, rival), self._without(rival, candidate)) if few else (None, None)
            if rival.score + (mine.score if mine else 0.0) < candidate.score + (its.score if its else 0.0):
                left[r] = its
            elif mine is None:
                return
            else:
                candidate = mine
        for r, rest in left.items():
            self._replace(r, rest)
        self.owner[candidate.d0 : candidate.d1] = [len(self.candidates)] * (candidate.d1 - candidate.d0)
        self.candidates.append(candidate)
        self.tries.append(tries)
        self.covers.append(covered)

    def _replace(self, r: int, rest: Candidate | None) -> None:
        """Put what is left of a candidate in its place."""
        old, self.candidates[r] = self.candidates[r], rest
        if old is not None:
            self.owner[old.d0 : old.d1] = [-1] * (old.d1 - old.d0)
        if rest is not None:
            self.owner[rest.d0 : rest.d1] = [r] * (rest.d1 - rest.d0)

    def _without(self, loser: Candidate, winner: Candidate) -> Candidate | None:
        """What is left of a candidate without another's words, if that says enough: the longer side."""
        sides = [p for p in loser.pairs if p.d1 <= winner.d0], [p for p in loser.pairs if p.d0 >= winner.d1]
        pairs = trim(max(sides, key=len), self.view, self.work)
        if not pairs or self.work.bits(pairs[0].c0, pairs[-1].c1) < MIN_BITS:
            return None
        return Candidate(pairs, sum(gain(p, self.view, self.work) for p in pairs), _same_letters(self.view, self.work, pairs))


def align_chain(view: TextView, work: Work, span: Span, low: int, high: int) -> list[Candidate]:
    """The candidates that a chain leads to: one, or several where the writer's own words stand in between."""
    grown = extend(view, work, span, low, high)
    d0, d1 = snap(view.first, grown.start, grown.end)
    c0, c1 = snap(work.first_view, grown.first, grown.last)
    if d0 >= d1 or c0 >= c1:
        return []
    cuts = _cuts(view, work, d0, d1)
    if not cuts and same_words(view, work, d0, d1, c0, c1):
        return [Candidate(in_a_row(d0, d1, c0), float(d1 - d0 + view.first[d1] - view.first[d0]), True)]
    found = list[Candidate]()
    for part in _in_own_marks(view, cut_at(pair_words(view, work, d0, d1, c0, c1), cuts)):
        pieces, asides = split(view, work, part)
        kept = [trim(piece, view, work, asides) for piece in pieces]
        found += [_scored(view, work, piece, asides) for piece in kept if piece]
    return found


def _borders(view: TextView, work: Work, d0: int, d1: int) -> list[Border]:
    """The borders that words d0..d1 of a verse cross; the doubt of one who tells a hadith is none, «كخير ما تكون» أو «كأعمر ما تكون»."""
    return crossed(view, d0, d1) if work.witnesses else []


def _cuts(view: TextView, work: Work, d0: int, d1: int) -> list[Border]:
    """Where words d0..d1 of a verse are cut: at borders, and around references in brackets, whose words are none of its."""
    named = references_among(view, d0, d1) if work.witnesses else []
    return sorted([*_borders(view, work, d0, d1), *named]) if named else _borders(view, work, d0, d1)


def _in_own_marks(view: TextView, parts: list[list[Pair]]) -> Iterator[list[Pair]]:
    """Parts cut where marks hold all but the writer's own words between them, which are not the source's."""
    for part in parts:
        apart = between_marks(view, part[0].d0, part[-1].d1) if not all_same(part) and part[0].d0 < part[-1].d1 else []
        yield from cut_at(part, [(low, high) for low, high in apart if any(low <= p.d0 < high and not p.same for p in part)])


def _scored(view: TextView, work: Work, pairs: list[Pair], asides: frozenset[Pair]) -> Candidate:
    """A candidate with what its pairs gain; where all letters are the work's, that is the letters and one a word (see `align.gain`)."""
    if _same_letters(view, work, pairs) and all_same(pairs):
        return Candidate(pairs, float(len(pairs) + view.first[pairs[-1].d1] - view.first[pairs[0].d0]), True)
    return Candidate(pairs, sum(gain(p, view, work) for p in pairs if p not in asides), _same_letters(view, work, pairs))


def _same_letters(view: TextView, work: Work, pairs: list[Pair]) -> bool:
    d0, d1, c0, c1 = pairs[0].d0, pairs[-1].d1, pairs[0].c0, pairs[-1].c1
    if d1 - d0 != c1 - c0:
        return False
    return view.letters[view.first[d0] : view.first[d1]] == work.letter_bytes[work.first_view[c0] : work.first_view[c1]]


def split(view: TextView, work: Work, pairs: list[Pair]) -> tuple[list[list[Pair]], frozenset[Pair]]:
    """Cut where what differs is the writer's own text and not a slip inside a quotation; the second value holds the pairs of asides."""
    if all_same(pairs):
        return [pairs], frozenset()
    asides: set[Pair] = set()
    pieces: list[list[Pair]] = [[]]
    i = 0
    while i < len(pairs):
        j = i
        while j < len(pairs) and not pairs[j].same:
            j += 1
        if j > i:
            if i > 0 and j < len(pairs) and stays(view, work, pairs[i:j], pieces[-1]):
                run = _as_aside(view, pairs[i:j])
                if aside_between(view, pairs[i].d0, pairs[j - 1].d1) is not Aside.NONE:
                    asides.update(run)
                pieces[-1].extend(run)
            elif j < len(pairs) and i > 0:
                pieces.append(list(pairs[i:j]))
            else:
                pieces[-1].extend(pairs[i:j])
        if j < len(pairs):
            pieces[-1].append(pairs[j])
        i = j + 1
    return [p for p in pieces if p], frozenset(asides)


def _as_aside(view: TextView, run: list[Pair]) -> list[Pair]:
    """A run that is an aside stands for no words of the source: its pairs are taken apart."""
    d0, d1, c0, c1 = run[0].d0, run[-1].d1, run[0].c0, run[-1].c1
    if aside_between(view, d0, d1) is Aside.NONE:
        return run
    inserted = [Pair(d, d + 1, c0, c0, False) for d in range(d0, d1)]
    return [*inserted, *left_out(d1, c0, c1)]


def stays(view: TextView, work: Work, run: list[Pair], before: list[Pair]) -> bool:
    """Whether a run of differing pairs leaves what stands `before` it and what follows one quotation.

    A word put in without any sign is the writer's own comment more often than a slip; it counts as a slip where the writer
    marked the whole as a quotation, or where a word is only said twice.
    """
    d0, d1, c0, c1 = run[0].d0, run[-1].d1, run[0].c0, run[-1].c1
    written, missing = d1 - d0, c1 - c0
    aside = aside_between(view, d0, d1)
    if aside is Aside.ELISION:
        return True
    if aside is Aside.GLOSS:
        return missing == 0
    if (written or missing) and parted(view, d0, d1):
        return False  # «﴿قل هو الله أحد﴾، ﴿لم يلد ولم يولد﴾»
    if written > MAX_WRITTEN or missing > MAX_MISSING:
        return False
    if not missing:
        return written == 1 and (said_twice(view, d0) or (_in_marks(view, before[0].d0, d0) and not broken_off(view, d0, d1)))
    unlike = sum(1 for p in run if p.d0 == p.d1 or p.c0 == p.c1 or similarity(*letters_of_pair(p, view, work)) < SIMILAR)
    comment = any(is_speech(view, d) for d in range(d0, d1)) and broken_off(view, d0, d1)
    return unlike <= MAX_UNLIKE and not comment


def _in_marks(view: TextView, first: int, d: int) -> bool:
    """Whether marks enclose words first..d; one before `first` may be too short to have been found yet."""
    return enclosed(view, first, d) or (first > 0 and enclosed(view, first - 1, d))


def said_twice(view: TextView, d: int) -> bool:
    """Whether a word is (nearly) the one before or after it: a stutter, or a speaker's repair."""
    word = view.skeleton(d)
    if is_speech(view, d):
        return False
    around = (view.skeleton(d - 1), view.skeleton(d + 1)) if 0 < d < len(view.starts) - 1 else ()
    return any(w and similarity(word, w) >= SAID_TWICE for w in around)


def join(view: TextView, work: Work, found: list[Candidate]) -> list[Candidate]:
    """Join neighbours that are one quotation: interrupted by a gloss, by a marked elision, or by a slip of a few words."""
    joined: list[Candidate] = []
    for candidate in found:
        bridge = _bridge(view, work, joined[-1], candidate) if joined else None
        if bridge is None:
            joined.append(candidate)
        else:
            before = joined.pop()
            score = before.score + candidate.score + sum(max(gain(p, view, work), -2.0) for p in bridge)
            joined.append(Candidate([*before.pairs, *bridge, *candidate.pairs], score))
    return joined


def _bridge(view: TextView, work: Work, a: Candidate, b: Candidate) -> list[Pair] | None:
    """The pairs between two candidates that make one quotation; None if they do not."""
    words, missing = b.d0 - a.d1, b.c0 - a.c1
    if not (0 <= words <= MAX_GLOSS and 0 <= missing <= MAX_ELISION):
        return None
    if work.group_of(a.c0) != work.group_of(b.c0) or _cuts(view, work, a.d0, b.d1):
        return None
    aside = aside_between(view, a.d1, b.d0)
    if aside is Aside.ELISION or (aside is Aside.GLOSS and missing == 0):
        return _as_aside(view, [Pair(a.d1, b.d0, a.c1, b.c0, False)])
    if words > MAX_WRITTEN or missing > MAX_MISSING:
        return None
    run = pair_words(view, work, a.d1, b.d0, a.c1, b.c0)
    return run if not run or stays(view, work, run, a.pairs) else None


def in_marks_each(view: TextView, group: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Neighbours, those together between which no mark closes and another opens."""
    these = list[Candidate]()
    for candidate in group:
        if these and parted(view, these[-1].d1, candidate.d0):
            yield these
            these = []
        these.append(candidate)
    yield these
