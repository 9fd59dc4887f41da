"""Names of people, groups and places: those that the gazetteer knows, and by rule those that it does not.

A name by rule is a kunya («أبو أيوب»), a lineage («خبيب بن إساف»), given names in a row («سامي محمود»), a title with a name («الوزير حسن»), a tribe («بنو سالم»)
or a place behind a word for one («جبل سلع»). An honorific shows a person beside it; where it follows no name it stands for one: «خرج صلى الله عليه وسلم».
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from muqabala.collate.facts.tables import NEVER_ALONE, UNSURE, Entry, built_in, given_names
from muqabala.collate.facts.tokens import NO_BREAK, WEAK_BREAK, Tokens, plain_words, without_proclitics

PROPHET = "النبي محمد"


class Name(NamedTuple):
    """Who or what is named: the gazetteer's name for it, or the words themselves."""

    id: str
    known: bool


class Named(NamedTuple):
    """A name and the tokens that give it."""

    first: int
    last: int
    kind: str
    name: Name
    lead: str
    """Proclitics before it: «ل» of «لعبد الله»."""


class Unit(NamedTuple):
    """A part of a name: one word, or «عبد الله»."""

    first: int
    last: int
    key: str


_SON, _DAUGHTER = frozenset(plain_words("بن ابن")), frozenset(plain_words("بنت"))
_FATHER, _MOTHER = frozenset(plain_words("أبو أبا أبي")), "ام"
_SERVANT = ("عبد", "عبيد")
_SONS = "بنو"
_HEADS = frozenset(plain_words("أمير أم أمهات"))
"""«أمير المؤمنين» is one man."""
_AGE, _AGE_REACH = "عمر", 6
_YEARS = frozenset(plain_words("سنة عاما سنوات سنين أعوام عامين سنتين شهرا أشهر يوما أيام"))
_ALIKE = {**dict.fromkeys(_SON, "بن"), **dict.fromkeys(_DAUGHTER, "بنت"), **dict.fromkeys(_FATHER, "ابو")}
_TRIBE = frozenset(plain_words("بنو بني"))
_BUILT = frozenset(
    plain_words(
        "الله الإسلام المسجد مسجد البيت بيت بيته دار دارا داره الدار بيتا قصر قصرا قصره قصرها القصر القلعة السور سورا سورها المدينة الجسر مدرسة على له لله هذا"
    )
)
"""Words after «بني» that is «built»."""
_PLACE_WORDS = frozenset(plain_words("غار جبل وادي قرية مدينة بئر حي شارع ساحة ميدان مطار مسجد جزيرة نهر"))
_PLACE_PREPOSITIONS = frozenset(
    plain_words("إلى في من نحو قرب صوب بلاد أرض غزوة يوم وقعة بئر باتجاه داخل خارج شمال جنوب شرق غرب ليلة بيعة عند مدينة أهل غادر بظاهر")
)
_TITLES = frozenset(
    plain_words(
        "الرئيس الوزير الملك الأمير الدكتور الشيخ السيد السيدة المهندس القاضي الجنرال العقيد العميد المتحدث الإمام الخليفة السلطان المحافظ النائب القديس"
    )
)
_RANKS = frozenset(plain_words("باشا بك بيك أفندي خان شاه أغا"))
"""Titles of later times that stand behind a name."""
_LATER_TITLES = _TITLES - frozenset(plain_words("الأمير الإمام الخليفة الملك السيد السيدة القديس"))
"""Titles that those of whom the gazetteer knows do not bear."""
_EARLY_NISBAS = frozenset(
    plain_words(
        "القرشي الهاشمي الأموي المخزومي التيمي العدوي الزهري الأسدي الأنصاري الأوسي الخزرجي الدوسي الثقفي الغفاري الأسلمي الليثي الكندي الحبشي الفارسي الرومي "
        "الصحابي التابعي المهاجري البدري العبشمي السهمي الجمحي العامري"
    )
)
"""Nisbas of those days, which make nobody another."""
_MOTHERS = frozenset(plain_words("أمه أمها أمهم"))
"""«أمه عائشة» is whosoever's mother."""
_NISBA = 5
"""Letters of a nisba with its article, at least."""
_OFFICES = frozenset(plain_words("الأمير السلطان الخليفة الرئيس الوزير"))
"""Titles that name somebody without a name, too."""
_SPEAKS = frozenset(
    plain_words(
        "قال قالت يقول تقول قلت أمر دعا سأل أخبر حدث أتى جاء خرج دخل ذهب أقبل رجع قام نام بات قدم لحق بعث أرسل كتب مع يا أيها سمع سمعت روى رأى لقي أسلم هاجر قتل مات توفي "
        "استخلف أجاب صاح نادى نزل ركب أردف أرسله ابن بنت بعثه دخلت جاءت خرجت كان أقام وجد فوجد"
    )
)
_NO_NAME = frozenset(
    plain_words(
        "أنت أنتم أنا هو هي هم هذا هذه ذلك الذي التي من في إلى على عن أن إن ما لا لم لن قد كان كانت وأمي أمي قال قالت له لها لك به بها كل بعض حتى إذا بكرة يقول أحد أي شيء عمه عمك عمي أخي أخيه"
        " أمه أبيه السبيل أجل أمر لي لك لنا يا دون فيهم منهم وكانت غير وقد فقال فقالت وقال وكان فلما ثم فإذا بعد قبل حين"
    )
)
_PROPHET_WISH = "صلى الله عليه وآله وسلم|صلى الله عليه وعلى آله وسلم|صلى الله عليه وعلى آله وصحبه وسلم|صلى الله عليه وسلم|صلى الله عليه وآله|صلى الله عليه|عليه الصلاة والسلام|عليه أفضل الصلاة والسلام|صلعم"
_WISHES = (
    "رضي الله تعالى عنه|رضي الله تعالى عنها|رضي الله تعالى عنهما|رضي الله تعالى عنهم|رضي الله عنه|رضي الله عنها|رضي الله عنهما|رضي الله عنهم|رضى الله عنه|رضى الله عنها|عليه السلام|عليها السلام|عليهما "
    "السلام|عليهم السلام|كرم الله وجهه|رحمه الله تعالى|رحمه الله|رحمة الله عليه|رضوان الله عليه|لعنه الله"
)
_GOD_WISHES = "عز وجل|جل وعلا|جل جلاله|سبحانه وتعالى|تبارك وتعالى|تعالى"
_OPENERS = frozenset({"ابو", _MOTHER}) | _TRIBE | _TITLES | _PLACE_WORDS
"""Words that open a name by rule, given names left out."""
_SHORT = {"ص": "prophet", "ع": "person", "رض": "person", "رضه": "person"}
"""Honorifics as single letters in brackets: «(ص)», «(ع)»."""


