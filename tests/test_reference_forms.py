"""The forms in which writers give a reference."""

from __future__ import annotations

import numpy as np
import pytest

from muqabala.api import Checker, Source
from muqabala.canon.suras import names
from muqabala.canon.work import Work
from muqabala.trace.references.claims import find_attributions
from muqabala.trace.references.references import find_references
from muqabala.trace.written.view import TextView
from test_check import document, plain, verse


def references(text: str) -> list[tuple[str, int, int, int]]:
    return [(text[r.start : r.end], r.sura, r.first, r.last) for r in find_references(TextView.of(text))]


@pytest.mark.parametrize(
    ("note", "books"),
    [
        ("رَوَاهُ البُخَارِيُّ وَمُسْلِمٌ", ["bukhari", "muslim"]),
        ("مُتَّفَقٌ عَلَيْهِ", ["bukhari", "muslim"]),
        ("أخْرَجَهُ أَبُو دَاوُدَ", ["abudawud"]),
        ("رواه البخـاريّ", ["bukhari"]),
    ],
)
def test_vocalised_attributions_are_read(note: str, books: list[str]) -> None:
    text = f"«إنما الأعمال بالنيات» {note}، والله أعلم"
    ((start, end, claims, *_),) = find_attributions(TextView.of(text))
    assert (text[start:end], [claim.book for claim in claims]) == (note, books)


def test_a_vocalised_attribution_without_its_object_speaks_of_what_follows(everything: Checker) -> None:
    text = "قال النبي ﷺ: «المسلم من سلم المسلمون من لسانه ويده». وَرَوَى مُسْلِمٌ حديثا آخر في هذا الباب."
    (found,) = everything.documents([Source("a", "", [text])])
    assert [(c.verdict, c.quotation) for c in found.citations] == [("unresolved", None)]


@pytest.mark.parametrize(
    "written", ["سُورَةُ البَقَرَةِ، الآيَةُ ٢٥٥", "[البَقَرَةِ: 255", "[الـبقرة: 255", "سورة\u200f البقرة\u200f: 255", "سُورَةُ البَقَرَةِ، آيَة 255"]
)
def test_vocalised_references_are_read(written: str) -> None:
    ((text, *numbers),) = references(f"(وسع كرسيه السماوات والأرض) {written}].")
    assert (numbers, text) == ([2, 255, 255], written.removeprefix("[").removeprefix("سُورَةُ ").removeprefix("سورة\u200f "))


@pytest.mark.parametrize(
    "written",
    [
        "٢ سورة الأنبياء. الآية: ٢٢.", "(١). (١) سورة الأنبياء: الآية، ٢٢.", "(2)\n(2) سورة الأنبياء؛ الآية (22)",
        "[1] سورة الأنبياء: آية/ 22", "(¬2) سورة الأنبياء: آية (22)",
        "[22:21]", "(٢٢:٢١)", "[الأنبياء : ٢١ ـ ٢٣]", "[الأنبياء: ٢١ـ٢٣]",
    ],
)  # fmt: skip
def test_a_right_reference_is_read_as_it_is_meant(quran: Work, written: str) -> None:
    (citation,) = document(f"قال تعالى: ﴿{plain(verse(quran, '21:22'))}﴾ {written}").citations
    assert (citation.verdict, citation.quotation) == ("right", "q1")


@pytest.mark.parametrize(("first", "last"), [("21", "22"), ("2", "21"), ("22", "22")])
def test_numbers_that_fit_neither_way_are_wrong(quran: Work, first: str, last: str) -> None:
    (citation,) = document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ [{first}:{last}]").citations
    assert citation.verdict == "wrong"


@pytest.mark.parametrize(
    ("behind", "verdict"), [("(١).\n(١) سورة الأنبياء", "unresolved"), (". [1] سورة الأنبياء", "unresolved"), ("(١) سورة الأنبياء", "wrong")]
)
def test_the_number_of_a_note_before_the_name_of_a_sura_is_not_called_wrong(quran: Work, behind: str, verdict: str) -> None:
    (citation,) = document(f"قال تعالى: ﴿{plain(verse(quran, '21:22'))}﴾ {behind}").citations
    assert citation.verdict == verdict


