"""Corpora: speed, memory, growth, Spark beside this machine, and kill -9, on documents cut from the evaluation texts.

    python scripts/bench_corpus.py --data ../shared/bench                # some minutes
    python scripts/bench_corpus.py --data ../shared/bench --size 1000    # 1 GB

The documents have 2 to 8 KB and are cut from all texts of the folder, in an order drawn with a fixed seed; a corpus larger than the texts takes
them again, cut elsewhere. Times are whole commands by the clock; memory is the most that all processes of a command held at once, what they share
counted once (PSS), looked at some times a second. Spark is measured where pyspark is installed: a master and two workers with one core each on
this machine. Prints a table and writes bench/corpus.json. A missed target does not change the exit code.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import Row, Target, machine
from muqabala.writing import write_atomically

ROOT = Path(__file__).parent.parent
SEED = 20_261_122
SHORTEST, LONGEST = 1_100, 4_500
"""Characters of a document: 2 to 8 KB of Arabic."""
SMALL_UNITS = "from muqabala.corpus import plan; plan.UNIT = 200_000; from muqabala.cli import main; main()"
"""The command with units so small that a small corpus has many."""
ALL, QURAN = "quran,hadith", "quran"


class Texts:
    """The texts that documents are cut from."""

    def __init__(self, data: Path) -> None:
        self.texts = [path.read_text("utf-8", "replace") for path in sorted(data.rglob("*.txt")) if path.stat().st_size > LONGEST * 8]
        if not self.texts:
            raise SystemExit(f"{data}: no texts here; name the folder of the evaluation sets with --data")

    def documents(self) -> Iterator[str]:
        """Documents without end."""
        dice = random.Random(SEED)
        while True:
            cuts = []
            for number, text in enumerate(self.texts):
                at = dice.randrange(SHORTEST)
                while at + SHORTEST < len(text):
                    end = at + dice.randint(SHORTEST, LONGEST)
                    cuts.append((number, at, end))
                    at = end
            dice.shuffle(cuts)
            yield from (self.texts[number][start:end] for number, start, end in cuts)

    def write(self, path: Path, size: float) -> Path:
        """A corpus of so many megabytes of text, as JSONL."""
        left = size * 1e6
        with path.open("w", encoding="utf-8") as file:
            for number, text in enumerate(self.documents()):
                if left <= 0:
                    return path
                file.write(json.dumps({"id": f"d{number}", "text": text, "group": str(number % 7)}, ensure_ascii=False) + "\n")
                left -= len(text.encode())
        return path


class Failed(Exception):
    """A command did not do what was asked; the text is what it said."""


class Usage(NamedTuple):
    """What a command took."""

    seconds: float
    peak_mb: float


def command(*arguments: str | Path, code: str | None = None) -> list[str]:
    """A command of the program."""
    return [sys.executable, *(["-c", code] if code else ["-m", "muqabala"]), *map(str, arguments), "--lang", "en"]


def measured(words: list[str], folder: Path) -> Usage:
    """Run a command to its end; what it said is shown if it fails."""
    with (folder / "said").open("wb") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(words, stderr=said, stdout=said, stdin=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(map(held, tree(process.pid))))
            time.sleep(0.2 if time.perf_counter() - begun > 2 else 0.05)
        seconds = time.perf_counter() - begun
    if process.returncode:
        raise Failed(f"{' '.join(words)}: exit code {process.returncode}\n{(folder / 'said').read_text('utf-8')}")
    return Usage(seconds, peak)


def tree(root: int) -> set[int]:
    """A process and all below it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text("ascii", "replace").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
    found, waiting = set(), {root}
    while waiting:
        found |= waiting
        waiting = {child for child, parent in parents.items() if parent in waiting} - found
    return found


def held(process: int) -> float:
    """Megabytes that a process holds, its share of what it has in common with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3


def sums(folder: Path) -> dict[str, str]:
    """Checksums of the tables."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


