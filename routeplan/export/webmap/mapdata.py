"""What the map's script draws: markers, lines and their popups, as plain tables for JSON.

All text is ready to be shown; the script inserts it as text, never as HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.extent import find_extent
from routeplan.export.drawing.lines import TOLERANCE_M, list_lines
from routeplan.export.drawing.palette import pick_style
from routeplan.export.drawing.roads import collect_roads
from routeplan.export.webmap.heat import list_weights
from routeplan.export.webmap.places import draw_closures, draw_shapes, draw_unvisited
from routeplan.export.webmap.polyline import encode_lines
from routeplan.export.webmap.search import list_finds
from routeplan.export.webmap.stops import Table, draw_base, draw_legs, draw_stops, make_marker
from routeplan.export.webmap.timeline import build_timeline
from routeplan.export.webmap.words import word_frame
from routeplan.i18n import _
from routeplan.model import Loop, Plan, StopKind, Unit
from routeplan.wording import describe_kind, describe_vehicle

if TYPE_CHECKING:
    from routeplan.roads.network import Network

TILE_URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"  # allowed by the page in frame.py
KINDS: tuple[StopKind, ...] = (
    "dwell", "pass", "sweep", "break", "meeting", "position", "incident",
)  # fmt: skip
SAME_PLACE_DECIMALS = 4  # of a degree: markers within about 11 m are set side by side


def build_map_data(plan: Plan, *, network: Network | None = None, tiles: bool = False) -> Table:
    """Return everything the script needs to draw `plan`."""
    reader = PlanReader(plan)
    loops = [_draw_loop(loop, index, reader) for index, loop in enumerate(plan.loops)]
    unvisited = draw_unvisited(reader, network=network)
    idle = [_draw_idle(unit) for unit in plan.idle_units]
    closures = draw_closures(reader, network=network)
    markers = [marker for loop in loops for marker in (loop["base"], *loop["stops"])]
    alone = [item for item in unvisited if "points" not in item]
    set_side_by_side([*markers, *idle, *alone, *closures])
    return {
        "labels": {**_translate_labels(), "unvisited": reader.left_out_label},
        "bounds": find_extent(plan),
        "boundary": encode_lines(list_lines(plan.area.boundary)),
        "roads": [] if network is None else encode_roads(network),
        "shapes": draw_shapes(reader),
        "closures": closures,
        "units": loops,
        "kinds": _list_kinds(plan),
        "idle": idle,
        "unvisited": unvisited,
        "timeline": build_timeline(reader),
        "search": list_finds(reader),
        "heat": list_weights(reader, network=network),
        "tiles": TILE_URL if tiles else None,
        "osm": tiles or not plan.is_sample,
    }


def encode_roads(network: Network, *, tolerance_m: float = TOLERANCE_M) -> list[Table]:
    """Return the roads by rank, from narrow to wide, none moved by more than a tolerance."""
    roads = collect_roads(network, tolerance_m=tolerance_m)
    return [{"rank": own.rank, **encode_lines(own.lines)} for own in roads]


def _draw_loop(loop: Loop, index: int, reader: PlanReader) -> Table:
    style = pick_style(index)
    return {
        "name": reader.name_unit(loop.unit_id),
        "colour": style.colour,
        "ink": style.ink,
        "dash": style.dash,
        "base": draw_base(loop, reader),
        "stops": draw_stops(loop, reader),
        "legs": draw_legs(loop, reader),
    }


def _draw_idle(unit: Unit) -> Table:
    rows = [
        (_("Unit"), unit.title),
        (_("Vehicle"), describe_vehicle(unit.vehicle)),
        (_("Loop"), _("no stops")),
    ]
    return make_marker(unit.lon, unit.lat, unit.base or _("Base"), rows)


def set_side_by_side(markers: Iterable[Table]) -> None:
    """Give each marker its `shift`: places to the right of the middle of those at one place."""
    groups: defaultdict[tuple[float, float], list[Table]] = defaultdict(list)
    for marker in markers:
        lat, lon = marker["at"]
        groups[round(lat, SAME_PLACE_DECIMALS), round(lon, SAME_PLACE_DECIMALS)].append(marker)
    for group in groups.values():
        for position, marker in enumerate(group):
            marker["shift"] = position - (len(group) - 1) / 2


def _list_kinds(plan: Plan) -> list[Table]:
    """Return the kinds of stops in the plan with their names, in the order of the legend."""
    found = {stop.kind for loop in plan.loops for stop in loop.stops}
    return [{"kind": kind, "name": describe_kind(kind)} for kind in KINDS if kind in found]


def _translate_labels() -> dict[str, str]:
    return {
        **word_frame(),
        "areas": _("Areas"),
        "closures": _("Closed roads"),
        "heat": _("Risk of the shift"),
        "high": _("high"),
        "low": _("low"),
        "pause": _("Pause"),
        "play": _("Play the shift"),
        "search_shown": _("{name} is shown on the map."),
        "tiles": _("Map tiles"),
    }
