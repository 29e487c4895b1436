"""What the itinerary looks things up in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.model import Incident, Meeting, RatedHotspot, Shift
from routeplan.roads.matrix import Router

# A village is named only this near its point.
VILLAGE_WITHIN_KM = 3.0


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Names, positions and figures of what is visited; places as in the matrices.

    Parameters
    ----------
    routers
        By the profile of the duties.
    district
        Whose kecamatan jurisdictions name.
    hotspots, meetings
        By their ids.
    meeting_places
        By the ids of meetings the places of their `Meeting.places`.
    worth_of
        What each visit is worth in the plan, by its id.
    incidents
        By the ids of the visits that stand for them.
    """

    shift: Shift
    routers: Mapping[str, Router]
    gazetteer: Gazetteer
    district: Area
    hotspots: Mapping[str, RatedHotspot]
    meetings: Mapping[str, Meeting]
    meeting_places: Mapping[str, tuple[int, ...]]
    worth_of: Mapping[str, float]
    incidents: Mapping[str, Incident] = field(default_factory=dict)
