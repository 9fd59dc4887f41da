"""An account as it is compared: its clauses, and which of its words count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.text.clauses import Clauses, find_clauses
from muqabala.text.fold import fold
from muqabala.text.keys import Keys, is_among, word_keys
from muqabala.trace.written.asides import HONORIFICS
from muqabala.trace.written.view import TextView

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of an account that quotes the canon, in half-open raw offsets."""

    start: int
    end: int
    passages: tuple[tuple[str, str], ...]
    """Work and reference of each passage that stands there whole or in part."""


@dataclass(frozen=True)
class Account:
    """One account.

    | column | dtype | length | meaning                                                                  |
    |--------|-------|--------|--------------------------------------------------------------------------|
    | counts | bool  | words  | the word is the writer's own and says something: no quotation, no honorific |
    | clause | int32 | words  | the clause that it stands in                                              |
    """

    id: str
    view: TextView
    clauses: Clauses
    counts: Flags
    clause: npt.NDArray[np.int32]
    quoted: tuple[Quoted, ...]

    @classmethod
    def of(cls, identifier: str, view: TextView, quoted: tuple[Quoted, ...] = ()) -> Account:
        """Cut an account into clauses; what it quotes is never cut and is compared by its place in the canon, not by its words."""
        folded = view.folded
        honorific = honorific_words(view.keys)
        inside = np.zeros(len(honorific), bool)
        for q in quoted:
            inside[np.searchsorted(folded.word_start, q.start) : np.searchsorted(folded.word_start, q.end)] = True
        clauses = find_clauses(view.text, folded, [(q.start, q.end) for q in quoted], honorific)
        return cls(identifier, view, clauses, ~(honorific | inside), _owner(clauses), quoted)

    def coarser(self, times: int) -> Account:
        """The same in stretches of so many clauses, for accounts whose clauses are too many to be compared one by one."""
        clauses = self.clauses.joined(times)
        return replace(self, clauses=clauses, clause=_owner(clauses))


def _owner(clauses: Clauses) -> npt.NDArray[np.int32]:
    """The clause of each word."""
    return np.repeat(np.arange(len(clauses), dtype=np.int32), np.diff(clauses.first))


def honorific_words(keys: Keys) -> Flags:
    """Which words, given by their keys, belong to an honorific: «صلى الله عليه وسلم»."""
    return phrase_words(keys, HONORIFICS)


@cache
def _by_head(phrases: tuple[str, ...]) -> tuple[Keys, dict[int, list[Keys]]]:
    """The keys with which some phrases begin, ascending, and the phrases that begin with each."""
    found: dict[int, list[Keys]] = {}
    for phrase in phrases:
        folded = fold(phrase)
        keys = word_keys(folded.letters, folded.word_first)
        found.setdefault(int(keys[0]), []).append(keys)
    return np.array(sorted(found), np.uint64), found


def phrase_words(keys: Keys, phrases: tuple[str, ...]) -> Flags:
    """Which words, given by their keys, belong to one of some phrases."""
    heads, by_head = _by_head(phrases)
    found = np.zeros(len(keys), bool)
    begins = np.flatnonzero(is_among(keys, heads))
    for head in set(keys[begins].tolist()):
        here = begins[keys[begins] == head]
        for phrase in by_head[head]:
            at = here[here <= len(keys) - len(phrase)]
            for place, key in enumerate(phrase[1:], 1):
                at = at[keys[at + place] == key]
            for place in range(len(phrase)):
                found[at + place] = True
    return found
