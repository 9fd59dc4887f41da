"""Windows: stretches that the text announces as Qur'an, by an ornate bracket or by a cue that names God or the Qur'an.

They are found before anything is known of their content. A window between brackets says where the writer's quotation begins and
ends; one after a cue without brackets says only where it begins. Windows get a second pass with shorter seeds, and one
that stands nowhere is an announced quotation without a source.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.canon.seeds import Seeds
from muqabala.text.fold import DIGITS
from muqabala.text.keys import kmer_codes
from muqabala.trace.announced.again import spoken_again
from muqabala.trace.announced.cues import cue_before, presented
from muqabala.trace.announced.headings import headed
from muqabala.trace.announced.lines import (
    MAX_WORDS,
    MIN_REFERENCED,
    SENTENCE_ENDS,
    announced_lines,
    announced_sentences,
    before_reference,
    is_vocalised,
    lines_before_references,
    sentence_behind_cue,
    sentence_from,
    up_to_reference,
)
from muqabala.trace.announced.takhrij import HELD
from muqabala.trace.references.labels import labelled, named_before, places
from muqabala.trace.written.asides import head_words, is_honorific, names_itself, skeleton_of, skeletons_of, words_between
from muqabala.trace.written.brackets import AFTER_CUES, FOR_QUOTATIONS, MAX_CHARS, STRAIGHT, brackets, closing, in_template, left_open
from muqabala.trace.written.view import TextView

MOSTLY = 1.5
"""How many more words braces may hold than a verse found in them that they are taken to be set around."""
OPEN_WORDS = 9
"""Words of a window after a cue without brackets."""
_CUES = (
    "تعالى", "عز وجل", "جل وعلا", "سبحانه", "قال الله", "قول الله", "جل ثناؤه", "جل جلاله", "قال ربنا", "التنزيل", "قال ربكم", "جل شأنه", "تبارك اسمه", "قال الحق", "من قائل", "يقول ربنا", "يقول الله", "يقول الحق", "يقول المولى", "قال المولى", "محكم كتابه", "محكم تنزيله", "كتابه العزيز", "كتابه الكريم", "كتابه المجيد", "كتابه المبين", "التنزيل العزيز", "التنزيل الحكيم", "القرآن", "كتاب الله", "رب العالمين", "الآية", "الآيات",
)  # fmt: skip
_CUE_ENDS = tuple(skeleton_of(w).replace(b"\0", b"") for w in _CUES)
_TAIL = 4
"""Letters by which the ends of cues are looked up."""
_NOT_SCRIPTURE = re.compile(
    b"|".join(
        skeleton_of(w)
        for w in (
            "القدسي",
            "الحديث",
            "حديث",
            "رسول الله صلى",
            "قال النبي",
            "النبي صلى",
            "وسلم قال",
            "وسلم يقول",
            "يرويه عن ربه",
            "فيما يرويه",
            "يروي عن ربه",
            "عن ربه",
            "الأثر",
            "أثر إلهي",
            "الإلهي",
            "التوراة",
            "الإنجيل",
        )
    )
)
BEFORE_CUE = 14
"""Words before a window that may say so."""
_PARTICLES = skeleton_of("وفبكل")
"""Letters that may be joined to the head of a cue."""


def _words_of_cues() -> dict[bytes, frozenset[bytes]]:
    """For the last word of each cue, the words that stand before it; none where it is the only one. A cue may have a particle before it."""
    found: dict[bytes, frozenset[bytes]] = {}
    for cue in _CUES:
        first, _, last = skeleton_of(cue).partition(b"\0")
        with_particles = frozenset((first, *(bytes((p,)) + first for p in _PARTICLES)))
        for word in (last,) if last else with_particles:
            found[word] = found.get(word, frozenset()) | (with_particles if last else frozenset())
    return found


_BEFORE_LAST = _words_of_cues()
_SKIPPED_WORDS = 6
_VERSE_TEMPLATE = re.compile(r"\{\{\s?(?:قرآن|قران|آية|الآية)\s?\|(?:[^|={}\n]{1,9}=[^|={}\n]{1,20}\|){0,3}(?P<verse>[^|={}\n]+)[|}]")
"""A template of a wiki that holds a verse, «{{قرآن|…}}», with its vowels or behind what names its sura, «{{قرآن|سورة=1|…}}»."""
_BOOKS = rf"{HELD}|بخار[يى]|رواه|أخرجه|صحيح|سنن|مسند|متفق|حديث|الحديث|كتاب|ص|صفحة|رقم"
_VERSE_BEHIND = re.compile(
    rf"[\s*_>.،]{{0,12}}(?:(?:المصدر|المرجع)[ *_]{{0,3}}:[ *_]{{0,4}})?(?:(?:سورة|سوره|السورة)\s|صدق\sالله\s(?:العل[يى]\s)?العظيم|(?:[(\[]\s*|\*\*)(?:(?:سورة|سوره|القرآن|الآية|آية|الآيات)\s"
    rf"|(?!(?:{_BOOKS})\b)[\u0621-\u065f]{{2,12}}(?: [\u0621-\u065f]{{2,12}})?\s*[:،,/]\s*(?:الآي\w+\s*)?[{DIGITS}]))"
)
_BEFORE_REFERENCE = " \t\r\n\u00a0*_>.،"
_ALONE = re.compile(rf"[^{DIGITS}\n«\"“﴿]{{1,40}}[{DIGITS}][{DIGITS}\s–—,،)\].*_-]*?(?:\n|\Z)")
"""A line that is a reference and no more."""
_BEHIND = re.compile(r"[ \u00a0*_.،|]{0,6}[-–—]?[ \u00a0*_]{0,3}[(\[]?\s?(?:(?:سورة|السورة)\s)?")
_BEFORE = re.compile(r"[)\]]?[ \u00a0*_]{0,3}(?:(?P<colon>:)[\s*_>]{0,8}|[–-]?[ \u00a0*_]{0,4})")
"""What stands between marks and the reference that belongs to them, behind and before."""
_NAME = re.compile("[\u0621-\u064a]{2}")
"""The name of a sura; «ص: 12» is a page as often as a verse."""
_OWNER = re.compile(r"[\"»”﴾)\]}][\s*_.،(\[–-]{0,6}(?:(?:سورة|السورة)\s+)?$")
"""The end of a quotation to which a reference behind it belongs."""
REFERENCE_REACH = 20
"""Characters between marks and a reference that belongs to them."""
_INSIDE = 40
"""Characters that a reference at the end of what marks hold may have."""
_HIS_WORDS = skeletons_of(("قوله", "وقوله", "لقوله", "كقوله", "بقوله", "فقوله", "ولقوله", "وكقوله"))
"""Words with which a commentator names what God said."""
_BEFORE_ROUND = " \t\r\n\u00a0*_"
_MARKER = re.compile(r"(?:\*{1,3}|`|_{1,2})$")
_EMPHASIS = re.compile(r"(\*{1,3}|`|_{1,2})([^*`_\n]{8,900})\1")
"""Words that asterisks, strokes or backticks emphasise, as in Markdown."""
_BLOCK = re.compile(r":[*_ \t]*\n\s*>[ \t*_]*$")
_SET_APART = re.compile(
    r"(?P<held>[^\n:.؟!\"«»“”﴿﴾{}()\[\]|]{8,900})[.؟! \t*_]*(?:[(\[][^()\[\]\n]{2,60}[)\]][.؟! \t*_]*)?(?:\n(?![ \t]*>[ \t*_]*[\u0621-\u064a])|\Z)"
)
"""The one line that a colon leads to and Markdown sets apart, and in it nothing but words, and perhaps a reference behind them."""
_BARE = re.compile(rf"[ \u00a0*_{DIGITS})\]،–-]*:[\s*_>]*")
_SIGN = re.compile("[:\n" + "".join(map(re.escape, AFTER_CUES)) + "]")


class Window(NamedTuple):
    """Words d0..d1 (half-open) that are announced as Qur'an."""

    d0: int
    d1: int
    enclosed: bool
    """Brackets mark both its ends."""
    ornate: bool
    """Its brackets are ones that only scripture has."""
    referenced: bool = False
    """A reference to a verse stands beside it."""
    until: int = 0
    """Word before which a reference in brackets, or the sentence, ends what a cue and a colon announce without marks; 0 where nothing does."""
    line: bool = False
    """It is a line, or the rest of one, which no marks enclose."""
    sentence: bool = False
    """Nothing but the end of its sentence says how far it goes."""
    soft: bool = False
    """What stands before it names a verse and not God as who speaks: it may be about a verse."""


