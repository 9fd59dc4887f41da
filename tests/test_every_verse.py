"""No verse is accused: each one, in every packaged edition and spelling, whole, clipped and joined with the next.

Every 7th verse by default; all of them with MUQABALA_ALL=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

import pytest

from muqabala.api import Checker, Source
from muqabala.canon import sources
from muqabala.canon.sources import Verse, Verses
from muqabala.canon.work import Work
from muqabala.records import Document
from muqabala.text.marks import bare
from muqabala.trace.matching.align import pair_words
from muqabala.trace.matching.judge import Judge, Judgement
from muqabala.trace.matching.settle import settle
from muqabala.trace.written.view import TextView

STEP = 1 if os.environ.get("MUQABALA_ALL") else 7
STEP_FOUND = 1 if os.environ.get("MUQABALA_ALL") else 29
EDITIONS = ("simple", "uthmani", "kfgqpc", "warsh")
SHAPES = ("whole", "clipped", "joined", "bare")
WRONG = ("vocalisation", "altered")
CLIPPED = 4
"""Words from which a verse is clipped at both ends."""

Row = tuple[str, str, int, int]
"""Reference, what is written, first word of the work, word after the last."""


ONCE_ACCUSED = ("4:135", "11:70", "20:94", "38:26", "72:16")
"""Verses that were accused in some edition, whatever the step: words joined at their head, or tied to the wrong words of the base."""


@cache
def verses_of(edition: str) -> Verses:
    if edition in ("simple", "uthmani"):
        return sources.tanzil(sources.SIMPLE if edition == "simple" else sources.UTHMANI)
    return sources.kfgqpc() if edition == "kfgqpc" else sources.warsh()


@cache
def first_entries(edition: str) -> dict[Verse, int]:
    """The place of each verse's first word among the words of an edition."""
    verses = verses_of(edition)
    order = sorted(verses)
    return dict(zip(order, accumulate((len(verses[v]) for v in order), initial=0), strict=False))


def place_of(quran: Work, edition: str, entry: int) -> tuple[int, int]:
    """The words of the work that a word of an edition stands for."""
    if edition == "simple":
        return entry, entry + 1
    witness = next(w for w in quran.witnesses if w.name.lower() == edition)
    return int(witness.lo[entry]), int(witness.hi[entry])


def rows(quran: Work, edition: str, shape: str, refs: Sequence[str]) -> Iterator[Row]:
    """What is judged: verses in one edition and shape."""
    verses, firsts = verses_of(edition), first_entries(edition)
    for ref in refs:
        verse = as_verse(ref)
        words = verses.get(verse, [])
        first, last = firsts.get(verse, 0), firsts.get(verse, 0) + len(words)
        if shape == "joined":
            following = verses.get((verse[0], verse[1] + 1), [])
            words, last = ([*words, *following], last + len(following)) if following else ([], last)
        elif shape == "clipped":
            words, first, last = (words[1:-1], first + 1, last - 1) if len(words) >= CLIPPED else ([], first, last)
        elif shape == "bare":
            words = [bare(w) for w in words]
        if words:
            yield ref, " ".join(words), place_of(quran, edition, first)[0], place_of(quran, edition, last - 1)[1]


def sample(quran: Work, step: int) -> list[str]:
    """Every `step`-th verse, and those that were accused once."""
    return [*quran.refs[::step], *ONCE_ACCUSED, *before(ONCE_ACCUSED)]


def before(refs: Sequence[str]) -> list[str]:
    """The verses before some verses: joined with the next one they hold them."""
    return [f"{sura}:{aya - 1}" for sura, aya in map(as_verse, refs)]


def as_verse(ref: str) -> Verse:
    sura, aya = ref.split(":")
    return int(sura), int(aya)


def judged(judge: Judge, text: str, c0: int, c1: int) -> Judgement | None:
    view = TextView.of(text)
    return settle(judge, view, pair_words(view, judge.work, 0, len(view.starts), c0, c1))


def failure(ref: str, judgement: Judgement | None) -> str:
    """The reference and the words that are wrongly marked."""
    edits = [] if judgement is None else [f"{e.op} {e.text} / {e.source}" for e in judgement.edits if e.op != "spelling"]
    return f"{ref} {'nothing' if judgement is None else judgement.verdict}: {'; '.join(edits)}"


@pytest.fixture(scope="module")
def judge(quran: Work) -> Judge:
    return Judge(quran)


def accused(judge: Judge, found: Iterator[Row]) -> list[str]:
    judgements = ((ref, judged(judge, text, c0, c1)) for ref, text, c0, c1 in found)
    return [failure(ref, judgement) for ref, judgement in judgements if judgement is None or judgement.verdict in WRONG]


def in_documents(checker: Checker, found: Iterator[Row]) -> list[Document]:
    return list(checker.documents(Source(ref, "", [f"قال تعالى: ﴿{text}﴾"]) for ref, text, _, _ in found))


def accused_in(documents: list[Document], unsourced: bool = True) -> list[str]:
    return [
        f"{document.id} {q.verdict}: {'; '.join(f'{e.op} {e.text} / {e.source}' for e in q.edits)}"
        for document in documents
        for q in document.quotations
        if q.verdict in WRONG or (unsourced and q.verdict == "unsourced")
    ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_verse_is_accused(quran: Work, judge: Judge, edition: str, shape: str) -> None:
    failures = accused(judge, rows(quran, edition, shape, sample(quran, STEP)))
    assert failures == [], f"{len(failures)} in {edition}, {shape}"


@pytest.mark.parametrize("edition", EDITIONS[:3])
def test_whole_verses_of_hafs_need_no_other_reading(quran: Work, judge: Judge, edition: str) -> None:
    judgements = {ref: judged(judge, text, c0, c1) for ref, text, c0, c1 in rows(quran, edition, "whole", sample(quran, STEP))}
    assert [failure(ref, j) for ref, j in judgements.items() if j is not None and j.verdict == "reading"] == []


@pytest.mark.parametrize("shape", ["whole", "clipped"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_verse_is_accused_when_it_is_found_in_a_document(quran: Work, checker: Checker, edition: str, shape: str) -> None:
    assert accused_in(in_documents(checker, rows(quran, edition, shape, sample(quran, STEP_FOUND))), shape == "whole") == []


def test_a_few_words_of_a_verse_are_not_without_source(quran: Work, checker: Checker) -> None:
    assert accused_in(in_documents(checker, rows(quran, "simple", "clipped", ["56:68"]))) == []


@pytest.mark.parametrize("edition", EDITIONS[:3])
def test_a_verse_that_is_announced_and_bracketed_is_found(quran: Work, checker: Checker, edition: str) -> None:
    long = (row for row in rows(quran, edition, "whole", sample(quran, STEP_FOUND)) if len(row[1].split()) >= CLIPPED)
    documents = in_documents(checker, long)
    missed = [
        d.id for d in documents if not any(d.id in (p.ref, *p.ref.split("-")) or "repeated" in q.flags for q in d.quotations for p in q.passages)
    ]
    assert missed == []
