"""What an account states itself: not what it denies, asks, wishes, plans, fears, or tells as others' word.

An operator, «لم», «لو», «هل», «عزم», «أمره أن», stands before what it governs, and governs it to the end of its clause: to the full stop, to «ثم»,
«بل», «لكن», to «و» or «ف» with a verb of the past, or to «إلا», «سوى», which turn a denial into a statement (Ibn Hisham, Mughni al-labib, under لم,
لو, هل, إلا). «ما زال», «لم يكد», «لم يلبث أن» affirm. In doubt a clause goes on: what is not stated takes part in no conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from muqabala.collate.conflicts.items import SUFFIXES, Items, class_table, word_classes
from muqabala.collate.facts.counts import COMPARED, Quantity
from muqabala.collate.facts.mentions import Mentions
from muqabala.collate.facts.tokens import NO_BREAK, plain_words, without_proclitics

REACH, GOVERNED = 16, 6
"""Items of what an operator governs, at most; items between a verb and its «أن»."""
HEARSAY = 3
"""Items behind «قيل» that are a report however the clause ends."""
_DOUBT = frozenset(plain_words("قيل يقال روي يروى زعم زعموا يزعم حكي رواية قائل"))
_NOT = frozenset(plain_words("لم لن ليس ليست ليسوا ليسا"))
_NOT_NEXT = _NOT | frozenset(plain_words("لا ما غير"))
"""Words that deny at least the word behind them; «لا» and «ما» deny a clause only before a verb."""
_AFFIRMED = frozenset(
    plain_words("زال زالت زالوا يزل يزال تزل تزال يزالون نزل نزال برح يبرح تبرح فتئ يفتأ انفك ينفك تنفك كاد كادت يكد تكد يكاد تكاد نكد يكادوا")
)
"""Verbs that denied affirm: «ما زال» (Ibn Aqil on Ibn Malik's Alfiyya, كان وأخواتها), «لم يكد»."""
_STAY_THAT = frozenset(plain_words("لبث لبثوا لبثت يلبث تلبث يلبثوا يلبثون نلبث"))
"""«لم يلبث أن أقام …» affirms what stands behind «أن»."""
_ENDS = frozenset(plain_words("ثم بل لكن لكنه لكنها لكنهم إلا سوى غير حتى إنما لما لولا أما لقد وقد فقد")) | COMPARED
"""What a clause does not go past. A bound makes a denied number a statement: «لم يتجاوز عشرة»."""
_EXCEPT = frozenset(plain_words("إلا سوى غير")) | COMPARED
_THAT = frozenset(plain_words("أن بأن"))
_THAT_HE = _THAT | frozenset(plain_words("أنه أنها أنهم أنهما بأنه إنه إن"))
_REPORT = _THAT_HE | frozenset(plain_words("خبر نبأ أنباء أخبار صحة شائعة شائعات تقارير مزاعم رواية ما"))
"""What is denied by «نفى», «كذب»: they also mean «banished» and «lied»."""
_NO_BEGINNING = _THAT_HE | frozenset(plain_words("في إلى من على عند نحو الذي التي الذين حين إذ لما قد كان كانت"))
"""Words behind which a verb or a noun goes on with the clause."""
_UNREAL, _ASKS = frozenset(plain_words("لو لئن")), frozenset(plain_words("هل أليس ألم"))
_WHAT_ASKS = _ASKS | frozenset(plain_words("كم أين متى كيف لماذا ماذا أي"))
_WITHOUT, _TO = frozenset(plain_words("دون غير بدون")), frozenset(plain_words("إلى"))
_FUTURE = frozenset(plain_words("سوف سيكون ستكون سيكونون سيتم ستتم"))
_QUESTION = frozenset("؟?")
_IMPERFECT, _PERSONS = ("ي", "ت", "ن", "ا"), ("", "ت", "وا", "نا", "ا", "تا")


class Standing(NamedTuple):
    """Items of an account by how it stands to them."""

    unclaimed: frozenset[int]
    """It does not say that they are so."""
    denied: frozenset[int]
    """Those among them that are denied or asked: there a value before the verb is not claimed either."""
    reported: frozenset[int]
    """It tells them as what others say (docs/decisions/0016-hearsay.md)."""

    def says_others(self, first: int, last: int) -> bool:
        """Whether something from one item to another is told as what others say."""
        return not self.reported.isdisjoint(range(first, last + 1))


def standing_of(mentions: Mentions, items: Items) -> Standing:
    """How an account stands to each of its items."""
    clauses = _Clauses(mentions, items)
    denied, other, reported = set[int](clauses.asked()), set[int](clauses.corrected()), set[int]()
    for at in range(len(items.first)):
        form = clauses.form(at)
        if not form:
            continue
        rests = _words(form)
        denied.update(clauses.denied(at, rests))
        other.update(clauses.unreal(at, form, rests))
        reported.update(clauses.reported(at, rests))
    return Standing(frozenset(denied | other), frozenset(denied), frozenset(reported))


class _Clauses:
    """The items of an account and what operators among them govern."""

    def __init__(self, mentions: Mentions, items: Items) -> None:
        self.mentions, self.items = mentions, items

    def form(self, at: int) -> str:
        """The plain form of an item; empty for a mention, and behind the last."""
        inside = 0 <= at < len(self.items.first) and self.items.mention[at] is None
        return self.mentions.tokens.forms[self.items.first[at]] if inside else ""

    def scope(self, at: int, ends: frozenset[str] = _ENDS) -> range:
        """What is governed from behind an item on; a verb of the past with its subject, «خرج زيد», begins another clause."""
        for n in range(at + 1, min(at + 1 + REACH, len(self.items.first))):
            form = self.form(n)
            ended = not ends.isdisjoint(_words(form)) and not self._that_not(n)
            if n in self.items.begins or ended or (n > at + 1 and (new_step(form) or self._begins_anew(n))):
                return range(at + 1, n)
        return range(at + 1, min(at + 1 + REACH, len(self.items.first)))

    def _begins_anew(self, at: int) -> bool:
        """Whether a verb of the past stands here with its subject, and no noun behind a preposition («دار أبي بكر») or verb behind «أن», «الذي»."""
        subject = self.items.mention[at + 1] if at + 1 < len(self.items.first) else None
        named = subject is not None and subject.kind == "person" and not subject.lead
        return named and _perfect(self.form(at)) and self.form(at - 1) not in _NO_BEGINNING and not self.form(at).startswith("ال")

    def _that_not(self, at: int) -> bool:
        """«ألا» («أن لا») is written as «إلا» is; it stands before a verb."""
        return self.form(at) in plain_words("إلا") and self.form(at + 1).startswith(_IMPERFECT[:3])

    def denied(self, at: int, rests: frozenset[str]) -> range:
        """What is denied or asked behind an item: «لم», «ما» and «لا» with a verb, «هل»."""
        verb = self.form(at + 1)
        if rests & _ASKS:
            return self.scope(at)
        if verb in _AFFIRMED or rests.isdisjoint(_NOT_NEXT):
            return range(0)
        if not rests & _NOT and not self._denies_verb(at, rests):
            return range(at + 1, at + 1 + bool(verb and verb not in COMPARED))
        scope = self.scope(at, _ENDS | _THAT if verb in _STAY_THAT else _ENDS)
        states = not _EXCEPT.isdisjoint(_words(self.form(scope.stop))) and self.form(scope.stop + 1) not in _THAT_HE
        return scope[:0] if states else scope  # «لم يقم إلا عشر ليال», «لم يقتل أكثر من مئة»; not «لم يقم، إلا أنه …»

    def _denies_verb(self, at: int, rests: frozenset[str]) -> bool:
        """Whether «لا» or «ما» denies the verb behind it; «ما» that is «what» has «من» behind the verb, or «ه» at its end."""
        verb = self.form(at + 1)
        if "غير" in rests:
            return "صحيح" in verb
        if "لا" in rests:
            return verb.startswith(_IMPERFECT[:3]) and not verb.startswith("ال")
        begins = at in self.items.begins or at == 0 or self.form(at) != "ما"
        return begins and _perfect(verb) and self.form(at + 2) != "من"

    def unreal(self, at: int, form: str, rests: frozenset[str]) -> range:
        """What is wished, planned, commanded, feared or untrue behind an item: «لو», «سيقيم», «عزم», «أمره أن», «نفى أن»."""
        classes = word_classes(form)
        if rests & _UNREAL or rests & _FUTURE:
            return self.scope(at)
        if any(_will(rest) for rest in rests):
            return range(at, self.scope(at).stop)
        if "intend" in classes and self.form(at - 1) not in _NOT | {"ما"}:
            return self.scope(at)
        if rests & _THAT and self.form(at - 1) in _WITHOUT:
            return self.scope(at)
        if "want" in classes or "order" in classes:
            return self._governed(at, _THAT, verb=True)
        return self._governed(at, _REPORT) if "deny" in classes else range(0)

    def _governed(self, at: int, openers: frozenset[str], verb: bool = False) -> range:
        """What a verb governs behind «أن» or another opener near it, which no past verb follows if `verb`; nothing where none stands."""
        for n in range(at + 1, min(at + 1 + GOVERNED, len(self.items.first))):
            form = self.form(n)
            if n in self.items.begins or new_step(form):
                break
            if (form in openers or self._that_not(n)) and (not verb or self.form(n + 1).startswith(_IMPERFECT)):
                return self.scope(n)
        return range(0)

    def reported(self, at: int, rests: frozenset[str]) -> range:
        """What is told as the word or the belief of others behind an item: «قيل», «ظنوا أنه»."""
        if rests & _DOUBT:
            scope = self.scope(at) if self.form(at + 1) in _THAT_HE else range(0)
            return range(at, max(scope.stop, min(at + 1 + HEARSAY, len(self.items.first))))
        supposed = any("suppose" in class_table().get(rest.removesuffix(end), ()) for rest in rests for end in _PERSONS)
        return self._governed(at, _THAT_HE) if supposed else range(0)

    def asked(self) -> Iterator[int]:
        """The items of questions: from the word that asks, else from the last break, to «؟»."""
        text, tokens = self.mentions.text, self.mentions.tokens
        for n in (*sorted(self.items.begins), len(self.items.first)):
            end = int(tokens.start[self.items.first[n]]) if n < len(self.items.first) else len(text)
            last = self.items.first[n] - 1 if n < len(self.items.first) else len(tokens.forms) - 1
            if last < 0 or _QUESTION.isdisjoint(text[int(tokens.end[last]) : end]):
                continue
            at = n - 1
            while at > 0 and at not in self.items.begins and tokens.breaks[self.items.first[at]] == NO_BREAK and self.form(at) not in _WHAT_ASKS:
                at -= 1
            yield from range(at, n)

    def corrected(self) -> Iterator[int]:
        """Counts that the account takes back: «ثمانية أشخاص ثم صححته إلى ستة»."""
        for at in range(len(self.items.first)):
            if "correct" in word_classes(self.form(at)) and not _TO.isdisjoint(self.form(at + n) for n in (1, 2)):
                n = at - 1
                while n >= 0 and n + 1 not in self.items.begins:
                    mention = self.items.mention[n]
                    if mention is not None and isinstance(mention.value, Quantity):
                        yield n
                        break
                    n -= 1


@lru_cache(maxsize=100_000)
def _words(form: str) -> frozenset[str]:
    """A particle or verb with «و», «ف» or «ب» before it («بأن»), and without: other proclitics make another word («فلما» is no «فل» + «ما»)."""
    return frozenset(rest for lead, rest in without_proclitics(form) if lead in ("", "و", "ف", "ب"))


@lru_cache(maxsize=100_000)
def new_step(form: str) -> bool:
    """Whether a word is «و» or «ف» with a verb of the past."""
    return form[:1] in ("و", "ف") and _perfect(form[1:])


@lru_cache(maxsize=100_000)
def _perfect(form: str) -> bool:
    """Whether a word is a verb of the past, as far as the classes of words know it."""
    bases = (form.removesuffix(end) for end in SUFFIXES if form.endswith(end))
    return len(form) > 1 and any(base in class_table() and not base.startswith("ي") for base in bases)


@lru_cache(maxsize=100_000)
def _will(form: str) -> bool:
    """Whether a word is a verb of the future, «سيقيم», «ستقيم», as far as the classes of words know it."""
    bases = ("ي" + form[2:].removesuffix(end) for end in SUFFIXES if form.endswith(end))
    return form[:1] == "س" and form[1:2] in _IMPERFECT and len(form) > 3 and any(base in class_table() for base in bases)
