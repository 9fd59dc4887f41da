"""To which quotation a reference belongs: one beside marks belongs to what they hold, and none is called wrong for its neighbour's sake."""

from __future__ import annotations

import pytest

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
