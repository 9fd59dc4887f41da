"""References to verses, as a text writes them.

Recognised: «(يس 9)», «[البقرة: 255-257]», «سورة التوبة، الآية ٤٠», «التوبة/40», «[الحجرات، من الآية 13]», «(40) سورة التوبة»,
«(2:255)» in brackets; Latin, Arabic and Persian digits; and «[سورة الزمر]» and «في سورة الزمر: …» without a verse. A number after a sura's name
is a reference only where a bracket, the word سورة or آية, a colon or a slash says so: «عدد النساء 5» is none. Right behind a mark that closes,
«(…) الشعراء 53», and with the number first, «[36 الأنفال]», it is one if a quotation fits it; behind the bracket of a verse, and before a full
stop, in any case.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from muqabala.canon.suras import VERSES, first_words, key, last_words, sura_named
from muqabala.text.fold import DIGITS
from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.trace.references.fields import Field, find_fields
from muqabala.trace.references.labels import places
from muqabala.trace.references.listed import listed
from muqabala.trace.references.naming import BLANK, CLOSES, NAME, NO_SURA, Reference, named_at_head
from muqabala.trace.references.ordinals import LETTERS, counted_verses
from muqabala.trace.references.whole_suras import whole_suras
from muqabala.trace.written.view import TextView

_DIGIT = DIGITS
_NUMBER = f"[{_DIGIT}]{{1,3}}"
_RANGE = rf"(?P<first>{_NUMBER})(?P<more>(?:\s*(?:[-–—ـ،,]|إلى|الى|و)\s*{_NUMBER}){{0,6}})(?![{_DIGIT}])"
"""A verse, a range of verses or a list of them: «183», «285-286», «183، 185، 187»."""
_AYA_WORDS = ("الآيات", "الآيتان", "الآيتين", "الآية", "الاية", "الآيه", "آية", "اية", "آيات", "أية", "ايه", "الايه", "آيه", "آ", "رقم")
_AYA = rf"(?:من\s+)?(?:رقم\s+)?(?:{'|'.join(_AYA_WORDS)})(?:\s+الكريمة)?(?:\s+رقم)?"
_OF_VERSE = "صدر|أول|آخر|عجز|طرف|شطر|مقطع|وسط|بداية|نهاية|خاتمة|مطلع"
_PART = rf"(?:(?:ال)?جزء\s{{1,2}}من|(?:بعض|{_OF_VERSE})(?:\s{{1,2}}من)?)"
"""What says that not the whole of a verse is quoted: «[النور: بعض الآية 35]», «جزء من الآية», «صدر الآية»."""
_PAGE = "ص"
"""The name of a sura, and the sign for «page»."""
_THE_REVELATION = "التنزيل"
"""A name of sura 39, and of the Qur'an."""
_SURA_WORDS = ("سورة", "سوره")
_ITS_VERSES = ("آية", "اية", "آيتا", "آيتي", "آيتين", "آيات", "ايات")
"""What names a verse before the name of its sura: «آيتا البقرة ١٨٣ و١٨٥»."""
_NOTE = re.compile(r"\s*[(\[]\s*")
"""What stands before the number of a note."""
_OF_PAGE = re.compile(rf"[(\[]\s{{0,2}}(?:ج\s{{0,2}}[{_DIGIT}]+\s{{0,2}}[،,]?\s{{0,2}})?(?:ص|صفحة|الصفحة)\s{{0,2}}[:.]?\s{{0,2}}$")
"""What stands before the number of a page in brackets: «[ ص: 639 ] سورة النصر»."""
_HEADS_NOTE = re.compile(rf"(?:^|[\n.؛]|[{_DIGIT}][)\]])[ \u00a0(\[¬]*$")
"""Where the number of a note may stand: at the head of a line, behind a full stop, behind the mark of that note."""
_TRAILING_AYA = re.compile(rf"(?:\s+(?:{_AYA}|{_PART}|(?:ال)?جزء|في|من))+$")
_GAP = r"[\s:،,؛/\-–—ـ\(\[]*"
_VERSE = rf"(?:[.؛]?\s{{0,2}}(?P<within>(?:{_PART}|في)\s{{1,2}})?(?P<aya>{_AYA}){_GAP}(?:من\s{{1,2}})?|(?P<part>(?:{_PART}|من)\s{{1,2}}))"
"""«آية» between the name of a sura and the number of a verse, perhaps behind a stop: «سورة الأنبياء. الآية: ٢٢», «الآية، ٢٢», «في الآية رقم (30)»; or
a part of it, «[النور: من 35]»."""
_WITHIN_NAME, _IN_BRACKETS = re.compile(rf"\s(?:في|{_PART})(?!\S)"), re.compile(r"[(\[{](?:\s?سور[ةه])?$")
_CLOSES_THERE = re.compile(r"\s{0,2}[)\]}]")
_VERSES, LONGEST_LIST = re.compile(_RANGE), 40
"""The numbers of verses; and characters that the rest of a list of them may have."""
_TURNED, LONGEST_TURNED = re.compile(rf"\s*[-–—ـ]\s*[{_DIGIT}]+"), 40
"""The second end of a range, and verses that a range with its ends exchanged may have: «20-18»; «255-7» is another thing."""
_CARRIED = re.compile(rf"\n{BLANK}{{0,4}}(?:{_AYA})?[ \u00a0:،,/(\[]{{0,4}}")
"""What may stand between the end of a line and the number of a verse whose sura is named at that end."""
_QUOTES = r"\"“”"
_AT_WORD = rf"(?:(?<![{LETTERS}])|(?<=ـ)|(?=سور[ةه]\s))"
_AFTER_NAME = re.compile(rf"{_AT_WORD}(?P<sura>(?:سورة|سوره)\s+)?(?P<name>{NAME})(?P<gap>{_GAP}|\s?\|\s?(?={_AYA})){_VERSE}?{_RANGE}")
_MARKED_NAME = re.compile(
    rf"(?:سور[ةه]\s{{1,2}}(?P<opens>[«(\[{_QUOTES}])?|[(\[](?!\s?سور))\s?(?P<name>{NAME})\s?[»)\]{_QUOTES}]{_GAP}{_VERSE}?[«{_QUOTES}]?\s?{_RANGE}"
)
"""A name in marks, or with «سورة» in marks, and a number, perhaps in marks of its own: «سورة (الكهف): 20», «"سورة الكهف" الآية "20"»."""
_AFTER_OWN_NUMBER = re.compile(rf"\s*(?:[)\]]?\s*(?:[:/]|[،,–—-]?\s*(?={_AYA}))|(?P<listed>[)\]]\s*[،,–—-]|[،,]))\s*(?:{_AYA})?[\s:(\[]*{_RANGE}")
"""What follows a sura's own number: «المائدة 5: 82», «سورة المائدة (5)، الآية (82)», «المائدة – 5 – آية 82»; in a list, «المائدة [5]، 82», the two
may both be verses."""
_BEFORE_NAME = re.compile(
    rf"{_RANGE}\s{{0,4}}[\)\]﴾]?\s{{0,4}}[-–—،,/]?\s{{0,4}}(?:من\s{{1,4}})?(?P<opens>[(\[]\s?)?(?:ال)?سور[ةه](?:\s?:)?\s{{0,4}}[(\[«{_QUOTES}]?(?P<name>{NAME})"
)
_OF_NAME, _AYA_BEFORE = (
    re.compile(rf"{_RANGE}\s{{0,2}}[)\]»{_QUOTES}]?\s{{1,2}}(?:من|في)\s{{1,2}}(?:سور[ةه]\s{{1,2}})?(?P<opens>)[(\[«{_QUOTES}]?(?P<name>{NAME})"),
    re.compile(rf"{_AYA}[ \u00a0:(\[«{_QUOTES}]{{0,3}}$"),
)
"""A name behind a number that is called a verse's: «الآية 56 من الأحزاب», «الآية 56 في سورة الأحزاب»."""
_NAMED_BEFORE = re.compile(r"[\u0621-\u065f]\s?[:،,/]\s?$")
_NUMBER_BEHIND = re.compile(rf"[ \u00a0:،,/(\[]*{_VERSE}?[{_DIGIT}]")
_NUMBER_FIRST = re.compile(
    rf"{_RANGE}{BLANK}{{0,2}}[{CLOSES}]{{0,2}}{BLANK}?[-–—:،/]?{BLANK}{{0,2}}[(\[]?{BLANK}?"
    rf"(?P<name>{NAME})(?={BLANK}?(?:[{CLOSES}.،؛\n]|\Z))"
)
"""A bare name behind a number, as far as a sign: «[36 الأنفال]», «(56) الذاريات}», «(5) [الحج]», «(الآيات 114/ طه)»."""
_OPENED = re.compile(rf"[(\[{{﴿]{BLANK}?(?:{_AYA}[ \u00a0:]{{1,2}})?$")
_BEHIND_MARK = re.compile(rf"(?:[)\]}}﴾»]|(?<=[\w.؟!…)\]}}])[\"”])[ \u00a0*.،]{{0,4}}[-–—]?{BLANK}{{0,2}}(?:(?<=[ \u00a0])[\"“«]{BLANK}?)?$")
_BEHIND_STOP, _BEFORE_MARK = re.compile(rf"[.–—-]{BLANK}{{0,2}}$"), re.compile(rf"[ \u00a0.]{{0,2}}[{CLOSES}]")
"""What stands before and behind a bare name and number: «{…}فصلت 11», «… ليعبدون. الذاريات 56}»."""
NUMBER_BEHIND = 3
"""Characters behind the name of a sura up to a reference that names its verse: «في سورة يس (36:83)»."""
_NUMERIC = re.compile(rf"(?P<sura>{_NUMBER})\s*(?P<parted>[:/])\s*{_RANGE}(?P<closed>\s*[\)\]])?")
_THE_QURAN = r"Q\.?\s?S?|Qur['’]?an|Koran|(?:ال)?قرآن(?:\s(?:الكريم|المجيد))?|ق|سور[ةه]"
_OF_QURAN = re.compile(rf"[(\[]\s{{0,3}}(?:(?:{_THE_QURAN})\s?[.:،,]?\s{{0,2}})?$", re.IGNORECASE)
_QS = re.compile(r"\bQ\.?\s?S\.?\s?[:,]?\s{0,2}$")
"""What stands before the numbers of a sura and a verse: «(2:255)», «[Q 2:255]», «(القرآن، 2: 255)», «(ق 2: 255)», «(سورة 2: 255)»; without
brackets, too, «QS. 3:95»."""
_BY_NUMBER = re.compile(rf"سور[ةه]\s{{0,2}}(?:رقم\s{{0,2}})?[(\[]?(?P<sura>{_NUMBER})[)\]]?[ \u00a0:،,/-]{{0,3}}{_AYA}[ \u00a0:،,(\[]{{0,3}}$")
"""A sura that is named by its number before that of a verse: «سورة 96 آية 1»."""
_DIGITS = re.compile(f"[{_DIGIT}]+")
_IS_DIGIT = np.isin(np.arange(0x10000), [ord(digit) for digit in DIGITS])
_COUNTED_OF = re.compile(rf"(?:[ \u00a0]?[)\]])?(?:[،,:]? (?:(?:من|في) )?سور[ةه] | من )(?P<name>{NAME})")
_COUNTED_IN = re.compile(rf"(?P<name>{NAME})[ \u00a0،,:؛/–—-]{{1,4}}(?:(?:في|من|{_PART}) )?$")
"""The name of the sura behind a verse that is counted in words, and before it."""
_COUNTED_OPENED = re.compile(rf"[(\[{{]{BLANK}?(?:(?:{_PART}|من|هي|وهي) )?$")
MOST_EXAMPLES = 50
"""Verses that a writer may count himself, as examples from a sura: «الآية الثالثة من سورة الأنعام» is the third that he speaks of as often as 6:3."""
_BEHIND_NUMBER = re.compile(rf"[{_DIGIT}][ \u00a0]?[،,؛;]?[ \u00a0]$")
"""What stands before the name of another sura, which «و» joins: «(النحل: 18، وإبراهيم: 34)»."""
_OF_NOTE, _LINE_ENDS = re.compile(rf"(?:\A|\n)[ \t]*[(\[]?[{_DIGIT}]{{1,3}}[)\]]?[ .\-–][ \u00a0]?$"), re.compile(rf"{BLANK}?\.?{BLANK}?(?:\n|\Z)")
"""What stands around a bare name and number that are all that a note says: «1. البقرة، 152.»."""
_NO_SURA = re.compile(
    rf"[)}}﴾»”\"]{BLANK}?[.،]?{BLANK}?[(\[]{BLANK}?(?P<whole>سور[ةه] (?P<name>{NAME})"
    rf"[ \u00a0]?[:،,/–-]?[ \u00a0]?(?:{_AYA}[ \u00a0:]{{0,2}})?{_RANGE}){BLANK}?[)\]]"
)
"""What reads as a reference right behind a mark that closes, whatever the sura is called."""
_AFTER_VERSE, _OVER = re.compile(rf"[}}﴾]{BLANK}{{0,2}}[-–—]?{BLANK}{{0,2}}\Z"), re.compile(rf"{BLANK}?[)\]»{_QUOTES}]?{BLANK}?(?:[.،؛\n)\]]|\Z)")
"""The end of a verse in ornate brackets, behind which the name of a sura is a reference; and what shows that this is over."""
_LAST_WORD = re.compile(rf"([{LETTERS}]+)[\s:،,؛/\-–—ـ\(\[]*$")
_BEFORE = frozenset(" \n\t\u00a0:،,؛/-–—ـ([") | frozenset("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةآأإہۃی")
_CLOSES_VERSE = frozenset("}﴾")
_AYA_STARTS = ("الآ", "الا", "آية", "اية", "أية", "ايه", "آيه", "آيا", "رقم")
_AYA_AMONG, _BEFORE_NUMBERS = frozenset(_AYA_WORDS), frozenset(("آ", "من", "الكريمة", "بعض", *_OF_VERSE.split("|")))
"""The words for a verse, and others that may stand right before its number."""


