"""Lemmas: the words of a verse that a commentator takes up in brackets, to explain them after he has quoted it.

They are too short and too common to be found by themselves; the verse beside them says what they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from muqabala.canon.work import Work
from muqabala.trace.matching.accept import Found, look
from muqabala.trace.matching.align import pair_words
from muqabala.trace.matching.formulae import formulaic
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.written.brackets import brackets
from muqabala.trace.written.view import TextView

MIN_WORDS, MAX_WORDS = 2, 12
"""Words of a lemma."""
MIN_BITS, SURE_BITS = 20.0, 30.0
"""Bits of a lemma, and of the quotation of its verse."""
CONFIDENCE = 0.9
"""That a lemma is one: nearly all are that agree letter for letter."""
REACH = 1_000
"""Words between a lemma and a quotation of its verse."""


def bracketed(view: TextView) -> list[tuple[int, int]]:
    """Words (from, to) of each pair of brackets or quotation marks that may hold a lemma, in the text's order."""
    spans = np.searchsorted(view.folded.word_start, np.array(brackets(view), np.int64).reshape(-1, 2))
    words = spans[:, 1] - spans[:, 0]
    return sorted({(d0, d1) for d0, d1 in spans[(words >= MIN_WORDS) & (words <= MAX_WORDS)].tolist()})


def find_lemmas(judge: Judge, view: TextView, found: Sequence[Found], spans: Sequence[tuple[int, int]]) -> list[Found]:
    """Those of some bracketed spans that stand in a verse quoted near them, letter for letter; `found` is what one document quotes, in order."""
    taken = [f for f in found if not f.held_back]
    verses = [f for f in taken if f.bits >= SURE_BITS]
    begins, ends = [f.judgement.d0 for f in verses], [f.judgement.d1 for f in taken]
    quoted = [_letters_of(judge.work, f) for f in verses]
    lemmas = []
    for d0, d1 in spans if verses else ():
        after = bisect_left(ends, d0 + 1)
        if after < len(taken) and taken[after].judgement.d0 < d1:
            continue
        near = quoted[bisect_left(begins, d0 - REACH) : bisect_left(begins, d0 + REACH)]
        c0, c1 = next(_places(judge.work, view.letters[view.first[d0] : view.first[d1]], dict.fromkeys(near)), (0, 0))
        if judge.work.bits(c0, c1) >= MIN_BITS and not formulaic(b"\0".join(map(judge.work.skeleton, range(c0, c1)))):
            judgement = judge_pairs(judge, view, pair_words(view, judge.work, d0, d1, c0, c1))
            if not judgement.wrong_words:
                lemmas.append(look(view, judge.work, judgement))
                lemmas[-1].confidence = lemmas[-1].meant = CONFIDENCE
    return lemmas


def _letters_of(work: Work, f: Found) -> tuple[int, int]:
    """The letters (from, to) of the passages that are quoted."""
    low, high = work.passage_view[f.judgement.c0], work.passage_view[f.judgement.c1 - 1] + 1
    return work.first_view[work.passage_first[low]], work.first_view[work.passage_first[high]]


def _places(work: Work, letters: bytes, passages: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words (from, to) of some passages, given by their letters, which have these letters, as whole words."""
    first = work.first_view
    for low, high in passages:
        at = work.letter_bytes.find(letters, low, high)
        if at >= 0:
            c0, c1 = bisect_left(first, at), bisect_left(first, at + len(letters))
            if first[c0] == at and first[c1] == at + len(letters):
                yield c0, c1
