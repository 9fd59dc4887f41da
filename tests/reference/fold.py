"""Folding, slow and obvious: one loop over the characters."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

SKELETON = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
NO_CONSONANT = "اأإآٱءٲٳٵ"
HEH, YEH, WAW = "ةۃۀہھەۂۿ", "ىئیۍېےۓٸ\u0888", "ؤٶۄۅۆۇۈۉۊۋۏ"
PERSIAN = dict(zip("کڪګگپچژڤڡٯںٹڈڑ", "ككككبجزففقنتدر", strict=True))
VERSE_SIGNS = "\u06dd\u06de\u06e9"
HONORIFICS = "\ufdf0\ufdfa\ufdfb\ufdfc"
BASMALA = "بسم الله الرحمن الرحيم"


class Word(NamedTuple):
    """A word: its letters, each with its raw offset, and where it begins and ends."""

    start: int
    end: int
    letters: list[tuple[str, int]]


def expand(char: str) -> str:
    """What a presentation form stands for; any other character is itself."""
    if char == "\ufdfd":
        return BASMALA
    if not "\ufb50" <= char <= "\ufefc" or char in HONORIFICS:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain.replace(" ", "") if len(plain) < 4 else plain


def skeleton_letter(char: str) -> str | None:
    """The letter that is compared; "" for alif and hamza; None for what is no letter."""
    for group, same in ((HEH, "ه"), (YEH, "ي"), (WAW, "و")):
        if char in group:
            return same
    if char in NO_CONSONANT:
        return ""
    char = PERSIAN.get(char, char)
    return char if char in SKELETON else None


def is_mark(char: str) -> bool:
    """Whether a character is a mark or invisible, and so belongs to the word that it stands in."""
    if char in VERSE_SIGNS:
        return False
    if char in "\u00ad\u0640\u200e":
        return True
    near = 0x300 <= ord(char) < 0x2100 or 0xFE00 <= ord(char) < 0xFF00
    return near and unicodedata.category(char) in ("Mn", "Me", "Cf", "Lm") and unicodedata.bidirectional(char) != "L"


def words(text: str) -> list[Word]:
    """The words of a text: runs of letters and marks that begin with a letter."""
    found: list[Word] = []
    inside = False
    for place, raw in enumerate(text):
        for char in expand(raw):
            letter = skeleton_letter(char)
            if letter is not None:
                if not inside:
                    found.append(Word(place, place, []))
                    inside = True
                found[-1] = found[-1]._replace(end=place + 1)
                if letter:
                    found[-1].letters.append((letter, place))
            elif is_mark(char):
                if inside:
                    found[-1] = found[-1]._replace(end=place + 1)
            else:
                inside = False
    return found
