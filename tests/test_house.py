"""The habits of the house: sizes, documentation, the lock, the changelog, the command and the wheel."""

from __future__ import annotations

import ast
import os
import re
import statistics
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "muqabala"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_FILE, MAX_FUNCTION, MAX_MEDIAN = 500, 80, 12
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    yield from (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines without the docstring, decorators left out."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return (function.end_lineno or 0) - function.lineno + 1 - ((first.end_lineno or 0) - first.lineno + 1 if documented else 0)


def public(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and methods; what stands inside a function is not public."""

    def walk(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                yield node
                if isinstance(node, ast.ClassDef):
                    yield from walk(node.body)

    yield from walk(ast.parse(path.read_text("utf-8")).body)


def where(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_file_size(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_FILE


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_function_size(path: Path) -> None:
    assert {f.name: length(f) for f in functions(path) if length(f) > MAX_FUNCTION} == {}


def test_functions_are_short_in_the_middle() -> None:
    assert statistics.median(length(f) for path in MODULES for f in functions(path)) <= MAX_MEDIAN


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_functions_are_annotated(path: Path) -> None:
    bad = []
    for f in functions(path):
        arguments = [*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs, *filter(None, (f.args.vararg, f.args.kwarg))]
        missing = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
        if missing or f.returns is None:
            bad.append(f"{f.name}: {', '.join(missing) or 'return'}")
    assert bad == []


@pytest.mark.parametrize("path", MODULES, ids=where)
def test_what_is_public_is_documented(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert [node.name for node in public(path) if not ast.get_docstring(node)] == []


def test_the_public_names_are_exact() -> None:
    import muqabala

    assert sorted(muqabala.__all__) == list(muqabala.__all__)
    assert all(getattr(muqabala, name).__doc__ for name in muqabala.__all__)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-spark.lock"])
def test_the_lock_has_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--find-links|index-url|file:|@ ", lock)
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n", "", lock).strip())
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert all("==" in entry.splitlines()[0] for entry in entries)


def test_the_lock_holds_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    wanted = PROJECT["dependencies"] + tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["dev"]
    wanted += [line for extra in ("hadith", "web") for line in PROJECT["optional-dependencies"][extra]]
    names = {re.split(r"[<>=!~ ]", line, maxsplit=1)[0].lower() for line in wanted}
    assert {n for n in names if not re.search(rf"(?m)^{re.escape(n)}==", lock)} == set()


def test_users_may_check_their_types_by_ours() -> None:
    assert (PACKAGE / "py.typed").exists()


def test_texts_are_pinned_exactly_and_as_the_loader_names_them() -> None:
    from muqabala.canon import books, sources

    packages = {s.package for s in (*sources.QURAN_SOURCES, sources.BACKGROUND, books.PAIR)}
    assert packages <= set(PROJECT["dependencies"])
    assert sorted({s.package for s in books.NINE.values()}) == PROJECT["optional-dependencies"][books.EXTRA]


def test_every_source_is_credited() -> None:
    from muqabala.canon import books, sources

    notice = (ROOT / "NOTICE").read_text("utf-8")
    for source in (*sources.QURAN_SOURCES, sources.BACKGROUND, books.PAIR, *books.NINE.values()):
        assert source.package in notice
        assert source.sha256 in notice


def test_changelog_and_version_agree() -> None:
    found = re.search(r"(?m)^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert found is not None
    assert found[1] == PROJECT["version"]


def test_the_package_says_its_version() -> None:
    assert metadata.version("muqabala") == PROJECT["version"]


def texts_of_the_house() -> list[Path]:
    names = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "NOTICE", "Makefile", "mkdocs.yml", "pyproject.toml")
    return [*(ROOT / name for name in names), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", texts_of_the_house(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_machine_paths(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|work|root|tmp|Users)/", path.read_text("utf-8"))


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    words = [str(part) for part in command]
    return subprocess.run(
        words, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **environment}, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize(
    "arguments",
    [
        "--help",
        "--version",
        "check --help",
        "find --help",
        "takhrij --help",
        "canon --help",
        "profile --help",
        "schema --help",
        "schema",
        "schema collation",
        "collate --help",
        "serve --help",
        "reuse --help",
        "scan --help",
        "doctor --help",
        "mcp --help",
    ],
)
def test_the_command_helps(arguments: str) -> None:
    found = run(sys.executable, "-m", "muqabala", *arguments.split())
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip()
    assert found.stderr == ""


@pytest.mark.slow
def test_the_wheel_installs_and_works(tmp_path: Path) -> None:
    """Alone in a fresh environment; the libraries are lent from this one."""
    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, ROOT)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert "muqabala/py.typed" in packed.namelist()
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    installed = run(python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel, PIP_FIND_LINKS="", PIP_DISABLE_PIP_VERSION_CHECK="1")
    assert installed.returncode == 0, installed.stderr
    lent = {"PYTHONPATH": sysconfig.get_path("purelib"), "MUQABALA_CACHE": str(tmp_path / "cache")}
    helped = run(python.with_name("muqabala"), "--help", **lent)
    assert helped.returncode == 0, helped.stderr
    assert "check" in helped.stdout
    probe = "import muqabala, pathlib, sys; sys.exit(pathlib.Path(sys.prefix) not in pathlib.Path(muqabala.__file__).parents)"
    assert run(python, "-c", probe, **lent).returncode == 0
    (tmp_path / "a.txt").write_text("قال تعالى: ﴿إِنَّ اللَّهَ مَعَ الصَّابِرِينَ﴾", "utf-8")
    for form in ("text", "json", "html"):
        checked = run(python.with_name("muqabala"), "check", tmp_path / "a.txt", "--format", form, **lent)
        assert checked.returncode == 0, checked.stdout + checked.stderr
