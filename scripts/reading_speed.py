"""How the reading page of a long document behaves in Chromium: when its first text is there, how it scrolls, what memory its tab takes.

    python scripts/reading_speed.py http://127.0.0.1:8765 --megabytes 1 --findings 1000

The document is made from the examples: their prose, and announced verses at equal distances. It is deleted afterwards. Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import time
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

EXAMPLES = Path(__file__).parent.parent / "examples"
VERSES = ("إن الله مع الصالحين", "وإذ يمكر بك الذين كفروا ليثبتوك أو يقتلوك", "يا أيها الذين آمنوا كتب عليكم الصيام")
"""Announced in turn; the first of them has a slip."""
SCROLL = """async (seconds) => {
  const times = [], long = [], end = performance.now() + 1000 * seconds;
  new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ["longtask"] });
  for (let last = performance.now(); last < end;) {
    scrollBy(0, 120);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  return { frames_per_second: times.length / seconds, median_ms: times[times.length >> 1], p95_ms: times[Math.floor(times.length * 0.95)],
           worst_ms: times.at(-1), long_tasks: long.length };
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def lines(size: int, findings: int) -> Iterator[str]:
    """Lines of a text of `size` bytes in which verses are announced `findings` times."""
    prose = [line for path in sorted(EXAMPLES.glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    plain = cycle([line for line in prose if line.strip() and not re.search("[﴿«]", line)])
    verses, told, written = cycle(VERSES), count(1), 0
    due = next(told)
    while written < size:
        line = next(plain)
        if written >= size * due / (findings + 1):
            line, due = f"قال تعالى: ﴿{next(verses)}﴾، وهذا بيان.", next(told)
        written += len(line.encode()) + 1
        yield line


def tab_memory(tab: Any, context: Any) -> dict[str, float]:  # noqa: ANN401
    """Megabytes of the tab: what its process holds for itself alone, and its scripts."""
    session = context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    own = 0.0
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and "type=renderer" in (process / "cmdline").read_text(errors="replace"):
            row = re.search(r"Anonymous:\s+(\d+)", (process / "smaps_rollup").read_text())
            own = max(own, int(row[1]) / 1000 if row else 0)
    return {"tab_mb": round(own, 1), "scripts_mb": round(metrics["JSHeapUsedSize"] / 1e6, 1), "nodes": metrics["Nodes"]}


def measure(address: str, text: str) -> dict[str, Any]:
    """What a reader of the text would wait for, before and after it has been checked."""
    found: dict[str, Any] = {"bytes": len(text.encode())}
    with sync_playwright() as p:
        chromium = p.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="ar", base_url=address)
        files = {"files": {"name": "book.txt", "mimeType": "text/plain", "buffer": text.encode()}}
        document = context.request.post("/api/documents", multipart=files).json()[0]["id"]
        tab = context.new_page()
        begun = time.perf_counter()
        tab.goto(f"/d/{document}", wait_until="commit")
        tab.wait_for_selector("mark .f", state="attached", timeout=300_000)
        found["first_finding_s"] = round(time.perf_counter() - begun, 2)
        found["first_text_unchecked_s"] = round(tab.evaluate(PAINT) / 1000, 2)
        tab.wait_for_selector(".checking", state="hidden", timeout=600_000)
        found["checked_s"] = round(time.perf_counter() - begun, 2)
        tab.close()
        tab = context.new_page()
        tab.goto(f"/d/{document}")
        found["first_text_s"] = round(tab.evaluate(PAINT) / 1000, 2)
        found["findings"] = tab.locator("mark .f").count()
        found["scrolling"] = {name: round(value, 1) for name, value in tab.evaluate(SCROLL, 5).items()}
        found |= tab_memory(tab, context)
        context.request.delete(f"/api/documents/{document}")
        chromium.close()
    return found


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--findings", type=int, default=1000)
    asked = parser.parse_args()
    print(json.dumps(measure(asked.address, "\n".join(lines(int(asked.megabytes * 1e6), asked.findings)))))


if __name__ == "__main__":
    main()
