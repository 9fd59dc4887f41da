"""What is nearest in a work to words that need not stand there: for `find`, and beside quotations without source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz

from muqabala.canon.work import Work
from muqabala.text.keys import kmer_codes
from muqabala.trace.matching.accept import matched_bits
from muqabala.trace.matching.align import Pair, as_written, pair_words, share
from muqabala.trace.written.view import TextView, cut

MAX_OFFERED = 3
MOST, NAMED = 0.6, 30.0
"""Share of the letters and of the words of an announced stretch, and bits, in words that agree, from which it is a damaged quotation of a
passage: 17 bits name one place in eighty thousand words, and more are needed where words may be left out and changed."""
_TRIED, _PADDING = 30, 3
"""Stretches that are compared word by word, and words taken in at their ends."""
_JOINED = 1
"""Words that may agree although no word of the stretch is the same: two that the writer joined, another spelling."""
_CANDIDATES = 60
_MAX_OCCURRENCES = 3000


def nearest_stretches(work: Work, letters: bytes, limit: int) -> list[tuple[float, int, int]]:
    """Stretches of the work most like some skeleton letters: (similarity 0..1, first word, word after the last), the best first.

    Passages that share rare k-mers with the letters are compared by partial edit distance.
    """
    return _nearest(work, letters)[:limit]


@lru_cache(maxsize=256)
def _nearest(work: Work, letters: bytes) -> list[tuple[float, int, int]]:
    """All that is near; kept, because what is nearest to words without source was asked for when they were looked at as damaged ones."""
    found = []
    for passage in _passages_sharing(work, letters):
        a, b = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
        low, high = work.first_view[a], work.first_view[min(b + 12, len(work.words))]
        match = fuzz.partial_ratio_alignment(letters, work.letter_bytes[low:high])
        if match is None or match.score <= 0:
            continue
        first = bisect_right(work.first_view, low + match.dest_start) - 1
        last = bisect_left(work.first_view, low + match.dest_end)
        if first < b:
            found.append((round(match.score / 100, 3), first, max(last, first + 1)))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def nearest_passages(work: Work, letters: bytes, limit: int = MAX_OFFERED) -> list[tuple[str, float]]:
    """References of what is nearest, with how near it is."""
    return [(work.ref(first, last), similarity) for similarity, first, last in nearest_stretches(work, letters, limit)]


def most_of(view: TextView, work: Work, d0: int, d1: int) -> list[Pair]:
    """Words d0..d1 of a text beside the stretch of the work that has most of them, word by word; no pairs where it has too few to be their source."""
    best: list[Pair] = []
    words = view.skeletons(d0, d1)
    for _, c0, c1 in nearest_stretches(work, view.letters[view.first[d0] : view.first[d1]], _TRIED):
        low, high = work.limits_of(c0)
        low, high = max(low, c0 - _PADDING), min(high, c1 + _PADDING)
        there = frozenset(cut(work.letter_bytes, work.first_view, low, high))
        if sum(word in there for word in words) + _JOINED < MOST * (d1 - d0):
            continue
        pairs = as_written(pair_words(view, work, d0, d1, low, high))
        most = share(view, pairs) > max(share(view, best), MOST) and sum(p.same for p in pairs) >= MOST * (d1 - d0)
        if most and matched_bits(view, work, pairs) >= NAMED:
            best = pairs
    return best


def _passages_sharing(work: Work, letters: bytes) -> list[int]:
    """Passages by the weight of the k-mers that they share with the letters, the heaviest first."""
    seeds = work.short_seeds
    _, entry = seeds.lookup(kmer_codes(np.frombuffer(letters, np.uint8), seeds.k))
    entry, _ = np.unique(entry, return_index=True)
    counts = seeds.first[entry + 1] - seeds.first[entry]
    entry, counts = entry[counts <= _MAX_OCCURRENCES], counts[counts <= _MAX_OCCURRENCES]
    if not len(entry):
        return []
    places = np.concatenate([seeds.places[seeds.first[e] : seeds.first[e + 1]] for e in entry.tolist()])
    passages = work.word_passage[work.word_of(places)].astype(np.int64)
    once, _ = np.unique((np.repeat(np.arange(len(entry)), counts) << 32) + passages, return_index=True)  # a k-mer counts once for each passage
    passages = once & 0xFFFFFFFF
    weights = np.bincount(passages, 1.0 / (1.0 + np.log2(counts))[once >> 32], len(work.refs))
    heaviest = np.argsort(-weights, kind="stable")[:_CANDIDATES]
    return [int(p) for p in heaviest if weights[p] > 0]
