"""Accuracy on an evaluation pack, beside the targets.

    python scripts/evaluate.py DATA                             # the pack's folder, with its scorers in DATA/score
    python scripts/evaluate.py DATA --sets verdicts,readings    # only these; other sets keep their older figures

The scorers are run where they lie. Prints the figures, their targets, and what was gained and lost against an older eval/results.json,
which is then replaced: {"date": ..., "sets": {set: {figure: number, ..., "seconds": ..., "peak_mb": ..., "measured": date}}}. Only numbers
are kept, nothing of the texts. A missed target is printed and does not change the exit code: that is 1 only if a set could not be run.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from figures import flat, number, shown
from muqabala.writing import write_atomically

ROOT = Path(__file__).parent.parent
SETS = (
    "seed-quotations", "verdicts", "readings", "misquotes", "qdetect", "ie25-1a", "ie25-1b", "ie26-t1", "ie26-t2", "ie26-t3", "isnad", "negatives",
    "seed-episodes", "seed-conflicts", "hijra", "hijra-conflicts", "reuse", "gospel", "asr", "marked",
)  # fmt: skip
"""The sets that are run, quick ones first."""
IN_SEEDS = frozenset(("seed-quotations", "seed-episodes", "seed-conflicts"))
"""Sets whose data lie beside the pack."""
COLLATED = frozenset(("seed-episodes", "seed-conflicts", "hijra", "hijra-conflicts", "gospel"))
"""Sets of accounts that are laid side by side; all others but `reuse`, of pairs in which one copies the other, are checked."""
NOT_KEPT = ("by_book", "by_file", "by_noise", "verdicts")
"""Nested figures of a scorer that are not kept as they come."""
OWN = ("seconds", "peak_mb", "mb")
WORSE_IF_MORE = frozenset(
    [
        "accused",
        "let_pass",
        "spurious",
        "fp_per_million_words",
        "unexplained_fp",
        "false_accusations",
        "not_found",
        "tweets_with_false_alarm",
        "ayah",
        "matn",
        "unsourced",
        "ayah_per_million_words",
        "matn_per_million_words",
        "unsourced_per_million_words",
        "missing_documents",
        "wrong",
        "unjudged",
        "boundary_error_words_mean",
        "predicted_pairs",
        "seconds",
        "peak_mb",
    ]
)
BETTER_IF_MORE = frozenset(
    [
        "right",
        "citations_right",
        "ayah_extent",
        "ayah_verse",
        "ayah_verdict",
        "ayah_edits",
        "ayah_all",
        "span_recall",
        "located_recall",
        "P_strict",
        "P_lenient",
        "P",
        "R",
        "F",
        "accuracy",
        "found",
        "altered",
        "located",
        "corrected",
        "altered_located_corrected",
        "spelling_accepted",
        "episode_pairs_found",
        "slot_recall",
        "pair_recall",
        "precision",
        "recall",
    ]
)
"""Which way figures are better, by their last name; all others are shown as changed, neither gained nor lost."""


class Target(NamedTuple):
    """What a figure should be: at least, or at most, a bound. A `share` is compared as a count of that other figure."""

    bound: float
    at_most: bool = False
    share: str = ""

    def met(self, value: float | None, figures: dict[str, float]) -> bool:
        """Whether a figure meets it; a figure that is missing does not."""
        if value is None:
            return False
        if self.share:
            value = round(value * figures.get(self.share, 0))
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}{' of the ' + self.share if self.share else ''}"


TARGETS: dict[str, dict[str, Target]] = {
    "seed-quotations": {"ayah_all": Target(8), "matns_found": Target(3), "spurious": Target(0, at_most=True)},
    "verdicts": {"right": Target(0.95), "accused": Target(0, at_most=True), "let_pass": Target(1, at_most=True), "citations_right": Target(1)},
    "readings": {"right": Target(0.95), "accused": Target(0, at_most=True)},
    "misquotes": {"altered": Target(7, share="slips"), "corrected": Target(6, share="slips"), "spelling_accepted": Target(0.95)},
    "qdetect": {"F": Target(0.985)},
    "ie25-1a": {"macro_f1": Target(0.90)},
    "ie25-1b": {"accuracy": Target(0.95)},
    "ie26-t1": {"macro_f1": Target(0.80)},
    "ie26-t2": {"accuracy_Ayah": Target(0.98), "accuracy_matn": Target(0.95)},
    "ie26-t3": {"accuracy_passage_text": Target(0.78)},
    "isnad": {"char F": Target(0.85)},
    "negatives": {
        "cnn ayah": Target(1, at_most=True),
        "cnn unsourced": Target(2, at_most=True),
        "cnn matn_per_million_words": Target(20, at_most=True),
    },
    "seed-episodes": {"P": Target(0.90), "episode_pairs_found": Target(0.90)},
    "seed-conflicts": {"slot_recall": Target(1), "wrong": Target(0, at_most=True)},
    "hijra": {"F": Target(0.60), "episode_pairs_found": Target(0.80)},
    "hijra-conflicts": {"slot_recall": Target(0.50), "precision": Target(0.80)},
    "gospel": {"balanced F": Target(0.60)},
    "reuse": {"recall": Target(0.95), "boundary_error_words_mean": Target(10, at_most=True), "predicted_pairs": Target(5 * 75, at_most=True)},
    "asr": {
        "noise_05 span_recall": Target(0.96),
        "noise_05 located_recall": Target(0.94),
        "noise_05 fp_per_million_words": Target(300, at_most=True),
        "noise_15 span_recall": Target(0.93),
        "noise_15 located_recall": Target(0.90),
        "noise_15 fp_per_million_words": Target(300, at_most=True),
    },
    "marked": {
        "located_recall": Target(0.97),
        "fp_per_million_words": Target(250, at_most=True),
        "false_accusations": Target(0.0009, at_most=True),
    },
}


class Failure(Exception):
    """A set could not be run; the message says why."""


class Usage(NamedTuple):
    """What one run of a program took."""

    seconds: float
    peak_mb: float


def run(command: Sequence[str], output: Path, cwd: Path | None = None, accepted: tuple[int, ...] = (0,)) -> Usage:
    """Run a program with its standard output in a file.

    Raises:
        Failure: its exit code is none of the accepted ones.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    begun = time.perf_counter()
    with output.open("wb") as out, output.with_suffix(".err").open("w+b") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=cwd, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepted:
            err.seek(0)
            said = err.read().decode("utf-8", "replace").strip().splitlines()[-1:]
            raise Failure(f"exit code {process.returncode} of {' '.join(command[1:4])}{': ' if said else ''}{''.join(said)}")
    return Usage(seconds, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024))


