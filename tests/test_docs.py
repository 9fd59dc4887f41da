"""Every example in README.md and docs/ is run.

```python blocks are executed, those with >>> as doctests, in one namespace a page. ```console blocks are sessions: each
`$ muqabala …` line is run in a copy of examples/, must exit with the code that the page states (`# exit 1` at the line's end,
or 0), and must print every line that the page shows under it, in order; `...` stands for anything. A block
after an HTML comment `<!-- file: NAME -->` is written to that file first, so that a later session can use it. A page with
`<!-- needs: NAME -->` is left out where that package is missing.
"""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(r"(?ms)(?:<!-- file: (?P<file>\S+) -->\s*\n)?^(?P<fence>`{3,})(?P<language>[a-z]*)[^\n]*\n(?P<body>.*?)^(?P=fence)\s*$")
_EXIT = re.compile(r"\s+# exit (\d+)\s*$")


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    body: str
    file: str | None
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [Block(m["language"], m["body"], m["file"], text.count("\n", 0, m.start()) + 1) for m in _FENCE.finditer(text)]


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


def sessions(body: str) -> list[tuple[str, int, list[str]]]:
    """Commands of a console block with their exit codes and the lines shown; lines that end with a backslash go on."""
    found: list[tuple[str, int, list[str]]] = []
    for line in re.sub(r"\\\n", " ", body).splitlines():
        if line.startswith("$ "):
            code = _EXIT.search(line)
            found.append((_EXIT.sub("", line[2:]), int(code[1]) if code else 0, []))
        elif found and line.strip():
            found[-1][2].append(line)
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the repository's examples in it."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language == "python" for b in blocks(p))], ids=title)
def test_python_examples(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in re.findall(r"<!-- needs: (\w+) -->", page.read_text("utf-8")):
        pytest.importorskip(package)
        importlib.import_module(f"muqabala.integrations.{package}")  # where the package is installed, its entry point does this
    monkeypatch.chdir(desk)
    names: dict[str, object] = {"__name__": "example"}
    for block in blocks(page):
        if block.file:
            (desk / block.file).write_text(block.body, "utf-8")
        elif block.language == "python" and ">>>" in block.body:
            test = doctest.DocTestParser().get_doctest(block.body, names, title(page), str(page), block.line)
            runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
            output: list[str] = []
            runner.run(test, out=output.append, clear_globs=False)
            names = test.globs
            assert runner.failures == 0, "".join(output)
        elif block.language == "python":
            exec(compile(block.body, f"{page}:{block.line}", "exec"), names)


def in_order(shown: list[str], printed: str) -> str | None:
    """The first shown line that is not printed after the ones before it."""
    at = 0
    for line in shown:
        if line.strip() == "...":
            continue
        pattern = ".*".join(re.escape(part.strip()) for part in line.strip().split("..."))
        found = re.search(pattern, printed[at:])
        if found is None:
            return line
        at += found.end()
    return None


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language == "console" for b in blocks(p))], ids=title)
def test_console_examples(page: Path, desk: Path) -> None:
    for block in blocks(page):
        if block.file:
            (desk / block.file).write_text(block.body, "utf-8")
            continue
        for command, code, shown in sessions(block.body) if block.language == "console" else ():
            words = shlex.split(command)
            if words[0] != "muqabala":
                continue
            done = run(desk, words)
            assert "Traceback" not in done.stderr, done.stderr  # Python, too, exits with 1
            assert done.returncode == code, f"{title(page)}:{block.line} {command}\n{done.stdout}{done.stderr}"
            assert in_order(shown, done.stdout + done.stderr) is None, f"{title(page)}:{block.line} {command}\n{done.stdout}{done.stderr}"


