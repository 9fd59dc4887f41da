"""Judging: what the comparison of a quotation with its source shows, word by word.

The order is the one of DESIGN, "The verdicts": Hafs in any of its spellings, then another canonical reading at the same place,
then a contradiction of marks, then an alteration. Judging states facts; it never decides whether something is a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from muqabala.canon.work import Work
from muqabala.records import Op, Severity, Verdict
from muqabala.text.compare import Comparison, Contradiction, compare
from muqabala.text.isnad import shortens
from muqabala.text.marks import KASRA, SUKUN, bare, is_bare, letters_of
from muqabala.trace.matching.align import Pair, similarity
from muqabala.trace.matching.changed import end_of_run, paired_beside_elisions
from muqabala.trace.matching.readings import other_reading, phrase_readers, tile
from muqabala.trace.written.asides import Aside, aside_between, two_honorifics
from muqabala.trace.written.brackets import ends_open
from muqabala.trace.written.view import TextView

SAME, SPELLING, READING, MARKS, DIFFERENT = "same", "spelling", "reading", "marks", "different"
MAX_VERSIONS = 12
"""Versions of a report in which the marks of a word are looked for."""
KEPT = 50_000
"""Words that have been judged of which a judge remembers what they show: those of some megabytes of text."""
_AN_OR_IN = re.compile("[أإ]ن")
"""«إن», «أنكم»: in hadith one for the other is a slip of the key; in the Qur'an they are two readings, and «إلا» for «ألا» is another word."""


class WordVerdict(NamedTuple):
    """What one pair of written and source words shows."""

    kind: str
    editions: frozenset[str]
    """The spellings (`simple`, `uthmani`, `kfgqpc`) whose letters it has exactly; the others are not asked where the first has them."""
    notes: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    readers: str
    head: bool = False
    """It agrees once a و or ف at the head of the quotation is left out of account."""


class Edit(NamedTuple):
    """One difference; offsets are of the raw text."""

    op: Op
    start: int
    end: int
    text: str
    source: str
    severity: Severity


@dataclass(slots=True)
class Judgement:
    """A verdict with all that it rests on."""

    verdict: Verdict
    start: int
    end: int
    c0: int
    c1: int
    edits: list[Edit]
    pairs: list[Pair]
    readers: tuple[str, ...] = ()
    wrong_words: int = 0

    @property
    def d0(self) -> int:
        """First word of the text."""
        return self.pairs[0].d0

    @property
    def d1(self) -> int:
        """Word of the text after the last."""
        return self.pairs[-1].d1

    @property
    def rank(self) -> tuple[int, int, int]:
        """How far it is from the source; the smaller the nearer."""
        order = ("verbatim", "spelling", "reading", "vocalisation", "altered")
        return order.index(self.verdict), self.wrong_words, len(self.edits)


_SIMPLE = WordVerdict(SAME, frozenset({"simple"}), (), (), "")


