"""References that name a sura and no verse."""

from __future__ import annotations

import pytest

from muqabala.api import Checker
from muqabala.canon.suras import NAMES
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from test_check import document, plain, verse
from test_right_references import read

SURAS = [name.replace("_", " ") for name in NAMES.split()]
WORDS = "إنما يوفى الصابرون أجرهم بغير حساب"
"""A verse's words that stand in one place, 39:10."""


def tied(text: str) -> list[tuple[str, str | None]]:
    return [(c.verdict, c.quotation) for c in document(text).citations]


@pytest.mark.parametrize(
    "form", ["﴿{}﴾ [سورة {s}].", "«{}» (سورة: {s})", "({}) [ سورة {s} ]", "قال تعالى: {} [سُورَةُ {s}]", "﴿{}﴾ (سوره {s}.)", "﴿{} (سورة {s})﴾"]
)
def test_a_sura_without_a_verse_is_checked(form: str) -> None:
    for sura, verdict in (("الزمر", "right"), ("الحشر", "wrong"), ("الغرف", "right")):
        assert tied(form.format(WORDS, s=sura)) == [(verdict, "q1")], sura
    (citation,) = document(form.format(WORDS, s="الزمر")).citations
    assert citation.claimed[0].ref == "39:1-75"


@pytest.mark.parametrize("behind", ["[الزمر]", " [الزمر].", " (الزمر)", "[ الزُّمَر ]"])
def test_a_bare_name_behind_a_closing_mark_is_right_or_nothing(behind: str) -> None:
    assert tied(f"قال تعالى: ﴿{WORDS}﴾{behind} ثم") == [("right", "q1")]
    assert tied(f"قال تعالى: ﴿{WORDS}﴾{behind.replace('الز', 'الق').replace('قُّ', 'قَ')} ثم") == []


@pytest.mark.parametrize("words", ["﴿والفجر﴾ أي الصبح", "﴿والفجر (1) وليال عشر (2)﴾\n(والفجر) أي الصبح", "﴿والعصر﴾ (والعصر)"])
def test_a_verse_that_is_the_name_of_its_sura_stays_a_verse(words: str) -> None:
    found = document(f"قال تعالى: {words}")
    assert {q.verdict for q in found.quotations} == {"verbatim"}
    assert "wrong" not in {c.verdict for c in found.citations}


@pytest.mark.parametrize(
    "text",
    [
        "﴿{}﴾\n[سورة الحشر]\n",
        "﴿{}﴾ وانظر [سورة الحشر]",
        "﴿{}﴾ [سورة الزمر: 10] [سورة الحشر]",
        "[سورة الحشر]\n﴿{}﴾",
        "[سورة الحشر] ﴿{}﴾",
        "﴿{}﴾ (سورة الحشر مدنية)",
        "﴿{}﴾ سورة الحشر",
        "﴿{}﴾، «خبز وزيت» [سورة الحشر]",
    ],
)
def test_a_sura_named_elsewhere_is_not_held_against_a_verse(text: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in tied(text.format(WORDS))}


HEADS = ["سورة {s}: ﴿{w}﴾", "- سورة {s}: {{{w}}}", "2. **سورة {s}:** «{w}»", "سورة {s}: بسم الله الرحمن الرحيم ﴿{w}﴾"]
BEHIND = ["﴿{w}﴾ - سورة {s}", "«{w}» — سورة {s}.", "﴿{w}﴾ من سورة {s}، ثم", "﴿{w}﴾ [من سورة {s}]"]


@pytest.mark.parametrize("form", [*HEADS, "وفي سورة {s} أيضا، قال الله تعالى: «{w}»", "ومن سورة {s} قوله تعالى: «{w}»", *BEHIND])
def test_a_sura_before_or_behind_a_verse_is_checked(form: str) -> None:
    for sura, verdict in (("الزمر", "right"), ("الحشر", "wrong")):
        assert tied(form.format(w=WORDS, s=sura)) == [(verdict, "q1")], sura


@pytest.mark.parametrize(
    "form",
    [
        "ومثله ﴿{w}﴾ في سورة الحشر.",
        "هذه آيات من سورة الحشر، وقال تعالى: ﴿{w}﴾",
        "﴿{w}﴾ - سورة الحشر: ﴿هو الله الخالق البارئ المصور﴾",
        "﴿{w}﴾\n- سورة الحشر\n",
    ],
)
def test_a_sura_beside_a_verse_that_may_be_anothers_is_not_held_against_it(form: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in tied(form.format(w=WORDS))}


def test_the_basmala_below_a_heading_is_the_suras_own(quran: Work) -> None:
    assert tied(f"سورة الفاتحة: ﴿{plain(verse(quran, '1:1'))}﴾") == [("right", "q1")]
    assert tied(f"سورة الإخلاص: ﴿{plain(verse(quran, '1:1'))}﴾ ﴿قل هو الله أحد﴾") == [("right", "q2")]
    assert tied(f"سورة الإخلاص: ﴿{plain(verse(quran, '1:1'))}﴾") == []


