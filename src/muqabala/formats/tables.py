"""Tables for a spreadsheet: of a report its findings; of a collation its episodes, a row a stretch that tells one, and differences, a row a value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from muqabala.formats.wording import located
from muqabala.records import Citation, Collation, Document, Edition, Place, Quotation

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: spreadsheets would take it for a formula (OWASP, CSV injection)."""


def episodes_csv(collation: Collation, texts: Mapping[str, str]) -> str:
    """A row for each stretch of each account that tells an episode; offsets are half-open code points of the account."""
    rows = (
        (episode.id, episode.label, account, start, end, texts[account][start:end])
        for episode in collation.episodes
        for account, spans in episode.cells.items()
        for start, end in spans
    )
    return csv_text(("episode", "label", "account", "start", "end", "text"), rows)


def differences_csv(collation: Collation, texts: Mapping[str, str]) -> str:
    """A row for what each account says in each difference; differences are numbered through the collation."""
    differences = [(episode, difference) for episode in collation.episodes for difference in episode.differences]
    rows = (
        (number, episode.id, d.kind, d.slot, account, v.value, v.start, v.end, texts[account][v.start : v.end], round(d.confidence, 3))
        for number, (episode, d) in enumerate(differences, 1)
        for account, v in d.stated()
    )
    return csv_text(("difference", "episode", "kind", "slot", "account", "value", "start", "end", "text", "confidence"), rows)


_REPORT = (
    "document", "id", "kind", "verdict", "start", "end", "place", "text", "passages", "differences", "correction", "readers", "note", "confidence",
)  # fmt: skip


def report_csv(canon: Iterable[Edition], documents: Iterable[Document]) -> str:
    """A row for each quotation, reference and thing that could not be read, in the text's order, then one for each edition."""
    rows: list[Sequence[object]] = []
    for document in documents:
        found = [
            *((q.start, _quotation(document.id, q)) for q in document.quotations),
            *((c.start, _citation(document.id, c)) for c in document.citations),
            *((n.at, (document.id, "", n.kind, "", n.at, n.at, _place(n.place), n.what)) for n in document.notices),
        ]
        rows += [row for _, row in sorted(found, key=lambda row: row[0])]
    rows += [("", e.work, "edition", "", "", "", "", e.edition, e.sha256, "", "", "", e.credit) for e in canon]
    return csv_text(_REPORT, ([*row, *[""] * (len(_REPORT) - len(row))] for row in rows))


def _quotation(document: str, q: Quotation) -> Sequence[object]:
    passages = "; ".join(f"{p.work} {p.ref}" for p in q.passages)
    differences = "; ".join(f"{e.op}: {e.text} > {e.source} ({e.severity})" for e in q.edits)
    readers = "; ".join(q.readers)
    said = (document, q.id, q.kind, q.verdict, q.start, q.end, _place(q.place), q.text)
    return (*said, passages, differences, q.correction or "", readers, "", q.confidence)


def _citation(document: str, c: Citation) -> Sequence[object]:
    claimed = "; ".join(f"{p.work} {p.ref}".strip() for p in c.claimed)
    return (document, c.quotation or "", "reference", c.verdict, c.start, c.end, _place(c.place), c.text, claimed, "", "", "", c.note)


def _place(place: Place | None) -> str:
    return located(place, "en") if place is not None else ""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma-separated values (RFC 4180), with the mark that makes spreadsheets read UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
