"""Where places lie, and the coasts around them: a map of names as one picture, made here, without a server of maps.

Coasts: Natural Earth. Coordinates: GeoNames; see `atlas/README.md`. A place that has none is shown at the one that it lies in («غار ثور» at
Mecca), as the table of places says; a region is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sqrt
from pathlib import Path
from typing import NamedTuple

from muqabala.collate.facts.tables import built_in, within

ATLAS = Path(__file__).parent / "atlas"
WIDTH = 900.0
"""Units of the picture from west to east."""
LEAST = 6.0
"""Degrees that a map shows at least, from south to north."""
MARGIN = 0.18
"""Share of the map around the outermost places."""
TALLEST = 0.65
"""Height of the picture, at most, as a share of its width; and `FLATTEST` at least."""
FLATTEST = 0.45
LETTER = 8.5
"""Units that a letter of a label takes on average."""
Point = tuple[float, float]


class Shown(NamedTuple):
    """A place that accounts name."""

    name: str
    counts: Mapping[int, int]
    """How often, by the number of the account."""
    links: Mapping[int, str]
    """Where on the page, by the number of the account."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A place on the map, with those that lie in it and have no dot of their own."""

    name: str
    x: float
    y: float
    radius: float
    """As the root of how often it is named."""
    places: Sequence[Shown]
    links: Mapping[int, str | None]
    """The accounts that name it, each with where on the page it does so, if anywhere."""
    label: tuple[float, float, str] | None
    """Where its name stands, and which end of it («start», «middle», «end»); None where there is no room."""

    @property
    def said(self) -> str:
        """The names of all that is shown here."""
        inside = [place.name for place in self.places if place.name != self.name]
        return f"{self.name} ({'، '.join(inside)})" if inside else self.name


@dataclass(frozen=True, slots=True)
class Map:
    """The picture."""

    width: float
    height: float
    land: str
    """An SVG path; what is inside an odd number of its rings is land."""
    lines: Sequence[tuple[str, float, float]]
    """Meridians («x») and parallels («y») of whole degrees: where they are, and which."""
    dots: Sequence[Dot]
    left_out: Sequence[str]
    """Places that are named and not shown."""


def map_of(named: Sequence[Shown]) -> Map | None:
    """The map of places that accounts name; None where none of them can be shown."""
    at: dict[str, list[Shown]] = {}
    left_out = []
    for place in named:
        point = shown_at(place.name)
        if point is None:
            left_out.append(place.name)
        else:
            at.setdefault(point, []).append(place)
    if not at:
        return None
    view = _View.of([coordinates()[name] for name in at])
    lines = [*_lines(view)]
    return Map(WIDTH, view.height, _land(view), lines, _labelled([_dot(name, places, view) for name, places in at.items()], view), left_out)


def shown_at(name: str) -> str | None:
    """The place at which one is shown: itself, or the nearest of those it lies in whose coordinates are known.

    >>> shown_at("غار ثور"), shown_at("الحجاز")
    ('مكة', None)
    """
    seen: set[str] = set()
    while name and name not in coordinates():
        if name in seen:
            return None
        seen.add(name)
        name = _within().get(("place", name), "")
    return name or None


@cache
def coordinates() -> dict[str, Point]:
    """Degrees north and east, by the name of a place."""
    rows = (line.split("\t") for line in (ATLAS / "places.tsv").read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {name: (float(north), float(east)) for name, north, east, _ in rows}


@cache
def _within() -> dict[tuple[str, str], str]:
    return within(built_in())


@cache
def _coasts() -> list[list[Point]]:
    """Rings of degrees east and north."""
    lines = (ATLAS / "land.txt").read_text("utf-8").splitlines()
    return [[(int(x) / 100, int(y) / 100) for x, _, y in (pair.partition(",") for pair in line.split())] for line in lines]


class _View(NamedTuple):
    """The part of the world that is shown, parallels and meridians as straight lines, true to shape in its middle."""

    west: float
    north: float
    across: float
    """Units a degree from west to east, and `down` from north to south."""
    down: float
    height: float

    @classmethod
    def of(cls, points: Sequence[Point]) -> _View:
        """Where some places (degrees north and east) are in sight, with some room around them."""
        south, north = min(p[0] for p in points), max(p[0] for p in points)
        west, east = min(p[1] for p in points), max(p[1] for p in points)
        narrow = cos(radians((south + north) / 2))
        tall = max(north - south, LEAST) * (1 + 2 * MARGIN)
        wide = max((east - west) * narrow, LEAST) * (1 + 2 * MARGIN)
        share = min(max(tall / wide, FLATTEST), TALLEST)
        wide = max(wide, tall / share)
        down = WIDTH / wide
        height = WIDTH * share
        return cls((west + east) / 2 - wide / narrow / 2, (south + north) / 2 + height / down / 2, down * narrow, down, height)

    def place(self, east: float, north: float) -> Point:
        """Where a place is in the picture."""
        return round((east - self.west) * self.across, 1), round((self.north - north) * self.down, 1)


def _land(view: _View) -> str:
    """The coasts, as far as the picture reaches and somewhat farther, so that no border of it is drawn as one."""
    parts = []
    for ring in _coasts():
        inside = _clipped([view.place(x, y) for x, y in ring], view)
        if len(inside) > 2:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in inside) + "Z")
    return "".join(parts)


