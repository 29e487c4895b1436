"""What is wrong between settings that are each right by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from routeplan.config.rules import Config
from routeplan.errors import Fault, UnknownNameError
from routeplan.i18n import _


def list_clashes(config: Config, defaults: Config) -> Iterator[Fault]:
    """Yield a fault for each setting that does not fit another one."""
    if not _is_zone(config.zone):
        unknown = UnknownNameError(_("time zone"), config.zone, available_timezones())
        yield Fault(str(unknown), setting="zone")
    yield from _refuse_unknown(
        [config.plan.shift], config.shifts, kind=_("shift"), setting="plan.shift"
    )
    for name, shift in config.shifts.items():
        if shift.start == shift.end:
            yield Fault(_("it ends when it starts."), setting=f"shifts.{name}")
    yield from _check_road_classes(config, defaults)
    yield from _check_programmes(config)
    yield from _check_phases(config)
    yield from _check_meetings(config)
    yield from _check_wishes(config)
    yield from _check_roster(config)
    yield from _check_recency(config)


def _refuse_unknown(
    names: Iterable[str], known: Collection[str], *, kind: str, setting: str
) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(str(UnknownNameError(kind, name, known)), setting=setting)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _check_road_classes(config: Config, defaults: Config) -> Iterator[Fault]:
    # The defaults name every road class for some vehicle.
    classes = {name for rule in defaults.profiles.values() for name in rule.speeds_kmh}
    for vehicle, rule in config.profiles.items():
        yield from _refuse_unknown(
            sorted(rule.speeds_kmh), classes,
            kind=_("road class"), setting=f"profiles.{vehicle}.speeds_kmh",
        )  # fmt: skip
        yield from _refuse_unknown(
            sorted(set(rule.only_if_tagged)), rule.speeds_kmh,
            kind=_("road class"), setting=f"profiles.{vehicle}.only_if_tagged",
        )  # fmt: skip


def _check_programmes(config: Config) -> Iterator[Fault]:
    for name, rule in config.programmes.items():
        setting = f"programmes.{name}"
        yield from _refuse_unknown(
            rule.categories, config.categories,
            kind=_("category"), setting=f"{setting}.categories",
        )  # fmt: skip
        others = {config.find_programme(rule.label), config.find_programme(name)} - {name}
        for other in sorted(str(found) for found in others):
            message = _("its name or label is also that of programmes.{other}.")
            yield Fault(message.format(other=other), setting=setting)
    for name in config.plan.programmes:
        if config.find_programme(name) is None:
            labels = [rule.label for rule in config.programmes.values()]
            unknown = UnknownNameError(_("programme"), name, labels)
            yield Fault(str(unknown), setting="plan.programmes")


def _check_phases(config: Config) -> Iterator[Fault]:
    for number, phase in enumerate(config.phases, 1):
        yield from _refuse_unknown(
            phase.categories, config.categories,
            kind=_("category"), setting=f"phases.{number}.categories",
        )  # fmt: skip
        if date.fromisoformat(phase.valid_from) > date.fromisoformat(phase.valid_to):
            fault = _("{last} is before {first}: swap valid_from and valid_to.")
            yield Fault(
                fault.format(first=phase.valid_from, last=phase.valid_to),
                setting=f"phases.{number}",
            )


def _check_meetings(config: Config) -> Iterator[Fault]:
    for number, meeting in enumerate(config.meetings, 1):
        first, second = meeting.units
        if first == second:
            message = _("{unit} cannot meet itself: name two units.")
            yield Fault(message.format(unit=first), setting=f"meetings.{number}.units")


def _check_wishes(config: Config) -> Iterator[Fault]:
    wishes = config.fairness.wishes
    yield from _refuse_unknown(
        wishes, config.categories, kind=_("category"), setting="fairness.wishes"
    )
    total = round(sum(wishes.values()), 9)  # 0.6 + 0.3 + 0.1 is a little less than 1 in binary
    if total > 1:
        message = _("the shares add up to {total:g}: they are of all visits, so at most to 1.")
        yield Fault(message.format(total=total), setting="fairness.wishes")


def _check_roster(config: Config) -> Iterator[Fault]:
    rule = config.roster
    named = {
        "roster.shifts": rule.shifts,
        "roster.least_units": tuple(rule.least_units),
        **{f"roster.units.{name}.shifts": unit.shifts for name, unit in rule.units.items()},
    }
    for setting, names in named.items():
        yield from _refuse_unknown(names, config.shifts, kind=_("shift"), setting=setting)


def _check_recency(config: Config) -> Iterator[Fault]:
    for number, (row, later) in enumerate(pairwise(config.history.recency), 2):
        if later.days <= row.days:
            message = _("{later} days come after {days}: sort the rows by their days, each once.")
            yield Fault(
                message.format(later=later.days, days=row.days),
                setting=f"history.recency.{number}.days",
            )
