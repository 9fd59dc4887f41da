"""The pages in a real Chromium: a text from its coming to its corrected form, the canon, accounts side by side; phones, themes, languages, WCAG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import word_files
from pages import Reader
from serving import served

httpx = pytest.importorskip("httpx")
pytest.importorskip("fastapi")

ROOT = Path(__file__).parent.parent
SLIP = (
    "قال تعالى: ﴿إن الله مع الصالحين﴾ [البقرة: 153]، وقال: ﴿الحمد لله رب العالمين﴾، وقال رسول الله ﷺ: «إنما الأعمال بالنيات».\n\n"
    "وقال: ﴿قل هو الله أحد﴾."
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with served(tmp_path_factory.mktemp("library") / "library.sqlite") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def added(client: Any, text: str = SLIP, name: str = "رسالة.txt", checked: bool = True) -> str:
    document = str(client.post("/api/documents", files={"files": (name, text.encode())}).json()[0]["id"])
    if checked:
        client.post(f"/api/documents/{document}/check")
    return document


@pytest.fixture
def tab(browser: Any, client: Any) -> Iterator[Any]:
    """A page of the server, on which nothing may go wrong and nothing may be asked of another host."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="ar", base_url=str(client.base_url), permissions=["clipboard-read", "clipboard-write"]
    )
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda message: troubles.append(message.text))
    tab.on("request", lambda request: troubles.append(request.url) if not request.url.startswith(str(client.base_url)) else None)
    yield tab
    context.close()
    assert troubles == []


def until(tab: Any, expression: str) -> None:
    """Wait until an expression is true; the page's own policy lets no one else evaluate strings in it."""
    for _ in range(200):
        if tab.evaluate(expression):
            return
        tab.wait_for_timeout(50)
    raise AssertionError(expression)


def test_a_text_is_pasted_checked_and_put_right(tab: Any) -> None:
    tab.goto("/")
    tab.fill("#paste", SLIP)
    tab.click("button.main")
    tab.wait_for_url("**/d/*")
    tab.wait_for_selector("mark.altered .f")
    assert tab.locator("mark .f").count() == 4
    assert tab.locator(".strip a").count() == 4
    assert "١" in tab.locator(".count.altered").inner_text()
    tab.keyboard.press("j")
    panel = tab.locator("#panel.open")
    panel.wait_for()
    assert "البقرة ١٥٣" in panel.inner_text()
    assert tab.url.endswith("#d1q1")
    tab.locator("#panel .accept").click()
    tab.wait_for_selector("mark.accepted")
    with tab.expect_download() as download:
        tab.locator(".corrected").click()
    assert Path(download.value.path()).read_text("utf-8") == SLIP.replace("الصالحين", "الصابرين")
    tab.locator("#panel .cite-it").click()
    until(tab, "navigator.clipboard.readText().then((text) => text.includes('[البقرة: ١٥٣') && text.includes('﴿'))")
    tab.reload()
    tab.wait_for_selector("#panel.open .accept[aria-pressed=true]")
    assert tab.locator("mark.accepted .f").count() == 1


def test_keys_and_filters(tab: Any, client: Any) -> None:
    tab.goto(f"/d/{added(client)}")
    focused = "document.activeElement.dataset.f"
    for key, expected in (("j", "d1q1"), ("j", "d1q2"), ("ت", "d1q3"), ("k", "d1q2")):
        tab.evaluate("(key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))", key)
        until(tab, f"{focused} === '{expected}'")
    tab.keyboard.press("Enter")
    until(tab, "document.activeElement.id === 'panel'")
    tab.keyboard.press("Escape")
    assert tab.locator("#panel.open").count() == 0
    tab.locator("[data-works]").select_option("bukhari")
    assert tab.locator("mark .f:not(.off)").count() == 1
    tab.locator("[data-works]").select_option("")
    tab.locator("button.count.altered").click()
    assert tab.locator("mark .f:not(.off)").count() == 1
    assert tab.locator(".strip a:not(.off)").count() == 1


def test_a_long_text_fills_while_it_is_read(tab: Any, client: Any) -> None:
    text = "\n".join(f"{SLIP} الفقرة {n}." for n in range(900)) + " كلمة" * 5_000
    document = added(client, text, checked=False)
    tab.goto(f"/d/{document}")
    assert tab.locator(".part").count() > 20
    tab.wait_for_selector(".checking", state="hidden", timeout=60_000)
    assert tab.locator("mark .f").count() >= 3600
    shown = tab.evaluate("[...document.querySelectorAll('.part')].map((p) => p.textContent).join('')")
    first = "[...document.querySelectorAll('.part:first-child *')].map((e) => `${e.tagName} ${e.className} ${e.dataset.f} ${e.id}`).join()"
    marked = tab.evaluate(first)
    tab.reload()
    tab.wait_for_selector(".part mark .f >> nth=3500", state="attached")
    assert tab.evaluate("[...document.querySelectorAll('.part')].map((p) => p.textContent.replaceAll(/\\s/g, '')).join('')") == "".join(shown.split())
    assert tab.evaluate(first) == marked


