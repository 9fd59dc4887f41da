"""Clauses in another order: a verse or a saying is then not the source's, though each part of it is."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.trace.matching.moved import in_another_order
from muqabala.trace.written.view import TextView
from test_beside import SAID, report
from test_check import plain, verse
from test_glosses import quotations

MANY = 60
RIGHT = ("verbatim", "spelling", "reading")


def clauses(work: Work, rng: random.Random, shortest: int) -> list[list[str]]:
    """Three clauses of one passage that follow each other in it."""
    while True:
        passage = rng.randrange(len(work.refs))
        first, last = int(work.passages.matn[passage]), int(work.passage_first[passage + 1])
        size = rng.randint(9, 18)
        if last - first >= size:
            begin = rng.randint(first, last - size)
            words = [work.plain[c] for c in range(begin, begin + size)]
            one = rng.randint(shortest, size - 6)
            two = rng.randint(one + 3, size - 3)
            return [words[:one], words[one:two], words[two:]]


def joined(parts: list[list[str]], by: str = " ") -> str:
    return by.join(" ".join(part) for part in parts)


def test_a_verse_in_another_order_is_not_several_right_ones(quran: Work, checker: api.Checker) -> None:
    rng, passed = random.Random(5), []
    for _ in range(MANY):
        a, b, c = clauses(quran, rng, 2)
        found = quotations(checker, f"قال تعالى: ﴿{joined([a, c, b])}﴾.")
        passed += [(a, b, c)] if all(q.verdict in RIGHT for q in found) else []
    assert len(passed) <= MANY // 12


@pytest.mark.parametrize("between", [" … ", "، ", " * ", "\n", " (3) "])
@pytest.mark.parametrize("ref", ["2:286", "3:185", "49:13", "59:7"])
def test_parts_of_a_verse_that_a_sign_parts_may_stand_in_any_order(quran: Work, checker: api.Checker, ref: str, between: str) -> None:
    words = plain(verse(quran, ref)).split()
    found = quotations(checker, f"قال تعالى: ﴿{joined([words[12:], words[:12]], between)}﴾.")
    assert [q.verdict for q in found if q.verdict not in RIGHT] == []


def test_the_end_of_a_verse_before_the_beginning_of_one_is_right(quran: Work, checker: api.Checker) -> None:
    """The light verse ends as two others do, and who quotes one of these goes on with it."""
    light = plain(verse(quran, "24:35")).split()
    found = quotations(checker, f"قال تعالى: ﴿{joined([light[-4:], light[:4]])}﴾.")
    assert [(q.verdict, len(q.text.split())) for q in found] == [("verbatim", 4), ("verbatim", 4)]


def test_a_saying_in_another_order_is_read_beside_its_source(hadith: Work, everything: api.Checker) -> None:
    rng, lost = random.Random(5), []
    for _ in range(MANY):
        a, b, c = clauses(hadith, rng, 3)
        (found,) = everything.documents([api.Source("a", "", [SAID.format(joined([a, c, b]))])])
        lost += [(a, b, c)] if "unsourced" in [q.verdict for q in found.quotations] else []
    assert len(lost) <= MANY // 12


def test_what_is_moved_is_told_where_it_is_and_where_it_was(hadith: Work, everything: api.Checker) -> None:
    words = report(hadith, "tirmidhi", "1009")[:9]
    said, in_mosques, with_drums = words[:3], words[3:6], words[6:9]
    (found,) = everything.documents([api.Source("a", "", [SAID.format(joined([said, with_drums, in_mosques]))])])
    (q,) = found.quotations
    assert (q.verdict, q.passages[0].ref) == ("altered", "1009")
    assert sorted((e.op, e.text) for e in q.edits) == [("delete", ""), ("insert", " ".join(in_mosques))]


def test_common_words_of_a_passage_in_any_order_are_no_saying_of_it(everything: api.Checker) -> None:
    text = "قال رسول الله ﷺ: «صلى الله عليه وسلم قال رسول الله من كان في السوق قال يا رسول الله إن الله عز وجل»."
    (found,) = everything.documents([api.Source("a", "", [text])])
    assert [q.verdict for q in found.quotations] in ([], ["unsourced"])


def test_the_words_of_the_text_stand_once_and_those_of_the_source_in_order(hadith: Work) -> None:
    rng = random.Random(8)
    for _ in range(MANY):
        parts = clauses(hadith, rng, 3)
        rng.shuffle(parts)
        view = TextView.of(joined(parts))
        place = hadith.standing(view.letters[: view.first[len(parts[0])]])[0]
        pairs = in_another_order(view, hadith, 0, len(view.starts), hadith.passage_view[place])
        if pairs:
            assert (pairs[0].d0, pairs[-1].d1) == (0, len(view.starts))
            assert all(a.d1 == b.d0 and a.c1 <= b.c0 for a, b in pairwise(pairs))
            assert all(not p.same or view.skeletons(p.d0, p.d1) == [hadith.skeleton(c) for c in range(p.c0, p.c1)] for p in pairs)


@pytest.mark.parametrize("said", ["هلك المتنطعون", "ويل للأعقاب من النار", "التقوى هاهنا", "كل بدعة ضلالة"])
@pytest.mark.parametrize("times", [2, 3])
def test_a_saying_that_was_said_thrice_is_right_however_often_it_is_written(everything: api.Checker, said: str, times: int) -> None:
    (found,) = everything.documents([api.Source("a", "", [SAID.format("، ".join([said] * times))])])
    assert {q.verdict for q in found.quotations} == {"verbatim"}


def test_the_book_of_a_saying_in_another_order_is_right(hadith: Work, everything: api.Checker) -> None:
    words = report(hadith, "tirmidhi", "1009")[:9]
    said = joined([words[:3], words[6:], words[3:6]])
    (found,) = everything.documents([api.Source("a", "", [f"{SAID.format(said)} رواه الترمذي."])])
    assert [(q.verdict, c.verdict) for q in found.quotations for c in found.citations] == [("altered", "right")]
