"""Sayings: stretches that a text announces as hadith, by the words before them («قال النبي ﷺ:») or behind them («رواه مسلم»).

They are found before anything is known of their content, as the windows of the Qur'an are. Between quotation marks or brackets a
window is the writer's own claim of where the saying begins and ends; behind a colon alone only its beginning is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.text.fold import DIGITS
from muqabala.text.marks import bare
from muqabala.trace.asides import is_honorific, skeleton_of, words_between
from muqabala.trace.brackets import OPENS, QUOTES, brackets, left_open
from muqabala.trace.classes import Bits, classes_of, led, sign, signs
from muqabala.trace.cues import cue_before
from muqabala.trace.speakers import PROPHET, Words, addresses_him, is_scholar, last_is_another, of_others, spoken_of
from muqabala.trace.takhrij import BOOKS, GRADE, before_takhrij, is_attributed, is_reference, names_book, names_held_book
from muqabala.trace.view import TextView

MAX_OPEN_WORDS = 60
"""Words of a saying behind a colon whose end nothing marks."""
MIN_OPEN = 3
"""Words that it has at least."""
MIN_MISSED = 3
"""Words that are said to be found nowhere, unless the Prophet himself plainly speaks."""
MIN_ATTRIBUTED = 5
"""Words of what nothing but a book that is named behind them calls a saying, in marks that hold other things as well."""
REACH = 26
"""Words before a stretch in which what announces it is looked for."""
SPEAKER = 12
"""Words right before a stretch among which its speaker is, if no colon stands there."""
_STOPS, _BEHIND_STOPS = ".؟!?", "])"
"""A sentence ends at a line's end, and at a stop before a blank or a closing bracket."""
_ENDS = re.compile(rf"\n|[{_STOPS}][\s{re.escape(_BEHIND_STOPS)}]|\s[(\[]?(?:و?رواه|و?أخرجه|متفق عليه)\s|\s[(\[]?{GRADE}|\s[(\[]{BOOKS}\b")
"""Where a saying behind a colon ends at the latest: a sentence, or the name of a book that has it."""

_SAY = "قال|يقول|قوله|قول|قالت|تقول|قائلا|بقوله|بالقول|كقوله|لقوله|فيقول|أوصى|أوصاني|يدعو|علمنا|سمعت|أخبر"
_HADITH = "حديث|الحديث|الأحاديث|أحاديث|حديثا|الأثر|حديثه|الروايات|رواية|الرواية|روايات|الدعاء"
_NARRATE = "روى|رواه|رواها|روي|يروى|يروي|روت|أخرج|أخرجه|وأخرج|خرج|ترويه|رويت|ورد|جاء|ثبت"
_COMPANION = "الصحابي|الصحابة|الصحابية"
_NEAR_HIM = "أصحاب|زوج|أزواج|خادم|مولى|بنت|ابن|عم|سبط|بيت"
"""Before the Prophet's name, people of his: «رجل من أصحاب النبي»; none that may be read with «ه», as «صحابة»: that is the Prophet's «صحابه»."""
_COLLECTOR = "البخاري|بخاري|الترمذي|النسائي|الدارمي|الموطأ|صحيح|سنن|مسند|الصحيحين"
_BETWEEN = (
    "صلى|الله|عليه|وسلم|وآله|وعلى|آله|الصلاة|والسلام|وصحبه|محمد|الكريم|الأكرم|الأمين|المصطفى"
    "|أنه|كان|قد|له|لهم|لي|لنا|لها|فيه|فيها|عنه|عنها|ذلك|في|أيضا|يوما|هذا|ص|ج"
)
_TRANSMIT = "عن|حدثنا|حدثني|أخبرنا|أخبرني"

(
    _SAYS,
    _PROPHETS,
    _HADITHS,
    _NARRATES,
    _COMPANIONS,
    _COLLECTORS,
    _TRANSMITS,
    _WISHES,
    _GODS,
    _FROM,
    _FILLS,
    _THEN,
    _PLEASED,
    _UPON,
    _PEACE,
    _SUNNA,
    _HIS,
    _GREETS,
    _GREETED,
    _NEAR,
    _ANOTHER,
) = (1 << bit for bit in range(21))


