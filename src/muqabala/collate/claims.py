"""Claims: what an account says of something that has one value in one telling: how long he stayed, who wrote it, what it was made of.

The words of an account become signs, one a word or mention, and each role is a pattern over signs (`data/roles.toml`). A claim keeps the words
around it: whether two
claims speak of the same thing is decided by them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import NamedTuple

from muqabala.collate.mentions import Mention, Mentions
from muqabala.collate.names import Name
from muqabala.collate.numbers import Quantity
from muqabala.collate.tables import Thing, data
from muqabala.collate.tokens import STRONG_BREAK, plain, plain_words, without_proclitics

AROUND = 12
"""Items on either side that are a claim's context."""
SUBJECT = 60
"""Items back within which the one is looked for who is meant by «he»."""
_SUFFIXES = (
    "",
    "ا",
    "وا",
    "ت",
    "تا",
    "نا",
    "تم",
    "ن",
    "ون",
    "ين",
    "ان",
    "ه",
    "ها",
    "هم",
    "هما",
    "ني",
    "ك",
    "كم",
    "ي",
    "وه",
    "ته",
    "تهم",
    "وهم",
    "ناه",
    "وها",
    "تها",
)
_FIRST_STEM = 2
"""Letters that must be left when an ending is taken off."""
_FILLED = frozenset(
    plain_words(
        "في من إلى على عن أن إن ما لا لم لن قد ثم حتى إذا إذ لما هذا هذه ذلك تلك الذي التي الذين كان كانت كانوا هو هي هم هما أنا أنت "
        "كل بعض غير له لها لهم به بها فيه منه منها عليه عليهم إليه إليهم "
        "عنه أو أم بل يا أي أيها كما فقال قال وقال قالت قالوا يقول "
        "فلما ولما فإذا وإذا وقد فقد لقد وكان فكان مع عند بين بعد قبل الله والله تعالى حين يوم لو إلا إنما أنه إنه أنها فإن وأن وإن"
    )
)
_DOUBT = frozenset(plain_words("قيل ويقال يقال وقيل زعم زعموا يزعم روي ويروى حكي رواية قائل"))
_NOT = frozenset(plain_words("لم لا ما ليس لن غير ولم فلم ولا وما فلا ليست"))
_OR = "او"
_NO_CASE = ("", "و", "ف")
"""What may be joined to a name that is a subject."""
_THINGS = frozenset({"weapon", "drink"})
"""Classes of things of which a telling names one; of mounts, clothes and food there are often several."""
PLAIN_TOO = frozenset(f"thing {name}" for name in _THINGS)
"""Roles that the words around show even where another role has the value: a handful of dust put on heads is still dust."""
_SUBJECT_VERBS = frozenset(
    [
        "stay",
        "lodge",
        "arrive",
        "depart",
        "die",
        "fight",
        "marry",
        "happen",
        "order",
        "put",
        "buy",
        "carry",
        "appoint",
        "kill",
        "met",
        "go",
        "write",
        "act",
        "wear",
        "lead",
    ]
)
"""Classes of verbs whose subject stands behind them."""
_KINDS = {"person": "P", "group": "G", "place": "L", "date": "D", "time": "T", "quantity": "Q", "thing": "O", "verse": "V"}
_PEOPLE = frozenset(["person", "woman", "rider", "fighter", "dead", "wounded", "captive", "boy", "child", "=اخرين", "=اخرون"])
_OPEN = re.compile(r"\{(P|G|L|D|T|Q|N|Y|M|V|O(?:\.\w+)?)(?::(\w+))?\}|<(\w+)>|\((\w+):|_|(\s+)")


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


@dataclass(frozen=True, slots=True)
class Items:
    """An account as a row of items: a mention or a word each, honorifics left out.

    | column  | dtype | meaning                                                     |
    |---------|-------|-------------------------------------------------------------|
    | first   | int   | token that the item begins with                              |
    | mention | Mention or None | what it mentions                                  |
    | keys    | str   | by what it is compared: a name, or the word's stem; empty for words that say nothing |
    | signs   | str   | one character each: what patterns run over; a line feed stands before a new sentence |
    """

    first: list[int]
    mention: list[Mention | None]
    keys: list[str]
    signs: str
    sign_item: list[int]
    """The item of each sign; a line feed has that of the item after it."""


@lru_cache(maxsize=100_000)
def lexemes(form: str) -> frozenset[str]:
    """What a word may be a form of, as the classes of words list it: clitics and endings taken off, every person of the imperfect as «he»."""
    found = set()
    splits = without_proclitics(form)
    splits += tuple((lead + "ال", rest[2:]) for lead, rest in splits if rest.startswith("ال") and len(rest) > 4)
    for lead, rest in splits:
        for suffix in _SUFFIXES:
            stem = rest.removesuffix(suffix)
            if rest.endswith(suffix) and len(stem) >= (_FIRST_STEM if suffix or lead else 1):
                found.add(stem)
                if len(stem) > 3 and stem[0] in "تنا":
                    found.add("ي" + stem[1:])
                if len(stem) > 3 and stem[0] == "س" and stem[1] in "يتنا":
                    found.add("ي" + stem[2:])
    return frozenset(found)


