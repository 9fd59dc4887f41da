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

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys, is_among, keys_of

Longs = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_TELL = (
    "حدثنا حدثني حدثناه حدثنيه حدثنيها حدثناها حدثه حدثهم حدثها حدثته حدثكم حدثك حدثتنا حدثتني حدثتها حدثهما حدثنيهما أخبرنا أخبرني أخبرناه أخبرنيه أخبره أخبرهم أخبرها "
    "أخبرته أخبركم أخبرك أخبرتنا أخبرتني أخبرتها أخبرهما أنبأنا أنبأني أنبأناه أنبأه أنبأكم ثنا ثناه ثني ثنى نبأنا قثنا قالحدثنا قالأخبرنا يحدث تحدث يحدثنا"
)
_HEARD = "سمعت سمع سمعا سمعوا سمعه سمعته سمعنا يسمع"
_SAID = "قال قالت قالا قالوا قلن يقول تقول يقولان يقولون ق"
_THAT = "أن أنه أنها أنهم أنهما أنا"
_NAME = "بن ابن ابنا ابني بنت ابنة أبو أبي أبا وأبو وأبي وابن أم وأم عبد عبيد أخي أخو أخا"
_KIN = "أبيه أبي أبوه جده جدي عمه عمي أمه جدته أخيه خاله مولى مولاه مولاة والدي زوج صاحب أباه جدي"
_RITE = (
    "قراءة عليه عليها وأنا أسمع ونحن نسمع إجازة سماعا إملاء كتابة بقراءتي لفظا حضورا لفظه رضي الله عنه عنها عنهما عنهم رحمه رحمها رحمهم تعالى يعني وهو ابن سنة مئة "
    "ح ص وغيره وجماعة جميعا كلاهما كلهم جميعهم أيضا الشيخ الشيخة الإمام القاضي الحافظ واللفظ له يرفعه"
)
_PROPHET = "رسول النبي نبي لرسول للنبي ورسول والنبي"
_HONOUR = "صلى الله عليه وسلم وآله عليهما السلام الصلاة وعلى آله وصحبه تعالى"
_SPEECH = (
    "في ما لا لم لن ليس إذا إذ كان كانت كانوا كنت كنا يكون هذا هذه ذلك تلك الذي التي الذين ثم حتى قد لقد فلما لما هو هي هم كل بعد قبل يوم عند إلا يا أيها إنما إنه إنها لو "
    "مع بين غير فقال فقالت فقلت قلت فقالوا كما كيف أين متى مثل له لها لهم لك لي به بها بهم بكم منه منها فيه فيها وما ولا فلا وكان وإن فإن وإذا فإذا وقد أو أم بل إلى من على "
    "جاء أتى دخل خرج رأيت رأى نهى أمر سئل سأل قرأ صلاة حديث يعني شيء رجل رجلا رجلا امرأة الناس اللهم"
)
_OF = "عن"

_PLAIN, _ARTICLE, _AFTER_NAME, _SPEECH_COST, _SAID_COST, _NEVER = 4, 2, 1, 12, 6, 1_000
LINK = 26
"""What the words between two terms may cost: six words of which nothing is known, or twenty that look like a name."""
REACH = 14
"""What a name may cost at the end of a chain, up to «قال»."""


def _with_and(words: str) -> str:
    """The words, also with «و» and «ف» before them."""
    return " ".join(f"{word} و{word} ف{word}" for word in words.split())


