"""Slips at the first word of a saying, where it is not plain that a word is missing or was changed.

A negation left out right before the first word of a saying: «يؤمن أحدكم حتى يحب لأخيه …» says the opposite of «لا يؤمن أحدكم …».

Who quotes a part of a saying begins where he likes, but not between a negation and what it denies: «لا», «لم» or «لن» and a verb, «لا» or
«ليس» and a noun, «ما» at the head of a speech and what follows it, but for «ما بين …», which is no negation. (Of a verse every part is
right: commentators take up any words of it.)

Where no mark shows the beginning, a first word that is not the source's may be the speaker's own: it is told if it is much like the
source's, or a negation that the source has not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from muqabala.canon.work import Work
from muqabala.text.marks import FATHA, KASRA, bare, letters_of
from muqabala.trace.announced.announcements import announced, begins_speech, speeches
from muqabala.trace.hadith.dialogue import opens_speech
from muqabala.trace.hadith.told import Told
from muqabala.trace.matching.align import SIMILAR, Pair, as_written, differ_by_conjunction, left_out, letters_of_pair, pair_words, share, similarity
from muqabala.trace.matching.ends import MAX_PADDING
from muqabala.trace.matching.judge import Judge, judge_pairs
from muqabala.trace.matching.versions import OPENERS
from muqabala.trace.written.asides import elided, skeleton_of
from muqabala.trace.written.view import TextView

LEAST, SIGN = 3, 6
"""Words by which it is known where a quotation begins, and letters by which a changed word is known, at least; and characters before it in
which a sign of elision may stand."""
FEWEST, HEAD = 2, 8
"""Words before a saying that may be its head."""
_STOPS = re.compile(r"[.؟!]\s|[\n:«»“”\"()]")
_OF_VERBS = frozenset(lead + word for lead in ("", "و", "ف") for word in ("لا", "لم", "لن"))
_OF_ALL = frozenset(("ليس", "وليس", "فليس"))
_NEGATIONS = _OF_VERBS | _OF_ALL | {"ما", "وما", "فما", "غير", "بغير"}
"""Words before the marks with which the writer denies it himself: «ولا «تقربوا …»»."""
_UPON = skeleton_of("عليه")
_IMPERFECT = frozenset("أتني")
"""First letters of a verb that these words deny."""
_OF_NOUNS = frozenset(("لا", "فلا"))
"""Words that deny a noun in -a, which has no article: «لا ضَرَرَ»; or a verb, «لا صَامَ»."""
_ANSWERED = frozenset(("قال", "ثم", "إن", "كان", "هو", "هي", "عليك", "لك", "كذلك"))
"""Words in -a that follow a «لا» which answers, and denies none of them: «قال لا ثم قال»."""
_PLACES = frozenset(("بين", "فوق", "تحت", "دون", "عند", "خلف", "وراء", "أمام", "قدام", "قبل", "بعد", "سوى", "خلا", "عدا", "أسفل", "أعلى"))
"""Words before which «ما» is no negation: «ما بين بيتي ومنبري …»."""


def with_negation(judge: Judge, view: TextView, told: Told) -> Told:
    """A saying of the Prophet that is right but for a negation before its first word, as one that leaves it out; any other as it is.

    It begins where what announces it ends. It is right where its words, or else its first ones, stand anywhere without a negation before them.
    """
    work, judgement = judge.work, told.judgement
    if (
        judgement is None
        or told.mixed
        or not (begins_speech(view, told.d0) if told.saying is None else told.saying.prophet and told.d0 == told.saying.d0)
    ):
        return told
    d0, c0 = judgement.d0, judgement.c0
    if judgement.verdict not in ("verbatim", "spelling") or judgement.d1 - d0 < LEAST or not _denies(work, c0):
        return told
    if elided(view, max(0, view.starts[d0] - SIGN), view.starts[d0]) or (d0 and bare(view.word(d0 - 1)) in _NEGATIONS):
        return told
    whole, first = (work.standing(view.letters[view.first[d0] : view.first[d]]) for d in (judgement.d1, d0 + LEAST))
    if not all(_denies(work, place) for place in whole or first):
        return told
    denied = judge_pairs(judge, view, [*left_out(d0, c0 - 1, c0), *judgement.pairs])
    return replace(told, judgement=replace(denied, start=judgement.start))


def with_first_word(judge: Judge, view: TextView, told: Told) -> Told:
    """A saying that nothing encloses with the word right behind the Prophet's name before it, where that is the source's first word, changed, or
    denies it; any other as it is."""
    work, judgement = judge.work, told.judgement
    if judgement is None or told.mixed or (told.saying is not None and told.saying.enclosed) or not told.d0 or not begins_speech(view, told.d0 - 1):
        return told
    first = _first_pair(view, work, told.d0 - 1, judgement.c0)
    letters = view.letters[view.first[told.d0 - 1] : view.first[min(told.d0 + LEAST, judgement.d1)]]
    if first is None or work.standing(letters):
        return told
    whole = judge_pairs(judge, view, [first, *judgement.pairs])
    return replace(told, d0=first.d0, judgement=whole, share=share(view, whole.pairs))


def with_heads(judge: Judge, view: TextView, told: Sequence[Told]) -> list[Told]:
    """Sayings in the text's order, each with its head (`_with_head`), in the place of what was found in that by itself."""
    found = list[Told]()
    for t in told:
        whole = _with_head(judge, view, t)
        while found and whole.d0 <= found[-1].d0 < whole.d1:
            found.pop()
        found.append(whole if not found or whole.d0 >= found[-1].d1 else t)
    return found


