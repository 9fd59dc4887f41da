"""Labels: what stands before quotation marks and calls what they hold a verse: «آية … (5:4) وهي قالت:», «{57:2}», «ورد في القرآن:»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from muqabala.text.fold import DIGITS
from muqabala.trace.written.view import TextView

_VERSE_BEFORE = re.compile(
    rf"(?:الآية|آية|الآيات|سورة|السورة)[^.\n:\"]{{0,40}}(?:[(\[][^()\[\]\n]{{0,30}}[)\]])?[{DIGITS})]?(?:\s+من\s+سورة\s+[\u0621-\u065f]{{2,12}})?"
    r"[\s*_،]*(?:يقول|قال تعالى|قال|تقول)?[\s*_]*[:،][\s*_>]*$"
)
_SOMEBODY_SAYS = re.compile(
    rf"^(?![^{DIGITS}]*[{DIGITS}])(?!.*(?:الله|تعالى|سبحانه|ربنا|المولى|الحق))(?!\w+(?:\s+\w+){{0,2}}\s+(?:تقول|يقول)[\s*_]*[:،])"
    r".*(?:[»”﴾؟].*:|\b[وف]?(?:قال|يقول|تقول|قلت|قالت|قالوا|سئل)\b)",
    re.DOTALL,
)
"""Such a text in which somebody speaks of a verse, and what stands between the marks are his words: «سئل عن هذه الآية، فقال: «…»»; not
«الآية تقول:»."""
_LABEL_BEFORE = re.compile(
    rf"(?:(?:^|\n)[\s{DIGITS}.)*_\-–#>]*(?:الآية|آية|الآيات|سورة|السورة|القرآن)\b[^\n\"«»“”.]{{0,60}}[{DIGITS}][\s)\]}}*_:]*"
    rf"|(?:الآية|آية|الآيات|سورة|السورة|القرآن الكريم)\b[^\n\"«»“”.]{{0,50}}[{DIGITS}][)\]}}*_\s]*"
    r"(?:و?(?:هي|هو)\s+)?(?:قالت|قال|يقول|تقول)?\s*[:–-][\s*_]*"
    rf"|\{{(?:[\u0621-\u064a ]{{2,20}}|[{DIGITS}]{{1,3}})\s*:\s*[{DIGITS}]{{1,3}}\}}\s*[:–-]?"
    rf"|(?:الآية|آية|الآيات)\s+(?:رقم\s+)?[(\[]?\s*[{DIGITS}][{DIGITS}–-]{{0,8}}\s*[)\]]?)[\s*_>–-]*$"
)
"""A line that is a reference and no more, «آية … (5:4) وهي قالت:», «{57:2}», «الآية 4»."""
_QURAN_BEFORE = re.compile(
    r"(?:\n[\W\d_]*(?:و?في\s+)?|(?:كما|ورد|وردت|جاء|جاءت|نزل|نزلت|الدليل|دليل)\s+(?:في|من)\s+|(?:يقول|قال)\s+|الدليل\s+)"
    r"القرآن(?:ي|\s+الكريم|\s+العظيم|\s+المجيد|\s+العزيز)?(?:\s+(?:يقول|قال|قوله))?[*_ ]*:[\s*_>]*$"
)
"""The Qur'an as the speaker, or as what is quoted, right before a colon; not «تفسير القرآن: …», «علوم القرآن: …»."""
_CALLS_A_VERSE = re.compile(
    r"(?:(?:^|[\n.؟!])[\W\d_]*(?:آية(?:\sقرآنية)?(?:\sكريمة)?|و?(?:ال)?دليل(?:\sالقرآني)?\sمن\sالقرآن(?:\sالكريم)?|القرآن\sالكريم)"
    r"|\b(?:قال|يقول)\sالله|\bو?صدق\sالله\s(?:العظيم\s)?إذ\s(?:يقول|قال)|\bو?تقول\s(?:هذه\s)?الآية(?:\sالكريمة)?|\bيقول\sالقرآن(?:\sالكريم)?"
    r"|\b(?:مصداقا|تصديقا|امتثالا|عملا|استجابة|و?تلا|فتلا|و?قرأ|فقرأ)\s(?:ل|ب)?قوله(?:\sتعالى)?)[\s*_]*:$"
)
"""A line or sentence that begins by calling what follows its colon a verse, «2. آية: …»; or God or the verse speaks there. Not «معنى الآية: …»."""
_PARTS_OF_LABELS = ("آي", "سور", "سُور", "القرآن", "قُرْآن", "}")
"""What `_VERSE_BEFORE`, `_LABEL_BEFORE` or `_QURAN_BEFORE` has in any case."""
LABEL_REACH, VERSE_REACH = 90, 60
"""Characters before marks in which a label is looked for, and the name of a verse or of the Qur'an."""
_VOWEL_SIGNS = dict.fromkeys((*range(0x064B, 0x0653), 0x0670, 0x0640))
"""Vowel signs and the stroke that lengthens a word, as a table that deletes them."""


def labelled(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether what every label of a verse has some of (`named_before`) stands near before each of some brackets; before few of them it does."""
    starts = np.array([start for start, _ in spans], np.int64)
    labels = np.sort(np.array([at for part in _PARTS_OF_LABELS for at in places(text, part)], np.int64))
    found: list[bool] = (np.searchsorted(labels, starts) > np.searchsorted(labels, starts - LABEL_REACH)).tolist()
    return found


def named_before(view: TextView, start: int) -> bool:
    """Whether a reference stands before the mark that opens before raw offset `start`."""
    far, near = (_bare_before(view.text, start - 1, reach) for reach in (LABEL_REACH, VERSE_REACH))
    verse = _VERSE_BEFORE.search(near)
    if (verse and not _SOMEBODY_SAYS.search(verse[0])) or _LABEL_BEFORE.search(far):
        return True
    return _QURAN_BEFORE.search(near) is not None


def calls_a_verse(view: TextView, colon: int) -> bool:
    """Whether what stands before a colon at a raw offset calls the words behind it a verse."""
    return _CALLS_A_VERSE.search(_bare_before(view.text, colon + 1, LABEL_REACH)) is not None


def _bare_before(text: str, end: int, reach: int) -> str:
    """The letters and signs before raw offset `end`, without vowel signs; what they do not reach stands as one stop before them."""
    low = max(0, end - reach)
    return ("." if low else "") + text[low:end].translate(_VOWEL_SIGNS)


def places(text: str, words: str) -> Iterator[int]:
    """Raw offsets at which some words stand in a text."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
