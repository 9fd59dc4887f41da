"""What an episode is called: a few words of one of the accounts that tell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.account import Account
from muqabala.collate.episodes.background import stem_shares
from muqabala.collate.episodes.features import Floats, common_words
from muqabala.collate.episodes.parts import Longs, stem_keys
from muqabala.text.keys import Keys

LEAST, MOST = 3, 9
"""Words of a label: the account's own, and in all."""
_UNSEEN = 1e-5
"""The share of prose that a word which the table does not have is reckoned at."""


class Labels:
    """Names for the episodes of some accounts: `account` is the account of each clause, `before` the clauses before each account."""

    def __init__(self, accounts: Sequence[Account], account: Longs, before: Longs) -> None:
        self._accounts, self._account, self._before = accounts, account, before
        self._own = np.concatenate([np.bincount(a.clause[a.counts], minlength=len(a.clauses)) for a in accounts])
        self._common = [common_words(a) for a in accounts]
        self._stems = [stem_keys(a.view.folded) for a in accounts]

    def label(self, clauses: Longs) -> str:
        """Those words of one clause, of some, that say most of what other accounts say too, each as much as it is rare in Arabic prose and by the
        number of accounts that have it. Of quotations there is their beginning, where no clause has enough words of its own."""
        enough = self._own[clauses] >= LEAST
        if not enough.any():
            return self._joined(clauses[0], self._words(clauses[0])[:MOST])
        clauses = clauses[enough]
        own = [words[self._accounts[self._account[clause]].counts[words]] for clause in clauses for words in [self._words(clause)]]
        stems = [self._stems[self._account[clause]][words] for clause, words in zip(clauses, own, strict=True)]
        told = self._told(clauses, stems)
        most, label = -1.0, ""
        for clause, words, keys in zip(clauses, own, stems, strict=True):
            says = ~self._common[self._account[clause]][words]
            bits = _bits(keys, says, told)
            begin, bits_there = _best(bits)
            if bits_there > most:
                last = begin + int(np.flatnonzero(says[begin : begin + MOST])[-1:].sum()) + 1
                most, label = bits_there, self._joined(clause, words[begin : max(last, begin + LEAST)])
        return label

    def _words(self, clause: int) -> Longs:
        """The words of a clause."""
        teller = self._account[clause]
        first, last = self._accounts[teller].clauses.first[clause - self._before[teller] :][:2].tolist()
        return np.arange(first, last)

    def _told(self, clauses: Longs, stems: Sequence[Keys]) -> tuple[Keys, Longs]:
        """The stems of some clauses, ascending, and how many accounts have each."""
        of = [self._account[clause] for clause in clauses]
        each = [np.unique(np.concatenate([s for s, a in zip(stems, of, strict=True) if a == teller])) for teller in sorted(set(of))]
        return np.unique(np.concatenate(each), return_counts=True)

    def _joined(self, clause: int, words: Longs) -> str:
        view = self._accounts[self._account[clause]].view
        return " ".join(view.word(word) for word in words.tolist())


def _bits(keys: Keys, says: npt.NDArray[np.bool_], told: tuple[Keys, Longs]) -> Floats:
    """How much each word of a clause says that other accounts tell, too; a word that stands twice says nothing the second time."""
    once = np.zeros(len(keys), bool)
    once[np.unique(keys, return_index=True)[1]] = True
    others = told[1][np.searchsorted(told[0], keys)] - 1
    return np.where(says & once, -np.log2(np.maximum(stem_shares(keys), _UNSEEN)) * others, 0)


def _best(bits: Floats) -> tuple[int, float]:
    """Where the words begin that together say most, no more than a label has, and how much that is."""
    if len(bits) <= MOST:
        return 0, float(bits.sum())
    sums = np.convolve(bits, np.ones(MOST), "valid")
    begin = int(sums.argmax())
    begin = min(begin + int((bits[begin : begin + MOST] > 0).argmax()), len(bits) - MOST)
    return begin, float(sums.max())
