"""How common words are in Arabic prose, so that four short accounts need not say it alone.

«صلى» or «مدينة» may stand once in each of them, as a name does that only this event has. The words that the narrations of al-Bukhari and Muslim have
most often, with their numbers there, are a table (`data/words.tsv`, made by `scripts/count_words.py`); what is not among them counts as unseen.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.collate.episodes.parts import grams, stem_keys
from muqabala.collate.facts.tables import data, rows_of
from muqabala.text.fold import Folded, fold
from muqabala.text.keys import Keys

Floats = npt.NDArray[np.float32]
Table = tuple[Keys, Floats]
"""Keys, ascending, and the share of all words that each is of."""
_FILE, _OF = "words.tsv", 1e6
"""The table, and the words of which its numbers are."""


def stem_shares(keys: Keys) -> Floats:
    """The share of words of Arabic prose that have each of some stems.

    >>> from muqabala.collate.episodes.parts import stem_keys
    >>> common, rare, unseen = stem_shares(stem_keys(fold("وصلى سراقة طائرتان")))
    >>> bool(common > 100 * rare > 0), float(unseen)
    (True, 0.0)
    """
    return _of(_stems(), keys)


def gram_shares(keys: Keys) -> Floats:
    """The share of words of Arabic prose that have each of some n-grams."""
    return _of(_grams(), keys)


def _of(table: Table, wanted: Keys) -> Floats:
    known, shares = table
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, shares[at], np.float32(0))


@cache
def _words() -> tuple[Folded, Floats]:
    """The words of the table, and the share of each."""
    rows = list(rows_of(data(_FILE), 2, _FILE))
    return fold("\n".join(word for word, _ in rows)), np.array([float(count) / _OF for _, count in rows], np.float32)


@cache
def _stems() -> Table:
    folded, shares = _words()
    return _summed(stem_keys(folded), shares)


@cache
def _grams() -> Table:
    folded, shares = _words()
    word, code = grams(folded, np.ones(len(shares), bool))
    once = np.unique(np.stack([word.astype(np.uint64), code]), axis=1)
    return _summed(once[1], shares[once[0].astype(np.int64)])


def _summed(keys: Keys, shares: Floats) -> Table:
    known, at = np.unique(keys, return_inverse=True)
    return known, np.bincount(at, shares).astype(np.float32)
