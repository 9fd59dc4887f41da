"""What a writer says behind a quotation without marks is no word of it, though his next word is the source's, too, or a parallel's."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from test_glosses import quotations


@pytest.mark.parametrize(
    ("before", "quoted", "behind"),
    [
        ("قال رسول الله ﷺ: ", "إنما الأعمال بالنيات", "، وهو قول عامة أهل العلم."),
        ("قال رسول الله ﷺ: ", "من حلف على يمين فرأى خيرا منها فكفارتها تركها", "، وقد اختلف أهل العلم في ذلك."),
        ("قال رسول الله ﷺ: ", "إذا دخل أحدكم المسجد فليركع ركعتين قبل أن يجلس", "، أو كما قال."),
        ("قال رسول الله ﷺ: ", "لكل نبي حواري وإن حواريي الزبير بن العوام", ". قال الترمذي: حديث حسن صحيح."),
        ("قال تعالى: ", "وعلى الله قصد السبيل ومنها جائر ولو شاء لهداكم أجمعين", ". وهو الذي عليه أهل السنة."),
        ("قال تعالى: ", "لا جرم أنهم في الآخرة هم الأخسرون", ". ثم قال بعد ذلك كلاما آخر."),
        ("قال تعالى: ", "ووصينا الإنسان بوالديه إحسانا", "، وإن كان في ذلك خلاف."),
        ("أعوذ بالله السميع العليم من الشيطان الرجيم ", "إن الله كان على كل شيء حسيبا", ""),
    ],
)
def test_the_writers_own_words_behind_a_quotation(everything: Checker, before: str, quoted: str, behind: str) -> None:
    found = quotations(everything, before + quoted + behind)
    assert [(q.text, q.verdict) for q in found] == [(quoted, "verbatim")]


def test_findings_do_not_depend_on_the_next_document(everything: Checker) -> None:
    texts = ["قال تعالى: والله يؤيد بنصره من يشاء، وإن كان في ذلك خلاف.", "قال تعالى: إن الله مع الصابرين."]
    alone, beside = ([d.quotations for d in everything.documents([Source("", "", [t]) for t in group])] for group in (texts[:1], texts))
    assert [(q.text, q.verdict) for q in beside[0]] == [(q.text, q.verdict) for q in alone[0]]


def test_words_said_twice_are_a_minor_difference(everything: Checker) -> None:
    text = "قال النبي صلى الله عليه وسلم ضحكت من ناس يؤتى بهم من قبل المشرق من قبل المشرق في النكول يساقون إلى الجنة"
    (found,) = quotations(everything, text)
    assert [(e.op, e.text, e.severity) for e in found.edits] == [("insert", "من قبل المشرق", "minor")]


@pytest.mark.parametrize(
    "page", [" (ج 2 / ص 56) ", " [ص: 56] ", "\n\n390   كتاب الصلاة\n\n", "\n- 390 -\nباب فضل الجماعة\n", "\nكتاب الصلاة   390\n"]
)
def test_the_border_of_a_page_is_no_word_of_what_goes_on_over_it(everything: Checker, page: str) -> None:
    verse = f"قال تعالى: {{إن الله يأمر بالعدل والإحسان{page}وإيتاء ذي القربى وينهى عن الفحشاء والمنكر}}"
    saying = f"قال رسول الله ﷺ: «لا يؤمن أحدكم حتى يحب{page}لأخيه ما يحب لنفسه». رواه البخاري."
    for text in (verse, saying):
        found = quotations(everything, text)
        assert [(q.verdict, [e.op for e in q.edits]) for q in found] in ([("verbatim", ["gloss"])], [("verbatim", [])]), text


@pytest.mark.parametrize("put_in", ["يا إخوان", "طيب", "آه", "لاحظوا معي"])
def test_what_speakers_say_to_those_who_listen_is_no_word_of_a_saying(everything: Checker, put_in: str) -> None:
    text = f"قال النبي صلى الله عليه وسلم من أخاف أهل المدينة {put_in} فقد أخاف ما بين جنبي"
    (found,) = quotations(everything, text)
    assert (found.verdict, [(e.op, e.text) for e in found.edits]) == ("verbatim", [("gloss", put_in)])


def test_letters_drawn_out_are_spelling(everything: Checker) -> None:
    (found,) = quotations(everything, "قال تعالى: إن الله كااان على كل شيء حسيبا")
    assert found.verdict == "spelling"


@pytest.mark.parametrize("end", ["", "»", "…", "."])
def test_a_text_may_end_over_the_border_of_a_verse(everything: Checker, end: str) -> None:
    text = f"قال تعالى: وهو الله في السماوات وفي الأرض يعلم سركم وجهركم ويعلم ما تكسبون وما{end}"
    (found,) = quotations(everything, text)
    assert found.verdict == "verbatim"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("قال رسول الله ﷺ: من صام رمضان إيمانا واحتسابا، فله أجر مائة شهيد. رواه البخاري.", True),
        ("قال رسول الله ﷺ: إذا اختلفتم في الطريق، فاجعلوه له أجر عظيم في الآخرة رواه أحمد.", True),
        ("قال النبي صلى الله عليه وسلم يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه", True),
        ("قال رسول الله صلى الله عليه وسلم: الحبة السوداء شفاء\nلا: لكل داء إلا السام والسام الموت.", True),
        ("قال تعالى: ﴿لا يكلف الله نفسا إلا وسعها لها ما كسبت وعليها ما اكتسبت والضحى﴾", True),
        ("قال تعالى: ثم عفونا عنكم من بعد ذلك لعلكم تشكرون وإذ [البقرة: 52-53].", False),
        ("قال ﷺ: إذا اجتمع الداعيان فأجب أقربهما بابا ... أقربهما جوارا وإن سبق أحدهما فأجب الذي سبق.", False),
    ],
)
def test_what_is_no_comment_is_still_told(everything: Checker, text: str, wrong: bool) -> None:
    found = quotations(everything, text)
    assert any(q.verdict in ("altered", "unsourced") for q in found) is wrong
