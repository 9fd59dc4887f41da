"""The HTML report: what it holds, that nothing of the text becomes markup, and how it behaves in a browser."""

from __future__ import annotations

import base64
import re
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from muqabala.formats import html as page
from muqabala.formats import layout
from muqabala.formats.html import render_html
from muqabala.formats.layout import differing_letters, parts_of
from muqabala.formats.page import speaker
from muqabala.formats.terminal import render_document, render_editions
from muqabala.formats.verse_index import Place, VerseUse, verse_index, verse_ref
from muqabala.formats.wording import credits_of, noted
from muqabala.records import SCHEMA, Citation, DifferenceKind, Document, Edit, Edition, HeldBack, Isnad, Nearest, Passage, Quotation, Report, WordPair
from pages import Reader, until

SURAS = {1: "الفاتحة", 2: "البقرة", 8: "الأنفال", 9: "التوبة", 112: "الإخلاص"}
CANON = [Edition("quran", "Tanzil 1.1", "ab" * 32, "Quran text: Tanzil Project, tanzil.net, CC BY 3.0")]
TEXT = (
    "قال تعالى: ﴿إِنَّ اللَّهَ مَعَنَا﴾ [التوبة: ٤٠]، وقال: ﴿وإذ يمكر بك الذين ظلموا ليثبتوك﴾.\n\n"
    "وقال: ﴿نَصَرُهُ اللَّهُ﴾ وقال تعالى: ﴿اصبر صبرا طويلا يا عبدي﴾ (8:31).\n"
)


def quotation(text: str, quoted: str, verdict: Any, ref: str | None, number: int = 1, **more: Any) -> Quotation:
    start = text.index(quoted)
    passages = [Passage("quran", ref)] if ref else []
    fields: dict[str, Any] = {"edits": [], "correction": None, "passage_text": None, "nearest": [], "flags": [], "cue": None, "confidence": 0.97}
    return Quotation(f"q{number}", "ayah", start, start + len(quoted), quoted, verdict, passages, **{**fields, **more})


def edit(text: str, op: Any, written: str, source: str) -> Edit:
    start = text.index(written)
    return Edit(op, start, start + len(written), written, source, "meaning")


def citation(text: str, words: str, verdict: Any, claimed: str, of: str | None, note: str = "") -> Citation:
    start = text.index(words)
    return Citation(start, start + len(words), words, of, [Passage("quran", claimed)], verdict, note)


def report() -> Report:
    gap = TEXT.index("يمكر بك") + len("يمكر ")
    altered = quotation(
        TEXT, "وإذ يمكر بك الذين ظلموا ليثبتوك", "altered", "8:30", 2, correction="وَإِذْ يَمْكُرُ بِكَ الَّذِينَ كَفَرُوا لِيُثْبِتُوكَ",
        edits=[edit(TEXT, "replace", "ظلموا", "كَفَرُوا"), Edit("delete", gap, gap, "", "قَدْ", "meaning")],
        words=[WordPair("equal", 0, 3, "وإذ", "وَإِذْ"), WordPair("delete", gap, gap, "", "قَدْ"), WordPair("replace", 5, 9, "ظلموا", "كَفَرُوا")],
        passage_text="وَإِذْ يَمْكُرُ بِكَ الَّذِينَ كَفَرُوا", cue="وقال",
    )  # fmt: skip
    quotations = [
        quotation(TEXT, "إِنَّ اللَّهَ مَعَنَا", "verbatim", "9:40"),
        altered,
        quotation(TEXT, "نَصَرُهُ اللَّهُ", "vocalisation", "9:40", 3, edits=[edit(TEXT, "diacritic", "نَصَرُهُ", "نَصَرَهُ")], correction="نَصَرَهُ اللَّهُ"),
        quotation(TEXT, "اصبر صبرا طويلا يا عبدي", "unsourced", None, 4, nearest=[Nearest("quran", "3:200", 0.6)], flags=["claimed_kind"]),
    ]
    citations = [citation(TEXT, "التوبة: ٤٠", "right", "9:40", "q1"), citation(TEXT, "8:31", "wrong", "8:31", "q4", "the words stand at 8:30")]
    return Report(SCHEMA, CANON, [Document("رسالة", "letters/one.txt", len(TEXT), quotations, [Isnad(0, 4, "q1")], citations)])