def _with_head(judge: Judge, view: TextView, told: Told) -> Told:
    """A saying that nothing encloses with the few words before it, right behind the Prophet's name, of which the source has half there: a slip near
    its head; any other as it is."""
    work, judgement = judge.work, told.judgement
    begins = speeches(view)
    at = bisect_left(begins, told.d0) - 1
    if judgement is None or told.mixed or at < 0 or (told.saying is not None and told.saying.enclosed):
        return told
    begin, c0 = begins[at], judgement.c0
    count = told.d0 - begin
    low = max(int(work.passages.matn[work.passage_view[c0]]), c0 - count - MAX_PADDING)
    if not FEWEST <= count <= HEAD or low >= c0 or _STOPS.search(view.text, view.starts[begin], view.starts[told.d0]):
        return told
    speaker = announced(view, begin, ":" in view.text[view.ends[begin - 1] : view.starts[begin]])
    if speaker is None or not speaker.himself:
        return told  # «جاء رجل إلى النبي ﷺ فقال»
    head = as_written(pair_words(view, work, begin, told.d0, low, c0))
    begins_so = bool(head) and (head[0].same or differ_by_conjunction(*letters_of_pair(head[0], view, work)))
    if not begins_so or 2 * sum(p.same for p in head if p.d0 < p.d1) < count:
        return told
    whole = judge_pairs(judge, view, [*head, *left_out(told.d0, head[-1].c1, c0), *judgement.pairs])
    return replace(told, d0=begin, judgement=whole, share=share(view, whole.pairs))


def _first_pair(view: TextView, work: Work, d: int, c: int) -> Pair | None:
    """What word d of a text, right before the words that stand at word c of a work, is beside; None if it may be the speaker's own."""
    word = bare(view.word(d))
    if word in OPENERS:
        return None
    if opens_speech(work, c):
        answers = view.text[view.ends[d] : view.starts[d + 1]].strip()  # «فقال ﷺ: لا، إنما …»
        return Pair(d, d + 1, c, c, False) if word in _NEGATIONS and not answers else None
    x, y = view.skeleton(d), work.skeleton(c - 1)
    if y == _UPON:
        return None  # of the wish for him
    changed = min(len(x), len(y)) >= LEAST and opens_speech(work, c - 1) and similarity(x, y) >= SIMILAR and not differ_by_conjunction(x, y)
    return Pair(d, d + 1, c - 1, c, False) if changed else None


def _denies(work: Work, c: int) -> bool:
    """Whether a negation of a word of the work stands before it, in one passage; «لِمَ» asks, and is none."""
    if c == work.passage_first[work.passage_view[c]]:
        return False
    negation, word = work.plain[c - 1], work.plain[c]
    if negation == "ما":
        return word not in _PLACES and opens_speech(work, c - 1)
    if negation not in _OF_VERBS:
        return negation in _OF_ALL
    if word[:1] in _IMPERFECT:
        return not any(KASRA in letter.vowels for letter in letters_of(work.words[c - 1]))
    return negation in _OF_NOUNS and word[:1] not in "وف" and word not in _ANSWERED and FATHA in letters_of(work.words[c])[-1].vowels
