"""Load on a server: texts of some kilobytes over many connections, sent by wrk, and what the server does with them.

    python scripts/load.py http://127.0.0.1:8765 --seconds 60 --pid PID

Prints requests per second, the times that answers took, and, where the server's process is named, its memory before and after and the
processor time that a request cost. Every text is another one: made from the examples, from another place each time. wrk must be installed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXTS = 20_000
"""Texts that are made; after the last comes the first again."""
WARM_UP = 5
"""Seconds that are not measured."""
SCRIPT = r"""
local bodies, at = {}, 0
for body in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = body end
wrk.method, wrk.headers["Content-Type"] = "POST", "application/json"
request = function()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("told %d %d %d %d %d %d %d\n", summary.requests, e.status + e.connect + e.read + e.write + e.timeout, summary.duration,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
"""
"""What wrk does: the bodies one after another; times are microseconds."""


def texts(size: int, folder: Path) -> Iterator[str]:
    """Texts of about `size` bytes of UTF-8, each from another place of the texts in a folder."""
    whole = " ".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))) * 2
    letters = size * len(whole) // len(whole.encode())
    half = len(whole) // 2
    for number in itertools.count():
        at = number * 7919 % half
        yield f"{number} {whole[at : at + letters]}"


def family(pid: int) -> list[int]:
    """A process and those that it started, as Linux tells them."""
    parents = {int(p.name): int(p.joinpath("stat").read_text().rpartition(")")[2].split()[1]) for p in Path("/proc").iterdir() if p.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def memory(pid: int) -> float:
    """Megabytes that a server's processes hold, what they share counted once."""
    rows = (Path(f"/proc/{p}/smaps_rollup").read_text() for p in family(pid))
    return sum(int(line.split()[1]) for row in rows for line in row.splitlines() if line.startswith("Pss:")) / 1000


def spent(pid: int) -> float:
    """Seconds of processor time that a server's processes have used."""
    ticks = sum(sum(map(int, Path(f"/proc/{p}/stat").read_text().rpartition(")")[2].split()[11:13])) for p in family(pid))
    return ticks / os.sysconf("SC_CLK_TCK")


def load(address: str, connections: int, seconds: int, folder: Path) -> dict[str, float]:
    """Ask for some seconds over some connections; what wrk tells."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(folder / "load.lua"), f"{address}/api/check"]
    done = subprocess.run(command, env={**os.environ, "BODIES": str(folder / "bodies")}, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("told ")), None)
    if line is None:
        sys.exit(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    requests, failed, duration, *times = map(int, line.split()[1:])
    told = {"requests": requests, "failed": failed, "per_second": round(requests / duration * 1e6, 1)}
    return told | {f"{name}_ms": round(time / 1000, 1) for name, time in zip(("p50", "p90", "p99", "max"), times, strict=True)}


def main() -> None:
    """Run, and print a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--bytes", type=int, default=2048)
    parser.add_argument("--texts", type=Path, default=EXAMPLES)
    parser.add_argument("--pid", type=int)
    asked = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed; systems bring it as a package of that name")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "load.lua").write_text(SCRIPT, "utf-8")
        with (folder / "bodies").open("w", encoding="utf-8") as file:
            for text in itertools.islice(texts(asked.bytes, asked.texts), TEXTS):
                file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
        load(asked.address, asked.connections, WARM_UP, folder)
        before = (memory(asked.pid), spent(asked.pid)) if asked.pid else None
        told = load(asked.address, asked.connections, asked.seconds, folder)
    if before:
        told |= {"memory_mb_before": round(before[0]), "memory_mb_after": round(memory(asked.pid))}
        told["cpu_ms_each"] = round(1000 * (spent(asked.pid) - before[1]) / told["requests"], 2)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
