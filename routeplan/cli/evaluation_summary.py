"""What ``routeplan evaluate`` prints: the units in a table, and what is not as planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from routeplan.export.content.evaluated import EvaluationReader
    from routeplan.model import Evaluation, Plan, StopState, UnitResult

MAX_LINES = 12  # of each list
# Under their headings, what needs a look first; of units without a recording nothing is listed.
LISTED: tuple[StopState, ...] = ("missed", "short", "late", "no_recording")


def word_evaluation(plan: Plan, evaluation: Evaluation) -> Iterator[str]:
    """Yield the lines that sum up an evaluation: a screen or two."""
    from routeplan.export.content.evaluated import EvaluationReader, list_sentences
    from routeplan.wording import describe_doubt

    reader = EvaluationReader(plan, evaluation)
    yield from _word_head(evaluation)
    yield ""
    yield from _word_units(evaluation.units)
    yield ""
    yield from list_sentences(evaluation.totals)
    for heading, lines in _list_lists(reader):
        yield from _word_list(heading, lines)
    if evaluation.notices:
        yield ""
    for notice in evaluation.notices:
        yield _("Note: {text}").format(text=describe_doubt(notice))


def _word_head(evaluation: Evaluation) -> Iterator[str]:
    from routeplan.wording import format_clock, format_date, sample_warning

    shift = evaluation.shift
    if evaluation.is_sample:
        yield f"*** {sample_warning()} ***"
    hours = f"{format_clock(shift.start)}-{format_clock(shift.end)}"
    yield f"{evaluation.area.title}, {shift.name} {hours}, {format_date(shift.date)}"


def _word_units(units: Sequence[UnitResult]) -> Iterator[str]:
    heads = (
        _("Unit"), _("Stops"), _("visited"), _("late"), _("too short"), _("missed"),
        _("no recording"), _("unplanned"), _("km (plan)"), _("left (plan)"), _("back (plan)"),
    )  # fmt: skip
    yield from align_columns([heads, *map(_make_row, units)], right=range(1, len(heads)))


def _make_row(unit: UnitResult) -> tuple[str, ...]:
    from routeplan.wording import format_number

    states = [stop.state for stop in unit.stops]
    counts: tuple[StopState, ...] = ("visited", "late", "short", "missed", "no_recording")
    told = unit.is_recorded
    return (
        unit.title,
        str(len(states)),
        *(str(states.count(state)) for state in counts),
        str(len(unit.unplanned)) if told else "-",
        _compare(
            format_number(unit.metres / 1000, decimals=1) if told else "-",
            format_number(unit.planned_m / 1000, decimals=1),
        ),
        _compare(_word_clock(unit.leave), _word_clock(unit.planned_leave)),
        _compare(_word_clock(unit.come_back), _word_clock(unit.planned_return)),
    )


def _compare(recorded: str, planned: str) -> str:
    return f"{recorded} ({planned})"


def _word_clock(moment: datetime | None) -> str:
    from routeplan.wording import format_clock

    return "-" if moment is None else format_clock(moment)


def _list_lists(reader: EvaluationReader) -> Iterator[tuple[str, list[str]]]:
    """Yield what is told line by line, each list under its heading."""
    from routeplan.export.content.evaluated import (
        describe_meeting_result,
        describe_outside_spell,
        describe_unplanned,
        format_times_of,
    )
    from routeplan.wording import describe_stop_state

    units = reader.evaluation.units
    for state in LISTED:
        yield describe_stop_state(state), list(_list_stops(reader, state))
    yield (
        _("unplanned stops"),
        [f"{u.title}: {describe_unplanned(stop, reader)}" for u in units for stop in u.unplanned],
    )
    yield (
        _("outside the jurisdiction"),
        [f"{u.title}: {describe_outside_spell(spell)}" for u in units for spell in u.outside],
    )
    yield (
        _("gaps in the recordings"),
        [f"{u.title}: {format_times_of(gap.begin, gap.end)}" for u in units for gap in u.gaps],
    )
    yield (
        _("meetings"),
        [
            f"{meeting.name}: {describe_meeting_result(meeting, reader)}"
            for meeting in reader.evaluation.meetings
        ],
    )


def _list_stops(reader: EvaluationReader, state: StopState) -> Iterator[str]:
    from routeplan.export.content.evaluated import describe_outcome
    from routeplan.wording import format_clock

    for unit in reader.evaluation.units:
        for stop in unit.stops if unit.is_recorded else ():
            if stop.state == state:
                number = reader.number_stop(unit, stop)
                name = reader.name_stop(unit, stop)
                title = f"{number}. {name}" if number else name
                planned = _("planned {time}").format(time=format_clock(stop.planned_begin))
                text = ", ".join(filter(None, (planned, describe_outcome(stop, reader))))
                yield f"{unit.title}: {title}: {text}"


def _word_list(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield f"{heading[:1].upper()}{heading[1:]} ({len(lines)})"
    for line in lines[:MAX_LINES]:
        yield f"  {line}"
    if len(lines) > MAX_LINES:
        yield "  " + _("... and {n} more: see the map.").format(n=len(lines) - MAX_LINES)