def render(found: Report | None = None, text: str = TEXT, **more: Any) -> str:
    found = found or report()
    return render_html(found, {d.id: text for d in found.documents}, **{"sura_names": SURAS, **more})


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_page_is_well_formed_and_says_its_language() -> None:
    read = Reader(render())
    assert ("html", {"lang": "ar", "dir": "rtl"}) in read.tags
    assert sum(tag == "h1" for tag, _ in read.tags) == 1
    english = Reader(render(lang="en"))
    assert ("html", {"lang": "en", "dir": "ltr"}) in english.tags
    assert ("div", {"class": "prose", "lang": "ar", "dir": "rtl"}) in english.tags
    with pytest.raises(ValueError, match="fr"):
        render(lang="fr")


def test_ids_are_unique_and_links_lead_somewhere() -> None:
    read = Reader(render())
    ids = [str(attrs["id"]) for _, attrs in read.tags if "id" in attrs]
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    inside = [href[1:] for href in read.values("a", "href") if href.startswith("#")]
    assert set(inside) <= set(ids)
    assert {i for _, attrs in read.tags for name in ("aria-describedby", "aria-labelledby", "aria-controls") if (i := attrs.get(name))} <= set(ids)


def test_nothing_is_fetched() -> None:
    source = render()
    assert {href for href in Reader(source).values("a", "href") if not href.startswith("#")} == {"https://tanzil.net"}
    assert "src=" not in re.sub(r"\(src|data:font[^\"]*", "", source)
    assert "@import" not in source
    assert [url[:5] for url in re.findall(r"url\(\"?([^)]*)", source)] == ["data:"]


def test_the_text_is_shown_whole() -> None:
    assert squeezed("".join(Reader(render()).prose)) == squeezed(TEXT)


def test_each_quotation_is_marked_and_has_its_note() -> None:
    source = render()
    read = Reader(source)
    assert Counter(read.values("mark", "class")) == {"quote verbatim": 1, "quote altered": 1, "quote vocalisation": 1, "quote unsourced": 1}
    for number, q in enumerate(report().documents[0].quotations, 1):
        assert f'id="n-d1q{number}"' in source
        assert f'href="#n-d1q{number}"' in source
        assert (q.correction or "") in squeezed("".join(read.text))
    assert "التوبة ٤٠" in source
    assert "الأنفال ٣٠" in source
    assert '<span class="e replace" title="إبدال: كَفَرُوا">ظلموا</span>' in source
    assert '<span class="e delete" title="سقط: قَدْ"></span>' in source
    assert '<span class="e diacritic" title="ضبط: نَصَرَهُ">رُ</span>' in source
    assert 'class="f cite wrong"' in source
    assert "إحالة خاطئة: الألفاظ في الأنفال ٣٠" in source


