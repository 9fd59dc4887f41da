"""Announcements: what stands before a saying and calls it a hadith, «قال النبي ﷺ», «وفي الحديث»: who speaks, and where that begins.

The words of a text are looked at as characters, each saying what its word may be (see `classes`), so that patterns run over them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.text.marks import bare
from muqabala.trace.announced.cues import cue_before
from muqabala.trace.announced.speakers import PROPHET, Words, addresses_him, is_scholar, last_is_another, of_others, spoken_of
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.classes import Bits, classes_of, led, sign, signs
from muqabala.trace.written.view import TextView

REACH = 26
"""Words before a stretch in which what announces it is looked for."""
SPEAKER = 12
"""Words right before a stretch among which its speaker is, if no colon stands there."""
STOPS, BEHIND_STOPS = ".؟!?", "])"
"""A sentence ends at a line's end, and at a stop before a blank or a closing bracket."""
_SAY = "قال|يقول|قوله|قول|قالت|تقول|قائلا|بقوله|بالقول|كقوله|لقوله|لقول|كقول|بقول|فيقول|أوصى|أوصاني|يدعو|علمنا|سمعت|أخبر"
_SAY_IN_DIALECT = "بيقول|بيقولك|بيقولنا|بتقول|كيقول|تيقول|هيقول|حيقول|عميقول|قالك|قالكم|قالهم|قلهم"
_HADITH = "حديث|الحديث|الأحاديث|أحاديث|حديثا|الأثر|حديثه|الروايات|رواية|الرواية|روايات|الدعاء"
_NARRATE = "روى|رواه|رواها|روي|يروى|يروي|روت|أخرج|أخرجه|وأخرج|خرج|ترويه|رويت|ورد|جاء|ثبت"
_COMPANION = "الصحابي|الصحابة|الصحابية"
_NEAR_HIM = "أصحاب|زوج|أزواج|خادم|مولى|بنت|ابن|عم|سبط|بيت"
"""Before the Prophet's name, people of his: «رجل من أصحاب النبي»; none that may be read with «ه», as «صحابة»: that is the Prophet's «صحابه»."""
_COLLECTOR = "البخاري|بخاري|الترمذي|النسائي|الدارمي|الموطأ|صحيح|سنن|مسند|الصحيحين"
_BETWEEN = (
    "صلى|صلوات|صلىالله|الله|عليه|السلام|وسلم|و|سلم|تعالى|تسليما|كثيرا|وسلامه|عليهوسلم|موسيقى|تصفيق|تكبير|ضحك|وآله|وعلى|آله|الصلاة|والسلام|وصحبه|محمد|سيدنا|الكريم|الأكرم|الأمين|المصطفى"
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
        (_SAYS, led(f"{_SAY}|{_SAY_IN_DIALECT}", ("", "و", "ف"))),
        (_PROPHETS, [*led(PROPHET, ("", "و", "ل", "ف")), "للنبي", "للرسول"]),
        (_HADITHS, led(_HADITH, ("", "و", "ب", "ل", "ك", "ف"))),
        (_NARRATES, led(_NARRATE, ("", "و", "ف"))),
        (_FROM, led("عن", ("", "و", "ف"))),
        (_COMPANIONS, _COMPANION.split("|")),
        (_COLLECTORS, led(_COLLECTOR, ("", "و", "ل"))),
        (_TRANSMITS, led(_TRANSMIT, ("", "و", "ف"))),
        (_FILLS, _BETWEEN.split("|")),
        (_THEN, led(_SAY, ("و", "ف"))),
        (_WISHES, ["صلى", "صلوات"]),
        (_PLEASED, ["رضي"]),
        (_UPON, ["عليه"]),
        (_PEACE, ["الصلاة", "أفضل"]),
        (_GREETS, ["السلام"]),
        (_GREETED, ["عليهالسلام", "ع", "صلىالله", "صلعم"]),
        (_NEAR, _NEAR_HIM.split("|")),
        (_SUNNA, ["السنة", "والسنة"]),
        (_HIS, ["النبوية", "المطهرة", "الشريفة"]),
        (_GODS, ["الله"]),
    ]
)
_any = _CLASSES.any_of
WISH_SIGNS, _WISHED = "\ufdfa\ufd4a\ufd4d", sign(_PROPHETS)
"""Single signs for «صلى الله عليه وسلم» and «عليه الصلاة والسلام», which are no words; and what one is in the patterns."""
_X = sign(_ANOTHER)
"""In the patterns, the first word of a wish of peace behind the name of somebody else than the Prophet."""

