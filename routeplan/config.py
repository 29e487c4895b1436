"""One frozen `Config` from defaults.toml, patrol.toml and the command line, in that order.

Every key is documented with its unit in ``defaults.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import AllowInfNan, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from routeplan.config_faults import list_faults, list_keys
from routeplan.errors import Fault, InputError, InputFaults, UnknownNameError
from routeplan.i18n import _
from routeplan.model import Level, Vehicle

STRICT = ConfigDict(extra="forbid")
PATROL_FILE = "patrol.toml"

Form = Literal["dialogis", "pemantauan", "penyisiran", "melintas"]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Positive = Annotated[float, Gt(0), AllowInfNan(False)]
NotNegative = Annotated[float, Ge(0), AllowInfNan(False)]
Kmh = Annotated[float, Ge(0.5), Le(200)]
SpeedFactor = Annotated[float, Ge(0.1), Le(10)]
Share = Annotated[float, Ge(0), Lt(1)]
Minutes = Annotated[int, Ge(0)]
Count = Annotated[int, Gt(0)]


@checked(frozen=True, config=STRICT)
class PlanRule:
    """What to plan where the command line does not say."""

    shift: str
    seed: Annotated[int, Ge(0), Le(2**63 - 1)]
    district: str | None = None
    network: str | None = None
    hotspots: str | None = None
    units: str | None = None
    closures: str | None = None
    calendar: str | None = None
    programmes: tuple[str, ...] = ()


@checked(frozen=True, config=STRICT)
class ShiftRule:
    """Hours and margins of a shift."""

    start: Clock
    end: Clock
    briefing_min: Minutes = 15
    reporting_min: Minutes = 15
    reserve_share: Share = 0.15
    speed_factor: SpeedFactor = 1.0


@checked(frozen=True, config=STRICT)
class LevelRule:
    """Factor of a vulnerability level, and how often its places are visited."""

    factor: NotNegative
    reason: str = ""
    cadence_min: Count | None = None


@checked(frozen=True, config=STRICT)
class HourRule:
    """What the worth of a visit that begins within some hours is multiplied by."""

    windows: str
    factor: NotNegative
    reason: str = ""


@checked(frozen=True, config=STRICT)
class CategoryRule:
    """Worth and manner of a visit to a category of hotspots."""

    label: str
    base: NotNegative
    dwell_min: Count = 12
    form: Form = "pemantauan"
    reason: str = ""
    hours: tuple[HourRule, ...] = ()


@checked(frozen=True, config=STRICT)
class ProgrammeRule:
    """A programme of the police: what it is for, and how its places are visited."""

    label: str
    categories: tuple[str, ...] = ()
    factor: NotNegative = 1.0
    others: NotNegative = 1.0
    dwell_min: Count | None = None
    form: Form | None = None
    message: str = ""
    reason: str = ""


@checked(frozen=True, config=STRICT)
class PhaseRule:
    """A period that raises or lowers categories; the same as a row of a calendar file."""

    name: str
    valid_from: Day
    valid_to: Day
    categories: tuple[str, ...]
    factor: NotNegative
    reason: str = ""


@checked(frozen=True, config=STRICT)
class MeetingRule:
    """Two units meet at one of some places: names of places, or "lat, lon"."""

    units: tuple[str, str]
    window: str
    places: Annotated[tuple[str, ...], MinLen(1)]
    minutes: Count = 10
    name: str = ""


@checked(frozen=True, config=STRICT)
class VisitRule:
    """How visits are repeated, and how roads and areas are cut into parts."""

    decay: Annotated[float, Gt(0), Le(1)]
    min_gap_min: Count
    narrowest_min: Count
    segment_m: Positive
    line_tolerance_m: Positive
    most_sweeps: Count
    sweep_min: Count
    patrol_kmh: dict[Vehicle, Kmh]


@checked(frozen=True, config=STRICT)
class FairnessRule:
    """How far the busiest and the idlest unit may lie apart, and wished shares of categories."""

    limit: Annotated[float, Gt(0), Le(1)] | None = None
    wishes: dict[str, Annotated[float, Gt(0), Le(1)]] = field(default_factory=dict)


@checked(frozen=True, config=STRICT)
class ProfileRule:
    """Speeds of a vehicle by OSM highway class."""

    speeds_kmh: dict[str, Kmh]
    only_if_tagged: tuple[str, ...] = ()


@checked(frozen=True, config=STRICT)
class SnapRule:
    """Distances in metres between a place and its road."""

    warn_m: NotNegative
    refuse_m: Positive


@checked(frozen=True, config=STRICT)
class SolverRule:
    """Limits and settings of the optimiser; `iterations` wins over `seconds`."""

    seconds: Positive
    restarts: Count
    neighbours: Count
    penalty_updates: Count
    iterations: Count | None = None
    processes: Count = 1


@checked(frozen=True, config=STRICT)
class FetchRule:
    """How answers are got from Overpass servers."""

    servers: Annotated[tuple[str, ...], MinLen(1)]
    timeout_s: Positive
    tile_deg: Positive
    attempts: Count
    longest_wait_s: Positive


@checked(frozen=True, config=STRICT)
class Config:
    """Everything that can be configured."""

    zone: str
    plan: PlanRule
    shifts: dict[str, ShiftRule]
    levels: dict[Level, LevelRule]
    categories: dict[str, CategoryRule]
    profiles: dict[Vehicle, ProfileRule]
    snap: SnapRule
    visits: VisitRule
    fairness: FairnessRule
    programmes: dict[str, ProgrammeRule]
    phases: tuple[PhaseRule, ...]
    meetings: tuple[MeetingRule, ...]
    solver: SolverRule
    fetch: FetchRule

    @property
    def tzinfo(self) -> ZoneInfo:
        """The time zone of all clock times."""
        return ZoneInfo(self.zone)


def load_config(file: Path | None = None, *, overrides: Mapping[str, Any] | None = None) -> Config:
    """Return the configuration: defaults, then `file`, then `overrides`.

    Parameters
    ----------
    file
        A patrol.toml, or None for the defaults alone.
    overrides
        Nested mapping of the same shape, from the command line.

    Raises
    ------
    InputFaults
        Naming every key that is unknown or has a wrong value.
    InputError
        If `file` cannot be read as TOML.
    """
    tables = _read_defaults()
    config = _validate_tables(tables, "defaults.toml")
    if file is not None:
        tables = merge_tables(tables, _read_toml(file))
        config = _validate_tables(tables, str(file))
    if overrides:
        tables = merge_tables(tables, overrides)
        config = _validate_tables(tables, _("command line"))
    return config


def dump_config(config: Config) -> dict[str, Any]:
    """Return the configuration as plain tables, ready for JSON."""
    tables: dict[str, Any] = TypeAdapter(Config).dump_python(config, mode="json")
    return tables


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
        faults = list(_list_clashes(config, defaults))
    except ValidationError as error:
        faults = list(list_faults(error, list_keys(dump_config(defaults))))
    if faults:
        raise InputFaults(label, faults)
    return config


def _list_clashes(config: Config, defaults: Config) -> Iterator[Fault]:
    """Yield what is wrong between settings that are each right by themselves."""
    if not _is_zone(config.zone):
        unknown = UnknownNameError(_("time zone"), config.zone, available_timezones())
        yield Fault(str(unknown), setting="zone")
    if config.plan.shift not in config.shifts:
        unknown = UnknownNameError(_("shift"), config.plan.shift, config.shifts)
        yield Fault(str(unknown), setting="plan.shift")
    for name, shift in config.shifts.items():
        if shift.start == shift.end:
            yield Fault(_("it ends when it starts."), setting=f"shifts.{name}")
    # The defaults name every road class for some vehicle.
    classes = {name for rule in defaults.profiles.values() for name in rule.speeds_kmh}
    for vehicle, rule in config.profiles.items():
        for name in sorted(rule.speeds_kmh.keys() - classes):
            unknown = UnknownNameError(_("road class"), name, classes)
            yield Fault(str(unknown), setting=f"profiles.{vehicle}.speeds_kmh")
        for name in sorted(set(rule.only_if_tagged) - rule.speeds_kmh.keys()):
            unknown = UnknownNameError(_("road class"), name, rule.speeds_kmh)
            yield Fault(str(unknown), setting=f"profiles.{vehicle}.only_if_tagged")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


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
