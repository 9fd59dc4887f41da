"""Put the measured figures into README.md and docs/.

    python scripts/figures.py            # rewrite
    python scripts/figures.py --check    # exit 1 if anything would change

Reads eval/results.json ({"date", "sets": {set: {figure: number, ...}}}), bench/results.json ({"machine", "rows": [{"what", "value", "unit",
"peer"}]}) and bench/corpus.json (the same with "growth"), where they are there, and the reliability of the acceptance models. Rewrites what
stands between `<!-- figures:NAME -->` and `<!-- /figures -->`, where NAME is accuracy, speed, corpus or reliability, or headlines or pace, which
are the few rows of the first two that a newcomer asks for. A block whose results are missing stays as it is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
SETS = {
    "marked": "Books of the tradition, quotations as their editors marked them",
    "asr": "Lecture transcripts, no punctuation or vowel signs",
    "ie25-1a": "IslamicEval 2025, 1A: finding quotations in answers of language models (development set)",
    "ie25-1b": "IslamicEval 2025, 1B: are they right? (development set)",
    "ie26-t1": "IslamicEval 2026, task 1: verses, hadiths, chains and references in answers of language models (half of the development set)",
    "ie26-t2": "IslamicEval 2026, task 2: are they right?",
    "ie26-t3": "IslamicEval 2026, task 3: correcting them",
    "isnad": "Chains of transmitters in eight books (KITAB)",
    "misquotes": "Misquotations from printed books",
    "qdetect": "Tweets (QDetect)",
    "negatives": "News titles, nearly without quotations",
    "verdicts": "Short cases with reasons",
    "readings": "Words of other canonical readings",
    "seed-quotations": "An article, a news text, a lecture",
    "hijra": "Eleven accounts of the Hijra: which stretches tell the same episode",
    "hijra-conflicts": "The same: what they say differently",
    "gospel": "The four gospels in Arabic beside the pericopes of the synopsis",
    "seed-episodes": "The article, the news text and the lecture: episodes",
    "seed-conflicts": "The same: what they say differently",
    "reuse": "Books that copy each other (KITAB)",
}
"""Sets that are shown first, in this order, under these names; any others follow under their own."""
PREFERRED = (
    "span_recall", "located_recall", "P_lenient", "fp_per_million_words", "false_accusations", "macro_f1", "accuracy", "altered_located_corrected",
    "spelling_accepted", "accuracy_Ayah", "accuracy_matn", "accuracy_passage_text", "F", "right", "accused", "let_pass", "citations_right",
    "ayah_all", "matns_found", "spurious", "P", "episode_pairs_found", "slot_recall", "precision", "wrong", "unjudged", "recall",
    "boundary_error_words_mean", "predicted_pairs",
)  # fmt: skip
"""Figures that are shown where a set has them; a set that has none of them shows its first four numbers."""


class Headline(NamedTuple):
    """A row of the short table: what was measured, its path in eval/results.json, how it is printed, and what others reach."""

    what: str
    path: str
    form: str
    others: str


HEADLINES = (
    Headline("Verses that editors marked in twelve books: found and traced to the right verse", "marked/located_recall", "{:.1%}", "86 % (QDetect)"),
    Headline("Reports in these books that are no quotation, in a million words", "marked/fp_per_million_words", "{:.0f}", "477 to 1,943 (QDetect)"),
    Headline("Right quotations in them that were called wrong", "marked/false_accusations", "{:.2%}", "–"),
    Headline("Verses in transcripts of lectures, every seventh word misheard: found", "asr/noise_15/span_recall", "{:.1%}", "73 % (QDetect)"),
    Headline("Verses in tweets, F; common formulae are held back on purpose", "qdetect/F", "{:.3f}", "0.978 (QDetect)"),
    Headline("Words of other canonical readings in 202 verses that were called wrong", "readings/accused", "{:.0f}", "–"),
    Headline(
        "IslamicEval 2025, 1A: verses and hadiths in answers of language models, F",
        "ie25-1a/macro_f1",
        "{:.3f}",
        "0.901 (GPT-5, test set)",
    ),
    Headline("IslamicEval 2025, 1B: are they right?", "ie25-1b/accuracy", "{:.1%}", "89.8 % (test set), 93.1 %"),
    Headline("IslamicEval 2026, 2: are the verses right?", "ie26-t2/accuracy_Ayah", "{:.1%}", "97.4 % (lookup)"),
    Headline("IslamicEval 2026, 2: are the hadiths right?", "ie26-t2/accuracy_matn", "{:.1%}", "93.7 % (lookup)"),
    Headline("IslamicEval 2026, 3: what should stand there?", "ie26-t3/accuracy_passage_text", "{:.1%}", "65.3 % («wrong» to all)"),
    Headline("Chains of transmitters in eight books, F", "isnad/char/F", "{:.3f}", "–"),
    Headline("Episodes that two of eleven accounts of the Hijra tell: found", "hijra/episode_pairs_found", "{:.1%}", "36 % (fifteen equal parts)"),
    Headline("Conflicts told of them that are none", "hijra-conflicts/wrong", "{:.0f}", "–"),
    Headline("Passages that books copy from each other: found", "reuse/recall", "{:.0%}", "–"),
)
"""What others reach, and where that is from, is told in `docs/explanation/figures.md`."""
PACE = (
    "Start-up: a whole run on one short text (median of 5)",
    "Prose without quotations",
    "Prose with a quotation every 1,500 characters",
    "The whole Qur'an as one text",
    "All ten works: text that is itself hadith",
    "A file of 100 MB with quotations, to JSON",
    "A file of 100 MB with quotations, to JSON: peak memory",
    "First run, building the index",
    "All ten works: first run, building the index of the hadith",
    "150 KB of the prose with quotations",
)
"""Rows of the speed table, by how they begin, that stand in the short one."""
BLOCK = re.compile(r"(<!-- figures:(?P<name>[a-z]+) -->\n).*?(<!-- /figures -->)", re.DOTALL)


def number(value: float) -> str:
    """A figure as it is printed: whole numbers whole, small ones with three digits after the point, rare ones with four.

    >>> number(0.9876), number(0.00049), number(12), number(1234.5)
    ('0.988', '0.0005', '12', '1,234')
    """
    if isinstance(value, bool) or float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) < 0.01:
        return f"{value:.4f}"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"


def flat(figures: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """All numbers of a nested object, their names joined by blanks.

    >>> list(flat({"a": {"b": 1}, "c": "text", "d": 2.5}))
    [('a b', 1), ('d', 2.5)]
    """
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from flat(value, f"{prefix}{name} ")
        elif isinstance(value, int | float):
            yield f"{prefix}{name}", value


def shown(figures: dict[str, Any]) -> list[tuple[str, float]]:
    """The figures of a set that stand in the table."""
    rows = list(flat(figures))
    chosen = [row for wanted in PREFERRED for row in rows if row[0].split(" ")[-1] == wanted]
    return chosen[:8] or rows[:4]


def accuracy_table(results: dict[str, Any]) -> str:
    """The accuracy table in Markdown."""
    sets = results["sets"]
    order = [*(name for name in SETS if name in sets), *(name for name in sets if name not in SETS)]
    lines = ["| set | figures |", "|---|---|"]
    for name in order:
        figures = ", ".join(f"{label.replace('_', ' ')} {number(value)}" for label, value in shown(sets[name]))
        lines.append(f"| {SETS.get(name, name)} (`{name}`) | {figures} |")
    return "\n".join([*lines, "", f"Measured {results['date']}."])


def headline_table(results: dict[str, Any]) -> str:
    """The short table of accuracy, those rows whose sets were measured."""
    lines = ["| what | Muqabala | others |", "|---|---|---|"]
    for row in HEADLINES:
        figure = results["sets"]
        for name in row.path.split("/"):
            figure = figure.get(name, {})
        if isinstance(figure, int | float):
            lines.append(f"| {row.what} | {row.form.format(figure).replace('%', ' %')} | {row.others} |")
    return "\n".join([*lines, "", f"Measured {results['date']}."])


def pace_table(results: dict[str, Any]) -> str:
    """The short table of speed."""
    rows = [row for row in results["rows"] if row["what"].partition(" (2")[0] in PACE]
    return speed_table({**results, "rows": rows})


def speed_table(results: dict[str, Any]) -> str:
    """The speed table in Markdown."""
    lines = ["| what | Muqabala | peer |", "|---|---|---|"]
    for row in results["rows"]:
        value = number(row["value"]) if isinstance(row["value"], int | float) else str(row["value"])
        lines.append(f"| {row['what']} | {value} {row['unit']} | {row.get('peer') or '–'} |")
    return "\n".join([*lines, "", f"Measured on: {results['machine']}."])


WIDTH = 40
"""Characters of the longest bar."""
WEB = 10e6
"""Megabytes of a web-scale corpus: 10 TB."""


def corpus_table(results: dict[str, Any]) -> str:
    """What corpora take: the table, the growth, and what the web would."""
    lines = ["| what | measured | target |", "|---|---|---|"]
    lines += [f"| {row['what']} | {number(row['value'])} {row['unit']} | {row['target'] or '–'} |" for row in results["rows"]]
    lines += ["", "Time by size, whole command:", "", "```text", *growth_plot(results["growth"]), "```", "", *web_table(results)]
    return "\n".join([*lines, "", f"Corpus of {number(results['size_mb'])} MB. Measured on: {results['machine']}."])


def growth_plot(growth: dict[str, list[list[float]]]) -> list[str]:
    """Bars of time by size, with megabytes for each second and the peak of memory.

    >>> growth_plot({"scan": [[10, 2.0, 500], [20, 4.0, 510]]})[-1]
    'scan      20 MB ████████████████████████████████████████    4.0 s    5.0 MB/s    510 MB held'
    """
    lines = []
    for name, rows in growth.items():
        longest = max(seconds for _, seconds, _ in rows)
        for size, seconds, peak in rows:
            bar = "█" * max(round(WIDTH * seconds / longest), 1)
            lines.append(f"{name:6} {size:5.0f} MB {bar:{WIDTH}} {seconds:6.1f} s {size / seconds:6.1f} MB/s {peak:6.0f} MB held")
    return lines


def web_table(results: dict[str, Any]) -> list[str]:
    """What 10 TB would take, reckoned from the rates of two processes."""
    values = {row["what"]: row["value"] for row in results["rows"]}
    lines = ["| 10 TB, reckoned | core hours | days on 1,000 cores |", "|---|---|---|"]
    for what in ("Qur'an, two processes", "All ten works, two processes"):
        hours = WEB / (values[what] / 2) / 3600
        lines.append(f"| {what.partition(',')[0]} | {number(round(hours))} | {number(round(hours / 1000 / 24, 2))} |")
    tables = values["Tables for a megabyte of text, all works"] * WEB / 1e9
    return [*lines, "", f"The tables of 10 TB would have {number(round(tables, 2))} TB if the web quoted as densely as these books; it does not."]


def reliability_table() -> str:
    """What the acceptance models promise and what comes true."""
    lines = ["| likelihood of | on | promised: came true (of how many) |", "|---|---|---|"]
    for what, name in (("a verse", "acceptance.json"), ("a hadith", "acceptance_matn.json")):
        model = json.loads((ROOT / "src/muqabala/trace/data" / name).read_text("utf-8"))
        for key, on in (
            ("reliability_cross_validated", f"{model['fitted_on']}; cross-validated"),
            ("reliability_unseen", "islamiceval2026; not fitted on"),
        ):
            steps = " · ".join(f"{promised:.2f}: {true:.2f} ({count:,})" for promised, true, count in model.get(key, []))
            lines += [f"| {what} | {on} | {steps} |"] if steps else []
    return "\n".join(lines)


def tables() -> dict[str, str]:
    """The tables for which there are results."""
    found = {"reliability": reliability_table()}
    measured = (
        ("accuracy", "eval/results.json", accuracy_table),
        ("headlines", "eval/results.json", headline_table),
        ("speed", "bench/results.json", speed_table),
        ("pace", "bench/results.json", pace_table),
        ("corpus", "bench/corpus.json", corpus_table),
    )
    for name, path, render in measured:
        file = ROOT / path
        if file.is_file():
            found[name] = render(json.loads(file.read_text("utf-8")))
    return found


def rewritten(text: str, new: dict[str, str]) -> str:
    r"""A page with its marked blocks filled.

    >>> rewritten("<!-- figures:speed -->\nold\n<!-- /figures -->", {"speed": "new"})
    '<!-- figures:speed -->\nnew\n<!-- /figures -->'
    """
    return BLOCK.sub(lambda m: f"{m[1]}{new[m['name']]}\n{m[3]}" if m["name"] in new else m[0], text)


def main(arguments: list[str]) -> int:
    """Rewrite the pages, or say which would change."""
    new, stale = tables(), []
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        before = page.read_text("utf-8")
        after = rewritten(before, new)
        if after != before:
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in arguments:
                page.write_text(after, "utf-8")
    print("\n".join(stale) or "all figures are up to date")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