def evaluate(name: str, data: Path, folder: Path) -> dict[str, Any]:
    """The figures of one set: inputs written, checked, scored.

    Raises:
        Failure: one of the three programs failed.
    """
    pack = ".." if name in IN_SEEDS else "."
    inputs, reports, scored = folder / name, folder / f"{name}.reports", folder / f"{name}.score"
    run([sys.executable, "-m", "score", "inputs", name, "--data", pack, "--out", str(inputs)], scored, cwd=data)
    files = sorted(inputs.glob("*.txt"))
    if not files:
        raise Failure("the pack has no inputs for it")
    reports.mkdir()
    usages = [
        run([sys.executable, "-m", "muqabala", *command], reports / f"{number}.json", accepted=(0, 1))
        for number, command in enumerate(commands(name, files))
    ]
    for errors in reports.glob("*.err"):
        errors.unlink()
    run([sys.executable, "-m", "score", name, "--data", pack, "--pred", str(reports)], scored, cwd=data)
    figures = kept(json.loads(scored.read_text("utf-8")))
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    seconds, peak = sum(usage.seconds for usage in usages), max(usage.peak_mb for usage in usages)
    own = {"seconds": round(seconds, 2), "peak_mb": round(peak, 1), "mb": round(megabytes, 3)}
    return {**figures, **own, "measured": dt.datetime.now(dt.UTC).date().isoformat()}


def commands(name: str, files: Sequence[Path]) -> list[list[str]]:
    """What is run for a set.

    >>> commands("reuse", [Path("x.a.txt"), Path("x.b.txt"), Path("y.a.txt"), Path("y.b.txt")])[1][-2:]
    ['y.a.txt', 'y.b.txt']
    """
    paths = list(map(str, files))
    if name == "reuse":
        pairs: dict[str, list[str]] = {}
        for path in paths:
            pairs.setdefault(path.rsplit(".", 2)[0], []).append(path)
        return [["collate", "--mode", "copies", "--format", "json", *pair] for pair in pairs.values()]
    return [["collate" if name in COLLATED else "check", "--format", "json", *paths]]


def kept(scored: dict[str, Any]) -> dict[str, Any]:
    """Of a scorer's answer the numbers over the whole set.

    >>> kept({"set": "asr", "by_noise": {"05": {"F": 0.5}}, "by_book": {"a": {"F": 1}}, "wrong": ["x"]})
    {'noise_05': {'F': 0.5}}
    >>> kept({"F": 0.5, "unit": {"P": 1.0}, "missing_documents": ["a"]})
    {'F': 0.5, 'unit': {'P': 1.0}, 'missing_documents': 1}
    """
    out = {name: value for name, value in scored.items() if isinstance(value, int | float) or (isinstance(value, dict) and name not in NOT_KEPT)}
    if scored.get("missing_documents"):
        out["missing_documents"] = len(scored["missing_documents"])
    return out | {f"noise_{level}": figures for level, figures in scored.get("by_noise", {}).items()}


