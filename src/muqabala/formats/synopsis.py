"""The collation as one HTML page: conflicts first, the orders of telling as a picture, then a table of episodes by accounts.

A cell holds an account's own words, all of them, so that the page is whole without JavaScript and on paper; the script only folds them,
hides and moves columns, orders the rows as an account does, and lights one episode everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from muqabala.formats.page import Speaker, render, speaker
from muqabala.formats.places import Shown, map_of
from muqabala.formats.wording import credits_of
from muqabala.records import Account, Cells, Collation, Difference, Episode, Value

Span = tuple[int, int]
ALONE = 30
"""Letters that a stretch which no other account tells must have to be listed."""
COLUMN, ROW, HEAD = 150.0, 22.0, 34.0
"""Units of the picture between two accounts, between two episodes of one, and above the first."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Running words with one look; `number` ties a value to the difference that it belongs to."""

    text: str
    look: str = ""
    number: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class _Value:
    """What accounts say in a difference: the words of the first, and who says so (column and id)."""

    value: str
    words: str
    tellers: Sequence[tuple[int, str]]


class _Merged(NamedTuple):
    """Differences of one thing."""

    kind: str
    slot: str
    stated: Sequence[tuple[str, Value]]
    """Each value with its account."""
    confidence: float


@dataclass(frozen=True, slots=True)
class _Difference:
    """A difference as it is listed."""

    anchor: str
    number: str
    kind: str
    slot: str
    row: _Row
    values: Sequence[_Value]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Row:
    """An episode: its cells by column, and its place in each account's order of telling."""

    anchor: str
    number: str
    label: str
    cells: Mapping[int, Sequence[Sequence[_Piece]]]
    ranks: Mapping[int, int]
    conflicts: int
    readings: Sequence[Sequence[tuple[str, list[str]]]]
    """Where accounts copy each other, each place at which they differ: readings («» where words are missing), each with its accounts."""


@dataclass(frozen=True, slots=True)
class _Column:
    """An account, with what it alone tells."""

    number: int
    account: Account
    told: int
    """Episodes that it tells."""
    alone: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Use:
    """What accounts quote, or whom and what place they name: how often in which."""

    kind: str
    name: str
    counts: Mapping[int, int]
    links: Mapping[int, str]
    """Where an account does so first, if an episode tells it."""


@dataclass(frozen=True, slots=True)
class _When:
    """A date on the line of time: what is written, its years in the common era («» where none is given), and who gives it where."""

    words: str
    years: str
    links: Mapping[int, str]
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Picture:
    """The orders of telling: where each account's line stands and each episode on it, and the curves that join them."""

    width: float
    height: float
    lines: Sequence[tuple[int, float]]
    points: Sequence[tuple[int, _Row, float, float]]
    curves: Sequence[tuple[_Row, str]]


def render_synopsis(collation: Collation, texts: Mapping[str, str], lang: str = "ar", sura_names: Mapping[int, str] | None = None) -> str:
    """The collation as one self-contained page.

    Args:
        collation: the accounts side by side.
        texts: the raw text of each account by its id.
        lang: language of the interface, "ar" or "en".
        sura_names: names of the suras by number; a sura without one is shown by its number.

    Raises:
        KeyError: the text of an account is missing.
        ValueError: there is no interface in that language.
    """
    say = speaker(lang, sura_names)
    return render("synopsis", say, **synopsis_of(collation, texts, say))


def synopsis_of(collation: Collation, texts: Mapping[str, str], say: Speaker) -> dict[str, Any]:
    """What the page of a collation shows, by the names that its template uses.

    Raises:
        KeyError: the text of an account is missing.
    """
    place = {account.id: number for number, account in enumerate(collation.accounts)}
    ranks = _ranks(collation)
    rows: list[_Row] = []
    listed: list[tuple[int, _Difference]] = []
    merged = [_merged(episode.differences) for episode in collation.episodes]
    for number, (episode, differences) in enumerate(zip(collation.episodes, _numbered(merged), strict=True), 1):
        row = _row(episode, number, differences, texts, place, ranks, say)
        rows.append(row)
        listed += [
            (n, _Difference(f"d{n}", say.number(n), d.kind, d.slot, row, _values(d, texts, place), d.confidence)) for n, d in differences.items()
        ]
    ordered = [difference for _, difference in sorted(listed, key=lambda row: row[0])]
    cells = _Cells(collation, place)
    named = [_Use(n.kind, n.name, _counts(n.cells, place), cells.links(n.cells)) for n in collation.names]
    return {
        "columns": [_column(n, account, collation, texts[account.id]) for n, account in enumerate(collation.accounts)],
        "rows": rows,
        "conflicts": [d for d in ordered if d.kind == "conflict"],
        "others": [d for d in ordered if d.kind != "conflict"],
        "picture": _picture(rows, len(collation.accounts), say.lang == "ar"),
        "quoted": [
            _Use("quoted", say.place(q.passage.work, q.passage.ref), _counts(q.cells, place), cells.links(q.cells)) for q in collation.quotations
        ],
        "named": named,
        "map": map_of([Shown(use.name, use.counts, use.links) for use in named if use.kind == "place"]),
        "times": [_When(say.digits(d.date), say.digits(_years(d.days)), cells.links(d.cells), _counts(d.cells, place)) for d in collation.dates],
        "canon": credits_of(collation.canon),
    }


