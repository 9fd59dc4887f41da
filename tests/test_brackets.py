"""Marks as texts have them: one sign at both ends, none at the end, signs of a font. What they hold ends where the quotation does."""

from __future__ import annotations

import time

import pytest

from test_check import document

VERSE, OTHER, HADITH = "إن الله مع الصابرين", "قل هو الله أحد", "لا يؤمن أحدكم حتى يحب لأخيه ما يحب لنفسه"


def seen(text: str) -> list[tuple[str, str]]:
    return [(q.verdict, q.text) for q in document(text).quotations]


@pytest.mark.parametrize("gap", [". ", " ", "، ", ". \n"])
@pytest.mark.parametrize("inside", ["{}", " {} "])
@pytest.mark.parametrize("marks", ["““", "””", "“”", "”“", '""'])
def test_one_sign_may_open_and_close(marks: str, inside: str, gap: str) -> None:
    first, last = (marks[0] + inside.format(words) + marks[1] for words in (VERSE, OTHER))
    assert seen(f"قال تعالى: {first}{gap}وقال تعالى: {last} وقال المفسرون في ذلك كلاما طويلا.") == [("verbatim", VERSE), ("verbatim", OTHER)]


@pytest.mark.parametrize("marks", ["““", "””"])
def test_a_hadith_between_two_of_one_sign_ends_there(marks: str) -> None:
    (found,) = document(f"قال رسول الله ﷺ: {marks[0]}{HADITH}{marks[1]}. متفق عليه.\nوهذا الباب طويل وفيه كلام كثير").quotations
    assert (found.verdict, found.text) == ("verbatim", HADITH)


def test_a_sign_that_opens_another_quotation_does_not_close() -> None:
    assert ("verbatim", OTHER) in seen(f"قال رجل: “سمعت الإمام يقول: “{OTHER}“ في صلاته“ ثم انصرف.")


@pytest.mark.parametrize(
    "behind", [" متفق عليه. وهذا الحديث أصل", ". وهذا الحديث أصل", "\nوهذا الحديث أصل", " صدق رسول الله ﷺ. وهذا", " رواه البخاري. وهذا أصل"]
)
@pytest.mark.parametrize("mark", "«(“")
def test_a_mark_left_open_holds_no_more_than_the_quotation(mark: str, behind: str) -> None:
    assert seen(f"عن النبي ﷺ قال: {mark}{HADITH}{behind} عظيم في سلامة الصدر والإحسان إلى الناس كلهم") == [("verbatim", HADITH)]


def test_a_mark_left_open_does_not_reach_the_next_quotations_end() -> None:
    first = f"قال رسول الله ﷺ: «{HADITH}\nوهذا أصل عظيم في سلامة الصدر، وقال رسول الله ﷺ: «الدين النصيحة» وهو جامع."
    assert seen(first) == [("verbatim", HADITH), ("verbatim", "الدين النصيحة")]


def test_a_reference_ends_a_verse_whose_mark_is_left_open() -> None:
    found = document(f"﴿{VERSE} [البقرة: 153] والصبر: حبس النفس عن الجزع، وهو واجب بالإجماع")
    assert [(q.verdict, q.text) for q in found.quotations] == [("verbatim", VERSE)]
    assert [c.verdict for c in found.citations] == ["right"]


def test_ligatures_drawn_as_ornate_brackets_are_brackets() -> None:
    assert seen(f"تأمل الآية\n\ufd5f {VERSE} \ufd5e وما فيها من المعاني") == [("verbatim", VERSE)]


def test_a_bracket_left_open_accuses_nobody_of_what_follows_it() -> None:
    text = f"وهذا أصل:\n﴿{VERSE} فهذا فيه بيان لفضل الصبر وأهله على سائر الأعمال\n﴿{OTHER} فهذا فيه التوحيد الذي بعث به الأنبياء جميعا\nوانتهى."
    assert seen(text) == [("verbatim", VERSE), ("verbatim", OTHER)]


