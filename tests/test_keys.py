"""Keys of words: made on whole arrays as letter by letter, and looked up as in a list; and words as the characters of a pattern."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from muqabala.canon.vocabulary import Vocabulary
from muqabala.text.keys import EXACT, look_up, word_keys
from muqabala.trace.announced.announcements import announced
from muqabala.trace.announced.cues import cue_before
from muqabala.trace.written.classes import classes_of
from muqabala.trace.written.view import TextView
from reference.kmers import code

some_words = st.lists(st.lists(st.integers(1, 27), max_size=EXACT + 4), min_size=1, max_size=40)


def laid_out(words: list[list[int]]) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint8]], np.ndarray[tuple[int], np.dtype[np.int32]]]:
    """Words one behind another: their letters, and where each begins."""
    return np.array([x for w in words for x in w], np.uint8), np.cumsum([0, *map(len, words)]).astype(np.int32)


@given(some_words)
def test_short_words_have_their_letters_as_keys(words: list[list[int]]) -> None:
    keys = word_keys(*laid_out(words)).tolist()
    for key, word in zip(keys, words, strict=True):
        assert len(word) > EXACT or key == code(word)
    assert all((x == y) == (a == b) for x, a in zip(keys, words, strict=True) for y, b in zip(keys, words, strict=True))


@given(st.lists(st.integers(0, 40)), st.sets(st.integers(0, 40), min_size=1))
def test_a_look_up_finds_what_a_list_has(keys: list[int], wanted: set[int]) -> None:
    among = sorted(wanted)
    at, place = look_up(np.array(keys, np.uint64), np.array(among, np.uint64))
    assert list(zip(at.tolist(), place.tolist(), strict=True)) == [(i, among.index(key)) for i, key in enumerate(keys) if key in wanted]


@given(st.lists(st.tuples(st.sampled_from([[1], [2, 3], [2], [4] * 13, []]), st.integers(0, 3)), min_size=1, max_size=40))
def test_a_vocabulary_has_each_word_with_its_passages(rows: list[tuple[list[int], int]]) -> None:
    rows.sort(key=lambda row: row[1])
    words = [word for word, _ in rows]
    letters, first = laid_out(words)
    vocabulary = Vocabulary.build(letters, first, np.array([passage for _, passage in rows], np.int32))
    held = vocabulary.of(word_keys(letters, first))
    for place, word in enumerate(words):
        assert held.counts[place] == words.count(word)
        listed = vocabulary.passages[held.first[place] : held.last[place]].tolist()
        assert listed == sorted({passage for other, passage in rows if other == word})
    assert vocabulary.of(np.array([1 << 59], np.uint64)).counts.tolist() == [0]


def test_a_word_in_two_lists_is_both() -> None:
    classes = classes_of([(1, ["قال", "تلا"]), (2, ["تلا"])])
    assert classes.of(TextView.of("قال ثم تلا").keys).tolist() == [1, 0, 3]


def test_a_sign_of_a_wish_stands_for_the_prophet() -> None:
    view = TextView.of("قال ﷺ: من غشنا فليس منا")
    found = announced(view, 1, True)
    assert found is not None
    assert found[:2] == (0, True)
    assert announced(TextView.of("قال: من غشنا فليس منا"), 1, True) is None


def test_a_shorter_word_is_not_taken_for_the_verse() -> None:
    verse, shorter = TextView.of("كما في الآية: من"), TextView.of("كما في إليه: من")
    assert cue_before(verse, 3, verse.starts[3]).scripture
    assert not cue_before(shorter, 3, shorter.starts[3]).scripture
