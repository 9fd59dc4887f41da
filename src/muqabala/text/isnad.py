"""Chains of transmitters, found by the terms of the tradition: «حدثنا فلان عن فلان قال سمعت فلانا يقول …».

A chain is a row of *terms* («حدثنا», «عن», «سمعت») with nothing but names between them. Words between two terms cost little where
they look like a name («بن», «أبو», an article, what stands after these) and much where they belong to speech («في», «كان», «إذا»);
two terms belong together if what stands between them costs little enough. Everything is done on arrays of words, so that four
million words of hadith and a short document are one and the same; a word is its skeleton (`text.fold`), so «أن», «إن» and the
scribes' «أنا» for «أخبرنا» are one.

Where does a chain end? The tradition has two habits, and both are given. «عن عائشة قالت كان …»: her speech is the report, so the
chain may be said to end before her name (`teller`) or after «قالت» (`end`). «عن أنس قال قال رسول الله …»: both are after the first «قال».
`matn` is the first word of the report itself, after «قال رسول الله صلى الله عليه وسلم» and the like.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import Folded
from muqabala.text.keys import Keys, is_among, keys_of

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_WORDS = {
    # terms of transmission
    "tell": (
        "حدثنا حدثني حدثناه حدثنيه حدثنيها حدثناها حدثه حدثهم حدثها حدثته حدثكم حدثك حدثتنا حدثتني حدثتها حدثهما حدثنيهما أخبرنا أخبرني أخبرناه أخبرنيه أخبره أخبرهم أخبرها "
        "أخبرته أخبركم أخبرك أخبرتنا أخبرتني أخبرتها أخبرهما أنبأنا أنبأني أنبأناه أنبأه أنبأكم ثنا ثناه ثني ثنى نبأنا قثنا قالحدثنا قالأخبرنا يحدثنا"
    ),
    # weaker terms
    "of": "عن يحدث تحدث",
    # terms that need no «قال»
    "heard": "سمعت سمع سمعا سمعوا سمعه سمعته سمعنا يسمع",
    # what may stand after a name
    "said": "قال قالت قالا قالوا قلن يقول تقول يقولان يقولون ق وقال فقال",
    # the same
    "that": "أن أنه أنها أنهم أنهما أنا",
    # parts of names, with what follows them
    "name": "بن ابن ابنا ابني بنت ابنة أبو أبي أبا وأبو وأبي وابن أم وأم عبد عبيد أخي أخو أخا",
    # persons named by their kin
    "kin": "أبيه أبي أبوه جده جدي عمه عمي أمه جدته أخيه خاله مولى مولاه مولاة والدي زوج صاحب أباه جدي",
    # how a text was received, honorifics, dates
    "rite": (
        "قراءة عليه عليها وأنا أسمع ونحن نسمع إجازة سماعا إملاء كتابة بقراءتي لفظا حضورا لفظه رضي الله عنه عنها عنهما عنهم رحمه رحمها رحمهم تعالى يعني وهو ابن سنة مئة "
        "محرم المحرم صفر ربيع جمادى رجب شعبان رمضان شوال ذي القعدة الحجة الأول الآخر الأولى الآخرة شهر شهور يوم "
        "ح ص وغيره وجماعة جميعا كلاهما كلهم جميعهم أيضا الشيخ الشيخة الإمام القاضي الحافظ واللفظ له يرفعه"
    ),
    # where a report begins, if «قال» or the like stands before
    "prophet": "رسول النبي نبي لرسول للنبي ورسول والنبي",
    # what may follow that
    "honour": "صلى الله عليه وسلم وآله عليهما السلام الصلاة وعلى آله وصحبه تعالى",
    # words that stand in no chain
    "speech": (
        "في ما لا لم لن ليس إذا إذ كان كانت كانوا كنت كنا يكون هذا هذه ذلك تلك الذي التي الذين ثم حتى قد لقد فلما لما هو هي هم كل بعد قبل يوم عند إلا يا أيها إنما إنه إنها لو "
        "مع بين غير فقال فقالت فقلت قلت فقالوا كما كيف أين متى مثل له لها لهم لك لي به بها بهم بكم منه منها فيه فيها وما ولا فلا وكان وإن فإن وإذا فإذا وقد أو أم بل إلى من على "
        "جاء أتى دخل خرج رأيت رأى نهى أمر سئل سأل قرأ صلاة حديث يعني شيء رجل رجلا رجلا امرأة الناس اللهم"
    ),
    # before «أسمع» where another reads aloud: no term
    "beside": "وأنا ونحن",
    # words before «رسول الله» by which a transmitter is named
    "his": "زوج مولى مولاة صاحب خادم بنت أصحاب عم ابن",
    # words of speech, unless a date or rite follows
    "when": "في من",
    "god": "الله",
    "send": "صلى",
    "blessed": "رضي رضى",
}
"""The words of each class. Those of the first three may have «و» or «ف» before them. A word may be in several classes."""
_WITH_AND = ("tell", "of", "heard")
_SHORTENED = {
    "ثنا": {"حدثنا"}, "دثنا": {"حدثنا"}, "ثني": {"حدثني"}, "نا": {"حدثنا", "أخبرنا"}, "أنا": {"أخبرنا"}, "انا": {"أخبرنا"}, "أبنا": {"أخبرنا"}, "أرنا": {"أخبرنا"},
}  # fmt: skip
"""What scribes write for the commonest terms."""

_PLAIN, _ARTICLE, _AFTER_NAME, _SPEECH_COST, _SAID_COST, _NEVER = 3, 2, 1, 20, 6, 1_000
LINK, LINK_TELL = 32, 60
"""What the words between two terms may cost, the second where it is «حدثنا» or the like: so many as the late chains put in one name. Both, and the
costs above, were chosen on the eight books of KITAB's training data; F is within .01 for values a quarter higher or lower."""
HEAD = 8
"""Words at the head of a passage, or behind a chain, within which another beginning is looked for."""
BLESSING = 3
"""Words of «رضي الله عنه»."""
REACH = 20
"""What a name may cost at the end of a chain, up to «قال»."""


