"""The books that a text names for hadith: «رواه البخاري (3905)», «متفق عليه», «سنن أبي داود»."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from muqabala.text.fold import DIGITS, TO_LATIN
from muqabala.text.keys import Keys, is_among, keys_of
from muqabala.trace.references.sigla import Row, is_behind_marks, row_at, row_behind
from muqabala.trace.written.view import TextView

_FINAL_YA = re.compile(r"ي\b")


def _spellings(*names: str) -> tuple[str, ...]:
    """Names, and each as it is written in Egypt, a final ya without its dots: «البخارى», «أبى داود»."""
    return (*names, *(_FINAL_YA.sub("ى", name) for name in names))


_HELD = {
    name: book
    for book, names in (
        ("bukhari", "البخاري|بخاري"),
        ("muslim", "مسلم"),
        ("abudawud", "أبو داود|أبي داود|أبوداود"),
        ("tirmidhi", "الترمذي"),
        ("nasai", "النسائي"),
        ("ibnmaja", "ابن ماجه|ابن ماجة"),
        ("ahmad", "الإمام أحمد|أحمد"),
        ("malik", "مالك|الموطأ"),
        ("darimi", "الدارمي"),
    )
    for name in _spellings(*names.split("|"))
}
"""Names of the nine books' authors, as references give them."""
_OTHERS = _spellings(
    "الطبراني", "البيهقي", "الحاكم", "ابن حبان", "ابن خزيمة", "البزار", "الدارقطني", "أبو يعلى", "عبد الرزاق", "ابن أبي شيبة", "أبو نعيم",
    "ابن عساكر", "الديلمي", "ابن مردويه", "ابن أبي الدنيا", "ابن السني", "سعيد بن منصور", "عبد بن حميد", "الحميدي", "أبو الشيخ", "الضياء", "الألباني",
)  # fmt: skip
"""Authors whose books are not held."""
_BOTH = r"(?:ال)?متفق\s{1,2}(?:عليه|على\s{1,2}صحته)|أخرجاه\s{1,2}في\s{1,2}(?:الصحيحين|صحيحيهما)"
_SAHIHAN = "الصحيحين"
_IN_SAHIHAN = re.compile(r"(?<![\u0621-\u064a])(?:كما\s|و?هو\s|و?(?:ثبت|جاء|ورد)\s)?[وف]?(?:في|فى)\s\Z")
"""What stands before «الصحيحين» where both have something: «وفي الصحيحين: …», «… كما في الصحيحين»."""
_SUNAN = ("abudawud", "tirmidhi", "nasai", "ibnmaja")
_FOUR = ("الأربعة", "أصحاب السنن")
_GROUPS = {
    "الجماعة": ("bukhari", "muslim", *_SUNAN, "ahmad"),
    "السبعة": ("bukhari", "muslim", *_SUNAN, "ahmad"),
    "الستة": ("bukhari", "muslim", *_SUNAN),
    "الخمسة": (*_SUNAN, "ahmad"),
    "الثلاثة": _SUNAN[:3],
} | dict.fromkeys(_FOUR, _SUNAN)
"""Books that go by one name, as Ibn Hajar counts them in the preface of Bulugh al-Maram, and al-Majd Ibn Taymiyya in that of al-Muntaqa."""
_NAMES = "|".join(sorted((*_HELD, *_OTHERS, "الشيخان", *_FOUR), key=len, reverse=True))
_NAMES = _NAMES.replace("مالك", r"مالك(?!\s+(?:يوم|الملك))")  # «(مالك يوم الدين)» is a verse
# No blank may be matched by two parts of a pattern without bounds: a long run of blanks would be tried in all ways.
_KINDS = "صحيح|سنن|مسند|جامع|موطأ"
_KIND = rf"(?:{_KINDS})"
_BOOK = rf"(?:الإمام(?:ان)?\s{{1,4}})?(?:{_KIND}\s{{1,4}}(?:الإمام\s{{1,4}})?)?(?:{_NAMES})(?![\u0621-\u064a])"
_WISH = r"(?:\s{1,2}رحمه الله(?: تعالى)?)?"
_IN = rf"(?:{_WISH}\s{{1,4}}(?:في|فى)\s{{1,4}}(?:صحيحه|سننه|مسنده|موطئه|جامعه|صحيحيهما|الصحيحين|الصحيح|السنن|المسند|الأدب المفرد))?"
_CALLED = r"(?:(?:تحت\s)?رقم|برقم|حديث|الحديث|ح)"
_BEFORE_NUMBER = rf"[ \u00a0:،,–—-]{{0,6}}[(\[]?\s{{0,3}}(?:{_CALLED}\s{{0,3}}[:/]?\s{{0,3}}){{0,3}}[(\[]?"
# A number is the hadith's where it is called so, stands in round brackets or is long: «[4]» is a note and «3-» an item.
_PLAIN = rf"\(\s{{0,3}}[{DIGITS}]{{1,5}}|\[\s{{0,3}}[{DIGITS}]{{3,5}}|[{DIGITS}]{{3,5}}(?!\s*(?:حديث|أحاديث))"
_NAMED = rf"[(\[]?\s{{0,3}}(?:{_CALLED}\s{{0,3}}:?\s{{0,3}}){{1,3}}[(\[]?[{DIGITS}]{{1,5}}"
_ITS_NUMBER = rf"(?:[ \u00a0:،,]{{0,6}}(?:{_NAMED}|{_PLAIN})(?![{DIGITS}])(?:\s{{0,4}}/\s{{0,4}}[{DIGITS}]+)?\s{{0,4}}[)\]]?)"
_NUMBER = rf"{_ITS_NUMBER}?"
_WORDING = r"(?:\s{0,3}[،,(–—-]?\s{0,3}واللفظ\s{1,3}ل[\u0621-\u064a]{1,12}\s{0,3}[)–—-]?)?"
_LIST = rf"{_BOOK}{_IN}{_NUMBER}(?:{_WORDING}\s{{0,4}}(?:[،,]|[،,]?\s{{0,4}}و)\s{{0,4}}{_BOOK}{_IN}{_NUMBER})*"
_NO_CHAPTER = rf"و?(?:{_KINDS}|عن|من|في|فى|أن|دون|وغيره|وغيرهما|كما|حديث|دار|ط|طبعة|الطبعة|مطبعة|المطبعة|مكتبة|المكتبة|نشر|تحقيق|شرح|بشرح)\s"
_CHAPTER = rf"(?:\s{{1,2}}(?!{_NO_CHAPTER})[\u0621-\u064a]{{2,12}}){{1,5}}\s?\(\s?"
_OF_CHAPTER = re.compile(rf"(?P<book>{_NAMES}){_CHAPTER}(?P<number>[{DIGITS}]{{1,5}})\s?\)")
"""A book, the chapter and the number in it: «صحيح البخاري بدء الخلق (3225)»; one alone has a long number, a short one would be a note's."""
_CHAPTERED = rf"{_KIND}\s{{1,4}}(?:{_NAMES}){_CHAPTER}"
_IN_CHAPTERS = rf"(?:{_CHAPTERED}[{DIGITS}]{{1,5}}\s?\)\s?[،,؛]\s?){{0,12}}{_CHAPTERED}[{DIGITS}]{{3,5}}\s?\)"
_VERBS = "رواه|رواها|روى|أخرجه|اخرجه|أخرجها|أخرج|خرجه|صححه"
_VERB = rf"(?:{_VERBS}|اتفق\s{{1,2}}عليه)"
_TOGETHER = rf"[وف]?(?:رواه|رواها|أخرجه|اخرجه|أخرجها|خرجه)\s{{1,4}}(?:{'|'.join(_GROUPS)})(?![\u0621-\u064a])"
_UNMISTAKABLE = "البخار[يى]|الترمذ[يى]|النسائ[يى]|الدارم[يى]|الموطأ"
"""Names that stand alone behind a hadith: «…» البخاري."""
_FIND = re.compile(
    rf"(?P<said>[وف]?{_VERB}\s{{1,4}}{_LIST})"
    rf"|(?P<group>{_TOGETHER}(?:\s{{1,4}}إلا\s{{1,4}}{_LIST})?)"
    rf"|[وف]?(?P<both>{_BOTH}|{_SAHIHAN}(?![\u0621-\u064a]))"
    rf"|[(\[](?P<inside>\s{{0,4}}(?:[وف]?{_VERB}\s{{1,4}})?{_BOOK}[^()\[\]\n]{{0,90}}?)[)\]]"
    rf"|[وف]?(?P<chapters>{_IN_CHAPTERS})"
    rf"|[وف]?(?P<named>{_KIND}\s{{1,4}}(?:الإمام\s{{1,4}})?(?:{_NAMES}){_NUMBER})"
    rf"|(?P<bare>{_BOOK}{_ITS_NUMBER}|(?:{_UNMISTAKABLE})(?=\s?(?:[.،؛\n)\]]|\Z)))"
)
_BLANKS, _OPENS = " ،,:(\n\t\u00a0", re.compile(r"[(\[]")
"""What is no part of an attribution at its end, beside a bracket that opens before it; and brackets that open in it."""
_OF_HADITH = re.compile(r"(?<![\u0621-\u064a])[وفبلك]?(?:ال)?حديث(?:\s[\u0621-\u064a]{1,12}){0,3}\s$")
_AGREED = re.compile(rf"{_BOTH}|(?:.{{0,12}}\s)?{_SAHIHAN}")
_OF_GROUP = re.compile(_TOGETHER)
_ONE = re.compile(rf"(?P<book>{_NAMES})(?![\u0621-\u064a]){_IN}(?:{_BEFORE_NUMBER}(?P<number>[{DIGITS}]{{1,5}})(?!\s{{0,4}}/\s{{0,4}}[{DIGITS}]))?")
_FAR_NUMBER = re.compile(
    rf"[ \u00a0،,:(\[–—-]{{0,4}}(?:(?:في|فى)\s)?(?:كتاب|باب|ج|جـ|الجزء|[{DIGITS}]{{1,2}}\s?/)[^\n.؛«»\"“”]{{0,160}}?"
    rf"(?<![\u0621-\u064a])(?:رقم|برقم|ح)(?:\sالحديث)?[ \u00a0:/]{{0,3}}(?P<opened>[(\[]\s?)?"
    rf"(?P<number>[{DIGITS}]{{3,5}})(?![{DIGITS}])(?!\s{{0,4}}/)(?(opened)\s?[)\]])"
)
_ONE_COUNT = frozenset(("bukhari",))
"""A number behind the chapter or the page of a book, «البخاري، كتاب العلم، باب …، 1/58، رقم 125»; and the books in which it says more than the name.
Of the others it is a number of some edition, which shows nothing."""
_OTHER_WORK = re.compile(
    rf"{_WISH}\s{{1,4}}(?:في|فى)\s{{1,4}}[«\"“(]?(?:كتابه?\s)?"
    r"(?:الأدب المفرد|مقدمة|مقدمته|التاريخ|الشمائل|(?:السنن\s)?الكبرى|المراسيل|الزهد|فضائل الصحابة|خلق أفعال|جزء|العلل|عمل اليوم)"
)
"""Another work of the same author, behind his name: it is not held."""
_DENIED = re.compile(r"(?:غير|ليس|ليست|يوجد|توجد|موجود|موجودة|أجده|أجدها|نجده|يقع|ترد|يرد)\s+(?:(?:في|فى|عند)\s+)?$")
"""What says that a book does not have something, or is not agreed upon: «غير متفق عليه», «ليس في صحيح مسلم»."""
_NO_CLAIM = re.compile(
    r"(?<![\u0621-\u064a])(?:[وف]?(?:لم|ليس|ليست|لا|دون|سوى|غير|خلا|إلا|بدون)|(?:و?على\s)?شرط|[وف]?رجاله?|رجال|[وف]?(?:انظر|ينظر|راجع|يراجع|قارن)"
    r"|[وف]?(?:صححه|ضعفه|حسنه|أعله|وافقه|ذكره|شرحه)|[وف]?أصله|تفرد|[وف]?انفرد|شرح|بشرح)(?![\u0621-\u064a])"
)
"""Words before the name of a further book in brackets that do not say that the book has the hadith: «رواه البخاري ولم يروه مسلم», «على شرط مسلم»."""
_NEXT_NAME = re.compile(rf"[\s،,]*و?\s*(?:{_KIND}\s+)?(?:الإمام\s+)?")
_SOMETHING_LIKE = re.compile(r"[\s،,]{1,3}(?:ب?نحوه|ب?معناه|مختصرا)(?![\u0621-\u064a])")
"""What joins another name to one that was denied, «… شرط البخاري ومسلم»; and what says of a further book that it has something like the hadith."""


