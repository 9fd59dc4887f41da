"""The HTTP API and what stands before it: records, streaming, refusals, hostile requests."""

from __future__ import annotations

import io
import json
import re
import socket
import sqlite3
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from muqabala.api import check
from muqabala.records import Collation, Report
from muqabala.text.marks import bare
from serving import served

httpx = pytest.importorskip("httpx")
pytest.importorskip("fastapi")

SLIP = "قال تعالى: ﴿إن الله مع الصالحين﴾ [البقرة: 153]."
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("library") / "library.sqlite"


@pytest.fixture(scope="module")
def client(library: Path) -> Iterator[Any]:
    with served(library, "--max-mb", "8") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def added(client: Any, text: str, name: str = "رسالة.txt") -> str:
    answer = client.post("/api/documents", files={"files": (name, text.encode())})
    assert answer.status_code == 201, answer.text
    return str(answer.json()[0]["id"])


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_report_is_that_of_the_package(client: Any) -> None:
    answer = client.post("/api/check", json={"text": SLIP})
    assert answer.status_code == 200
    assert msgspec.json.decode(answer.content, type=Report) == check(SLIP)


def test_words_and_works_are_chosen(client: Any) -> None:
    report = client.post("/api/check", json={"text": SLIP, "words": True, "works": ["quran"], "name": "x"}).json()
    assert [edition["work"] for edition in report["canon"]] == ["quran"] * len(report["canon"])
    assert report["documents"][0]["id"] == "x"
    assert [w["op"] for w in report["documents"][0]["quotations"][0]["words"]][-1] == "replace"
    refused = client.post("/api/check", json={"text": SLIP, "works": ["torah"]})
    assert refused.status_code == 422
    assert "torah" in refused.json()["message"]


def test_texts_that_come_together_keep_apart(client: Any) -> None:
    texts = [SLIP, "قال تعالى: ﴿الحمد لله رب العالمين﴾", "لا شيء هنا", "قال: ﴿قل هو الله أحد﴾ " * 20] * 8
    answers: dict[int, Any] = {}

    def ask(number: int) -> None:
        answers[number] = client.post("/api/check", json={"text": texts[number]}).json()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, text in enumerate(texts):
        (document,) = answers[number]["documents"]
        assert document["length"] == len(text)
        assert all(text[q["start"] : q["end"]] == q["text"] for q in document["quotations"])
        assert len(document["quotations"]) == text.count("﴿")


