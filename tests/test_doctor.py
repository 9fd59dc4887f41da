"""What `muqabala doctor` says of an installation, whole and hurt."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from muqabala import cli
from muqabala.canon import sources, store
from muqabala.integrations import doctor

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def names(lines: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ ]", line, maxsplit=1)[0] for line in lines}


def test_it_knows_the_libraries_and_the_extras() -> None:
    texts = {source.package.partition("==")[0] for source in (*sources.QURAN_SOURCES, sources.BACKGROUND)}
    assert set(doctor.LIBRARIES) == names(PROJECT["dependencies"]) - texts
    assert {name: set(packages) for name, packages in doctor.EXTRAS.items()} == {n: names(p) for n, p in PROJECT["optional-dependencies"].items()}


def test_both_formats_say_the_same() -> None:
    command = [sys.executable, "-m", "muqabala", "doctor", "--format"]
    text, data = (
        subprocess.run([*command, form], capture_output=True, encoding="utf-8", timeout=120, check=True).stdout for form in ("text", "json")
    )
    health = json.loads(data)
    assert health["healthy"]
    assert {t["state"] for t in health["texts"]} == {"right"}
    assert {s.sha256 for s in (*sources.QURAN_SOURCES, sources.BACKGROUND)} <= {t["sha256"] for t in health["texts"]}
    for told in (health["python"], health["cache"]["path"], *(t["sha256"] for t in health["texts"]), *health["libraries"]):
        assert told in text
    assert str(ROOT) not in text
    assert health["cache"]["path"] == str(store.cache_dir())
    assert sys.prefix not in text.replace(health["cache"]["path"], "")


def test_a_changed_text_is_named_and_not_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    changed = sources.Source("simple", "quran-text==0.1.0", "quran_text_data", "hafs.json", "0" * 64, "An edition", "", "")
    absent = sources.Source("simple", "no-such-text==1", "no_such_text", "a", "1" * 64, "Another", "", "")
    monkeypatch.setattr(sources, "QURAN_SOURCES", (changed, absent))
    health = doctor.examine()
    assert [t.state for t in health.texts[:2]] == ["damaged", "missing"]
    assert not health.healthy
    with pytest.raises(SystemExit) as stop:
        cli.cli(["doctor"])
    assert stop.value.code == 3
    said = capsys.readouterr().out
    assert "damaged  An edition" in said
    assert said.splitlines()[-1].startswith("not well")


def test_a_cache_that_is_not_there_or_hurt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MUQABALA_CACHE", str(tmp_path / "none" / "yet"))
    cache = doctor.examine().cache
    assert (cache.files, cache.bytes, cache.writable) == (0, 0, True)
    assert [index.state for index in cache.indexes] == ["missing", "missing"]
    assert not (tmp_path / "none").exists()
    monkeypatch.setenv("MUQABALA_CACHE", str(tmp_path))
    store.quran_path().write_bytes(b"no index")
    store.hadith_path().write_bytes(b"")
    health = doctor.examine()
    assert [index.state for index in health.cache.indexes] == ["damaged", "damaged"]
    assert health.healthy  # they are built again at first use
    a_file = tmp_path / "file"
    a_file.write_text("")
    monkeypatch.setenv("MUQABALA_CACHE", str(a_file))
    health = doctor.examine()
    assert not health.cache.writable
    assert [*doctor.lines_of(health)][-1].startswith("warning: each command builds its indexes anew (quran, hadith)")
    assert health.healthy


def test_whole_indexes_in_a_cache_that_cannot_be_written_to_are_well(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("MUQABALA_CACHE", str(cache))
    monkeypatch.setattr(doctor, "_writable", lambda _: False)
    health = doctor.examine()
    assert health.warning is None
    assert [*doctor.lines_of(health)][-1] == "all is well"


def test_an_extra_that_is_missing_is_no_illness(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "EXTRAS", {"thing": ("no-such-package",)})
    health = doctor.examine()
    assert [(e.name, e.present, e.packages) for e in health.extras] == [("thing", False, {"no-such-package": None})]
    assert health.healthy
    assert "missing  thing: no-such-package missing" in "\n".join(doctor.lines_of(health))
