"""Visits made earlier, in words."""

from __future__ import annotations

from routeplan.i18n import N_, _, ngettext
from routeplan.model import VisitState

STATES: dict[VisitState, str] = {
    "planned": N_("planned"),
    "confirmed": N_("confirmed"),
    "missed": N_("missed"),
}


def describe_state(state: VisitState) -> str:
    """Return what became of a visit that was planned."""
    return _(STATES[state])


def describe_last_visit(days: int | None) -> str:
    """Return how many full days ago a hotspot was visited last; None where it never was."""
    if days is None:
        return _("no visit in the history")
    if days == 0:
        return _("visited earlier on the same day")
    return ngettext("{n} day since the last visit", "{n} days since the last visit", days).format(
        n=days
    )
