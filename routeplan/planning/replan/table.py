"""All places that the rest of a shift needs, on the roads as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from routeplan.model import Incident
from routeplan.planning.places import PlaceTable, Reach, make_routers
from routeplan.planning.replan.moment import Moment, Stand
from routeplan.planning.replan.positions import Place, locate_entry
from routeplan.roads.matrix import Matrix, Router, compute_matrix


@dataclass(frozen=True, eq=False)
class Ground:
    """The places of a problem on the roads of each profile."""

    table: PlaceTable
    routers: Mapping[str, Router]
    matrices: Mapping[str, Matrix]
    reach: Reach

    def find(self, place: Place) -> int:
        """Return the number of a place that is in the table."""
        return add_place(self.table, place)


def start_table(
    moment: Moment, stands: Sequence[Stand], incidents: Sequence[Incident]
) -> PlaceTable:
    """Return a table of the bases, of where units turn and go next, and of the incidents."""
    table = PlaceTable([(unit.lon, unit.lat) for unit in moment.plan.units])
    for incident in incidents:
        table.add_point(incident.lon, incident.lat)
    for stand in stands:
        add_place(table, stand.turn.place)
        for stop in stand.standing.ahead[:1]:
            add_place(table, locate_entry(stop, moment.scene.network))
    return table


def add_place(table: PlaceTable, place: Place) -> int:
    """Return the number of a place, which is added to the table if it is not in it."""
    return table.add_point(*place) if isinstance(place, tuple) else table.add_node(place)


def lay_ground(moment: Moment, table: PlaceTable) -> Ground:
    """Return a table with the matrices between its places."""
    routers = make_routers(moment.scene.after, table)
    snaps = {profile: router.snaps for profile, router in routers.items()}
    matrices = {profile: compute_matrix(router) for profile, router in routers.items()}
    return Ground(table, routers, matrices, Reach(snaps, moment.scene.refuse_m))
