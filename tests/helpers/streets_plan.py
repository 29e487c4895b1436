"""A small network and a plan on it that can be checked by hand.

Five by five streets on the equator, 500 m apart: junction (row, column) lies 500 m x column east
and 500 m x row north of the corner. Rows are stored from west to east, columns from south to
north; counted from 1, row r has the edges 4r + 1 ... 4r + 4 and column c the edges 20 + 4c + 1 ...
20 + 4c + 4. Column 4 is one-way to the north, row 4 is for walking only. Cars drive 36 km/h on
all other streets: 10 m a second.

Unit A starts at 23:15, after the briefing, 100.5 m along row 0 and comes by

==========  ===========================================  ==========================  =======
from        to                                           edges                       metres
==========  ===========================================  ==========================  =======
base A      h1, 250 m up column 1                        1, 25                       649.5
h1          h2, 250.4 m along row 2 from column 1        25, 26, 10                  1,000.4
h2          h3, 150.2 m farther                          10                          150.2
h3          base A                                       -10, -26, -25, -1           1,800.1
==========  ===========================================  ==========================  =======

in 65 + 101 + 16 + 181 = 363 seconds and 650 + 1,001 + 151 + 1,801 = 3,603 metres, each leg rounded
up. Unit B is on duty from 01:00 to 05:00, starts at 01:20, 100.5 m above junction (1, 3), drives
1,149.7 m by 34, 35, 16 to h4, 250.2 m along row 3 from column 3, waits there from 01:21:55 for
half past one, stays ten minutes and goes back the way it came: 115 s and 1,150 m each way.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routeplan.config import dump_config, load_config
from routeplan.geo import EARTH_RADIUS_M
from routeplan.model import (
    ClockWindow,
    Coverage,
    DayRule,
    Hotspot,
    Leg,
    Loop,
    Notice,
    Part,
    Plan,
    PlanArea,
    PlanSource,
    RatedHotspot,
    RiskFactor,
    RoadSource,
    Shift,
    Stop,
    Totals,
    Unit,
    Unvisited,
)
from routeplan.planning.planfile import SCHEMA_VERSION
from routeplan.roads.network import Network, build_network
from routeplan.roads.raw import make_raw_roads

JAKARTA = ZoneInfo("Asia/Jakarta")
WEST = 113.0
SIZE = 5
BLOCK_M = 500.0


def to_lonlat(east_m: float, north_m: float) -> tuple[float, float]:
    """Return the position so many metres from the south-western corner."""
    degree_m = math.radians(1) * EARTH_RADIUS_M
    return WEST + east_m / degree_m, north_m / degree_m


def make_streets(*, kind: str = "real") -> Network:
    """Return the network of five by five streets."""
    nodes = {
        SIZE * row + column + 1: to_lonlat(BLOCK_M * column, BLOCK_M * row)
        for row in range(SIZE)
        for column in range(SIZE)
    }
    ways: dict[int, tuple[dict[str, str], list[int]]] = {}
    for i in range(SIZE):
        row = {"highway": "footway" if i == SIZE - 1 else "residential", "name": f"Jalan Baris {i}"}
        column = {"highway": "residential", "name": f"Jalan Kolom {i}"}
        if i == SIZE - 1:
            column["oneway"] = "yes"
        ways[101 + i] = row, [SIZE * i + k + 1 for k in range(SIZE)]
        ways[201 + i] = column, [SIZE * k + i + 1 for k in range(SIZE)]
    source = RoadSource(kind, "streets.osm", "osm", "2024-11-01T00:00:00Z")  # type: ignore[arg-type]
    return build_network(make_raw_roads(nodes, ways, source), name="streets")


def at(clock: str) -> datetime:
    """Return a moment of the night of 20 November 2024, ``HH:MM`` or ``HH:MM:SS``."""
    moment = time.fromisoformat(clock)
    day = date(2024, 11, 20 if moment.hour >= 12 else 21)
    return datetime.combine(day, moment, JAKARTA)


POINTS = {
    "A": (100.5, 0.0),
    "B": (1500.0, 600.5),
    "h1": (500.0, 250.0),
    "h2": (750.4, 1000.0),
    "h3": (900.6, 1000.0),
    "h4": (1750.2, 1500.0),
}
CORNERS = {
    (row, column): (BLOCK_M * column, BLOCK_M * row) for row in range(5) for column in range(5)
}


def make_rated(
    name: str, east_m: float, north_m: float, *, risk: float = 8.0, dwell_min: int = 12,
    windows: tuple[ClockWindow, ...] = (), days: tuple[DayRule, ...] = (),
    kecamatan: str | None = "Candipuro", has_part: bool = True, **fields: object,
) -> RatedHotspot:  # fmt: skip
    """Return a hotspot with its risk, and one part unless nobody can visit it."""
    lon, lat = to_lonlat(east_m, north_m)
    hotspot = Hotspot(
        name, f"Tempat {name}", "pasar", lon, lat,
        dwell_min=dwell_min, windows=windows, days=days, **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    factors = (RiskFactor("category", risk, "pasar"), RiskFactor("level", 1.0))
    parts = (Part(name),) if has_part else ()
    return RatedHotspot(hotspot, risk, factors, kecamatan, parts=parts, worth=risk)


def make_stop(
    name: str, arrive: str, *, dwell_s: int = 0, wait_s: int = 0, worth: float = 0.0
) -> Stop:
    """Return a stop at one of `POINTS`, at a base where `dwell_s` is 0."""
    lon, lat = to_lonlat(*POINTS[name])
    depart = at(arrive) + timedelta(seconds=wait_s + dwell_s)
    return Stop(
        "dwell" if dwell_s else "base", name if dwell_s else None, f"Tempat {name}",
        at(arrive), depart, wait_s, dwell_s, lon, lat, lon, lat, 0, "Jarit, Candipuro", worth,
        part_id=name if dwell_s else None,
    )  # fmt: skip


def make_leg(
    start: str, end: str, *, metres: int, seconds: int, edges: tuple[int, ...],
    corners: tuple[tuple[int, int], ...] = (),
) -> Leg:  # fmt: skip
    """Return a leg between two of `POINTS` by way of the junctions `corners`."""
    points = (POINTS[start], *(CORNERS[corner] for corner in corners), POINTS[end])
    geometry = tuple(to_lonlat(*point) for point in points)
    return Leg(metres, seconds, ("Jalan Kolom 1",), ("Jarit, Candipuro",), geometry, edges)


def make_loops() -> tuple[Loop, Loop]:
    """Return the loops of unit A and unit B."""
    loop_a = Loop(
        "A",
        (
            make_stop("A", "23:15:00"),
            make_stop("h1", "23:16:05", dwell_s=720, worth=8.0),
            make_stop("h2", "23:29:46", dwell_s=600, worth=6.0),
            make_stop("h3", "23:40:02", dwell_s=720, worth=4.0),
            make_stop("A", "23:55:03"),
        ),
        (
            make_leg(
                "A", "h1", metres=650, seconds=65, edges=(1, 25), corners=((0, 1),),
            ),
            make_leg(
                "h1", "h2", metres=1001, seconds=101, edges=(25, 26, 10), corners=((1, 1), (2, 1)),
            ),
            make_leg(
                "h2", "h3", metres=151, seconds=16, edges=(10,),
            ),
            make_leg(
                "h3", "A", metres=1801, seconds=181, edges=(-10, -26, -25, -1), corners=((2, 1), (1, 1), (0, 1)),
            ),
        ),
        metres=3603, driving_s=363, dwell_s=2040, waiting_s=0, worth=18.0,
    )  # fmt: skip
    loop_b = Loop(
        "B",
        (
            make_stop("B", "01:20:00"),
            make_stop("h4", "01:21:55", dwell_s=600, wait_s=485, worth=10.0),
            make_stop("B", "01:41:55"),
        ),
        (
            make_leg(
                "B", "h4", metres=1150, seconds=115, edges=(34, 35, 16), corners=((2, 3), (3, 3)),
            ),
            make_leg(
                "h4", "B", metres=1150, seconds=115, edges=(-16, -35, -34), corners=((3, 3), (2, 3)),
            ),
        ),
        metres=2300, driving_s=230, dwell_s=600, waiting_s=485, worth=10.0,
    )  # fmt: skip
    return loop_a, loop_b


def make_units() -> tuple[Unit, Unit]:
    """Return unit A of the whole area and unit B of Candipuro alone, both cars."""
    a, b = to_lonlat(*POINTS["A"]), to_lonlat(*POINTS["B"])
    return (
        Unit("A", "Regu A", "R4", *a, base="Polres"),
        Unit(
            "B", "Regu B", "R4", *b, base="Polsek", start=time(1), end=time(5),
            jurisdiction=("Candipuro",), max_km=2.5,
        ),
    )  # fmt: skip


def make_hotspots() -> tuple[RatedHotspot, ...]:
    """Return four hotspots to be visited and five that cannot be."""
    half_past_one = ClockWindow(time(1, 30), time(2))
    return (
        make_rated("h1", *POINTS["h1"], required=True),
        make_rated("h2", *POINTS["h2"], risk=6.0, dwell_min=10, access=("R4", "R2")),
        # 20 November 2024 is a Wednesday, the 21st a Thursday
        make_rated("h3", *POINTS["h3"], risk=4.0, days=(DayRule("Rabu"),), kecamatan="Pasirian"),
        make_rated("h4", *POINTS["h4"], risk=10.0, dwell_min=10, windows=(half_past_one,)),
        make_rated("walk", 1000.0, 500.0, access=("foot",), has_part=False),
        make_rated(
            "noon", 1000.0, 700.0, windows=(ClockWindow(time(11), time(13)),), has_part=False
        ),
        make_rated("monday", 1000.0, 800.0, days=(DayRule("Senin"),), has_part=False),
        make_rated("safe", 1000.0, 900.0, risk=0.0, has_part=False),
        make_rated("late", 100.0, 1900.0),
    )


def make_coverage() -> tuple[Coverage, ...]:
    """Return what the loops do for each hotspot in the 28,800 s from 23:00 to 07:00.

    ====  ========  ========  =================  ========
    at    from      to        gaps               mean
    ====  ========  ========  =================  ========
    h1    23:16:05  23:28:05  965 s, 27,115 s    14,040 s
    h2    23:29:46  23:39:46  1,786 s, 26,414 s  14,100 s
    h3    23:40:02  23:52:02  2,402 s, 25,678 s  14,040 s
    h4    01:30:00  01:40:00  9,000 s, 19,200 s  14,100 s
    ====  ========  ========  =================  ========
    """
    gaps = {"h1": (27115, 14040), "h2": (26414, 14100), "h3": (25678, 14040), "h4": (19200, 14100)}
    return tuple(
        Coverage(
            rated.hotspot.id,
            worth=rated.worth if rated.hotspot.id in gaps else 0.0,
            worth_available=rated.worth,
            visits=int(rated.hotspot.id in gaps),
            wished=len(rated.parts),
            metres=0,
            metres_available=0,
            longest_gap_s=gaps.get(rated.hotspot.id, (28800, 28800))[0],
            mean_gap_s=gaps.get(rated.hotspot.id, (28800, 28800))[1],
        )
        for rated in make_hotspots()
    )


def make_streets_plan(*, digest: str = "", kind: str = "real") -> Plan:
    """Return the plan that the head of this module describes.

    Its worth is 8 + 6 + 4 + 10 = 28 of 28 + 8 + 8 + 8 + 0 + 8 = 60.
    """
    rules = {"profiles": {"R4": {"speeds_kmh": {"residential": 36}}}}
    west, north = to_lonlat(-100.0, 2100.0)
    east, south = to_lonlat(2100.0, -100.0)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Plan(
        schema_version=SCHEMA_VERSION,
        source=PlanSource("streets", digest, kind, "streets.osm", "2024-11-01T00:00:00Z"),  # type: ignore[arg-type]
        area=PlanArea("streets", "Lima Jalan", {"type": "Polygon", "coordinates": [ring]}),
        shift=Shift("malam", at("23:00"), at("07:00"), reserve_share=0.15),
        zone="Asia/Jakarta",
        seed=1,
        config=dump_config(load_config(overrides=rules)),
        units=make_units(),
        hotspots=make_hotspots(),
        loops=make_loops(),
        unvisited=(
            Unvisited("walk", "vehicle_cannot_reach", {"vehicles": "R4"}),
            Unvisited("noon", "window_closed", {"windows": "11:00-13:00"}),
            Unvisited("monday", "not_on_date", {"rule": "Senin"}),
            Unvisited("safe", "no_worth"),
            Unvisited("late", "no_time", {"missing_s": 60, "unit": "A"}, "late"),
        ),
        totals=Totals(
            stops=4, bound=60.0,
            worth=28.0, worth_available=60.0, risk_share=28 / 60, hotspots=9, visited=4,
            metres=5903, driving_s=593, dwell_s=2640, waiting_s=485,
        ),
        notices=(Notice("approximate", {"n": 2}),),
        coverage=make_coverage(),
    )  # fmt: skip
