"""What a corpus quotes: verses and hadiths by how often, suras by their length, groups of documents, density, misquotation, company.

The tables of `muqabala scan` are read once, from their beginning to their end; memory does not grow with them, save by some bytes a document.
What the columns mean is said in docs/reference/profile.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from muqabala.canon.progress import Progress, quiet
from muqabala.canon.suras import VERSES
from muqabala.corpus.profile.groups import DOCUMENT, Groups, group_documents
from muqabala.corpus.profile.places import Places, first_verses
from muqabala.corpus.profile.tally import Counts, Heavy, Longs, Tally, grown
from muqabala.corpus.profile.together import FARTHEST, WINDOW, Together, Uses
from muqabala.corpus.scanned import Scanned
from muqabala.errors import InputError
from muqabala.formats.changes import without_marks
from muqabala.records import Kind, Verdict

KINDS: tuple[str, ...] = get_args(Kind)
VERDICTS: tuple[str, ...] = get_args(Verdict)
BINS = 100
"""Parts of equal length into which each document is cut to see where it quotes."""
WORDS = 160
"""Code points of a wording that are kept."""
_COLUMNS = ("document", "kind", "start", "end", "text", "verdict", "passages", "edits", "readers")
_CHANGES = ("replace", "insert", "delete")
_ALTERED = VERDICTS.index("altered")


class _Rows(NamedTuple):
    """Quotations as numbers: equal-length columns; `group` from 0, `place` -1 where there is none, `several`: it has equally good places."""

    document: Longs
    start: Longs
    end: Longs
    kind: Longs
    verdict: Longs
    place: Longs
    group: Longs
    several: npt.NDArray[np.bool_]


class Counted:
    """What is counted while the quotations go by.

    Arrays: `verdicts` [group, kind, verdict], `density` [group, bin, kind], `suras` [group, sura], `by_place` [place, verdict], `elsewhere` [verse].
    """

    def __init__(self, groups: Groups, window: int, table: Path) -> None:
        count = len(groups.name)
        self.groups = groups
        self.table = table
        """Where the quotations come from, for messages."""
        self.places = Places()
        self.verdicts = np.zeros((count, len(KINDS), len(VERDICTS)), np.int64)
        self.density = np.zeros((count, BINS, len(KINDS)), np.int64)
        self.suras = np.zeros((count, len(VERSES)), np.int64)
        self.sura_documents = Tally.of(len(VERSES))
        self.by_place: Counts = np.zeros((0, len(VERDICTS)), np.int64)
        self.place_documents = Tally()
        self.verses = Tally.of(sum(VERSES))
        self.elsewhere = np.zeros(sum(VERSES), np.int64)
        self.together = Together(window)
        self.wordings = Heavy()
        self.readers: dict[str, int] = {}
        self.readings = Tally()
        self.samples: dict[int, tuple[int, str]] = {}
        """Of each place that is not of the Qur'an, words that quote it, the longest of no more than WORDS code points, with how long they are."""
        self._reached = (0, 0)

    def add(self, batch: pa.RecordBatch) -> None:
        """Count the next quotations.

        Raises:
            InputError: they do not follow on those before them, or are of a document that is not there.
        """
        rows = self._rows(batch)
        self._check_order(rows)
        np.add.at(self.verdicts, (rows.group, rows.kind, rows.verdict), 1)
        placed = rows.place >= 0
        length = np.maximum(self.groups.length[rows.document - 1], 1)
        np.add.at(self.density, (rows.group, np.minimum(rows.start * BINS // length, BINS - 1), rows.kind), placed)
        self._add_places(rows, placed)
        self._add_verses(rows)
        self._add_wordings(rows, batch)
        self._add_readings(rows, batch)
        self._add_samples(rows, batch)

    def _rows(self, batch: pa.RecordBatch) -> _Rows:
        if any(batch[name].null_count for name in ("document", "start", "end")):
            raise self._wrong("has quotations without a place")
        document, start, end = (batch[name].to_numpy(zero_copy_only=False) for name in ("document", "start", "end"))
        if document.min() < 1 or document.max() > len(self.groups.of):
            raise self._wrong("has quotations of documents that documents.parquet does not have")
        if start.min() < 0 or (end < start).any() or end.max() >= FARTHEST:
            raise self._wrong("has quotations that end before they begin, or stand nowhere")
        kind, verdict = (pc.index_in(batch[name], pa.array(values)) for name, values in (("kind", KINDS), ("verdict", VERDICTS)))
        if kind.null_count or verdict.null_count:
            raise self._wrong("has a kind or a verdict that this program does not know")
        several = pc.greater(pc.list_value_length(batch["passages"]).fill_null(0), 1).to_numpy(zero_copy_only=False)
        kinds, verdicts = (column.to_numpy(zero_copy_only=False).astype(np.int64) for column in (kind, verdict))
        group = self.groups.of[document - 1].astype(np.int64)
        return _Rows(document, start, end, kinds, verdicts, self.places.of(batch["passages"]), group, several)

    def _wrong(self, what: str) -> InputError:
        return InputError(f"{self.table}: {what}; scan again")

    def _check_order(self, rows: _Rows) -> None:
        """Documents and, in each, quotations come in their order: what is counted once a document rests on it."""
        place = np.concatenate([[self._reached[0]], rows.document]), np.concatenate([[self._reached[1]], rows.start])
        step = np.diff(place[0])
        if (step < 0).any() or ((step == 0) & (np.diff(place[1]) < 0)).any():
            raise self._wrong("has rows that are not in the order of documents.parquet")
        self._reached = int(rows.document[-1]), int(rows.start[-1])

    def _add_places(self, rows: _Rows, placed: npt.NDArray[np.bool_]) -> None:
        self.by_place = grown(self.by_place, len(self.places.known))
        np.add.at(self.by_place, (rows.place[placed], rows.verdict[placed]), 1)
        self.place_documents.add(rows.place[placed], rows.document[placed])

    def _add_verses(self, rows: _Rows) -> None:
        """Verses, suras and pairs: each verse of a range is counted, the sura once a quotation."""
        verse = self._is_verse(rows.place)
        first, last = (side[rows.place[verse]] for side in self.places.verses())
        uses = Uses(rows.document[verse], rows.start[verse], rows.end[verse], first, last)
        many = uses.last - uses.first + 1
        which = np.repeat(np.arange(len(many)), many)
        each = uses.first[which] + np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        self.verses.add(each, uses.document[which])
        np.add.at(self.elsewhere, each, rows.several[verse][which])
        sura = np.searchsorted(first_verses(), uses.first, "right") - 1
        np.add.at(self.suras, (rows.group[verse], sura), 1)
        self.sura_documents.add(sura, uses.document)
        self.together.add(uses)

    def _is_verse(self, place: Longs) -> npt.NDArray[np.bool_]:
        """Whether each place is of the Qur'an; -1 is not."""
        is_verse: npt.NDArray[np.bool_] = np.append(self.places.verses()[0], -1)[place] >= 0
        return is_verse

    def _add_wordings(self, rows: _Rows, batch: pa.RecordBatch) -> None:
        """What differs in verses whose wording differs, without vowel signs."""
        altered = np.flatnonzero((rows.verdict == _ALTERED) & (rows.kind == KINDS.index("ayah")) & self._is_verse(rows.place))
        for row, edits in zip(altered.tolist(), batch["edits"].take(pa.array(altered)).to_pylist(), strict=True):
            ref = self.places.known[rows.place[row]].passage.ref
            said = ((e["op"], without_marks(e["text"] or "")[:WORDS], without_marks(e["source"] or "")[:WORDS]) for e in edits or ())
            self.wordings.add(((ref, *what) for what in said if what[0] in _CHANGES), int(rows.document[row]))

    def _add_readings(self, rows: _Rows, batch: pa.RecordBatch) -> None:
        """With whom readings agree, each reader once a quotation."""
        reading = np.flatnonzero(rows.verdict == VERDICTS.index("reading"))
        lists = batch["readers"].take(pa.array(reading)).to_pylist()
        named = [(name, row) for row, names in zip(reading.tolist(), lists, strict=True) for name in _single(names or ())]
        numbers = [self.readers.setdefault(name, len(self.readers)) for name, _ in named]
        self.readings.add(np.array(numbers, np.int64), rows.document[[row for _, row in named]] if named else np.zeros(0, np.int64))

    def _add_samples(self, rows: _Rows, batch: pa.RecordBatch) -> None:
        length = pc.utf8_length(batch["text"]).fill_null(0).to_numpy(zero_copy_only=False)
        worth = np.where(length > WORDS, 1, length)
        order = np.lexsort((-worth, rows.place))
        places, at = np.unique(rows.place[order], return_index=True)
        better = [(place, row) for place, row in zip(places.tolist(), order[at].tolist(), strict=True) if self._is_better(place, int(worth[row]))]
        words = batch["text"].take(pa.array([row for _, row in better], pa.int64())).to_pylist()
        for (place, row), text in zip(better, words, strict=True):
            self.samples[place] = (int(worth[row]), " ".join((text or "")[:WORDS].split()))

    def _is_better(self, place: int, worth: int) -> bool:
        """Whether words of that worth are to be kept for a place: it is not of the Qur'an, and has none so long."""
        return place >= 0 and self.places.known[place].first < 0 and worth > self.samples.get(place, (0, ""))[0]


def _single(names: Iterable[str]) -> list[str]:
    """Readers' names, each once; one entry may name several."""
    return [*dict.fromkeys(part.strip() for name in names for part in name.split(",") if part.strip())]


def count(scanned: Scanned, by: str = DOCUMENT, window: int = WINDOW, progress: Progress = quiet) -> Counted:
    """Read the tables of a corpus and count.

    Args:
        scanned: the corpus.
        by: how documents are put together: «document», «century» (AH), or a field of the metadata.
        window: code points between two quotations that count as quoted together.
        progress: is told how many documents and quotations have been read.

    Raises:
        InputError: a table is not there or damaged, or no document has that field.
    """
    counted = Counted(group_documents(scanned, by, progress=progress), window, scanned.folder / "quotations.parquet")
    done, total = 0, scanned.rows("quotations")
    for batch in scanned.batches("quotations", _COLUMNS):
        counted.add(batch)
        done += batch.num_rows
        progress("quotations", done, total)
    return counted
