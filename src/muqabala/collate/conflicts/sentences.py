"""One sentence told twice: two accounts that say the same of the same, save for one value.

No table of roles holds what people tell of floods, trials and matches. But where a sentence of one account says all that one of the other says, in
words of the same stem or for the same deed (`acts` in `data/roles.toml`), and gives another hour, day, count or name, it is that value in which they
differ. Where each says something that the other does not («دامت المعركة …», «دام الحصار …») they may speak of two things, and nothing is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from muqabala.collate.conflicts.asserted import Standing, new_step
from muqabala.collate.conflicts.claims import Claim
from muqabala.collate.conflicts.items import AROUND, FILLED, PEOPLE, Items, roles_file, word_classes
from muqabala.collate.conflicts.runs import Anchor, Run, act_of, acts, differ, runs_of, telling, title_of, way_of, words_of
from muqabala.collate.facts.counts import Quantity
from muqabala.collate.facts.dates import Date, other_weekday
from muqabala.collate.facts.mentions import Mention, Mentions
from muqabala.collate.facts.names import Name
from muqabala.collate.facts.scores import Score
from muqabala.collate.facts.tables import Thing
from muqabala.collate.facts.tokens import NO_BREAK, plain_words, without_article
from muqabala.collate.facts.values import may_both_be_right

ROLE, NEEDS = "same sentence", "sentence"
BITS = 8.0
"""Bits that two sentences must share."""
WORDS_NEAR, BITS_NEAR = 3, 12.0
"""Words and bits that the surroundings of two sentences must share where they themselves share no more than the deed."""
NEAR_BY = 40
"""Items around a value or its sentence in which the account may have the other's, too."""
GOVERNED, SHORT = 5, 4
"""Items between a deed and its value, and words of sentences so short that another word makes another thing of them, at most."""
SOURCE = 8
"""Items from a verb of saying to its «إن», or from «بحسب» to the deed that is reported, at most."""
TIMES = 10.0
"""How many times the other a count may be and still be of the same thing."""
_VALUES = ("date", "time", "quantity", "verse")
"""Kinds of mentions that are no words of a sentence."""
_HELD = (*_VALUES, "thing", "place")
"""Kinds of mentions that are held against each other."""
_DEEDS = {"dead": "قتيل", "wounded": "جريح", "captive": "أسير"}
"""Words for the deed that a count tells of."""
_ANNOUNCED, _KILLED, _SCORED = plain_words("أعلن قتل سجل")
_WHICH_GOAL = frozenset(plain_words("فاز وحيد أول تعادل"))
_THEN = frozenset(plain_words("ثم"))
_THAT = frozenset(plain_words("إن بأن إنه إنها إنهم إنهما بأنه بأنها"))
_FATES = frozenset(plain_words("قتل جرح نجا أسر غرق"))
"""What becomes of people; who survives the sinking has not sunk."""
_SLOTS = {"date": "date", "time": "time", "quantity": "number", "place": "place", "verse": "verse"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a part of one that begins with its own verb."""

    first: int
    """Half-open range of items."""
    last: int
    words: dict[str, int]
    """What it is about: deeds by the first word for them, names and stems; each with its item."""
    values: tuple[int, ...]
    """The items of values that the account states."""
    runs: tuple[Run, ...]
    """Names of people and places that stand where another name could."""


class Told(NamedTuple):
    """An account as its sentences are held against another's."""

    mentions: Mentions
    items: Items
    sentences: tuple[Sentence, ...]
    words: frozenset[str]
    """All its words, with and without what is joined to them."""


@cache
def _light() -> frozenset[str]:
    return frozenset(plain_words(roles_file().light))


@cache
def _others() -> frozenset[str]:
    return frozenset(plain_words(roles_file().others))


@lru_cache(maxsize=100_000)
def _word(form: str, key: str) -> str:
    """What a word is compared by: the deed, whose the thing is («أم العروس»), else its stem; empty where it says nothing."""
    splits = [(lead, rest) for lead, rest in without_article(form) if "ك" not in lead]
    ends = ("", "ه", "ها", "هم")
    if other := next((o for lead, rest in splits for end in ends if "ب" not in lead and (o := rest.removesuffix(end)) in _others()), ""):
        return f"other {other}"
    return "" if any(rest in _light() or rest in FILLED for _, rest in splits) else act_of(form) or title_of(form) or key


def told(mentions: Mentions, items: Items, standing: Standing) -> Told:
    """An account with its sentences; what it does not state itself is left out."""
    borders = [n for n in range(len(items.first)) if n in items.begins or _begins(mentions, items, n)]
    bounds = sorted({0, *borders, len(items.first)})
    sentences = [_sentence(mentions, items, standing, low, high) for low, high in pairwise(bounds)]
    return Told(mentions, items, tuple(sentences), words_of(mentions.tokens))


def _begins(mentions: Mentions, items: Items, at: int) -> bool:
    """Whether another deed is told from an item on: «ثم», «وقتل», «ووفاة»."""
    form = mentions.tokens.forms[items.first[at]] if items.mention[at] is None else ""
    if "aged" in word_classes(form):
        return False  # «توفي وعمره ثمانون سنة»
    return (
        form in _THEN
        or new_step(form)
        or _behind_source(mentions, items, at)
        or (form[:1] in ("و", "ف") and not form[1:].startswith("ال") and bool(act_of(form[1:])))
    )


def _behind_source(mentions: Mentions, items: Items, at: int) -> bool:
    """Whether an item follows the words that say whose report it is, «قال مدير المشفى إن», «بحسب مراسل الوكالة»: they are no part of what is
    told."""
    forms, first = mentions.tokens.forms, items.first
    before = forms[first[at] - 1] if at and at not in items.begins else ""
    sought = "report" if before in _THAT else "source" if before and act_of(forms[first[at]]) else ""
    for n in range(at - 1, max(at - SOURCE, 0) - 1, -1) if sought else ():
        if items.mention[n] is None and sought in word_classes(forms[first[n]]):
            return True
        if n in items.begins:
            break
    return False


def _words(mentions: Mentions, items: Items, low: int, high: int) -> dict[str, int]:
    """The words that tell what items are about, each with the first item that has it."""
    words: dict[str, int] = {}
    for at in range(low, high):
        mention = items.mention[at]
        if mention is None:
            key = _word(mentions.tokens.forms[items.first[at]], items.keys[at])
        elif isinstance(mention.value, Quantity):
            key = act_of(deed) if (deed := _DEEDS.get(mention.value.dimension, "")) else ""
        else:
            key = items.keys[at] * (mention.kind not in _VALUES)
        if key:
            words.setdefault(key, at)
    return words


def _sentence(mentions: Mentions, items: Items, standing: Standing, low: int, high: int) -> Sentence:
    told_so = (at for at in range(low, high) if at not in standing.unclaimed and not standing.says_others(at, at))
    values = tuple(at for at in told_so if (mention := items.mention[at]) is not None and mention.kind in _HELD)
    ends = [*items.first, len(mentions.tokens.forms)]
    stated = standing.unclaimed.isdisjoint(range(low, high)) and not standing.says_others(low, high - 1)
    runs = runs_of(mentions.tokens, ends[low], ends[high]) if stated else ()
    return Sentence(low, high, _words(mentions, items, low, high), values, runs)


def told_otherwise(a: Told, b: Told, bits: Mapping[str, float]) -> Iterator[tuple[float, Claim, Claim]]:
    """Pairs of values that two accounts give in one sentence and that cannot both be right, with the bits that the sentences share."""
    for i, j in _candidates(a.sentences, b.sentences, a.items, b.items, bits):
        x, y = a.sentences[i], b.sentences[j]
        unlike = [kind for kind in _kinds(a, x) & _kinds(b, y) if not _any_agree(a, x, b, y, kind)]
        if len(unlike) > 1 and any(kind.startswith(("place", "thing")) for kind in unlike):
            continue  # «النادي الأحمر», «النادي الأبيض»: of another place or thing another count is no conflict
        yield from _values(a, x, b, y, bits, unlike)
        if not unlike:  # where a count differs as well, another name may be of another thing
            yield from _names(a, x, b, y, bits)


def _kinds(account: Told, sentence: Sentence) -> set[str]:
    """The kinds of values that a sentence gives."""
    return {_kind(account, at) for at in sentence.values} - {""}


def _of_kind(account: Told, sentence: Sentence, kind: str) -> list[int]:
    return [at for at in sentence.values if _kind(account, at) == kind]


def _any_agree(a: Told, x: Sentence, b: Told, y: Sentence, kind: str) -> bool:
    """Whether some value of a kind in one sentence can be right together with one in another."""
    mine, other = _of_kind(a, x, kind), _of_kind(b, y, kind)
    return any(_agree(a.items.mention[m], b.items.mention[n]) for m in mine for n in other)


def _rarest(sentence: Sentence, items: Items, bits: Mapping[str, float]) -> str:
    """The word of a sentence that says most, those of names left out."""
    named = {at for run in sentence.runs for at in _items_of(run, sentence, items)}
    return max((w for w, at in sentence.words.items() if at not in named), key=lambda w: (_bits(w, sentence, items, bits), w), default="")


def _bits(word: str, sentence: Sentence, items: Items, bits: Mapping[str, float]) -> float:
    return bits.get(items.keys[sentence.words[word]], 0.0)


def _items_of(run: Run, sentence: Sentence, items: Items) -> list[int]:
    ends = [*items.first, 1_000_000_000]
    return [at for at in range(sentence.first, sentence.last) if items.first[at] < run.last and ends[at + 1] > run.first]


def _candidates(
    of_a: Sequence[Sentence], of_b: Sequence[Sentence], items_a: Items, items_b: Items, bits: Mapping[str, float]
) -> Iterator[tuple[int, int]]:
    """Pairs of sentences of which one has the rarest word of the other."""
    found = set[tuple[int, int]]()
    for turned, (own, items, other) in enumerate(((of_a, items_a, of_b), (of_b, items_b, of_a))):
        holders: dict[str, list[int]] = {}
        for j, sentence in enumerate(other):
            for word in sentence.words if sentence.values or sentence.runs else ():
                holders.setdefault(word, []).append(j)
        for i, sentence in enumerate(own):
            if sentence.values or sentence.runs:
                found.update((j, i) if turned else (i, j) for j in holders.get(_rarest(sentence, items, bits), ()))
    yield from sorted(found)


def speak_of_two(a: Told, x: Claim, b: Told, y: Claim) -> bool:
    """Whether the sentences of two claims tell of two things: of another deed («بناء», «ترميم»), of what is another's («أم العروس»), or, in short
    ones whose role only the words around show, of something else («دامت المعركة», «دام الحصار»)."""
    (of_x, before_x), (of_y, before_y) = (_about(account, claim) for account, claim in ((a, x), (b, y)))
    common = of_x.keys() & of_y.keys()
    rests = of_x.keys() - common, of_y.keys() - common
    if any(word.startswith("other ") for rest in rests for word in rest):
        return True
    if before_x and before_y and before_x[0] not in of_y and before_y[0] not in of_x:
        return True
    fates_x, fates_y = (_FATES.intersection(deeds) for deeds in (before_x, before_y))
    if x.slot == "number" and fates_x and fates_y and fates_x != fates_y:
        return True
    doers = [list(words)[1:2] for words in (of_x, of_y)]
    if list(of_x)[:1] == list(of_y)[:1] and all(doers) and doers[0][0] in rests[0] and doers[1][0] in rests[1]:
        return True  # «دفعت الشركة», «دفعت الحكومة»
    return x.needs == "around" and all(rests) and max(map(len, (of_x, of_y))) <= SHORT


def _about(account: Told, claim: Claim) -> tuple[dict[str, int], list[str]]:
    """What the sentence of a claim is about, its value left out, and the deeds before the value, the nearest first."""
    n = bisect_right(account.sentences, claim.item, key=lambda sentence: sentence.first) - 1
    words = {word: at for word, at in account.sentences[n].words.items() if at != claim.item}
    first, tokens = account.items.first, account.mentions.tokens
    deeds = []
    for at in range(claim.item - 1, max(claim.item - GOVERNED, account.sentences[n].first) - 1, -1):
        if tokens.breaks[first[at + 1]] != NO_BREAK:
            break
        if account.items.mention[at] is None and (deed := _word(tokens.forms[first[at]], "")) in _deeds():
            deeds.append(deed)
    return words, deeds


@cache
def _deeds() -> frozenset[str]:
    return frozenset(acts().values())


@cache
def _deeds_of_one() -> frozenset[str]:
    return frozenset(plain_words(roles_file().of_one))


@cache
def _deeds_at_one() -> frozenset[str]:
    return frozenset(plain_words(roles_file().at_one))


def _score(a: Told, x: Sentence, b: Told, y: Sentence, without: tuple[set[int], set[int]], nominal: bool, bits: Mapping[str, float]) -> float:
    """Bits that two sentences share, 0 where they may tell of two things; `without` are the items of the values that are compared. A sentence without
    a deed is enough if `nominal`."""
    of_x, of_y = ({w for w, at in s.words.items() if at not in left} for s, left in zip((x, y), without, strict=True))
    common = of_x & of_y
    rests = of_x - common, of_y - common
    if any(_ANNOUNCED in rest for rest in rests):
        return 0.0  # «أعلن القصر وفاة الملك»: the hour may be that of the word
    if all(rests) or (nominal and of_x & _FATES != of_y & _FATES) or any(word.startswith("other ") for rest in rests for word in rest):
        return 0.0
    deeds = _deeds()
    if common.isdisjoint(deeds) and any(rests) and (not nominal or any(not rest.isdisjoint(deeds) for rest in rests)):
        return 0.0
    if len(common) > 1:
        return sum(min(_bits(w, x, a.items, bits), _bits(w, y, b.items, bits)) for w in common)
    if common.isdisjoint(deeds) or any(len(rest) > 1 for rest in rests):
        return 0.0
    left = {w for s, items in zip((x, y), without, strict=True) for w, at in s.words.items() if at in items}
    near_a, near_b = _near(a, x), _near(b, y)
    shared = (near_a.keys() & near_b.keys()) - left
    score = sum(min(bits.get(a.items.keys[near_a[w]], 0.0), bits.get(b.items.keys[near_b[w]], 0.0)) for w in shared)
    return score if len(shared) >= WORDS_NEAR and score >= BITS_NEAR else 0.0


def _near(account: Told, sentence: Sentence) -> dict[str, int]:
    """What is told near a part of a sentence that names a deed alone, «ونفوهم إلى …», within the same full stops."""
    low, high, begins = sentence.first, sentence.last, account.items.begins
    while low > 0 and low not in begins and sentence.first - low < AROUND:
        low -= 1
    while high < len(account.items.first) and high not in begins and high - sentence.last < AROUND:
        high += 1
    return _words(account.mentions, account.items, low, high)


def _values(a: Told, x: Sentence, b: Told, y: Sentence, bits: Mapping[str, float], unlike: Sequence[str]) -> Iterator[tuple[float, Claim, Claim]]:
    """Values of the kinds that are unlike in two sentences, where each gives one of its kind."""
    for kind in sorted(unlike):
        mine, other = _of_kind(a, x, kind), _of_kind(b, y, kind)
        if kind != "time" and max(len(mine), len(other)) > 1:
            continue
        if _said_near(a, x, kind, [b.items.mention[n] for n in other]) or _said_near(b, y, kind, [a.items.mention[m] for m in mine]):
            continue
        score = _score(a, x, b, y, (set(mine), set(other)), kind.startswith("number"), bits)
        if score >= BITS and (not kind.startswith("place") or _at_one(x.words.keys() & y.words.keys())):
            yield score, _claim(a, mine[0]), _claim(b, other[0])


def _kind(account: Told, at: int) -> str:
    """What the value at an item is compared with: values of this kind; empty for a place that no gazetteer knows."""
    mention = account.items.mention[at]
    value = mention.value if mention is not None else None
    if isinstance(value, Quantity):
        people = value.dimension in PEOPLE or (not value.dimension and not value.unit)
        return "number of people" if people else f"number {value.dimension}"
    if isinstance(value, Score):
        return "score"
    if isinstance(value, Thing):
        return f"thing {value.group}"
    if isinstance(value, Name) and mention is not None:
        before = account.mentions.tokens.forms[mention.first - 1] if mention.first else ""
        way = way_of(before, mention.lead)
        return f"place {way}" if value.known and way != "at" else ""  # who was at one place has been at others
    return mention.kind if mention is not None else ""


def _agree(x: Mention | None, y: Mention | None, *, near: bool = False) -> bool:
    """Whether two values of one sentence can both be right; counts of very different size are of two things, and so can be, but not where it is asked
    whether an account has a value `near`."""
    if x is None or y is None:
        return True
    match x.value, y.value:
        case Date() as a, Date() as b:
            return not other_weekday(a, b) and may_both_be_right(a, b, {})
        case Quantity() as a, Quantity() as b:
            size = [(q.number.low or q.number.high) * (q.size or 1.0) for q in (a, b)]
            people = a._replace(dimension=b.dimension, unit=b.unit, size=b.size) if {a.dimension, b.dimension} <= PEOPLE | {""} else a
            return (not near and max(size) > TIMES * max(min(size), 0.1)) or may_both_be_right(people, b, {})
        case _:
            return may_both_be_right(x.value, y.value, {})


def _said_near(account: Told, sentence: Sentence, kind: str, values: Sequence[Mention | None]) -> bool:
    """Whether an account has another's value near a sentence of its own: then it tells of two things of that kind."""
    near = range(max(sentence.first - NEAR_BY, 0), min(sentence.last + NEAR_BY, len(account.items.first)))
    return any(
        _agree(mention, value, near=True)
        for at in near
        if not sentence.first <= at < sentence.last and (mention := account.items.mention[at]) is not None and _kind(account, at) == kind
        for value in values
        if value is not None and type(value.value) is type(mention.value)
    )


def _names(a: Told, x: Sentence, b: Told, y: Sentence, bits: Mapping[str, float]) -> Iterator[tuple[float, Claim, Claim]]:
    """Names that stand in one place of two sentences, each alone in its place, and that the other account does not have."""
    for run in x.runs:
        for other in y.runs:
            if not differ(run, other) or not b.words.isdisjoint(telling(run)) or not a.words.isdisjoint(telling(other)):
                continue
            if any(sum(not r.anchors.isdisjoint(run.anchors & other.anchors) for r in s.runs) > 1 for s in (x, y)):
                continue
            score = _score(a, x, b, y, (set(_items_of(run, x, a.items)), set(_items_of(other, y, b.items))), False, bits)
            common = x.words.keys() & y.words.keys()
            if score >= BITS and (_at_one(common) if run.kind == "place" else _of_one(common, run.anchors & other.anchors)):
                yield score, _named(a, run, x), _named(b, other, y)


def _of_one(common: Set[str], anchors: Set[Anchor]) -> bool:
    """Whether only one person can have done what two sentences tell, or been the first to do it; a goal is one's if it is said which."""
    if {kind for kind, _ in anchors} & {"hand", "first"} or ("does", _KILLED) in anchors:
        return True
    goal = _SCORED in common and not _WHICH_GOAL.isdisjoint(common)
    return goal or not _deeds_of_one().isdisjoint(common)


def _at_one(common: Set[str]) -> bool:
    """Whether what two sentences tell is done at one place: once in a life, or told with so much else that it is one deed."""
    deeds = common & _deeds()
    return not _deeds_at_one().isdisjoint(deeds) or (bool(deeds) and len(common) >= WORDS_NEAR)


def _claim(account: Told, at: int) -> Claim:
    (mention,) = (m for m in account.items.mention[at : at + 1] if m is not None)
    slot = mention.value.group if isinstance(mention.value, Thing) else _SLOTS[mention.kind]
    return Claim(ROLE, slot, NEEDS, 0, False, (mention,), "", mention.start, mention.end, "", False, at, False)


def _named(account: Told, run: Run, sentence: Sentence) -> Claim:
    tokens = account.mentions.tokens
    start, end = int(tokens.start[run.first]), int(tokens.end[run.last - 1])
    at = _items_of(run, sentence, account.items)[0]
    return Claim(ROLE, run.kind, NEEDS, 0, False, (), account.mentions.text[start:end], start, end, "", False, at, False)
