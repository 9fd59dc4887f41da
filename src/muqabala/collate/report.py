"""The collation as it is told to the outside: episodes with their differences and readings, the verses that are quoted, who and what is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from muqabala import records
from muqabala.canon.progress import Progress, quiet
from muqabala.collate.conflicts.differences import Difference, find_differences, read_accounts
from muqabala.collate.copies.apparatus import find_readings
from muqabala.collate.copies.shared import MAX_PLACES
from muqabala.collate.episodes.account import Account
from muqabala.collate.facts.dates import Date
from muqabala.collate.facts.mentions import Mentions, find_mentions
from muqabala.collate.pipeline import Told, find_copies, find_episodes

KINDS: dict[str, Literal["person", "group", "place"]] = {"person": "person", "group": "group", "place": "place"}
"""Kinds of mentions that are names."""
Span = tuple[int, int]


def collation(
    accounts: Sequence[Account],
    paths: Mapping[str, str],
    canon: list[records.Edition],
    mode: records.CollationMode,
    progress: Progress = quiet,
    most: int = MAX_PLACES,
) -> records.Collation:
    """The collation of accounts; `paths` holds where each lies, by its id; `most` as for `find_passages`."""
    told = find_copies(accounts, progress, most) if mode == "copies" else find_episodes(accounts, progress)
    mentions = [find_mentions(a.view.text, None, _verses(a)) for a in accounts] if mode == "episodes" else []
    differences = find_differences(read_accounts(mentions), [t.cells for t in told]) if mentions else [[] for _ in told]
    return records.Collation(
        records.COLLATION_SCHEMA,
        canon,
        [records.Account(a.id, paths.get(a.id, ""), len(a.view.text)) for a in accounts],
        [_episode(number, t, d, accounts, mode) for number, (t, d) in enumerate(zip(told, differences, strict=True), 1)],
        _quoted(accounts),
        _named(accounts, mentions),
        _dated(accounts, mentions),
    )


def _verses(account: Account) -> list[tuple[int, int, str]]:
    return [(q.start, q.end, q.passages[0][1]) for q in account.quoted if q.passages]


def _episode(number: int, told: Told, differences: Sequence[Difference], accounts: Sequence[Account], mode: records.CollationMode) -> records.Episode:
    """The record of an episode."""
    cells = {a.id: list(cell) for a, cell in zip(accounts, told.cells, strict=True) if cell}
    texts = {a.id: a.view.text for a in accounts if a.id in cells}
    ids = [a.id for a in accounts]
    return records.Episode(f"e{number}", told.label, cells, [d.record(ids) for d in differences], list(_apparatus(texts, cells, mode)))


def _apparatus(texts: Mapping[str, str], cells: records.Cells, mode: records.CollationMode) -> Iterator[records.Segment]:
    """The readings of an episode: of copies stretch by stretch, as they go along with each other; else of the longest stretch of each account."""
    if mode == "copies":
        for stretches in zip(*cells.values(), strict=True):
            yield from find_readings(texts, dict(zip(cells, stretches, strict=True)), 1)
    else:
        yield from find_readings(texts, {name: max(cell, key=lambda span: span[1] - span[0]) for name, cell in cells.items()})


def _quoted(accounts: Sequence[Account]) -> list[records.SharedPassage]:
    """The passages that accounts quote, each with where they do so, in the order of the canon."""
    cells: dict[tuple[str, str], dict[str, list[Span]]] = {}
    for account in accounts:
        for quoted in account.quoted:
            for passage in quoted.passages:
                cells.setdefault(passage, {}).setdefault(account.id, []).append((quoted.start, quoted.end))
    ordered = sorted(cells, key=lambda p: (p[0], [int(n) for n in re.findall(r"\d+", p[1])]))
    return [records.SharedPassage(records.Passage(work, ref), cells[work, ref]) for work, ref in ordered]


def _dated(accounts: Sequence[Account], mentions: Sequence[Mentions]) -> list[records.Dated]:
    """Dates that have a month or a year with where they are given, in the order of their days; those without a year as they are told."""
    found: dict[str, records.Dated] = {}
    for account, rows in zip(accounts, mentions, strict=False):
        for mention in rows.rows:
            date = mention.value
            if isinstance(date, Date) and (date.month is not None or date.year is not None):
                known = found.setdefault(mention.normal, records.Dated(mention.shown, mention.days, {}))
                known.cells.setdefault(account.id, []).append((mention.start, mention.end))
    return sorted(found.values(), key=lambda dated: (dated.days is None, dated.days or ()))


def _named(accounts: Sequence[Account], mentions: Sequence[Mentions]) -> list[records.Named]:
    """People, groups and places with where they are named, those that most accounts name first."""
    found: dict[tuple[str, str], records.Named] = {}
    for account, rows in zip(accounts, mentions, strict=False):
        for mention in rows.rows:
            kind = KINDS.get(mention.kind)
            if kind is not None:
                known = found.setdefault((kind, mention.normal), records.Named(kind, mention.shown, {}))
                known.cells.setdefault(account.id, []).append((mention.start, mention.end))
    return sorted(found.values(), key=lambda n: (-len(n.cells), -sum(map(len, n.cells.values())), n.name))