@pytest.mark.parametrize(
    "evil", ['<script>alert("x")</script>', '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raw %}", "</style></script><b>", "&lt;i&gt; ' onclick='x"]
)
def test_nothing_becomes_markup(evil: str) -> None:
    text = f"قبل {evil} بعد"
    q = quotation(
        text, evil, "altered", evil, correction=evil, passage_text=evil, flags=[evil], cue=evil, readers=[evil], nearest=[Nearest(evil, evil, 0.5)],
        edits=[edit(text, "replace", evil, evil)], words=[WordPair("replace", 4, 9, evil, evil)],
    )  # fmt: skip
    q = msgspec.structs.replace(q, id=evil)
    cited = citation(text, "بعد", "wrong", evil, evil, evil)
    found = Report(SCHEMA, [Edition(evil, evil, evil, evil)], [Document(evil, evil + "/path", len(text), [q], [], [cited])])
    source, harmless = render(found, text, sura_names={1: evil}), render()
    read, known = Reader(source), Reader(harmless)
    assert {tag for tag, _ in read.tags} <= {tag for tag, _ in known.tags}
    assert {name for _, attrs in read.tags for name in attrs} <= {name for _, attrs in known.tags for name in attrs}
    assert "".join(read.text).count(evil) >= 12
    assert squeezed("".join(read.prose)) == squeezed(text)


def test_characters_that_html_cannot_hold() -> None:
    text = "قال\x00 تعالى \ud800 ﴿الله﴾\x0c"
    source = render(Report(SCHEMA, [], [Document("a", "\ud800", len(text), [], [], [])]), text)
    assert "قال\ufffd تعالى \ufffd ﴿الله﴾" in source
    source.encode()


@pytest.mark.parametrize(
    "spans", [[(0, 30), (5, 12)], [(0, 20), (10, 30)], [(4, 12), (4, 12)], [(3, 90), (200, 300)], [(5, 5), (9, 2)], [(-4, 3)], [(0, 48)]]
)
def test_overlaps_and_odd_offsets(spans: list[tuple[int, int]]) -> None:
    text = "كلمة بعد كلمة في سطر واحد\nوسطر آخر فيه كلمات أيضا"
    quotations = [
        msgspec.structs.replace(
            report().documents[0].quotations[0], id=f"q{i}", start=a, end=b, edits=[Edit("replace", a + 1, b + 5, "", "", "minor")]
        )
        for i, (a, b) in enumerate(spans)
    ]
    source = render(Report(SCHEMA, [], [Document("d", "d", len(text), quotations, [Isnad(2, 40, None)], [])]), text)
    read = Reader(source)
    assert squeezed("".join(read.prose)) == squeezed(text.replace("\n", " "))
    shown = sum(0 <= a < b <= len(text) for a, b in spans)
    assert sum(c == "at" for c in read.values("span", "class")) == shown
    assert sum(c.startswith("ref side") for c in read.values("span", "class")) == shown


def test_long_documents_are_shown_in_excerpts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LONG", 2000)
    text = "كلام طويل " * 300 + TEXT + "كلام طويل " * 300
    q = quotation(text, "إِنَّ اللَّهَ مَعَنَا", "verbatim", "9:40")
    far = Quotation("q2", "ayah", 0, 4, text[:4], "verbatim", [Passage("quran", "1:1")], [], None, None, [], [], None, 1.0)
    prose = "".join(Reader(render(Report(SCHEMA, [], [Document("d", "d", len(text), [far, q], [], [])]), text)).prose)
    assert q.text in prose
    assert prose.count("[…") == 3 - 1
    assert 600 < len(prose) < 1300
    nothing = render(Report(SCHEMA, [], [Document("d", "d", len(text), [], [], [])]), text)
    assert "لم يوجد في هذه الوثيقة" in nothing


def test_a_document_without_its_text() -> None:
    source = render_html(report(), {})
    assert "نص هذه الوثيقة ليس مع التقرير" in source
    assert "ليثبتوك" not in "".join(Reader(source).prose)
    assert "٩:٤٠" in source


def test_verse_index() -> None:
    text = "abcdefghij" * 10
    one = [
        quotation(text, "b", "verbatim", "2:255-257"), quotation(text, "c", "altered", "2:256", 2), quotation(text, "d", "spelling", "2:255", 3),
        quotation(text, "e", "unsourced", None, 4), quotation(text, "f", "verbatim", "1:1", 5),
    ]  # fmt: skip
    two = [quotation(text, "a", "reading", "1:1", 1), msgspec.structs.replace(quotation(text, "b", "verbatim", "12"), kind="matn")]
    first, second = Document("one", "", 100, one, [], []), Document("two", "", 100, two, [], [])
    uses = verse_index(Report(SCHEMA, [], [first, second]))
    assert [(u.ref, u.agree, len(u.places)) for u in uses] == [("1:1", True, 2), ("2:255", True, 2), ("2:256", False, 2), ("2:257", True, 1)]
    assert uses[0] == VerseUse("quran", "1:1", 1, 1, (Place("one", "q5", 5), Place("two", "q1", 0)), ("verbatim", "reading"), True)
    assert [u.ref for u in verse_index(second)] == ["1:1"]
    own = msgspec.structs.replace(quotation(text, "b", "verbatim", "2:3"), passages=[Passage("diwan", "2:3")])
    assert verse_index(Document("three", "", 100, [own], [], [])) == []
    source = render(Report(SCHEMA, [], [first, second]), text)
    assert "مختلفة: مطابق، لفظ مخالف" in source
    assert "متفقة: مطابق، رسم آخر" in source


def test_occurrences_agree_where_the_same_is_wrong_with_them() -> None:
    text = "إن الله مع الصالحين إن الله مع الصابرون إن اللَّه مع الصّالحين إن الله مع الصابرين"
    said = [("الصالحين", "الصَّابِرِينَ"), ("الصابرون", "الصَّابِرِينَ"), ("الصّالحين", "الصَّابِرِينَ")]
    first, second, third = (quotation(text, w, "altered", "2:153", n, edits=[edit(text, "replace", w, s)]) for n, (w, s) in enumerate(said, 1))
    right = quotation(text, "الصابرين", "verbatim", "2:153", 4)
    alike = [[first, second], [first, third], [first, right], [first], [right, right]]
    assert [verse_index(Document("a", "", 100, some, [], []))[0].agree for some in alike] == [False, True, False, True, True]


@pytest.mark.parametrize(
    ("ref", "taken"), [("9:40", (9, 40, 40)), ("2:5-7", (2, 5, 7)), ("2:7-5", None), ("3905", None), ("1:1-99999", None), ("٢:٥", None)]
)
def test_verse_ref(ref: str, taken: tuple[int, int, int] | None) -> None:
    assert verse_ref(ref) == taken


@pytest.mark.parametrize(
    ("text", "source", "places"),
    [("قَدِيرٍ", "قَدِيرٌ", ["رٍ"]), ("أحسن", "إحسن", ["أ"]), ("قدير", "قدر", []), ("قدير", "قَدِير", [])],
)
def test_differing_letters(text: str, source: str, places: list[str]) -> None:
    assert [text[a:b] for a, b in differing_letters(text, source)] == places


def test_every_word_of_the_interface_is_there() -> None:
    folder = Path(page.__file__).parent
    listed = (folder / "templates/messages.json").read_text("utf-8")
    messages = msgspec.json.decode(listed, type=dict[str, dict[str, str]])
    assert len(re.findall(r'(?m)^\s*"[^"]+": \{', listed)) == len(messages), "a key stands there twice"
    assert {tuple(said) for said in messages.values()} == {("ar", "en")}
    assert all(word for said in messages.values() for word in said.values())
    site = folder.parent / "web"
    pages = (*folder.glob("templates/*.html"), *folder.glob("*.py"), *site.glob("templates/*.html"), *site.glob("*.py"))
    written = [path.read_text("utf-8") for path in pages]
    used = set(re.findall(r'say\("([^"]+?)"\)', "".join(written)))
    assert used <= set(messages)
    for verdict in (*layout.VERDICTS, *layout.CITATION_VERDICTS):
        assert verdict in messages
    roles = (folder.parent / "collate/data/roles.toml").read_text("utf-8")
    things = (line.split("\t")[0] for line in (folder.parent / "collate/data/things.tsv").read_text("utf-8").splitlines() if "\t" in line)
    slots = {*re.findall(r'(?m)^slot = "(\w+)"', roles), *things, "person", "group", "place", "number", "date", "time", "duration", "money", "thing"}
    assert {f"slot.{slot}" for slot in slots} <= set(messages)
    why = re.findall(r"`([a-z ]+)`", str(HeldBack.__doc__))
    assert len(why) == 9
    assert {f"why.{reason}" for reason in why} <= set(messages)
    assert {f"kind.{kind}" for kind in get_args(DifferenceKind)} <= set(messages)


def test_colours_can_be_read() -> None:
    """WCAG AA, 4.5 to 1, for every colour of letters on every ground they stand on, in both themes."""
    style = (Path(page.__file__).parent / "templates/page.css").read_text("utf-8")
    both = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", style)
    assert len(both) == 9
    for theme in (1, 2):
        colours = {row[0]: row[theme] for row in both}
        grounds = {"ink": ("paper", "sheet", "cool-wash", "warm-wash"), "quiet": ("paper", "sheet"), "cool": ("paper", "sheet", "cool-wash"),
                   "warm": ("paper", "sheet", "warm-wash")}  # fmt: skip
        for letters, under in grounds.items():
            for ground in under:
                assert contrast(colours[letters], colours[ground]) >= 4.5, (letters, ground, contrast(colours[letters], colours[ground]))


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "name", ["formats/templates/page", "formats/templates/report", "formats/templates/synopsis", "web/static/site", "web/static/reading"]
)
def test_style_is_logical(name: str) -> None:
    style = (Path(page.__file__).parent.parent / f"{name}.css").read_text("utf-8")
    sided = re.findall(r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)", style)
    plain = re.findall(r"(?:^|[;{ ])(?:left|right|top|bottom|width|height)\s*:", style)
    assert sided + plain + re.findall("letter-spacing", style) == []