def test_who_leaves_finds_the_document_unchecked(tab: Any, client: Any) -> None:
    text = (ROOT / "examples/maqala.txt").read_text("utf-8")
    before, document = added(client, text * 1_500, "قبل.txt", checked=False), added(client, text * 50, checked=False)
    with client.stream("POST", f"/api/documents/{before}/check"):  # one process reads books: the second waits for the first, however fast both are
        tab.goto(f"/d/{document}")
        tab.wait_for_selector(".checking:not([hidden])")
        tab.goto("/canon")
    tab.wait_for_timeout(2500)
    entries = {entry["id"]: entry["checked"] for entry in client.get("/api/documents").json()}
    assert not entries[document]
    assert not entries[before]
    for one in (before, document):
        client.delete(f"/api/documents/{one}")


def test_a_text_without_quotations_says_so(tab: Any, client: Any) -> None:
    document = added(client, "كلام عادي لا اقتباس فيه.", checked=False)
    for _ in range(2):
        tab.goto(f"/d/{document}")
        tab.wait_for_selector(".nothing", state="visible")
        tab.wait_for_selector(".checking", state="hidden")


def test_files_are_dropped_and_deleted(tab: Any, client: Any, tmp_path: Path) -> None:
    tab.goto("/")
    for name in ("أول.txt", "ثان.txt"):
        (tmp_path / name).write_text(SLIP, "utf-8")
    tab.set_input_files("[type=file]", [tmp_path / "أول.txt", tmp_path / "ثان.txt"])
    tab.wait_for_selector("li:has-text('ثان') .badge.altered")
    assert tab.locator("[data-unchecked]").count() == 0
    button = tab.locator("li:has-text('ثان') .delete").first
    button.click()
    button.click()
    tab.wait_for_selector("li:has-text('ثان')", state="detached")
    assert "ثان.txt" not in {entry["name"] for entry in client.get("/api/documents").json()}


def test_of_dropped_files_those_that_cannot_be_read_are_named(tab: Any, client: Any, tmp_path: Path) -> None:
    for name, content in (("أ.txt", SLIP.encode()), ("ب.pdf", b"%PDF-1.7")):
        tmp_path.joinpath(name).write_bytes(content)
    tab.goto("/")
    tab.set_input_files("[type=file]", [tmp_path / "أ.txt", tmp_path / "ب.pdf"])
    tab.wait_for_selector(".left-out li")
    assert "ب.pdf: هذا ملف PDF" in tab.locator(".left-out li").inner_text()
    tab.wait_for_selector(".entries .badge.altered")
    tab.locator(".left-out button").click()
    tab.reload()
    assert tab.locator(".left-out li").count() == 0
    for entry in client.get("/api/documents").json():
        client.delete(f"/api/documents/{entry['id']}")


@pytest.mark.parametrize("script", [True, False])
def test_colours_are_chosen_and_stay_so(browser: Any, client: Any, script: bool) -> None:
    document = added(client)
    context = browser.new_context(color_scheme="light", base_url=str(client.base_url), java_script_enabled=script)
    tab = context.new_page()
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    tab.goto(f"/d/{document}")
    light = tab.evaluate(paper)
    tab.locator(".themes [data-theme=dark]").press("Enter")
    tab.wait_for_selector("html[data-theme=dark]")
    dark = tab.evaluate(paper)
    assert dark != light
    for place in PLACES:
        tab.goto(place.format(document, document))
        assert tab.evaluate(paper) == dark, place
        assert tab.locator(".themes [aria-current]").get_attribute("data-theme") == "dark"
    tab.emulate_media(media="print")
    assert tab.evaluate(paper) == "rgb(255, 255, 255)"
    tab.emulate_media(media="screen")
    tab.locator(".themes [data-theme=system]").click()
    tab.wait_for_selector("html[data-theme=system]")
    assert tab.evaluate(paper) == light
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate(paper) == dark
    context.close()
    client.delete(f"/api/documents/{document}")