def _keyed(phrases: str) -> list[tuple[str, ...]]:
    return sorted((plain_words(p) for p in phrases.split("|")), key=len, reverse=True)


_PROPHET_ROWS, _OTHER_ROWS = _keyed(_PROPHET_WISH), _keyed(_WISHES + "|" + _GOD_WISHES)
_PERSON_ROWS = frozenset(_keyed(_WISHES))


class Wish(NamedTuple):
    """An honorific: the tokens, and whether it is the Prophet's, another person's or God's."""

    first: int
    last: int
    whose: str


def find_wishes(tokens: Tokens) -> list[Wish]:
    """The honorifics of a text, in its order (the ligature ﷺ is read as its words)."""
    found, at, forms = [], 0, tokens.forms
    heads = {row[0] for row in (*_PROPHET_ROWS, *_OTHER_ROWS)}
    while at < len(forms):
        row: tuple[str, ...] | None = None
        if forms[at] in _SHORT and tokens.breaks[at] == WEAK_BREAK and not "".join(forms[at + 1 : at + 2])[:1].isdigit():
            found.append(Wish(at, at + 1, _SHORT[forms[at]]))
            at += 1
            continue
        if forms[at] in heads:
            row = next((r for r in (*_PROPHET_ROWS, *_OTHER_ROWS) if tuple(forms[at : at + len(r)]) == r), None)
        if row is None:
            at += 1
            continue
        whose = "prophet" if row in _PROPHET_ROWS else "person" if row in _PERSON_ROWS else "god"
        found.append(Wish(at, at + len(row), whose))
        at += len(row)
    return found


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names to look up, by the key of their first part: (all keys, entry, mark of doubt), the longest first; and whom each belongs to."""

    rows: dict[str, list[tuple[tuple[str, ...], int, str]]]
    entries: tuple[Entry, ...]
    given: frozenset[str]
    """Keys that are given names."""

    @staticmethod
    def of(more: Iterable[Entry] = ()) -> Gazetteer:
        """The built-in names, with a user's own before them: an entry of the same name adds to it."""
        entries = (*more, *built_in())
        rows: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
        seen: dict[tuple[str, ...], int] = {}
        for number, entry in enumerate(entries):
            for name in entry.names:
                mark = name[0] if name[0] in (UNSURE, NEVER_ALONE) else ""
                keys = _keys_of_phrase(name.lstrip(UNSURE + NEVER_ALONE))
                if keys and seen.setdefault(keys, number) == number:
                    rows.setdefault(keys[0], []).append((keys, number, mark))
        for row in rows.values():
            row.sort(key=lambda found: -len(found[0]))
        given = {_ALIKE.get(form, form) for form in given_names()}
        return Gazetteer(rows, entries, frozenset(given))


