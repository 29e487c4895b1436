"""Phases: periods such as the stages of an election, which raise or lower categories by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from routeplan.config import PhaseRule
from routeplan.hotspots.cells import fold_word
from routeplan.model import Hotspot, RiskFactor


def stack_phases(*layers: Iterable[PhaseRule]) -> tuple[PhaseRule, ...]:
    """Return the phases of all layers; a later one takes the place of those of the same name."""
    stacked: tuple[PhaseRule, ...] = ()
    for layer in layers:
        rows = tuple(layer)
        names = {fold_word(phase.name) for phase in rows}
        stacked = (*(phase for phase in stacked if fold_word(phase.name) not in names), *rows)
    return stacked


def find_phases(phases: Iterable[PhaseRule], day: date) -> tuple[PhaseRule, ...]:
    """Return the phases that hold on `day`, their first and last date included."""
    return tuple(
        phase
        for phase in phases
        if date.fromisoformat(phase.valid_from) <= day <= date.fromisoformat(phase.valid_to)
    )


def list_phase_factors(hotspot: Hotspot, phases: Iterable[PhaseRule]) -> Iterator[RiskFactor]:
    """Yield the factor of each of the `phases` that concerns the hotspot: all of them multiply."""
    for phase in phases:
        if hotspot.category in phase.categories:
            reason = f"{phase.reason} ({phase.source})" if phase.source else phase.reason
            yield RiskFactor(f"phases.{phase.name}", phase.factor, reason)
