"""What click says by itself, in the language in use: frames of help texts, misused options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from routeplan.i18n import N_, _

# Click's own words, marked so that they are collected; `_` translates them as click hands them on.
FRAME = (N_("Options"), N_("Commands"), N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("required"))

# What stands in help texts for that which is to be typed, but for words that both languages share.
PLACEHOLDERS = frozenset({
    N_("DIRECTORY"), N_("DISTRICT"), N_("FILE"), N_("FOLDER"), N_("FORMATS"), N_("LIMIT"),
    N_("MINUTES"), N_("NAME"), N_("PLACE"), N_("PLAN"), N_("ROAD"), N_("SOURCE"), N_("TRACK"),
    N_("UNIT"), N_("YYYY-MM-DD"),
})  # fmt: skip
_CAPITALS = re.compile(r"[A-Z]{2,}(?:-[A-Z]{2,})*")


class TranslatedFormatter(click.HelpFormatter):
    """Writes help texts with translated headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is called."""
        super().write_usage(prog, args, prefix=_("Usage: ") if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write what follows under a heading."""
        with super().section(_(name)):
            yield


class TranslatedContext(click.Context):
    """The context of a command whose help is translated."""

    formatter_class = TranslatedFormatter


class UnusableValueError(click.BadParameter):
    """The value of an option is not of its kind; holds it as it was typed."""

    def __init__(self, value: object, error: click.BadParameter) -> None:
        super().__init__(error.message, error.ctx, error.param)
        self.value = value


def word_usage_error(error: click.UsageError) -> str:
    """Return the lines that say what is wrong with a command line and how it is called."""
    problem = _("Error: {error}").format(error=_word_problem(error))
    if error.ctx is None:
        return problem
    usage = error.ctx.get_usage()
    advice = _("All options: {command} --help").format(command=error.ctx.command_path)
    return f"{usage}\n{advice}\n\n{problem}"


def _word_problem(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        problem = _("There is no option {name}.").format(name=error.option_name)
        if error.possibilities:
            near = _("Did you mean {names}?")
            problem += " " + near.format(names=", ".join(error.possibilities))
        return problem
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _("{name} is missing.").format(name=_name_parameter(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = _name_parameter(error.param)
        if isinstance(error, UnusableValueError):
            problem = _("{name} cannot be {value}.").format(name=name, value=error.value)
        else:
            problem = _("The value of {name} cannot be used.").format(name=name)
        return f"{problem} {_word_expected(error.param.type) or error.format_message()}"
    if isinstance(error, click.BadOptionUsage):
        problem = _("{name} lacks its value, or was given one that it does not take.")
        return problem.format(name=error.option_name)
    return error.format_message()


def translate_placeholders(text: str) -> str:
    """Return a piece of usage such as ``[DISTRICT]`` in the language in use."""
    return _CAPITALS.sub(lambda word: _(word[0]) if word[0] in PLACEHOLDERS else word[0], text)


def _name_parameter(param: click.Parameter) -> str:
    """Return an option as it is typed, an argument as the help writes it."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return translate_placeholders(param.human_readable_name)


def _word_expected(kind: click.ParamType[Any]) -> str:
    """Return what would be right; empty for kinds that no command of ours takes."""
    if isinstance(kind, click.Choice):
        return _("Known: {names}.").format(names=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.DateTime):
        return _("Write the date as 2024-11-20.")
    if isinstance(kind, click.IntRange):
        return _("Write a whole number of at least {least}.").format(least=kind.min)
    if isinstance(kind, click.FloatRange):
        return _("Write a number above {limit}.").format(limit=kind.min)
    if isinstance(kind, click.Path):
        return _("Name a file.") if kind.file_okay else _("Name a folder.")
    return ""