def test_font_is_small_and_licensed() -> None:
    folder = Path(page.__file__).parent / "fonts"
    face = (folder / "muqabala-naskh.woff2").read_bytes()
    assert face[:4] == b"wOF2"
    assert len(face) < 120_000
    assert base64.b64encode(face).decode() in render()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")


NINE = [
    Edition("bukhari", "Two books, package", "aa" * 32, "The two: someone"), Edition("muslim", "Two books, package", "aa" * 32, "The two: someone"),
    Edition("malik", "Muwatta, package", "bb" * 32, "Muwatta: a project"), Edition("ahmad", "Musnad, package", "cc" * 32, "Musnad: a project"),
]  # fmt: skip


def test_each_edition_and_each_credit_is_named_once() -> None:
    found = credits_of([*CANON, *NINE])
    assert [(credit, [works for works, _ in editions]) for credit, editions in found] == [
        (CANON[0].credit, [["quran"]]), ("The two: someone", [["bukhari", "muslim"]]), ("a project", [["malik"], ["ahmad"]]),
    ]  # fmt: skip
    lines = list(render_editions([*CANON, *NINE]))
    assert len(lines) == len(set(lines)) == 7
    read = render_html(Report(SCHEMA, [*CANON, *NINE], []), {})
    assert [read.count(sha) for sha in ("aa" * 32, "bb" * 32, "a project", "صحيح البخاري، صحيح مسلم")] == [1, 1, 1, 1]


