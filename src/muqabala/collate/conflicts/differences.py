"""Differences: what two accounts say differently of the same thing.

First it is decided that two claims speak of the same thing: the same role, of the same owner or at the same place, with the same words around, and
less of all that where an episode joins them. Then the values are compared, and a conflict is told only where they cannot both be right: two names of
one person, a number within the bounds of another, a date by another calendar, a kind and its genus are none, and silence never is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

import numpy as np

from muqabala import records
from muqabala.collate.conflicts.additions import Named, additions
from muqabala.collate.conflicts.apart import are_apart, other_place
from muqabala.collate.conflicts.asserted import standing_of
from muqabala.collate.conflicts.claims import PLAIN_TOO, THEY, Claim, context, find_claims, places_near, quantities, roles
from muqabala.collate.conflicts.copies import Copy, copied_pairs, frames_of
from muqabala.collate.conflicts.items import AROUND, Items, Signs, items_of, word_classes
from muqabala.collate.conflicts.sentences import BITS, NEAR_BY, Told, speak_of_two, told, told_otherwise
from muqabala.collate.facts.mentions import Mentions, default_gazetteer
from muqabala.collate.facts.names import Gazetteer, Name, aliases_of
from muqabala.collate.facts.tables import within
from muqabala.collate.facts.values import may_both_be_right
from muqabala.records import DifferenceKind, Value

Span = tuple[int, int]
"""A half-open range of code points in the raw text of an account."""
EDGE = 120
"""Code points by which a claim may lie outside the cells of an episode: cells end where another thing begins, values stand at clause ends."""
NEED = {"of": 7.0, "place": 9.0, "words": 10.0, "around": 14.0, "copy": 20.0, "sentence": BITS}
"""Bits of shared context that two claims need to be of one thing, by what their role needs. On the accounts of the Hijra values a fifth lower name
the same facts, a quarter higher one less of nine."""
NAMED, PLACED = 3.0, 7.0
"""Bits that it is worth that both claims name the owner themselves; that they have one place."""
THING_ALONE, THING_WORDS, TELLING = 6.0, 3, 1.0
"""Bits, and words of so many bits, that are enough for things of which each account names one of its class in the whole episode."""
APART = 1.25
"""How many times the context two claims need that no episode joins."""
INSIDE = 1.5
"""How many times the context two claims of one account need: an account may well tell two things of one kind."""
MANIFOLD = frozenset(("person", "number", "date", "duration", "time", "price", "money", "reward", "age", "colour"))
"""Slots of which one account may well tell two values side by side, of two things: there what stands around both shows nothing."""
MANY = 8
"""Values of a role from which on an account is a list (of the slain, of hosts): there it does not contradict itself."""
FAR = 800
"""Items within which two values of one account are held against each other: further on it may speak of another time."""
BESIDE_OTHERS = frozenset(("number", "date", "price", "colour", "weapon"))
"""Slots of which a tale has many values, so that the sentence must show whose each is."""
STEP, ORDER = 8, 0.5
"""Items by which two things must stand apart for their order to be told, and the confidence in it: what is told later need not have happened
later."""
TIMES = 10.0
"""How many times the other a count may be and still be of the same thing."""
KINDS = ("conflict", "order", "addition")
SLOTS = ("person", "host", "number", "date", "duration", "time", "place", "verse")
"""Kinds and slots in the order in which they are told; other slots after these."""
COMMON = 4.0
"""Bits that a word must have to count: a word in every sixteen says nothing."""
PROTAGONIST, LEAST = 0.2, 3
"""Share of all people named in the accounts, and mentions in each, that make somebody the one whom «he» means where nobody else is named."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between accounts, or inside one."""

    kind: DifferenceKind
    slot: str
    """What it is about: `weapon`, `person`, `host`, `date`, `duration`, …"""
    values: Mapping[int, Value]
    """By account (place in the list that was given)."""
    within: Value | None
    """The second value, where one account contradicts itself."""
    mixed: bool
    """One of the accounts also gives the other's value, elsewhere in the episode."""
    confidence: float
    """0..1."""

    def record(self, ids: Sequence[str]) -> records.Difference:
        """The same for the outside, the accounts by their ids."""
        values = {ids[account]: value for account, value in self.values.items()}
        return records.Difference(self.kind, self.slot, values, self.confidence, self.within, self.mixed)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is compared."""

    mentions: Mentions
    items: Items
    claims: tuple[Claim, ...]
    copy: Copy
    """By which it is held against accounts that go word by word with it."""
    told: Told
    """By which its sentences are held against those of others."""
    named: Named
    """What it names that is worth telling if it alone does."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of one collation, and what is known of them together."""

    rows: tuple[Account, ...]
    bits: Mapping[str, float]
    """How much it says that a key stands in two passages, in bits."""
    protagonist: str
    """The one whom most of the telling is about; empty where nobody stands out."""
    aliases: dict[str, tuple[str, ...]]
    places: dict[tuple[str, str], str]


