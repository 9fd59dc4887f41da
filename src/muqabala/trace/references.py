"""References to verses, as a text writes them.

Recognised: «(يس 9)», «[البقرة: 255-257]», «سورة التوبة، الآية ٤٠», «التوبة/40», «[الحجرات، من الآية 13]», «(40) سورة التوبة»,
«(2:255)» in brackets; Latin, Arabic and Persian digits; and «[سورة الزمر]» without a verse. A number after a sura's name is a reference only where
a bracket, the word سورة or آية, a colon or a slash says so: «عدد النساء 5» is none. Right behind a mark that closes, «(…) الشعراء 53», and with the
number first, «[36 الأنفال]», it is one if a quotation fits it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.suras import VERSES, first_words, key, last_words, sura_named
from muqabala.text.fold import DIGITS
from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.trace.view import TextView

_DIGIT = DIGITS
_NUMBER = f"[{_DIGIT}]{{1,3}}"
_RANGE = rf"(?P<first>{_NUMBER})(?:\s*(?:[-–—ـ،,]|إلى|الى|و)\s*(?P<last>{_NUMBER}))?(?![{_DIGIT}])"
_AYA_WORDS = ("الآيات", "الآيتان", "الآيتين", "الآية", "الاية", "الآيه", "آية", "اية", "آيات", "أية", "رقم")
_AYA = rf"(?:من\s+)?(?:{'|'.join(_AYA_WORDS)}|ال[آا]ي[ةه]\s+رقم|آي[ةه]\s+رقم)"
_PAGE = "ص"
"""The name of a sura, and the sign for «page»."""
_SURA_WORDS = ("سورة", "سوره")
_NOTE = re.compile(r"\s*[(\[]\s*")
"""What stands before the number of a note."""
_OF_PAGE = re.compile(rf"[(\[]\s{{0,2}}(?:ج\s{{0,2}}[{_DIGIT}]+\s{{0,2}}[،,]?\s{{0,2}})?(?:ص|صفحة|الصفحة)\s{{0,2}}[:.]?\s{{0,2}}$")
"""What stands before the number of a page in brackets: «[ ص: 639 ] سورة النصر»."""
_HEADS_NOTE = re.compile(rf"(?:^|[\n.؛]|[{_DIGIT}][)\]])[ \u00a0(\[¬]*$")
"""Where the number of a note may stand: at the head of a line, behind a full stop, behind the mark of that note."""
_TRAILING_AYA = re.compile(rf"(?:\s+(?:في\s+)?{_AYA})+$")
_BLANK, _CLOSES = "[ \u00a0]", ')\\]}﴾»”"'
_LETTERS = "\u0621-\u064a\u0671\u06a9\u06be\u06c1\u06c3\u06cc"
_NAME = rf"(?!ـ)[{_LETTERS}]+(?:[ \u00a0][{_LETTERS}]+){{0,2}}"
_GAP = r"[\s:،,/\-–ـ\(\[]*"
_WITHIN = r"(?:(?:جزء|بعض)\s{1,2}من|في)\s{1,2}"
_VERSE = rf"(?:[.؛]?\s{{0,2}}(?P<within>{_WITHIN})?(?P<aya>{_AYA}){_GAP})"
"""«آية» between the name of a sura and the number of a verse, perhaps behind a stop: «سورة الأنبياء. الآية: ٢٢», «الآية، ٢٢», «في الآية رقم (30)»."""
_WITHIN_NAME, _IN_BRACKETS, _CLOSES_THERE = re.compile(r"\sفي\s"), re.compile(r"[(\[{](?:\s?سور[ةه])?$"), re.compile(r"\s{0,2}[)\]}]")
_VERSES = re.compile(_RANGE)
_CARRIED = re.compile(rf"\n{_BLANK}{{0,4}}(?:{_AYA})?[ \u00a0:،,/(\[]{{0,4}}")
"""What may stand between the end of a line and the number of a verse whose sura is named at that end."""
_AT_WORD = rf"(?:(?<![{_LETTERS}])|(?<=ـ)|(?=سور[ةه]\s))"
_AFTER_NAME = re.compile(rf"{_AT_WORD}(?P<sura>(?:سورة|سوره)\s+)?(?P<name>{_NAME})(?P<gap>{_GAP}){_VERSE}?{_RANGE}")
_AFTER_OWN_NUMBER = re.compile(rf"\s*[)\]]?\s*(?:[:/]|[،,]?\s*(?={_AYA}))\s*(?:{_AYA})?[\s:(\[]*{_RANGE}")
"""What follows a sura's own number: «المائدة 5: 82», «سورة المائدة (5)، الآية (82)»."""
_BEFORE_NAME = re.compile(
    rf"{_RANGE}\s{{0,4}}[\)\]]?\s{{0,4}}[-–—،,]?\s{{0,4}}(?:من\s{{1,4}})?(?P<opens>[(\[]\s?)?(?:سورة|سوره)(?:\s?:)?\s{{0,4}}(?P<name>{_NAME})"
)
_NAMED_BEFORE = re.compile(r"[\u0621-\u065f]\s?[:،,/]\s?$")
_NUMBER_BEHIND = re.compile(rf"[ \u00a0:،,/(\[]*{_VERSE}?[{_DIGIT}]")
_NUMBER_FIRST = re.compile(
    rf"{_RANGE}{_BLANK}{{0,2}}[{_CLOSES}]{{0,2}}{_BLANK}?[-–—:،/]?{_BLANK}{{0,2}}[(\[]?{_BLANK}?"
    rf"(?P<name>{_NAME})(?={_BLANK}?(?:[{_CLOSES}.،؛\n]|\Z))"
)
"""A bare name behind a number, as far as a sign: «[36 الأنفال]», «(56) الذاريات}», «(5) [الحج]», «(الآيات 114/ طه)»."""
_OPENED = re.compile(rf"[(\[{{﴿]{_BLANK}?(?:{_AYA}[ \u00a0:]{{1,2}})?$")
_BEHIND_MARK = re.compile(rf"(?:[)\]}}﴾»]|(?<=[\w.؟!…)\]}}])[\"”])[ \u00a0*.،]{{0,4}}[-–—]?{_BLANK}{{0,2}}(?:(?<=[ \u00a0])[\"“«]{_BLANK}?)?$")
_BEHIND_STOP, _BEFORE_MARK = re.compile(rf"[.–—-]{_BLANK}{{0,2}}$"), re.compile(rf"[ \u00a0.]{{0,2}}[{_CLOSES}]")
"""What stands before and behind a bare name and number: «{…}فصلت 11», «… ليعبدون. الذاريات 56}»."""
_NAME_ALONE = re.compile(rf"{_BLANK}?(?P<sura>سور[ةه]{_BLANK}{{0,2}}:?{_BLANK}{{0,2}})?(?P<name>{_NAME}){_BLANK}?\.?{_BLANK}?[)\]}}﴾]")
"""What brackets hold that have nothing but the name of a sura."""
_NUMERIC = re.compile(rf"(?P<sura>{_NUMBER})\s*[:/]\s*{_RANGE}(?P<closed>\s*[\)\]])?")
_OF_QURAN = re.compile(r"[(\[]\s{0,3}(?:(?:Q\.?\s?S?|Qur['’]?an|Koran|القرآن(?:\s(?:الكريم|المجيد))?)\s?[.:،,]?\s{0,2})?$", re.IGNORECASE)
_QS = re.compile(r"\bQ\.?\s?S\.?\s?[:,]?\s{0,2}$")
"""What stands before the numbers of a sura and a verse: «(2:255)», «[Q 2:255]», «(القرآن، 2: 255)»; without brackets, too, «QS. 3:95»."""
_BY_NUMBER = re.compile(rf"سور[ةه]\s{{0,2}}(?:رقم\s{{0,2}})?[(\[]?(?P<sura>{_NUMBER})[)\]]?[ \u00a0:،,/-]{{0,3}}{_AYA}[ \u00a0:،,(\[]{{0,3}}$")
"""A sura that is named by its number before that of a verse: «سورة 96 آية 1»."""
_DIGITS = re.compile(f"[{_DIGIT}]+")
_IS_DIGIT = np.isin(np.arange(0x10000), [ord(digit) for digit in DIGITS])
_ONES = ("الأولى|الاولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة")
_TEENS = ("الحادية", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة")
_ORDINALS = {word: number for number, words in enumerate(_ONES, 1) for word in words.split("|")}
_ORDINALS |= {f"{word} {ten}": number for number, word in enumerate(_TEENS, 11) for ten in ("عشرة", "عشر")} | {"العشرون": 20, "العشرين": 20}
_OF_SURA, _OF = re.compile("سور[ةه] "), "من "
_COUNTED = rf"(?:ال[آا]ي[ةه]) ({'|'.join(_ORDINALS)})"
_ORDINAL = re.compile(rf"(?<![{_LETTERS}])[وف]?{_COUNTED} $")
_ORDINAL_BEHIND = re.compile(rf"[ ،,:]{{1,3}}(?:(?:في|من) )?{_COUNTED}(?![{_LETTERS}])(?! عشر)")
_NAMED = re.compile(_NAME)
"""A verse that is counted in words, before the name of its sura or behind it."""
_CLOSING = np.isin(np.arange(0x10000), [ord(sign) for sign in ")}﴾»"])
_SURA_LETTER, _AFTER_CLOSING = ord("س"), re.compile(rf"[)}}﴾»]{_BLANK}?[(\[]\Z")
_LAST_WORD = re.compile(rf"([{_LETTERS}]+)[\s:،,/\-–ـ\(\[]*$")
_BEFORE = frozenset(" \n\t\u00a0:،,/-–ـ([") | frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةآأإہۃی")
_AYA_STARTS = ("الآ", "الا", "آية", "اية", "أية", "آيا", "رقم")


class Reference(NamedTuple):
    """A reference as it stands in the text."""

    start: int
    end: int
    sura: int
    first: int
    last: int
    doubtful: bool = False
    """It is «ص: 54», which is a page more often than a verse, or a bare name and number: only a quotation that it fits makes it a reference."""
    perhaps_note: bool = False
    """It is «في سورة يونس (3)» or «(1) سورة يونس», where the number may be the mark of a note: it is not called wrong."""
    perhaps_turned: bool = False
    """It is «72:5», two numbers, which who writes from right to left may mean as 5:72."""
    whole: bool = False
    """It names a sura and no verse."""


@lru_cache(maxsize=2)
def find_references(view: TextView) -> tuple[Reference, ...]:
    """All references to verses in a text, in its order; kept, because several stages ask for those of the text at hand."""
    numbered, unnumbered = _with_numbers(view), [*_whole_suras(view), *_ordinal(view)]
    if not unnumbered:
        return tuple(numbered)
    begins = [r.start for r in numbered]
    before = ((r, bisect_right(begins, r.end) - 1) for r in unnumbered)
    return tuple(sorted([*numbered, *(r for r, at in before if at < 0 or numbered[at].end <= r.start)]))


def _ordinal(view: TextView) -> list[Reference]:
    """References whose verse is counted in words: «الآية الخامسة من سورة فصلت», «سورة هود، الآية الرابعة». They are doubtful, for a writer may count
    his own examples so."""
    plain, found = view.plain, list[Reference]()
    for named in _OF_SURA.finditer(plain.text):
        match = _NAMED.match(plain.text, named.end())
        words = match[0].split() if match else []
        count = next((n for n in (3, 2, 1) if n <= len(words) and sura_named(" ".join(words[:n]))), 0)
        if match is None or not count:
            continue
        start, end = match.start(), match.start() + sum(map(len, words[:count])) + count - 1
        low = named.start() - len(_OF)
        before = _ORDINAL.search(plain.text, max(0, low - 30), low) if low > 0 and plain.text.startswith(_OF, low) else None
        counted = before or _ORDINAL_BEHIND.match(plain.text, end)
        if counted is None:
            continue
        sura, verse = sura_named(" ".join(words[:count])) or 0, _ORDINALS[counted[1]]
        start, end = (before.start(1), end) if before else (start, counted.end())
        found.append(Reference(plain.offset(start), plain.offset(end), sura, verse, verse, doubtful=True))
    return found


def _whole_suras(view: TextView) -> list[Reference]:
    """References in brackets that name a sura and no verse, «[سورة الزمر]»; or «[الزمر]», right behind a mark that closes."""
    opening, codes, plain, found = view.offsets("([{﴿"), view.codes, view.plain, list[Reference]()
    opening = opening[(opening > 1) & (opening < len(codes) - 2)]
    named = np.logical_or(*(codes[opening + ahead] == _SURA_LETTER for ahead in (1, 2)))
    behind = np.logical_or(*(np.take(_CLOSING, codes[opening - back]) for back in (1, 2)))
    for place in plain.places(opening[named | behind]).tolist():
        match = _NAME_ALONE.match(plain.text, place + 1, place + 40)
        sura = sura_named(match["name"]) if match is not None else None
        if match is None or sura is None or not (match["sura"] or _AFTER_CLOSING.search(plain.text, max(0, place - 2), place + 1)):
            continue
        start, end = map(plain.offset, match.span("name"))
        found.append(Reference(start, end, sura, 1, VERSES[sura - 1], doubtful=not match["sura"], whole=True))
    return found


def _with_numbers(view: TextView) -> list[Reference]:
    """References with the number of a verse."""
    plain, found, end = view.plain, list[Reference](), 0
    text, begins = plain.text, _first_digits(view)
    words = np.searchsorted(view.folded.word_start, begins)
    keys = np.append(view.keys, np.uint64(0))
    named = is_among(keys[words - 1], _last_words()).tolist(), is_among(keys[words], _first_words()).tolist()
    for start, before, behind in zip(plain.places(begins).tolist(), *named, strict=True):
        digits = _DIGITS.match(text, start)
        if digits is None or start < end or digits.end() - start > 3:
            continue
        after = text[digits.end() : digits.end() + 24]
        reference = _numeric(text, digits) if after.lstrip()[:1] in (":", "/") else None
        if reference is None and ("سور" in after):
            reference = _before_name(text, digits)
        if reference is None and before:
            reference = _after_name(text, digits)
        if behind and (reference is None or reference.start < end):  # a name has one number, the one before it or the one behind it
            reference = _before_bare_name(text, digits)
        if reference is not None and reference.start < end:
            if not found[-1].doubtful:
                continue
            found.pop()  # «[1] الأحقاف، 25»: the number of a note, and then the reference
        if reference is not None:
            found.append(reference._replace(start=plain.offset(reference.start), end=plain.offset(reference.end)))
            end = reference.end
    return found


def _first_digits(view: TextView) -> npt.NDArray[np.intp]:
    """Where numbers begin."""
    inside = np.take(_IS_DIGIT, view.codes)
    inside[1:] &= ~inside[:-1].copy()
    return np.flatnonzero(inside)


@cache
def _last_words() -> Keys:
    """The keys of the last words of all names of suras, with and without the article, and of those of verses: what stands before a number."""
    return keys_of((*(lead + word for word in last_words() for lead in ("", "ال")), *_AYA_WORDS))


@cache
def _first_words() -> Keys:
    """The keys of the first words of all names of suras, with and without the article."""
    return keys_of(lead + word for word in first_words() for lead in ("", "ال"))


def _after_name(text: str, digits: re.Match[str]) -> Reference | None:
    """A reference whose verse number follows the sura's name."""
    near = _LAST_WORD.search(text[max(0, digits.start() - 20) : digits.start()]) if text[digits.start() - 1 : digits.start()] in _BEFORE else None
    if near is None or (near[1][:3] not in _AYA_STARTS and key(near[1]) not in last_words()):
        return None
    low = max(0, digits.start() - 60)
    carried = text.rfind("\n", low, digits.start())
    carried = carried if carried >= 0 and _CARRIED.fullmatch(text, carried, digits.start()) else -1
    begun = text.rfind("\n", low, carried if carried >= 0 else digits.start())
    low = max(low, 1 + max(begun, text.rfind("﴾", low, digits.start()), text.rfind("»", low, digits.start())))
    window = text[low : digits.end() + 12]
    at = digits.start() - low
    best = next((match for match in _AFTER_NAME.finditer(window) if match.start("first") == at), None)
    words = _TRAILING_AYA.sub("", best["name"]) if best is not None else ""
    words = words.removesuffix(" من") if best is not None and best["aya"] else words  # «آل عمران من الآية: 159»
    name, offset = _longest_name(words)
    if best is None or not name:
        return _by_number(text, digits, low)
    start, end = low + best.start("name") + offset, low + best.end()
    before = text[max(0, start - 12) : start].rstrip()
    named = bool(best["sura"] and not offset) or words[:offset].rstrip().endswith(_SURA_WORDS)
    called = bool(best["aya"]) or len(words) < len(best["name"])
    if not named and (best["within"] or _WITHIN_NAME.search(best["name"], len(words))):
        return None  # «ذكر النساء في الآية 5»
    if carried >= 0 and not (_IN_BRACKETS.search(before) and (called or _CLOSES_THERE.match(text, end))) and not (named and called):
        return None  # «سورة النساء», and below it a list
    marked = named or called or ":" in best["gap"] or "/" in best["gap"] or before[-1:] in ("(", "[", "{")
    sura = sura_named(name) or 0
    if not best["last"] and int(best["first"]) == sura and (behind := _AFTER_OWN_NUMBER.match(text, low + best.end("first"))):
        return _reference(sura, behind, start, behind.end())
    found = _reference(sura, best, start, end) if marked or _stands_alone(text, start, end) else None
    note = bool(_NOTE.fullmatch(best["gap"])) and not best["aya"] and before.endswith(_SURA_WORDS)
    return found and found._replace(doubtful=not marked or (name == _PAGE and not best["sura"]), perhaps_note=note)


def _by_number(text: str, digits: re.Match[str], low: int) -> Reference | None:
    """A reference whose sura is named by its number: «سورة 96 آية 1»."""
    named = _BY_NUMBER.search(text, text.find("سور", low), digits.start()) if text.find("سور", low, digits.start()) >= 0 else None
    match = _VERSES.match(text, digits.start()) if named else None
    if named is None or match is None:
        return None
    return _reference(int(named["sura"]), match, named.start("sura"), match.end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare name and number stand right behind a mark that closes, or behind a stop at the end of what marks hold."""
    low = max(0, start - 10)
    return bool(_BEHIND_MARK.search(text, low, start) or (_BEHIND_STOP.search(text, low, start) and _BEFORE_MARK.match(text, end)))


def _longest_name(words: str) -> tuple[str, int]:
    """The longest run of words, ending where the name ends, that names a sura; and where it begins."""
    starts = [0, *(m.end() for m in re.finditer(r"[ \u00a0]", words))]
    for start in starts:
        candidate = words[start:]
        for prefix in ("", "سورة "):
            plain = candidate.removeprefix(prefix)
            if sura_named(plain) is not None:
                return plain, start + len(candidate) - len(plain)
    return "", 0


def _before_name(text: str, digits: re.Match[str]) -> Reference | None:
    match = _BEFORE_NAME.match(text, digits.start(), min(len(text), digits.end() + 60))
    if match is None or (match["opens"] and _NAMED_BEFORE.search(text, max(0, match.start() - 16), match.start())):
        return None  # «(الإسراء: 34) (سورة المائدة)»
    if _NUMBER_BEHIND.match(text, match.end()) or _OF_PAGE.search(text, max(0, match.start() - 16), match.start()):
        return None  # «[1] سورة المائدة: 32»: a note's number, and then the reference
    words = match["name"].split()
    for count in (3, 2, 1):
        name = " ".join(words[:count])
        if len(words) >= count and sura_named(name) is not None:
            end = match.start("name") + match["name"].find(words[count - 1]) + len(words[count - 1])
            found = _reference(sura_named(name) or 0, match, match.start(), end)
            note = match["opens"] or _HEADS_NOTE.search(text, max(0, match.start() - 8), match.start())
            return found and found._replace(perhaps_note=bool(note))
    return None


def _before_bare_name(text: str, digits: re.Match[str]) -> Reference | None:
    """A reference whose verse number stands in brackets, alone or with the name of the sura behind it."""
    match = _NUMBER_FIRST.match(text, digits.start()) if _OPENED.search(text, max(0, digits.start() - 12), digits.start()) else None
    sura = sura_named(match["name"]) if match is not None else None
    found = _reference(sura, match, match.start(), match.end()) if match is not None and sura is not None else None
    return found and found._replace(doubtful=True)


def _numeric(text: str, digits: re.Match[str]) -> Reference | None:
    match = _NUMERIC.match(text, digits.start(), min(len(text), digits.end() + 16))
    low = max(0, digits.start() - 20)
    bracketed = match is not None and match["closed"] and _OF_QURAN.search(text, low, digits.start())
    if match is None or not (bracketed or _QS.search(text, low, digits.start())):
        return None
    end = match.end("last") if match["last"] else match.end("first")
    found = _reference(int(match["sura"]), match, match.start("sura"), end)
    return found and found._replace(perhaps_turned=not match["last"])


def _reference(sura: int, match: re.Match[str], start: int, end: int) -> Reference | None:
    first = int(match["first"])
    last = int(match["last"] or match["first"])
    if not 1 <= sura <= len(VERSES) or first < 1:
        return None
    return Reference(start, end, sura, first, max(first, last))
