"""The report as one HTML page: the text with its quotations marked, notes, the index of verses, the editions.

Every detail is written as a numbered note after the text, so that it is there without JavaScript and in print; the script only shows a
copy of the note in the side panel.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from muqabala.formats.layout import CITATION_VERDICTS, VERDICTS, Block, CitationNote, Flow, Note, Span, Tick, findings_of, looked_at, tick
from muqabala.formats.page import Speaker, render, speaker
from muqabala.formats.verse_index import VerseUse, verse_index
from muqabala.formats.wording import credits_of
from muqabala.records import Document, Report


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One document, laid out."""

    number: int
    document: Document
    blocks: Sequence[Block] | None
    ticks: Sequence[Tick]
    notes: Sequence[Note]
    citations: Sequence[CitationNote]


def render_html(
    report: Report,
    texts: Mapping[str, str],
    lang: str = "ar",
    sura_names: Mapping[int, str] | None = None,
    index: Sequence[VerseUse] | None = None,
) -> str:
    """The report as one self-contained page.

    Args:
        report: what was found; with words (`check(..., words=True)`) the notes show whole quotations word under word.
        texts: the raw text of each document by its id; a document without one is shown by its notes alone.
        lang: language of the interface, "ar" or "en".
        sura_names: names of the suras by number; a sura without one is shown by its number.
        index: the index of verses; None computes it from the report.

    Raises:
        ValueError: there is no interface in that language.
    """
    say = speaker(lang, sura_names)
    sheets = _sheets(report, texts, say)
    anchors: dict[tuple[str, str], Span] = {}
    for sheet in sheets:
        for note in sheet.notes:
            anchors.setdefault((sheet.document.id, note.quotation.id), note.span)
    return render(
        "report",
        say,
        sheets=sheets,
        counts=[*_counts("quote", VERDICTS, sheets), *_counts("cite", CITATION_VERDICTS, sheets)],
        index=verse_index(report) if index is None else index,
        anchors=anchors,
        canon=credits_of(report.canon),
    )


def _counts(kind: str, verdicts: Sequence[str], sheets: Sequence[_Sheet]) -> Iterator[tuple[str, str, int]]:
    """Kind, verdict and count of what the filter buttons show."""
    notes = [note for sheet in sheets for note in (sheet.notes if kind == "quote" else sheet.citations)]
    found = Counter(note.span.verdict for note in notes)
    yield from ((kind, verdict, found[verdict]) for verdict in verdicts)


def _sheets(report: Report, texts: Mapping[str, str], say: Speaker) -> list[_Sheet]:
    """The documents, their quotations and citations numbered through the whole report."""
    sheets = []
    quoted = cited = 0
    for number, document in enumerate(report.documents, 1):
        text = texts.get(document.id)
        found = findings_of(document, text or "", say, f"d{number}", (quoted, cited))
        quoted, cited = quoted + len(found.notes), cited + len(found.citations)
        blocks = None if text is None else list(Flow(text, found.spans, say).blocks())
        ticks = [
            tick(span, len(text) if text is not None else document.length)
            for span in looked_at([n.span for n in found.notes], [c.span for c in found.citations])
        ]
        sheets.append(_Sheet(number, document, blocks, ticks, found.notes, found.citations))
    return sheets
