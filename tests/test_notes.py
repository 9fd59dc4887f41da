"""Notes that a text counts itself, many lines below the quotations that they are on."""

from __future__ import annotations

import re
import time

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.trace.references.notes import Marks, note_of
from muqabala.trace.written.view import Note, TextView
from test_check import document, plain, verse

PAGE = "وقد بسط أهل العلم الكلام في هذا الباب في مواضع كثيرة من كتبهم، وذكروا من الفوائد ما يطول المقام بنقله هنا.\n"
"""Words of a writer's own, longer than a reference reaches."""
MARKS = ["(1)", " (١)", "[1]", " [١] ", "([1])", "(¬1)", "¹", "⁽¹⁾", ". (1)", "1"]
HEADS = ["(1) ", "(١)", "[1] ", "([1]) ", "¹ ", "1- ", "1 - ", "١ـ ", "1) ", "1. ", "1 ", "(¬1) ", "(1)\n", "  (1): "]


def tied(text: str) -> list[tuple[str, str | None]]:
    return [(c.verdict, c.quotation) for c in document(text).citations]


def page(quran: Work, mark: str, *lines: str) -> str:
    """A page with one verse and a number behind it, and its notes."""
    return f"أمر الله بذلك فقال {{{plain(verse(quran, '3:200'))}}}{mark} وهذا بين.\n{PAGE}{PAGE}" + "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("mark", MARKS)
def test_the_number_behind_a_verse_leads_to_its_note(quran: Work, mark: str) -> None:
    for line, verdict in (("(1) سورة آل عمران، الآية: 200.", "right"), ("(1) سورة آل عمران، الآية: 12.", "wrong")):
        assert tied(page(quran, mark, line)) == [(verdict, "q1")], (mark, line)


@pytest.mark.parametrize("head", HEADS)
def test_a_note_begins_with_its_number(quran: Work, head: str) -> None:
    for line, verdict in (("آل عمران: 200", "right"), ("سورة آل عمران: 12", "wrong"), ("سورة آل عمران، الآية (12).", "wrong")):
        assert tied(page(quran, "(1)", head + line)) == [(verdict, "q1")], (head, line)


def test_a_number_may_stand_on_a_line_of_its_own(quran: Work) -> None:
    text = page(quran, "(1)") + f"وقال: ﴿{plain(verse(quran, '49:10'))}﴾ (2)\n{PAGE}(1)\nسورة آل عمران: 200\n(2)\nسورة الحجرات: 10\n"
    assert tied(text) == [("right", "q1"), ("right", "q2")]


def test_a_mark_stands_behind_words_without_marks(quran: Work) -> None:
    text = page(quran, "(1)", "(1) سورة آل عمران: 200").replace("{", "").replace("}", "")
    assert tied(text) == [("right", "q1")]


def test_notes_number_anew_on_each_page(quran: Work) -> None:
    refs = ["49:10", "2:153", "24:31", "39:10"]
    names = ["الحجرات", "البقرة", "النور", "الزمر"]
    words = [" ".join(plain(verse(quran, ref)).split()[:9]) for ref in refs]
    cited = [f"{name}: {ref.partition(':')[2]}" for name, ref in zip(names, refs, strict=True)]
    body = "قال تعالى: ﴿{}﴾ (1).\n{}وقال: ﴿{}﴾ (2).\n{}\n___\n(1) سورة {}\n(2) سورة {}\n"
    pages = [body.format(words[a], PAGE, words[b], PAGE * 2, cited[a], cited[b]) for a, b in ((0, 1), (2, 3))]
    assert tied("".join(pages)) == [("right", f"q{n}") for n in (1, 2, 3, 4)]
    assert tied("".join(pages).replace("النور: 31", "النور: 2")) == [("right", "q1"), ("right", "q2"), ("wrong", "q3"), ("right", "q4")]


@pytest.mark.parametrize(
    "lines",
    [
        ["(2) سورة النور: 31"],
        ["(1) وانظر: سورة النور: 31"],
        ["(1) ومثله قوله في سورة النور: 31"],
        ["(1) سورة النور: 31، وسورة الأنعام: 140"],
        ["وفي كتاب زيد (1) كلام", "(1) سورة النور: 31"],
        ["(1) كلام لزيد", "(1) سورة النور: 31"],
        ["كلام لزيد. (1) سورة النور: 31"],
    ],
)
def test_what_may_be_on_something_else_is_not_called_wrong(quran: Work, lines: list[str]) -> None:
    assert {verdict for verdict, _ in tied(page(quran, "(1)", *lines))} == {"unresolved"}


