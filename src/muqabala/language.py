"""The language that the command line speaks: asked for, set in muqabala.toml, or the locale's. What goes wrong is told in it as well."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, cast

import click
from click.core import ParameterSource

from muqabala.formats.complaints import told
from muqabala.formats.messages import Lang, message

_spoken: ContextVar[Lang | None] = ContextVar("lang", default=None)


def lang_option(what: str = "Language of messages; default: from the locale.") -> Callable[[Any], Any]:
    """The option `--lang`, given to a command as the language that is spoken from here on."""
    return click.option("--lang", type=click.Choice(["ar", "en"]), callback=_chosen, is_eager=True, help=what)


def _chosen(_context: click.Context, _option: click.Parameter, asked: str | None) -> Lang:
    return _speak(cast(Lang, asked or of_locale()))


def _speak(lang: Lang) -> Lang:
    _spoken.set(lang)
    return lang


def configured(lang: Lang, wish: Lang | None) -> Lang:
    """The language that the configuration wishes for, unless another one was asked for."""
    asked = click.get_current_context().get_parameter_source("lang") is not ParameterSource.DEFAULT
    return lang if asked or wish is None else _speak(wish)


def of_locale() -> Lang:
    """Arabic where the locale is Arabic, else English."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "ar" if name.lower().startswith("ar") else "en"


def complain_of_usage(error: click.ClickException) -> None:
    """Say on standard error how a command was used wrongly, and how it is used."""
    lang = _spoken.get() or of_locale()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        usage = " ".join((context.command_path, *context.command.collect_usage_pieces(context)))
        click.echo(message("usage", lang, usage=usage, command=context.command_path), err=True)
    click.echo(message("error", lang, what=told(error.format_message(), lang).words), err=True)


def complain(what: object) -> None:
    """Say on standard error what went wrong; in English where its Arabic is not known."""
    click.echo(f"muqabala: {told(str(what), _spoken.get() or of_locale()).words}", err=True)