@cache
def _lexicon() -> tuple[Keys, npt.NDArray[np.uint32]]:
    """The keys of all words, ascending, and the classes of each: bit i for the i-th class."""
    of_class = [keys_of([_with_and(words) if name in _WITH_AND else words]) for name, words in _WORDS.items()]
    known, _ = np.unique(np.concatenate(of_class), return_index=True)
    return known, np.bitwise_or.reduce([is_among(known, keys).astype(np.uint32) << place for place, keys in enumerate(of_class)])


@cache
def tell_words() -> frozenset[str]:
    """The terms with which who hands reports down names his own teacher, «حدثنا», bare; not those that stand in speech, «أخبرني عن الإسلام»."""
    return frozenset(_with_and("حدثنا حدثناه حدثني حدثنيه أخبرنا أخبرناه أنبأنا أنبأناه نبأنا ثنا ثناه ثني قثنا").split())


@cache
def tells() -> Keys:
    """The keys of `tell_words`, ascending."""
    return keys_of(sorted(tell_words()))


def shortens(written: str, source: str) -> bool:
    """Whether a bare word is what scribes write for a term of transmission, which the source has in full; both with «و» or both without.

    >>> shortens("ثنا", "حدثنا"), shortens("وأنا", "وأخبرنا"), shortens("أنا", "حدثنا")
    (True, True, False)
    """
    lead = "و" if source.startswith("و") else ""
    return written.startswith(lead) and source.removeprefix(lead) in _SHORTENED.get(written.removeprefix(lead), ())


def _with_and(words: str) -> str:
    """The words, also with «و» and «ف» before them."""
    return " ".join(f"{word} و{word} ف{word}" for word in words.split())


def _classes(keys: Keys) -> dict[str, Flags]:
    """For each class, which words are in it."""
    known, bits = _lexicon()
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    has = np.where(known[at] == keys, bits[at], 0)
    return {name: (has >> place) & 1 == 1 for place, name in enumerate(_WORDS)}