def rows(name: str, figures: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Figure, value, target, met: those with a target first, then the others that are published."""
    values = dict(flat(figures))
    targets = TARGETS.get(name, {})
    for figure, target in targets.items():
        value = values.get(figure)
        yield figure, "missing" if value is None else number(value), str(target), "yes" if target.met(value, values) else "NO"
    for figure, value in shown({key: value for key, value in figures.items() if key not in OWN}):
        if figure not in targets:
            yield figure, number(value), "", ""


def print_set(name: str, figures: dict[str, Any]) -> None:
    """One set as a table."""
    speed = f"{figures['mb']:.2f} MB in {figures['seconds']:.1f} s, at most {figures['peak_mb']:.0f} MB of memory"
    print(f"\n{name}: {speed}")
    for figure, value, target, met in rows(name, figures):
        print(f"  {figure:34} {value:>9}   {target:20} {met}".rstrip())


def change(name: str, figure: str, old: float, new: float) -> str:
    """What became of one figure: 'gained', 'lost', 'changed', or '' where nothing is worth saying.

    >>> change("marked", "located_recall", 0.9, 0.95), change("verdicts", "accused", 0, 1), change("marked", "seconds", 3.0, 3.1)
    ('gained', 'lost', '')
    """
    last = figure.rsplit(" ", maxsplit=1)[-1]
    if new == old or last == "mb" or (last in OWN and abs(new - old) <= max(0.15 * old, 0.5)):
        return ""
    if name == "negatives" and figure.startswith("ocr"):
        return "changed"  # these books do quote the Qur'an
    if last in WORSE_IF_MORE:
        return "lost" if new > old else "gained"
    return "changed" if last not in BETTER_IF_MORE and not figure.startswith("by_verdict") else "gained" if new > old else "lost"


def print_changes(old: dict[str, Any], new: dict[str, Any]) -> None:
    """What was gained and lost, figure by figure, against older results."""
    lines: dict[str, list[str]] = {"gained": [], "lost": [], "changed": []}
    for name in (name for name in new if name in old):
        before = dict(flat(old[name]))
        for figure, value in flat(new[name]):
            if figure in before and (kind := change(name, figure, before[figure], value)):
                lines[kind].append(f"  {name} {figure}: {before[figure]:g} -> {value:g}")
    for kind, found in lines.items():
        if found:
            print(f"\n{kind} since the older results:", *found, sep="\n")
    if not any(lines.values()):
        print("\nno figure changed since the older results")


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def older(path: Path) -> dict[str, Any]:
    """The sets of an older results file; none if there is no readable one."""
    try:
        sets = json.loads(path.read_text("utf-8"))["sets"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return sets if isinstance(sets, dict) else {}


def dates(sets: dict[str, Any]) -> str:
    """The day on which the sets were measured, or the first and the last."""
    days = sorted({figures["measured"] for figures in sets.values() if "measured" in figures})
    return " to ".join(dict.fromkeys((days[0], days[-1]))) if days else ""


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Accuracy on an evaluation pack, beside the targets.")
    parser.add_argument("data", type=Path, help="the pack's folder")
    parser.add_argument("--sets", default=",".join(SETS), help="comma-separated; default: %(default)s")
    parser.add_argument("--out", type=Path, default=ROOT / "eval" / "results.json", help="default: eval/results.json")
    chosen = parser.parse_args(arguments)
    chosen.sets = [name.strip() for name in chosen.sets.split(",") if name.strip()]
    if not chosen.sets:
        parser.error("--sets names no set")
    return chosen


def main(arguments: Sequence[str]) -> int:
    """Run the sets, print the tables, write the results."""
    chosen = options(arguments)
    data = chosen.data.resolve()
    if not (data / "score").is_dir():
        print(f"{chosen.data}: no evaluation pack there (a folder with score/ in it); nothing was measured")
        return 0
    before, measured, failed = older(chosen.out), {}, []
    with tempfile.TemporaryDirectory(prefix="muqabala-eval-") as folder:
        for name in chosen.sets:
            try:
                measured[name] = evaluate(name, data, Path(folder))
            except Failure as error:
                failed.append(name)
                print(f"\n{name}: could not be run: {error}", flush=True)
                continue
            print_set(name, measured[name])
            sys.stdout.flush()
    if before:
        print_changes(before, measured)
    if measured:
        sets = {**before, **measured}
        write_json(chosen.out, {"date": dates(sets), "sets": sets})
    missed = [f"{name} {row[0]}" for name, figures in measured.items() for row in rows(name, figures) if row[3] == "NO"]
    print(f"\n{'targets missed: ' + ', '.join(missed) if missed else 'all targets met' if measured else 'nothing measured'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