@lru_cache(maxsize=2)
def find_references(view: TextView) -> tuple[Reference, ...]:
    """All references to verses in a text, in its order; kept, because several stages ask for those of the text at hand."""
    fields = find_fields(view)
    numbered = _but_for_fields(_with_numbers(view), fields)
    unnumbered = sorted([*whole_suras(view), *_ordinal(view), *_of_no_sura(view), *listed(view)])
    if not unnumbered:
        return tuple(numbered)
    begins = [r.start for r in numbered]
    apart = ((r, bisect_right(begins, r.end + (NUMBER_BEHIND if r.introduces else 0)) - 1) for r in unnumbered)
    return tuple(sorted([*numbered, *(r for r, at in apart if at < 0 or numbered[at].end <= r.start)]))


def _of_no_sura(view: TextView) -> Iterator[Reference]:
    """References behind marks to suras that there are not: «{…} (سورة الفضاء: 12)»."""
    text = view.plain.text
    for at in (at for opened in ("(سور", "[سور") for at in places(text, opened)):
        match = _NO_SURA.search(text, max(0, at - 4), at + 80)
        if match is not None and match.start("whole") == at + 1 and not any(sura_named(part) for part in _runs(match["name"])):
            start, end = map(view.plain.offset, match.span("whole"))
            yield Reference(start, end, NO_SURA, int(match["first"]), int(match["first"]))