class Claim(NamedTuple):
    """A book named as the source of a hadith."""

    book: str
    """The work's name; what the text calls it where we do not hold it."""
    number: str
    """In Latin digits; "" where none is given."""
    held: bool


class Named(NamedTuple):
    """Where a text names books as the source of a hadith, as raw offsets."""

    start: int
    end: int
    claims: tuple[Claim, ...]
    bare: bool = False
    """It gives sigla or a name and nothing else: only a hadith right before it that was found makes it an attribution."""
    ambiguous: bool = False
    """It is one letter and a number that may be a year: only a hadith that has this number makes it an attribution."""


@cache
def _openers() -> Keys:
    """The keys of the words with which an attribution may begin."""
    led = (lead + word for word in f"{_VERBS}|{_KINDS}|متفق|اتفق|أخرجاه".split("|") for lead in ("", "و", "ف"))
    return keys_of((*led, "المتفق", _SAHIHAN, *(name for name in _HELD if " " not in name)))


@lru_cache(maxsize=2)
def find_attributions(view: TextView) -> tuple[Named, ...]:
    """All attributions of a text, in its order; kept, because two stages ask for those of the text at hand."""
    opening = view.folded.word_start[is_among(view.keys, _openers())]
    found, plain, behind = list[Named](), view.plain, 0
    for begin in plain.places(np.sort(np.concatenate([opening, view.offsets("([")]))).tolist():
        if begin < behind:
            continue
        row = row_at(plain.text, begin)
        if row is not None:
            claims = tuple(Claim(*entry) for entry in row.entries)
            found.append(Named(plain.offset(row.start), plain.offset(row.end), claims, True, row.ambiguous))
            behind = row.end
            continue
        match = _FIND.match(plain.text, begin)
        if match is None or not _stands_well(match) or _DENIED.search(plain.text, max(0, begin - 20), begin):
            continue
        start, end = match.span(match.lastgroup or "")
        if match["both"] == _SAHIHAN:
            lead = _IN_SAHIHAN.search(plain.text, max(0, start - 16), start)
            if lead is None or _DENIED.search(plain.text, max(0, lead.start() - 20), start):
                continue
            start = lead.start()
        said = plain.text[start:end]
        end -= len(said) - len(said.rstrip(_BLANKS if _OPENS.search(said) else _BLANKS + ")]"))
        start += len(said) - len(said.lstrip())
        claims, end = _with_far_number(plain.text, tuple(_claims(plain.text, start, end, _OF_CHAPTER if match["chapters"] else _ONE)), start, end)
        if claims and (numbered := row_behind(plain.text, end)) is not None:
            claims, end = _with_numbers(claims, numbered), numbered.end
        if claims:
            found.append(Named(plain.offset(start), plain.offset(end), claims, bool(match["bare"]) or match["both"] == _SAHIHAN))
            behind = end
    return tuple(found)


