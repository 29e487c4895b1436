"""The form for the patrol report (laporan hasil patroli): the plan filled in, the rest empty."""

from __future__ import annotations

from dataclasses import replace

from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Paper,
    Signatures,
    Table,
    WritingLines,
)
from routeplan.export.papers.shared import (
    Draft,
    Line,
    begin_sheet,
    count_officers,
    list_lines,
    make_leader,
    make_paper,
    make_place_date,
    make_signer,
    make_title,
    name_place,
)
from routeplan.i18n import _
from routeplan.model import Loop
from routeplan.wording import describe_planned_shift, describe_vehicle, format_km

WRITING_ROW_MM = 12.0


def make_report(draft: Draft) -> Paper:
    """Return a report form for each unit that drives a loop, each beginning on a new page."""
    title = _("Patrol report")
    blocks: list[Block] = []
    for loop in draft.plan.loops:
        blocks += begin_sheet(draft) if blocks else []
        blocks += [*make_title(title, below=describe_planned_shift(draft.plan))]
        blocks += _make_form(loop, draft)
    return make_paper(draft, "laporan-hasil-patroli", title, blocks)


def _make_form(loop: Loop, draft: Draft) -> list[Block]:
    return [
        _make_fields(loop, draft),
        Heading(_("Course of the patrol")),
        _make_table(loop, draft),
        Heading(_("Results")),
        WritingLines(_("Incidents and what was done"), 3),
        WritingLines(_("Persons met, and what they reported"), 2),
        WritingLines(_("Planned stops that were left out, and why"), 2),
        WritingLines(_("Summary and proposals"), 2),
        _make_signatures(loop, draft),
    ]


def _make_fields(loop: Loop, draft: Draft) -> Fields:
    unit = draft.reader.units[loop.unit_id]
    names = ", ".join(draft.rule.crews.get(unit.id, ()))
    return Fields(
        (
            (_("Order number"), draft.rule.order_number),
            (_("Unit"), unit.title),
            (_("Vehicle"), describe_vehicle(unit.vehicle)),
            (_("Plate number"), ""),
            (_("Crew"), names and f"{count_officers(unit.crew)}: {names}"),
            (_("Odometer at the start (km)"), ""),
            (_("Odometer at the end (km)"), ""),
            (_("Planned distance"), format_km(loop.metres)),
            (_("Weather and road"), ""),
        )
    )


def _make_signatures(loop: Loop, draft: Draft) -> Signatures:
    """Return the places for who reads the report and, with place and date, who writes it."""
    signer = make_signer(draft)
    position = "\n".join(filter(None, (_("Seen by"), signer.position)))
    leader = replace(make_leader(draft, loop.unit_id), place_date=make_place_date(draft, None))
    return Signatures((replace(signer, position=position, place_date=""), leader))


def _list_words(line: Line, draft: Draft) -> list[str]:
    """Return what stands for the place of a line: its name, where it is, what is done there."""
    reader = draft.reader
    kind = reader.tell_kind(line.stop, line.loop.unit_id)
    return [line.entry.name, name_place(line, reader), kind]


def _make_table(loop: Loop, draft: Draft) -> Table:
    rows = tuple(
        (
            line.entry.number,
            "\n".join(filter(None, _list_words(line, draft))),
            line.entry.times,
            "",
            "",
            "",
        )
        for line in list_lines(loop, draft.reader)
        if line.stop.kind != "base"
    )
    return Table(
        head=(_("No."), _("Place"), _("Planned"), _("Real time"), _("Found"), _("Action taken")),
        rows=rows,
        widths=(0.08, 0.3, 0.14, 0.12, 0.18, 0.18),
        row_mm=WRITING_ROW_MM,
    )
