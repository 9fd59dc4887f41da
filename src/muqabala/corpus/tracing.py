"""In which works a corpus is traced, and what its texts quote of them, in several processes, each of which maps the canon's index for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import chain

from muqabala import api
from muqabala.canon.progress import Progress, quiet
from muqabala.collate.episodes.account import Quoted
from muqabala.collation import quoted_of
from muqabala.corpus.workers import in_processes, tried
from muqabala.errors import ConfigError, MuqabalaError

Works = tuple[str, ...]
"""Names of works, of `KNOWN`."""
KNOWN: Works = ("quran", "hadith")
"""Works that a corpus is traced in; `hadith` are all the books."""
KILLED = "processes that traced documents were killed, perhaps for lack of memory; try --jobs 1"


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
        MuqabalaError: processes were killed, again and again.
    """
    if not works:
        return [()] * len(texts)
    batches = list(_batches(texts))
    found: list[list[tuple[Quoted, ...]]] = [[] for _ in batches]
    for done, (place, quoted) in enumerate(_traced(batches, works, min(jobs, len(batches))), 1):
        found[place] = quoted
        progress("tracing", done, len(batches))
    return list(chain.from_iterable(found))


def _traced(batches: Sequence[Sequence[str]], works: Works, jobs: int) -> Iterator[tuple[int, list[tuple[Quoted, ...]]]]:
    """The place of each batch, and what its texts quote."""
    if jobs <= 1:
        yield from enumerate(map(partial(_trace, works), batches))
        return
    checker_of(works)  # an index that is not there yet is built once, not by each process
    yield from in_processes(partial(_try_trace, works), batches, jobs, KILLED)


def _try_trace(works: Works, texts: Sequence[str]) -> list[tuple[Quoted, ...]] | MuqabalaError:
    return tried(partial(_trace, works, texts))


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
