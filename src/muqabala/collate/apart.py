"""What shows that two claims speak of two things, however many words stand around both: another side, another quake, the beginning and the end.

Accounts of one event tell of two armies, of two towns, of who was killed and who was hurt in the same words. Only what stands right beside a
value says whose it is, so that is looked at, within its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from muqabala.collate.claims import Claim, quantities
from muqabala.collate.items import Items, lexemes, roles_file, word_classes
from muqabala.collate.mentions import Mentions
from muqabala.collate.tokens import plain_words, without_proclitics

Account = tuple[Mentions, Items]
BESIDE, TELLING = 4, 12
"""Items on either side of a value in which its side is named, and what is done stands."""
NEXT, PLURAL = 3, 7
"""Items from a count to the people whose it is, and letters of their name, at least."""
_NO_PEOPLE = frozenset(plain_words("التلفزيون المليون الملايين"))
_TOWARDS, _WITHIN = frozenset(plain_words("إلى نحو")), frozenset(plain_words("في"))
_GOING = frozenset(("stay", "arrive", "depart"))
OTHER = 3
"""Items on either side of a value in which it is said to be of another thing."""


def are_apart(of_x: Account, x: Claim, of_y: Account, y: Claim, lies_in: Mapping[tuple[str, str], str]) -> bool:
    """Whether two claims speak of two things: what is said of them excludes each other, one is of another thing of its kind, or they are counts of
    two sides. `lies_in` says in which place each lies, by (kind, name)."""
    if x.slot not in ("number", "date"):
        return False
    deeds_x, deeds_y = _deeds(*of_x, x), _deeds(*of_y, y)
    if any(deeds_x[group].isdisjoint(deeds_y[group]) for group in deeds_x.keys() & deeds_y.keys()):
        return True
    return _is_another(*of_x, x) != _is_another(*of_y, y) or (bool(quantities(x)) and bool(quantities(y)) and _two_sides(of_x, x, of_y, y, lies_in))


@cache
def _contrasts(slot: str) -> dict[str, frozenset[tuple[int, int]]]:
    """The groups of words that exclude each other beside values of a slot, by lexeme: (group, place in it)."""
    found: dict[str, set[tuple[int, int]]] = {}
    rows = (row.partition(":") for row in roles_file().contrasts)
    for group, row in enumerate(words for slots, _, words in rows if slot in slots.split()):
        for place, words in enumerate(row.split("|")):
            for form in plain_words(words):
                found.setdefault(form, set()).add((group, place))
    return {form: frozenset(places) for form, places in found.items()}


@lru_cache(maxsize=100_000)
def _places_of(form: str, slot: str) -> frozenset[tuple[int, int]]:
    return frozenset(place for lexeme in lexemes(form) for place in _contrasts(slot).get(lexeme, ()))


def _around(items: Items, at: int, reach: int) -> Iterator[int]:
    """The items on either side of one, no farther than its sentence goes."""
    for n in range(at, max(at - reach, 0), -1):
        if n in items.begins:
            break
        yield n - 1
    for n in range(at + 1, min(at + reach + 1, len(items.keys))):
        if n in items.begins:
            break
        yield n


def _deeds(mentions: Mentions, items: Items, claim: Claim) -> dict[int, frozenset[int]]:
    """What stands nearest to a claim of each group of words that exclude each other, before it if anything does."""
    found: dict[int, frozenset[int]] = {}
    for at in _around(items, claim.item, TELLING):
        if items.mention[at] is None:
            places = _places_of(mentions.tokens.forms[items.first[at]], claim.slot)
            for group in {group for group, _ in places} - found.keys():
                found[group] = frozenset(place for g, place in places if g == group)
    return found


def _is_another(mentions: Mentions, items: Items, claim: Claim) -> bool:
    """Whether a claim is of another thing of its kind: «زلزال آخر بقوة 7.5 درجات»."""
    forms = (mentions.tokens.forms[items.first[at]] for at in _around(items, claim.item, OTHER) if at < claim.item and items.mention[at] is None)
    return any("another" in word_classes(form) for form in forms)


def _two_sides(of_x: Account, x: Claim, of_y: Account, y: Claim, lies_in: Mapping[tuple[str, str], str]) -> bool:
    """Whether two counts are of the people of two sides, or of two places: each has some named beside it, and none is named beside both. A place that
    both share does not make one of two sides."""
    (people_x, places_x), (people_y, places_y) = _sides(*of_x, x, lies_in), _sides(*of_y, y, lies_in)
    rows = (people_x, people_y), (places_x, places_y), (people_x | places_x, people_y | places_y)
    return any(near and far and near.isdisjoint(far) for near, far in rows)


def _sides(mentions: Mentions, items: Items, claim: Claim, lies_in: Mapping[tuple[str, str], str]) -> tuple[set[str], set[str]]:
    """The people named right beside a claim, and the places: known groups and places, «الفرنسيون», and what follows a word for a side or a place,
    «جيش الساحل», «محافظة ملطية»."""
    people, places = set[str](), set[str]()
    for at in _around(items, claim.item, BESIDE):
        mention = items.mention[at]
        if mention is not None:
            {"group": people, "place": places}.get(mention.kind, set()).add(items.keys[at])
            if mention.kind == "place" and (around := lies_in.get(("place", mention.normal))):
                places.add(f"place {around}")
            continue
        form = mentions.tokens.forms[items.first[at]]
        classes = word_classes(form)
        if abs(at - claim.item) <= NEXT and (plural := _people(form)):
            people.add(plural)
        elif not classes.isdisjoint(("side", "area")):
            follows = at + 1 < len(items.keys) and at + 1 not in items.begins and at + 1 != claim.item
            (people if "side" in classes else places).update(filter(None, items.keys[at + 1 : at + 2] if follows else ()))
    return people, places


def _people(form: str) -> str:
    """The stem of the plural of a nisba with the article, «الفرنسيون», «للفرنسيين»; empty where a word is none."""
    rest = next((rest for _, rest in without_proclitics(form) if rest.startswith("ال") and rest.endswith(("يون", "يين"))), "")
    return rest[2:-2] if len(rest) >= PLURAL and rest not in _NO_PEOPLE else ""


def other_place(of_x: Account, x: Claim, of_y: Account, y: Claim) -> bool:
    """Whether two claims name two places that are in no table, where they went or stayed: «وصل إلى مالطا», «أقاموا بمعان»."""
    there_x, there_y = _there(*of_x, x), _there(*of_y, y)
    return bool(there_x and there_y) and there_x != there_y


def _there(mentions: Mentions, items: Items, claim: Claim) -> str:
    """The word before a claim's value that may be a place, behind a preposition; empty where none stands there."""
    forms = mentions.tokens.forms
    for at in _around(items, claim.item, BESIDE):
        if at > claim.item or items.mention[at] is not None:
            continue
        form, before = forms[items.first[at]], forms[items.first[at] - 1] if items.first[at] else ""
        verb = forms[items.first[at] - 2] if before in _WITHIN and items.first[at] > 1 else before
        going = not word_classes(verb).isdisjoint(_GOING)
        if items.keys[at] and (before in _TOWARDS or (going and (before in _WITHIN or form.startswith("ب")))):
            return items.keys[at]
    return ""