def find_windows(view: TextView, references: Sequence[tuple[int, int]] = ()) -> list[Window]:
    """All windows of a text, in its order; none lies between the brackets of another. `references` are the raw offsets of references to verses."""
    found: dict[int, Window] = {}
    lines = (Window(*words, True, False, True, line=True) for words in announced_lines(view, references))
    sentences = (Window(d0, min(d0 + OPEN_WORDS, d1), False, False, True, until=d1) for d0, d1 in announced_sentences(view, references))
    before = (_soft(view, *words) for words in lines_before_references(view, references))
    for window in (*_ornate(view), *_referenced(view, references), *lines, *sentences, *_after_cues(view), *before):
        known = found.get(window.d0)
        if known is None or (window.enclosed and not known.enclosed):
            found[window.d0] = window
    found |= {window.d0: window for window in _behind_colons(view, found)}
    for window in [window for window in found.values() if window.enclosed and not window.line]:
        for again in _again(view, window):
            found.setdefault(again.d0, again)
    windows: list[Window] = []
    for d in sorted(found):
        if not windows or not windows[-1].enclosed or d >= windows[-1].d1:
            windows.append(found[d])
    return windows


def _again(view: TextView, window: Window) -> Iterator[Window]:
    """The windows that God's words go on in behind one of them, «{…}، وقال: {…}، وقال: {…}»."""
    first, behind = window.d0, window
    while True:
        at = spoken_again(view, first, view.ends[behind.d1 - 1])
        again = _enclosed(view, at, view.text[at]) if at >= 0 else None
        if again is None or not again.enclosed or again.d1 - again.d0 < MIN_REFERENCED:
            return
        behind = again._replace(referenced=True)
        yield behind


