"""What shows that two claims speak of two things, however many words stand around both: another side, another quake, the beginning and the end.

Accounts of one event tell of two armies, of two towns, of who was killed and who was hurt in the same words. Only what stands right beside a
value says whose it is, so that is looked at, within its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import takewhile

from muqabala.collate.conflicts.claims import Claim, quantities, relatives
from muqabala.collate.conflicts.items import Items, lexemes, roles_file, word_classes
from muqabala.collate.facts.mentions import Mentions
from muqabala.collate.facts.tables import Thing
from muqabala.collate.facts.tokens import plain, plain_words, without_proclitics

Account = tuple[Mentions, Items]
BESIDE, TELLING = 4, 12
"""Items on either side of a value in which its side is named, and what is done stands."""
NEXT, PLURAL = 3, 7
"""Items from a count to the people whose it is, and letters of their name, at least."""
_NO_PEOPLE = frozenset(plain_words("التلفزيون المليون الملايين"))
_TOWARDS, _WITHIN = frozenset(plain_words("إلى نحو")), frozenset(plain_words("في"))
_FROM, _AFTER = frozenset(plain_words("من")), frozenset(plain_words("بعد قبل منذ"))
_ORDINAL = frozenset(plain_words("الأول الأولى الثاني الثانية الثالث الثالثة الرابع الرابعة الأخير الأخيرة"))
_WHICH = frozenset(plain_words("الذي التي الذين"))
_OF_FATHER = plain("أبي")
_GOVERN = frozenset(plain_words("في من إلى على عن عند مع بن ابن بنت يا"))
_COUNTED = frozenset(("number", "date", "duration", "age", "price", "money"))
_GOING = frozenset(("stay", "arrive", "depart"))
OTHER = 3
"""Items on either side of a value in which it is said to be of another thing."""


def are_apart(of_x: Account, x: Claim, of_y: Account, y: Claim, lies_in: Mapping[tuple[str, str], str]) -> bool:
    """Whether two claims speak of two things: what is said of them excludes each other, one is of another thing of its kind or of somebody's brother,
    or they are counts of two sides. `lies_in` says in which place each lies, by (kind, name)."""
    deeds_x, deeds_y = _deeds(*of_x, x), _deeds(*of_y, y)
    if any(deeds_x[group].isdisjoint(deeds_y[group]) for group in deeds_x.keys() & deeds_y.keys()):
        return True
    marks = (_relative, _is_another, _bearer, _owned) if x.slot not in _COUNTED else (_relative, _is_another, _is_part, _is_lapse)
    if any(mark(*of_x, x) != mark(*of_y, y) for mark in marks):
        return True
    if x.slot not in ("number", "date") or not (quantities(x) and quantities(y)):
        return False
    return _two_receivers(of_x, x, of_y, y) or _two_ends(of_x, x, of_y, y, lies_in) or _two_sides(of_x, x, of_y, y, lies_in)


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
    """Where a word stands among those that exclude each other: as it is, else without its endings («الابن» is no «الأب» + ن)."""
    known = _contrasts(slot)
    whole = frozenset(place for _, rest in without_proclitics(form) for place in known.get(rest, ()))
    return whole or frozenset(place for lexeme in lexemes(form) for place in known.get(lexeme, ()))


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
    """Whether a claim is of another thing of its kind: «زلزال آخر بقوة 7.5 درجات»; of whom somebody did it with, also behind: «عند زيد ليلة أخرى»."""
    near = (at for at in _around(items, claim.item, OTHER) if (at < claim.item or claim.slot not in _COUNTED) and items.mention[at] is None)
    forms = (mentions.tokens.forms[items.first[at]] for at in near)
    return any("another" in word_classes(form) for form in forms)


def _before(mentions: Mentions, items: Items, claim: Claim, reach: int) -> Iterator[str]:
    """The words before a claim's value within its sentence, the nearest first; those of mentions left out."""
    return (mentions.tokens.forms[items.first[at]] for at in _around(items, claim.item, reach) if at < claim.item and items.mention[at] is None)


def _relative(mentions: Mentions, items: Items, claim: Claim) -> str:
    """Whose relative does or is what a claim says, «وأقام أخوه في القلعة عشر ليال»; empty where none is named right before."""
    return next((rest for form in _before(mentions, items, claim, BESIDE) for _, rest in without_proclitics(form) if rest in relatives()), "")


def _is_part(mentions: Mentions, items: Items, claim: Claim) -> bool:
    """Whether a count is of a first or second part: «في الموجة الأولى ثمانية آلاف», but not «المؤتمر الثالث الذي دام ثلاثة أيام»."""
    before = takewhile(lambda form: form not in _WHICH, _before(mentions, items, claim, OTHER))
    return claim.slot == "number" and any(form.removeprefix("و") in _ORDINAL for form in before)


