"""An editor's decisions that last: `muqabala.toml` beside the text, and the baseline of accepted findings."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Literal, get_args

import msgspec

from muqabala.canon import store
from muqabala.canon.books import BOOKS
from muqabala.canon.work import Work
from muqabala.errors import ConfigError
from muqabala.formats.takhrij import House
from muqabala.records import Citation, Quotation
from muqabala.text.marks import bare
from muqabala.writing import try_to_write, write_atomically

FailOn = Literal["meaning", "minor", "never"]
FILE_NAME = "muqabala.toml"
_BASELINE_SCHEMA = "muqabala.baseline/1"
_KNOWN_WORKS = frozenset(("quran", "hadith", *(book.name for book in BOOKS)))


class OwnWork(msgspec.Struct, frozen=True):
    """A work of the user's own: one passage a line, plain text or JSONL with `ref` and `text`."""

    name: str
    path: str


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `muqabala.toml` may say."""

    works: tuple[str, ...] = ("quran", "hadith")
    fail_on: FailOn = "meaning"
    baseline: str | None = None
    lang: Literal["ar", "en"] | None = None
    canon: tuple[OwnWork, ...] = ()
    takhrij: House | None = None
    """The style of the house, for `--takhrij house`."""

    def own_house(self) -> House:
        """The style of the house.

        Raises:
            ConfigError: there is none.
        """
        if self.takhrij is None:
            raise ConfigError("--takhrij house needs a table [takhrij] with «verse» and «hadith» in muqabala.toml")
        return self.takhrij


def load_settings(path: Path | None, beside: Path) -> tuple[Settings, Path]:
    """The settings of a file, or of the nearest `muqabala.toml` in or above a folder; and the folder that its paths start from.

    Raises:
        ConfigError: the file is missing or says something unknown.
    """
    found = path or next((f / FILE_NAME for f in (beside, *beside.parents) if (f / FILE_NAME).is_file()), None)
    if found is None:
        return Settings(), beside
    try:
        settings = msgspec.convert(tomllib.loads(found.read_text("utf-8-sig")), Settings)
    except OSError as error:
        raise ConfigError(f"{found}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"{found}: {error}; see the configuration page of the documentation for what it may hold") from error
    if wrong := _unusable(settings):
        raise ConfigError(f"{found}: {wrong}")
    return settings, found.parent


def _unusable(settings: Settings) -> str:
    """What is wrong with settings whose types are right; "" if nothing is."""
    if settings.takhrij and (wrong := settings.takhrij.wrong()):
        return wrong
    names = [work.name for work in settings.canon]
    taken = next((name for i, name in enumerate(names) if name in _KNOWN_WORKS or name in names[:i]), None)
    if taken is not None:
        return f"a work is called «{taken}» already; give the one in [[canon]] another name"
    if any(not name.strip() or "," in name for name in names):
        return "the name of a work in [[canon]] is empty or has a comma in it, so that --works cannot choose it"
    return "" if settings.works or settings.canon else "works = [] would check nothing; name works, or leave it out"


def own_work(work: OwnWork, folder: Path) -> Work:
    """The index of a work of the user's own, built when its file is new.

    Raises:
        ConfigError: the file cannot be read, or holds no passage.
    """
    path = folder / work.path
    try:
        data = path.read_bytes()
        passages = _passages(data.decode("utf-8-sig"), path)
    except OSError as error:
        raise ConfigError(f"{path}: the work «{work.name}» cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the work «{work.name}» is not UTF-8 at byte {error.start}") from error
    edition = {"work": work.name, "edition": path.name, "sha256": hashlib.sha256(data).hexdigest(), "credit": ""}
    try:
        return store.load_texts(work.name, passages, edition)
    except ValueError as error:
        raise ConfigError(f"{path}: the work «{work.name}»: {error}") from error


def _passages(text: str, path: Path) -> list[tuple[str, str]]:
    """(reference, text) of each line; lines of plain text are numbered from 1."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if path.suffix != ".jsonl":
        return [(str(number), line) for number, line in lines]
    rows = []
    for number, line in lines:
        try:
            row = json.loads(line)
            rows.append((str(row.get("ref", number)), str(row["text"])))
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise ConfigError(f"{path}: line {number}: each line is an object with «text» and perhaps «ref» ({error})") from error
    return rows


def fingerprint(finding: Quotation | Citation) -> str:
    """What a finding is, wherever it stands: its words, its verdict and its source."""
    if isinstance(finding, Quotation):
        ref = finding.passages[0].ref if finding.passages else ""
        parts = [finding.verdict, bare(finding.text), ref, *(f"{e.op} {e.text}" for e in finding.edits)]
    else:
        parts = ["citation", finding.verdict, finding.text, finding.note]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def needs_eye(finding: Quotation | Citation, fail_on: FailOn) -> bool:
    """Whether a finding needs an editor's eye at a threshold.

    `meaning`: wording or vowels that change the meaning, quotations without source, wrong references; `minor`: also what is only said
    twice or written with the other hamza, and references that could not be settled.
    """
    if fail_on == "never":
        return False
    if isinstance(finding, Citation):
        return finding.verdict == "wrong" or (fail_on == "minor" and finding.verdict == "unresolved")
    if finding.verdict == "unsourced":
        return True
    if finding.verdict not in ("altered", "vocalisation"):
        return False
    return fail_on == "minor" or any(e.severity == "meaning" for e in finding.edits)


def is_new(finding: Quotation | Citation, accepted: frozenset[str]) -> bool:
    """Whether a second run shows a finding: what was accepted, and could need an editor's eye, is left out."""
    return not (accepted and needs_eye(finding, "minor") and fingerprint(finding) in accepted)


def read_baseline(path: Path | None) -> frozenset[str]:
    """Fingerprints of accepted findings; none if the file is not there yet.

    Raises:
        ConfigError: the file is no baseline.
    """
    if path is None or not path.exists():
        return frozenset()
    try:
        data = json.loads(path.read_text("utf-8-sig"))
        if data["schema"] != _BASELINE_SCHEMA:
            raise ValueError(f"schema is {data['schema']!r}")
        return frozenset(row["fingerprint"] for row in data["accepted"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: not a baseline of accepted findings ({error})") from error


def check_writable(path: Path) -> None:
    """Stop where a baseline could not be written once all is checked.

    Raises:
        ConfigError: its folder is missing, or cannot be written to.
    """
    try:
        try_to_write(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror})") from error


def write_baseline(path: Path, rows: dict[str, str], before: frozenset[str]) -> int:
    """Add findings (their words by fingerprint) to a baseline; returns how many are new. Written atomically."""
    old = json.loads(path.read_text("utf-8-sig"))["accepted"] if before else []
    new = [{"fingerprint": key, "text": text} for key, text in rows.items() if key not in before]
    data = json.dumps({"schema": _BASELINE_SCHEMA, "accepted": [*old, *new]}, ensure_ascii=False, indent=1)
    write_atomically(path, data + "\n")
    return len(new)


FAIL_ON = get_args(FailOn)
