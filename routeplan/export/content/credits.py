"""What a file is about, where its roads come from, and whose data they are."""

from __future__ import annotations

from routeplan.export.content.plain import keep_lines
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.wording import describe_planned_shift, describe_source, sample_warning

# The licence of OpenStreetMap's data.
ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"


def describe_file(plan: Plan) -> str:
    """Return the warning of a sample, area, shift and source of the roads, one in a line."""
    warning = sample_warning() if plan.is_sample else ""
    lines = (warning, plan.area.title, describe_planned_shift(plan), describe_source(plan))
    return "\n".join(keep_lines(line) for line in lines if line)


def credit_roads(plan: Plan) -> str:
    """Return whose data the roads are; empty for an invented network."""
    return "" if plan.is_sample else _("© OpenStreetMap contributors, ODbL")