_LETTER_LAM = 23


@dataclass(frozen=True, slots=True)
class Isnads:
    """Chains in a text, in its order.

    | column | dtype | meaning                                                                                 |
    |--------|-------|-----------------------------------------------------------------------------------------|
    | start  | int64 | first word                                                                              |
    | teller | int64 | the word after the chain, if a last transmitter who speaks for himself counts as report |
    | end    | int64 | the word after the chain, if he and his «قال» count as chain                            |
    | matn   | int64 | first word of the report, after «قال رسول الله صلى الله عليه وسلم»                       |
    | links  | int64 | terms in the chain                                                                      |
    """

    start: Longs
    teller: Longs
    end: Longs
    matn: Longs
    links: Longs


@dataclass(frozen=True, slots=True)
class _Terms:
    """What each word of a text can be in a chain, one flag a word; `cost` (int64, words+1) is the running sum of what the words cost."""

    tell: Flags
    of: Flags
    heard: Flags
    name: Flags
    said: Flags
    that: Flags
    prophet: Flags
    honour: Flags
    god: Flags
    blessed: Flags
    cost: Longs
    part: Longs
    """Running number of the part of the text (a passage, a document) that each word stands in."""


def _terms(keys: Keys, article: Flags, part: Longs) -> _Terms:
    words = _classes(keys)
    words["heard"] &= ~_shifted(words["beside"], 1)
    words["honour"] &= ~words["god"] | _shifted(words["prophet"] | words["send"], 1)
    running = np.zeros(len(keys) + 1, np.int64)
    np.cumsum(_costs(words, article), out=running[1:])
    named = ("tell", "of", "heard", "name", "said", "that", "prophet", "honour", "god", "blessed")
    return _Terms(**{name: words[name] for name in named}, cost=running, part=part)


def _costs(words: dict[str, Flags], article: Flags) -> Longs:
    """What each word costs between two terms."""
    strong, said, rite = words["tell"] | words["of"] | words["heard"], words["said"], words["rite"]
    cost = np.where(article, _ARTICLE, _PLAIN)
    cost[_shifted(words["name"], 1)] = _AFTER_NAME
    cost[words["speech"] & ~_shifted(strong, 1)] = _SPEECH_COST  # «عن علي» is not «على»
    cost[words["name"] | words["kin"]] = 0
    cost[rite | (words["when"] & _shifted(rite, -1))] = 1
    cost[said] = _SAID_COST
    cost[said & (_shifted(strong, -1) | _shifted(strong, -2))] = 0
    cost[words["that"]] = _PLAIN
    cost[strong] = 0
    cost[words["prophet"] & ~_shifted(words["his"], 1)] = _NEVER
    return cost


def _shifted(flags: Flags, by: int) -> Flags:
    """Flags moved forward by some words (back if negative): word i has the flag of word i - by."""
    moved = np.zeros(len(flags), np.bool_)
    if by >= 0:
        moved[by:] = flags[: len(flags) - by]
    else:
        moved[:by] = flags[-by:]
    return moved


def find_isnads(keys: Keys, article: Flags, part: Longs, least: int = 2, short: bool = False) -> Isnads:
    """The chains of a text.

    Args:
        keys: key of each word (`text.keys.word_keys`).
        article: whether each word begins with the article (`starts_with_article`).
        part: number of the passage or document of each word, ascending; no chain runs from one into another.
        least: terms that a chain must have, one of them «حدثنا» or the like; without one, one more term and a name with «بن», «أبي» or the like.
        short: also take what is left of a chain in newer writing: «عن أبي هريرة رضي الله عنه قال», «عن أنس أن النبي صلى الله عليه وسلم قال».
    """
    return _find(_terms(keys, article, part), least, short)


