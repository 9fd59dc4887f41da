"""Claims: what an account says of something that has one value in one telling: how long he stayed, who wrote it, what it was made of.

The words of an account become signs, one a word or mention, and each role is a pattern over signs (`data/roles.toml`). A claim keeps the words around
it: whether two claims speak of the same thing is decided by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from muqabala.collate.conflicts.asserted import Standing
from muqabala.collate.conflicts.items import AROUND, Items, Signs, class_table, roles_file, word_classes
from muqabala.collate.facts.counts import Quantity
from muqabala.collate.facts.mentions import Mention, Mentions
from muqabala.collate.facts.names import Name
from muqabala.collate.facts.tables import Thing
from muqabala.collate.facts.tokens import plain_words, without_proclitics

SUBJECT = 60
"""Items back within which the one is looked for who is meant by «he»."""
THEY = "هم"
"""The owner of a claim whose verb says «they»."""
_OR = "او"
_OF_ONE = frozenset(("death", "birth", "place of death", "place of birth"))
"""Roles whose verb has its subject right behind it."""
_ADVERBS = frozenset(plain_words("فجأة هناك هنا اليوم عام سنة ليلة"))
_NO_CASE = ("", "و", "ف")
"""What may be joined to a name that is a subject."""
_THINGS = frozenset({"weapon", "drink"})
"""Classes of things of which a telling names one; of mounts, clothes and food there are often several."""
PLAIN_TOO = frozenset(f"thing {name}" for name in _THINGS)
"""Roles that the words around show even where another role has the value: a handful of dust put on heads is still dust."""
_OPEN = re.compile(r"\{(P|B|G|L|D|T|Q|N|U|Y|M|V|O(?:\.\w+)?)(?::(\w+))?\}|<(\w+)>|\((\w+):|_|(\s+)")


class Role(NamedTuple):
    """Something that has one value in one telling, and the patterns that tell it."""

    name: str
    slot: str
    needs: str
    """What two claims must share beside the role: `of`, `place` or `words`."""
    around: int
    """Items on either side that are the context of its claims."""
    here: bool
    """Whether claims with other places beside them are of other things."""
    patterns: tuple[re.Pattern[str], ...]


class Claim(NamedTuple):
    """One value of one role in one account."""

    role: str
    slot: str
    needs: str
    around: int
    here: bool
    values: tuple[Mention, ...]
    """What the account says; several where it says «or». Empty where the value is a plain word."""
    word: str
    """The plain word that is the value; empty where mentions are."""
    start: int
    """Half-open code-point offsets of the value's words."""
    end: int
    of: str
    """Whose value it is: who is named so, else the last who is named as doing something before; empty where nobody is."""
    named: bool
    """Whether the pattern itself names the owner."""
    item: int
    """Place of the value among the items of the account."""
    hedged: bool
    """Told as what others say («وقيل»)."""


def roles(signs: Signs) -> tuple[Role, ...]:
    """The roles of `data/roles.toml` with their patterns over the signs of the accounts that were read."""
    found = []
    for row in roles_file().role:
        patterns = tuple(re.compile(_OPEN.sub(partial(_part, signs), pattern)) for pattern in row.patterns)
        found.append(Role(row.name, row.slot, row.needs, row.around, row.here, patterns))
    return tuple(found)


def _part(signs: Signs, match: re.Match[str]) -> str:
    kind, group, name, opened, blank = match.groups()
    if blank is not None:
        return ""
    if opened is not None:
        return f"(?P<{opened}>"
    if kind is not None:
        found = signs.any_of("{" + kind)
        return f"(?P<{group}>{found})" if group else found
    return signs.any_of(name) if name is not None else "[^\n]"


