"""The command line: what it reads, what it writes, its exit codes, and that no error is a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from muqabala.canon import books
from muqabala.canon.work import Work
from muqabala.formats.plain import PIECE
from muqabala.text.marks import bare

SRC = Path(__file__).parent.parent / "src"
RIGHT = "قال تعالى: «إنما المؤمنون إخوة» (الحجرات: 10).\n"
WRONG = "قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾.\n"
Run = Callable[..., subprocess.CompletedProcess[str]]


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
        ("works = []\n", "works"),
        ('[[canon]]\nname = "quran"\npath = "a.txt"\n', "quran"),
        ('[[canon]]\nname = "a,b"\npath = "a.txt"\n', "comma"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_named(run: Run, tmp_path: Path, content: str, named: str) -> None:
    put(tmp_path, "muqabala.toml", content)
    done = run("check", put(tmp_path, "a.txt", RIGHT))
    assert (done.returncode, named in done.stderr) == (3, True)


def test_a_mark_of_the_order_of_bytes_before_the_configuration_is_no_error(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "muqabala.toml", '\ufefffail_on = "never"\n')
    assert run("check", put(tmp_path, "a.txt", WRONG)).returncode == 0


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


@pytest.mark.parametrize(("fmt", "place"), [("text", "diwan 3"), ("markdown", "verbatim: diwan 3 |")])
def test_a_passage_of_an_own_work_is_no_sura_and_of_no_count(run: Run, tmp_path: Path, fmt: str, place: str) -> None:
    own(tmp_path, "diwan.txt", f"بيت قصير في أول الديوان\n\n{LINE}\n")
    said = run("check", put(tmp_path, "a.txt", f"وأنشد الشاعر: {LINE}."), "--format", fmt, "--lang", "en").stdout
    assert place in said
    assert "عمران" not in said
    assert "(own)" not in said
    assert not re.search(r"(?m)^(-| +) *$", said), "no line of an edition that asks for no credit"


def test_a_passage_of_an_own_work_that_is_numbered_as_verses_are_is_no_verse(run: Run, tmp_path: Path) -> None:
    own(tmp_path, "diwan.jsonl", json.dumps({"ref": "2:3", "text": LINE}, ensure_ascii=False))
    for fmt in ("text", "markdown", "html"):
        said = run("check", put(tmp_path, "a.txt", f"وأنشد الشاعر: {LINE}."), "--format", fmt, "--lang", "en").stdout
        assert "diwan 2:3" in said
        assert "البقرة" not in said
        assert "Index of verses" not in said


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


def test_blanks_between_works_are_none_and_no_work_is_an_error(run: Run, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", RIGHT)
    assert report(run("check", path, "--works", " quran, bukhari", "--format", "json"))["canon"][-1]["work"] == "bukhari"
    for command in (("check", path), ("takhrij", "كلام")):
        for works in ("", ",", "bukhari,"):
            done = run(*command, "--works", works, "--lang", "en")
            assert (done.returncode, "unknown work «»" in done.stderr) == (3, True)


def test_takhrij_lists_places_with_their_count(run: Run) -> None:
    done = run("takhrij", "يسروا ولا تعسروا وبشروا ولا تنفروا", "--lang", "ar", "--limit", "3")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert "صحيح البخاري ٦٩ (فتح الباري)" in done.stdout.splitlines()[0]


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
