"""References that lead up to a verse and introduce it by no colon: «جاء في سورة البقرة الآية 255 ﴿…﴾», «الدليل: سورة البقرة، الآية 255. قال
تعالى: ﴿…﴾».

Where the reference may belong to what stands before it, a verse in marks that was not traced or a paraphrase, it leads up to nothing.
"""

from __future__ import annotations

import re

from muqabala.text.fold import DIGITS
from muqabala.trace.references.naming import Reference
from muqabala.trace.written.asides import skeleton_of, skeletons_of
from muqabala.trace.written.view import TextView

REACH = 80
"""Characters before a reference in which its sentence is looked at."""
_SENTENCE = re.compile(r"[^.؟!\n]*\Z")
_AYA = r"(?:ال)?[آا]ي(?:ة|ه|ات|تان|تين)(?:\sالكريمة)?(?:\sرقم)?\s?:?\s?"
_OPENS = rf"[(\[«\"“]?\s?(?:{_AYA}|(?:ال)?سور[ةه]\s?:?\s?)?[(\[«\"“]?"
_WITHIN = re.compile(rf"(?:\A|[\s،؛:])[وف]?(?:في|من)\s{_OPENS}\Z")
"""What stands before a reference within a sentence that goes on with its verse."""
_EVIDENCE = re.compile(
    rf"[\s\W{DIGITS}]*و?(?:ال)?(?:دليل|شاهد|برهان)\w*(?:\s(?:على|من|في)\s\w+(?:\s\w+)?|\s(?:ال)?قرآني|\sعلي\w+)?\s?[:،–-]?\s{{0,2}}(?:(?:هو|هي|في|من)\s)?{_OPENS}\Z"
)
"""A sentence that says where a proof stands and nothing else, up to the reference."""
_CLOSES, _ELSEWHERE = re.compile(r"[﴾»”}\"\])]"), re.compile(r"بخلاف|خلافا|انظر|ينظر|راجع|قارن|مثل|نظير|غير|سوى|شبيه")
"""The end of what the reference may be of, and words that lead to a verse other than the one that follows."""
_RUNS_ON = re.compile(r"[)\]»\"”]{0,2}[ \u00a0]?[،–-]?[ \u00a0]{0,2}[﴿«{\"“(]\s?")
_SAYS = re.compile(r"[)\]»\"”]{0,2}[ \u00a0](?P<says>\w+(?: \w+){0,4}) ?[﴿«{\"“(]\s?")
_SAYS_NEXT = re.compile(r"[)\]»\"”]{0,2}[ \u00a0]?[.،:]?[ \u00a0]{0,2}(?P<says>\w+(?: \w+){0,4}) ?(?::\s{0,3}[﴿«{\"“(]?|[﴿«{\"“(])\s?")
"""What stands between a reference and its verse: only the mark that opens, or words of saying; in the next sentence, perhaps."""
_SAYS_WORDS = "قال|يقول|تقول|قول|قوله|الله|ربنا|تعالى|عز|وجل|سبحانه|جل|شأنه|وعلا"
_SAYING = skeletons_of(_SAYS_WORDS.split("|"))


def leads_up(r: Reference, last: Reference | None, start: int, view: TextView) -> bool:
    """Whether a reference leads up to the quotation that begins at raw offset `start`: in one sentence, «جاء في سورة النور الآية 31 ﴿…﴾», or, where
    its sentence calls it the proof, from the sentence before, «الدليل: سورة النور، الآية 31. قال تعالى: ﴿…﴾». Behind the `last` reference in one
    sentence it is one of several, and which verse is whose is not said."""
    plain = view.plain
    first, end, quoted = (plain.place(offset) for offset in (r.start, r.end, start))
    low = max(0, first - REACH)
    said = _SENTENCE.search(plain.text, low, first)
    before = said[0] if said is not None else ""
    several = last is not None and plain.place(last.end) > first - len(before)
    if several or _CLOSES.search(before) or _ELSEWHERE.search(before):
        return False
    if _WITHIN.search(before) and (_RUNS_ON.fullmatch(plain.text, end, quoted) or _says(_SAYS, plain.text, end, quoted)):
        return True
    ended = plain.text[low : first - len(before)].rstrip(" \u00a0.")
    return bool(_EVIDENCE.fullmatch(before)) and not _CLOSES.search(ended[-1:]) and _says(_SAYS_NEXT, plain.text, end, quoted)


def _says(pattern: re.Pattern[str], text: str, low: int, high: int) -> bool:
    """Whether words of saying, as a pattern has them, are all that stands between two offsets."""
    match = pattern.fullmatch(text, low, high)
    return match is not None and _SAYING.issuperset(map(skeleton_of, match["says"].split()))
