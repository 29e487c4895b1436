"""A roster before its first shift: its dates, crews and minimums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from routeplan.config import dump_config
from routeplan.hotspots.phases import find_phases
from routeplan.hotspots.risk import rate_hotspots
from routeplan.model import DayOff, RatedHotspot, Roster, RosterHotspot, Shift, Watch
from routeplan.planning.assemble import name_source
from routeplan.planning.inputs import Inputs
from routeplan.planning.roster.crews import Demand, Field, assign_crews, find_room
from routeplan.planning.roster.dates import list_days, list_days_off, list_shifts, resolve_units
from routeplan.planning.roster.digest import digest_inputs
from routeplan.planning.roster.minimums import count_needed, list_demands, list_minimums
from routeplan.planning.roster.outlook import Outlook, OutlookBook, list_fields, list_inside
from routeplan.planning.roster.rosterfile import SCHEMA_VERSION

Progress = Callable[[int, int], None]


def begin_roster(
    inputs: Inputs, *, first: date, days: int, progress: Progress | None = None
) -> Roster:
    """Return a roster of which no shift is planned yet.

    Parameters
    ----------
    inputs
        Of any shift; date and shift are of no account.
    progress
        Called with the number of shifts looked at so far, and of all.

    Raises
    ------
    InputError
        If dates, shifts, units or days off cannot be, or a shift has too few units.
    """
    config = inputs.config
    shifts = list_shifts(config, first, days)
    days_off = list_days_off(config, inputs.units, list_days(first, days))
    outlooks = _look_ahead(OutlookBook(inputs), shifts, progress)
    rated = list_inside(_rate(inputs, first), outlooks)
    hotspots = [spot.hotspot for spot in rated]
    needed = {h.id: count_needed(h, config.roster.per_month, days) for h in hotspots}
    crews = _assign(
        inputs, shifts, days_off,
        demands=list_demands(hotspots, needed, outlooks), fields=list_fields(rated, outlooks),
    )  # fmt: skip
    chances = {
        hotspot.id: tuple(
            outlook.measure_chance(hotspot.id, crew)
            for outlook, crew in zip(outlooks, crews, strict=True)
        )
        for hotspot in hotspots
    }
    return Roster(
        schema_version=SCHEMA_VERSION,
        digest=digest_inputs(inputs, first=first, days=days),
        source=name_source(inputs),
        area_id=inputs.area.id,
        area_title=inputs.area.title,
        zone=config.zone,
        seed=config.plan.seed,
        first=first,
        days=days,
        config=dump_config(config),
        units=inputs.units,
        hotspots=tuple(_describe(spot, chances) for spot in rated),
        days_off=days_off,
        watches=tuple(Watch(shift, crew) for shift, crew in zip(shifts, crews, strict=True)),
        minimums=list_minimums(hotspots, needed, chances=chances, outlooks=outlooks),
        notices=inputs.notices,
    )


def _look_ahead(
    book: OutlookBook, shifts: Sequence[Shift], progress: Progress | None
) -> list[Outlook]:
    outlooks = []
    for number, shift in enumerate(shifts):
        if progress is not None:
            progress(number, len(shifts))
        outlooks.append(book.look_up(shift))
    return outlooks


def _assign(
    inputs: Inputs,
    shifts: Sequence[Shift],
    days_off: Sequence[DayOff],
    *,
    demands: Sequence[Demand],
    fields: Sequence[Field],
) -> tuple[tuple[str, ...], ...]:
    config = inputs.config
    room = find_room(
        shifts,
        inputs.units,
        config.roster,
        names=resolve_units(config, inputs.units),
        days_off={item.unit_id: item.days for item in days_off},
        zone=config.tzinfo,
    )
    return assign_crews(room, config.roster, demands=demands, fields=fields, seed=config.plan.seed)


def _rate(inputs: Inputs, day: date) -> tuple[RatedHotspot, ...]:
    return rate_hotspots(
        inputs.hotspots,
        config=inputs.config,
        phases=find_phases(inputs.phases, day),
        area=inputs.district,
        gazetteer=inputs.gazetteer,
    )


def _describe(spot: RatedHotspot, chances: Mapping[str, tuple[float, ...]]) -> RosterHotspot:
    hotspot = spot.hotspot
    return RosterHotspot(
        id=hotspot.id,
        name=hotspot.name,
        category=hotspot.category,
        level=hotspot.level,
        lon=hotspot.lon,
        lat=hotspot.lat,
        kecamatan=spot.kecamatan,
        village=spot.village,
        per_month=hotspot.per_month,
        chances=chances[hotspot.id],
    )
