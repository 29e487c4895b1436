"""Plan against track on one map, with what became of each stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from routeplan.export.content.evaluated import (
    EvaluationReader,
    describe_meeting_result,
    describe_nearest,
    describe_outcome,
    describe_outside_spell,
    describe_place,
    describe_road,
    describe_stop_result,
    format_times_of,
    list_evaluation_totals,
    list_sentences,
    list_unit_figures,
)
from routeplan.export.drawing.extent import find_extent
from routeplan.export.drawing.lines import TOLERANCE_M, list_lines, simplify_lines
from routeplan.export.drawing.palette import LineStyle, pick_style
from routeplan.export.webmap.mapdata import encode_roads, set_side_by_side
from routeplan.export.webmap.page import render_page
from routeplan.export.webmap.polyline import encode_lines
from routeplan.export.webmap.stops import Table, make_marker
from routeplan.export.webmap.words import word_frame, word_head
from routeplan.i18n import _
from routeplan.model import Evaluation, Loop, Plan, StopResult, StopState, UnitResult, UnplannedStop
from routeplan.wording import (
    describe_doubt,
    describe_rejected,
    describe_result,
    describe_shift,
    describe_source,
    describe_stop_state,
    format_clock,
    format_span,
    sample_warning,
)

if TYPE_CHECKING:
    from routeplan.roads.network import Network

SCRIPTS = (
    "lines.js", "bus.js", "markers.js", "ground.js", "legend.js", "view.js", "sheet.js",
    "theme.js", "print.js", "spots.js", "evaluation.js",
)  # fmt: skip
STYLES = (
    "theme.css", "frame.css", "map.css", "panel.css", "compare.css", "evaluation.css", "low.css",
    "print.css",
)  # fmt: skip
# What is drawn on badges; the others are drawn by the style.
SIGNS = {"short": "½", "missed": "×", "no_recording": "?", "unplanned": "+"}
# In the order of the legend, what needs a look first.
STATES: tuple[StopState, ...] = ("missed", "late", "short", "no_recording", "visited")
UNPLANNED = "unplanned"


@dataclass(frozen=True)
class ResultLine:
    """A line of the panel: its marker is number `spot` of group `group` of the map."""

    group: int
    spot: int
    state: str
    sign: str
    time: str
    name: str
    notes: str


@dataclass(frozen=True)
class ResultCard:
    """What became of a unit's loop."""

    name: str
    summary: tuple[str, ...]
    style: LineStyle
    figures: list[tuple[str, str]]
    lines: list[ResultLine]
    is_recorded: bool

    @property
    def exceptions(self) -> list[ResultLine]:
        """What is not as planned, as far as anything of the unit is recorded."""
        return [line for line in self.lines if line.state != "visited" and self.is_recorded]


def render_evaluation(plan: Plan, evaluation: Evaluation, *, network: Network | None = None) -> str:
    """Return the map of plan against track as one HTML page in the language in use.

    Parameters
    ----------
    evaluation
        Of this very plan.
    network
        Its roads become the background; None leaves it plain.
    """
    reader = EvaluationReader(plan, evaluation)
    groups = _Groups(reader)
    cards = [_make_card(unit, reader, groups) for unit in evaluation.units]
    exceptions = [(card.name, card.exceptions) for card in cards if card.exceptions]
    context = {
        "title": _("Plan and track: {area}").format(area=evaluation.area.title),
        "shift": describe_shift(evaluation.shift),
        "totals": list_evaluation_totals(evaluation.totals),
        "warning": sample_warning() if evaluation.is_sample else "",
        "sentences": list(list_sentences(evaluation.totals)),
        "notices": [describe_doubt(notice) for notice in evaluation.notices],
        "cards": cards,
        "exceptions": exceptions,
        "exception_count": sum(len(lines) for _name, lines in exceptions),
        "lists": [(head, items) for head, items in _list_lists(reader) if items],
        "source": describe_source(plan),
        "labels": _translate_labels(),
    }
    data = _build_data(reader, groups, network)
    return render_page("evaluation.html", context, data, styles=STYLES, scripts=SCRIPTS)


class _Groups:
    """The markers of all stops, in groups of one result each."""

    def __init__(self, reader: EvaluationReader) -> None:
        self.reader = reader
        self.states = (*STATES, UNPLANNED)
        self.spots: dict[str, list[Table]] = {state: [] for state in self.states}

    def add_stop(self, unit: UnitResult, result: StopResult) -> ResultLine:
        """Add a planned stop, and return its line."""
        number = self.reader.number_stop(unit, result)
        name = self.reader.name_stop(unit, result)
        title = f"{number}. {name}" if number else name
        marker = make_marker(result.lon, result.lat, title, describe_stop_result(unit, result))
        word = describe_result(result)
        marker["hint"] = f"{title}: {word}"
        notes = ", ".join(filter(None, (word, describe_outcome(result, self.reader))))
        return self._add(result.state, marker, format_clock(result.planned_begin), title, notes)

    def add_unplanned(self, unit: UnitResult, stop: UnplannedStop) -> ResultLine:
        """Add an unplanned stop, and return its line."""
        name = describe_place(stop.place)
        nearest = describe_nearest(stop, self.reader)
        rows = [
            (_("Result"), _("unplanned stop")),
            (_("Unit"), unit.title),
            (_("Time"), format_times_of(stop.begin, stop.end)),
            (_("Stay"), format_span(stop.begin, stop.end)),
            (_("Hotspot"), nearest),
        ]
        marker = make_marker(stop.lon, stop.lat, name, [row for row in rows if row[1]])
        parts = (_("unplanned stop"), format_span(stop.begin, stop.end), nearest)
        notes = ", ".join(filter(None, parts))
        return self._add(UNPLANNED, marker, format_clock(stop.begin), name, notes)

    def _add(self, state: str, marker: Table, time: str, name: str, notes: str) -> ResultLine:
        spots = self.spots[state]
        spots.append(marker)
        return ResultLine(
            self.states.index(state), len(spots) - 1, state, SIGNS.get(state, ""), time, name, notes
        )

    def list_tables(self) -> list[Table]:
        """Return the groups for the script; empty ones stay, for their numbers to hold."""
        names: dict[str, str] = {state: describe_stop_state(state) for state in STATES}
        names[UNPLANNED] = _("unplanned stop")
        return [
            {"state": state, "name": names[state], "spots": self.spots[state]}
            for state in self.states
        ]


