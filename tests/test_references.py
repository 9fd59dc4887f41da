"""References that a text gives beside a quotation, right, wrong or not to be decided."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse


@pytest.mark.parametrize(
    ("cited", "verdict"),
    [("(الحجرات: 13)", "right"), ("[الحجرات: ١٣]", "right"), ("(49:13)", "right"), ("(البقرة: 200)", "wrong"), ("(الحجرات 12)", "unresolved")],
)
def test_reference_behind_a_verse(quran: Work, cited: str, verdict: str) -> None:
    (citation,) = document(f"قال تعالى: «{plain(verse(quran, '49:13'))}» {cited}").citations
    assert (citation.verdict, citation.quotation) == (verdict, "q1")


def test_reference_alone_is_unresolved() -> None:
    found = document("انظر (البقرة: 200) ففيها تفصيل")
    assert (found.quotations, [(c.verdict, c.quotation) for c in found.citations]) == ([], [("unresolved", None)])


def test_madani_count_is_right_with_a_note(quran: Work) -> None:
    (citation,) = document(f"قال تعالى: «{plain(verse(quran, '2:255'))}» (البقرة: 253)").citations
    assert (citation.verdict, "Madani" in citation.note) == ("right", True)


@pytest.mark.parametrize(
    "reference",
    ["المائدة 5: 82", "المائدة 5/82", "المائدة (5): 82", "المائدة 5، آية 82", "سورة المائدة (5)، الآية (82)", "المائدة ٥: ٨٢", "المائدة: 82"],
)
def test_a_suras_own_number_beside_its_name_is_no_verse(reference: str) -> None:
    found = document(f"وقال تعالى: ﴿لتجدن أشد الناس عداوة للذين آمنوا اليهود﴾ [{reference}]")
    assert [(c.verdict, c.claimed[0].ref) for c in found.citations] == [("right", "5:82")]
