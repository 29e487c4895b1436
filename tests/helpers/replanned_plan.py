"""The night of `patrol_plan`, changed twice while it is driven, with everything that can happen.

At 23:30 a fire is reported and a street closed; at 02:20 car B breaks down, a warung is added, and
the motorcycle says where it is and that it has made one visit only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from grids import place_at
from patrol_plan import make_patrol_inputs, make_patrol_plan
from replanning import make_incident, replan, report_at
from shift_inputs import make_hotspot
from shift_plans import insert_greedily

from routeplan.model import Closure, Plan


@cache
def make_replanned_plan() -> Plan:
    """Return the plan of the night as it is after both changes."""
    inputs = make_patrol_inputs()
    plan, _ready, _solution = insert_greedily(inputs)
    lon, lat = place_at(500, 750)
    flood = Closure("T1", "Jalan banjir", lon=lon, lat=lat, radius_m=30.0)
    first = replan(
        plan, inputs, "23:30", incidents=(make_incident(1000, 1500, 20),), closures=(flood,)
    )
    second = replan(
        first, inputs, "02:20", out=("B",), reports=(report_at("C", 250, 0, done=1),),
        hotspots=(make_hotspot("warung", 0, 1000, visits=1),), require=("warung",),
    )  # fmt: skip
    return replace(second, programmes=make_patrol_plan().programmes)
