"""Settings files -> `Config`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from routeplan.config.clashes import list_clashes
from routeplan.config.rules import Config, MeetingRule, PaperRule, PhaseRule
from routeplan.config_faults import list_faults, list_keys
from routeplan.errors import InputError, InputFaults
from routeplan.i18n import _

PATROL_FILE = "patrol.toml"

# Settings of the lists that are empty by default.
_ROW_KEYS = tuple(
    f"{name}.1.{setting.name}"
    for name, rule in (("phases", PhaseRule), ("meetings", MeetingRule))
    for setting in fields(rule)
)


def load_config(
    file: Path | None = None,
    *,
    more: Sequence[Path] = (),
    overrides: Mapping[str, Any] | None = None,
) -> Config:
    """Return the configuration: defaults, then `file`, then `more` files, then `overrides`.

    Parameters
    ----------
    file
        A patrol.toml, or None for the defaults alone.
    more
        Files of the same shape that are laid on it, one after the other.
    overrides
        Nested mapping of the same shape, from the command line.

    Raises
    ------
    InputFaults
        Naming every key that is unknown or has a wrong value.
    InputError
        If a file cannot be read as TOML.
    """
    tables = _read_defaults()
    config = _validate_tables(tables, "defaults.toml")
    for path in (*([] if file is None else [file]), *more):
        tables = merge_tables(tables, _read_toml(path))
        config = _validate_tables(tables, str(path))
    if overrides:
        tables = merge_tables(tables, overrides)
        config = _validate_tables(tables, _("command line"))
    return config


def dump_config(config: Config) -> dict[str, Any]:
    """Return the configuration as plain tables, ready for JSON."""
    tables: dict[str, Any] = TypeAdapter(Config).dump_python(config, mode="json")
    return tables


def read_config(tables: Mapping[str, Any], *, file: str) -> Config:
    """Return the configuration that was dumped into the plan `file`.

    Raises
    ------
    InputFaults
        Naming every key that is unknown or has a wrong value.
    """
    try:
        return TypeAdapter(Config).validate_python(tables)
    except ValidationError as error:
        raise InputFaults(f"{file}: config", list(list_faults(error, []))) from None


def read_papers(tables: Mapping[str, Any], *, file: Path) -> PaperRule:
    """Return what the papers say by a configuration that was dumped into the plan `file`."""
    try:
        return TypeAdapter(PaperRule).validate_python(tables.get("papers", {}))
    except ValidationError as error:
        raise InputFaults(f"{file}: config.papers", list(list_faults(error, []))) from None


def merge_tables(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with `over` laid on it, table by table, without changing either."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = merge_tables(below, value)
        else:
            merged[key] = value
    return merged


def _validate_tables(tables: Mapping[str, Any], label: str) -> Config:
    rules = TypeAdapter(Config)
    defaults = rules.validate_python(_read_defaults())
    try:
        config = rules.validate_python(tables)
        faults = list(list_clashes(config, defaults))
    except ValidationError as error:
        faults = list(list_faults(error, [*list_keys(dump_config(defaults)), *_ROW_KEYS]))
    if faults:
        raise InputFaults(label, faults)
    return config


def _read_defaults() -> dict[str, Any]:
    defaults = resources.files("routeplan").joinpath("defaults.toml")
    return tomllib.loads(defaults.read_text(encoding="utf-8"))


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(_("{file}: no such file.").format(file=file)) from None
    except UnicodeDecodeError:
        raise InputError(
            _("{file} is not UTF-8 text. Save it again as UTF-8.").format(file=file)
        ) from None
    except OSError as error:
        raise InputError(
            _("{file} cannot be read: {error}.").format(file=file, error=error.strerror)
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            _(
                "{file} is not valid TOML: {error}. Texts need quotation marks, decimals a point: "
                "0.15."
            ).format(file=file, error=error)
        ) from None
