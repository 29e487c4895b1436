"""What a visit to a hotspot is worth.

base of its category x level x its own weight x phases of the date x programmes of the shift x days
since the last visit, and in some hours x the factor of the hour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

import numpy as np

from routeplan.config import Config, PhaseRule
from routeplan.errors import InputError
from routeplan.hotspots.phases import list_phase_factors
from routeplan.hotspots.programmes import (
    choose_form,
    find_programmes_of,
    list_programme_factors,
    set_stay,
)
from routeplan.hotspots.recency import count_days, list_recency_factors
from routeplan.i18n import _
from routeplan.model import Hotspot, HourFactor, RatedHotspot, RiskFactor
from routeplan.wording import describe_last_visit

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer, Village

# Far above any sum of weights that makes sense, and far below where sums lose their last digits.
LARGEST_RISK = 1e12


def rate_hotspots(
    hotspots: Iterable[Hotspot],
    *,
    config: Config,
    phases: Sequence[PhaseRule] = (),
    area: Area | None = None,
    gazetteer: Gazetteer | None = None,
    last_visits: Mapping[str, date] | None = None,
    day: date | None = None,
) -> tuple[RatedHotspot, ...]:
    """Return the hotspots with their risk, in the same order.

    Visits last as long as programmes ask for; parts and worth are left open.

    Parameters
    ----------
    phases
        Those in force on the date of the shift, see `routeplan.hotspots.phases.find_phases`.
    area
        Says the kecamatan each lies in; where it is None or has none, the nearest village does.
    gazetteer
        Says the nearest village of each; None leaves it open.
    last_visits
        Date of the shift that visited a hotspot last, by its id. Where it is None or knows none
        of the hotspots, a history changes no risk.
    day
        Date of the shift, from which the days since those are counted.

    Raises
    ------
    InputError
        If a risk is above `LARGEST_RISK`.
    ValueError
        If there are last visits and no `day`.
    """
    hotspots = tuple(hotspots)
    if last_visits and day is None:
        raise ValueError("days since the last visits are counted from a day")
    villages: tuple[Village | None, ...] = (None,) * len(hotspots)
    if gazetteer is not None and hotspots:
        lons = np.array([hotspot.lon for hotspot in hotspots])
        lats = np.array([hotspot.lat for hotspot in hotspots])
        villages = gazetteer.nearest_many(lons, lats)
    known = [hotspot.id for hotspot in hotspots]
    days = count_days(known, last_visits, day) if last_visits and day else {}
    return tuple(
        _rate_hotspot(
            hotspot, village, config=config, phases=phases, area=area,
            days=days.get(hotspot.id), has_history=bool(days),
        )
        for hotspot, village in zip(hotspots, villages, strict=True)
    )  # fmt: skip


def _rate_hotspot(
    hotspot: Hotspot,
    village: Village | None,
    *,
    config: Config,
    phases: Sequence[PhaseRule],
    area: Area | None,
    days: int | None,
    has_history: bool,
) -> RatedHotspot:
    factors = list_factors(hotspot, config=config, phases=phases)
    if has_history:
        factors = (*factors, *list_recency_factors(days, config=config))
    hours = list_hours(hotspot, config=config)
    risk = math.prod(factor.value for factor in factors)
    highest = max([risk, *(risk * hour.factor for hour in hours)])
    if highest > LARGEST_RISK:
        message = _(
            "The risk of {name} is {risk:g}, too large to plan with. Lower its weight, or the "
            "factors of its category and level."
        )
        raise InputError(message.format(name=hotspot.name, risk=highest))
    if area is not None and area.kecamatan:
        kecamatan = area.kecamatan_at(hotspot.lon, hotspot.lat)
    else:
        kecamatan = village.kecamatan if village else None
    return RatedHotspot(
        hotspot=set_stay(hotspot, config=config),
        risk=risk,
        factors=factors,
        kecamatan=kecamatan,
        village=village.name if village else None,
        hours=hours,
        form=choose_form(hotspot, config=config),
        programmes=find_programmes_of(hotspot, config=config),
        days_since_visit=days,
    )


def list_hours(hotspot: Hotspot, *, config: Config) -> tuple[HourFactor, ...]:
    """Return the factors by the hour of a hotspot's category; the first that holds counts."""
    return tuple(
        HourFactor(window, rule.factor, rule.reason)
        for rule in config.categories[hotspot.category].hours
        for window in rule.clock_windows
    )


def find_hour(hours: Iterable[HourFactor], clock: time) -> HourFactor | None:
    """Return the factor of a visit that begins at `clock`, None where no hour has one."""
    return next((hour for hour in hours if clock in hour.window), None)


def find_hour_factor(hours: Iterable[HourFactor], clock: time) -> float:
    """Return what the worth of a visit that begins at `clock` is multiplied by."""
    hour = find_hour(hours, clock)
    return 1.0 if hour is None else hour.factor


def list_factors(
    hotspot: Hotspot, *, config: Config, phases: Iterable[PhaseRule] = ()
) -> tuple[RiskFactor, ...]:
    """Return the factors whose product is the risk of a hotspot, without that of its history.

    Each is named by its setting, or its column in the table of hotspots, and has the reason
    that the settings give: neither depends on the language in use.
    """
    category = config.categories[hotspot.category]
    level = config.levels[hotspot.level]
    return (
        RiskFactor(f"categories.{hotspot.category}.base", category.base, category.reason),
        RiskFactor(f"levels.{hotspot.level}.factor", level.factor, level.reason),
        RiskFactor("weight", hotspot.weight),
        *list_phase_factors(hotspot, phases),
        *list_programme_factors(hotspot, config=config),
    )


def explain_risk(rated: RatedHotspot, *, config: Config) -> str:
    """Return the product of the factors as a small table of text."""
    hotspot = rated.hotspot
    place = ", ".join(part for part in (rated.village, rated.kecamatan) if part)
    title = f"{hotspot.id}  {hotspot.name}" + (f" ({place})" if place else "")
    labels = [_label_factor(factor, rated, config) for factor in rated.factors]
    width = max(map(len, labels))
    lines = [
        f"{'x' if n else ' '} {factor.value:8.2f}  {label:{width}}  {factor.reason}".rstrip()
        for n, (factor, label) in enumerate(zip(rated.factors, labels, strict=True))
    ]
    total = _("risk, the worth of a visit")
    return "\n".join([title, *lines, f"= {rated.risk:8.2f}  {total}"])


def _label_factor(factor: RiskFactor, rated: RatedHotspot, config: Config) -> str:
    """Return what a factor is called, with the key that changes it in brackets."""
    group, _dot, name = factor.name.partition(".")
    hotspot = rated.hotspot
    if group == "categories":
        label = _("Category: {name}").format(name=config.categories[hotspot.category].label)
    elif group == "levels":
        label = _("Level: {name}").format(name=hotspot.level.replace("_", " "))
    elif group == "phases":
        return _("Phase: {name}").format(name=name)  # it may come from any of three files
    elif group == "programmes":
        programme, _dot, kind = name.rpartition(".")
        label = _("Programme: {name}") if kind == "factor" else _("Outside the programme: {name}")
        label = label.format(name=config.programmes[programme].label)
    elif group == "history":
        label = describe_last_visit(rated.days_since_visit)
    else:
        label = _("Own weight")
    return f"{label} ({factor.name})"
