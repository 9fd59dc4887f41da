"""The collation on a page, in TEI and in tables: what it holds, that nothing of a text becomes markup, and how the page behaves in a browser."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muqabala.collate.copies.apparatus import find_readings
from muqabala.collate.facts.tables import built_in
from muqabala.formats.page import speaker
from muqabala.formats.places import FLATTEST, TALLEST, Shown, coordinates, map_of, shown_at
from muqabala.formats.synopsis import render_synopsis, synopsis_of
from muqabala.formats.tables import differences_csv, episodes_csv
from muqabala.formats.tei import NAMESPACE, render_tei
from muqabala.formats.terminal_synopsis import lines_of
from muqabala.records import COLLATION_SCHEMA, Account, Cells, Collation, Dated, Difference, Edition, Episode, Named, Passage, SharedPassage, Value
from pages import Reader

TEXTS = {
    "أول": "خرج القوم من المدينة صباحا.\nوكان مع كل واحد منهم سيف قاطع فلما بلغوا الوادي نزلوا عنده ليلتين ثم رجعوا.\n"
    "ولم يعلم بهم أحد من أهل الحي حتى طلع النهار.",
    "ثان": "وكان مع كل واحد منهم رمح قاطع فلما بلغوا الوادي نزلوا عنده ثلاث ليال ثم رجعوا، خرج القوم من المدينة مساء.",
    "ثالث": "لا شيء هنا.",
}
TEI = f"{{{NAMESPACE}}}"


def span(account: str, words: str) -> tuple[int, int]:
    start = TEXTS[account].index(words)
    return start, start + len(words)


def value(account: str, words: str) -> Value:
    return Value(words, *span(account, words))


def collation() -> Collation:
    left = {"أول": [span("أول", "خرج القوم من المدينة صباحا")], "ثان": [span("ثان", "خرج القوم من المدينة مساء")]}
    camp = {"أول": span("أول", "وكان مع كل واحد منهم سيف قاطع فلما بلغوا الوادي نزلوا عنده ليلتين ثم رجعوا"),
            "ثان": span("ثان", "وكان مع كل واحد منهم رمح قاطع فلما بلغوا الوادي نزلوا عنده ثلاث ليال ثم رجعوا")}  # fmt: skip
    weapon = Difference("conflict", "weapon", {"أول": value("أول", "سيف"), "ثان": value("ثان", "رمح")}, 0.9)
    nights = Difference("conflict", "duration", {"أول": value("أول", "ليلتين"), "ثان": value("ثان", "ثلاث ليال")}, 0.8)
    first = Difference("order", "order", {"أول": value("أول", "خرج القوم"), "ثان": value("ثان", "خرج القوم")}, 0.7)
    episodes = [
        Episode("e1", "خرج القوم", left, [first]),
        Episode("e2", "بلغوا الوادي", {a: [s] for a, s in camp.items()}, [weapon, nights], find_readings(TEXTS, camp)),
    ]
    accounts = [Account(name, f"{name}.txt", len(text)) for name, text in TEXTS.items()]
    quotations = [SharedPassage(Passage("quran", "8:30", "kufi"), {"أول": [(0, 3)]})]
    names = [Named("place", "المدينة", {"أول": [span("أول", "المدينة")], "ثان": [span("ثان", "المدينة")]})]
    canon = [Edition("quran", "Tanzil 1.1", "ab" * 32, "Tanzil Project, tanzil.net, CC BY 3.0")]
    return Collation(COLLATION_SCHEMA, canon, accounts, episodes, quotations, names)


def hostile() -> tuple[Collation, dict[str, str]]:
    """Markup wherever a text, a name or a label may stand, and characters that no page can hold."""
    bad = '"><script>alert(1)</script>&\x00\ud800<!--'
    texts = {bad: bad * 3, "b": f"]]> {bad}"}
    cells: Cells = {bad: [(0, 40)], "b": [(2, 20)]}
    difference = Difference("conflict", bad, {bad: Value(bad, 1, 4), "b": Value(bad, 3, 9)}, 1.0)
    accounts = [Account(name, bad, len(text)) for name, text in texts.items()]
    named = [Named("person", bad, {bad: [(0, 2)]})]
    return Collation(COLLATION_SCHEMA, [Edition(bad, bad, bad, bad)], accounts, [Episode(bad, bad, cells, [difference])], [], named), texts


MECCA, MEDINA = "خرج من مكة فأقام في غار ثور ثلاثا", "ثم بلغ المدينة يوم الاثنين في شهر ربيع الأول"


def told() -> Collation:
    """Two accounts with places and dates; the second tells of Medina in no episode."""
    cells: Cells = {"a": [(0, len(MECCA))], "b": [(0, len(MECCA))]}
    at = len(MECCA) + 1 + MEDINA.index("المدينة")
    mecca, cave = MECCA.index("مكة"), MECCA.index("غار ثور")
    names = [
        Named("place", "مكة", {"a": [(mecca, mecca + 3)], "b": [(mecca, mecca + 3)]}),
        Named("place", "غار ثور", {"a": [(cave, cave + 7)]}),
        Named("place", "المدينة", {"b": [(at, at + 7)]}),
        Named("place", "الحجاز", {"a": [(mecca, mecca + 3)]}),
        Named("place", "أطلانطس", {"a": [(mecca, mecca + 3)]}),
    ]
    dates = [Dated("سنة 1 هـ", (1948440, 1948790), {"a": [(0, 3)]}), Dated("ربيع الأول", None, {"b": [(at, at + 7)]})]
    accounts = [Account(name, "", len(MECCA) + 1 + len(MEDINA)) for name in "ab"]
    return Collation(COLLATION_SCHEMA, [], accounts, [Episode("e1", "خرج", cells)], [], names, dates)


def test_places_are_on_a_map_and_dates_in_their_order() -> None:
    texts = dict.fromkeys("ab", f"{MECCA}\n{MEDINA}")
    shown = synopsis_of(told(), texts, speaker("ar", {}))
    mecca, medina = sorted(shown["map"].dots, key=lambda dot: -dot.y)
    assert (mecca.said, medina.said) == ("مكة (غار ثور)", "المدينة")
    assert mecca.radius > medina.radius
    assert (mecca.links, medina.links) == ({0: "e1-0", 1: "e1-1"}, {1: None})
    assert abs(mecca.x - medina.x) < 40, "Medina lies north of Mecca"
    assert shown["map"].left_out == ["الحجاز", "أطلانطس"]
    assert [(t.words, t.years, t.links) for t in shown["times"]] == [("سنة ١ هـ", "٦٢٢–٦٢٣", {0: "e1-0"}), ("ربيع الأول", "", {})]
    page = Reader(render_synopsis(told(), texts))
    anchors = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert {str(href)[1:] for href in page.values("a", "href") if str(href).startswith("#")} <= anchors
    assert page.values("svg", "class").count("map") == 1
    without = Reader(render_synopsis(collation_of_regions(), texts))
    assert "map" not in without.values("svg", "class")


def collation_of_regions() -> Collation:
    whole = told()
    whole.names, whole.dates = whole.names[3:], []
    return whole


@given(st.lists(st.sampled_from(sorted(coordinates())), min_size=1, max_size=78, unique=True))
def test_every_map_holds_its_dots_and_labels_lie_apart(names: list[str]) -> None:
    made = map_of([Shown(name, {0: 3, 1: 1}, {}) for name in names])
    assert made is not None
    assert {dot.name for dot in made.dots} == set(names)
    assert all(0 <= dot.x <= made.width and 0 <= dot.y <= made.height for dot in made.dots)
    assert made.width * FLATTEST <= made.height <= made.width * TALLEST
    labels = [dot.label for dot in made.dots if dot.label]
    assert len({(x, y) for x, y, _ in labels}) == len(labels)
    assert made.land


def test_places_lie_where_they_lie() -> None:
    """Known by heart: what is east of what, and the gazetteer's names."""
    at = coordinates()
    assert set(at) <= {entry.name for entry in built_in() if entry.kind == "place"}
    assert at["دمشق"][0] > at["المدينة"][0] > at["مكة"][0] > at["صنعاء"][0]
    assert at["بخارى"][1] > at["بغداد"][1] > at["دمشق"][1] > at["القاهرة"][1] > at["قرطبة"][1]
    assert [shown_at(name) for name in ("قباء", "المسجد الأقصى", "القادسية", "الشام", "")] == ["المدينة", "بيت المقدس", None, None, None]