def read_accounts(mentions: Sequence[Mentions], gazetteer: Gazetteer | None = None) -> Accounts:
    """Prepare the accounts of one collation; the gazetteer is the one that the mentions were found with."""
    signs = Signs()
    items = [items_of(m, signs) for m in mentions]
    known = roles(signs)
    names = gazetteer or default_gazetteer()
    belongs = within(names.entries)
    stands = [standing_of(m, i) for m, i in zip(mentions, items, strict=True)]
    rows = tuple(
        Account(m, i, tuple(find_claims(m, i, known, s)), Copy(i, frames_of(i, s), s), told(m, i, s), Named.of(m, belongs))
        for m, i, s in zip(mentions, items, stands, strict=True)
    )
    return Accounts(rows, _bits(items), _protagonist(mentions), aliases_of(names), belongs)


def _bits(items: Sequence[Items]) -> dict[str, float]:
    """Surprise of each key: how rare it is in the accounts that have it, less what a common word has."""
    shares: dict[str, list[float]] = {}
    for row in items:
        for key, count in Counter(filter(None, row.keys)).items():
            shares.setdefault(key, []).append(count / max(len(row.keys), 500))
    return {key: max(-math.log2(sum(found) / len(found)) - COMMON, 0.0) for key, found in shares.items()}


def _protagonist(mentions: Sequence[Mentions]) -> str:
    counts = Counter(m.value.id for row in mentions for m in row.rows if m.kind == "person" and isinstance(m.value, Name))
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] >= max(PROTAGONIST * sum(counts.values()), LEAST * len(mentions)) else ""


def find_differences(accounts: Accounts, episodes: Sequence[Sequence[Sequence[Span]]]) -> list[list[Difference]]:
    """The differences of all episodes, each once.

    Two claims that stand in cells of one episode need less shared context than two that no episode joins. A difference is told in the episode that
    holds most of its
    values; one whose values no episode holds is not told. Conflicts come first, and what matters most to a historian among them.

    Args:
        accounts: all accounts of the collation.
        episodes: for each episode the cells of each account, as half-open raw offsets; no cell where an account does not tell it.
    """
    inside = [_episodes_of(account, [cells[a] for cells in episodes]) for a, account in enumerate(accounts.rows)]
    found: list[Difference] = []
    for a, b in combinations_with_replacement(range(len(accounts.rows)), 2):
        if a == b:
            found += _contradictions(accounts, a, inside[a])
            continue
        pairs = sorted(_pairs(accounts, a, b, inside), key=lambda p: -p[0])
        found += [*_conflicts(accounts, a, b, pairs), *_orders(accounts, a, b, inside, pairs)]
    once = _once(found)
    disputed = {(account, value.start) for d in once for account, value in d.values.items()}
    told = [[d for d in _additions(accounts, cells) if not disputed & {(a, v.start) for a, v in d.values.items()}] for cells in episodes]
    for difference in once:
        best = max(range(len(episodes)), key=lambda e: (_held(difference, episodes[e]), -e), default=-1)
        if best >= 0 and _held(difference, episodes[best]) > 0:
            told[best].append(difference)
    return [sorted(row, key=_weight) for row in told]


def _weight(difference: Difference) -> tuple[int, int, float]:
    """What matters to a historian comes first: conflicts, and among them who, how many, when and where."""
    slot = SLOTS.index(difference.slot) if difference.slot in SLOTS else len(SLOTS)
    return KINDS.index(difference.kind), slot, -difference.confidence


