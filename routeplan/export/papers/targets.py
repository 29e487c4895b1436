"""The targets of a shift (sasaran): its hotspots by level and category, and their visits."""

from __future__ import annotations

from collections.abc import Iterable

from routeplan.export.content.reader import PlanReader
from routeplan.export.papers.blocks import Table
from routeplan.export.papers.shared import name_area
from routeplan.i18n import _, ngettext
from routeplan.model import LEVELS, Level, RatedHotspot
from routeplan.model.unvisited import NOT_DUE
from routeplan.wording import describe_level, format_clock, name_category

# The times of a road that is driven along often would fill the sheet.
MAX_TIMES = 4


def list_targets(reader: PlanReader) -> list[RatedHotspot]:
    """Return the hotspots that are a matter of this shift, the most vulnerable first."""
    left = {item.hotspot_id for item in reader.plan.unvisited if item.reason in NOT_DUE}
    visited = find_visited(reader)
    due = [
        rated
        for rated in reader.plan.hotspots
        if rated.hotspot.id in visited or rated.hotspot.id not in left
    ]
    return sorted(due, key=lambda rated: (-LEVELS.index(rated.hotspot.level), -rated.risk))


def find_visited(reader: PlanReader) -> frozenset[str]:
    """Return the ids of the hotspots that are visited at least once."""
    stops = (stop for loop in reader.plan.loops for stop in loop.visits)
    return frozenset(stop.hotspot_id for stop in stops if stop.hotspot_id)


def count_levels(targets: Iterable[RatedHotspot], reader: PlanReader) -> list[tuple[str, str]]:
    """Return each level, the highest first, with its number of hotspots and of those visited."""
    targets, visited = list(targets), find_visited(reader)
    return [(describe_level(level), _count(level, targets, visited)) for level in reversed(LEVELS)]


def _count(level: Level, targets: list[RatedHotspot], visited: frozenset[str]) -> str:
    ids = [rated.hotspot.id for rated in targets if rated.hotspot.level == level]
    return ngettext(
        "{n} place, {visited} visited", "{n} places, {visited} visited", len(ids)
    ).format(n=len(ids), visited=len(visited.intersection(ids)))


def make_target_table(targets: Iterable[RatedHotspot], reader: PlanReader) -> Table:
    """Return the hotspots with level, category, and the units and times that visit them."""
    return Table(
        head=(_("Place"), _("Village / Kec."), _("Category"), _("Level"), _("Unit and time")),
        rows=tuple(
            (
                rated.hotspot.name,
                name_area(rated),
                name_category(reader.plan, rated.hotspot.category),
                describe_level(rated.hotspot.level),
                list_times(rated, reader) or _("not visited"),
            )
            for rated in targets
        ),
        widths=(0.28, 0.21, 0.14, 0.15, 0.22),
    )


def list_times(rated: RatedHotspot, reader: PlanReader) -> str:
    """Return when which units come to a hotspot, a unit's times shortened; empty for none."""
    texts = []
    for loop in reader.plan.loops:
        stops = [stop for stop in loop.visits if stop.hotspot_id == rated.hotspot.id]
        times = list(dict.fromkeys(format_clock(stop.arrive) for stop in stops))
        if len(times) > MAX_TIMES:
            times = [*times[: MAX_TIMES - 1], "…", times[-1]]
        if times:
            texts.append(f"{reader.name_unit(loop.unit_id)}: {', '.join(times)}")
    return "\n".join(texts)


def make_category_table(targets: Iterable[RatedHotspot], reader: PlanReader) -> Table:
    """Return how many hotspots of each category and level there are, with visits, and in all."""
    groups: dict[str, list[RatedHotspot]] = {}
    targets = list(targets)
    for rated in targets:
        label = name_category(reader.plan, rated.hotspot.category)
        groups.setdefault(label, []).append(rated)
    rows = [_make_category_row(label, groups[label], reader) for label in sorted(groups)]
    rows.append(_make_category_row(_("In all"), targets, reader))
    levels = tuple(describe_level(level) for level in LEVELS)
    return Table(
        head=(_("Target"), *levels, _("In all"), _("Visited"), _("Stops")),
        rows=tuple(rows),
        widths=(0.28, 0.1, 0.12, 0.14, 0.14, 0.13, 0.09),
        right=frozenset(range(1, 7)),
        shaded=frozenset({len(rows) - 1}),
    )


def _make_category_row(
    label: str, members: list[RatedHotspot], reader: PlanReader
) -> tuple[str, ...]:
    ids = {rated.hotspot.id for rated in members}
    stops = [s for loop in reader.plan.loops for s in loop.visits if s.hotspot_id in ids]
    levels = [sum(rated.hotspot.level == level for rated in members) for level in LEVELS]
    visited = len(ids & find_visited(reader))
    return (label, *map(str, (*levels, len(members), visited, len(stops))))