_TELL_KEYS, _OF_KEYS, _HEARD_KEYS = keys_of([_with_and(_TELL)]), keys_of([_with_and(_OF)]), keys_of([_with_and(_HEARD)])
_SAID_KEYS, _THAT_KEYS = keys_of([_SAID, "وقال فقال"]), keys_of([_THAT])
_NAME_KEYS, _KIN_KEYS, _RITE_KEYS = keys_of([_NAME]), keys_of([_KIN]), keys_of([_RITE])
_PROPHET_KEYS, _HONOUR_KEYS, _SPEECH_KEYS = keys_of([_PROPHET]), keys_of([_HONOUR]), keys_of([_SPEECH])
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
    """

    start: Longs
    teller: Longs
    end: Longs
    matn: Longs


@dataclass(frozen=True, slots=True)
class _Terms:
    """What each word of a text can be in a chain, one flag a word; `cost` (int64, words+1) is the running sum of what the words cost."""

    tell: Flags
    of: Flags
    heard: Flags
    said: Flags
    that: Flags
    prophet: Flags
    honour: Flags
    cost: Longs
    border: Longs
    """Running number of the part of the text (a passage, a document) that each word stands in."""


def _terms(keys: Keys, article: Flags, part: Longs) -> _Terms:
    tell, of, heard = is_among(keys, _TELL_KEYS), is_among(keys, _OF_KEYS), is_among(keys, _HEARD_KEYS)
    said, that = is_among(keys, _SAID_KEYS), is_among(keys, _THAT_KEYS)
    prophet, honour = is_among(keys, _PROPHET_KEYS), is_among(keys, _HONOUR_KEYS)
    name = is_among(keys, _NAME_KEYS)
    cost = np.where(article, _ARTICLE, _PLAIN)
    cost[1:][name[:-1]] = _AFTER_NAME
    cost[is_among(keys, _SPEECH_KEYS)] = _SPEECH_COST
    cost[name | is_among(keys, _KIN_KEYS)] = 0
    cost[is_among(keys, _RITE_KEYS)] = 1
    strong = tell | of | heard
    cost[said] = _SAID_COST
    before_term = np.append(strong[1:], False) | np.append(strong[2:], [False, False])[: len(keys)]
    cost[said & before_term] = 0
    cost[that] = _PLAIN
    cost[strong] = 0
    cost[prophet] = _NEVER
    running = np.zeros(len(keys) + 1, np.int64)
    np.cumsum(cost, out=running[1:])
    return _Terms(tell, of, heard, said, that, prophet, honour, running, part)


def find_isnads(keys: Keys, article: Flags, part: Longs, least: int = 2) -> Isnads:
    """The chains of a text.

    Args:
        keys: key of each word (`text.keys.word_keys`).
        article: whether each word begins with the article (its skeleton with ل, and it is longer than two letters).
        part: number of the passage or document of each word, ascending; no chain runs from one into another.
        least: terms that a chain must have, one of them «حدثنا» or the like; one more without.
    """
    terms = _terms(keys, article, part)
    strong = np.flatnonzero(terms.tell | terms.of | terms.heard)
    if not len(strong):
        none = np.zeros(0, np.int64)
        return Isnads(none, none, none, none)
    between = terms.cost[strong[1:]] - terms.cost[strong[:-1] + 1]
    fresh = np.append(True, (between > LINK) | (part[strong[1:]] != part[strong[:-1]]))
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(strong)) - 1
    telling = np.append(0, np.cumsum(terms.tell[strong]))
    tells, links = telling[ends + 1] - telling[begins], ends - begins + 1
    good = links >= least + (tells == 0)
    first, last = strong[begins[good]], strong[ends[good]]
    start = _starts(terms, first)
    return Isnads(start, *_ends(terms, start, last))


def _starts(terms: _Terms, first: Longs) -> Longs:
    """Where a chain begins: «قال» before its first term belongs to it."""
    before = np.maximum(first - 1, 0)
    takes = (first > 0) & terms.said[before] & (terms.border[before] == terms.border[first])
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
    stop = _next(np.append(np.diff(terms.border) != 0, False), last) + 1  # the word after the passage
    stop = np.minimum(stop, count)
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
    said_before = _at(terms.said, np.maximum(at - 1, 0))
    for _ in range(3):
        step = _at(terms.said | terms.that | terms.heard, at) & (at < stop)
        said_before = np.where(step, _at(terms.said, at), said_before)
        at = np.where(step, at + 1, at)
    prophet = _at(terms.prophet, at) & (at < stop)
    plain = np.append(~(terms.honour | terms.prophet), True)
    after = _next(plain, np.minimum(at, len(terms.said)))
    speaks = _at(terms.said, after) | (_at(terms.that, after) & _at(terms.said, after + 1))
    after_said = np.where(_at(terms.said, after), after + 1, after + 2)
    found = np.where(speaks, after_said, after)
    return np.where(prophet & (speaks | said_before), found, end)


def starts_with_article(letters: npt.NDArray[np.uint8], word_first: npt.NDArray[np.int32]) -> Flags:
    """Which words may begin with the article: their skeleton begins with ل and has at least three letters."""
    padded = np.append(letters, np.uint8(0))
    flags: Flags = (padded[word_first[:-1]] == _LETTER_LAM) & (np.diff(word_first) >= 3)
    return flags