def test_a_long_text_comes_as_it_is_found(client: Any) -> None:
    text = (ROOT / "examples/maqala.txt").read_text("utf-8") * 40
    answer = client.post("/api/check/stream", content=text.encode(), headers={"content-type": "text/plain"})
    found = lines(answer)
    assert found[0] == {"item": "progress", "record": {"read": 0}}
    assert found[-1] == {"item": "end", "record": {"length": len(text)}}
    quotations = [line["record"] for line in found if line["item"] == "quotation"]
    assert len(quotations) == 40 * len(check(text[: len(text) // 40]).documents[0].quotations)
    assert all(text[q["start"] : q["end"]] == q["text"] for q in quotations)
    assert [line["record"] for line in found if line["item"] == "canon"]


def test_canon(client: Any) -> None:
    assert client.get("/api/find", params={"q": "لا اكراه في الدين", "limit": 1}).json()[0]["ref"] == "2:256"
    assert client.get("/api/takhrij", params={"q": "يسروا ولا تعسروا وبشروا ولا تنفروا"}).json()[0]["work"] == "bukhari"
    assert bare(client.get("/api/passages/quran/112:1").json()["text"]) == "قلهواللهأحد"
    counts = [client.get(f"/api/passages/{place}").json()["numbering"] for place in ("quran/112:1", "bukhari/1", "muslim/4528")]
    assert counts == ["kufi", "fath", "darussalam"]
    found = client.get("/api/takhrij", params={"q": "يسروا ولا تعسروا وبشروا ولا تنفروا"}).json()
    assert {(m["work"], m["numbering"]) for m in found} >= {("bukhari", "fath"), ("muslim", "darussalam")}
    assert client.get("/api/find", params={"q": "لا اكراه في الدين", "limit": 1}).json()[0]["numbering"] == "kufi"
    missing = client.get("/api/passages/quran/112:9")
    assert (missing.status_code, missing.json()["status"]) == (404, 404)


def test_accounts(client: Any) -> None:
    texts = {name: (ROOT / f"examples/{name}.txt").read_text("utf-8") for name in ("khabar", "maqala")}
    found = msgspec.json.decode(client.post("/api/collate", json={"accounts": texts}).content, type=Collation)
    assert {account.id for account in found.accounts} == set(texts)
    assert client.post("/api/collate", json={"accounts": {"a": "x"}}).status_code == 422


def test_a_document_from_its_coming_to_its_end(client: Any, library: Path) -> None:
    secret = "كلمة سرية غريبة جدا"
    text = f"{SLIP} {secret}."
    document = added(client, text)
    assert lines(client.post(f"/api/documents/{document}/check"))[-1]["item"] == "end"
    report = client.get(f"/api/documents/{document}").json()
    assert [q["verdict"] for q in report["documents"][0]["quotations"]] == ["altered"]
    assert [c["verdict"] for c in report["documents"][0]["citations"]] == ["right"]
    assert client.get("/api/documents", params={"q": "كَلِمَةٌ سِرِّيَّة"}).json()[0]["id"] == document
    assert {"document": document, "quotation": "q1"} in client.get("/api/passages/quran/2:153").json()["quoted"]
    assert client.put(f"/api/documents/{document}/quotations/q1", json={"accepted": True}).json() == {"accepted": True}
    assert client.get(f"/d/{document}/corrected").text == text.replace("الصالحين", "الصابرين")
    client.post(f"/api/documents/{document}/check")
    assert "الصابرين" in client.get(f"/d/{document}/corrected").text, "accepted corrections outlive another check"
    assert client.delete(f"/api/documents/{document}").status_code == 204
    assert client.get(f"/api/documents/{document}").status_code == 404
    assert client.get("/api/documents", params={"q": secret}).json() == []
    assert client.get("/api/passages/quran/2:153").json()["quoted"] == []
    kept = b"".join(path.read_bytes() for path in library.parent.iterdir())
    assert "سرية".encode() not in kept
    assert "الصالحين".encode() not in kept


def test_two_processes_use_one_library(client: Any, library: Path) -> None:
    with served(library) as address, httpx.Client(base_url=address, timeout=60) as other:
        ids: list[str] = []
        threads = [threading.Thread(target=lambda n=n: ids.append(added((client, other)[n % 2], f"{SLIP} {n}"))) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {entry["id"] for entry in other.get("/api/documents").json()} >= set(ids)
        assert len(set(ids)) == 20
        for n, document in enumerate(ids):
            assert (client, other)[n % 2].delete(f"/api/documents/{document}").status_code == 204
    with sqlite3.connect(library) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "evil.example:8765"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_requests_from_elsewhere_are_refused(client: Any, headers: dict[str, str], status: int) -> None:
    answer = client.post("/api/check", content=b'{"text": "x"}', headers={"content-type": "application/json", **headers})
    assert answer.status_code == status


def test_every_answer_has_the_headers(client: Any) -> None:
    for path in ("/", "/api/health", "/nothing", "/static/site.css", "/canon", "/api/passages/x/y"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_what_is_too_large_is_refused_at_once(client: Any) -> None:
    begun = time.monotonic()
    with socket.create_connection((client.base_url.host, client.base_url.port)) as plug:
        plug.sendall(f"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: {1 << 30}\r\n\r\n".encode())
        assert b" 413 " in plug.recv(4096).split(b"\r\n")[0]
    assert time.monotonic() - begun < 5

    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * (1 << 20)

    for path in ("/api/check/stream", "/api/check"):
        try:
            answer = client.post(path, content=endless(), headers={"content-type": "application/json"})
            assert answer.status_code == 413
        except httpx.TransportError:
            pass  # the server hung up, as it may
    assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize(
    ("content", "type_"),
    [
        (b"{", "application/json"),
        (b'{"text": 5}', "application/json"),
        (b'{"text": "x", "more": 1}', "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"x", "multipart/form-data; boundary=y"),
        (b"", "multipart/form-data"),
    ],
)
def test_what_cannot_be_read_is_said(client: Any, content: bytes, type_: str) -> None:
    for path in ("/api/check", "/api/collate", "/api/documents"):
        answer = client.post(path, content=content, headers={"content-type": type_})
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["message"]


@pytest.mark.parametrize(
    ("path", "arabic", "english"),
    [
        ("/api/passages/quran/112:9", "لا موضع كهذا", "no such passage"),
        ("/api/documents/x", "لا وثيقة «x»", "there is no document «x»"),
        ("/api/find", "حقل لا بد منه", "Field required"),
        ("/api/nothing", "لا شيء", "Not Found"),
    ],
)
def test_errors_are_told_in_the_language_of_the_interface(client: Any, path: str, arabic: str, english: str) -> None:
    asked = [({}, {}, english), ({"accept-language": "ar"}, {}, arabic), ({"accept-language": "en-GB"}, {"lang": "ar"}, arabic)]
    for headers, params, words in asked:
        client.cookies.clear()
        assert words in client.get(path, headers=headers, params=params).json()["message"]


def test_pages_of_errors_are_in_one_language(client: Any) -> None:
    for lang, words in (("ar", "لا موضع كهذا"), ("en", "no such passage")):
        page = client.get("/canon/quran/at/112:9", params={"lang": lang}, headers={"accept": "text/html"})
        assert (page.status_code, words in page.text, f'<p class="problem" lang="{lang}"' in page.text) == (404, True, True)
    client.cookies.clear()


def test_a_file_name_does_not_turn_a_message_around(client: Any) -> None:
    page = client.post("/documents", files={"files": ("b.pdf", b"%PDF-1.7")}, headers={"accept": "text/html"}, params={"lang": "ar"})
    assert '<p class="problem" lang="ar" dir="rtl"><bdi>b.pdf</bdi>: هذا ملف PDF' in page.text
    client.cookies.clear()


def test_what_is_no_form_is_told_what_a_form_is(client: Any) -> None:
    answer = client.post("/api/documents", json={"text": "نص"})
    assert answer.status_code == 422
    assert "multipart/form-data" in answer.json()["message"]
    assert "application/json" in answer.json()["message"]


def test_of_several_files_those_are_kept_that_can_be_read(client: Any) -> None:
    files = [("files", ("أ.txt", SLIP.encode())), ("files", ("ب.pdf", b"%PDF-1.7")), ("files", ("ج.txt", b"")), ("files", ("د.txt", SLIP.encode()))]
    answer = client.post("/api/documents", files=files)
    assert answer.status_code == 207
    assert [entry["name"] for entry in answer.json()["documents"]] == ["أ.txt", "د.txt"]
    assert [(one["name"], one["message"].partition(": ")[0]) for one in answer.json()["unread"]] == [("ب.pdf", "ب.pdf"), ("ج.txt", "ج.txt")]
    refused = client.post("/api/documents", files=files[1:3])
    assert refused.status_code == 422
    assert len(refused.json()["message"].splitlines()) == 2
    page = client.post("/documents", files=files, headers={"accept": "text/html"}, params={"lang": "en"})
    assert page.status_code == 207
    assert "a PDF" in page.text
    rows = '{"text": "قال تعالى: ﴿إنما المؤمنون إخوة﴾"}\n{"text": \n'.encode()
    (entry,) = client.post("/api/documents", files={"files": ("rows.jsonl", rows)}).json()
    (notice,) = client.get(f"/api/documents/{entry['id']}").json()["documents"][0]["notices"]
    assert (notice["kind"], notice["place"]["line"]) == ("line", 2)
    client.cookies.clear()
    assert "أسطر لم تُقرأ" in client.get(f"/d/{entry['id']}").text
    for entry in client.get("/api/documents").json():
        client.delete(f"/api/documents/{entry['id']}")


def test_what_is_no_character_becomes_one(client: Any) -> None:
    for path, content in (("check", b'{"text": "\\ud800 \\u0000 \\ud83d"}'), ("collate", b'{"accounts": {"a": "\\ud800", "\\u0000": "b"}}')):
        answer = client.post(f"/api/{path}", content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "a\x00b.txt", "\u202egpj.txt", "x" * 5000, '"><script>alert(1)</script>.txt', "CON"]
)
def test_names_of_files_are_only_names(client: Any, library: Path, name: str) -> None:
    before = {path.name for path in library.parent.iterdir()}
    boundary = b"b0undary"
    head = b'--%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n' % (boundary, name.replace('"', "%22").encode())
    body = head + SLIP.encode() + b"\r\n--%s--\r\n" % boundary
    answer = client.post("/api/documents", content=body, headers={"content-type": f"multipart/form-data; boundary={boundary.decode()}"})
    if answer.status_code != 201:
        assert answer.status_code in (400, 422)
        return
    (entry,) = answer.json()
    assert not set("/\\\x00\u202e") & set(entry["name"])
    assert len(entry["name"]) <= 120
    page = client.get("/").text
    assert "<script>alert" not in page
    client.delete(f"/api/documents/{entry['id']}")
    assert {path.name for path in library.parent.iterdir()} == before


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/..%2f..%2fpages.py", "/d/../../etc/passwd", "/d/%2e%2e", "/canon/quran/99999", "/canon/x/1"]
)
def test_no_path_leads_to_a_file(client: Any, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


def test_a_client_that_leaves_ends_the_work(client: Any) -> None:
    text = (ROOT / "examples/maqala.txt").read_text("utf-8") * 900
    for _ in range(3):
        with client.stream("POST", "/api/check/stream", content=text.encode()) as answer:
            next(answer.iter_lines())
    begun = time.monotonic()
    assert client.post("/api/check/stream", content=SLIP.encode()).status_code == 200
    assert time.monotonic() - begun < 8, "the processes still read for those who left"


def test_short_texts_do_not_wait_for_books(client: Any) -> None:
    text = (ROOT / "examples/maqala.txt").read_text("utf-8") * 900
    done = threading.Event()

    def read() -> None:
        with client.stream("POST", "/api/check/stream", content=text.encode()) as answer:
            for line in answer.iter_lines():
                if '"item":"end"' in line or done.is_set():
                    return

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.5)
    begun = time.monotonic()
    for _ in range(5):
        assert client.post("/api/check", json={"text": SLIP}).status_code == 200
        assert client.get("/api/health").status_code == 200
    took = time.monotonic() - begun
    done.set()
    reader.join()
    assert took < 5


def test_slow_clients_do_not_stop_others(client: Any) -> None:
    plugs = []
    try:
        for _ in range(300):
            plug = socket.create_connection((client.base_url.host, client.base_url.port))
            plug.sendall(b"POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
            plugs.append(plug)
        assert client.post("/api/check", json={"text": SLIP}).status_code == 200
    finally:
        for plug in plugs:
            plug.close()
    assert client.get("/api/health").status_code == 200


def test_a_token_is_asked_for(tmp_path: Path) -> None:
    token = "geheim-geheim-geheim"
    with served(tmp_path / "l.sqlite", MUQABALA_TOKEN=token) as address, httpx.Client(base_url=address, timeout=30) as guest:
        assert guest.get("/api/documents").status_code == 401
        assert guest.get("/", headers={"accept": "text/html"}).status_code == 401
        assert guest.get("/api/health").status_code == 200
        assert guest.get("/api/documents", headers={"authorization": f"Bearer {token}"}).status_code == 200
        assert guest.get("/api/documents", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert guest.post("/token", data={"token": "wrong"}).status_code == 401
        assert guest.post("/token", data={"token": token}).status_code == 303
        assert guest.get("/api/documents").status_code == 200
        assert token not in str(guest.cookies)


def test_openapi_describes_the_records(client: Any) -> None:
    described = client.get("/api/openapi.json").json()
    assert {"Report", "Quotation", "Collation", "Problem"} <= set(described["components"]["schemas"])
    refs = {part.split('"')[0] for part in json.dumps(described).split('"$ref": "#/components/schemas/')[1:]}
    assert refs <= set(described["components"]["schemas"])


def test_every_route_is_in_the_reference(client: Any) -> None:
    page = (ROOT / "docs/reference/http.md").read_text("utf-8")
    routes = [(method.upper(), path) for path, methods in client.get("/api/openapi.json").json()["paths"].items() for method in methods]
    said = {(m, p.replace("{id}", "{document}").replace("/{q}", "/{quotation}")) for m, p in re.findall(r"`(GET|POST|PUT|DELETE) (/[^`?]*)", page)}
    assert set(routes) == said


@pytest.mark.slow
def test_generated_requests_meet_no_error_of_the_server(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    monkeypatch.chdir(Path("/"))
    schema = schemathesis.openapi.from_url(f"{client.base_url}/api/openapi.json")
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st

    def run(operation: Any) -> None:
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
        @given(data=st.data())
        def one(data: Any) -> None:
            case = data.draw(operation.as_strategy())
            answer = case.call(base_url=str(client.base_url))
            assert answer.status_code < 500, (operation.label, case.as_curl_command(), answer.text)

        one()

    for found in schema.get_all_operations():
        run(found.ok())


def test_a_bomb_in_a_word_document_is_refused(client: Any) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        for _ in range(600):
            part.write(b" " * (1 << 20))
    begun = time.monotonic()
    answer = client.post("/api/documents", files={"files": ("a.docx", data.getvalue())})
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert time.monotonic() - begun < 20


def test_a_connection_that_asks_for_nothing_does_no_harm(client: Any) -> None:
    plugs = [socket.create_connection((client.base_url.host, client.base_url.port)) for _ in range(200)]
    try:
        for plug in plugs[::2]:
            plug.sendall(b"\x16\x03\x01\x00\xffGET / HTTP/9.9\r\n\r\n")
        assert client.get("/api/health").status_code == 200
    finally:
        for plug in plugs:
            plug.close()