def _ornate(view: TextView) -> Iterator[Window]:
    found = (_enclosed(view, at, "﴿") for at in places(view.text, "﴿"))
    yield from (window for window in found if window is not None)
    for at in places(view.text, "{{"):
        verse = _VERSE_TEMPLATE.match(view.text, at, at + MAX_CHARS)
        d0, d1 = (bisect_left(view.starts, x) for x in verse.span("verse")) if verse else (0, 0)
        if verse is not None and d0 < d1 <= d0 + MAX_WORDS and ("=" in verse[0] or is_vocalised(verse["verse"])):
            yield Window(d0, d1, True, True)


def _may_quote(view: TextView, start: int) -> bool:
    """Whether an opening mark before a raw offset is one of quotations, or a round bracket behind a colon, «قال: * (…) *»."""
    if view.text[start - 1] != "(":
        return view.text[start - 1] in FOR_QUOTATIONS
    return view.text[max(0, start - 12) : start - 1].rstrip(_BEFORE_ROUND)[-1:] == ":"


def _behind_his_words(view: TextView, start: int) -> bool:
    """Whether a round bracket opens before raw offset `start` right behind «قوله», which may be followed by anybody's words."""
    d0 = bisect_left(view.starts, start)
    return view.text[start - 1] == "(" and d0 > 0 and view.skeleton(d0 - 1) in _HIS_WORDS and not view.text[view.ends[d0 - 1] : start - 1].strip()


def _referenced(view: TextView, references: Sequence[tuple[int, int]]) -> Iterator[Window]:
    """Quotation marks beside which a reference to a verse stands: «…» (البقرة: 31), «سورة النمل، الآية 39: "…"», «… (البقرة: 31)»."""
    named = [(a, b) for a, b in references if _NAME.search(view.text, a, b)]
    spans, announced = brackets(view), headed(view).verses
    for (start, end), label, inside in zip(spans, labelled(view.text, spans), _ending_in_brackets(view, spans), strict=True):
        beside = bool(named) and _beside(view.text, named, start - 1, end + 1)
        below = (start, end) in announced
        if not (
            beside
            or below
            or _verse_behind(view.text, end + 1)
            or (label and named_before(view, start))
            or (inside and _named_inside(view, start, end))
        ):
            continue
        sure = _may_quote(view, start) or (view.text[start - 1] == "(" and is_vocalised(view.text[start:end]))
        d0, d1 = bisect_left(view.starts, start), bisect_left(view.starts, end)
        if d1 - d0 >= MIN_REFERENCED and (sure or _behind_his_words(view, start)):
            yield Window(d0, d1, True, False, sure)


