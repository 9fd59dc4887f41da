"""Fit the acceptance models: which candidates are quotations of the Qur'an, and how sure what is reported as hadith is one.

    python scripts/fit_acceptance.py DATA verses      # the evaluation pack's folder
    python scripts/fit_acceptance.py DATA hadith

Verses. Positive examples are candidates of which half lies in a quotation that an editor marked (`marked_quotes`, `asr_lectures`); negative
ones are all others in those texts, and everything in the news titles of `negatives`. A candidate that the editor did not mark but that stands in
the Qur'an letter for letter with four or more words, or is too long for chance, is left out: editors do not mark everything. The figures printed
are cross-validated over
books: each book is scored by weights fitted on the others.

The brackets around quotations were taken out of those texts, so they cannot say what a bracket is worth, nor a reference: the weights
of `opened`, `ornate`, `fills`, `cue_after` and `cited` are set by hand (FIXED) and do not take part in the fit.

Hadith. Examples are all that is reported in the answers of `islamiceval2025`, positive where half of it lies in what an annotator marked as hadith.
Cross-validated over answers; how the likelihoods fare on `islamiceval2026`, on which nothing is fitted, is told as well. The model says how sure
a report is and holds none back: what is reported is decided by rules (docs/decisions/0012).
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from muqabala.canon import store
from muqabala.trace.hadith.matn import MatnTracer
from muqabala.trace.matching.accept import Evidence, Found, MatnEvidence
from muqabala.trace.quran.pipeline import Tracer
from muqabala.trace.whole import trace_all
from muqabala.trace.written.view import TextView

OUT = Path(__file__).parent.parent / "src/muqabala/trace/data"
RIDGE = 1.0
BEYOND_CHANCE = 50.0
"""Bits, less ten for each word that differs, from which a candidate in a religious book cannot be chance."""
FIXED = {"opened": 1.5, "ornate": 4.0, "cited": 4.0, "fills": 3.0, "cue_after": 2.5}


Spans = list[tuple[int, int]]
"""Characters that were marked."""


class Example(NamedTuple):
    """One candidate with its label."""

    book: str
    evidence: Evidence | MatnEvidence
    right: bool


def candidates(tracer: Tracer, text: str) -> list[Found]:
    """The candidates that the model is asked about."""
    return [f for f in tracer.trace(TextView.of(text))[0].found if f.held_back in ("", "likelihood")]


def label(found: Found, gold: Spans) -> bool | None:
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


def marked(data: Path) -> Iterator[tuple[str, str, Spans]]:
    """Books with the character spans that their editors marked."""
    for file in sorted((data / "marked_quotes").glob("*.spans.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        text = file.with_name(file.name.replace(".spans.jsonl", ".txt")).open(encoding="utf-8", newline="").read()
        yield file.name.split(".spans")[0], text, [(r["start"], r["end"]) for r in rows]


def speech(data: Path) -> Iterator[tuple[str, str, Spans]]:
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


def verses(data: Path) -> tuple[list[Example], list[Example]]:
    """Candidates of verses; none are kept aside."""
    return examples(data), []


def hadith(data: Path) -> tuple[list[Example], list[Example]]:
    """What is reported as hadith in the answers of language models: those to fit on, and others."""
    return list(reported(answers_2025(data / "islamiceval2025"))), list(reported(answers_2026(data / "islamiceval2026")))


def answers_2025(folder: Path) -> Iterator[tuple[str, str, Spans]]:
    """Answers with the hadiths that annotators marked."""
    marks = marked_in(folder / "dev_SubtaskA.tsv", "Question_ID", "Label", "Hadith")
    for part in (folder / "dev_SubtaskA.xml").open(encoding="utf-8", newline="").read().split("<Question>")[1:]:
        fields = {name: re.search(rf"<{name}>(.*?)</{name}>", part, re.DOTALL) for name in ("ID", "Response")}
        if fields["ID"] and fields["Response"]:
            yield fields["ID"][1], fields["Response"][1], marks[fields["ID"][1]]


def answers_2026(folder: Path) -> Iterator[tuple[str, str, Spans]]:
    """The same of the year after."""
    marks = marked_in(folder / "task_1.tsv", "Response_ID", "Segment_Type", "matn")
    for line in (folder / "responses.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], row["generated_answer"], marks[row["id"]]


def marked_in(table: Path, key: str, kind: str, wanted: str) -> dict[str, Spans]:
    """The spans of one kind by their document."""
    found: dict[str, Spans] = defaultdict(list)
    with table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row[kind] == wanted:
                found[row[key]].append((int(row["Span_Start"]), int(row["Span_End"])))
    return found


def reported(texts: Iterator[tuple[str, str, Spans]]) -> Iterator[Example]:
    """What is reported as hadith in some texts."""
    tracers, matns = [Tracer.of(store.load_quran())], MatnTracer.of(store.load_hadith())
    for name, text, gold in texts:
        view = TextView.of(text)
        for told in trace_all(tracers, matns, view)[0].told:
            start, end = view.starts[told.d0], view.ends[told.d1 - 1]
            shared = sum(max(0, min(end, b) - max(start, a)) for a, b in gold)
            yield Example(name, told.evidence, 2 * shared >= end - start)


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


class Model(NamedTuple):
    """What is fitted."""

    file: str
    fields: type[Evidence | MatnEvidence]
    examples: Callable[[Path], tuple[list[Example], list[Example]]]
    fitted_on: str
    fixed: dict[str, float]


MODELS = {
    "verses": Model("acceptance.json", Evidence, verses, "marked_quotes, asr_lectures, negatives (titles); dev halves", FIXED),
    "hadith": Model("acceptance_matn.json", MatnEvidence, hadith, "islamiceval2025; dev", {}),
}


def arrays(rows: list[Example], model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Features, those set by hand at nought, and labels."""
    x = np.array([r.evidence for r in rows], float)
    x[:, [model.fields._fields.index(name) for name in model.fixed]] = 0.0
    return x, np.array([r.right for r in rows], float)


