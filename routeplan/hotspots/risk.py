"""What a visit to a hotspot is worth: base of its category x level x its own weight."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import Config
from routeplan.i18n import _
from routeplan.model import Hotspot, RatedHotspot, RiskFactor

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer


def rate_hotspots(
    hotspots: Iterable[Hotspot],
    *,
    config: Config,
    area: Area | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[RatedHotspot, ...]:
    """Return the hotspots with their risk, in the same order.

    Parameters
    ----------
    area
        Says the kecamatan each lies in; None leaves it open.
    gazetteer
        Says the nearest village of each; None leaves it open.
    """
    hotspots = tuple(hotspots)
    villages: tuple[str | None, ...] = (None,) * len(hotspots)
    if gazetteer is not None and hotspots:
        lons = np.array([hotspot.lon for hotspot in hotspots])
        lats = np.array([hotspot.lat for hotspot in hotspots])
        found = gazetteer.nearest_many(lons, lats)
        villages = tuple(village.name if village else None for village in found)
    rated = []
    for hotspot, village in zip(hotspots, villages, strict=True):
        factors = list_factors(hotspot, config=config)
        risk = math.prod(factor.value for factor in factors)
        kecamatan = area.kecamatan_at(hotspot.lon, hotspot.lat) if area else None
        rated.append(RatedHotspot(hotspot, risk, factors, kecamatan, village))
    return tuple(rated)


def list_factors(hotspot: Hotspot, *, config: Config) -> tuple[RiskFactor, ...]:
    """Return the factors whose product is the risk of a hotspot, each with its reason."""
    category = config.categories[hotspot.category]
    level = config.levels[hotspot.level]
    return (
        RiskFactor(f"categories.{hotspot.category}.base", category.base, category.reason),
        RiskFactor(f"levels.{hotspot.level}.factor", level.factor, level.reason),
        RiskFactor("weight", hotspot.weight, _("own weight of the hotspot")),
    )


def explain_risk(rated: RatedHotspot) -> str:
    """Return the product of the factors as a small table of text."""
    hotspot = rated.hotspot
    place = ", ".join(part for part in (rated.village, rated.kecamatan) if part)
    title = f"{hotspot.id}  {hotspot.name}" + (f" ({place})" if place else "")
    width = max(len(factor.name) for factor in rated.factors)
    lines = [
        f"{'x' if n else ' '} {factor.value:8.2f}  {factor.name:{width}}  {factor.reason}".rstrip()
        for n, factor in enumerate(rated.factors)
    ]
    total = _("risk, the worth of a visit")
    return "\n".join([title, *lines, f"= {rated.risk:8.2f}  {total}"])
