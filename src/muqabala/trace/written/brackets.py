"""Brackets and quotation marks: what a text puts between them, whatever it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from muqabala.text.fold import DIGITS
from muqabala.trace.written.view import SEPARATOR, TextView

MAX_CHARS, MAX_INNER, OUTER_REACH = 2_500, 40, 400
"""Characters that they may hold; that round brackets inside round brackets do, «(… (ﷺ) …)», «(… (135) …)»; and from these to the end of the outer."""
MAX_NESTED = 4
"""Quotations of one sign that may be opened within another."""
MARKS_TOGETHER = 24
"""Characters that are no Arabic letters and may stand between a word and the mark that opens or closes beside it: signs, «<b>»."""
_SIGNS = re.compile("[^\u0621-\u064a]*")
_GOES_ON = re.compile(r"\S")
_ROUND = re.compile(r"[()\n]")
_OF_A_LIST = re.compile(r"[\s(](?:\w|:)$")
CLOSES = {"«": "»", "“": "”", "”": "“", '"': '"', "'": "'", "(": ")", "{": "}", "‹": "›", "„": "”", "‘": "’", "﴿": "﴾"}
AFTER_CUES = {sign: mark for sign, mark in CLOSES.items() if sign not in "'‘"} | {"[": "]"}
"""Marks that hold a quotation after a cue, and what closes them: no single quotes, which are apostrophes as often; square brackets, too."""
_BEFORE_OPENING = frozenset(" \n\t\u00a0:(«[{*>-–—،,")
STRAIGHT = frozenset("\"'")
"""Marks that open and close with the same sign: within one line, and around lines that were broken where something announces them."""
_CURLY = frozenset("“”")
"""Marks of which some editors set one at both ends, «“…“»."""
_EITHER = STRAIGHT | _CURLY
"""Marks that open in one text and close in another."""
QUOTES = frozenset("«“”\"'‹„‘﴿")
"""Opening marks of quotations; the others may hold anything."""
FOR_QUOTATIONS = QUOTES | {"{"}
"""Opening marks that hold quotations and hardly anything else."""
_REFERENCE = re.compile(rf"[(\[][^()\[\]\n\"]{{0,40}}[{DIGITS}][^()\[\]\n\"]{{0,12}}[)\]][^\w\n]*$")
"""A reference at the end of a line."""
_ORNATE = "﴿"
_PAIRED = frozenset("«﴿{(")
"""Marks of which none is both what opens and what closes."""
_SOURCES = "متفق عليه", "رواه", "أخرجه", "صدق الله", "صدق رسول"
_LEFT = re.compile("|".join(["\n", *(rf"{source}\b" for source in _SOURCES)]))  # literals alone: ten times as fast along a whole text
_OVER = re.compile(rf"\n|[(\[]?و?(?:{'|'.join(_SOURCES)})\b|\[[^\[\]\n]{{2,30}}[{DIGITS}]\]|(?<!\.)[.؟!]\s")
"""Where a quotation ends at the latest that its mark leaves open: a line's end, the name of its source; where nothing closes it, a sentence's end."""
_SENTENCE = re.compile(r"(?<!\.)[.؟!]\s+(?:\w+\s){0,3}\w+\s?:")
"""The end of a sentence, and «وقال:»."""
_BLANK_LINE = re.compile(r"\n[ \t\r>]*\n")
_TEMPLATE = re.compile(r"\{?[\u0621-\u064a ]{2,20}\|")
"""The name of a template."""
OPENS = re.compile("[" + re.escape("".join(CLOSES)) + "]")


def brackets(view: TextView) -> tuple[tuple[int, int], ...]:
    """Raw offsets of what brackets and quotation marks hold, marks left out; the outer before the inner."""
    return _brackets_of(view.text)


@lru_cache(maxsize=2)
def _brackets_of(text: str) -> tuple[tuple[int, int], ...]:
    """The same of a text; kept, because several stages ask for those of the text at hand."""
    return tuple(_find(text))


def _find(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    closed = dict.fromkeys(STRAIGHT, -1)
    while opened := OPENS.search(text, at):
        at, sign = opened.end(), opened[0]
        if closed.get(sign, -1) >= opened.start() or (sign in _EITHER and _only_closes(text, opened.start())):
            continue
        close = closing(text, at, CLOSES[sign], at + MAX_CHARS)
        if sign not in FOR_QUOTATIONS and text[close : close + 1] != CLOSES[sign]:
            continue  # a round bracket that nothing closes
        if sign in _CURLY and text[close : close + 1] == sign:
            closed[sign] = close
        if sign in STRAIGHT and close >= 0:
            line = text.find("\n", at, close)
            reference = _REFERENCE.search(text, at, line) if line >= 0 and sign == '"' else None
            if reference:
                yield at, reference.start()  # left open; the reference stands behind what was quoted
            if line >= 0 and not _around_lines(text, at, close):
                continue
            if not _opens_another(text, close):
                closed[sign] = close
        at, close = in_template(text, at, close) if sign == "{" else (at, close)
        if close > at:
            yield at, close


def in_template(text: str, at: int, close: int) -> tuple[int, int]:
    """Raw offsets of what braces hold, which open before offset `at`: of a wiki's template, «{{قرآن|…|سورة=1}}», what its name and its other fields
    stand around."""
    template = _TEMPLATE.match(text, at, max(at, close))
    if template is None:
        return at, close
    end = text.find("|", template.end(), close)
    return template.end(), end if end >= 0 else close


def closing(text: str, at: int, mark: str, limit: int) -> int:
    """Raw offset of the mark that closes what opens before offset `at`; the document's end where it breaks off before `limit`; else -1."""
    close = text.find(mark, at, limit)
    if text[at - 1 : at] in _CURLY and (same := _same_again(text, at, close, limit)) >= 0:
        close = same
    if text[at - 1 : at] == "„" and (other := text.find("“", at, close if close >= 0 else limit)) >= 0:
        close = other  # German sets „…“
    if mark == ")" and close >= 0 and at < text.rfind("(", at, close) >= close - MAX_INNER:
        close = _closing_outer(text, at, close)
    end = text.find(SEPARATOR, at, close if close >= 0 else limit)
    if end < 0 and close < 0 and limit > len(text):
        end = len(text)
    again = text.find(_ORNATE, at, close) if text[at - 1 : at] == _ORNATE and close >= 0 else -1
    if again >= 0:
        over = _OVER.search(text, at, again)
        return over.start() if over else again  # a verse holds no other
    if (end >= 0 and text[at - 1] not in STRAIGHT) or (close >= 0 and _opened_later(text, at, close)):
        over = _OVER.search(text, at, end if end >= 0 else close)
        return over.start() if over else end
    return end if end >= 0 else close


