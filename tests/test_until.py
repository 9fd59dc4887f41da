"""Sentences that are announced as God's words, without marks, and begin with words of a verse: those behind it are the writer's own, or meant as
the verse's. What is made up is nobody's."""

from __future__ import annotations

import pytest

from muqabala import check
from muqabala.canon.work import Work
from test_check import document, plain, verse
from test_lines import verdicts

HOLD = "واعتصموا بحبل الله جميعا ولا تفرقوا"
TAILS = ["ثمارا", "وحقول الزيتون", "وازرعوا حقولكم بالزيتون", "وازرعوا حقولكم بالزيتون والتين وأطعموا منها الجيران"]


def words_of(work: Work, ref: str, first: str, count: int) -> str:
    """Some words of a verse, without vowels, from one of them on."""
    words = plain(verse(work, ref)).split()
    at = words.index(first)
    return " ".join(words[at : at + count])


def beginning(work: Work, ref: str, count: int) -> str:
    """The first words of a verse, without vowels."""
    return " ".join(plain(verse(work, ref)).split()[:count])


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize(("cue", "reference"), [("قال تعالى", "(آل عمران: 103)"), ("وقال الله عز وجل", "[سورة آل عمران: ١٠٣]")])
def test_what_stands_before_its_reference_is_the_quotation(quran: Work, cue: str, reference: str, tail: str) -> None:
    words = beginning(quran, "3:103", 6)
    found = document(f"{cue}: {words} {tail} {reference}.")
    assert [(q.verdict, q.text) for q in found.quotations] == [("altered", f"{words} {tail}")]
    assert [(e.op, e.text) for e in found.quotations[0].edits] in ([("insert", tail)], [("replace", tail)])
    assert [c.verdict for c in found.citations] == ["right"]


def test_words_in_the_form_of_the_next_are_changed_ones(quran: Work) -> None:
    words = beginning(quran, "17:32", 6)
    (found,) = document(f"قال تعالى: {words} وساء مصيرا (الإسراء: 32).").quotations
    assert [e.text for e in found.edits if e.op == "replace"] == ["مصيرا"]


@pytest.mark.parametrize(
    "behind",
    [
        "(آل عمران: 103)",
        "الآية (آل عمران: 103)",
        "إلى قوله تهتدون (آل عمران: 103)",
        "، فالجماعة رحمة (آل عمران: 103)",
        "وهذا أمر بالجماعة (آل عمران: 103)",
        "أي بدينه (آل عمران: 103)",
        "وقد أمر بالجماعة كل مؤمن (آل عمران: 103)",
        "فأمر بالجماعة (آل عمران: 103)",
        "صدق الله العظيم (آل عمران: 103)",
        "من سورة (آل عمران: 103)",
        "وفي الجماعة خير كما في البقرة (آل عمران: 103)",
        "وازرعوا حقولكم بالزيتون (البقرة: 7)",
        "وازرعوا حقولكم بالزيتون كما جاء في آية النخل (1).",
        "وازرعوا حقولكم بالزيتون. ثم كلام آخر طويل (آل عمران: 103)",
        "وازرعوا حقولكم بالزيتون.",
    ],
)
def test_the_writers_own_words_are_not(quran: Work, behind: str) -> None:
    words = beginning(quran, "3:103", 6)
    assert verdicts(f"قال تعالى: {words} {behind}") == [("verbatim", words)]


@pytest.mark.parametrize(
    ("ref", "first", "count", "changed"),
    [("49:13", "إن", 4, "أعلمكم"), ("17:32", "ولا", 7, "مصيرا"), ("2:195", "إن", 3, "المزارعين"), ("2:195", "إن", 3, "المعلمين")],
)
@pytest.mark.parametrize("end", [".", "!", "\nوبعده كلام", ""])
def test_a_last_word_is_changed(quran: Work, ref: str, first: str, count: int, changed: str, end: str) -> None:
    words = words_of(quran, ref, first, count)
    assert verdicts(f"قال تعالى: {words} {changed}{end}") == [("altered", f"{words} {changed}")]


@pytest.mark.parametrize(
    "behind", ["الآية.", "أعلمكم؟ قال: نعم.", "حقا.", "فاعلم.", "الحجرات.", "انتهى.", "أعلمكم، وهو كذلك.", "أعلمكم وأنفعكم للناس.", "أت", "أعلمكم …"]
)
def test_a_word_behind_a_verse_is_the_writers(quran: Work, behind: str) -> None:
    words = words_of(quran, "49:13", "إن", 4)
    assert verdicts(f"قال تعالى: {words} {behind}") == [("verbatim", words)]


def test_another_verse_may_go_on_so(quran: Work) -> None:
    words = " ".join(plain(verse(quran, "33:52")).split()[-6:])
    assert verdicts(f"قال تعالى: {words}.") == [("verbatim", words)]
    assert document(f"قال تعالى: {words}.").quotations[0].passages[0].ref == "33:52"


