"""Headings that announce the quotations in the items below them. The words are the canon's or nobody's."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

INVENTED = "من ناول الوراق حبرا طيبا كتبنا له في الأسواق رزقا واسعا"


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(q.kind, q.verdict) for q in document(text).quotations]


@pytest.mark.parametrize(
    "heading", ["## آيات قرآنية عن الصبر", "ومن الآيات الواردة في ذلك:", "**1. أهم الآيات القرآنية:**", "أولا: من القرآن الكريم:"]
)
@pytest.mark.parametrize("item", ["- «{}»", '1. "{}"\n   وهو كذلك'])
def test_items_below_a_heading_that_names_verses_are_asked_for(quran: Work, heading: str, item: str) -> None:
    text = f"مقدمة.\n\n{heading}\n\n{item.format(plain(verse(quran, '25:74')))}\n{item.format(INVENTED)}\n"
    assert verdicts(text) == [("ayah", "verbatim"), ("ayah", "unsourced")]


@pytest.mark.parametrize("heading", ["أحاديث نبوية:", "### أحاديث شريفة في العلم", "من الأحاديث الواردة:", "**الدليل من السنة النبوية:**"])
@pytest.mark.parametrize("item", ["- «{}»", '2) "{}" (رواه مسلم)'])
def test_items_below_a_heading_that_names_hadiths_are_asked_for(heading: str, item: str) -> None:
    assert verdicts(f"{heading}\n{item.format(INVENTED)}\n") == [("matn", "unsourced")]


@pytest.mark.parametrize(
    "text",
    [
        "أحاديث الوراقين في المجلس:\n- «خبز»\n- «{}»",
        "من آيات الله في الكون:\n- «خبز»\n- «{}»",
        "كتب الأحاديث النبوية:\n- «خبز»\n- «{}»",
        "أحاديث نبوية ضعيفة:\n- «خبز»\n- «{}»",
        "ذكر أحاديث نبوية كثيرة. ثم قال:\n- «خبز»\n- «{}»",
        "أحاديث نبوية:\n- «خبز»\n- «{}»: شرح وبيان",
        "أحاديث نبوية:\n\nوقد كثرت عند الوراقين.\n\n- «{}»",
        "آيات قرآنية عن الصبر\n- «{}»",
    ],
)
def test_other_items_are_not(text: str) -> None:
    assert verdicts(text.format(INVENTED)) == []


def test_a_source_that_ends_a_line_is_not_that_of_the_next() -> None:
    found = document("- من ناول الوراق حبرا طيبا (رواه مسلم)\n- «لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه» (رواه البخاري)\n")
    assert [(c.verdict, c.quotation) for c in found.citations] == [("unresolved", None), ("right", "q1")]
