"""The visits that can still be made, within what is left of the hours of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.hotspots.phases import find_phases
from routeplan.hotspots.risk import rate_hotspots
from routeplan.model import (
    Hotspot,
    Notice,
    RatedHotspot,
    Shift,
    TimeWindow,
    Unvisited,
    Visit,
)
from routeplan.planning.barriers import (
    Barrier,
    Crews,
    find_candidates,
    find_vehicle_barrier,
    may_enter,
)
from routeplan.planning.cadence import Windows
from routeplan.planning.closed_off import ClosedRoads
from routeplan.planning.inputs import Inputs
from routeplan.planning.obligations import OnDuty
from routeplan.planning.parts import FoundPart, Way
from routeplan.planning.prepare import Prospect, find_hours, find_prospect
from routeplan.planning.replan.known import KnownParts
from routeplan.planning.replan.rebuild import ELSEWHERE
from routeplan.planning.replan.slots import PlannedVisit, Slot, list_slots
from routeplan.planning.traffic import list_profiles
from routeplan.planning.visits import HotspotVisits, VisitMaker
from routeplan.planning.windows import cut_windows, drop_worthless
from routeplan.wording import format_clock

Ways = Mapping[Way, frozenset[str]]
ByPart = Mapping[str, Sequence[PlannedVisit]]


@dataclass(frozen=True, eq=False)
class Openings:
    """What can still be done for the hotspots, in their order.

    Parameters
    ----------
    slots
        The visits wished for of each part, by its id.
    """

    rated: tuple[RatedHotspot, ...]
    visits: tuple[Visit, ...]
    barred: tuple[Unvisited, ...]
    notices: tuple[Notice, ...]
    slots: Mapping[str, Sequence[Slot]]


@dataclass(frozen=True, eq=False)
class Prospects:
    """The hotspots with their parts before their places meet the road.

    Parameters
    ----------
    known
        Those of the plan: the barrier of all of each, or its parts.
    added
        New ones.
    """

    known: tuple[Prospect, ...]
    added: tuple[Prospect, ...]


def find_prospects(
    rated: Iterable[RatedHotspot], added: Iterable[RatedHotspot], *, parts: KnownParts,
    on_duty: OnDuty,
) -> Prospects:  # fmt: skip
    """Return the parts of hotspots; the places they need are added to the table of `parts`.

    Parameters
    ----------
    rated, added
        Those of the plan, as they are, and new ones.
    on_duty
        All units of the plan.
    """
    return Prospects(
        tuple(_find_known(spot, parts, on_duty) for spot in rated),
        tuple(find_prospect(spot, parts.finder, on_duty) for spot in added),
    )


def rate_added(inputs: Inputs, hotspots: Sequence[Hotspot]) -> tuple[RatedHotspot, ...]:
    """Return new hotspots with their risk on the date of the shift.

    Where a history is in use they count as never visited, as the others of the plan show.
    """
    both = rate_hotspots(
        (*inputs.hotspots, *hotspots),
        config=inputs.config,
        phases=find_phases(inputs.phases, inputs.shift.date),
        area=inputs.district,
        gazetteer=inputs.gazetteer,
        last_visits=inputs.last_visits,
        day=inputs.shift.date,
    )
    return both[len(inputs.hotspots) :]


def _find_known(spot: RatedHotspot, parts: KnownParts, on_duty: OnDuty) -> Prospect:
    windows = find_hours(spot.hotspot, on_duty)
    barrier = find_vehicle_barrier(spot.hotspot, on_duty.units)
    units = find_candidates(spot.hotspot, on_duty.units)
    profiles = list_profiles(unit for unit in units if may_enter(unit, spot.hotspot))
    # what cannot be visited any more still has parts, some of which have been visited
    return Prospect(parts.find_parts(spot, profiles), windows, barrier)


@dataclass(frozen=True, eq=False)
class OpeningFinder:
    """Finds what can still be done for the hotspots of a plan and for new ones.

    Parameters
    ----------
    crews
        All units of the plan, and what they can reach.
    active
        Those that can still do something.
    maker
        Makes the visits of new hotspots, for what is left of their duties.
    closed
        To say what cuts off a place.
    closed_now
        Ids of the closures that are new.
    left_out
        What the plan says of hotspots that it leaves out, by their ids.
    """

    shift: Shift
    now_s: int
    crews: Crews
    active: frozenset[str]
    maker: VisitMaker
    closed: ClosedRoads
    closed_now: frozenset[str]
    planned: ByPart
    left_out: Mapping[str, Sequence[Unvisited]]

    def find_openings(self, prospects: Prospects) -> Openings:
        """Return what can still be done."""
        slots: dict[str, Sequence[Slot]] = {}
        made = [self._open_known(item, slots) for item in prospects.known]
        made += [self._name_kecamatan(self._open_added(item)) for item in prospects.added]
        return Openings(
            rated=tuple(item.rated for item in made),
            visits=tuple(visit for item in made for visit in item.visits),
            barred=tuple(
                self.closed.explain(left_out, item.rated)
                for item in made
                for left_out in item.barred
            ),
            notices=tuple(notice for item in made for notice in item.notices),
            slots=slots,
        )

    # ------------------------------------------------------------------------------ of the plan

    def _open_known(self, item: Prospect, slots: dict[str, Sequence[Slot]]) -> HotspotVisits:
        rated = item.found.rated
        if not rated.parts:
            kept = tuple(self.left_out.get(rated.hotspot.id, ()))
            return HotspotVisits(rated, barred=kept)
        visits, barred = list[Visit](), list[Unvisited]()
        hours = self._find_hours(item)
        for found in item.found.parts:
            part = found.part
            slots[part.id] = list_slots(part, hours, self.planned.get(part.id, ()))
            open_slots = [s for s in slots[part.id] if not (s.planned and s.planned.is_done)]
            if not open_slots:
                continue
            ways, barrier = self._find_ways(rated, found, item.barrier)
            if barrier is not None:
                told = self._tell(rated, part.id, barrier)
                barred.append(Unvisited(rated.hotspot.id, *told, part.id, len(open_slots)))
                continue
            own = self._make_visits(rated, found, ways, open_slots)
            visits += own
            if len(own) < len(open_slots):
                missed = len(open_slots) - len(own)
                barred.append(Unvisited(rated.hotspot.id, *self._too_late, part.id, missed))
        return HotspotVisits(rated, tuple(visits), tuple(barred))

    def _find_hours(self, item: Prospect) -> Windows:
        """Return when a single visit may begin, as when the shift was planned."""
        rated = item.found.rated
        if rated.hotspot.is_required:
            return item.windows
        return drop_worthless(item.windows, rated.hours, self.shift)

    def _find_ways(
        self, rated: RatedHotspot, found: FoundPart, barrier: Barrier | None
    ) -> tuple[Ways, Barrier | None]:
        """Return the ways to do a part, each with the units that may, or why there are none."""
        if rated.hotspot.forbidden:
            return {}, ("forbidden", {})
        if barrier is not None:
            return {}, barrier
        if found.ways:
            return self.crews.find_able(rated.hotspot, found)
        vehicles = ", ".join(sorted({unit.vehicle for unit in self.crews.units}))
        return {}, ("vehicle_cannot_reach", {"vehicles": vehicles})

    def _tell(self, rated: RatedHotspot, part_id: str, barrier: Barrier) -> Barrier:
        """Return why a part is left out: as before, or with what is closed since then."""
        reason, detail = barrier
        if reason != "vehicle_cannot_reach":
            return barrier
        for item in self.left_out.get(rated.hotspot.id, ()):
            if item.reason == reason and item.part_id == part_id:
                return reason, item.detail
        names = self.closed.name_closures(self.crews.units, self.closed_now)
        return reason, {**detail, "closures": names} if names else detail

    @property
    def _too_late(self) -> Barrier:
        return "too_late", {"moment": format_clock(self.shift.moment(self.now_s))}

    def _make_visits(
        self, rated: RatedHotspot, found: FoundPart, ways: Ways, slots: Sequence[Slot]
    ) -> list[Visit]:
        """Return the visits of a part that somebody can still make, whose hours are not over."""
        ways = {way: able for way, units in ways.items() if (able := units & self.active)}
        if not ways:
            return []
        hotspot, part = rated.hotspot, found.part
        left = TimeWindow(self.now_s, max(self.shift.length_s, self.now_s))
        open_to = {slot.id: cut_windows(slot.windows, left) for slot in slots}
        required = self._find_required(rated, part.id, slots, open_to)
        return [
            Visit(
                id=slot.id,
                options=self.maker.list_options(rated, part, ways, open_to[slot.id]),
                kind=part.kind,
                hotspot_id=hotspot.id,
                part_id=part.id,
                series=part.id,
                required=slot.id == required,
                category=hotspot.category,
            )
            for slot in slots
            if open_to[slot.id]
        ]

    def _find_required(
        self,
        rated: RatedHotspot,
        part_id: str,
        slots: Sequence[Slot],
        open_to: Mapping[str, Windows],
    ) -> str | None:
        """Return which visit of a required part has to be made: one that is planned, if any is."""
        is_made = any(visit.is_done for visit in self.planned.get(part_id, ()))
        able = [slot for slot in slots if open_to[slot.id]]
        if not rated.hotspot.is_required or is_made or not able:
            return None
        best = max(able, key=lambda slot: (slot.planned is not None, _measure(open_to[slot.id])))
        return best.id

    # ------------------------------------------------------------------------------------ added

    def _open_added(self, item: Prospect) -> HotspotVisits:
        if item.barrier is not None:
            return self.maker.bar(item.found.rated, item.barrier)
        left = cut_windows(item.windows, TimeWindow(self.now_s, self.shift.length_s))
        if not left or left[0].start_s == self.shift.length_s:  # nothing begins at its end
            return self.maker.bar(item.found.rated, self._too_late)
        made = self.maker.make_visits(item.found, left)
        visits = [self._leave_active(visit) for visit in made.visits]
        missed = [
            Unvisited(visit.hotspot_id or "", *self._too_late, visit.part_id)
            for visit, kept in zip(made.visits, visits, strict=True)
            if kept is None
        ]
        kept_visits = tuple(visit for visit in visits if visit is not None)
        return replace(made, visits=kept_visits, barred=(*made.barred, *missed))

    def _name_kecamatan(self, made: HotspotVisits) -> HotspotVisits:
        """Return a new hotspot without a kecamatan where the plan does not tell the outlines."""
        if made.rated.kecamatan != ELSEWHERE:
            return made
        return replace(made, rated=replace(made.rated, kecamatan=None))

    def _leave_active(self, visit: Visit) -> Visit | None:
        """Return a visit for the units that can still do something, None if none of them may."""
        options = tuple(
            replace(option, units=option.units & self.active)
            for option in visit.options
            if option.units & self.active
        )
        return replace(visit, options=options) if options else None


def _measure(windows: Windows) -> int:
    return sum(window.length_s for window in windows)


def group_by_part(planned: Iterable[PlannedVisit]) -> dict[str, list[PlannedVisit]]:
    """Return visits by the ids of their parts."""
    found: defaultdict[str, list[PlannedVisit]] = defaultdict(list)
    for visit in planned:
        if visit.stop.part_id is not None:
            found[visit.stop.part_id].append(visit)
    return found


def mark_demands(
    rated: Iterable[RatedHotspot], *, require: Iterable[str], forbid: Iterable[str]
) -> tuple[RatedHotspot, ...]:
    """Return hotspots that are required, or forbidden, from now on."""
    required, forbidden = set(require), set(forbid)
    return tuple(
        replace(
            spot,
            hotspot=replace(
                spot.hotspot,
                required=spot.hotspot.required or spot.hotspot.id in required,
                forbidden=(spot.hotspot.forbidden or spot.hotspot.id in forbidden)
                and spot.hotspot.id not in required,
            ),
        )
        for spot in rated
    )
