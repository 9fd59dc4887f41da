"""Which passages share a stretch's rare words, and where in them it fits: on arrays as by counting."""

from __future__ import annotations

import random
from math import log2

import pytest

from muqabala.canon.work import Work
from muqabala.trace.retrieve import MAX_PASSAGES, MAX_POSTINGS, MAX_WORDS, fit, sharing
from muqabala.trace.view import TextView


def stretches(work: Work, count: int) -> list[str]:
    """Bare words from some passages, some left out, with words of others among them."""
    chance = random.Random(7)
    found = []
    for _ in range(count):
        passage = chance.randrange(len(work.refs))
        first, last = int(work.passage_first[passage]), int(work.passage_first[passage + 1])
        words = [w for w in work.plain[first : min(last, first + 40)] if chance.random() < 0.8]
        at = chance.randrange(len(work.words) - 5)
        found.append(" ".join([*words, *work.plain[at : at + 4]]))
    return found


@pytest.mark.parametrize("which", range(6))
def test_passages_come_by_the_weight_of_the_words_they_share(hadith: Work, which: int) -> None:
    view = TextView.of(stretches(hadith, 6)[which])
    found = {skeleton: hadith.postings(skeleton, MAX_POSTINGS).tolist() for d in range(len(view.starts)) for skeleton in (view.skeleton(d),)}
    rare = sorted((places for places in found.values() if 0 < len(places) <= MAX_POSTINGS), key=len)[:MAX_WORDS]
    weight: dict[int, float] = {}
    for places in rare:
        for passage in {hadith.passage_view[c] for c in places}:
            weight[passage] = weight.get(passage, 0.0) + log2(len(hadith.words) / len(places))
    best = sorted(weight, key=lambda passage: (-round(weight[passage], 6), passage))[:MAX_PASSAGES]
    assert [round(weight[p], 6) for p in sharing(view, hadith, 0, len(view.starts))] == [round(weight[p], 6) for p in best]


@pytest.mark.parametrize("which", range(6))
def test_a_fit_has_the_share_of_letters_it_says(hadith: Work, which: int) -> None:
    view = TextView.of(stretches(hadith, 6)[which])
    count = len(view.starts)
    passages = sharing(view, hadith, 0, count)
    for passage, (c0, c1, alike) in zip(passages, fit(view, hadith, 0, count, passages), strict=True):
        assert hadith.passage_first[passage] <= c0 < c1 <= hadith.passage_first[passage + 1]
        there = {hadith.skeleton(c) for c in range(c0, c1)}
        words = [view.skeleton(d) for d in range(count)]
        assert alike == pytest.approx(sum(len(w) for w in words if w in there) / sum(map(len, words)))


def test_nothing_shared_fits_nowhere(hadith: Work) -> None:
    view = TextView.of("ظظظظظظ ضضضضضضض")
    assert sharing(view, hadith, 0, 2) == []
    assert fit(view, hadith, 0, 2, []) == []
    (nothing,) = fit(view, hadith, 0, 2, [5])
    assert nothing.alike == 0.0
