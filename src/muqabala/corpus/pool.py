"""Documents traced in several processes, each of which maps the canon's index for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context

from muqabala import api
from muqabala.canon.progress import Progress, quiet
from muqabala.collate.account import Quoted
from muqabala.collation import quoted_of
from muqabala.errors import ConfigError, MuqabalaError

Works = tuple[str, ...]
"""Names of works, of `KNOWN`."""
KNOWN: Works = ("quran", "hadith")
"""Works that a corpus is traced in; `hadith` are all the books."""


@cache
def checker_of(works: Works) -> api.Checker:
    """The checker of some works, made once in each process.

    Raises:
        CanonError: a source is missing, changed or damaged.
        ConfigError: they are not a tuple of known names.
    """
    if unknown := [name for name in works if name not in KNOWN]:  # the letters of a name that stands alone, too
        raise ConfigError(f"unknown work {unknown[0]!r}; known: {', '.join(KNOWN)}, as a tuple: {KNOWN!r}")
    return api.Checker((api.quran(),) if "quran" in works else (), hadith=api.hadith() if "hadith" in works else None)


def quotations(texts: Sequence[str], works: Works, jobs: int, progress: Progress = quiet) -> list[tuple[Quoted, ...]]:
    """What each text quotes of the canon, in the order of the texts.

    Args:
        texts: the texts; those of about `api.BLOCK` characters together are traced at a time.
        works: in which they are traced; none: nothing is quoted.
        jobs: processes; 1: this one alone.
        progress: is told how much has been traced.

    Raises:
        CanonError: a source is missing, changed or damaged.
        MuqabalaError: a process was killed.
    """
    if not works:
        return [()] * len(texts)
    batches = list(_batches(texts))
    found: list[list[tuple[Quoted, ...]]] = []
    try:
        for quoted in _traced(batches, works, min(jobs, len(batches))):
            found.append(quoted)
            progress("tracing", len(found), len(batches))
    except BrokenProcessPool as error:
        raise MuqabalaError("a process that traced documents was killed, perhaps for lack of memory; try --jobs 1") from error
    return list(chain.from_iterable(found))


def _traced(batches: Sequence[Sequence[str]], works: Works, jobs: int) -> Iterator[list[tuple[Quoted, ...]]]:
    """What the texts of each batch quote."""
    if jobs <= 1:
        yield from map(partial(_trace, works), batches)
        return
    checker_of(works)  # an index that is not there yet is built once, not by each process
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield from pool.map(partial(_trace, works), batches)


def _trace(works: Works, texts: Sequence[str]) -> list[tuple[Quoted, ...]]:
    sources = (api.Source(str(place), "", [text]) for place, text in enumerate(texts))
    return [quoted_of(stream) for stream in checker_of(works).streams(sources)]


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts in groups of about as many characters as are traced at a time."""
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= api.BLOCK:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
