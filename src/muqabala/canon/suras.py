"""The suras: their names in use, and references to their verses."""

from __future__ import annotations

from functools import cache, lru_cache

NAMES = (
    "الفاتحة البقرة آل_عمران النساء المائدة الأنعام الأعراف الأنفال التوبة يونس هود يوسف الرعد إبراهيم الحجر النحل الإسراء الكهف مريم طه "
    "الأنبياء الحج المؤمنون النور الفرقان الشعراء النمل القصص العنكبوت الروم لقمان السجدة الأحزاب سبأ فاطر يس الصافات ص الزمر غافر فصلت الشورى "
    "الزخرف الدخان الجاثية الأحقاف محمد الفتح الحجرات ق الذاريات الطور النجم القمر الرحمن الواقعة الحديد المجادلة الحشر الممتحنة الصف الجمعة "
    "المنافقون التغابن الطلاق التحريم الملك القلم الحاقة المعارج نوح الجن المزمل المدثر القيامة الإنسان المرسلات النبأ النازعات عبس التكوير "
    "الانفطار المطففين الانشقاق البروج الطارق الأعلى الغاشية الفجر البلد الشمس الليل الضحى الشرح التين العلق القدر البينة الزلزلة العاديات "
    "القارعة التكاثر العصر الهمزة الفيل قريش الماعون الكوثر الكافرون النصر المسد الإخلاص الفلق الناس"
)
"""The names printed in the Medina mushaf, in order."""

_OTHER_NAMES = {
    1: "الحمد|أم الكتاب|فاتحة الكتاب|أم القرآن", 9: "براءة", 17: "بني إسرائيل|سبحان", 20: "طاها", 22: "الحج", 23: "المؤمنين", 26: "الشعرا", 32: "الم السجدة|ألم السجدة|المضاجع",
    35: "الملائكة", 36: "ياسين", 37: "الصفات|والصافات", 38: "صاد", 39: "الغرف|تنزيل", 40: "المؤمن|الطول", 41: "حم السجدة|المصابيح", 42: "حم عسق",
    45: "الشريعة", 47: "القتال", 50: "قاف", 51: "والذاريات", 52: "والطور", 53: "والنجم", 54: "اقتربت", 58: "المجادله", 60: "الامتحان", 63: "المنافقين", 65: "النساء القصرى",
    67: "تبارك", 68: "ن|نون", 70: "سأل سائل|سأل", 75: "القيامه", 76: "الدهر|هل أتى", 77: "والمرسلات", 78: "عم|عم يتساءلون", 79: "والنازعات", 81: "كورت", 82: "انفطرت", 83: "التطفيف",
    84: "انشقت", 87: "سبح", 89: "والفجر", 91: "والشمس", 92: "والليل", 93: "والضحى", 94: "الانشراح|ألم نشرح", 95: "والتين", 96: "اقرأ", 98: "لم يكن|البرية", 99: "الزلزال|إذا زلزلت", 100: "والعاديات",
    103: "والعصر", 104: "ويل لكل همزة", 105: "ألم تر", 106: "لإيلاف|لإيلاف قريش|إيلاف", 107: "أرأيت|الدين", 109: "الكافرين|قل يا أيها الكافرون", 110: "إذا جاء نصر الله|الفتح الصغرى",
    111: "تبت|اللهب|أبي لهب|لهب", 112: "الصمد|قل هو الله أحد|التوحيد", 113: "قل أعوذ برب الفلق", 114: "قل أعوذ برب الناس",
}  # fmt: skip
"""Further names in use (al-Suyuti, al-Itqan, chapter 17; and the first words by which suras are called)."""

VERSES = (
    7, 286, 200, 176, 120, 165, 206, 75, 129, 109, 123, 111, 43, 52, 99, 128, 111, 110, 98, 135, 112, 78, 118, 64, 77, 227, 93, 88, 69, 60, 34, 30, 73, 54, 45, 83, 182, 88, 75,
    85, 54, 53, 89, 59, 37, 35, 38, 29, 18, 45, 60, 49, 62, 55, 78, 96, 29, 22, 24, 13, 14, 11, 11, 18, 12, 12, 30, 52, 52, 44, 28, 28, 20, 56, 40, 31, 50, 40, 46, 42, 29, 19,
    36, 25, 22, 17, 19, 26, 30, 20, 15, 21, 11, 8, 8, 19, 5, 8, 8, 11, 11, 8, 3, 9, 5, 4, 7, 3, 6, 3, 5, 4, 5, 6,
)  # fmt: skip
"""Verses of each sura in the Kufi count; a test compares them with the packaged text."""


@cache
def names() -> tuple[str, ...]:
    """The 114 names, first sura first."""
    return tuple(name.replace("_", " ") for name in NAMES.split())


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name as it is compared: letters without article, marks and blanks, hamza seats and final letters made alike.

    >>> key("الأنعام") == key("انعام")
    True
    """
    plain = "".join(c for c in name.translate(_ALIKE) if "ا" <= c <= "ي" and c != "ـ")
    return plain[2:] if plain.startswith("ال") and len(plain) > 4 else plain


_ALIKE = str.maketrans("أإآٱىةؤئۃہھیک", "اااايهويهههيك")


@cache
def numbers() -> dict[str, int]:
    """Sura by name key, all names in use."""
    table = {key(name): number for number, name in enumerate(names(), 1)}
    for number, others in _OTHER_NAMES.items():
        for other in others.split("|"):
            table.setdefault(key(other), number)
    return table


def sura_named(name: str) -> int | None:
    """The sura of that name, None if there is none.

    >>> sura_named("بني إسرائيل"), sura_named("التوبه"), sura_named("زيد")
    (17, 9, None)
    """
    return numbers().get(key(name))


@cache
def first_words() -> frozenset[str]:
    """Keys of the first words of all names, for a quick look at what stands behind a number."""
    return frozenset(key(name.split()[0]) for name in _every_name())


@cache
def last_words() -> frozenset[str]:
    """Keys of the last words of all names, for a quick look at what stands before a number."""
    return frozenset(key(name.split()[-1]) for name in _every_name())


def _every_name() -> list[str]:
    return [*names(), *(other for others in _OTHER_NAMES.values() for other in others.split("|"))]