_CLASSES = classes_of(
    [
        (_SAYS, led(_SAY, ("", "و", "ف"))),
        (_PROPHETS, [*led(PROPHET, ("", "و", "ل", "ف")), "للنبي", "للرسول"]),
        (_HADITHS, led(_HADITH, ("", "و", "ب", "ل", "ك", "ف"))),
        (_NARRATES, led(_NARRATE, ("", "و", "ف"))),
        (_FROM, led("عن", ("", "و", "ف"))),
        (_COMPANIONS, _COMPANION.split("|")),
        (_COLLECTORS, led(_COLLECTOR, ("", "و", "ل"))),
        (_TRANSMITS, led(_TRANSMIT, ("", "و", "ف"))),
        (_FILLS, _BETWEEN.split("|")),
        (_THEN, led(_SAY, ("و", "ف"))),
        (_WISHES, ["صلى"]),
        (_PLEASED, ["رضي"]),
        (_UPON, ["عليه"]),
        (_PEACE, ["الصلاة", "أفضل"]),
        (_GREETS, ["السلام"]),
        (_GREETED, ["عليهالسلام", "ع"]),
        (_NEAR, _NEAR_HIM.split("|")),
        (_SUNNA, ["السنة", "والسنة"]),
        (_HIS, ["النبوية", "المطهرة", "الشريفة"]),
        (_GODS, ["الله"]),
    ]
)
_any = _CLASSES.any_of
_WISH_SIGNS, _WISHED = "\ufdfa\ufd4a\ufd4d", sign(_PROPHETS)
"""Single signs for «صلى الله عليه وسلم» and «عليه الصلاة والسلام», which are no words; and what one is in the patterns."""
_X = sign(_ANOTHER)
"""In the patterns, the first word of a wish of peace behind the name of somebody else than the Prophet."""

