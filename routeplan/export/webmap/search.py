"""What the search box of the map finds: units, hotspots, villages and streets.

A village or a street is found where the plan meets it. Such a position is only near it: a leg
tells in which order it meets them, not where each begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from routeplan.export.content.reader import PlanReader, name_village, number_stops
from routeplan.i18n import _
from routeplan.model import Leg
from routeplan.wording import name_category

Table = dict[str, Any]
Position = tuple[float, float]


def list_finds(reader: PlanReader) -> list[Table]:
    """Return what can be found, each with its `name`, its `kind`, `about` and where it is.

    Where it is: the number of a ``unit``, with a ``stop`` of it; the number of something
    ``missed``; else the place ``at``, latitude first.
    """
    return [
        *_list_units(reader),
        *_list_hotspots(reader),
        *_list_villages(reader),
        *_list_streets(reader),
    ]


def _list_units(reader: PlanReader) -> Iterator[Table]:
    for index, loop in enumerate(reader.plan.loops):
        unit = reader.units[loop.unit_id]
        yield _make_find(reader.name_unit(unit.id), "unit", unit.base, unit=index)
    for unit in reader.plan.idle_units:
        yield _make_find(unit.title, "unit", unit.base, at=[unit.lat, unit.lon])


def _list_hotspots(reader: PlanReader) -> Iterator[Table]:
    visits = _find_first_visits(reader)
    missed: dict[str, int] = {}
    for number, item in enumerate(reader.plan.unvisited):
        missed.setdefault(item.hotspot_id, number)
    for rated in reader.plan.hotspots:
        spot = rated.hotspot
        about = [name_category(reader.plan, spot.category), name_village(rated)]
        if spot.id in visits:
            unit, stop = visits[spot.id]
            yield _make_find(spot.name, "hotspot", _join_parts(about), unit=unit, stop=stop)
            continue
        about.append(_("not visited"))
        where = {"missed": missed[spot.id]} if spot.id in missed else {"at": [spot.lat, spot.lon]}
        yield _make_find(spot.name, "missed", _join_parts(about), **where)


def _find_first_visits(reader: PlanReader) -> dict[str | None, tuple[int, int]]:
    """Return unit and stop, by their numbers, of the earliest visit of each hotspot."""
    visits = [
        (stop.arrive, index, position, stop.hotspot_id)
        for index, loop in enumerate(reader.plan.loops)
        for position, (_number, stop) in enumerate(number_stops(loop.stops))
    ]
    first: dict[str | None, tuple[int, int]] = {}
    for _arrive, index, position, hotspot in sorted(visits, key=lambda visit: visit[:3]):
        first.setdefault(hotspot, (index, position))
    return first


def _list_villages(reader: PlanReader) -> Iterator[Table]:
    """Yield villages at the middle of their hotspots, else where a leg goes through them."""
    places: defaultdict[str, list[Position]] = defaultdict(list)
    for rated in reader.plan.hotspots:
        if rated.village:
            places[_join(rated.village, rated.kecamatan)].append(
                (rated.hotspot.lon, rated.hotspot.lat)
            )
    driven: defaultdict[str, list[Position]] = defaultdict(list)
    for leg in _list_drives(reader):
        for name, place in _spread_along(leg, leg.villages):
            driven[name].append(place)
    for name in sorted({*places, *driven}):
        village, _comma, kecamatan = name.partition(", ")
        about = _("village in {kecamatan} · approximate place").format(kecamatan=kecamatan)
        yield _make_find(village, "village", about, at=_find_mean(places.get(name) or driven[name]))


def _list_streets(reader: PlanReader) -> Iterator[Table]:
    """Yield streets at the first place where a leg takes them: a mean may lie beside a bend."""
    found: dict[str, Position] = {}
    for leg in _list_drives(reader):
        for name, place in _spread_along(leg, leg.streets):
            found.setdefault(name, place)
    about = _("street · approximate place")
    for name in sorted(found):
        yield _make_find(name, "street", about, at=_find_mean([found[name]]))


def _list_drives(reader: PlanReader) -> Iterator[Leg]:
    for loop in reader.plan.loops:
        yield from loop.legs
        yield from (stop.drive for stop in loop.stops if stop.drive)


def _spread_along(leg: Leg, names: Sequence[str]) -> Iterator[tuple[str, Position]]:
    """Yield each name of a leg with the middle of its even share of the leg's points."""
    for index, name in enumerate(names if leg.geometry else ()):
        lon, lat = leg.geometry[int((index + 0.5) / len(names) * len(leg.geometry))]
        yield name, (lon, lat)


def _join_parts(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)


def _join(village: str, kecamatan: str | None) -> str:
    return f"{village}, {kecamatan}" if kecamatan else village


def _find_mean(places: Sequence[Position]) -> list[float]:
    lon, lat = np.mean(places, axis=0)
    return [round(float(lat), 5), round(float(lon), 5)]


def _make_find(name: str, kind: str, about: str, **where: Any) -> Table:
    return {"name": name, "kind": kind, "about": about, **where}
