"""One written word, or a few, against the source's: same letters, another accepted spelling, or another word; and which
marks contradict.

The spelling rules are those that the two orthographies of the Qur'an and everyday hamza use need (al-Dani, al-Muqni', on the
ʿUthmānic spelling; DESIGN, "The verdicts"): hamza on or off its seat, ى/ي, ه/ة and ة/ت at the end, a long alif written or not,
a silent alif after final و, joined or split particles, ص/س where the reading has s, مئة for مائة. Names and a few other words are
written with a long alif in one print and without it in the next (إسحاق and إسحق, السماوات and السموات).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from muqabala.text.marks import DAMMA, FATHA, FATHATAN, KASRA, SUKUN, TANWIN, Letter, letters_of

_HAMZAS = frozenset("ءأإؤئآ")
_ALIFS = frozenset("اأإآ")
_LONG = frozenset("اويى")
_CHANGING = _HAMZAS | _LONG | frozenset("هةت")
"""Letters that some accepted spelling writes otherwise, adds or leaves out."""
_SUN = frozenset("تثدذرزسشصضطظلن")
_ENDINGS = TANWIN | {FATHA, DAMMA, KASRA}
_FREE, _SPELLED, _NEVER = 0, 1, 1_000
LEAST_EMPHATIC = 6
"""Letters of an emphatic verb in the light nūn, at least: with its lām, its prefix and the alif; a noun behind a lām may have fewer."""
_TWO_WAYS = re.compile(
    "سم(?P<a>ا)وات|سح(?P<b>ا)ق|سم(?P<c>ا)عيل|بر(?P<d>ا)هيم|ه(?P<e>ا)رون|سليم(?P<f>ا)ن|عثم(?P<g>ا)ن|مع(?P<h>ا)وية|لقم(?P<i>ا)ن|رحم(?P<j>ا)ن"
    "|ثل(?P<k>ا)ثم[ائ]|ه(?P<l>ا)هنا|ل(?P<m>ا)كن|ه(?P<n>ا)ذا|ه(?P<o>ا)ؤلاء|ذ(?P<p>ا)لك|^[وف]?ب(?P<q>ا)سم$|^[وف]?(?P<r>ا)بن$|دا?و(?P<s>و)د|طا?و(?P<t>و)س"
)
"""Words of which one long letter is written or not, the word being the same; names above all. Not الحارث, which without it is الحرث."""
_WAWS = re.compile("(?:صل|زك|حي|مشك)(?P<waw>و)ة")
"""Words whose long alif the Uthmanic spelling, and prints of the East to this day, write as و: الصلوة."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A mark (or a written أ/إ) that the source does not allow."""

    written: int
    """Index of the letter in the written string."""
    kind: str
    """`vowel`, `shadda` or `hamza`; `pause` for a sukūn on the last letter, which is right where the reader may stop; `case` for another case or
    mood than that of a source that leaves marks out."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one written stretch shows against one source stretch."""

    letters: str
    """`same`, `spelling` or `different`."""
    contradictions: tuple[Contradiction, ...]
    notes: tuple[str, ...]
    """Accepted differences, each in one word: `hamza`, `alif`, `ya`, `ta`, `waw-alif`, `joined`, `sad`, `nun`, `shadda` (left out)."""

    @property
    def serious(self) -> bool:
        """Whether a mark contradicts wherever the reader stops."""
        return any(c.kind != "pause" for c in self.contradictions)


DIFFERENT = Comparison("different", (), ())


_STRETCHED = re.compile(r"(\w)\1{2,}")
"""A letter written three times or more, as who calls out draws it: «كاااان»."""


@lru_cache(maxsize=32_000)
def compare(written: str, source: str, sparse: bool = False) -> Comparison:
    """Compare a written word (or joined words) with the source's.

    `sparse` says that the source leaves marks out (as the books of hadith do): a letter of it that has none allows any.

    >>> compare("الرحمان", "الرَّحْمَـٰنِ").letters, compare("فإن", "إِنَّ").letters
    ('spelling', 'different')
    """
    a, b = letters_of(written), letters_of(source)
    path = _path(a, b)
    joined = written.count(" ") != source.count(" ") or (" " in written and _parted(written) != _parted(source))
    if path is None and joined:
        path = _path(_particles_joined(written, a), _particles_joined(source, b, doubled=True))
    light = path is None and _ends_in_light_nun(a, b)
    if light:
        path = _path(a, (*b[:-2], b[-2]._replace(vowels=frozenset({FATHA})), b[-1]._replace(char="ن", vowels=frozenset({SUKUN}))))
    two_ways = path is None
    if two_ways:
        path = _path_two_ways(a, b)
    eased = path is None and sparse
    if eased:
        path = _path(_eased(a), _eased(b))
    if path is None:
        return _unstretched(written, source, sparse)
    notes = {note for _, _, note in path if note} | ({"hamza"} if eased else {"alif"} if two_ways else {"nun"} if light else set())
    if joined:
        notes.add("joined")
    contradictions = tuple(_contradictions(path, sparse))
    if any(x and y and y.shadda and x.vowels and not x.shadda for x, y, _ in path):
        notes.add("shadda")
    spelled = notes - {"shadda"}
    return Comparison("spelling" if spelled else "same", contradictions, tuple(sorted(notes)))


