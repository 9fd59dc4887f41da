"""A word as letters with their marks: what a writer claims about each letter, whatever the encoding.

Marks are reduced to claims about pronunciation. Signs of recitation (madda, ṣila, iqlāb mīm, pause and sajda signs, the small
zero over a silent letter, imāla and tas-hīl dots) make no claim that modern spelling would also make and are left out.
Encodings: Unicode's own marks, and those of the King Fahd Complex, where U+06E1 is the sukūn and U+0657, U+065E and U+0656 are
the open (assimilated) tanwīn of fatḥ, ḍamm and kasr (Unicode Standard, chapter 9.2; King Fahd Complex font notes).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from muqabala.text.fold import EXPANSIONS, OTHER_WAWS

FATHA, DAMMA, KASRA, FATHATAN, DAMMATAN, KASRATAN, SUKUN = "a", "u", "i", "an", "un", "in", "0"
TANWIN = frozenset({FATHATAN, DAMMATAN, KASRATAN})

_VOWELS: dict[str, frozenset[str]] = {
    "\u064e": frozenset({FATHA}), "\u064f": frozenset({DAMMA}), "\u0650": frozenset({KASRA}),
    "\u064b": frozenset({FATHATAN}), "\u064c": frozenset({DAMMATAN}), "\u064d": frozenset({KASRATAN}),
    "\u08f0": frozenset({FATHATAN}), "\u08f1": frozenset({DAMMATAN}), "\u08f2": frozenset({KASRATAN}),
    "\u0657": frozenset({FATHATAN, DAMMA}), "\u065e": frozenset({DAMMATAN, FATHATAN}), "\u0656": frozenset({KASRATAN, KASRA}),
    "\u0652": frozenset({SUKUN}), "\u06e1": frozenset({SUKUN}),
}  # fmt: skip
_SHADDA, _DAGGER, _HAMZA_ABOVE, _HAMZA_BELOW = "\u0651", "\u0670", "\u0654", "\u0655"
_SIMPLE_MARKS = frozenset({*_VOWELS, _SHADDA, _DAGGER})
"""Marks that never make one letter with the letter under them, and whose order makes no difference here."""
_IQLAB = {frozenset({FATHA}): FATHATAN, frozenset({DAMMA}): DAMMATAN, frozenset({KASRA}): KASRATAN}
"""The tanwīn that a short vowel with the small mīm of iqlāb stands for: «عَادُۢ»."""
_SMALL_MIM = "\u06e2\u06ed"
_SMALL_SIN = "\u06dc\u06e3"
_SAME = str.maketrans({
    "ٱ": "ا", "ک": "ك", "ڪ": "ك", "ګ": "ك", "ی": "ي", "ۍ": "ي", "ې": "ي", "ے": "ي", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۂ": "ه",
    "ۃ": "ة", "ں": "ن", "ٲ": "أ", "ٳ": "إ", "ٶ": "ؤ", "ٸ": "ئ", "\u0888": "ى", **dict.fromkeys(OTHER_WAWS, "و"), "ڤ": "ف", "ڡ": "ف", "ٯ": "ق",
    **{chr(code): plain for code, plain in EXPANSIONS.items()},
})  # fmt: skip
_LETTERS = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
_LETTERS_AND_BLANKS = _LETTERS | {" "}
_ALIFS = frozenset("اأإآ")
_TATWEEL = "\u0640"
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad\u06e5\u06e6")


class Letter(NamedTuple):
    """One letter with what its marks claim."""

    char: str
    """The letter in Unicode's Arabic block, hamza seat kept, wasla dropped."""
    vowels: frozenset[str]
    """The vowels that the marks allow (an ambiguous mark allows two); empty where none is written."""
    shadda: bool
    dagger: bool
    """A dagger alif follows: a long alif that is not written as a letter."""
    place: int
    """Index of the letter in the string that was parsed."""


NO_VOWEL: frozenset[str] = frozenset()


