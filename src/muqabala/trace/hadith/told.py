"""What is told of a stretch of text that is hadith: the passage that it is read against, and how near that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from muqabala.records import Verdict
from muqabala.trace.announced.sayings import Saying
from muqabala.trace.matching.accept import MatnEvidence
from muqabala.trace.matching.judge import Judgement
from muqabala.trace.written.view import TextView

AS_TOLD = frozenset(("verbatim", "spelling"))
"""Verdicts that a passage can give and none is nearer."""


@dataclass(slots=True)
class Told:
    """A stretch of a text and the passage it is read against; `judgement` is None where no passage is near enough."""

    d0: int
    d1: int
    saying: Saying | None
    judgement: Judgement | None
    share: float
    """Share of its letters that stand in the passage, 0..1."""
    nearest: tuple[tuple[int, float], ...] = ()
    """Passages that are nearest where none is its source, with how near they are, 0..1."""
    other_kind: bool = False
    """It is announced as Qur'an."""
    mixed: bool = False
    """Its words are those of several versions."""
    by_meaning: bool = False
    """It is given by its meaning, beside what its source has word for word."""
    unclaimed: bool = False
    """Nothing presents it as a quotation."""

    @property
    def as_told(self) -> bool:
        """Whether its passage has it, letter for letter or in another spelling."""
        return self.judgement is not None and self.judgement.verdict in AS_TOLD

    @property
    def evidence(self) -> MatnEvidence:
        """What speaks for its being a quotation."""
        return MatnEvidence(float(self.saying is not None and self.saying.prophet), float(self.saying is not None and self.saying.enclosed))

    @property
    def nearness(self) -> tuple[float, int, int]:
        """How near the passage is, in letters, words and marks; the greater the nearer."""
        if self.judgement is None:
            return round(self.share, 2), 0, 0
        return round(self.share, 2), -self.judgement.wrong_words, -self.judgement.rank[0]


def stretch_of(view: TextView, told: Told) -> Saying:
    """What was read, as if it were announced from its first word to its last."""
    return (told.saying or Saying(0, 0, False, view.starts[told.d0], False, -1))._replace(d0=told.d0, d1=told.d1)


def words_of(told: Iterable[Told]) -> set[int]:
    """The words of some stretches."""
    return {d for t in told for d in range(t.d0, t.d1)}


def of_several(told: Told, judgement: Judgement) -> Told:
    """A saying whose words are all those of some version, though of no single one."""
    edits = [e for e in judgement.edits if e.op in ("spelling", "gloss", "elision")]
    verdict: Verdict = "spelling" if any(e.op == "spelling" for e in edits) else "verbatim"
    return replace(told, judgement=replace(judgement, verdict=verdict, edits=edits, wrong_words=0), mixed=True)
