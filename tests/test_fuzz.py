"""Hostile documents: whatever is written, nothing breaks and every offset is true."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from muqabala import api
from muqabala.api import Checker, Source, compare, find
from muqabala.canon.work import Work
from muqabala.records import Document
from muqabala.text.compare import compare as compare_words
from muqabala.text.marks import letters_of

MANY = 20 if os.environ.get("MUQABALA_ALL") else 1
CUES = (
    "قال تعالى: ",
    "قوله تعالى ",
    "الآية ",
    "سورة البقرة ",
    "كما قال ربنا",
    " إلى قوله ",
    " يعني ",
    "قرئ ",
    "﴿",
    "﴾",
    "«",
    "»",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "…",
    "...",
)
NUMBERS = ("(البقرة: 255)", "[يس ٩]", "(2:255)", "(2:999)", "(999:1)", "۝١٢", "سورة النساء 5-", "(آل عمران: 7-3)", "9" * 50, "٣٣", "(1)", ":", "/")
CONTROLS = (
    "\x00",
    "\u202e",
    "\u200f",
    "\ufeff",
    "\u0640" * 5,
    "\n",
    "\r\n",
    " " * 30,
    "\u064b\u0651\u0652",
    "\u06dd",
    "\ufdfd",
    "\ufdf2",
    "\ufefb",
    "😀",
    "\u2028",
    "ء " * 12,
    "و",
    "a",
)
few = st.tuples(st.integers(0, 77_780), st.integers(1, 12))
mess = st.one_of(
    few,
    few,
    st.sampled_from(CUES),
    st.sampled_from(NUMBERS),
    st.sampled_from(CONTROLS),
    st.text(st.sampled_from("بتجحخدرسعفقكلمنهوياأءى \u064e\u064f\u0651ـ.،"), max_size=12),
    st.characters(exclude_categories=["Cs"]),
)
Mess = list["str | tuple[int, int]"]
messes = st.tuples(st.lists(mess, max_size=25), st.sampled_from((" ", " ", "")), st.booleans())
letters = st.text(
    st.sampled_from("ءأإؤئآاىيهةتومنلصس ـ\u064b\u064e\u0650\u0651\u0652\u0670\u0653\u0654\u0655\u06dc\u06e5\ufdf2\ufefb\ufdfd"), max_size=10
)


def written(quran: Work, mixed: tuple[Mess, str, bool]) -> str:
    """A document of words of the canon, torn out of their places, among signs and noise."""
    parts, between, vocalised = mixed
    words = quran.words if vocalised else quran.plain
    return between.join(part if isinstance(part, str) else " ".join(words[part[0] : part[0] + part[1]]) for part in parts)


def check_offsets(document: Document, text: str) -> None:
    for record in (*document.quotations, *document.citations, *document.held_back):
        assert 0 <= record.start < record.end <= len(text)
        assert text[record.start : record.end] == record.text
    for q in document.quotations:
        for edit in (*q.edits, *q.words):
            assert q.start <= edit.start <= edit.end <= q.end
            assert text[edit.start : edit.end] == edit.text


def check_sense(document: Document) -> None:
    quotations = document.quotations
    assert all(a.end <= b.start for a, b in itertools.pairwise(quotations))
    assert {c.quotation for c in document.citations} - {None} <= {q.id for q in quotations}
    for q in quotations:
        assert bool(q.passages) == (q.verdict != "unsourced")
        assert 0.0 <= q.confidence <= 1.0
        assert len(q.passages) <= 20
        assert q.verdict not in ("altered", "vocalisation") or q.edits


def checked(quran: Work, texts: list[str]) -> Iterator[Document]:
    return Checker((quran,), words=True, all=True).documents(Source(str(n), "", [text]) for n, text in enumerate(texts))


@given(messes)
@settings(max_examples=600 * MANY)
def test_offsets_are_true_and_edits_lie_in_their_quotation(quran: Work, mixed: tuple[Mess, str, bool]) -> None:
    text = written(quran, mixed)
    (document,) = checked(quran, [text])
    check_offsets(document, text)
    check_sense(document)
    assert document.length == len(text)
    assert msgspec.json.encode(document)


@given(st.lists(messes, min_size=2, max_size=5))
@settings(max_examples=80 * MANY)
def test_offsets_are_true_in_many_documents_at_once(quran: Work, many: list[tuple[Mess, str, bool]]) -> None:
    texts = [written(quran, mixed).replace("(", "").replace("[", "").replace("{", "") for mixed in many]
    for document, text in zip(checked(quran, texts), texts, strict=True):
        check_offsets(document, text)
        check_sense(document)


@given(messes, st.lists(st.integers(0, 400), max_size=8))
@settings(max_examples=80 * MANY)
def test_pieces_make_no_difference(quran: Work, checker: Checker, mixed: tuple[Mess, str, bool], at: list[int]) -> None:
    text = written(quran, mixed)
    cuts = [0, *sorted(min(a, len(text)) for a in at), len(text)]
    pieces = [text[a:b] for a, b in itertools.pairwise(cuts)]
    assert list(checker.items(pieces)) == list(checker.items([text]))


@given(letters, letters)
@settings(max_examples=400 * MANY)
def test_any_two_words_can_be_compared(written_word: str, source: str) -> None:
    result = compare_words(written_word, source)
    assert result.letters in ("same", "spelling", "different")
    assert all(0 <= c.written < len(written_word) for c in result.contradictions)


@given(letters)
@settings(max_examples=200 * MANY)
def test_a_word_has_its_own_letters(word: str) -> None:
    assert compare_words(word, word).letters == "same"
    assert all(0 <= letter.place < len(word) for letter in letters_of(word))


@given(messes)
@settings(max_examples=40 * MANY)
def test_anything_can_be_looked_for(quran: Work, mixed: tuple[Mess, str, bool]) -> None:
    assert all(0.0 < match.similarity <= 1.0 for match in find(written(quran, mixed), 5, [quran]))


@given(messes, st.integers(0, 6_234))
@settings(max_examples=60 * MANY)
def test_anything_can_be_laid_beside_a_verse(quran: Work, mixed: tuple[Mess, str, bool], place: int) -> None:
    text = written(quran, mixed)
    assert all(0 <= pair.start <= pair.end <= len(text) for pair in compare(text, quran.refs[place], quran))


def test_lone_surrogates_break_nothing() -> None:
    assert api.check("قال تعالى: ﴿\ud800 \udfff﴾ (البقرة: \ud83d1)")
