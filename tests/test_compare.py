"""One written word against the source's: a table of what is the same, what is another spelling, and what is another word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.canon.work import Work
from muqabala.text.compare import compare
from muqabala.text.marks import bare, letters_of

SAME = (
    ("على", "عَلَى"),
    ("شيء", "شَيْءٍ"),
    ("من", "مَنْ"),
    ("الله", "اللَّهِ"),
    ("ذلك", "ذَٰلِكَ"),
    ("هؤلاء", "هَـٰؤُلَاءِ"),
    ("كتابا", "كِتَابًا"),
    ("كتاباً", "كِتَابًا"),
    ("كِتابًا", "كِتَابًا"),
    ("هدىً", "هُدًى"),
    ("يوم", "يَوْمِ"),
    ("یوم", "يَوْمِ"),
    ("کتاب", "كِتَابٌ"),
    ("رحمۃ", "رَحْمَةً"),
    ("كتـــاب", "كِتَابٌ"),
    ("كِتـَـابٌ", "كِتَابٌ"),
    ("رب\u200f", "رَبِّ"),
    ("يبسط", "يَبْصُۜطُ"),
    ("لِلّهِ", "لِلَّهِ"),
    ("لَّهُم", "لَهُمْ"),
    ("لَهُۥ", "لَهُ"),
    ("مِنۢ", "مِن"),
    ("وَعَادُۢ", "وَعَادٌ"),
    ("سَمِيعَۢا", "سَمِيعًا"),
    ("جَآءَ", "جَآءَ"),
    ("قُلِ", "قُلْ"),
    ("هُمُ", "هُمْ"),
    ("كَذَبَ", "كَذَّبَ"),
    ("الأَْرْضِ", "الْأَرْضِ"),
    ("الإِْيمَانِ", "الْإِيمَانِ"),
    ("بِالآْخِرَةِ", "بِالْآخِرَةِ"),
    ("هُدَىً", "هُدًى"),
    ("كِتَابَاً", "كِتَابًا"),
    ("ٱلرَّحِيمِ", "الرَّحِيمِ"),
)
SPELLING = (
    ("استايئس", "اسْتَيْأَسَ"),
    ("استايئسوا", "ٱسْتَيْـَٔسُوا۟"),
    ("لنسفعن", "لَنَسْفَعًا"),
    ("وَلَيَكُونَنْ", "وَلَيَكُونًا"),
    ("اقرا", "اقْرَأْ"),
    ("الارض", "الْأَرْضِ"),
    ("الايمان", "الْإِيمَانِ"),
    ("الْأِيمَانِ", "الْإِيمَانِ"),
    ("الأِيمَانِ", "الْإِيمَانِ"),
    ("انا", "إِنَّا"),
    ("امنوا", "آمَنُوا"),
    ("جآء", "جَاءَ"),
    ("شيئ", "شَيْءٍ"),
    ("هولاء", "هَـٰؤُلَاءِ"),
    ("رؤوف", "رَءُوفٌ"),
    ("مسؤولون", "مَّسْئُولُونَ"),
    ("المومنون", "الْمُؤْمِنُونَ"),
    ("علي", "عَلَى"),
    ("هدي", "هُدًى"),
    ("فى", "فِي"),
    ("موسا", "مُوسَىٰ"),
    ("رحمه", "رَحْمَةً"),
    ("رحمت", "رَحْمَةً"),
    ("رحمة", "رَحْمَتَ"),
    ("امرأت", "امْرَأَةُ"),
    ("الرحمان", "الرَّحْمَـٰنِ"),
    ("ذالك", "ذَٰلِكَ"),
    ("السماوات", "ٱلسَّمَـٰوَٰتِ"),
    ("العالمين", "ٱلْعَـٰلَمِينَ"),
    ("ياأيها", "يَا أَيُّهَا"),
    ("يا أيها", "يَـٰٓأَيُّهَا"),
    ("ألا", "أَن لَّا"),
    ("أن لا", "أَلَّا"),
    ("مما", "مِن مَّا"),
    ("لكي لا", "لِكَيْلَا"),
    ("بن", "ابْنَ"),
    ("مئة", "مِائَةَ"),
    ("تدعوا", "تَدْعُو"),
    ("قالو", "قَالُوا"),
    ("رؤسكم", "رُءُوسَكُمْ"),
    ("بنبأ", "بِنَبَإٍ"),
    ("يشأ", "يَشَإِ"),
    ("مسؤلا", "مَسْئُولًا"),
    ("أاصطفى", "أَصْطَفَى"),
    ("أاطلع", "أَطَّلَعَ"),
    ("برآءؤا", "بُرَءَٰٓؤُا۟"),
)
CONTRADICTED = (
    ("رَبُّ", "رَبِّ", "same", ("vowel",)),
    ("نَصَرُهُ", "نَصَرَهُ", "same", ("vowel",)),
    ("مِنْ", "مَنْ", "same", ("vowel",)),
    ("رَحِيمَ", "رَّحِيمٌ", "same", ("vowel",)),
    ("سُلِم", "سَلِّم", "same", ("vowel",)),
    ("كَذَّبَ", "كَذَبَ", "same", ("shadda",)),
    ("رَحِيمْ", "رَّحِيمٌ", "same", ("pause",)),
    ("يَعْلَمُونْ", "يَعْلَمُونَ", "same", ("pause",)),
    ("إن", "أَنَّ", "spelling", ("hamza",)),
    ("أن", "إِنَّ", "spelling", ("hamza",)),
    ("إِنَّ", "أَنَّ", "spelling", ("vowel",)),
    ("أِنَّ", "أَنَّ", "same", ("vowel",)),
    ("الأُْمَمِ", "الْأَمَمِ", "same", ("vowel",)),
    ("هُدًى", "هُدَى", "same", ("vowel",)),
    ("هُدِى", "هُدًى", "same", ("vowel",)),
    ("يُوَسْوِسَ", "يُوَسْوِسُ", "same", ("vowel",)),
)
DIFFERENT = (
    ("لأجرن", "لَأَجْرًا"),
    ("كتابن", "كِتَابًا"),
    ("ن", "ا"),
    ("سايئة", "سَيِّئَةً"),
    ("قل", "قَالَ"),
    ("قال", "قُلْ"),
    ("لقد", "قَدْ"),
    ("قد", "لَقَدْ"),
    ("إن", "فَإِن"),
    ("فإن", "إِن"),
    ("هو", "وَهُوَ"),
    ("حي", "حَيًّا"),
    ("شكرتم", "كَفَرْتُمْ"),
    ("يعلمون", "تَعْلَمُونَ"),
    ("كفر", "كَفَرُوا"),
    ("ملك", "مَالِكِ"),
    ("الكتب", "الْكِتَابِ"),
    ("اسم", "بِاسْمِ"),
    ("الذين", "اللَّذَيْنِ"),
    ("دعائي", "دُعَاءِ"),
    ("نرزقكم", "نَّرْزُقُهُمْ"),
    ("غفور", "غَفَّارٌ"),
    ("عليه", "عَلَيْهَا"),
    ("رب", "رَبِّي"),
    ("سلما", "سَلَامًا"),
    ("ظلموا", "كَفَرُوا"),
    ("يوما", "يَوْمٍ"),
    ("قتل", "قَاتَلَ"),
    ("مقيمون", "مُّقِيمِينَ"),
    ("", "قُلْ"),
)


def kinds(written: str, source: str) -> tuple[str, ...]:
    return tuple(c.kind for c in compare(written, source).contradictions)


@pytest.mark.parametrize(("written", "source"), SAME)
def test_same_letters(written: str, source: str) -> None:
    assert (compare(written, source).letters, kinds(written, source)) == ("same", ())


@pytest.mark.parametrize(("written", "source"), SPELLING)
def test_accepted_spelling(written: str, source: str) -> None:
    assert (compare(written, source).letters, kinds(written, source)) == ("spelling", ())


@pytest.mark.parametrize(("written", "source", "letters", "expected"), CONTRADICTED)
def test_contradicted_marks(written: str, source: str, letters: str, expected: tuple[str, ...]) -> None:
    assert (compare(written, source).letters, kinds(written, source)) == (letters, expected)


@pytest.mark.parametrize(("written", "source"), DIFFERENT)
def test_another_word(written: str, source: str) -> None:
    assert compare(written, source).letters == "different"


@pytest.mark.parametrize(("written", "source"), [*SAME, *SPELLING, *((w, s) for w, s, _, _ in CONTRADICTED), *DIFFERENT])
def test_encoding_makes_no_difference(written: str, source: str) -> None:
    as_composed = compare(unicodedata.normalize("NFC", written), source)
    as_decomposed = compare(unicodedata.normalize("NFD", written), source)
    assert (as_composed.letters, as_composed.notes) == (as_decomposed.letters, as_decomposed.notes)
    assert [c.kind for c in as_composed.contradictions] == [c.kind for c in as_decomposed.contradictions]


@given(st.permutations("\u0651\u0650\u0670"))
def test_order_of_marks_makes_no_difference(marks: list[str]) -> None:
    assert [x._replace(place=0) for x in letters_of("ب" + "".join(marks))] == [x._replace(place=0) for x in letters_of("ب\u0651\u0650\u0670")]


@given(st.integers(0, 77_799))
def test_every_word_is_itself_with_and_without_marks(quran: Work, place: int) -> None:
    word = quran.words[place]
    assert compare(word, word).letters == compare(bare(word), word).letters == "same"
    assert not compare(word, word).contradictions
    assert not compare(bare(word), word).contradictions


def test_shadda_left_out_beside_a_vowel_is_a_note() -> None:
    assert compare("كَذَبَ", "كَذَّبَ").notes == ("shadda",)
    assert compare("كذب", "كَذَّبَ").notes == ()


@pytest.mark.parametrize(
    ("written", "source", "note"),
    [
        ("اقرا", "اقْرَأْ", "hamza"), ("الرحمان", "الرَّحْمَـٰنِ", "alif"), ("علي", "عَلَى", "ya"), ("رحمه", "رَحْمَةً", "ta"),
        ("تدعوا", "تَدْعُو", "waw-alif"), ("ألا", "أَن لَّا", "joined"), ("لنسفعن", "لَنَسْفَعًا", "nun"),
    ],
)  # fmt: skip
def test_spelling_is_named(written: str, source: str, note: str) -> None:
    assert note in compare(written, source).notes


def test_a_particle_joined_with_its_shadda_contradicts_nothing() -> None:
    assert compare("أَلَّا", "أَنْ لَا").contradictions == compare("مِمَّا", "مِنْ مَا").contradictions == ()


def test_a_hamza_left_out_before_waw_is_a_spelling_outside_the_quran() -> None:
    assert compare("تومون", "تُومِئُونَ", sparse=True).notes == ("hamza",)
    assert compare("مستهزون", "مُسْتَهْزِئُونَ").letters == "different"


def test_a_hamza_behind_a_long_alif_is_a_spelling_outside_the_quran() -> None:
    for written, source in (("آئبون", "آيِبُونَ"), ("آيبون", "آئِبُونَ"), ("قايم", "قَائِمٌ"), ("قائم", "قَايِمٌ")):
        assert compare(written, source, sparse=True).letters == "spelling"
    assert compare("معائش", "مَعَايِشَ").letters == "different"  # in the Qur'an it is a reading


def test_contradiction_names_its_letter() -> None:
    assert [c.written for c in compare("نَصَرُهُ", "نَصَرَهُ").contradictions] == [4]


def test_presentation_forms_of_single_letters_are_their_letters() -> None:
    assert compare("\ufed7\ufede", "قُلْ").letters == "same"


@pytest.mark.parametrize(("written", "source"), [("\ufdf2", "اللَّهُ"), ("\ufefb", "لَا"), ("ا\ufef7رض", "الْأَرْضِ")])
def test_ligatures_are_their_letters(written: str, source: str) -> None:
    assert compare(written, source).letters == "same"


@pytest.mark.parametrize("written", ["إِلاَّ", "إِلَاّ", "إلاّ", "الاّ", "إلّا"])
def test_a_shadda_typed_on_the_alif_belongs_to_the_letter_before(written: str) -> None:
    assert compare(written, "إِلَّا").contradictions == ()


def test_a_shadda_typed_on_the_alif_is_judged_as_the_letter_before() -> None:
    assert [c.kind for c in compare("سَلاَّمٌ", "سَلَامٌ").contradictions] == ["shadda"]
    assert compare("سدّاً", "سَدًّا").contradictions == compare("سداًّ", "سَدًّا").contradictions == ()


@pytest.mark.parametrize(("written", "source"), [("فائتوا", "فَأْتُوا"), ("وائتمروا", "وَأْتَمِرُوا"), ("وائمر", "وَأْمُرْ")])
def test_the_connecting_alif_of_a_command_may_be_kept(written: str, source: str) -> None:
    assert compare(written, source).letters == "spelling"


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("السموات", "السَّمَاوَاتِ"), ("سماواته", "سَمَوَاتِهِ"), ("إسحق", "إِسْحَاقَ"), ("اسماعيل", "إِسْمَعِيلَ"), ("هرون", "هَارُونَ"), ("ابن", "بْنِ"),
        ("وابن", "وَبْنِ"), ("داوود", "دَاوُدَ"), ("الصلوة", "الصَّلَاةَ"), ("ههنا", "هَا هُنَا"), ("باسم", "بِسْمِ"), ("يواطىء", "يُوَاطِئُ"), ("قرىء", "قُرِئَ"),
        ("يستحي", "يَسْتَحْيِي"), ("يستحيي", "يَسْتَحِي"), ("ثلثمائة", "ثَلَاثِمِائَةٍ"),
    ],
)  # fmt: skip
def test_words_that_are_written_in_two_ways(written: str, source: str) -> None:
    found = compare(written, source)
    assert (found.letters, found.contradictions) == ("spelling", ())


@pytest.mark.parametrize(("written", "source"), [("الحرث", "الْحَارِثِ"), ("دعوة", "دُعَاةٌ"), ("كتب", "كِتَابٌ"), ("ابنه", "بِنْهُ"), ("سلمن", "سُلَيْمَانَ")])
def test_words_that_an_alif_makes_others(written: str, source: str) -> None:
    assert compare(written, source).letters == "different"


@given(st.text("اأإآءئؤىيويهةلن\u0640\u0651\u0670\u064e1", max_size=6), st.text("اأإآءئؤىيويهةلن\u0640\u0651\u0670\u064e1", max_size=6))
def test_any_two_words_are_compared(written: str, source: str) -> None:
    compare(written, source)


def test_a_word_of_no_letters_is_another_word() -> None:
    assert compare("ا", "").letters == compare("ها", "\u0640").letters == "different"


@pytest.mark.parametrize("letter", ["ي", "ى", "ا", "و", "ه"])
def test_one_letter_beside_none_is_another_word(letter: str) -> None:
    assert compare(letter, "").letters == compare("", letter).letters == "different"


@pytest.mark.parametrize(("written", "source"), [("هُدَى", "هُدًى"), ("كِتَابَا", "كِتَابًا")])
def test_tanwin_left_out_contradicts_in_the_quran_alone(written: str, source: str) -> None:
    assert [bool(compare(written, source, sparse).contradictions) for sparse in (False, True)] == [True, False]


@pytest.mark.parametrize(
    ("written", "source", "kinds"),
    [
        ("الشَّوْكَةُ", "الشَّوْكَةِ", ["case"]),
        ("مُكَفِّرَاتُ", "مُكَفِّرَاتٌ", ["case"]),
        ("يَقُولَ", "يَقُولُ", ["case"]),
        ("قُلْتَ", "قُلْتُ", ["vowel"]),
        ("لَكِ", "لَكَ", ["vowel"]),
        ("حَزَنٍ", "حُزْنٍ", ["vowel", "vowel"]),
    ],
)
def test_a_case_of_a_sparse_source_is_told_from_another_person_or_word(written: str, source: str, kinds: list[str]) -> None:
    assert [c.kind for c in compare(written, source, True).contradictions] == kinds
    assert {c.kind for c in compare(written, source).contradictions} == {"vowel"}  # in the Qur'an the case is the source's
