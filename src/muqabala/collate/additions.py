"""What one account alone tells of an episode that others tell as well: a person, a date, a number, a place that the others are silent of.

Silence is no denial: an addition says that the words stand here and not there, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from muqabala.collate.dates import Date
from muqabala.collate.mentions import Mention, Mentions
from muqabala.collate.numbers import Quantity
from muqabala.collate.tokens import plain_words, without_proclitics
from muqabala.text.fold import fold
from muqabala.text.isnad import isnads_of

Span = tuple[int, int]
_TELLERS = frozenset({"historian", "scholar", "compiler of hadith"})
"""What the gazetteer says of those who are named for what they tell."""
_NAMED = frozenset({"person", "group", "place"})
_LEADS = frozenset(plain_words("أبو أبا أبي أم ابن بن بنت بنو بني عبد غار جبل وادي دار"))
_SLOTS = {"person": "person", "group": "group", "place": "place", "date": "date", "quantity": "number", "verse": "verse"}


def transmitters(mentions: Mentions, who: Mapping[tuple[str, str], str]) -> frozenset[int]:
    """The mentions (their first tokens) of historians, and those in chains of transmitters: they tell of the account, not of the event."""
    folded = fold(mentions.text)
    chains = isnads_of(folded)
    spans = [(int(folded.word_start[a]), int(folded.word_end[b - 1])) for a, b in zip(chains.start.tolist(), chains.end.tolist(), strict=True)]
    return frozenset(m.first for m in mentions.rows if who.get((m.kind, m.normal)) in _TELLERS or any(s <= m.start < t for s, t in spans))


def additions(
    accounts: Sequence[Mentions], skipped: Sequence[frozenset[int]], cells: Sequence[Sequence[Span]], edge: int
) -> Iterator[tuple[int, str, Mention, int]]:
    """The mentions that one account alone has in an episode, each value once: account, slot, mention, and the accounts that are silent.

    Args:
        accounts: the mentions of each account.
        skipped: for each the mentions that count for nothing (`transmitters`).
        cells: for each the half-open raw offsets of its cells; empty where it does not tell the episode.
        edge: code points outside the cells within which another account may say the same.
    """
    telling = [n for n, spans in enumerate(cells) if spans]
    if len(telling) < 2:
        return
    near = {n: {key for m in accounts[n].rows if _inside(m, cells[n], edge) for key in _keys(m)} for n in telling}
    words = {n: _words(accounts[n], cells[n], edge) for n in telling}
    for n in telling:
        others = set().union(*(near[k] for k in telling if k != n))
        heard = set().union(*(words[k] for k in telling if k != n))
        said: set[str] = set()
        for mention in accounts[n].rows:
            keys = _keys(mention)
            if (
                not keys
                or mention.first in skipped[n]
                or keys & (others | said)
                or (mention.kind in _NAMED and _called(accounts[n], mention) in heard)
            ):
                continue
            if _inside(mention, cells[n], 0):
                said |= keys
                yield n, _SLOTS[mention.kind], mention, len(telling) - 1


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


def _inside(mention: Mention, spans: Sequence[Span], edge: int) -> bool:
    return any(s - edge <= mention.start and mention.end <= t + edge for s, t in spans)


def _keys(mention: Mention) -> set[str]:
    """By what the same value is known in another account; none for what is not worth telling: «two men», a weekday alone."""
    value = mention.value
    if mention.kind not in _SLOTS or (
        isinstance(value, Quantity) and (value.number.high <= 2 or not value.dimension or value.dimension.startswith("="))
    ):
        return set()
    if isinstance(value, Quantity):
        return {f"quantity {value.dimension}"}  # another number of the same is a matter of conflict
    if isinstance(value, Date):
        return {"date"}
    return {f"{mention.kind} {mention.normal}"}