def _additions(accounts: Accounts, cells: Sequence[Sequence[Span]]) -> Iterator[Difference]:
    """What one account alone tells of an episode; the surer, the more are silent."""
    for account, slot, mention, silent in additions([row.named for row in accounts.rows], cells, EDGE):
        value = Value(mention.shown, mention.start, mention.end)
        yield Difference("addition", slot, {account: value}, None, False, round(1 - 1 / (1 + silent), 3))


def _episodes_of(account: Account, cells: Sequence[Sequence[Span]]) -> list[frozenset[int]]:
    """For each claim the episodes in or near whose cells it stands. `cells` holds the account's spans of each episode."""
    rows = [(s, t, e) for e, spans in enumerate(cells) for s, t in spans]
    start, end, episode = (np.array(column, np.int64) for column in (zip(*rows, strict=True) if rows else ((), (), ())))
    found = []
    for claim in account.claims:
        near = np.flatnonzero((start - EDGE <= claim.start) & (claim.end <= end + EDGE))
        found.append(frozenset(episode[near].tolist()))
    return found


def _held(difference: Difference, cells: Sequence[Sequence[Span]]) -> float:
    """How many of a difference's values stand in the cells of an episode, or half so much near them; less where one of its accounts does not tell
    it."""
    share = 1.0 if all(cells[account] for account in difference.values) else 0.1
    return share * sum(
        1.0
        if any(s <= v.start and v.end <= t for s, t in cells[account])
        else 0.5 * any(s - EDGE <= v.start and v.end <= t + EDGE for s, t in cells[account])
        for account, v in difference.values.items()
    )


def _conflicts(accounts: Accounts, a: int, b: int, of_roles: Sequence[tuple[float, Claim, Claim]]) -> Iterator[Difference]:
    """Conflicts between two accounts: a claim that nothing in the other account agrees with, beside the claim there that most surely speaks of the
    same thing."""
    copied = copied_pairs(accounts.rows[a].copy, accounts.rows[b].copy, accounts.bits)
    copied = (p for p in copied if p[0] >= NEED["copy"] and not any(_idle(accounts, c) for c in p[1:]) and not _apart(accounts, a, b, *p[1:]))
    pairs = sorted([*of_roles, *copied], key=lambda p: -p[0])
    agreed = _agreed(accounts, a, b, pairs)
    seen: set[object] = set()
    for score, x, y in pairs:
        alone = [c for c, n, other in ((x, b, y), (y, a, x)) if c not in agreed and not _beside(accounts, n, other, c)]
        fresh = {(c.role, c.of, _said(c)) for c in alone} - seen
        seen |= fresh
        mixed = len(alone) == 1
        # «وقيل» is a report, not what the account itself says
        hearsay = x.hedged or y.hedged or (mixed and not agreed.get(y if x in alone else x, True))
        # two counts or hosts beside one: two things
        several = x.needs in ("around", "copy") or x.slot in ("number", "colour") or (x.needs == "of" and x.here)
        if fresh and not hearsay and not (mixed and several):
            yield Difference("conflict", x.slot, {a: _value(x), b: _value(y)}, None, mixed, _confidence(score, x, y, mixed))
    alike = {(x.start, y.start) for _, x, y in pairs if _agree(accounts, x, y)}
    for score, x, y in told_otherwise(accounts.rows[a].told, accounts.rows[b].told, accounts.bits):
        elsewhere = any((p == x.start) != (q == y.start) for p, q in alike)
        if not elsewhere and not _one_in_other(accounts, x, y) and not _apart(accounts, a, b, x, y):
            yield Difference("conflict", x.slot, {a: _value(x), b: _value(y)}, None, False, _confidence(score, x, y, False))


def _beside(accounts: Accounts, n: int, claim: Claim, count: Claim) -> bool:
    """Whether account n has the value of a count of the other account near one of its own: it tells of two things of that kind."""
    near = (c for c in accounts.rows[n].claims if c is not claim and abs(c.item - claim.item) <= NEAR_BY)
    claims = (c for c in near if c.slot == count.slot == "number" or c.role == count.role in PLAIN_TOO)
    sizes = {q.dimension for q in quantities(count)}
    return any(_agree(accounts, c, count) and sizes == {q.dimension for q in quantities(c)} for c in claims)


