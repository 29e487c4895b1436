"""What all commands share: translated help, common options, errors turned into exit codes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from routeplan.cli.usage import (
    TranslatedContext,
    UnusableValueError,
    translate_placeholders,
    word_usage_error,
)
from routeplan.errors import InputError, RoutePlanError, UnknownNameError
from routeplan.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, _, set_language

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.model import RoadSource

F = TypeVar("F", bound=Callable[..., Any])

# The start of a paragraph such as "Example: routeplan plan", and click's mark of a paragraph whose
# lines stay as they are.
_EXAMPLE = re.compile(r"^(?=\w+: routeplan )", re.MULTILINE)
_NO_REWRAP = "\b\n"

FILE = click.Path(dir_okay=False, path_type=Path)

EXIT_FAILURE = 1
EXIT_BAD_INPUT = 2


class TranslatedOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's row of the help."""
        plain, self.help = self.help, _(self.help) if self.help else self.help
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = plain

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value."""
        return translate_placeholders(super().make_metavar(ctx))

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value as what the option takes."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            raise UnusableValueError(value, error) from None

    def get_help_extra(self, ctx: click.Context) -> Any:  # noqa: ARG002 - click's signature
        """Return what the help adds in brackets; limits are told where they are not kept."""
        return {"required": _("required")} if self.required else {}


def _choose_language(_ctx: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        set_language(value)


def _make_language_option() -> TranslatedOption:
    # Eager: it acts at once, so that help and errors speak the language too.
    return TranslatedOption(
        ["--lang"], type=click.Choice(LANGUAGES), is_eager=True, expose_value=False,
        callback=_choose_language,
        help=N_("Language of messages and output (id or en); also ROUTEPLAN_LANG."),
    )  # fmt: skip


class TranslatedCommand(click.Command):
    """A command with ``--lang`` whose help is translated when it is shown."""

    context_class = TranslatedContext
    allow_extra_args = True  # `parse_args` refuses them, in the reader's language

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params.append(_make_language_option())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line."""
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group):
            message = _("Too many words: {words}. Put names with spaces in quotation marks.")
            raise InputError(message.format(words=" ".join(rest)))
        return rest

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the command in the line of usage."""
        return [
            translate_placeholders(_(piece)) for piece in super().collect_usage_pieces(ctx) if piece
        ]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this help.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help's text, each example on a line of its own to be copied."""
        plain, self.help = self.help, _(self.help) if self.help else self.help
        if self.help:
            self.help = _EXAMPLE.sub(_NO_REWRAP, self.help)
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = plain

    def get_short_help_str(self, limit: int = 90) -> str:  # noqa: ARG002 - click's signature
        """Return the first sentence of the help."""
        return _(self.help).strip().split("\n")[0].rstrip(".") if self.help else ""


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of translated commands."""

    command_class = TranslatedCommand
    group_class = type

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise UnknownNameError(_("command"), args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


def config_option(function: F) -> F:
    """Add ``--config FILE``, passed on as `config_file`."""
    return click.option(
        "--config", "config_file", type=FILE,
        cls=TranslatedOption,
        help=N_("Settings file; patrol.toml in the current folder if there is one."),
    )(function)  # fmt: skip


def data_dir_option(function: F) -> F:
    """Add ``--data-dir DIR``, passed on as `data_dir`."""
    return click.option(
        "--data-dir", type=click.Path(file_okay=False, path_type=Path),
        envvar="ROUTEPLAN_DATA_DIR", cls=TranslatedOption,
        help=N_("Folder of prepared road networks; also ROUTEPLAN_DATA_DIR."),
    )(function)  # fmt: skip


def option(*names: str, **settings: Any) -> Callable[[F], F]:
    """`click.option` with translated help."""
    return click.option(*names, cls=TranslatedOption, **settings)


def make_printable(line: str) -> str:
    """Return a line without what a terminal would obey: breaks, escapes, marks of direction."""
    return "".join(letter if letter.isprintable() else " " for letter in line)


def align_columns(rows: Sequence[Sequence[str]], *, right: Container[int] = ()) -> list[str]:
    """Return a line per row, cells padded to the width of their column.

    Parameters
    ----------
    rows
        All of one length, the header first if there is one.
    right
        Indices of the columns that are flush right.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def warn_of_age(source: RoadSource) -> None:
    """Say on stderr that roads are old and may well have changed since."""
    from datetime import UTC, datetime

    from routeplan.roads.stats import OLD_AFTER_DAYS, count_age_days

    days = count_age_days(source.osm_timestamp, now=datetime.now(UTC))
    if days is not None and days > OLD_AFTER_DAYS:
        message = _(
            "Warning: the roads are {n} days old. Get newer ones with routeplan network fetch "
            "--refresh, or import a newer file."
        )
        click.echo(message.format(n=days), err=True)


def find_config_file(config_file: Path | None) -> Path | None:
    """Return the settings file to use: the one named, else ./patrol.toml if it is there."""
    from routeplan.config import PATROL_FILE

    if config_file is not None:
        return config_file
    local = Path(PATROL_FILE)
    return local if local.is_file() else None


def load_area(district: str | None, boundary: Path | None) -> Area | None:
    """Return the area that a district or a boundary file names, or None where none is given.

    Raises
    ------
    InputError
        If both are given, or the one given cannot be had.
    """
    from routeplan.areas.boundary_files import load_boundary
    from routeplan.areas.districts import load_district

    if district is not None and boundary is not None:
        raise InputError(_("Give a district or a boundary file, not both."))
    if boundary is not None:
        return load_boundary(boundary)
    return None if district is None else load_district(district)


def _speak_as_environment_says() -> None:
    language = os.environ.get("ROUTEPLAN_LANG") or DEFAULT_LANGUAGE
    if language not in LANGUAGES:
        message = _("The environment variable ROUTEPLAN_LANG is {language}. It can be {known}.")
        raise InputError(message.format(language=language, known=", ".join(LANGUAGES)))
    set_language(language)


def run(group: click.Command, arguments: list[str] | None = None) -> int:  # noqa: PLR0911
    """Run `group` and return the exit code; every error becomes a message on stderr."""
    set_language(DEFAULT_LANGUAGE)
    try:
        _speak_as_environment_says()
        result = group.main(arguments, prog_name="routeplan", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except RoutePlanError as error:
        click.echo(_("Error: {error}").format(error=error), err=True)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.UsageError as error:
        click.echo(word_usage_error(error), err=True)
        return EXIT_BAD_INPUT
    except click.ClickException as error:
        click.echo(_("Error: {error}").format(error=error.format_message()), err=True)
        return EXIT_FAILURE
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped."), err=True)
        return EXIT_FAILURE
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_FAILURE
    except Exception as error:  # the last resort: no traceback for users
        if os.environ.get("ROUTEPLAN_DEBUG"):
            raise
        message = _("Internal error: {error}. Set ROUTEPLAN_DEBUG=1 and run again for details.")
        click.echo(message.format(error=f"{type(error).__name__}: {error}"), err=True)
        return EXIT_FAILURE