def _unstretched(written: str, source: str, sparse: bool) -> Comparison:
    """The same of a word without the letters that are only drawn out."""
    if _STRETCHED.search(written) is None:
        return DIFFERENT
    shorter = (compare(_STRETCHED.sub(letters, written), source, sparse) for letters in (r"\1", r"\1\1"))
    found = next((c for c in shorter if c.letters != "different"), DIFFERENT)
    return found if found is DIFFERENT else replace(found, letters="spelling")


def _ends_in_light_nun(a: tuple[Letter, ...], b: tuple[Letter, ...]) -> bool:
    """Whether a word ends in a ن that the source, an emphatic verb, writes as tanwīn: «لنسفعن» for لَنَسْفَعًا."""
    lead = 1 if b and b[0].char in "وف" else 0
    if len(b) - lead < LEAST_EMPHATIC or not (a and a[-1].char == "ن" and b[-1].char == "ا" and FATHATAN in b[-2].vowels):
        return False
    return b[lead].char == "ل" and FATHA in b[lead].vowels and b[lead + 1].char in "نيت" and KASRA not in b[lead + 1].vowels


def _parted(words: str) -> list[int]:
    """How many letters each of some words has that every spelling writes."""
    return [len(_firm(letters_of(word))) for word in words.split()]


Pairs = list[tuple[Letter | None, Letter | None, str]]


def _path(a: tuple[Letter, ...], b: tuple[Letter, ...]) -> Pairs | None:
    """The cheapest pairing of written with source letters that uses accepted differences only; None if there is none."""
    if len(a) == len(b) and all(x.char == y.char for x, y in zip(a, b, strict=True)):
        return [(x, y, "") for x, y in zip(a, b, strict=True)]
    if abs(len(a) - len(b)) > 2 + max(len(a), len(b)) // 4 or _firm(a) != _firm(b):
        return None
    return _search(a, b)


def _path_two_ways(a: tuple[Letter, ...], b: tuple[Letter, ...]) -> Pairs | None:
    """A pairing of words that may be written in two ways, each taken in the shorter; None if there is none."""
    shorter, other = _shorter(a), _shorter(b)
    return _path(shorter, other) if shorter is not a or other is not b else None


