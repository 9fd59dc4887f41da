"""The hook for publishers' repositories does what pre-commit asks of one."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parent.parent
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
WRONG = "قال تعالى: ﴿لئن شكرتم لأزيدنكم ولئن جحدتم إن عذابي لشديد﴾.\n"


def test_its_fields_are_those_of_a_hook() -> None:
    assert {"id", "name", "entry", "language", "files"} <= set(HOOK)
    assert HOOK["require_serial"] is True
    chosen = [name for name in ("a.txt", "b/c.md", "d.docx", "e.srt", "f.py", "g.txt.gz") if re.search(HOOK["files"], name)]
    assert chosen == ["a.txt", "b/c.md", "d.docx", "e.srt"]
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert shlex.split(HOOK["entry"])[0] in scripts


@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), (WRONG.replace("جحدتم", "كفرتم"), 0)])
def test_it_stops_a_commit_with_a_finding(tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "a.txt").write_text("لا اقتباس هنا\n", "utf-8")
    (tmp_path / "b.md").write_text(text, "utf-8")
    command = [sys.executable, "-m", *shlex.split(HOOK["entry"]), "a.txt", "b.md"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120, check=False, env=environment)
    assert done.returncode == code, done.stderr
    assert "14:7" in done.stdout
