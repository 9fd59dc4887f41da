"""A negation left out before the first word of a quotation, or within a hadith that other versions seem to have without it."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Document
from test_beside import SAID, left_out, report
from test_check import document, plain, verse


def without_negation(quran: Work, ref: str, negation: str, count: int = 5) -> str:
    words = plain(verse(quran, ref)).split()
    at = words.index(negation) + 1
    return " ".join(words[at : at + count])


def edits(found: Document) -> list[tuple[str, str, str]]:
    return [(q.verdict, e.op, plain(e.source)) for q in found.quotations for e in q.edits]


@pytest.mark.parametrize(("ref", "negation"), [("4:43", "لا"), ("2:225", "لا"), ("17:32", "ولا"), ("2:102", "ولا")])
@pytest.mark.parametrize("form", ["قال تعالى: ﴿{}﴾.", "قال تعالى: «{}».", "قال تعالى: {}."])
def test_a_verb_without_its_negation_is_told(quran: Work, ref: str, negation: str, form: str) -> None:
    text = without_negation(quran, ref, negation)
    assert edits(document(form.format(text))) == [("altered", "delete", negation)]


@pytest.mark.parametrize("form", ["قال تعالى: ﴿... {}﴾.", "قال تعالى: ﴿… {}﴾.", "نهانا الله أن «{}».", "ولا ﴿{}﴾", "وأن نعلم ما نقول ولا {}"])
def test_a_writer_may_say_it_himself_or_leave_it_out_with_a_sign(quran: Work, form: str) -> None:
    assert edits(document(form.format(without_negation(quran, "4:43", "لا")))) == []


@pytest.mark.parametrize("ref", ["2:3", "3:134", "37:40"])
def test_words_that_stand_without_one_are_right(quran: Work, ref: str) -> None:
    text = " ".join(plain(verse(quran, ref)).split()[1:4])
    assert edits(document(f"قال تعالى: ﴿{text}﴾.")) == []


def test_a_question_is_no_negation(quran: Work) -> None:
    assert edits(document(f"قال تعالى: ﴿{without_negation(quran, '7:164', 'لم', 4)}﴾.")) == []


@pytest.mark.parametrize(("book", "ref"), [("bukhari", "13"), ("muslim", "265")])
def test_a_saying_without_its_negation_is_told(everything: api.Checker, hadith: Work, book: str, ref: str) -> None:
    words = report(hadith, book, ref)
    at = words.index("لا")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(words[at + 1 : at + 8]))])])
    assert edits(found) == [("altered", "delete", "لا")]


def test_an_exception_left_out_is_no_other_version(everything: api.Checker, hadith: Work) -> None:
    """«فلا يحلف بالله» has the letters of «فليحلف بالله», which other versions have."""
    words = report(hadith, "bukhari", "3836")
    at = words.index("إلا")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join([*words[at - 5 : at], words[at + 1]]))])])
    assert [q.verdict for q in found.quotations] == ["altered"]
    assert left_out(found.quotations[0]) == ["1"]
