"""No verse is accused: each one, in every packaged edition and spelling, whole, clipped and joined with the next.

Every 7th verse by default; all of them with MUQABALA_ALL=1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

import pytest

from muqabala.api import Checker, Source
from muqabala.canon import sources
from muqabala.canon.sources import Verse, Verses
from muqabala.canon.work import Work
from muqabala.text.marks import bare
from muqabala.trace.align import pair_words
from muqabala.trace.judge import Judge, Judgement
from muqabala.trace.settle import settle
from muqabala.trace.view import TextView

STEP = 1 if os.environ.get("MUQABALA_ALL") else 7
STEP_FOUND = 1 if os.environ.get("MUQABALA_ALL") else 29
EDITIONS = ("simple", "uthmani", "kfgqpc", "warsh")
SHAPES = ("whole", "clipped", "joined", "bare")
WRONG = ("vocalisation", "altered")
CLIPPED = 4
"""Words from which a verse is clipped at both ends."""

Row = tuple[str, str, int, int]
"""Reference, what is written, first word of the work, word after the last."""


@cache
def verses_of(edition: str) -> Verses:
    if edition in ("simple", "uthmani"):
        return sources.tanzil(sources.SIMPLE if edition == "simple" else sources.UTHMANI)
    return sources.kfgqpc() if edition == "kfgqpc" else sources.warsh()


def rows(quran: Work, edition: str, shape: str, step: int) -> Iterator[Row]:
    """What is judged: every `step`-th verse in one edition and shape."""
    verses = verses_of(edition)
    first = quran.passage_first.tolist()
    for place in range(0, len(quran.refs), step):
        verse = as_verse(quran.refs[place])
        words, c0, c1 = verses.get(verse, []), first[place], first[place + 1]
        if shape == "joined":
            following = verses.get((verse[0], verse[1] + 1))
            if not following:
                continue
            words, c1 = [*words, *following], first[place + 2]
        elif shape == "clipped":
            words = words[1:-1] if len(words) >= CLIPPED else []
        elif shape == "bare":
            words = [bare(w) for w in words]
        if words:
            yield quran.refs[place], " ".join(words), c0, c1


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


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_verse_is_accused(quran: Work, judge: Judge, edition: str, shape: str) -> None:
    failures = []
    for ref, text, c0, c1 in rows(quran, edition, shape, STEP):
        judgement = judged(judge, text, c0, c1)
        if judgement is None or judgement.verdict in WRONG:
            failures.append(failure(ref, judgement))
    assert failures == [], f"{len(failures)} in {edition}, {shape}"


@pytest.mark.parametrize("edition", EDITIONS[:3])
def test_whole_verses_of_hafs_need_no_other_reading(quran: Work, judge: Judge, edition: str) -> None:
    failures = [
        failure(ref, judgement)
        for ref, text, c0, c1 in rows(quran, edition, "whole", STEP)
        if (judgement := judged(judge, text, c0, c1)) is not None and judgement.verdict == "reading"
    ]
    assert failures == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_no_verse_is_accused_when_it_is_found_in_a_document(quran: Work, checker: Checker, edition: str) -> None:
    documents = [Source(ref, "", [f"قال تعالى: ﴿{text}﴾"]) for ref, text, _, _ in rows(quran, edition, "whole", STEP_FOUND)]
    failures = [
        f"{document.id} {q.verdict}: {'; '.join(f'{e.op} {e.text} / {e.source}' for e in q.edits)}"
        for document in checker.documents(documents)
        for q in document.quotations
        if q.verdict in (*WRONG, "unsourced")
    ]
    assert failures == []


@pytest.mark.parametrize("edition", EDITIONS[:3])
def test_a_verse_that_is_announced_and_bracketed_is_found(quran: Work, checker: Checker, edition: str) -> None:
    wanted = [row for row in rows(quran, edition, "whole", STEP_FOUND) if len(row[1].split()) >= CLIPPED]
    documents = checker.documents(Source(ref, "", [f"قال تعالى: ﴿{text}﴾"]) for ref, text, _, _ in wanted)
    missed = [
        d.id for d in documents if not any(d.id in (p.ref, *p.ref.split("-")) or "repeated" in q.flags for q in d.quotations for p in q.passages)
    ]
    assert missed == []
