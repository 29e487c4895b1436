"""Patrol-route planner: roads from OpenStreetMap, weighted hotspots, a loop for each unit.

The public names are those of `__all__`; they are imported when they are first asked for, so that
``import routeplan`` is quick::

    import routeplan

    plan = routeplan.make_plan("lumajang", network="sample", iterations=2000)
    routeplan.write_plan(plan, Path("plan.json"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from routeplan.errors import RoutePlanError
    from routeplan.export import export_plan
    from routeplan.model import Plan
    from routeplan.planning.pipeline import make_plan
    from routeplan.planning.planfile import read_plan, write_plan

__version__ = "0.1.0"

__all__ = (
    "Plan",
    "RoutePlanError",
    "__version__",
    "export_plan",
    "make_plan",
    "read_plan",
    "write_plan",
)

_HOME = {
    "Plan": "routeplan.model",
    "RoutePlanError": "routeplan.errors",
    "export_plan": "routeplan.export",
    "make_plan": "routeplan.planning.pipeline",
    "read_plan": "routeplan.planning.planfile",
    "write_plan": "routeplan.planning.planfile",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
