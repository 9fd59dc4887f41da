"""What stands before every route: who may ask, from where, how much and how slowly; and the headers that every answer carries.

- A name in the `Host` header that is not this server's is refused, so that a foreign site cannot reach a server of this machine by letting its own
  name point here (DNS rebinding). A server that asks for a token need not care: such a site does not know it.
- What changes something must come from a page of this server (`Origin`, `Sec-Fetch-Site`), or from a client that is no browser.
- A request that brings too much, or brings it too slowly, is refused before it is read to its end.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muqabala.web.options import Options, is_loopback

COOKIE = "muqabala_token"
OPEN = ("/token", "/static/", "/api/health")
"""Paths that are answered without a token."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
Refuse = Callable[[Request, int, str], Response]
"""Makes the answer to a request that is refused, from a status and the key of a message."""


class _TooLarge(Exception):
    """A request brought more than it may."""


class _TooLate(Exception):
    """A request did not arrive in time."""


def cookie_of(token: str) -> str:
    """What a browser keeps of a token; the token itself cannot be read from it."""
    return hashlib.sha256(f"muqabala {token}".encode()).hexdigest()


class Guard:
    """Lets through what may pass."""

    def __init__(self, app: ASGIApp, options: Options, refuse: Refuse) -> None:
        self.app, self.options, self.refuse = app, options, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse, one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                kept = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    kept.setdefault(name, value)
                kept.setdefault("cache-control", "no-store")
            await send(message)

        async def no(status: int, key: str) -> None:
            response = self.refuse(Request(scope), status, key)
            if headers.get("content-length") or headers.get("transfer-encoding"):
                response.headers["connection"] = "close"
            await response(scope, receive, sending)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await no(*refusal)
            return
        try:
            await self.app(scope, self._measured(receive), sending)
        except (_TooLarge, _TooLate) as error:
            if not started:
                await no(413 if isinstance(error, _TooLarge) else 408, "s.large" if isinstance(error, _TooLarge) else "s.slow")

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Why a request is refused before it is read: a status, and the key of a message."""
        if not self._is_our_name(headers.get("host", "")):
            return 421, "s.host"
        if scope["method"] not in SAFE and not _is_from_here(headers):
            return 403, "s.origin"
        if not self._may(scope["path"], headers):
            return 401, "s.unknown"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.options.max_body:
            return 413, "s.large"
        return None

    def _is_our_name(self, host: str) -> bool:
        name = _name_in(host)
        if self.options.token is not None or name == self.options.host:
            return True
        return is_loopback(name)

    def _may(self, path: str, headers: Headers) -> bool:
        token = self.options.token
        if token is None or any(path == way or (way.endswith("/") and path.startswith(way)) for way in OPEN):
            return True
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(shown.strip().encode(), token.encode()):
            return True
        return hmac.compare_digest(_cookies(headers).get(COOKIE, "").encode(), cookie_of(token).encode())

    def _measured(self, receive: Receive) -> Receive:
        """The same source, ending with an error where it brings too much or comes too slowly."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.options.body_seconds
        size, complete = 0, False

        async def receiving() -> Message:
            nonlocal size, complete
            if complete:
                return await receive()
            message = await _until(receive(), deadline - loop.time())
            size += len(message.get("body", b""))
            complete = message["type"] != "http.request" or not message.get("more_body", False)
            if size > self.options.max_body:
                raise _TooLarge
            return message

        return receiving


async def _until(coming: Awaitable[Message], seconds: float) -> Message:
    try:
        return await asyncio.wait_for(coming, max(seconds, 0.001))
    except TimeoutError as error:
        raise _TooLate from error


def _name_in(host: str) -> str:
    """The name or address in a `Host` header, without its port.

    >>> [_name_in(host) for host in ("localhost:8765", "[::1]:80", "10.0.0.1")]
    ['localhost', '::1', '10.0.0.1']
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host.rpartition(":")[0] if ":" in host else host


def _is_from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a page of this server, or from no page."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:  # a browser says so itself, and no page can say otherwise
        return site in ("same-origin", "none")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
