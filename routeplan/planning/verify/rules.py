"""The plan's own settings, as far as they can be read."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from routeplan.config import Config, SpeedFactor
from routeplan.i18n import _
from routeplan.model import Plan
from routeplan.planning.verify.violations import Violation


def read_rules(plan: Plan) -> Config | Violation:
    """Return the settings of a plan, or why they cannot be told."""
    place = "config"
    try:
        config = TypeAdapter(Config).validate_python(plan.config)
        TypeAdapter(SpeedFactor).validate_python(plan.shift.speed_factor)
    except ValidationError as error:
        problem = _("The settings in the plan are not valid ({n} faults).")
        return Violation("config", None, place, problem.format(n=error.error_count()))
    for vehicle in dict.fromkeys(unit.vehicle for unit in plan.units):
        if vehicle not in config.profiles or vehicle not in config.visits.patrol_kmh:
            problem = _("The settings in the plan have no speeds for {vehicle}.")
            return Violation("config", None, place, problem.format(vehicle=vehicle))
    return config