BARE = [
    "{} (فصلت 11",
    "{} فصلت 11.",
    "{}فصلت11-12",
    "{} – فصلت 11",
    "{} (11) فصلت.",
    "{} [11 فصلت]",
    "{} ﴿١١ فصلت﴾",
    "{} (11) [فصلت]",
    "{} [1]\n[1] فصلت، 11.",
]
INSIDE = ["{} (11) فصلت", "{} - فصلت 11", "{}. فصلت ١١", "{} (11)"]


@pytest.mark.parametrize("marks", ["()", "{}", '""', "«»", "﴿﴾"])
def test_a_bare_reference_that_fits_is_right(quran: Work, marks: str) -> None:
    words = plain(verse(quran, "41:11"))
    for form in BARE:
        found = document(f"قال تعالى: {form.format(marks[0] + words + marks[1])}")
        assert [(q.text, q.verdict) for q in found.quotations] == [(words, "verbatim")], form
        assert [(c.verdict, c.claimed[0].ref) for c in found.citations] == [("right", "41:11-12" if "12" in form else "41:11")], form
    for form in INSIDE:
        found = document(f"قال تعالى: {marks[0]}{form.format(words)}{marks[1]} ثم قال")
        assert [(q.text, q.verdict) for q in found.quotations] == [(words, "verbatim")], form
        assert [c.verdict for c in found.citations] == ["right"] * ("فصلت" in form), form


@pytest.mark.parametrize(
    "behind", ["محمد 3 مرات", "الناس 5", "– النساء 30", "(5 نساء)", "[3 محمد]", "(2) محمد.", "(1) الناس، (2) الجن.", "﴿٣ محمد﴾", "[1]\n[1] محمد، 25."]
)
def test_a_name_and_a_number_that_nothing_fits_are_no_reference(quran: Work, behind: str) -> None:
    found = document(f"قال تعالى: «{plain(verse(quran, '49:13'))}» {behind}")
    assert (found.citations, [q.verdict for q in found.quotations]) == ([], ["verbatim"])


@pytest.mark.parametrize("behind", ["النساء 5", "(5) النساء.", "– محمد 3", "[3 محمد]"])
def test_a_bare_name_and_number_announce_no_verse(behind: str) -> None:
    assert document(f"وصاح القائد فيهم: «احملوا السلاح إلى أعلى التل» {behind}").quotations == []


@pytest.mark.parametrize("marks", ["()", "{}", '""', "«»", "﴿﴾"])
@pytest.mark.parametrize(
    ("ref", "name"), [("51:56", "الذاريات"), ("108:1", "الكوثر"), ("112:2", "الإخلاص"), ("3:200", "آل عمران"), ("103:2", "العصر"), ("1:2", "الفاتحة")]
)
def test_the_name_of_its_sura_behind_a_verse_is_no_word_of_it(quran: Work, marks: str, ref: str, name: str) -> None:
    words = plain(verse(quran, ref))
    for between in (" - ", ". ", " ", " سورة ", " (", " – سورة "):
        found = document(f"قال تعالى: {marks[0]}{words}{between}{name}{')' * between.count('(')}{marks[1]} وهذا بين.")
        assert [(q.text, q.verdict) for q in found.quotations] == [(words, "verbatim")], between


@pytest.mark.parametrize("name", ["الطور", "النساء"])
def test_the_name_of_another_sura_is_a_word_that_differs(quran: Work, name: str) -> None:
    words = plain(verse(quran, "51:56"))
    (found,) = document(f"قال تعالى: ﴿{words} {name}﴾ وهذا بين.").quotations
    assert (found.verdict, found.text) == ("altered", f"{words} {name}")


@pytest.mark.parametrize("text", ["", "بلا علامات", "عَلَى \u200fـ الأَرْضِ ١٢ ـ ١٤ كـتاب", "\u064eأول", "\ud83dـ\ude00 😀 قَدْ", "ً\u200e"])
def test_a_plain_text_knows_where_its_characters_stand(text: str) -> None:
    plain = TextView.of(text).plain
    raw = [plain.offset(place) for place in range(len(plain.text) + 1)]
    assert [plain.place(offset) for offset in raw] == plain.places(np.array(raw)).tolist() == [*range(len(raw))]
    assert all(char in (text[offset], "\uffff") for char, offset in zip(plain.text, raw, strict=False))
    assert {*text} - {*plain.text} <= {*"ًَُِْـ\u200e\u200f\ud83d\ude00😀"}


