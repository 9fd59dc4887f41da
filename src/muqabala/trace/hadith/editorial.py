"""What stands among the words of a saying and is none of them: a reference to the verse that it recites, «… شهيدا [البقرة: 143] …», a single letter
for a wish, «رسول الله ج», and where no marks hold it what speakers say to those who listen, «يا إخوان», «طيب»."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from muqabala.records import Verdict
from muqabala.text.marks import bare
from muqabala.trace.matching.honorifics import is_letter_for_wish
from muqabala.trace.matching.judge import Edit, Judgement
from muqabala.trace.references.references import find_references
from muqabala.trace.written.asides import NAMES_SURA
from muqabala.trace.written.view import TextView

_SAID = (
    "آه|اه|مم|طيب|ايوه|أيوه|اي نعم|أي نعم|يعني|بقى|كمان|سامعين|فاهمين|شوف|شوفوا|لاحظ|لاحظوا|لاحظوا معي|انتبه|انتبهوا|اسمع|اسمعوا|اسمع اسمع|ركزوا"
    "|ركزوا هنا|خلي بالك|خلوا بالكم|هنا الشاهد|أيها الإخوة|ايها الاخوة"
)
_CALLED = "اخوان|إخوان|اخواني|إخواني|اخوتي|إخوتي|جماعة|شباب|سلام|أحبة|أحباب"
_FILLERS = frozenset((*_SAID.split("|"), *(f"يا {word}" for word in _CALLED.split("|"))))
"""What speakers put into what they tell."""
_SPEAKERS = frozenset(("المتحدث", "متحدث", "الشيخ", "السائل", "سائل", "المذيع", "المذيعة", "المقدم", "الضيف", "المحاضر", "المستمع", "الدكتور"))
_LABEL = re.compile(r"[ \t]*\d{0,2}[ \t]*:")


def but_for_editorial(view: TextView, judgement: Judgement, spoken: bool) -> Judgement:
    """What a saying is once words put into it that are plainly no part of its wording are told for such; `spoken` says that no marks hold it."""
    put_in = [e for e in judgement.edits if e.op == "insert" and (_is_editorial(view, e) or (spoken and _is_filler(view, e)))]
    if not put_in:
        return judgement
    edits = [e._replace(op="gloss", severity="minor") if e in put_in else e for e in judgement.edits]
    wrong = judgement.wrong_words - sum(len(_words(view, e)) for e in put_in)
    ops = {e.op for e in edits}
    agrees: Verdict = "vocalisation" if "diacritic" in ops else "spelling" if "spelling" in ops else "verbatim"
    return replace(judgement, verdict=judgement.verdict if wrong else agrees, edits=edits, wrong_words=wrong)


def _is_editorial(view: TextView, edit: Edit) -> bool:
    """Whether all words of a difference are of references, or letters for wishes."""
    return all(is_letter_for_wish(view, d) or _in_reference(view, d) for d in _words(view, edit))


def _is_filler(view: TextView, edit: Edit) -> bool:
    """Whether a difference is what speakers put in, or at a line's beginning the label of who speaks: «المتحدث 1:»."""
    if edit.text in _SPEAKERS and _LABEL.match(view.text, edit.end) and view.text[max(0, edit.start - 8) : edit.start].rstrip(" \t")[-1:] == "\n":
        return True
    return " ".join(bare(view.word(d)) for d in _words(view, edit)) in _FILLERS


def _words(view: TextView, edit: Edit) -> range:
    """The words of the text that a difference is."""
    return range(bisect_right(view.ends, edit.start), bisect_left(view.starts, edit.end))


def _in_reference(view: TextView, d: int) -> bool:
    """Whether word d is a reference's, «سورة» before the name of one among them."""
    named = d + 1 if d + 1 < len(view.starts) and view.skeleton(d) in NAMES_SURA else d
    references = find_references(view)
    at = bisect_right(references, view.starts[named], key=lambda r: r.start) - 1
    return at >= 0 and view.ends[named] <= references[at].end
