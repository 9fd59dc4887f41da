"""Sayings: stretches that a text announces as hadith, by the words before them («قال النبي ﷺ:») or behind them («رواه مسلم»).

They are found before anything is known of their content, as the windows of the Qur'an are. Between quotation marks or brackets a
window is the writer's own claim of where the saying begins and ends; behind a colon alone only its beginning is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from muqabala.text.fold import DIGITS
from muqabala.text.marks import bare
from muqabala.trace.announced.announcements import (
    BEHIND_STOPS,
    FROM_WHOM,
    HANDS_ON,
    NAMED,
    OF_A_HADITH,
    SPEAKER,
    SPOKEN,
    STOPS,
    TELLER,
    WISH_SIGNS,
    WORDS_OF,
    Announcement,
    announced,
    line_of,
    sign_of,
)
from muqabala.trace.announced.headings import headed
from muqabala.trace.announced.takhrij import BOOKS, GRADE, before_takhrij, is_attributed, is_reference, is_weighed, names_book, names_held_book
from muqabala.trace.written.asides import is_honorific, skeleton_of, skeletons_of, words_between
from muqabala.trace.written.brackets import OPENS, QUOTES, brackets, left_open
from muqabala.trace.written.view import TextView

MAX_OPEN_WORDS = 60
"""Words of a saying behind a colon whose end nothing marks."""
MIN_OPEN = 3
"""Words that it has at least."""
MIN_MISSED = 3
"""Words that are said to be found nowhere, unless the Prophet himself plainly speaks."""
MIN_ATTRIBUTED = 5
"""Words of what nothing but a book that is named behind them calls a saying, in marks that hold other things as well."""
_SIGNS = "|\uffff\u2600-\u27bf\U0001f000-\U0001faff"
"""Signs of posts and tables; what is no letter stands for what a text without vowel signs has of an emoji."""
_LEADS = "كما|وقد|قد|هكذا|كذا|فيما|على ما|وهذا|والحديث|الحديث|وهذا الحديث|الذي"
"""Words before «رواه» behind a saying: «…، كما رواه مسلم»."""
_LEAD = re.compile(rf"[،,]?\s(?:{_LEADS})(?=\s)")
_ENDS = re.compile(
    rf"\n|[{_SIGNS}]|\s#\w|\s[*_]{{1,3}}[\[(]|\s(?:صدق رسول|أو كما قال)\s|[{STOPS}][\s{re.escape(BEHIND_STOPS)}]"
    rf"|[،,]?\s[(\[]?(?:(?:{_LEADS})\s)?(?:(?:و?رواه|و?أخرجه)\s|متفق عليه\b)|\s[(\[]?{GRADE}|\s[(\[]{BOOKS}\b"
)
"""Where a saying behind a colon ends at the latest: a sentence, or the name of a book that has it."""
LEAST_IN_ROUND = 6
"""Words of a saying in round brackets without a colon before them."""
_OVER = re.compile(r"[^\w\n:]{0,4}\)[ \u00a0*]{0,3}(?:[.؟!\n]|\Z)")
_REMARKS = skeletons_of("وهو وهي وكان وقد في كما فيما عن لما حين حينما عندما يوم ردا مخاطبا بعد قبل أي يعني عند رواه حديث ذات وذلك جوابا".split())  # noqa: SIM905
"""Words with which a remark begins."""
_ASKS = re.compile("[؟?]")
_COLON = re.compile(r"[:：][\s*>_\-]*[(«\"]?\s*$|\d\)?[\s*]*[-–—]\s*$")
"""A colon before the mark that opens a saying, or the dash behind a number: «رواه البخاري (13) - »."""
_COLON_BEHIND = re.compile(r"\s?[:：]")
_NUMBER = re.compile(rf":[ \u00a0]{{0,3}}[{DIGITS}]+(?![{DIGITS}]|\s{{0,3}}[-–—ـ])")
"""A number behind a colon, as in a reference: «… رسول الله» (رواه البخاري: 8); not one that a list gives the saying: «قال: 3 - …»."""
_THE_HADITH = re.compile("(?:ال|لل)(?:حديث|خبر|أثر)")
"""The hadith, whose words follow; «حديث «…»» may be one about something."""
_HANDED_DOWN = re.compile(rf"(?:روى|أخرج|أخرجه|رواه|عند)\s(?:الإمام\s)?{BOOKS}\b")
_EXPLAINS_A_VERSE = re.compile(b"|".join(skeleton_of(words) for words in ("في قوله", "عن قوله", "قول الله", "هذه الآية", "في تفسير")))
"""What somebody says to explain a verse: «عن قتادة في قوله تعالى: … قال: «…»»."""


_CALLED = skeletons_of(
    (
        *("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر", "رقم"),
        *("الشريف", "شريف", "النبوي", "نبوي", "القدسي", "قدسي", "الصحيح", "صحيح"),
    )
)
LABEL = 3
"""Words of such a label, at most; and with what a writer calls or counts the hadiths that he gives: «الحديث الأول: …», «حديث نبوي: …»."""
_CHAPTERS = skeletons_of(("باب", "كتاب"))
"""Words with which the headings of books of hadith begin: «6 - (باب قول النبي …)»."""


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
    headed: bool = False
    """A heading announces it, «أحاديث نبوية:»."""


def find_sayings(view: TextView) -> list[Saying]:
    """All sayings of a text, in its order; of nested ones the inner."""
    if not len(view.starts):
        return []
    kept: list[Saying] = []
    enclosed = [*_enclosed(view)]
    for saying in sorted(s for s in (*enclosed, *_behind_colons(view, enclosed)) if not view.is_over(s.d0)):
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
    if saying.prophet or (saying.headed and saying.d1 - saying.d0 >= MIN_ATTRIBUTED):
        return True
    end, first, line = view.ends[saying.d1 - 1], bisect_left(view.starts, saying.cue), line_of(view)
    if is_attributed(view, end):
        return True
    words = " ".join(bare(view.word(d)) for d in range(first, saying.d0))
    named = OF_A_HADITH.search(line.before(saying.d0, first)) is not None or _HANDED_DOWN.search(words) is not None
    return named and _EXPLAINS_A_VERSE.search(words_between(view, first, saying.d0)) is None


def _loosely_announced(view: TextView, saying: Saying) -> bool:
    """Whether round brackets, or marks behind «حديث», enclose a saying without a colon before them: they may hold a remark, or what it is about; not
    behind «الحديث», or where it is asked or said how sound it is. Double ones are marks of quotation, and if only a book behind them says that it
    is a hadith, it is one that is held."""
    gap = view.text[view.ends[saying.d0 - 1] if saying.d0 else 0 : view.starts[saying.d0]]
    if gap.endswith("((") and saying.cue == view.starts[saying.d0]:
        return saying.d1 - saying.d0 < MIN_ATTRIBUTED or not names_held_book(view, view.ends[saying.d1 - 1])
    round_ = gap.strip().lstrip(WISH_SIGNS).strip() == "(" and not _his_words_in_round(view, saying)
    topic = (
        ":" not in gap and NAMED.match(sign_of(view, saying.d0 - 1)) is not None and not _THE_HADITH.search(view.written(saying.d0 - 1, saying.d0))
    )
    return saying.enclosed and (round_ or (topic and not (is_weighed(view, saying.d0, saying.d1) or is_attributed(view, view.ends[saying.d1 - 1]))))


def _his_words_in_round(view: TextView, saying: Saying) -> bool:
    """Whether round brackets without a colon before them hold what the Prophet says, and no remark: they hold many words and do not begin as a remark
    does, and the sentence is over behind them, or a book is named; behind a remark what he says would follow."""
    end = view.ends[saying.d1 - 1]
    if not saying.himself or saying.d1 - saying.d0 < LEAST_IN_ROUND or view.skeleton(saying.d0) in _REMARKS:
        return False
    return _OVER.match(view.text, end) is not None or is_attributed(view, end)


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
    end = view.ends[saying.d1 - 1]
    label = next((d for d in range(saying.d0 - 1, max(0, saying.d0 - LABEL) - 1, -1) if view.skeleton(d) not in _CALLED), 0)
    before = sign_of(view, label)
    lead = _LEAD.match(view.text, end)
    end = lead.end() if lead else end
    if NAMED.match(before):
        again = label < saying.d0 - 1 and NAMED.search(line_of(view).before(min(saying.d0 + LABEL, saying.d1), saying.d0))
        return not again and is_attributed(view, end)  # «من الحديث الشريف:» and below it «في الحديث الذي رواه …»
    return (saying.himself or SPOKEN.match(before) is not None) and names_book(view, end)


def _enclosed(view: TextView) -> Iterator[Saying]:
    spans = brackets(view)
    if not spans:
        return
    offsets, below_headings = np.array(spans), headed(view).sayings
    d0s, d1s = (np.searchsorted(view.folded.word_start, column) for column in offsets.T)
    likely = np.append(line_of(view).likely, False)[d0s]
    for (start, end), d0, d1, may in zip(spans, d0s.tolist(), d1s.tolist(), likely.tolist(), strict=True):
        quoted = view.text[start - 1] in QUOTES or (d1 - d0 >= MIN_OPEN and _doubled(view.text, start, end))
        if d1 <= d0 or not (may or d1 - d0 >= MIN_OPEN):
            continue
        colon = _COLON.search(view.text, max(0, start - 12), start - 1) is not None if may or not quoted else False
        found = announced(view, d0, colon, True) if may else None
        loose = found is not None and not (quoted or colon or is_attributed(view, end + 1))
        if found is not None and loose and not (found.himself and _holds_a_saying(view, d0, d1, end)):
            found = None
        if (found is None or not found.himself) and view.text[start - 1] == "(" and view.skeleton(d0) in _CHAPTERS:
            continue
        below = (start, end) in below_headings and d1 - d0 >= MIN_OPEN
        if found is None and (below or (d1 - d0 >= MIN_OPEN and (quoted or colon) and is_attributed(view, end + 1))):
            found = Announcement(view.starts[d0], False, -1, False, False)
        d1 = d1 if found is None else before_takhrij(view, d0, d1, end)
        if found is None or not (d1 - d0 >= MIN_OPEN or (quoted and (colon or found.himself))):
            continue
        if not is_honorific(words_between(view, d0, d1)) and not is_reference(view, start):
            report = _report(view, d0, d1)
            his = announced(view, report, True) if report > d0 and not found.prophet else None
            if his is not None and his.prophet:  # «قال: «قال رسول الله ﷺ: …»»
                found = found._replace(prophet=True, himself=his.himself, another=False)
            yield Saying(d0, d1, True, *found, report=report, headed=below)


def _report(view: TextView, d0: int, d1: int) -> int:
    """The first word of the report in marks that hold what hands it down, too: «عن أبي هريرة …», «قال رسول الله ﷺ …»; `d0` where they do not."""
    isnads = view.isnads
    at = int(np.searchsorted(isnads.start, d0))
    chained = at < len(isnads.start) and isnads.start[at] == d0 and FROM_WHOM.match(line_of(view).before(d0 + 1, d0)) is not None
    behind = int(isnads.matn[at]) if chained and isnads.matn[at] < d1 else d0
    return next((d for d in range(min(behind + SPEAKER, d1 - MIN_OPEN), behind + 1, -1) if _tells(view, behind, d)), behind)


def _tells(view: TextView, d0: int, d1: int) -> bool:
    """Whether words d0..d1 are all of them what announces a report, and no question."""
    before, gap = line_of(view).before(d1, d0), view.text[view.ends[d1 - 1] : view.starts[d1]]
    told = HANDS_ON.fullmatch(before) is not None or (":" in gap and TELLER.fullmatch(before) is not None)
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
    commented = d1 - d0 == MIN_OPEN and not WORDS_OF.isdisjoint(view.skeletons(max(0, d0 - SPEAKER), d0))
    long = commented and NAMED.search(line_of(view).before(d1, d0)) is None if d1 - d0 <= MIN_OPEN else True
    return long and _COLON_BEHIND.match(view.text, end + 1) is None


def _behind_colons(view: TextView, enclosed: list[Saying]) -> Iterator[Saying]:
    """Sayings behind a colon and no bracket, as far as the line or sentence goes."""
    taken, plain = {s.d0 for s in enclosed}, view.plain
    colons = view.offsets(":")
    begins = np.searchsorted(view.folded.word_start, colons)
    kept = np.flatnonzero(np.append(line_of(view).likely, False)[begins])
    for at, d0 in zip(colons[kept].tolist(), begins[kept].tolist(), strict=True):
        if d0 in taken or OPENS.search(view.text, at, view.starts[d0]) or is_attributed(view, view.starts[d0]):
            continue
        if _NUMBER.match(view.text, at) or view.note_between(at, d0):
            continue
        found = announced(view, d0, True)
        if found is None:
            continue
        end = min(d0 + MAX_OPEN_WORDS, len(view.starts))
        border = _ENDS.search(plain.text, plain.place(view.starts[d0]), plain.place(view.ends[end - 1]))
        d1 = bisect_left(view.starts, plain.offset(border.start())) if border else end
        if d1 - d0 >= MIN_OPEN:
            yield Saying(d0, d1, False, *found)
