"""What all routes share: the options, the library, the processes, the canon; and how a page is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from jinja2 import Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from muqabala.formats.messages import Lang
from muqabala.formats.page import FONT, TEMPLATES, Speaker, environment, showable, speaker
from muqabala.web.browse import Canon, sura_names
from muqabala.web.library import Library
from muqabala.web.options import Options
from muqabala.web.pool import Pool

Answer = TypeVar("Answer", bound=Response)
HERE = Path(__file__).parent
LANG_COOKIE, THEME_COOKIE = "muqabala_lang", "muqabala_theme"
THEMES = ("system", "light", "dark")
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def _version() -> str:
    """The version that is installed; «source» where the program runs from its source without being installed."""
    try:
        return metadata.version("muqabala")
    except metadata.PackageNotFoundError:
        return "source"


VERSION = _version()


@dataclass(frozen=True)
class Site:
    """A server's parts."""

    options: Options
    library: Library
    pool: Pool
    canon: Canon


class Asset(NamedTuple):
    """A style, script, font or picture of the server's own."""

    content: bytes
    type: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """All of them by name; a request names one of these, never a path."""
    shared = [*TEMPLATES.glob("*.css"), *TEMPLATES.glob("*.js"), FONT]
    files = [path for path in (*shared, *(HERE / "static").iterdir()) if path.suffix in _TYPES]
    found = {}
    for path in files:
        content = path.read_bytes()
        found[path.name] = Asset(content, _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])
    return found


def asset_path(name: str) -> str:
    """The address of an asset; it changes with its content, so that a browser may keep it for ever."""
    return f"/static/{name}?v={assets()[name].digest}"


def site_of(request: Request) -> Site:
    """The server's parts, for a route."""
    site: Site = request.app.state.site
    return site


def lang_of(request: Request) -> Lang:
    """The language that a reader asked for, now or before, or that the browser prefers; else pages are in Arabic, answers to programs in English."""
    asked = request.query_params.get("lang") or request.cookies.get(LANG_COOKIE)
    if asked in ("ar", "en"):
        return cast(Lang, asked)
    unsaid = "en" if request.url.path.startswith("/api/") else "ar"
    first = request.headers.get("accept-language", unsaid).strip().lower()
    return "en" if first.startswith("en") else "ar"


def theme_of(request: Request) -> str:
    """The colours that a reader chose, now or before; `system` where nothing was chosen."""
    asked = request.query_params.get("theme") or request.cookies.get(THEME_COOKIE)
    return asked if asked in THEMES else "system"


def speaker_of(request: Request) -> Speaker:
    """What speaks to the reader."""
    return speaker(lang_of(request), sura_names())


def template(name: str) -> Template:
    """A template of the server's, or of those that all pages share."""
    return environment(HERE / "templates").get_template(f"{name}.html")


def context(request: Request, **shown: object) -> dict[str, Any]:
    """What every page knows, and what this one shows."""
    say = speaker_of(request)
    other = _with(request, lang="en" if say.lang == "ar" else "ar")
    themes = [(name, _with(request, theme=name)) for name in THEMES]
    site = {"say": say, "layout": "site.html", "asset": asset_path, "here": request.url.path, "other_lang": other}
    return {**site, "themes": themes, "theme": theme_of(request), **shown}


def _with(request: Request, **asked: str) -> str:
    """The address of this page, asked for otherwise."""
    url = request.url.include_query_params(**asked)
    return f"{url.path}?{url.query}"


def page(request: Request, name: str, status: int = 200, **shown: object) -> HTMLResponse:
    """A whole page."""
    return remembering(request, HTMLResponse(showable(template(name).render(context(request, **shown))), status))


def pieces(request: Request, name: str, **shown: object) -> Iterator[str]:
    """A page as it is made, in pieces of some kilobytes: what is slow to make should come last in it."""
    waiting, size = [], 0
    for part in template(name).generate(context(request, **shown)):
        waiting.append(part)
        size += len(part)
        if size > 16_000:
            yield showable("".join(waiting))
            waiting, size = [], 0
    yield showable("".join(waiting))


def remembering(request: Request, response: Answer) -> Answer:
    """Keep the language and the colours that were asked for, so that they need not be asked for again. The colours a script may choose, too."""
    for name, cookie, known in (("lang", LANG_COOKIE, ("ar", "en")), ("theme", THEME_COOKIE, THEMES)):
        if (asked := request.query_params.get(name)) in known:
            response.set_cookie(cookie, str(asked), max_age=31_536_000, httponly=name == "lang", samesite="strict")
    return response