def left_open(text: str, start: int, end: int) -> bool:
    """Whether no mark closes, before the next word behind raw offset `end`, what one opens right before `start`, though the document goes on."""
    opens = text[max(0, start - 2) : start].rstrip()[-1:]
    behind = _SIGNS.match(text, end, end + MARKS_TOGETHER)
    closes = {CLOSES.get(opens), opens if opens in _EITHER else None, "“" if opens == "„" else None}
    if opens not in CLOSES or behind is None or not closes.isdisjoint(behind[0]):
        return False
    return _GOES_ON.search(text, end) is not None and not text.startswith(SEPARATOR, behind.end() - 1)


def _same_again(text: str, at: int, close: int, limit: int) -> int:
    """Raw offset at which the mark that opens before offset `at` closes, too, «“…“», before its counterpart at `close`, or where there is none (-1)
    before `limit`; -1 where it does not."""
    sign, found = text[at - 1], at - 1
    for _ in range(MAX_NESTED):
        found = text.find(sign, found + 1, close if close >= 0 else limit)
        if found < 0 or not _opens_there(text, found, close):
            return found
    return -1


def _opens_there(text: str, at: int, close: int) -> bool:
    """Whether a mark at raw offset `at` opens another quotation: behind a colon, or, where a counterpart may close it, right before a word."""
    behind = text[at - 1] in _BEFORE_OPENING and text[at + 1 : at + 2].isalnum()
    return (behind and close >= 0) or text[max(0, at - 3) : at].rstrip()[-1:] == ":"


def _opened_later(text: str, at: int, close: int) -> bool:
    """Whether a mark that opens before offset `at` was left open, and what closes at `close` opened later: where a line ends, or a source is named,
    between the two; or a sentence, and the line closes fewer marks than it opens."""
    sign = text[at - 1]
    opened = text.rfind(sign, at, close) if sign in _PAIRED or sign == "“" else -1
    if opened < 0:
        return False
    if sign in _PAIRED and bisect_left(ends := _ends_of(text), at) < bisect_left(ends, opened):
        return True
    line = text.find("\n", close, close + MAX_CHARS)
    end = line if line >= 0 else close + MAX_CHARS
    return _SENTENCE.search(text, at, opened) is not None and text.count(sign, at, end) >= text.count(CLOSES[sign], at, end)