def _ranks(collation: Collation) -> dict[str, dict[str, int]]:
    """For each account the place of each of its episodes in its own order of telling, counted from 0."""
    found = {}
    for account in collation.accounts:
        begins = sorted((min(e.cells[account.id])[0], n) for n, e in enumerate(collation.episodes) if e.cells.get(account.id))
        found[account.id] = {collation.episodes[n].id: rank for rank, (_, n) in enumerate(begins)}
    return found


def _merged(differences: Sequence[Difference]) -> list[_Merged]:
    """Differences of one thing as one: those of a kind and slot that have a value in common, each value once."""
    found: list[list[Difference]] = []
    for difference in differences:
        mine = {(account, value.start) for account, value in difference.stated()}
        same = [group for group in found if _alike(group[0], difference) and mine & {(a, v.start) for d in group for a, v in d.stated()}]
        found = [group for group in found if group not in same] + [[d for group in same for d in group] + [difference]]
    return [_as_one(group) for group in found]


def _alike(one: Difference, other: Difference) -> bool:
    return (one.kind, one.slot) == (other.kind, other.slot)


def _numbered(merged: Sequence[Sequence[_Merged]]) -> list[dict[int, _Merged]]:
    """The differences of each episode by their numbers: conflicts run from 1, the surest first, and all others after them as they are told."""
    all_of = [(place, d) for place, differences in enumerate(merged) for d in differences]
    ordered = sorted(all_of, key=lambda row: (row[1].kind != "conflict", -row[1].confidence if row[1].kind == "conflict" else 0))
    found: list[dict[int, _Merged]] = [{} for _ in merged]
    for number, (place, difference) in enumerate(ordered, 1):
        found[place][number] = difference
    return found


def _as_one(group: Sequence[Difference]) -> _Merged:
    stated = {(account, value.start): value for difference in group for account, value in difference.stated()}
    surest = max(group, key=lambda d: d.confidence)
    return _Merged(surest.kind, surest.slot, [(account, value) for (account, _), value in stated.items()], surest.confidence)


def _row(
    episode: Episode,
    number: int,
    differences: Mapping[int, _Merged],
    texts: Mapping[str, str],
    place: Mapping[str, int],
    ranks: Mapping[str, Mapping[str, int]],
    say: Speaker,
) -> _Row:
    marks: dict[str, list[tuple[int, int, str, str, str]]] = {}
    for n, difference in differences.items():
        for account, value in difference.stated:
            marks.setdefault(account, []).append((value.start, value.end, difference.kind, say.number(n), f"d{n}"))
    cells = {
        place[account]: [list(_pieces(texts[account], span, sorted(marks.get(account, ())))) for span in spans]
        for account, spans in episode.cells.items()
        if spans
    }
    mine = {place[account]: ranks[account][episode.id] for account, spans in episode.cells.items() if spans}
    conflicts = sum(d.kind == "conflict" for d in differences.values())
    return _Row(f"e{number}", say.number(number), episode.label, cells, mine, conflicts, _readings(episode, texts))


def _readings(episode: Episode, texts: Mapping[str, str]) -> list[list[tuple[str, list[str]]]]:
    accounts = list(dict.fromkeys(account for segment in episode.apparatus for account in segment.cells))
    differing = (segment.readings(accounts, texts) for segment in episode.apparatus if not segment.agree)
    return [list(readings.items()) for readings in differing if len(readings) > 1]


def _pieces(text: str, span: Span, marks: Sequence[tuple[int, int, str, str, str]]) -> Iterator[_Piece]:
    """A stretch of a text cut at the values of differences; of values that overlap the first is marked."""
    at, end = span
    for start, stop, kind, number, anchor in marks:
        if start < at or stop > end or start >= stop:
            continue
        if at < start:
            yield _Piece(text[at:start])
        yield _Piece(text[start:stop], kind, number, anchor)
        at = stop
    if at < end:
        yield _Piece(text[at:end])


