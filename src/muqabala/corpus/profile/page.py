"""A profile as one HTML page: a chart for each question, and under each the table that it is drawn from.

The tables are whole without JavaScript; the script folds them and draws the charts (docs/decisions/0023).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from muqabala.canon.suras import names
from muqabala.corpus.profile.counted import BINS, KINDS, VERDICTS
from muqabala.corpus.profile.groups import OTHERS, UNKNOWN
from muqabala.corpus.profile.tables import Profile, Row
from muqabala.formats.messages import Lang
from muqabala.formats.page import Speaker, render, speaker
from muqabala.formats.wording import credits_of

SHOWN = 50
"""Rows of a table of the page; the whole tables are among the other formats."""
GROUPS = 30
"""Groups that the page shows, those with the most text."""
NEAR = 10
"""Verses of one sura that stand no further apart are left out of the network: they are quoted together because they stand together."""
EDGES = 60
"""Pairs that the network shows."""
_ALL = "\0"
"""All groups together, among the names of groups."""
_WORDS = 160
_ARABIC_SIGNS = str.maketrans({",": "٬", ".": "٫"})
_DIFFERENT = ("altered", "vocalisation", "unsourced", "reading", "spelling")
"""Verdicts in the order in which a bar has them: what to look at stands at the axis, where lengths can be compared."""


class Cell(NamedTuple):
    """A cell of a table."""

    text: str
    arabic: bool = False
    """Whether it is Arabic whatever the language of the page."""
    number: bool = False


class Section(NamedTuple):
    """A part of the page: a chart, drawn by the script from `data`, and its table."""

    id: str
    data: object
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    more: int = 0
    """Rows that the page does not show."""


def render_profile(profile: Profile, lang: Lang = "ar") -> str:
    """The profile as one self-contained page, in Arabic or English."""
    say = speaker(lang, dict(enumerate(names(), 1)))
    sections = [section for make in _SECTIONS if (section := make(profile, say)).rows]
    total = {name: sum(row[name] for row in profile.rows("groups")) for name in ("ayahs", "matns", "citations", "wrong_citations")}
    counts = {"documents": profile.about.documents, "p.characters": profile.about.characters, "p.ayahs": total["ayahs"], "p.matns": total["matns"]}
    counts |= {"citations": total["citations"], "wrong": total["wrong_citations"], "p.unread": profile.about.unread}
    said = {key: say(f"p.{key}") for key in ("quotations", "in", "times", "per_thousand", "together", "sura")}
    shown = {"words": said, "data": {section.id: section.data for section in sections}}
    return render("profile", say, sections=sections, counts=counts, shown=shown, window=profile.about.window, canon=credits_of(profile.about.canon))


def percent(share: float, say: Speaker) -> str:
    """A share of one; what is there and less than one in a hundred is said to be so."""
    return "<" * (0 < share < 0.01) + say.percent(max(share, 0.01) if share > 0 else 0)


def decimal(value: float | None, say: Speaker) -> str:
    """A number with two decimals; a dash for none."""
    if value is None:
        return "–"
    said = f"{value:,.2f}"
    return say.digits(said.translate(_ARABIC_SIGNS)) if say.lang == "ar" else said


def group_name(name: str, say: Speaker) -> str:
    """A group as it is shown."""
    return (
        say("p.all")
        if name == _ALL
        else say("p.others")
        if name == OTHERS
        else say("p.unknown")
        if name == UNKNOWN
        else say.digits(name)
        if name.isdecimal()
        else name
    )


def shortened(text: str, most: int = _WORDS) -> str:
    """The first words of a text."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _count(value: int, say: Speaker) -> Cell:
    return Cell(say.number(value), number=True)


def _share(value: float | None, say: Speaker) -> Cell:
    return Cell("–" if value is None else percent(value, say), number=True)


def _counts(row: Row, say: Speaker, *columns: str) -> list[Cell]:
    return [_count(row[column], say) for column in columns]


def _decimal(value: float | None, say: Speaker) -> Cell:
    return Cell(decimal(value, say), number=True)


def _place(row: Row, say: Speaker, key: str = "ref") -> Cell:
    return Cell(say.place(row.get("work", "quran"), row[key]))


def _head(say: Speaker, *keys: str) -> list[str]:
    return [say(f"p.h.{key}") for key in keys]


def _largest(profile: Profile) -> list[Row]:
    """The groups that the page shows, in their order."""
    rows = profile.rows("groups")
    kept = {row["group"] for row in sorted(rows, key=lambda row: -row["characters"])[:GROUPS]}
    return [row for row in rows if row["group"] in kept]


