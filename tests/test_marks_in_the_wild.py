"""Marks as people set them: round brackets behind a name, «<<…>>», marks left open or inside others. The words are the canon's or nobody's."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

INVENTED = "من ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize(
    "said", ["قال رسول الله ﷺ ({}).", "وقال النبي صلى الله عليه وسلم ({}) رواه مسلم", "قال رسول الله ﷺ <<{}>>", "قال تعالى: <<{}>>"]
)
def test_words_in_round_brackets_and_doubled_signs_are_asked_for(said: str) -> None:
    assert verdicts(said.format(INVENTED) + " وهذا كلام.") == [("unsourced", INVENTED)]


@pytest.mark.parametrize(
    "text",
    [
        "قال رسول الله ﷺ (وهو في سوق الوراقين عند باب المدينة ينظر) كلاما.",
        "قال رسول الله ﷺ (في سوق الوراقين عند باب المدينة وهو ينظر): «الدين».",
        "قال رسول الله ﷺ (الوراق يكتب في السوق بحبر طيب واسع): «الدين».",
        "قال رسول الله ﷺ (خبز وزيت وورق وحبر).",
        "قال رسول الله ﷺ (الوراق يكتب في السوق بحبر طيب واسع) كلاما.",
    ],
)
def test_remarks_in_round_brackets_are_not(text: str) -> None:
    assert "unsourced" not in dict(verdicts(text))


@pytest.mark.parametrize("again", ["، وقال: «{}»", " [الفرقان: 74]. ويقول أيضا: «{}»", "، وقال: {{{}}}"])
def test_god_goes_on_behind_his_words(quran: Work, again: str) -> None:
    text = "قال تعالى: «" + plain(verse(quran, "25:74")) + "»" + again.format(INVENTED)
    assert [verdict for verdict, _ in verdicts(text)] == ["verbatim", "unsourced"]
    assert [verdict for verdict, _ in verdicts(f"كلام الشيخ. {text}")] == ["verbatim"]


def test_a_window_left_open_ends_before_the_next(quran: Work) -> None:
    first, second = plain(verse(quran, "25:74")), plain(verse(quran, "49:12"))
    assert verdicts(f"قال تعالى ﴿{first} وهذا كلام عن الوراقة كما قال ﴿{second}﴾.") == [("verbatim", first), ("verbatim", second)]


def test_marks_inside_marks_hold_the_verse(quran: Work) -> None:
    words = " ".join(plain(verse(quran, "25:74")).split()[-4:])
    assert verdicts(f'"قال تعالى: {{{words}}} فالوراقة عماد السوق والحبر طهرة للورق" (الفرقان: 74)')[0] == ("verbatim", words)


def test_a_verse_in_round_brackets_begins_at_its_bracket(quran: Work) -> None:
    before, words = plain(verse(quran, "8:28")).split()[-2:], " ".join(plain(verse(quran, "8:29")).split()[:10])
    assert verdicts(f"وهذا له {' '.join(before)} ({words}) فدل على ذلك.") == [("verbatim", words)]