def _values(difference: _Merged, texts: Mapping[str, str], place: Mapping[str, int]) -> list[_Value]:
    """What the accounts say, and who says it, in the order of the accounts."""
    found: dict[str, list[tuple[int, str, Value]]] = {}
    for account, value in sorted(difference.stated, key=lambda row: (place[row[0]], row[1].start)):
        found.setdefault(value.value, []).append((place[account], account, value))
    return [
        _Value(
            _plainly(said),
            texts[rows[0][1]][rows[0][2].start : rows[0][2].end],
            list(dict.fromkeys((column, account) for column, account, _ in rows)),
        )
        for said, rows in found.items()
    ]


def _plainly(value: str) -> str:
    """A name in its plain form, which says whom «أبا بكر» means; numbers and dates are clear as they are written."""
    return "" if any(char.isdigit() for char in value) else value


def _column(number: int, account: Account, collation: Collation, text: str) -> _Column:
    spans = sorted(span for episode in collation.episodes for span in episode.cells.get(account.id, ()))
    told = sum(bool(episode.cells.get(account.id)) for episode in collation.episodes)
    return _Column(number, account, told, [_bare(text[a:b]) for a, b in _outside(spans, len(text)) if _says_something(text[a:b])])


def _outside(spans: Iterable[Span], length: int) -> Iterator[Span]:
    """What of a text lies in none of some spans, which are in order."""
    at = 0
    for start, end in spans:
        if at < start:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length


def _bare(words: str) -> str:
    """Words without the signs that end what stands before them."""
    return words.strip().lstrip(".،,؛;:!؟)]»”").lstrip()


def _says_something(words: str) -> bool:
    return sum(char.isalpha() for char in words) >= ALONE


def _counts(cells: Cells, place: Mapping[str, int]) -> dict[int, int]:
    return {place[account]: len(spans) for account, spans in cells.items() if spans}


class _Cells:
    """Finds the cell of the table in which words of an account stand."""

    def __init__(self, collation: Collation, place: Mapping[str, int]) -> None:
        self.place = place
        self.spans: dict[str, list[tuple[int, int, str]]] = {}
        for number, episode in enumerate(collation.episodes, 1):
            for account, spans in episode.cells.items():
                self.spans.setdefault(account, []).extend((a, b, f"e{number}-{place[account]}") for a, b in spans)
        for rows in self.spans.values():
            rows.sort()

    def links(self, cells: Cells) -> dict[int, str]:
        """For each account the first cell that has some of these stretches; an account that has them in no episode is left out."""
        found = {}
        for account, spans in cells.items():
            anchors = (self._cell(account, start) for start, _ in spans)
            anchor = next((one for one in anchors if one), None)
            if anchor:
                found[self.place[account]] = anchor
        return found

    def _cell(self, account: str, at: int) -> str | None:
        rows = self.spans.get(account, [])
        row = bisect_right(rows, at, key=lambda span: span[0]) - 1
        return rows[row][2] if row >= 0 and at < rows[row][1] else None


_FIRST_DAY = 1_721_425
"""The Julian day number of the day before 1 January of the year 1 (proleptic Gregorian), from which Python counts days."""


def _years(days: Span | None) -> str:
    """The years of the common era in which a date can fall.

    >>> _years((1948440, 1948443)), _years(None)
    ('622', '')
    """
    if days is None:
        return ""
    first, last = (date.fromordinal(min(max(day - _FIRST_DAY, 1), date.max.toordinal())).year for day in days)
    return str(first) if first == last else f"{first}–{last}"


def _picture(rows: Sequence[_Row], count: int, from_right: bool) -> _Picture:
    """Each account a line, from the top down in its order; an episode's points on neighbouring lines that have it are joined."""
    across = [COLUMN / 2 + COLUMN * ((count - 1 - n) if from_right else n) for n in range(count)]
    points = [(column, row, across[column], HEAD + ROW * rank) for row in rows for column, rank in sorted(row.ranks.items())]
    longest = max((rank for row in rows for rank in row.ranks.values()), default=0)
    at = {(row.anchor, column): (x, y) for column, row, x, y in points}
    curves = [(row, _curve(*at[row.anchor, a], *at[row.anchor, b])) for row in rows for a, b in pairwise(sorted(row.ranks))]
    return _Picture(COLUMN * max(1, count), HEAD + ROW * (longest + 1), list(enumerate(across)), points, curves)


def _curve(x0: float, y0: float, x1: float, y1: float) -> str:
    middle = (x0 + x1) / 2
    return f"M{x0:g} {y0:g}C{middle:g} {y0:g} {middle:g} {y1:g} {x1:g} {y1:g}"