_S, _H, _N, _C, _B, _V, _F = (_any(what) for what in (_SAYS, _HADITHS, _NARRATES, _COMPANIONS, _COLLECTORS, _TRANSMITS, _FROM))
_T = f"(?:{_N}|{_F})"
_P = f"(?:{_any(_PROPHETS)}|{_any(_WISHES)}{_any(_GODS)})"
"""The Prophet, or the wish for him alone: «قال ﷺ»."""
_W, _N_SUNNA = f"{_any(_UPON)}{_any(_PEACE | _GREETS)}", f"{_any(_SUNNA)}{_any(_HIS)}"
_BY = f"{_S}{_any(_FILLS)}{{0,2}}{_W}.{{0,3}}|{_P}.{{0,9}}{_S}.{{0,9}}|{_S}.{{0,3}}{_P}.{{0,9}}"
_BY_PROPHET = re.compile(f"(?:{_BY})$")
_L, _A = _any(_FILLS), _any(_THEN)
_HIMSELF = re.compile(f"(?:{_S}{_L}{{0,2}}{_W}{_L}{{0,2}}|{_S}{_L}{{0,3}}{_P}{_L}{{0,9}}.{{0,2}}|{_P}{_L}{{0,9}}(?!{_A}){_S}{_L}{{0,2}})$")
"""The Prophet himself is the speaker: nothing but wishes and small words stands between his name and the verb. Behind «جاء رجل إلى النبي فقال» it is
somebody else."""
_THEN_SPEAKS = re.compile(f"{_P}(?:{_L}|{_WISHED}){{0,9}}.?{_A}{_L}{{0,2}}$")
_ACT = "خطب|خطبنا|خطبهم|وعظ|وعظنا|وعظهم|أوصى|نهى|حذر|بشر|نصح|ذكر|علم|أخبر|حث|رغب|نبه|بين|دعا|قام|صعد|تبسم"
_ACTS = skeletons_of(lead + word for word in _ACT.split("|") for lead in ("", "و", "ف"))
"""What the Prophet does who then speaks: «خطب رسول الله ﷺ الناس فقال»."""
_FROM_HIM = re.compile(f"(?:{_N}|{_F}(?:(?!{_S}|{_P}|{_F}).){{1,6}}){_F}{_P}{_L}{{0,9}}{_WISHED}?$")
"""«روي عن النبي ﷺ», «عن أنس عن النبي ﷺ»: before a colon that is what he said."""
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
SPOKEN, NAMED, FROM_WHOM = re.compile(_S), re.compile(_H), re.compile(_F)
_SPEAKS = re.compile(f"(?:{_S}.{{0,1}}|{_P}(?:.{{4,5}}|{_WISHED}))$")
"""What needs no colon."""
_HIS_WORDS = re.compile(f"{_S}{_P}{_L}{{0,9}}{_WISHED}?$")
"""What needs none right before the opening mark."""
_SPEECH = f"(?:{_S}(?:{_P}{_L}{{0,9}}{_WISHED}?|{_any(_UPON)}{_any(_PEACE)}{_L}?)|{_P}{_L}{{0,9}}{_WISHED}?(?!{_A}){_S})"
_SPEAKS_ON = re.compile(f"{_SPEECH}$")
"""The same, or «سمعت النبي ﷺ يقول»."""
_IS_SPEAKER = re.compile(f"(?:{_S}{_L}?{_P}|{_N}{_F}{_P}){_L}{{0,9}}{_WISHED}?$")
"""He is named as the speaker, or as whom something is handed down from: «يقول لنا النبي ﷺ», «جاء عن النبي ﷺ»."""
_SAYS_THEN = re.compile(f"(?:(?!{_S}|{_P}|{_F}).){{0,4}}(?={_S})(?:.(?!{_any(_GODS)}))?")
"""Up to the verb behind the wish for him, «عن النبي ﷺ أنه قال», or behind what he did, «حث ﷺ على الصدقة فقال», and with it; «يقول الله» is
what he says."""
_NAME = f"(?:(?!{_S}|{_P}|{_F}).)"
HANDS_ON = re.compile(f"(?:{_F}{_NAME}{{1,8}}{_S}?)?.?(?:{_SPEECH}|{_F}{_P}{_L}{{0,9}}{_WISHED}?){_S}?")
TELLER = re.compile(f"{_F}{_NAME}{{1,5}}{_S}?|{_S}{_any(_GODS)}.{{0,2}}")
"""«عن أبي هريرة عن النبي ﷺ»; and before a colon «عن أبي هريرة قال», or «قال الله تعالى», with which marks begin that hold what is told, too."""
_ABOUT = re.compile(f"{_S}{_P}{_L}{{0,9}}{_WISHED}?(?P<topic>(?:(?!{_S}|{_P}|{_H}|{_N}|{_B}|{_F}).){{1,8}})$")
"""Nor where he speaks of something: «وقال ﷺ في فضل العلم «…»»."""
_IN, _SAYING, _THE_HADITH = skeleton_of("في"), skeleton_of("يقول"), skeleton_of("الحديث")
_WITHIN, _STANDS, _CALLED, _COMMENTS = (
    skeletons_of(lead + word for word in words.split("|") for lead in leads)
    for words, leads in (
        ("في", ("", "و", "ف")),
        ("جاء|ورد|ثبت|صح|روي|قيل|كما", ("", "و")),
        ("الشريف|الصحيح|النبوي|القدسي|المشهور|المرفوع|المتواتر", ("",)),
        ("أن|أنه|أنها|دليل|دلالة|بيان|إشارة|إثبات|جواز|فضل|فضيلة|استحباب|تحريم|وجوب|حث|الحث|نهي|النهي|رد|وعيد|ترغيب|تحذير|مشروعية|قصة", ("",)),
    )
)
"""What stands before «الحديث» and behind it where it announces one; and with what a comment on a hadith begins."""
WORDS_OF = skeletons_of(lead + word for word in ("قول", "قوله") for lead in ("", "و", "ف", "ل", "ب", "ك"))
_BLANKS = " \u00a0)" + WISH_SIGNS
_WISH_WORDS, _WISH_ENDS, _WISH_GOES_ON = (
    skeletons_of(words.split())
    for words in (
        "صلى صل سلى صلوات صلىالله الله تعالى عليه وعلى آله وآله وصحبه وسلم وسلامه الصلاة والسلام أفضل السلام سلم عليهوسلم موسيقى تصفيق تكبير ضحك",
        "وسلم والسلام السلام سلم عليهوسلم",
        "وعلى آله وآله وصحبه تسليما كثيرا",
    )
)
_AND, _GREETS_HIM, _WAS = skeleton_of("و"), skeleton_of("سلم"), skeleton_of("كان")
_PUNCTUATION = re.compile(r"[،,؛;.\n]")
_CHAIN = re.compile(f"{_V}(?!{_P})(?=.{{1,8}}(?:{_V}|{_S}|{_P}))")
"""A transmitter, and soon after him another, the Prophet, or «قال»."""
OF_A_HADITH = re.compile(_any(_PROPHETS | _WISHES | _HADITHS | _COMPANIONS | _COLLECTORS | _SUNNA | _PLEASED))
"""What calls a saying a hadith: the Prophet, a Companion with the wish for him, the word, or a book."""


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
    line = line_of(view)
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
    if not (himself or another):
        himself = _acts_and_speaks(view, line, low, before) or (colon and (_FROM_HIM.search(before) is not None or _in_the_hadith(view, d0)))
    return Announcement(cue, prophet, chain, himself, another)