def _keys_of_phrase(phrase: str) -> tuple[str, ...]:
    return tuple(unit.key for unit in _units(plain_words(phrase), [0] * 99))


def _units(forms: Sequence[str], breaks: Sequence[int]) -> list[Unit]:
    """Words with «عبد» and what follows it in one; variants of «ابن» and «أبو» made alike."""
    units, at = [], 0
    while at < len(forms):
        form = forms[at]
        if form.endswith(_SERVANT) and at + 1 < len(forms) and breaks[at + 1] == NO_BREAK and forms[at + 1] not in _SON:
            units.append(Unit(at, at + 2, form + forms[at + 1]))
            at += 2
        else:
            units.append(Unit(at, at + 1, _ALIKE.get(form, form)))
            at += 1
    return units


def find_names(tokens: Tokens, gazetteer: Gazetteer) -> tuple[list[Named], list[Wish]]:
    """The names of a text in its order, without overlap, and its honorifics. An honorific that follows no name is one of the Prophet's names."""
    wishes = find_wishes(tokens)
    blocked = {at for wish in wishes for at in range(wish.first, wish.last)}
    units = [u for u in _units(tokens.forms, tokens.breaks.tolist()) if u.first not in blocked]
    reader = _Reader(tokens, units, gazetteer, {w.first: w for w in wishes})
    found = reader.read()
    ends = {named.last for named in found}
    for wish in wishes:
        if wish.whose == "prophet" and wish.first not in ends and tokens.forms[max(wish.first - 1, 0)] not in ("رسول", "نبي"):
            found.append(Named(wish.first, wish.last, "person", Name(PROPHET, True), ""))
    return sorted(found), wishes


