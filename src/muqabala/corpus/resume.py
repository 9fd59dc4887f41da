"""The folder of a scan that is not finished: what is being done there, by one process at a time.

`OUT.part` holds a manifest, the part files of finished units, and at the end the tables until they are whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from muqabala.corpus.folder import check_free, place_of
from muqabala.errors import InputError
from muqabala.writing import write_atomically

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

Manifest = Mapping[str, Any]


def part_of(out: Path) -> Path:
    """Where a scan is kept until it is whole.

    Raises:
        InputError: OUT is a folder that nothing can take the place of.
    """
    place = place_of(out)
    return place.with_name(f"{place.name}.part")


class WorkFolder:
    """A scan's folder, locked. Make it with `work_folder`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = part_of(out)
        self.manifest = self.folder / "manifest.json"
        self.units = self.folder / "units"
        self.tables = self.folder / "tables"

    @property
    def ended(self) -> bool:
        """Whether the tables already stand where they belong."""
        return self.out.is_dir() and any(self.out.iterdir())

    def fresh_tables(self) -> Path:
        """An empty folder for the tables."""
        shutil.rmtree(self.tables, ignore_errors=True)
        self.tables.mkdir()
        return self.tables

    def finish(self) -> None:
        """Give the tables their place, if they have it not yet, and remove the rest."""
        if not self.ended:
            with suppress(FileNotFoundError):
                self.out.rmdir()
            self.tables.rename(self.out)
        self.remove()

    def remove(self) -> None:
        """Remove what is being done, and leave the tables that stand where they belong."""
        shutil.rmtree(self.units, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)  # the manifest after all it tells of: cut off here, the same command ends it

    def check_new(self) -> None:
        """Stop where the folder holds what no scan has begun.

        Raises:
            InputError: it does.
        """
        names = {path.name for path in self.folder.iterdir()} if self.folder.is_dir() else set()
        strange = {name for name in names if name not in ("units", "lock") and not name.startswith(f".{self.manifest.name}.")}
        if strange or any(self.units.glob("*")):
            raise InputError(f"{self.folder}: is there already, and no scan was begun in it; name another folder with -o")


@contextmanager
def work_folder(out: Path, manifest: Manifest) -> Iterator[WorkFolder]:
    """The folder of a scan, begun now or before.

    Raises:
        InputError: OUT is there already and no scan is under way, another process is at it, what was begun is something else, or the folder
            cannot be written to.
    """
    work = WorkFolder(place_of(out))
    if not work.manifest.exists():
        check_free(work.out)
        work.check_new()
    try:
        work.units.mkdir(parents=True, exist_ok=True)
        with _locked(work.folder):
            _agree(work, manifest)
            for left in (*work.units.glob("*.tries"), *(p for p in work.units.iterdir() if p.suffix[1:].isdigit())):
                left.unlink()
            yield work
    except OSError as error:
        raise InputError(f"{work.folder}: cannot be written ({error.strerror or error}); what is done is kept, the same command goes on") from error


def _agree(work: WorkFolder, manifest: Manifest) -> None:
    """Stop where something else was begun; write down what begins now."""
    if not work.manifest.exists():
        write_atomically(work.manifest, json.dumps(manifest, ensure_ascii=False, indent=1))
        return
    try:
        before = json.loads(work.manifest.read_text("utf-8"))
    except ValueError:
        before = {}
    differing = [f"{name}: {before.get(name)} then, {value} now" for name, value in manifest.items() if before.get(name) != value]
    if differing:
        raise InputError(
            f"{work.folder}: another scan was begun here ({'; '.join(differing)}); "
            "give its command to go on with it, or delete the folder to begin again"
        )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(f"{folder}: a scan is at work here; wait for it, or stop it") from None
    else:
        yield
    finally:
        os.close(descriptor)
