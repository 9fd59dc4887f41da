"""Fit the acceptance model: which candidates are quotations.

    python scripts/fit_acceptance.py DATA      # the evaluation pack's folder

Positive examples are candidates of which half lies in a quotation that an editor marked (`marked_quotes`, `asr_lectures`); negative
ones are all others in those texts, and everything in the news titles of `negatives`. A candidate that the editor did not mark but that stands in
the Qur'an letter for letter with four or more words, or is too long for chance, is left out: editors do not mark everything. The figures printed
are cross-validated over
books: each book is scored by weights fitted on the others.

The brackets around quotations were taken out of those texts, so they cannot say what a bracket is worth, nor a reference: the weights
of `opened`, `ornate`, `fills`, `cue_after` and `cited` are set by hand (FIXED) and do not take part in the fit.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from muqabala.canon import store
from muqabala.trace.accept import Evidence, Found
from muqabala.trace.pipeline import Tracer
from muqabala.trace.view import TextView

OUT = Path(__file__).parent.parent / "src/muqabala/trace/data/acceptance.json"
RIDGE = 1.0
BEYOND_CHANCE = 50.0
"""Bits, less ten for each word that differs, from which a candidate in a religious book cannot be chance."""
FIXED = {"opened": 1.5, "ornate": 4.0, "cited": 4.0, "fills": 3.0, "cue_after": 2.5}


class Example(NamedTuple):
    """One candidate with its label."""

    book: str
    evidence: Evidence
    right: bool


def candidates(tracer: Tracer, text: str) -> list[Found]:
    """The candidates that the model is asked about."""
    return [f for f in tracer.trace(TextView.of(text))[0].found if f.held_back in ("", "likelihood")]


def label(found: Found, gold: list[tuple[int, int]]) -> bool | None:
    """Right, wrong, or neither (None)."""
    start, end = found.judgement.start, found.judgement.end
    shared = sum(max(0, min(end, b) - max(start, a)) for a, b in gold if a < end and b > start)
    if 2 * shared >= end - start:
        return True
    if shared:
        return None
    exact = found.judgement.verdict in ("verbatim", "spelling") and found.judgement.d1 - found.judgement.d0 >= 4
    beyond_chance = found.bits - 10 * found.evidence.wrong >= BEYOND_CHANCE
    return None if exact or beyond_chance else False


def marked(data: Path) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Books with the character spans that their editors marked."""
    for file in sorted((data / "marked_quotes").glob("*.spans.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        text = file.with_name(file.name.replace(".spans.jsonl", ".txt")).open(encoding="utf-8", newline="").read()
        yield file.name.split(".spans")[0], text, [(r["start"], r["end"]) for r in rows]


def speech(data: Path) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Speech-like texts; word numbers become character offsets."""
    for file in sorted((data / "asr_lectures").glob("*.gold.jsonl")):
        text = file.with_name(file.name.replace(".gold.jsonl", ".txt")).open(encoding="utf-8", newline="").read()
        ends = np.cumsum([len(w) + 1 for w in text.split(" ")])
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        spans = (
            [(int(ends[r["tok_start"]]) - len(text.split(" ")[r["tok_start"]]) - 1, int(ends[r["tok_end"] - 1]) - 1) for r in rows] if rows else []
        )
        yield file.name.split(".gold")[0].rsplit(".", 1)[0], text, spans


def examples(data: Path) -> list[Example]:
    """All labelled candidates of the sets that may be fitted on."""
    tracer = Tracer.of(store.load_quran())
    rows = []
    for book, text, gold in (*marked(data), *speech(data)):
        gold.sort()
        starts = np.array([a for a, _ in gold])
        for f in candidates(tracer, text):
            low = int(np.searchsorted(starts, f.judgement.start - 3000))
            high = int(np.searchsorted(starts, f.judgement.end))
            right = label(f, gold[low:high])
            if right is not None:
                rows.append(Example(book, f.evidence, right))
    titles = (data / "negatives" / "cnn_arabic_titles.txt").open(encoding="utf-8", newline="").read()
    rows += [Example("titles", f.evidence, False) for f in candidates(tracer, titles)]
    return rows


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights (intercept first) of a ridge-penalised logistic regression, by Newton's method."""
    x = np.hstack([np.ones((len(x), 1)), x])
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 0.0
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -40, 40)))
        gradient = x.T @ (p - y) + penalty * beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def main() -> None:
    """Fit, cross-validate, write the weights."""
    rows = examples(Path(sys.argv[1]))
    x = np.array([r.evidence for r in rows], float)
    y = np.array([r.right for r in rows], float)
    books = np.array([r.book for r in rows])
    x[:, [Evidence._fields.index(name) for name in FIXED]] = 0.0
    held = np.zeros(len(y))
    for book in np.unique(books):
        beta = fit(x[books != book], y[books != book])
        held[books == book] = beta[0] + x[books == book] @ beta[1:]
    p = 1 / (1 + np.exp(-held))
    beta = fit(x, y)
    print(f"{len(y)} candidates, {int(y.sum())} right")
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(f"threshold {t}: precision {y[p >= t].mean():.4f} recall {y[p >= t].sum() / y.sum():.4f} wrong accepted {int((1 - y)[p >= t].sum())}")
    bins = np.digitize(p, np.linspace(0, 1, 11)[1:-1])
    reliability = [
        [round(float(p[bins == b].mean()), 3), round(float(y[bins == b].mean()), 3), int((bins == b).sum())] for b in range(10) if (bins == b).any()
    ]
    model = {
        "about": "Logistic acceptance model; see scripts/fit_acceptance.py. Features are those of muqabala.trace.accept.Evidence.",
        "fitted_on": "marked_quotes, asr_lectures, negatives (titles); dev halves",
        "candidates": len(y),
        "reliability_cross_validated": reliability,
        "intercept": round(float(beta[0]), 4),
        "weights": {name: FIXED.get(name, round(float(b), 4)) for name, b in zip(Evidence._fields, beta[1:], strict=True)},
    }
    OUT.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
    print(json.dumps(model["weights"], indent=1))
    print(reliability)


if __name__ == "__main__":
    main()
