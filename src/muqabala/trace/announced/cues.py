"""Cues: the words and marks that announce a quotation of the Qur'an.

Patterns are written in plain Arabic and matched on the skeleton of the words before a stretch, so that hamza, vowels and
spelling make no difference. `STRONG` names the Qur'an or God as the speaker; `WEAK` only announces speech or recitation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from muqabala.canon.suras import names
from muqabala.text.fold import DIGITS
from muqabala.text.keys import Keys, keys_of, look_up
from muqabala.text.marks import bare
from muqabala.trace.written.asides import LONGER_WORDS, names_itself, skeletons_of
from muqabala.trace.written.classes import Bits, classes_of, signs
from muqabala.trace.written.view import TextView

_PARTS = re.compile(r"[.؟!?:\n«»\"“”﴿﴾{}\])]")
"""Signs that part what is said before a colon from what announces."""
_BRACKETED = re.compile(r"[(\[][^()\[\]\n]{0,30}[)\]]")
REACH = 9
"""Words before a stretch in which a cue is looked for."""
_ORNATE = frozenset("﴿﴾{")
_OPENING = frozenset("«“\"({[‹„'‘﴿﴾")
_CLOSING = frozenset("»”\")}]›'’﴿﴾")
_BREAKS = frozenset(":.،,؛;؟?!\n\r…*#-–—|/")
_ENDS = _BREAKS | _CLOSING | _OPENING | frozenset(DIGITS)

_SAY = "قال|يقول|قوله|قول|قولي|كقوله|لقوله|بقوله|فقوله|وقوله|كقول|لقول|بقول|وقول|فقال|وقال|ويقول|فيقول|قائلا|قل|قالت|وقولهم|قولهم|قلت|يقل|قولها|قالوا|فقالوا|وقالوا"
_GOD = (
    "علاه|العالمين|القائلين|الله|تعالى|سبحانه|وجل|ربنا|ربكم|ربه|ربك|المولى|الرحمن|الباري|الحق|وتعالى|وعلا|ثناؤه|شأنه|جلاله|الرب|اسمه|العزة|ذكره|قائل"
)
_TAIL = "تعالى|وتعالى|عز|وجل|جل|وعلا|سبحانه|تبارك|ثناؤه|جلاله|شأنه|ذكره|اسمه|لنبيه|لرسوله|لموسى|فيهم|فيه|فيها|عنهم|عنه|من|قائل|ايضا|كذلك|هنا|ذلك|في|ذا|كتابه|الكتاب|العزيز|الكريم|الحكيم|محكم|تنزيله|آية|آيات|أخرى|سورة|موضع|آخر|القرآن|المجيد|المبين|الذكر|الحكيم|عن|شأن|حق|مخاطبا|نبيه|رسوله|وصف|بعد|قبل|اول|الله|صلى|عليه|وسلم|السلام|لهم|له|الفرقان|القدير|العليم|العلي|العظيم|المتعال"
_SERVANT = (
    "رسول|ورسول|نبي|عبد|وعبد|عبيد|أبو|أبا|أبي|بن|ابن|بنت|حبيب|خليل|كليم|ولي"
    "|صلى|رضي|رحمه|رحمها|رحمهم|رحمهما|يرحمه|حفظه|وفقه|أيده|أثابه|سلمه|غفر|عفا|قدس|أعزه"
)
"""Words before the name of God that make it part of a man's name or title, or of a wish for him: «قال المؤلف رحمه الله تعالى»."""
_SCRIPTURE = "الآية|الآيات|آية|القرآن|التنزيل|سورة|كتاب الله|قرأ|يقرأ|تلا|يتلو|فقرأ|وقرأ|ثم قرأ|قراءة|نزلت|فنزلت|ونزلت|أنزلت|فأنزل|وأنزل|أنزل|أنزل الله|ينزل|قوله تعالى|نزل|ونزل|فنزل|قرأت|وقرئ|قرئ|فتلا|وتلا|يتلون|بالآية|بآية|للآية|وآية|أنزله|المفصل|فاتحة|قرأها|الرب"


