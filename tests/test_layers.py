"""The way of the data: a module imports only from those above it, wherever in the file the import stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src"
PACKAGE = SRC / "muqabala"
LAYERS = (
    "errors",
    "garbage",
    "writing",
    "streams",
    "records",
    "text",
    "canon",
    "trace.written",
    "trace.references",
    "trace.announced",
    "trace.matching",
    "trace.hadith",
    "trace.quran",
    "trace",
    "collate.facts",
    "collate.episodes",
    "collate.copies",
    "collate.conflicts",
    "collate",
    "formats",
    "settings",
    "api",
    "collation",
    "corpus",
    "web",
    "integrations",
    "language",
    "commands",
    "cli",
    "__main__",
)
"""Top to bottom. `muqabala/__init__.py` holds the public names and is no layer: nothing inside the package imports it."""
FACADE = {"__main__", "cli"}
"""These may import the package itself, for its version."""
STORAGE = {"muqabala.canon.store", "muqabala.canon.sources"}
IMPURE_MODULES = {"logging", "time", "random", "secrets", "socket", "subprocess", "tempfile", "sys", "urllib", "http", "datetime", "getpass"}
IMPURE_NAMES = {"open", "print", "input", "exec", "eval", "breakpoint"}
IMPURE_ATTRIBUTES = {"os.environ", "os.getenv", "os.open", "np.random", "numpy.random"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str:
    """The package within a package where that is a layer of its own, else the package."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if ".".join(parts[:2]) in LAYERS else ".".join(parts[:1])


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """All modules of ours that a file imports: at its top, in functions, under TYPE_CHECKING; and the lines."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] == "muqabala")
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *((node.module or "").split(".") if node.module else [])])
            if base.split(".")[0] == "muqabala":
                for alias in node.names:
                    inner = f"{base}.{alias.name}"
                    yield node.lineno, inner if inner in NAMES else base


NAMES = {name_of(path) for path in MODULES}


def test_there_are_modules() -> None:
    assert {"muqabala.records", "muqabala.text.fold", "muqabala.canon.work", "muqabala.trace.quran.pipeline"} <= NAMES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_stands_in_a_layer(path: Path) -> None:
    assert layer_of(name_of(path)) in {"", *LAYERS}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_upwards_only(path: Path) -> None:
    own = layer_of(name_of(path))
    wrong = []
    for line, target in imports(path):
        other = layer_of(target)
        if not own or (not other and own in FACADE):
            continue
        if not other or LAYERS.index(other) > LAYERS.index(own):
            wrong.append(f"{path}:{line} imports {target}")
    assert wrong == []


def test_errors_and_records_import_nothing_of_ours() -> None:
    assert [target for name in ("errors", "records") for _, target in imports(PACKAGE / f"{name}.py")] == []


def test_no_cycles() -> None:
    graph = {name_of(path): {target for _, target in imports(path)} for path in MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail[trail.index(module) :], module])
        if module in done:
            return
        for target in sorted(graph.get(module, ())):
            visit(target, (*trail, module))
        done.add(module)

    for module in sorted(graph):
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_core_is_pure(path: Path) -> None:
    """`records`, `text`, `canon` and `trace` neither read, write, log, wait nor throw dice; canon's storage apart."""
    name = name_of(path)
    if layer_of(name).partition(".")[0] not in {"errors", "records", "text", "canon", "trace", "collate"} or name in STORAGE:
        return
    wrong = [f"{path}:{line} {what}" for line, what in impurities(tree_of(path))]
    assert wrong == []


def impurities(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Imports and calls that reach outside the program."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name.split(".")[0] in IMPURE_MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in IMPURE_MODULES:
            yield node.lineno, str(node.module)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from ((node.lineno, f"os.{alias.name}") for alias in node.names if f"os.{alias.name}" in IMPURE_ATTRIBUTES)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_NAMES:
            yield node.lineno, node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"open", "write_text", "write_bytes"}:
            yield node.lineno, node.func.attr
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and f"{node.value.id}.{node.attr}" in IMPURE_ATTRIBUTES:
            yield node.lineno, f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize(
    "line",
    ["import time", "from random import choice", "open('x')", "print(1)", "os.environ['X']", "from os import environ", "p.write_text('x')"],
)
def test_impurities_are_seen(line: str) -> None:
    assert list(impurities(ast.parse(line)))
