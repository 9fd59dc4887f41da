"""References that name a sura and no verse: «[سورة الزمر]» behind a verse, and before one «قال تعالى في سورة الزمر: …»."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from muqabala.canon.suras import VERSES, sura_named
from muqabala.text.fold import DIGITS
from muqabala.trace.references.labels import places
from muqabala.trace.references.naming import BLANK, CLOSES, NAME, Reference, named_at_head
from muqabala.trace.written.view import TextView

_AT_ITS = "أول|آخر|أوائل|أواخر|مطلع|صدر|بداية|نهاية|خواتيم|ختام"
"""The parts of a sura."""
_HONOURED = rf"(?:{BLANK}(?:ﷺ|صلى الله عليه وسلم|عليه السلام))?"
"""What may stand behind the name of a sura that is a prophet's: «[سورة محمد ﷺ]»."""
_NAME_ALONE = re.compile(
    rf"{BLANK}?(?P<sura>(?:(?:{_AT_ITS}) )?(?:من )?سور[ةه]{BLANK}{{0,2}}:?{BLANK}{{0,2}})?"
    rf"(?P<name>{NAME}?){_HONOURED}{BLANK}?\.?{BLANK}?[)\]}}﴾]"
)
"""What brackets hold that have nothing but the name of a sura, «[سورة الزمر]», «(أواخر سورة البقرة)»."""
_CLOSING = np.isin(np.arange(0x10000), [ord(sign) for sign in ")}﴾»"])
_HEADS_NAME = np.isin(np.arange(0x10000), [ord(word[0]) for word in ("سورة", "من", *_AT_ITS.split("|"))])
_AFTER_CLOSING = re.compile(rf"[)}}﴾»]{BLANK}?[(\[]\Z")
_NAMED = re.compile(rf"سور[ةه]{BLANK}{{1,2}}(?P<name>{NAME})")
_IN = re.compile(rf"(?:في|(?P<out_of>من))\s(?:(?:{_AT_ITS})\s)?\Z")
_SAYS_WHERE = re.compile(
    rf"(?:(?:تعالى|سبحانه|وجل|وعلا|الله)\s|(?:\A|[\n.:؟!؛»\"”﴾}})\]]){BLANK}{{0,3}}[-•*>#]{{0,3}}{BLANK}{{0,2}}"
    rf"(?:[وف]|و?(?:كما\s)?(?:و?(?:قد\s)?(?:جاء|ورد|نقرأ|نجد)\s)?))\Z"
)
"""What stands before the sura of a verse that follows where it is just that: «قال تعالى في سورة الزمر: …», and, where a sentence begins,
«وفي سورة الزمر يقول الله: …». In «ويفسر ما في سورة الزمر قوله تعالى: …» it is that of another."""
_LINE_BEGINS = re.compile(rf"(?:\A|\n)[ \t\u00a0]*(?:[-•*>#–—]{{1,4}}|[{DIGITS}]{{1,2}}[.)-])?{BLANK}{{0,2}}\*{{0,2}}\Z")
_COLON = re.compile(rf"\*{{0,2}}{BLANK}?:")
"""What stands around the sura of a verse that heads it: «- **سورة الزمر:** …»."""
_BEHIND_VERSE = re.compile(rf"[{CLOSES}][.،]?{BLANK}{{0,2}}(?:[-–—]{BLANK}?\*{{0,2}}|من |(?P<within>في ))\Z")
_OVER = re.compile(rf"\*{{0,2}}{BLANK}?(?:[.،؛\n]|\Z)")
"""What stands around the sura of a verse that is named behind it: «﴿…﴾ - سورة الزمر», «﴿…﴾ من سورة الزمر،». In «ومثله ﴿…﴾ في سورة الزمر» it may be
that of another."""
REACH = 24
"""Characters before «سورة» that say what it is there for."""


def whole_suras(view: TextView) -> Iterator[Reference]:
    """References that name a sura and no verse, in no order."""
    yield from _alone_in_brackets(view)
    text = view.plain.text
    for at in places(text, "سور"):
        match = _NAMED.match(text, at, at + 40)
        sura, length = named_at_head(match["name"]) if match is not None else (0, 0)
        if match is None or not sura:
            continue
        before, end = text[max(0, at - REACH - 12) : at], match.start("name") + length
        behind = _BEHIND_VERSE.search(before) if _OVER.match(text, end) else None
        if behind is not None:
            yield _whole(view, match.start("name"), end, sura, behind["within"] is not None)
        elif (within := _IN.search(before)) is not None:
            loose = _SAYS_WHERE.search(before, max(0, within.start() - REACH), within.start()) is None
            if not (loose and within["out_of"]):  # «الآية الثالثة من سورة فصلت»
                yield _whole(view, match.start("name"), end, sura, loose, introduces=True)
        elif _LINE_BEGINS.search(before) and _COLON.match(text, end):
            yield _whole(view, match.start("name"), end, sura, False, introduces=True)


def _alone_in_brackets(view: TextView) -> Iterator[Reference]:
    """Suras that are all that brackets hold, «[سورة الزمر]»; or «[الزمر]», right behind a mark that closes."""
    opening, codes, plain = view.offsets("([{﴿"), view.codes, view.plain
    opening = opening[(opening > 1) & (opening < len(codes) - 2)]
    named = np.logical_or(*(np.take(_HEADS_NAME, codes[opening + ahead]) for ahead in (1, 2)))
    behind = np.logical_or(*(np.take(_CLOSING, codes[opening - back]) for back in (1, 2)))
    for place in plain.places(opening[named | behind]).tolist():
        match = _NAME_ALONE.match(plain.text, place + 1, place + 60)
        sura = sura_named(match["name"]) if match is not None else None
        if match is not None and sura is not None and (match["sura"] or _AFTER_CLOSING.search(plain.text, max(0, place - 2), place + 1)):
            yield _whole(view, *match.span("name"), sura, not match["sura"])


def _whole(view: TextView, start: int, end: int, sura: int, doubtful: bool, introduces: bool = False) -> Reference:
    """The reference to a sura whose name stands at some offsets of the text without vowel signs."""
    offset = view.plain.offset
    return Reference(offset(start), offset(end), sura, 1, VERSES[sura - 1], doubtful=doubtful, whole=True, introduces=introduces)