_PRESENTED = "والآية|فالآية|كالآية|والآيات|والقرآن|الآيتان|الآيتين|آيات|آياته|الذكر|المصحف|السورة|وسورة"
"""Words for what is presented before a colon, beside those."""
_HIS_WORDS = "قوله|وقوله|لقوله|بقوله|كقوله|فقوله|قولها"
_TOLD_US = "أمر|وعد|أخبر|خاطب|حذر|علم|أرشد|نهى|نها|أوصى|أوصا|بشر|حث|نادى|نادا|دعا|وصف|طمأن"
"""What God does who then speaks to somebody, «أمرنا الله فقال», «وعد الله المؤمنين بقوله»; what men do to Him is not among it."""
_THEREBY_SAID, _WHEN_HE = "فقال|بقوله|قائلا|قوله|فيقول|ويقول", "إذ|حيث|حين|عندما|لما"
_TO_WHOM = "المؤمنين|عباده|الصابرين|المتقين|الناس|نبيه|رسوله|بني|إسرائيل|آدم|بذلك|بهذا|كثيرا|مرارا"
_TITLES = "أصدق|أحكم|رب"
_HIMSELF = "الله|ربنا|ربكم|المولى|الرحمن|الباري|الحق|الرب|العزة|سبحانه|جلاله|وعلا|ثناؤه|شأنه|القائلين|العالمين|علاه|تعالى|وتعالى"
"""Names of God and words of His praise that are nobody else's behind a word of saying."""
_COMMENTS = "معنى|ومعنى|بمعنى|تفسير|وتفسير|التفسير|شرح|إعراب|سبب|أسباب|فائدة|فوائد|الفوائد|دلالة|مناسبة|خلاصة|ترجمة|أحكام|حكم|فضل|فضائل|المقصود|مقصود|المراد|مراد|تأويل|علوم|القراءات|موضوع|هدايات|إعجاز|حول|يعني|أي|قراءة"
"""Words of who speaks about a verse, and does not present it."""


(
    _SAYS,
    _NAMES_GOD,
    _TRAILS,
    _RECITES,
    _FIRST_OF_PAIR,
    _SECOND_OF_PAIR,
    _SERVES,
    _BOOK,
    _NOBLE,
    _FIRM,
    _PRESENTS,
    _HIS,
    _TELLS,
    _ABOUT,
    _SURA,
    _NAMED,
    _THEREBY,
    _WHEN,
    _WHOM,
    _ALONE,
    _TITLE,
) = (1 << bit for bit in range(21))
"""What a word may be; a word may be several."""


_PAIRS = [words.split() for words in _SCRIPTURE.split("|") if " " in words]
_CLASSES = classes_of(
    [
        (_SAYS, (lead + word for word in _SAY.split("|") for lead in ("", "و", "ف"))),
        (_NAMES_GOD, _GOD.split("|")),
        (_SERVES, _SERVANT.split("|")),
        (_TRAILS, _TAIL.split("|")),
        (_RECITES, (word for word in _SCRIPTURE.split("|") if " " not in word)),
        (_FIRST_OF_PAIR, (first for first, _ in _PAIRS)),
        (_SECOND_OF_PAIR, (second for _, second in _PAIRS)),
        (_BOOK, ["كتابه", "تنزيله", "التنزيل"]),
        (_NOBLE, ["العزيز", "الكريم", "المجيد", "المبين", "الحكيم"]),
        (_FIRM, ["محكم"]),
        (_PRESENTS, _PRESENTED.split("|")),
        (_HIS, _HIS_WORDS.split("|")),
        (_TELLS, (lead + word + whom for word in _TOLD_US.split("|") for lead in ("", "و", "ف") for whom in ("نا", "كم", "هم"))),
        (_TELLS, ["صدق", "وصدق"]),
        (_ABOUT, _COMMENTS.split("|")),
        (_THEREBY, _THEREBY_SAID.split("|")),
        (_WHEN, _WHEN_HE.split("|")),
        (_WHOM, _TO_WHOM.split("|")),
        (_TITLE, _TITLES.split("|")),
        (_ALONE, _HIMSELF.split("|")),
        (_SURA, ["سورة"]),
        (_NAMED, {word for name in names() for word in name.split()}),
    ]
)
_any = _CLASSES.any_of

