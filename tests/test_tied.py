"""To which quotation a reference belongs: one beside marks belongs to what they hold, and none is called wrong for its neighbour's sake."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from test_check import document, plain, verse

TRACED = "﴿واجعلنا للمتقين إماما﴾"
"""A verse that stands in one place, 25:74."""


def tied(text: str) -> list[tuple[str, str | None]]:
    return [(c.verdict, c.quotation) for c in document(text).citations]


@pytest.mark.parametrize(
    "behind",
    [
        "، «الحاقة» (الحاقة: 1)",
        "، وقال: «طه» (طه: 1)",
        " و«كلمتان غريبتان» (النمل: 3)",
        "، ﴿الحق﴾ [البقرة: 26]",
        ", “البيت” (قريش: 3)",
        ', "الخير" (البقرة: 148)',
        "، {كلا} - سورة النبأ: 4",
    ],
)
def test_a_reference_beside_marks_whose_words_were_not_traced_is_nobody_elses(behind: str) -> None:
    assert tied(f"قال تعالى: {TRACED}{behind}.") == [("unresolved", None)]


@pytest.mark.parametrize("text", ["- «خبز» (طه: 1)\n- {} (الفرقان: 74)", "(طه: 1): «خبز»\n(الفرقان: 74): {}", "«خبز» (طه: 1)، {} (الفرقان: 74)"])
def test_the_next_reference_is_not_shifted(text: str) -> None:
    assert tied(text.format(TRACED)) == [("unresolved", None), ("right", "q1")]


def test_a_reference_that_fits_a_verse_beyond_the_marks_is_not_tied_past_them() -> None:
    assert tied(f"قال تعالى: {TRACED}، «خبز وزيت» (الفرقان: 74)") == [("unresolved", None)]


@pytest.mark.parametrize("between", ["، أي: أئمة ", " (أي: أئمة) ", " [1] ", " وهي ", " من ", "، صدق الله العظيم ", "\n"])
def test_a_verse_keeps_its_reference_behind_a_few_words(between: str) -> None:
    assert tied(f"قال تعالى: {TRACED}{between}(سورة الفرقان: 74)") == [("right", "q1")]


@pytest.mark.parametrize("link", [" وانظر ", "، ونظيره في ", "، ومثله ", " قارن: ", "، وقد مر في ", " وكذلك "])
def test_a_reference_to_another_place_is_not_called_wrong(link: str) -> None:
    assert tied(f"قال تعالى: {TRACED}{link}(النور: 31)") == [("unresolved", None)]


@pytest.mark.parametrize(
    "text", ["البقرة: 24: قال تعالى: {} (الفرقان: 74)", "قال تعالى: {} (الفرقان: 74، والبقرة: 124)", "{} (البقرة: 124؛ الفرقان: 74)"]
)
def test_words_that_one_reference_fits_are_not_held_against_another(text: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in tied(text.format(TRACED))}


@pytest.mark.parametrize("form", ["قال تعالى: «{}» (النور: 31)", "(النور: 31): «{}»", "قال تعالى: {} (سورة النور: 31)", "{} - النور: 31"])
def test_a_wrong_reference_is_still_called_so(quran: Work, form: str) -> None:
    assert tied(form.format(plain(verse(quran, "49:10")))) == [("wrong", "q1")]


HADITH = "قال رسول الله صلى الله عليه وسلم: «لا تجلسوا على القبور ولا تصلوا إليها»"
"""Words that Muslim has (972), and that are in al-Bukhari in no form."""


def of_hadith(checker: Checker, text: str) -> list[tuple[str, str | None]]:
    (found,) = checker.documents([Source("a", "", [text])])
    return [(c.verdict, c.quotation) for c in found.citations]


@pytest.mark.parametrize("behind", [" رواه البخاري", " (رواه البخاري)", ".\n[رواه البخاري]", " صحيح، أخرجه البخاري", " متفق عليه"])
def test_a_book_that_does_not_have_a_hadith_is_called_wrong(everything: Checker, behind: str) -> None:
    assert of_hadith(everything, HADITH + behind) == [("wrong", "q1")]


@pytest.mark.parametrize(
    "behind",
    [
        ".\n(٤) رواه البخاري.",
        ".\n٢٦٢\nباب الجنائز\n(1) رواه البخاري",
        " ورواه البخاري من حديث أبي هريرة",
        " رواه البخاري بنحوه",
        "، وتكلم فيه بعضهم ثم قال: رواه البخاري",
        "، وليس في صحيح البخاري",
        " وهو غير متفق عليه",
        " رواه النسائي وابن ماجه",
        " رواه مالك",
        " رواه أحمد",
    ],
)
def test_what_may_speak_of_another_hadith_or_be_right_elsewhere_is_not_called_wrong(everything: Checker, behind: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in of_hadith(everything, HADITH + behind)}


def test_a_book_that_has_a_hadith_in_another_order_of_words_is_not_accused(everything: Checker, hadith: Work) -> None:
    passage = hadith.passage_of["nasai", "365"]
    words = " ".join(hadith.plain[hadith.passage_first[passage] : hadith.passage_first[passage + 1]])
    assert "كنا لا نعد الصفرة والكدرة شيئا" in words
    verdicts = {verdict for verdict, _ in of_hadith(everything, "قالت أم عطية: «كنا لا نعد الصفرة والكدرة شيئا» أخرجه البخاري")}
    assert verdicts == {"unresolved"}


def test_words_that_differ_from_a_source_prove_nothing_against_a_book(everything: Checker) -> None:
    said = "قال النبي صلى الله عليه وسلم: «انظروا إلى من هو أسفل منكم، ولا تنظروا إلى من هو فوقكم، فإنه أجدر ألا تزدروا نعم الله عليكم» متفق عليه"
    assert "wrong" not in {verdict for verdict, _ in of_hadith(everything, said)}


@pytest.mark.parametrize(("number", "verdict"), [("(1)", "right"), ("(2)", "unresolved"), ("(4444)", "wrong"), ("(رقم 4444)", "wrong")])
def test_a_short_number_may_be_the_mark_of_a_note(everything: Checker, number: str, verdict: str) -> None:
    said = "قال رسول الله صلى الله عليه وسلم: «إنما الأعمال بالنيات، وإنما لكل امرئ ما نوى» رواه البخاري"
    assert [v for v, _ in of_hadith(everything, f"{said} {number}")] == [verdict]


def test_a_verse_that_begins_as_the_name_of_a_collector_is_no_reference(everything: Checker) -> None:
    assert of_hadith(everything, "قوله (الرحمن الرحيم) صفتان، و(مالك يوم الدين) أي: يوم الجزاء") == []


@pytest.mark.parametrize("between", ["، حيث قال الله: ", "، قال الله: "])
def test_a_reference_that_leads_to_a_verse_is_checked_against_it(between: str) -> None:
    found = document(f"الآية 53 من سورة الزمر{between}«إنما يوفى الصابرون أجرهم بغير حساب».")
    assert [(c.verdict, c.note) for c in found.citations] == [("wrong", "the words stand at 39:10")]


@pytest.mark.parametrize("form", ["({r}) ﴿{w}﴾", "سورة {r}\n«{w}»", "| السورة | النص |\n|---|---|\n| سورة {r} | {w} |", "- ({r}) ﴿{w}﴾\n- كلام"])
def test_a_reference_above_its_verse_is_held_against_it(form: str) -> None:
    words = "لو كان عرضا قريبا وسفرا قاصدا لاتبعوك"
    for reference, verdict in (("التوبة: 42", "right"), ("النساء: 42", "wrong")):
        assert [c.verdict for c in document(form.format(r=reference, w=words)).citations] == [verdict]


@pytest.mark.parametrize("above", ["إن مع العسر اليسر", "﴿فإن مع العسر يسرا﴾", "ذكر المفسرون في ذلك كلاما"])
def test_a_reference_below_other_words_is_not_held_against_the_next_verse(above: str) -> None:
    found = document(f"{above}\n(البروج: 21)\n﴿لو كان عرضا قريبا وسفرا قاصدا لاتبعوك﴾")
    assert [c.verdict for c in found.citations if c.quotation and found.quotations[-1].id == c.quotation] == []


@pytest.mark.parametrize(
    "form",
    [
        "(سورة {s}، الآيات من {v} إلى {w})", "(سورة {s} ايه {v})", "سورة {s} الايه {v}", "وهذه هي الآية {v} من سورة {s}.", "إلى آخر الآية ({s}: {v})",
        "اهـ [{s}: {v}]", "سورة {s} ({v} - {w})", "(الآية: {v}) من سورة ({s})", "#سورة_{s} #آية_{v}",
        "\n(سورة {s}، الآية {v})\nوفي هذا دليل", "\n[{s}: {v}]",
    ],
)  # fmt: skip
def test_a_reference_behind_a_verse_is_checked_in_every_form(form: str) -> None:
    for sura, number, verdict in (("الفرقان", 74, "right"), ("الكهف", 20, "wrong"), ("الفرقان", 20, "wrong")):
        assert tied(f"قال تعالى: {TRACED} {form.format(s=sura, v=number, w=number + 1)}") == [(verdict, "q1")], (sura, number)


@pytest.mark.parametrize("form", ["الآية {v} في سورة {s} تقول: {t}", "وتنص الآية {v} من سورة {s} على أن: {t}"])
def test_a_reference_that_introduces_a_verse_is_checked_in_every_form(form: str) -> None:
    for number, verdict in ((74, "right"), (20, "wrong")):
        assert tied(form.format(s="الفرقان", v=number, t=TRACED)) == [(verdict, "q1")]


@pytest.mark.parametrize("below", ["(الكهف: 20)\n﴿كلام﴾", "(الكهف: 20) وانظر", "وانظر (الكهف: 20)", "(الكهف: 20):\nكلام", "كلام\n(الكهف: 20)"])
def test_a_reference_below_a_verse_that_may_be_anothers_is_not_called_wrong(below: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in tied(f"قال تعالى: {TRACED}\n{below}\n")}


def test_a_verse_of_the_sura_sad_is_no_page() -> None:
    assert tied("قال تعالى: ﴿هذا وإن للطاغين لشر مآب﴾ [ص، الآية: 31]") == [("wrong", "q1")]
    assert tied("قال تعالى: ﴿هذا وإن للطاغين لشر مآب﴾ [ص: 31]") == []