@dataclass
class _Reader:
    """Reads names off the units of a text, from its beginning."""

    tokens: Tokens
    units: list[Unit]
    gazetteer: Gazetteer
    wishes: dict[int, Wish]
    opens: dict[str, bool] = field(default_factory=dict)
    """Which words may begin a name, as they are met."""

    def read(self) -> list[Named]:
        sure: dict[str, int] = {}
        found: list[Named] = []
        at = 0
        while at < len(self.units):
            step = self._known(at, sure) or self._by_rule(at) if self._may_begin(at) else None
            if step is None:
                at += 1
                continue
            named, at = step
            sure.setdefault(named.name.id, named.first)
            found.append(named)
        return self._recalled(found)

    def _may_begin(self, at: int) -> bool:
        """Whether a name may begin with a unit, as far as its own word and the next show; most words of a text end here."""
        key = self.units[at].key
        if key not in self.opens:
            rests = {_ALIKE.get(rest, rest) for _, rest in without_proclitics(key)}
            self.opens[key] = (
                not rests.isdisjoint(self.gazetteer.rows) or not rests.isdisjoint(self.gazetteer.given) or not rests.isdisjoint(_OPENERS)
            )
        return self.opens[key] or (at + 1 < len(self.units) and self.units[at + 1].key in ("بن", "بنت"))

    def _known(self, at: int, sure: dict[str, int]) -> tuple[Named, int] | None:
        """A name of the gazetteer that begins here; where one that is common as a word shows no evidence, none."""
        first = self.units[at]
        for lead, rest in without_proclitics(first.key):
            key = _ALIKE.get(rest, rest)
            for keys, number, mark in self.gazetteer.rows.get(key, ()):
                last = self._match(at, keys)
                if not last:
                    continue
                entry = self.gazetteer.entries[number]
                last = self._longer(at, last, entry)
                if last < 0 or self._somebody_else(at, last, entry):
                    return None
                named = Named(first.first, self.units[last - 1].last, entry.kind, Name(entry.name, True), lead)
                if (not mark and self._plain_word(at, last, lead)) or self._evident(at, last, entry, lead) or (mark == UNSURE and entry.name in sure):
                    return named, last
        return None

    def _match(self, at: int, keys: tuple[str, ...]) -> int:
        """The unit after a row of keys that begins with unit `at`; 0 where another word stands in it. Accusative alifs are free."""
        if at + len(keys) > len(self.units):
            return 0
        for step, key in enumerate(keys[1:], 1):
            unit = self.units[at + step]
            if self.tokens.breaks[unit.first] > WEAK_BREAK or not (unit.key == key or unit.key.removesuffix("ا") == key):
                return 0
        return at + len(keys)

    def _longer(self, at: int, last: int, entry: Entry) -> int:
        """The unit after a person's further lineage; -1 where «بن» makes somebody else of a short name («سعد» of «سعد بن معاذ»)."""
        if entry.kind != "person":
            return last
        chain = self._lineage(last)
        if chain > last and last - at == 1:
            words = tuple(u.key for u in self.units[at:chain])
            if not any(keys[: len(words)] == words for keys, _, _ in self.gazetteer.rows.get(words[0], ()) if len(keys) >= 3):
                father = self.units[last + 1].key
                return -1 if not any(father in plain_words(name) for name in entry.names) else chain
        return chain

    def _somebody_else(self, at: int, last: int, entry: Entry) -> bool:
        """Whether what follows a short name makes it another man's: «محمد علي», «عثمان بك», «أبو بكر الرازي»."""
        short = last - at == 1 or (last - at == 2 and self.units[at].key == "ابو")
        if (entry.kind == "group" and at and self.units[at - 1].key in _HEADS and self._near(at)) or self._is_age(at, last):
            return True
        if entry.kind != "person" or not short:
            return False
        before = self.units[at - 1].key if at and self._near(at) else ""
        if self.units[last - 1].last in self.wishes:
            return False
        if before in _LATER_TITLES or any(rest in _MOTHERS for _, rest in without_proclitics(before)):
            return True
        if last >= len(self.units) or not self._near(last):
            return False
        key = self.units[last].key
        own = frozenset(word for name in entry.names for word in plain_words(name))
        nisba = key.startswith("ال") and key.endswith("ي") and len(key) >= _NISBA and key not in _EARLY_NISBAS
        lineage = last + 1 < len(self.units) and self.units[last + 1].key in ("بن", "بنت")
        second = entry.name == PROPHET and key in self.gazetteer.given and not lineage  # «محمد علي»; not «أرسل محمد زيد بن حارثة»
        return key not in own and (nisba or key in _RANKS or second)

    def _is_age(self, at: int, last: int) -> bool:
        """Whether «عمر» is somebody's age: «عمر السلطان عشرين سنة»."""
        if last - at > 1 or not self.units[at].key.endswith(_AGE) or last >= len(self.units) or not self.units[last].key.startswith("ال"):
            return False
        first = self.units[last].first
        return any(form in _YEARS for form in self.tokens.forms[first : first + _AGE_REACH])

    def _lineage(self, at: int) -> int:
        """The unit after «بن X بن أبي Y …» that begins here."""
        while at + 1 < len(self.units) and self.units[at].key in ("بن", "بنت") and self._near(at):
            step = at + 2
            if self.units[at + 1].key in ("ابو", _MOTHER) and at + 2 < len(self.units):
                step = at + 3
            if self.units[at + 1].key in _NO_NAME or not self._near(at + 1):
                break
            at = step
        return at

    def _near(self, at: int) -> bool:
        return self.units[at].first == 0 or self.tokens.breaks[self.units[at].first] == NO_BREAK

    def _plain_word(self, at: int, last: int, lead: str) -> bool:
        """A proclitic split off a single short word is too little: «بدر» is not ب + در."""
        return not lead or last - at > 1 or len(self.units[at].key) - len(lead) >= 4

    def _evident(self, at: int, last: int, entry: Entry, lead: str) -> bool:
        """Whether something beside a doubtful name shows that it is one."""
        begin, end = self.units[at].first, self.units[last - 1].last
        before = self.tokens.forms[begin - 1] if begin else ""
        around = [rest for _, rest in without_proclitics(before)] if before else []
        if entry.kind == "place":
            return any(r in _PLACE_PREPOSITIONS for r in around) or lead in ("ب", "وب", "فب")
        wish = self.wishes.get(end)
        return (wish is not None and wish.whose != "god") or any(r in _SPEAKS for r in around)

    def _by_rule(self, at: int) -> tuple[Named, int] | None:
        splits = sorted(without_proclitics(self.units[at].key), key=self._unlikely)
        for lead, rest in splits:
            key = _ALIKE.get(rest, rest)
            for kind, read in (
                ("person", self._kunya),
                ("person", self._chain),
                ("group", self._tribe),
                ("person", self._row),
                ("place", self._place),
            ):
                last = read(at, key)
                if last:
                    words = [_SONS if kind == "group" else key, *(u.key for u in self.units[at + 1 : last])]
                    return Named(self.units[at].first, self.units[last - 1].last, kind, Name(" ".join(words), False), lead), last
        return None

    def _unlikely(self, split: tuple[str, str]) -> int:
        """How unlikely a way is to read a name's first word: a given name first («لعبدة» is ل + عبدة), then without «و», then as it stands."""
        lead, rest = split
        return 0 if rest in self.gazetteer.given else 1 if lead == "و" and len(rest) > 2 else 2 if not lead else 3

    def _kunya(self, at: int, key: str) -> int:
        """«أبو X»; «أبي» and «أم» are also «my father» and «or»: there X must be a given name, or more of the name follow."""
        if key not in ("ابو", _MOTHER) or at + 1 >= len(self.units) or not self._near(at + 1):
            return 0
        word = self.units[at + 1].key
        if word in _NO_NAME or word in _SON or (word.startswith(("و", "ف")) and word not in self.gazetteer.given):
            return 0
        sure = self.tokens.forms[self.units[at].first].endswith(("ابو", "ابا")) and len(word) > 2
        last = self._lineage(at + 2)
        named = word in self.gazetteer.given or last > at + 2 or self.units[at + 1].last in self.wishes
        return last if named or (sure and key == "ابو") else 0

    def _chain(self, at: int, key: str) -> int:
        """«X بن Y»."""
        if key in _NO_NAME or key in ("بن", "بنت") or len(key) < 2 or at + 2 >= len(self.units):
            return 0
        if self.units[at + 1].key not in ("بن", "بنت") or self.units[at + 1].first >= len(self.tokens.forms):
            return 0
        last = self._lineage(at + 1)
        if self.tokens.forms[self.units[at + 1].first] == "ابن" and key not in self.gazetteer.given:
            return 0
        return last if last > at + 1 else 0

    def _tribe(self, at: int, key: str) -> int:
        if key not in _TRIBE or at + 1 >= len(self.units) or not self._near(at + 1) or self.units[at + 1].key in _NO_NAME:
            return 0
        if self.units[at + 1].key in _BUILT or self.units[at + 1].key in ("ابو", _MOTHER):
            return 0
        return self._lineage(at + 2)

    def _row(self, at: int, key: str) -> int:
        """«سامي محمود», «الرئيس سامي محمود»: given names in a row, or one behind a title."""
        titled = key in _TITLES
        last = at + 1
        while last < len(self.units) and self.units[last].key in self.gazetteer.given and self._near(last) and last - at < 5:
            last += 1
        if titled and last > at + 1 and self._known(at + 1, {}) is not None:
            return 0
        if titled:
            return last if last > at + 1 else last * (key in _OFFICES)
        return last if key in self.gazetteer.given and last - at >= 2 else 0

    def _place(self, at: int, key: str) -> int:
        """«جبل سلع»: a word for a place and the next, if it may be a name."""
        if key not in _PLACE_WORDS or self.units[at].key == "ك" + key or at + 1 >= len(self.units) or not self._near(at + 1):
            return 0
        word = self.units[at + 1].key
        adjective = not word.startswith("ال") and len(word) > _NISBA - 1 and word.endswith("ي")  # «جبل جليدي»
        if (
            word in _NO_NAME
            or len(word) < 3
            or adjective
            or word.startswith(("و", "ف", "ب", "ل", "ي", "ت"))
            or word.endswith(("ه", "هم", "هما", "ها"))
        ):
            return 0
        return at + 2

    def _doubtful(self, key: str) -> bool:
        """Whether a name is so common as a word that only what stands beside it can show it."""
        return any(len(keys) == 1 and mark == NEVER_ALONE for keys, _, mark in self.gazetteer.rows.get(key, ()))

    def _recalled(self, found: list[Named]) -> list[Named]:
        """With single given names that recall somebody named in full before: the last whose name begins with it."""
        taken = {at for named in found for at in range(named.first, named.last)}
        by_first: dict[str, list[Named]] = {}
        for named in found:
            keys = [u.key for u in _units(self.tokens.forms[named.first : named.last], [0] * 99)]
            if named.kind == "person" and len(keys) >= 3:
                by_first.setdefault(keys[0][len(named.lead) :], []).append(named)
        more = []
        for at, unit in enumerate(self.units):
            if unit.first in taken or (at + 1 < len(self.units) and self.units[at + 1].key in ("بن", "بنت")):
                continue
            for lead, rest in without_proclitics(unit.key):
                full = [n for n in by_first.get(rest, ()) if n.first < unit.first]
                if (
                    full
                    and len(rest) > 2
                    and not self._doubtful(rest)
                    and rest in self.gazetteer.given
                    and len({n.name for n in full}) == 1
                    and not (lead and rest == unit.key)
                ):
                    more.append(Named(unit.first, unit.last, "person", full[-1].name, lead))
                    break
        return sorted([*found, *more])