@pytest.mark.parametrize("piece", [":“ ", "“كلمة قال: ", "”كلمة: ", "«كلمة قال ", "﴿كلمة "])
def test_many_marks_left_open_take_time_in_proportion(piece: str) -> None:
    began = time.monotonic()
    document(piece * (100_000 // len(piece)))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("behind", ["", "|سورة=103|آية=2", "| 103 | 2"])
@pytest.mark.parametrize("before", ["ورد في القرآن: ", "هكذا "])
def test_a_template_of_a_wiki_holds_the_verse_and_not_its_own_name(before: str, behind: str) -> None:
    (found,) = document(f"{before}{{{{قرآن|إِنَّ الْإِنسَانَ لَفِي خُسْرٍ{behind}}}}} وهي آية.").quotations
    assert (found.verdict, found.text, found.passages[0].ref) == ("verbatim", "إِنَّ الْإِنسَانَ لَفِي خُسْرٍ", "103:2")
    (changed,) = document(f"{before}{{{{قرآن|إِنَّ الْإِنسَانَ لَفِي رِبْحٍ{behind}}}}} وهي آية.").quotations
    assert changed.verdict == "altered"


@pytest.mark.parametrize("cue", ["قال الله (", "هكذا قال الله (", "وقوله (", "ولأنه تعالى قال: * ("])
def test_round_brackets_behind_a_speaker_hold_the_whole_verse(cue: str) -> None:
    (found,) = document(f"{cue}وما محمد إلا رسول قد خلت من قبله الأنبياء) [آل عمران: 144]").quotations
    assert (found.verdict, [e.text for e in found.edits if e.op == "replace"]) == ("altered", ["الأنبياء"])


@pytest.mark.parametrize(
    "text",
    [
        "هكذا قال الله (تبارك وتعالى) في كتابه.",
        "قال الله (جل جلاله) في كتابه.",
        "إذا قرأت قول الحق سبحانه وتعالى فتدبر.",
        'وهو قوله تعالى في سورة " الأنعام " ثم مضى.',
        "( أ ) سورة طه الآية ١٢٠\n( م ٣١ قضايا العصر ) ثم مضى",
    ],
)
def test_honorifics_names_and_notes_are_no_verses(text: str) -> None:
    assert document(text).quotations == []


def test_an_honorific_in_brackets_stands_between_the_speaker_and_the_verse() -> None:
    (found,) = document("قال الله (تبارك وتعالى): {إن الإنسان لفي ربح}.").quotations
    assert found.verdict == "altered"


def test_verses_between_which_the_writer_goes_on_are_two() -> None:
    words = "فأنزل الله تعالى: (والعصر إن الإنسان لفي خسر) الآية. وقوله تعالى: (وتواصوا بالحق وتواصوا بالصبر)"
    assert [q.passages[0].ref for q in document(words).quotations] == ["103:1-2", "103:3"]
    (one,) = document(words.replace("الآية. وقوله", "إلى قوله")).quotations
    assert one.verdict == "verbatim"


def test_straight_marks_with_blanks_inside_end_where_they_close() -> None:
    assert seen('وفي قوله تعالى قدم " إياك نعبد " على " إياك نستعين " في السورة.')[0] == ("verbatim", "إياك نعبد")
    text = 'قوله: " فلنذيقن الذين كفروا " بتركهم " عذابا شديدا " في الدنيا " ولنجزينهم أسوأ الذي كانوا يعملون ".'
    assert not any("الدنيا" in found for _, found in seen(text))


@pytest.mark.parametrize("wrapped", ["\n", "\n> ", "\r\n"])
@pytest.mark.parametrize("mark", "\"'")
def test_straight_marks_hold_a_hadith_that_is_broken_over_lines(mark: str, wrapped: str) -> None:
    """A changed last word passed, and a made-up hadith: what stood in such marks was read as if it had none."""
    words = f"قال رسول الله ﷺ: {mark}لا يؤمن أحدكم حتى{wrapped}يحب لأخيه ما يحب لولده{mark} رواه البخاري.{wrapped}وهذا الحديث أصل عظيم."
    assert [(q.verdict, [e.text for e in q.edits if e.severity == "meaning"]) for q in document(words).quotations] == [("altered", ["لولده"])]
    made_up = f"قال رسول الله ﷺ:{wrapped}{mark}من زرع شجرة طيبة في أرض{wrapped}قومه كتب الله له بكل ورقة نورا{mark}{wrapped}وهذا الحديث أصل."
    assert [q.verdict for q in document(made_up).quotations] == ["unsourced"]


@pytest.mark.parametrize(
    "text",
    [
        f'قال رسول الله ﷺ: "{HADITH}\nوهذا أصل عظيم في سلامة الصدر، وهو من "جوامع الكلم" كما قالوا.',
        f'قال رسول الله ﷺ: "{HADITH}\n\nوهذا أصل عظيم في سلامة الصدر" كما قالوا.',
        f'قال رسول الله ﷺ: "{HADITH}\nوهذا أصل عظيم في سلامة الصدر. ثم قرأ "الفاتحة',
        f'قال رسول الله ﷺ: "{HADITH}\nوهذا أصل عظيم في سلامة الصدر.',
    ],
)
def test_a_straight_mark_left_open_reaches_no_mark_of_another_line(text: str) -> None:
    assert seen(text) == [("verbatim", HADITH)]
