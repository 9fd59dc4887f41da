"""Lines and sentences that a text announces as Qur'an without marks around them: by a label, a reference in brackets, or a cue and a colon."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from muqabala.text.fold import DIGITS
from muqabala.text.marks import bare
from muqabala.trace.references.fields import COLUMN
from muqabala.trace.references.labels import LABEL_REACH, calls_a_verse, named_before, places
from muqabala.trace.written.asides import NAMES_SURA, concluded, names_itself, skeletons_of, words_between
from muqabala.trace.written.brackets import AFTER_CUES, MAX_CHARS
from muqabala.trace.written.view import TextView

Words = tuple[int, int]
"""Words d0..d1, half-open."""
MAX_WORDS = 150
"""Words that a bracketed window may hold: the longest verse has 128."""
MIN_REFERENCED = 3
"""Words that quotation marks hold at least, for a reference beside them to say that they are a verse."""
SENTENCE_ENDS = re.compile(r"[.؟!](?=\s)|(?<![:\s*_])[*_ ]*\n")
"""A full stop, or a line's end that is not behind a colon."""
_LINES = re.compile(
    rf"[\W\d_]*+(?:ال)?آية (?:ال)?قرآن(?:ية)?(?: الكريم)?\W{{0,9}}(?:سورة [\u0621-\u064a ]{{2,20}})?[(\[][^()\[\]\n]{{0,24}}[{DIGITS}][)\]]\W{{0,9}}:"
    rf"[ *_]*(?P<behind>[^\n\"«»“”﴿{{(:]+)$"
    rf"|[\W\d_]*+(?P<before>[^\n\"«»“”﴿{{(]+)[(\[](?:ال)?آية [^()\n]{{0,16}}[{DIGITS}] من القرآن(?: الكريم)?[)\]]\W*$",
    re.MULTILINE,
)
"""Lines that say themselves that the rest of them is a verse: «آية قرآنية (4:34): …», «… (آية 4:34 من القرآن الكريم)»."""
_NAMED_VERSE = ("آية قرآن", "آية القرآن", "ية القرآنية", "من القرآن")
"""What each of them has."""
VOCALISED = 0.4
"""Signs for each letter from which words count as vocalised."""
MAX_UNMARKED = 40
"""Words behind a colon, up to a reference or a sentence's end, that are taken for a quotation."""
LINE_REACH = 1_200
"""Characters before a reference in which the line begins that it ends, and before that line of which the vowel signs are looked at."""
_LABEL_OF_SCRIPTURE = re.compile(r"قال|قوله|يقول|سور|آي|قرآن|الدليل|تعالى")
"""What a label before a colon has, if what follows it is a verse; «قاعدة: …», «المعنى: …» have none of it."""
LEAST_OF_LINE = 5
"""Words that such a line has at least, or a sentence behind a cue of which nothing stands anywhere."""
_VERSE = frozenset(("آية", "الآية", "اية", "الاية", "آيه", "الآيه", "الآيات", "الآيتان"))
"""What stands before the number of a verse: «… آية 5 من سورة طه»."""
_FENCE, _FENCED = "```", re.compile(r"```\s*\n(?P<held>[^`]+)```")
"""Lines set apart as Markdown sets code; language models set verses so, with their vowels."""
_BLANK = " \n\t).]*_"
_LINE_ENDS = re.compile(r"[\W_]*?(?:\n|\Z)")
_ROUND = frozenset("([")
_LAST_WORDS = skeletons_of(("العظيم", "الله"))
"""The last words of «صدق الله العظيم» and «صدق الله»."""
_BULLET = re.compile(rf"[ \t>]*(?:[-–—*•●▪◦]|[{DIGITS}]{{1,3}}[ \t]?[.)-])?[ \t*_]*")
"""What an item begins with."""
_PARTED, _OUT_OF = re.compile(r"[^(\[\n]*(?:\s[-–—]|سور[ةه])|[^(\[]*[(\[]"), re.compile(r"من\s[^\n]*")
"""What stands between a verse and its reference, and a word before that: «… من سورة البقرة آية 5»."""
_MARKS = re.compile("[:\n()" + "".join(map(re.escape, AFTER_CUES)) + "".join(map(re.escape, AFTER_CUES.values())) + "]")
_IN_A_VERSE = re.compile(r"(?:قال|يقول)\b[^.\n:؟!«»\"]{0,40}\bفي\s(?:آخر\s)?آية(?:\s(?:أخرى|ثانية|قرآنية|كريمة))*[\s*_]*:[\s*_>]*$")
"""Who speaks in a verse, before a colon: «وقال في آية أخرى: …»."""
_BARE_COLON = re.compile(r"[ \u00a0*_]*:[\s*_>]*")
_DENIES = frozenset(("لم", "ولم", "فلم", "ما", "وما", "لا", "ولا", "لن", "ولن", "ليس", "وليس"))
"""Words before a cue that say that it announces nothing: «ولم يقل سبحانه: …»; as letters, since «آل» has the skeleton of «لا»."""
_CALLED = frozenset(("أيها", "أيتها"))
"""Words behind «يا» with which the Qur'an calls people, and hardly a saying of God's does."""
_IN_A_DIALOGUE = skeletons_of(("يقول الله", "فيقول الله", "ويقول الله"))
"""Behind these alone God answers somebody, in a tale or in thought, as often as in a verse."""
_EXPLAINS = skeletons_of(("يعني", "أي", "يريد", "كأن", "كأنه", "كأنهم", "معناه", "المعنى", "والمعنى", "هذا", "هذه", "وهذا", "ذلك", "فيه", "وفيه"))
"""Words with which what is said of a verse begins."""


