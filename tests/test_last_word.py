"""The last word of a saying without marks: one that was changed is told, and what the writer says himself is none."""

from __future__ import annotations

import random

import pytest

from muqabala import api
from muqabala.canon.work import Work

SAID = "قال رسول الله صلى الله عليه وسلم: {}"
MANY = 40


def found(everything: api.Checker, text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    (document,) = everything.documents([api.Source("a", "", [SAID.format(text)])])
    return [(q.verdict, [(e.op, e.text) for e in q.edits]) for q in document.quotations]


def test_a_last_word_with_another_letter_is_told(everything: api.Checker, hadith: Work) -> None:
    rng, told, asked = random.Random(3), 0, 0
    while asked < MANY:
        passage = rng.randrange(len(hadith.refs))
        first, last = int(hadith.passages.matn[passage]), int(hadith.passage_first[passage + 1])
        words = [hadith.plain[c] for c in range(first, min(last, first + rng.randint(8, 14)))]
        if len(words) < 8 or len(words[-1]) < 5 or words[-1][2] in "اويىأإآءؤئ":
            continue
        changed = words[-1][:2] + rng.choice([letter for letter in "بجحدرسصطعفقكلمن" if letter != words[-1][2]]) + words[-1][3:]
        asked += 1
        told += any(verdict == "altered" for verdict, _ in found(everything, f"{' '.join([*words[:-1], changed])}."))
        assert all(verdict in ("verbatim", "spelling") for verdict, _ in found(everything, f"{' '.join(words)}."))
    assert told >= 0.75 * MANY


@pytest.mark.parametrize("tail", ["وهذا حديث عظيم", "أو كما قال", "فتأملوا", "رواه البخاري", "صدق رسول الله", "يا إخوان", "ولسانهم", "وقلبه"])
def test_the_writers_own_word_is_none_of_it(everything: api.Checker, tail: str) -> None:
    assert found(everything, f"المسلم من سلم المسلمون من لسانه {tail}.") == [("verbatim", [])]