def test_subtitles_and_web_pages_come_in(client: Any) -> None:
    srt = "1\n00:00:01,000 --> 00:00:03,000\nقال تعالى: ﴿إن الله مع\n\n2\n00:00:03,000 --> 00:00:05,000\nالصابرين﴾\n"
    document = added(client, srt, "a.srt")
    (quotation,) = client.get(f"/api/documents/{document}").json()["documents"][0]["quotations"]
    assert quotation["verdict"] == "verbatim"
    page = "<!doctype html><html><body><p>قال تعالى: ﴿إن الله مع الصابرين﴾</p><script>alert(1)</script></body></html>"
    assert "alert" not in client.get(f"/d/{added(client, page, 'b.html')}").text


@pytest.mark.parametrize(("lang", "words", "count"), [("ar", "وصف الخادم", "(فتح الباري)"), ("en", "own description", "(Fath al-Bari)")])
def test_pages_say_what_they_show(client: Any, lang: str, words: str, count: str) -> None:
    for path in ("/canon/bukhari", "/canon/bukhari/1", "/canon/bukhari/at/1", "/canon"):
        assert count in client.get(path, params={"lang": lang, "q": "انما الاعمال بالنيات"}).text, path
    assert "(Kufi)" not in client.get("/canon/quran/at/2:255", params={"lang": "en"}).text
    assert words in client.get("/api", params={"lang": lang}).text
    page = client.get(f"/d/{added(client)}", params={"lang": lang}).text
    assert re.findall(r'/report\.\w+"[^>]*>([^<]*)</a>', page) == ["HTML", "CSV", "Markdown", "Web Annotations", "TEI"]
    client.cookies.clear()


def test_the_canon(tab: Any, client: Any) -> None:
    document = added(client)
    tab.goto("/canon")
    tab.fill("#q", "انما الاعمال بالنيات")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".passages .hit")
    assert tab.locator(".passages li").first.locator("a").inner_text() == "صحيح البخاري ١"
    tab.goto("/canon?q=واذ يمكر بك الذين ظلموا ليثبتوك او يقتلوك او يخرجوك")
    assert "الأنفال ٣٠" in tab.inner_text("section[aria-labelledby=near]")
    tab.goto("/canon/quran")
    assert tab.locator(".sections li").count() == 114
    tab.locator(".sections a").nth(1).click()
    assert tab.locator(".verse").count() == 286
    tab.locator("[id='2:153'] .no").click()
    assert tab.locator(f"a[href^='/d/{document}']").count() == 1
    tab.locator(f"a[href='/d/{document}#d1q1']").click()
    tab.wait_for_selector("#panel.open")


def test_accounts_side_by_side(tab: Any, client: Any) -> None:
    names = ("khabar", "maqala", "muhadara")
    ids = [added(client, (ROOT / f"examples/{name}.txt").read_text("utf-8"), f"{name}.txt", checked=False) for name in names]
    tab.goto("/")
    for document in ids:
        tab.check(f"input[value='{document}']")
    tab.click(".compare button")
    tab.wait_for_selector(".synopsis tbody tr")
    assert tab.locator(".synopsis thead th[data-c]").count() == 3
    tab.locator(".synopsis .fold").first.click()
    assert tab.locator(".synopsis tr.open").count() == 1
    for document in ids:
        client.delete(f"/api/documents/{document}")


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</textarea></main><b>"])
def test_nothing_becomes_markup(client: Any, evil: str) -> None:
    document = added(client, f"قال تعالى: ﴿إن الله مع {evil} الصالحين﴾ {evil}", f"{evil.replace('/', '')}.txt")
    for path in ("/", f"/d/{document}", f"/d/{document}/f/d1q1", f"/?q={evil}", f"/canon?q={evil}", f"/d/{document}/report.html"):
        read = Reader(client.get(path, headers={"accept": "text/html"}).text)
        assert not {tag for tag, _ in read.tags} & {"img", "b"} - {"b"} | {t for t, a in read.tags if "onerror" in a}
        assert all("src" in attrs for tag, attrs in read.tags if tag == "script" and path[-5:] != ".html")
    client.delete(f"/api/documents/{document}")


