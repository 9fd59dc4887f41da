"""What is to be written into a file that is given back: remarks, corrections, references, verses set in one spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from muqabala.canon.work import Work
from muqabala.formats.changes import changes_of
from muqabala.formats.messages import Lang
from muqabala.formats.original import Change, Remark
from muqabala.formats.remarks import editions_of, remarks_of
from muqabala.formats.takhrij import House, Spelling, in_spelling, references_for
from muqabala.records import Document, Edition
from muqabala.trace.written.view import Note


@dataclass(frozen=True)
class Editing:
    """What an editor asks for."""

    remarks: bool = False
    everything: bool = False
    """Remarks on what is right, too."""
    corrections: bool = False
    house: House | None = None
    """The style of references for quotations that have none; None for no references."""
    spelling: Spelling | None = None

    def remarks_on(self, document: Document, canon: Iterable[Edition], lang: Lang) -> list[Remark]:
        """The remarks, the last with the editions that they rest on."""
        return remarks_of(document, lang, editions_of(canon), self.everything) if self.remarks else []

    def changes_in(self, document: Document, text: str, notes: Sequence[Note], works: Iterable[Work]) -> list[Change]:
        """The changes, in the order of the text; none touches the words of another."""
        found = [c for work in works for c in in_spelling(document.quotations, work, self.spelling)] if self.spelling else []
        found += changes_of(document.quotations) if self.corrections else []
        found += references_for(document, text, notes, self.house) if self.house is not None else []
        kept: list[Change] = []
        for change in sorted(found, key=lambda c: (c.start, -c.end)):
            if not kept or change.start >= kept[-1].end:
                kept.append(change)
        return kept
