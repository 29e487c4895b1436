"""A second plan that can be checked by hand: roads and areas, a break, a meeting, borders.

The streets are those of `streets_plan`. Kecamatan Barat lies west of 1,200 m, Timur east of it.
Row 2 is closed to cars between columns 2 and 3 (edge 11). Cars drive 10 m a second, on patrol 5.

Unit P may not leave Barat. It starts at 23:15 at its base, 250 m along row 0, leaves it twice
with at most three visits each, and rests there for ten minutes between midnight and half past
one. Unit Q, one officer of Timur, has to be back by one; both meet in Barat at 00:20.

=====  =========  =============================================  ===========  ========  ==========
unit   reached    what                                           leg          waits     stays
=====  =========  =============================================  ===========  ========  ==========
P      23:15:00   base
P      23:16:40   R, a market 250 m along row 1                  1,000 m                600 s
P      23:27:05   A, a block: 5, 26, -9, -22 from junction 1, 0  250 m                  400 s
P      23:35:50   V, 750 m along row 0, appointed for 23:40      1,250 m      250 s     600 s
P      23:50:50   base                                           500 m
P      23:50:50   break at the base                              0 m          550 s     600 s
P      00:10:25   L/1, column 1 from row 0 to row 1              250 m                  100 s
P      00:13:20   meeting, 250 m up column 2                     750 m        400 s     600 s
P      00:31:40   R again, 65 minutes later                      1,000 m                600 s
P      00:43:20   base                                           1,000 m
Q      00:10:00   base, 250 m west of junction (0, 4)
Q      00:10:25   D/1>, column 3 from row 0 to row 1             250 m                  100 s
Q      00:13:20   meeting                                        750 m        400 s     600 s
Q      00:31:40   base                                           1,000 m
=====  =========  =============================================  ===========  ========  ==========

P drives 6,000 m in 600 s, and 2,500 m on patrol; Q 2,000 m in 200 s, and 500 m on patrol. Of
these Q drives twice 250 m on column 2, outside Timur.

R is worth 8, after midnight 12: its second visit counts whole, its first 0.6 x 8 = 4.8. L and D
are worth 4 and 2, half of which is done. With 10 for A and 6 for V the plan is worth 4.8 + 10 + 6
+ 2 + 12 = 34.8 by P and 1 by Q, of 19.2 + 10 + 6 + 4 + 2 and 5 + 3 + 1 that nobody can gain:
35.8 of 50.2.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from streets_plan import at, make_rated, make_streets_plan, to_lonlat

from routeplan.config import dump_config, load_config
from routeplan.model import (
    Balance,
    Break,
    ClockWindow,
    Closure,
    Coverage,
    HourFactor,
    Leg,
    Loop,
    Meeting,
    MeetingPlace,
    Outline,
    Part,
    Plan,
    PlanArea,
    RatedHotspot,
    Shape,
    Shift,
    Stop,
    Totals,
    Unit,
    Unvisited,
    Wish,
)

Point = tuple[float, float]

BASE_P, BASE_Q = (250.0, 0.0), (1750.0, 0.0)
R, V, MEET = (250.0, 500.0), (750.0, 0.0), (1000.0, 250.0)
BORDER_M = 1200.0
PATROL_KMH = 18.0
BLOCK = (5, 26, -9, -22)
TITLE = "Barat dan Timur"


def make_window(start: str, end: str) -> ClockWindow:
    return ClockWindow(time.fromisoformat(start), time.fromisoformat(end))


def draw_box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return a GeoJSON rectangle, its sides in metres."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(to_lonlat(*corner)) for corner in corners]]}


def draw_line(*points: Point) -> dict[str, Any]:
    """Return a GeoJSON line through places in metres."""
    return {"type": "LineString", "coordinates": [list(to_lonlat(*point)) for point in points]}


def make_drive(metres: int, seconds: int, edges: tuple[int, ...], *points: Point) -> Leg:
    return Leg(metres, seconds, (), (), tuple(to_lonlat(*point) for point in points), edges)


def make_stop(
    kind: str, name: str, place: Point, arrive: str, *, wait_s: int = 0, dwell_s: int = 0,
    **fields: Any,
) -> Stop:  # fmt: skip
    lon, lat = to_lonlat(*place)
    begin: datetime = at(arrive)
    return Stop(
        kind, fields.pop("hotspot_id", None), f"Tempat {name}", begin,  # type: ignore[arg-type]
        begin + timedelta(seconds=wait_s + dwell_s), wait_s, dwell_s, lon, lat, lon, lat, 0, "",
        **fields,
    )  # fmt: skip


def make_visit(
    kind: str, part_id: str, place: Point, arrive: str, *, dwell_s: int, worth: float, **fields: Any
) -> Stop:
    name = part_id.partition("/")[0]
    visited = {"hotspot_id": name, "part_id": part_id, "worth": worth, **fields}
    return make_stop(kind, name, place, arrive, dwell_s=dwell_s, **visited)


def make_loop_p() -> Loop:
    block = make_drive(2000, 400, BLOCK, (0, 500), (500, 500), (500, 1000), (0, 1000), (0, 500))
    column = make_drive(500, 100, (25,), (500, 0), (500, 500))
    stops = (
        make_stop("base", "P", BASE_P, "23:15:00"),
        make_visit("dwell", "R", R, "23:16:40", dwell_s=600, worth=4.8),
        make_visit("sweep", "A", (0, 500), "23:27:05", dwell_s=400, worth=10.0, drive=block),
        make_visit("dwell", "V", V, "23:35:50", wait_s=250, dwell_s=600, worth=6.0),
        make_stop("base", "P", BASE_P, "23:50:50"),
        make_stop("break", "P", BASE_P, "23:50:50", wait_s=550, dwell_s=600),
        make_visit("pass", "L/1", (500, 0), "00:10:25", dwell_s=100, worth=2.0, drive=column),
        make_stop("meeting", "M", MEET, "00:13:20", wait_s=400, dwell_s=600, meeting_id="M1"),
        make_visit("dwell", "R", R, "00:31:40", dwell_s=600, worth=12.0),
        make_stop("base", "P", BASE_P, "00:43:20"),
    )
    legs = (
        make_drive(1000, 100, (-1, 21, 5), BASE_P, (0, 0), (0, 500), R),
        make_drive(250, 25, (-5,), R, (0, 500)),
        make_drive(1250, 125, (-21, 1, 2), (0, 500), (0, 0), V),
        make_drive(500, 50, (-2, -1), V, BASE_P),
        make_drive(0, 0, (), BASE_P),
        make_drive(250, 25, (1,), BASE_P, (500, 0)),
        make_drive(750, 75, (6, -29), (500, 500), (1000, 500), MEET),
        make_drive(1000, 100, (29, -6, -5), MEET, (1000, 500), R),
        make_drive(1000, 100, (-5, -21, 1), R, (0, 500), (0, 0), BASE_P),
    )
    return Loop(
        "P", stops, legs, metres=8500, driving_s=600, dwell_s=2900, waiting_s=1200, worth=34.8,
        break_s=600,
    )  # fmt: skip


def make_loop_q() -> Loop:
    column = make_drive(500, 100, (33,), (1500, 0), (1500, 500))
    stops = (
        make_stop("base", "Q", BASE_Q, "00:10:00"),
        make_visit("pass", "D/1>", (1500, 0), "00:10:25", dwell_s=100, worth=1.0, drive=column),
        make_stop("meeting", "M", MEET, "00:13:20", wait_s=400, dwell_s=600, meeting_id="M1"),
        make_stop("base", "Q", BASE_Q, "00:31:40"),
    )
    legs = (
        make_drive(250, 25, (-4,), BASE_Q, (1500, 0)),
        make_drive(750, 75, (-7, -29), (1500, 500), (1000, 500), MEET),
        make_drive(1000, 100, (-29, 3, 4), MEET, (1000, 0), BASE_Q),
    )
    return Loop(
        "Q", stops, legs, metres=2500, driving_s=200, dwell_s=700, waiting_s=400, worth=1.0,
        outside_m=500,
    )  # fmt: skip


def make_units() -> tuple[Unit, Unit]:
    rest = Break(make_window("00:00", "01:30"), 10)
    return (
        Unit(
            "P", "Regu P", "R4", *to_lonlat(*BASE_P), jurisdiction=("Barat",), strict=True,
            breaks=(rest,), loops=2, max_stops=3, max_km=8.5,
        ),
        Unit(
            "Q", "Regu Q", "R4", *to_lonlat(*BASE_Q), jurisdiction=("Timur",), crew=1,
            latest_return=time(1),
        ),
    )  # fmt: skip


def make_hotspots() -> tuple[RatedHotspot, ...]:
    after_midnight = HourFactor(make_window("00:00", "02:00"), 1.5)
    column_1 = Shape("line", draw_line((500, 0), (500, 1000)))
    column_3 = Shape("line", draw_line((1500, 0), (1500, 500)))
    block = Shape("area", draw_box(-50, 450, 550, 1050))
    one_way = Part("D/1>", "pass", 0.5, metres=500, to_m=500, edges=(33,))
    return (
        make_place("R", *R, 8.0, "Barat", visits=2, dwell_min=10, worth=19.2,
                   parts=(Part("R", visits=2),), hours=(after_midnight,)),
        make_place("V", *V, 6.0, "Barat", dwell_min=10, appointment=time(23, 40), unit="Regu P"),
        make_place("A", 250, 750, 10.0, "Barat", shape=block, dwell_min=7, category="perumahan",
                   parts=(Part("A", "sweep", metres=2000, edges=(5, 9, 22, 26)),)),
        make_place("L", 500, 500, 4.0, "Barat", shape=column_1, category="truk_pasir", parts=(
            Part("L/1", "pass", 0.5, metres=500, from_m=0, to_m=500, edges=(25,)),
            Part("L/2", "pass", 0.5, metres=500, from_m=500, to_m=1000, edges=(26,)),
        )),
        make_place("D", 1500, 250, 2.0, "Timur", shape=column_3, category="area_sepi",
                   level="aman", both_directions=True, parts=(
            one_way, Part("D/1<", "pass", 0.5, metres=500, to_m=500, edges=(-33,)),
        )),
        make_place("F", 100, 0, 5.0, "Barat", forbidden=True, parts=()),
        make_place("C", 1750, 1000, 3.0, "Timur", parts=()),
        make_place("Z", 1600, 0, 1.0, "Timur", level="aman", unit="Regu Z", parts=()),
    )  # fmt: skip


def make_place(
    name: str, east_m: float, north_m: float, risk: float, kecamatan: str, *,
    parts: tuple[Part, ...] | None = None, worth: float | None = None,
    hours: tuple[HourFactor, ...] = (), category: str = "pasar", **fields: Any,
) -> RatedHotspot:  # fmt: skip
    rated = make_rated(name, east_m, north_m, risk=risk, kecamatan=kecamatan, **fields)
    return replace(
        rated,
        hotspot=replace(rated.hotspot, category=category),
        parts=rated.parts if parts is None else parts,
        worth=risk if worth is None else worth,
        hours=hours,
    )


def make_coverage() -> tuple[Coverage, ...]:
    """Return what the loops do for each hotspot in 28,800 s.

    Nobody is at R for 1,000, 3,900 and 22,700 s, at A for 1,625 and 26,775, at V for 2,400 and
    25,800, at L and D, each half done, for 4,225 and 24,475.
    """
    return (
        Coverage("R", 16.8, 19.2, 2, 2, 0, 0, 22_700, 9_200),
        Coverage("V", 6.0, 6.0, 1, 1, 0, 0, 25_800, 14_100),
        Coverage("A", 10.0, 10.0, 1, 1, 2000, 2000, 26_775, 14_200),
        Coverage("L", 2.0, 4.0, 1, 2, 500, 1000, 24_475, 14_350),
        Coverage("D", 1.0, 2.0, 1, 2, 500, 500, 24_475, 14_350),
        Coverage("F", 0.0, 5.0, 0, 0, 0, 0, 28_800, 28_800),
        Coverage("C", 0.0, 3.0, 0, 0, 0, 0, 28_800, 28_800),
        Coverage("Z", 0.0, 1.0, 0, 0, 0, 0, 28_800, 28_800),
    )


def make_area() -> PlanArea:
    west = draw_box(-100, -100, BORDER_M, 2100)
    east = draw_box(BORDER_M, -100, 2100, 2100)
    outlines = (Outline("Barat", west), Outline("Timur", east))
    whole = draw_box(-100, -100, 2100, 2100)
    return PlanArea("streets", TITLE, whole, ("Barat", "Timur"), outlines)


def make_patrol_plan(*, digest: str = "") -> Plan:
    """Return the plan that the head of this module describes."""
    settings = {
        "profiles": {"R4": {"speeds_kmh": {"residential": 36}}},
        "visits": {"patrol_kmh": {"R4": PATROL_KMH}},
        "fairness": {"limit": 0.2, "wishes": {"pasar": 0.3}},
    }
    hours = make_window("00:00", "00:30")
    bridge = to_lonlat(1250, 1000)
    return replace(
        make_streets_plan(digest=digest),
        area=make_area(),
        shift=Shift("malam", at("23:00"), at("07:00"), reserve_share=0.15),
        config=dump_config(load_config(overrides=settings)),
        units=make_units(),
        hotspots=make_hotspots(),
        loops=(make_loop_p(), make_loop_q()),
        unvisited=(
            Unvisited("L", "no_time", {
                "missing_s": 60, "unit": "P", "instead": "Tempat A", "worth": 10.0,
            }, "L/2"),
            Unvisited("D", "no_time", {"missing_s": 30, "unit": "Q"}, "D/1<"),
            Unvisited("F", "forbidden"),
            Unvisited("C", "crew_too_small", {"level": "rawan"}),
            Unvisited("Z", "unit_off_duty", {"unit": "Regu Z"}),
        ),
        totals=Totals(
            worth=35.8, worth_available=50.2, risk_share=35.8 / 50.2, hotspots=8, visited=5,
            metres=11_000, driving_s=800, dwell_s=3600, waiting_s=1600, stops=6, bound=41.0,
            outside_m=500,
        ),
        closures=(
            Closure(
                "K1", "Jembatan", ("R4",), valid_from=date(2024, 11, 20), lon=bridge[0],
                lat=bridge[1], radius_m=50.0, edges=(11,),
            ),
        ),
        meetings=(
            Meeting("M1", "Titik singgung", ("P", "Q"), hours, 10, (
                MeetingPlace("Pos", *to_lonlat(1500, 100)), MeetingPlace("Simpang", *to_lonlat(*MEET)),
            )),
        ),
        coverage=make_coverage(),
        wishes=(Wish("pasar", 0.3, 0.5),),
        balance=Balance(least=3500 / 27_000, most=900 / 6_300, limit=0.2),
    )  # fmt: skip
