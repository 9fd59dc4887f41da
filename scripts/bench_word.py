"""A Word document of 300 pages, checked and given back: how long it takes, and whether comments stand at the words that are wrong.

    python scripts/bench_word.py            # makes the book, checks it, reads its comments back with docx2python

The text is that of bench.py, prose with verses in it; in every fourth verse the third word is another one. It is set in runs of one to twelve words,
every third in bold, with a footnote on every fourth paragraph and a table for every 25th. Prints the seconds by the clock for the command, target
10; how many of the wrong words have a comment on them; how many comments stand anywhere else; and which parts of the archive have other bytes.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from docx2python import docx2python

from bench import launch, make_inputs
from word_files import RTL, document, note_mark, paragraph, parts_of, run, table

CHARACTERS = 600_000
"""300 pages of 2,000."""
WRONG = "زرافات"
"""What a wrong word is; no verse has it."""
SEED = 7


def spoiled(text: str, spans: list[tuple[int, int]]) -> tuple[str, int]:
    """The text with the third word of every fourth verse of some length changed, verses marked as such; and how many were changed."""
    pieces, at, changed = [], 0, 0
    for number, (start, end) in enumerate(spans):
        words = text[start:end].split(" ")
        if number % 4 == 0 and len(words) > 8:
            words[2] = WRONG
            changed += 1
        pieces += [text[at:start], "قال تعالى: ﴿", " ".join(words), "﴾ "]
        at = end
    return "".join([*pieces, text[at:]]), changed


def book(text: str) -> bytes:
    """The text as a document."""
    chance, numbers, notes = random.Random(SEED), count(2), {}
    body = []
    for place, line in enumerate(line for line in text.split("\n") if line.strip()):
        runs = [run(escape(part), RTL if number % 3 == 0 else "") for number, part in enumerate(parts(line, chance))]
        if place % 4 == 0:
            note = next(numbers)
            notes[note] = paragraph("حاشية على هذا الموضع من الكتاب")
            runs.append(note_mark(note))
        body.append(table(("خلية", "أخرى")) if place % 25 == 0 else "")
        body.append(paragraph(*runs))
    return document(*body, footnotes=notes)


def parts(line: str, chance: random.Random) -> Iterator[str]:
    """A line in parts of one to twelve words, blanks kept."""
    words = line.split(" ")
    while words:
        size = chance.randint(1, 12)
        yield " ".join(words[:size]) + (" " if len(words) > size else "")
        words = words[size:]


def main() -> None:
    """Make the book, check it, read it back."""
    inputs = make_inputs()
    spans = [(a, b) for a, b in inputs.spans if b < CHARACTERS]
    text, changed = spoiled(inputs.quoting[:CHARACTERS], spans)
    data = book(text)
    with tempfile.TemporaryDirectory() as name:
        before, after = Path(name) / "book.docx", Path(name) / "book.checked.docx"
        before.write_bytes(data)
        launch("check", "--works", "quran", str(before), "-o", str(after))  # the index is built
        usages = [launch("check", *works, str(before), "-o", str(after)) for works in ([], ["--works", "quran"])]
        with warnings.catch_warnings(), docx2python(io.BytesIO(after.read_bytes())) as opened:
            warnings.simplefilter("ignore")
            anchors = [anchor for anchor, *_ in opened.comments]
        old, new = parts_of(data), parts_of(after.read_bytes())
    print(f"characters {len(text)}, archive {len(data)} bytes, parts {len(zipfile.ZipFile(io.BytesIO(data)).namelist())}")
    for what, usage in zip(("verses and hadith", "verses only"), usages, strict=True):
        print(f"{what}: {usage.seconds:.1f} s, {usage.peak_mb:.0f} MB; target 10 s")
    right = sum(anchor.strip() == WRONG for anchor in anchors)
    print(f"verses only: wrong words with a comment on them {right} of {changed}; other comments {len(anchors) - right}")
    print(f"parts with other bytes: {sorted(part for part in old if old[part] != new[part])}; new: {sorted(set(new) - set(old))}")


if __name__ == "__main__":
    main()