def _eased(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters as many speak them: without a hamza before و within a word, «تومون» for «تومئون», and with ي for ئ behind a long alif, «قايم» for
    «قائم»; in the Qur'an these are readings."""
    around = zip([None, *letters], letters, [*letters[1:], None], strict=False)
    kept = ((x, y) for x, y, z in around if not (x is not None and y.char in "ءئؤ" and z is not None and z.char == "و"))
    return tuple(y._replace(char="ي") if x is not None and x.char in "اآ" and y.char == "ئ" else y for x, y in kept)


def _shorter(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """The letters of a word in the shorter of two ways to write it, and with the alif that an Uthmanic و stands for."""
    plain = "".join(x.char for x in letters)
    for found in _WAWS.finditer(plain):
        at = found.start("waw")
        letters = (*letters[:at], letters[at]._replace(char="ا", vowels=frozenset()), *letters[at + 1 :])
    left_out = {found.start(found.lastgroup or 0) for found in _TWO_WAYS.finditer(plain)}
    return tuple(x for i, x in enumerate(letters) if i not in left_out) if left_out else letters


def _firm(letters: tuple[Letter, ...]) -> list[str]:
    """The letters that no accepted spelling changes."""
    return [x.char for x in letters if x.char not in _CHANGING]


def _search(a: tuple[Letter, ...], b: tuple[Letter, ...]) -> Pairs | None:
    """Dynamic programming over both letter sequences; a cell is (cost, step, note)."""
    rows: list[_Row] = []
    for i in range(len(a) + 1):
        before = rows[-1] if rows else {}
        row: _Row = {} if rows else {0: (0, 0, "")}
        for j in range(min(before, default=0), len(b) + 1):
            if j - 1 in before or j in before or j - 1 in row:
                reached = _reached(a, b, i, j, before, row)
                if reached:
                    row[j] = min(reached)
        rows.append(row)
    if len(b) not in rows[-1]:
        return None
    path: Pairs = []
    i, j = len(a), len(b)
    while i or j:
        _, step, note = rows[i][j]
        path.append((a[i - 1] if step != 2 else None, b[j - 1] if step != 1 else None, note))
        i, j = i - (step != 2), j - (step != 1)
    return path[::-1]


_Row = dict[int, tuple[int, int, str]]
"""The cells of a row that accepted differences lead to."""


def _reached(a: tuple[Letter, ...], b: tuple[Letter, ...], i: int, j: int, before: _Row, row: _Row) -> list[tuple[int, int, str]]:
    """What accepted differences lead to a cell: from the row before, and from the cell before it in its own row."""
    found = []
    for step, cell, differs in ((0, before.get(j - 1), _pair), (1, before.get(j), _extra), (2, row.get(j - 1), _missing)):
        if cell is not None:
            cost, note = differs(a, b, i - (step != 2), j - (step != 1))
            if cost < _NEVER:
                found.append((cell[0] + cost, step, note))
    return found


def _pair(a: tuple[Letter, ...], b: tuple[Letter, ...], i: int, j: int) -> tuple[int, str]:
    """Cost of reading written letter i as source letter j."""
    x, y = a[i].char, b[j].char
    last = j == len(b) - 1
    if x == y:
        return _FREE, ""
    if x in _ALIFS and y in _ALIFS:
        return _SPELLED, "hamza"
    if {x, y} == {"ى", "ي"}:
        return _SPELLED, "ya"
    if {x, y} == {"ا", "ى"} and (y == "ى" or last):
        return _SPELLED, "alif"
    if last and ({x, y} == {"ه", "ة"} or {x, y} == {"ة", "ت"}):
        return _SPELLED, "ta"
    if x in _HAMZAS and y in _HAMZAS:
        return _SPELLED, "hamza"
    if (y == "ؤ" and x == "و") or (x == "ؤ" and y == "و" and b[j].vowels <= {SUKUN}):
        return _SPELLED, "hamza"
    if (y == "ئ" and x in "يى") or (x == "ئ" and y in "يى" and b[j].vowels <= {SUKUN}):
        return _SPELLED, "hamza"
    if y == "ء" and x in "اويى":
        return _SPELLED, "hamza"
    return _NEVER, ""


def _extra(a: tuple[Letter, ...], b: tuple[Letter, ...], i: int, j: int) -> tuple[int, str]:
    """Cost of written letter i that the source does not write after its letter j-1."""
    x = a[i].char
    before = b[j - 1] if j else None
    if x in "اى" and before is not None and before.dagger:
        return _SPELLED, "alif"
    if x == "ا" and i == len(a) - 1 and a[i - 1].char == "و" and not a[i].vowels:
        return _SPELLED, "waw-alif"
    if x == "ء" and before is not None and (before.char in _LONG or before.dagger or (before.char == "ئ" and i == len(a) - 1)):
        return _SPELLED, "hamza"  # also beside its seat, at the end: «يواطىء» for «يواطئ»
    if x == "ي" and 0 < i == len(a) - 1 and j == len(b) and a[i - 1].char == "ي" and before is not None and before.char in "يى":
        return _SPELLED, "ya"
    if x == "ا" and i == j == 1 and a[0].char == b[0].char == "أ" and len(b) > 1 and (b[1].shadda or SUKUN in b[1].vowels):
        return _SPELLED, "alif"  # the connecting alif kept after the hamza of a question: أاصطفى for أصطفى
    if x == "ا" and i == len(a) - 1 and j == len(b) and len(b) >= 3 and b[j - 1].char == "ه" and b[j - 2].char == "ي" and b[j - 3].char in "أا":
        return _SPELLED, "alif"  # أيه for أيها, 24:31, 43:49, 55:31
    if x == "ا" and not (a[i].vowels or (before and before.shadda)) and _ya_and_hamza(a, i + 1) and _ya_and_hamza(b, j):
        return _SPELLED, "alif"  # a silent alif of the Uthmanic spelling, as in لشاىء, 18:23, and تايئسوا, 12:87: استايئس
    if x == "ا" and before is not None and before.char in "ءأآ" and not before.vowels:
        return _SPELLED, "hamza"
    if x == "ا" and i == j == 1 and a[0].char in "وف" and len(a) > 2 and a[2].char in "ئؤ" and len(b) > 1 and b[1].char == "أ":
        return _SPELLED, "alif"  # the connecting alif of a command kept after و or ف: فائتوا for فأتوا
    return _NEVER, ""


def _ya_and_hamza(letters: tuple[Letter, ...], i: int) -> bool:
    """Whether a single ي and a hamza stand at a place of a word."""
    return i + 1 < len(letters) and letters[i].char == "ي" and not letters[i].shadda and letters[i + 1].char in _HAMZAS


def _missing(a: tuple[Letter, ...], b: tuple[Letter, ...], i: int, j: int) -> tuple[int, str]:
    """Cost of source letter j that is not written after written letter i-1."""
    y = b[j]
    if y.char == "ء" and (j == len(b) - 1 or (i and a[i - 1].char in "اآ") or (i < len(a) and a[i].char in "اآ")):
        return _SPELLED, "hamza"
    if y.char == "ا" and j == len(b) - 1 and j and b[j - 1].char == "و" and not y.vowels:
        return _SPELLED, "waw-alif"
    if y.char in "اىيو" and not y.vowels and i and a[i - 1].dagger and j and b[j - 1].char == a[i - 1].char:
        return _SPELLED, "alif"
    if y.char == "و" and not y.vowels and i and a[i - 1].char == "ؤ" and j and b[j - 1].char in _HAMZAS:
        return _SPELLED, "hamza"  # of two و one is written: رؤس, مسؤل
    if y.char == "ي" and j and b[j - 1].char == "أ" and j + 1 < len(b) and b[j + 1].char == "ي" and i < len(a) and a[i].char == "ي":
        return _SPELLED, "ya"  # of two ي that only the Uthmanic spelling writes: «بأيكم» for بأييكم, 68:6
    if y.char in "يى" and j == len(b) - 1 and i == len(a) and j and b[j - 1].char == "ي" and a[i - 1].char == "ي":
        return _SPELLED, "ya"  # of two ي at the end one is written: يستحي for يستحيي
    if y.char == "ا" and not j and len(b) <= 4 and [x.char for x in b[1:3]] == ["ب", "ن"]:
        return _SPELLED, "alif"  # بن for ابن between two names
    if y.char == "ا" and not y.vowels and j and [x.char for x in b[j - 1 : j + 2]] == ["ل", "ا", "ل"] and i < len(a) and a[i].char == "ل":
        return _SPELLED, "alif"  # «فما للذين» for «فمال الذين»
    if y.char == "ا" and j and b[j - 1].char == "م" and j + 1 < len(b) and b[j + 1].char == "ئ":
        return _SPELLED, "alif"
    return _NEVER, ""


def _particles_joined(text: str, letters: tuple[Letter, ...], doubled: bool = False) -> tuple[Letter, ...]:
    """«أن لا» as «ألا», «من ما» as «مما»: the ن that ends a particle is assimilated into the ل or م (or ن) of the next word, which is `doubled`."""
    if " " not in text:
        return letters
    gaps = {len(text[:i].rstrip()) - 1 for i, char in enumerate(text) if char == " "}
    kept: list[Letter] = []
    assimilated = False
    for place, letter in enumerate(letters):
        follows = letters[place + 1] if place + 1 < len(letters) else None
        at_end = follows is not None and any(letter.place <= g < follows.place for g in gaps)
        before, assimilated = assimilated, letter.char in "نم" and at_end and follows is not None and follows.char in "لمن"
        if not assimilated:
            kept.append(letter._replace(shadda=True) if before and doubled else letter)
    return tuple(kept)


_PRONOUNS = frozenset(("ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "نا"))


def _contradictions(path: Pairs, sparse: bool) -> list[Contradiction]:
    """Marks of the written letters that no reading of the source's marks allows."""
    found = []
    matched = [(x, y) for x, y, _ in path if x is not None and y is not None]
    for place, (x, y) in enumerate(matched):
        last = place == len(matched) - 1
        if sparse and not (y.vowels or y.shadda):
            if _hamza_contradicts(x, y) and not (last and place):
                found.append(Contradiction(x.place, "hamza"))
        elif last and SUKUN in x.vowels and y.vowels and SUKUN not in y.vowels and not _helped_plural(y, place, matched):
            found.append(Contradiction(x.place, "pause"))
        elif not (_vowels_agree(x, y, place, matched, last) or (sparse and _only_pausing(x, y, place, matched))):
            case = sparse and ((last and _only_case(x, y, matched)) or _only_jussive(x, y, place, matched))
            found.append(Contradiction(x.place, "case" if case else "vowel"))
        elif x.shadda and not y.shadda and place and not (y.char in _SUN and matched[place - 1][1].char == "ل"):
            found.append(Contradiction(x.place, "shadda"))
        elif _hamza_contradicts(x, y) and not (last and place):  # at the end its seat follows the vowel before it: نبأ and نبإ
            found.append(Contradiction(x.place, "hamza"))
    return found


def _hamza_contradicts(x: Letter, y: Letter) -> bool:
    """A written أ or إ says which vowel follows, unless a kasra on the أ says so; a bare ا says nothing."""
    written = "إ" if x.char == "أ" and KASRA in x.vowels else x.char
    if {written, y.char} in ({"أ", "إ"}, {"إ", "آ"}, {"أ", "آ"}):
        return True
    return y.char == "ا" and bool(y.vowels) and ((written == "أ" and y.vowels <= {KASRA}) or (written == "إ" and y.vowels <= {FATHA, DAMMA}))


def _vowels_agree(x: Letter, y: Letter, place: int, matched: list[tuple[Letter, Letter]], last: bool) -> bool:
    if not x.vowels or x.vowels & y.vowels:
        return True
    if SUKUN in x.vowels:
        return not y.vowels or _helped_plural(y, place, matched)
    if y.vowels:
        return _only_helping(x, y, last)
    if y.dagger or y.char in _ALIFS or y.char == "ى":
        return True
    return last or (y.char in _LONG and _next_alif(matched, place)) or (y.char == "ل" and place <= 3)


def _helped_plural(y: Letter, place: int, matched: list[tuple[Letter, Letter]]) -> bool:
    """Whether a source letter is the و or the م of a plural, which is sākin and has a ḍamma only before a connecting alif: اشْتَرَوُا الضلالة, هُمُ
    المفلحون."""
    behind = [b.char for _, b in matched[place + 1 :]]
    before = matched[place - 1][1] if place else None
    if not y.vowels <= {DAMMA, KASRA} or before is None:
        return False
    if y.char == "و":
        return behind == ["ا"] and before.vowels <= {FATHA} and y.vowels <= {DAMMA}
    return y.char == "م" and not behind and before.char in "هكت" and bool(before.vowels & {DAMMA, KASRA})


def _only_helping(x: Letter, y: Letter, last: bool) -> bool:
    """A short vowel on a last letter that is sākin in the source is a helping vowel before a connecting alif."""
    return last and SUKUN in y.vowels and not x.vowels & TANWIN


def _only_pausing(x: Letter, y: Letter, place: int, matched: list[tuple[Letter, Letter]]) -> bool:
    """A fatḥa before the ى or ا that ends a word is what is heard of tanwīn where one stops, and often typed: أَذَى for أَذًى."""
    return FATHA in x.vowels and FATHATAN in y.vowels and place == len(matched) - 2 and matched[-1][0].char in "اى" and not matched[-1][0].vowels


def _only_case(x: Letter, y: Letter, matched: list[tuple[Letter, Letter]]) -> bool:
    """Whether the last vowels of a word differ as those of two cases or moods do, and not as those of two persons, «قُلْتَ» and «قُلْتُ», «لَكَ» and
    «لَكِ»."""
    definite = [a.char for a, _ in matched[:2]] == ["ا", "ل"]
    return x.vowels <= _ENDINGS and y.vowels <= _ENDINGS and (definite or x.char not in "تك" or bool((x.vowels | y.vowels) & TANWIN))


def _only_jussive(x: Letter, y: Letter, place: int, matched: list[tuple[Letter, Letter]]) -> bool:
    """Whether vowels stand on the doubled letter of an imperfect before a pronoun: the jussive of such a verb takes any of the three, «لم يَضُرَّهُ» and
    «لم يَضُرُّهُ» (Sibawayh, al-Kitab, on the doubled verb)."""
    behind = "".join(a.char for a, _ in matched[place + 1 :])
    return x.shadda and y.shadda and behind in _PRONOUNS and matched[0][1].char in "أتني" and (x.vowels | y.vowels) <= {FATHA, DAMMA, KASRA}


def _next_alif(matched: list[tuple[Letter, Letter]], place: int) -> bool:
    return place + 1 < len(matched) and matched[place + 1][1].char == "ا"