@lru_cache(maxsize=2)
def _ends_of(text: str) -> list[int]:
    """Raw offsets at which a line ends or a source is named; kept, because thousands of marks may ask for them."""
    return [found.start() for found in _LEFT.finditer(text)]


def _closing_outer(text: str, at: int, close: int) -> int:
    """Raw offset of the round bracket that closes one which holds others, «(… (ﷺ) …)», soon behind the first that closes and in the same line; that
    first one where none does. One behind a single letter, digit or colon is a list's or a smile, «أ)», «:)»."""
    depth = 1
    for sign in _ROUND.finditer(text, at, close + OUTER_REACH):
        if sign[0] == "\n":
            break
        depth += 1 if sign[0] == "(" else 0 if _OF_A_LIST.search(text, sign.start() - 2, sign.start()) and sign.start() > close else -1
        if not depth:
            return sign.start()
    return close


def ends_open(view: TextView, d0: int, d1: int) -> bool:
    """Whether the document ends right behind word d1 - 1, in marks that open right before word d0: previews and snippets are cut there."""
    if not view.is_over(d1):
        return False
    end = view.ends[d1 - 1]
    opens = view.text[view.ends[d0 - 1] if d0 else 0 : view.starts[d0]].rstrip(" \u00a0")[-1:]
    behind = view.text[end : view.starts[d1] - 1] if d1 < len(view.starts) else view.text[end:]
    return opens in CLOSES and not behind.strip() and CLOSES[opens] not in view.text[view.starts[d0] : end]


def opens_behind(view: TextView, d1: int) -> bool:
    """Whether a colon or a mark that opens stands between the last of some words and word d1: they lead to what follows."""
    gap = view.text[view.ends[d1 - 1] : view.starts[d1]] if d1 < len(view.starts) else ""
    return ":" in gap or OPENS.search(gap.rstrip()[-1:]) is not None


def in_quotation_marks(view: TextView, d0: int) -> bool:
    """Whether a mark that only quotations have opens right before word d0, or a round bracket behind a colon; others may hold anything."""
    gap = view.text[view.ends[d0 - 1] if d0 else 0 : view.starts[d0]].rstrip(" \u00a0…")
    return gap[-1:] in FOR_QUOTATIONS or (gap[-1:] == "(" and gap[:-1].rstrip()[-1:] == ":")


def fills_quotation_marks(view: TextView, d0: int, d1: int) -> bool:
    """Whether marks of quotation hold words d0..d1 and no others."""
    spans = brackets(view) if in_quotation_marks(view, d0) else []
    at = bisect_left(spans, (view.starts[d0] + 1,)) - 1
    start, end = spans[at] if at >= 0 else (0, 0)
    return start > (view.ends[d0 - 1] if d0 else 0) and view.ends[d1 - 1] <= end and (d1 == len(view.starts) or end <= view.starts[d1])


def _around_lines(text: str, at: int, close: int) -> bool:
    """Whether a straight quotation mark that opens before offset `at`, behind a colon and right before a word, closes at offset `close` some lines
    below: behind a word, in the same paragraph, and in these lines there are as many others that open as close."""
    sign = text[at - 1]
    opens = text[max(0, at - 6) : at - 1].rstrip(" \u00a0\r\n>*")[-1:] == ":" and text[at : at + 1].isalnum()
    if not opens or text[close : close + 1] != sign or not _only_closes(text, close) or _BLANK_LINE.search(text, at, close):
        return False
    begin, end = text.rfind("\n", 0, at - 1) + 1, text.find("\n", close)
    return text.count(sign, begin, end if end >= 0 else len(text)) % 2 == 0


def _opens_another(text: str, at: int) -> bool:
    """Whether a straight quotation mark that follows an opening one opens a quotation inside it: behind a colon and right before a word."""
    return text[max(0, at - 2) : at] == ": " and text[at + 1 : at + 2].isalnum()


def _only_closes(text: str, at: int) -> bool:
    """Whether a mark that may open or close stands behind a word and before none."""
    return at > 0 and text[at - 1] not in _BEFORE_OPENING and not text[at + 1 : at + 2].isalnum()
