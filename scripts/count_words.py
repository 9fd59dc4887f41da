"""Write the table of common words that accounts are weighed by (`src/muqabala/collate/data/words.tsv`): how often each stands in a million
words of the narrations of al-Bukhari and Muslim, the words as they are compared.

    python scripts/count_words.py
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from muqabala.canon import sources
from muqabala.text.fold import SKELETON, fold
from muqabala.text.keys import word_keys

OUT = Path(__file__).parent.parent / "src/muqabala/collate/data/words.tsv"
MOST = 5_000
"""Words that are listed: nine words in ten of a narration."""
HEAD = f"""\
# The {MOST:,} words that the narrations of al-Bukhari and Muslim have most often, by their letters as they are compared, and how often each
# stands in a million words. Counted in {sources.BACKGROUND.package}, licence {sources.BACKGROUND.licence}, by scripts/count_words.py.
"""


def table() -> str:
    """The table with its head."""
    folded = fold("\n".join(msgspec.json.decode(line)["text"] for line in sources.BACKGROUND.read().splitlines()))
    keys = word_keys(folded.letters, folded.word_first)
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    rows = []
    for n in np.lexsort((first, -counts))[:MOST].tolist():
        letters = folded.letters[folded.word_first[first[n]] : folded.word_first[first[n] + 1]]
        rows.append(f"{''.join(SKELETON[code - 1] for code in letters.tolist())}\t{round(1e6 * counts[n] / len(keys))}")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    OUT.write_text(table(), encoding="utf-8")