def test_of_two_quotations_with_one_number_none_is_accused(quran: Work) -> None:
    text = page(quran, "(1)") + page(quran, "(1)", "(1) سورة النور: 31").replace(plain(verse(quran, "3:200")), plain(verse(quran, "49:10")))
    assert tied(text) == [("unresolved", None)]
    assert tied(text.replace("سورة النور: 31", "الحجرات: 10")) == [("right", "q2")]
    assert tied(text.replace("سورة النور: 31", "آل عمران: 200")) == [("right", "q1")]


@pytest.mark.parametrize("mark", ["(200)", " (200)"])
def test_the_number_of_a_verse_is_no_notes(quran: Work, mark: str) -> None:
    assert tied(page(quran, mark, "(200) سورة النور: 31")) == [("unresolved", None)]
    inside = f"قال: ﴿{plain(verse(quran, '49:10'))} (1)﴾ وهذا بين.\n{PAGE}(1) سورة النور: 31\n"
    assert tied(inside) == [("unresolved", None)]


def test_a_reference_that_fits_beside_a_quotation_stays_its_own(quran: Work) -> None:
    words = plain(verse(quran, "49:10"))
    assert tied(f"قال تعالى: ﴿{words}﴾ (1).\n(1) سورة الحجرات: 10\n{PAGE}وقال: ﴿{words}﴾ (2)\n{PAGE}(2) سورة الحجرات: 10") == [
        ("right", "q1"),
        ("right", "q2"),
    ]


def test_a_note_on_one_line_is_not_held_against_the_verse_before_it(quran: Work) -> None:
    text = f"﴿{plain(verse(quran, '49:10'))}﴾ [1] وقال: ﴿{plain(verse(quran, '3:200'))}﴾ [2]. [1] سورة الحجرات: 10. [2] سورة آل عمران: 200."
    assert tied(text) == [("right", "q1"), ("right", "q2")]


def test_a_mark_between_a_quotation_and_what_stands_behind_it_is_no_other_note(quran: Work, everything: Checker) -> None:
    text = f"قال تعالى: ﴿{plain(verse(quran, '49:10'))}﴾ (3).\n{PAGE}وقال: ﴿{plain(verse(quran, '3:200'))}﴾ (3) {{}}"
    assert [tied(text.format(cited)) for cited in ("آل عمران: 200", "(النور: 31)")] == [[("right", "q2")], [("wrong", "q2")]]
    said = f"{SAID.format(SECOND)} (3).\nوقد (4) رواه البخاري وغيره، ورواه (5) البخاري (6) من وجه آخر."
    assert of_hadith(everything, said)[0] == ("right", "q1")


def test_an_untraced_quotation_has_its_own_note(quran: Work) -> None:
    text = page(quran, "(1)") + f"وقيل: «خبز وزيت» (2) وهذا بين.\n{PAGE}(1) سورة آل عمران: 200\n(2) سورة النور: 31\n"
    assert tied(text) == [("right", "q1"), ("unresolved", None)]


def test_documents_have_notes_of_their_own(checker: Checker, quran: Work) -> None:
    texts = [page(quran, "(1)"), "(1) سورة النور: 31\n"]
    found = list(checker.documents([Source(str(n), "", [text]) for n, text in enumerate(texts)]))
    assert [c.verdict for d in found for c in d.citations] == ["unresolved"]


SAID = "قال رسول الله صلى الله عليه وسلم: «{}»"
FIRST, SECOND = "لا تجلسوا على القبور ولا تصلوا إليها", "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى"


def of_hadith(checker: Checker, text: str) -> list[tuple[str, str | None]]:
    (found,) = checker.documents([Source("a", "", [text])])
    return [(c.verdict, c.quotation) for c in found.citations]


@pytest.mark.parametrize(("first", "second"), [(FIRST + "»(1)", SECOND + "»(2)"), (FIRST + " (1)»", SECOND + " (2)»")])
def test_notes_on_hadiths_are_tied_by_their_numbers(everything: Checker, first: str, second: str) -> None:
    text = f"{SAID.format(first)[:-1]}.\n{PAGE}{SAID.format(second)[:-1]}.\n{PAGE}"
    assert of_hadith(everything, f"{text}(1) أخرجه مسلم في صحيحه.\n2- متفق عليه، رقم 1\n") == [("right", "q1"), ("right", "q2")]
    assert of_hadith(everything, f"{text}(1) أخرجه البخاري.\n(2) رواه البخاري (1)\n") == [("unresolved", None), ("right", "q2")]
    assert of_hadith(everything, f"{text}(3) أخرجه البخاري.\n") in ([("unresolved", None)], [("unresolved", "q2")])


