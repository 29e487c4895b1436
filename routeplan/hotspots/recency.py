"""How the days since a hotspot was visited last change its risk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from routeplan.config import Config
from routeplan.model import RiskFactor


def count_days(
    hotspot_ids: Collection[str], last_visits: Mapping[str, date], day: date
) -> dict[str, int]:
    """Return the full days from the last visit of each hotspot to `day`, at least 0.

    Hotspots without a last visit are left out.
    """
    return {
        name: max(0, (day - last_visits[name]).days) for name in hotspot_ids if name in last_visits
    }


def list_recency_factors(days: int | None, *, config: Config) -> Iterator[RiskFactor]:
    """Yield the factor of a hotspot that was visited last so many full days ago: one, or none.

    Parameters
    ----------
    days
        None for a hotspot of which the history knows no visit.
    """
    rule = config.history
    if not rule.recency:  # switched off
        return
    if days is None:
        yield RiskFactor("history.never", rule.never.factor, rule.never.reason)
        return
    for row in reversed(rule.recency):
        if row.days <= days:
            yield RiskFactor(f"history.recency.{row.days}", row.factor, row.reason)
            return
