"""A copyist's eye goes from a word to the same word further on: what stood between is left out, and both borders are right."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from muqabala.api import Checker, Source
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from test_glosses import quotations

MANY = 600 if os.environ.get("MUQABALA_ALL") else 120
COMMON = ("رسول", "النبي", "وسلم")


def repeats(words: list[str], length: int) -> Iterator[tuple[int, int]]:
    """Two places, with three words or more between them, from which on the same words stand."""
    for first in range(3, len(words) - 6):
        for again in range(max(first + 3, first + length + 1), len(words) - length - 2):
            if words[first : first + length] == words[again : again + length] and len(words[first]) > 3 and words[first] not in COMMON:
                yield first, again


def skipped(hadith: Work, length: int) -> Iterator[str]:
    rng = random.Random(length)
    while True:
        passage = rng.randrange(len(hadith.refs))
        words = [hadith.plain[c] for c in range(int(hadith.passages.matn[passage]), int(hadith.passage_first[passage + 1]))]
        if 15 <= len(words) <= 60 and {"حدثنا", "أخبرنا"}.isdisjoint(words) and (places := [*repeats(words, length)]):
            first, again = rng.choice(places)
            yield " ".join(words[:first] + words[again:])


@pytest.mark.parametrize(("length", "least"), [(1, 0.7), (2, 0.6)])
def test_what_is_left_out_between_two_places_of_one_word_is_no_other_version(everything: Checker, hadith: Work, length: int, least: float) -> None:
    """Some are right all the same: another version of the report does without."""
    sayings = skipped(hadith, length)
    documents = everything.documents([Source(str(i), "", [f"قال رسول الله ﷺ: «{next(sayings)}»."]) for i in range(MANY)])
    verdicts = [q.verdict for d in documents for q in d.quotations if q.kind == "matn"]
    assert sum(verdict in ("altered", "unsourced") for verdict in verdicts) >= least * MANY


def test_the_words_left_out_are_named(everything: Checker) -> None:
    text = "قال رسول الله ﷺ: «من أحب لله وأبغض لله وأعطى لله فقد استكمل الإيمان»."
    (found,) = [q for q in quotations(everything, text) if q.kind == "matn"]
    assert [bare(e.source) for e in found.edits if e.op == "delete"] == ["للهومنع"]