SAID = "عن عمر قال: قال النبي: «إنما الأعمال بالنية» رواه البخاري (2) وقال: «حب الوطن من الإيمان»."


def told() -> Report:
    """A hadith with a chain, versions and a wrong number, and a saying that was not found."""
    places = [Passage("bukhari", "1", "fath"), Passage("bukhari", "54", "fath"), Passage("muslim", "4927", "darussalam")]
    first = msgspec.structs.replace(quotation(SAID, "إنما الأعمال بالنية", "altered", None, flags=["repeated"]), kind="matn", passages=places)
    lost = quotation(SAID, "حب الوطن من الإيمان", "unsourced", None, 2, nearest=[Nearest("malik", "16", 0.5)])
    claim = Citation(46, 63, "رواه البخاري (2)", "q1", [Passage("bukhari", "2", "fath")], "wrong", "bukhari 1, 54")
    chain = Isnad(0, 11, "q1")
    return Report(SCHEMA, NINE, [Document("s", "s.txt", len(SAID), [first, msgspec.structs.replace(lost, kind="matn")], [chain], [claim])])


def test_hadith_in_the_page() -> None:
    read = render_html(told(), {"s": SAID}, "ar")
    for words in (
        "صحيح البخاري ٥٤",
        "(دار السلام)",
        "وهو في صحيح البخاري ١، ٥٤",
        "وقد تختلف ألفاظه",
        "موطأ مالك ١٦",
        '<bdi lang="ar">عن عمر قال</bdi>',
    ):
        assert words in read
    assert "</a></mark>»<bdi class=" in read, "the reference stands behind the closing mark"


@pytest.mark.parametrize(
    ("lang", "words"), [("ar", "روايات أخرى: \u2068صحيح البخاري ٥٤ (فتح الباري)؛ صحيح مسلم ٤٩٢٧ (دار السلام)"), ("en", "it stands at Bukhari 1, 54")]
)
def test_hadith_in_the_terminal(lang: Any, words: str) -> None:
    assert words in "\n".join(render_document(told().documents[0], SAID, lang))


@pytest.mark.parametrize(
    ("note", "arabic"),
    [
        ("muslim 6169 in the count darussalam", "وهو في صحيح مسلم ٦١٦٩ بترقيم دار السلام"),
        ("bukhari 3905 in another count", "وهو هنا صحيح البخاري ٣٩٠٥، والرقم بترقيم آخر"),
        ("not in ahmad", "ليس في مسند أحمد"),
        ("only something like it in malik", "لا يوجد إلا ما يشبهه في موطأ مالك"),
        ("الطبراني: not held; not in muslim", "الطبراني: ليس من الكتب المتاحة؛ ليس في صحيح مسلم"),
        ("no hadith stands beside it", "لا حديث بجانبها"),
        ("the words stand at 9:40", "الألفاظ في ٩:٤٠"),
    ],
)
def test_notes_in_arabic(note: str, arabic: str) -> None:
    assert noted(note, "ar", str) == arabic


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "report.html"
    path.write_text(render(), "utf-8")
    return path.as_uri()