def test_a_prophets_name_is_that_of_a_sura() -> None:
    assert tied("﴿فإذا لقيتم الذين كفروا فضرب الرقاب﴾ (سورة محمد ﷺ)") == [("right", "q1")]


@pytest.mark.parametrize("form", ["({})", "[{}]", "({}).", " - ({})"])
@pytest.mark.parametrize(("number", "verdict"), [("الآية 10", "right"), ("الآية: ٣٠", "wrong"), ("الآيات 8-10", "right"), ("الآية 12", "unresolved")])
def test_a_number_behind_a_verse_is_of_the_sura_that_introduces_it(form: str, number: str, verdict: str) -> None:
    (sura, verse) = document(f"قال الله تعالى في سورة الزمر: «{WORDS}» {form.format(number)} وهذا").citations
    assert (sura.verdict, verse.verdict, verse.text, verse.quotation) == ("right", verdict, number, "q1")
    assert tied(f"قال الله تعالى: «{WORDS}» {form.format(number)} وهذا") == []


def test_a_sura_that_is_right_does_not_excuse_a_wrong_number() -> None:
    assert [verdict for verdict, _ in tied(f"قال تعالى في سورة الزمر: ﴿{WORDS}﴾ [الزمر: 50].")] == ["right", "wrong"]


def test_words_of_several_suras_and_changed_words_are_not_held_against_a_sura() -> None:
    assert tied("﴿إن الله على كل شيء قدير﴾ [سورة يوسف]") == [("unresolved", "q1")]
    assert "wrong" not in {verdict for verdict, _ in tied("﴿إنما يوفى الصابرون ثوابهم بغير حساب﴾ [سورة الحشر]")}


def test_a_bare_name_announces_no_verse() -> None:
    found = document("وصاح القائد فيهم: «احملوا السلاح إلى أعلى التل» [الحشر].")
    assert (found.quotations, found.citations) == ([], [])


@pytest.mark.parametrize("number", ["(5) [سورة: ق]", "(5) سورة: ق", "(٥) (سورة ق)"])
def test_a_number_before_the_name_of_a_sura_in_brackets(quran: Work, number: str) -> None:
    words = plain(verse(quran, "50:5"))
    assert tied(f"قال تعالى: ﴿{words}﴾ {number}") == [("right", "q1")]


def test_every_sura_fits_its_own_verses(quran: Work, checker: Checker) -> None:
    for number, name in enumerate(SURAS, 1):
        words = bare(verse(quran, f"{number}:2"))
        verdicts = [c.verdict for c in read(checker, f"قال تعالى: ﴿{words}﴾ [سورة {name}] ثم قال").citations]
        assert verdicts == ["right"] or not read(checker, f"قال تعالى: ﴿{words}﴾ ثم قال").quotations, name


@pytest.mark.parametrize(
    "text",
    [
        "[سورة الفاتحة] ﴿غير المغضوب عليهم ولا الضالين﴾ [سورة البقرة] ﴿الم ذلك الكتاب لا ريب فيه هدى للمتقين﴾",
        "قوله تعالى: ﴿ولا الضالين﴾. (سورة البقرة): قوله تعالى: ﴿الم ذلك الكتاب لا ريب فيه﴾",
        "﴿وأوفوا بالعهد إن العهد كان مسئولا﴾. (سورة النور) نزلت بالمدينة.",
        "﴿واتقوا يوما ترجعون فيه إلى الله﴾ (سورة النصر) آخر سورة نزلت كاملة",
        "﴿فصلت آياته قرآنا عربيا لقوم يعلمون﴾ [سورة السجدة]",
        "الآية الأولى من سورة البقرة: ﴿يسألونك عن الخمر والميسر﴾، الآية الثانية من سورة النساء: ﴿لا تقربوا الصلاة وأنتم سكارى﴾",
    ],
)
def test_what_may_be_said_of_something_else_is_not_wrong(text: str) -> None:
    assert "wrong" not in [c.verdict for c in document(text).citations]


def test_a_heading_behind_a_reference_takes_nothing_of_it() -> None:
    (first, *_) = document("﴿وأوفوا بالعهد إن العهد كان مسئولا﴾ (الإسراء: 34) (سورة المائدة) ﴿يا أيها الذين آمنوا أوفوا بالعقود﴾").citations
    assert (first.verdict, first.text) == ("right", "الإسراء: 34")


@pytest.mark.parametrize("ref", ["103:1", "108:1", "93:1"])
def test_a_short_verse_behind_the_basmala_is_found(quran: Work, ref: str) -> None:
    basmala, words = plain(verse(quran, "1:1")), plain(verse(quran, ref))
    for marks in ("﴿{} {}﴾", "«{}، {}»"):
        found = document("قال تعالى: " + marks.format(basmala, words)).quotations
        assert [(q.kind, q.verdict) for q in found] == [("ayah", "verbatim")] * 2
        assert found[1].passages[0].ref == ref


def test_words_of_nobodys_behind_the_basmala_are_told(quran: Work) -> None:
    (found,) = document(f"قال تعالى: ﴿{plain(verse(quran, '1:1'))} الوراق﴾").quotations
    assert found.verdict == "altered"
