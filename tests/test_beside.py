"""Sayings with a clause left out behind their first words, or before their last: the clause is told, and no word beside it."""

from __future__ import annotations

import pytest

from muqabala import api
from muqabala.canon.work import Work
from muqabala.records import Quotation

SAID = "قال رسول الله صلى الله عليه وسلم: «{}»."


def report(work: Work, book: str, ref: str) -> list[str]:
    """The bare words of a hadith's report."""
    passage = work.passage_of[book, ref]
    return list(work.plain[int(work.passages.matn[passage]) : int(work.passage_first[passage + 1])])


def one(checker: api.Checker, words: list[str]) -> Quotation:
    (document,) = checker.documents([api.Source("a", "", [SAID.format(" ".join(words))])])
    (quotation,) = document.quotations
    return quotation


def left_out(found: Quotation) -> list[str]:
    """What is left out; what else differs stands before it as «op text»."""
    edits = [e for e in found.edits if e.severity == "meaning"]
    return [f"{e.op} {e.text}".rstrip() if e.op != "delete" else str(len(e.source.split())) for e in edits]


@pytest.mark.parametrize(("book", "ref"), [("ahmad", "24033"), ("bukhari", "7403"), ("bukhari", "3387"), ("darimi", "393"), ("malik", "1322")])
@pytest.mark.parametrize("kept", [3, 4])
def test_a_clause_left_out_puts_no_words_out_of_step(everything: api.Checker, hadith: Work, book: str, ref: str, kept: int) -> None:
    words = report(hadith, book, ref)
    for text in (words[:kept] + words[kept + 6 :], words[: -kept - 6] + words[-kept:]):
        found = one(everything, text)
        assert (found.verdict, left_out(found), len(found.text.split())) == ("altered", ["6"], len(text))


def test_words_of_nobody_before_a_saying_are_beside_none(everything: api.Checker, hadith: Work) -> None:
    words = report(hadith, "bukhari", "3387")
    found = left_out(one(everything, ["وكان", "الباعة", "الصغار", *words[10:]]))
    assert found
    assert not any(edit.isdigit() for edit in found)
