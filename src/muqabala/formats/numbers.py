"""Numbers as a language writes them, and what is counted in the form that its number asks for."""

from __future__ import annotations

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ARABIC_SIGNS = str.maketrans(",.", "٬٫")
_NOUNS = {
    "quotation": ("لا اقتباس|اقتباس واحد|اقتباسان|{} اقتباسات|{} اقتباسًا|{} اقتباس", "{} quotation|{} quotations"),
    "citation": ("لا إحالة|إحالة واحدة|إحالتان|{} إحالات|{} إحالة|{} إحالة", "{} citation|{} citations"),
    "finding": ("لا موضع|موضع واحد|موضعان|{} مواضع|{} موضعًا|{} موضع", "{} finding|{} findings"),
    "look": (
        "لا شيء يحتاج إلى نظر|واحد يحتاج إلى نظر|موضعان يحتاجان إلى نظر|{} مواضع تحتاج إلى نظر|{} موضعًا يحتاج إلى نظر|{} موضع يحتاج إلى نظر",
        "{} to look at|{} to look at",
    ),
    "character": ("لا حرف|حرف واحد|حرفان|{} أحرف|{} حرفًا|{} حرف", "{} character|{} characters"),
    "verse": ("لا آية|آية واحدة|آيتان|{} آيات|{} آية|{} آية", "{} verse|{} verses"),
    "hadith": ("لا حديث|حديث واحد|حديثان|{} أحاديث|{} حديثًا|{} حديث", "{} hadith|{} hadiths"),
    "passage": ("لا موضع|موضع واحد|موضعان|{} مواضع|{} موضعًا|{} موضع", "{} passage|{} passages"),
    "word": ("لا كلمة|كلمة واحدة|كلمتان|{} كلمات|{} كلمة|{} كلمة", "{} word|{} words"),
    "entry": ("لا مدخل|مدخل واحد|مدخلان|{} مداخل|{} مدخلًا|{} مدخل", "{} entry|{} entries"),
}
"""Arabic: none, one, two, 3 to 10, 11 to 99, and what is left; English: one, and all others."""


def digits(text: str, lang: str) -> str:
    """Western digits in a text become those of the language.

    >>> digits("9:40", "ar"), digits("9:40", "en")
    ('٩:٤٠', '9:40')
    """
    return text.translate(_ARABIC_DIGITS) if lang == "ar" else text


def number(value: float, lang: str, places: int = 0) -> str:
    """A number with so many places behind the point, grouped by thousands.

    >>> number(12345, "ar"), number(0.5, "ar", 2), number(12345, "en")
    ('١٢٬٣٤٥', '٠٫٥٠', '12,345')
    """
    said = f"{value:,.{places}f}"
    return digits(said.translate(_ARABIC_SIGNS), lang) if lang == "ar" else said


def counted(count: int, noun: str, lang: str) -> str:
    """So many of a thing; the form of the noun is that of the plural rules of CLDR.

    >>> [counted(n, "citation", "ar") for n in (1, 2, 103, 11)]
    ['إحالة واحدة', 'إحالتان', '١٠٣ إحالات', '١١ إحالة']
    >>> counted(1, "quotation", "en"), counted(0, "quotation", "en")
    ('1 quotation', '0 quotations')
    """
    arabic, english = (forms.split("|") for forms in _NOUNS[noun])
    form = arabic[_arabic_plural(count)] if lang == "ar" else english[count != 1]
    return form.format(number(count, lang))


def _arabic_plural(count: int) -> int:
    """Which of the six forms a count asks for: zero, one, two, few, many, other."""
    if count < 3:
        return count
    return 3 if 3 <= count % 100 <= 10 else 4 if count % 100 >= 11 else 5