_GOD_SPEAKS = _any(_SAYS) + "(?:(?!" + _any(_SERVES) + ").){0,2}" + _any(_NAMES_GOD)
_IN_HIS_BOOK = _any(_BOOK) + _any(_NOBLE) + "|" + _any(_FIRM) + _any(_BOOK) + _any(_NOBLE) + "?"
_GOD_TELLS = _any(_TELLS) + _any(_ALONE) + _any(_TRAILS | _ALONE | _WHOM) + "{0,4}(?:" + _any(_THEREBY) + "|" + _any(_WHEN) + _any(_SAYS) + ")"
_IN_SURA = "(?:" + _any(_SURA) + _any(_NAMED) + "{1,2})?"
_STRONG = re.compile("(?:" + _GOD_SPEAKS + "|" + _GOD_TELLS + "|" + _IN_HIS_BOOK + ")" + _any(_TRAILS) + "{0,6}" + _IN_SURA + "$")
"""God speaks, «أمرنا ربنا فقال», or «في كتابه العزيز», «في محكم التنزيل»; perhaps where: «في سورة النور»."""
_GOD_HIMSELF = re.compile(
    "(?:" + _any(_SAYS) + _any(_TRAILS | _TITLE) + "{0,2}" + _any(_ALONE) + "|" + _GOD_TELLS + ")" + _any(_TRAILS | _ALONE) + "{0,6}" + _IN_SURA + "$"
)
"""The same where nothing but a colon says that words follow."""
_PRESENTING = re.compile(
    "(?:" + _any(_RECITES | _PRESENTS) + "|" + _any(_FIRST_OF_PAIR) + _any(_SECOND_OF_PAIR) + "|" + _any(_HIS) + "{1}(?=.?$)).{0,4}$"
)
"""A verse, a sura or the Qur'an is named, or what somebody said."""
_SCRIPTURAL = re.compile("(?:" + _any(_RECITES) + "|" + _any(_FIRST_OF_PAIR) + _any(_SECOND_OF_PAIR) + ").{0,4}$")
_MAY_ANNOUNCE, _COMMENTED = _ALONE | _RECITES | _PRESENTS | _HIS | _FIRST_OF_PAIR, re.compile(_any(_ABOUT) + ".{0,5}$")
"""What every way to announce a verse before a colon has some of; and what stands before a colon where a verse is spoken about."""
_SAYING = re.compile(_any(_SAYS) + _any(_TRAILS) + "{0,2}$")


@cache
def _longer() -> Keys:
    return keys_of(LONGER_WORDS)


def presented(view: TextView) -> Iterator[tuple[int, bool]]:
    """The first words behind colons before which, in one sentence, a verse is announced; and whether God is named as who speaks: else a verse, a sura
    or the Qur'an is."""
    begins = np.unique(np.searchsorted(view.folded.word_start, view.offsets(":")))
    begins = begins[(begins > 0) & (begins < len(view.starts))]
    before = np.append(0, np.cumsum((_bits(view) & np.uint32(_MAY_ANNOUNCE)) != 0, dtype=np.int32))
    for d0 in begins[before[begins] > before[np.maximum(begins - REACH, 0)]].tolist():
        low = max(0, d0 - REACH)
        words = _line(view)[low:d0]
        of_god = _GOD_HIMSELF.search(words)
        found = of_god or _PRESENTING.search(words)
        if found is None or (of_god is None and _COMMENTED.search(words)):
            continue
        said = view.text[view.ends[low + found.start()] : view.text.rfind(":", view.ends[d0 - 1], view.starts[d0])]
        if _PARTS.search(_BRACKETED.sub("", said)) is None:
            yield d0, of_god is not None


@lru_cache(maxsize=2)
def _bits(view: TextView) -> Bits:
    """What each word of a text may be; kept, because several stages ask for that of the text at hand."""
    bits = _CLASSES.of(view.keys)
    longer, _ = look_up(view.keys, _longer())
    wrong = [d for d in longer.tolist() if not names_itself(view, d)]
    bits[wrong] = 0
    return bits


@lru_cache(maxsize=2)
def _line(view: TextView) -> str:
    """The same as one character for each word."""
    return signs(_bits(view))


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
    opened, ornate = not _OPENING.isdisjoint(gap), not _ORNATE.isdisjoint(gap)
    after_break = opened or not d0 or not _BREAKS.isdisjoint(gap)
    before = _line(view)[low:d0]
    for level, pattern in ((2, _STRONG), (1, _SCRIPTURAL), (1, _SAYING)):
        found = pattern.search(before)
        if found:
            return Cue(level, view.starts[low + found.start()], opened, ornate, pattern is not _SAYING, after_break)
    return Cue(0, start, opened, ornate, False, after_break)


