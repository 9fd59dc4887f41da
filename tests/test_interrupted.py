"""Speakers who break into what they quote: transcripts have no signs for it."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from test_check import document, plain, verse

LEAD = "قال النبي صلى الله عليه وسلم"
SAYING = "إذا باتت المرأة مهاجرة", "فراش زوجها لعنتها الملائكة حتى ترجع"


def found(everything: Checker, text: str) -> list[tuple[str, str]]:
    (read,) = everything.documents([Source("a", "", [text])])
    return [(q.verdict, q.text) for q in read.quotations]


@pytest.mark.parametrize("own", ["شوف يا أخي", "وهذا وعيد شديد", "يعني هجرت زوجها"])
def test_what_a_speaker_says_in_the_midst_of_a_hadith_is_his(everything: Checker, own: str) -> None:
    assert {verdict for verdict, _ in found(everything, f"{LEAD} {SAYING[0]} {own} {SAYING[1]}")} == {"verbatim"}


@pytest.mark.parametrize("put_in", ["إلا بإذنه", "غير ظالمة لها", "مرتين"])
def test_words_that_may_be_meant_as_the_hadiths_are_told(everything: Checker, put_in: str) -> None:
    assert [verdict for verdict, _ in found(everything, f"{LEAD} {SAYING[0]} {put_in} {SAYING[1]}")] == ["altered"]


def test_who_writes_has_signs_for_it(everything: Checker) -> None:
    text = f"وفي الباب أحاديث، منها ما يأتي. {LEAD}: {SAYING[0]} في بيت أهلها {SAYING[1]}."
    assert [verdict for verdict, _ in found(everything, text)] == ["altered"]


@pytest.mark.parametrize(
    ("first", "handed", "second"),
    [("18:68", "فقال موسى", "18:69"), ("15:57", "فقالوا له", "15:58"), ("19:29", "فأنطقه الله وقال", "19:30")],
)
def test_who_hands_over_to_a_speaker_of_a_verse_changes_nothing(quran: Work, first: str, handed: str, second: str) -> None:
    one, other = (plain(verse(quran, ref)).split() for ref in (first, second))
    one = one[1:] if one[0] in ("قال", "قالوا") else one
    text = f"قال الله تعالى {' '.join(one)} {handed} {' '.join(other[1:])}"
    assert {q.verdict for q in document(text).quotations} == {"verbatim"}


def test_a_changed_word_where_a_speaker_begins_is_told(quran: Work) -> None:
    one, other = (plain(verse(quran, ref)).split() for ref in ("18:68", "18:69"))
    assert "altered" in {q.verdict for q in document(f"قال الله تعالى: ﴿{' '.join(one)} فقال موسى {' '.join(other[1:])}﴾").quotations}
