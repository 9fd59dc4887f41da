"""Load on a server: texts of some kilobytes over many connections, and what it does with them.

    python scripts/load.py http://127.0.0.1:8765 --seconds 60 --pid PID

Prints requests per second, the times that answers took, and, where the server's process is named, its memory before and after and the
processor time that a request cost. Every text is another one: made from the examples, from another place each time.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

EXAMPLES = Path(__file__).parent.parent / "examples"


def texts(size: int, folder: Path) -> Iterator[str]:
    """Texts of about `size` bytes of UTF-8, each from another place of the texts in a folder."""
    whole = " ".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))) * 2
    letters = size * len(whole) // len(whole.encode())
    half = len(whole) // 2
    for number in itertools.count():
        at = number * 7919 % half
        yield f"{number} {whole[at : at + letters]}"


class Run:
    """What a run has measured so far."""

    def __init__(self, end: float) -> None:
        self.end = end
        self.times: list[float] = []
        self.failed = 0


async def client(run: Run, host: str, port: int, path: str, bodies: Iterator[str]) -> None:
    """One connection, one request after the other."""
    reader, writer = await asyncio.open_connection(host, port)
    head = f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\nContent-Length: "
    while time.perf_counter() < run.end:
        body = json.dumps({"text": next(bodies)}, ensure_ascii=False).encode()
        begun = time.perf_counter()
        writer.write(f"{head}{len(body)}\r\n\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().partition(b"content-length:")[2].partition(b"\r")[0])
        await reader.readexactly(length)
        run.times.append(time.perf_counter() - begun)
        run.failed += not answer.startswith(b"HTTP/1.1 200")
    writer.close()


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


async def load(address: str, connections: int, seconds: float, size: int, folder: Path) -> Run:
    """Ask for some time over some connections."""
    parts = urlsplit(address)
    run = Run(time.perf_counter() + seconds)
    bodies = texts(size, folder)
    await asyncio.gather(*(client(run, parts.hostname or "", parts.port or 80, "/api/check", bodies) for _ in range(connections)))
    return run


def main() -> None:
    """Run, and print a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--bytes", type=int, default=2048)
    parser.add_argument("--texts", type=Path, default=EXAMPLES)
    parser.add_argument("--pid", type=int)
    asked = parser.parse_args()
    asyncio.run(load(asked.address, asked.connections, 3, asked.bytes, asked.texts))
    before = (memory(asked.pid), spent(asked.pid)) if asked.pid else None
    run = asyncio.run(load(asked.address, asked.connections, asked.seconds, asked.bytes, asked.texts))
    times = sorted(run.times)
    told = {"requests": len(times), "failed": run.failed, "per_second": round(len(times) / asked.seconds, 1)}
    told |= {f"p{share}_ms": round(1000 * times[int(len(times) * share / 100)], 1) for share in (50, 90, 99)}
    if before:
        told |= {
            "memory_mb": [round(before[0]), round(memory(asked.pid))],
            "cpu_ms_each": round(1000 * (spent(asked.pid) - before[1]) / len(times), 2),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
