"""The command line on files in other formats: what comes back, where it is written, and what is left as it was."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from test_cli import WRONG, Run, put, quotations, report

SUBTITLES = "1\n00:00:01,000 --> 00:00:04,000\nقال تعالى: ﴿إنما المؤمنين\n\n2\n00:00:04,500 --> 00:00:06,000\nإخوة فأصلحوا بين أخويكم﴾\n"


def test_a_word_document_comes_back_under_another_name(run: Run, tmp_path: Path) -> None:
    from word_files import document, paragraph, parts_of

    book = put(tmp_path, "book.docx", document(paragraph(WRONG.strip())))
    before = book.read_bytes()
    done = run("check", book, "-o", tmp_path / "checked.docx", "--works", "quran", "--track", "--lang", "ar")
    assert done.returncode == 1
    parts = parts_of((tmp_path / "checked.docx").read_bytes())
    assert "لفظ مخالف" in parts["word/comments.xml"].decode()
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


def test_what_is_read_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    book = put(tmp_path / "books", "a.txt", WRONG)
    accepted = tmp_path / "accepted.json"
    assert run("check", book, "--works", "quran", "--baseline", accepted, "--accept", "-o", tmp_path / "r.json").returncode == 1
    before = accepted.read_bytes()
    for arguments in (
        ("reuse", tmp_path / "books", "--format", "json", "-o", book),
        ("reuse", tmp_path / "books" / "*.txt", "--format", "json", "-o", book),
        ("check", book, "--works", "quran", "--baseline", accepted, "-o", accepted),
        ("check", book, "--works", "quran", "--baseline", accepted, "--accept", "-o", tmp_path / "." / "accepted.json"),
        ("check", book, "--works", "quran", "--baseline", tmp_path / "new.json", "--accept", "-o", tmp_path / "new.json"),
    ):
        done = run(*arguments, "--lang", "en")
        assert (done.returncode, "would be replaced" in done.stderr) == (2, True)
    assert (book.read_text("utf-8"), accepted.read_bytes()) == (WRONG, before)
    assert not (tmp_path / "new.json").exists()


def test_a_request_to_end_leaves_what_stood_there_and_nothing_beside_it(tmp_path: Path) -> None:
    kept = put(tmp_path, "report.json", "kept")
    program = """
        import sys, time
        from pathlib import Path
        from muqabala.writing import whole
        with whole(Path(sys.argv[1])) as temporary:
            temporary.write_text("half")
            print("writing", flush=True)
            time.sleep(60)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program), str(kept)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as said:
        assert said.readline() == b"writing\n"
        process.terminate()
    assert process.wait(30) == 128 + signal.SIGTERM
    assert (kept.read_text("utf-8"), list(tmp_path.iterdir())) == ("kept", [kept])


def test_a_full_disk_is_named_with_the_file(tmp_path: Path) -> None:
    from muqabala.writing import whole

    kept = put(tmp_path, "report.json", "kept")
    with pytest.raises(OSError, match="No space left on device") as told, whole(kept):
        raise OSError(28, "No space left on device")
    assert told.value.filename == str(kept)
    assert kept.read_text("utf-8") == "kept"


@pytest.mark.parametrize("form", ["text", "json", "csv", "annotations", "html", "markdown", "tei"])
def test_files_whose_names_are_no_unicode_are_checked(run: Run, tmp_path: Path, form: str) -> None:
    names = [os.fsdecode(os.fsencode(tmp_path) + name) for name in (b"/\xff.txt", b"/\xfe.txt")]
    try:
        for name in names:
            Path(name).write_text("قال تعالى: ﴿إن الله مع الصالحين﴾", "utf-8")
    except OSError:
        pytest.skip("this file system knows no such names")
    done = run("check", *names, "--works", "quran", "--format", form)
    assert done.returncode == 1, done.stderr
    assert ("%EF%BF%BD" if form == "annotations" else "\ufffd") in done.stdout
    if form == "json":
        assert [d["id"] for d in json.loads(done.stdout)["documents"]] == ["\ufffd", "\ufffd-2"]


def test_a_file_whose_name_is_no_unicode_is_written_again(run: Run, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    try:
        Path(name).write_text("قال تعالى: ﴿إن الله مع الصالحين﴾", "utf-8")
    except OSError:
        pytest.skip("this file system knows no such names")
    done = run("check", name, "--works", "quran", "--format", "corrected")
    assert (done.returncode, done.stdout) == (1, "قال تعالى: ﴿إن الله مع الصابرين﴾"), done.stderr


@pytest.mark.parametrize(
    ("command", "closed", "code", "said"),
    [
        ("check clean.txt --works quran", "2>&-", 0, ""),
        ("check clean.txt --works quran", "2>&- >/dev/null", 0, ""),
        ("check clean.txt --works quran -o out.json", "2>&- >&-", 0, ""),
        ("check clean.txt --works quran", ">&-", 3, "standard output is closed"),
        ("check clean.txt --works quran --format json", ">&-", 3, "standard output is closed"),
        ("schema", ">&-", 3, "standard output is closed"),
        ("check clean.txt --works quran -o out.json", "<&- >&-", 0, "written to"),
        ("check - --works quran", "<&-", 3, "standard input is closed"),
        ("check - --works quran", "<&- 2>&-", 3, ""),
    ],
)
def test_closed_streams_are_told_where_they_are_needed(tmp_path: Path, cache: Path, command: str, closed: str, code: int, said: str) -> None:
    put(tmp_path, "clean.txt", "نص لا اقتباس فيه")
    line = f"{shlex.quote(sys.executable)} -m muqabala {command} {closed}"
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "MUQABALA_CACHE": str(cache)}
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, "please report" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr
    assert "out.json" not in command or json.loads((tmp_path / "out.json").read_text("utf-8"))["documents"]


def test_a_baseline_with_a_mark_at_its_head_is_one(run: Run, tmp_path: Path) -> None:
    path, accepted = put(tmp_path, "a.txt", WRONG), tmp_path / "accepted.json"
    assert run("check", path, "--works", "quran", "--baseline", accepted, "--accept").returncode == 1
    accepted.write_text(accepted.read_text("utf-8"), "utf-8-sig")
    assert run("check", path, "--works", "quran", "--baseline", accepted).returncode == 0
    put(tmp_path, "a.txt", WRONG + "\nقال تعالى: ﴿إن الله مع الصالحين﴾")
    assert run("check", path, "--works", "quran", "--baseline", accepted, "--accept").returncode == 1
    assert len(json.loads(accepted.read_text("utf-8"))["accepted"]) == 2


def test_a_baseline_that_cannot_be_written_is_told_before_the_work(run: Run, tmp_path: Path) -> None:
    path, accepted = put(tmp_path, "a.txt", WRONG), tmp_path / "missing" / "accepted.json"
    done = run("check", path, "--works", "quran", "--baseline", accepted, "--accept", "--lang", "en")
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{accepted}: cannot be written (No such file or directory)" in done.stderr
