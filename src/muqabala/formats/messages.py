"""What the command line says of what it does, in Arabic and English; what things are called says `wording`."""

from __future__ import annotations

from typing import Literal

from muqabala.formats.numbers import number

Lang = Literal["ar", "en"]

_MESSAGES: dict[str, tuple[str, str]] = {
    "with": ("عند", "with"),
    "held_back": ("محجوب", "held back"),
    "html_hint": ("للتقرير المفصّل: --format html -o report.html", "For the full report: --format html -o report.html"),
    "written_to": ("كُتب التقرير في {path}", "report written to {path}"),
    "building": ("بناء الفهرس", "building the index"),
    "collating": ("المقابلة", "collating"),
    "collated": (
        "الروايات: {accounts}، الأحداث المشتركة: {episodes}، مواضع الاختلاف: {conflicts}",
        "accounts: {accounts}, episodes in common: {episodes}, conflicts: {conflicts}",
    ),
    "reused": (
        "الوثائق: {documents}، المواضع المشتركة: {passages}، مجموعاتها: {clusters}، ما لم يُقرأ: {unread}",
        "documents: {documents}, passages in common: {passages}, in clusters: {clusters}, not read: {unread}",
    ),
    "scanning": ("الفحص", "scanning"),
    "scanned": (
        "الوثائق: {documents} (معرّفات مكررة: {repeated})، الاقتباسات: {quotations}{verdicts}، الإحالات الخاطئة: {wrong_citations}، ما لم يُقرأ: {unread}، {rate} ميغابايت/ث",
        "documents: {documents} ({repeated} with an id that came before), quotations: {quotations}{verdicts}, wrong citations: {wrong_citations}, not read: {unread}, {rate} MB/s",
    ),
    "go_on": ("توقّف؛ ما أُنجز محفوظ في {path}، والأمر نفسه يتابعه", "stopped; what is done is kept in {path}, the same command goes on with it"),
    "unread_in": ("ما لم يُقرأ مسرود في {path}", "what could not be read is listed in {path}"),
    "more": ("وغيرها مما لم يُقرأ: {count}", "and {count} more could not be read"),
    "counting": ("العدّ", "counting"),
    "reusing": ("البحث عن المشترك", "looking for reuse"),
    "no_words": ("{name}: ليس فيه كلمة عربية، فلا يُقابل به شيء", "{name}: no Arabic word in it, so it is compared with nothing"),
    "no_episode": ("لا حدث مشترك بين هذه الروايات", "these accounts have no episode in common"),
    "checking": ("الفحص", "checking"),
    "accepted": ("أُضيف إلى المقبول في {path}: {findings}", "accepted in {path}: {findings}"),
    "unread_glyphs": ("لم تُقرأ حروف مكتوبة بخط رسوم ({count}):", "letters of a font of glyphs, not read ({count}):"),
    "unread_picture": ("صور لم تُقرأ ({count}):", "pictures, not read ({count}):"),
    "unread_line": ("أسطر لم تُقرأ ({count}):", "lines, not read ({count}):"),
    "witness": ("شاهد", "witness"),
    "book": ("كتاب", "book"),
    "index": ("الفهرس", "index"),
    "megabytes": ("{size} ميغابايت", "{size} MB"),
    "in_memory": ("في الذاكرة: لا يمكن الكتابة في مجلده", "kept in memory: its folder cannot be written to"),
    "usage": ("الاستعمال: {usage}\nللمساعدة: {command} --help\n", "Usage: {usage}\nTry '{command} --help' for help.\n"),
    "error": ("خطأ: {what}", "Error: {what}"),
    "not_in": ("لم يوجد فيما بُحث فيه", "not found in what was searched"),
}


def message(key: str, lang: Lang, **values: object) -> str:
    """A message in a language, its blanks filled; numbers are written as the language does.

    >>> message("written_to", "en", path="a.html")
    'report written to a.html'
    """
    arabic, english = _MESSAGES[key]
    said = {name: number(value, lang) if isinstance(value, int) else value for name, value in values.items()}
    return (arabic if lang == "ar" else english).format(**said)
