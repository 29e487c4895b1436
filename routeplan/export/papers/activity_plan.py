"""The activity plan (rencana kegiatan): what the shift is to reach, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.content.entries import LeftOut, list_left_out
from routeplan.export.content.reach import list_conditions
from routeplan.export.papers.blocks import Block, Fields, Heading, Items, Paper, Signatures, Table
from routeplan.export.papers.shared import (
    Draft,
    list_acting,
    list_dates,
    make_items,
    make_paper,
    make_section,
    make_signer,
    make_title,
    name_jurisdiction,
)
from routeplan.export.papers.targets import list_targets, make_category_table
from routeplan.i18n import _, ngettext
from routeplan.model import Loop
from routeplan.wording import (
    describe_closure,
    describe_hours,
    describe_notice,
    describe_planned_shift,
    describe_vehicle,
    format_clock,
    format_km,
    format_share,
    format_stay,
)

BASIS_LINES = 2


def make_activity_plan(draft: Draft) -> Paper:
    """Return the activity plan: time, targets, units, way of acting, results, what stays out."""
    title = _("Activity plan")
    plan, reader = draft.plan, draft.reader
    programmes = [f"{p.label}: {p.message}" if p.message else p.label for p in plan.programmes]
    blocks: list[Block] = [
        *make_title(title, below=describe_planned_shift(plan)),
        Heading(_("Basis")),
        Items(draft.rule.legal_basis or ("",) * BASIS_LINES, numbered=True),
        *make_section(_("Time and area"), _make_head(draft)),
        *make_section(_("Programmes"), *make_items(programmes)),
        *make_section(_("Targets"), make_category_table(list_targets(reader), reader)),
        *make_section(_("Form and way of acting"), *make_items(list_acting(plan.loops, draft))),
        *make_section(_("Units"), _make_unit_table(draft)),
        Heading(_("Expected results")),
        Fields(tuple(_list_sums(draft))),
        *make_items(list_conditions(plan)),
        *_make_left_out(draft),
        *make_section(_("Closed roads"), *make_items(map(describe_closure, plan.closures))),
        *make_section(_("To know"), *make_items(map(describe_notice, plan.notices))),
        Signatures((make_signer(draft),)),
    ]
    return make_paper(draft, "rencana-kegiatan", title, blocks, is_letter=True)


def _make_head(draft: Draft) -> Fields:
    plan = draft.plan
    shift = plan.shift
    minutes = _("{n} min")
    return Fields(
        (
            (_("Date"), " – ".join(list_dates(shift))),
            (_("Shift"), f"{shift.name}, {describe_hours(shift)}"),
            (_("Briefing"), minutes.format(n=shift.briefing_min)),
            (_("Report after the return"), minutes.format(n=shift.reporting_min)),
            (_("Area"), plan.area.title),
            (_("Kecamatan"), ", ".join(plan.area.kecamatan) or "–"),
        )
    )


def _make_unit_table(draft: Draft) -> Table:
    plan = draft.plan
    rows = [_make_unit_row(loop, draft) for loop in plan.loops]
    idle = [
        (
            unit.title, describe_vehicle(unit.vehicle), str(unit.crew),
            name_jurisdiction(unit, plan), "–", "0", "–", "–",
        )
        for unit in plan.idle_units
    ]  # fmt: skip
    return Table(
        head=(
            _("Unit"), _("Vehicle"), _("Officers"), _("Assigned area"), _("Patrol"), _("Stops"),
            _("At the stops"), _("Distance"),
        ),
        rows=(*rows, *idle),
        widths=(0.18, 0.12, 0.11, 0.17, 0.14, 0.07, 0.1, 0.11),
        right=frozenset({2, 5, 6, 7}),
    )  # fmt: skip


def _make_unit_row(loop: Loop, draft: Draft) -> tuple[str, ...]:
    unit = draft.reader.units[loop.unit_id]
    leaves, returns = loop.stops[0].depart, loop.stops[-1].arrive
    return (
        unit.title,
        describe_vehicle(unit.vehicle),
        str(unit.crew),
        name_jurisdiction(unit, draft.plan),
        f"{format_clock(leaves)}–{format_clock(returns)}",
        str(len(loop.visits)),
        format_stay(*loop.visits),
        format_km(loop.metres),
    )


def _list_sums(draft: Draft) -> Iterator[tuple[str, str]]:
    totals = draft.plan.totals
    yield (
        _("Places visited"),
        _("{n} of {wished}").format(n=totals.visited, wished=totals.hotspots),
    )
    yield _("Stops"), str(totals.stops)
    yield _("Share of the risk"), format_share(totals.risk_share)
    yield _("Distance"), format_km(totals.metres)


def _make_left_out(draft: Draft) -> list[Block]:
    """Return what is not visited and why, whole hotspots first; nothing where all are."""
    groups = sorted(list_left_out(draft.reader), key=lambda group: group.is_partly)
    if not groups:
        return []
    table = Table(
        head=(_("Place"), _("What"), _("Why")),
        rows=tuple(_make_left_row(group) for group in groups),
        widths=(0.34, 0.16, 0.5),
    )
    return make_section(_("Not visited, and why"), table)


def _make_left_row(group: LeftOut) -> tuple[str, str, str]:
    """Return a hotspot with its first reason; the map tells those of every part."""
    count = len(group.texts)
    what = ngettext("{n} visit", "{n} visits", count).format(n=count)
    return (group.name, what if group.is_partly else _("the whole place"), group.texts[0][1])
