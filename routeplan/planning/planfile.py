"""The plan file ``plan.json``: written and read without loss.

The file is UTF-8 JSON, the fields in the order of `routeplan.model.Plan`, datetimes as ISO 8601
with offset. Equal plans give equal bytes. Its JSON Schema is `routeplan/plan.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from routeplan.errors import Fault, InputFaults
from routeplan.files import write_text
from routeplan.i18n import N_, _
from routeplan.jsonfiles import FileKind, dump_json, read_json, refuse_file
from routeplan.model import Plan, Replan, Shift, Stop

SCHEMA_VERSION = "2.1"

PLAN_FILE = FileKind(
    version=SCHEMA_VERSION,
    not_one=N_("{file} is not a plan: {why}. Give a plan.json that `routeplan plan` has written."),
    newer=N_(
        "{file} was made by a newer routeplan (plan version {version}, this program reads "
        "version {known}). Update routeplan and try again."
    ),
    older=N_(
        "{file} was made by an older routeplan (plan version {version}, this program reads "
        "version {known}). Plan the shift again."
    ),
)

Timed = TypeVar("Timed", Replan, Shift, Stop)


@cache
def plan_adapter() -> TypeAdapter[Plan]:
    """Return pydantic's reader and writer of plans."""
    return TypeAdapter(Plan)


def write_plan(plan: Plan, path: Path) -> None:
    """Write `plan` to `path`, all or nothing.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, dump_plan(plan))


def dump_plan(plan: Plan) -> str:
    """Return `plan` as the text of a plan file; values are not changed.

    Raises
    ------
    ValueError, TypeError
        If the plan holds something that JSON cannot, or another type than the model says.
    """
    tables = plan_adapter().dump_python(plan, warnings="error")
    return dump_json(tables)


def read_plan(path: Path) -> Plan:
    """Return the plan of a file, equal to the one that was written.

    All datetimes are given back in the plan's own time zone. Fields that a newer minor version
    may have added are ignored.

    Raises
    ------
    InputError
        If the file cannot be read, is no plan or comes from a newer major version.
    InputFaults
        Naming every field that is missing or has a wrong value.
    """
    plan = read_json(path, plan_adapter(), PLAN_FILE)
    try:
        return _restore_zone(plan, path)
    except OverflowError:
        raise refuse_file(path, PLAN_FILE, _("one of its times is beyond the calendar")) from None


def _restore_zone(plan: Plan, path: Path) -> Plan:
    """Return `plan` with its datetimes in the plan's zone instead of at fixed offsets."""
    try:
        zone = ZoneInfo(plan.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = _("{value} is no time zone.").format(value=repr(plan.zone))
        raise InputFaults(str(path), [Fault(problem, setting="zone")]) from None
    faults = list(_find_naive_times(plan))
    if faults:
        raise InputFaults(str(path), faults)
    loops = tuple(
        replace(
            loop, stops=tuple(_move_times(stop, zone, "arrive", "depart") for stop in loop.stops)
        )
        for loop in plan.loops
    )
    return replace(
        plan,
        shift=_move_times(plan.shift, zone, "start", "end"),
        loops=loops,
        replans=tuple(_move_times(replan, zone, "moment") for replan in plan.replans),
    )


def _find_naive_times(plan: Plan) -> Iterator[Fault]:
    for i, replan in enumerate(plan.replans):
        if replan.moment.tzinfo is None:
            yield Fault(_("it has no UTC offset."), setting=f"replans[{i}].moment")
    for i, loop in enumerate(plan.loops):
        for j, stop in enumerate(loop.stops):
            for name, moment in (("arrive", stop.arrive), ("depart", stop.depart)):
                if moment.tzinfo is None:
                    yield Fault(_("it has no UTC offset."), setting=f"loops[{i}].stops[{j}].{name}")


def _move_times(value: Timed, zone: ZoneInfo, *names: str) -> Timed:
    moments: dict[str, Any] = {name: getattr(value, name).astimezone(zone) for name in names}
    return replace(value, **moments)