def _find(terms: _Terms, least: int, short: bool = False) -> Isnads:
    strong = np.flatnonzero(terms.tell | terms.of | terms.heard)
    if not len(strong):
        none = np.zeros(0, np.int64)
        return Isnads(none, none, none, none, none)
    between = terms.cost[strong[1:]] - terms.cost[strong[:-1] + 1]
    limit = np.where(terms.tell[strong[1:]], LINK_TELL, LINK)
    begins = np.flatnonzero(np.append(True, (between > limit) | (terms.part[strong[1:]] != terms.part[strong[:-1]])))
    ends = np.append(begins[1:], len(strong)) - 1
    first, last = strong[begins], strong[ends]
    tells, links = _counted(terms.tell, first, last), ends - begins + 1
    good = (links >= least + (tells == 0)) & ((tells > 0) | (_counted(terms.name, first, last) > 0) | (least == 1))
    start = _starts(terms, first)
    teller, end, matn = _ends(terms, start, last)
    if short:
        wished = _wished(terms, last)
        end, matn = np.maximum(end, wished), np.maximum(matn, wished)
        good |= terms.of[first] & ~_at(terms.prophet, last + 1) & ((wished > 0) | (matn > end))
    return Isnads(start[good], teller[good], end[good], matn[good], links[good])


def _wished(terms: _Terms, last: Longs) -> Longs:
    """The word after the «رضي الله عنه» of the transmitter who is named after a term; 0 where none is."""
    count = len(terms.said)
    blessed = np.minimum(_next(terms.blessed, last + 1), count - 1)
    near = terms.blessed[blessed] & (terms.cost[blessed] - terms.cost[last + 1] <= REACH) & (terms.part[blessed] == terms.part[last])
    return np.where(near, np.minimum(blessed + BLESSING, _stop(terms, last)), 0)


def _stop(terms: _Terms, words: Longs) -> Longs:
    """The word after the part of the text that each word stands in."""
    return np.minimum(_next(np.append(np.diff(terms.part) != 0, False), words) + 1, len(terms.said))


def _counted(flags: Flags, first: Longs, last: Longs) -> Longs:
    """How many of the words first..last (the last included) are flagged."""
    running = np.append(0, np.cumsum(flags))
    counted: Longs = running[last + 1] - running[first]
    return counted


def isnads_of(folded: Folded, keys: Keys, short: bool = True, part: Longs | None = None) -> Isnads:
    """The chains of a folded text; `word_start` and `word_end` of the text give their offsets. See `find_isnads`."""
    part = np.zeros(len(folded.word_start), np.int64) if part is None else part
    article = starts_with_article(folded.letters, folded.word_first)
    return find_isnads(keys, article, part, short=short)


def split_passages(keys: Keys, article: Flags, first: Longs) -> tuple[Longs, Longs]:
    """For each passage of a collection of hadiths the word after the chain at its head, and the first word of its report.

    `first` holds the first word of each passage and the number of words. Where there is no chain both are the passage's first word, unless the
    passage soon says «قال رسول الله».
    """
    count = len(first) - 1
    part = np.repeat(np.arange(count), np.diff(first))
    terms = _terms(keys, article, part)
    found = _find(terms, 1)
    chain, matn = first[:-1].copy(), first[:-1].copy()
    passage = part[found.start]
    for reach in (HEAD, 2, 2):  # a second chain may begin right behind the first, where no saying does
        begins = (found.start >= chain[passage]) & (found.start <= chain[passage] + reach) & (chain[passage] == matn[passage])
        near = np.flatnonzero(begins & (found.end > chain[passage]))
        near = near[np.unique(passage[near], return_index=True)[1]]
        chain[passage[near]], matn[passage[near]] = found.end[near], found.matn[near]
    chain, matn = _opened(terms, first, chain, matn)
    whole = matn >= first[1:]
    return np.where(whole, first[:-1], chain), np.where(whole, first[:-1], matn)


