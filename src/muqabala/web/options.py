"""What a server is started with."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

MIB = 1 << 20


def library_path() -> Path:
    """Where the library lies: `$MUQABALA_LIBRARY`, or a file in the user's data directory."""
    return Path(os.environ.get("MUQABALA_LIBRARY") or Path(platformdirs.user_data_dir("muqabala")) / "library.sqlite")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.")


@dataclass(frozen=True)
class Options:
    """How a server behaves; the defaults are those of the command line."""

    host: str = "127.0.0.1"
    port: int = 8765
    library: Path = field(default_factory=library_path)
    token: str | None = None
    """What a client must show; None asks for nothing, which only a server of this machine's own may do."""
    workers: int = max(2, min(8, os.cpu_count() or 2))
    """Processes that check texts. One of them is kept for short texts."""
    max_body: int = 32 * MIB
    """Bytes that a request may bring."""
    body_seconds: float = 60.0
    """Seconds in which a request must have arrived."""
    job_seconds: float = 600.0
    """Seconds that the checking of one text, or one collation, may take."""
    max_waiting: int = 512
    """Texts that may wait for a free process; more are refused."""
