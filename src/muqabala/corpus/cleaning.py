"""Texts for a training corpus: which of them to keep, and what in them to put right or to hide.

A verse that differs from its source is put right as `check --format corrected` does it (formats/changes.py). Words that are announced as Qur'an
and stand nowhere in it are hidden. Of hadith there are many wordings, so that nothing is done to it unless it is asked for, and then it is
hidden.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from muqabala import api
from muqabala.corpus.tracing import Works, checker_of
from muqabala.errors import InputError
from muqabala.formats.changes import changes_of, with_changes
from muqabala.formats.original import Change
from muqabala.records import Kind, Quotation, Verdict


class Span(NamedTuple):
    """A stretch of a text that is to be put right, or hidden."""

    start: int
    """Half-open code points."""
    end: int
    replacement: str | None
    """The words that belong there, "" where none do; None: it is to be hidden."""
    reason: Verdict


@dataclass(frozen=True)
class Rules:
    """What is done to which quotations."""

    fix: bool = True
    """Whether verses that differ from their source are put right."""
    hide: frozenset[Verdict] = frozenset({"unsourced"})
    """Verdicts on quotations that are hidden whole."""
    kinds: frozenset[Kind] = frozenset({"ayah"})
    """Quotations of these kinds are hidden and counted."""
    wrong: frozenset[Verdict] = frozenset({"altered", "unsourced"})
    """Verdicts that count against a text."""
    most: float = 0.0
    """The share of its quotations that may have one, 0 to 1, for the text to be kept."""

    def spans(self, quotations: Iterable[Quotation]) -> list[Span]:
        """What is to be done in a text, in its order; of two stretches that overlap the first.

        Args:
            quotations: those of the text, in its order: `Document.quotations`, or `Scanned.documents`.
        """
        found: list[Span] = []
        for quotation in quotations:
            hidden = quotation.verdict in self.hide and quotation.kind in self.kinds
            changes = changes_of([quotation]) if self.fix and not hidden else []
            spans = [Span(quotation.start, quotation.end, None, quotation.verdict)] if hidden else []
            spans += [Span(change.start, change.end, change.inline, quotation.verdict) for change in changes]
            found += [span for span in spans if not found or span.start >= found[-1].end]
        return found

    def keep(self, quotations: Iterable[Quotation]) -> bool:
        """Whether a text is kept: no more of its quotations than `most` have a verdict that counts against it. A text without quotations is."""
        verdicts = [quotation.verdict for quotation in quotations if quotation.kind in self.kinds]
        return sum(verdict in self.wrong for verdict in verdicts) <= self.most * len(verdicts)


def cleaned(text: str, spans: Iterable[Span], hidden: str = "") -> str:
    """A text with its verses put right, and something in the place of each stretch that is to be hidden.

    >>> cleaned("قال: إن الله مع الصالحين", [Span(16, 24, "الصابرين", "altered")])
    'قال: إن الله مع الصابرين'
    """
    return with_changes(text, (Change(span.start, span.end, hidden if span.replacement is None else span.replacement) for span in spans))


@dataclass(frozen=True)
class Cleaner:
    """Cleans texts as data sets hand them over: a batch of columns in, columns out (`datasets.Dataset.map`), or one text (`datatrove`).

    It can be pickled, as libraries of data sets ask of what they share among processes: each of these maps the index for itself.
    """

    works: Works = ("quran",)
    """What is traced: `quran`, `hadith`."""
    rules: Rules = Rules()
    column: str = "text"
    hidden: str = ""
    """What stands in the place of words that are hidden."""

    def __call__(self, batch: Mapping[str, Sequence[str | float | None]]) -> dict[str, list[object]]:
        """For `datasets.Dataset.map(…, batched=True)`: the columns `spans`, `cleaned` and `keep` of each text; None and NaN are no text.

        Raises:
            InputError: a value is neither.
        """
        texts = [_text_of(value) for value in batch[self.column]]
        columns: dict[str, list[object]] = {"spans": [], "cleaned": [], "keep": []}
        for text, quotations in zip(texts, self._quotations(texts), strict=True):
            spans = self.rules.spans(quotations)
            columns["spans"].append([span._asdict() for span in spans])
            columns["cleaned"].append(cleaned(text, spans, self.hidden))
            columns["keep"].append(self.rules.keep(quotations))
        return columns

    def keep(self, text: str | float | None) -> bool:
        """For `datasets.Dataset.filter` and `datatrove`'s `LambdaFilter`: whether a text is kept; None and NaN are no text.

        Raises:
            InputError: it is neither.
        """
        (quotations,) = self._quotations([_text_of(text)])
        return self.rules.keep(quotations)

    def _quotations(self, texts: Sequence[str]) -> list[list[Quotation]]:
        """What each text quotes; small texts are traced together."""
        sources = (api.Source(str(row), "", [text]) for row, text in enumerate(texts))
        return [document.quotations for document in checker_of(self.works).documents(sources)]


def _text_of(value: object) -> str:
    """A value of a column of texts; what is missing (in pandas NaN) is empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if not isinstance(value, str):
        raise InputError(f"a text is of type {type(value).__name__}: give strings, and None where there is none")
    return api.whole_text(value)