def _orders(
    accounts: Accounts, a: int, b: int, inside: Sequence[Sequence[frozenset[int]]], pairs: Sequence[tuple[float, Claim, Claim]]
) -> Iterator[Difference]:
    """Two things on which two accounts agree and which they tell in another order, within one episode."""
    index = [{claim: n for n, claim in enumerate(accounts.rows[k].claims)} for k in (a, b)]
    agreed = [(x, y) for _, x, y in pairs if x.values and x.needs != "around" and _said(x) == _said(y)]
    once = Counter(c for pair in agreed for c in pair)
    plain = [(x, y, inside[a][index[0][x]] & inside[b][index[1][y]]) for x, y in agreed if once[x] == once[y] == 1]
    for (x, y, held), (u, v, also) in combinations(sorted(plain, key=lambda row: row[0].item), 2):
        if held & also and x.role != u.role and u.item - x.item >= STEP and y.item - v.item >= STEP:
            told = {a: _both(x, u), b: _both(v, y)}
            yield Difference("order", "order", told, None, False, ORDER)


def _both(first: Claim, second: Claim) -> Value:
    return Value(f"{_value(first).value} ← {_value(second).value}", first.start, second.end)


def _agreed(accounts: Accounts, a: int, b: int, pairs: Sequence[tuple[float, Claim, Claim]]) -> dict[Claim, bool]:
    """The claims with which the other account agrees, and whether it does so on its own account: one that speaks of the same thing and can be right
    together with it, or
    one that says the same of the same role anywhere."""
    alike = [(x, y) for _, x, y in pairs if _agree(accounts, x, y)]
    values: dict[tuple[str, str, str], list[Claim]] = {}
    for y in (c for c in accounts.rows[b].claims if c.needs != "around"):
        values.setdefault((y.role, y.of or accounts.protagonist, _said(y)), []).append(y)
    for x in accounts.rows[a].claims:
        alike += [(x, y) for y in values.get((x.role, x.of or accounts.protagonist, _said(x)), ())]
    agreed: dict[Claim, bool] = {}
    for x, y in alike:
        agreed[x], agreed[y] = agreed.get(x, False) or not y.hedged, agreed.get(y, False) or not x.hedged
    return agreed


def _pairs(accounts: Accounts, a: int, b: int, inside: Sequence[Sequence[frozenset[int]]]) -> Iterator[tuple[float, Claim, Claim]]:
    """Pairs of claims that speak of the same thing, with the bits of context that they share, fewer where no episode joins them."""
    of_a, of_b = accounts.rows[a].claims, accounts.rows[b].claims
    by_role: dict[str, list[int]] = {}
    for j, y in enumerate(of_b):
        by_role.setdefault(y.role, []).append(j)
    for i, x in enumerate(of_a):
        for j in by_role.get(x.role, ()):
            y, joined = of_b[j], inside[a][i] & inside[b][j]
            if _idle(accounts, x) or _idle(accounts, y):
                continue
            if (joined or x.needs != "around") and _same_owner(accounts, x, y) and _same_size(x, y):
                score = _shared(accounts, a, b, x, y) / (1.0 if joined else APART)
                nobody = x.needs == "of" and not (x.of or accounts.protagonist)  # then only the words tie them
                enough = score >= NEED["words" if nobody else x.needs] or (joined and _one_thing(accounts, a, b, i, j, score, inside))
                if enough and not _apart(accounts, a, b, x, y):
                    yield score, x, y


def _one_in_other(accounts: Accounts, x: Claim, y: Claim) -> bool:
    """Whether of two places of the gazetteer one may lie in the other; so it is where nobody says in what both lie."""
    places = [("place", m.normal) for m in (*x.values, *y.values) if m.kind == "place"]
    return bool(places) and (not all(place in accounts.places for place in places) or _agree(accounts, x, y))


def _idle(accounts: Accounts, claim: Claim) -> bool:
    """Whether a claim names as agent or host the very one whom the tale is about: he is more often the object, which bare letters do not show."""
    return claim.slot in ("person", "host") and any(v.normal == (accounts.protagonist or claim.of) for v in claim.values)


