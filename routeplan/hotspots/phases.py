"""Phases: periods such as the stages of an election, which raise or lower categories by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from importlib import resources
from pathlib import Path

from routeplan.areas.districts import DATA_PACKAGE
from routeplan.config import Config, PhaseRule
from routeplan.hotspots.calendar_files import read_calendar
from routeplan.hotspots.cells import fold_word
from routeplan.model import Hotspot, RiskFactor


def load_phases(config: Config, *, file: Path | None = None) -> tuple[PhaseRule, ...]:
    """Return the phases of the bundled calendar, of the user's `file`, and of the settings.

    See `stack_phases` for those of the same name, and `read_calendar` for the errors.
    """
    with resources.as_file(resources.files(DATA_PACKAGE).joinpath("calendar.csv")) as bundled:
        shipped = read_calendar(bundled, config=config)
    own = () if file is None else read_calendar(file, config=config)
    return stack_phases(shipped, own, config.phases)


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
