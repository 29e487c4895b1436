"""Rosters in words."""

from __future__ import annotations

from routeplan.i18n import _
from routeplan.model import Minimum, Roster, Unvisited
from routeplan.wording.figures import format_number
from routeplan.wording.reasons import describe_unvisited


def describe_minimum(minimum: Minimum, roster: Roster) -> str:
    """Return the sentence that says why a minimum is not met."""
    words = {
        "needed": minimum.needed,
        "possible": format_number(minimum.possible, decimals=1),
        "made": format_number(roster.visits_made.get(minimum.hotspot_id, 0.0), decimals=1),
    }
    if minimum.reason is None:
        message = _("{made} of {needed} visits: the shifts had no time left for more.")
        return message.format(**words)
    if minimum.reason == "too_few_chances":
        message = _(
            "{needed} visits are asked for, but those on duty can make {possible} at most: it is "
            "open too seldom, or too few units may go there."
        )
        return message.format(**words)
    item = Unvisited(minimum.hotspot_id, minimum.reason, minimum.detail or {})
    return describe_unvisited(item, units=roster.units)
