"""What passages of accounts are compared by: parts of words, stems, and the verses that they quote.

Everything is a row (clause, feature), clauses numbered through all accounts. Two kinds are used. Character n-grams bear every spelling and find
what is alike at all; stems are fewer and nearly independent of each other, as a model that multiplies likelihoods wants them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.account import Account, Flags
from muqabala.collate.episodes.background import gram_shares, stem_shares
from muqabala.collate.episodes.parts import Longs, grams, stem_keys
from muqabala.text.keys import Keys, is_among, keys_of

Floats = npt.NDArray[np.float32]

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


@dataclass(frozen=True, slots=True)
class Features:
    """Which features each clause has.

    | column  | dtype | length | meaning                                                  |
    |---------|-------|--------|----------------------------------------------------------|
    | clause  | int64 | rows   | clause, through all accounts                              |
    | feature | int64 | rows   | 0 .. count-1; a feature stands in a clause as often as rows say |
    | share   | float32 | count | share of the words of Arabic prose that have it; 0 for what is rare there and for verses |
    """

    clause: Longs
    feature: Longs
    share: Floats
    clauses: int
    """Number of all clauses."""
    count: int
    """Number of all features."""
    words: int
    """Number of all words that have features."""

    def within(self, part: Longs) -> Features:
        """The same features of coarser parts: `part` holds the number of the part of each clause; -1 leaves the clause out."""
        mine = part[self.clause]
        kept = mine >= 0
        return replace(self, clause=mine[kept], feature=self.feature[kept], clauses=int(part.max(initial=-1)) + 1)


def grams_of(accounts: Sequence[Account]) -> Features:
    """The character n-grams of the words that count, each once a clause."""
    rows = [grams(a.view.folded, a.counts) for a in accounts]
    return _numbered(accounts, rows, GRAMS_OF_WORD, gram_shares)


def stems_of(accounts: Sequence[Account], *, common: bool = True) -> Features:
    """The stems of the words that count; `common` says whether with those that every tale has.

    Where accounts are likened to each other their numbers show which words are common. A few sentences do not show it, and where it is asked
    whether they have more in common than chance would bring, such words must not count.
    """
    rows = []
    for account in accounts:
        words = np.flatnonzero(account.counts if common else account.counts & ~common_words(account))
        keys = stem_keys(account.view.folded)[words]
        rows.append((words[keys != 0], keys[keys != 0]))
    return _numbered(accounts, rows, 1, stem_shares)


def common_words(account: Account) -> Flags:
    """Which words of an account are such as every tale has."""
    return is_among(account.view.keys, _common_keys())


@cache
def _common_keys() -> Keys:
    """The keys of the common words, alone and behind «و» and «ف»."""
    return keys_of(lead + word for word in _COMMON.split() for lead in ("", "و", "ف"))


def _numbered(accounts: Sequence[Account], rows: Sequence[tuple[Longs, Keys]], of_word: int, shares: Callable[[Keys], Floats]) -> Features:
    """Rows (word, code) of each account as features; verses are added to the words that they begin with. `shares` is asked for each code."""
    clauses, codes, before = [], [], 0
    for account, (words, keys) in zip(accounts, rows, strict=True):
        of_verses = _verses(account, of_word)
        clauses.append(before + account.clause[np.concatenate([words, of_verses[0]])].astype(np.int64))
        codes += [keys, of_verses[1]]
        before += len(account.clauses)
    known, feature = np.unique(np.concatenate(codes), return_inverse=True)
    clause, count = np.concatenate(clauses), int(feature.max(initial=-1)) + 1
    if of_word > 1:
        pairs = np.unique(clause * count + feature)
        clause, feature = pairs // max(count, 1), pairs % max(count, 1)
    said = sum(int(a.counts.sum()) for a in accounts)
    return Features(clause, feature.astype(np.int64), shares(known), before, count, said)


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
