"""Real-sized nights, and what may happen to a patrol while it is under way, drawn at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rosters_month import HOTSPOTS, UNITS
from shifts_drawing import DAY, NightDrawer, halve_area
from shifts_shapes import RoadDrawer

if TYPE_CHECKING:
    import numpy as np

    from routeplan.areas.districts import Area
    from routeplan.model import Plan
    from routeplan.planning.inputs import Inputs
    from routeplan.planning.replan.disturbance import Disturbance
    from routeplan.roads.network import Network

# Changes tried when the night is planned.
ITERATIONS = 4000

KINDS = ("out", "incident", "closure", "hotspot", "late", "position")

# How many things happen at once, as often as they stand here.
COUNTS = (1, 1, 1, 2, 3)

# Minutes of an incident, and the radius around a point in which roads are closed.
INCIDENT_MIN = (15, 30, 45)
CLOSURE_M = 60.0

# A unit that says where it is may be so far from where it should be, in degrees.
ASTRAY_DEG = 0.01


def draw_patrol(network: Network, *, seed: int) -> Inputs:
    """Return a night of 150 hotspots and six units; only its roads are real."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.planning.inputs import Inputs
    from routeplan.planning.shifts import make_shift

    solver = {"iterations": ITERATIONS}
    config = load_config(overrides={"plan": {"seed": seed}, "solver": solver})
    area = halve_area(network)
    drawer = NightDrawer(RoadDrawer(network, area, seed))
    return Inputs(
        area=area,
        district=area,
        network=network,
        hotspots=drawer.draw_hotspots(sorted(config.categories), count=HOTSPOTS),
        units=drawer.draw_units(UNITS),
        shift=make_shift(config, "malam", DAY),
        config=config,
        gazetteer=load_gazetteer(),
        meetings=(drawer.draw_meeting(),),
    )


class DisturbanceDrawer:
    """Draws what happens to a plan; the same seed draws the same."""

    def __init__(self, network: Network, area: Area, plan: Plan, seed: int) -> None:
        self.plan = plan
        self.roads = RoadDrawer(network, area, seed)

    @property
    def rng(self) -> np.random.Generator:
        """Where chance comes from."""
        return self.roads.rng

    def draw(self) -> tuple[Disturbance, tuple[str, ...]]:
        """Return a disturbance at a random minute of the shift, and the kinds it consists of."""
        from routeplan.planning.replan.disturbance import Disturbance

        shift = self.plan.shift
        minutes = int(self.rng.integers(20, shift.length_s // 60 - 20))
        disturbance = Disturbance(shift.start + timedelta(minutes=minutes))
        count = int(self.rng.choice(COUNTS))
        kinds = tuple(sorted(str(kind) for kind in self.rng.choice(KINDS, count, replace=False)))
        for kind in kinds:
            disturbance = getattr(self, f"_add_{kind}")(disturbance)
        return disturbance, kinds

    def _draw_unit(self) -> str:
        return str(self.rng.choice([unit.id for unit in self.plan.units]))

    def _add_out(self, disturbance: Disturbance) -> Disturbance:
        return replace(disturbance, out=(self._draw_unit(),))

    def _add_incident(self, disturbance: Disturbance) -> Disturbance:
        from routeplan.model import Incident

        lon, lat, _shape = self.roads.draw("point")
        minutes = int(self.rng.choice(INCIDENT_MIN))
        return replace(disturbance, incidents=(Incident("I1", "Kejadian", lon, lat, minutes),))

    def _add_closure(self, disturbance: Disturbance) -> Disturbance:
        """Close the roads around a point of a leg: somebody was to drive there."""
        from routeplan.model import Closure

        legs = [leg for loop in self.plan.loops for leg in loop.legs if leg.metres]
        leg = legs[int(self.rng.integers(len(legs)))]
        lon, lat = leg.geometry[int(self.rng.integers(len(leg.geometry)))]
        closure = Closure("T1", "Penutupan", lon=lon, lat=lat, radius_m=CLOSURE_M)
        return replace(disturbance, closures=(closure,))

    def _add_hotspot(self, disturbance: Disturbance) -> Disturbance:
        from routeplan.model import Hotspot

        lon, lat, _shape = self.roads.draw("point")
        hotspot = Hotspot("BARU", "Titik baru", "perumahan", lon, lat, level="sangat_rawan")
        return replace(disturbance, hotspots=(hotspot,))

    def _add_late(self, disturbance: Disturbance) -> Disturbance:
        """Let a unit have made one or two visits less than it should."""
        from routeplan.model import Report

        loop = self.plan.loops[int(self.rng.integers(len(self.plan.loops)))]
        begun = sum(stop.arrive <= disturbance.moment for stop in loop.visits)
        done = max(begun - int(self.rng.integers(1, 3)), 0)
        return replace(disturbance, reports=(Report(loop.unit_id, done=done),))

    def _add_position(self, disturbance: Disturbance) -> Disturbance:
        """Let a unit be somewhere else than it should be by now."""
        from routeplan.model import Report

        loop = self.plan.loops[int(self.rng.integers(len(self.plan.loops)))]
        if disturbance.reports or disturbance.moment <= loop.stops[0].depart:
            return disturbance
        here = [stop for stop in loop.stops if stop.arrive <= disturbance.moment][-1]
        east, north = self.rng.uniform(-ASTRAY_DEG, ASTRAY_DEG, 2)
        told = Report(loop.unit_id, here.lon + float(east), here.lat + float(north))
        return replace(disturbance, reports=(told,))
