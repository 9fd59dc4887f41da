"""The counts of a corpus as tables; docs/reference/profile.md says what each column means."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from muqabala.canon.progress import Progress, quiet
from muqabala.canon.suras import VERSES, names
from muqabala.canon.work import Work
from muqabala.corpus.profile.counted import BINS, KINDS, VERDICTS, Counted, count
from muqabala.corpus.profile.groups import DOCUMENT
from muqabala.corpus.profile.places import first_verses
from muqabala.corpus.profile.together import WINDOW
from muqabala.corpus.scanned import Scanned
from muqabala.records import Edition

SCHEMA = "muqabala.profile/1"
MOST = 10_000
"""Pairs and wordings that a table has."""
_TEXT, _COUNT, _SHARE, _NUMBER = pa.string(), pa.int64(), pa.float64(), pa.int32()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def _counts(*columns: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(columns, _COUNT)


TABLES: dict[str, pa.Schema] = {
    "groups": _schema(
        group=_TEXT,
        **_counts("documents", "characters", "quotations", "ayahs", "matns", "quoted", "isnads", "citations", "wrong_citations"),
        per_thousand=_SHARE,
    ),
    "verdicts": _schema(group=_TEXT, kind=_TEXT, verdict=_TEXT, quotations=_COUNT, share=_SHARE),
    "suras": _schema(
        sura=_NUMBER, name=_TEXT, **_counts("verses", "words", "quotations", "documents"), share=_SHARE, share_of_words=_SHARE, times=_SHARE
    ),
    "sura_groups": _schema(group=_TEXT, sura=_NUMBER, quotations=_COUNT, times=_SHARE),
    "verses": _schema(
        ref=_TEXT,
        sura=_NUMBER,
        name=_TEXT,
        text=_TEXT,
        **_counts("quotations", "documents", "elsewhere", "alone", "reading", "vocalisation", "altered"),
        altered_share=_SHARE,
    ),
    "hadiths": _schema(work=_TEXT, ref=_TEXT, numbering=_TEXT, text=_TEXT, **_counts("quotations", "documents", "altered"), altered_share=_SHARE),
    "misquoted": _schema(ref=_TEXT, sura=_NUMBER, name=_TEXT, **_counts("quotations", "documents", "altered"), altered_share=_SHARE),
    "wordings": _schema(ref=_TEXT, op=_TEXT, text=_TEXT, source=_TEXT, quotations=_COUNT, documents=_COUNT),
    "pairs": _schema(ref_a=_TEXT, ref_b=_TEXT, together=_COUNT, documents=_COUNT, lift=_SHARE, strength=_SHARE, apart=_COUNT),
    "readings": _schema(reader=_TEXT, quotations=_COUNT, documents=_COUNT),
    "density": _schema(group=_TEXT, bin=_NUMBER, ayahs=_COUNT, matns=_COUNT, characters=_SHARE),
}
"""The tables. Each is in an order: groups as they come, most else the commonest first."""
Row = dict[str, Any]
Columns = Mapping[str, npt.NDArray[np.generic] | Sequence[object]]


class About(msgspec.Struct):
    """What a profile is of, and what it rests on."""

    schema: str
    canon: list[Edition]
    by: str
    """How documents are put together."""
    window: int
    """Code points between two quotations that count as quoted together."""
    documents: int
    characters: int
    """Code points of all documents."""
    unread: int
    """Inputs that the scan could not read."""
    wordings_missed: int
    """By how much a count of `wordings` can be too low; 0: all are exact."""


class Profile(msgspec.Struct):
    """What a corpus quotes."""

    about: About
    tables: dict[str, pa.Table]
    """By the names of TABLES."""

    def rows(self, name: str, most: int | None = None) -> list[Row]:
        """The first rows of a table, or all."""
        found: list[Row] = self.tables[name].slice(0, most).to_pylist()
        return found


def profile(scanned: Scanned, quran: Work, by: str = DOCUMENT, window: int = WINDOW, progress: Progress = quiet) -> Profile:
    """What a scanned corpus quotes.

    Args:
        scanned: the corpus.
        quran: the Qur'an's index, for the words of verses and the lengths of suras.
        by: how documents are put together: «document», «century» (AH), or a field of the metadata.
        window: code points between two quotations that count as quoted together.
        progress: is told how many documents and quotations have been read.

    Raises:
        InputError: a table is not there or damaged, or no document has that field.
    """
    counted = count(scanned, by, window, progress)
    groups = counted.groups
    about = About(
        SCHEMA, scanned.canon, by, window, int(groups.documents.sum()), int(groups.characters.sum()), scanned.rows("unread"), counted.wordings.missed
    )
    made: dict[str, Columns] = {
        "groups": _groups(counted),
        "verdicts": _verdicts(counted),
        "suras": _suras(counted, quran),
        "sura_groups": _sura_groups(counted, quran),
        "verses": _verses(counted, quran),
        "hadiths": _hadiths(counted),
        "misquoted": _misquoted(counted),
        "wordings": _wordings(counted),
        "pairs": _pairs(counted, quran),
        "readings": _readings(counted),
        "density": _density(counted),
    }
    said = {"muqabala": json.dumps(msgspec.to_builtins(about), ensure_ascii=False)}
    return Profile(about, {name: _table(made[name], schema.with_metadata(said)) for name, schema in TABLES.items()})


def _table(columns: Columns, schema: pa.Schema) -> pa.Table:
    """A table; a share of nothing, which is no number, is null."""
    return pa.table([pa.array(columns[field.name], field.type, from_pandas=True) for field in schema], schema)


def _share(part: npt.ArrayLike, whole: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Part by part; of nothing: no number."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.asarray(part, np.float64) / np.asarray(whole, np.float64)
    return np.where(np.isfinite(found), found, np.nan)


def _named(counted: Counted, group: Iterable[int]) -> list[str]:
    return [counted.groups.name[number] for number in group]


def _groups(counted: Counted) -> Columns:
    groups, kinds = counted.groups, counted.verdicts.sum(axis=2)
    sourced = kinds.sum(axis=1) - counted.verdicts[:, :, VERDICTS.index("unsourced")].sum(axis=1)
    sums = ("documents", "characters", "quoted", "isnads", "citations", "wrong_citations")
    return {
        "group": groups.name,
        **{name: getattr(groups, name) for name in sums},
        "quotations": kinds.sum(axis=1),
        "ayahs": kinds[:, KINDS.index("ayah")],
        "matns": kinds[:, KINDS.index("matn")],
        "per_thousand": _share(sourced * 1_000, groups.characters),
    }


def _verdicts(counted: Counted) -> Columns:
    group, kind, verdict = (index.ravel() for index in np.indices(counted.verdicts.shape))
    return {
        "group": _named(counted, group),
        "kind": [KINDS[number] for number in kind],
        "verdict": [VERDICTS[number] for number in verdict],
        "quotations": counted.verdicts.ravel(),
        "share": _share(counted.verdicts, counted.verdicts.sum(axis=2, keepdims=True)).ravel(),
    }


def _sura_words(quran: Work) -> npt.NDArray[np.int64]:
    """Words of each sura."""
    return np.add.reduceat(np.diff(quran.passage_first).astype(np.int64), first_verses()[:-1])


def _suras(counted: Counted, quran: Work) -> Columns:
    words, quotations = _sura_words(quran), counted.suras.sum(axis=0)
    share, of_words = _share(quotations, quotations.sum()), words / words.sum()
    return {
        "sura": np.arange(1, len(VERSES) + 1),
        "name": names(),
        "verses": VERSES,
        "words": words,
        "quotations": quotations,
        "documents": counted.sura_documents.documents,
        "share": share,
        "share_of_words": of_words,
        "times": share / of_words,
    }


def _sura_groups(counted: Counted, quran: Work) -> Columns:
    words = _sura_words(quran)
    group, sura = np.nonzero(counted.suras)
    here = counted.suras[group, sura]
    share = _share(here, counted.suras.sum(axis=1)[group])
    return {"group": _named(counted, group), "sura": sura + 1, "quotations": here, "times": share / (words / words.sum())[sura]}


def _sura_of(verse: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The number of the sura of each verse, from 1."""
    return np.searchsorted(first_verses(), verse, "right")


