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
from collections.abc import Callable, Mapping
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
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
    "cache-control": "no-store",
}
_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
Refuse = Callable[[Request, int, str], Response]
"""Makes the answer to a request that is refused, from a status and the key of a message."""


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
        exchange = _Exchange(scope, receive, send, self)
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is not None:
            await exchange.refuse(*refusal)
            return
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except _Refused:
            await exchange.refuse(*exchange.refusal)

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


class _Refused(Exception):
    """A request brings more than it may, or comes too slowly."""


class _Exchange:
    """One request and its answer: measures what comes in, puts the headers on what goes out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, guard: Guard) -> None:
        self.scope, self.guard = scope, guard
        self._receive, self._send = receive, send
        self.loop = asyncio.get_running_loop()
        self.deadline = self.loop.time() + guard.options.body_seconds
        self.size, self.complete, self.answered = 0, False, False
        self.refusal = (0, "")
        """Status and message, where the request turned out to be refused while it was read."""

    async def receive(self) -> Message:
        """The next part of the request.

        Raises:
            _Refused: it brings too much, or does not come.
        """
        if self.complete:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self.deadline):
                message = await self._receive()
        except TimeoutError as error:
            self.refusal = (408, "s.slow")
            raise _Refused from error
        self.size += len(message.get("body", b""))
        self.complete = message["type"] != "http.request" or not message.get("more_body", False)
        if self.size > self.guard.options.max_body:
            self.refusal = (413, "s.large")
            raise _Refused
        return message

    async def send(self, message: Message) -> None:
        """A part of the answer; what the application says of a request that was refused under its hands is not sent."""
        if self.refusal[0]:
            raise _Refused
        if message["type"] == "http.response.start":
            self.answered = True
            _put_headers(message["headers"])
        await self._send(message)

    async def refuse(self, status: int, key: str) -> None:
        """Send the refusal, unless an answer has begun; the rest of the request is not read."""
        if self.answered:
            return
        response = self.guard.refuse(Request(self.scope), status, key)
        _put_headers(response.raw_headers)
        if self.scope["method"] not in SAFE:
            response.headers["connection"] = "close"
        await response(self.scope, self._receive, self._send)


def _put_headers(headers: list[tuple[bytes, bytes]]) -> None:
    """Add those that every answer carries and this one has not said otherwise."""
    said = {name for name, _ in headers}
    headers.extend(pair for pair in _HEADERS if pair[0] not in said)


@lru_cache(maxsize=64)
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
