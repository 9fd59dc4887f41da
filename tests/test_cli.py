"""The command line: what it reads, what it writes, its exit codes, and that no error is a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muqabala.canon import books, store
from muqabala.canon.work import Work
from muqabala.formats.plain import PIECE
from muqabala.text.marks import bare

SRC = Path(__file__).parent.parent / "src"
RIGHT = "قال تعالى: «إنما المؤمنون إخوة» (الحجرات: 10).\n"
WRONG = "قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾.\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, quran: Work) -> Path:
    """A folder for indexes in which those of the Qur'an and of hadith are built already, where they could be."""
    folder = tmp_path_factory.mktemp("cache")
    store.load_hadith()
    for built in (store.quran_path(), store.hadith_path()):
        if built.exists():
            (folder / built.name).symlink_to(built)
    if not store.quran_path().exists():
        store.write(quran, folder / store.quran_path().name)
    return folder


@pytest.fixture
def run(tmp_path: Path, cache: Path) -> Run:
    """Runs `muqabala` in a new folder."""

    def start(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "muqabala", *map(str, arguments)],
            input=stdin, capture_output=True, cwd=tmp_path, timeout=120, check=False,
            env={**os.environ, "PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8", "MUQABALA_CACHE": str(cache), **environment},
        )  # fmt: skip
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in out + err
        assert "please report it" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return start


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def quotations(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    return [[q["verdict"] for q in d["quotations"]] for d in report(done)["documents"]]


@pytest.mark.parametrize(
    "content",
    [b"", b" \n\n", "\u064e\u064f\u0651".encode() * 50, b"\xef\xbb\xbf", b"abc 123", b"\r"],
    ids=["empty", "blank", "marks only", "byte order mark", "latin", "one line end"],
)
def test_nothing_to_find(run: Run, tmp_path: Path, content: bytes) -> None:
    done = run("check", put(tmp_path, "a.txt", content), "--format", "json")
    assert (done.returncode, quotations(done), done.stderr) == (0, [[]], "")


def test_right_text_exits_with_0(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT), "--format", "json")
    assert (done.returncode, quotations(done)) == (0, [["verbatim"]])