def find_claims(mentions: Mentions, items: Items, all_roles: Sequence[Role], standing: Standing) -> list[Claim]:
    """The claims of an account, in the order of its words; each value has a role once. What it does not state itself is none."""
    found: dict[tuple[str, int], Claim] = {}
    for role in all_roles:
        for pattern in role.patterns:
            for match in _matches(pattern, items.signs):
                claim = _claim(mentions, items, role, match, standing)
                if claim is not None:
                    found.setdefault((role.name, claim.item), claim)
    told = {item for _, item in found}
    for claim in _plain_claims(mentions, items, standing):
        if claim.item not in told or claim.role in PLAIN_TOO:
            found[claim.role, claim.item] = claim
    return sorted(found.values(), key=lambda claim: (claim.start, claim.role))


def _matches(pattern: re.Pattern[str], signs: str) -> Iterator[re.Match[str]]:
    """All matches, also those that overlap."""
    at = 0
    while (match := pattern.search(signs, at)) is not None:
        yield match
        at = match.start() + 1


def _claim(mentions: Mentions, items: Items, role: Role, match: re.Match[str], standing: Standing) -> Claim | None:
    low, high = (items.sign_item[match.start()], items.sign_item[match.end() - 1])
    value = items.sign_item[match.end("value") - 1]
    mention = items.mention[value]
    if not standing.unclaimed.isdisjoint((low, value)) or high in standing.denied or (mention is not None and mention.lead.endswith("ك")):
        return None
    owner = items.mention[items.sign_item[match.start("of")]] if match.groupdict().get("of") else None
    values = _alternatives(mentions, items, value, mention) if mention is not None else ()
    first = items.first[items.sign_item[match.start("value")]]
    start = int(mentions.tokens.start[first])
    end = values[-1].end if values else int(mentions.tokens.end[items.first[value]])
    word = "" if values else mentions.text[start:end]
    return Claim(
        role.name,
        role.slot,
        role.needs,
        role.around,
        role.here,
        values,
        word,
        start,
        end,
        owner.normal if owner else _other(mentions, items, role, low, value) or _person(mentions, items, low) or _subject(mentions, items, low),
        owner is not None,
        value,
        standing.says_others(low, high),
    )


def _other(mentions: Mentions, items: Items, role: Role, low: int, value: int) -> str:
    """Whose a claim is that gives him no name that is known: a relative, a woman, or whoever stands right behind the verb of a death or birth."""
    return _kin(mentions, items, low, value) or (_unread(mentions, items, low + 1) if role.name in _OF_ONE and low + 1 < value else "")


def _unread(mentions: Mentions, items: Items, at: int) -> str:
    """What stands behind a verb and may be a name, «توفي مسلم سنة …»; empty for a preposition or an adverb."""
    form = mentions.tokens.forms[items.first[at]] if items.mention[at] is None else ""
    return items.keys[at] if form and not form.startswith("ب") and not form.endswith("ا") and form not in _ADVERBS else ""


def _kin(mentions: Mentions, items: Items, low: int, value: int) -> str:
    """Whose a claim is that tells of his relative, «توفي أخوه», or of a woman, «وعمرها»; empty where none is named."""
    forms = [mentions.tokens.forms[items.first[at]] for at in range(low, value) if items.mention[at] is None]
    relative = next((form for form in forms if not relatives().isdisjoint(rest for _, rest in without_proclitics(form))), "")
    return relative or ("هي" if forms and forms[0].endswith("ها") and "aged" in word_classes(forms[0]) else "")


@cache
def relatives() -> frozenset[str]:
    """Words for relatives with a pronoun: «أخوه», «ابنتها»."""
    return frozenset(
        stem + end
        for stem in plain_words("أخو أخا أخي أبو أبا أبي ابن ابنت أم عم خال زوج زوجت أخت جد والد والدت")
        for end in ("ه", "ها", "هم", "هما")
    )


def _person(mentions: Mentions, items: Items, at: int) -> str:
    """Who does what a verb says, as far as its ending shows: «هم», «نحن» or «هي»; empty for «he», and for «they both»."""
    if items.mention[at] is not None:
        return ""
    form = mentions.tokens.forms[items.first[at]]
    for ending, who in (("وا", THEY), ("نا", "نحن"), ("ت", "هي")):
        if form.endswith(ending) and any(rest.removesuffix(ending) in class_table() for _, rest in without_proclitics(form)):
            return who
    return ""


