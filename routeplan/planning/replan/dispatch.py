"""Who goes to an incident: the unit that can be there first and is back in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.errors import PlanRefusedError
from routeplan.i18n import _
from routeplan.model import Duty, Incident, Shift, Unit
from routeplan.planning.places import Reach
from routeplan.planning.replan.beginnings import Errand
from routeplan.roads.matrix import Matrix
from routeplan.wording import format_clock, format_km

# One officer alone is sent only by name: a patrol has at least two.
LEAST_CREW = 2


@dataclass(frozen=True, eq=False)
class Candidate:
    """A unit that may be sent, if it leaves what it is about at once.

    Parameters
    ----------
    place, ready_s
        Where it sets out from, and when.
    driven_m
        What it has driven in the shift.
    straight_on
        As of `routeplan.planning.replan.beginnings.Past`.
    """

    unit: Unit
    duty: Duty
    place: int
    ready_s: int
    driven_m: int
    straight_on: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Dispatcher:
    """Sends units to incidents.

    Parameters
    ----------
    matrices
        By profile.
    places
        Of the incidents, by their ids.
    """

    shift: Shift
    matrices: Mapping[str, Matrix]
    reach: Reach
    places: Mapping[str, int]

    def send(
        self, incidents: Sequence[Incident], candidates: Sequence[Candidate]
    ) -> dict[str, list[Errand]]:
        """Return by unit the incidents that it goes to, one after the other.

        Of several incidents the first is served first; who goes to one is free for the next when
        that is over.

        Raises
        ------
        PlanRefusedError
            Naming an incident that nobody can go to, and why each unit cannot.
        """
        free = {candidate.unit.id: candidate for candidate in candidates}
        errands: dict[str, list[Errand]] = {}
        for incident in incidents:
            named = [free[incident.unit_id]] if incident.unit_id in free else []
            able = named if incident.unit_id else list(free.values())
            hindrances = [self._find_hindrance(one, incident) for one in able]
            ways = [
                (self._find_arrival_s(one, incident), number)
                for number, (one, hindrance) in enumerate(zip(able, hindrances, strict=True))
                if not hindrance
            ]
            if not ways:
                raise PlanRefusedError(_word_refusal(incident, hindrances))
            arrive_s, number = min(ways)
            chosen = able[number]
            errand = Errand(
                replace(incident, unit_id=chosen.unit.id), self.places[incident.id], arrive_s
            )
            errands.setdefault(chosen.unit.id, []).append(errand)
            free[chosen.unit.id] = replace(
                chosen,
                place=errand.place,
                ready_s=errand.leave_s,
                straight_on=None,
                driven_m=chosen.driven_m + self._measure_m(chosen, chosen.place, errand.place),
            )
        return errands

    def _find_arrival_s(self, one: Candidate, incident: Incident) -> int:
        matrix, place = self.matrices[one.duty.profile], self.places[incident.id]
        if one.straight_on is not None and one.straight_on[0] == place:
            return one.straight_on[1]
        return one.ready_s + int(matrix.seconds[one.place, place])

    def _measure_m(self, one: Candidate, start: int, end: int) -> int:
        return int(self.matrices[one.duty.profile].metres[start, end])

    def _find_hindrance(self, one: Candidate, incident: Incident) -> str:
        """Return why a unit cannot go to an incident; empty if it can."""
        place, unit = self.places[incident.id], one.unit
        if not self.reach.reaches(one.duty.profile, place):
            distance_m = self.reach.distance_m(one.duty.profile, place)
            text = _("{unit}: the nearest road that it may drive is {distance} m away.")
            return text.format(unit=unit.title, distance=round(distance_m))
        if unit.crew < LEAST_CREW and not incident.unit_id:
            return _("{unit}: one officer alone is sent only by name.").format(unit=unit.title)
        arrive_s = self._find_arrival_s(one, incident)
        home_s = int(self.matrices[one.duty.profile].seconds[place, one.duty.place])
        back_s = arrive_s + 60 * incident.minutes + home_s
        if back_s > one.duty.window.end_s:
            text = _("{unit}: there at {arrive}, it would be back at {back}, after {latest}.")
            clocks = (arrive_s, back_s, one.duty.window.end_s)
            arrive, back, latest = (format_clock(self.shift.moment(s)) for s in clocks)
            return text.format(unit=unit.title, arrive=arrive, back=back, latest=latest)
        metres = one.driven_m + self._measure_m(one, one.place, place)
        metres += self._measure_m(one, place, one.duty.place)
        if one.duty.max_loop_m is not None and metres > one.duty.max_loop_m:
            text = _("{unit}: it would have driven {km}, more than its {limit}.")
            limit = format_km(one.duty.max_loop_m)
            return text.format(unit=unit.title, km=format_km(metres), limit=limit)
        return ""


def _word_refusal(incident: Incident, hindrances: Sequence[str]) -> str:
    head = _("Nobody can go to {name}:").format(name=incident.name)
    return "\n".join([head, *(f"  - {text}" for text in hindrances)])
