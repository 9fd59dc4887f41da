"""The readable data files of this folder, and those that a user adds: names, things, units, hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from muqabala.collate.facts.tokens import plain_words
from muqabala.errors import ConfigError

UNSURE, NEVER_ALONE = "?", "!"
"""Before a name: common as a word, so it needs evidence; the same, and to be named in full elsewhere is not enough."""
_ARTICLE = "ال"


class Entry(NamedTuple):
    """Somebody, some group or some place that has names."""

    kind: str
    """`person`, `group` or `place`."""
    name: str
    """As it is shown."""
    names: tuple[str, ...]
    """All names, each perhaps with a mark of `UNSURE` or `NEVER_ALONE` before it."""
    within: str
    """The place that a place lies in, the group that a group belongs to, a word on who a person is; empty where none is said."""


class Thing(NamedTuple):
    """A kind of thing, in a class whose members stand for one another in a tale."""

    group: str
    name: str
    genus: str


class Unit(NamedTuple):
    """What is counted. `size` is in the dimension's own unit (days, kilometres), 0 where it has none."""

    dimension: str
    name: str
    size: float


class Hours(NamedTuple):
    """A time of the day, in hours 0..48; what is past 24 is the next morning."""

    name: str
    low: float
    high: float


def rows_of(text: str, columns: int, where: str) -> Iterator[list[str]]:
    """The rows of a table with tabs between its columns; empty lines and those that begin with # are passed over.

    Raises:
        ConfigError: a row has another number of columns.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            if len(cells) != columns:
                raise ConfigError(f"{where}, line {number}: {columns} columns with tabs between them expected, {len(cells)} found")
            yield cells


def parse_entries(kind: str, text: str, where: str) -> list[Entry]:
    """The people, groups or places of a table: name, names with | between them, where it belongs (of people: who it is)."""
    found = []
    for name, names, within in rows_of(text, 3, where):
        found.append(Entry(kind, name, tuple(filter(None, (n.strip() for n in names.split("|")))), within))
    return found


def data(name: str) -> str:
    """The text of one file in `collate/data`."""
    return (resources.files("muqabala.collate") / "data" / name).read_text("utf-8")


@cache
def built_in() -> tuple[Entry, ...]:
    """The people, groups and places of early Islam that the program knows."""
    files = {"person": "people.tsv", "group": "groups.tsv", "place": "places.tsv"}
    return tuple(entry for kind, name in files.items() for entry in parse_entries(kind, data(name), name))


@cache
def things() -> dict[str, Thing]:
    """Kinds of things by the plain forms of their words, without and with the article; the first that a form is given to has it."""
    found: dict[str, Thing] = {}
    for group, name, forms, genus in rows_of(data("things.tsv"), 4, "things.tsv"):
        for form in _forms(forms):
            found.setdefault(form, Thing(group, name, genus))
    return found


@cache
def units() -> dict[str, Unit]:
    """What is counted, by plain forms of the words."""
    found: dict[str, Unit] = {}
    for dimension, name, forms, size in rows_of(data("units.tsv"), 4, "units.tsv"):
        for form in _forms(forms):
            found.setdefault(form, Unit(dimension, name, float(size or 0)))
    return found


@cache
def duals() -> dict[str, Unit]:
    """Two of something: «رجلان», «ليلتين», by plain form."""
    found: dict[str, Unit] = {}
    for form, unit in units().items():
        base = form.removeprefix(_ARTICLE)
        stem = base[:-1] + "ت" if base.endswith("ه") else base
        for dual in (stem + "ان", stem + "ين"):
            for word in (dual, _ARTICLE + dual):
                if word not in units():
                    found.setdefault(word, unit)
    return found


@cache
def hours() -> dict[tuple[str, ...], Hours]:
    """Times of the day by the plain forms of their words."""
    found: dict[tuple[str, ...], Hours] = {}
    for name, names, low, high in rows_of(data("hours.tsv"), 4, "hours.tsv"):
        for words in names.split("|"):
            found.setdefault(plain_words(words), Hours(name, float(low), float(high)))
    return found


@cache
def given_names() -> frozenset[str]:
    """Given names in plain form: those of `given.txt`, and every name that a person of the gazetteer bears before or after «بن»."""
    listed = {form for line in data("given.txt").splitlines() if not line.startswith("#") for form in plain_words(line)}
    return frozenset(listed)


def _forms(cell: str) -> Iterable[str]:
    for phrase in cell.split("|"):
        words = plain_words(phrase)
        if len(words) == 1:
            form = words[0].removeprefix(_ARTICLE)
            if len(form) > 2:  # «ما» is not «ماء»
                yield form
            yield _ARTICLE + form


def within(entries: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """Where each place lies, what group each group belongs to, by (kind, name)."""
    return {(entry.kind, entry.name): entry.within for entry in entries if entry.within}