@pytest.mark.parametrize("opening", ["يا أيها الذين آمنوا", "يا أيها الناس", "إن الذين آمنوا وعملوا الصالحات"])
def test_an_opening_of_many_verses_says_nothing_of_what_follows(opening: str) -> None:
    made_up = f"{opening} ازرعوا الحقول بالزيتون"
    assert verdicts(f"قال تعالى: {made_up}.") == [("unsourced", made_up)]
    assert verdicts(f"قال تعالى: {opening}، ازرعوا الحقول بالزيتون.") in ([], [("verbatim", opening)])
    assert verdicts(f"قوله تعالى: {opening} نداء عام للناس.") in ([], [("verbatim", opening)])


def test_a_cue_behind_the_name_of_a_sura_is_not_denied(quran: Work) -> None:
    words = beginning(quran, "3:103", 6)
    made_up = "ومن ناول الوراق حبرا طيبا كتبنا له رزقا"
    assert verdicts(f"قال تعالى: {words} (آل عمران: 103). وقال تعالى: {made_up}.") == [("verbatim", words), ("unsourced", made_up)]


@pytest.mark.parametrize("form", ["(متفق عليه)", "متفق عليه.", "(رواه البخاري)", "[صحيح البخاري: 1]"])
@pytest.mark.usefixtures("hadith")
def test_words_before_the_book_are_the_saying(form: str) -> None:
    saying = "إنما الأعمال بالنيات وإنما لكل امرئ ما نوى وازرعوا"
    (quotation,) = check(f"قال رسول الله ﷺ: {saying} {form}").documents[0].quotations
    assert (quotation.verdict, quotation.text) == ("altered", saying)


@pytest.mark.parametrize("form", ["قال تعالى: {}. ثم سكت.", 'ثم ختم دعاءه بقوله: "{}".', "وكان يدعو فيقول «{}» كل ليلة."])
def test_a_last_word_that_is_the_name_of_a_sura_is_a_changed_one(quran: Work, form: str) -> None:
    """«المؤمنين» for the «الصالحين» of 27:19, at the end of a sentence or of what marks hold."""
    words = plain(verse(quran, "27:19")).split()
    said = " ".join([*words[words.index("رب") : -1], "المؤمنين"])
    (found,) = document(form.format(said)).quotations
    assert [(found.verdict, e.text) for e in found.edits] == [("altered", "المؤمنين")]


@pytest.mark.parametrize("tail", ["يا قوم", "آمين", "وهكذا", "…", "إلخ", "الآية", "فتأملوا"])
def test_what_marks_hold_behind_a_verse_may_be_the_speakers_own(quran: Work, tail: str) -> None:
    words = " ".join(plain(verse(quran, "49:10")).split()[:8])
    assert [q.verdict for q in document(f'وكان يوصيهم فيقول: "{words} {tail}".').quotations] == ["verbatim"]


@pytest.mark.parametrize("own", ["أيضا", "دائما", "كلها أبدا"])
def test_a_word_put_in_before_a_reference_is_told(quran: Work, own: str) -> None:
    first, second = plain(verse(quran, "94:1")), plain(verse(quran, "94:2")).split()
    whole = f"{first} {second[0]} {own} {' '.join(second[1:])}"
    (found,) = document(f"قال تعالى: {whole} [الشرح: 1-2]").quotations
    assert (found.verdict, found.text, [e.text for e in found.edits]) == ("altered", whole, [own])


@pytest.mark.parametrize("own", ["أي حملك", "يا محمد", "ثم قال", "- وهو الحمل -", "يعني الذنب"])
def test_what_the_writer_says_between_two_parts_of_a_verse_is_his(quran: Work, own: str) -> None:
    first, second = plain(verse(quran, "94:1")), plain(verse(quran, "94:2")).split()
    found = document(f"قال تعالى: {first} {second[0]} {own} {' '.join(second[1:])} [الشرح: 1-2]").quotations
    assert {q.verdict for q in found} == {"verbatim"}


@pytest.mark.parametrize("behind", ["", " صدق الله العظيم.", " والله أعلم", "\nوهذا كلام."])
def test_a_changed_last_word_of_a_short_sentence_is_told_whatever_follows(behind: str) -> None:
    (found,) = document(f"قال تعالى: إن الله مع الصالحين.{behind}").quotations
    assert (found.verdict, found.text) == ("altered", "إن الله مع الصالحين")


def test_a_short_sentence_that_is_none_of_the_verses_form_is_not_held_against_it() -> None:
    assert "altered" not in [q.verdict for q in document("قال تعالى: إن الله مع المسلمين دائما.").quotations]
