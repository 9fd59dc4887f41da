"""Verses that stand in one pair of marks, verses between them left out, are each right."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker
from muqabala.canon.work import Work
from test_check import document
from test_glosses import quotations

MANY = 100
WRONG = ("altered", "unsourced", "vocalisation")


def apart(quran: Work, rng: random.Random) -> tuple[str, str]:
    """Two short verses of one sura with one to three between them."""
    while True:
        first = rng.randrange(len(quran.refs) - 4)
        last = first + rng.choice((2, 2, 3, 4))
        verses = [[quran.plain[c] for c in range(int(quran.passage_first[p]), int(quran.passage_first[p + 1]))] for p in (first, last)]
        if quran.refs[first].split(":")[0] == quran.refs[last].split(":")[0] and max(map(len, verses)) <= 25:
            return " ".join(verses[0]), " ".join(verses[1])


@pytest.mark.parametrize("between", [" ", " * ", " ۝ ", "، ", "\n"])
def test_verses_with_others_between_them_left_out(quran: Work, checker: Checker, between: str) -> None:
    rng, wrong, lost = random.Random(between), [], []
    for _ in range(MANY):
        first, last = apart(quran, rng)
        found = quotations(checker, f"كما قال تعالى: ﴿{first}{between}{last}﴾ ثم نقول كذا")
        wrong += [q.text for q in found if q.verdict in WRONG]
        lost += [first] if sum(q.end - q.start for q in found) < 0.95 * len(first + last) else []
    assert len(wrong) <= MANY // 50
    assert len(lost) <= MANY // 50


def test_a_slip_in_one_of_them_is_still_told() -> None:
    found = document("قال تعالى: ﴿أفمن هذا الحديث تعجبون * وأنتم غافلون﴾").quotations
    assert any(q.verdict == "altered" for q in found)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("وما أدراك ما سجين", "ويل يومئذ للمكذبين"),
        ("وإن ربك لهو العزيز الرحيم", "فاتقوا الله وأطيعون"),
        ("والسابقون السابقون", "في جنات النعيم"),
        ("الم", "بنصر الله ينصر من يشاء وهو العزيز الرحيم"),
        ("يس", "تنزيل العزيز الرحيم"),
        ("ما لكم لا تنطقون", "فأقبلوا إليه يزفون"),
    ],
)
def test_a_short_verse_of_many_places_is_the_one_near_by(first: str, last: str) -> None:
    found = document(f"كما قال تعالى: ﴿{first} {last}﴾ ثم").quotations
    assert [(q.text, q.verdict) for q in found] == [(first, "verbatim"), (last, "verbatim")]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("الرحمن علم الكتاب خلق الإنسان", "والسماء رفعها ووضع الميزان ألا تطغوا في الميزان", "الكتاب"),
        ("الذي خلق سبع سماوات طباقا ما ترى في خلق الرحمن من تفوت", "وهو على كل شيء قدير الذي خلق الموت والحياة ليبلوكم أيكم أحسن عملا", ""),
        ("إنا أعطيناك الكوثر فصل لربك واسجد", "قل هو الله أحد الله الصمد لم يلد ولم يولد", "واسجد"),
        ("إنا أعطيناك الكوثر فصل لربك وانحر حقا", "قل هو الله أحد الله الصمد لم يلد ولم يولد", "حقا"),
        ("لقد أعطيناك الكوثر فصل لربك وانحر", "قل هو الله أحد الله الصمد لم يلد ولم يولد", "لقد"),
        ("إنا أعطيناك الكوثر فصل لربك وانحر وقال", "قل هو الله أحد الله الصمد لم يلد ولم يولد", ""),
        ("إنا أعطيناك الكوثر فصل لربك وانحر ثم قال سبحانه", "قل هو الله أحد الله الصمد لم يلد ولم يولد", ""),
    ],
)
def test_words_between_two_verses_that_are_no_verses_are_told(first: str, last: str, told: str) -> None:
    found = document(f"كما قال تعالى: ﴿{first} {last}﴾ ثم").quotations
    assert [e.text for q in found if q.verdict in WRONG for e in q.edits if e.op in ("replace", "insert")] == ([told] if told else [])
