"""Pictures of the reader's pages for the documentation, taken in Chromium from a server of its own.

python scripts/screenshots.py docs/img
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

EXAMPLES = Path(__file__).parent.parent / "examples"


def add(tab: Any, address: str, name: str) -> str:  # noqa: ANN401
    """Bring an example into the library and check it; returns its id."""
    text = (EXAMPLES / f"{name}.txt").read_text("utf-8")
    files = {"files": {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}}
    document = str(tab.request.post(f"{address}/api/documents", multipart=files).json()[0]["id"])
    tab.request.post(f"{address}/api/documents/{document}/check")
    return document


def take(address: str, folder: Path) -> None:
    """All pictures."""
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        wide = chromium.new_context(viewport={"width": 1360, "height": 860}, locale="ar")
        tab = wide.new_page()
        ids = [add(tab, address, name) for name in ("khutba", "khabar", "muhadara", "maqala")]
        tab.goto(f"{address}/d/{ids[3]}#d1q1")
        tab.wait_for_selector("#panel.open")
        tab.wait_for_timeout(300)
        tab.screenshot(path=folder / "reader.png")
        tab.goto(f"{address}/")
        tab.screenshot(path=folder / "library.png")
        tab.goto(f"{address}/synopsis?d={ids[1]}&d={ids[3]}&d={ids[2]}", timeout=120_000)
        tab.screenshot(path=folder / "reader-synopsis.png")
        tab.goto(f"{address}/canon?q=إنما الأعمال")
        tab.screenshot(path=folder / "canon.png")
        phone = chromium.new_context(viewport={"width": 390, "height": 780}, device_scale_factor=2, color_scheme="dark", locale="ar")
        tab = phone.new_page()
        tab.goto(f"{address}/d/{ids[3]}")
        tab.locator("mark .f").first.click()
        tab.wait_for_selector("#panel.open")
        tab.wait_for_timeout(300)
        tab.screenshot(path=folder / "reader-phone.png")
        chromium.close()


def main() -> None:
    """Start a server, take the pictures, end it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "muqabala", "serve", "--port", "0", "--library", f"{folder}/library.sqlite"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as server:
            found = re.search(r"http://\S+?(?=/\s)", server.stdout.readline() if server.stdout else "")
            try:
                if found is not None:
                    take(found[0], Path(sys.argv[1]))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
