"""Announced quotations of which little is the source's: the verse that they cite, or open with. What is put in is nobody's words."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from muqabala.records import Document
from test_check import document, plain, verse

MADE_UP = "على أبواب المدينة القديمة زرافات وأفرادا حين تفتح الأسواق ويصيح الباعة الصغار"


def told(found: Document) -> list[tuple[str, list[str], int]]:
    """Verdict, places and length in words of each quotation."""
    return [(q.verdict, [p.ref for p in q.passages], len(q.text.split())) for q in found.quotations]


def head(quran: Work, ref: str, words: int) -> str:
    return " ".join(plain(verse(quran, ref)).split()[:words])


@pytest.mark.parametrize(("ref", "words"), [("99:6", 3), ("60:8", 4), ("33:35", 3), ("17:53", 3)])
def test_the_first_words_say_which_verse_is_meant(quran: Work, ref: str, words: int) -> None:
    text = f"{head(quran, ref, words)} {MADE_UP}"
    assert told(document(f"قال تعالى: «{text}».")) == [("altered", [ref], len(text.split()))]


@pytest.mark.parametrize(("ref", "words"), [("2:183", 4), ("49:6", 2), ("2:2", 1)])
def test_first_words_of_many_verses_say_nothing(quran: Work, ref: str, words: int) -> None:
    text = f"{head(quran, ref, words)} {MADE_UP}"
    assert told(document(f"قال تعالى: «{text}».")) == [("unsourced", [], len(text.split()))]


def scattered(quran: Work) -> str:
    """Words of 2:222, two at a time, and others in place of those between them."""
    words = plain(verse(quran, "2:222")).split()
    return f"{words[0]} عن الباعة الصغار {' '.join(words[7:9])} إذا اجتمعوا في الأسواق {words[13]} المدينة القديمة"


def test_a_reference_says_which_verse_is_meant(quran: Work) -> None:
    found = document(f"قال تعالى: «{scattered(quran)}» (البقرة: 222).")
    assert [(q.verdict, [p.ref for p in q.passages]) for q in found.quotations] == [("altered", ["2:222"])]
    assert [c.verdict for c in found.citations] == ["right"]


@pytest.mark.parametrize("reference", ["", " (البقرة: 223)", " (البقرة: 1-286)"])
def test_another_reference_does_not(quran: Work, reference: str) -> None:
    found = document(f"قال تعالى: «{scattered(quran)}»{reference}.")
    assert [q.verdict for q in found.quotations] == ["unsourced"]
    assert "right" not in [c.verdict for c in found.citations]


def test_marks_that_are_not_closed_say_nothing(quran: Work) -> None:
    text = f"{head(quran, '99:6', 3)} {MADE_UP} (سورة الملك: 3) {MADE_UP}"
    assert "altered" not in [q.verdict for q in document(f"قال تعالى: «{text}».").quotations]


def test_nearly_all_letters_say_which_verse_is_meant(quran: Work) -> None:
    words = plain(verse(quran, "89:14")).split()
    (found,) = document(f"قال تعالى: ({words[0]} {words[1]} {words[2][1:]}).").quotations
    assert (found.verdict, [p.ref for p in found.passages]) == ("altered", ["89:14"])
    assert [(e.op, plain(e.source)) for e in found.edits] == [("replace", words[2])]
