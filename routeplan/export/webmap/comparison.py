"""Two plans on one map: what the second does otherwise than the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.export.content.comparison import Comparison, HotspotChange
from routeplan.export.content.differences import (
    ARROW,
    FIRST,
    SECOND,
    describe_change,
    describe_plans,
    list_changes,
    list_notes,
    list_sums,
    list_units,
)
from routeplan.export.content.totals import list_totals
from routeplan.export.drawing.extent import find_extent
from routeplan.export.drawing.lines import TOLERANCE_M, list_lines, simplify_lines
from routeplan.export.drawing.palette import OKABE_ITO
from routeplan.export.webmap.mapdata import encode_roads, set_side_by_side
from routeplan.export.webmap.page import render_page
from routeplan.export.webmap.polyline import encode_lines
from routeplan.export.webmap.stops import Table, make_marker
from routeplan.export.webmap.words import word_frame, word_head
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.wording import describe_planned_shift, describe_source, sample_warning

if TYPE_CHECKING:
    from routeplan.roads.network import Network

SCRIPTS = (
    "lines.js", "bus.js", "markers.js", "ground.js", "legend.js", "view.js", "sheet.js",
    "theme.js", "print.js", "spots.js", "compare.js",
)  # fmt: skip
STYLES = (
    "theme.css", "frame.css", "map.css", "panel.css", "compare.css", "low.css", "print.css",
)  # fmt: skip

COLOURS = OKABE_ITO[0], OKABE_ITO[1]


def render_comparison(comparison: Comparison, *, network: Network | None = None) -> str:
    """Return the map of two plans as one HTML page in the language in use.

    The loops of the first plan are a broad line, those of the second a narrow one upon it; each
    hotspot has a marker that says what becomes of it.

    Parameters
    ----------
    network
        Its roads become the background; None leaves it plain.
    """
    plans = comparison.first, comparison.second
    data = _build_data(comparison, network=network)
    context = {
        "title": _("Two plans compared: {area}").format(area=comparison.second.area.title),
        "shift": " / ".join(dict.fromkeys(describe_planned_shift(plan) for plan in plans)),
        "totals": [(ARROW.join(figures), word) for *figures, word in _pair_totals(plans)],
        "plans": list(zip((FIRST, SECOND), describe_plans(comparison), COLOURS, strict=True)),
        "warning": sample_warning() if any(plan.is_sample for plan in plans) else "",
        "notes": list_notes(comparison),
        "sums": list_sums(comparison),
        "unit_heads": (_("Stops"), _("Length"), _("Hours")),
        "units": list_units(comparison),
        "changes": list_changes(comparison),
        "source": " / ".join(dict.fromkeys(map(describe_source, plans))),
        "labels": _translate_labels(),
    }
    return render_page("compare.html", context, data, styles=STYLES, scripts=SCRIPTS)


def _pair_totals(plans: tuple[Plan, Plan]) -> list[tuple[str, str, str]]:
    """Return figures that differ, of both plans, each with its word."""
    first, second = map(list_totals, plans)
    pairs = zip(first, second, strict=True)
    return [(here, there, word) for (here, _word), (there, word) in pairs if here != there]


def _build_data(comparison: Comparison, *, network: Network | None) -> Table:
    plans = comparison.first, comparison.second
    corners = np.array([find_extent(plan) for plan in plans])
    changes = [
        (key, heading, [_draw_spot(item, comparison) for item in items])
        for key, heading, items in list_changes(comparison)
    ]
    set_side_by_side(spot for *_head, spots in changes for spot in spots)
    return {
        "labels": {**word_frame(), **_translate_labels()},
        "bounds": [corners[:, 0].min(axis=0).tolist(), corners[:, 1].max(axis=0).tolist()],
        "boundary": encode_lines(list_lines(comparison.second.area.boundary)),
        "roads": [] if network is None else encode_roads(network),
        "plans": [
            {"name": name, "colour": colour, **_encode_loops(plan)}
            for name, colour, plan in zip((FIRST, SECOND), COLOURS, plans, strict=True)
        ],
        "changes": [
            {"change": key, "name": heading, "spots": spots} for key, heading, spots in changes
        ],
        "osm": not all(plan.is_sample for plan in plans),
    }


def _encode_loops(plan: Plan) -> Any:
    ways = [leg for loop in plan.loops for leg in loop.legs if leg.metres]
    ways += [stop.drive for loop in plan.loops for stop in loop.visits if stop.drive]
    lines = [np.array(way.geometry, dtype=np.float64).reshape(-1, 2) for way in ways]
    return encode_lines(simplify_lines(lines, tolerance_m=TOLERANCE_M))


def _draw_spot(item: HotspotChange, comparison: Comparison) -> Table:
    spot = item.rated.hotspot
    return make_marker(spot.lon, spot.lat, spot.name, describe_change(item, comparison))


def _translate_labels() -> dict[str, str]:
    return {
        **word_head(),
        "difference": _("B − A"),
        "figure": _("Figure"),
        "itinerary": _("What is different"),
        "results": _("Both plans in figures"),
        "skip_panel": _("To what is different"),
        "stops": _("Hotspots"),
        "units": _("Plans"),
        "by_unit": _("By unit: A → B"),
    }