def _stands_well(match: re.Match[str]) -> bool:
    """Whether a bare name stands right behind marks, and «المتفق عليه» behind «الحديث»: others agree on much else."""
    if match["bare"]:
        return is_behind_marks(match.string, match.start())
    agreed = (match["both"] or "").startswith("المتفق")
    return not agreed or _OF_HADITH.search(match.string, max(0, match.start() - 40), match.start()) is not None


def _with_far_number(text: str, claims: tuple[Claim, ...], start: int, end: int) -> tuple[tuple[Claim, ...], int]:
    """What is named at places start..end, and its end; a book that is cited by one count everywhere, without a number, has the one behind its chapter
    or page, unless another is named before that."""
    alone = len(claims) == 1 and not claims[0].number and claims[0].book in _ONE_COUNT
    book = _ONE.search(text, start, end) if alone else None
    far = _FAR_NUMBER.match(text, book.end()) if book is not None else None
    if book is None or far is None or _ONE.search(text, book.end(), far.start("number")):
        return claims, end
    return (claims[0]._replace(number=far["number"].translate(TO_LATIN)),), max(end, far.end())


def _with_numbers(claims: tuple[Claim, ...], row: Row) -> tuple[Claim, ...]:
    """Books that are named, with the numbers that sigla behind them give: «متفق عليه (خ 8، م 16)»."""
    listed = {book: Claim(book, number, held) for book, number, held in row.entries}
    return (*(listed.pop(claim.book, claim) for claim in claims), *listed.values())


