"""Which passages share a stretch's rare words, and where in them it fits: on arrays as by counting."""

from __future__ import annotations

import random
import re
from math import log2

import numpy as np
import pytest

from muqabala.canon.vocabulary import MAX_BEGUN, MAX_HELD
from muqabala.canon.work import Work
from muqabala.trace.matching.align import share, share_at_most
from muqabala.trace.matching.honorifics import pair_matn
from muqabala.trace.matching.retrieve import MAX_PASSAGES, MAX_WORDS, Stretch, fit, sharing
from muqabala.trace.written.view import TextView


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


def starting(work: Work, skeleton: bytes) -> list[int]:
    """All words of the reports that begin, with what follows them, with some letters; none if there are too many of them to say anything."""
    places = [c.start() for c in re.finditer(b"(?=" + re.escape(skeleton) + b")", work.letter_bytes)]
    words = work.word_of(np.array(places, np.int64)).tolist()
    chain = work.passages.chain[work.word_passage]
    found = [w for w, at in zip(words, places, strict=True) if work.first_view[w] == at and w >= chain[w]]
    return found if len(found) <= MAX_BEGUN else []


@pytest.mark.parametrize("which", range(6))
def test_passages_come_by_the_weight_of_the_words_they_share(hadith: Work, which: int) -> None:
    view = TextView.of(stretches(hadith, 6)[which])
    found = {
        view.skeleton(d): [c for c in starting(hadith, view.skeleton(d)) if hadith.skeleton(c) == view.skeleton(d)] for d in range(len(view.starts))
    }
    rare = sorted((places for places in found.values() if 0 < len(places) <= MAX_HELD), key=len)[:MAX_WORDS]
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
    for passage, (c0, c1, alike) in zip(passages, fit(view, hadith, [Stretch(0, count, passages)])[0], strict=True):
        assert hadith.passage_first[passage] <= c0 < c1 <= hadith.passage_first[passage + 1]
        there = {hadith.skeleton(c) for c in range(c0, c1)}
        words = [view.skeleton(d) for d in range(count)]
        assert alike == pytest.approx(sum(len(w) for w in words if w in there) / sum(map(len, words)))


def test_nothing_shared_fits_nowhere(hadith: Work) -> None:
    view = TextView.of("ظظظظظظ ضضضضضضض")
    assert sharing(view, hadith, 0, 2) == []
    assert fit(view, hadith, []) == []
    ((), (nothing,)) = fit(view, hadith, [Stretch(0, 2, []), Stretch(0, 2, [5])])
    assert nothing.alike == 0.0


def test_stretches_read_together_fit_as_each_does_alone(hadith: Work) -> None:
    view = TextView.of("\n".join(stretches(hadith, 50)))
    borders = range(0, len(view.starts), 11)
    asked = [Stretch(d0, d0 + 9, sharing(view, hadith, d0, d0 + 9)) for d0 in borders if d0 + 9 <= len(view.starts)]
    assert fit(view, hadith, asked) == [fit(view, hadith, [one])[0] for one in asked]


@pytest.mark.parametrize("which", range(6))
def test_no_pairing_in_order_agrees_in_more_than_the_bound_says(hadith: Work, which: int) -> None:
    view = TextView.of(stretches(hadith, 6)[which])
    count = len(view.starts)
    passages = sharing(view, hadith, 0, count)
    for c0, c1, alike in fit(view, hadith, [Stretch(0, count, passages)])[0]:
        bound = share_at_most(view, hadith, 0, count, c0, c1)
        assert share(view, pair_matn(view, hadith, 0, count, c0, c1)) <= bound + 1e-9
        assert bound == 1.0 or bound <= alike + 1e-9
