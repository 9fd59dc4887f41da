"""What a corpus quotes, counted slowly and in plain sight: every quotation with every other one."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from muqabala.canon.suras import VERSES
from muqabala.formats.changes import without_marks
from muqabala.formats.verse_index import verse_ref

Row = dict[str, Any]
LONGEST = 10


def verses_of(quotation: Row) -> list[str]:
    """The verses that a quotation's first place has."""
    if not quotation["passages"] or quotation["passages"][0]["work"] != "quran":
        return []
    ref = verse_ref(quotation["passages"][0]["ref"])
    if ref is None or not 1 <= ref.sura <= 114 or not 1 <= ref.first <= ref.last <= VERSES[ref.sura - 1]:
        return []
    return [f"{ref.sura}:{verse}" for verse in range(ref.first, ref.last + 1)]


def verses(quotations: list[Row]) -> dict[str, tuple[int, int, int, int, int]]:
    """Of each verse: quotations, documents, how many could stand elsewhere, how many have it alone, how many of these are altered."""
    uses: dict[str, list[Row]] = defaultdict(list)
    for q in quotations:
        for verse in verses_of(q):
            uses[verse].append(q)
    found = {}
    for verse, rows in uses.items():
        alone = [q for q in rows if len(verses_of(q)) == 1]
        altered = sum(q["verdict"] == "altered" for q in alone)
        found[verse] = (len(rows), len({q["document"] for q in rows}), sum(len(q["passages"]) > 1 for q in rows), len(alone), altered)
    return found


def places(quotations: list[Row], quran: bool) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Of each place, of the Qur'an or of other works: quotations, documents, altered ones."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for q in quotations:
        if q["passages"] and bool(verses_of(q)) == quran:
            found[q["passages"][0]["work"], q["passages"][0]["ref"]].append(q)
    return {place: (len(rows), len({q["document"] for q in rows}), sum(q["verdict"] == "altered" for q in rows)) for place, rows in found.items()}


def suras(quotations: list[Row]) -> Counter[int]:
    """Quotations of each sura."""
    return Counter(int(found[0].split(":")[0]) for q in quotations if (found := verses_of(q)))


def pairs(quotations: list[Row], window: int) -> dict[frozenset[str], tuple[int, int, float]]:
    """Of each pair of verses that are quoted near each other: how often, in how many documents, and the lift."""
    times: Counter[frozenset[str]] = Counter()
    documents: dict[frozenset[str], set[int]] = defaultdict(set)
    taken = [q for q in quotations if 0 < len(verses_of(q)) <= LONGEST]
    for place, one in enumerate(taken):
        for other in taken[place + 1 :]:
            if one["document"] == other["document"] and other["start"] <= one["end"] + window:
                for a in verses_of(one):
                    for b in verses_of(other):
                        if a != b:
                            times[frozenset((a, b))] += 1
                            documents[frozenset((a, b))].add(one["document"])
    company: Counter[str] = Counter()
    for pair, number in times.items():
        for verse in pair:
            company[verse] += number
    total = sum(company.values())
    found = {}
    for pair, number in times.items():
        a, b = pair
        found[pair] = (number, len(documents[pair]), number * total / (company[a] * company[b]))
    return found


def wordings(quotations: list[Row]) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """Of each difference of a verse: how often it comes, and in how many documents."""
    found: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for q in quotations:
        if q["kind"] == "ayah" and q["verdict"] == "altered" and verses_of(q):
            for e in q["edits"]:
                if e["op"] in ("replace", "insert", "delete"):
                    found[q["passages"][0]["ref"], e["op"], without_marks(e["text"]), without_marks(e["source"])].append(q["document"])
    return {what: (len(where), len(set(where))) for what, where in found.items()}


def density(quotations: list[Row], lengths: dict[int, int]) -> Counter[tuple[int, int, str]]:
    """Quotations with a source by document, hundredth of its text (from 1) and kind."""
    return Counter((q["document"], min(q["start"] * 100 // max(lengths[q["document"]], 1), 99) + 1, q["kind"]) for q in quotations if q["passages"])
