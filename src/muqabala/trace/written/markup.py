"""A text as it is read, as long as it is, so that every offset stays the same.

Signs of markup and of printing that stand within words are no words of what is quoted, and blanks take their place: links and notes of a wiki, marks
of notes that have a word, leaves of a manuscript. Marks of quotation that few texts have are read as common ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from muqabala.text.fold import DIGITS

_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,80}\|)?([^\[\]|\n]{1,200})\]\]")
"""A link of a wiki and what it is shown as: «[[سورة الكهف|الكهف]]»."""
_TEMPLATE = re.compile(r"\{\{(?!\s?(?:قرآن|قران|ال?آية|آية|حديث|اقتباس))[\u0621-\u064a ]{1,20}\|(?:[^{}|\n]{0,30}\|)?([^{}|\n]{1,120})\}\}")
"""Another template of a wiki within a text, «{{لون|أخضر|الصفا}}», «{{هامش|1}}», and what it shows."""
_REMARK = re.compile(r"(?<=[\u0621-\u0652])<ref\b[^<>\n]{0,60}>[^<>\d«»﴿﴾{}\"“”\n]{0,90}</ref>(?=\s?[\u0621-\u064a])")
"""A note of a wiki in the midst of a sentence that has nothing but a few words: «الصفا<ref>جبل بمكة</ref> والمروة»."""
_OF_NOTES = "هامش", "ملاحظة", "حاشية"
"""Words that the mark of a note may have: «[هامش 1]»."""
_HASHTAG = re.compile(r"#(?=[\u0621-\u064a])\w{1,140}")
"""What people search posts by: «#سورة_الكهف»."""
_SOUNDS = "[موسيقى]", "[تصفيق]"
"""What captions say of sounds that nobody speaks."""
_LEAF = re.compile(rf"\|\s?[{DIGITS}]{{1,4}}\s?/?\s?[أابوظ]\s?\|")
"""The leaf of a manuscript that begins there, and its side: «|45ب|»."""


_DRAWN: dict[str, str | int | None] = {"\ufd5f": "﴿", "\ufd5e": "﴾"}
"""Ligatures that hardly any text has, as which fonts of the King Fahd Complex have the ornate brackets, and so texts set in them have both."""
_RARE = "❝❞〝〞‟＂⟪⟫《》『』「」"
_MARKS = str.maketrans(_RARE, '“”“”“"«»«»«»«»')
"""Marks of quotation of posts and of other scripts, and those that they stand for."""
_DOUBLED = re.compile("(?<![<>])(?:<<|>>)(?![<>])")
"""Marks of quotation for which a keyboard has no sign."""
_APOSTROPHES = re.compile(
    r"(?P<before>:[ \u00a0]{0,3})(?P<opens>'{1,3}|(?P<curly>‘))(?=[\u0621-\u064a])(?P<held>[^'‘’\n\"«»“”﴿﴾]{3,900})"
    r"(?<=[\u0621-\u0652.،؟!)])(?P<closes>(?(curly)’|(?P=opens)))(?![\w'])"
)
"""Apostrophes that open behind a colon and close behind an Arabic letter in the same line: there they are marks of quotation."""
_ESCAPED = re.compile(r"\\+(?P<sign>[^\w\s\\]|(?P<control>[nrt])(?![A-Za-z]))")
"""What data formats and Markdown write for a sign, «\\"», and for the end of a line, «\\n»."""
_CONTROLS = {"n": "\n", "r": " ", "t": " "}
_ENTITIES = {
    **dict.fromkeys(("quot", "#34", "#x22"), '"'),
    **dict.fromkeys(("nbsp", "#160"), " "),
    "laquo": "«",
    "raquo": "»",
    "ldquo": "“",
    "rdquo": "”",
    "hellip": "…",
    "ndash": "–",
    "mdash": "—",
    "#39": "'",
    "apos": "'",
}
_ENTITY = re.compile(rf"&({'|'.join(_ENTITIES)});")
"""What web pages write for a sign: «&quot;»."""
_BEFORE_OPENING, _BEHIND_CLOSING = " \n\t:([{*>-–،", ".،؛,:)]}"
"""Signs that stand before a mark that opens, and behind one that closes."""
_EMPHASIS = re.compile(r"</?(?:b|strong|em|i)>")
"""What they write where Markdown has asterisks."""
_BYTE = "<0x0A>"
"""The end of a line, as language models write it that have no sign for it."""


