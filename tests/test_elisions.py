"""Verses quoted from their beginning to their end, with what is between left out and marked as such."""

from __future__ import annotations

import pytest

from muqabala.canon.work import Work
from test_check import document, plain, verse

SIGNS = ("...", "…", "[...]", "(…)", "إلى قوله:", "إلى قوله تعالى:")


def seen(text: str) -> list[tuple[str, str]]:
    return [(q.verdict, q.passages[0].ref if q.passages else "") for q in document(text).quotations]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(("first", "last", "ref"), [("الم", "هدى للمتقين", "2:1-2"), ("طه", "لتشقى", "20:1-2"), ("والعصر", "بالصبر", "103:1-3")])
def test_a_beginning_and_an_end_in_this_order_are_one_right_quotation(sign: str, first: str, last: str, ref: str) -> None:
    assert seen(f"قال تعالى: «{first} {sign} {last}».") == [("verbatim", ref)]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("ref", ["2:21", "2:183", "5:35", "16:90"])
def test_ends_that_many_verses_have_are_of_the_verse_that_the_reference_names(quran: Work, sign: str, ref: str) -> None:
    words = plain(verse(quran, ref)).split()
    sura = {"2": "البقرة", "5": "المائدة", "16": "النحل"}[ref.partition(":")[0]]
    found = document(f"قال تعالى: ﴿{' '.join(words[:3])} {sign} {' '.join(words[-2:])}﴾ [{sura}: {ref.split(':')[1]}]")
    assert [(q.verdict, q.passages[0].ref, q.edits[0].op) for q in found.quotations] == [("verbatim", ref, "elision")]
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", "q1")]


@pytest.mark.parametrize(
    "inside", ["الم ... لا سند له", "هدى للمتقين ... الم", "الم ... من الجنة والناس", "والعصر … وتواصوا بالصدق", "قل هو الله ... كفوا واحد"]
)
def test_parts_that_do_not_stand_in_this_order_near_by_are_no_right_quotation(inside: str) -> None:
    assert (("verbatim", inside)) not in [(q.verdict, q.text) for q in document(f"قال تعالى: «{inside}»").quotations]


def test_a_wrong_reference_to_a_verse_with_an_elision_is_called_so() -> None:
    (found,) = document("قال تعالى: ﴿طه … لتشقى﴾ [مريم: 60]").citations
    assert (found.verdict, found.quotation) == ("wrong", "q1")


@pytest.mark.parametrize(
    ("inside", "changed"),
    [
        ("الله لا إله إلا هو الحي القيوم ... وربك العلي العظيم", ["وربك"]),
        ("إن الله يأمر بالعدل والإحسان … ينصحكم لعلكم تذكرون", ["ينصحكم"]),
        ("إن الله يأمر بالعدل والكرم ... يعظكم لعلكم تذكرون", ["والكرم"]),
        ("إن الله يأمر بالعدل والإحسان … يعظكم لعلكم تذكرون", []),
    ],
)
def test_a_word_beside_a_sign_in_the_place_of_the_sources_is_a_changed_one(inside: str, changed: list[str]) -> None:
    (found,) = document(f"قال تعالى: ﴿{inside}﴾.").quotations
    assert found.verdict == ("altered" if changed else "verbatim")
    assert [edit.text for edit in found.edits if edit.op == "replace"] == changed
    assert "elision" in [edit.op for edit in found.edits]
    assert found.correction is None if not changed else ("…" in found.correction and "الْبَغْيِ" not in found.correction)


@pytest.mark.parametrize("inside", ["إن الله يأمر بالعدل والإحسان … ثم قال … يعظكم لعلكم تذكرون", "إن الله يأمر بالعدل … ثم قال يعظكم لعلكم تذكرون"])
def test_a_writers_words_beside_a_sign_are_no_change(inside: str) -> None:
    assert "altered" not in [q.verdict for q in document(f"قال تعالى: ﴿{inside}﴾.").quotations]


@pytest.mark.parametrize("words", ["فَأَرَاهُ الآية الْكُبْرَىٰ", "وكذلك نُفَصِّلُ الآيات ولتستبين سبيل المجرمين", "وَكَذَٰلِكَ نفصل الْآيَاتِ وَلَعَلَّهُمْ يرجعون"])
def test_a_verses_own_word_for_verse_leaves_nothing_out(words: str) -> None:
    (found,) = document(f"قال تعالى: ﴿{words}﴾").quotations
    assert (found.verdict, found.edits) == ("verbatim", [])


@pytest.mark.parametrize("words", ["وآتيناهم من الآيات فيه بلاء مبين", "ويسألونك عن ذي القرنين ثم قل سأتلو عليكم منه ذكرا"])
def test_what_only_looks_like_an_elision_hides_no_slip(words: str) -> None:
    assert [(q.verdict, q.text) for q in document(f"قال تعالى: ﴿{words}﴾").quotations] == [("altered", words)]


BLANKS = ("____", "ــــ", "ـ ـ ـ ـ", "_ _ _", "(___)", "(ــــ)", "(    )", "[ ]", "[؟]", "(؟)", "؟؟؟", "-----", "–––", "———", "□□□")


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_to_fill_in_leaves_out_what_stands_there(blank: str) -> None:
    verses = "يمشون على {} هونا وإذا خاطبهم الجاهلون", "يمشون على الأرض {} وإذا خاطبهم الجاهلون"
    for words in verses:
        (found,) = document(f"أكمل قوله تعالى: ﴿وعباد الرحمن الذين {words.format(blank)}﴾").quotations
        assert (found.verdict, [edit.op for edit in found.edits]) == ("verbatim", ["elision"])
    (saying,) = document(f"قال ﷺ: «من كان يؤمن بالله واليوم {blank} فليقل خيرا أو ليصمت» رواه البخاري").quotations
    assert (saying.verdict, [edit.op for edit in saying.edits]) == ("verbatim", ["elision"])
