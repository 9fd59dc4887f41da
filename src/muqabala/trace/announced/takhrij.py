"""What a writer says behind a hadith: the books that have it, and how sound it is («رواه مسلم», «متفق عليه», «(البخاري: 13)», «حديث حسن»)."""

from __future__ import annotations

import re
from bisect import bisect_left

from muqabala.text.marks import bare
from muqabala.trace.written.asides import skeletons_of
from muqabala.trace.written.classes import led
from muqabala.trace.written.view import TextView

NAMED_WITHIN = 50
"""Characters behind a saying, without vowel signs, within which its source is named."""
MOST_GRADES = 12
"""Words with which a critic says how sound a hadith is."""
AT_MOST, FEWEST = 120, 2
"""Characters of what a writer says of a hadith inside the marks that hold it; and words of the hadith before that."""
HELD = "البخار[يى]|مسلم|الترمذ[يى]|أبو داود|أب[يى] داود|النسائ[يى]|ابن ماجه|ابن ماجة|أحمد|الدارم[يى]|الموطأ"
"""A pattern of the names of the books that are held, in both spellings of a final ya."""
BOOKS = rf"(?:صحيح |سنن |مسند |رواية |حديث )?(?:{HELD}|الطبران[يى]|البيهق[يى]|الحاكم|ابن حبان|ابن خزيمة|أبو نعيم|الدارقطن[يى]|البزار|أبو يعلى)"
"""A pattern of what books of hadith are called."""
GRADE = r"(?:وهو\s)?حديث\s(?:حسن|صحيح|ضعيف|غريب|موضوع|مرسل|متواتر|مشهور)|و?(?:حسنه|صححه|ضعفه)\s|صحيح\s[(\[]?(?:رواه|أخرجه|متفق)"
"""A pattern of what a writer says of how sound a hadith is."""
_REFERENCE = re.compile(r"\W*(?:رواه|ورواه|أخرجه|وأخرجه|متفق عليه|سورة|رقم|حديث رقم|صحيح|سنن|مسند)\b")
_CALLED = r"(?:(?:و?هو|و?هذا)\s)?(?:ال)?حديث(?:\s(?:ال)?(?:صحيح|حسن|قدسي|شريف|نبوي|مشهور)){0,2}\s[(\[]?"
"""A hadith, as it is called behind its words before its source is named: «(حديث صحيح رواه …)», «(الحديث المتفق عليه)»."""
_BEHIND_SIGNS = rf"[\s\W\d]{{0,20}}(?:{_CALLED})?"
_SOURCE = r"(?:(?:المصدر|المرجع)[ *_]{0,3}:[ *_]{0,4})?"
_ATTRIBUTED = re.compile(
    rf"{_BEHIND_SIGNS}(?:(?:قد )?(?:و?رواه|رواها|و?أخرجه|اخرجه|أخرجها|خرجه|(?:ال)?متفق عليه|و?صححه|{_SOURCE}{BOOKS}))"
    r"|[^\w\n]{0,6}[(\[](?:ال)?حديث\s(?:صحيح|حسن|(?:ال)?قدسي|(?:ال)?شريف|(?:ال)?نبوي)(?![\u0621-\u064a])"
    r"|[^\w\n]{0,6}حديث\s(?:نبوي\s)?(?:شريف|نبوي|صحيح)\s?(?:[.،\n]|\Z)"
)
_TOLD_BY = r"(?:(?:و?رواه|و?أخرجه)\s+(?:الإمام\s+)?)?"
_IN_A_BOOK = re.compile(rf"{_BEHIND_SIGNS}(?:(?:ال)?متفق عليه|{_TOLD_BY}{_SOURCE}{BOOKS}\b)")
_IN_A_HELD_BOOK = re.compile(rf"{_BEHIND_SIGNS}(?:(?:ال)?متفق عليه|{_TOLD_BY}(?:صحيح |سنن |مسند )?(?:{HELD})\b(?!\s+في\s+(?!صحيح|سنن|مسند)))")
_SIGN = r"[.،,;؛:\-–—(\[]"
_NAMED = rf"(?:متفق عليه\b|(?:و?رواه|و?أخرجه|خرجه|و?(?:هو|هذا|كما)\s(?:في|عند))\s[(\[]?(?:الإمام\s)?{BOOKS}\b(?!\s(?:بن|ابن)\s))"
_WITHIN_MARKS = re.compile(rf"\s{_NAMED}|{_SIGN}\s?(?:{_NAMED}|{BOOKS}\b|{GRADE})")
"""The beginning of such words, as writers put them inside the marks as well: «… ما نوى. رواه البخاري», «… - متفق عليه», «…، حديث حسن …»."""
_GRADES = "ضعيف|صحيح|حسن|باطل|موضوع|منكر|مرسل|غريب|لين|يصح|يثبت|أصل|شاذ|منقطع|متروك|مكذوب|كذب|واه|جيد|قوي|ثابت|معلول|مضطرب|ساقط"
_OF_GRADES = (
    "حديث|الحديث|هذا|إسناده|إسناد|سنده|سند|رجاله|رواته|ثقات|لا|له|لم|ليس|غير|من|قبل|في|جدا|بهذا|اللفظ|السياق|لغيره|لذاته|لكن|هو|وهو|مرفوعا|موقوفا|مرفوع|موقوف"
    "|على|شرط|الشيخين|كلهم|بمرة|أجده|نعرفه|أعرفه|معناه|سندا|متنا|الإسناد|السند|فيه|به|عندي|إلا|أنه"
)
_SOUNDNESS = skeletons_of([*led(_GRADES, ("", "و", "ال", "ب", "ف")), *led(_OF_GRADES, ("", "و", "ف"))])
_SOUND = re.compile(rf"^(?:و|ال|ب|ف)?(?:{_GRADES})[ةا]?$")
"""The words of such a verdict, and one that it has at least."""
_OF_WORDING = skeletons_of(led("صحة|ضعف|ثبوت|إسناد|سند|درجة|تخريج|لفظ|نص|معنى|المشهور|المشهورة|المشهورات", ("", "و", "ب", "ل", "ف")))
NEAR = 5
"""Words with which people ask for the wording of a hadith, or for who has it; and words before it and behind within which they say so."""


