"""Folding: from raw text to the letters that are compared, together with the map back, in one pass.

What is compared is the *skeleton*: the consonants with و and ي, without alif, hamza and any mark. Alif is left out because
the two accepted orthographies of the Qur'an differ in it more than in anything else (الكتٰب / الكتاب, السموات / السماوات),
and because writers and speech recognisers drop or add its hamza freely. ة is folded to ه, ى and ئ to ي, ؤ to و; Persian and
Urdu code points to their Arabic letters; presentation forms and ligatures are expanded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]

SKELETON = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
"""The letters of the skeleton; the code of a letter is its place here plus one."""

DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
"""Latin, Arabic and Persian digits, each ten in order."""
TO_LATIN = str.maketrans(DIGITS, DIGITS[:10] * 3)
"""For `str.translate`: any of them as a Latin one."""

DROP, ALIF, SEP = 0, 28, 29
"""Codes beside those of the skeleton: a mark (ignored), a letter of the alif and hamza family, anything between words."""

OTHER_WAWS = "ۄۅۆۇۈۉۊۋۏ"
"""Letters of other languages with the form of و, which decorated posts have for it."""
_ALIF_FAMILY = "اأإآٱءٲٳٵ"
_SAME_LETTER = {
    "ة": "ه", "ۃ": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۂ": "ه", "ۿ": "ه",
    "ى": "ي", "ئ": "ي", "ی": "ي", "ۍ": "ي", "ې": "ي", "ے": "ي", "ۓ": "ي", "ٸ": "ي", "\u0888": "ي",
    "ؤ": "و", "ٶ": "و", **dict.fromkeys(OTHER_WAWS, "و"),
    "ک": "ك", "ڪ": "ك", "ګ": "ك", "گ": "ك", "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ڡ": "ف", "ٯ": "ق",
    "ں": "ن", "ٹ": "ت", "ڈ": "د", "ڑ": "ر",
}  # fmt: skip
_TOGETHER = re.compile(
    r"(?:صل[ىي]?|رض[ىي])(?P<a>الله)(?P<b>تعال[ىي])?(?P<c>علي[هة]|عن(?:هما|هم|ها|[هة]))(?P<d>وعل[ىي])?(?P<e>و?[آا]له)?(?P<f>وصحبه)?(?P<g>وسلم)?"
)
"""An honorific without blanks, as converted texts have it: «صلىاللهعليهوسلم»."""
_TOGETHER_HAS = ("اللهعل", "اللهعن", "اللهتعال")
"""Letters of which it has some: they are sought in less time."""
_SIGNS_BETWEEN_WORDS = "\u06dd\u06de\u06e9"
_EXPANDED = (0xFB50, 0xFEFC)
"""Presentation forms; each stands for one or more letters."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared, and where each letter stands in what was written.

    | column     | dtype | length  | meaning                                                                  |
    |------------|-------|---------|--------------------------------------------------------------------------|
    | letters    | uint8 | letters | skeleton codes 1..27, in reading order                                   |
    | raw        | int32 | letters | code-point offset of that letter in the raw text; never decreasing        |
    | word_start | int32 | words   | code-point offset of the word's first letter                             |
    | word_end   | int32 | words   | half-open end, with the marks on the last letter                         |
    | word_first | int32 | words+1 | index in `letters` of the word's first skeleton letter; the last entry is the number of letters |

    A word may have no skeleton letter (ء, ا); then `word_first` repeats.
    """

    letters: Codes
    raw: Ints
    word_start: Ints
    word_end: Ints
    word_first: Ints


def _letter_table() -> Codes:
    table = np.full(0x10000, SEP, np.uint8)
    for code in (*range(0x0300, 0x2100), *range(0xFE00, 0xFF00)):
        char = chr(code)
        if unicodedata.category(char) in ("Mn", "Me", "Cf", "Lm") and unicodedata.bidirectional(char) != "L":
            table[code] = DROP
    for char in "\u00ad\u0640\u200c\u200d\u200e\u200f\ufeff":
        table[ord(char)] = DROP
    for char in _SIGNS_BETWEEN_WORDS:
        table[ord(char)] = SEP
    for place, char in enumerate(SKELETON, 1):
        table[ord(char)] = place
    for char in _ALIF_FAMILY:
        table[ord(char)] = ALIF
    for char, same in _SAME_LETTER.items():
        table[ord(char)] = table[ord(same)]
    return table


def _expansions() -> dict[int, str]:
    """Presentation forms and ligatures with the letters that they stand for; the honorific ﷺ and its kin are no letters."""
    found = {}
    for code in range(_EXPANDED[0], _EXPANDED[1] + 1):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and not 0xFDFA <= code <= 0xFDFC and code != 0xFDF0:
            found[code] = plain.replace(" ", "") if len(plain) < 4 else plain
    found[0xFDFD] = "بسم الله الرحمن الرحيم"
    return found


TABLE = _letter_table()
EXPANSIONS = _expansions()


def code_points(text: str) -> npt.NDArray[np.uint16]:
    """The text as one unsigned 16-bit number a code point; what lies above U+FFFF becomes U+FFFF (no letter stands there)."""
    data = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    if len(data) == len(text):
        return data
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return np.minimum(wide, 0xFFFF).astype(np.uint16)


def _expand(chars: npt.NDArray[np.uint16]) -> tuple[npt.NDArray[np.uint16], Ints | None]:
    """Replace presentation forms by their letters; the second value maps each result to its origin, None for itself."""
    odd = np.flatnonzero((chars >= _EXPANDED[0]) & (chars <= _EXPANDED[1]))
    odd = odd[[int(chars[i]) in EXPANSIONS for i in odd]] if len(odd) else odd
    if not len(odd):
        return chars, None
    texts = [EXPANSIONS[int(chars[i])] for i in odd]
    counts = np.ones(len(chars), np.int64)
    counts[odd] = [len(t) for t in texts]
    origin = np.repeat(np.arange(len(chars), dtype=np.int32), counts)
    out = chars[origin]
    places = np.flatnonzero(np.isin(origin, odd))
    out[places] = np.frombuffer("".join(texts).encode("utf-16-le"), np.uint16)
    return out, origin


def _parted(text: str, chars: npt.NDArray[np.uint16], origin: Ints | None) -> tuple[npt.NDArray[np.uint16], Ints | None]:
    """Put a blank between the words of honorifics that are written as one word; the second value maps each result to its origin, None for itself."""
    if not any(letters in text for letters in _TOGETHER_HAS):
        return chars, origin
    borders = [m.start(group) for m in _TOGETHER.finditer(text) for group in "abcdefg" if m[group]]
    places = np.arange(len(chars), dtype=np.int32) if origin is None else origin
    at = np.searchsorted(places, borders)
    return np.insert(chars, at, ord(" ")), np.insert(places, at, borders)


def _edges(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Where runs of True begin and end, in turn; always an even number of places."""
    padded = np.zeros(len(inside) + 2, np.bool_)
    padded[1:-1] = inside
    return np.flatnonzero(padded[1:] != padded[:-1])