_S, _H, _N, _C, _B, _V, _F = (_any(what) for what in (_SAYS, _HADITHS, _NARRATES, _COMPANIONS, _COLLECTORS, _TRANSMITS, _FROM))
_T = f"(?:{_N}|{_F})"
_P = f"(?:{_any(_PROPHETS)}|{_any(_WISHES)}{_any(_GODS)})"
"""The Prophet, or the wish for him alone: «قال ﷺ»."""
_W, _N_SUNNA = f"{_any(_UPON)}{_any(_PEACE | _GREETS)}", f"{_any(_SUNNA)}{_any(_HIS)}"
_BY = f"{_S}{_W}.{{0,3}}|{_P}.{{0,9}}{_S}.{{0,9}}|{_S}.{{0,3}}{_P}.{{0,9}}"
_BY_PROPHET = re.compile(f"(?:{_BY})$")
_L, _A = _any(_FILLS), _any(_THEN)
_HIMSELF = re.compile(f"(?:{_S}{_W}{_L}{{0,2}}|{_S}{_L}{{0,3}}{_P}{_L}{{0,9}}.{{0,2}}|{_P}{_L}{{0,9}}(?!{_A}){_S}{_L}{{0,2}})$")
"""The Prophet himself is the speaker: nothing but wishes and small words stands between his name and the verb. Behind «جاء رجل إلى النبي فقال» it is
somebody else."""
_BARE = re.compile(f"{_S}(?:{_any(_UPON)}{_any(_GREETS)}|{_any(_GREETED)}){_L}{{0,3}}$")
"""Whoever was wished peace last is the speaker."""
_ELSE = f"(?:(?!{_P}).)"
_SOMEBODY_ELSE = re.compile(
    f"{_X}{_ELSE}*{_S}{_ELSE}{{0,4}}$|^{_ELSE}*{_S}{_ELSE}{{1,5}}{_X}{_ELSE}{{0,3}}$"
    f"|{_any(_NEAR)}(?:{_P}|{_L}){_L}{{0,9}}{_WISHED}?{_L}?.?{_S}{_ELSE}{{0,3}}$"
)
"""Somebody else is the speaker: «عن الصادق عليه السلام أنه قال», «قال موسى عليه السلام», «عن بعض أصحاب النبي أنه قال»."""
_NAMED_SPEAKER = re.compile(f"{_S}(?P<name>(?:(?!{_S}|{_P}|{_H}|{_N}|{_F}|{_V}|{_X}).){{1,8}})$")
"""Somebody is named behind «قال», and neither the Prophet nor a hadith."""
_ANNOUNCES = re.compile(
    f"(?:{_BY}|{_P}.{{0,2}}|{_H}.{{0,7}}|{_T}.{{0,14}}{_S}.{{0,4}}|{_S}.{{0,2}}{_C}.{{0,6}}|(?<!{_S}){_B}.{{0,5}}|(?:{_H}|{_N}|{_B}).{{0,4}}{_F}.{{1,9}}"
    f"|{_F}.{{1,6}}{_any(_PLEASED)}.{{2,3}}|{_N_SUNNA}.{{0,2}})$"
)
"""The Prophet named as the speaker, or alone before the colon; a hadith named; someone told of whom
something is handed down; a Companion, or a collector who is not himself the speaker; «روى مسلم عن فلان: …»."""
_SPOKEN, _NAMED, _FROM_WHOM = re.compile(_S), re.compile(_H), re.compile(_F)
_SPEAKS = re.compile(f"(?:{_S}.{{0,1}}|{_P}(?:.{{4,5}}|{_WISHED}))$")
"""What needs no colon."""
_HIS_WORDS = re.compile(f"{_S}{_P}{_L}{{0,9}}{_WISHED}?$")
"""What needs none right before the opening mark."""
_SPEECH = f"(?:{_S}(?:{_P}{_L}{{0,9}}{_WISHED}?|{_any(_UPON)}{_any(_PEACE)}{_L}?)|{_P}{_L}{{0,9}}{_WISHED}?(?!{_A}){_S})"
_SPEAKS_ON = re.compile(f"{_SPEECH}$")
"""The same, or «سمعت النبي ﷺ يقول»."""
_NAME = f"(?:(?!{_S}|{_P}|{_F}).)"
_HANDS_ON = re.compile(f"(?:{_F}{_NAME}{{1,8}}{_S}?)?.?(?:{_SPEECH}|{_F}{_P}{_L}{{0,9}}{_WISHED}?){_S}?")
_TELLER = re.compile(f"{_F}{_NAME}{{1,5}}{_S}?")
"""«عن أبي هريرة عن النبي ﷺ»; and before a colon «عن أبي هريرة قال», with which the marks begin that hold what he tells as well."""
_ASKS = re.compile("[؟?]")
_ABOUT = re.compile(f"{_S}{_P}{_L}{{0,9}}{_WISHED}?(?P<topic>(?:(?!{_S}|{_P}|{_H}|{_N}|{_B}|{_F}).){{1,8}})$")
"""Nor where he speaks of something: «وقال ﷺ في فضل العلم «…»»."""
_IN, _SAYING = skeleton_of("في"), skeleton_of("يقول")
_WORDS_OF = frozenset(skeleton_of(lead + word) for word in ("قول", "قوله") for lead in ("", "و", "ف", "ل", "ب", "ك"))
_BLANKS = " \u00a0)" + _WISH_SIGNS
_WISH_WORDS = frozenset(map(skeleton_of, "صلى الله تعالى عليه وعلى آله وآله وصحبه وسلم الصلاة والسلام أفضل السلام".split()))  # noqa: SIM905
_PUNCTUATION = re.compile(r"[،,؛;.\n]")
_CHAIN = re.compile(f"{_V}(?!{_P})(?=.{{1,8}}(?:{_V}|{_S}|{_P}))")
"""A transmitter, and soon after him another, the Prophet, or «قال»."""
_COLON = re.compile(r"[:：][\s*>_\-]*[(«\"]?\s*$|\d\)?[\s*]*[-–—]\s*$")
"""A colon before the mark that opens a saying, or the dash behind a number: «رواه البخاري (13) - »."""
_COLON_BEHIND = re.compile(r"\s?[:：]")
_NUMBER = re.compile(rf":[ \u00a0]{{0,3}}[{DIGITS}]+(?![{DIGITS}]|\s{{0,3}}[-–—ـ])")
"""A number behind a colon, as in a reference: «… رسول الله» (رواه البخاري: 8); not one that a list gives the saying: «قال: 3 - …»."""


