"""The collation as tables for a spreadsheet: episodes, a row a stretch that tells one; differences, a row a value."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from muqabala.records import Collation

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
    return _csv(("episode", "label", "account", "start", "end", "text"), rows)


def differences_csv(collation: Collation, texts: Mapping[str, str]) -> str:
    """A row for what each account says in each difference; differences are numbered through the collation."""
    differences = [(episode, difference) for episode in collation.episodes for difference in episode.differences]
    rows = (
        (number, episode.id, d.kind, d.slot, account, v.value, v.start, v.end, texts[account][v.start : v.end], round(d.confidence, 3))
        for number, (episode, d) in enumerate(differences, 1)
        for account, v in d.stated()
    )
    return _csv(("difference", "episode", "kind", "slot", "account", "value", "start", "end", "text", "confidence"), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma-separated values (RFC 4180), with the mark that makes spreadsheets read UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
