"""Clauses: nothing is lost, nothing overlaps, quotations and honorifics stay whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.text.clauses import MIN_WORDS, find_clauses
from muqabala.text.fold import fold

WORDS = st.lists(
    st.sampled_from(
        ["ثم", "قال", "خرج", "رسول", "الله", "إلى", "المدينة", "وكانوا", "فدخلوا", "معه", ".", "،", "؟", "\n", "حتى", "بلغ", "الغار", "صاحبه", "ﷺ"]
    ),
    max_size=80,
)


def cut(text: str, whole: list[tuple[int, int]] | None = None) -> list[str]:
    clauses = find_clauses(text, whole=whole or [])
    return [text[a:b] for a, b in zip(clauses.start, clauses.end, strict=True)]


@given(WORDS, st.sampled_from(["", " "]))
def test_all_words_are_in_one_clause(words: list[str], glue: str) -> None:
    text = (" " + glue).join(words)
    folded = fold(text)
    clauses = find_clauses(text, folded)
    assert len(clauses.first) == len(clauses) + 1
    assert clauses.first[0] == 0
    assert clauses.first[-1] == len(folded.word_start)
    assert (np.diff(clauses.first) > 0).all()
    assert (clauses.start == folded.word_start[clauses.first[:-1]]).all()
    assert (clauses.end == folded.word_end[clauses.first[1:] - 1]).all()


@pytest.mark.parametrize("text", ["", "   ", "123 abc", "\u064b", "."])
def test_no_words_no_clauses(text: str) -> None:
    assert len(find_clauses(text)) == 0


def test_a_full_stop_without_a_blank_is_a_border() -> None:
    assert cut("تاركين ديارهم من أجل دينهم.وجاء أبو بكر يستأذنه في الهجرة") == ["تاركين ديارهم من أجل دينهم", "وجاء أبو بكر يستأذنه في الهجرة"]


def test_without_any_sign_it_is_cut_where_the_tale_goes_on() -> None:
    text = "اجتمعت قريش في دار الندوة يتشاورون ثم خرجوا يطلبونه من كل وجه فلما بلغوا الغار وقفوا على بابه"
    assert cut(text) == ["اجتمعت قريش في دار الندوة يتشاورون", "ثم خرجوا يطلبونه من كل وجه", "فلما بلغوا الغار وقفوا على بابه"]


def test_weak_signs_leave_enough_words() -> None:
    sizes = [len(c.split()) for c in cut("خرج، ثم دخل، ثم خرج، ثم دخل، ثم خرج، ثم دخل، ثم خرج، ثم دخل إلى داره")]
    assert min(sizes) >= MIN_WORDS


def test_a_quotation_is_never_cut() -> None:
    verse = "ويمكرون ويمكر الله. والله خير الماكرين"
    text = f"فنزل في ذلك قوله تعالى {verse} ثم خرج من بينهم وهم لا يبصرون"
    start = text.index(verse)
    clauses = find_clauses(text, whole=[(start, start + len(verse))])
    inside = [(a, b) for a, b in zip(clauses.start, clauses.end, strict=True) if a < start + len(verse) and b > start]
    assert len(inside) == 1


def test_what_is_bound_begins_no_clause() -> None:
    text = "فقال له رسول الله صلى الله عليه وسلم إني قد أذن لي في الخروج"
    bound = np.array([w in ("صلى", "الله", "عليه", "وسلم") for w in text.split()])
    clauses = find_clauses(text, bound=bound)
    assert not bound[clauses.first[:-1]].any()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وضرب الزلزال المدينة بقوة 6.8 درجات فجر الأحد", ["وضرب الزلزال المدينة بقوة 6.8 درجات فجر الأحد"]),
        ("وذلك قوله في سورة (الأنفال 30). ولم يدخل القوم داره", ["وذلك قوله في سورة (الأنفال 30)", "ولم يدخل القوم داره"]),
        ("كما في [الأنفال: 30]. 12 رجلا خرجوا إليه", ["كما في [الأنفال: 30]", "12 رجلا خرجوا إليه"]),
        ("وعدد آياتها 21.\n5 من القوم خرجوا", ["وعدد آياتها 21", "5 من القوم خرجوا"]),
        ("وكان موعدهم الساعة 11:40", ["وكان موعدهم الساعة 11:40"]),
        ("وقام هناك (عند الباب). «ثم» رجع", ["وقام هناك (عند الباب)", "«ثم» رجع"]),
    ],
)
def test_digits_and_brackets_belong_to_the_clause_beside_them(text: str, found: list[str]) -> None:
    assert cut(text) == found
