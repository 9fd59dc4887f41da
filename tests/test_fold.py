"""Folding: the fast routine against the slow one, and the laws of the offset map."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.text.fold import ALIF, EXPANSIONS, SKELETON, Folded, fold
from reference import fold as slow

MARKS = "".join(chr(c) for c in (*range(0x610, 0x61B), *range(0x64B, 0x660), 0x670, *range(0x6D6, 0x6EE), *range(0x8D3, 0x900)))
LETTERS = SKELETON + slow.NO_CONSONANT + slow.HEH + slow.YEH + slow.WAW + "".join(slow.PERSIAN) + "ٴۇۋݐ"
BIDI = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u00ad\u2060"
OTHER = " \n\t\r.،؛؟:«»﴿﴾()[]{}…\"'*-–ـ0123456789٠١٢٣٤٥٦٧٨٩۰۱۲\u06dd\u06de\u06e9abcXYZéβ\x00\x1f\x85\u2028\u2029\u00a0"
FORMS = "".join(map(chr, EXPANSIONS)) + "\ufdf0\ufdfa\ufdfb\ufdfc"
characters = st.one_of(
    st.sampled_from(LETTERS),
    st.sampled_from(LETTERS),
    st.sampled_from(MARKS),
    st.sampled_from(OTHER),
    st.sampled_from(BIDI),
    st.sampled_from(FORMS),
    st.sampled_from("\U0001f600\U0001ee00\U0010fffd\U000e0100"),
    st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"]),
    st.characters(),
)
texts = st.lists(characters, max_size=60).map("".join)


def as_words(folded: Folded) -> list[slow.Word]:
    """The columns of a folded text as the reference writes them."""
    first = folded.word_first.tolist()
    rows = list(zip(folded.word_start.tolist(), folded.word_end.tolist(), first, first[1:], strict=False))
    letters = [(SKELETON[c - 1], at) for c, at in zip(folded.letters.tolist(), folded.raw.tolist(), strict=True)]
    return [slow.Word(start, end, letters[a:b]) for start, end, a, b in rows]


@given(texts)
def test_agrees_with_the_reference(text: str) -> None:
    assert as_words(fold(text)) == slow.words(text)


def test_agrees_with_the_reference_on_every_character_of_the_basic_plane() -> None:
    for low in range(0, 0x10000, 0x1000):
        text = "".join(f"ب{chr(code)}ب " for code in range(low, low + 0x1000))
        assert as_words(fold(text)) == slow.words(text)


@given(texts)
def test_raw_offsets_never_decrease_and_lie_in_the_text(text: str) -> None:
    raw = fold(text).raw.tolist()
    assert raw == sorted(raw)
    assert all(0 <= at < len(text) for at in raw)


@given(texts.map(lambda t: t.replace("\ufdfd", "")))
def test_words_are_disjoint_and_in_order(text: str) -> None:
    folded = fold(text)
    edges = [edge for word in zip(folded.word_start.tolist(), folded.word_end.tolist(), strict=True) for edge in word]
    assert edges == sorted(edges)
    assert all(start < end for start, end in zip(edges[0::2], edges[1::2], strict=True))


@given(texts)
def test_every_word_starts_with_a_letter(text: str) -> None:
    for start in fold(text).word_start.tolist():
        assert slow.skeleton_letter(slow.expand(text[start])[0]) is not None or unicodedata.combining(slow.expand(text[start])[0])


@given(texts)
def test_word_first_ends_at_the_number_of_letters(text: str) -> None:
    folded = fold(text)
    first = folded.word_first.tolist()
    assert first == sorted(first)
    assert first[-1] == len(folded.letters)
    assert len(first) == len(folded.word_start) + 1


@given(texts.map(lambda t: t.replace("\ufdfd", "")))
def test_folding_words_one_by_one_equals_folding_all(text: str) -> None:
    folded = fold(text)
    words = [text[a:b] for a, b in zip(folded.word_start.tolist(), folded.word_end.tolist(), strict=True)]
    assert b"".join(fold(word).letters.tobytes() for word in words) == folded.letters.tobytes()
    assert all(len(fold(word).word_start) == 1 for word in words)


@given(texts)
def test_letters_are_skeleton_codes_only(text: str) -> None:
    assert all(1 <= code < ALIF for code in fold(text).letters.tolist())


@given(texts, texts)
def test_what_stands_after_a_blank_does_not_change_what_stands_before(before: str, after: str) -> None:
    assert as_words(fold(before + " " + after))[: len(fold(before).word_start)] == as_words(fold(before))


def test_a_text_without_letters_has_no_word() -> None:
    for text in ("", " ", "\u064e\u0651", "123 abc"):
        folded = fold(text)
        assert (len(folded.letters), len(folded.word_start), folded.word_first.tolist()) == (0, 0, [0])


def test_a_word_of_hamza_alone_has_no_skeleton_letter() -> None:
    folded = fold("ء ب")
    assert folded.word_first.tolist() == [0, 0, 1]
    assert folded.word_start.tolist() == [0, 2]


def test_ligature_maps_all_its_letters_to_itself() -> None:
    folded = fold("و\ufdf2!")
    assert folded.raw.tolist() == [0, 1, 1, 1]
    assert (folded.word_start.tolist(), folded.word_end.tolist()) == ([0], [2])


def test_composed_and_decomposed_text_fold_to_the_same_letters() -> None:
    text = "الأَرْضِ وَٱلسَّمَآءِ مُؤْمِنٍ شَيْـًٔا إِلَيْهِ سُئِلَ"
    assert fold(unicodedata.normalize("NFD", text)).letters.tobytes() == fold(unicodedata.normalize("NFC", text)).letters.tobytes()


@pytest.mark.parametrize(("written", "words"), [
    ("صلىاللهعليهوسلم", "صلى الله عليه وسلم"), ("صلىاللهعليهوعلىآلهوصحبهوسلم", "صلى الله عليه وعلى آله وصحبه وسلم"),
    ("رضياللهتعالىعنهما", "رضي الله تعالى عنهما"), ("صلى الله عليه", "صلى الله عليه"), ("عبداللهعلي", "عبداللهعلي"),
    ("ﷲ صلىاللهعليه", "ﷲ صلى الله عليه"),
])  # fmt: skip
def test_an_honorific_without_blanks_is_its_words(written: str, words: str) -> None:
    text = f"قال {written}، نعم"
    folded = fold(text)
    assert [text[a:b] for a, b in zip(folded.word_start, folded.word_end, strict=True)] == ["قال", *words.split(), "نعم"]
    assert folded.letters.tolist() == fold(f"قال {words}، نعم").letters.tolist()
    assert [text[i] for i in folded.raw[-3:]] == list("نعم")


def test_a_soft_hyphen_parts_no_word_and_decorated_letters_are_letters() -> None:
    assert list(fold("الصا\u00adبرين").word_start) == [0]
    assert bytes(fold("ۆالإنس ليعبدۈن آلصآبرۍن").letters) == bytes(fold("والإنس ليعبدون الصابرين").letters)