def run(desk: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a muqabala command as a shell would: globs expanded, `> file` obeyed."""
    target = None
    if ">" in words:
        at = words.index(">")
        target, words = desk / words[at + 1], words[:at]
    words = [found for word in words[1:] for found in (sorted(str(p.relative_to(desk)) for p in desk.glob(word)) if "*" in word else [word])]
    environment = {**os.environ, "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "muqabala", *words]
    done = subprocess.run(
        command, cwd=desk, capture_output=True, encoding="utf-8", timeout=120, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    if target is not None:
        target.write_text(done.stdout, "utf-8")
    return done


def test_every_command_and_option_is_in_the_reference() -> None:
    import click

    from muqabala.cli import cli

    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    for name, command in cli.commands.items():
        assert f"## muqabala {name}" in page, name
        section = re.split(r"(?m)^## ", page.split(f"## muqabala {name}", 1)[1])[0]
        options = {o for p in command.params if isinstance(p, click.Option) and not p.hidden for o in p.opts if o.startswith("--")}
        assert {o for o in options if o not in section} == set(), name


def test_every_exit_code_is_in_the_reference() -> None:
    from muqabala import cli

    said = re.findall(r"(\d+) [a-z]", str(cli.__doc__).partition("Exit codes:")[2])
    page = (ROOT / "docs/reference/cli.md").read_text("utf-8").partition("## Exit codes")[2].partition("## ")[0]
    assert re.findall(r"(?m)^\| (\d+) \|", page) == said
    assert len(said) == 7


def test_every_variable_that_is_read_is_in_the_reference() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'"([A-Z_]+)" (?:not )?in os\.environ|os\.environ(?:\.get\(|\.setdefault\(|\[)"([A-Z_]+)"', source))
    page = (ROOT / "docs/reference/config.md").read_text("utf-8")
    assert {one or other for one, other in read if f"`{one or other}`" not in page} == set()
    assert len(read) > 7


def test_the_list_of_layers_is_that_of_the_test() -> None:
    from test_layers import LAYERS

    _, _, page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("holds it to that:")
    packages, _, rest = page.partition(". Of these")
    assert re.findall(r"`(\w+)`", packages) == [layer for layer in LAYERS if "." not in layer]
    assert re.findall(r"(?m)^\| `((?:trace|collate)(?:/\w+)?)` \|", rest) == [
        layer.replace(".", "/") for layer in LAYERS if layer.startswith(("trace", "collate"))
    ]


def test_every_numbering_is_in_the_reference() -> None:
    from muqabala.canon.books import BOOKS

    page = (ROOT / "docs/reference/report.md").read_text("utf-8")
    assert {name for name in ("kufi", "own", *(book.numbering for book in BOOKS)) if f"| `{name}` |" not in page} == set()


def test_every_field_of_the_report_is_in_the_reference() -> None:
    import msgspec

    from muqabala import records

    page = (ROOT / "docs/reference/report.md").read_text("utf-8")
    report = (records.Report, records.Edition, records.Document, records.Isnad, records.Citation, records.HeldBack, records.Place, records.Notice)
    quotation = (records.Quotation, records.Passage, records.Edit, records.Nearest, records.WordPair)
    for kind in (*report, *quotation):
        for field in msgspec.structs.fields(kind):
            assert f"`{field.encode_name}`" in page, f"{kind.__name__}.{field.name}"


def test_pages_link_to_pages_that_exist() -> None:
    links = [(page, target) for page in PAGES for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))]
    ours = [(page, target) for page, target in links if not re.match(r"[a-z]+:", target) and not target.endswith(".png")]
    assert [f"{title(page)}: {target}" for page, target in ours if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert [title(p) for p in PAGES if p.is_relative_to(ROOT / "docs") and str(p.relative_to(ROOT / "docs").as_posix()) not in navigation] == []


@pytest.mark.slow
def test_the_documentation_builds_and_loads_nothing_from_outside(tmp_path: Path) -> None:
    config = ["--config-file", str(ROOT / "mkdocs.yml"), "--site-dir", str(tmp_path / "site")]
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", *config]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False, stdin=subprocess.DEVNULL)
    assert built.returncode == 0, built.stdout + built.stderr
    loads = re.compile(
        r"""<(?:script|img|iframe|source)[^>]*\ssrc=["']?(?:https?:)?//|<link[^>]*rel=["']?(?:stylesheet|preconnect|icon)[^>]*="?(?:https?:)?//"""
    )
    assert [str(p) for p in (tmp_path / "site").rglob("*.html") if loads.search(p.read_text("utf-8"))] == []


def columns_told(page: str, name: str) -> dict[str, str]:
    """The columns of a table of the reference, and their types."""
    section = re.split(r"(?m)^## ", page.split(f"## {name}\n", 1)[1])[0]
    rows = [line.split("|") for line in section.splitlines() if line.startswith("| `")]
    return {column: row[2].strip() for row in rows for column in re.findall(r"`(\w+)`", row[1])}


def type_told(kind: Any, structs: dict[Any, str]) -> str:
    """A type of Arrow as the reference names it."""
    if kind in structs:
        return structs[kind]
    if str(kind).startswith("list<"):
        return f"list<{type_told(kind.value_type, structs)}>"
    return {"float": "float32"}.get(str(kind), str(kind))


def test_every_column_of_the_tables_of_reuse_is_in_the_reference() -> None:
    tables = pytest.importorskip("muqabala.corpus.reuse", reason="the extra `corpus` is not installed", exc_type=ImportError).TABLES
    page = (ROOT / "docs/reference/reuse.md").read_text("utf-8")
    for name, schema in tables.items():
        assert columns_told(page, name) == {field.name: type_told(field.type, {}) for field in schema}, name


def test_every_column_of_the_tables_of_a_scan_is_in_the_reference() -> None:
    tables = pytest.importorskip("muqabala.corpus.schema", reason="the extra `corpus` is not installed", exc_type=ImportError).TABLES
    page = (ROOT / "docs/reference/scan.md").read_text("utf-8")
    found = tables["quotations"]
    structs = {found.field(column).type.value_type: name for column, name in (("passages", "passage"), ("edits", "edit"), ("nearest", "nearest"))}
    for name, fields in (*tables.items(), *((name, kind) for kind, name in structs.items())):
        assert columns_told(page, name) == {field.name: type_told(field.type, structs) for field in fields}, name
