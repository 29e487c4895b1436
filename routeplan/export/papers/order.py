"""The order that sends the units out (surat perintah tugas)."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.papers.blocks import (
    Block,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from routeplan.export.papers.shared import (
    DOTS,
    Draft,
    begin_sheet,
    describe_unit,
    make_paper,
    make_signer,
    make_title,
    word_readiness,
)
from routeplan.i18n import _
from routeplan.model import Unit
from routeplan.wording import (
    describe_hours,
    format_clock,
    format_date,
)

# Rows for names are high enough to write in.
NAME_ROW_MM = 7.0
# A longer table would part the duties and the signature from the rest: it becomes an annex.
MOST_ROWS = 7
BASIS_LINES = 3


def make_order(draft: Draft) -> Paper:
    """Return the order: why, on what basis, who, and what for; many names stand in an annex."""
    title = _("Order of duty")
    number = _("Number: {number}").format(number=draft.rule.order_number or DOTS)
    basis = draft.rule.legal_basis or ("",) * BASIS_LINES
    crews = _make_crew_table(draft)
    is_long = len(crews.rows) > MOST_ROWS
    blocks: list[Block] = [
        *make_title(title, below=number),
        Heading(_("Consideration")),
        Paragraph(_word_consideration(draft)),
        Heading(_("Basis")),
        Items(basis, numbered=True),
        Paragraph(_("Ordered").upper(), align="center", bold=True),
        Heading(_("Ordered to")),
        Paragraph(_("The officers named in the annex to this order.")) if is_long else crews,
        Heading(_("Duties")),
        Items(tuple(_list_duties(draft)), numbered=True),
        Paragraph(_("Done.")),
        Signatures((make_signer(draft),)),
    ]
    if is_long:
        blocks += [
            *begin_sheet(draft),
            *make_title(_("Annex to the order of duty"), below=number),
            crews,
            Signatures((make_signer(draft),)),
        ]
    return make_paper(draft, "surat-perintah-tugas", title, blocks, is_letter=True)


def _word_consideration(draft: Draft) -> str:
    shift = draft.plan.shift
    return _(
        "That a patrol of the vulnerable places in the area of {area} is needed on {date}, "
        "{hours}, to keep public security and order, and that an order has to be issued for it."
    ).format(area=draft.plan.area.title, date=format_date(shift.date), hours=describe_hours(shift))


def _make_crew_table(draft: Draft) -> Table:
    """Return the units on duty, each followed by its officers."""
    rows: list[tuple[str, ...]] = []
    shaded = []
    for unit in draft.plan.units:
        shaded.append(len(rows))
        rows.append(("", describe_unit(unit), "", _find_task(draft, unit)))
        rows += _list_officers(draft, unit)
    return Table(
        head=(_("No."), _("Name"), _("Rank / service number"), _("Task")),
        rows=tuple(rows),
        widths=(0.07, 0.43, 0.25, 0.25),
        shaded=frozenset(shaded),
        row_mm=NAME_ROW_MM,
    )


def _find_task(draft: Draft, unit: Unit) -> str:
    if unit in draft.plan.idle_units:
        return _("stand by at the base: no stop in this plan")
    return _("patrol by its route sheet")


def _list_officers(draft: Draft, unit: Unit) -> Iterator[tuple[str, ...]]:
    """Yield a row for each officer: those who are named, then empty ones up to the crew's size."""
    names = draft.rule.crews.get(unit.id, ())
    for place in range(max(unit.crew, len(names))):
        name = names[place] if place < len(names) else ""
        yield (str(place + 1), name, "", _("team leader") if place == 0 else _("member"))


def _list_duties(draft: Draft) -> Iterator[str]:
    shift = draft.plan.shift
    if shift.briefing_min:
        yield _("Attend the briefing (AAP) at {start}, for {minutes} minutes.").format(
            start=format_clock(shift.start), minutes=shift.briefing_min
        )
    yield _(
        "Patrol the vulnerable places in the area of {area} on {date}, {hours}, by the schedule "
        "and the route sheet of each unit."
    ).format(area=draft.plan.area.title, date=format_date(shift.date), hours=describe_hours(shift))
    yield _("Do not leave the assigned area except in an emergency, and report it at once.")
    yield word_readiness(draft)
    yield _("Write down what was found on the report form and hand it in by {end}.").format(
        end=format_clock(shift.end)
    )
    yield _("Carry out this order with full responsibility.")
