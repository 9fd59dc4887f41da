"""The index on disk: the one module of the canon that opens, writes and maps files.

An index is one file: a line of JSON (arrays with dtype, length and offset; strings; editions), then the arrays, each aligned to
64 bytes. Its name holds the work and a hash of everything that it was made from, so that another version of a source, a table
or the format is another file. It is written beside its place and renamed: a reader sees a whole file or none, and two
processes that build at once do no harm.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import platformdirs

from muqabala.canon import books, sources
from muqabala.canon.progress import Progress, quiet
from muqabala.canon.seeds import K_LARGE, K, SeedTable
from muqabala.canon.texts import Bare, Cuts, Lines
from muqabala.canon.vocabulary import Vocabulary
from muqabala.canon.work import Book, Passages, Witness, Work
from muqabala.errors import CanonError
from muqabala.writing import whole

FORMAT = 13
_ALIGN = 64
_BIT_STEP = 1 / 15
"""A large work keeps the surprise of its words in steps of a fifteenth of a bit, up to 17 bits."""
_ARRAYS = (
    "letters",
    "word_first",
    "passage_first",
    "group",
    "sorted_words",
    "first_bits",
    "next_bits",
    "other_number",
    "other_word",
)
_TEXTS = ("words", "plain", "refs", "texts", "other_skeleton")
_PASSAGES = ("book", "chapter", "chain", "matn", "cluster", "damaged")
_VOCABULARY = ("keys", "counts", "first", "passages")
_SEED_ARRAYS = ("codes", "first", "places", "bucket", "filter")


def cache_dir() -> Path:
    """Where indexes lie: $MUQABALA_CACHE, or the user's cache directory."""
    return Path(os.environ.get("MUQABALA_CACHE") or platformdirs.user_cache_dir("muqabala"))


def quran_path() -> Path:
    """Where the index of the Qur'an lies, whether or not it has been built."""
    inputs = [source.sha256 for source in (*sources.QURAN_SOURCES, sources.BACKGROUND)]
    inputs += [(resources.files("muqabala.canon") / "data" / name).read_text("utf-8") for name in ("readings.tsv", "forms.tsv")]
    return _path("quran", inputs)


def hadith_path() -> Path:
    """Where the index of the hadith lies, whether or not it has been built; another one with and without the extra."""
    return _path("hadith", [source.sha256 for source in books.sources_of(books.installed())])


def _path(name: str, inputs: list[str]) -> Path:
    key = hashlib.sha256("\0".join([str(FORMAT), str(K), str(K_LARGE), *inputs]).encode()).hexdigest()[:16]
    return cache_dir() / f"{name}-{key}.index"


def load_quran(progress: Progress = quiet, rebuild: bool = False) -> Work:
    """The Qur'an's index, mapped; built first if it is not there. Where nothing can be written it is kept in memory.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """

    def make() -> Work:
        from muqabala.canon.build import build_quran  # not read where the index is there: a start takes half a second

        return build_quran(progress)

    return _load(quran_path(), make, rebuild)


def load_hadith(progress: Progress = quiet, rebuild: bool = False) -> Work:
    """The index of the books of hadith that are installed, mapped; built first if it is not there.

    Raises:
        CanonError: a source is missing, changed or damaged.
    """

    def make() -> Work:
        from muqabala.canon.build_hadith import build_hadith

        return build_hadith(progress=progress)

    return _load(hadith_path(), make, rebuild)


def load_texts(name: str, passages: list[tuple[str, str]], edition: dict[str, str], rebuild: bool = False) -> Work:
    """The index of a work of the user's own."""
    path = _path(f"own-{hashlib.sha256(name.encode()).hexdigest()[:8]}", [edition["sha256"], sources.BACKGROUND.sha256])

    def make() -> Work:
        from muqabala.canon.build import build_texts

        return build_texts(name, "own", passages, edition)

    return _load(path, make, rebuild)


def _load(path: Path, make: Callable[[], Work], rebuild: bool) -> Work:
    if not rebuild:
        try:
            return read(path)
        except (OSError, CanonError):
            pass
    work = make()
    try:
        write(work, path)
        return read(path)
    except OSError:
        return work


