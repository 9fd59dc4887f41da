"""What of an account counts where another one goes along with it: what its writer says himself, and says once.

Everybody quotes the canon, names transmitters and ancestors and blesses the Prophet in the same words; a list has the same words in each of its
lines. Two texts that agree in no more than that have not copied each other. Such words belong to a passage, but it is not made of them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.account import Account, Flags, phrase_words
from muqabala.text.fold import Codes, Ints
from muqabala.text.isnad import isnads_of
from muqabala.text.keys import Keys, is_among, keys_of, kmer_codes
from muqabala.trace.matching.formulae import FORMULAE

Longs = npt.NDArray[np.int64]

SON = keys_of(["بن", "بنت", "ابنة"])
"""What stands between a name and the next one of a lineage."""
NAME = 3
"""Words from one «بن» to the next at most: «محمد بن عبد الله بن عمر»."""
OFTEN = 4
"""Times that an account may say a few letters without their being one of its own formulae."""


def counted_letters(account: Account, k: int) -> Ints:
    """How many of the first n letters of an account count, for n from 0 to all of them.

    A letter counts if its word is the writer's own (`Account.counts`) and stands in no formula, chain of transmitters or lineage, and if it lies in
    some k letters that the account has not more than OFTEN times.
    """
    folded, keys = account.view.folded, account.view.keys
    words = account.counts & ~phrase_words(keys, FORMULAE) & ~_transmitted(account) & ~_lineage(keys)
    letters = np.repeat(words, np.diff(folded.word_first)) & _rare(folded.letters, k)
    counted = np.zeros(len(letters) + 1, np.int32)
    np.cumsum(letters, out=counted[1:])
    return counted


def _transmitted(account: Account) -> Flags:
    """The words of chains of transmitters."""
    chains = isnads_of(account.view.folded, account.view.keys)
    return _between(chains.start, chains.end, len(account.counts))


def _lineage(keys: Keys) -> Flags:
    """The words of lineages of three generations or more, from the first name to the last."""
    sons = np.flatnonzero(is_among(keys, SON))
    near = np.flatnonzero(np.diff(sons) <= NAME)
    return _between(np.maximum(sons[near] - 1, 0), np.minimum(sons[near + 1] + 2, len(keys)), len(keys))


def _rare(letters: Codes, k: int) -> Flags:
    """The letters that lie in some k-mer that is not said too often."""
    codes = kmer_codes(letters, k)
    _, which, times = np.unique(codes, return_inverse=True, return_counts=True)
    begins = np.flatnonzero(times[which] <= OFTEN)
    return _between(begins, begins + k, len(letters))


def _between(first: Longs, last: Longs, count: int) -> Flags:
    """Of so many places those that lie in some first..last (half-open)."""
    change = np.bincount(first, minlength=count + 1) - np.bincount(last, minlength=count + 1)
    return np.cumsum(change)[:count] > 0