@dataclass
class Judge:
    """Judges words of one work; keeps what it has seen."""

    work: Work
    _seen: dict[tuple[str, int, int], WordVerdict] = field(default_factory=dict)

    @property
    def sparse(self) -> bool:
        """Whether the work leaves marks out: all but the Qur'an may."""
        return not self.work.witnesses

    def word(self, written: str, c0: int, c1: int) -> WordVerdict:
        """Judge a written word (or joined words) against source words c0..c1."""
        if c1 == c0 + 1 and _is_packaged(written, self.work.words[c0]):
            return _SIMPLE
        key = (written, c0, c1)
        known = self._seen.get(key)
        if known is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            known = self._seen[key] = self._judge(written, c0, c1)
        return known

    def _judge(self, written: str, c0: int, c1: int) -> WordVerdict:
        plain = compare(written, " ".join(self.work.words[c0:c1]), self.sparse)
        if plain.letters == "same" and not plain.serious:
            return WordVerdict(SAME, frozenset({"simple"}), plain.notes, plain.contradictions, "")
        if self.sparse and c1 - c0 + written.count(" ") > 1 and two_honorifics(written, " ".join(self.work.words[c0:c1])):
            return _SIMPLE
        if self.sparse and c1 == c0 + 1 and shortens(bare(written), self.work.plain[c0]):
            return WordVerdict(SPELLING, frozenset(), (), (), "")
        forms = self.forms(c0, c1)
        results = {name: compare(written, text, self.sparse) for name, text in forms}
        exact = frozenset(name for name, r in results.items() if r.letters == "same" and not r.serious)
        if exact:
            if _claims_short_vowel(written, [t for n, t in forms if n in exact], results):
                readers = other_reading(self.work, written, c0, c1, strict=True)
                if readers:
                    return WordVerdict(READING, frozenset(), (), (), readers)
            first = next(r for n, r in results.items() if n in exact)
            return WordVerdict(SAME, exact, first.notes, first.contradictions, "")
        spelled = [r for r in results.values() if r.letters == "spelling" and not r.serious]
        if spelled:
            best = min(spelled, key=lambda r: len(r.notes))
            readers = other_reading(self.work, written, c0, c1, strict=True) if _adds_hamza(written, [t for _, t in forms]) else ""
            return WordVerdict(READING if readers else SPELLING, frozenset(), best.notes, best.contradictions, readers)
        readers = other_reading(self.work, written, c0, c1)
        if readers:
            return WordVerdict(READING, frozenset(), (), (), readers)
        same_letters = [r for r in results.values() if r.letters != "different"]
        if same_letters:
            best = min(same_letters, key=lambda r: len(r.contradictions))
            kinds = {c.kind for c in best.contradictions}
            mistyped = self.sparse and kinds == {"hamza"} and _AN_OR_IN.search(bare(written)) is not None
            free = mistyped or kinds == {"case"} or (self.sparse and self._in_a_version(written, c0, c1))
            return WordVerdict(SPELLING if free else MARKS, frozenset(), best.notes, best.contradictions, "")
        return WordVerdict(DIFFERENT, frozenset(), (), (), "")

    def only_helped(self, c: int) -> bool:
        """Whether the last vowel of a source word only helps over the connecting alif of the next, «عَنِ الخمر»: elsewhere the word has none, or it has
        a kasra and stands before such an alif wherever it does, «يُطِعِ الله»."""
        if not self._before_connecting_alif(c):
            return False
        plain = self.work.plain[c]
        places = [place for place in self.work.standing(self.work.skeleton(c)) if self.work.plain[place] == plain]
        if any(SUKUN in self._last_vowels(place) for place in places):
            return True
        return KASRA in self._last_vowels(c) and all(self._before_connecting_alif(place) for place in places if KASRA in self._last_vowels(place))

    def _last_vowels(self, c: int) -> frozenset[str]:
        return letters_of(self.work.words[c])[-1].vowels

    def _before_connecting_alif(self, c: int) -> bool:
        return c + 1 < len(self.work.words) and self.work.words[c + 1][:1] in "اٱ"

    def _in_a_version(self, written: str, c0: int, c1: int) -> bool:
        """Whether another version of the report has the word with these marks."""
        work, plain = self.work, self.work.plain[c0]
        versions = work.parallels(work.passage_view[c0])[:MAX_VERSIONS] if c1 == c0 + 1 else []
        for low, high in ((int(work.passage_first[p]), int(work.passage_first[p + 1])) for p in versions):
            places = (low + i for i, word in enumerate(work.plain[low:high]) if word == plain)
            if any(not compare(written, work.words[c], True).serious for c in places):
                return True
        return False

    def editions(self, written: str, c0: int, c1: int) -> frozenset[str]:
        """The editions that have a written word letter for letter."""
        return frozenset(name for name, text in self.forms(c0, c1) if compare(written, text).letters == "same")

    def head(self, written: str, c0: int, c1: int) -> tuple[WordVerdict, int]:
        """Judge the word at the head of a quotation, where a و or ف left out, or put there by the writer, is free.

        The second value is the number of characters that are the writer's own and stand before the quotation.
        """
        result = self.word(written, c0, c1)
        if result.kind not in (DIFFERENT, MARKS):
            return result, 0
        lead = letters_of(written)
        own = lead[1].place if len(lead) > 1 and lead[0].char in "وف" else 0
        for shift in (0, own) if own else (0,):
            for text in self._headless(c0, c1):
                found = compare(written[shift:], text, self.sparse)
                if found.letters != "different" and not found.serious:
                    kind = SAME if found.letters == "same" else SPELLING
                    return WordVerdict(kind, frozenset(), found.notes, found.contradictions, "", True), shift
        if own:
            again = self.word(written[own:], c0, c1)
            if again.kind in (SAME, SPELLING, READING):
                return again, own
        return result, 0

    def _headless(self, c0: int, c1: int) -> list[str]:
        """The source words without the و or ف that they begin with, in each spelling."""
        found = []
        for _, text in self.forms(c0, c1):
            letters = letters_of(text)
            if len(letters) > 1 and letters[0].char in "وف":
                found.append(text[letters[1].place :])
        return found

    def forms(self, c0: int, c1: int) -> list[tuple[str, str]]:
        """The spellings of source words c0..c1 in each edition that has them as whole words."""
        found = [("simple", " ".join(self.work.words[c0:c1]))]
        for witness in self.work.witnesses:
            if not witness.reading:
                text = tile(witness, c0, c1)
                if text is not None:
                    found.append((witness.name, text))
        return found