def likelihood(beta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What some weights promise."""
    p: np.ndarray = 1 / (1 + np.exp(-(beta[0] + x @ beta[1:])))
    return p


def reliability(p: np.ndarray, y: np.ndarray) -> list[list[float]]:
    """In ten steps what was promised, what came true, and of how many."""
    bins = np.digitize(p, np.linspace(0, 1, 11)[1:-1])
    return [
        [round(float(p[bins == b].mean()), 3), round(float(y[bins == b].mean()), 3), int((bins == b).sum())] for b in range(10) if (bins == b).any()
    ]


def main() -> None:
    """Fit, cross-validate, write the weights."""
    model = MODELS[sys.argv[2]]
    rows, aside = model.examples(Path(sys.argv[1]))
    x, y = arrays(rows, model)
    books = np.array([r.book for r in rows])
    p = np.zeros(len(y))
    for book in np.unique(books):
        p[books == book] = likelihood(fit(x[books != book], y[books != book]), x[books == book])
    beta = fit(x, y)
    print(f"{len(y)} candidates, {int(y.sum())} right")
    for t in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(f"threshold {t}: precision {y[p >= t].mean():.4f} recall {y[p >= t].sum() / y.sum():.4f} wrong accepted {int((1 - y)[p >= t].sum())}")
    found = {
        "about": f"Logistic acceptance model; see scripts/fit_acceptance.py. Features: muqabala.trace.matching.accept.{model.fields.__name__}.",
        "fitted_on": model.fitted_on,
        "candidates": len(y),
        "reliability_cross_validated": reliability(p, y),
    }
    if aside:
        unseen, right = arrays(aside, model)
        found["reliability_unseen"] = reliability(likelihood(beta, unseen), right)
    found["intercept"] = round(float(beta[0]), 4)
    found["weights"] = {name: model.fixed.get(name, round(float(b), 4)) for name, b in zip(model.fields._fields, beta[1:], strict=True)}
    (OUT / model.file).write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