@lru_cache(maxsize=100_000)
def stem(form: str) -> str:
    """A word in plain form without clitics, article and endings, for counting what two passages share; a synonym's first word stands for all.

    >>> stem("والقبايل") == stem("قبيله")
    True
    """
    if form in _FILLED:
        return ""
    synonyms = _synonyms()
    rests = [rest.removeprefix("ال") for _, rest in without_proclitics(form)]
    for rest in rests:
        for suffix in _SUFFIXES:
            base = rest.removesuffix(suffix)
            if rest.endswith(suffix) and base in synonyms:
                return synonyms[base]
    base = min((r for r in rests if len(r) >= 3), key=len, default=form)
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        if suffix and base.endswith(suffix) and len(base) - len(suffix) >= 3:
            return base.removesuffix(suffix)
    return base


@cache
def _table() -> Mapping[str, object]:
    return tomllib.loads(data("roles.toml"))


@cache
def _synonyms() -> dict[str, str]:
    groups = _table()["synonyms"]["groups"]  # type: ignore[index]
    return {form: plain(group.split()[0]) for group in groups for form in plain_words(group)}


@cache
def _classes() -> dict[str, frozenset[str]]:
    """The classes of each word that is in one."""
    found: dict[str, set[str]] = {}
    for name, words in _table()["words"].items():  # type: ignore[attr-defined]
        for word in words.split():
            form = plain(word.removeprefix("="))
            found.setdefault("=" * word.startswith("=") + form, set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


class Signs:
    """A character for each set of classes that a word or mention has in some account. It grows as accounts are read; patterns are made after the
    last."""

    def __init__(self) -> None:
        self.of: dict[frozenset[str], str] = {}

    def sign(self, classes: frozenset[str]) -> str:
        """The character of a set of classes."""
        return self.of.setdefault(classes, chr(0x4E00 + len(self.of)))

    def any_of(self, name: str) -> str:
        """A pattern for one item that is of a class, among whatever else."""
        found = sorted(char for classes, char in self.of.items() if name in classes)
        return "[" + "".join(found) + "]" if found else "(?!)"


@lru_cache(maxsize=100_000)
def word_classes(form: str) -> frozenset[str]:
    """The classes of words that a word is in."""
    found = {name for lexeme in lexemes(form) for name in _classes().get(lexeme, ())}
    return frozenset(found.union(*(_classes().get("=" + rest, ()) for _, rest in without_proclitics(form))))


def _mention_classes(mention: Mention) -> frozenset[str]:
    names = {"{" + _KINDS[mention.kind]}
    value = mention.value
    if isinstance(value, Quantity):
        names |= {"{Y"} if value.dimension == "time" else {"{M"} if value.dimension.startswith(("money", "currency", "weight")) else set()
        names |= {"{N"} if value.dimension in _PEOPLE or not value.dimension else set()
    if isinstance(value, Thing):
        names.add("{O." + value.group)
        names |= word_classes(plain(value.name))
    if mention.lead.endswith(("ب", "ل")):
        names.add("led")
    return frozenset(names)


def items_of(mentions: Mentions, table: Signs) -> Items:
    """The items of an account, with the signs of a table that all accounts share."""
    first: list[int] = []
    found: list[Mention | None] = []
    keys: list[str] = []
    signs: list[str] = []
    sign_item: list[int] = []
    starts = {m.first: m for m in mentions.rows}
    skipped = {at for wish in mentions.wishes for at in range(wish.first, wish.last)}
    tokens, at = mentions.tokens, 0
    while at < len(tokens.forms):
        mention = starts.get(at)
        if mention is None and at in skipped:
            at += 1
            continue
        if tokens.breaks[at] >= STRONG_BREAK:
            signs.append("\n")
            sign_item.append(len(first))
        form = tokens.forms[at]
        classes = _mention_classes(mention) if mention is not None else word_classes(form)
        signs.append(table.sign(classes))
        sign_item.append(len(first))
        first.append(at)
        found.append(mention)
        keys.append(_key(mention) if mention is not None else stem(form))
        at = mention.last if mention is not None else at + 1
    return Items(first, found, keys, "".join(signs), sign_item)


def _key(mention: Mention) -> str:
    if mention.kind == "thing":
        value = mention.value
        return f"{value.group}" if isinstance(value, Thing) else ""
    return f"{mention.kind} {mention.normal}"


def roles(signs: Signs) -> tuple[Role, ...]:
    """The roles of `data/roles.toml` with their patterns over the signs of the accounts that were read."""
    found = []
    for row in _table()["role"]:  # type: ignore[attr-defined]
        patterns = tuple(re.compile(_OPEN.sub(partial(_part, signs), pattern)) for pattern in row["patterns"])
        found.append(Role(row["name"], row["slot"], row["needs"], row.get("around", AROUND), row.get("here", False), patterns))
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


def find_claims(mentions: Mentions, items: Items, all_roles: Sequence[Role]) -> list[Claim]:
    """The claims of an account, in the order of its words; each value has a role once."""
    found: dict[tuple[str, int], Claim] = {}
    for role in all_roles:
        for pattern in role.patterns:
            for match in _matches(pattern, items.signs):
                claim = _claim(mentions, items, role, match)
                if claim is not None:
                    found.setdefault((role.name, claim.item), claim)
    told = {item for _, item in found}
    for claim in _plain_claims(mentions, items):
        if claim.item not in told or claim.role in PLAIN_TOO:
            found[claim.role, claim.item] = claim
    return sorted(found.values(), key=lambda claim: (claim.start, claim.role))


def _matches(pattern: re.Pattern[str], signs: str) -> Iterator[re.Match[str]]:
    """All matches, also those that overlap."""
    at = 0
    while (match := pattern.search(signs, at)) is not None:
        yield match
        at = match.start() + 1


def _claim(mentions: Mentions, items: Items, role: Role, match: re.Match[str]) -> Claim | None:
    low, high = (items.sign_item[match.start()], items.sign_item[match.end() - 1])
    value = items.sign_item[match.end("value") - 1]
    mention = items.mention[value]
    if _denied(mentions, items, low) or (mention is not None and mention.lead.endswith("ك")):
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
        owner.normal if owner else _person(mentions, items, low) or _subject(mentions, items, low),
        owner is not None,
        value,
        hedged_at(mentions, items, low, high),
    )