@lru_cache(maxsize=32_000)
def letters_of(text: str) -> tuple[Letter, ...]:
    """The letters of one or more words, blanks and every sign that is no letter left out.

    >>> [(x.char, sorted(x.vowels)) for x in letters_of("رَبِّ")]
    [('ر', ['a']), ('ب', ['i'])]
    """
    if _LETTERS.issuperset(text):
        return tuple([Letter(char, NO_VOWEL, False, False, place) for place, char in enumerate(text)])
    found: list[Letter] = []
    for start, cluster in _clusters(text):
        base, marks = cluster[0], cluster[1:]
        if base in _LETTERS:
            own, hamza, behind = marks.partition(_HAMZA_ABOVE)  # «شَيۡٔٗا»: what stands behind a hamza without a seat is its own
            found.append(Letter(*_claims(base, own), start))
            if hamza:
                found.append(_marked(Letter("ء", NO_VOWEL, False, False, start), behind))
        elif base == _TATWEEL and _HAMZA_ABOVE in marks:
            found.append(_marked(Letter("ء", NO_VOWEL, False, False, start), marks))
        elif base == _TATWEEL and found and marks:
            found[-1] = _marked(found[-1], marks)
        else:
            found.extend(Letter(char, NO_VOWEL, False, False, start) for char in cluster if char in _LETTERS)
    return tuple(_tanwin_on_the_bearer(_shadda_before_alif(_sukun_of_the_lam(found))))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each letter with the marks on it, composed (NFC), and where it starts in the text."""
    starts = [i for i, char in enumerate(text) if not unicodedata.combining(char) and char not in _INVISIBLE]
    ends = [*starts[1:], len(text)] if starts else []
    found = []
    for a, b in zip(starts, ends, strict=True):
        cluster = text[a:b]
        if cluster[0] in _LETTERS and _SIMPLE_MARKS.issuperset(cluster[1:]):
            found.append((a, cluster))
            continue
        cluster = unicodedata.normalize("NFC", cluster.translate(_SAME))
        bases = [i for i, char in enumerate(cluster) if not unicodedata.combining(char)]
        if len(bases) <= 1:
            found.append((a, cluster))
        else:  # a ligature: its letters one by one, the marks on the last
            found += [(a, cluster[i:j]) for i, j in pairwise([*bases, len(cluster)])]
    return found


@lru_cache(maxsize=4_000)
def _claims(base: str, marks: str) -> tuple[str, frozenset[str], bool, bool]:
    """What a letter with its marks claims, wherever it stands."""
    return _marked(Letter(base, NO_VOWEL, False, False, 0), marks)[:4]


def _marked(letter: Letter, marks: str) -> Letter:
    vowels = [_VOWELS[m] for m in marks if m in _VOWELS]
    char = "س" if letter.char == "ص" and any(m in _SMALL_SIN for m in marks) else letter.char
    if _HAMZA_BELOW in marks and char == "ا":
        char = "إ"
    vowel = vowels[-1] if vowels else letter.vowels
    if letter.char in _ALIFS and len(vowels) > 1 and frozenset({SUKUN}) in vowels:
        vowel = frozenset().union(*vowels)  # «الأَْرض»: one of them may be another letter's
    if vowel in _IQLAB and any(m in _SMALL_MIM for m in marks):
        vowel |= {_IQLAB[vowel]}
    return letter._replace(
        char=char,
        vowels=vowel,
        shadda=letter.shadda or _SHADDA in marks,
        dagger=letter.dagger or _DAGGER in marks,
    )


def _sukun_of_the_lam(letters: list[Letter]) -> list[Letter]:
    """A sukūn typed on an alif that has a vowel of its own (a madda, a kasra below) is that of the lām joined to it in print (الأَْرض, الآْخرة)."""
    for i in range(1, len(letters)):
        before, alif = letters[i - 1], letters[i]
        if before.char == "ل" and SUKUN in alif.vowels and (len(alif.vowels) > 1 or alif.char in "آإ"):
            letters[i - 1] = before._replace(vowels=before.vowels or frozenset({SUKUN}))
            letters[i] = alif._replace(vowels=alif.vowels - {SUKUN})
    return letters


def _shadda_before_alif(letters: list[Letter]) -> list[Letter]:
    """No alif is doubled: a shadda typed on it, and the vowel beside, are those of the letter before, joined to it in print (إلاَّ, إِلَاّ)."""
    for i in range(1, len(letters)):
        before, alif = letters[i - 1], letters[i]
        if alif.char == "ا" and alif.shadda:
            vowels = before.vowels or alif.vowels - TANWIN
            letters[i - 1] = before._replace(shadda=True, vowels=vowels)
            letters[i] = alif._replace(shadda=False, vowels=alif.vowels & TANWIN)
    return letters


def _tanwin_on_the_bearer(letters: list[Letter]) -> list[Letter]:
    """Tanwīn of fatḥ may be written on its alif or on the letter before, or there a fatḥa (كتاباً, كتابًا, كتابَاً); keep it on the letter before."""
    for i in range(1, len(letters)):
        if letters[i].char in "اى" and letters[i].vowels & {FATHATAN} and letters[i - 1].vowels <= {FATHA}:
            letters[i - 1] = letters[i - 1]._replace(vowels=frozenset({FATHATAN}))
            letters[i] = letters[i]._replace(vowels=NO_VOWEL)
    return letters


@lru_cache(maxsize=32_000)
def bare(text: str) -> str:
    """The letters alone, hamza seats kept: «الرَّحْمَـٰنِ» gives «الرحمن».

    >>> bare("وَٱلْعَصْرِ")
    'والعصر'
    """
    return "".join(x.char for x in letters_of(text))


def is_bare(text: str) -> bool:
    """Whether a text is letters and blanks alone, as `bare` gives its words."""
    return _LETTERS_AND_BLANKS.issuperset(text)


def without_long_alifs(words: str) -> str:
    """Letters of words, alifs inside a word left out and hamza taken off its seat."""
    plain = [_FINAL_HAMZA.sub("ا", bare(w)).translate(_SEATLESS) for w in words.split()]
    return " ".join(w[:1] + w[1:-1].replace("ا", "") + w[-1:] if len(w) > 2 else w for w in plain)


_FINAL_HAMZA = re.compile("ؤا$")
"""A hamza at the end of a word as the mushafs write many: «تفتؤا»."""
_SEATLESS = str.maketrans("أإآؤئى", "اااويي", "ء")
