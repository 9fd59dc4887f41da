"""A verse behind a colon and no marks: where its first words are the writer's own, and where they are its own with a slip among them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from muqabala import api
from muqabala.canon.work import Work
from test_check import document, plain, verse
from test_glosses import quotations

MANY = 60
RIGHT = ("verbatim", "spelling", "reading")
FRAMES = ("وقال تعالى: {}.", "كما قال الله تعالى: {} (صدق الله العظيم).", "وفي ذلك يقول الله سبحانه وتعالى: {} ثم ننتقل إلى ما بعدها")


def beginnings(quran: Work, seed: str) -> Iterator[list[str]]:
    """First words of verses that are long enough."""
    rng = random.Random(seed)
    while True:
        passage = rng.randrange(len(quran.refs))
        first, last = int(quran.passage_first[passage]), int(quran.passage_first[passage + 1])
        size = rng.randint(8, 16)
        if last - first >= size:
            yield [quran.plain[c] for c in range(first, first + size)]


def swapped_first(words: list[str]) -> list[str]:
    return [words[1], words[0], *words[2:]]


def swapped_second(words: list[str]) -> list[str]:
    return [words[0], words[2], words[1], *words[3:]]


def without_second(words: list[str]) -> list[str]:
    return [words[0], *words[2:]]


def with_another(words: list[str]) -> list[str]:
    return [words[0], "الكتاب", *words[1:]]


def with_second_changed(words: list[str]) -> list[str]:
    return [words[0], "الجبال", *words[2:]]


@pytest.mark.parametrize("slip", [swapped_first, swapped_second, without_second, with_another, with_second_changed])
def test_a_slip_among_the_first_words_is_told(quran: Work, checker: api.Checker, slip: Callable[[list[str]], list[str]]) -> None:
    source, passed = beginnings(quran, slip.__name__), []
    for n in range(MANY):
        words = next(source)
        found = quotations(checker, FRAMES[n % 3].format(" ".join(slip(words))))
        passed += [words] if slip(words) != words and all(q.verdict in RIGHT for q in found) else []
    assert len(passed) <= MANY // 6


@pytest.mark.parametrize("frame", FRAMES)
def test_a_verse_from_its_cue_is_right(quran: Work, checker: api.Checker, frame: str) -> None:
    source = beginnings(quran, frame)
    for _ in range(MANY // 2):
        found = quotations(checker, frame.format(" ".join(next(source))))
        assert [q.verdict for q in found if q.verdict not in RIGHT] == []


@pytest.mark.parametrize(
    "own",
    [
        "في سورة البقرة",
        "في الفصل الأول",
        "في كتابه العزيز",
        "مخاطبا نبيه",
        "عن المنافقين",
        "يا محمد",
        "وهو أصدق القائلين",
        "ما معناه",
        "ومن ذلك قوله",
        "في حق الله",
        "من سورة النساء",
        "على لسان نبيه",
        "إن شاء الله",
    ],
)
@pytest.mark.parametrize("ref", ["2:255", "4:29", "3:185", "24:35", "59:7", "6:151"])
def test_words_of_the_writers_own_before_it_are_no_slip(quran: Work, checker: api.Checker, own: str, ref: str) -> None:
    words = plain(verse(quran, ref)).split()
    for first in (0, 6):
        found = quotations(checker, f"وقال تعالى: {own} {' '.join(words[first : first + 9])}.")
        assert [q.verdict for q in found if q.verdict not in RIGHT] == []


def test_what_a_book_has_of_the_cave_is_told_from_its_first_word(quran: Work) -> None:
    """«إذ أوى الفتية» is the verse; a book has «إذا أوى»."""
    words = plain(verse(quran, "18:10")).split()
    assert words[0] == "إذ"
    found = document(f"ثم قال تعالى: {' '.join(['إذا', *words[1:]])}.").quotations
    assert [(q.verdict, [(e.text, plain(e.source)) for e in q.edits]) for q in found] == [("altered", [("إذا", "إذ")])]


@pytest.mark.parametrize(("ref", "his"), [("9:67", "المنافقين"), ("9:71", "المؤمنين")])
def test_whom_god_speaks_of_stands_in_the_writers_case(quran: Work, checker: api.Checker, ref: str, his: str) -> None:
    words = " ".join(plain(verse(quran, ref)).split()[1:9])
    for own in ("في", "عن", "في حق", "في صفة"):
        assert [q.verdict for q in quotations(checker, f"قال تعالى {own} {his} {words}.") if q.verdict not in RIGHT] == []
    assert [q.verdict for q in quotations(checker, f"قال تعالى: {his} {words}.")] == ["altered"]


@pytest.mark.parametrize("word", ["فيه", "عنه"])
def test_of_whom_god_speaks_is_the_writers_word(quran: Work, word: str) -> None:
    words = plain(verse(quran, "9:108")).split()
    told = " ".join(words[words.index("لمسجد") : words.index("لمسجد") + 10])
    (found,) = document(f"وهو الذي قال الله {word} {told} وهذا كلام").quotations
    assert (found.verdict, found.text) == ("verbatim", told)
    (slip,) = document(f"قال تعالى: لا تقم فيه {told}.").quotations
    assert slip.verdict == "altered"


def test_to_whom_god_speaks_is_the_writers_word() -> None:
    (found,) = document("في هذه القصة يقول الله للملائكة: إني جاعل في الأرض خليفة.").quotations
    assert (found.verdict, found.text) == ("verbatim", "إني جاعل في الأرض خليفة")
    (whole,) = document("قال تعالى: وإذ قال ربك للملائكة: إني جاعل في الأرض خليفة.").quotations
    assert whole.text.startswith("وإذ قال ربك للملائكة")