def _person(mentions: Mentions, items: Items, at: int) -> str:
    """Who does what a verb says, as far as its ending shows: «هم», «نحن» or «هي»; empty for «he», and for «they both»."""
    if items.mention[at] is not None:
        return ""
    form = mentions.tokens.forms[items.first[at]]
    for ending, who in (("وا", "هم"), ("نا", "نحن"), ("ت", "هي")):
        if form.endswith(ending) and any(rest.removesuffix(ending) in _classes() for _, rest in without_proclitics(form)):
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
            if classes & _SUBJECT_VERBS and "say" not in classes:
                return mention.normal
    return ""


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


def _denied(mentions: Mentions, items: Items, low: int) -> bool:
    """Whether a negation stands right before."""
    return low > 0 and items.mention[low - 1] is None and mentions.tokens.forms[items.first[low - 1]] in _NOT


def hedged_at(mentions: Mentions, items: Items, low: int, high: int) -> bool:
    """Whether items are told as what others say: «قيل», «ويقال», «زعموا»."""
    forms = mentions.tokens.forms
    near = (forms[items.first[at]] for at in range(max(low - 3, 0), high + 1) if items.mention[at] is None)
    return any(rest in _DOUBT for form in near for _, rest in without_proclitics(form))


def _plain_claims(mentions: Mentions, items: Items) -> Iterator[Claim]:
    """Counts of one dimension and things of one class, whose role the words around them alone show."""
    for at, mention in enumerate(items.mention):
        if mention is None:
            continue
        value = mention.value
        if isinstance(value, Quantity) and value.dimension and value.number.high > 2:
            role, slot = f"count {value.dimension}", "number"
        elif isinstance(value, Thing) and value.group in _THINGS:
            role, slot = f"thing {value.group}", value.group
        else:
            continue
        values = _alternatives(mentions, items, at, mention)
        yield Claim(role, slot, "around", AROUND, False, values, "", mention.start, values[-1].end, "", False, at, hedged_at(mentions, items, at, at))


def context(items: Items, claim: Claim) -> dict[str, float]:
    """What stands around a claim's value: each key with its distance, 0..1 of what is looked at; the value's own words left out."""
    around = claim.around
    skipped = {items.keys[claim.item]}
    found: dict[str, float] = {}
    for at in range(max(claim.item - around, 0), min(claim.item + around + 1, len(items.keys))):
        key = items.keys[at]
        if key and key not in skipped:
            found[key] = min(found.get(key, 1.0), abs(at - claim.item) / around)
    return found


def places_near(items: Items, claim: Claim, around: int = AROUND) -> list[Name]:
    """The places that are named around a claim, the nearest first."""
    near: Iterable[int] = sorted(
        range(max(claim.item - around, 0), min(claim.item + around // 2, len(items.mention))), key=lambda at: abs(at - claim.item)
    )
    return [m.value for at in near if (m := items.mention[at]) is not None and m.kind == "place" and isinstance(m.value, Name)]
