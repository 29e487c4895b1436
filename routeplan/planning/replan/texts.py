"""What happens to a patrol as it is said on the command line -> `Disturbance`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from routeplan.areas.names import is_among
from routeplan.errors import InputError, UnknownNameError
from routeplan.hotspots.cells import CellFault, fold_word
from routeplan.hotspots.closures import read_closures
from routeplan.hotspots.coordinates import parse_lat_lon
from routeplan.hotspots.place_checks import check_place
from routeplan.hotspots.readers import read_hotspots
from routeplan.i18n import _
from routeplan.model import Closure, Hotspot, Incident, Plan, Report, Shape, Shift
from routeplan.planning.demands import find_unit, resolve_pins
from routeplan.planning.inputs import Inputs
from routeplan.planning.replan.disturbance import Disturbance, check_moment
from routeplan.planning.replan.rebuild import rebuild_inputs
from routeplan.planning.traffic import find_closures
from routeplan.roads.network import Network

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min|mnt|menit|m)?", re.IGNORECASE)
_RADIUS = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*m?", re.IGNORECASE)

# What a place that somebody has just called about counts as, where nobody says.
CATEGORY = "perumahan"


@dataclass(frozen=True)
class Words:
    """What has been said, each as it was typed; see ``routeplan replan --help``."""

    now: str
    positions: Sequence[str] = ()
    done: Sequence[str] = ()
    out: Sequence[str] = ()
    incidents: Sequence[str] = ()
    closures: Sequence[str] = ()
    hotspots: Sequence[str] = ()
    require: Sequence[str] = ()
    forbid: Sequence[str] = ()
    use_reserve: bool = False


def read_disturbance(plan: Plan, network: Network, words: Words) -> Disturbance:
    """Return what has been said as what has happened to a plan.

    Raises
    ------
    InputError
        If something cannot be understood; the message says how it is written.
    UnknownNameError
        If the plan has no such unit.
    """
    moment = read_moment(words.now, plan.shift)
    check_moment(plan, moment)
    inputs = rebuild_inputs(plan, network)
    number = len(plan.replans) + 1
    return Disturbance(
        moment=moment,
        reports=_read_reports(plan, words.positions, words.done),
        out=tuple(find_unit(name, plan.units).id for name in words.out),
        incidents=tuple(
            _read_incident(plan, text, f"I{number}.{n}")
            for n, text in enumerate(words.incidents, 1)
        ),
        closures=_read_closures(words.closures, inputs, f"T{number}"),
        hotspots=_read_hotspots(words.hotspots, inputs, f"N{number}"),
        require=tuple(words.require),
        forbid=tuple(words.forbid),
        use_reserve=words.use_reserve,
    )


def read_moment(text: str, shift: Shift) -> datetime:
    """Return a clock time of a shift, also past midnight, or a date and time.

    Raises
    ------
    InputError
        If it is neither.
    """
    zone = shift.start.tzinfo
    found = _CLOCK.fullmatch(text.strip())
    if found is not None:
        hour, minute = int(found[1]), int(found[2])
        if hour < 24 and minute < 60:
            days = (shift.date + timedelta(days=n) for n in (0, 1))
            moments = [datetime.combine(day, time(hour, minute), zone) for day in days]
            inside = [m for m in moments if 0 <= shift.seconds(m) <= shift.length_s]
            return (inside or moments)[0]
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = _("{text} is no time. Write it as 22:40, or with its date as {example}.")
        example = f"{shift.date.isoformat()}T22:40"
        raise InputError(message.format(text=text or '""', example=example)) from None
    return moment


# ----------------------------------------------------------------------------------------- units


def _read_reports(plan: Plan, positions: Iterable[str], done: Iterable[str]) -> tuple[Report, ...]:
    reports: dict[str, Report] = {}
    for text in positions:
        name, place = _split(text, "--position R2-1=-8.1335,113.2246")
        unit_id = find_unit(name, plan.units).id
        lon, lat = _read_place(place)
        if unit_id in reports:
            message = _("{unit} is said to be at several places.")
            raise InputError(message.format(unit=name))
        reports[unit_id] = Report(unit_id, lon, lat)
    for text in done:
        name, count = _split(text, "--done R2-1=4")
        unit_id = find_unit(name, plan.units).id
        if not count.isdecimal() or len(count) > 4:
            message = _("{text} is no number of visits. Write it as {example}.")
            raise InputError(message.format(text=text, example="--done R2-1=4"))
        reports[unit_id] = replace(reports.get(unit_id, Report(unit_id)), done=int(count))
    return tuple(reports.values())


def _split(text: str, example: str) -> tuple[str, str]:
    name, equals, rest = (part.strip() for part in text.partition("="))
    if not (name and equals and rest):
        message = _("{text} names no unit. Write it as {example}.")
        raise InputError(message.format(text=text, example=example))
    return name, rest


def _read_place(text: str) -> tuple[float, float]:
    """Return longitude and latitude of a text that tells latitude first."""
    try:
        position = parse_lat_lon(text)
        check_place(position, area=None)
    except CellFault as fault:
        raise InputError(f"{fault.problem} {fault.remedy}") from None
    return position.lon, position.lat


# ------------------------------------------------------------------------------------- incidents


def _read_incident(plan: Plan, text: str, name: str) -> Incident:
    """Return an incident written as ``[UNIT=]lat,lon,30min[,name]``."""
    head, equals, rest = text.partition("=")
    unit_id = find_unit(head.strip(), plan.units).id if equals else ""
    parts = [part.strip() for part in (rest if equals else text).split(",")]
    minutes = _MINUTES.fullmatch(parts[2]) if len(parts) > 2 else None
    if minutes is None or not int(minutes[1]):
        message = _("{text} is no incident. Write it as {example}.")
        example = '--incident "-8.1335,113.2246,30min,Curanmor"'
        raise InputError(message.format(text=text, example=example))
    lon, lat = _read_place(", ".join(parts[:2]))
    title = ", ".join(parts[3:]) or f"{lat:.5f}, {lon:.5f}"
    return Incident(name, title, lon, lat, int(minutes[1]), unit_id)


# -------------------------------------------------------------------------------------- closures


def _read_closures(texts: Iterable[str], inputs: Inputs, name: str) -> tuple[Closure, ...]:
    """Return closed roads: a file of them, a point, or a street with its kecamatan."""
    found: list[Closure] = []
    known = {closure.id for closure in inputs.closures}
    for text in texts:
        if _is_file(text):
            rows = read_closures(Path(text), config=inputs.config, area=inputs.district)
        else:
            rows = (_read_closure(text, inputs, f"{name}.{len(found) + 1}"),)
        for row in rows:
            closure_id = f"{name}.{len(found) + 1}" if row.id in known else row.id
            known.add(closure_id)
            found.append(replace(row, id=closure_id))
    return tuple(found)


def _is_file(text: str) -> bool:
    return Path(text).suffix.lower() in (".csv", ".xlsx", ".geojson", ".json", ".gpkg", ".kml")


def _read_closure(text: str, inputs: Inputs, name: str) -> Closure:
    """Return the closure of a street or a point that is on the roads of the plan.

    Raises
    ------
    InputError
        If no road is meant: a closure that closes nothing would send units there.
    """
    parts = [part.strip() for part in text.split(",")]
    if re.match(r"[-+−]?\d", parts[0]):
        radius = _RADIUS.fullmatch(parts[2]) if len(parts) > 2 else None
        lon, lat = _read_place(", ".join(parts[:2]))
        radius_m = float(radius[1]) if radius else inputs.config.visits.closure_m
        closure = Closure(name, text, lon=lon, lat=lat, radius_m=radius_m)
        nothing = _("No road lies within {n} m of {place}. Give a radius: {example}.").format(
            n=f"{radius_m:g}", place=", ".join(parts[:2]), example=f"{lat},{lon},100m"
        )
    else:
        street, kecamatan = ", ".join(parts[:-1]), parts[-1]
        if not street:
            message = _("{text} is no road. Write it as {example}, or as {point}.")
            raise InputError(
                message.format(
                    text=text, example='"Jalan Raya, Candipuro"', point="-8.1335,113.2246"
                )
            )
        names = [k.name for k in inputs.district.kecamatan]
        if names and not is_among(kecamatan, names):
            raise UnknownNameError(_("kecamatan"), kecamatan, names)
        shape = Shape("street", street=street, kecamatan=kecamatan)
        closure = Closure(name, text, shape=shape)
        nothing = _("No street is called {street} in Kecamatan {kecamatan}.").format(
            street=street, kecamatan=kecamatan
        )
    (closed,) = find_closures(replace(inputs, closures=(closure,)))
    if not closed.edges:
        raise InputError(nothing)
    return closure


# -------------------------------------------------------------------------------------- hotspots


def _read_hotspots(texts: Iterable[str], inputs: Inputs, name: str) -> tuple[Hotspot, ...]:
    """Return new hotspots: of a file those whose ids the plan does not have, or single places."""
    known = {hotspot.id for hotspot in inputs.hotspots}
    found: list[Hotspot] = []
    for text in texts:
        if _is_file(text):
            path = Path(text)
            table = read_hotspots(
                path, config=inputs.config, area=inputs.area, gazetteer=inputs.gazetteer
            )
            new = [hotspot for hotspot in table.hotspots if hotspot.id not in known]
            found += resolve_pins(new, inputs.units, file=path.name)
            if not new:
                message = _("{file}: the plan has all of its hotspots already.")
                raise InputError(message.format(file=text))
        else:
            found.append(_read_hotspot(text, inputs, f"{name}.{len(found) + 1}"))
        known |= {hotspot.id for hotspot in found}
    return tuple(found)


def _read_hotspot(text: str, inputs: Inputs, hotspot_id: str) -> Hotspot:
    """Return a hotspot written as ``lat,lon[,category[,name]]``."""
    parts = [part.strip() for part in text.split(",")]
    try:
        position = parse_lat_lon(", ".join(parts[:2]))
        check_place(position, area=inputs.area)
    except CellFault as fault:
        raise InputError(f"{fault.problem} {fault.remedy}") from None
    categories = inputs.config.categories
    category = _find_category(parts[2], inputs) if len(parts) > 2 and parts[2] else CATEGORY
    if category not in categories:
        raise UnknownNameError(_("category"), category, categories)
    title = ", ".join(parts[3:]) or f"{position.lat:.5f}, {position.lon:.5f}"
    return Hotspot(
        hotspot_id, title, category, position.lon, position.lat,
        dwell_min=categories[category].dwell_min,
    )  # fmt: skip


def _find_category(text: str, inputs: Inputs) -> str:
    """Return the category of a name or label, as it is where nobody knows it."""
    word = fold_word(text)
    for name, rule in inputs.config.categories.items():
        if word in (fold_word(name), fold_word(rule.label)):
            return name
    return text
