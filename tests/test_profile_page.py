"""A profile as a page: that it is whole without its script, draws its charts with it, and takes nothing from outside."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="the extra `corpus` is not installed")

from muqabala.canon.work import Work
from muqabala.corpus.profile.page import render_profile
from muqabala.corpus.profile.tables import profile
from muqabala.corpus.scanned import open_scan
from muqabala.formats.page import TEMPLATES
from pages import Reader, until
from scans import document, edit, place, quotation, write_scan

SECTIONS = {
    "verses", "suras", "heat", "ayah-verdicts", "matn-verdicts", "misquoted", "network", "density", "groups", "hadiths", "readings",
}  # fmt: skip


def page(folder: Path, quran: Work, lang: Any = "ar", evil: str = "كتاب") -> str:
    """A page that has every chart."""
    documents = [document(n, f"{evil} {n}", 20_000, citations=2, wrong_citations=1, metadata={"genre": evil}) for n in (1, 2, 3)]
    rows = []
    for n in (1, 2, 3):
        refs = ["2:255", "2:255-257", "112:1", "9:40", "36:1", "114:1"] * 3
        rows += [quotation(n, 100 * at, 100 * at + 40, place("quran", ref)) for at, ref in enumerate(refs)]
        rows += [
            quotation(n, 5_000, 5_020, place("quran", "8:30"), verdict="altered", edits=[edit("replace", evil, "كَفَرُوا")]),
            quotation(n, 5_100, 5_120, place("quran", "1:4"), verdict="reading", readers=["Nafi"]),
            quotation(n, 6_000, 6_020, place("bukhari", "1"), text=evil, verdict="altered"),
            quotation(n, 6_100, 6_120, kind="matn", verdict="unsourced"),
        ]
    return render_profile(profile(open_scan(write_scan(folder / "scan", documents, rows)), quran), lang)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_page_is_whole_without_its_script(tmp_path: Path, quran: Work, lang: str) -> None:
    read = Reader(page(tmp_path, quran, lang))
    assert ("html", {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"}) in read.tags
    assert sum(tag == "h1" for tag, _ in read.tags) == 1
    assert set(read.values("figure", "data-chart")) == SECTIONS
    assert sum(tag == "table" for tag, _ in read.tags) == len(SECTIONS)
    assert sum(tag == "details" and "open" in attrs for tag, attrs in read.tags) == len(SECTIONS)
    assert {attrs.get("scope") for tag, attrs in read.tags if tag == "th"} == {"col"}
    said = "".join(read.text)
    for words in ("كفروا", "An edition", "Somebody"):
        assert words in said


@pytest.mark.parametrize("evil", ["</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "<!-- <script>", "&lt;i&gt;"])
def test_nothing_becomes_markup(tmp_path: Path, quran: Work, evil: str) -> None:
    source, harmless = page(tmp_path, quran, "en", evil), page(tmp_path / "other", quran, "en")
    read, known = Reader(source), Reader(harmless)
    assert [tag for tag, _ in read.tags] == [tag for tag, _ in known.tags]
    assert {name for _, attrs in read.tags for name in attrs} == {name for _, attrs in known.tags for name in attrs}
    assert f"{evil} 1" in "".join(read.text)


def test_a_page_of_nothing(tmp_path: Path, quran: Work) -> None:
    empty = render_profile(profile(open_scan(write_scan(tmp_path, [], [])), quran), "en")
    assert "quote nothing" in empty
    assert not Reader(empty).values("figure", "data-chart")


def test_the_scripts_are_those_that_were_published() -> None:
    folder = TEMPLATES / "vendor"
    told = dict(re.findall(r"(?m)^\| `(\S+\.js)` \|.*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8")))
    assert told == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert len(told) == 2


def watch(tab: Any, wrong: list[str]) -> None:
    """Write down what a page complains of, and what it asks of other hosts."""
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text))
    tab.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(("file:", "data:")) else None)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [390, 1300])
def test_charts(browser: Any, tmp_path: Path, quran: Work, lang: str, width: int) -> None:
    """Every chart is drawn, has a name, keeps inside the page; nothing comes from outside; both themes and paper."""
    path = tmp_path / "profile.html"
    path.write_text(page(tmp_path, quran, lang), "utf-8")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab = context.new_page()
        wrong: list[str] = []
        watch(tab, wrong)
        tab.goto(path.as_uri())
        for name in SECTIONS:
            drawn = tab.locator(f"figure[data-chart={name}] > svg[role=img][aria-label]")
            assert drawn.count() == 1, name
            box, marks = drawn.bounding_box(), drawn.locator("rect, line, circle, path").count()
            assert marks > 1, name
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width, name
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert tab.locator("details[open]").count() == 0
        violations = axe.run(tab).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == []
        tab.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        violations = axe.run(tab).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == []
        tab.emulate_media(media="print")
        assert tab.locator("figure[data-chart=verses] svg").is_visible()
        assert not tab.locator("details").first.is_visible()
        assert wrong == []
        context.close()


def test_the_keyboard_and_the_pointer(browser: Any, tmp_path: Path, quran: Work) -> None:
    path = tmp_path / "profile.html"
    path.write_text(page(tmp_path, quran, "en"), "utf-8")
    tab = browser.new_page(viewport={"width": 1300, "height": 900})
    tab.goto(path.as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
    tab.keyboard.press("Enter")
    assert tab.locator("details[open] table").first.is_visible()
    tab.locator("figure[data-chart=verses] svg").hover(position={"x": 400, "y": 45})
    assert "2:255" in tab.locator("figure[data-chart=verses] .tip").text_content()
    tab.locator("figure[data-chart=network] circle").first.hover()
    assert tab.locator("svg.network.lit .node.on").count() >= 2
    tab.set_viewport_size({"width": 500, "height": 900})
    until(tab, "document.querySelector('figure[data-chart=verses] > svg').getAttribute('width') < 500")
    tab.close()


def test_the_data_of_the_charts_are_those_of_the_tables(tmp_path: Path, quran: Work) -> None:
    source = page(tmp_path, quran, "en")
    shown = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', source, re.DOTALL)[1])["data"]  # type: ignore[index]
    assert set(shown) == SECTIONS
    first = shown["verses"][0]
    assert (first["n"], first["lines"][-1]) == (18, "Quotations: 18 · Documents: 3")
    assert f'<td class="n">{first["n"]}</td>' in source


def test_a_bar_of_nothing_has_no_length(browser: Any, tmp_path: Path, quran: Work) -> None:
    folder = write_scan(tmp_path, [document(1, "a", 100), document(2, "b", 100)], [])
    path = tmp_path / "profile.html"
    path.write_text(render_profile(profile(open_scan(folder), quran), "en"), "utf-8")
    tab = browser.new_page(viewport={"width": 900, "height": 900})
    tab.goto(path.as_uri())
    bars = tab.locator("figure[data-chart=groups] g.cool rect")
    assert [float(bar.get_attribute("width")) for bar in bars.all()] == [0, 0]
    tab.close()