def only_grades(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 say how sound a hadith is and nothing else: «حديث منكر», «باطل لا يصح من قبل إسناده»."""
    if d1 - d0 > MOST_GRADES or not _SOUNDNESS.issuperset(view.skeletons(d0, d1)):
        return False
    return any(_SOUND.search(bare(view.word(d))) for d in range(d0, d1))


def is_weighed(view: TextView, d0: int, d1: int) -> bool:
    """Whether the words around words d0..d1 ask or say how sound a hadith is, or what its words mean: «ما صحة حديث «…»», «حديث «…» لا أصل له»."""
    around = (*range(max(0, d0 - NEAR), d0), *range(d1, min(d1 + NEAR, len(view.starts))))
    return any(view.skeleton(d) in _OF_WORDING or _SOUND.search(bare(view.word(d))) for d in around)


def is_attributed(view: TextView, offset: int) -> bool:
    """Whether what stands at a raw offset says who has a hadith."""
    return _stands(_ATTRIBUTED, view, offset)


def names_book(view: TextView, offset: int) -> bool:
    """Whether a book is named at a raw offset: «رواه مسلم», «(أحمد: 3)», and not «رواه فلان عن فلان»."""
    return _stands(_IN_A_BOOK, view, offset)


def names_held_book(view: TextView, offset: int) -> bool:
    """Whether a book that is held is named there; not «رواه البخاري في الأدب المفرد»."""
    return _stands(_IN_A_HELD_BOOK, view, offset)


def is_reference(view: TextView, offset: int) -> bool:
    """Whether what brackets hold, from a raw offset on, is a reference and no saying."""
    return _stands(_REFERENCE, view, offset)


def before_takhrij(view: TextView, d0: int, d1: int, end: int) -> int:
    """The word after the last of a saying d0..d1 whose marks close at raw offset `end` behind what the writer says of it."""
    if d1 - d0 <= FEWEST:
        return d1
    plain, close = view.plain, view.plain.place(end)
    found = _WITHIN_MARKS.search(plain.text, max(plain.place(view.ends[d0 + FEWEST - 1]), close - AT_MOST), close)
    return d1 if found is None else bisect_left(view.starts, plain.offset(found.start()), d0, d1)


def _stands(pattern: re.Pattern[str], view: TextView, offset: int) -> bool:
    """Whether what a pattern describes stands at a raw offset, with or without vowel signs."""
    at = view.plain.place(offset)
    return pattern.match(view.plain.text, at, at + NAMED_WITHIN) is not None
