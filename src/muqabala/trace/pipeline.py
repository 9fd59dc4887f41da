"""The whole story of tracing, in one function: seeds -> chains -> candidates -> judgement -> evidence -> acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from muqabala.canon.work import Work
from muqabala.trace import accept
from muqabala.trace.accept import Found
from muqabala.trace.candidates import find_candidates
from muqabala.trace.chains import find_chains
from muqabala.trace.formulae import is_formula
from muqabala.trace.judge import Judge
from muqabala.trace.settle import settle
from muqabala.trace.view import TextView

SHORT = 2
"""So few words are a quotation only where something announces them."""
THRESHOLD = 0.3


@dataclass(frozen=True)
class Tracer:
    """Traces one work; holds its judge (and so what has been compared before)."""

    work: Work
    judge: Judge

    @classmethod
    def of(cls, work: Work) -> Tracer:
        """A tracer for a work."""
        return cls(work, Judge(work))

    def trace(self, view: TextView, breaks: Sequence[int] = ()) -> list[Found]:
        """All candidates of a text, in its order, each with its judgement, its evidence and whether it is held back.

        `breaks` holds the letters of the folded text at which further documents begin.
        """
        chains = find_chains(view.folded.letters, np.asarray(breaks, np.int32), self.work)
        found = []
        for candidate in find_candidates(view, self.work, chains, list(breaks)):
            judgement = settle(self.judge, view, candidate.pairs)
            if judgement is not None:
                found.append(accept.look(view, self.work, judgement))
        decide(found, view, self.work)
        return found


def decide(found: list[Found], view: TextView, work: Work) -> None:
    """Weigh the evidence, first of each candidate alone, then with its neighbours; in place."""
    for f in found:
        f.confidence = accept.confidence(f.evidence)
    accept.add_context(found, work)
    for f in found:
        f.confidence = accept.confidence(f.evidence)
        announced = f.cue.level == 2 or f.cue.ornate or f.evidence.cited
        if not announced and is_formula(view, f.judgement.d0, f.judgement.d1):
            f.held_back = "formula"
        elif not announced and f.judgement.d1 - f.judgement.d0 <= SHORT and not f.cue.level and not f.cue.opened:
            f.held_back = "short"
        elif f.confidence < THRESHOLD:
            f.held_back = "likelihood"
        else:
            f.held_back = ""
