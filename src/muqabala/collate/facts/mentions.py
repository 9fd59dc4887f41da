"""What an account mentions: people, groups, places, dates, times of the day, quantities, things.

Mentions are few beside words, so they are records and no table; what all words must pass through (`tokens`) is arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from muqabala.collate.facts.ages import find_ages
from muqabala.collate.facts.clock import find_clocks
from muqabala.collate.facts.counts import Quantity, find_quantities
from muqabala.collate.facts.dates import Date, day_numbers, find_dates, weekday_rows
from muqabala.collate.facts.names import Gazetteer, Name, Wish, find_names
from muqabala.collate.facts.numbers import Interval
from muqabala.collate.facts.scores import find_scores
from muqabala.collate.facts.tables import Thing, hours, things
from muqabala.collate.facts.tokens import Tokens, plain_words, tokens_of, without_proclitics
from muqabala.collate.facts.values import Value, Verse, normal_form
from muqabala.text.marks import bare

Kind = Literal["person", "group", "place", "date", "time", "quantity", "thing", "verse"]
_PRONOUNS = ("", "ه", "ها", "هم", "هما", "ي", "ك", "نا", "ا")
_LIMBS = frozenset(plain_words("كتف"))
"""What is a part of the body where it is somebody's: «في كتفه»."""
_SHORTEST = 3
"""Letters of a thing's name before a pronoun: «برده», not «يده»."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named: where, and who or what it is whatever it is called there."""

    kind: Kind
    start: int
    """Half-open code-point offsets into the raw text."""
    end: int
    first: int
    """Half-open range of tokens."""
    last: int
    value: Value
    lead: str
    """Proclitics before a name: «ل» of «لعبد الله»."""
    shown: str
    """The value for a reader: the normal form, but a name that no gazetteer knows as it is spelled here."""

    @property
    def normal(self) -> str:
        """The normal form: the name in the gazetteer or as written, a number with its unit, a date in few words."""
        return normal_form(self.value)

    @property
    def days(self) -> tuple[int, int] | None:
        """The Julian day numbers between which a date lies; None where its year is not known, and for all that is no date."""
        return day_numbers(self.value) if isinstance(self.value, Date) else None


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one text in its order, without overlap, with the words that they were read from."""

    text: str
    tokens: Tokens
    rows: tuple[Mention, ...]
    wishes: tuple[Wish, ...]
    """Honorifics: words that tell nothing of the event."""


@cache
def default_gazetteer() -> Gazetteer:
    """The built-in names alone."""
    return Gazetteer.of()


def find_mentions(text: str, gazetteer: Gazetteer | None = None, verses: Iterable[tuple[int, int, str]] = ()) -> Mentions:
    """The mentions of one raw text.

    Args:
        text: the text as it was written.
        gazetteer: names to look up; the built-in ones where none is given (`Gazetteer.of` adds a user's own).
        verses: half-open raw offsets of quotations and their references, one mention each; whom and what a verse names is no fact of the account.
    """
    tokens = tokens_of(text)
    taken = [False] * len(tokens.forms)
    found: list[tuple[int, int, Kind, Value, str]] = []
    for start, end, ref in verses:
        low, high = int(tokens.start.searchsorted(start)), int(tokens.start.searchsorted(end))
        _add(found, taken, low, high, "verse", Verse(ref))
    names, wishes = find_names(tokens, gazetteer or default_gazetteer())
    for row, count in weekday_rows(tokens):
        _add(found, taken, row[0], row[1], "quantity", Quantity(Interval(count, count), "يوم", "time", 1.0, False))
    for scored in find_scores(tokens):
        _add(found, taken, scored.first, scored.last, "quantity", scored.score)
    for aged in find_ages(tokens):
        _add(found, taken, aged.first, aged.last, "quantity", aged.quantity)
    for timed in find_clocks(tokens):
        _add(found, taken, timed.first, timed.last, "time", timed.clock)
    for dated in find_dates(tokens, taken):
        _add(found, taken, dated.first, dated.last, "date", dated.date)
    for named in names:
        _add(found, taken, named.first, named.last, _kind(named.kind), named.name, named.lead)
    _mark(taken, wishes)
    for counted in find_quantities(tokens, taken):
        _add(found, taken, counted.first, counted.last, "quantity", counted.quantity)
    _add_words(found, taken, tokens)
    rows = tuple(
        Mention(kind, int(tokens.start[first]), int(tokens.end[last - 1]), first, last, value, lead, _shown(text, tokens, first, last, value, lead))
        for first, last, kind, value, lead in sorted(found, key=lambda f: f[0])
    )
    return Mentions(text, tokens, rows, tuple(wishes))


def _shown(text: str, tokens: Tokens, first: int, last: int, value: Value, lead: str) -> str:
    if not isinstance(value, Name) or value.known:
        return normal_form(value)
    words = [bare(text[a:b]) for a, b in zip(tokens.start[first:last].tolist(), tokens.end[first:last].tolist(), strict=True)]
    return " ".join(words)[len(lead) :]


def _kind(kind: str) -> Kind:
    return "person" if kind == "person" else "group" if kind == "group" else "place"


def _mark(taken: list[bool], wishes: Sequence[Wish]) -> None:
    for wish in wishes:
        taken[wish.first : wish.last] = [True] * (wish.last - wish.first)


def _add(found: list[tuple[int, int, Kind, Value, str]], taken: list[bool], first: int, last: int, kind: Kind, value: Value, lead: str = "") -> None:
    """Add a mention unless some of its words are taken."""
    if first < last and not any(taken[first:last]):
        found.append((first, last, kind, value, lead))
        taken[first:last] = [True] * (last - first)


def _add_words(found: list[tuple[int, int, Kind, Value, str]], taken: list[bool], tokens: Tokens) -> None:
    """Times of the day and things, which are known by their words alone."""
    times, longest, first = hours(), max(map(len, hours())), {words[0] for words in hours()}
    for at in range(len(tokens.forms)):
        if taken[at]:
            continue
        for lead, rest in without_proclitics(tokens.forms[at]):
            most = min(longest, len(taken) - at) if rest in first else 0
            words = next((n for n in range(most, 0, -1) if (rest, *tokens.forms[at + 1 : at + n]) in times), 0)
            if words:
                _add(found, taken, at, at + words, "time", times[rest, *tokens.forms[at + 1 : at + words]], lead)
                break
            articled = lead.endswith("ل") and rest.startswith("ل")  # «للبنك» is ل + البنك
            thing = things().get(rest) if articled else thing_of(rest)
            if thing is not None:
                _add(found, taken, at, at + 1, "thing", thing, lead)
                break


@lru_cache(maxsize=100_000)
def thing_of(form: str) -> Thing | None:
    """The kind of thing that a word names, perhaps with a pronoun on it: «بردة», «بردته»."""
    for ending in _PRONOUNS if not form.startswith("ال") else _PRONOUNS[:1]:
        stem = form.removesuffix(ending)
        if form.endswith(ending) and (not ending or (len(stem) >= _SHORTEST and stem not in _LIMBS)):
            for word in (stem, stem[:-1] + "ه" if ending and stem.endswith("ت") else stem):
                if word in things():
                    return things()[word]
    return None