def write(work: Work, path: Path) -> None:
    """Write an index atomically.

    Raises:
        OSError: the directory cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(work, name) for name in _ARRAYS}
    if isinstance(work.words, Cuts):
        arrays["first_bits"] = np.round(work.first_bits / _BIT_STEP).astype(np.uint8)
    arrays |= {f"passages.{name}": getattr(work.passages, name) for name in _PASSAGES}
    arrays |= {f"vocabulary.{name}": getattr(work.vocabulary, name) for name in _VOCABULARY}
    for table in ("seeds", "short_seeds"):
        arrays |= {f"{table}.{name}": getattr(getattr(work, table), name) for name in _SEED_ARRAYS}
    for place, witness in enumerate(work.witnesses):
        arrays |= {f"witness.{place}.lo": witness.lo, f"witness.{place}.hi": witness.hi}
    for name in _TEXTS:
        arrays |= _strings(name, getattr(work, name))
    for place, witness in enumerate(work.witnesses):
        arrays |= {f"text.witness.{place}.words": _blob(witness.words), f"text.witness.{place}.labels": _blob(witness.labels)}
    with whole(path) as temporary, temporary.open("wb") as file:
        _write_arrays(file, arrays, _head(work))


def _head(work: Work) -> dict[str, Any]:
    return {
        "name": work.name,
        "numbering": work.numbering,
        "books": work.books,
        "k": {"seeds": work.seeds.k, "short_seeds": work.short_seeds.k},
        "alphabet": work.words.alphabet if isinstance(work.words, Cuts) else "",
        "editions": work.editions,
        "witnesses": [{"name": w.name, "reading": w.reading, "labels": bool(w.labels)} for w in work.witnesses],
    }


def _strings(name: str, texts: Sequence[str]) -> dict[str, Any]:
    """The arrays of a column of strings. All `Cuts` of a work are cuts of one row, which stands with the words; `Bare` needs none."""
    if isinstance(texts, Bare):
        return {}
    if isinstance(texts, Cuts):
        return {f"cuts.{name}.start": texts.start, f"cuts.{name}.length": texts.length} | ({"row": texts.row} if name == "words" else {})
    return {f"text.{name}": _blob(texts)}


def _blob(texts: Iterable[str]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.frombuffer("\n".join(t.replace("\n", " ") for t in texts).encode("utf-8"), np.uint8)


def _write_arrays(file: BinaryIO, arrays: dict[str, Any], head: dict[str, Any]) -> None:
    offset, directory = 0, {}
    for name, array in arrays.items():
        directory[name] = [str(array.dtype), len(array), offset]
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    line = json.dumps({**head, "arrays": directory, "size": offset}, ensure_ascii=False).encode() + b"\n"
    start = -(-(len(line) + 16) // _ALIGN) * _ALIGN
    file.write(start.to_bytes(8, "little") + len(line).to_bytes(8, "little") + line.ljust(start - 16, b"\0"))
    for array in arrays.values():
        data = np.ascontiguousarray(array).tobytes()
        file.write(data.ljust(-(-len(data) // _ALIGN) * _ALIGN, b"\0"))


def read(path: Path) -> Work:
    """Map an index.

    Raises:
        OSError: it is not there.
        CanonError: it is not a whole index.
    """
    with path.open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""
    try:
        start, length = int.from_bytes(data[:8], "little"), int.from_bytes(data[8:16], "little")
        head = json.loads(data[16 : 16 + length])
        if len(data) != start + head["size"]:
            raise ValueError("cut short")
    except (ValueError, KeyError, TypeError) as error:
        raise CanonError(f"{path}: not a whole index ({error}); delete it, it will be built again") from error
    arrays = {name: np.frombuffer(data, dtype, count, start + offset) for name, (dtype, count, offset) in head["arrays"].items()}
    return _assemble(head, arrays)


def _assemble(head: dict[str, Any], arrays: dict[str, Any]) -> Work:
    def strings(name: str) -> Sequence[str]:
        if f"text.{name}" in arrays:
            return texts(name)
        if f"cuts.{name}.start" in arrays:
            return Cuts(arrays["row"], head["alphabet"], arrays[f"cuts.{name}.start"], arrays[f"cuts.{name}.length"])
        return Bare(strings("words"))

    def texts(name: str) -> Lines:
        return Lines(arrays[f"text.{name}"])

    witnesses = tuple(
        Witness(
            about["name"], about["reading"], texts(f"witness.{i}.words"),
            arrays[f"witness.{i}.lo"], arrays[f"witness.{i}.hi"], texts(f"witness.{i}.labels") if about["labels"] else (),
        )
        for i, about in enumerate(head["witnesses"])
    )  # fmt: skip
    columns: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    if columns["first_bits"].dtype == np.uint8:
        columns["first_bits"] = columns["first_bits"] * np.float32(_BIT_STEP)
    columns |= {name: strings(name) for name in _TEXTS}
    columns["passages"] = Passages(**{name: arrays[f"passages.{name}"] for name in _PASSAGES})
    columns["vocabulary"] = Vocabulary(**{name: arrays[f"vocabulary.{name}"] for name in _VOCABULARY})
    columns["books"] = tuple(Book(*book) for book in head["books"])
    first = arrays["passage_first"]
    columns["word_passage"] = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    for table in ("seeds", "short_seeds"):
        columns[table] = SeedTable(**{name: arrays[f"{table}.{name}"] for name in _SEED_ARRAYS}, k=head["k"][table])
    return Work(name=head["name"], numbering=head["numbering"], witnesses=witnesses, editions=tuple(head["editions"]), **columns)


def describe(path: Path) -> dict[str, Any]:
    """Size and presence of an index file, for `muqabala canon`."""
    return {"path": str(path), "built": path.exists(), "bytes": path.stat().st_size if path.exists() else 0}


__all__ = ["FORMAT", "cache_dir", "describe", "hadith_path", "load_hadith", "load_quran", "load_texts", "quran_path", "read", "write"]