def _opened(terms: _Terms, first: Longs, chain: Longs, matn: Longs) -> tuple[Longs, Longs]:
    """Chains and reports, with those added that open with «… قال قال رسول الله» soon after where the chain was thought to end."""
    prophet = np.minimum(_next(terms.prophet, chain), len(terms.said) - 1)
    bare = chain == first[:-1]
    speaks = (_at(terms.said, prophet - 1) | _at(terms.heard, prophet - 1)) & (bare | _at(terms.said, prophet - 2))
    good = np.flatnonzero((matn == chain) & (prophet > chain) & (prophet <= chain + HEAD) & (prophet < first[1:]) & speaks)
    begins = prophet[good] - 1
    chain, matn = chain.copy(), matn.copy()
    matn[good] = np.minimum(_matn(terms, begins, first[good + 1]), first[good + 1])
    chain[good] = begins
    return chain, matn


def _starts(terms: _Terms, first: Longs) -> Longs:
    """Where a chain begins: «قال» before its first term belongs to it."""
    before = np.maximum(first - 1, 0)
    takes = (first > 0) & terms.said[before] & (terms.part[before] == terms.part[first])
    return np.where(takes, before, first)


def _next(flags: Flags, after: Longs) -> Longs:
    """The first flagged word at or after each word; the number of words where there is none."""
    places = np.append(np.flatnonzero(flags), len(flags))
    return places[np.searchsorted(places, after)]


def _at(flags: Flags, words: Longs) -> Flags:
    """The flag of each word; False after the last word."""
    return np.append(flags, False)[np.minimum(words, len(flags))]


def _ends(terms: _Terms, start: Longs, last: Longs) -> tuple[Longs, Longs, Longs]:
    """Where chains end whose last terms are known: before the teller, after him, and where the report begins."""
    count = len(terms.said)
    stop = _stop(terms, last)
    to_prophet = _at(terms.prophet, last + 1)
    heard_him = to_prophet & terms.heard[last] & (last > start)
    speaks = _next(terms.said | terms.that, last + 1)
    reached = (speaks < stop) & (terms.cost[np.minimum(speaks, count)] - terms.cost[last + 1] <= REACH)
    after = np.where(reached, speaks + 1, last + 1)
    again = np.where(_at(terms.said | terms.that | terms.heard, after), after + 1, after)
    again = np.where(_at(terms.said, again), again + 1, again)
    quotes = reached & (_at(terms.prophet, after) | _at(terms.prophet, again))
    end = np.where(to_prophet, last + 1, after)
    teller = np.where(to_prophet | quotes, end, last + 1)
    end, teller = np.where(heard_him, last, end), np.where(heard_him, last, teller)
    return np.minimum(teller, stop), np.minimum(end, stop), np.minimum(_matn(terms, end, stop), stop)


def _matn(terms: _Terms, end: Longs, stop: Longs) -> Longs:
    """The first word of the report, where «قال رسول الله صلى الله عليه وسلم» or «عن النبي … قال» stands before it."""
    at = end.copy()
    before = np.maximum(at - 1, 0)
    said, of = _at(terms.said, before), _at(terms.of, before)
    for _ in range(3):
        step = _at(terms.said | terms.that | terms.heard, at) & (at < stop)
        said = np.where(step, _at(terms.said, at), said)
        at = np.where(step, at + 1, at)
    prophet = _at(terms.prophet, at) & (at < stop)
    plain = np.append(~(terms.honour | terms.prophet), True)
    after = _next(plain, np.minimum(at, len(terms.said)))
    with_that = _at(terms.that, after) & _at(terms.said, after + 1)
    speaks = (_at(terms.said, after) | with_that) & ~said & ~_at(terms.god, after + 1)  # «يقول الله تعالى» belongs to what he says
    found = np.where(speaks, after + 1 + with_that, after)
    return np.where(prophet & (speaks | said | of), found, end)


def starts_with_article(letters: npt.NDArray[np.uint8], word_first: npt.NDArray[np.int32]) -> Flags:
    """Which words may begin with the article: their skeleton begins with ل and has at least three letters."""
    padded = np.append(letters, np.uint8(0))
    flags: Flags = (padded[word_first[:-1]] == _LETTER_LAM) & (np.diff(word_first) >= 3)
    return flags
