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


@pytest.mark.parametrize(
    "behind",
    [
        "(حديث متفق عليه)", "(الحديث المتفق عليه)", "(حديث صحيح رواه البخاري)", "وهو حديث صحيح أخرجه مسلم", "[حديث صحيح]", "(حديث شريف)",
        "حديث نبوي شريف",
        "(المصدر: صحيح البخاري، رقم 6018)", ". المصدر: صحيح مسلم",
    ],
)  # fmt: skip
def test_what_says_behind_marks_that_they_hold_a_hadith(behind: str) -> None:
    assert verdicts(f'ومما يذكر هنا: "{INVENTED}" {behind}.') == [("unsourced", INVENTED)]


def test_what_stands_behind_hadith_in_marks() -> None:
    few = " ".join(INVENTED.split()[:4])
    for text in (f"ما صحة حديث «{few}»؟", f'يعد حديث "{few}" من المشهورات', f"وفي الحديث «{few}» فتأمله"):
        assert verdicts(text) == [("unsourced", few)]
    for text in ("شرح حديث «الحبر الطيب» المشهور", f"شرح حديث ({few}) للوراق", "وفي حديث أم زرع «في السوق» كلام"):
        assert verdicts(text) == []


def test_what_is_called_gods_truth_behind_marks() -> None:
    assert verdicts(f"وختم كلامه: «{INVENTED}» صدق الله العظيم.") == [("unsourced", INVENTED)]
    assert verdicts(f"وختم كلامه: «{INVENTED}» وصدق.") == []


def test_a_source_ends_before_the_bracket_around_it(hadith: Work) -> None:
    at = hadith.refs.index("6018")
    said = " ".join(hadith.plain[int(hadith.passage_first[at + 1]) - 5 : int(hadith.passage_first[at + 1])])
    text = f'"{said}" (المصدر: صحيح البخاري، رقم 6018)'
    assert [text[c.start : c.end] for c in document(text).citations] == ["صحيح البخاري، رقم 6018"]


@pytest.mark.parametrize("wish", ["عليه الصلاة والسلام", "عليه السلام", "صلى الله عليه وسلم"])
def test_who_is_named_before_the_wish(wish: str) -> None:
    said = "من حمل علينا السلاح فليس منا"
    assert verdicts(f"يقول سيدنا محمد {wish}: {said} (رواه أحمد).") == [("verbatim", said)]