def announced_lines(view: TextView, references: Sequence[Words]) -> Iterator[Words]:
    """Lines, or the rest of them, that a label or a reference calls a verse; `references` are raw offsets."""
    yield from _labelled_lines(view)
    yield from _fenced(view)
    yield from _vocalised_lines(view, references)


def announced_sentences(view: TextView, references: Sequence[Words]) -> Iterator[Words]:
    """What is said behind «وقال في آية أخرى:», as far as the sentence goes; what stands between a label, «آية: …», and a reference in brackets."""
    for at in places(view.text, "آية"):
        colon = view.text.find(":", at, at + LABEL_REACH)
        d0 = bisect_left(view.starts, colon)
        if colon >= 0 and d0 < len(view.starts) and _IN_A_VERSE.search(view.text, max(0, at - LABEL_REACH), view.starts[d0]):
            d1 = _sentence_end(view, d0)
            if d1 - d0 >= MIN_REFERENCED:
                yield d0, d1
    for begin, _ in references:
        colon = view.text.rfind(":", max(0, begin - LINE_REACH), begin)
        d0 = bisect_left(view.starts, colon)
        d1 = up_to_reference(view, d0, begin) if colon >= 0 else 0
        if d1 and not _ROUND.isdisjoint(view.text[view.ends[d1 - 1] : begin]) and calls_a_verse(view, colon):
            yield d0, d1


def sentence_behind_cue(view: TextView, cue: int, d0: int) -> int:
    """The word after the sentence that begins with word d0, behind a colon and a cue that begins at raw offset `cue`; 0 where marks stand around or
    in it, or it speaks of a verse."""
    first = bisect_left(view.starts, cue)
    if _BARE_COLON.fullmatch(view.text, view.ends[d0 - 1], view.starts[d0]) is None or (view.skeleton(d0) in _EXPLAINS and names_itself(view, d0)):
        return 0
    if any(bare(view.word(d)) in _DENIES for d in range(max(0, first - 2), d0)) or words_between(view, max(0, d0 - 2), d0) in _IN_A_DIALOGUE:
        return 0
    return _sentence_end(view, d0)


