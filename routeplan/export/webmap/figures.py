"""The table of what each unit drives and does, with the sums."""

from __future__ import annotations

from dataclasses import dataclass

from routeplan.export.content.reader import PlanReader
from routeplan.i18n import _
from routeplan.model import Loop, Plan
from routeplan.wording import format_driving, format_km, format_number, format_stay, format_worth


@dataclass(frozen=True)
class Figures:
    """A table: `heads` of its columns, then name and cells for each unit and for their sums."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def list_figures(plan: Plan) -> Figures:
    """Return stops, kilometres, time driven, time at stops and worth of each loop of `plan`.

    The last row adds them up where there are several.
    """
    reader = PlanReader(plan)
    rows = [(reader.name_unit(loop.unit_id), _add_up(loop)) for loop in plan.loops]
    if len(rows) > 1:
        rows.append((_("Together"), _add_up(*plan.loops)))
    heads = (_("Stops"), _("Length"), _("Driving"), _("At stops"), _("Worth"))
    return Figures(heads, tuple(rows))


def _add_up(*loops: Loop) -> tuple[str, ...]:
    visits = [stop for loop in loops for stop in loop.visits]
    return (
        format_number(len(visits)),
        format_km(sum(loop.metres for loop in loops)),
        format_driving(*loops),
        format_stay(*visits),
        format_worth(sum(loop.worth for loop in loops)),
    )
