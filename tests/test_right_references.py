"""Right references, in the forms that writers use, are never called wrong; generated from the canon."""

from __future__ import annotations

import random

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.suras import NAMES
from muqabala.canon.work import Work
from muqabala.records import Document
from muqabala.text.marks import bare
from test_check import FILLER

SURAS = [name.replace("_", " ") for name in NAMES.split()]
BEHIND = (
    "[{s}: {v}]", "({s}/{v})", "(سورة {s}، الآية {v})", "[{s}، {v}]", "(آية {v} من سورة {s})", "({n}:{v})", "({s} {v})", "سورة {s} ({v})",
    "- {s}: {v} -", "({s}: الآية {v})",
)  # fmt: skip
BEFORE = ("قال تعالى في سورة {s}، الآية {v}: ", "وفي الآية {v} من سورة {s}: ", "وفي سورة {s} ({v}): ", "قال تعالى في سورة {s} [{v}]: ")
BOOKS = {"bukhari": "البخاري", "muslim": "مسلم"}
EACH = 60
LATIN_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def read(checker: Checker, text: str) -> Document:
    return next(iter(checker.documents([Source("text", "", [text])])))


def passage(work: Work, rng: random.Random, least: int) -> tuple[int, str]:
    """A passage and some of its words, without the chain before them."""
    while True:
        place = rng.randrange(len(work.refs))
        first, last = int(work.passages.matn[place]), int(work.passage_first[place + 1])
        if last - first >= least:
            begin = rng.randint(first, last - least)
            return place, " ".join(bare(word) for word in work.words[begin : min(last, begin + 12)])


@pytest.mark.parametrize("form", [*BEHIND, *BEFORE])
def test_right_references_to_verses_are_right(quran: Work, checker: Checker, form: str) -> None:
    rng = random.Random(form)
    for _ in range(EACH // 4):
        place, words = passage(quran, rng, 4)
        sura, _, number = quran.refs[place].partition(":")
        named = form.format(s=SURAS[int(sura) - 1], n=sura, v=number)
        named = named if rng.random() < 0.5 else named.translate(LATIN_TO_ARABIC)
        text = f"{named}﴿{words}﴾ {FILLER[0]}" if form in BEFORE else f"قال تعالى: ﴿{words}﴾ {named} {FILLER[0]}"
        assert [c.verdict for c in read(checker, text).citations] == ["right"], text


@pytest.mark.parametrize(
    ("words", "ref"), [("أئذا متنا وكنا ترابا وعظاما", "الصافات: 53"), ("أإذا متنا وكنا", "الصافات: 53"), ("أئذا متنا وكنا", "الواقعة: 47")]
)
def test_words_that_stand_in_the_verse_in_another_spelling_are_its_own(checker: Checker, words: str, ref: str) -> None:
    assert [c.verdict for c in read(checker, f"قال تعالى: «{words}» [{ref}]").citations] == ["right"]


def test_a_number_that_may_be_a_notes_is_not_called_wrong(checker: Checker) -> None:
    for note in ("(3)", "[135]"):
        (cited,) = read(checker, f"كما في سورة يونس {note}: ﴿وما كان الناس إلا أمة واحدة فاختلفوا﴾.").citations
        assert cited.verdict == "unresolved"
    (cited,) = read(checker, "كما في سورة يونس، الآية 3: ﴿وما كان الناس إلا أمة واحدة فاختلفوا﴾.").citations
    assert cited.verdict == "wrong"


@pytest.mark.parametrize("form", ["(رواه {b}: {n})", "رواه {b} ({n})", "رواه {b}", "[أخرجه {b} برقم {n}]"])
def test_the_place_of_another_version_of_a_hadith_is_not_called_wrong(hadith: Work, everything: Checker, form: str) -> None:
    rng = random.Random(form)
    for _ in range(EACH):
        place, words = passage(hadith, rng, 12)
        others = [int(p) for p in hadith.parallels(place) if hadith.book(int(p)).name in BOOKS]
        if others:
            other = rng.choice(others)
            named = form.format(b=BOOKS[hadith.book(other).name], n=hadith.refs[other])
            assert "wrong" not in [c.verdict for c in read(everything, f"قال رسول الله ﷺ: «{words}» {named} {FILLER[0]}").citations], words


@pytest.mark.parametrize(
    ("words", "group", "verdict"),
    [
        ("هو الطهور ماؤه الحل ميتته", "أخرجه الأربعة", "right"),
        ("هو الطهور ماؤه الحل ميتته", "رواه أحمد والأربعة", "right"),
        ("هو الطهور ماؤه الحل ميتته", "رواه الجماعة", "right"),
        ("لا نكاح إلا بولي", "رواه الخمسة إلا النسائي", "right"),
        ("من صام رمضان إيمانا واحتسابا غفر له ما تقدم من ذنبه", "رواه الستة إلا الترمذي", "right"),
    ],
)
def test_groups_of_books_are_each_of_them(everything: Checker, words: str, group: str, verdict: str) -> None:
    assert [(c.text, c.verdict) for c in read(everything, f"قال ﷺ: «{words}» {group}.").citations] == [(group, verdict)]


@pytest.mark.parametrize("source", ["متفق عليه", "رواه البخاري ومسلم"])
def test_a_book_that_tells_it_in_wholly_other_words_does_not_lack_it(everything: Checker, source: str) -> None:
    """Al-Bukhari has it as «إذا نظر أحدكم إلى من فضل عليه … فلينظر إلى من هو أسفل منه» (6490)."""
    words = "انظروا إلى من هو أسفل منكم ولا تنظروا إلى من هو فوقكم"
    assert [c.verdict for c in read(everything, f"قال ﷺ: «{words}» {source}.").citations] == ["right"]


def test_a_word_that_groups_go_by_in_the_name_of_a_chapter_is_no_group(everything: Checker) -> None:
    (cited,) = read(everything, "قال ﷺ: «هو الطهور ماؤه الحل ميتته» (رواه الترمذي، باب صلاة الجماعة).").citations
    assert [claim.work for claim in cited.claimed] == ["tirmidhi"]
