"""Words as search looks for them: folded, each as one word of plain letters, so that SQLite's word index takes them as they are."""

from __future__ import annotations

import numpy as np

from muqabala.text.fold import Codes, Ints, fold

_LETTERS = np.frombuffer(b" abcdefghijklmnopqrstuvwxyz0", np.uint8)
"""What stands for each of the 27 letters of the skeleton."""


def spelled(letters: Codes, word_first: Ints) -> str:
    """Folded words as plain letters, a blank between two; a word without skeleton letters is left out.

    Args:
        letters: skeleton codes, 1 to 27.
        word_first: index of the first letter of each word, and the number of letters.
    """
    firsts = word_first[:-1][np.diff(word_first) > 0]
    return np.insert(np.take(_LETTERS, letters), firsts[1:], ord(" ")).tobytes().decode("ascii")


def folded_words(text: str) -> str:
    """A text as the index holds it.

    >>> folded_words("إِنَّ اللَّهَ") == folded_words("ان الله")
    True
    """
    folded = fold(text)
    return spelled(folded.letters, folded.word_first)


def phrase_of(asked: str) -> str:
    """A query for words in a row; "" where nothing is asked for."""
    words = folded_words(asked)
    return f'"{words}"' if words else ""


def every_of(asked: str) -> str:
    """A query for words in any order."""
    return " ".join(f'"{word}"' for word in dict.fromkeys(folded_words(asked).split()))


def places_of(text: str, asked: str, most: int = 20) -> list[tuple[int, int]]:
    """Where in a text words stand in a row, as offsets; where they stand in no row, each of them.

    >>> text = "وَقَالَ إِنَّ اللَّهَ مَعَنَا"
    >>> [text[a:b] for a, b in places_of(text, "ان الله")]
    ['إِنَّ اللَّهَ']
    """
    wanted = folded_words(asked).split()
    folded = fold(text)
    sizes = np.diff(folded.word_first)
    starts, ends = folded.word_start[sizes > 0].tolist(), folded.word_end[sizes > 0].tolist()
    words = spelled(folded.letters, folded.word_first).split()
    rows = [i for i in range(len(words) - len(wanted) + 1) if words[i] == wanted[0] and words[i : i + len(wanted)] == wanted] if wanted else []
    if rows:
        return [(starts[i], ends[i + len(wanted) - 1]) for i in rows[:most]]
    return [(starts[i], ends[i]) for i, word in enumerate(words) if word in set(wanted)][:most]
