"""References that a text gives beside a quotation, right, wrong or not to be decided."""

from __future__ import annotations

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.trace.references.claims import find_attributions
from muqabala.trace.written.view import TextView
from test_check import alone, document, plain, together, verse


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


OWN = "وَإِذَا خَاصَمَ الْجَارُ جَارَهُ فَلْيَصْبِرْ وَلْيَقُلْ حَسَنًا"
"""Words of nobody's, vocalised as scripture is."""
PROSE = "ويحث الكتاب الكريم على حسن الجوار في مواضع منه\n"


@pytest.mark.parametrize("line", ["{} (113) سورة الحجرات", "* {} (الحجرات: 11)\n", "الدليل الأول: {} [سورة الحجرات، الآية 11].\nثم قال"])
def test_a_vocalised_line_with_a_reference_is_announced(line: str) -> None:
    found = document(PROSE + line.format(OWN))
    assert [(q.verdict, q.text) for q in found.quotations] == [("unsourced", OWN)]


BARE = plain(OWN)


@pytest.mark.parametrize("label", ["2. آية: {}.", "- آية كريمة: {}", "الدليل من القرآن الكريم: {}", "كما يقول الله: {}"])
def test_what_stands_between_a_label_and_a_reference_is_announced(label: str) -> None:
    found = document(PROSE + label.format(BARE) + " (الحجرات: 11)\n")
    assert [(q.verdict, q.text) for q in found.quotations] == [("unsourced", BARE)]


@pytest.mark.parametrize("label", ["الآية: {}", "معنى الآية: {}", "تفسير القرآن الكريم: {}", "وفي هذه الآية: {}", "فائدة: {}"])
def test_what_is_said_of_a_verse_is_not_announced(label: str) -> None:
    assert not document(PROSE + label.format(BARE) + " (الحجرات: 11)\n").quotations


def test_each_line_of_a_list_is_announced() -> None:
    found = document(PROSE + f"- {OWN} (الحجرات: 11)\n- {OWN} (الحجرات: 12)\n")
    assert [(q.verdict, q.text) for q in found.quotations] == [("unsourced", OWN)] * 2


def test_words_that_a_vocalised_line_adds_are_altered(quran: Work) -> None:
    words = " ".join(verse(quran, "49:10").split()[:6])
    (found,) = document(f"{PROSE}{words} وَحَسِّنُوا جِوَارَهُمْ (الحجرات: 10)\n").quotations
    assert (found.verdict, found.text) == ("altered", f"{words} وَحَسِّنُوا جِوَارَهُمْ")


@pytest.mark.parametrize(
    "text",
    [
        PROSE + plain(OWN) + " (الحجرات: 11)\n",
        PROSE + OWN + " (الحجرات: 11) وهذا معناه\n",
        PROSE + "قاعدة: الضَّرُورَاتُ تُبِيحُ الْمَحْظُورَاتِ عِنْدَ الْفُقَهَاءِ (البقرة: 173)\n",
        PROSE + "الصَّبْرُ: هُوَ حَبْسُ النَّفْسِ عَنِ الْجَزَعِ (البقرة: 155)\n",
        "وَيَحُثُّ الْكِتَابُ عَلَى حُسْنِ الْجِوَارِ فِي مَوَاضِعَ مِنْهُ\n" + OWN + " (الحجرات: 11)\n",
        OWN + " (الحجرات: 11)\n",
    ],
    ids=["no vowel signs", "more on the line", "a rule", "an explanation", "all vocalised", "nothing before it"],
)
def test_other_lines_with_a_reference_are_the_writers_own(text: str) -> None:
    assert document(text).quotations == []


def test_a_line_is_seen_in_its_own_document_alone(checker: Checker) -> None:
    texts = [f"{OWN} (الحجرات: 11)\n", PROSE, f"{OWN} (الحجرات: 11)", f"{PROSE}{OWN} (الحجرات: 11)"]
    assert [len(d.quotations) for d in together(checker, texts)] == [0, 0, 0, 1]
    assert together(checker, texts) == alone(checker, texts)


@pytest.mark.parametrize(
    "before",
    [
        "قال الله تعالى في سورة الأنعام، الآية 148: «{}»",
        '**سورة الأنعام، الآية 148:** "{}"',
        "في سورة الأنعام، الآية 148، يقول الله تعالى: {}",
        "[الأنعام: 148]:\n> ﴿{}﴾",
    ],
)
def test_a_reference_that_introduces_a_verse_is_checked_against_it(quran: Work, before: str) -> None:
    words = plain(verse(quran, "49:10"))
    checked = [c for c in document(before.format(words)).citations if c.quotation]
    assert [(c.verdict, c.note, c.quotation) for c in checked] == [("wrong", "the words stand at 49:10", "q1")]
    right = document(before.replace("الأنعام", "الحجرات").replace("148", "10").format(words))
    assert {c.verdict for c in right.citations if c.quotation} == {"right"}


def test_each_of_two_references_has_the_verse_that_it_introduces(quran: Work) -> None:
    first, second = (plain(verse(quran, ref)) for ref in ("49:10", "3:200"))
    found = document(f"في سورة الحجرات، الآية 10: «{first}». وفي سورة النور، الآية 31: «{second}».")
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", "q1"), ("wrong", "q2")]


