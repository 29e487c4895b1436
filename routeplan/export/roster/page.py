"""The overview of a roster as one page of HTML: calendar, map with a shift to choose, tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.drawing.extent import find_extent
from routeplan.export.drawing.lines import list_lines
from routeplan.export.roster.calendar import (
    abbreviate_names,
    list_choices,
    list_days,
    list_duties,
    list_phases,
    list_weekdays,
    make_chips,
)
from routeplan.export.roster.charts import draw_bars, draw_heat
from routeplan.export.roster.cover_tables import list_coverage, name_level
from routeplan.export.roster.reader import RosterReader, name_kecamatan, name_place
from routeplan.export.roster.shifts import KINDS, ShiftBook
from routeplan.export.roster.tables import (
    list_crews,
    list_figures,
    list_minimums,
    list_places,
    tell_state,
)
from routeplan.export.roster.webtables import show_table, show_value
from routeplan.export.roster.words import word_headings, word_map, word_page
from routeplan.export.webmap.mapdata import encode_roads
from routeplan.export.webmap.page import render_page
from routeplan.export.webmap.polyline import encode_lines
from routeplan.i18n import _, ngettext
from routeplan.model import Plan, Roster, RosterHotspot
from routeplan.wording import (
    describe_level,
    describe_notice,
    describe_source,
    format_date,
    format_km,
    format_number,
    format_share,
    sample_warning,
)

if TYPE_CHECKING:
    from routeplan.roads.network import Network

SCRIPTS = (
    "lines.js", "bus.js", "markers.js", "ground.js", "places.js", "loops.js", "view.js",
    "theme.js", "rostershift.js", "rostertable.js", "roster.js",
)  # fmt: skip
STYLES = ("theme.css", "frame.css", "map.css", "panel.css", "roster.css")

Table = dict[str, Any]


def render_overview(
    reader: RosterReader, plans: Iterable[Plan], *, network: Network | None = None
) -> str:
    """Return the overview as one HTML page in the language in use.

    Parameters
    ----------
    plans
        Those of the planned shifts in their order; each is let go before the next is taken.
    network
        Its roads become the background of the map; None leaves it plain.
    """
    book = ShiftBook(reader)
    for planned, plan in zip(reader.roster.shifts, plans, strict=True):
        book.add(planned, plan)
    return render_page(
        "roster.html", _build_context(reader, book), _build_data(reader, book, network=network),
        styles=STYLES, scripts=SCRIPTS,
    )  # fmt: skip


def describe_period(roster: Roster) -> str:
    """Return from when to when a roster is."""
    return _("{first} to {last}").format(
        first=format_date(roster.first), last=format_date(roster.last)
    )


def _build_context(reader: RosterReader, book: ShiftBook) -> Table:
    roster = reader.roster
    headings = word_headings()
    shown = abbreviate_names(reader.shift_names)
    crews = show_table(list_crews(reader))
    duties = list_duties(reader, shown)
    return {
        "title": _("Roster: {area}").format(area=roster.area_title),
        "period": describe_period(roster),
        "totals": _list_totals(roster),
        "warning": sample_warning() if roster.is_sample else "",
        "unfinished": word_unfinished(roster),
        "words": word_page(),
        "headings": headings,
        "sections": [(f"rp-{name}", heading) for name, heading in headings.items()],
        "units": make_chips([unit.id for unit in roster.units], reader),
        "weekdays": list_weekdays(),
        "days": list_days(reader, book.phases),
        "phases": list_phases(reader.days, book.phases),
        "planned": list_choices(reader),
        "shift_key": [(short, name) for name, short in shown.items()],
        "sums": {"heads": crews.heads[2:]},
        "duty": [
            {"id": duty.id, "title": duty.title, "style": duty.style, "cells": duty.cells,
             "sums": cells[2:]}
            for duty, cells in zip(duties, crews.rows, strict=True)
        ],
        "minimums": show_table(list_minimums(reader), without=frozenset({_("Id")})),
        "minimum_text": word_minimums(reader),
        "figures": [_show_figure(figure) for figure in list_figures(reader)],
        "places": show_table(list_places(reader), without=frozenset({_("Id")})),
        "heat": draw_heat(reader),
        "coverage": _show_coverage(reader),
        "notices": [*map(describe_notice, roster.notices), *book.common_notes],
        "source": describe_source(roster),
    }  # fmt: skip


def _list_totals(roster: Roster) -> list[tuple[str, str]]:
    shifts = len(roster.shifts)
    visits = sum(len(planned.visits) for planned in roster.shifts)
    metres = sum(planned.metres for planned in roster.shifts)
    totals = [
        (format_number(shifts), ngettext("shift planned", "shifts planned", shifts)),
        (format_number(visits), ngettext("visit", "visits", visits)),
        (format_km(metres), _("to drive")),
    ]
    if roster.figures is not None:
        totals.append((format_share(roster.figures.kept_share, decimals=1), _("of the best worth")))
    return totals


def word_unfinished(roster: Roster) -> str:
    """Return how much of a roster is planned; empty where all is."""
    if roster.is_finished:
        return ""
    text = _(
        "{n} of {all} shifts are planned. Run the same command again to go on with the others."
    )
    return text.format(n=len(roster.shifts), all=len(roster.watches))


def word_minimums(reader: RosterReader) -> str:
    """Return how many of the minimums are met, and what they are."""
    roster = reader.roster
    if not roster.minimums:
        return _(
            "No hotspot has a minimum in these days: what is asked for in 28 days (per_month) is "
            "rounded down to the days of the roster."
        )
    states = [tell_state(minimum, reader) for minimum in roster.minimums]
    text = _(
        "Met: {met} of {asked}. Not met: {unmet}. Impossible: {impossible}. Asked for is per_month "
        "of the table of hotspots, or of the settings, in proportion to the days."
    )
    return text.format(
        met=states.count(_("met")),
        asked=len(states),
        unmet=states.count(_("not met")),
        impossible=states.count(_("impossible")),
    )


def _show_figure(figure: Any) -> Table:
    return {
        "name": figure.name,
        "roster": show_value(figure.roster, figure.kind),
        "best": show_value(figure.best, figure.kind),
        "uniform": show_value(figure.uniform, figure.kind),
        "meaning": figure.meaning,
    }


def _show_coverage(reader: RosterReader) -> list[Table]:
    coverage = reader.coverage
    groups: list[tuple[tuple[Coverage, ...], Any]] = [
        (coverage.kecamatan, name_kecamatan),
        (coverage.categories, reader.name_category),
        (coverage.levels, name_level),
        ((), name_kecamatan),
    ]
    parts = []
    for table, (items, name) in zip(list_coverage(reader), groups, strict=True):
        bars = draw_bars(items, name)
        text = _("{title}: share of the risk that is visited, and the longest gap in days.")
        parts.append({
            "table": show_table(table),
            "bars": bars,
            "height": 22 * len(bars) + 2,
            "text": text.format(title=table.title),
        })  # fmt: skip
    return parts


def _build_data(reader: RosterReader, book: ShiftBook, *, network: Network | None) -> Table:
    roster = reader.roster
    return {
        "labels": word_map(),
        "bounds": _find_bounds(roster, book.areas),
        "boundary": encode_lines(list_lines(book.areas[0].area.boundary) if book.areas else []),
        "roads": [] if network is None else encode_roads(network, tolerance_m=ROAD_TOLERANCE_M),
        "osm": not roster.is_sample,
        "kinds": KINDS,
        "ways": list(book.ways),
        "places": list(book.spots),
        "titles": list(book.titles),
        "spots": [_describe_spot(spot, reader) for spot in roster.hotspots],
        "units": [
            {"name": unit.title, "colour": style.colour, "ink": style.ink, "dash": style.dash}
            for unit, style in zip(roster.units, reader.styles.values(), strict=True)
        ],
        "shifts": [
            {**told, "notes": book.list_notes(told), **_link(planned.plan)}
            for told, planned in zip(book.shifts, roster.shifts, strict=True)
        ],
    }


# Streets behind the loops may be a little rough: the map of a single plan has them in full.
ROAD_TOLERANCE_M = 8.0


def _find_bounds(roster: Roster, areas: list[Plan]) -> list[list[float]]:
    """Return south-west and north-east of what the map shows first, latitude first."""
    if areas:
        return find_extent(areas[0])
    places = [(spot.lat, spot.lon) for spot in roster.hotspots]
    places += [(unit.lat, unit.lon) for unit in roster.units]
    corners = np.array(places)
    return [corners.min(axis=0).tolist(), corners.max(axis=0).tolist()]


def _link(path: str) -> Table:
    """Return where the folder of a plan is, for a browser and for a reader."""
    folder = path.rpartition("/")[0]
    return {
        "folder": f"./{quote(folder, safe='/')}/" if folder else "./",
        "path": path,
        "command": f'routeplan export "{path}" --to html,pdf',
    }


def _describe_spot(spot: RosterHotspot, reader: RosterReader) -> tuple[str, str, str, str]:
    found = {item.name: item for item in reader.coverage.spots}[spot.id]
    text = _("{visits} visits, longest gap {days} days").format(
        visits=format_number(found.visits, decimals=1), days=found.longest_gap_days or 0
    )
    return (reader.name_category(spot.category), describe_level(spot.level), name_place(spot), text)
