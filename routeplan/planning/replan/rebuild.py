"""The inputs of a plan, from the plan itself: the user's tables may have changed since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import shapely

from routeplan.areas.districts import Area, Kecamatan, list_districts, load_district
from routeplan.areas.gazetteer import load_gazetteer
from routeplan.areas.names import is_among
from routeplan.config import read_config
from routeplan.errors import InputError
from routeplan.hotspots.phases import load_phases
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.planning.inputs import Inputs
from routeplan.roads.network import Network
from routeplan.roads.stats import digest_network

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Notices that are told anew of every plan; the others are about what it was made from.
TOLD_ANEW = frozenset({"off_road", "unit_idle", "sample_network"})

# The name of what lies in the area, but in no kecamatan that the plan outlines.
ELSEWHERE = "?"


def rebuild_inputs(plan: Plan, network: Network) -> Inputs:
    """Return what a plan was made with, as far as it says so.

    Hotspots are as they were read, closures those in force with their edges.

    Raises
    ------
    InputError
        If the network is not the one of the plan, or its settings cannot be read.
    """
    if digest_network(network) != plan.source.digest:
        message = _(
            "The road network {name} is not the one that the plan was made on, so that its roads "
            "cannot be found in it. Fetch or import it as it was, or plan the shift again."
        )
        raise InputError(message.format(name=network.name))
    area, district = rebuild_areas(plan)
    config = read_config(plan.config, file="plan.json")
    return Inputs(
        area=area,
        district=district,
        network=network,
        hotspots=tuple(rated.hotspot for rated in plan.hotspots),
        units=plan.units,
        shift=plan.shift,
        config=config,
        gazetteer=load_gazetteer(),
        notices=tuple(notice for notice in plan.notices if notice.code not in TOLD_ANEW),
        closures=plan.closures,
        meetings=plan.meetings,
        phases=load_phases(config),
        last_visits={
            rated.hotspot.id: plan.shift.date - timedelta(days=rated.days_since_visit)
            for rated in plan.hotspots
            if rated.days_since_visit is not None
        },
    )


def rebuild_areas(plan: Plan) -> tuple[Area, Area]:
    """Return the area of a plan and the whole district around it.

    A district that comes with the program is known; of any other the plan tells the outlines of
    those kecamatan to which units are limited, and what lies between them is `ELSEWHERE`.
    """
    for name in list_districts():
        if plan.area.id == name or plan.area.id.startswith(f"{name}-"):
            district = load_district(name)
            known = tuple(kecamatan.name for kecamatan in district.kecamatan)
            if not plan.area.kecamatan or not set(plan.area.kecamatan) <= set(known):
                continue
            is_whole = plan.area.kecamatan == known
            area = district if is_whole else district.narrowed(plan.area.kecamatan)
            if area.geojson() == plan.area.boundary:
                return Area(plan.area.id, plan.area.title, area.kecamatan, area.boundary), district
    boundary = _read(plan.area.boundary)
    outlined = tuple(
        Kecamatan("", outline.kecamatan, "", _read(outline.boundary))
        for outline in plan.area.outlines
    )
    rest = _find_rest(boundary, outlined) if plan.area.kecamatan else ()
    own = tuple(k for k in outlined if is_among(k.name, plan.area.kecamatan))
    # where the others lie is not told, only that they are there
    names = [name for name in plan.area.kecamatan if not is_among(name, [k.name for k in own])]
    others = tuple(Kecamatan("", name, "", shapely.Polygon()) for name in names)
    area = Area(plan.area.id, plan.area.title, (*own, *others, *rest), boundary)
    return area, Area(plan.area.id, plan.area.title, (*outlined, *others, *rest), boundary)


def _read(geometry: dict[str, object]) -> BaseGeometry:
    from shapely.geometry import shape

    found: BaseGeometry = shape(geometry)
    return found


def _find_rest(boundary: BaseGeometry, outlined: tuple[Kecamatan, ...]) -> tuple[Kecamatan, ...]:
    rest = shapely.difference(boundary, shapely.union_all([k.polygon for k in outlined]))
    return () if rest.is_empty else (Kecamatan("", ELSEWHERE, "", rest),)