@pytest.mark.parametrize(
    "between",
    [" وقال في آية أخرى: «", " ففيها بيان. وقال تعالى: «", " وهذا كقوله تعالى: «", " انظر تفسيرها: «", " «"],
)
def test_a_reference_to_something_else_is_not_checked_against_the_next_verse(quran: Work, between: str) -> None:
    found = document(f"انظر سورة النور، الآية 31{between}{plain(verse(quran, '49:10'))}»")
    assert [(c.verdict, c.quotation) for c in found.citations] == [("unresolved", None)]


def test_a_reference_right_behind_a_verse_is_its_own(quran: Work) -> None:
    first, second = (plain(verse(quran, ref)) for ref in ("49:10", "3:200"))
    found = document(f"قال تعالى: «{first}» (النور: 31): «{second}».")
    assert [(c.verdict, c.quotation) for c in found.citations] == [("wrong", "q1")]


FIRST = "قال رسول الله صلى الله عليه وسلم: «المسلم من سلم المسلمون من لسانه ويده»"
SECOND = "«إنما الأعمال بالنيات وإنما لكل امرئ ما نوى»"


@pytest.mark.parametrize(
    ("between", "tied"),
    [
        (" رواه البخاري (10). وفي صحيح البخاري (1) عن عمر أن النبي قال: ", ["q1", "q2"]),
        (" رواه البخاري (10)، وروى البخاري (1) عن عمر عن النبي ", ["q1", "q2"]),
        (". وروى البخاري (1) وغيره عن عمر. وهذا لفظه: ", ["q2"]),
        (" وهو في صحيح البخاري (10)، وقال صلى الله عليه وسلم: ", ["q1"]),
        (" رواه البخاري (10): ", ["q1"]),
        (" رواه البخاري (10). وقال: ", ["q1"]),
    ],
)
def test_a_reference_belongs_to_the_hadith_that_it_introduces(quran: Work, hadith: Work, between: str, tied: list[str]) -> None:
    (found,) = Checker((quran,), hadith=hadith).documents([Source("a", "", [f"{FIRST}{between}{SECOND}"])])
    assert [q.verdict for q in found.quotations] == ["verbatim"] * 2
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", quotation) for quotation in tied]


@pytest.mark.parametrize("page", ["[ص: 54]", "(ص: 54)", "(ص 54)", "[ص:١٢٣]"])
def test_a_page_is_no_reference_to_a_sura(quran: Work, page: str) -> None:
    words = plain(verse(quran, "49:13")).split()
    found = document(f"قال تعالى: {' '.join(words[:8])} {page} {' '.join(words[8:])}")
    assert found.citations == []
    assert {q.verdict for q in found.quotations} == {"verbatim"}


@pytest.mark.parametrize(("cited", "verdict"), [("(ص: 29)", "right"), ("(سورة ص: 29)", "right"), ("(سورة ص: 88)", "wrong")])
def test_the_sura_of_that_name_is_one(quran: Work, cited: str, verdict: str) -> None:
    found = document(f"قال تعالى: «{plain(verse(quran, '38:29'))}» {cited}")
    assert [c.verdict for c in found.citations] == [verdict]


@pytest.mark.parametrize("behind", ["\n3- ", "\n\n٦ ", " [4] ", " 1. ", " 3 أحاديث منها "])
def test_numbers_of_lists_and_notes_are_no_numbers_of_hadiths(behind: str) -> None:
    ((_, _, claims, *_),) = find_attributions(TextView.of(f"«المسلم من سلم المسلمون من لسانه ويده» رواه البخاري{behind}والله أعلم"))
    assert [claim.number for claim in claims] == [""]


@pytest.mark.parametrize("number", [" (10)", " 3461", "، حديث رقم 10", " [3461]", ": حديث 10", " برقم (10)"])
def test_numbers_of_hadiths_are_read(number: str) -> None:
    ((_, _, claims, *_),) = find_attributions(TextView.of(f"«المسلم من سلم المسلمون من لسانه ويده» رواه البخاري{number}."))
    assert [claim.number for claim in claims] == [number.strip(" ():.،[]").split()[-1].strip("()")]


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        (f"* صحيح البخاري (10): {FIRST}\n* صحيح البخاري (1): قال: {SECOND}\n", ["q1", "q2"]),
        (f"- (البخاري 10) {FIRST}\n- (البخاري 1) {SECOND}\n", ["q1", "q2"]),
        (f"{FIRST} في صحيح البخاري؛ وحديث: {SECOND} في صحيح البخاري.", ["q1", "q2"]),
        (f"{FIRST}، في صحيح البخاري، وحديث: {SECOND} في صحيح البخاري.", ["q1", "q2"]),
    ],
)
def test_each_reference_has_its_hadith(quran: Work, hadith: Work, text: str, tied: list[str]) -> None:
    (found,) = Checker((quran,), hadith=hadith).documents([Source("a", "", [text])])
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", quotation) for quotation in tied]


def test_a_notes_number_before_a_reference_is_no_verse(quran: Work) -> None:
    found = document(f"قال تعالى: ﴿{plain(verse(quran, '49:10'))}﴾ [1] سورة الحجرات: 10")
    assert [(c.verdict, c.claimed[0].ref) for c in found.citations] == [("right", "49:10")]


@pytest.mark.parametrize("sura", ["آل عمران", "الكهف", "المؤمنون", "النحل"])
def test_the_name_of_a_sura_in_a_reference_is_no_verse(quran: Work, sura: str) -> None:
    found = document(f"ويقول سبحانه ({sura}: 10): «{plain(verse(quran, '49:10'))}»")
    assert [q.passages[0].ref for q in found.quotations] == ["49:10"]