def _acts_and_speaks(view: TextView, line: Line, low: int, before: str) -> bool:
    """Whether the Prophet did something, and then speaks, in the words from word `low` on."""
    found = _THEN_SPEAKS.search(before)
    doer = line.word[line.place[low] + found.start()] if found else 0
    return doer > low and view.skeleton(doer - 1) in _ACTS


def _in_the_hadith(view: TextView, d0: int) -> bool:
    """Whether «في الحديث» stands before word d0 as what announces one, «وفي الحديث الشريف», «جاء في الحديث», and no comment on one follows it."""
    d = d0 - 1
    while d > 1 and view.skeleton(d) in _CALLED:
        d -= 1
    if d < 1 or view.skeleton(d) != _THE_HADITH or view.skeleton(d - 1) not in _WITHIN or view.skeleton(d0) in _COMMENTS:
        return False
    before = view.skeleton(d - 2) if d > 1 else b""
    return before in _STANDS or (d < d0 - 1 and before not in WORDS_OF)


def _another_speaks(view: TextView, d0: int, before: str) -> bool:
    """Whether somebody else than the Prophet plainly speaks before word d0."""
    if _BARE.search(before):
        return last_is_another(view, d0, line_of(view).his, line_of(view).others)
    return addresses_him(view, d0) or _SOMEBODY_ELSE.search(before) is not None