@pytest.mark.parametrize(
    "line", ["(1) وليس هو في صحيح البخاري", "(1) رواه البخاري بنحوه", "(1) كذا قال، ورواه البخاري", "كلام لزيد (1).\n(1) رواه البخاري"]
)
def test_a_note_that_may_speak_of_another_hadith_accuses_nobody(everything: Checker, line: str) -> None:
    assert "wrong" not in {verdict for verdict, _ in of_hadith(everything, f"{SAID.format(FIRST)} (1).\n{PAGE}{line}\n")}


def test_thousands_of_notes_are_tied_in_time() -> None:
    pages = "".join(f"«كلمة» ({n % 999}) كلام\n" for n in range(20_000)) + "".join(f"({n % 999}) سورة النور: 31\n" for n in range(20_000))
    view, begun = TextView.of(pages), time.perf_counter()
    marks = Marks(view, [m.span(1) for m in re.finditer("«(كلمة)", pages)])
    notes = [note_of(pages, m.start()) for m in re.finditer("النور", pages)]
    assert all(note is not None and marks.before(note) and not marks.alone(note, marks.before(note)[0]) for note in notes)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("cue", ["وقال رسول الله صلى الله عليه وسلم:", "قال تعالى:"])
def test_a_note_on_the_colon_is_not_what_is_announced(everything: Checker, cue: str) -> None:
    noted = "انظر الصفحة العاشرة من هذا الكتاب فإنها تغني"
    text = f"{cue}\n{noted}\nنص"
    start = len(cue) + 1
    (found,) = everything.documents([Source("a", "", [text], notes=[Note(len(cue), start, start + len(noted))])])
    assert found.quotations == []


PAIR = "﴿{}﴾(1).\n{}وقال: ﴿{}﴾ (2).\n{}\n(1) سورة {}\n(2) سورة {}\n"


def two(quran: Work, first: str, second: str) -> str:
    return "قال تعالى: " + PAIR.format(plain(verse(quran, "49:10")), PAGE, plain(verse(quran, "3:200")), PAGE, first, second)


def test_a_note_that_names_another_sura_is_told_where_its_page_lost_nothing(quran: Work) -> None:
    assert tied(page(quran, "(1)", "(1) سورة النساء: 5")) == [("wrong", "q1")]
    assert tied(two(quran, "الحجرات: 10", "النساء: 5")) == [("right", "q1"), ("wrong", "q2")]
    assert tied(two(quran, "النور: 31", "آل عمران: 200")) == [("wrong", "q1"), ("right", "q2")]
    pages = two(quran, "الحجرات: 10", "آل عمران: 200") + PAGE + two(quran, "الحجرات: 10", "النساء: 5")
    assert tied(pages) == [("right", "q1"), ("right", "q2"), ("right", "q3"), ("wrong", "q4")]


def test_where_a_note_or_a_mark_may_be_lost_no_other_sura_is_called_wrong(quran: Work) -> None:
    whole = two(quran, "الحجرات: 10", "النساء: 5")
    for text in (
        whole.replace("(1).", "."),  # a mark is lost
        whole.replace("(1) سورة الحجرات: 10\n", ""),  # a note is
        whole.replace("(1).", "(1) وقال زيد (2)."),  # a number stands twice
        whole + "(3) سورة هود: 8\n",  # a note more than marks
        whole.replace("وقال", "وقال (3) زيد"),
        two(quran, "النساء: 5", "النور: 31"),  # none fits: the numbers may be those of a list
        page(quran, "(1)", "(1) سورة النساء: 5") + "ثم قال زيد (1) كلاما.\n",
        page(quran, "(1)") + "(1) قال زيد: كذا\n" + page(quran, "", "(1) سورة النساء: 5"),
    ):
        assert "wrong" not in {verdict for verdict, _ in tied(text)}, text


def test_thousands_of_pages_are_looked_at_in_time() -> None:
    pages = "".join(f"«كلمة» (1) كلام «كلمة» (2)\n{junk}(1) سورة النور: 31\n(2) سورة هود: 8\n" for junk in ("", "(7) ") * 10_000)
    view, begun = TextView.of(pages), time.perf_counter()
    marks = Marks(view, [m.span(1) for m in re.finditer("«(كلمة)", pages)])
    whole = [(note := note_of(pages, m.start())) is not None and marks.page(note) is not None for m in re.finditer("النور|هود", pages)]
    assert sum(whole) == 20_000
    assert time.perf_counter() - begun < 5