def test_a_book_with_a_shorter_version_is_not_said_to_lack_a_hadith(everything: Checker, hadith: Work) -> None:
    place = next(p for p, ref in enumerate(hadith.refs) if (hadith.book(p).name, ref) == ("muslim", "153"))
    first, last = int(hadith.passages.matn[place]), int(hadith.passage_first[place + 1])
    words = plain(" ".join(hadith.words[first:last]))
    (found,) = everything.documents([Source("a", "", [f"قال رسول الله ﷺ: «{words}» متفق عليه."])])
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", "q1")]


def test_each_name_has_the_number_before_it(quran: Work) -> None:
    words = " ".join(plain(verse(quran, "3:185")).split()[:4])
    found = document(f"قال تعالى: {{{words}}} (185) آل عمران، (35) الأنبياء، (57) العنكبوت.")
    assert [(c.verdict, c.claimed[0].ref) for c in found.citations] == [("right", "3:185"), ("right", "21:35"), ("right", "29:57")]


@pytest.mark.parametrize(
    "words",
    ["والعصر إن الإنسان لفي العصر", "قل أعوذ برب الفلق من شر ما خلق ومن شر الفلق", "وآمنوا بما نزل على محمد وهو محمد"],
)
def test_a_wrong_last_word_that_names_the_sura_is_told(words: str) -> None:
    assert [q.verdict for q in document(f"قال تعالى: ﴿{words}﴾ ثم قال").quotations] == ["altered"]


def test_one_name_between_two_numbers_is_one_reference(quran: Work) -> None:
    found = document(f"﴿{plain(verse(quran, '51:22'))}﴾ (22) الذاريات، 22 ثم")
    assert [c.verdict for c in found.citations] == ["right"]


@pytest.mark.parametrize("page", ["[ ص: 639 ]", "(ص 639)", "[ص:٤]", "(ج 2، ص 3)", "[ صفحة: 12 ]"])
def test_the_number_of_a_page_before_the_name_of_a_sura_is_no_verse(quran: Work, page: str) -> None:
    found = document(f"{page} سورة النصر\n\nقوله تعالى: {plain(verse(quran, '110:1'))}\n")
    assert (found.citations, [q.verdict for q in found.quotations]) == ([], ["verbatim"])
    right = document(f"قوله تعالى: ﴿{plain(verse(quran, '110:1'))}﴾ {page} [سورة النصر: 1]")
    assert [c.verdict for c in right.citations] == ["right"]


@pytest.mark.parametrize(
    ("name", "ref"), [("العنكبوت", "29:65"), ("الكهف", "18:109"), ("النحل", "16:90"), ("الأحزاب", "33:40"), ("الحديد", "57:20"), ("الناس", "114:1")]
)
def test_the_name_in_a_heading_is_no_word_of_the_verse_below(quran: Work, name: str, ref: str) -> None:
    sura, _, number = ref.partition(":")
    words = " ".join(verse(quran, ref).split()[:8])
    found = document(f"[سورة {name} ({sura}) : الآيات {number} الى {int(number) + 1}]\n{words}\nوهذا بيان ذلك")
    assert [(q.passages[0].ref, q.text) for q in found.quotations] == [(ref, words)]
    assert [(c.verdict, c.quotation) for c in found.citations] == [("right", "q1")]


@pytest.mark.parametrize("ref", ["52:1", "89:1", "91:1", "103:1", "93:1", "51:1"])
def test_a_verse_that_begins_as_its_sura_is_called_is_no_reference(quran: Work, ref: str) -> None:
    sura = ref.partition(":")[0]
    verses = [verse(quran, f"{sura}:{n}") for n in (1, 2, 3)]
    for marks in ("{}", "﴿﴾", "()"):
        inside = " ".join(f"{words} ({n})" for n, words in enumerate(verses, 1))
        found = document(f"قال تعالى: {marks[0]}{inside}{marks[1]} ثم ذكر")
        assert (found.citations, [q.verdict for q in found.quotations]) == ([], ["verbatim"])


