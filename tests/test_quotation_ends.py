"""Where a changed quotation begins and ends, and beside which words of which verse it is shown."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from muqabala.records import Quotation
from test_check import one
from test_slips import VERSE

ADDED = "النخل والشمس"


def differing(quotation: Quotation) -> list[tuple[str, str]]:
    """The edits that change a meaning, each with the words of the text."""
    return [(edit.op, edit.text) for edit in quotation.edits if edit.severity == "meaning"]


def whole_verses(work: Work, dice: random.Random, count: int) -> list[tuple[str, str]]:
    """Verses of some words with a neighbour on either side, without marks, and their references."""
    first = work.passage_first.tolist()
    fit = [p for p in range(1, len(work.refs) - 1) if 8 <= first[p + 1] - first[p] <= 20 and work.group[p - 1] == work.group[p] == work.group[p + 1]]
    return [(" ".join(work.plain[first[p] : first[p + 1]]), work.refs[p]) for p in dice.sample(fit, count)]


def test_words_put_before_or_behind_a_verse_change_none_of_the_next(checker: Checker, quran: Work) -> None:
    for words, ref in whole_verses(quran, random.Random(7), 40):
        for text in (f"{words} {ADDED}", f"{ADDED} {words}"):
            (found,) = (q for q in checker.items([VERSE.format(text)]) if isinstance(q, Quotation))
            assert (differing(found), ref in [p.ref for p in found.passages]) == ([("insert", ADDED)], True), text


@pytest.mark.parametrize(
    ("words", "ref", "edits"),
    [
        ("ذلك هو الفوز العظيم خالدين فيها", "9:72", [("insert", "خالدين فيها")]),
        ("إنا أعطيناك الكوثر وصل لربك واسجد واقترب", "108:1-2", [("replace", "وصل"), ("replace", "واسجد"), ("insert", "واقترب")]),
        ("وبشر الصابرين الذين إذا أصابتهم نازلة", "2:155-156", [("replace", "نازلة")]),
        ("اصبروا وصابروا ورابطوا واتقوا الله لعلكم ترحمون أبدا", "3:200", [("replace", "ترحمون"), ("insert", "أبدا")]),
        ("وكان أمامهم ملك يأخذ كل سفينة صالحة غصبا", "18:79", [("replace", "أمامهم"), ("insert", "صالحة")]),
        ("فإن لم يستجيبوا لكم فاعلموا أنما أنزل بعلم الله", "11:14", []),
        ("و تبارك الذي بيده الملك", "67:1", []),
    ],
)
def test_a_quotation_in_marks_ends_with_its_own_words(words: str, ref: str, edits: list[tuple[str, str]]) -> None:
    found = one(VERSE.format(words))
    assert (found.passages[0].ref, differing(found)) == (ref, edits)
