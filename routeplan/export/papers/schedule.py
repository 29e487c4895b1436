"""The patrol schedule (jadwal patroli): what all units do, in the order of time."""

from __future__ import annotations

from routeplan.export.papers.blocks import Block, Fields, Paper, Paragraph, Signatures, Table
from routeplan.export.papers.shared import (
    Draft,
    Line,
    list_lines,
    make_paper,
    make_signer,
    make_title,
    name_place,
)
from routeplan.i18n import _
from routeplan.wording import describe_form, describe_kind, describe_planned_shift, format_stay


def make_schedule(draft: Draft) -> Paper:
    """Return the schedule, with room for what was really done."""
    title = _("Patrol schedule")
    lines = [line for loop in draft.plan.loops for line in list_lines(loop, draft.reader)]
    blocks: list[Block] = [
        *make_title(title, below=describe_planned_shift(draft.plan)),
        Fields(((_("Area"), draft.plan.area.title),)),
        Paragraph(
            _("No.: number of the stop on the map and on the unit's route sheet."), small=True
        ),
        _make_table(sorted(lines, key=_find_moment), draft),
        Signatures((make_signer(draft),)),
    ]
    return make_paper(draft, "jadwal-patroli", title, blocks, landscape=True)


def _find_moment(line: Line) -> float:
    """Return when a line begins: at the base when it is left, unless it is left for good."""
    stop = line.stop
    return (stop.depart if stop is line.loop.stops[0] else stop.arrive).timestamp()


def _make_table(lines: list[Line], draft: Draft) -> Table:
    meetings = [n for n, line in enumerate(lines) if line.stop.kind == "meeting"]
    return Table(
        head=(
            _("Time"), _("Unit"), _("No."), _("Place"), _("Village / Kec."), _("Form"),
            _("Duration"), _("Done / initials"),
        ),
        rows=tuple(_make_row(line, draft) for line in lines),
        widths=(0.09, 0.13, 0.06, 0.25, 0.16, 0.12, 0.07, 0.12),
        shaded=frozenset(meetings),
    )  # fmt: skip


def _make_row(line: Line, draft: Draft) -> tuple[str, ...]:
    entry, reader = line.entry, draft.reader
    return (
        entry.times,
        reader.name_unit(line.loop.unit_id),
        entry.number,
        entry.name,
        name_place(line, reader),
        _tell_form(line, draft),
        format_stay(*line.stops) if any(item.dwell_s for item in line.stops) else "",
        "",
    )


def _tell_form(line: Line, draft: Draft) -> str:
    """Return what a unit does: leave, come back, meet another one, or the form of its visit."""
    stop, loop = line.stop, line.loop
    if stop is loop.stops[0]:
        return _("leaves")
    if stop is loop.stops[-1]:
        return _("returns") if loop.comes_back else _("falls out")
    if stop.kind == "meeting":
        return draft.reader.tell_kind(stop, loop.unit_id)
    return describe_form(draft.reader.find_form(stop)) or describe_kind(stop.kind)