def _claims_short_vowel(written: str, sources: list[str], results: dict[str, Comparison]) -> bool:
    """A vocalised word without the alif, and without the dagger alif, that the spelling with a dagger alif has: مَلِكِ."""
    if "simple" in results and results["simple"].letters == "same":
        return False
    letters = letters_of(written)
    if sum(1 for x in letters if x.vowels) < 2:
        return False
    return all(any(y.dagger and not x.dagger for x, y in zip(letters, letters_of(source), strict=False)) for source in sources)


def _adds_hamza(written: str, sources: list[str]) -> bool:
    """Whether a word has a hamza beside a long vowel, «النبيء», where no spelling of the source has one."""
    return "ء" in written and not any("ء" in bare(source) for source in sources)


def judge_pairs(judge: Judge, view: TextView, pairs: list[Pair]) -> Judgement:
    """Judge a quotation given as pairs of words."""
    first, last = pairs[0], pairs[-1]
    if _as_packaged(judge.work, view, first.d0, last.d1, first.c0, last.c1):
        return Judgement("verbatim", view.starts[first.d0], view.ends[last.d1 - 1], first.c0, last.c1, [], pairs)
    return _Judging(judge, view, pairs).run()


def _is_packaged(written: str, source: str) -> bool:
    """Whether a written word is the source's, bare or with all its marks."""
    return written == source or (is_bare(written) and written == bare(source))


def _as_packaged(work: Work, view: TextView, d0: int, d1: int, c0: int, c1: int) -> bool:
    """Whether a quotation is the base text itself, bare or with all its marks: then no word of it need be judged."""
    if view.letters[view.first[d0] : view.first[d1]] != work.letter_bytes[work.first_view[c0] : work.first_view[c1]]:
        return False
    written = view.written(d0, d1)
    return written == " ".join((work.plain if is_bare(written) else work.words)[c0:c1])


