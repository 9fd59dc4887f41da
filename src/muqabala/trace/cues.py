"""Cues: the words and marks that announce a quotation of the Qur'an.

Patterns are written in plain Arabic and matched on the skeleton of the words before a stretch, so that hamza, vowels and
spelling make no difference. `STRONG` names the Qur'an or God as the speaker; `WEAK` only announces speech or recitation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from muqabala.trace.asides import skeleton_of, words_between
from muqabala.trace.view import TextView

REACH = 9
"""Words before a stretch in which a cue is looked for."""
ORNATE = "﴿﴾"
_OPENING = "«“\"({[‹„'‘" + "﴿﴾"
_CLOSING = "»”\")}]›'’" + "﴿﴾"
_BREAKS = ":.،,؛;؟?!\n\r…*#-–—|/"

_SAY = "قال|يقول|قوله|قول|قولي|كقوله|لقوله|بقوله|فقوله|وقوله|كقول|لقول|بقول|وقول|فقال|وقال|ويقول|فيقول|قائلا|قل|قالت|وقولهم|قولهم|قلت|يقل|قولها|قالوا|فقالوا|وقالوا"
_GOD = "الله|تعالى|سبحانه|وجل|ربنا|ربكم|ربه|ربك|المولى|الرحمن|الباري|الحق|وتعالى|وعلا|ثناؤه|شأنه|جلاله|الرب|اسمه|العزة|ذكره|قائل"
_TAIL = "تعالى|وتعالى|عز|وجل|جل|وعلا|سبحانه|تبارك|ثناؤه|جلاله|شأنه|ذكره|اسمه|لنبيه|لرسوله|لموسى|فيهم|فيه|فيها|عنهم|عنه|من|قائل|ايضا|كذلك|هنا|ذلك|في|ذا|كتابه|الكتاب|العزيز|الكريم|الحكيم|محكم|تنزيله|آية|آيات|أخرى|سورة|موضع|آخر|القرآن|المجيد|المبين|الذكر|الحكيم|عن|شأن|حق|مخاطبا|نبيه|رسوله|وصف|بعد|قبل|اول|الله|صلى|عليه|وسلم|السلام|لهم|له|الفرقان"
_SCRIPTURE = "الآية|الآيات|آية|القرآن|التنزيل|سورة|كتاب الله|قرأ|يقرأ|تلا|يتلو|فقرأ|وقرأ|ثم قرأ|قراءة|نزلت|فنزلت|ونزلت|أنزلت|فأنزل|وأنزل|أنزل|أنزل الله|ينزل|قوله تعالى|نزل|ونزل|فنزل|قرأت|وقرئ|قرئ|فتلا|وتلا|يتلون|بالآية|بآية|للآية|وآية|أنزله|المفصل|فاتحة|قرأها|الرب"


def _alternatives(words: str) -> bytes:
    """A pattern for any of some words, the longest first."""
    skeletons = {skeleton_of(w) for w in words.split("|")}
    ordered: list[bytes] = sorted(skeletons, key=lambda w: (-len(w), w))
    return b"(?:" + b"|".join(ordered) + b")"


_WORD = b"[^\\0]+\\0"
_STRONG = re.compile(
    b"(?:^|\\0)(?:[\x1b\x13]?"
    + _alternatives(_SAY)
    + b")\\0(?:"
    + _WORD
    + b"){0,2}?"
    + _alternatives(_GOD)
    + b"\\0(?:"
    + _alternatives(_TAIL)
    + b"\\0){0,6}$"
)
_SCRIPTURAL = re.compile(b"(?:^|\\0)" + _alternatives(_SCRIPTURE) + b"\\0(?:" + _WORD + b"){0,4}$")
_SAYING = re.compile(b"(?:^|\\0)(?:" + _alternatives(_SAY) + b")\\0(?:" + _alternatives(_TAIL) + b"\\0){0,2}$")
_ALSO = re.compile(b"(?:^|\\0)" + _alternatives("وقوله|وقال|وقولهم|وكقوله|ثم قال|وفي قوله|وبقوله|ولقوله") + b"\\0$")


class Cue(NamedTuple):
    """What announces a stretch."""

    level: int
    """2: the Qur'an or God named as the speaker; 1: speech or recitation announced; 0: nothing."""
    start: int
    """Raw offset at which the announcing words begin; that of the stretch itself where there are none."""
    opened: bool
    """A bracket or quotation mark opens right before the stretch."""
    ornate: bool
    """The bracket is one that only scripture has."""
    scripture: bool
    """The announcing words speak of recitation, revelation, a verse or a sura."""
    after_break: bool
    """Punctuation, a line end or a bracket stands right before the stretch."""


def cue_before(view: TextView, d0: int, start: int) -> Cue:
    """The cue of the stretch that begins with word d0 at raw offset `start`."""
    low = max(0, d0 - REACH)
    gap_start = view.ends[d0 - 1] if d0 else max(0, start - 8)
    gap = view.text[gap_start:start]
    opened = any(c in _OPENING for c in gap)
    ornate = any(c in ORNATE for c in gap) or "{" in gap
    after_break = opened or not d0 or any(c in _BREAKS for c in gap)
    before = words_between(view, low, d0) + b"\0" if d0 else b""
    for level, pattern in ((2, _STRONG), (1, _SCRIPTURAL), (1, _SAYING)):
        found = pattern.search(before)
        if found:
            word = low + before.count(b"\0", 0, found.start() + 1)
            return Cue(level, view.starts[min(word, d0)], opened, ornate, pattern is not _SAYING, after_break)
    return Cue(0, start, opened, ornate, False, after_break)


_AFTER = re.compile(
    _alternatives("كما|هكذا|بهذا|صدق|ذلك|هو") + b"\\0(?:" + _alternatives(_SAY) + b"\\0)?(?:" + _WORD + b"){0,1}?" + _alternatives(_GOD) + b"\\0"
)


def cued_after(view: TextView, d1: int) -> bool:
    """Whether the words after d1 name God as the speaker: «… كما قال ربنا»."""
    high = min(d1 + 4, len(view.starts))
    return _AFTER.match(words_between(view, d1, high) + b"\0") is not None


def opened_before(view: TextView, d0: int) -> bool:
    """Whether a bracket or quotation mark opens right before word d0."""
    gap = view.text[view.ends[d0 - 1] if d0 else 0 : view.starts[d0]]
    return any(c in _OPENING for c in gap[-8:])


def enclosed(view: TextView, d0: int, d: int) -> bool:
    """Whether a bracket or quotation mark opens right before word d0 and none closes before word d."""
    inside = view.text[view.starts[d0] : view.starts[d]]
    return opened_before(view, d0) and not any(c in _CLOSING for c in inside)


def cut_off(view: TextView, d1: int, end: int) -> bool:
    """Whether the text breaks off in an ellipsis right after word d1 - 1, so that what was quoted is not all there."""
    rest = view.text[end : end + 16].lstrip()
    at_end = d1 >= len(view.starts) or view.starts[d1] > end + 4
    return (at_end and rest[:1] == "…") or (d1 + 1 >= len(view.starts) and "…" in view.text[end : end + 16])


def break_after(view: TextView, d1: int, end: int) -> bool:
    """Whether punctuation, a bracket, a line end or the end of the text follows word d1 - 1."""
    stop = view.starts[d1] if d1 < len(view.starts) else len(view.text)
    gap = view.text[end : min(stop, end + 12)]
    return d1 >= len(view.starts) or any(c in _BREAKS or c in _CLOSING or c in _OPENING or c.isdigit() for c in gap)