def without_markup(text: str) -> str:
    """A text with blanks in the place of such signs.

    >>> without_markup("([[سورة الكهف|الكهف]]: 20)")
    '(             الكهف  : 20)'
    """
    for sign, pattern, kept in _KINDS:
        if sign in text:
            text = pattern.sub(kept, text)
    return text


def with_common_marks(text: str) -> str:
    """A text with common marks of quotation in the place of others: «❝…❞», «『…』», «<<…>>», single or doubled apostrophes behind a colon, and what
    data formats and web pages write for marks, «&quot;».

    >>> with_common_marks("قال: <<العلم نور>> &quot;العلم&quot;")
    'قال:  «العلم نور»       “العلم”     '
    """
    if "\\" in text:
        text = _ESCAPED.sub(lambda found: _beside_word(found, _CONTROLS.get(found["control"] or "", found["sign"])), text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _beside_word(found, _ENTITIES[found[1]]), text)
    if "</" in text:
        text = _EMPHASIS.sub(lambda found: _beside_word(found, "*"), text)
    text = text.replace(_BYTE, "\n".rjust(len(_BYTE)))
    if all(sign in text for sign in _DRAWN):
        text = text.translate(str.maketrans(_DRAWN))
    if any(sign in text for sign in _RARE):
        text = text.translate(_MARKS)
    if "<<" in text and ">>" in text:
        text = _DOUBLED.sub(lambda signs: " «" if signs[0] == "<<" else "» ", text)
    if "'" in text or "‘" in text:
        text = _APOSTROPHES.sub(_between_apostrophes, text)
    return text


def _beside_word(found: re.Match[str], sign: str) -> str:
    """A sign in the place of what stands for it, beside the word that it is set to: the one behind if it opens, or else the one before. A straight
    mark of quotation is one of two that are told apart, since a string of data has others around it."""
    before, behind = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    opens = before in _BEFORE_OPENING and behind.strip() not in _BEHIND_CLOSING
    sign = ("“" if opens else "”") if sign == '"' else sign
    return sign.rjust(len(found[0])) if opens or sign == "\n" else sign.ljust(len(found[0]))


def _between_apostrophes(found: re.Match[str]) -> str:
    """What apostrophes hold, between marks that only quotations have."""
    opens, closes = (" " * (len(found[sign]) - 1) for sign in ("opens", "closes"))
    return f"{found['before']}{opens}“{found['held']}”{closes}"


def _shown(link: re.Match[str]) -> str:
    """What a link is shown as, in its place."""
    return " " * (link.start(1) - link.start()) + link[1] + "  "


def _said(tag: re.Match[str]) -> str:
    """The words of a tag."""
    return tag[0].replace("#", " ").replace("_", " ")


def _nothing(found: re.Match[str]) -> str:
    return " " * len(found[0])


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    ("[[", _LINK, _shown),
    ("}}", _TEMPLATE, _shown),
    ("</ref>", _REMARK, _nothing),
    *((word, re.compile(rf"{word}(?<=[\[(]{word})[ \u00a0](?=[{DIGITS}]{{1,3}}[\])])"), _nothing) for word in _OF_NOTES),
    *((sound, re.compile(re.escape(sound)), _nothing) for sound in _SOUNDS),
    ("|", _LEAF, _nothing),
    ("#", _HASHTAG, _said),
)
"""What each kind of them has in any case, so that most texts are not searched; and what takes its place."""