def test_altered_verse_exits_with_1(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", WRONG), "--format", "json")
    assert (done.returncode, quotations(done)) == (1, [["altered"]])


@pytest.mark.parametrize(
    "arguments", [(), ("check",), ("check", "a.txt", "--format", "pdf"), ("check", "a.txt", "--accept"), ("no-such-command",), ("find",)]
)
def test_wrong_usage_exits_with_2(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    put(tmp_path, "a.txt", RIGHT)
    assert run(*arguments).returncode == 2


def test_missing_file_is_named_and_the_others_are_checked(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT), tmp_path / "none.txt", put(tmp_path, "b.txt", WRONG), "--format", "json")
    assert (done.returncode, quotations(done)) == (3, [["verbatim"], ["altered"]])
    assert "none.txt" in done.stderr


def test_directory_is_no_file(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path, "--format", "json")
    assert (done.returncode, str(tmp_path) in done.stderr) == (3, True)


def test_binary_file_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.bin", bytes(range(256)) * 20), "--format", "json")
    assert (done.returncode, "binary" in done.stderr) == (3, True)


def test_byte_that_is_no_utf8_is_named(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", b"plain words \xff and more"), "--format", "json")
    assert (done.returncode, "byte 12 (0xff)" in done.stderr) == (3, True)


def test_byte_far_inside_a_file_is_named(run: Run, tmp_path: Path) -> None:
    before = (RIGHT.encode() + b"." * 1_000) * (PIECE // 1_000)
    done = run("check", put(tmp_path, "a.txt", before + b"\xd9"), "--format", "json")
    assert (done.returncode, f"byte {len(before)} " in done.stderr) == (3, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_encoding_is_recognised(run: Run, tmp_path: Path, encoding: str) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT.encode(encoding)), "--format", "json")
    assert (done.returncode, quotations(done)) == (0, [["verbatim"]])


def test_encoding_can_be_named_and_an_unknown_one_is_refused(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", RIGHT.replace("«", "").replace("»", "").encode("iso8859_6"))
    assert quotations(run("check", path, "--format", "json", "--encoding", "iso8859_6")) == [["verbatim"]]
    done = run("check", path, "--encoding", "no-such")
    assert (done.returncode, "no-such" in done.stderr) == (3, True)


@pytest.mark.parametrize("encoding", ["hex", "rot13", "undefined"])
def test_codec_that_is_no_text_encoding_is_refused(run: Run, tmp_path: Path, encoding: str) -> None:
    assert run("check", put(tmp_path, "a.txt", RIGHT), "--encoding", encoding).returncode in (0, 3)


def test_one_long_line(run: Run, tmp_path: Path, quran: Work) -> None:
    text = ("خرج التاجر من بيته قبل طلوع الفجر " * 8_000)[:200_000] + " ".join(quran.plain[100:130])
    done = run("check", put(tmp_path, "a.txt", text), "--format", "json")
    assert done.returncode == 0
    assert report(done)["documents"][0]["length"] == len(text)
    assert quotations(done) == [["verbatim"]]


def test_standard_input(run: Run) -> None:
    done = run("check", "-", "--format", "json", stdin=WRONG.encode())
    assert (done.returncode, report(done)["documents"][0]["id"], quotations(done)) == (1, "stdin", [["altered"]])


def test_colliding_names_get_ids_of_their_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    done = run("check", put(tmp_path, "a.txt", RIGHT), put(tmp_path / "x", "a.txt", RIGHT), put(tmp_path, "a.md", RIGHT), "--format", "json")
    assert len({d["id"] for d in report(done)["documents"]}) == 3


def test_id_made_for_a_collision_collides_with_nothing(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT), put(tmp_path, "a.md", RIGHT), put(tmp_path, "a-2.txt", RIGHT), "--format", "json")
    assert len({d["id"] for d in report(done)["documents"]}) == 3


@pytest.mark.parametrize("fmt", ["text", "html"])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_report_for_readers_names_the_verse(run: Run, tmp_path: Path, fmt: str, lang: str) -> None:
    done = run("check", put(tmp_path, "a.txt", WRONG), "--format", fmt, "--lang", lang)
    assert done.returncode == 1
    assert "جحدتم" in done.stdout
    assert ("إبراهيم" in done.stdout) or ("14:7" in done.stdout)


def test_json_follows_its_schema(run: Run, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("schema").stdout)
    own = "قال تعالى: ﴿اعقل ناقتك ثم سر في الطريق﴾ (البقرة: 3) إنا لله وإنا إليه راجعون"
    done = run("check", put(tmp_path, "a.txt", RIGHT + WRONG + own), "--format", "json", "--all")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(report(done))


def test_report_has_the_fields_of_the_design(run: Run, tmp_path: Path) -> None:
    whole = report(run("check", put(tmp_path, "a.txt", RIGHT), "--format", "json"))
    assert {"schema", "canon", "documents"} <= set(whole)
    assert whole["schema"] == "muqabala.report/1"
    assert {"id", "path", "length", "quotations", "isnads", "citations"} <= set(whole["documents"][0])
    wanted = "id kind start end text verdict passages edits correction passage_text nearest flags cue confidence"
    assert set(wanted.split()) <= set(whole["documents"][0]["quotations"][0])
    assert {"start", "end", "text", "quotation", "claimed", "verdict", "note"} <= set(whole["documents"][0]["citations"][0])


def test_output_appears_whole_and_alone(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", WRONG), "--format", "json", "-o", "out.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["documents"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "out.json"]


def test_output_folder_that_is_missing_is_named(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", WRONG), "-o", "none/out.txt")
    assert (done.returncode, "none" in done.stderr) == (3, True)


def test_baseline_takes_findings_and_shows_them_no_more(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", WRONG)
    first = run("check", path, "--format", "json", "--baseline", "accepted.json", "--accept")
    again = run("check", path, "--format", "json", "--baseline", "accepted.json")
    assert (first.returncode, quotations(first)) == (1, [["altered"]])
    assert (again.returncode, quotations(again)) == (0, [[]])
    put(tmp_path, "a.txt", WRONG + WRONG.replace("شكرتم", "حمدتم"))
    assert run("check", path, "--baseline", "accepted.json").returncode == 1


def test_accepting_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", WRONG)
    run("check", path, "--baseline", "accepted.json", "--accept")
    before = (tmp_path / "accepted.json").read_text("utf-8")
    run("check", path, "--baseline", "accepted.json", "--accept")
    assert (tmp_path / "accepted.json").read_text("utf-8") == before


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"schema": "other/1", "accepted": []}', '{"schema": "muqabala.baseline/1", "accepted": [1]}', "\x00"]
)
def test_file_that_is_no_baseline_is_named(run: Run, tmp_path: Path, content: str) -> None:
    put(tmp_path, "accepted.json", content)
    done = run("check", put(tmp_path, "a.txt", RIGHT), "--baseline", "accepted.json")
    assert (done.returncode, "accepted.json" in done.stderr) == (3, True)


def test_fail_on_never_exits_with_0(run: Run, tmp_path: Path) -> None:
    assert run("check", put(tmp_path, "a.txt", WRONG), "--fail-on", "never").returncode == 0


def test_configuration_beside_the_text_is_read(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "muqabala.toml", 'fail_on = "never"\n')
    (tmp_path / "deep").mkdir()
    assert run("check", put(tmp_path / "deep", "a.txt", WRONG)).returncode == 0
    assert run("check", tmp_path / "deep" / "a.txt", "--fail-on", "meaning").returncode == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("fail = 1\n", "fail"),
        ('fail_on = "often"\n', "fail_on"),
        ("works = 3\n", "works"),
        ("works = [\n", "muqabala.toml"),
        ('works = ["torah"]\n', "torah"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_named(run: Run, tmp_path: Path, content: str, named: str) -> None:
    put(tmp_path, "muqabala.toml", content)
    done = run("check", put(tmp_path, "a.txt", RIGHT))
    assert (done.returncode, named in done.stderr) == (3, True)


def own(folder: Path, name: str, content: str) -> None:
    put(folder, name, content)
    put(folder, "muqabala.toml", f'works = ["quran", "diwan"]\n[[canon]]\nname = "diwan"\npath = "{name}"\n')


LINE = "سرينا وضوء الفجر يكشف دربنا وعدنا وفي الأكمام عطر البنفسج"


@pytest.mark.parametrize(
    ("name", "content", "ref"),
    [
        ("diwan.txt", f"بيت قصير في أول الديوان\n\n{LINE}\n", "3"),
        ("diwan.jsonl", json.dumps({"ref": "ب٧", "text": LINE}, ensure_ascii=False), "ب٧"),
        ("diwan.txt", f"\ufeff{LINE}", "1"),
    ],
)
def test_own_work_is_traced(run: Run, tmp_path: Path, name: str, content: str, ref: str) -> None:
    own(tmp_path, name, content)
    done = run("check", put(tmp_path, "a.txt", f"وأنشد الشاعر: {LINE}.\n\n{RIGHT}"), "--format", "json")
    places = {p["work"]: p["ref"] for d in report(done)["documents"] for q in d["quotations"] for p in q["passages"]}
    assert places == {"diwan": ref, "quran": "49:10"}


def test_own_work_says_nothing_of_what_another_work_has(run: Run, tmp_path: Path) -> None:
    own(tmp_path, "diwan.txt", LINE)
    done = run("check", put(tmp_path, "a.txt", RIGHT), "--format", "json")
    assert (done.returncode, quotations(done), len(report(done)["documents"][0]["citations"])) == (0, [["verbatim"]], 1)


@pytest.mark.parametrize(
    ("name", "content"), [("d.txt", ""), ("d.txt", "abc\n123"), ("d.jsonl", "{}"), ("d.jsonl", "[1]"), ("d.jsonl", '{"text": 1'), ("d.jsonl", "3")]
)
def test_own_work_that_cannot_be_used_is_named(run: Run, tmp_path: Path, name: str, content: str) -> None:
    own(tmp_path, name, content)
    done = run("check", put(tmp_path, "a.txt", RIGHT))
    assert (done.returncode, name in done.stderr) == (3, True)


def test_find_names_the_verse(run: Run) -> None:
    done = run("find", "لا اكراه في الدين", "--limit", "1", "--lang", "en")
    assert (done.returncode, "2:256" in done.stdout, len(done.stdout.splitlines())) == (0, True, 1)


@pytest.mark.parametrize("words", ["", "abc", "ء"])
def test_find_nothing_exits_with_1(run: Run, words: str) -> None:
    assert run("find", words).returncode == 1


TOLD = "عن أبي هريرة رضي الله عنه عن النبي صلى الله عليه وسلم قال: «يسروا ولا تعسروا وبشروا ولا تنفروا» رواه البخاري (69).\n"
LOST = "وفي الحديث: «حب الوطن من الإيمان».\n"


def kinds(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    return [(q["kind"], q["verdict"]) for d in report(done)["documents"] for q in d["quotations"]]


def test_verses_and_hadith_are_traced_by_default(run: Run, tmp_path: Path) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT + TOLD + LOST), "--format", "json")
    assert (done.returncode, kinds(done)) == (1, [("ayah", "verbatim"), ("matn", "verbatim"), ("matn", "unsourced")])
    found = report(done)["documents"][0]
    assert found["quotations"][1]["passages"][0] == {"work": "bukhari", "ref": "69", "numbering": "fath"}
    assert [c["verdict"] for c in found["citations"]] == ["right", "right"]
    assert [i["quotation"] for i in found["isnads"]] == [found["quotations"][1]["id"]]


@pytest.mark.parametrize(
    ("works", "found"),
    [("quran", [("ayah", "verbatim")]), ("bukhari", [("matn", "verbatim")]), ("quran,muslim,bukhari", [("ayah", "verbatim"), ("matn", "verbatim")])],
)
def test_works_can_be_chosen(run: Run, tmp_path: Path, works: str, found: list[tuple[str, str]]) -> None:
    done = run("check", put(tmp_path, "a.txt", RIGHT + TOLD), "--format", "json", "--works", works)
    assert (done.returncode, kinds(done)) == (0, found)
    places = {p["work"] for d in report(done)["documents"] for q in d["quotations"] for p in q["passages"]}
    assert ("bukhari" in places) == ("bukhari" in works)


def test_the_quran_alone_needs_no_books_of_hadith(run: Run, tmp_path: Path, cache: Path) -> None:
    light = tmp_path / "cache"
    light.mkdir()
    for built in cache.glob("quran*"):
        (light / built.name).symlink_to(built.resolve())
    done = run("check", put(tmp_path, "a.txt", RIGHT), "--works", "quran", MUQABALA_CACHE=str(light))
    assert (done.returncode, [p.name for p in light.iterdir() if p.name.startswith("hadith")]) == (0, [])


@pytest.mark.parametrize("command", [("check", "a.txt"), ("takhrij", "كلام")])
def test_unknown_work_is_named(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    put(tmp_path, "a.txt", RIGHT)
    done = run(*command, "--works", "torah")
    assert (done.returncode, "torah" in done.stderr, "bukhari" in done.stderr) == (3, True, True)


def test_takhrij_lists_places_with_their_count(run: Run) -> None:
    done = run("takhrij", "يسروا ولا تعسروا وبشروا ولا تنفروا", "--lang", "ar", "--limit", "3")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert "صحيح البخاري 69 (فتح الباري)" in done.stdout.splitlines()[0]


@pytest.mark.skipif(len(books.installed()) == 2, reason="the extra `hadith` is not installed")
def test_takhrij_looks_into_chosen_books_only(run: Run) -> None:
    done = run("takhrij", "يسروا ولا تعسروا وبشروا ولا تنفروا", "--works", "ahmad", "--lang", "en")
    assert done.returncode == 0
    assert all("Ahmad" in line for line in done.stdout.splitlines())


@pytest.mark.parametrize("words", ["", "abc", "حب الوطن من الإيمان"])
def test_takhrij_of_what_is_not_found_exits_with_1(run: Run, words: str) -> None:
    assert run("takhrij", words).returncode == 1


def test_canon_names_editions_checksums_and_licences(run: Run, quran: Work) -> None:
    done = run("canon")
    assert done.returncode == 0
    assert all(edition["sha256"] in done.stdout and edition["credit"] in done.stdout for edition in quran.editions)
    assert "tanzil.net" in done.stdout
    assert "book ahmad" in done.stdout or len(books.installed()) == 2


def test_closed_output_is_no_error(tmp_path: Path, quran: Work) -> None:
    path = put(tmp_path, "a.txt", (f"قال تعالى: {' '.join(bare(w) for w in quran.words[:400])}\n") * 30)
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    command = [sys.executable, "-m", "muqabala", "check", str(path), "--format", "json"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


SUBTITLES = "1\n00:00:01,000 --> 00:00:04,000\nقال تعالى: ﴿إنما المؤمنين\n\n2\n00:00:04,500 --> 00:00:06,000\nإخوة فأصلحوا بين أخويكم﴾\n"


def test_a_word_document_comes_back_under_another_name(run: Run, tmp_path: Path) -> None:
    from word_files import document, paragraph, parts_of

    book = put(tmp_path, "book.docx", document(paragraph(WRONG.strip())))
    before = book.read_bytes()
    done = run("check", book, "-o", tmp_path / "checked.docx", "--works", "quran", "--track", "--lang", "ar")
    assert done.returncode == 1
    parts = parts_of((tmp_path / "checked.docx").read_bytes())
    assert "اللفظ مخالف" in parts["word/comments.xml"].decode()
    assert "Tanzil" in parts["word/comments.xml"].decode()
    assert b"<w:ins " in parts["word/document.xml"]
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a.srt", "-o", "b.docx"], 3),
        (["a.srt", "--format", "docx"], 2),
        (["a.srt", "a.srt", "-o", "b.srt"], 2),
        (["a.srt", "-o", "a.srt"], 2),
        (["a.jsonl", "--format", "corrected"], 3),
    ],
)
def test_a_file_is_not_written_where_it_makes_no_sense(run: Run, tmp_path: Path, arguments: list[str], code: int) -> None:
    put(tmp_path, "a.srt", SUBTITLES)
    put(tmp_path, "a.jsonl", '{"text": "x"}\n')
    assert run("check", *arguments, "--works", "quran").returncode == code
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["a.jsonl", "a.srt"]
    assert (tmp_path / "a.srt").read_text("utf-8") == SUBTITLES


ROWS = (
    '{"id": 1, "text": "قال تعالى: إنما المؤمنون إخوة"}',
    '{"text": ',
    "",
    '{"id": 2, "body": "نص"}',
    '{"id": 3, "text": "قال تعالى: إنما المؤمنين إخوة فأصلحوا بين أخويكم", "tags": ["أ"]}',
    "[1]",
)


def test_bad_lines_are_named_and_the_others_checked(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", "\n".join(ROWS))
    done = run("check", path, "--works", "quran", "--format", "json")
    assert (done.returncode, quotations(done)) == (3, [["verbatim", "altered"]])
    assert [line.split(": ")[2] for line in done.stderr.splitlines()] == ["line 2", "line 4", "line 6"]
    assert [notice["place"]["line"] for notice in report(done)["documents"][0]["notices"]] == [2, 4, 6]
    done = run("check", path, "--works", "quran", "--lang", "en")
    told = [line for line in done.stdout.splitlines() if "lines, not read (1)" in line]
    assert all(why in line for why, line in zip(("not JSON", "no text in a field", "not an object"), told, strict=True))
    put(tmp_path, "b.jsonl", ROWS[1] + "\n[1]")
    done = run("check", "b.jsonl", path, "--works", "quran", "--format", "json")
    assert (done.returncode, quotations(done), "b.jsonl: line 1: " in done.stderr) == (3, [["verbatim", "altered"]], True)
    put(tmp_path, "c.jsonl", "[1]\n" * 50 + ROWS[0])
    assert len(run("check", "c.jsonl", "--works", "quran").stderr.splitlines()) == 21


def test_rows_in_and_rows_out(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", "\n".join(ROWS))
    done = run("check", path, "-o", "b.jsonl", "--works", "quran")
    out = [json.loads(line) for line in (tmp_path / "b.jsonl").read_text("utf-8").splitlines()]
    found = [row.pop("muqabala", None) for row in out]
    assert (done.returncode, out) == (3, [json.loads(ROWS[n]) for n in (0, 3, 4)])
    assert [found and [(q["id"], q["verdict"], q["place"]["line"]) for q in found["quotations"]] for found in found] == [
        [("q1", "verbatim", 1)], None, [("q1", "altered", 5)],
    ]  # fmt: skip
    piped = run("check", "-", "--format", "jsonl", "--works", "quran", stdin=(ROWS[0] + "\n" + ROWS[4]).encode())
    assert (piped.returncode, len(piped.stdout.splitlines())) == (1, 2)
    assert run("check", path, path, "--format", "jsonl").returncode == 2
    assert run("check", put(tmp_path, "a.txt", "نص"), "--format", "jsonl").returncode == 3


def test_subtitles_are_put_right_with_their_times(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.srt", SUBTITLES)
    for done in (run("check", path, "--format", "srt", "--works", "quran"), run("check", "-", "--format", "srt", stdin=SUBTITLES.encode())):
        assert done.returncode == 1
        assert done.stdout == SUBTITLES.replace("المؤمنين", "المؤمنون")


def test_a_finding_in_a_document_says_where_it_stands(run: Run, tmp_path: Path) -> None:
    report = json.loads(run("check", put(tmp_path, "a", SUBTITLES), "--format", "json", "--works", "quran").stdout)
    (quotation,) = report["documents"][0]["quotations"]
    start, end = SUBTITLES.index("إنما"), SUBTITLES.index("﴾")
    assert quotation["place"] == {"line": 3, "cues": [1, 2], "times": [1.0, 6.0], "start": start, "end": end}
    plain = json.loads(run("check", put(tmp_path, "b.txt", WRONG), "--format", "json", "--works", "quran").stdout)
    assert plain["documents"][0]["quotations"][0]["place"] is None
    assert plain["documents"][0]["notices"] == []


def test_the_output_never_takes_the_place_of_the_input(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "page.html"
    text.write_text("<p>قال تعالى: ﴿قل هو الله أحد﴾</p>", encoding="utf-8")
    for arguments in (["check", str(text), "-o", str(text)], ["collate", str(text), str(text), "-o", str(text)]):
        assert run(*arguments).returncode == 2
        assert text.read_text(encoding="utf-8").startswith("<p>")


def test_what_cannot_be_read_leaves_the_output_as_it_was(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "book.docx", b"PK\x03\x04 damaged")
    put(tmp_path, "done.docx", b"good")
    done = run("check", "book.docx", "-o", "done.docx")
    assert done.returncode == 3
    assert "written to" not in done.stderr
    assert (tmp_path / "done.docx").read_bytes() == b"good"


def test_words_set_in_another_spelling_keep_what_parts_them_in_markup(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "page.html", "<p>قال تعالى: ﴿الرحمن على <b>العرش </b>استوى﴾ [طه: 5]</p>")
    assert run("check", "page.html", "--works", "quran", "--format", "corrected", "--spelling", "modern", "-o", "new.html").returncode == 0
    assert " </b>" in (tmp_path / "new.html").read_text("utf-8")
