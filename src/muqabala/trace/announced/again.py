"""Again: a bare «وقال: «…»» right behind a verse that «قال تعالى» announces. Who speaks is God, if nobody else was named before."""

from __future__ import annotations

import re
from bisect import bisect_left

from muqabala.trace.announced.cues import cue_before
from muqabala.trace.written.asides import skeletons_of
from muqabala.trace.written.brackets import FOR_QUOTATIONS
from muqabala.trace.written.view import TextView

REACH = 400
"""Characters before the first quotation in which nobody else may speak."""
_AGAIN = re.compile(
    r"[ \u00a0.،؛؟!…*]{0,4}[»}﴾”\"]{1,2}[ \u00a0]?(?:[(\[][^()\[\]\n]{1,60}[)\]])?[ \u00a0.،؛]{0,4}"
    r"و(?:قال|يقول)(?: (?:أيضا|كذلك))?[ \u00a0]?:[ \u00a0*]{0,3}"
    rf"(?P<opens>[{re.escape(''.join(sorted(FOR_QUOTATIONS)))}])"
)
"""A mark that closes, perhaps a reference, «وقال:», and a mark that opens."""
_SPEAKS = skeletons_of(("قال", "وقال", "فقال", "يقول", "ويقول", "كقول"))
_SOMEBODY = re.compile(
    r"قال(?! (?:الله )?(?:تعالى|سبحانه|عز وجل|جل وعلا))|قول|قالت|روى|روي|عن\s|ذكر|كتب|حديث|النبي|رسول|رحمه|رضي|الشيخ|الإمام|ابن|أبو|أبي|\ufdfa"
)
"""What shows that somebody else may speak."""


def spoken_again(view: TextView, d0: int, end: int) -> int:
    """The raw offset of the mark that opens behind «وقال:», which follows marks around a verse that begins with word d0; -1 where none does, or
    somebody else may speak. The last word in the marks before it ends at raw offset `end`: that of the verse, or of another behind it."""
    text, place = view.plain.text, view.plain.place(end)
    found = _AGAIN.match(text, place)
    cue = cue_before(view, d0, view.starts[d0]) if found is not None else None
    if found is None or cue is None or cue.level < 2 or view.skeleton(bisect_left(view.starts, cue.start)) not in _SPEAKS:
        return -1
    first = view.plain.place(cue.start)
    return -1 if _SOMEBODY.search(text, max(0, first - REACH), first) else view.plain.offset(found.start("opens"))
