"""What outputs say of an evaluation: its sums, its stops unit by unit, and what was unplanned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from routeplan.export.content.reader import PlanReader, find_numbers
from routeplan.i18n import _, ngettext
from routeplan.model import (
    Evaluation,
    EvaluationTotals,
    MeetingResult,
    OutsideSpell,
    Plan,
    RoadResult,
    Stop,
    StopResult,
    UnitResult,
    UnplannedStop,
)
from routeplan.wording import (
    describe_kind,
    describe_lateness,
    describe_meeting,
    describe_result,
    describe_shortfall,
    describe_village,
    format_clock,
    format_km,
    format_metres,
    format_minutes,
    format_number,
    format_share,
    format_span,
)

NONE = "–"
DASH = "–"


@dataclass(frozen=True, eq=False)
class EvaluationReader:
    """Looks up what belongs to the results of an evaluation in its plan."""

    plan: Plan
    evaluation: Evaluation

    @cached_property
    def reader(self) -> PlanReader:
        """The plan, looked up."""
        return PlanReader(self.plan)

    @cached_property
    def _stops(self) -> dict[str, tuple[Stop, ...]]:
        return {loop.unit_id: loop.stops for loop in self.plan.loops}

    @cached_property
    def _numbers(self) -> dict[str, dict[int, str]]:
        return {loop.unit_id: find_numbers(loop) for loop in self.plan.loops}

    def find_stop(self, unit: UnitResult, result: StopResult) -> Stop:
        """Return the planned stop of a result."""
        return self._stops[unit.unit_id][result.number]

    def number_stop(self, unit: UnitResult, result: StopResult) -> str:
        """Return the number of a visit as on the map of the plan; empty for breaks and meetings."""
        return self._numbers[unit.unit_id].get(id(self.find_stop(unit, result)), "")

    def name_stop(self, unit: UnitResult, result: StopResult) -> str:
        """Return the name of a stop with the part of its hotspot, or with its kind."""
        stop = self.find_stop(unit, result)
        name = self.reader.name_stop(stop)
        return name if result.hotspot_id else f"{describe_kind(result.kind)}: {name}"

    def name_hotspot(self, hotspot_id: str | None) -> str:
        """Return the name of a hotspot, empty for none."""
        return "" if hotspot_id is None else self.reader.hotspots[hotspot_id].hotspot.name

    def name_units(self, unit_ids: tuple[str, ...]) -> str:
        """Return the names of some units."""
        return ", ".join(self.reader.name_unit(unit) for unit in unit_ids)


def list_evaluation_totals(totals: EvaluationTotals) -> list[tuple[str, str]]:
    """Return figure and word for stops made, late, short and missed, and kilometres."""
    made = totals.visited_stops + totals.late + totals.short
    found = [
        (f"{totals.recorded}/{totals.units}", _("units recorded")),
        (f"{made}/{totals.stops}", _("planned stops made")),
        (format_number(totals.late), _("late")),
        (format_number(totals.short), _("too short")),
        (format_number(totals.missed), _("missed")),
    ]
    if totals.no_recording:
        found.append((format_number(totals.no_recording), _("not recorded")))
    return [*found, (format_km(totals.metres), _("driven"))]


def list_sentences(totals: EvaluationTotals) -> Iterator[str]:
    """Yield the sums of an evaluation in sentences."""
    made = totals.visited_stops + totals.late + totals.short
    text = ngettext(
        "{made} of {n} planned stop made: {late} of them late, {short} too short.",
        "{made} of {n} planned stops made: {late} of them late, {short} too short.",
        totals.stops,
    )
    yield text.format(made=made, n=totals.stops, late=totals.late, short=totals.short)
    if totals.missed or totals.no_recording:
        text = _("Missed: {missed}. Not recorded: {unknown}.")
        yield text.format(missed=totals.missed, unknown=totals.no_recording)
    text = _("Hotspots of the plan visited: {visited} of {hotspots}. Unplanned stops: {unplanned}.")
    yield text.format(visited=totals.visited, hotspots=totals.hotspots, unplanned=totals.unplanned)
    text = _("{km} driven, {planned} planned.")
    yield text.format(km=format_km(totals.metres), planned=format_km(totals.planned_m))


def format_times_of(begin: datetime | None, end: datetime | None) -> str:
    """Return from when to when something was, e.g. ``23:15–23:27``."""
    if begin is None or end is None:
        return NONE
    return f"{format_clock(begin)}{DASH}{format_clock(end)}"


def describe_outcome(result: StopResult, reader: EvaluationReader) -> str:
    """Return what became of a stop with the figures that say how, for one line."""
    if result.state == "missed" and result.nearest_m is not None:
        passed = result.nearest_m <= float(reader.evaluation.rules.get("radius_m", 0))
        text = (
            _("passed at {distance} without staying")
            if passed
            else _("the unit came no nearer than {distance}")
        )
        return text.format(distance=format_metres(result.nearest_m))
    if not result.is_made:
        return ""
    parts = [format_times_of(result.begin, result.end), _word_lateness(result)]
    if result.short or result.metres:
        parts.append(describe_shortfall(result))
    return ", ".join(part for part in parts if part)


def _word_lateness(result: StopResult) -> str:
    return "" if result.begin is None else describe_lateness(result.planned_begin, result.begin)


def describe_stop_result(unit: UnitResult, result: StopResult) -> list[tuple[str, str]]:
    """Return name and value of what is to be known of a stop."""
    rows = [
        (_("Result"), describe_result(result)),
        (_("Unit"), unit.title),
        (_("Planned"), format_times_of(result.planned_begin, result.planned_end)),
        (_("Made"), format_times_of(result.begin, result.end) if result.is_made else ""),
        (_("Difference"), _word_lateness(result)),
        (_("Streets") if result.metres else _("Stay"), describe_shortfall(result)),
        (_("Nearest"), "" if result.nearest_m is None else format_metres(result.nearest_m)),
        (_("Kind"), describe_kind(result.kind)),
        (_("Place"), result.place),
    ]
    return [row for row in rows if row[1]]


def describe_place(place: str) -> str:
    """Return street and village of an unplanned place, or that it has no name."""
    *street, village, kecamatan = ["", "", *place.split(", ")][-3:]
    if not kecamatan:
        return _("a place without a name")
    if not village:
        return kecamatan  # a street alone
    return ", ".join([*filter(None, street), describe_village(f"{village}, {kecamatan}")])


def describe_unplanned(stop: UnplannedStop, reader: EvaluationReader) -> str:
    """Return when, how long and where an unplanned stop was, on one line."""
    parts = [
        format_times_of(stop.begin, stop.end),
        format_span(stop.begin, stop.end),
        describe_place(stop.place),
        describe_nearest(stop, reader),
    ]
    return ", ".join(part for part in parts if part)


def describe_nearest(stop: UnplannedStop, reader: EvaluationReader) -> str:
    """Return at which hotspot an unplanned stop was, or which is the nearest."""
    if stop.hotspot_id is not None:
        return _("visit of {name}").format(name=reader.name_hotspot(stop.hotspot_id))
    if stop.nearest_id is None or stop.nearest_m is None:
        return ""
    return _("{distance} from {name}").format(
        distance=format_metres(stop.nearest_m), name=reader.name_hotspot(stop.nearest_id)
    )


def describe_outside_spell(spell: OutsideSpell) -> str:
    """Return when, how far and where a unit was outside its jurisdiction."""
    where = ", ".join(spell.kecamatan) or _("unknown")
    text = _("{times}, {length}, {km}, up to {farthest} beyond the border ({where})")
    return text.format(
        times=format_times_of(spell.begin, spell.end),
        length=format_span(spell.begin, spell.end),
        km=format_km(spell.metres),
        farthest=format_metres(spell.farthest_m),
        where=where,
    )


def describe_road(road: RoadResult, reader: EvaluationReader) -> str:
    """Return how much of the streets of a road or an area was driven, by whom."""
    text = _("{driven} of {length} driven ({share})").format(
        driven=format_metres(road.driven_m), length=format_metres(road.metres),
        share=format_share(road.share),
    )  # fmt: skip
    units = reader.name_units(road.unit_ids)
    return f"{text}, {units}" if units else text


def describe_meeting_result(meeting: MeetingResult, reader: EvaluationReader) -> str:
    """Return what became of a meeting: who, when, and how long both were there."""
    parts = [
        reader.name_units(meeting.unit_ids),
        _("planned at {time}").format(time=format_clock(meeting.planned_begin)),
        describe_meeting(meeting.state),
    ]
    if meeting.begin is not None:
        text = _("together from {time} for {length}")
        length = format_minutes(60 * round(meeting.together_s / 60))
        parts.append(text.format(time=format_clock(meeting.begin), length=length))
    return ", ".join(parts)


def list_unit_figures(unit: UnitResult, reader: EvaluationReader) -> list[tuple[str, str]]:
    """Return what a unit did against its plan: name and "recorded (planned)"."""
    if not unit.is_recorded:
        return [(_("Recording"), _("none"))]
    rows = [
        (_("Leaves"), _compare(_word_clock(unit.leave), _word_clock(unit.planned_leave))),
        (_("Back"), _compare(_word_clock(unit.come_back), _word_clock(unit.planned_return))),
        (_("Length"), _compare(format_km(unit.metres), _word_km(unit, unit.planned_m))),
        (
            _("Driving"),
            _compare(format_minutes(unit.driving_s), _word_time(unit, unit.planned_driving_s)),
        ),
        (_("Standing"), format_minutes(unit.standing_s)),
    ]
    if unit.outside:
        margin = format_metres(float(reader.evaluation.rules.get("outside_m", 0)))
        label = _("Outside its jurisdiction by more than {distance}").format(distance=margin)
        rows.append((label, format_km(unit.outside_m)))
    return rows


def _compare(recorded: str, planned: str) -> str:
    return f"{recorded} ({planned})" if planned else recorded


def _word_clock(moment: datetime | None) -> str:
    return NONE if moment is None else format_clock(moment)


def _word_km(unit: UnitResult, metres: int) -> str:
    return format_km(metres) if unit.planned_leave else ""


def _word_time(unit: UnitResult, seconds: int) -> str:
    return format_minutes(seconds) if unit.planned_leave else ""