MORE_FORMS = [
    "[فُصِّلت:\n١١]", "(سورة\nفصلت،\nالآية11)", "سورة فصلت\nآية 11\n", "(سورة فصلت:\n11-12)", "(الآيات 11/ فصلت)", "(11/فصلت)", "(الآية: 11، فصلت)",
    "في الآية رقم (11) من سورة فصلت", "في سورة فصلت في الآية رقم (11)", "(سورة فصلت، جزء من الآية 11)", "وهي الآية الحادية عشرة من سورة فصلت",
    "[Q 41:11]", "(Quran 41:11)", "(القرآن، 41: 11)", "(القرآن الكريم: 41:11)", "سورة 41 آية 11", "(سورة رقم 41، الآية 11)", "( فصلت: 11 )",
    "(حم السجدہ: 11)",
    "[فصلت: جزء من الآية 11]", "[فصلت: من 11]", "[سورة فصلت: من 11]", "(فصلت، بعض الآية: 11)", "[فصلت: صدر الآية 11]", "(فصلت: في الآية 11)",
    "(الآية 11 من فصلت)", "وهي الآية (11) من فصلت", "[سورة فصلت، رقم الآية: 11]", "(فصلت، آ 11)", "وهي الآية الكريمة 11 من سورة فصلت",
    "سورة «فصلت» الآية 11", 'سورة "فصلت": 11', "سورة (فصلت) الآية (11)", "وهي آية فصلت 11", "[فصلت: 9، 11، 12]",
    "(فصلت، الآية الحادية عشرة)", "(الآيه الحاديه عشره من سورة فصلت)", "[فصلت: 11، جزء من الآية]", "جزء من الآية 11 من سورة فصلت",
]  # fmt: skip


@pytest.mark.parametrize("form", MORE_FORMS)
def test_further_forms_of_a_reference_are_read(quran: Work, form: str) -> None:
    words = plain(verse(quran, "41:11"))
    assert [(c.verdict, c.quotation) for c in document(f"قال تعالى: ﴿{words}﴾ {form}").citations] == [("right", "q1")]
    assert {c.verdict for c in document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ {form}").citations} <= {"wrong", "unresolved"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("سورة النساء\n5 - كذا", []),
        ("وهذا في حق النساء\nالآية 5: كذا", []),
        ("تفسير سورة محمد\n\n7\nكذا", []),
        ("ذكر النساء في الآية 5 كذا", []),
        ("قال نبينا محمد في الآية 33 كذا", []),
        ("الآية الخامسة والعشرين من سورة فصلت", [("الخامسة والعشرين من سورة فصلت", 41, 25, 25)]),
        ("الآية الثانية والثالثة من سورة فصلت", []),
        ("الآية الستون: محمد رسول الله", []),
        ("أكرموا النساء من 5 قرى", []),
        ("ذكر النساء بعض الآية 5", []),
        ("الآية الخامسة من كتاب فصلت", []),
        ("في الآية الأولى من سورة آل عمران وغيرها", [("الأولى من سورة آل عمران", 3, 1, 1)]),
        ("والآية الثامنة عشرة من سورة هود", [("الثامنة عشرة من سورة هود", 11, 18, 18)]),
        ("(Surah 3:5) و [Queue 3:5]", []),
    ],
)
def test_what_only_looks_like_a_further_form_is_none(text: str, found: list[tuple[str, int, int, int]]) -> None:
    assert references(text) == found


IN_WORDS = [
    ("2:255", "الخامسة والخمسون بعد المائتين"), ("2:255", "الخامسة والخمسين بعد المئتين"), ("2:282", "المائتان والثانية والثمانون"),
    ("4:135", "الخامسة والثلاثون بعد المائة"), ("4:135", "الخامسه والثلاثون والمئه"), ("4:101", "الأولى بعد المائة"), ("4:100", "المئة"),
    ("3:110", "العاشرة بعد المائة"), ("3:112", "الثانية عشرة بعد المائة"), ("3:190", "التسعين بعد المائة"), ("33:56", "السادسة والخمسون"),
]  # fmt: skip