def _verses(counted: Counted, quran: Work) -> Columns:
    first, last = counted.places.verses()
    single = np.flatnonzero((first >= 0) & (first == last))
    alone = np.zeros((sum(VERSES), len(VERDICTS)), np.int64)
    alone[first[single]] = counted.by_place[single]
    used = np.flatnonzero(counted.verses.times)
    used = used[np.lexsort((used, -counted.verses.documents[used], -counted.verses.times[used]))]
    sura = _sura_of(used)
    one = alone[used]
    return {
        "ref": [quran.refs[verse] for verse in used.tolist()],
        "sura": sura,
        "name": [names()[number - 1] for number in sura],
        "text": [quran.texts[verse] for verse in used.tolist()],
        "quotations": counted.verses.times[used],
        "documents": counted.verses.documents[used],
        "elsewhere": counted.elsewhere[used],
        "alone": one.sum(axis=1),
        **{verdict: one[:, VERDICTS.index(verdict)] for verdict in ("reading", "vocalisation", "altered")},
        "altered_share": _share(one[:, VERDICTS.index("altered")], one.sum(axis=1)),
    }


def _by_place(counted: Counted, of_quran: bool, order_by: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], dict[str, npt.NDArray[np.generic]]]:
    """Places of the Qur'an or of other works, by some count of theirs that is not 0, and their columns."""
    count_of, documents = counted.by_place[: len(counted.places.known)], counted.place_documents.documents[: len(counted.places.known)]
    first, _ = counted.places.verses()
    rows = np.flatnonzero(((first >= 0) == of_quran) & (order_by > 0))
    rows = rows[np.lexsort((rows, -documents[rows], -order_by[rows]))]
    altered, every = count_of[rows, VERDICTS.index("altered")], count_of[rows].sum(axis=1)
    columns = {"quotations": every, "documents": documents[rows], "altered": altered, "altered_share": _share(altered, every)}
    return rows, columns


