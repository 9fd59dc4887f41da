"""Asides: a writer's own words inside a quotation (gloss), or words left out with a sign (elision)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

import numpy as np

from muqabala.canon.suras import sura_named
from muqabala.text.fold import DIGITS, fold
from muqabala.text.marks import bare
from muqabala.trace.written.view import TextView


class Aside(Enum):
    """What stands between two matched words of a quotation."""

    GLOSS = "gloss"
    ELISION = "elision"
    NONE = "none"


@lru_cache(maxsize=4096)
def skeleton_of(phrase: str) -> bytes:
    """The skeleton of a phrase typed in Arabic, its words joined by a zero byte.

    >>> skeleton_of("قال تعالى").count(0)
    1
    """
    folded = fold(phrase)
    data, first = folded.letters.tobytes(), folded.word_first.tolist()
    return b"\0".join(data[a:b] for a, b in itertools.pairwise(first))


def skeletons_of(phrases: Iterable[str]) -> frozenset[bytes]:
    """The skeletons of some phrases, each as of `skeleton_of`; folded together, since tables of words are read at every start.

    >>> skeletons_of(["قال تعالى", "قال"]) == {skeleton_of("قال تعالى"), skeleton_of("قال")}
    True
    """
    phrases = list(phrases)
    folded = fold("\n".join(phrases))
    data, first = folded.letters.tobytes(), folded.word_first.tolist()
    ends = np.cumsum([len(phrase) + 1 for phrase in phrases])
    last = [0, *np.searchsorted(folded.word_start, ends).tolist()]
    return frozenset(b"\0".join([data[first[w] : first[w + 1]] for w in range(a, b)]) for a, b in itertools.pairwise(last))


HONORIFICS = (
    "صلى الله عليه وسلم", "صلى الله عليه وآله وسلم", "عليه الصلاة والسلام", "عليه السلام", "عليهم السلام", "عليها السلام", "عليهما السلام",
    "عز وجل", "جل وعز", "جل وعلا", "جل جلاله", "جل شأنه", "جل ثناؤه", "تعالى", "سبحانه", "سبحانه وتعالى", "تبارك وتعالى", "تبارك", "وتعالى",
    "رضي الله عنه", "رضي الله عنها", "رضي الله عنهم", "رضي الله عنهما", "رضي الله تعالى عنه", "رضي الله تعالى عنها", "رحمه الله",
    "صلى الله عليه وآله", "صلى الله عليه وعلى آله وسلم", "صلى الله عليه وآله وصحبه وسلم", "صلى الله عليه وعلى آله وصحبه وسلم",
    "صل الله عليه وسلم", "صلى الله تعالى عليه وسلم", "صلوات الله عليه", "صلوات الله وسلامه عليه", "صلعم",
    "وآله", "وعلى آله", "وصحبه", "وآله وصحبه", "وعلى آله وصحبه", "سيدنا", "سيدنا ونبينا", "سيدنا ومولانا",
)  # fmt: skip
_HONORIFICS = frozenset(skeleton_of(h).replace(b"\0", b"") for h in HONORIFICS)


def is_honorific(skeletons: bytes) -> bool:
    """Whether words, joined by a zero byte, are an honorific, with whatever blanks between its words, or no words at all."""
    return not skeletons or skeletons.replace(b"\0", b"") in _HONORIFICS


def two_honorifics(written: str, source: str) -> bool:
    """Whether two phrases are both honorifics, the same or not."""
    phrases = skeleton_of(written), skeleton_of(source)
    return all(phrases) and all(map(is_honorific, phrases))


_SIGNALS = skeletons_of(("أي", "يعني", "أعني", "نعني", "تعني", "معناه", "والمعنى", "بمعنى"))
_GOES_ON = skeletons_of(("قوله", "وقوله", "قال", "وقال", "ويقول", "يقول"))
"""Words behind «الآية» with which a writer goes on to another verse, «… الآية. وقوله تعالى: …»."""
_TO, _THEN = skeleton_of("إلى"), skeleton_of("ثم")
_VERSE_OVER = skeletons_of(("الآية", "الآيات"))
_PHRASES = tuple(
    skeleton_of(p)
    for p in ("إلى قوله", "إلى قولهم", "إلى أن قال", "حتى بلغ", "إلى آخر", "حتى ختم", "ثم قال", "إلى أن بلغ", "الآية", "الآيات", "إلى قول")
)
_ELISIONS = re.compile(b"(?:" + b"|".join(_PHRASES) + rb")(?:\0|$)")
ELISION_STARTS = frozenset(p.split(b"\0")[0] for p in _PHRASES)
"""Skeletons with which words of an elision begin."""
LONGER_WORDS = ("الآية", "الآيات")
_LONG_ALIFS = frozenset("اآأ")
_WRITTEN = {
    skeleton_of(word): frozenset(lead + end for lead in f"{word[0]}ا" for end in (word[1:-1] + "ي", word[1:-1] + "ى")) for word in ("أي", "إلى")
}
"""How words may be written that have the skeleton of others: «أي» that of «يا», «إلى» that of «لي»."""
LONGER = {skeleton_of(word): len(word) for word in LONGER_WORDS}
"""Words with the skeletons of common shorter ones (إليه, ليت): letters that they have at least."""
_TO_FILL_IN = (
    r"[(\[]\s{0,12}(?:_{2,20}|ـ{2,20}|؟{1,5})?\s{0,12}[)\]]|(?<=[\s(])(?:[_ـ]\s?){2,}|(?<=[^\n])(?:-{3,}|[–—]{2,}|_{2,})(?=[^\n])|؟{3,}|□|▢|☐"
)
"""A blank that pupils are to fill in."""
_DOTS = re.compile(rf"\.\s?\.|…|(?<=\s)\*(?:\s?\*)+(?=\s)|^\*(?:\s?\*)+$|۔۔|{_TO_FILL_IN}")
_PAGE = re.compile(
    rf"[\W\d_]*[\[(]\s*(?:(?:(?:انظر|راجع|ينظر):?\s*)?(?:ج\s*[{DIGITS}]+\s*[/،,]?\s*)?(?:ص|صفحة|الصفحة)\s*[:.]?\s*[{DIGITS}]{{1,5}}"
    rf"|/?(?:(?:ق|ل|ورقة|الورقة|لوحة|اللوحة)\s?[:.]?\s?)?(?:[{DIGITS}]{{1,4}}\s?[/\-]?\s?[أابوظ]|[أابوظ]\s?[/\-]?\s?[{DIGITS}]{{1,4}})/?)\s*[\])][\W\d_]*"
    rf"|\s*\n[^\w\n]*(?:[{DIGITS}]{{1,4}}[^\w]*(?:كتاب|باب|فصل|سورة|تفسير)\s[^\n]{{1,40}}|(?:كتاب|باب|فصل|سورة|تفسير)\s[^\n]{{1,40}}?[{DIGITS}]{{1,4}}[^\w\n]*|(?:صفحة|الصفحة|ص)\s?[:.]?\s?[{DIGITS}]{{1,4}}[^\w\n]*)\n\s*"
)
"""The page of the printed book that begins there, put into the text by who digitised it, «[ص: 81]»; or one that is named, «(انظر ص 81)»; the
leaf of the manuscript and its side, «[12/ب]», «[ق 12 ظ]»; or the title and number at the head of a page, in a line of their own."""
MAX_GLOSS = 14
"""Words of a signalled gloss."""
MAX_ELISION_WORDS = 5
"""Words that mark an elision: «إلى قوله تعالى»."""


NAMES_SURA = skeletons_of(("سورة", "السورة", "لسورة", "بسورة"))
"""Words behind which the name of a sura stands."""


def names_itself(view: TextView, word: int) -> bool:
    """Whether a word with the skeleton of «الآية» is it, and not «إليه» or «إليها»; the same of «أي», which is not «يا», and of «إلى»."""
    skeleton = view.skeleton(word)
    if skeleton in _WRITTEN:
        return bare(view.word(word)) in _WRITTEN[skeleton]
    letters = LONGER.get(skeleton, 0)
    if not letters:
        return True
    written = bare(view.word(word))
    return len(written) >= letters and written[2] in _LONG_ALIFS


def words_between(view: TextView, d0: int, d1: int) -> bytes:
    """Skeleton of words d0..d1, joined by a zero byte."""
    return b"\0".join(view.skeletons(d0, d1))


def elided(view: TextView, start: int, end: int) -> bool:
    """Whether a sign of elision, «…», stands between two raw offsets."""
    return _DOTS.search(view.text, start, end) is not None


_AFTER_PHRASE = skeletons_of(("تعالى", "سبحانه", "عز", "وجل", "جل", "وعلا"))


def elision_phrase(view: TextView, d: int, high: int) -> int:
    """How many words from word d on, before word `high`, are words of an elision, «إلى قوله تعالى»; 0 if none are."""
    words = view.skeletons(d, min(d + MAX_ELISION_WORDS, high))
    found = _ELISIONS.match(b"\0".join(words))
    if found is None or not _leaves_out(view, d):
        return 0
    count = found[0].rstrip(b"\0").count(b"\0") + 1
    while count < len(words) and words[count] in _AFTER_PHRASE:
        count += 1
    return count


def _leaves_out(view: TextView, d: int) -> bool:
    """Whether words from word d on with the skeletons of an elision are one, and not «ثم قل» for «ثم قال»."""
    return names_itself(view, d) and (view.skeleton(d) != _THEN or bare(view.word(d + 1)).endswith("قال"))


def aside_between(view: TextView, d0: int, d1: int) -> Aside:
    """What the words d0..d1 (perhaps none) and the signs around them are, seen inside a quotation."""
    if d0 == 0 or d1 >= len(view.starts) or d1 - d0 > MAX_GLOSS:
        return Aside.NONE
    before = view.text[view.ends[d0 - 1] : view.starts[d0]] if d0 < len(view.starts) else ""
    if d0 == d1:
        return Aside.ELISION if _DOTS.search(before) else Aside.NONE
    after = view.text[view.ends[d1 - 1] : view.starts[d1]]
    inside = words_between(view, d0, d1)
    first, *rest = inside.split(b"\0")
    if first in _VERSE_OVER and not _GOES_ON.isdisjoint(rest) and _TO not in rest:
        return Aside.NONE
    if d1 - d0 <= MAX_ELISION_WORDS and (_DOTS.search(before) or _DOTS.search(after) or (_ELISIONS.match(inside) and _leaves_out(view, d0))):
        return Aside.ELISION
    if (inside and is_honorific(inside)) or (first in _SIGNALS and names_itself(view, d0)):
        return Aside.GLOSS
    if _PAGE.fullmatch(view.text, view.ends[d0 - 1], view.starts[d1]):
        return Aside.GLOSS
    opened, closed = before.strip()[-1:], after.strip()[:1]
    if opened and closed and opened in "([{-–—" and closed in ")]}-–—":
        return Aside.GLOSS
    return Aside.NONE


_SPEECH = skeletons_of(
    lead + w
    for words, leads in (
        ("قال يقول قالوا قالت يقولون قلنا نقول قوله قلت قيل قالا", ("", "و", "ف")),
        ("قل تعالى أي يعني ثم الآية الآيات الآيتين إلى سورة", ("",)),
    )
    for w in words.split()
    for lead in leads
)


def is_speech(view: TextView, word: int) -> bool:
    """Whether a word introduces speech or comment: it is the writer's, unless the source has it."""
    return view.skeleton(word) in _SPEECH and names_itself(view, word)