def _one_thing(accounts: Accounts, a: int, b: int, i: int, j: int, score: float, inside: Sequence[Sequence[frozenset[int]]]) -> bool:
    """Whether two claims of a thing are of one, though they share less: three telling words, and each account names one thing of the class in the
    episode."""
    x, y = accounts.rows[a].claims[i], accounts.rows[b].claims[j]
    if x.role not in PLAIN_TOO or score < THING_ALONE:
        return False
    words = context(accounts.rows[a].items, x).keys() & context(accounts.rows[b].items, y).keys()
    return sum(accounts.bits.get(word, 0.0) >= TELLING for word in words) >= THING_WORDS and _only(accounts, a, b, i, j, inside)


def _only(accounts: Accounts, a: int, b: int, i: int, j: int, inside: Sequence[Sequence[frozenset[int]]]) -> bool:
    """Whether each account names one thing of a class in some episode that both tell."""
    for episode in inside[a][i] & inside[b][j]:
        rows = ((accounts.rows[n].claims, k, inside[n]) for n, k in ((a, i), (b, j)))
        if all(
            _agree(accounts, claims[k], c)
            for claims, k, held in rows
            for c, e in zip(claims, held, strict=True)
            if c.role == claims[k].role and episode in e
        ):
            return True
    return False


def _same_owner(accounts: Accounts, x: Claim, y: Claim) -> bool:
    """Whether two claims can be about one owner: «he» may be the one whom the tale is about, and nobody else who is named.

    Of those who come on a day he may be one.
    """
    if x.needs not in ("of", "place"):
        return True
    own_x, own_y = (c.of or accounts.protagonist for c in (x, y))
    return own_x == own_y or (x.slot == "date" and THEY in (own_x, own_y) and not (x.named or y.named))


def _apart(accounts: Accounts, a: int, b: int, x: Claim, y: Claim) -> bool:
    """Whether what stands right beside two claims shows that they are of two things."""
    of_a, of_b = accounts.rows[a], accounts.rows[b]
    texts = (of_a.mentions, of_a.items), (of_b.mentions, of_b.items)
    if a != b and x.slot in BESIDE_OTHERS and x.needs != "place" and speak_of_two(of_a.told, x, of_b.told, y):
        return True
    return are_apart(texts[0], x, texts[1], y, accounts.places) or ((x.here or x.needs == "place") and other_place(texts[0], x, texts[1], y))


def _same_size(x: Claim, y: Claim) -> bool:
    """Whether two counts are near enough to be of one thing: thirteen years at Mecca are not another word for four days."""
    sizes = [(q.number.low or q.number.high) * (q.size or 1.0) for c in (x, y) for q in quantities(c)]
    return len(sizes) < 2 or max(sizes) <= TIMES * max(min(sizes), 0.1)


def _shared(accounts: Accounts, a: int, b: int, x: Claim, y: Claim) -> float:
    """Bits of context that two claims share; a word counts less the further it stands from the value. Claims of a place share it, or nothing; within
    one account only the nearest place is looked at."""
    items_a, items_b = accounts.rows[a].items, accounts.rows[b].items
    places = places_near(items_a, x)[:2], places_near(items_b, y)[:2]
    if a == b:
        places = places[0][:1], places[1][:1]
    if (x.here and not _here(*places)) or (x.needs == "place" and not x.here and not _one_place(accounts, places[0][:1], places[1][:1])):
        return 0.0
    beside = (y, x) if a == b and x.slot in MANIFOLD else (None, None)
    near_a, near_b = context(items_a, x, beside[0]), context(items_b, y, beside[1])
    score = sum(accounts.bits.get(key, 0.0) * (1 - (near_a[key] + near_b[key]) / 4) for key in near_a.keys() & near_b.keys())
    placed = PLACED if x.needs == "place" and any(places) else 0.0
    return score + placed + (NAMED if x.named and y.named and x.needs != "place" else 0.0)


def _here(of_x: Sequence[Name], of_y: Sequence[Name]) -> bool:
    """Whether the place nearest to one claim is among the two nearest to the other; or none is named beside either."""
    return of_x == of_y or any(near[:1] and near[0] in far for near, far in ((of_x, of_y), (of_y, of_x)))