def sentence_from(view: TextView, d0: int) -> int:
    """The word after the sentence that begins with word d0; 0 where it explains a verse, or marks stand in it."""
    return 0 if view.skeleton(d0) in _EXPLAINS and names_itself(view, d0) else _sentence_end(view, d0)


def lines_before_references(view: TextView, references: Sequence[Words]) -> Iterator[Words]:
    """Lines that may be a verse and are nothing but words and the reference behind them: «* … - سورة البقرة: 255»."""
    for begin, end in references:
        line = view.text.rfind("\n", max(0, begin - LINE_REACH), begin) + 1
        d0 = bisect_left(view.starts, line)
        if (
            d0 < len(view.starts)
            and view.starts[d0] < begin
            and _BULLET.fullmatch(view.text, line, view.starts[d0])
            and _LINE_ENDS.match(view.text, end)
        ):
            d1 = _parted_from(view, d0, begin)
            if MIN_REFERENCED < d1 - d0 <= MAX_UNMARKED and not _MARKS.search(view.text, view.starts[d0], view.ends[d1 - 1]):
                yield d0, d1


def is_asked_for(view: TextView, d0: int, d1: int) -> bool:
    """Whether a sentence behind a cue is told where nothing of it stands anywhere: it is long enough, and calls nobody as God does in sayings that
    are no verses, «يا ابن آدم …»."""
    if d1 - d0 < LEAST_OF_LINE:
        return False
    return bare(view.word(d0)) != "يا" or bare(view.word(d0 + 1)) in _CALLED


def _sentence_end(view: TextView, d0: int) -> int:
    """The word after the sentence that begins with word d0; 0 where it is too long or has marks in it, or the document ends before it."""
    if view.is_over(d0):
        return 0
    last = min(d0 + MAX_UNMARKED, len(view.starts))
    end = SENTENCE_ENDS.search(view.text, view.starts[d0], view.ends[last - 1] + 2)
    d1 = bisect_left(view.starts, end.start()) if end else last if last == len(view.starts) else 0
    d1 = without_end(view, d0, d1)
    return d1 if d1 > d0 and not _MARKS.search(view.text, view.starts[d0], view.ends[d1 - 1]) else 0


def without_end(view: TextView, d0: int, d1: int) -> int:
    """The word after the last of words d0..d1 but for «صدق الله العظيم» at their end."""
    if d1 <= d0 or view.skeleton(d1 - 1) not in _LAST_WORDS:
        return d1
    return next((d for d in (d1 - 3, d1 - 2) if d > d0 and concluded(view, d, d1)), d1)


def _labelled_lines(view: TextView) -> Iterator[Words]:
    """Lines that a label at their head, or a reference at their end, calls a verse."""
    named = (at for name in _NAMED_VERSE for at in places(view.text, name))
    begins = {view.text.rfind("\n", 0, at) + 1 for at in named}
    for line in filter(None, (_LINES.match(view.text, begin) for begin in begins)):
        start, end = line.span(line.lastgroup or 0)
        d0, d1 = bisect_left(view.starts, start), bisect_left(view.starts, end)
        if d1 - d0 >= MIN_REFERENCED:
            yield d0, d1


def _fenced(view: TextView) -> Iterator[Words]:
    """Vocalised lines set apart as code, behind a label."""
    for at in places(view.text, _FENCE):
        fenced = _FENCED.match(view.text, at, at + MAX_CHARS)
        d0, d1 = (bisect_left(view.starts, x) for x in fenced.span("held")) if fenced else (0, 0)
        vocalised = fenced is not None and is_vocalised(fenced["held"])
        if vocalised and MIN_REFERENCED <= d1 - d0 <= MAX_WORDS and named_before(view, at + 1):  # as behind a mark of one sign
            yield d0, d1