def _verses(profile: Profile, say: Speaker) -> Section:
    rows = profile.rows("verses", SHOWN)
    cells = [
        [
            _place(r, say),
            Cell(shortened(r["text"]), True),
            *_counts(r, say, "quotations", "documents", "elsewhere", "altered"),
            _share(r["altered_share"], say),
        ]
        for r in rows
    ]
    data = [_bar(say.place("quran", row["ref"]), row["quotations"], shortened(row["text"], 60), _uses(row, say)) for row in rows[:20]]
    head = _head(say, "verse", "words", "quotations", "documents", "elsewhere", "altered", "altered_share")
    return Section("verses", data, head, cells, profile.tables["verses"].num_rows - len(rows))


def _hadiths(profile: Profile, say: Speaker) -> Section:
    rows = profile.rows("hadiths", SHOWN)
    cells = [[_place(r, say), Cell(shortened(r["text"]), True), *_counts(r, say, "quotations", "documents")] for r in rows]
    data = [_bar(say.place(row["work"], row["ref"]), row["quotations"], shortened(row["text"], 60), _uses(row, say)) for row in rows[:20]]
    return Section("hadiths", data, _head(say, "hadith", "words", "quotations", "documents"), cells, profile.tables["hadiths"].num_rows - len(rows))


def _bar(label: str, number: float, *lines: str) -> Row:
    """A bar, and what is said of it where one points at it."""
    return {"label": label, "n": number, "lines": lines}


def _uses(row: Row, say: Speaker) -> str:
    """How often, and in how many documents."""
    return f"{say('p.h.quotations')}: {say.number(row['quotations'])} · {say('p.h.documents')}: {say.number(row['documents'])}"


def _suras(profile: Profile, say: Speaker) -> Section:
    rows = profile.rows("suras")
    rows = rows if any(row["quotations"] for row in rows) else []
    cells = [
        [_count(r["sura"], say), Cell(r["name"], True), *_counts(r, say, "words", "quotations", "documents"), _decimal(r["times"], say)] for r in rows
    ]
    data = [{"sura": r["sura"], "name": r["name"], "n": r["quotations"], "times": r["times"]} for r in rows]
    return Section("suras", data, _head(say, "number", "sura", "length", "quotations", "documents", "times"), cells)


def _heat(profile: Profile, say: Speaker) -> Section:
    """Suras by groups: a cell for each that is quoted."""
    groups = [row["group"] for row in _largest(profile)]
    found: dict[str, dict[int, Row]] = {group: {} for group in groups}
    for row in profile.rows("sura_groups"):
        if row["group"] in found:
            found[row["group"]][row["sura"]] = row
    shown = [group for group in groups if found[group]]
    data = [
        {"group": place, "sura": sura, "name": names()[sura - 1], "n": row["quotations"], "times": row["times"]}
        for place, group in enumerate(shown)
        for sura, row in found[group].items()
    ]
    cells = [
        [
            Cell(names()[sura - 1], True),
            *(_count(found[group][sura]["quotations"], say) if sura in found[group] else Cell("–", number=True) for group in shown),
        ]
        for sura in range(1, 115)
        if any(sura in found[group] for group in shown)
    ]
    labels = [group_name(group, say) for group in shown]
    return Section("heat", {"groups": labels, "cells": data}, [say("p.h.sura"), *labels], cells if len(shown) > 1 else [])


def _density(profile: Profile, say: Speaker) -> Section:
    """Where documents quote: tenths in the table, hundredths in the chart."""
    groups = _largest(profile)
    rates: dict[str, list[tuple[int, float]]] = {row["group"]: [] for row in groups}
    whole = [(0, 0.0)] * BINS
    for row in profile.rows("density"):
        here = row["ayahs"] + row["matns"], row["characters"]
        whole[row["bin"] - 1] = whole[row["bin"] - 1][0] + here[0], whole[row["bin"] - 1][1] + here[1]
        if row["group"] in rates:
            rates[row["group"]].append(here)
    shown = [row["group"] for row in groups if any(number for number, _ in rates[row["group"]])]
    if len(shown) > 1:
        shown, rates[_ALL] = [_ALL, *shown], whole
    data = [
        {"group": place, "bin": number, "n": many, "rate": 1_000 * many / characters if characters else None}
        for place, group in enumerate(shown)
        for number, (many, characters) in enumerate(rates[group], 1)
    ]
    labels = [group_name(group, say) for group in shown]
    cells = [[Cell(label), *_tenths(rates[group], say)] for label, group in zip(labels, shown, strict=True)]
    head = [say("p.h.group"), *(f"{say.number(10 * part)}–{say.digits(f'{10 * part + 10}')}" for part in range(10))]
    return Section("density", {"groups": labels, "cells": data}, head, cells)


def _tenths(rates: Sequence[tuple[int, float]], say: Speaker) -> Iterable[Cell]:
    for begin in range(0, len(rates), 10):
        many, characters = (sum(side) for side in zip(*rates[begin : begin + 10], strict=True))
        yield _decimal(1_000 * many / characters if characters else None, say)