def fold(text: str) -> Folded:
    """Fold a raw text.

    Words are runs of letters and marks; every other character (blank, punctuation, digit, verse sign, Latin letter) stands
    between words and is passed over, so that letters of neighbouring words are neighbours in `letters`.

    >>> f = fold("خَتَمَ اللَّهُ، عَلَىٰ")
    >>> "".join(SKELETON[c - 1] for c in f.letters)
    'ختمللهعلي'
    """
    chars, origin = _parted(text, *_expand(code_points(text)))
    codes = np.take(TABLE, chars)
    kept = np.flatnonzero(codes != DROP)
    kinds = np.take(codes, kept)
    edges = _edges(kinds < SEP)
    begins, ends = edges[0::2], edges[1::2]
    consonant = kinds < ALIF
    in_skeleton = np.flatnonzero(consonant)
    raw = np.take(kept, in_skeleton).astype(np.int32)
    word_start = np.take(kept, begins).astype(np.int32)
    after_last = np.take(np.append(kept, len(chars)), ends).astype(np.int32)
    before = np.zeros(len(kinds) + 1, np.int32)
    np.cumsum(consonant, out=before[1:])
    word_first = np.append(np.take(before, begins), before[-1]).astype(np.int32)
    letters = np.take(kinds, in_skeleton)
    if origin is not None:
        raw, word_start = origin[raw], origin[word_start]
        after_last = (np.append(origin, np.int32(len(text)))[after_last - 1] + 1).astype(np.int32) if len(after_last) else after_last
    return Folded(letters, raw, word_start, after_last, word_first)