def _one_place(accounts: Accounts, of_x: Sequence[Name], of_y: Sequence[Name]) -> bool:
    """Whether the nearest places of two claims are one, or one lies in the other; or none is named beside either."""
    around = accounts.places
    return not (of_x or of_y) or any(
        p.id == q.id or around.get(("place", p.id)) == q.id or around.get(("place", q.id)) == p.id for p in of_x for q in of_y
    )


def _agree(accounts: Accounts, x: Claim, y: Claim) -> bool:
    """Whether some value of one claim can be the same as some value of the other."""
    if not x.values or not y.values:
        return not x.values and not y.values
    lies_in = accounts.places
    if any(lies_in.get((m.kind, m.normal)) == n.normal or lies_in.get((n.kind, n.normal)) == m.normal for m in x.values for n in y.values):
        return True  # «الشام» and «دمشق»
    return any(may_both_be_right(m.value, n.value, accounts.aliases) for m in x.values for n in y.values)


def _said(claim: Claim) -> str:
    """What a claim says, by the normal forms."""
    return " / ".join(dict.fromkeys(m.normal for m in claim.values)) or claim.word


def _value(claim: Claim) -> Value:
    return Value(" / ".join(dict.fromkeys(m.shown for m in claim.values)) or claim.word, claim.start, claim.end)


def _confidence(score: float, x: Claim, y: Claim, mixed: bool) -> float:
    """Surer with more shared context; half as sure where one account also has the other's value, or gives it as hearsay."""
    surety = 1 - math.exp(-score / NEED[x.needs])
    return round(surety * (0.5 if mixed or x.hedged or y.hedged else 1.0), 3)


def _contradictions(accounts: Accounts, a: int, inside: Sequence[frozenset[int]]) -> Iterator[Difference]:
    """Where one account gives two values of a role that cannot both be right, in one episode."""
    claims = accounts.rows[a].claims
    kinds = Counter(role for role, _ in {(c.role, _said(c)) for c in claims})
    for i, x in enumerate(claims):
        for j in range(i + 1, len(claims)) if kinds[x.role] <= MANY else ():
            y = claims[j]
            if (
                x.role != y.role
                or x.needs == "around"
                or not 0 < abs(y.item - x.item) <= FAR
                or (x.hedged or y.hedged)  # «وقيل …» is a report beside what the account itself says
                or _idle(accounts, x)
                or _idle(accounts, y)
                or not (inside[i] & inside[j] or x.needs == "words")
            ):
                continue
            if _same_owner(accounts, x, y) and _same_size(x, y) and not _agree(accounts, x, y) and not _moved(accounts.rows[a], x, y):
                score = _shared(accounts, a, a, x, y) / (1.0 if inside[i] & inside[j] else APART)
                if score >= INSIDE * NEED[x.needs] and not _apart(accounts, a, a, x, y):
                    yield Difference("conflict", x.slot, {a: _value(x)}, _value(y), False, _confidence(score / INSIDE, x, y, False))


def _moved(account: Account, x: Claim, y: Claim) -> bool:
    """Whether the account itself tells a change between two values, or puts them side by side: «ثم انتقل فنزل على …»."""
    low, high = sorted((x.item, y.item))
    return (
        x.needs in ("of", "place")
        and high - low < AROUND
        and any("change" in word_classes(account.mentions.tokens.forms[account.items.first[at]]) for at in range(low, high))
    )


def _once(found: Sequence[Difference]) -> list[Difference]:
    """Each pair of values once, under the role that is most sure of it, in the order of the first account's words."""
    best: dict[tuple[object, ...], Difference] = {}
    for difference in found:
        key = _places(difference)
        if key not in best or best[key].confidence < difference.confidence:
            best[key] = difference
    return sorted(best.values(), key=lambda d: (min(d.values), min(v.start for v in d.values.values())))


def _places(difference: Difference) -> tuple[object, ...]:
    """Where the values of a difference stand."""
    spans = tuple((account, v.start) for account, v in sorted(difference.values.items()))
    return difference.kind, *spans, difference.within.start if difference.within else None
