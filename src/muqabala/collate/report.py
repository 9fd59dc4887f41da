"""From what was found in accounts to the records that the program says: episodes with their differences and readings, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from muqabala.collate.apparatus import find_readings
from muqabala.collate.differences import find_differences, read_accounts
from muqabala.collate.mentions import Mention, Mentions
from muqabala.collate.names import Name
from muqabala.records import Cells, Episode, Named, Segment

Span = tuple[int, int]
CELLS = 1
"""Stretches of an account in an episode for which an apparatus is made: words told at two places have no one order."""


def episodes(ids: Sequence[str], mentions: Sequence[Mentions], told: Sequence[tuple[str, Sequence[Sequence[Span]]]]) -> list[Episode]:
    """Episodes as records.

    Args:
        ids: the accounts' ids.
        mentions: what each account names, with its text.
        told: label and cells (a list of stretches for each account, empty where it is silent) of each episode.
    """
    found = find_differences(read_accounts(mentions), [cells for _, cells in told])
    texts = {account: m.text for account, m in zip(ids, mentions, strict=True)}
    return [
        Episode(f"e{number}", label, _cells(ids, cells), [d.record(ids) for d in differences], _apparatus(texts, _cells(ids, cells)))
        for number, ((label, cells), differences) in enumerate(zip(told, found, strict=True), 1)
    ]


def _cells(ids: Sequence[str], cells: Sequence[Sequence[Span]]) -> Cells:
    return {account: list(spans) for account, spans in zip(ids, cells, strict=True) if spans}


def _apparatus(texts: Mapping[str, str], cells: Cells) -> list[Segment]:
    return find_readings(texts, {account: spans[0] for account, spans in cells.items() if len(spans) <= CELLS})


def names(ids: Sequence[str], mentions: Sequence[Mentions]) -> list[Named]:
    """People, groups and places with where the accounts name them, those that more accounts name first."""
    found: dict[tuple[str, str], Named] = {}
    for account, mention, name in _named(ids, mentions):
        known = found.setdefault((mention.kind, name.id), Named(mention.kind, mention.shown, {}))  # type: ignore[arg-type]
        known.cells.setdefault(account, []).append((mention.start, mention.end))
    return sorted(found.values(), key=lambda n: (-len(n.cells), -sum(map(len, n.cells.values()))))


def _named(ids: Sequence[str], mentions: Sequence[Mentions]) -> Iterator[tuple[str, Mention, Name]]:
    for account, row in zip(ids, mentions, strict=True):
        for mention in row.rows:
            if isinstance(mention.value, Name) and mention.kind in ("person", "group", "place"):
                yield account, mention, mention.value
