"""Readings of the ten are accused nowhere: every row of the table, quoted in its verse, and as the last or the first words of what is quoted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from muqabala import api
from muqabala.canon import readings
from muqabala.canon.work import Work
from muqabala.formats.messages import Lang
from muqabala.formats.remarks import remark_on
from muqabala.formats.terminal import render_document
from muqabala.formats.wording import wording
from muqabala.records import Quotation
from muqabala.text.marks import bare
from test_check import document, plain, verse

BEFORE, BEHIND = 5, 4
"""Words of the verse around the words of a row."""
ACCUSED = {"altered", "vocalisation", "unsourced"}


def quoted(quran: Work, part: str) -> Iterator[tuple[str, str]]:
    """Each row's variant with words of its verse around it, and the verse; where the words stand in it once."""
    for sura, aya, hafs, variant, *_ in readings.rows("readings.tsv"):
        at = quran.refs.index(f"{sura}:{aya}")
        first, last = int(quran.passage_first[at]), int(quran.passage_first[at + 1])
        count, verse = len(hafs.split()), [bare(word) for word in quran.plain[first:last]]
        places = [i for i in range(len(verse)) if verse[i : i + count] == hafs.split()]
        if len(places) != 1 or len(variant.split()) != count:
            continue
        low, high = first + places[0], first + places[0] + count
        before = list(quran.words[max(first, low - BEFORE) : low]) if part != "head" else []
        behind = list(quran.words[high : min(last, high + BEHIND)]) if part != "tail" else []
        if len(before) + len(behind) >= BEHIND:
            yield f"{sura}:{aya}", " ".join([*before, variant, *behind])


@pytest.mark.parametrize("part", ["all", "head", "tail"])
def test_no_reading_is_accused(checker: api.Checker, quran: Work, part: str) -> None:
    rows = list(quoted(quran, part))
    assert len(rows) > 1_400
    documents = checker.documents(api.Source(ref, "", [f"قال تعالى: ﴿{text}﴾ فهذا قوله."]) for ref, text in rows)
    found = zip(rows, documents, strict=True)
    accused = [(*row, [q.verdict for q in d.quotations]) for row, d in found if any(q.verdict in ACCUSED for q in d.quotations)]
    assert accused == []


@pytest.mark.parametrize(
    "words",
    [
        "وَلَا تَنْسَوْا الْفَضْلَ بَيْنَكُمْ",
        "اشْتَرَوْا الضَّلَالَةَ بِالْهُدَى",
        "قُمْ اللَّيْلَ إِلَّا قَلِيلًا",
        "يَسْأَلُونَكَ عَنْ الْخَمْرِ وَالْمَيْسِرِ",
        "كُتِبَ عَلَيْكُمْ الصِّيَامُ",
        "أُولَئِكَ هُمْ الْمُفْلِحُونَ",
        "وَقَالَتْ اخْرُجْ عَلَيْهِنَّ",
    ],
)
def test_a_sukun_for_a_vowel_that_only_helps_over_a_connecting_alif_is_the_same(checker: api.Checker, words: str) -> None:
    (document,) = checker.documents([api.Source("a", "", [f"قال تعالى: ﴿{words}﴾ فهذا قوله."])])
    assert [q.verdict for q in document.quotations] == ["verbatim"]


@pytest.mark.parametrize("words", ["الْحَمْدُ لِلَّهِ رَبّْ الْعَالَمِينَ", "مَالِكِ يَوْمْ الدِّينِ"])
def test_a_sukun_for_a_case_is_none(checker: api.Checker, words: str) -> None:
    (document,) = checker.documents([api.Source("a", "", [f"قال تعالى: ﴿{words}﴾ فهذا قوله."])])
    assert [q.verdict for q in document.quotations] == ["vocalisation"]


@pytest.mark.parametrize(
    ("before", "inside", "behind"),
    [
        ("وقرئ", "إِنَّمَا يَخْشَى اللَّهُ مِنْ عِبَادِهِ الْعُلَمَاءَ", "وهي شاذة"),
        ("وقرأ الحسن البصري", "الْحَمْدِ لِلَّهِ رَبِّ الْعَالَمِينَ", "بكسر الدال"),
        ("وفي قراءة ابن مسعود", "فاقطعوا أيمانهما", "وهي تفسير"),
    ],
)
def test_a_reading_that_is_discussed_is_no_error(checker: api.Checker, before: str, inside: str, behind: str) -> None:
    (document,) = checker.documents([api.Source("a", "", [f"{before}: ﴿{inside}﴾ {behind}."])])
    assert not ACCUSED & {q.verdict for q in document.quotations}


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("يا أيها النبيء اتق الله ولا تطع الكافرين", "reading"),
        ("ما كان لبشر أن يؤتيه الله الكتاب والحكم والنبوءة", "reading"),
        ("يا أيها النبى اتق الله ولا تطع الكافرين", "spelling"),
        ("وأشرقت الأرض بنور ربها ووضع الكتاب وجىء بالنبيين", "spelling"),
    ],
)
def test_a_hamza_that_no_spelling_of_hafs_has_is_a_readers(checker: api.Checker, words: str, verdict: str) -> None:
    (found,) = checker.items([f"قال تعالى: ﴿{words}﴾."])
    assert isinstance(found, Quotation)
    assert (found.verdict, bool(found.readers)) == (verdict, verdict == "reading")


def test_all_who_read_so_are_named(quran: Work) -> None:
    words = plain(verse(quran, "33:1")).replace("النبي", "النبيء")
    (found,) = document(f"قال تعالى: ﴿{words}﴾").quotations
    assert (found.verdict, found.readers) == ("reading", ["Nafi"])


@pytest.mark.parametrize(
    ("lang", "named"), [("ar", "قراءة أخرى (عند نافع، ابن كثير، أبو عمرو، "), ("en", "another reading (with Nafi, Ibn Kathir, Abu Amr, ")]
)
def test_readers_are_named_one_by_one_in_the_language(checker: api.Checker, lang: Lang, named: str) -> None:
    text = "قال تعالى: ﴿مَلِكِ يَوْمِ الدِّينِ﴾ ﴿وَمَا يُخَادِعُونَ إِلَّا أَنفُسَهُمْ﴾"
    (found,) = checker.documents([api.Source("a", "", [text])])
    known = {key.partition(".")[2] for key in wording() if key.startswith("reader.")}
    readers = [name for q in found.quotations for name in q.readers]
    assert len(readers) > 3
    assert set(readers) <= known
    assert all(len(set(q.readers)) == len(q.readers) for q in found.quotations)
    for lines in (render_document(found, text, lang), remark_on(found.quotations[0], lang).lines):
        assert named.partition("(")[2] in "\n".join(lines)


@pytest.mark.parametrize("text", ["وَمَن يُطِعْ اللَّهَ وَرَسُولَهُ", "وَأَقِمْ الصَّلَاةَ لِذِكْرِي", "وَلَا يُظۡلَمُونَ شَيۡٔٗا", "فَكُلُوهُ هَنِيٓٔٗا مَّرِيٓٔٗا"])
def test_signs_of_older_and_uthmani_texts_are_no_other_vowels(text: str) -> None:
    """A sukūn where a kasra only helps over a connecting alif, and tanwīn behind a hamza without a seat."""
    assert [q.verdict for q in document(f"قال تعالى: {{{text}}}.").quotations] == ["verbatim"]
