"""Pictures of the reader's pages for the documentation, taken in Chromium from a server of its own.

python scripts/screenshots.py docs/img
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
_FILE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", re.DOTALL)
"""A file that a page of the documentation shows."""


def add(tab: Any, address: str, name: str) -> str:  # noqa: ANN401
    """Bring an example into the library and check it; returns its id."""
    text = (ROOT / f"examples/{name}.txt").read_text("utf-8")
    files = {"files": {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}}
    document = str(tab.request.post(f"{address}/api/documents", multipart=files).json()[0]["id"])
    tab.request.post(f"{address}/api/documents/{document}/check")
    return document


def muqabala(*arguments: str | Path) -> None:
    """Run the command line."""
    subprocess.run([sys.executable, "-m", "muqabala", *map(str, arguments), "--lang", "ar"], check=False)


def take(address: str, work: Path, folder: Path) -> None:
    """All pictures of README.md and docs/."""
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 1360, "height": 860}, locale="ar")
        tab.goto(f"{address}/d/{add(tab, address, 'maqala')}")
        show(tab, "d1q1", folder / "reader.png")
        muqabala("check", "examples/khutba.txt", "--format", "html", "-o", work / "report.html")
        tab.goto((work / "report.html").as_uri())
        show(tab, "d1q2", folder / "report.png")
        for name, text in _FILE.findall((ROOT / "docs/how-to/collate.md").read_text("utf-8")):
            (work / name).write_text(text, "utf-8")
        muqabala("collate", work / "one.txt", work / "two.txt", "--format", "html", "-o", work / "synopsis.html")
        tab.set_viewport_size({"width": 1180, "height": 1080})
        tab.goto((work / "synopsis.html").as_uri())
        tab.locator("[data-unfold]").click()
        tab.mouse.move(10, 10)
        tab.screenshot(path=folder / "synopsis.png")
        chromium.close()


def show(tab: Any, finding: str, path: Path) -> None:  # noqa: ANN401
    """The page with a finding in the panel."""
    tab.locator(f"mark [data-f={finding}]").first.click()
    tab.wait_for_selector("#panel.open")
    tab.mouse.move(10, 10)
    tab.wait_for_timeout(500)
    tab.screenshot(path=path)


def main() -> None:
    """Start a server, take the pictures, end it."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("out", type=Path, help="the folder for the pictures: docs/img")
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "muqabala", "serve", "--port", "0", "--library", f"{folder}/library.sqlite"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
            found = re.search(r"http://\S+?(?=/\s)", server.stdout.readline() if server.stdout else "")
            try:
                if found is not None:
                    take(found[0], Path(folder), out)
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