def _scholar_speaks(view: TextView, d0: int, before: str) -> bool:
    """Whether a scholar is named before word d0 as the speaker."""
    named = _NAMED_SPEAKER.search(before)
    return named is not None and is_scholar(view, d0 - len(named["name"]), d0)


def _needs_no_colon(view: TextView, d0: int, opened: bool) -> bool:
    """Whether somebody speaks right before word d0; or, if a mark `opened` there, the Prophet does, or «حديث» stands before it."""
    gap, before = view.text[view.ends[d0 - 1] : view.starts[d0]], line_of(view).before(d0, max(0, d0 - SPEAKER))
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


@lru_cache(maxsize=2)
def wishes(view: TextView) -> list[tuple[int, int]]:
    """The word behind which, or with which, each wish for the Prophet begins, and the first word behind the wish."""
    line, found = line_of(view), list[tuple[int, int]]()
    for at in line.his.tolist():
        words, d0, may_follow = view.skeletons(at + 1, min(at + SPEAKER, len(view.starts))), at + 1, _WISH_WORDS
        for word, after in pairwise([*words, b""]):
            if word not in may_follow and (word, after) != (_AND, _GREETS_HIM):  # «و سلم»
                break
            may_follow = _WISH_GOES_ON if word in _WISH_ENDS else _WISH_WORDS
            d0 += 1
        found.append((at, d0))
    return found


@lru_cache(maxsize=2)
def speeches(view: TextView) -> list[int]:
    """First words of what the Prophet says, whatever stands before them: behind «قال النبي ﷺ» or «عن النبي ﷺ أنه قال»."""
    line, count = line_of(view), len(view.starts)
    found = set[int]()
    for _, d0 in wishes(view):
        behind = line.signs[line.place[d0] : line.place[min(d0 + 3, count)]]
        if said := _SAYS_THEN.match(behind):
            found.add(d0 + said.end())
        elif d0 < count and _is_speaker(view, line, d0):
            found.add(d0)
    return sorted(found)


def begins_speech(view: TextView, d0: int) -> bool:
    """Whether word d0 is the first of what the Prophet says (`speeches`)."""
    begins = speeches(view)
    at = bisect_left(begins, d0)
    return at < len(begins) and begins[at] == d0


