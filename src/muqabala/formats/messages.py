"""Everything that the command line says, in Arabic and English."""

from __future__ import annotations

from typing import Literal

Lang = Literal["ar", "en"]

_MESSAGES: dict[str, tuple[str, str]] = {
    "verbatim": ("مطابق", "verbatim"),
    "spelling": ("مطابق برسم آخر", "another spelling"),
    "reading": ("قراءة أخرى", "another reading"),
    "vocalisation": ("الضبط مخالف", "vocalisation differs"),
    "altered": ("اللفظ مخالف", "wording differs"),
    "paraphrase": ("بلفظ آخر", "in other words"),
    "unsourced": ("لم يوجد", "not found"),
    "right": ("الإحالة صحيحة", "reference right"),
    "wrong": ("الإحالة خاطئة", "reference wrong"),
    "unresolved": ("الإحالة لم تُتحقق", "reference not settled"),
    "written": ("في النص", "written"),
    "source": ("في المصدر", "source"),
    "correction": ("الصواب", "correction"),
    "nearest": ("الأقرب", "nearest"),
    "version": ("لفظ أقرب رواية", "nearest version"),
    "versions": ("روايات أخرى", "other versions"),
    "readers": ("عند", "with"),
    "index": ("فهرس الآيات", "Verses used"),
    "differ": ("تختلف مواضعها", "its occurrences differ"),
    "agree": ("تتفق مواضعها", "its occurrences agree"),
    "held_back": ("محجوب", "held back"),
    "summary": (
        "{quotations} اقتباسًا، {findings} يحتاج إلى نظر، {citations} إحالة",
        "{quotations} quotations, {findings} to look at, {citations} references",
    ),
    "nothing": ("لا اقتباس", "no quotation"),
    "html_hint": ("للتقرير المفصّل: --format html -o report.html", "For the full report: --format html -o report.html"),
    "written_to": ("كُتب التقرير في {path}", "report written to {path}"),
    "building": ("بناء الفهرس", "building the index"),
    "collating": ("المقابلة", "collating"),
    "collated": (
        "الروايات: {accounts}، المشاهد المشتركة: {episodes}، مواضع الخلاف: {conflicts}",
        "accounts: {accounts}, episodes in common: {episodes}, conflicts: {conflicts}",
    ),
    "reused": (
        "الوثائق: {documents}، المواضع المشتركة: {passages}، مجموعاتها: {clusters}، ما لم يُقرأ: {unread}",
        "documents: {documents}, passages in common: {passages}, in clusters: {clusters}, not read: {unread}",
    ),
    "comma": ("، ", ", "),
    "scanning": ("الفحص", "scanning"),
    "scanned": (
        "الوثائق: {documents} (معرّفات مكررة: {repeated})، الاقتباسات: {quotations}{verdicts}، الإحالات الخاطئة: {wrong_citations}، ما لم يُقرأ: {unread}، {rate} ميغابايت/ث",
        "documents: {documents} ({repeated} with an id that came before), quotations: {quotations}{verdicts}, wrong references: {wrong_citations}, not read: {unread}, {rate} MB/s",
    ),
    "go_on": ("توقّف؛ ما أُنجز محفوظ في {path}، والأمر نفسه يتابعه", "stopped; what is done is kept in {path}, the same command goes on with it"),
    "unread_in": ("ما لم يُقرأ مسرود في {path}", "what could not be read is listed in {path}"),
    "more": ("و{count} غيرها لم تُقرأ", "and {count} more could not be read"),
    "counting": ("العدّ", "counting"),
    "reusing": ("البحث عن المشترك", "looking for reuse"),
    "no_words": ("{name}: ليس فيه كلمة عربية، فلا يُقابل به شيء", "{name}: no Arabic word in it, so it is compared with nothing"),
    "no_episode": ("لا مشهد مشترك بين هذه الروايات", "these accounts have no episode in common"),
    "conflict": ("خلاف", "conflict"),
    "addition": ("زيادة", "addition"),
    "order": ("ترتيب", "order"),
    "silent": ("لم يُعثر عليه فيها", "not found there"),
    "shared": ("آيات يستشهد بها", "Verses quoted"),
    "checking": ("الفحص", "checking"),
    "accepted": ("قُبل {count} من المواضع في {path}", "{count} findings accepted in {path}"),
    "insert": ("زيادة", "added"),
    "delete": ("نقص", "left out"),
    "replace": ("تغيير", "changed"),
    "diacritic": ("ضبط", "vowel"),
    "gloss": ("تفسير", "gloss"),
    "elision": ("حذف", "elision"),
    "unread_glyphs": ("لم تُقرأ حروف مكتوبة بخط رسوم ({count}):", "letters of a font of glyphs, not read ({count}):"),
    "unread_picture": ("صور لم تُقرأ ({count}):", "pictures, not read ({count}):"),
    "unread_line": ("أسطر لم تُقرأ ({count}):", "lines, not read ({count}):"),
    "not_in": ("لم يوجد فيما بُحث فيه", "not found in what was searched"),
}


def message(key: str, lang: Lang, **values: object) -> str:
    """A message in a language, its blanks filled.

    >>> message("altered", "en")
    'wording differs'
    """
    arabic, english = _MESSAGES[key]
    return (arabic if lang == "ar" else english).format(**values)
