"""The tables of an evaluation, for workbooks and for CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from routeplan.export.content.evaluated import (
    EvaluationReader,
    describe_nearest,
    describe_place,
    list_sentences,
)
from routeplan.export.content.summary import Line
from routeplan.export.content.tables import Cell, Field, Table, fill_table
from routeplan.i18n import _
from routeplan.model import (
    MeetingResult,
    OutsideSpell,
    Recording,
    RecordingGap,
    RoadResult,
    StopResult,
    StopState,
    UnitResult,
    UnplannedStop,
)
from routeplan.wording import (
    describe_doubt,
    describe_kind,
    describe_meeting,
    describe_rejected,
    describe_result,
    describe_shift,
    describe_source,
    describe_stop_state,
    sample_warning,
)

Item = TypeVar("Item")
Span = TypeVar("Span", UnplannedStop, OutsideSpell, RecordingGap)


@dataclass(frozen=True)
class _Own(Generic[Item]):
    """Something of a unit."""

    unit: UnitResult
    item: Item


def list_evaluation_summary(reader: EvaluationReader) -> list[Line]:
    """Return the lines of the summary: shift, sums, doubts, the source of the roads."""
    evaluation = reader.evaluation
    title = _("What became of the plan: {area}").format(area=evaluation.area.title)
    warning = [Line(sample_warning(), kind="warning")] if evaluation.is_sample else []
    sentences = list(list_sentences(evaluation.totals))
    doubts = [describe_doubt(notice) for notice in evaluation.notices]
    return [
        Line(title, kind="title"),
        *warning,
        Line(_("Shift"), describe_shift(evaluation.shift)),
        *_label(_("Together"), sentences),
        *_label(_("To know"), doubts),
        Line(_("Source"), describe_source(reader.plan)),
    ]


def _label(label: str, sentences: list[str]) -> Iterator[Line]:
    for place, sentence in enumerate(sentences):
        yield Line("" if place else label, sentence)


def list_evaluation_tables(reader: EvaluationReader) -> list[Table]:
    """Return all tables of an evaluation; those without a row are left out, but for the stops."""
    tables = [
        tabulate_stops(reader),
        tabulate_units(reader),
        tabulate_unplanned(reader),
        _tabulate_roads(reader),
        _tabulate_meetings(reader),
        _tabulate_outside(reader),
        _tabulate_gaps(reader),
        _tabulate_recordings(reader),
    ]
    return [table for number, table in enumerate(tables) if table.rows or not number]


def tabulate_stops(reader: EvaluationReader) -> Table:
    """Return every planned stop with what became of it."""
    zone = _name_zone(reader)
    fields: list[Field[_Own[StopResult]]] = [
        Field(_("Unit"), 18, "text", lambda row: row.unit.title),
        Field(_("No."), 6, "integer", lambda row: _number(reader, row)),
        Field(_("Name"), 34, "text", lambda row: reader.name_stop(row.unit, row.item)),
        Field(_("Kind"), 13, "text", lambda row: describe_kind(row.item.kind)),
        Field(_("Place"), 24, "text", lambda row: row.item.place),
        Field(_("Date"), 11, "date", lambda row: row.item.planned_begin.date()),
        Field(_("Planned from ({zone})").format(zone=zone), 11, "clock",
              lambda row: row.item.planned_begin),
        Field(_("Planned to ({zone})").format(zone=zone), 11, "clock",
              lambda row: row.item.planned_end),
        Field(_("Result"), 15, "text", lambda row: describe_result(row.item)),
        Field(_("From ({zone})").format(zone=zone), 11, "clock", lambda row: row.item.begin),
        Field(_("To ({zone})").format(zone=zone), 11, "clock", lambda row: row.item.end),
        Field(_("Late, min"), 8, "decimal", lambda row: _to_minutes(row.item.late_s)),
        Field(_("Planned stay, min"), 9, "decimal", lambda row: _to_minutes(row.item.planned_s)),
        Field(_("Stay, min"), 8, "decimal", lambda row: _find_stay(row.item)),
        Field(_("Streets, m"), 9, "integer", lambda row: row.item.metres or None),
        Field(_("Streets driven, m"), 9, "integer", _find_driven),
        Field(_("Nearest, m"), 9, "integer", lambda row: row.item.nearest_m),
        Field(_("Longitude"), 11, "position", lambda row: row.item.lon),
        Field(_("Latitude"), 11, "position", lambda row: row.item.lat),
    ]  # fmt: skip
    return fill_table(_("Planned stops"), fields, _list_own(reader, lambda unit: unit.stops))


def tabulate_units(reader: EvaluationReader) -> Table:
    """Return every unit with what it did against its plan."""
    zone = _name_zone(reader)
    states: tuple[StopState, ...] = ("visited", "late", "short", "missed", "no_recording")
    fields: list[Field[UnitResult]] = [
        Field(_("Unit"), 22, "text", lambda unit: unit.title),
        Field(_("Recording"), 11, "text",
              lambda unit: _("yes") if unit.is_recorded else _("none")),
        Field(_("Planned stops"), 9, "integer", lambda unit: len(unit.stops)),
        *(
            Field(describe_stop_state(state), 9, "integer", _count_state(state))
            for state in states
        ),
        Field(_("Unplanned stops"), 10, "integer", _told(lambda unit: len(unit.unplanned))),
        Field(_("Plan: leaves ({zone})").format(zone=zone), 10, "clock",
              lambda unit: unit.planned_leave),
        Field(_("Left ({zone})").format(zone=zone), 10, "clock", lambda unit: unit.leave),
        Field(_("Plan: back ({zone})").format(zone=zone), 10, "clock",
              lambda unit: unit.planned_return),
        Field(_("Came back ({zone})").format(zone=zone), 10, "clock",
              lambda unit: unit.come_back),
        Field(_("Planned, km"), 9, "decimal", lambda unit: unit.planned_m / 1000),
        Field(_("Driven, km"), 9, "decimal", _told(lambda unit: unit.metres / 1000)),
        Field(_("Planned driving, min"), 9, "decimal", lambda unit: unit.planned_driving_s / 60),
        Field(_("Driving, min"), 9, "decimal", _told(lambda unit: unit.driving_s / 60)),
        Field(_("Standing, min"), 9, "decimal", _told(lambda unit: unit.standing_s / 60)),
        Field(_("Outside, km"), 9, "decimal", _told(lambda unit: unit.outside_m / 1000)),
        Field(_("Gaps"), 7, "integer", _told(lambda unit: len(unit.gaps))),
    ]  # fmt: skip
    return fill_table(_("Units"), fields, reader.evaluation.units)


def tabulate_unplanned(reader: EvaluationReader) -> Table:
    """Return the stops that no plan has."""
    spans: list[Field[_Own[UnplannedStop]]] = _list_span_fields(reader)
    fields: list[Field[_Own[UnplannedStop]]] = [
        *spans,
        Field(_("Place"), 36, "text", lambda row: describe_place(row.item.place)),
        Field(_("Hotspot"), 36, "text", lambda row: describe_nearest(row.item, reader)),
        Field(_("Longitude"), 11, "position", lambda row: row.item.lon),
        Field(_("Latitude"), 11, "position", lambda row: row.item.lat),
    ]
    rows = _list_own(reader, lambda unit: unit.unplanned)
    return fill_table(_("Unplanned stops"), fields, rows)


def _tabulate_roads(reader: EvaluationReader) -> Table:
    zone = _name_zone(reader)
    fields: list[Field[RoadResult]] = [
        Field(_("Name"), 36, "text", lambda road: road.name),
        Field(_("Streets, m"), 10, "integer", lambda road: road.metres),
        Field(_("Streets driven, m"), 10, "integer", lambda road: road.driven_m),
        Field(_("Share, %"), 9, "decimal", lambda road: 100 * road.share),
        Field(_("First ({zone})").format(zone=zone), 11, "clock", lambda road: road.first),
        Field(_("Last ({zone})").format(zone=zone), 11, "clock", lambda road: road.last),
        Field(_("Units"), 36, "text", lambda road: reader.name_units(road.unit_ids)),
    ]
    return fill_table(_("Roads and areas"), fields, reader.evaluation.roads)


def _tabulate_meetings(reader: EvaluationReader) -> Table:
    zone = _name_zone(reader)
    fields: list[Field[MeetingResult]] = [
        Field(_("Meeting"), 30, "text", lambda meeting: meeting.name),
        Field(_("Units"), 36, "text", lambda meeting: reader.name_units(meeting.unit_ids)),
        Field(_("Planned from ({zone})").format(zone=zone), 11, "clock",
              lambda meeting: meeting.planned_begin),
        Field(_("Planned, min"), 9, "decimal", lambda meeting: meeting.planned_s / 60),
        Field(_("Result"), 15, "text", lambda meeting: describe_meeting(meeting.state)),
        Field(_("Together from ({zone})").format(zone=zone), 11, "clock",
              lambda meeting: meeting.begin),
        Field(_("Together, min"), 9, "decimal", lambda meeting: meeting.together_s / 60),
    ]  # fmt: skip
    return fill_table(_("Meetings"), fields, reader.evaluation.meetings)


def _tabulate_outside(reader: EvaluationReader) -> Table:
    spans: list[Field[_Own[OutsideSpell]]] = _list_span_fields(reader)
    fields: list[Field[_Own[OutsideSpell]]] = [
        *spans,
        Field(_("Driven, km"), 9, "decimal", lambda row: row.item.metres / 1000),
        Field(_("Farthest, m"), 9, "integer", lambda row: row.item.farthest_m),
        Field(_("Kecamatan"), 36, "text", lambda row: ", ".join(row.item.kecamatan)),
        Field(_("Longitude"), 11, "position", lambda row: row.item.lon),
        Field(_("Latitude"), 11, "position", lambda row: row.item.lat),
    ]
    rows = _list_own(reader, lambda unit: unit.outside)
    return fill_table(_("Outside the jurisdiction"), fields, rows)


def _tabulate_gaps(reader: EvaluationReader) -> Table:
    spans: list[Field[_Own[RecordingGap]]] = _list_span_fields(reader)
    fields: list[Field[_Own[RecordingGap]]] = [
        *spans,
        Field(_("Longitude"), 11, "position", lambda row: row.item.lon),
        Field(_("Latitude"), 11, "position", lambda row: row.item.lat),
    ]
    return fill_table(_("Gaps"), fields, _list_own(reader, lambda unit: unit.gaps))


def _tabulate_recordings(reader: EvaluationReader) -> Table:
    zone = _name_zone(reader)
    fields: list[Field[Recording]] = [
        Field(_("File"), 30, "text", lambda one: one.file),
        Field(_("Device"), 20, "text", lambda one: one.device),
        Field(_("Unit"), 22, "text", lambda one: _name_owner(reader, one)),
        Field(_("Fits, %"), 8, "decimal", lambda one: 100 * one.fit),
        Field(_("Points used"), 9, "integer", lambda one: one.fixes),
        Field(_("Points not used"), 40, "text", describe_rejected),
        Field(_("Date"), 11, "date", lambda one: one.begin.date() if one.begin else None),
        Field(_("From ({zone})").format(zone=zone), 11, "clock", lambda one: one.begin),
        Field(_("To ({zone})").format(zone=zone), 11, "clock", lambda one: one.end),
        Field(_("Clock, min"), 9, "decimal", _find_clock),
    ]
    return fill_table(_("Recordings"), fields, reader.evaluation.recordings)


def _list_span_fields(reader: EvaluationReader) -> list[Field[_Own[Span]]]:
    zone = _name_zone(reader)
    return [
        Field(_("Unit"), 18, "text", lambda row: row.unit.title),
        Field(_("Date"), 11, "date", lambda row: row.item.begin.date()),
        Field(_("From ({zone})").format(zone=zone), 11, "clock", lambda row: row.item.begin),
        Field(_("To ({zone})").format(zone=zone), 11, "clock", lambda row: row.item.end),
        Field(_("Minutes"), 9, "decimal", lambda row: _measure(row.item.begin, row.item.end)),
    ]


def _list_own(
    reader: EvaluationReader, read: Callable[[UnitResult], tuple[Item, ...]]
) -> Iterator[_Own[Item]]:
    for unit in reader.evaluation.units:
        for item in read(unit):
            yield _Own(unit, item)


def _told(read: Callable[[UnitResult], Cell]) -> Callable[[UnitResult], Cell]:
    """Return the reading of what only a recording tells; nothing without one."""
    return lambda unit: read(unit) if unit.is_recorded else None


def _count_state(state: StopState) -> Callable[[UnitResult], Cell]:
    return lambda unit: Counter(stop.state for stop in unit.stops)[state]


def _number(reader: EvaluationReader, row: _Own[StopResult]) -> int | None:
    number = reader.number_stop(row.unit, row.item)
    return int(number) if number else None


def _find_stay(stop: StopResult) -> float | None:
    return stop.dwell_s / 60 if stop.is_made else None


def _find_driven(row: _Own[StopResult]) -> int | None:
    stop = row.item
    return stop.driven_m if stop.metres and row.unit.is_recorded else None


def _find_clock(recording: Recording) -> float | None:
    applied = recording.clock in ("set", "corrected")
    return recording.clock_s / 60 if applied and recording.clock_s else None


def _name_owner(reader: EvaluationReader, recording: Recording) -> str:
    return "" if recording.unit_id is None else reader.reader.name_unit(recording.unit_id)


def _name_zone(reader: EvaluationReader) -> str:
    return reader.evaluation.shift.start.tzname() or ""


def _to_minutes(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / 60


def _measure(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds() / 60
