"""An account as a row of items, one a word or mention, each with a sign that says what it may be: a pattern runs over signs as over letters."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import msgspec

from muqabala.collate.facts.counts import Quantity
from muqabala.collate.facts.mentions import Mention, Mentions
from muqabala.collate.facts.tables import Thing, data
from muqabala.collate.facts.tokens import STRONG_BREAK, plain, plain_words, without_article, without_proclitics

AROUND = 12
"""Items on either side that are a claim's context, where its role does not say otherwise."""
SUFFIXES = ("", *plain_words("ا وا ت تا نا تم ن ون ين ان ه ها هم هما ني ك كم ي وه ته تهم وهم ناه وها تها"))
"""Endings and pronouns that are taken off a word; empty: none."""
_THEY = plain("وا")
_FIRST_STEM = 2
"""Letters that must be left when an ending is taken off."""
FILLED = frozenset(
    plain_words(
        "في من إلى على عن أن إن ما لا لم لن قد ثم حتى إذا إذ لما هذا هذه ذلك تلك الذي التي الذين كان كانت كانوا هو هي هم هما أنا أنت "
        "كل بعض غير له لها لهم به بها فيه منه منها عليه عليهم إليه إليهم "
        "عنه أو أم بل يا أي أيها كما فقال قال وقال قالت قالوا يقول "
        "فلما ولما فإذا وإذا وقد فقد لقد وكان فكان مع عند بين بعد قبل الله والله تعالى حين يوم لو إلا إنما أنه إنه أنها فإن وأن وإن"
    )
)
_KINDS = {"person": "P", "group": "G", "place": "L", "date": "D", "time": "T", "quantity": "Q", "thing": "O", "verse": "V"}
PEOPLE = frozenset({"person", "woman", "rider", "fighter", "dead", "wounded", "captive", "boy", "child", "=اخرين", "=اخرون"})
"""Dimensions of counts of people."""


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
    begins: frozenset[int]
    """The items with which a sentence begins."""


@lru_cache(maxsize=100_000)
def lexemes(form: str) -> frozenset[str]:
    """What a word may be a form of, as the classes of words list it: clitics and endings taken off, every person of the imperfect as «he»."""
    found = set()
    splits = without_proclitics(form)
    splits += tuple((lead + "ال", rest[2:]) for lead, rest in splits if rest.startswith("ال") and len(rest) > 4)
    for lead, rest in splits:
        for suffix in SUFFIXES:
            stem = rest.removesuffix(suffix)
            if rest.endswith(suffix) and len(stem) >= (_FIRST_STEM if suffix or lead else 1):
                found.add(stem)
                if suffix == _THEY:
                    found.update((stem + "ي", stem + "ا"))  # «لقوا», «نجوا»
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
    if form in FILLED:
        return ""
    synonyms = _synonyms()
    rests = [rest for _, rest in without_article(form)]
    for rest in rests:
        for suffix in SUFFIXES:
            base = rest.removesuffix(suffix)
            if rest.endswith(suffix) and base in synonyms:
                return synonyms[base]
    base = min((r for r in rests if len(r) >= 3), key=len, default=form)
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if suffix and base.endswith(suffix) and len(base) - len(suffix) >= 3:
            return base.removesuffix(suffix)
    return base


class RoleRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role as `data/roles.toml` has it; what the fields mean is said there."""

    name: str
    slot: str
    needs: Literal["of", "place", "words"]
    patterns: list[str]
    around: int = AROUND
    here: bool = False


class RolesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `data/roles.toml`."""

    verbs: str
    words: dict[str, str]
    role: list[RoleRow]
    synonyms: list[str]
    contrasts: list[str]
    acts: list[str]
    light: str
    titles: list[str]
    heads: str
    others: str
    of_one: str
    at_one: str


@cache
def roles_file() -> RolesFile:
    """Classes of words, roles and synonyms, read once."""
    return msgspec.convert(tomllib.loads(data("roles.toml")), RolesFile)


@cache
def _synonyms() -> dict[str, str]:
    return {form: plain(group.split()[0]) for group in roles_file().synonyms for form in plain_words(group)}


@cache
def class_table() -> dict[str, frozenset[str]]:
    """The classes of each word that is in one."""
    found: dict[str, set[str]] = {}
    for name, words in roles_file().words.items():
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
    found = {name for lexeme in lexemes(form) for name in class_table().get(lexeme, ())}
    return frozenset(found.union(*(class_table().get("=" + rest, ()) for _, rest in without_proclitics(form))))


def _mention_classes(mention: Mention) -> frozenset[str]:
    names = {"{" + _KINDS[mention.kind]}
    value = mention.value
    if isinstance(value, Quantity):
        names |= {"{Y"} if value.dimension == "time" else {"{M"} if value.dimension.startswith(("money", "currency", "weight")) else set()
        names |= {"{N"} if value.dimension in PEOPLE else {"{U"} if not value.dimension else set()
    if isinstance(value, Thing):
        names.add("{O." + value.group)
        names |= word_classes(plain(value.name))
    if mention.lead.endswith("ب") and mention.kind == "person":
        names.add("{B")
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
    begins = frozenset(item for sign, item in zip(signs, sign_item, strict=True) if sign == "\n")
    return Items(first, found, keys, "".join(signs), sign_item, begins)


def _key(mention: Mention) -> str:
    if mention.kind == "thing":
        value = mention.value
        return f"{value.group}" if isinstance(value, Thing) else ""
    return f"{mention.kind} {mention.normal}"