class _Judging:
    """One quotation while it is judged."""

    def __init__(self, judge: Judge, view: TextView, pairs: list[Pair]) -> None:
        self.judge, self.view, self.pairs = judge, view, paired_beside_elisions(view, pairs)
        self.work = judge.work
        self.edits: list[Edit] = []
        self.readers: list[str] = []
        self.spelled: list[tuple[Pair, WordVerdict]] = []
        self.words: list[tuple[Pair, WordVerdict]] = []
        self.wrong = 0
        self.after_aside = False
        self.marks = 0
        self.start = view.starts[pairs[0].d0]

    def run(self) -> Judgement:
        packaged = self._packaged()
        i = 0
        while i < len(self.pairs):
            pair = self.pairs[i]
            if packaged[i] and i and not self.after_aside:
                self.words.append((pair, _SIMPLE))
                i += 1
                continue
            i = self._both(i, pair) if pair.d0 < pair.d1 and pair.c0 < pair.c1 else self._one_sided(i)
        self._spelling_edits()
        verdict: Verdict
        if self.wrong:
            verdict = "altered"
        elif self.marks:
            verdict = "vocalisation"
        elif self.readers:
            verdict = "reading"
        else:
            verdict = "spelling" if any(e.op == "spelling" for e in self.edits) else "verbatim"
        first, last = self.pairs[0], self.pairs[-1]
        self.edits.sort(key=lambda e: (e.start, e.end))
        return Judgement(
            verdict, self.start, self.view.ends[last.d1 - 1], first.c0, last.c1, self.edits, self.pairs,
            tuple(dict.fromkeys(name.strip() for row in self.readers for name in row.split(","))), self.wrong,
        )  # fmt: skip

    def _packaged(self) -> list[bool]:
        """Of each pair whether it is one word and the base text's (`_is_packaged`), as most are: `Judge.word` need not be asked."""
        low, high = self.pairs[0].c0, self.pairs[-1].c1
        words, view = self.work.words[low:high], self.view
        return [p.d1 == p.d0 + 1 and p.c1 == p.c0 + 1 and _is_packaged(view.word(p.d0), words[p.c0 - low]) for p in self.pairs]

    def _both(self, i: int, pair: Pair) -> int:
        written = self.view.written(pair.d0, pair.d1)
        if i == 0 or self.after_aside:
            result, own = self.judge.head(written, pair.c0, pair.c1)
            self.start += own if i == 0 else 0
            self.after_aside = False
        else:
            result = self.judge.word(written, pair.c0, pair.c1)
        stops = self._stops(pair, result)
        if stops or result.kind in (DIFFERENT, MARKS):
            phrase = phrase_readers(self.work, self.view, self.pairs, i, stops)
            if phrase is not None and (phrase[0] >= i - 1 or not (self.wrong or self.marks)):
                return self._phrase(phrase)
        self._note(pair, result)
        return i + 1

    def _phrase(self, phrase: tuple[int, int, str]) -> int:
        a, b, readers = phrase
        self.readers.append(readers)
        first, last = self.pairs[a], self.pairs[b - 1]
        start = self.view.starts[first.d0] if first.d0 < len(self.view.starts) else len(self.view.text)
        self.edits = [e for e in self.edits if e.start < start or e.op in ("gloss", "elision")]
        self._edit("replace", first.d0, last.d1, first.c0, last.c1, "minor")
        return b

    def _note(self, pair: Pair, result: WordVerdict) -> None:
        if result.kind in (SAME, SPELLING):
            stop = self._stops(pair, result)
            readers = other_reading(self.work, self.view.written(pair.d0, pair.d1), pair.c0, pair.c1, stops=True) if stop else ""
            if readers:
                self.readers.append(readers)
                self._edit("diacritic", pair.d0, pair.d1, pair.c0, pair.c1, "minor")
            elif stop:
                self.marks += 1
                self._edit("diacritic", pair.d0, pair.d1, pair.c0, pair.c1, "meaning")
            elif result.kind == SPELLING:
                self.spelled.append((pair, result))
            elif result.editions:
                self.words.append((pair, result))
        elif result.kind == READING:
            self.readers.append(result.readers)
            self._edit("replace" if not pair.same else "diacritic", pair.d0, pair.d1, pair.c0, pair.c1, "minor")
        elif result.kind == MARKS:
            self.marks += 1
            severity: Severity = "minor" if all(c.kind == "hamza" for c in result.contradictions) else "meaning"
            self._edit("diacritic", pair.d0, pair.d1, pair.c0, pair.c1, severity)
        elif not self._breaks_off(pair):
            self.wrong += 1
            self._edit("replace", pair.d0, pair.d1, pair.c0, pair.c1, "meaning")

    def _breaks_off(self, pair: Pair) -> bool:
        """Whether the quotation's last word breaks off, in an ellipsis or with the document in marks that are open, and is the source's as far as it
        goes."""
        end = self.view.ends[pair.d1 - 1]
        if pair.d1 < self.pairs[-1].d1 or not (self.view.text.startswith(("…", "..."), end) or ends_open(self.view, self.pairs[0].d0, pair.d1)):
            return False
        return bare(" ".join(self.work.words[pair.c0 : pair.c1])).startswith(bare(self.view.written(pair.d0, pair.d1)))

    def _stops(self, pair: Pair, result: WordVerdict) -> bool:
        """Whether a word has a sukūn at its end where a reader may not stop, and no helping vowel does without it."""
        return any(c.kind == "pause" for c in result.contradictions) and not (self._may_stop(pair) or self.judge.only_helped(pair.c1 - 1))

    def _may_stop(self, pair: Pair) -> bool:
        """Whether a reader may stop after a pair: the quotation's end, a verse's end, punctuation or a pause sign."""
        if pair.d1 >= self.pairs[-1].d1 or pair.c1 in self.work.passage_starts:
            return True
        between = self.view.text[self.view.ends[pair.d1 - 1] : self.view.starts[pair.d1]]
        return bool(between.strip())

    def _spelling_edits(self) -> None:
        """Words in another spelling; where no one edition has all the words, those that leave the commonest edition."""
        for pair, _ in self.spelled:
            self._edit("spelling", pair.d0, pair.d1, pair.c0, pair.c1, "minor")
        if all("simple" in result.editions for _, result in self.words):
            return
        editions = [(pair, self.judge.editions(self.view.written(pair.d0, pair.d1), pair.c0, pair.c1)) for pair, _ in self.words]
        if frozenset.intersection(*(names for _, names in editions)):
            return
        counts = {name: sum(name in names for _, names in editions) for name in ("simple", "uthmani", "kfgqpc")}
        main = max(counts, key=lambda name: counts[name])
        for pair, names in editions:
            if main not in names:
                self._edit("spelling", pair.d0, pair.d1, pair.c0, pair.c1, "minor")

    def _one_sided(self, i: int) -> int:
        """A run of words that only the text or only the work has."""
        j = end_of_run(self.pairs, i)
        run = self.pairs[i:j]
        d0, d1, c0, c1 = run[0].d0, run[-1].d1, run[0].c0, run[-1].c1
        phrase = phrase_readers(self.work, self.view, self.pairs, i)
        if phrase is not None:
            return max(self._phrase(phrase), i + 1)
        aside = aside_between(self.view, d0, d1)
        if aside is Aside.ELISION:
            self.after_aside = True
            self._aside("elision", d0, d1, c0, c1)
        else:
            if d0 < d1 and aside is Aside.GLOSS:
                self.after_aside = c0 == c1
                self._aside("gloss", d0, d1, c0, c0)
            elif d0 < d1 and not (len(run) == 1 and self._breaks_off(run[0]._replace(c1=c0 + 1))):
                self.wrong += d1 - d0
                self._edit("insert", d0, d1, c0, c0, "minor" if self._stutter(d0, d1) else "meaning")
            if c0 < c1:
                self.wrong += c1 - c0
                self._edit("delete", d1, d1, c0, c1, "meaning")
        return j

    def _stutter(self, d0: int, d1: int) -> bool:
        """Whether words are said twice, as speakers do who begin again."""
        if d1 - d0 > 1:
            return self.view.is_said_again(d0, d1)
        around = (self.view.skeleton(d) for d in (d0 - 1, d1) if 0 <= d < len(self.view.starts))
        return any(similarity(self.view.skeleton(d0), w) > 0.6 for w in around if w)

    def _aside(self, op: Op, d0: int, d1: int, c0: int, c1: int) -> None:
        if d0 < d1:
            self._edit(op, d0, d1, c0, c1, "minor")
        else:
            start, end = self.view.ends[d0 - 1], self.view.starts[d0]
            self.edits.append(Edit(op, start, end, self.view.raw[start:end], self.work.shown(c0, c1), "minor"))

    def _edit(self, op: Op, d0: int, d1: int, c0: int, c1: int, severity: Severity) -> None:
        source = self.work.shown(c0, c1)
        if d0 == d1:
            at = self.view.starts[d0] if d0 < self.pairs[-1].d1 else self.view.ends[d0 - 1]
            self.edits.append(Edit(op, at, at, "", source, severity))
            return
        start = self.start if d0 == self.pairs[0].d0 else self.view.starts[d0]
        end = self.view.ends[d1 - 1]
        self.edits.append(Edit(op, start, end, self.view.raw[start:end], source, severity))