def introduces(view: TextView, word: int) -> bool:
    """Whether a word is the writer's «قال:», whatever the source has there: what follows is no longer the source's."""
    return is_speech(view, word) and view.text[view.ends[word] : view.ends[word] + 2].lstrip()[:1] == ":"


def signals(view: TextView, word: int) -> bool:
    """Whether a word begins a gloss: «أي», «يعني»."""
    return view.skeleton(word) in _SIGNALS and names_itself(view, word)


_OVER = skeletons_of(("صدق الله العظيم", "صدق الله"))


_TAILS = {
    skeleton_of(phrase): len(phrase.split())
    for phrase in (
        "إلى آخر الآية", "إلى آخر الآيات", "إلى آخر السورة", "إلى آخر الحديث الشريف", "إلى آخر الحديث", "إلى آخره", "إلى آخرها", "إلخ", "وغيرها من الآيات", "وغير ذلك من الآيات", "ونحوها من الآيات", "الآية الكريمة",
        "الآية", "الآيات", "الآيتين", "الحديث بطوله", "وذكر الحديث", "فذكر الحديث", "وساق الحديث", "الحديث", "أو كما قال صلى الله عليه وسلم", "أو كما قال عليه الصلاة والسلام", "أو كما قال",
    )
}  # fmt: skip
"""What says behind a quotation that the source goes on, and how many words it has; the longer before the shorter."""
_TAIL_ENDS = frozenset(phrase.rsplit(b"\0", 1)[-1] for phrase in _TAILS)