_READINGS = frozenset(
    (
        "قرئ", "وقرئ", "قرىء", "وقرىء", "قراءة", "وقراءة", "بقراءة", "القراءة", "قراءته", "قراءتهم", "القراءات", "حرف", "الحروف", "مصحف", "مصاحف",
        "يقرؤها", "يقرأها", "تقرؤها", "تقرأها", "قرأها", "وقرأها", "قرأتها", "قرآها", "وقرآها", "قرؤوها", "قرءوها", "يقرءونها", "يقرؤونها",
    )
)  # fmt: skip
"""Words for a reading that is discussed; as letters, since their skeletons are those of others («القرى»)."""
_RECITED = frozenset(("قرأ", "وقرأ", "فقرأ", "يقرأ", "قرأت"))
_READERS = frozenset(
    (
        "مسعود", "عباس", "عمر", "عثمان", "علي", "أبي", "كعب", "عائشة", "حفصة", "الزبير", "الحسن", "مجاهد", "قتادة", "عكرمة", "جبير", "طلحة", "الأعمش",
        "نافع", "كثير", "عمرو", "عامر", "عاصم", "حمزة", "الكسائي", "جعفر", "يعقوب", "خلف", "ورش", "قالون", "حفص", "شعبة", "الدوري", "السوسي", "البزي",
        "قنبل", "هشام", "ذكوان", "الجمهور", "الباقون", "الآخرون", "بعضهم", "المدينة", "مكة", "الكوفة", "البصرة", "الشام",
    )
)  # fmt: skip
"""Reciters of whom a reading is told, companions and later ones, and the cities by which they are named."""


_BEFORE_OTHERS = frozenset(
    (preposition, word)
    for preposition, words in (
        ("على", "المنبر الناس المسلمين أصحابه قومه النجاشي النبي رسول الملأ المصلين الوفد القوم"),
        ("في", "الصلاة صلاة صلاته الفجر الصبح المغرب العشاء الجمعة خطبته الخطبة الركعة"),
    )
    for word in words.split()
)
"""Before whom, and when, somebody recites what all recite."""
_SENTENCE_ENDS = re.compile(r"[.؟!]\s|\n")


def reading_discussed(view: TextView, d0: int) -> bool:
    """Whether the words before a stretch speak of a reading, in one sentence with it: «وفي قراءة», «وقرأ ابن مسعود», «كان يقرؤها». Who recites before
    others, «وقرأ جعفر على النجاشي», recites as all do."""
    low = max(0, d0 - REACH)
    low = next((d for d in range(d0 - 1, low, -1) if _SENTENCE_ENDS.search(view.text, view.ends[d - 1], view.starts[d])), low)
    before = [bare(view.word(d)) for d in range(low, d0)]
    if not _READINGS.isdisjoint(before):
        return True
    recited = next((i for i, word in enumerate(before) if word in _RECITED), None)
    heard = any(pair in _BEFORE_OTHERS for pair in pairwise(before))
    return recited is not None and not heard and not _READERS.isdisjoint(before[max(0, recited - 3) :])


_CLOSING_WORDS = skeletons_of(("كما", "هكذا", "بهذا", "صدق", "ذلك", "هو"))
_AFTER = re.compile(".(?:" + _any(_SAYS) + ")?.?" + _any(_NAMES_GOD))


def cued_after(view: TextView, d1: int) -> bool:
    """Whether the words after d1 name God as the speaker: «… كما قال ربنا»."""
    if d1 >= len(view.starts) or view.skeleton(d1) not in _CLOSING_WORDS:
        return False
    return _AFTER.match(_line(view), d1, min(d1 + 4, len(view.starts))) is not None


def opened_before(view: TextView, d0: int) -> bool:
    """Whether a bracket or quotation mark opens right before word d0."""
    gap = view.text[view.ends[d0 - 1] if d0 else 0 : view.starts[d0]]
    return not _OPENING.isdisjoint(gap[-8:])


def enclosed(view: TextView, d0: int, d: int) -> bool:
    """Whether a bracket or quotation mark opens right before word d0 and none closes before word d."""
    inside = view.text[view.starts[d0] : view.starts[d]]
    return opened_before(view, d0) and _CLOSING.isdisjoint(inside)


def cut_off(view: TextView, d1: int, end: int) -> bool:
    """Whether the text breaks off in an ellipsis right after word d1 - 1, so that what was quoted is not all there."""
    rest = view.text[end : end + 16].lstrip()
    at_end = view.is_over(d1) or view.starts[d1] > end + 4
    return (at_end and rest[:1] == "…") or (view.is_over(d1 + 1) and "…" in view.text[end : end + 16])


def break_after(view: TextView, d1: int, end: int) -> bool:
    """Whether punctuation, a bracket, a line end or the end of the text follows word d1 - 1."""
    return d1 >= len(view.starts) or not _ENDS.isdisjoint(view.text[end : min(view.starts[d1], end + 12)])