def test_readings_of_copies_stand_side_by_side() -> None:
    segments = collation().episodes[1].apparatus
    readings = [{a: TEXTS[a][start:end] for a, (start, end) in s.cells.items()} for s in segments]
    assert [r for r, s in zip(readings, segments, strict=True) if not s.agree] == [
        {"أول": "سيف", "ثان": "رمح"},
        {"أول": "ليلتين", "ثان": "ثلاث ليال"},
    ]
    for account in ("أول", "ثان"):
        assert " ".join(r[account] for r in readings) == TEXTS[account][slice(*collation().episodes[1].cells[account][0])]


def test_retellings_have_no_apparatus() -> None:
    texts = {"a": "اجتمع الناس في الساحة الكبيرة وقت الظهر ليروا القادمين", "b": "وفي تلك الساعة كان أهل القرية جميعا عند الماء ينتظرون الركب"}
    assert find_readings(texts, {a: (0, len(t)) for a, t in texts.items()}) == []
    assert find_readings({"a": ""}, {"a": (0, 0)}) == []


def test_page_is_well_formed_and_holds_every_word() -> None:
    read = Reader(render_synopsis(collation(), TEXTS))
    assert ("html", {"lang": "ar", "dir": "rtl"}) in read.tags
    ids = [str(attrs["id"]) for _, attrs in read.tags if "id" in attrs]
    assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert {href[1:] for href in read.values("a", "href") if href.startswith("#")} <= set(ids)
    shown = re.sub("[٠-٩]", "", "".join(read.text))
    for episode in collation().episodes:
        for account, spans in episode.cells.items():
            for start, end in spans:
                assert TEXTS[account][start:end] in shown
    assert "ولم يعلم بهم أحد من أهل الحي حتى طلع النهار" in shown
    assert ("html", {"lang": "en", "dir": "ltr"}) in Reader(render_synopsis(collation(), TEXTS, "en")).tags
    with pytest.raises(ValueError, match="fr"):
        render_synopsis(collation(), TEXTS, "fr")