def tail_words(view: TextView, d0: int, d1: int) -> int:
    """How many of words d0..d1, the last of what marks hold, say that the source goes on; 0 if none do."""
    if d1 <= d0 or view.skeleton(d1 - 1) not in _TAIL_ENDS:
        return 0
    tail = next((words for phrase, words in _TAILS.items() if words <= d1 - d0 and words_between(view, d1 - words, d1) == phrase), 0)
    return tail if all(names_itself(view, d) for d in range(d1 - tail, d1)) else 0


_REFUGE = skeletons_of(
    f"أعوذ بالله {names}من الشيطان الرجيم{behind}" for names in ("", "السميع العليم ") for behind in ("", " بسم الله الرحمن الرحيم")
)
"""What is said before one recites."""
_OPENS = re.compile(r"[﴿{(«“\"]\s*$")
_ANNOUNCES = skeletons_of(("تعالى", "وتعالى", "قوله", "وقوله", "كقوله"))
_ANNOUNCING = _ANNOUNCES | skeletons_of(("قال", "وقال", "فقال", "يقول", "ويقول", "الله", "سبحانه"))
"""Words with which a writer announces a verse, and that may be all that stands before it."""
_RECITING = skeletons_of(("قرأ", "وقرأ", "تلا", "وتلا", "ثم", "هذه", "الآية", "عز", "وجل", "جل", "وعلا", "وتبارك", "تبارك"))
"""Words with which a writer announces a verse, beside those."""
_BASMALA = skeleton_of("بسم الله الرحمن الرحيم")
_LONGEST_HEAD = 11
"""Words that stand above a verse inside its marks, at most."""