PLACES = ("/", "/?q=الله", "/d/{}", "/d/{}#d1q1", "/d/{}/f/d1q1", "/canon", "/canon?q=الهجرة", "/canon/quran", "/canon/quran/36", "/canon/bukhari/1",
          "/canon/quran/at/2:153", "/api", "/token", "/nothing", "/synopsis?d={}&d={}")  # fmt: skip


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark", "dark chosen"])
def test_wcag(browser: Any, client: Any, lang: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    one, other = added(client), added(client, (ROOT / "examples/khabar.txt").read_text("utf-8"))
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, color_scheme="light" if " " in scheme else scheme, base_url=str(client.base_url)
    )
    tab = context.new_page()
    tab.goto("/?theme=dark" if " " in scheme else "/")
    found = {}
    for place in PLACES:
        path = place.format(one, other)
        address, _, anchor = path.partition("#")
        tab.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}{'#' + anchor if anchor else ''}")
        assert tab.evaluate("document.documentElement.lang") == lang
        if anchor:
            tab.wait_for_selector("#panel.open")
        violations = axe.run(tab).response["violations"]
        if violations:
            found[place] = [(v["id"], v["nodes"][0]["html"][:200], v["nodes"][0].get("failureSummary", "")[:300]) for v in violations]
    context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone(browser: Any, client: Any, scheme: str) -> None:
    document = added(client)
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, base_url=str(client.base_url), locale="ar")
    tab = context.new_page()
    for place in PLACES:
        tab.goto(place.format(document, document))
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390, place
    tab.goto(f"/d/{document}")
    tab.locator("mark .f").first.click()
    tab.wait_for_selector("#panel.open")
    mark, panel = tab.locator("mark .f").first.bounding_box(), tab.locator("#panel").bounding_box()
    assert mark["y"] + mark["height"] <= panel["y"] + 1, "the sheet covers the quotation"
    context.close()


def test_without_script(browser: Any, client: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=str(client.base_url), locale="ar")
    tab = context.new_page()
    tab.goto("/")
    tab.fill("#paste", SLIP)
    tab.click("button.main")
    tab.wait_for_url("**/d/*")
    assert "إن الله مع الصالحين" in tab.inner_text("main")
    tab.locator("noscript button, form[action$=check] button").first.click()
    tab.wait_for_selector("mark.altered .f")
    tab.locator("mark .f").first.click()
    assert client.get("/api/passages/quran/8:46").json()["text"].split()[-1] in tab.inner_text("main")
    context.close()


def test_a_word_document_comes_back_with_comments_and_corrected(client: Any) -> None:
    data = word_files.document(word_files.paragraph(word_files.run("قال تعالى: ﴿إن الله مع "), word_files.run("الصالحين﴾")))
    (entry,) = client.post("/api/documents", files={"files": ("كتاب.docx", data)}).json()
    client.post(f"/api/documents/{entry['id']}/check")
    (quotation,) = client.get(f"/api/documents/{entry['id']}").json()["documents"][0]["quotations"]
    assert quotation["place"] == {"part": "body", "paragraph": 1}
    commented = client.get(f"/d/{entry['id']}/comments.docx")
    assert quotation["correction"] in word_files.parts_of(commented.content)["word/comments.xml"].decode()
    client.put(f"/api/documents/{entry['id']}/quotations/q1", json={"accepted": True})
    corrected = client.get(f"/d/{entry['id']}/corrected")
    assert "docx" in corrected.headers["content-disposition"]
    assert "الصابرين" in word_files.parts_of(corrected.content)["word/document.xml"].decode()
    assert client.get(f"/d/{added(client)}/comments.docx").status_code == 404


def test_subtitles_come_back_corrected_with_their_times(client: Any) -> None:
    srt = "1\n00:00:01,000 --> 00:00:03,000\nقال تعالى: ﴿إن الله مع\n\n2\n00:00:03,000 --> 00:00:05,000\nالصالحين﴾\n"
    identifier = added(client, srt, "a.srt")
    client.put(f"/api/documents/{identifier}/quotations/q1", json={"accepted": True})
    assert client.get(f"/d/{identifier}/corrected").text == srt.replace("الصالحين", "الصابرين")


@pytest.mark.parametrize("form", ["html", "csv", "md", "jsonld", "xml"])
def test_reports_are_files(client: Any, form: str) -> None:
    identifier = added(client)
    (first, *_) = client.get(f"/api/documents/{identifier}").json()["documents"][0]["quotations"]
    report = client.get(f"/d/{identifier}/report.{form}")
    assert f".report.{form}" in report.headers["content-disposition"]
    assert first["correction"] in report.text
    assert client.get(f"/d/{identifier}/report.pdf").status_code == 404


def test_what_could_not_be_read_is_said(client: Any) -> None:
    read = Reader(client.get(f"/d/{added(client, SLIP + ' ' + chr(0xE001) + chr(0xE002), 'a.txt')}").text)
    assert any(tag == "p" and "unread" in str(attrs.get("class")) for tag, attrs in read.tags)
