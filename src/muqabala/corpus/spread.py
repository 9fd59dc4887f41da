"""Reuse in a library that one process does not hold: documents are put on a shelf, compared by a cluster, and told of as they always are.

The tables are those of `write_reuse`, byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from muqabala.canon.progress import Progress, quiet
from muqabala.collate.copies.shared import MAX_PLACES, places_at_most
from muqabala.corpus.folder import whole_folder
from muqabala.corpus.inputs import Reader, Unread
from muqabala.corpus.plan import Unit, plan
from muqabala.corpus.reuse import Found, check_enough, write_tables
from muqabala.corpus.shelf import Shelved, Shelving, arrange
from muqabala.corpus.shuffle import Comparison
from muqabala.corpus.tracing import Works, checker_of


class Cluster(Protocol):
    """Processes that compare documents; all of them see the same files."""

    def shelve(self, units: Sequence[Unit], task: Shelving) -> Iterator[int]:
        """Put the documents of units on a shelf (`shelf.try_shelve`); the number of each unit, when it is done."""

    def compare(self, comparison: Comparison) -> Iterator[int]:
        """Do the steps of a comparison, with a shuffle between each two; the number of each block, when it is done."""


def spread_reuse(
    inputs: Iterable[str],
    reader: Reader,
    works: Works,
    cluster: Cluster,
    out: Path,
    unread: list[Unread],
    progress: Progress = quiet,
    most: int = MAX_PLACES,
) -> Found:
    """Write the tables of what the documents of some inputs share to a folder, which appears when they are whole.

    Args:
        inputs: files, folders and globs.
        reader: how they are read.
        works: in which they are traced.
        cluster: where it is done.
        out: the folder; it lies where all of the cluster sees it.
        unread: gets what could not be read, before anything is compared.
        progress: is told how far the work is.
        most: places of a seed at most, as for `find_passages`.

    Raises:
        InputError: there are fewer than two documents, they are too many, or the folder is there and not empty, or cannot be written to.
        CanonError: a source is missing, changed or damaged.
        MuqabalaError: the cluster cannot go on.
    """
    canon = checker_of(works).canon
    units = plan(inputs, reader.text_field).units
    with whole_folder(out) as part:
        shelf = part / "shelf"
        shelf.mkdir()
        for done, _ in enumerate(cluster.shelve(units, Shelving(str(shelf), reader, works)), 1):
            progress("tracing", done, len(units))
        found = arrange(str(shelf), len(units))
        unread += found.unread
        check_enough(len(found.ids))
        comparison = Comparison.of(str(shelf), len(units), places_at_most(len(found.ids), most))
        blocks = len(comparison.blocks()) - 1
        for done, _ in enumerate(cluster.compare(comparison), 1):
            progress("copies", done, blocks)
        given = write_tables(part, Shelved(str(shelf), found.ids, found.paths), canon, comparison.passages(), unread, most)
        shutil.rmtree(shelf)
    return given
