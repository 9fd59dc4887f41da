"""What a report of an error needs: versions, the texts and their checksums, the cache, the extras.

It changes nothing, and names no path but the cache's.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Literal

import msgspec

from muqabala.canon import books, sources, store
from muqabala.errors import CanonError
from muqabala.records import Record

LIBRARIES = ("numpy", "rapidfuzz", "msgspec", "click", "jinja2", "platformdirs", "hijrical")
"""Without one of these nothing works."""
EXTRAS: dict[str, tuple[str, ...]] = {
    "hadith": ("hadith",),
    "corpus": ("pyarrow",),
    "spark": ("pyarrow", "pyspark", "pandas"),
    "web": ("fastapi", "uvicorn", "httptools", "python-multipart", *(["uvloop"] if sys.platform != "win32" else [])),
    "mcp": ("mcp",),
    "spacy": ("spacy",),
}
"""The packages of each extra."""


class Text(Record):
    """A source text that a package brings."""

    edition: str
    package: str
    sha256: str
    """The checksum that it must have."""
    state: Literal["right", "missing", "damaged"]


class Index(Record):
    """An index of the canon."""

    work: str
    file: str
    """Its name in the cache."""
    bytes: int
    state: Literal["right", "missing", "damaged"]
    """One that is missing or damaged is built at first use."""


class Cache(Record):
    """Where indexes lie."""

    path: str
    format: int
    """Of the indexes; another one is another file."""
    writable: bool
    """If not, indexes are built anew at each start and kept in memory."""
    files: int
    bytes: int
    """Of all files in it."""
    indexes: list[Index]


class Extra(Record):
    """Packages that one part of the program needs; None for those that are not installed."""

    name: str
    present: bool
    packages: dict[str, str | None]


class Health(Record):
    """The program as it is installed here."""

    healthy: bool
    """Whether the libraries are there, and the texts as they must be."""
    warning: str | None
    """What makes it slow, or takes much memory."""
    muqabala: str | None
    """Its version; None where it is run from its source and not installed."""
    python: str
    platform: str
    encoding: str
    """Of standard output."""
    sqlite: str
    processors: int
    libraries: dict[str, str | None]
    texts: list[Text]
    cache: Cache
    extras: list[Extra]


def examine() -> Health:
    """Look at the installation; texts are read and their checksums computed, nothing is built."""
    libraries = _versions(LIBRARIES)
    texts = [_text(source) for source in (*sources.QURAN_SOURCES, sources.BACKGROUND, *books.sources_of(books.installed()))]
    cache = _cache()
    return Health(
        all(libraries.values()) and all(text.state == "right" for text in texts),
        _warning(cache),
        version_of("muqabala"),
        f"{platform.python_implementation()} {platform.python_version()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        sys.stdout.encoding or "",
        sqlite3.sqlite_version,
        os.cpu_count() or 1,
        libraries,
        list({(text.package, text.sha256): text for text in texts}.values()),
        cache,
        [_extra(name, packages) for name, packages in EXTRAS.items()],
    )


def lines_of(health: Health) -> Iterator[str]:
    """The same as lines to be read, or pasted into a report of an error."""
    yield f"muqabala {health.muqabala or '(run from its source)'}, {health.python}, {health.platform}"
    yield f"output {health.encoding}, SQLite {health.sqlite}, {health.processors} processors"
    yield "libraries: " + _listed(health.libraries)
    yield "texts:"
    for text in health.texts:
        yield f"  {text.state:8} {text.edition} ({text.package}), sha256 {text.sha256}"
    cache = health.cache
    writable = "can" if cache.writable else "cannot"
    yield f"cache: {cache.path} ({writable} be written to), {cache.files} files, {cache.bytes / 1e6:.1f} MB, format {cache.format}"
    for index in cache.indexes:
        size = f", {index.bytes / 1e6:.1f} MB" if index.bytes else ""
        yield f"  {index.state:8} {index.work}: {index.file}{size}"
    yield "extras:"
    for extra in health.extras:
        yield f"  {'present' if extra.present else 'missing':8} {extra.name}: {_listed(extra.packages)}"
    if health.warning:
        yield f"warning: {health.warning}"
    elif health.healthy:
        yield "all is well"
    if not health.healthy:
        yield "not well: install again what is missing or damaged: pip install --force-reinstall muqabala"


def as_json(health: Health) -> str:
    """The same as JSON."""
    return msgspec.json.format(msgspec.json.encode(health), indent=1).decode()


def _listed(packages: dict[str, str | None]) -> str:
    return ", ".join(f"{name} {version or 'missing'}" for name, version in packages.items())


def version_of(package: str) -> str | None:
    """The version of an installed package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _versions(packages: tuple[str, ...]) -> dict[str, str | None]:
    return {package: version_of(package) for package in packages}


def _extra(name: str, packages: tuple[str, ...]) -> Extra:
    versions = _versions(packages)
    return Extra(name, all(versions.values()), versions)


def _text(source: sources.Source) -> Text:
    try:
        source.read()
        state: Literal["right", "missing", "damaged"] = "right"
    except CanonError:
        state = "damaged" if version_of(source.package.partition("==")[0]) else "missing"
    return Text(source.edition, source.package, source.sha256, state)


def _cache() -> Cache:
    folder = store.cache_dir()
    sizes = list(_sizes(folder))
    indexes = [_index(work, path) for work, path in (("quran", store.quran_path()), ("hadith", store.hadith_path()))]
    return Cache(str(folder), store.FORMAT, _writable(folder), len(sizes), sum(sizes), indexes)


def _warning(cache: Cache) -> str | None:
    """What to say of a cache in which an index is not whole and none can be written."""
    wanting = ", ".join(index.work for index in cache.indexes if index.state != "right")
    if cache.writable or not wanting:
        return None
    return f"each command builds its indexes anew ({wanting}), since the cache cannot be written to; let it be, or name a folder in MUQABALA_CACHE"


def _sizes(folder: Path) -> Iterator[int]:
    """Bytes of each file in a folder; another process may take one away meanwhile."""
    for path in folder.glob("*"):
        with suppress(OSError):
            if path.is_file():
                yield path.stat().st_size


def _writable(folder: Path) -> bool:
    """Whether the folder can be written to, or made: nothing is written to find out."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def _index(work: str, path: Path) -> Index:
    try:
        store.read(path)
        return Index(work, path.name, path.stat().st_size, "right")
    except CanonError:
        return Index(work, path.name, path.stat().st_size, "damaged")
    except OSError:
        return Index(work, path.name, 0, "missing")