_OF_A_HADITH = re.compile(_any(_PROPHETS | _WISHES | _HADITHS | _COMPANIONS | _COLLECTORS | _SUNNA | _PLEASED))
"""What calls a saying a hadith: the Prophet, a Companion with the wish for him, the word, or a book."""
_HANDED_DOWN = re.compile(rf"(?:روى|أخرج|أخرجه|رواه|عند)\s(?:الإمام\s)?{BOOKS}\b")
_EXPLAINS_A_VERSE = re.compile(b"|".join(skeleton_of(words) for words in ("في قوله", "عن قوله", "قول الله", "هذه الآية", "في تفسير")))
"""What somebody says to explain a verse: «عن قتادة في قوله تعالى: … قال: «…»»."""


class Saying(NamedTuple):
    """Words d0..d1 (half-open) that are announced as hadith."""

    d0: int
    d1: int
    enclosed: bool
    """Both its ends are marked, by quotation marks or brackets, or by a colon before it and the name of a book behind."""
    cue: int
    """Raw offset at which the announcing words begin."""
    prophet: bool
    """The Prophet is named as the speaker."""
    chain: int
    """Raw offset at which the transmitters among these words begin («عن أبي هريرة …»); -1 where none are named."""
    himself: bool = False
    """It is plain that he speaks, and not somebody else beside whom he is named."""
    another: bool = False
    """It is plain that somebody else speaks: an Imam, a prophet of old, a Companion."""
    report: int = 0
    """Its first word behind what hands it down, where the same marks hold both."""


def find_sayings(view: TextView) -> list[Saying]:
    """All sayings of a text, in its order; of nested ones the inner."""
    if not len(view.starts):
        return []
    kept: list[Saying] = []
    enclosed = [*_enclosed(view)]
    for saying in sorted([*enclosed, *_behind_colons(view, enclosed)]):
        outer = kept[-1] if kept and kept[-1].d1 > saying.d0 else None
        if outer is not None and outer.prophet and not (saying.prophet or saying.enclosed or (saying.another and saying.chain >= 0)):
            continue  # whoever speaks behind a colon among his words
        announced_inside = outer is not None and saying.cue <= view.starts[min(outer.d0 + 2, outer.d1 - 1)]
        if outer is not None and not outer.enclosed and not announced_inside:
            kept[-1] = outer._replace(d1=bisect_left(view.starts, saying.cue))  # where the next is announced the one before is over
            if kept[-1].d1 - outer.d0 < MIN_OPEN:
                kept.pop()
            outer = None
        if outer is not None and (announced_inside if saying.enclosed == outer.enclosed else saying.enclosed):
            kept.pop()  # «قال رسول الله: «…»» within marks of its own, or behind «قالت:»: the inner is what he said
            outer = None
        if outer is None:
            kept.append(saying)
    return [s._replace(enclosed=s.enclosed or _from_a_book(view, s)) for s in kept]