def _runs(words: str) -> list[str]:
    """All that some words are in a row."""
    parts = words.split()
    return [" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)]


def _but_for_fields(numbered: list[Reference], fields: list[Field]) -> list[Reference]:
    """References with numbers, and those in fields in the place of what was read in these."""
    begins = [field.start for field in fields]
    before = ((r, bisect_left(begins, r.end) - 1) for r in numbered)
    kept = [r for r, at in before if at < 0 or fields[at].end <= r.start] if fields else numbered
    return sorted([*kept, *(Reference(*field, fields=True) for field in fields)])


def _ordinal(view: TextView) -> list[Reference]:
    """References whose verse is counted in words: «الآية الخامسة من سورة فصلت», «(هود، الآية الرابعة)». Out of brackets one that a writer may have
    counted himself is doubtful."""
    text, offset, found = view.plain.text, view.plain.offset, list[Reference]()
    for counted, verse in counted_verses(view):
        named = _sura_behind(text, counted.end()) or _sura_ahead(text, counted.start())
        if named is not None:
            sura, first, last = named
            start, end = min(first, counted.start("count")), max(last, counted.end())
            opened = _COUNTED_OPENED.search(text, max(0, counted.start() - 16), counted.start()) or _is_opened(text, first)
            own = verse <= MOST_EXAMPLES or ":" in text[start:end]  # «سورة الأنعام: الآية الستون: …» heads what the writer counts
            found.append(Reference(offset(start), offset(end), sura, verse, verse, doubtful=own and not opened))
    return found


def _sura_behind(text: str, at: int) -> tuple[int, int, int] | None:
    """The sura that is named behind a verse counted in words, and where its name stands."""
    match = _COUNTED_OF.match(text, at)
    sura, length = named_at_head(match["name"]) if match is not None else (0, 0)
    return (sura, match.start("name"), match.start("name") + length) if match is not None and sura else None


def _sura_ahead(text: str, at: int) -> tuple[int, int, int] | None:
    """The sura that is named before a verse counted in words, behind «سورة» or a bracket, and where its name stands."""
    match = _COUNTED_IN.search(text, max(0, at - 50), at)
    name, before = _longest_name(match["name"]) if match is not None else ("", 0)
    if match is None or not name:
        return None
    start = match.start() + before
    named = match["name"][:before].rstrip().endswith(_SURA_WORDS) or _is_opened(text, start)
    return (sura_named(name) or 0, start, start + len(name)) if named else None


def _is_opened(text: str, start: int) -> bool:
    """Whether a bracket opens before the name of a sura."""
    return _IN_BRACKETS.search(text[max(0, start - 12) : start].rstrip()) is not None


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
        if reference is None and ("سور" in after or "من" in after):
            reference = _before_name(text, digits)
        if reference is None and before:
            reference = _after_name(text, digits) or _in_marks(text, digits)
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
    return keys_of((*(lead + word for word in last_words() for lead in ("", "ال", "و", "وال")), *_AYA_WORDS, *_BEFORE_NUMBERS))


@cache
def _first_words() -> Keys:
    """The keys of the first words of all names of suras, with and without the article."""
    return keys_of(lead + word for word in first_words() for lead in ("", "ال"))


def _after_name(text: str, digits: re.Match[str]) -> Reference | None:
    """A reference whose verse number follows the sura's name."""
    near = _LAST_WORD.search(text[max(0, digits.start() - 20) : digits.start()]) if text[digits.start() - 1 : digits.start()] in _BEFORE else None
    if near is None or (near[1][:3] not in _AYA_STARTS and near[1] not in _BEFORE_NUMBERS and not _may_end_name(near[1])):
        return None
    low = max(0, digits.start() - 60)
    carried = text.rfind("\n", low, digits.start())
    carried = carried if carried >= 0 and _CARRIED.fullmatch(text, carried, digits.start()) else -1
    begun = text.rfind("\n", low, carried if carried >= 0 else digits.start())
    low = max(low, 1 + max(begun, text.rfind("﴾", low, digits.start()), text.rfind("»", low, digits.start())))
    window = text[low : digits.end() + LONGEST_LIST]
    at = digits.start() - low
    best = next((match for match in _AFTER_NAME.finditer(window) if match.start("first") == at), None)
    words = _TRAILING_AYA.sub("", best["name"]) if best is not None else ""  # «آل عمران من الآية: 159»
    joined = best is not None and _BEHIND_NUMBER.search(window, max(0, best.start("name") - 4), best.start("name")) is not None
    name, offset = _longest_name(words, joined)
    if best is None or not name:
        return _by_number(text, digits, low)
    start, end = low + best.start("name") + offset, low + best.end()
    before, opened = text[max(0, start - 12) : start].rstrip(), _is_opened(text, start)
    named = bool(best["sura"] and not offset) or words[:offset].rstrip().endswith(_SURA_WORDS)
    if name == _THE_REVELATION and not named:
        return _by_number(text, digits, low)  # «وفي التنزيل (آية: 218)»
    behind = best["name"][len(words) :].split()
    called = bool(best["aya"]) or not _AYA_AMONG.isdisjoint(behind) or words[:offset].rstrip().endswith(_ITS_VERSES)
    if not (opened or named) and (best["within"] or _WITHIN_NAME.search(best["name"], len(words))):
        return None  # «ذكر النساء في الآية 5»
    if not opened and not called and (best["part"] or behind):
        return None  # «ذكر النساء من 5 قرى»
    if carried >= 0 and not (_IN_BRACKETS.search(before) and (called or _CLOSES_THERE.match(text, end))) and not (named and called):
        return None  # «سورة النساء», and below it a list
    marked = named or called or opened or ":" in best["gap"] or "/" in best["gap"]
    sura = sura_named(name) or 0
    own = _AFTER_OWN_NUMBER.match(text, low + best.end("first")) if int(best["first"]) == sura else None
    if own is not None and (not best["more"] or (own["listed"] and int(own["first"]) < sura)):
        found = _reference(sura, own, start, own.end())
        return found and found._replace(perhaps_note=bool(own["listed"]))
    found = _reference(sura, best, start, end) if marked or _stands_alone(text, start, end) else None
    of_verse = _AFTER_VERSE.search(text, max(0, start - 6), start) is not None and _OVER.match(text, end) is not None
    note = bool(_NOTE.fullmatch(best["gap"])) and not (called or best["more"]) and (before.endswith(_SURA_WORDS) or not marked)
    return found and found._replace(doubtful=not (marked or of_verse) or (name == _PAGE and not (best["sura"] or best["aya"])), perhaps_note=note)


def _may_end_name(word: str) -> bool:
    """Whether a word may be the last of a sura's name, perhaps with «و» before it."""
    return key(word) in last_words() or key(word.removeprefix("و")) in last_words()


def _by_number(text: str, digits: re.Match[str], low: int) -> Reference | None:
    """A reference whose sura is named by its number: «سورة 96 آية 1»."""
    named = _BY_NUMBER.search(text, text.find("سور", low), digits.start()) if text.find("سور", low, digits.start()) >= 0 else None
    match = _VERSES.match(text, digits.start()) if named else None
    if named is None or match is None:
        return None
    return _reference(int(named["sura"]), match, named.start("sura"), match.end())


def _in_marks(text: str, digits: re.Match[str]) -> Reference | None:
    """A reference with the name of the sura in marks: «سورة "الأحزاب"، الآية 56», «[الأحزاب] (الآية 56)». Where the marks hold «سورة», too, or
    nothing says it, only a number that is called a verse's and ends the reference is one: in «[سورة الأحزاب] (1)» it may be a note's."""
    low = max(0, digits.start() - 60)
    matches = _MARKED_NAME.finditer(text[low : digits.end() + LONGEST_LIST])
    match = next((match for match in matches if low + match.start("first") == digits.start()), None)
    sura = sura_named(match["name"]) if match is not None else None
    if match is None or sura is None or not (match["opens"] or (match["aya"] and _OVER.match(text, low + match.end()))):
        return None
    return _reference(sura, match, low + match.start("name"), low + match.end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare name and number stand right behind a mark that closes, or behind a stop at the end of what marks hold, or are all of a note."""
    low = max(0, start - 10)
    if _OF_NOTE.search(text, low, start) and _LINE_ENDS.match(text, end):
        return True
    return bool(_BEHIND_MARK.search(text, low, start) or (_BEHIND_STOP.search(text, low, start) and _BEFORE_MARK.match(text, end)))


def _longest_name(words: str, joined: bool = False) -> tuple[str, int]:
    """The longest run of words, ending where the name ends, that names a sura; and where it begins. «و» may be `joined` to it."""
    starts = [0, *(m.end() for m in re.finditer(r"[ \u00a0]", words))]
    for start in starts:
        candidate = words[start:]
        for prefix in ("", "سورة ", *(("و",) if joined and not start else ())):
            plain = candidate.removeprefix(prefix)
            if sura_named(plain) is not None:
                return plain, start + len(candidate) - len(plain)
    return "", 0


def _before_name(text: str, digits: re.Match[str]) -> Reference | None:
    low, high = max(0, digits.start() - 20), min(len(text), digits.end() + 60)
    match = _BEFORE_NAME.match(text, digits.start(), high)
    if match is None and _AYA_BEFORE.search(text, low, digits.start()):
        match = _OF_NAME.match(text, digits.start(), high)
    if match is None or (match["opens"] and _NAMED_BEFORE.search(text, max(0, match.start() - 16), match.start())):
        return None  # «(الإسراء: 34) (سورة المائدة)»
    if _NUMBER_BEHIND.match(text, match.end()) or _OF_PAGE.search(text, max(0, match.start() - 16), match.start()):
        return None  # «[1] سورة المائدة: 32»: a note's number, and then the reference
    sura, length = named_at_head(match["name"])
    found = _reference(sura, match, match.start(), match.start("name") + length)
    note = match["opens"] or "﴾" in match[0] or _HEADS_NOTE.search(text, max(0, match.start() - 8), match.start())
    return found and found._replace(perhaps_note=bool(note))


def _before_bare_name(text: str, digits: re.Match[str]) -> Reference | None:
    """A reference whose verse number stands in brackets, alone or with the name of the sura behind it."""
    match = _NUMBER_FIRST.match(text, digits.start()) if _OPENED.search(text, max(0, digits.start() - 12), digits.start()) else None
    sura = sura_named(match["name"]) if match is not None else None
    found = _reference(sura, match, match.start(), match.end()) if match is not None and sura is not None else None
    of_verse = match is not None and "[" in match[0] and not _CLOSES_VERSE.isdisjoint(match[0])  # «(5)﴾ [الحج]»
    return found and found._replace(doubtful=not of_verse, perhaps_note=of_verse)


def _numeric(text: str, digits: re.Match[str]) -> Reference | None:
    match = _NUMERIC.match(text, digits.start(), min(len(text), digits.end() + 16))
    low = max(0, digits.start() - 20)
    bracketed = match is not None and match["closed"] and _OF_QURAN.search(text, low, digits.start())
    if match is None or not (bracketed or _QS.search(text, low, digits.start())):
        return None
    found = _reference(int(match["sura"]), match, match.start("sura"), match.end("more"))
    page = match["parted"] == "/"  # «(6/192)» is the page of a volume more often
    return found and found._replace(perhaps_turned=not match["more"], doubtful=page)


def _reference(sura: int, match: re.Match[str], start: int, end: int) -> Reference | None:
    first = last = int(match["first"])
    if not 1 <= sura <= len(VERSES) or first < 1:
        return None
    for number in map(int, _DIGITS.findall(match["more"])):
        if number < last:  # it is no verse of this list, unless a range came with its ends exchanged, as from right to left in a PDF
            turned = first == last and first - number < LONGEST_TURNED and _TURNED.fullmatch(match["more"])
            return Reference(start, end, sura, number, last) if turned and number else Reference(start, end, sura, first, last)
        last = number
    return Reference(start, end, sura, first, last)
