"""Why a hotspot cannot be visited in a shift, whatever the units do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from routeplan.areas.districts import Area
from routeplan.areas.names import is_among
from routeplan.model import Detail, Hotspot, RatedHotspot, Reason, Shift, TimeWindow, Unit
from routeplan.planning.parts import FoundPart, Way
from routeplan.planning.places import Reach
from routeplan.planning.traffic import name_profile
from routeplan.planning.windows import matters_on

# A place so far outside an area that has no kecamatan still belongs to it.
AREA_MARGIN_M = 1000.0

Barrier = tuple[Reason, Detail]
# How far a hotspot came before a reason kept it out.
_STAGES: tuple[Reason, ...] = (
    "no_road", "vehicle_cannot_reach", "outside_jurisdiction", "crew_too_small",
)  # fmt: skip


def find_barrier(
    spot: RatedHotspot, windows: Sequence[TimeWindow], *, area: Area, shift: Shift
) -> Barrier | None:
    """Return why nobody visits a hotspot in this shift, or None."""
    hotspot = spot.hotspot
    if not lies_inside(spot, area):
        return "outside_area", {"area": area.title}
    if hotspot.forbidden:
        return "forbidden", {}
    if spot.risk <= 0 and not hotspot.is_required:
        return "no_worth", {}
    if windows:
        return None
    last_day = (shift.end - timedelta(seconds=1)).date()
    if any(matters_on(hotspot, day) for day in (shift.date, last_day)):
        return "window_closed", {"windows": _word_hours(hotspot)}
    return "not_on_date", {"rule": _word_days(hotspot)}


def lies_inside(spot: RatedHotspot, area: Area) -> bool:
    """Tell whether a hotspot belongs to the area: by its kecamatan where the area has them."""
    if area.kecamatan:
        return spot.kecamatan in {kecamatan.name for kecamatan in area.kecamatan}
    return area.contains(spot.hotspot.lon, spot.hotspot.lat, margin_m=AREA_MARGIN_M)


def _word_hours(hotspot: Hotspot) -> str:
    hours = "; ".join(map(str, hotspot.windows))
    if hotspot.appointment is not None:
        hours = f"{hotspot.appointment:%H:%M}"
    days = _word_days(hotspot)
    return f"{hours} ({days})" if days else hours


def _word_days(hotspot: Hotspot) -> str:
    validity = [
        f"{sign} {day.isoformat()}"
        for sign, day in (("≥", hotspot.valid_from), ("≤", hotspot.valid_to))
        if day
    ]
    return "; ".join([*map(str, hotspot.days), *validity])


def find_candidates(hotspot: Hotspot, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units on duty that a hotspot is not withheld from: all, or the one it is for."""
    return tuple(unit for unit in units if hotspot.unit in ("", unit.id))


def find_vehicle_barrier(hotspot: Hotspot, units: Sequence[Unit]) -> Barrier | None:
    """Return why none of the units on duty has the vehicle for a hotspot, or None."""
    candidates = find_candidates(hotspot, units)
    if not candidates:
        return "unit_off_duty", {"unit": hotspot.unit}
    if not any(may_enter(unit, hotspot) for unit in candidates):
        return "vehicle_cannot_reach", {"vehicles": _list_vehicles(candidates)}
    return None


def may_enter(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the user lets the vehicle of a unit get to a hotspot."""
    return not hotspot.access or unit.vehicle in hotspot.access


def find_border(kecamatan: str | None, units: Sequence[Unit]) -> Barrier | None:
    """Return that none of some units may go to a kecamatan, not even on the way, or None."""
    if _list_free(kecamatan, units):
        return None
    return "outside_jurisdiction", {"kecamatan": kecamatan or "?"}


def _list_free(kecamatan: str | None, units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if not unit.strict or has_jurisdiction(unit, kecamatan)]


def is_manned(unit: Unit, hotspot: Hotspot) -> bool:
    """Tell whether the crew of a unit is large enough for a hotspot: one alone only where safe."""
    return unit.crew > 1 or hotspot.level == "aman"


def find_leaders(spot: RatedHotspot, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units whose ways through an area decide its sweeps: those that may serve it.

    All of them where none may serve the middle of it.
    """
    able = (
        unit
        for unit in units
        if is_manned(unit, spot.hotspot) and has_jurisdiction(unit, spot.kecamatan)
    )
    return tuple(able) or tuple(units)


@dataclass(frozen=True, eq=False)
class Crews:
    """The units on duty, and what they can reach."""

    units: tuple[Unit, ...]
    reach: Reach

    def find_able(
        self, hotspot: Hotspot, found: FoundPart
    ) -> tuple[dict[Way, frozenset[str]], Barrier | None]:
        """Return the ways to do a part, each with the units that may, or why there are none."""
        candidates = find_candidates(hotspot, self.units)
        if found.part.kind == "dwell":
            barrier = self._find_road_barrier(found, candidates)
            if barrier is not None:
                return {}, barrier
        near = [unit for unit in candidates if may_enter(unit, hotspot) and self._ways(unit, found)]
        if not near:
            return {}, ("vehicle_cannot_reach", {"vehicles": _list_vehicles(candidates)})
        responsible = [unit for unit in near if has_jurisdiction(unit, found.kecamatan)]
        if not responsible:
            return {}, ("outside_jurisdiction", {"kecamatan": found.kecamatan or "?"})
        able = [unit for unit in responsible if is_manned(unit, hotspot)]
        if not able:
            return {}, ("crew_too_small", {"level": hotspot.level})
        ways = dict.fromkeys(way for unit in able for way in self._ways(unit, found))
        return {
            way: frozenset(unit.id for unit in able if way in self._ways(unit, found))
            for way in ways
        }, None

    def _ways(self, unit: Unit, found: FoundPart) -> list[Way]:
        profile = name_profile(unit)
        return [
            way
            for way in found.ways
            if way.profile == profile
            and self.reach.reaches(profile, way.entry)
            and self.reach.reaches(profile, way.exit)
        ]

    def _find_road_barrier(self, found: FoundPart, candidates: Sequence[Unit]) -> Barrier | None:
        """Return why no road leads to a place, or None.

        Roads that a unit must not drive, because it may not leave its jurisdiction, say nothing
        about a place outside that.
        """
        border = find_border(found.kecamatan, candidates)
        if border is not None:
            return border
        free = _list_free(found.kecamatan, candidates)
        place = found.ways[0].entry
        distance_m = min(self.reach.distance_m(name_profile(unit), place) for unit in free)
        if distance_m <= self.reach.limit_m:
            return None
        return "no_road", {"distance_m": round(distance_m), "limit_m": round(self.reach.limit_m)}


def has_jurisdiction(unit: Unit, kecamatan: str | None) -> bool:
    """Tell whether a unit may serve a kecamatan; an unknown one only if it may serve all."""
    return not unit.jurisdiction or is_among(kecamatan, unit.jurisdiction)


def choose_barrier(barriers: Sequence[Barrier]) -> Barrier:
    """Return of the reasons of all parts that of the part which came nearest to a visit."""
    return max(barriers, key=lambda barrier: _STAGES.index(barrier[0]))


def _list_vehicles(units: Sequence[Unit]) -> str:
    return ", ".join(sorted({unit.vehicle for unit in units}))