def is_missed(view: TextView, saying: Saying) -> bool:
    """Whether it is told of a saying that it was found nowhere: the words around it call it a hadith. Words handed down from somebody are as often
    a scholar's, and one or two an answer, or what a word means."""
    if saying.another or (saying.d1 - saying.d0 < MIN_MISSED and not saying.himself) or _loosely_announced(view, saying) or _unfinished(view, saying):
        return False
    if saying.prophet:
        return True
    end, first, line = view.ends[saying.d1 - 1], bisect_left(view.starts, saying.cue), _line(view)
    if is_attributed(view, end):
        return True
    words = " ".join(bare(view.word(d)) for d in range(first, saying.d0))
    named = _OF_A_HADITH.search(line.before(saying.d0, first)) is not None or _HANDED_DOWN.search(words) is not None
    return named and _EXPLAINS_A_VERSE.search(words_between(view, first, saying.d0)) is None


def _loosely_announced(view: TextView, saying: Saying) -> bool:
    """Whether round brackets, or marks behind «حديث», enclose a saying without a colon before them: they may hold a remark, or what it is about.
    Double ones are marks of quotation, and if only a book behind them says that it is a hadith, it is one that is held."""
    gap = view.text[view.ends[saying.d0 - 1] if saying.d0 else 0 : view.starts[saying.d0]]
    if gap.endswith("((") and saying.cue == view.starts[saying.d0]:
        return saying.d1 - saying.d0 < MIN_ATTRIBUTED or not names_held_book(view, view.ends[saying.d1 - 1])
    topic = ":" not in gap and _NAMED.match(_CLASSES.sign(view.skeleton(saying.d0 - 1))) is not None
    round_ = gap.strip().lstrip(_WISH_SIGNS).strip() == "("
    return saying.enclosed and (round_ or (topic and not is_attributed(view, view.ends[saying.d1 - 1])))


def in_a_book(view: TextView, saying: Saying) -> bool:
    """Whether a saying is announced by what stands before it, and the name of a book stands behind it."""
    return saying.cue < view.starts[saying.d0] and names_book(view, view.ends[saying.d1 - 1])


def _unfinished(view: TextView, saying: Saying) -> bool:
    """Whether a mark opens right before a saying that nothing closes: where it ends is a guess."""
    start, end, spans = view.starts[saying.d0], view.ends[saying.d1 - 1], brackets(view)
    own = bisect_right(spans, start, key=lambda span: span[0]) - 1
    if own >= 0 and spans[own][0] >= (view.ends[saying.d0 - 1] if saying.d0 else 0):
        end = max(end, spans[own][1])  # behind what the marks hold of its source
    return saying.enclosed and left_open(view.text, start, end)


def _from_a_book(view: TextView, saying: Saying) -> bool:
    """Whether a saying stands between «قال:» and the name of a book that has it, or between «حديث:» and whoever tells it."""
    end, before = view.ends[saying.d1 - 1], _CLASSES.sign(view.skeleton(saying.d0 - 1))
    if _NAMED.match(before):
        return is_attributed(view, end)
    return (saying.himself or _SPOKEN.match(before) is not None) and names_book(view, end)


def _enclosed(view: TextView) -> Iterator[Saying]:
    spans = brackets(view)
    if not spans:
        return
    offsets = np.array(spans)
    d0s, d1s = (np.searchsorted(view.folded.word_start, column) for column in offsets.T)
    likely = np.append(_line(view).likely, False)[d0s]
    for (start, end), d0, d1, may in zip(spans, d0s.tolist(), d1s.tolist(), likely.tolist(), strict=True):
        quoted = view.text[start - 1] in QUOTES or (d1 - d0 >= MIN_OPEN and _doubled(view.text, start, end))
        if d1 <= d0 or not (may or d1 - d0 >= MIN_OPEN):
            continue
        colon = _COLON.search(view.text, max(0, start - 12), start - 1) is not None if may or not quoted else False
        found = announced(view, d0, colon, True) if may else None
        if found is not None and not (quoted or colon or (found.himself and _holds_a_saying(view, d0, d1, end))):
            found = None
        if found is None and d1 - d0 >= MIN_OPEN and (quoted or colon) and is_attributed(view, end + 1):
            found = Announcement(view.starts[d0], False, -1, False, False)
        d1 = d1 if found is None else before_takhrij(view, d0, d1, end)
        if found is None or not (d1 - d0 >= MIN_OPEN or (quoted and (colon or found.himself))):
            continue
        if not is_honorific(words_between(view, d0, d1)) and not is_reference(view, start):
            yield Saying(d0, d1, True, *found, report=_report(view, d0, d1))


