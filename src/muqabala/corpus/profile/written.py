"""A profile in a terminal, as JSON, and as files of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import msgspec
import pyarrow.parquet as pq

from muqabala.canon.suras import names
from muqabala.corpus.folder import whole_folder
from muqabala.corpus.profile.counted import KINDS, VERDICTS
from muqabala.corpus.profile.page import decimal, group_name, percent, render_profile, shortened
from muqabala.corpus.profile.tables import Profile, Row
from muqabala.formats.messages import Lang
from muqabala.formats.page import Speaker, showable, speaker
from muqabala.formats.tables import csv_text
from muqabala.formats.terminal import isolate, place, render_editions

SHOWN = 10
"""Rows of a list in a terminal."""


def profile_json(profile: Profile) -> bytes:
    """The profile as one JSON object: what it is of, then the tables as lists of objects."""
    tables = {name: profile.rows(name) for name in profile.tables}
    return msgspec.json.encode({**msgspec.structs.asdict(profile.about), "tables": tables})


def write_profile(profile: Profile, out: Path, formats: Sequence[str], lang: Lang) -> None:
    """Write a profile to a folder, which appears when it is whole: `profile.html`, `profile.json`, a `.csv` or `.parquet` for each table.

    Raises:
        InputError: the folder is there and not empty, or cannot be written to.
    """
    with whole_folder(out) as folder:
        if "html" in formats:
            (folder / "profile.html").write_text(render_profile(profile, lang), "utf-8")
        if "json" in formats:
            (folder / "profile.json").write_bytes(profile_json(profile))
        for name, table in profile.tables.items():
            if "csv" in formats:
                rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
                (folder / f"{name}.csv").write_text(showable(csv_text(table.column_names, rows)), "utf-8", newline="")
            if "parquet" in formats:
                pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def lines_of(profile: Profile, lang: Lang) -> Iterator[str]:
    """The lines of a summary for a terminal."""
    say = speaker(lang, dict(enumerate(names(), 1)))
    about, groups = profile.about, profile.rows("groups")
    total = {name: sum(row[name] for row in groups) for name in ("ayahs", "matns", "citations", "wrong_citations")}
    yield f"{say('documents')}: {say.number(about.documents)} · {say('p.characters')}: {say.number(about.characters)}"
    yield f"{say('p.ayahs')}: {say.number(total['ayahs'])} · {say('p.matns')}: {say.number(total['matns'])}"
    yield f"{say('citations')}: {say.number(total['citations'])} · {say('wrong')}: {say.number(total['wrong_citations'])}"
    if about.unread:
        yield f"{say('p.unread')}: {say.number(about.unread)}"
    for kind in KINDS:
        yield from _verdicts(profile, kind, say)
    for name, line in _LISTS.items():
        rows = [row for row in profile.rows(name, SHOWN) if name != "wordings" or row["quotations"] > 1]
        if rows:
            yield from ["", click.style(say(f"p.{name}"), bold=True), *(f"  {line(row, say)}" for row in rows)]
    yield ""
    yield from render_editions(about.canon)


def _verdicts(profile: Profile, kind: str, say: Speaker) -> Iterator[str]:
    """How the quotations of a kind stand to their sources: one line, if there are any."""
    rows = profile.rows("verdicts")
    count = {verdict: sum(row["quotations"] for row in rows if (row["kind"], row["verdict"]) == (kind, verdict)) for verdict in VERDICTS}
    total = sum(count.values())
    if total:
        said = (f"{say(verdict)} {say.number(number)} ({percent(number / total, say)})" for verdict, number in count.items() if number)
        yield f"{say(f'p.{kind}s')}: {say.list(said)}"


def _place(work: str, ref: str, say: Speaker) -> str:
    return say.digits(place(work, ref, "ar" if say.lang == "ar" else "en"))


def _times(row: Row, say: Speaker) -> str:
    return f"{say.number(row['quotations'])} ({say('p.in')} {say.number(row['documents'])})"


def _verse(row: Row, say: Speaker) -> str:
    return f"{_times(row, say)}  {_place('quran', row['ref'], say)}  {isolate(shortened(row['text'], 60))}"


def _hadith(row: Row, say: Speaker) -> str:
    return f"{_times(row, say)}  {_place(row['work'], row['ref'], say)}  {isolate(shortened(row['text'], 60))}"


def _wording(row: Row, say: Speaker) -> str:
    change = (" ← " if say.lang == "ar" else " → ").join(isolate(row[side] or "∅") for side in ("text", "source"))
    return f"{_times(row, say)}  {_place('quran', row['ref'], say)}  {change}"


def _pair(row: Row, say: Speaker) -> str:
    places = " + ".join(_place("quran", row[side], say) for side in ("ref_a", "ref_b"))
    return f"{say.number(row['together'])} ({say('p.in')} {say.number(row['documents'])})  {places}"


def _group(row: Row, say: Speaker) -> str:
    rate = decimal(row["per_thousand"], say)
    return f"{isolate(group_name(row['group'], say))}  {say.number(row['quotations'])} · {say('p.per_thousand')}: {rate}"


_LISTS: dict[str, Callable[[Row, Speaker], str]] = {
    "verses": _verse,
    "hadiths": _hadith,
    "wordings": _wording,
    "pairs": _pair,
    "readings": lambda row, say: f"{_times(row, say)}  {say.readers([row['reader']])}",
    "groups": _group,
}
"""The tables of which a terminal shows the beginning, and how a row is written."""