def test_conflicts_are_numbered_from_one_the_surest_first() -> None:
    found = collation()
    first, second = found.episodes[1].differences
    found.episodes[1].differences = [second, first]
    page = render_synopsis(found, TEXTS, "en")
    listed = re.findall(r'class="difference (\w+)"[^>]*>\s*<span class="no">(\d+)</span> <b>(\w+)</b>', page)
    assert listed == [("conflict", "1", "weapon"), ("conflict", "2", "duration"), ("order", "3", "order")]
    assert re.findall(r'<a class="v \w+" href="#d(\d)">([^<]*)<sup>\1</sup>', page)[-2:] == [("1", "رمح"), ("2", "ثلاث ليال")]
    lines = list(lines_of(found, TEXTS, "ar"))
    assert [click.unstyle(line).split(":")[0] for line in lines[:2]] == ["١  اختلاف، السلاح", "٢  اختلاف، المدة"]


def test_editions_stand_in_the_terminal_where_verses_are_quoted() -> None:
    found = collation()
    assert any("sha256" in line for line in lines_of(found, TEXTS, "en"))
    found.quotations = []
    assert not any("sha256" in line for line in lines_of(found, TEXTS, "en"))


def test_nothing_of_a_text_becomes_markup() -> None:
    bad, texts = hostile()
    page = render_synopsis(bad, texts)
    read = Reader(page)
    assert sum(tag == "script" for tag, _ in read.tags) == 1
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    page.encode()
    tree = ET.fromstring(render_tei(bad, texts))
    assert "alert(1)" in "".join(tree.itertext())
    assert not any("script" in element.tag for element in tree.iter())
    rows = list(csv.reader(io.StringIO(episodes_csv(bad, texts))))
    assert len(rows) == 3


def test_nothing_to_show_is_said() -> None:
    empty = Collation(COLLATION_SCHEMA, [], [Account("a", "a.txt", 0)], [], [])
    assert "لم يوجد موضع" in render_synopsis(empty, {"a": ""})
    assert ET.fromstring(render_tei(empty, {"a": ""})).find(f".//{TEI}standOff") is None


# TEI P5, chapters 2 (header), 12 (apparatus), 13 (names), 16 (linking, stand-off): all that is written, with its attributes. The document was also
# validated against tei_all of TEI P5 4.3.0 (RELAX NG); no maintained Python package carries the schema, so that the test is of this subset.
SUBSET = {
    "TEI": (), "teiHeader": (), "fileDesc": (), "titleStmt": (), "title": ("lang",), "publicationStmt": (), "sourceDesc": (), "listWit": (),
    "witness": ("id",), "bibl": ("n",), "standOff": (), "listPerson": (), "person": ("corresp",), "persName": (), "listOrg": (), "org": ("corresp",),
    "orgName": (), "listPlace": (), "place": ("corresp",), "placeName": (), "spanGrp": (), "span": ("id", "type", "from", "to"), "linkGrp": ("type",),
    "link": ("id", "n", "target", "corresp"), "text": ("id", "corresp", "type"), "group": (), "body": (), "p": ("corresp",), "anchor": ("id",),
    "app": (), "rdg": ("wit",),
}  # fmt: skip


def test_tei_is_of_the_subset_and_its_pointers_lead_somewhere() -> None:
    tree = ET.fromstring(render_tei(collation(), TEXTS))
    ids, pointers = set(), set()
    for element in tree.iter():
        name = element.tag.removeprefix(TEI)
        attributes = {key.rpartition("}")[2]: said for key, said in element.attrib.items()}
        assert set(attributes) <= set(SUBSET[name]), name
        if "id" in attributes:
            assert attributes["id"] not in ids
            ids.add(attributes["id"])
        for key in ("from", "to", "target", "corresp", "wit"):
            pointers |= set(attributes.get(key, "").split())
    assert {p.removeprefix("#") for p in pointers} <= ids


