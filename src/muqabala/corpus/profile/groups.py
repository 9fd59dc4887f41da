"""Documents put together by what is known of them: each by itself, by century, or by a field of their metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from muqabala.canon.progress import Progress, quiet
from muqabala.corpus.profile.tally import Longs
from muqabala.corpus.scanned import Scanned
from muqabala.errors import InputError

DOCUMENT, CENTURY = "document", "century"
"""Ways of grouping that need no field."""
MOST = 1_000
"""Groups that are told apart, those with the most text; the others are counted as one."""
OTHERS, UNKNOWN = "*", "?"
"""The name of the group of all others, and of documents of which it is not known."""
_OPENITI = re.compile(r"(?P<year>\d{4})[A-Z][A-Za-z]*\.")
"""How ids of OpenITI begin: the year in which the author died (AH), his name, a point (https://openiti.org, its naming of texts)."""
_SUMS = ("isnads", "citations", "wrong_citations", "quoted")
_NUMBERS = ("document", "length", *_SUMS)
_COLUMNS = ("id", "metadata", *_NUMBERS)


class Groups(NamedTuple):
    """Groups of documents: equal-length columns, one row a group, in the order in which they first come.

    | column          | unit                                                       |
    |-----------------|------------------------------------------------------------|
    | name            | name; OTHERS and UNKNOWN are no names                      |
    | documents       | documents                                                  |
    | characters      | code points                                                |
    | isnads, citations, wrong_citations | how many                               |
    | quoted          | code points that stand in a quotation with a source        |

    `of` holds the group of each document, by its number less one. `length` holds its code points.
    """

    of: npt.NDArray[np.int32]
    length: Longs
    name: list[str]
    documents: Longs
    characters: Longs
    isnads: Longs
    citations: Longs
    wrong_citations: Longs
    quoted: Longs


def century(identifier: str, metadata: Mapping[str, str]) -> str | None:
    """The century (AH) of a document: as its metadata say, or as an id of OpenITI does; None where neither does.

    >>> century("0310Tabari.Tarikh.Shamela0009783-ara1", {}), century("notes", {"century": "7"}), century("notes", {})
    ('4', '7', None)
    """
    if said := metadata.get(CENTURY):
        return said
    match = _OPENITI.match(identifier)
    return str((int(match["year"]) + 99) // 100) if match and int(match["year"]) else None


@dataclass
class _Grouping:
    """Reads the documents and puts them into groups."""

    scanned: Scanned
    by: str
    progress: Progress
    numbers: dict[str, int] = field(default_factory=dict)
    """Of names; unused where each document is a group, so that their ids need not be kept."""
    fields: dict[str, None] = field(default_factory=dict)
    """Fields that the metadata have."""
    group: list[Longs] = field(default_factory=list)
    columns: list[Longs] = field(default_factory=list)
    """Blocks of document number, length and sums."""

    def read(self) -> None:
        """Read the documents."""
        done, total = 0, self.scanned.rows("documents")
        for batch in self.scanned.batches("documents", _COLUMNS):
            self.group.append(np.arange(done, done + batch.num_rows) if self.by == DOCUMENT else self._named(batch))
            self.columns.append(np.stack([batch[c].fill_null(0).to_numpy(zero_copy_only=False) for c in _NUMBERS]).astype(np.int64))
            done += batch.num_rows
            self.progress("documents", done, total)

    def _named(self, batch: pa.RecordBatch) -> Longs:
        """The group of each document of a batch, by name."""
        rows = zip(batch["id"].to_pylist(), batch["metadata"].to_pylist(), strict=True)
        names = [self._name(identifier or "", dict(metadata or ())) for identifier, metadata in rows]
        return np.array([self.numbers.setdefault(name, len(self.numbers)) for name in names], np.int64)

    def _name(self, identifier: str, metadata: dict[str, str]) -> str:
        self.fields.update(dict.fromkeys(metadata))
        return (century(identifier, metadata) if self.by == CENTURY else metadata.get(self.by)) or UNKNOWN

    def order(self) -> None:
        """Give centuries the order of time, and what is not known the last place."""
        if self.by == DOCUMENT:
            return
        names = list(self.numbers)
        years = {name: int(name) for name in names if self.by == CENTURY and name.isdecimal()}
        inorder = sorted(names, key=lambda name: (name == UNKNOWN, name not in years, years.get(name, 0)))
        self.numbers = {name: number for number, name in enumerate(inorder)}
        number = np.array([self.numbers[name] for name in names], np.int64)
        self.group = [number[group] for group in self.group]

    def names_of(self, groups: Longs) -> list[str]:
        """The names of some groups, in their order."""
        if self.by != DOCUMENT:
            names = list(self.numbers)
            return [names[group] for group in groups]
        found: list[str] = []
        begin = 0
        for batch in self.scanned.batches("documents", ["id"]):
            here = groups[(groups >= begin) & (groups < begin + batch.num_rows)] - begin
            found += [identifier or "" for identifier in batch["id"].take(pa.array(here)).to_pylist()]
            begin += batch.num_rows
        return found


def group_documents(scanned: Scanned, by: str = DOCUMENT, most: int = MOST, progress: Progress = quiet) -> Groups:
    """The groups of the documents of a corpus. Memory: some 100 bytes a document while they are read, 12 afterwards, and the names of groups.

    Args:
        scanned: the corpus.
        by: «document», «century», or a field of the metadata.
        most: groups that are told apart.
        progress: is told how many documents have been read.

    Raises:
        InputError: a table is damaged, or no document has that field.
    """
    found = _Grouping(scanned, by, progress)
    found.read()
    if by not in (DOCUMENT, CENTURY) and by not in found.fields and found.columns:
        known = ", ".join(dict.fromkeys([DOCUMENT, CENTURY, *found.fields]))
        raise InputError(f"{scanned.folder}: no document has the field «{by}» among its metadata; documents can be put together by: {known}")
    found.order()
    columns = np.concatenate(found.columns, axis=1) if found.columns else np.zeros((len(_NUMBERS), 0), np.int64)
    if not np.array_equal(columns[0], np.arange(1, columns.shape[1] + 1)) or columns.min(initial=0) < 0:
        raise InputError(
            f"{scanned.folder / 'documents.parquet'}: its documents are not numbered from 1 in their order, or have no length; scan again"
        )
    groups = np.concatenate(found.group) if found.group else np.zeros(0, np.int64)
    kept, groups = _pooled(groups, columns[1], most)
    names = _distinct(found.names_of(kept))
    pooled = int(groups.max(initial=-1)) + 1 > len(names)
    return _summed([*names, OTHERS] if pooled else names, groups, columns)


def _distinct(names: list[str]) -> list[str]:
    """Names that are all different, and none that of all others: one that comes again gets a number, as the ids of inputs do.

    >>> _distinct(["a", "b", "a", "*"])
    ['a', 'b', 'a-2', '*-2']
    """
    taken = {OTHERS}
    found = []
    for name in names:
        own = next(other for number in count(1) if (other := name if number == 1 else f"{name}-{number}") not in taken)
        taken.add(own)
        found.append(own)
    return found


def _pooled(group: Longs, length: Longs, most: int) -> tuple[Longs, Longs]:
    """The groups that are told apart, and the number of each document's among them; all others have the number after the last."""
    size = np.bincount(group, length)
    if len(size) <= most:
        return np.arange(len(size)), group
    kept = np.sort(np.argsort(-size, kind="stable")[: most - 1])
    number = np.full(len(size), len(kept))
    number[kept] = np.arange(len(kept))
    return kept, number[group]


def _summed(names: list[str], group: Longs, columns: Longs) -> Groups:
    """The groups with their sums."""
    _, length, *sums = columns

    def total(values: Longs) -> Longs:
        return np.bincount(group, values, len(names)).astype(np.int64)

    return Groups(group.astype(np.int32), length, names, total(np.ones_like(length)), total(length), *map(total, sums))
