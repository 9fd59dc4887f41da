"""Names that no gazetteer has, where they stand: behind a title or the doer's verb («القاضي سمير الحلبي», «قتله سالم»), behind a word for a place.

Two such names contradict each other only where both are names of one sort. A given name and a kunya, a family's name or «سيف الدين» may be one
man's; a word that is no name at all («مستشفى المدينة») names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz import fuzz

from muqabala.collate.conflicts.items import SUFFIXES, roles_file, stem
from muqabala.collate.facts.numbers import begins_number
from muqabala.collate.facts.tables import given_names, units
from muqabala.collate.facts.tokens import NO_BREAK, Tokens, plain_words, without_article

Anchor = tuple[str, str]
"""What a name stands behind: («title», the title), («does», the verb), («hand», ""), («to», the word for a place)."""
LONGEST = 4
"""Words of a name, at most."""
ALIKE = 75
"""Similarity, 0..100, from which two words may be one name in two spellings."""
_CALLED = frozenset(plain_words("اسمه اسمها يدعى تدعى المدعو المدعوة يسمى هو السيد المسمى"))
_HAND = frozenset(plain_words("يد يدي"))
_ON, _WAS, _FIRST = frozenset(plain_words("على")), frozenset(plain_words("كان وكان كانت وكانت")), plain_words("أول")[0]
_FROM, _TO = frozenset(plain_words("من")), frozenset(plain_words("إلى نحو صوب باتجاه"))
_KUNYA, _LAQAB = frozenset(plain_words("أبو أبا أبي أم")), plain_words("الدين")[0]
_LINKS = _KUNYA | frozenset(plain_words("بن ابن بنت عبد"))
"""Words between the words of a name."""
_HIM = ("ه", "ها", "هم")
_NO_PERSON = frozenset(plain_words("سجل أسس بنى اكتشف اخترع قاد أدار ترأس"))
"""The first words for deeds whose object is no person: who is named right behind the verb has done it."""
_CALLED_SO: Anchor = ("", "")
_FIRST_PARTS = frozenset(plain_words("باب عين وادي رأس تل بيت دير القديس القديسة كفر نجع سان أبو أم"))
"""First words of places that have two."""


class Run(NamedTuple):
    """A name in its place."""

    kind: str
    """`person` or `place`."""
    anchors: frozenset[Anchor]
    first: int
    """Half-open range of tokens."""
    last: int
    words: tuple[str, ...]


@cache
def acts() -> dict[str, str]:
    """The first word for a deed, by every word for it."""
    return {form: plain_words(group)[0] for group in reversed(roles_file().acts) for form in plain_words(group)}


@lru_cache(maxsize=100_000)
def act_of(form: str) -> str:
    """The deed that a word tells of; empty where it tells of none that is known."""
    rests = [rest for lead, rest in without_article(form) if "ك" not in lead]
    if whole := next((acts()[rest] for rest in rests if rest in acts()), ""):
        return whole
    for rest, ending in product(rests, SUFFIXES[1:]):
        base = rest.removesuffix(ending)
        if rest.endswith(ending) and base.endswith("ت") and (whole := acts().get(base[:-1] + "ه", "")):
            return whole  # «وفاته»
        for word in (base, "ي" + base[1:]) if rest.endswith(ending) and len(base) > 2 else ():
            if word in acts() and (word == base or base[0] in "تن"):
                return acts()[word]
    return next((acts()["ي" + rest[1:]] for rest in rests if rest[:1] in ("ت", "ن") and "ي" + rest[1:] in acts()), "")


@cache
def _titles() -> dict[str, str]:
    return {form: plain_words(group)[0] for group in roles_file().titles for form in plain_words(group)}


@cache
def _heads() -> frozenset[str]:
    return frozenset(plain_words(roles_file().heads))


def title_of(form: str) -> str:
    """The title that a word is, the first of those that mean the same; empty where it is none."""
    return next((_titles()[rest] for lead, rest in without_article(form) if rest in _titles() and lead in ("", "و", "ف")), "")


class _Reader:
    """Reads the names among some tokens."""

    def __init__(self, tokens: Tokens, first: int, last: int) -> None:
        self.tokens, self.first, self.last = tokens, first, last

    def form(self, at: int) -> str:
        """The plain form of a token; empty outside of the part."""
        return self.tokens.forms[at] if self.first <= at < self.last else ""

    def runs(self) -> Iterator[Run]:
        """All names that have an anchor, in order."""
        at = self.first
        while at < self.last:
            run = self._person(at) or self._place(at)
            if run is not None:
                yield run
            at = run.last if run is not None else at + 1

    def _person(self, at: int) -> Run | None:
        anchors, start = set[Anchor](), at
        while start < self.last and start - at < LONGEST and (found := self._anchor(start)):
            anchors.add(found)
            start += 1
        anchors.discard(_CALLED_SO)
        end = self._end(start) if anchors else start
        words = tuple(self.tokens.forms[start:end])
        return Run("person", frozenset(anchors), start, end, words) if end > start and _is_name(words, {kind for kind, _ in anchors}) else None

    def _anchor(self, at: int) -> Anchor | None:
        """What a token says before a name."""
        form = self.form(at)
        if title := title_of(form):
            return "title", title
        if form in _CALLED:
            titles = (title_of(self.form(n)) for n in range(at - 1, at - 4, -1))
            return next((("title", title) for title in titles if title), _CALLED_SO)  # «قبطان السفينة يدعى …»
        if form in _HAND and self.form(at - 1) in _ON:
            return "hand", ""
        if form in _WAS and _FIRST in (self.form(n) for n in range(at + 2, at + 2 + LONGEST)):
            return "first", ""
        act = act_of(form) if not form.startswith("ال") else ""
        return ("does", act) if act in _NO_PERSON or (act and form.endswith(_HIM)) else None

    def _end(self, start: int) -> int:
        """The token behind a name that begins at a token: a word and another, more where they are given names or lineages."""
        end = start
        while end < self.last and end - start < LONGEST and self._may_be_name(end, end == start):
            known = self.form(end) in given_names() or self.form(end) in _LINKS
            if end - start > 1 and not known and self.form(end - 1) not in _LINKS:
                break
            end += 1
        return end

    def _may_be_name(self, at: int, begins: bool) -> bool:
        form = self.form(at)
        if len(form) < 2 or self.tokens.breaks[at] != NO_BREAK:
            return False
        if form in given_names() or form in _LINKS or self.form(at + 1) == _LAQAB:
            return True
        joined = form.startswith(("و", "ف", "ب", "ل", "ي", "ت")) or form.endswith(("وا", "ها", "هم")) or (begins and form.endswith("ا"))
        return bool(stem(form)) and not joined and self._no_other_word(form, begins)

    def _no_other_word(self, form: str, begins: bool) -> bool:
        """Whether a word is none that is known to be something else; behind a given name «البنا» and «الحداد» are names."""
        family = not begins and form.startswith("ال")
        return len(form) > 2 and form not in units() and not begins_number(form) and not title_of(form) and (family or not act_of(form))

    def _place(self, at: int) -> Run | None:
        """«ميناء ليفربول», «المحيط الهادئ»."""
        lead, head = next(((lead, rest) for lead, rest in without_article(self.form(at)) if rest in _heads()), ("", ""))
        name = self.form(at + 1)
        joined = name.startswith(("بال", "لل", "و", "ف")) and name not in _FIRST_PARTS
        if not head or not name or self.tokens.breaks[at + 1] != NO_BREAK or joined or not stem(name) or not self._no_other_word(name, True):
            return None
        definite = self.form(at).removeprefix(lead).startswith(("ال", "ل"))
        if name in _common_nouns() or (definite and not (head in _WATERS and name.startswith("ال"))):
            return None
        last = at + 2 + (name in _FIRST_PARTS and bool(self.form(at + 2)))
        return Run("place", frozenset({(way_of(self.form(at - 1), lead), head)}), at, last, tuple(self.tokens.forms[at + 1 : last]))


_WATERS = frozenset(plain_words("بحر محيط"))
"""Heads that are known by an adjective: «المحيط الهادئ»."""


@cache
def _common_nouns() -> frozenset[str]:
    """Words that behind a word for a place are no name: «مستشفى المدينة», «جبل جليد»."""
    nouns = (
        "العاصمة البلدة المنطقة البلاد الدولة الحكومة الجيش الشرطة الإقليم الجديد الجديدة القديم القديمة الكبير الكبيرة جليد "
        "جليدي صغير صغيرة كبير كبيرة قريب قريبة مجاور مجاورة عام خاص ميداني عسكري"
    )
    heads = {"ال" + head for head in _heads()} | {"ال" + title for title in _titles()}
    return frozenset(plain_words(nouns)) | heads | _heads()


def _is_name(words: tuple[str, ...], anchors: set[str]) -> bool:
    """Whether words behind an anchor are the full name of a person: a title is before any name, a verb before many another word."""
    listed = words[0] in given_names() or words[0] in _LINKS
    return listed or (bool(anchors & {"title"}) and len(words) > 1 and not words[0].startswith("ال")) or (len(words) > 1 and words[1] == _LAQAB)


def runs_of(tokens: Tokens, first: int, last: int) -> tuple[Run, ...]:
    """The names that stand in their place between two tokens."""
    return tuple(_Reader(tokens, first, last).runs())


def way_of(before: str, lead: str) -> str:
    """Whether a word before a place, or what is joined to it, says that something comes from there, goes there, or is there."""
    return "from" if before in _FROM else "to" if before in _TO or lead.endswith("ل") else "at"


def differ(a: Run, b: Run) -> bool:
    """Whether two names of one place in a sentence cannot be one's, or one place's."""
    if a.kind != b.kind or a.anchors.isdisjoint(b.anchors):
        return False
    if any(_alike(x, y) for x in telling(a) for y in telling(b)):
        return False
    return a.kind == "place" or _sort(a.words) == _sort(b.words)


def telling(run: Run) -> frozenset[str]:
    """The words of a name by which it is known: without «أبو», «الدين», «باب»."""
    return frozenset(word.removeprefix("ال") for word in run.words) - _LINKS - _FIRST_PARTS - {_LAQAB.removeprefix("ال")}


def _alike(x: str, y: str) -> bool:
    """Whether two words may be one name in two spellings; «محمود» and «محمد» are two names."""
    return x == y or (not {x, y} <= given_names() and fuzz.ratio(x, y) >= ALIKE)


def _sort(words: tuple[str, ...]) -> str:
    """What sort of name somebody is called by."""
    if words[0] in _KUNYA:
        return "kunya"
    return "laqab" if len(words) > 1 and words[1] == _LAQAB else "name"


def words_of(tokens: Tokens) -> frozenset[str]:
    """All words of an account, with and without what is joined to them, and without the article."""
    return frozenset(rest for form in tokens.forms for _, rest in without_article(form))