def _claims(text: str, start: int, end: int, one: re.Pattern[str]) -> list[Claim]:
    said = text[start:end]
    if _AGREED.fullmatch(said) or "الشيخان" in said:
        return [Claim("bukhari", "", True), Claim("muslim", "", True)]
    if group := _OF_GROUP.match(said):
        left_out = {_HELD.get(m["book"]) for m in _ONE.finditer(text, start + group.end(), end)}
        return [Claim(book, "", True) for book in _GROUPS[group[0].split(maxsplit=1)[1]] if book not in left_out]
    rows, behind, denied = list[tuple[str, str, bool]](), start, False
    for m in one.finditer(text, start, end):
        between, behind = text[behind : m.start("book")], m.end()
        denied = bool(rows) and (_NO_CLAIM.search(between) is not None or (denied and _NEXT_NAME.fullmatch(between) is not None))
        if denied or (rows and _SOMETHING_LIKE.match(text, m.end("book"), end)):
            continue
        other = _OTHER_WORK.match(text, m.end("book")) if m["book"] in _HELD else None
        name = text[m.start("book") : other.end()] if other is not None else m["book"]
        rows.append((name, (m["number"] or "").translate(TO_LATIN), name in _HELD))
    named = [Claim(_HELD[name] if held else name, number, held) for name, number, held in rows if name != "الألباني" and name not in _FOUR]
    four = any(name in _FOUR for name, _, _ in rows)
    return [*named, *(Claim(book, "", True) for book in (_SUNAN if four else ()))]