def _verse_behind(text: str, end: int) -> bool:
    """Whether a reference to a verse stands behind a closing mark that ends at raw offset `end`; on the next line it must be alone, or it is that
    line's own."""
    found = _VERSE_BEHIND.match(text, end)
    if found is None:
        return False
    line = end + len(found[0]) - len(found[0].lstrip(_BEFORE_REFERENCE))
    return "\n" not in text[end:line] or _ALONE.match(text, line) is not None


def _ending_in_brackets(view: TextView, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether another bracket opens near the end of what each of some brackets holds."""
    starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
    opening = view.offsets("([")
    found: list[bool] = (np.searchsorted(opening, ends) > np.searchsorted(opening, np.maximum(starts, ends - _INSIDE))).tolist()
    return found


def _beside(text: str, references: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some references, in order, stands right behind or before marks at raw offsets start..end, and belongs to no others."""
    at = bisect_left(references, (end, 0))
    if at < len(references) and right_behind(text, end, references[at][0]):
        return True
    return at > 0 and right_before(text, *references[at - 1], start)


def right_behind(text: str, end: int, low: int) -> bool:
    """Whether a reference that begins at raw offset `low` stands right behind a closing mark that ends at `end`."""
    return 0 <= low - end <= REFERENCE_REACH and _BEHIND.fullmatch(text, end, low) is not None


def right_before(text: str, low: int, high: int, start: int) -> bool:
    """Whether a reference at raw offsets low..high stands right before a mark that opens at `start`, and belongs to no others."""
    between = _BEFORE.fullmatch(text, high, start) if 0 <= start - high <= REFERENCE_REACH else None
    return between is not None and (between["colon"] is not None or not _OWNER.search(text, max(0, low - 20), low))


def _named_inside(view: TextView, start: int, end: int) -> bool:
    """Whether what marks hold ends in a reference in brackets."""
    at = max(view.text.rfind("(", max(start, end - _INSIDE), end), view.text.rfind("[", max(start, end - _INSIDE), end))
    return at > start and _VERSE_BEHIND.match(view.text, at) is not None and not view.text[at:end].rstrip(" .،")[:-1].count(")")


def _enclosed(view: TextView, at: int, bracket: str) -> Window | None:
    """The window that an opening bracket at raw offset `at` begins; None if it is not closed soon. What a bracket left open holds has no end."""
    d0 = bisect_left(view.starts, at)
    limit = view.ends[min(d0 + MAX_WORDS, len(view.ends)) - 1] + 40 if d0 < len(view.ends) else at
    close = closing(view.text, at + 1, AFTER_CUES[bracket], limit)
    if close < 0 or (bracket not in FOR_QUOTATIONS and view.text[close : close + 1] != AFTER_CUES[bracket]):
        return None
    if bracket == "{":
        start, close = in_template(view.text, at + 1, close)
        d0 = bisect_left(view.starts, start)
    d1 = bisect_left(view.starts, close)
    if d1 > d0 and bracket not in STRAIGHT and left_open(view.text, at + 1, close):
        return Window(d0, min(d1, d0 + OPEN_WORDS), False, bracket == "﴿")
    return Window(d0, d1, True, bracket == "﴿") if d1 > d0 else None


def filled(view: TextView, d0: int, d1: int) -> Window | None:
    """The window of braces, or of double round brackets around vocalised words, that words d0..d1 fill but for a few; None without them."""
    spans = brackets(view)
    at = bisect_right(spans, view.starts[d0], key=lambda span: span[0])
    for start, end in reversed(spans[max(0, at - 2) : at]):
        low, high = bisect_left(view.starts, start), bisect_left(view.starts, end)
        scripture = view.text[start - 1] == "{" or (view.text[start - 2 : start] == "((" and is_vocalised(view.text[start:end]))
        if scripture and high >= d1 and high - low <= MOSTLY * (d1 - d0):
            return Window(low, high, True, False)
    return None


@cache
def _cue_tails() -> npt.NDArray[np.bool_]:
    """Whether some cue ends in these letters, by their code; the ends of shorter cues may have any letter before them."""
    table = np.zeros(1 << (5 * _TAIL), bool)
    for cue in _CUE_ENDS:
        code = int(kmer_codes(np.frombuffer(cue[-_TAIL:], np.uint8), len(cue[-_TAIL:]))[0])
        table[code :: 1 << (5 * min(len(cue), _TAIL))] = True
    return table


@cache
def _longer_tails() -> list[tuple[np.uint64, Seeds]]:
    """The codes of the last two tails of each cue, by how many letters they have: a mask for these letters, and the codes."""
    by_length: dict[int, set[int]] = {}
    for cue in _CUE_ENDS:
        letters = np.frombuffer(cue[-2 * _TAIL :], np.uint8)
        by_length.setdefault(len(letters), set()).add(int(kmer_codes(letters, len(letters))[0]))
    return [(np.uint64((1 << (5 * length)) - 1), np.array(sorted(codes), np.uint64)) for length, codes in by_length.items()]


def _last_words_of_cues(view: TextView) -> list[int]:
    """Words at which the letters of a cue end."""
    codes = kmer_codes(view.folded.letters, _TAIL)
    if not len(codes):
        return []
    ends = view.folded.word_first[1:]
    tails = np.take(codes, np.maximum(ends - _TAIL, 0))
    likely = np.flatnonzero(np.take(_cue_tails(), tails))
    begins = ends[likely] - 2 * _TAIL
    before = np.take(codes, np.maximum(begins, 0)) >> (5 * np.maximum(-begins, 0)).astype(np.uint64)  # the text has no more letters there
    longer = before << np.uint64(5 * _TAIL) | tails[likely]
    whole = np.logical_or.reduce([np.isin(longer & mask, known) for mask, known in _longer_tails()])
    words: list[int] = likely[whole].tolist()
    return words


def _after_cues(view: TextView) -> Iterator[Window]:
    for word in _last_words_of_cues(view):
        before = _BEFORE_LAST.get(view.skeleton(word))
        if before is not None and (not before or (word and view.skeleton(word - 1) in before)) and names_itself(view, word):
            window = _window_after(view, word + 1)
            if window is not None:
                yield window


def _soft(view: TextView, d0: int, until: int) -> Window:
    """The window of what may be a verse, and ends before word `until`, or nobody knows where."""
    return Window(d0, min(d0 + OPEN_WORDS, until or len(view.starts)), False, False, until=until, sentence=True, soft=True)


def _behind_colons(view: TextView, known: Container[int]) -> Iterator[Window]:
    """What colons lead to behind words that announce a verse, but for windows that are `known` by their first words."""
    for d0, of_god in presented(view):
        if d0 in known:
            continue
        if of_god:
            window = _window_after(view, d0)
        else:
            bare = _BARE.fullmatch(view.text, view.ends[d0 - 1], view.starts[d0])
            window = _soft(view, d0, sentence_from(view, d0)) if bare else None
        if window is not None and window.d0 == d0:
            yield window


def _window_after(view: TextView, d: int) -> Window | None:
    """The window that begins after a cue whose last word is d - 1, and perhaps an honorific in brackets, «قال الله (تبارك وتعالى): {…}»."""
    window = _first_after(view, d)
    if window is not None and window.enclosed and is_honorific(words_between(view, window.d0, window.d1)):
        return _first_after(view, window.d1)
    return window


def _first_after(view: TextView, d: int) -> Window | None:
    """The window that begins at word d or a few words later, behind a colon or bracket."""
    if d >= len(view.starts):
        return None
    sign = _SIGN.search(view.text, view.ends[d - 1], view.starts[min(d + _SKIPPED_WORDS, len(view.starts)) - 1])
    first = bisect_left(view.starts, sign.start()) if sign else d
    if view.note_between(view.ends[d - 1] - 1, first):
        return None
    bracket = next((c for c in reversed(_unclosed(view.text[view.ends[first - 1] : view.starts[first]])) if c in AFTER_CUES), "") if sign else ""
    cue = cue_before(view, first, view.starts[first])
    if not bracket and cue.level == 2:
        held = _emphasised(view, first) or _set_apart(view, first)
        if held > first:
            return Window(first, held, True, False)
    if bracket and (cue.level == 2 or cue.scripture):
        window = _enclosed(view, view.text.rfind(bracket, view.ends[first - 1], view.starts[first]), bracket)
        if window is not None and (bracket != "[" or window.d1 - window.d0 >= MIN_REFERENCED):  # «قال الله [تبارك و] تعالى»
            return window
    if cue.level < 2:
        return None
    return Window(first, min(first + OPEN_WORDS, len(view.starts)), False, False, until=sentence_behind_cue(view, cue.start, first), sentence=True)


def _emphasised(view: TextView, first: int) -> int:
    """The word after the last of those that asterisks or backticks emphasise from word `first` on; 0 where they do not."""
    gap = view.text[view.ends[first - 1] : view.starts[first]]
    mark = _MARKER.search(gap)
    found = _EMPHASIS.match(view.text, view.ends[first - 1] + mark.start()) if mark else None
    return bisect_left(view.starts, found.end(2)) if found else 0


def _set_apart(view: TextView, first: int) -> int:
    """The word after the last of the line that is set apart behind a colon, from word `first` on; 0 where none is, or it may hold more than a verse."""
    behind = _BLOCK.search(view.text, view.ends[first - 1], view.starts[first])
    found = _SET_APART.match(view.text, view.starts[first]) if behind else None
    return bisect_left(view.starts, found.end("held")) if found else 0


def as_quoted(view: TextView, windows: list[Window], references: Sequence[tuple[int, int]]) -> list[Window]:
    """Windows as far as the quotation goes where the writer put its reference inside the brackets, «… [يس: 69]», (… - 69 من سورة يس), or where
    one stands behind what has no brackets; and from where it begins, if something stands above it inside them."""
    begins = [start for start, _ in references]
    narrowed = []
    for window in windows:
        if window.enclosed and (heading := head_words(view, window.d0, window.d1)):
            window = _marked_inside(view, window._replace(d0=window.d0 + heading))
        low, high = view.starts[window.d0], view.ends[window.d1 - 1] + 1
        at = bisect_right(begins, low) if begins else 0
        if at < len(begins) and not window.enclosed:
            until = up_to_reference(view, window.d0, begins[at])
            window = window._replace(until=until, sentence=False) if until else window
        elif at < len(begins) and begins[at] < high and references[at][1] >= view.starts[window.d1 - 1]:
            window = window._replace(d1=before_reference(view, window.d0, begins[at]))
        narrowed.append(window)
    return narrowed


def _marked_inside(view: TextView, window: Window) -> Window:
    """A window as far as marks go that open right before it inside others: «"قال تعالى: {…} وهذا كذا"»."""
    at = view.ends[window.d0 - 1] + len(view.text[view.ends[window.d0 - 1] : view.starts[window.d0]].rstrip()) - 1
    inner = _enclosed(view, at, view.text[at]) if view.text[at] in AFTER_CUES else None
    return window if inner is None or inner.d0 != window.d0 or inner.d1 >= window.d1 else inner._replace(referenced=window.referenced)


def _unclosed(gap: str) -> str:
    """The signs between two words without the mark that closes what the first one ends: «"وقول الله تعالى": …», «"… قال الله" …»."""
    return gap[1:] if (gap[:1] == '"' and len(gap) > 1) or gap[:1] == "”" else gap


def of_scripture(view: TextView, window: Window) -> bool:
    """Whether God or an ornate bracket announces a window, and nothing before it says that the words are told in a hadith or an earlier
    scripture."""
    if window.referenced:
        return True
    if not (window.ornate or window.soft) and cue_before(view, window.d0, view.starts[window.d0]).level < 2:
        return False
    low = max(0, window.d0 - BEFORE_CUE)
    for border in SENTENCE_ENDS.finditer(view.text, view.starts[low], view.starts[window.d0]):
        low = bisect_left(view.starts, border.end())
    return not _NOT_SCRIPTURE.search(words_between(view, low, window.d0))
