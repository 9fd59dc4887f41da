"""What passages of accounts are compared by: parts of words, stems, and the verses that they quote.

Everything is a row (clause, feature), clauses numbered through all accounts. Two kinds are used. Character n-grams bear every spelling and find
what is alike at all; stems are fewer and nearly independent of each other, as a model that multiplies likelihoods wants them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.account import Account
from muqabala.text.fold import SKELETON, Codes, Folded
from muqabala.text.keys import Keys, is_among, keys_between, keys_of

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

GRAMS = (3, 4)
"""Letters of an n-gram within a word, its borders counted as letters; 3 to 5 and 2 to 4 are no better (decision 0017)."""
GRAMS_OF_WORD = 2
"""N-grams that a word of a quoted verse counts as: fewer than a word has, since a verse may be quoted of another event."""
_COMMON = (
    "من إلى عن على في فيه فيها به بها له لها لهم لك لي لنا إليه إليها إليهم إلي عليه عليها عليهم علي عليك منه منها منهم عنه عنها عنهم "
    "معه معهم مع بين بينهم عند عنده حتى ثم أو أم بل لا لم لن ما ليس إن أن أنه أنها أنهم إنه إنها إنهم إني إنك إنما كأن لكن لعل لو لولا "
    "إذا إذ لما قد لقد كان كانت كانوا كنت كنا يكون تكون هل أي أين كيف متى هذا هذه ذلك تلك هؤلاء هذان الذي التي الذين هو هي هم هما أنت "
    "أنتم أنا نحن كل كلهم بعض بعد قبل حين يوم غير إلا قال قالت قالوا قالا قلت قلنا يقول يقولون قيل يقال فقال وقال له فيما مما عما كما "
    "ذا ذو ابن بن بنت أبو أبي أبا أخي رسول الله النبي نبي رجل جعل أيها يا ألا أيضا هنا هناك هنالك سوى نحو مثل"
)
"""Words that every tale has. What else is common in the accounts at hand, their numbers show."""
_BORDER = 31
_LONGEST_TRIED = 4
_CONJUNCTIONS, _PREPOSITIONS, _LAM = ([SKELETON.index(c) + 1 for c in letters] for letters in ("وف", "بكل", "ل"))
_ENDINGS = tuple(
    tuple(SKELETON.index(c) + 1 for c in ending) for ending in ("هم", "هن", "كم", "ون", "ين", "نه", "وه", "ته", "تم", "ن", "ه", "ي", "ت", "و", "ك")
)
"""Pronouns and endings of number and person that a stem goes without, as light stemming does (Larkey 2007), here without alif."""


@dataclass(frozen=True, slots=True)
class Features:
    """Which features each clause has.

    | column  | dtype | length | meaning                                                  |
    |---------|-------|--------|----------------------------------------------------------|
    | clause  | int64 | rows   | clause, through all accounts                              |
    | feature | int64 | rows   | 0 .. count-1; a feature stands in a clause as often as rows say |
    """

    clause: Longs
    feature: Longs
    clauses: int
    """Number of all clauses."""
    count: int
    """Number of all features."""

    def within(self, part: Longs) -> Features:
        """The same features of coarser parts: `part` holds the number of the part of each clause; -1 leaves the clause out."""
        mine = part[self.clause]
        kept = mine >= 0
        return Features(mine[kept], self.feature[kept], int(part.max(initial=-1)) + 1, self.count)


def grams_of(accounts: Sequence[Account]) -> Features:
    """The character n-grams of the words that count, each once a clause."""
    rows = [_grams(a.view.folded, a.counts) for a in accounts]
    return _numbered(accounts, rows, GRAMS_OF_WORD)


def stems_of(accounts: Sequence[Account], *, common: bool = True) -> Features:
    """The stems of the words that count; `common` says whether with those that every tale has.

    Where accounts are likened to each other their numbers show which words are common. A few sentences do not show it, and where it is asked
    whether they have more in common than chance would bring, such words must not count.
    """
    rows = []
    for account in accounts:
        words = np.flatnonzero(account.counts if common else account.counts & ~is_among(account.view.keys, _common_keys()))
        keys = stem_keys(account.view.folded)[words]
        rows.append((words[keys != 0], keys[keys != 0]))
    return _numbered(accounts, rows, 1)


@cache
def _common_keys() -> Keys:
    """The keys of the common words, alone and behind «و» and «ف»."""
    return keys_of(lead + word for word in _COMMON.split() for lead in ("", "و", "ف"))


def _numbered(accounts: Sequence[Account], rows: Sequence[tuple[Longs, Keys]], of_word: int) -> Features:
    """Rows (word, code) of each account as features; verses are added to the words that they begin with."""
    clauses, codes, before = [], [], 0
    for account, (words, keys) in zip(accounts, rows, strict=True):
        of_verses = _verses(account, of_word)
        clauses.append(before + account.clause[np.concatenate([words, of_verses[0]])].astype(np.int64))
        codes += [keys, of_verses[1]]
        before += len(account.clauses)
    _, feature = np.unique(np.concatenate(codes), return_inverse=True)
    clause, count = np.concatenate(clauses), int(feature.max(initial=-1)) + 1
    if of_word > 1:
        pairs = np.unique(clause * count + feature)
        clause, feature = pairs // max(count, 1), pairs % max(count, 1)
    return Features(clause, feature.astype(np.int64), before, count)


def _verses(account: Account, of_word: int) -> tuple[Longs, Keys]:
    """The words of quotations, and codes: for each so many as it counts, the same wherever a passage is quoted. No word has so large a code."""
    words, codes = [], []
    for q in account.quoted:
        first, last = np.searchsorted(account.view.folded.word_start, (q.start, q.end)).tolist()
        each = max(1, (last - first) * of_word // max(1, len(q.passages)))
        for work, ref in q.passages:
            words += [first] * each
            codes += [_code_of(f"{work} {ref} {number}") for number in range(each)]
    return np.array(words, np.int64), np.array(codes, np.uint64)


def _code_of(name: str) -> int:
    """A number from a name, with its highest bit set (FNV-1a)."""
    code = 0xCBF29CE484222325
    for byte in name.encode():
        code = (code ^ byte) * 0x100000001B3 % 2**64
    return code | 1 << 63


def _grams(folded: Folded, counts: npt.NDArray[np.bool_]) -> tuple[Longs, Keys]:
    """(word, code) of each n-gram."""
    stream, owner = _with_borders(folded)
    words, codes = [], []
    for size in GRAMS:
        places = max(0, len(stream) - size + 1)
        code, inside = np.zeros(places, np.uint64), np.ones(places, bool)
        for step in range(size):
            letters = stream[step : step + places]
            code = code << np.uint64(5) | letters
            if 0 < step < size - 1:
                inside &= letters != _BORDER
        at = np.flatnonzero(inside & counts[owner[:places]])
        words.append(owner[at])
        codes.append(code[at] | np.uint64(size << 40))
    return np.concatenate(words), np.concatenate(codes)


def _with_borders(folded: Folded) -> tuple[Keys, Longs]:
    """The letters with a border before each word and after the last, and the word that each belongs to."""
    sizes = np.diff(folded.word_first).astype(np.int64) + 1
    starts = np.cumsum(sizes) - sizes
    stream = np.full(int(sizes.sum()) + 1, _BORDER, np.uint64)
    letters = np.repeat(starts + 1 - folded.word_first[:-1], sizes - 1) + np.arange(len(folded.letters))
    stream[letters] = folded.letters
    owner = np.repeat(np.arange(len(sizes)), sizes)
    return stream, np.append(owner, owner[-1:])


def stem_keys(folded: Folded) -> Keys:
    """A key for each word without what is joined to it before and behind; 0 where nothing is left."""
    first, last = folded.word_first[:-1].astype(np.int64), folded.word_first[1:].astype(np.int64)
    letters = np.append(folded.letters, np.zeros(_LONGEST_TRIED, np.uint8))
    for lead in (_CONJUNCTIONS, _PREPOSITIONS, _LAM):
        first = first + ((last - first > 3) & np.isin(letters[first], lead))
    last = _without_ending(letters, first, last)
    return keys_between(folded.letters, first, last)


def _without_ending(letters: Codes, first: Longs, last: Longs) -> Longs:
    """Where words end without the first of the endings that they have, where two letters are left."""
    open_ = last - first >= 4
    shorter = last.copy()
    for ending in _ENDINGS:
        fits = open_ & (last - first - len(ending) >= 2)
        for place, letter in enumerate(reversed(ending), 1):
            fits &= letters[last - place] == letter
        shorter[fits] -= len(ending)
        open_ &= ~fits
    return shorter
