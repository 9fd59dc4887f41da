"""What one account alone tells of an episode that others tell as well: a person, a date, a number, a place that the others are silent of.

Silence is no denial: an addition says that the words stand here and not there, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from muqabala.collate.facts.counts import Quantity
from muqabala.collate.facts.dates import Date
from muqabala.collate.facts.mentions import Mention, Mentions
from muqabala.collate.facts.tokens import plain_words, without_proclitics
from muqabala.text.isnad import isnads_of
from muqabala.trace.written.view import TextView

Span = tuple[int, int]
_TELLERS = frozenset({"historian", "scholar", "compiler of hadith"})
"""What the gazetteer says of those who are named for what they tell."""
_NAMED = frozenset({"person", "group", "place"})
_LEADS = frozenset(plain_words("أبو أبا أبي أم ابن بن بنت بنو بني عبد غار جبل وادي دار"))
_SLOTS = {"person": "person", "group": "group", "place": "place", "date": "date", "quantity": "number", "verse": "verse"}


def transmitters(mentions: Mentions, who: Mapping[tuple[str, str], str]) -> frozenset[int]:
    """The mentions (their first tokens) of historians, and those in chains of transmitters: they tell of the account, not of the event."""
    view = TextView.of(mentions.text)
    chains = isnads_of(view.folded, view.keys)
    spans = [(view.starts[a], view.ends[b - 1]) for a, b in zip(chains.start.tolist(), chains.end.tolist(), strict=True)]
    return frozenset(m.first for m in mentions.rows if who.get((m.kind, m.normal)) in _TELLERS or any(s <= m.start < t for s, t in spans))


@dataclass(frozen=True, slots=True)
class Named:
    """What one account names that is worth telling, in its order: rows of equal length.

    | column  | dtype | meaning                                                       |
    |---------|-------|---------------------------------------------------------------|
    | start   | int64 | code-point offset of the mention                              |
    | end     | int64 | half-open end                                                 |
    | mention | Mention | the mention itself                                          |
    | key     | str   | by what the same value is known in another account            |
    | called  | str   | the word by which one is called; empty for dates and numbers  |
    """

    account: Mentions
    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    mention: list[Mention]
    key: list[str]
    called: list[str]

    @staticmethod
    def of(account: Mentions, who: Mapping[tuple[str, str], str]) -> Named:
        """The rows of one account, those left out who only tell (`transmitters`)."""
        skipped = transmitters(account, who)
        rows = [(m, key) for m in account.rows if m.first not in skipped and (key := _key(m))]
        start, end = (np.array(column, np.int64) for column in ([m.start for m, _ in rows], [m.end for m, _ in rows]))
        called = [_called(account, m) if m.kind in _NAMED else "" for m, _ in rows]
        return Named(account, start, end, [m for m, _ in rows], [key for _, key in rows], called)

    def inside(self, spans: Sequence[Span], edge: int) -> list[int]:
        """The rows that stand in some stretches, or so many code points beside them."""
        found: set[int] = set()
        for s, t in spans:
            low, high = np.searchsorted(self.start, s - edge), np.searchsorted(self.end, t + edge, "right")
            found.update(range(int(low), int(high)))
        return sorted(found)


def additions(accounts: Sequence[Named], cells: Sequence[Sequence[Span]], edge: int) -> Iterator[tuple[int, str, Mention, int]]:
    """The mentions that one account alone has in an episode, each value once: account, slot, mention, and the accounts that are silent.

    Args:
        accounts: what each account names.
        cells: for each the half-open raw offsets of its cells; empty where it does not tell the episode.
        edge: code points outside the cells within which another account may say the same.
    """
    telling = [n for n, spans in enumerate(cells) if spans]
    if len(telling) < 2:
        return
    near = {n: {accounts[n].key[i] for i in accounts[n].inside(cells[n], edge)} for n in telling}
    words = {n: _words(accounts[n].account, cells[n], edge) for n in telling}
    for n in telling:
        said = set().union(*(near[k] for k in telling if k != n))
        heard = set().union(*(words[k] for k in telling if k != n))
        for i in accounts[n].inside(cells[n], 0):
            if accounts[n].key[i] not in said and accounts[n].called[i] not in heard:
                said.add(accounts[n].key[i])
                yield n, _SLOTS[accounts[n].mention[i].kind], accounts[n].mention[i], len(telling) - 1


def _words(account: Mentions, spans: Sequence[Span], edge: int) -> set[str]:
    """All words of a stretch, with and without proclitics: a short name may not have been seen as one."""
    tokens = account.tokens
    near = (i for s, t in spans for i in range(int(tokens.start.searchsorted(s - edge)), int(tokens.start.searchsorted(t + edge))))
    return {rest for i in near for _, rest in without_proclitics(tokens.forms[i])}


def _called(account: Mentions, mention: Mention) -> str:
    """The word by which one is called: the first of a name that is no «أبو», «ابن», «بنو»."""
    forms = [account.tokens.forms[i] for i in range(mention.first, mention.last)]
    forms[0] = forms[0][len(mention.lead) :]
    return next((form for form in forms if form not in _LEADS), forms[0])


def _key(mention: Mention) -> str:
    """By what the same value is known in another account; empty for what is not worth telling: «two men», what no table of units has."""
    value = mention.value
    if mention.kind not in _SLOTS:
        return ""
    if isinstance(value, Quantity):
        counts = value.number.high > 2 and value.dimension and not value.dimension.startswith("=")
        return f"quantity {value.dimension}" if counts else ""  # another number of the same is a matter of conflict
    return "date" if isinstance(value, Date) else f"{mention.kind} {mention.normal}"
