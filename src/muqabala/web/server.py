"""Starting the server: the options checked, the sockets bound, what is printed."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from muqabala.errors import ConfigError
from muqabala.web.app import create_app
from muqabala.web.options import MIB, Options, is_loopback

if sys.platform != "win32":
    import resource

HEAD_SECONDS = 20.0
"""Seconds in which a client must have said what it wants."""
CONNECTIONS = 2_000
"""Requests at work at once; more are refused with 503."""


class _Impatient(HttpToolsProtocol):
    """Closes a connection whose request does not begin in time; after that the application keeps the time."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401
        super().connection_made(transport)
        self._limit = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def on_headers_complete(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._limit is not None:
            self._limit.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def options_of(host: str, port: int, library: Path | None, workers: int | None, max_mb: int, token: str | None) -> Options:
    """The options that a server is started with.

    Raises:
        ConfigError: it would serve other machines without asking for a token.
    """
    if not is_loopback(host) and not token:
        raise ConfigError(f"{host}: a server for other machines needs a token: set MUQABALA_TOKEN to a secret of your own, 16 characters or more")
    if token is not None and len(token) < 16:
        raise ConfigError("MUQABALA_TOKEN: too short to be a secret; take 16 characters or more")
    given: dict[str, Any] = {"host": host, "port": port, "token": token, "max_body": max_mb * MIB}
    given |= {"library": library} if library is not None else {}
    given |= {"workers": workers} if workers is not None else {}
    return Options(**given)


def serve(options: Options, tell: Callable[[str], object]) -> None:
    """Serve until interrupted; the address is told when it can be opened.

    Raises:
        ConfigError: the address cannot be used.
    """
    _allow_many_connections()
    app = create_app(options)
    config = uvicorn.Config(
        app, host=options.host, port=options.port, http=_Impatient, ws="none", log_level="warning", access_log=False, server_header=False,
        limit_concurrency=CONNECTIONS, timeout_keep_alive=10, proxy_headers=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    server = uvicorn.Server(config)
    try:
        socket = config.bind_socket()
    except (OSError, SystemExit) as error:
        raise ConfigError(f"{options.host}:{options.port}: cannot listen there; choose another --port, or 0 for any free one") from error
    name = f"[{options.host}]" if ":" in options.host else options.host
    tell(f"Muqabala: http://{name}:{socket.getsockname()[1]}/  (Ctrl+C ends it; the library: {options.library})")
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[socket])


def _allow_many_connections() -> None:
    """Let this process open as many files as the system allows it: a connection is one."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 65_536)) if hard != resource.RLIM_INFINITY else 65_536, hard))