@lru_cache(maxsize=50_000)
def _parts(name: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """A name as (its own given name, its father's and forefathers' names, all its words)."""
    words = name.split()
    own = words[0] if words[0] != "ابو" else " ".join(words[:2])
    fathers = frozenset(words[i + 1] for i in range(len(words) - 1) if words[i] in ("بن", "بنت"))
    return own, fathers, frozenset(words) - {"بن", "بنت", "ابو", _MOTHER}


_SPELLED_ALIKE = 75
"""Similarity, 0..100, from which two names may be one, spelled or read differently (أرقط/أريقط, سعد/أسعد)."""


def may_be_same(a: Name, b: Name, aliases: dict[str, tuple[str, ...]]) -> bool:
    """Whether two names can be one person's. Two that the gazetteer knows are one only if it says so; of others, only names with another given name
    and
    another father are held apart: a kunya and a given name never are.

    `aliases` holds the names, as keys, of whom the gazetteer knows.
    """
    if a.known and b.known:
        return a.id == b.id
    if a.id.split()[0] == b.id.split()[0] == _SONS:
        return _alike(a.id, b.id) or fuzz.ratio(a.id, b.id) >= _SPELLED_ALIKE
    of_a, of_b = ((aliases.get(n.id, ()) if n.known else (n.id,)) for n in (a, b))
    return any(_alike(x, y) for x in of_a for y in of_b) or not (any(map(_full, of_a)) and any(map(_full, of_b)))


def _full(name: str) -> bool:
    own, fathers, words = _parts(name)
    return not own.startswith("ابو") and (bool(fathers) or len(words) >= 2)


def _alike(a: str, b: str) -> bool:
    own_a, fathers_a, words_a = _parts(a)
    own_b, fathers_b, words_b = _parts(b)
    if words_a <= words_b or words_b <= words_a or (fathers_a and fathers_b and own_a == own_b):
        return True
    return bool(fathers_a & fathers_b) and fuzz.ratio(own_a, own_b) >= _SPELLED_ALIKE


def aliases_of(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """The names of each person of a gazetteer as keys, by the name that is shown."""
    return {
        entry.name: tuple(" ".join(_keys_of_phrase(name.lstrip(UNSURE + NEVER_ALONE))) for name in entry.names)
        for entry in gazetteer.entries
        if entry.kind == "person"
    }