@pytest.mark.parametrize(("ref", "number"), IN_WORDS)
def test_a_verse_that_is_counted_in_words_is_read(quran: Work, ref: str, number: str) -> None:
    sura = names()[int(ref.partition(":")[0]) - 1]
    for form in ("({sura}، الآية {number})", "(الآية {number} من {sura})", "وهي الآية {number} من سورة {sura}", "[سورة {sura}: الآية {number}]"):
        behind = form.format(sura=sura, number=number)
        found = document(f"قال تعالى: ﴿{plain(verse(quran, ref))}﴾ {behind}.").citations
        assert [(c.verdict, c.claimed[0].ref) for c in found] == [("right", ref)], behind
        assert [c.verdict for c in document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ {behind}.").citations] == ["wrong"], behind
    before = f"وجاء في الآية {number} من سورة {sura}: ﴿"
    assert [c.verdict for c in document(f"{before}{plain(verse(quran, ref))}﴾").citations] == ["right"]
    assert [c.verdict for c in document(f"{before}{plain(verse(quran, '49:13'))}﴾").citations] == ["wrong"]


@pytest.mark.parametrize("written", ["سورة هود، الآية الثامنة", "الآية العشرون من سورة هود", "سورة هود: الآية الستون"])
def test_a_verse_that_the_writer_may_have_counted_himself_is_not_called_wrong(quran: Work, written: str) -> None:
    assert document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ {written}.").citations == []
    assert document(f"{written}: قوله تعالى: ﴿{plain(verse(quran, '49:13'))}﴾").citations == []


def test_two_verses_of_one_reference_are_read(quran: Work) -> None:
    words = [" ".join(plain(verse(quran, ref)).split()[:8]) for ref in ("2:183", "2:185")]
    found = document(f"آيتا البقرة ١٨٣ و١٨٥: ﴿{words[0]}﴾ و﴿{words[1]}﴾").citations
    assert [(c.verdict, c.claimed[0].ref) for c in found] == [("right", "2:183-185")]


@pytest.mark.parametrize(
    ("ref", "written"),
    [
        ("3:159", "[ سورة آل عمران من الآية: 159 ]"), ("2:153", '"البقرة 153"'), ("2:153", "«البقرة 153»"),
        ("3:95", "(Q.S. 3:95)"), ("3:95", "QS. 3:95"),
        ("11:4", "سورة هود، الآية الرابعة"),
        ("3:13", "سورة آل عمران الآية الثالثة عشرة"),
    ],
)  # fmt: skip
def test_rarer_forms_of_references_are_read(quran: Work, ref: str, written: str) -> None:
    found = document(f'قال تعالى: "{plain(verse(quran, ref))}" {written}').citations
    assert [c.verdict for c in found] == ["right"]


@pytest.mark.parametrize("written", ["سورة هود الآية الخامسة", '"هود 15"', "النساء من 20 إلى 30"])
def test_rarer_forms_that_fit_nothing_are_not_called_wrong(quran: Work, written: str) -> None:
    assert document(f'قال تعالى: "{plain(verse(quran, "11:4"))}" {written}').citations == []


@pytest.mark.parametrize(("ref", "verdicts"), [("6:152", ["right"]), ("49:13", [])])
def test_a_volume_and_a_page_are_no_verse_that_does_not_fit(quran: Work, ref: str, verdicts: list[str]) -> None:
    assert [c.verdict for c in document(f"قال تعالى: ﴿{plain(verse(quran, ref))}﴾ (6/152)").citations] == verdicts


@pytest.mark.parametrize(("written", "ref"), [("[الأنفال: 46]", "8:46"), ("[البقرة: 153]", "2:153"), ("[آل عمران: 200]", "8:46")])
def test_a_changed_verse_is_read_where_its_reference_says(written: str, ref: str) -> None:
    found = document(f"قال تعالى: (وَاصْبِرْ إِنَّ اللَّهَ مَعَ الصَّابِرِينَ) {written}")
    assert [(q.verdict, q.passages[0].ref) for q in found.quotations] == [("altered", ref)]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("قال تعالى: {{{}}} (الفرقان: 74، وسورة البقرة: 24)", ["right", "unresolved"]),
        ("قال تعالى: {{{}}} (النحل: 3، والفرقان: 74)", ["unresolved", "right"]),
        ("قال تعالى: {{{}}} سورة الفرقان — الآية ٧٤", ["right"]),
        ("قال تعالى: {{{}}}(1) ثم سكت.\n\n1. الفرقان، 74.\n", ["right"]),
        ("قال تعالى: {{{}}} (سورة الفضاء: 12)", ["unresolved"]),
        ("قال تعالى: {{{}}} [سورة الفضاء، الآية 12]", ["unresolved"]),
    ],
)
def test_forms_of_real_texts(quran: Work, text: str, verdicts: list[str]) -> None:
    found = document(text.format(plain(verse(quran, "25:74")))).citations
    assert [c.verdict for c in found] == verdicts