def _subject(mentions: Mentions, items: Items, before: int) -> str:
    """Who is meant by «he» at an item: who stands right before it, else the last person named right behind a verb, its narrator left out."""
    ahead = items.mention[before - 1] if before else None
    if ahead is not None and ahead.kind == "person" and ahead.lead in _NO_CASE and (before == 1 or not items.keys[before - 2]):
        return ahead.normal  # «إن الأمير أقام»
    for at in range(before - 1, max(before - SUBJECT, 0), -1):
        mention = items.mention[at]
        if mention is not None and mention.kind == "person" and mention.lead in _NO_CASE and items.mention[at - 1] is None:
            classes = word_classes(mentions.tokens.forms[items.first[at - 1]])
            if classes & _subject_verbs() and "say" not in classes:
                return mention.normal
    return ""


@cache
def _subject_verbs() -> frozenset[str]:
    """The classes of verbs whose subject stands behind them."""
    return frozenset(roles_file().verbs.split())


def _alternatives(mentions: Mentions, items: Items, at: int, mention: Mention) -> tuple[Mention, ...]:
    """The mention at an item, and those joined to it by «أو» (with «في» or «على» between)."""
    found = [mention]
    forms = mentions.tokens.forms
    while at + 1 < len(items.first) and forms[items.first[at + 1]] == _OR:
        near = [(n, m) for n in (2, 3) if at + n < len(items.first) and (m := items.mention[at + n]) is not None and m.kind == mention.kind]
        if not near:
            break
        at += near[0][0]
        found.append(near[0][1])
    return tuple(found)


def _plain_claims(mentions: Mentions, items: Items, standing: Standing) -> Iterator[Claim]:
    """Counts of one dimension and things of one class, whose role the words around them alone show."""
    for at, mention in enumerate(items.mention):
        if mention is None or at in standing.unclaimed:
            continue
        value = mention.value
        if isinstance(value, Quantity) and value.dimension and value.number.high > 2:
            role, slot = f"count {value.dimension}", "number"
        elif isinstance(value, Thing) and value.group in _THINGS:
            role, slot = f"thing {value.group}", value.group
        else:
            continue
        values = _alternatives(mentions, items, at, mention)
        yield Claim(role, slot, "around", AROUND, False, values, "", mention.start, values[-1].end, "", False, at, standing.says_others(at, at))


def quantities(claim: Claim) -> list[Quantity]:
    """The counts among a claim's values."""
    return [m.value for m in claim.values if isinstance(m.value, Quantity)]


def context(items: Items, claim: Claim, beside: Claim | None = None) -> dict[str, float]:
    """What stands around a claim's value: each key with its distance, 0..1 of what is looked at; the value's own words left out, and what stands
    around another claim of the account (`beside`) as well."""
    around = claim.around
    skipped = {items.keys[claim.item]}
    shared = range(beside.item - around, beside.item + around + 1) if beside is not None else range(0)
    found: dict[str, float] = {}
    for at in range(max(claim.item - around, 0), min(claim.item + around + 1, len(items.keys))):
        key = items.keys[at]
        if key and key not in skipped and at not in shared:
            found[key] = min(found.get(key, 1.0), abs(at - claim.item) / around)
    return found


def places_near(items: Items, claim: Claim, around: int = AROUND) -> list[Name]:
    """The places that are named around a claim, the nearest first."""
    near: Iterable[int] = sorted(
        range(max(claim.item - around, 0), min(claim.item + around // 2, len(items.mention))), key=lambda at: abs(at - claim.item)
    )
    return [m.value for at in near if (m := items.mention[at]) is not None and m.kind == "place" and isinstance(m.value, Name)]
