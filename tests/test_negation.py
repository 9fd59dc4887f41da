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


def test_every_part_of_a_verse_is_right(quran: Work) -> None:
    assert edits(document(f"قال تعالى: ﴿{without_negation(quran, '4:43', 'لا')}﴾.")) == []


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


def test_a_negation_left_out_within_a_saying_is_no_other_version(everything: api.Checker, hadith: Work) -> None:
    """Other words of the same report go on as these do, without it."""
    words = report(hadith, "bukhari", "6443")
    at = words.index("يشرك")
    (found,) = everything.documents([api.Source("a", "", [SAID.format(" ".join(["من", "مات", *words[at : at + 5]]))])])
    assert edits(found) == [("altered", "delete", "لا")]