def introduced(view: TextView, low: int, d0: int) -> bool:
    """Whether words low..d0 inside quotation marks are the writer's, who goes on with a colon or another mark, «وقال أيضا: …», «ثم قرأ {…}», or announces
    what follows, «قال تعالى …», «أي …»."""
    if not low < d0 < len(view.starts):
        return False
    gap = view.text[view.ends[d0 - 1] : view.starts[d0]]
    return ":" in gap or _OPENS.search(gap) is not None or view.skeleton(d0 - 1) in _ANNOUNCES or signals(view, d0 - 1)


def head_words(view: TextView, d0: int, d1: int) -> int:
    """How many of words d0..d1, the first of what marks hold, are none of the verse: what is said before one recites, «أعوذ بالله من الشيطان الرجيم»,
    or a line's or a sentence's name for it, «سورة البقرة - …», «قال تعالى: …»; 0 if none are."""
    for count in range(min(_LONGEST_HEAD, d1 - d0 - 1), 0, -1):
        d = d0 + count
        if words_between(view, d0, d) in _REFUGE:
            return count
        sign = view.text[view.ends[d - 1] : view.starts[d]].strip()[:1]
        named = count > 1 and view.skeleton(d0) in NAMES_SURA and sura_named(view.written(d0 + 1, d)) is not None
        said = sign == ":" and view.skeleton(d - 1) in _ANNOUNCES and _ANNOUNCING.issuperset(view.skeletons(d0, d))
        if (named and sign) or said:
            return count
    return 0


def announces(view: TextView, word: int) -> bool:
    """Whether a word is one of those with which a writer announces a verse, «ثم قرأ», «قال تعالى»."""
    return view.skeleton(word) in _ANNOUNCING | _RECITING


def is_basmala(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are «بسم الله الرحمن الرحيم»."""
    return words_between(view, d0, d1) == _BASMALA


def concluded(view: TextView, d1: int, high: int) -> bool:
    """Whether words d1..high say that the quotation before them is over: «صدق الله العظيم»."""
    return words_between(view, d1, high) in _OVER


def broken_off(view: TextView, d0: int, d1: int) -> bool:
    """Whether punctuation or a line end stands before, among or after words d0..d1."""
    if d0 == 0 or d1 >= len(view.starts):
        return True
    gaps = (view.text[view.ends[d - 1] : view.starts[d]] for d in range(d0, d1 + 1))
    return any(gap.strip() or "\n" in gap for gap in gaps)


_LISTED = re.compile(r"\s*[-–—،,/|•]+\s*")
_LEAST_LISTED = 3
"""Words of a list, at least."""


def listed(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are single ones, parted by dashes or commas, «( نستعين - نعبد - إياك )»: a list to choose from, and no text."""
    if d1 - d0 < _LEAST_LISTED:
        return False
    return all(_LISTED.fullmatch(view.text, view.ends[d - 1], view.starts[d]) for d in range(d0 + 1, d1))