def _report(view: TextView, d0: int, d1: int) -> int:
    """The first word of the report in marks that hold what hands it down, too: «عن أبي هريرة …», «قال رسول الله ﷺ …»; `d0` where they do not."""
    isnads = view.isnads
    at = int(np.searchsorted(isnads.start, d0))
    chained = at < len(isnads.start) and isnads.start[at] == d0 and _FROM_WHOM.match(_line(view).before(d0 + 1, d0)) is not None
    behind = int(isnads.matn[at]) if chained and isnads.matn[at] < d1 else d0
    return next((d for d in range(min(behind + SPEAKER, d1 - MIN_OPEN), behind + 1, -1) if _tells(view, behind, d)), behind)


def _tells(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are all of them what announces a report, and no question."""
    before, gap = _line(view).before(d1, d0), view.text[view.ends[d1 - 1] : view.starts[d1]]
    told = _HANDS_ON.fullmatch(before) is not None or (":" in gap and _TELLER.fullmatch(before) is not None)
    return told and _ASKS.search(view.text, view.starts[d0], view.starts[d1]) is None


def _doubled(text: str, start: int, end: int) -> bool:
    """Whether double round brackets open before one raw offset and close behind another: they are marks of quotation, «((…))»."""
    return text[start - 2 : start] == "((" and text[end : end + 2] == "))"


def pairs_before_books(view: TextView) -> Iterator[Saying]:
    """Two words in marks of quotation that nothing announces but the name of a book behind them: «الدين النصيحة» (مسلم)."""
    spans = brackets(view)
    d0s, d1s = (np.searchsorted(view.folded.word_start, column) for column in np.array(spans, np.int64).reshape(-1, 2).T)
    for at in np.flatnonzero(d1s - d0s == 2).tolist():
        start, end = spans[at]
        if (view.text[start - 1] in QUOTES or _doubled(view.text, start, end)) and names_book(view, end + 1):
            d0 = int(d0s[at])
            yield Saying(d0, d0 + 2, True, view.starts[d0], False, -1)


def _holds_a_saying(view: TextView, d0: int, d1: int, end: int) -> bool:
    """Whether round brackets without a colon before them may hold what the speaker named there says, and not a remark on him: nor is there one
    behind them, «قال النبي (وهو قائم): …». Few words may be what is commented on: «قوله ﷺ (شاب قطط)»."""
    commented = d1 - d0 == MIN_OPEN and not _WORDS_OF.isdisjoint(view.skeletons(max(0, d0 - SPEAKER), d0))
    long = commented and _NAMED.search(_line(view).before(d1, d0)) is None if d1 - d0 <= MIN_OPEN else True
    return long and _COLON_BEHIND.match(view.text, end + 1) is None


def _behind_colons(view: TextView, enclosed: list[Saying]) -> Iterator[Saying]:
    """Sayings behind a colon and no bracket, as far as the line or sentence goes."""
    taken, plain = {s.d0 for s in enclosed}, view.plain
    colons = view.offsets(":")
    begins = np.searchsorted(view.folded.word_start, colons)
    kept = np.flatnonzero(np.append(_line(view).likely, False)[begins])
    for at, d0 in zip(colons[kept].tolist(), begins[kept].tolist(), strict=True):
        if d0 in taken or OPENS.search(view.text, at, view.starts[d0]) or is_attributed(view, view.starts[d0]):
            continue
        if _NUMBER.match(view.text, at):
            continue
        found = announced(view, d0, True)
        if found is None:
            continue
        end = min(d0 + MAX_OPEN_WORDS, len(view.starts))
        border = _ENDS.search(plain.text, plain.place(view.starts[d0]), plain.place(view.ends[end - 1]))
        d1 = bisect_left(view.starts, plain.offset(border.start())) if border else end
        if d1 - d0 >= MIN_OPEN:
            yield Saying(d0, d1, False, *found)


class Announcement(NamedTuple):
    """What announces a saying; the columns are those of `Saying`."""

    cue: int
    prophet: bool
    chain: int
    himself: bool
    another: bool


def announced(view: TextView, d0: int, colon: bool, opened: bool = False) -> Announcement | None:
    """What announces word d0 as the first of a saying; None if nothing does.

    `colon` says that a colon stands right before the mark that opens the saying; without it only a speaker or «قال» right there will do, or,
    where a mark `opened` there, «حديث».
    """
    line = _line(view)
    if not d0 or not line.likely[d0]:
        return None
    if not (colon or _needs_no_colon(view, d0, opened)):
        return None
    low = max(0, d0 - REACH, line.begun[d0 - 1])
    before = line.before(d0, low)
    found = _ANNOUNCES.search(before)
    if not found or cue_before(view, d0, view.starts[d0]).level == 2:
        return None
    cue, chain = (view.starts[line.word[line.place[low] + at.start()]] if at else -1 for at in (found, _CHAIN.search(before)))
    another = _another_speaks(view, d0, before) or (opened and _scholar_speaks(view, d0, before))
    prophet, himself = (not another and pattern.search(before) is not None for pattern in (_BY_PROPHET, _HIMSELF))
    return Announcement(cue, prophet, chain, himself, another)


def _another_speaks(view: TextView, d0: int, before: str) -> bool:
    """Whether somebody else than the Prophet plainly speaks before word d0."""
    if _BARE.search(before):
        return last_is_another(view, d0, _line(view).his, _line(view).others)
    return addresses_him(view, d0) or _SOMEBODY_ELSE.search(before) is not None


def _scholar_speaks(view: TextView, d0: int, before: str) -> bool:
    """Whether a scholar is named before word d0 as the speaker."""
    named = _NAMED_SPEAKER.search(before)
    return named is not None and is_scholar(view, d0 - len(named["name"]), d0)


def _needs_no_colon(view: TextView, d0: int, opened: bool) -> bool:
    """Whether somebody speaks right before word d0; or, if a mark `opened` there, the Prophet does, or «حديث» stands before it."""
    gap, before = view.text[view.ends[d0 - 1] : view.starts[d0]], _line(view).before(d0, max(0, d0 - SPEAKER))
    if "\n" in gap:
        return False
    if _SPEAKS.search(before):
        return True
    if not opened or _PUNCTUATION.search(gap) is not None:
        return False
    return bare(view.word(d0 - 1)).endswith("حديث") or _HIS_WORDS.search(before) is not None or _speaks_about(view, d0, before)


def _speaks_about(view: TextView, d0: int, before: str) -> bool:
    """Whether the words before word d0 say that the Prophet speaks, and in a few words of what: «وقال ﷺ في فضل العلم»."""
    found = _ABOUT.search(before)
    return found is not None and any(view.skeleton(d) == _IN for d in range(d0 - len(found["topic"]) - 1, d0 - 1))


def behind_wishes(view: TextView) -> Iterator[tuple[int, int]]:
    """For each place where the Prophet is named as the speaker, and neither mark nor colon stands behind the wish for him: the raw offset at which
    the wish begins, and the first word behind it, or behind the «يقول» that follows."""
    line, count = _line(view), len(view.starts)
    for at in line.his.tolist():
        d0 = at + 1
        while d0 < count and d0 - at < SPEAKER and view.skeleton(d0) in _WISH_WORDS:
            d0 += 1
        d0 += d0 < count and view.skeleton(d0) == _SAYING
        gaps = [view.text[view.ends[d - 1] : view.starts[d]] for d in range(max(at + 1, d0 - 1), d0 + 1)] if d0 < count else ["\n"]
        if not any(gap.strip(_BLANKS) for gap in gaps) and _SPEAKS_ON.search(line.before(d0, max(0, d0 - SPEAKER, line.begun[d0 - 1]))):
            yield view.starts[at], d0


class _Line(NamedTuple):
    """The words of a text as characters, each sign of a wish for the Prophet one behind the word that it follows.

    | column | length     | meaning                                                                  |
    |--------|------------|--------------------------------------------------------------------------|
    | place  | words+1    | index of each word's character                                           |
    | word   | characters | the word that each character is, or stands behind                        |
    | begun  | words      | first word of the sentence that a word stands in                         |
    | likely | words      | whether something may announce it as the first of a saying; few words so |
    | his    |            | words behind which a wish for the Prophet begins, or with which it does  |
    | others |            | words with which a wish of peace for somebody else begins                |
    """

    signs: str
    place: memoryview
    word: memoryview
    begun: memoryview
    likely: npt.NDArray[np.bool_]
    his: Words
    others: Words

    def before(self, d0: int, low: int) -> str:
        """The characters of words low..d0 and of the wishes among and behind them."""
        return self.signs[self.place[low] : self.place[d0]]


@lru_cache(maxsize=2)
def _line(view: TextView) -> _Line:
    """The line of a text; kept, because several stages ask for that of the text at hand."""
    bits, count = _CLASSES.of(view.keys), len(view.starts)
    signed = np.unique(np.searchsorted(view.folded.word_start, view.offsets(_WISH_SIGNS), "right"))
    signed = signed[signed > 0]  # the word after each wish
    wished, greeted = _followed(bits, _WISHES, _GODS), _followed(bits, _UPON, _PEACE)
    mine, others = of_others(view, np.union1d(_followed(bits, _UPON, _GREETS), np.flatnonzero(bits & np.uint32(_GREETED))))
    bits[others] = _ANOTHER
    bits[spoken_of(view)] = 0
    his = np.sort(np.concatenate([mine, wished, greeted, signed - 1]))
    word = np.insert(np.arange(count), signed, signed - 1)
    place = np.arange(count + 1)
    place += np.searchsorted(signed, place, "right")
    bits = np.insert(bits, signed, np.uint32(_PROPHETS))
    begun = np.zeros(count + 1, np.int32)
    borders = np.searchsorted(view.folded.word_start, _borders(view))
    begun[borders] = borders
    return _Line(signs(bits), place.data, word.data, np.maximum.accumulate(begun).data, _likely(bits, place), his, others)


def _followed(bits: Bits, what: int, behind: int) -> Words:
    """The words that are one thing and have another right behind them."""
    return np.flatnonzero(((bits[:-1] & np.uint32(what)) != 0) & ((bits[1:] & np.uint32(behind)) != 0))


def _borders(view: TextView) -> npt.NDArray[np.intp]:
    """Raw offsets at which a sentence ends."""
    stops = view.offsets(_STOPS)
    behind = [view.text[at + 1 : at + 2] for at in stops.tolist()]
    ends = stops[[sign.isspace() or (sign in _BEHIND_STOPS and sign != "") for sign in behind]]
    return np.concatenate([ends, view.offsets("\n")])


def _likely(bits: Bits, place: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Words before which stands what every way to announce a saying has some of (`_ANNOUNCES`)."""

    def near(what: int, words: int) -> npt.NDArray[np.bool_]:
        before = np.append(0, np.cumsum((bits & np.uint32(what)) != 0, dtype=np.int32))[place]
        found: npt.NDArray[np.bool_] = before[:-1] > before[np.maximum(np.arange(len(place) - 1) - words, 0)]
        return found

    named = near(_PROPHETS | _WISHES | _HADITHS | _COMPANIONS | _COLLECTORS | _SUNNA | _PLEASED | _PEACE | _GREETS, REACH)
    return named | (near(_NARRATES, REACH) & near(_FROM, REACH)) | (near(_NARRATES | _FROM, REACH) & near(_SAYS, 5))