def _make_card(unit: UnitResult, reader: EvaluationReader, groups: _Groups) -> ResultCard:
    lines = [(stop.planned_begin, groups.add_stop(unit, stop)) for stop in unit.stops]
    lines += [(stop.begin, groups.add_unplanned(unit, stop)) for stop in unit.unplanned]
    made = sum(stop.is_made for stop in unit.stops)
    counts = _("{made} of {n} stops made").format(made=made, n=len(unit.stops))
    summary = (counts,) if unit.is_recorded else (_("no recording"),)
    return ResultCard(
        name=unit.title,
        summary=summary,
        style=pick_style(_find_index(unit, reader)),
        figures=list_unit_figures(unit, reader),
        lines=[line for _moment, line in sorted(lines, key=lambda pair: pair[0])],
        is_recorded=unit.is_recorded,
    )


def _find_index(unit: UnitResult, reader: EvaluationReader) -> int:
    """Return the number of a unit's loop, for the colours of the plan; beyond them without one."""
    loops = [loop.unit_id for loop in reader.plan.loops]
    idle = [item.unit_id for item in reader.evaluation.units if item.unit_id not in loops]
    return [*loops, *idle].index(unit.unit_id)


def _list_lists(reader: EvaluationReader) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield what is told line by line below the units, each under its heading."""
    evaluation = reader.evaluation
    yield (
        _("Roads and areas"),
        [(road.name, describe_road(road, reader)) for road in evaluation.roads],
    )
    yield (
        _("Meetings"),
        [(one.name, describe_meeting_result(one, reader)) for one in evaluation.meetings],
    )
    yield (
        _("Outside the jurisdiction"),
        [(u.title, describe_outside_spell(spell)) for u in evaluation.units for spell in u.outside],
    )
    yield (
        _("Gaps in the recordings"),
        [
            (u.title, f"{format_times_of(gap.begin, gap.end)}, {format_span(gap.begin, gap.end)}")
            for u in evaluation.units
            for gap in u.gaps
        ],
    )
    yield _("Recordings"), [_word_recording(one, reader) for one in evaluation.recordings]


def _word_recording(one: Any, reader: EvaluationReader) -> tuple[str, str]:
    """Return the name of a recording, and whose it is, what was used, and what was not."""
    name = f"{one.file} ({one.device})" if one.device else one.file
    owner = _("of no unit") if one.unit_id is None else reader.reader.name_unit(one.unit_id)
    used = _("{n} points used").format(n=one.fixes)
    rejected = describe_rejected(one)
    unused = _("not used: {points}").format(points=rejected) if rejected else ""
    return name, ", ".join(filter(None, (owner, used, unused)))


def _build_data(reader: EvaluationReader, groups: _Groups, network: Network | None) -> Table:
    plan, evaluation = reader.plan, reader.evaluation
    results = groups.list_tables()
    set_side_by_side(spot for group in results for spot in group["spots"])
    loops = {loop.unit_id: loop for loop in plan.loops}
    return {
        "labels": {**word_frame(), **_translate_labels()},
        "bounds": _find_bounds(plan, evaluation),
        "boundary": encode_lines(list_lines(plan.area.boundary)),
        "roads": [] if network is None else encode_roads(network),
        "units": [_draw_unit(unit, loops.get(unit.unit_id), reader) for unit in evaluation.units],
        "results": results,
        "osm": not evaluation.is_sample,
    }


def _find_bounds(plan: Plan, evaluation: Evaluation) -> list[list[float]]:
    """Return south-west and north-east, latitude first, of the plan and all tracks."""
    corners = np.array(find_extent(plan))
    points = [point for unit in evaluation.units for line in unit.track for point in line]
    if points:
        latlon = np.array(points)[:, ::-1]
        corners[0] = np.minimum(corners[0], latlon.min(axis=0))
        corners[1] = np.maximum(corners[1], latlon.max(axis=0))
    bounds: list[list[float]] = corners.tolist()
    return bounds


def _draw_unit(unit: UnitResult, loop: Loop | None, reader: EvaluationReader) -> Table:
    style = pick_style(_find_index(unit, reader))
    ways = [leg for leg in loop.legs if leg.metres] if loop else []
    ways += [stop.drive for stop in loop.visits if stop.drive] if loop else []
    lines = [np.array(way.geometry, dtype=np.float64).reshape(-1, 2) for way in ways]
    track = [np.array(line, dtype=np.float64) for line in unit.track]
    return {
        "name": unit.title,
        "colour": style.colour,
        "dash": style.dash,
        "planned": encode_lines(simplify_lines(lines, tolerance_m=TOLERANCE_M)),
        "track": encode_lines(track),
    }


def _translate_labels() -> dict[str, str]:
    return {
        **word_head(),
        "exceptions": _("Not as planned"),
        "in_brackets": _("as recorded (as planned)"),
        "itinerary": _("What became of the plan"),
        "planned": _("Planned"),
        "results": _("In short"),
        "skip_panel": _("To what became of the plan"),
        "stops": _("Stops"),
        "units": _("Driven"),
    }
