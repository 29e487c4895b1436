"""Judging what the days since the last visit make of each risk."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.config import Config
from routeplan.i18n import _
from routeplan.model import Plan, RatedHotspot
from routeplan.planning.verify.violations import Violation
from routeplan.planning.verify.worth import is_same


def find_recency_violations(plan: Plan, config: Config) -> Iterator[Violation]:
    """Yield hotspots whose risk has another factor of the history than the settings ask for."""
    has_history = any(rated.days_since_visit is not None for rated in plan.hotspots)
    for rated in plan.hotspots:
        problem = _find_problem(rated, config, has_history=has_history)
        if problem:
            yield Violation("history", None, rated.hotspot.id, problem)


def _find_problem(rated: RatedHotspot, config: Config, *, has_history: bool) -> str | None:
    days = rated.days_since_visit
    if days is not None and days < 0:
        return _("Its last visit lies {n} days ahead.").format(n=-days)
    told = [item.value for item in rated.factors if item.name.startswith("history.")]
    asked = _list_factors(days, config) if has_history else []
    if len(told) != len(asked):
        problem = _("Its risk has {told} factors of the history, not {asked}.")
        return problem.format(told=len(told), asked=len(asked))
    for value, factor in zip(told, asked, strict=True):
        if not is_same(value, factor):
            problem = _("The history multiplies its risk by {told:g}, not by {asked:g}.")
            return problem.format(told=value, asked=factor)
    return None


def _list_factors(days: int | None, config: Config) -> list[float]:
    """Return the factor of so many days since the last visit, None for never; there may be none."""
    rows = config.history.recency
    if days is None:
        return [config.history.never.factor] if rows else []
    return [row.factor for row in rows if row.days <= days][-1:]