def test_keys_panel_and_copy(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda message: troubles.append(message.text))
    tab.on("request", lambda request: troubles.append(request.url) if request.url[:5] not in ("file:", "data:") else None)
    tab.goto(address)
    tab.keyboard.press("j")
    panel = tab.locator("#panel")
    assert "open" in panel.get_attribute("class")
    assert "التوبة ٤٠" in panel.inner_text()
    tab.keyboard.press("j")
    assert "الأنفال ٣٠" in panel.inner_text()
    assert tab.evaluate("document.activeElement.dataset.f") == "d1q2"
    fix = report().documents[0].quotations[1].correction
    tab.locator("#panel .copy").click()
    until(tab, "document.querySelector('#panel [role=status]').textContent !== ''")
    assert tab.evaluate("navigator.clipboard.readText()") == fix
    tab.evaluate("navigator.clipboard.writeText('')")
    tab.keyboard.press("c")
    until(tab, f"navigator.clipboard.readText().then((text) => text === {fix!r})")
    tab.keyboard.press("k")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "panel"
    tab.keyboard.press("Escape")
    assert "open" not in (panel.get_attribute("class") or "")
    assert tab.evaluate("document.activeElement.dataset.f") == "d1q1"
    assert troubles == []
    context.close()


def test_filter(browser: Any, address: str) -> None:
    tab = browser.new_page()
    tab.goto(address)
    tab.locator("button.count.unsourced").click()
    assert tab.locator("mark .f:not(.off)").count() == 1
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.dataset.f") == "d1q4"
    tab.locator("button.count.unsourced").click()
    assert tab.locator("mark .f.off").count() == 0
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    tab.locator("mark .f").nth(1).click()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    mark, panel = tab.locator("mark .f").nth(1).bounding_box(), tab.locator("#panel").bounding_box()
    assert mark["y"] + mark["height"] <= panel["y"], "the sheet covers the quotation"
    assert tab.evaluate("document.fonts.check('16px \"Muqabala Naskh\"', 'الله')")
    assert len(tab.screenshot()) > 20_000
    context.close()


def test_without_script_and_in_print(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert tab.locator("li.note").count() == 6
    assert tab.locator("#n-d1q2 .pairs").is_visible()
    assert not tab.locator("#panel").is_visible()
    context.close()
    tab = browser.new_page()
    tab.goto(address)
    assert not tab.locator("#n-d1q2").is_visible()
    tab.emulate_media(media="print")
    assert tab.locator("#n-d1q2 .pairs").is_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.locator(".ref.end .no").first.is_visible()
    tab.close()


@pytest.mark.parametrize("text", ["", "كلمة", "سطر قصير\n" * 900, "كلمة " * 4000, "ا" * 9_000, TEXT * 100])
def test_parts_are_the_text(text: str) -> None:
    cut = parts_of(text, 500)
    assert "".join(text[a:b] for a, b in cut) == text
    assert all(500 <= b - a <= 1000 for a, b in cut[:-1])


def test_parts_show_what_the_whole_shows() -> None:
    """A text laid out part by part holds the same words; each finding has its reference once, also where a border cuts it."""
    text, found = TEXT * 3, report().documents[0]
    spans = layout.findings_of(found, text, speaker("ar", SURAS)).spans
    for size in (20, 60, 150):
        nodes = [
            node
            for low, high in parts_of(text, size)
            for block in layout.Flow(text, [s for s in spans if s.start < high and s.end > low], speaker("ar", SURAS), low).part(low, high)
            for node in block.nodes
        ]  # fmt: skip
        assert "".join("".join(piece.text for node in nodes for piece in node.pieces).split()) == "".join(text.split())
        assert Counter(node.span.anchor for node in nodes if node.kind == "head") == {s.anchor: 1 for s in spans if s.anchor}