def _is_lapse(mentions: Mentions, items: Items, claim: Claim) -> bool:
    """Whether a time is what has gone by, «بعد ست ساعات», and not how long something took."""
    return any(q.dimension == "time" for q in quantities(claim)) and any(
        rest in _AFTER for form in _before(mentions, items, claim, 1) for _, rest in without_proclitics(form)
    )


def _bearer(_: Mentions, items: Items, claim: Claim) -> str:
    """What has a colour that is named right behind it, «ثوبا أحمر»; empty for other claims."""
    values = [m.value for m in claim.values if isinstance(m.value, Thing) and m.value.group == "colour"]
    thing = items.mention[claim.item - 1] if values and claim.item and claim.item not in items.begins else None
    return thing.normal if thing is not None and thing.kind == "thing" else ""


def _owned(mentions: Mentions, items: Items, claim: Claim) -> bool:
    """Whether a name is the second part of a genitive, «رأس أبي جهل», and so not who does it. Only «أبي» shows its case."""
    mention = items.mention[claim.item]
    if claim.slot != "person" or mention is None or mentions.tokens.forms[mention.first] != _OF_FATHER:
        return False
    before = next(_before(mentions, items, claim, 1), "")
    return bool(before) and before not in _GOVERN and word_classes(before) <= {"head", "lead"}


def _two_receivers(of_x: Account, x: Claim, of_y: Account, y: Claim) -> bool:
    """Whether two counts go to two, named right before them behind the same doer: «أعطى الأمير الشاعر مئة», «أعطى الأمير الحارس عشرة»."""
    (mine, doer), (other, also) = (_two_before(*of, claim) for of, claim in ((of_x, x), (of_y, y)))
    return bool(mine and other and doer) and doer == also and mine != other


def _two_before(mentions: Mentions, items: Items, claim: Claim) -> tuple[str, str]:
    """The definite nouns that stand one behind the other right before a claim, the nearer first, as keys; empty where other words do."""
    found = []
    for at in list(_around(items, claim.item, 2))[:2]:
        definite = at < claim.item and (items.mention[at] is not None or mentions.tokens.forms[items.first[at]].startswith("ال"))
        found.append(items.keys[at] if definite else "")
    return (found[0], found[1]) if len(found) > 1 else ("", "")


def _two_ends(of_x: Account, x: Claim, of_y: Account, y: Claim, lies_in: Mapping[tuple[str, str], str]) -> bool:
    """Whether two times are of two ways: both say where to, «سار إلى دمشق في عشرة أيام», and it is not one place."""
    to_x, to_y = _destination(*of_x, x), _destination(*of_y, y)
    around = {lies_in.get(("place", to_x)), lies_in.get(("place", to_y))}
    return bool(to_x and to_y) and to_x != to_y and not around & {to_x, to_y}


def _destination(mentions: Mentions, items: Items, claim: Claim) -> str:
    """The place behind «إلى» that is nearest before a length of time; empty where there is none."""
    if not any(q.dimension == "time" for q in quantities(claim)):
        return ""
    for at in _around(items, claim.item, TELLING):
        mention = items.mention[at]
        if at < claim.item and mention is not None and mention.kind == "place" and mentions.tokens.forms[items.first[at] - 1] in _TOWARDS:
            return mention.normal
    return ""


def _two_sides(of_x: Account, x: Claim, of_y: Account, y: Claim, lies_in: Mapping[tuple[str, str], str]) -> bool:
    """Whether two counts are of the people of two sides, or of two places: each has some named beside it, and none is named beside both. A place that
    both share does not make one of two sides."""
    of_whom = _of_whom(*of_x, x), _of_whom(*of_y, y)
    if all(of_whom):
        return of_whom[0] != of_whom[1]
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


def _of_whom(mentions: Mentions, items: Items, claim: Claim) -> str:
    """The group behind «من» right beside a count, whose it is: «وقتل من قريش سبعون», «سبعون من قريش»; empty where none is named."""
    for of, group in ((claim.item - 2, claim.item - 1), (claim.item + 1, claim.item + 2)):
        inside = of >= 0 and group < len(items.keys) and group not in items.begins and of not in items.begins
        mention = items.mention[group] if inside and items.mention[of] is None else None
        if mention is not None and mention.kind == "group" and mentions.tokens.forms[items.first[of]] in _FROM:
            return items.keys[group]
    return ""


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