def test_tei_keeps_each_account_and_marks_where_it_tells() -> None:
    tree = ET.fromstring(render_tei(collation(), TEXTS))
    for text, account in zip(tree.findall(f".//{TEI}group/{TEI}text[@corresp]"), TEXTS.values(), strict=True):
        assert ["".join(p.itertext()) for p in text.iter(f"{TEI}p")] == account.split("\n")
    (camp,) = [link for link in tree.iter(f"{TEI}link") if link.get("n") == "بلغوا الوادي"]
    starts = {f"#{anchor}" for anchor in ("s4", "s5")}
    assert set(camp.get("target", "").split()) == starts
    readings = [["".join(r.itertext()) for r in app] for app in tree.iter(f"{TEI}app")]
    assert readings == [["سيف", "رمح"], ["ليلتين", "ثلاث ليال"]]


def test_tables_have_a_row_for_each_thing_said() -> None:
    episodes = list(csv.DictReader(io.StringIO(episodes_csv(collation(), TEXTS).removeprefix("\ufeff"))))
    assert [(row["episode"], row["account"]) for row in episodes] == [("e1", "أول"), ("e1", "ثان"), ("e2", "أول"), ("e2", "ثان")]
    assert all(TEXTS[row["account"]][int(row["start"]) : int(row["end"])] == row["text"] for row in episodes)
    differences = list(csv.DictReader(io.StringIO(differences_csv(collation(), TEXTS).removeprefix("\ufeff"))))
    assert [(row["difference"], row["slot"], row["value"]) for row in differences[2:4]] == [("2", "weapon", "سيف"), ("2", "weapon", "رمح")]


def test_no_cell_of_a_table_is_a_formula() -> None:
    bad = Collation(COLLATION_SCHEMA, [], [Account("a", "", 9)], [Episode("e1", "=1+1", {"a": [(0, 5)]})], [])
    assert "'=1+1" in episodes_csv(bad, {"a": "=2+2 كذا"})
    assert "'=2+2" in episodes_csv(bad, {"a": "=2+2 كذا"})


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "synopsis.html"
    path.write_text(render_synopsis(collation(), TEXTS), "utf-8")
    return path.as_uri()


def test_columns_rows_and_picture(browser: Any, address: str) -> None:
    tab = browser.new_page(viewport={"width": 1300, "height": 900})
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda message: troubles.append(message.text))
    tab.on("request", lambda request: troubles.append(request.url) if request.url[:5] not in ("file:", "data:") else None)
    tab.goto(address)
    shown = "[...document.querySelectorAll('.synopsis thead th[data-c]:not(.off)')].map((th) => th.dataset.c).join()"
    assert tab.evaluate(shown) == "0,1,2"
    tab.locator('[data-show="2"]').uncheck()
    tab.locator('th[data-c="0"] [data-move="1"]').click()
    assert tab.evaluate(shown) == "1,0"
    assert tab.evaluate("document.querySelectorAll('.telling .curve').length") == 2
    places = "[...document.querySelectorAll('.telling .line:not(.off)')].map((g) => Number(g.querySelector('text').getAttribute('x')))"
    first, second = tab.evaluate(places)
    assert first < second, "from right to left: what was first is second now"
    order = "[...document.querySelectorAll('.synopsis tbody tr')].map((tr) => tr.id).join()"
    assert tab.evaluate(order) == "e1,e2"
    tab.locator("[data-order]").select_option("1")
    assert tab.evaluate(order) == "e2,e1"
    tab.locator("[data-only]").check()
    assert tab.locator(".synopsis tbody tr:not(.off)").count() == 1
    tab.locator("#e2 .fold").click()
    assert tab.locator("#e2 .fold").get_attribute("aria-expanded") == "true"
    tab.locator("#e2").hover()
    assert tab.locator('.telling .curve.on[data-e="e2"]').count() == 1
    tab.locator(".differences .difference a").first.click()
    assert "open" in tab.locator("#e2").get_attribute("class")
    assert troubles == []
    tab.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_synopsis_on_a_phone(browser: Any, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(address)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.locator("#e2 .words").first.is_visible()
    context.close()


def test_synopsis_without_script_and_in_print(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address)
    assert not tab.locator(".tools").is_visible()
    words = tab.locator("#e2 .words").first
    assert words.evaluate("(e) => e.scrollHeight <= e.clientHeight + 1")
    context.close()
    tab = browser.new_page()
    tab.goto(address)
    tab.emulate_media(media="print")
    assert tab.locator("#e2 .words").first.evaluate("(e) => getComputedStyle(e).overflow") == "visible"
    assert tab.locator(".alone .words").first.is_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    tab.close()