def _vocalised_lines(view: TextView, references: Sequence[Words]) -> Iterator[Words]:
    """Lines that end in a reference to a verse and are vocalised up to it, which what stands before them is not; from their last colon on."""
    after = -1
    for start, end in references:
        line = view.text.rfind("\n", max(0, start - LINE_REACH), start) + 1
        begin = max(line, view.text.rfind(":", line, start) + 1)
        d0 = bisect_left(view.starts, begin)
        d1 = before_reference(view, d0, start)
        if begin > line and not _LABEL_OF_SCRIPTURE.search(view.text, line, begin):
            continue
        if d1 > d0 and (bar := view.text.rfind(COLUMN, begin, view.ends[d1 - 1])) >= 0:
            d0 = bisect_left(view.starts, bar)  # «| آية | وَقَالَ رَبُّكُمُ … | غافر: 60 |»
        if not (LEAST_OF_LINE <= d1 - d0 <= MAX_WORDS and _LINE_ENDS.match(view.text, end)):
            continue
        words = view.text[view.starts[d0] : view.ends[d1 - 1]]
        follows = begin == line and after >= 0 and not view.text[after:line].strip(_BLANK)
        if is_vocalised(words) and not _MARKS.search(words) and (follows or _plain_before(view, line, begin)):
            after = end
            yield d0, d1


def _plain_before(view: TextView, line: int, begin: int) -> bool:
    """Whether words of the same document stand before raw offset `begin`, which is in the line that begins at `line`, and are not vocalised."""
    document = view.documents[bisect_right(view.documents, line) - 1]
    before = view.text[max(document, line - LINE_REACH) : begin]
    return bool(before.strip(_BLANK)) and not is_vocalised(before)


def is_vocalised(text: str) -> bool:
    """Whether words are written with their vowel signs, as scripture is and little else."""
    signs = sum("\u064b" <= char <= "\u0652" for char in text)
    return signs >= VOCALISED * sum("\u0621" <= char <= "\u064a" for char in text)


def before_reference(view: TextView, d0: int, begin: int) -> int:
    """The word after the last, from d0 on, before a reference at raw offset `begin`, «سورة» left out, and «آية» before a number."""
    d1 = bisect_left(view.starts, begin)
    numbered = view.text[begin : begin + 1] in DIGITS and not view.text[view.ends[d1 - 1] : begin].strip() if d1 > d0 else False
    if numbered and bare(view.word(d1 - 1)) == "رقم":
        d1 -= 1
    if numbered and d1 > d0 + 1 and bare(view.word(d1 - 1)) in _VERSE:
        return d1 - 1
    while d1 > d0 + 1 and view.skeleton(d1 - 1) in NAMES_SURA:
        d1 -= 1
    return d1


def up_to_reference(view: TextView, d0: int, begin: int) -> int:
    """Where the words from d0 on end that stand between a colon and a reference at raw offset `begin`, in brackets or behind a dash or «سورة», in one
    line and without other marks; 0 where they do not."""
    d1 = _parted_from(view, d0, begin)
    if not (MIN_REFERENCED < d1 - d0 <= MAX_UNMARKED and d0 and ":" in view.text[view.ends[d0 - 1] : view.starts[d0]]):
        return 0
    return 0 if _MARKS.search(view.text, view.starts[d0], view.ends[d1 - 1]) else d1


def _parted_from(view: TextView, d0: int, begin: int) -> int:
    """Where the words from d0 on end that a bracket, a dash or «سورة» parts from a reference at raw offset `begin`; 0 where nothing does."""
    d1 = before_reference(view, d0, begin)
    parted = d1 > d0 and _PARTED.match(view.text, view.ends[d1 - 1], begin) is not None
    if d1 > d0 and _OUT_OF.fullmatch(view.text, view.starts[d1 - 1], begin) is not None:
        parted, d1 = True, d1 - 1
    d1 = without_end(view, d0, d1)
    return d1 if parted and bare(view.word(d1 - 1)) != "في" else 0