def _verdicts(kind: str) -> Callable[[Profile, Speaker], Section]:
    """What makes the section of the verdicts on quotations of a kind."""

    def make(profile: Profile, say: Speaker) -> Section:
        groups = [row["group"] for row in _largest(profile) if row[f"{kind}s"]]
        rows = {(row["group"], row["verdict"]): row for row in profile.rows("verdicts") if row["kind"] == kind}
        data = [
            {"group": place, "verdict": verdict, "n": rows[group, verdict]["quotations"], "share": rows[group, verdict]["share"]}
            for place, group in enumerate(groups)
            for verdict in _DIFFERENT
        ]
        labels = [group_name(group, say) for group in groups]
        cells = [
            [Cell(label), *(_count(rows[group, verdict]["quotations"], say) for verdict in VERDICTS)]
            for label, group in zip(labels, groups, strict=True)
        ]
        said = [(verdict, say(verdict)) for verdict in _DIFFERENT]
        return Section(f"{kind}-verdicts", {"groups": labels, "cells": data, "verdicts": said}, [say("p.h.group"), *map(say, VERDICTS)], cells)

    return make


def _misquoted(profile: Profile, say: Speaker) -> Section:
    rows = profile.rows("misquoted", SHOWN)
    wordings: dict[str, list[Row]] = {}
    for row in profile.rows("wordings"):
        wordings.setdefault(row["ref"], []).append(row)
    cells = [
        [_place(r, say), *_counts(r, say, "altered", "quotations"), _share(r["altered_share"], say), _wordings(wordings.get(r["ref"], []), say)]
        for r in rows
    ]
    data = [
        _bar(
            say.place("quran", r["ref"]),
            r["altered"],
            _wordings(wordings.get(r["ref"], [])[:2], say).text,
            f"{say('p.h.altered')}: {say.number(r['altered'])} · {say('p.h.quotations')}: {say.number(r['quotations'])}",
        )
        for r in rows[:20]
    ]
    head = _head(say, "verse", "altered", "quotations", "altered_share", "wordings")
    return Section("misquoted", data, head, cells, profile.tables["misquoted"].num_rows - len(rows))


def _wordings(rows: Sequence[Row], say: Speaker) -> Cell:
    """What is written and what the source has, the commonest first."""
    said = (
        f"{row['text'] or '∅'} ← {row['source'] or '∅'}{' ×' + say.number(row['quotations']) if row['quotations'] > 1 else ''}" for row in rows[:3]
    )
    return Cell("؛ ".join(said), True)


def _network(profile: Profile, say: Speaker) -> Section:
    rows = [row for row in profile.rows("pairs") if (row["apart"] is None or row["apart"] > NEAR) and row["together"] > 1]
    cells = [
        [*(_place(r, say, side) for side in ("ref_a", "ref_b")), *_counts(r, say, "together", "documents"), _decimal(r["lift"], say)]
        for r in rows[:SHOWN]
    ]
    data = [
        {"a": say.place("quran", r["ref_a"]), "b": say.place("quran", r["ref_b"]), "n": r["together"], "documents": r["documents"]}
        for r in rows[:EDGES]
    ]
    return Section("network", data, _head(say, "verse", "verse", "together", "documents", "lift"), cells, max(0, len(rows) - SHOWN))


def _readings(profile: Profile, say: Speaker) -> Section:
    rows = profile.rows("readings")
    cells = [[Cell(say.readers([r["reader"]])), *_counts(r, say, "quotations", "documents")] for r in rows]
    return Section(
        "readings",
        [_bar(say.readers([r["reader"]]), r["quotations"], _uses(r, say)) for r in rows],
        _head(say, "reader", "quotations", "documents"),
        cells,
    )


def _groups(profile: Profile, say: Speaker) -> Section:
    rows = _largest(profile)
    columns = ("documents", "characters", "ayahs", "matns", "citations", "wrong_citations")
    cells = [[Cell(group_name(r["group"], say)), *_counts(r, say, *columns), _decimal(r["per_thousand"], say)] for r in rows]
    data = [
        _bar(group_name(r["group"], say), r["per_thousand"] or 0, f"{say('p.per_thousand')}: {decimal(r['per_thousand'], say)}", _uses(r, say))
        for r in rows
    ]
    return Section("groups", data, _head(say, "group", *columns, "per_thousand"), cells, profile.tables["groups"].num_rows - len(rows))


_SECTIONS: tuple[Callable[[Profile, Speaker], Section], ...] = (
    _verses,
    _suras,
    _heat,
    *map(_verdicts, KINDS),
    _misquoted,
    _network,
    _density,
    _groups,
    _hadiths,
    _readings,
)
