"""The sheet the units are briefed from (AAP, acara arahan pimpinan)."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.content.reader import list_rounds
from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signatures,
    Table,
    WritingLines,
)
from routeplan.export.papers.shared import (
    Draft,
    describe_unit,
    list_acting,
    list_dates,
    list_forms,
    list_meetings,
    list_messages,
    make_items,
    make_paper,
    make_section,
    make_signer,
    make_title,
    name_jurisdiction,
    name_kecamatan,
    word_readiness,
)
from routeplan.export.papers.targets import count_levels, list_targets, make_target_table
from routeplan.i18n import _
from routeplan.model import Loop, Stop
from routeplan.wording import (
    describe_closure,
    describe_form,
    describe_hours,
    describe_leg,
    describe_notice,
    describe_planned_shift,
    describe_prohibition,
    format_begin,
    format_clock,
    format_stops,
)

EVALUATION_LINES = 3
TOP_HOTSPOTS = 12
# Beginnings of the codes of notices that are the crews' business, not only the planner's.
BRIEFED = ("break_", "meeting_", "unit_")


def make_briefing(draft: Draft) -> Paper:
    """Return the briefing sheet, in the order in which a briefing goes."""
    title = _("Briefing sheet (AAP)")
    plan = draft.plan
    blocks: list[Block] = [
        *make_title(title, below=describe_planned_shift(plan)),
        _make_head(draft),
        *_make_evaluation(draft),
        *make_section(_("Security calendar"), *make_items(_list_calendar(draft))),
        *_make_targets(draft),
        *make_section(_("Form of patrol"), *make_items(_list_forms(draft))),
        *make_section(_("Units, way out and way back"), _make_ways(draft)),
        Heading(_("Meeting points (titik singgung)")),
        *_make_meetings(draft),
        *make_section(_("Way of acting"), *make_items(list_acting(plan.loops, draft))),
        Heading(_("Prohibitions")),
        Items(tuple(_list_prohibitions(draft)), numbered=True),
        *make_section(_("Closed roads"), *make_items(map(describe_closure, plan.closures))),
        *make_section(_("To know"), *make_items(_list_notices(draft))),
        *make_section(_("Message to the public"), *make_items(list_messages(draft))),
        Paragraph(word_readiness(draft), bold=True),
        Signatures((make_signer(draft),)),
    ]
    return make_paper(draft, "aap", title, blocks)


def _make_head(draft: Draft) -> Fields:
    shift = draft.plan.shift
    return Fields(
        (
            (_("Area"), draft.plan.area.title),
            (_("Time of the shift"), describe_hours(shift)),
            (_("Briefing"), _word_briefing(draft)),
            (_("Place of the briefing"), ""),
            (_("Led by"), draft.rule.signer.name),
            (_("Officers present"), ""),
        )
    )


def _word_briefing(draft: Draft) -> str:
    shift = draft.plan.shift
    if not shift.briefing_min:
        return ""
    return _("{start}, {minutes} minutes").format(
        start=format_clock(shift.start), minutes=shift.briefing_min
    )


def _make_evaluation(draft: Draft) -> list[Block]:
    if draft.rule.evaluation:
        return [Heading(_("Evaluation")), Items(draft.rule.evaluation, numbered=True)]
    return [WritingLines(_("Evaluation"), EVALUATION_LINES)]


def _list_calendar(draft: Draft) -> Iterator[str]:
    """Yield the days with their market days, the phases in force, and the programmes."""
    yield from list_dates(draft.plan.shift)
    phases = {
        factor.name.removeprefix("phases."): factor.reason
        for rated in draft.plan.hotspots
        for factor in rated.factors
        if factor.name.startswith("phases.")
    }
    for name, reason in phases.items():
        yield f"{name}: {reason}" if reason else name
    for programme in draft.plan.programmes:
        yield _("Programme: {name}").format(name=programme.label)


def _make_targets(draft: Draft) -> list[Block]:
    """Return how many hotspots of each level there are, and the riskiest ones with their times."""
    reader = draft.reader
    targets = list_targets(reader)
    return [
        Heading(_("Targets and vulnerability")),
        Fields(tuple(count_levels(targets, reader))),
        Paragraph(_("The most vulnerable places, by level and risk:")),
        make_target_table(targets[:TOP_HOTSPOTS], reader),
    ]


def _list_forms(draft: Draft) -> Iterator[str]:
    """Yield each form of patrol with its number of stops, and the vehicles."""
    stops = [stop for loop in draft.plan.loops for stop in loop.visits]
    for form in list_forms(draft.plan.loops, draft.reader):
        count = sum(draft.reader.find_form(stop) == form for stop in stops)
        yield f"{describe_form(form)}: {format_stops(count)}"


def _make_ways(draft: Draft) -> Table:
    """Return for each time a unit leaves its base how it gets to its first stop, and back."""
    rows = [
        _make_way(loop, leaves, returns, draft)
        for loop in draft.plan.loops
        for leaves, returns in list_rounds(loop)
    ]
    return Table(
        head=(
            _("Unit"), _("Assigned area"), _("Patrol"), _("Way out"), _("Target area"),
            _("Way back"),
        ),
        rows=(*rows, *_list_idle(draft)),
        widths=(0.17, 0.16, 0.13, 0.18, 0.17, 0.19),
    )  # fmt: skip


def _make_way(loop: Loop, leaves: Stop, returns: Stop, draft: Draft) -> tuple[str, ...]:
    reader = draft.reader
    unit = reader.units[loop.unit_id]
    first, last = loop.stops.index(leaves), loop.stops.index(returns)
    visited = [reader.hotspots[s.hotspot_id] for s in loop.stops[first:last] if s.hotspot_id]
    kecamatan = dict.fromkeys(rated.kecamatan for rated in visited if rated.kecamatan)
    return (
        describe_unit(unit),
        name_jurisdiction(unit, draft.plan),
        f"{format_clock(leaves.depart)}–{format_clock(returns.arrive)}",
        describe_leg(loop.legs[first]),
        name_kecamatan(kecamatan) or "–",
        describe_leg(loop.legs[last - 1]),
    )


def _list_idle(draft: Draft) -> Iterator[tuple[str, ...]]:
    for unit in draft.plan.idle_units:
        area = name_jurisdiction(unit, draft.plan)
        yield (describe_unit(unit), area, "–", _("stands by at its base"), "–", "–")


def _make_meetings(draft: Draft) -> list[Block]:
    """Return where and at which minute which units meet."""
    names = {meeting.id: meeting.name for meeting in draft.plan.meetings}
    rows = tuple(
        (
            f"{format_begin(stop)}–{format_clock(stop.depart)}",
            names.get(stop.meeting_id or "", ""),
            "\n".join(dict.fromkeys(filter(None, (stop.name, stop.place)))),
            ", ".join(map(draft.reader.name_unit, units)),
        )
        for stop, units in list_meetings(draft.plan)
    )
    if not rows:
        return [Paragraph(_("No meeting of units is planned."))]
    head = (_("Time"), _("Meeting"), _("Place"), _("Units"))
    return [Table(head, rows, widths=(0.15, 0.25, 0.35, 0.25))]


def _list_notices(draft: Draft) -> Iterator[str]:
    """Yield what the units have to know; the activity plan tells the rest."""
    for notice in draft.plan.notices:
        if notice.code.startswith(BRIEFED):
            yield describe_notice(notice)


def _list_prohibitions(draft: Draft) -> Iterator[str]:
    """Yield the first prohibition, with the area of each unit, then those of the settings."""
    yield describe_prohibition(_name_areas(draft))
    alone = [unit.title for unit in draft.plan.units if unit.crew == 1]
    if alone:
        yield _(
            "For an officer alone ({units}): going to places that are not judged safe (aman)."
        ).format(units=", ".join(alone))
    yield from draft.rule.prohibitions


def _name_areas(draft: Draft) -> str:
    """Return the area of all units, or which units have which."""
    areas: dict[str, list[str]] = {}
    for unit in draft.plan.units:
        areas.setdefault(name_jurisdiction(unit, draft.plan), []).append(unit.title)
    if len(areas) == 1:
        return next(iter(areas))
    return "; ".join(f"{', '.join(units)}: {area}" for area, units in areas.items())