class Bench:
    """One round of measurements in a folder."""

    def __init__(self, texts: Texts, folder: Path, chosen: argparse.Namespace) -> None:
        self.texts, self.folder, self.chosen = texts, folder, chosen
        self.growth: dict[str, list[tuple[float, float, float]]] = {"scan": [], "reuse": []}

    def fresh(self, name: str) -> Path:
        """A place for results."""
        for path in (self.folder / name, self.folder / f"{name}.part"):
            shutil.rmtree(path, ignore_errors=True)
        return self.folder / name

    def scan(self, corpus: Path, out: Path, jobs: int, works: str, *more: str) -> Usage:
        """Scan a corpus."""
        return measured(command("scan", corpus, "-o", out, "--jobs", str(jobs), "--works", works, *more), self.folder)

    def rows(self) -> Iterator[Row]:
        """All measurements."""
        size = self.chosen.size
        corpus = self.texts.write(self.folder / "corpus.jsonl", size)
        self.scan(self.texts.write(self.folder / "tiny.jsonl", 0.01), self.fresh("tiny"), 1, ALL)  # the indexes are built
        one = self.scan(corpus, self.fresh("one"), 1, QURAN)
        two = self.scan(corpus, self.fresh("here"), 2, QURAN)
        yield Row("Qur'an, one process", size / one.seconds, "MB/s")
        yield Row("Qur'an, two processes", size / two.seconds, "MB/s", Target(40), "quran-detector 0.1")
        yield Row("Two processes against one, Qur'an", one.seconds / two.seconds, "times", Target(1.8))
        yield Row("Tables are the same, one process and two", float(sums(self.folder / "one") == sums(self.folder / "here")), "", Target(1))
        yield from self.growing()
        yield from self.books()
        yield from self.killed()
        yield from self.spark(corpus, two.seconds)

    def growing(self) -> Iterator[Row]:
        """Corpora of growing size."""
        peaks = []
        for size in self.chosen.growth:
            corpus = self.texts.write(self.folder / "growing.jsonl", size)
            taken = self.scan(corpus, out := self.fresh("all"), 2, ALL)
            self.growth["scan"].append((size, taken.seconds, taken.peak_mb))
            peaks.append(taken.peak_mb)
            words = command("reuse", corpus, "-o", self.fresh("reuse"), "--works", "none", "--jobs", "2")
            reuse = measured(words, self.folder)
            self.growth["reuse"].append((size, reuse.seconds, reuse.peak_mb))
        yield Row("All ten works, two processes", size / taken.seconds, "MB/s", Target(10))
        yield Row("Peak memory of a scan, all works, two processes", max(peaks), "MB", Target(1500, at_most=True))
        yield Row("The same, largest corpus against smallest", peaks[-1] / peaks[0], "times", Target(1.1, at_most=True))
        yield Row("Tables for a megabyte of text, all works", sum(p.stat().st_size for p in out.iterdir()) / size / 1e3, "KB")

    def books(self) -> Iterator[Row]:
        """What whole books share, their quotations traced in all works first."""
        folder = self.fresh("books")
        folder.mkdir()
        for number, text in enumerate(self.texts.texts):
            (folder / f"{number:03}.txt").write_text(text, "utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        reuse = measured(command("reuse", folder, "-o", self.fresh("shared"), "--jobs", "2"), self.folder)
        what = f"Reuse over {len(self.texts.texts)} books, {size:.0f} MB, all works traced"
        yield Row(what, reuse.seconds, "s", Target(300, at_most=True))
        yield Row(f"{what}: peak memory", reuse.peak_mb, "MB", Target(4000, at_most=True))

    def killed(self) -> Iterator[Row]:
        """What becomes of kill -9 at random moments, of the scan or of one of its processes, until it ends."""
        corpus, dice = self.texts.write(self.folder / "killed.jsonl", self.chosen.kill_size), random.Random(SEED)
        words = command("scan", corpus, "-o", self.fresh("killed"), "--jobs", "2", "--works", QURAN, code=SMALL_UNITS)
        seconds, right = measured(words, self.folder).seconds, sums(self.folder / "killed")
        kills = same = ends = 0
        while kills < self.chosen.kills:
            self.fresh("killed")
            finished = False
            while not finished:
                process = subprocess.Popen(words, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
                if kills < self.chosen.kills and wait_or_kill(process, dice.uniform(0.2, seconds), whole=kills % 3 > 0):
                    kills += 1
                finished = process.wait() == 0
            ends += 1
            same += sums(self.folder / "killed") == right
        yield Row(f"Scans that ended with the same tables after kill -9 ({kills} kills)", same / ends, "share", Target(1))

    def spark(self, corpus: Path, here: float) -> Iterator[Row]:
        """The same on a Spark of this machine."""
        if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
            print("pyspark or Java is not installed: Spark is not measured", file=sys.stderr)
            return
        with cluster(self.folder) as master:
            options = ("--engine", "spark", "--master", master)
            try:
                start = self.scan(self.folder / "tiny.jsonl", self.fresh("start"), 2, QURAN, *options)
                there = self.scan(corpus, self.fresh("there"), 2, QURAN, *options)
                words = command("reuse", self.folder / "growing.jsonl", "-o", self.fresh("spread"), "--works", "none", *options)
                measured(words, self.folder)
            except Failed as error:
                print(f"Spark is left out: {error}", file=sys.stderr)
                return
        yield Row(
            "Spark, master and two workers: tables are the same", float(sums(self.folder / "there") == sums(self.folder / "here")), "", Target(1)
        )
        yield Row("The same of reuse", float(sums(self.folder / "spread") == sums(self.folder / "reuse")), "", Target(1))
        yield Row("Spark: start and end", start.seconds, "s")
        yield Row("Spark against two processes, after start", (there.seconds - start.seconds) / here - 1, "", Target(0.25, at_most=True))


def wait_or_kill(process: subprocess.Popen[bytes], seconds: float, whole: bool) -> bool:
    """Wait a while, then kill a process, or the last of those below it; whether there was something to kill."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        below = sorted(tree(process.pid) - {process.pid})
        os.kill(process.pid if whole or not below else below[-1], signal.SIGKILL)
        return True
    return False


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A master and two workers; its address."""
    import pyspark  # noqa: PLC0415, where it is installed

    launcher = Path(pyspark.__file__).parent / "bin" / "spark-class"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master = f"spark://127.0.0.1:{port}"
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder / "spark"), "PYSPARK_PYTHON": sys.executable}
    package = "org.apache.spark.deploy"
    parts = [[f"{package}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]]
    parts += [[f"{package}.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g", master]] * 2
    with (folder / "spark.log").open("wb") as log:
        running = []
        try:
            for part in parts:
                running.append(subprocess.Popen([launcher, *part], env=environment, stdout=log, stderr=log, start_new_session=True))
                time.sleep(4)
            yield master
        finally:
            for process in running:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "bench", help="folder of texts")
    parser.add_argument("--size", type=float, default=40, help="megabytes of the corpus")
    parser.add_argument(
        "--growth", type=lambda given: [float(size) for size in given.split(",")], default=[10, 20, 40], help="megabytes of growing corpora"
    )
    parser.add_argument("--kills", type=int, default=20, help="how often kill -9 strikes")
    parser.add_argument("--kill-size", type=float, default=3, help="megabytes of the corpus whose scan is killed")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "corpus.json", help="where the results are written")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, write the results."""
    chosen = options(arguments)
    texts, rows = Texts(chosen.data), []
    with tempfile.TemporaryDirectory(prefix="muqabala-corpus-") as name:
        bench = Bench(texts, Path(name), chosen)
        try:
            for row in bench.rows():
                rows.append(row)
                print(row.line(), flush=True)
        except Failed as error:
            raise SystemExit(str(error)) from error
    results = {
        "machine": machine().replace("; one process", ""),
        "size_mb": chosen.size,
        "rows": [row.record() for row in rows],
        "growth": bench.growth,
    }
    write_atomically(chosen.out, json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    missed = [row.what for row in rows if row.target and not row.target.met(row.value)]
    print(f"\n{'targets missed: ' + '; '.join(missed) if missed else 'all targets met'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
