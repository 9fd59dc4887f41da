"""Sentences that are announced as God's words, without marks around them. The words are nobody's."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from test_check import document, plain, verse

INVENTED = "ومن ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"


def verdicts(text: str) -> list[tuple[str, str]]:
    """The verdicts of a text, with what they are on."""
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize("cue", ["قال تعالى", "كما يقول الله عز وجل", "والدليل قوله سبحانه وتعالى"])
@pytest.mark.parametrize("end", [".", "؟ وبعده كلام", "\nوبعده كلام", ""])
def test_a_sentence_behind_a_cue_is_asked_for(cue: str, end: str) -> None:
    assert verdicts(f"{cue}: {INVENTED}{end}") == [("unsourced", INVENTED)]


@pytest.mark.parametrize(
    "text",
    [
        "ولم يقل سبحانه: {}.",
        "قال تعالى: يعني {}.",
        "قال تعالى في ذلك كلاما {}.",
        "«كتاب الوراقة وقول الله تعالى»: {}.",
        "قال تعالى: ومن ناول حبرا.",
        "قوله تعالى: بالحق، جار ومجرور متعلقان بمحذوف.",
        "قال تعالى: اقرأ، فكانت {}.",
        "قوله تعالى: الصمد أي {}.",
        "فيقول الله: {}.",
        "قال رسول الله ﷺ فيما يرويه عن ربه، قال الله تعالى: {}.",
    ],
)
def test_other_sentences_are_not(text: str) -> None:
    assert verdicts(text.format(INVENTED)) == []


def test_a_few_words_of_a_verse_may_be_followed_by_his_own(quran: Work) -> None:
    words = " ".join(plain(verse(quran, "49:12")).split()[11:13])
    assert verdicts(f"قال تعالى: {words} فما بال القوم يفعلون ذلك.") in ([], [("verbatim", words)])


@pytest.mark.parametrize("head", ["| النوع | النص | المرجع |\n|---|---|---|\n", "| النص | المرجع |\n"])
def test_a_cell_before_a_vocalised_verse_is_none_of_it(head: str) -> None:
    words = "وَقَالَ رَبُّكُمُ ادْعُونِي أَسْتَجِبْ لَكُمْ"
    found = document(f"{head}| آية | {words} | غافر: 60 |")
    assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", words)]
    assert [c.verdict for c in found.citations] == ["right"]


@pytest.mark.parametrize("behind", [" وهذا ما نص عليه الفقهاء.", " سورة القدر.", "، وقال ﴾قل هو الله أحد﴿ ثم قال."])
def test_ornate_brackets_turned_round_hold_what_they_would(behind: str) -> None:
    found = document(f"قال تعالى ﴾إنا أنزلناه في ليلة القدر﴿{behind}")
    assert {q.verdict for q in found.quotations} == {"verbatim"}


def test_a_book_named_before_a_hadith_is_no_word_of_it(everything: Checker) -> None:
    for text in ("متفق عليه. وقال: {} رواه مسلم.", "متفق عليه، وقال: {} (رواه مسلم)."):
        (found,) = everything.documents([Source("a", "", [text.format("هي رخصة من الله فمن أخذ بها فحسن")])])
        assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", "هي رخصة من الله فمن أخذ بها فحسن")]


@pytest.mark.parametrize("cue", ["مصداقا لقوله", "تقول الآية", "يقول القرآن الكريم", "ثم تلا قوله", "وصدق الله إذ يقول"])
def test_what_calls_the_words_before_a_reference_a_verse(quran: Work, cue: str) -> None:
    words = plain(verse(quran, "26:83"))
    slip = words.replace("لي", "الله", 1)
    for text, verdict in ((words, "verbatim"), (slip, "altered")):
        assert verdicts(f"وهذا كلام. {cue}: {text} [الشعراء: 83]") == [(verdict, text)]


@pytest.mark.parametrize("cue", ["وفي الآية", "وفي الآية الكريمة", "ومعنى الآية"])
def test_what_is_said_of_a_verse_before_its_reference_is_none(cue: str) -> None:
    assert verdicts(f"{cue}: دليل على طلب الحكمة والصلاح من الله وحده (الشعراء: 83)") == []