def test_words_of_two_verses_have_two_references(quran: Work) -> None:
    words = " ".join(plain(verse(quran, "16:18")).split()[:6])
    assert [c.verdict for c in document(f"قال تعالى: {{{words}}} (النحل: 18، وسورة إبراهيم: 34)").citations] == ["right", "right"]


def test_a_sura_that_there_is_not_is_none(quran: Work) -> None:
    found = document(f"قال تعالى: {{{plain(verse(quran, '25:74'))}}} (سورة الفضاء: 12)").citations
    assert [(c.note, c.claimed, c.quotation) for c in found] == [("no sura is called so", [], "q1")]
    assert not document("لعب الأولاد (سورة الفضاء: 12) في الدار").citations


def test_the_revelation_is_no_sura_before_the_number_of_a_verse() -> None:
    document_ = document("وفي التنزيل (آية: 218): إن الذين آمنوا والذين هاجروا وجاهدوا في سبيل الله")
    assert [c.verdict for c in document_.citations if c.verdict == "wrong"] == []


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("قال تعالى في سورة الحجرات: ﴿{}﴾.", "right"),
        ("قال تعالى في سورة النور: ﴿{}﴾.", "wrong"),
        ("وجاء في آخر سورة النور قوله تعالى: «{}».", "wrong"),
        ("وفي سورة الحجرات، حيث يقول الله تعالى: {{{}}}", "right"),
        ("قال الله تعالى في سورة يوسف : {}.", "wrong"),
        ("قال تعالى: ﴿{}﴾ [الحجرات].", "right"),
        ("قال تعالى: ﴿{}﴾ [سورة النور].", "wrong"),
        ("قال تعالى: ﴿{}﴾ - النور 3.", "wrong"),
        ("قال تعالى: ﴿{}﴾ النور (3).", "unresolved"),
        ("قال تعالى: ﴿{} (3)﴾ [النور].", "unresolved"),
    ],
)
def test_the_sura_that_a_verse_is_said_to_be_of_is_checked(quran: Work, written: str, verdict: str) -> None:
    found = document(written.format(plain(verse(quran, "49:13"))))
    assert [(c.verdict, found.quotations[0].verdict) for c in found.citations if c.quotation == "q1"] == [(verdict, "verbatim")]


@pytest.mark.parametrize(
    "written",
    [
        "وقد فصل ذلك في سورة النور. وقال تعالى: ﴿{}﴾.",
        "وفي سورة النور أحكام الاستئذان، ومن الآداب قوله تعالى: ﴿{}﴾.",
        "نزلت قبل ما في سورة النور، ثم نزل: ﴿{}﴾.",
        "وفي سورة النور (3)، وقال غيره: ﴿{}﴾.",
        "ومثل ما في سورة النور قوله تعالى: ﴿{}﴾.",
        "ويوضح ما جاء في سورة النور قوله تعالى: ﴿{}﴾.",
        "والعهد المذكور في سورة النور هو قوله تعالى: ﴿{}﴾.",
        "بخلاف ما في سورة النور، قال تعالى: ﴿{}﴾.",
        "وبعد أن ذكر قصته في سورة النور قال تعالى: ﴿{}﴾ في سورة الحجرات.",
        "وذكرت الصلاة في سورة البقرة، والحجاب في سورة النور، قال تعالى: ﴿{}﴾.",
        "قال تعالى: ﴿{}﴾ (النور) يهدي به الله من يشاء.",
        "قال تعالى: ﴿{}﴾ (محمد).",
        "قال تعالى: ﴿{}﴾ [النور].",
        "قال تعالى: ﴿{}﴾ محمد 3 مرات.",
    ],
)
def test_a_sura_that_is_spoken_of_introduces_no_verse(quran: Work, written: str) -> None:
    found = document(written.format(plain(verse(quran, "49:13"))))
    assert [c.verdict for c in found.citations if c.verdict == "wrong"] == []