def _hadiths(counted: Counted) -> Columns:
    rows, columns = _by_place(counted, False, counted.by_place[: len(counted.places.known)].sum(axis=1))
    passages = [counted.places.known[row].passage for row in rows]
    said = {name: [getattr(passage, name) for passage in passages] for name in ("work", "ref", "numbering")}
    return {**said, "text": [counted.samples.get(int(row), (0, ""))[1] for row in rows], **columns}


def _misquoted(counted: Counted) -> Columns:
    rows, columns = _by_place(counted, True, counted.by_place[: len(counted.places.known), VERDICTS.index("altered")])
    sura = _sura_of(np.array([counted.places.known[row].first for row in rows], np.int64))
    return {"ref": [counted.places.known[row].passage.ref for row in rows], "sura": sura, "name": [names()[n - 1] for n in sura], **columns}


def _wordings(counted: Counted) -> Columns:
    rows = counted.wordings.rows()[:MOST]
    said = {name: [thing[place] for thing, _, _ in rows] for place, name in enumerate(("ref", "op", "text", "source"))}
    return {**said, "quotations": [times for _, times, _ in rows], "documents": [documents for _, _, documents in rows]}


def _pairs(counted: Counted, quran: Work) -> Columns:
    found = counted.together.pairs()
    one, other, times, documents = (column[:MOST] for column in found[:4])
    lift = found.lift[:MOST]
    apart = np.where(_sura_of(one) == _sura_of(other), (other - one).astype(np.float64), np.nan)
    return {
        "ref_a": [quran.refs[verse] for verse in one.tolist()],
        "ref_b": [quran.refs[verse] for verse in other.tolist()],
        "together": times,
        "documents": documents,
        "lift": lift,
        "strength": times * np.log(lift),
        "apart": apart,
    }


def _readings(counted: Counted) -> Columns:
    names_of = list(counted.readers)
    order = sorted(range(len(names_of)), key=lambda number: (-int(counted.readings.times[number]), names_of[number]))
    return {
        "reader": [names_of[number] for number in order],
        "quotations": counted.readings.times[order],
        "documents": counted.readings.documents[order],
    }


def _density(counted: Counted) -> Columns:
    group, part = (index.ravel() for index in np.indices(counted.density.shape[:2]))
    return {
        "group": _named(counted, group),
        "bin": part + 1,
        **{f"{kind}s": counted.density[:, :, number].ravel() for number, kind in enumerate(KINDS)},
        "characters": counted.groups.characters[group] / BINS,
    }