def _is_speaker(view: TextView, line: Line, d0: int) -> bool:
    """Whether the words before word d0, a wish for the Prophet the last of them, say that he speaks: not «قال كان النبي ﷺ»."""
    low = max(0, d0 - SPEAKER)  # in subtitles a line ends anywhere
    found = _IS_SPEAKER.search(line.before(d0, low))
    return found is not None and view.skeleton(line.word[line.place[low] + found.start()] + 1) != _WAS


def behind_wishes(view: TextView) -> Iterator[tuple[int, int]]:
    """For each place where the Prophet is named as the speaker, and neither mark nor colon stands behind the wish for him: the raw offset at which
    the wish begins, and the first word behind it, or behind the «يقول» that follows."""
    line, count = line_of(view), len(view.starts)
    for at, d0 in wishes(view):
        d0 += d0 < count and view.skeleton(d0) == _SAYING
        gaps = [view.text[view.ends[d - 1] : view.starts[d]] for d in range(max(at + 1, d0 - 1), d0 + 1)] if d0 < count else ["\n"]
        if not any(gap.strip(_BLANKS) for gap in gaps) and _SPEAKS_ON.search(line.before(d0, max(0, d0 - SPEAKER))):
            yield view.starts[at], d0


def sign_of(view: TextView, d: int) -> str:
    """What word d may be, as a character."""
    return _CLASSES.sign(view.skeleton(d))


class Line(NamedTuple):
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
def line_of(view: TextView) -> Line:
    """The line of a text; kept, because several stages ask for that of the text at hand."""
    bits, count = _CLASSES.of(view.keys), len(view.starts)
    signed = np.unique(np.searchsorted(view.folded.word_start, view.offsets(WISH_SIGNS), "right"))
    signed = signed[signed > 0]  # the word after each wish
    before_god = np.flatnonzero(bits[1:] & np.uint32(_GODS))
    bits[before_god[is_among(view.keys[before_god], _misspelt())]] = np.uint32(_WISHES | _FILLS)  # «صل الله»; alone «أصل» is written so, too
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
    return Line(signs(bits), place.data, word.data, np.maximum.accumulate(begun).data, _likely(bits, place), his, others)


@cache
def _misspelt() -> Keys:
    """The keys of misspelt first words of a wish."""
    return keys_of(("صل", "سلى"))


def _followed(bits: Bits, what: int, behind: int) -> Words:
    """The words that are one thing and have another right behind them."""
    return np.flatnonzero(((bits[:-1] & np.uint32(what)) != 0) & ((bits[1:] & np.uint32(behind)) != 0))


def _borders(view: TextView) -> npt.NDArray[np.intp]:
    """Raw offsets at which a sentence ends."""
    stops = view.offsets(STOPS)
    behind = [view.text[at + 1 : at + 2] for at in stops.tolist()]
    ends = stops[[sign.isspace() or (sign in BEHIND_STOPS and sign != "") for sign in behind]]
    return np.concatenate([ends, view.offsets("\n")])


def _likely(bits: Bits, place: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Words before which stands what every way to announce a saying has some of (`_ANNOUNCES`)."""

    def near(what: int, words: int) -> npt.NDArray[np.bool_]:
        before = np.append(0, np.cumsum((bits & np.uint32(what)) != 0, dtype=np.int32))[place]
        found: npt.NDArray[np.bool_] = before[:-1] > before[np.maximum(np.arange(len(place) - 1) - words, 0)]
        return found

    named = near(_PROPHETS | _WISHES | _HADITHS | _COMPANIONS | _COLLECTORS | _SUNNA | _PLEASED | _PEACE | _GREETS, REACH)
    return named | (near(_NARRATES, REACH) & near(_FROM, REACH)) | (near(_NARRATES | _FROM, REACH) & near(_SAYS, 5))
