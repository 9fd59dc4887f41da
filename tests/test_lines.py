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


@pytest.mark.parametrize(
    "frame", ["قال تعالى:\n\n> {}\n\n— سورة الشرح، الآية 6", "**قال الله تعالى:**\n> {} (الشرح: 6)\n\nوهذا", "قال تعالى: _{}_ وهذا كلام"]
)
def test_what_markdown_sets_apart_behind_a_cue_is_quoted_whole(quran: Work, frame: str) -> None:
    whole = plain(verse(quran, "94:6"))
    for words, verdict in ((whole, "verbatim"), (whole.replace("يسرا", "فرجا"), "altered"), (INVENTED, "unsourced")):
        assert verdicts(frame.format(words)) == [(verdict, words)]


@pytest.mark.parametrize("block", ["{} وهو وعد صادق: فاطمئن", "{}. وهو وعد صادق", "{}\n> وهو وعد صادق من الله"])
def test_a_comment_set_apart_with_a_verse_is_none_of_it(quran: Work, block: str) -> None:
    words = plain(verse(quran, "94:6"))
    assert verdicts(f"قال تعالى:\n\n> {block.format(words)}\n\nوهذا كلام") == [("verbatim", words)]


@pytest.mark.parametrize(
    "behind",
    ['"**  \n> (سورة {s}: {n})\n\nوهذا كلام', '"\n\n**المصدر:** سورة {s}، الآية {n}\n\nوهذا كلام', '"\nالمرجع: [{s}: {n}]\n', '"** | {s}: {n} |\n'],
)
def test_a_reference_below_belongs_to_what_marks_hold(quran: Work, behind: str) -> None:
    words = plain(verse(quran, "51:56"))
    for sura, number, verdict in (("الذاريات", 56, "right"), ("الذاريات", 20, "wrong"), ("الطور", 20, "wrong")):
        found = document(f'وهذا من الأدلة.\n\n> **"{words}{behind.format(s=sura, n=number)}')
        assert [(c.verdict, c.quotation) for c in found.citations] == [(verdict, "q1")], (sura, number)
    assert verdicts(f'وهذا من الأدلة.\n\n> **"{INVENTED}{behind.format(s="الطور", n=20)}') == [("unsourced", INVENTED)]


@pytest.mark.parametrize("named", ["آية {n} من سورة {s}", "الآية رقم {n} من سورة {s}", "سورة {s} الآية {n}"])
@pytest.mark.parametrize("frame", ["قال تعالى:\n\n> {}\n\nوهذا", "قال تعالى: {} وهذا", "قال تعالى:\n{}\n"])
def test_what_names_a_verse_behind_it_is_no_word_of_it(quran: Work, named: str, frame: str) -> None:
    words = plain(verse(quran, "51:56"))
    assert verdicts(frame.format(f"{words} {named.format(s='الذاريات', n=56)}")) == [("verbatim", words)]


LABELS = ["**الحديث الأول:** ", "**الحديث الثاني:**\n\n> ", "- الحديث النبوي الشريف: ", "* حديث نبوي: ", "**حديث رقم 3:** "]


@pytest.mark.parametrize("label", LABELS)
def test_a_hadith_that_is_counted_or_called_one_up_to_its_book(everything: Checker, label: str) -> None:
    (found,) = everything.documents([Source("a", "", [f"وهذا من الأدلة.\n\n{label}{INVENTED} (رواه البخاري)\n\nوالله أعلم"])])
    assert [(q.kind, q.verdict, q.text) for q in found.quotations] == [("matn", "unsourced", INVENTED)]


def test_a_label_above_what_names_the_hadith_itself_announces_none(everything: Checker) -> None:
    (found,) = everything.documents([Source("a", "", ["2. من الحديث الشريف:\nفي الحديث الشريف الذي رواه البخاري عن عمر كلام كثير."])])
    assert not found.quotations


def test_a_hadith_in_marks_whose_source_stands_below(everything: Checker) -> None:
    (found,) = everything.documents([Source("a", "", [f'وهذا من الأدلة.\n\n"{INVENTED}"\n\n**المصدر:** صحيح البخاري\n'])])
    assert [(q.kind, q.verdict, q.text) for q in found.quotations] == [("matn", "unsourced", INVENTED)]
