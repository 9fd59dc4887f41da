"""References that stand before a verse without a colon, or in a sentence of their own."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

LEADING = [
    "جاء في سورة {} الآية {} ﴿§﴾.", "كما في سورة {}، آية {} ﴿§﴾.", "وفي سورة {} آية {} قوله تعالى ﴿§﴾.", "نقرأ في سورة {} الآية {} «§».",
    "قال تعالى في سورة {} آية {} {{§}}.", "ورد في سورة {} (الآية {})، ﴿§﴾.", "الدليل: سورة {}، الآية {}. قال تعالى: ﴿§﴾.",
    "الدليل: ({}: {}). قال الله تعالى: «§».", "والشاهد: سورة {}، الآية {} قال تعالى ﴿§﴾.", "الدليل من القرآن سورة {}، الآية {}. يقول الله عز وجل: §.",
    "1- الدليل على ذلك: سورة {}، الآية {}. قال تعالى: ﴿§﴾.",
]  # fmt: skip


@pytest.mark.parametrize("form", LEADING)
def test_a_reference_that_leads_up_to_a_verse_is_held_against_it(quran: Work, form: str) -> None:
    for name, number, verdict in (("الحجرات", 13, "right"), ("النور", 31, "wrong"), ("الحجرات", 1, "wrong")):
        text = f"وهذا ظاهر لمن تأمل. {form.format(name, number).replace('§', plain(verse(quran, '49:13')))} ثم سكت."
        assert [(c.verdict, c.quotation) for c in document(text).citations] == [(verdict, "q1")], text


@pytest.mark.parametrize(
    "text",
    [
        "قال: «خبز وزيت» كما في سورة النور الآية 31 ﴿§﴾.",
        "وغض البصر واجب (النور: 31) ﴿§﴾.",
        "وغض البصر واجب، سورة النور الآية 31 ﴿§﴾.",
        "وغض البصر واجب كما في سورة النور الآية 31، وقال تعالى ﴿§﴾.",
        "وانظر ما في سورة النور الآية 31 ﴿§﴾.",
        "وهو نظير ما في سورة النور الآية 31 قال تعالى ﴿§﴾.",
        "جاء في سورة النور الآية 31 ﴿§﴾ [الحجرات: 13].",
        "جاء الأمر في سورة النور الآية 31 وفي سورة الأحزاب الآية 59 ﴿§﴾.",
        "الدليل: سورة النور، الآية 31. وقال تعالى: ﴿§﴾.",
        "الدليل: سورة النور، الآية 31.\nقال تعالى: ﴿§﴾.",
        "الدليل: سورة النور، الآية 31. قال زيد: ﴿§﴾.",
        "قال تعالى: «خبز وزيت». الدليل: سورة النور، الآية 31. قال تعالى: ﴿§﴾.",
        "وغض البصر واجب بدليل ما سبق، سورة النور الآية 31. قال تعالى: ﴿§﴾.",
        "انظر سورة النور، الآية 31. قال تعالى: ﴿§﴾.",
    ],
)
def test_what_may_be_the_reference_of_something_else_accuses_nobody(quran: Work, text: str) -> None:
    found = document(text.replace("§", plain(verse(quran, "49:13")))).citations
    assert "wrong" not in {c.verdict for c in found}
    right = document(text.replace("§", plain(verse(quran, "24:31")))).citations
    assert right[0].verdict == "right"