def _clipped(ring: list[Point], view: _View) -> list[Point]:
    """What of a ring lies in a frame around the picture (Sutherland and Hodgman, 1974)."""
    for axis, border, sign in ((0, -20.0, 1), (0, WIDTH + 20, -1), (1, -20.0, 1), (1, view.height + 20, -1)):
        kept: list[Point] = []
        for a, b in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            before, after = sign * (a[axis] - border), sign * (b[axis] - border)
            if (before >= 0) != (after >= 0):
                share = before / (before - after)
                kept.append((round(a[0] + share * (b[0] - a[0]), 1), round(a[1] + share * (b[1] - a[1]), 1)))
            if after >= 0:
                kept.append(b)
        ring = kept
    return ring


def _lines(view: _View) -> Iterator[tuple[str, float, float]]:
    """Lines of the net of degrees: every one, or every fifth, or every tenth, so that there are a few."""
    step = next(step for step in (1, 2, 5, 10, 20) if view.height / view.down / step <= 6)
    first = int(view.west // step + 1) * step
    yield from (("x", view.place(east, 0)[0], east) for east in range(first, int(view.west + WIDTH / view.across) + 1, step))
    south = view.north - view.height / view.down
    yield from (("y", view.place(0, north)[1], north) for north in range(int(south // step + 1) * step, int(view.north) + 1, step))


def _dot(name: str, places: Sequence[Shown], view: _View) -> Dot:
    north, east = coordinates()[name]
    x, y = view.place(east, north)
    links: dict[int, str | None] = {}
    for place in sorted(places, key=lambda place: place.name == name):
        links |= {column: place.links.get(column) or links.get(column) for column in place.counts}
    times = sum(sum(place.counts.values()) for place in places)
    return Dot(name, x, y, round(min(4 + 1.5 * sqrt(times), 16), 1), places, dict(sorted(links.items())), None)


def _labelled(dots: list[Dot], view: _View) -> list[Dot]:
    """The dots, those that are named most first, each with a label where one does not lie on another."""
    dots.sort(key=lambda dot: -dot.radius)
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    found = []
    for dot in dots:
        label, box = next(_free(dot, taken, view), (None, None))
        if box is not None:
            taken.append(box)
        found.append(Dot(dot.name, dot.x, dot.y, dot.radius, dot.places, dot.links, label))
    return found


Box = tuple[float, float, float, float]


def _free(dot: Dot, taken: Iterable[Box], view: _View) -> Iterator[tuple[tuple[float, float, str], Box]]:
    """Places for a dot's label and the marks under it that are free: beside it, under it, above it."""
    wide = max(LETTER * len(dot.name), 13.0 * len(dot.links))
    aside, r = dot.radius + 5, dot.radius
    for x, y, anchor in (
        (dot.x + aside, dot.y + 1, "start"), (dot.x - aside, dot.y + 1, "end"), (dot.x, dot.y + r + 16, "middle"), (dot.x, dot.y - r - 20, "middle"),
    ):  # fmt: skip
        left = x - wide * {"start": 0, "end": 1, "middle": 0.5}[anchor]
        box = (left, y - 14, left + wide, y + 18)
        inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= view.height
        if inside and not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            yield (round(x, 1), round(y, 1), anchor), box