def test_one_sura_is_one_reference_whatever_is_named_before(quran: Work) -> None:
    found = document(f"بخلاف سورة البقرة. ففي سورة الحجرات: ﴿{plain(verse(quran, '49:13'))}﴾.")
    assert [(c.text, c.verdict) for c in found.citations] == [("الحجرات", "right")]


def test_a_number_behind_the_word_for_a_verse_is_no_notes(quran: Work) -> None:
    found = document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ سورة الحجرات آية (31).")
    assert [c.verdict for c in found.citations] == ["wrong"]


def test_each_of_two_suras_called_sincerity_goes_by_that_name() -> None:
    found = document("وقال تعالى في سورة الإخلاص: ﴿قل يا أيها الكافرون لا أعبد ما تعبدون﴾.")
    assert [c.verdict for c in found.citations] == ["unresolved"]


MARKED_FORMS = [
    '"سورة {s}" الآية "{v}"', "«سورة {s}» الآية «{v}»", "“سورة {s}” آية رقم “{v}”", 'سورة "{s}" الآية "{v}"',
    '(سورة "{s}": "{v}")', '(الآية "{v}" من سورة "{s}")',
    "[سورة {s}] [الآية {v}]", "({s}) (الآية {v})", "[سورة {s}] آية {v}", "(سورة {s}) آية {v}", "(الآية ({v}) سورة ({s}))", "الآية: {v} السورة: {s}",
    "آية {v} / سورة {s}", "(سورة {s} | آية {v})", "[{s}؛ {v}]", "(سورة {n}: {v})", "(سورة {s} – {n} – آية {v})", "(الآيتان {v} و {v} من سورة {s})",
    "(صدر الآية {v} من سورة {s})", "(س. {s}: {v})",
    "(الجزء 26، سورة {s}، الآية {v})", "المصدر: سورة {s}، الآية {v}", "(اسم السورة: {s}، رقم الآية: {v})",
]  # fmt: skip


@pytest.mark.parametrize("form", MARKED_FORMS)
def test_sura_and_number_in_marks_of_their_own_are_checked(quran: Work, form: str) -> None:
    for ref, number, verdict in (("18:20", "20", "right"), ("18:20", "70", "wrong"), ("49:13", "13", "wrong")):
        text = f"قال تعالى: ﴿{plain(verse(quran, ref))}﴾ {form.format(s='الكهف', n=18, v=number)}."
        assert [(c.verdict, c.quotation) for c in document(text).citations] == [(verdict, "q1")], text


@pytest.mark.parametrize(
    "written",
    [
        "(الكهف 18، 5)", "(الكهف، 18، 5)", "(الكهف [18]، 5)", "سورة الكهف (18)، 5", "(سورة الكهف – 18 – آية 5)", "(ق 18: 5)",
        "(الكهف: 6-5)", "[الكهف: 7 – 3]",
        "(أوائل سورة الكهف)", "﴿5﴾ سورة الكهف", "[سورة الكهف] (5)", "(5) [الكهف]",
    ],
)  # fmt: skip
def test_the_number_of_the_sura_and_a_turned_range_accuse_nobody(quran: Work, written: str) -> None:
    found = document(f"قال تعالى: ﴿{plain(verse(quran, '18:5'))}﴾ {written}.").citations
    assert [(c.verdict, c.quotation) for c in found] == [("right", "q1")]


@pytest.mark.parametrize(
    "written", ["[سورة الحجرات] (1)", "[الحجرات] (1)", "(سورة الحجرات)(2)", "[الحجرات] الآية 1 تدل عليه", "| 1 | سورة الحجرات |", "﴿5﴾ سورة ق"]
)
def test_a_number_behind_the_name_in_marks_may_be_a_notes(quran: Work, written: str) -> None:
    found = document(f"قال تعالى: ﴿{plain(verse(quran, '49:13'))}﴾ {written}").citations
    assert "wrong" not in {c.verdict for c in found}


@pytest.mark.parametrize(("written", "verdict"), [("(آخر سورة الحشر)", "right"), ("(أواخر سورة الكهف)", "wrong"), ("(ق 59: 40)", "unresolved")])
def test_parts_of_a_sura_and_the_sign_for_the_quran(quran: Work, written: str, verdict: str) -> None:
    found = document(f"قال تعالى: ﴿{plain(verse(quran, '59:22'))}﴾ {written}.").citations
    assert [c.verdict for c in found] == [verdict]
