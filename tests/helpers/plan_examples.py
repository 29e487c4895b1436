"""A plan full of nasty names with one hotspot unvisited per reason, to try writers on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from routeplan.model import (
    Detail,
    Hotspot,
    Leg,
    Loop,
    Notice,
    Plan,
    PlanArea,
    PlanSource,
    RatedHotspot,
    Reason,
    Shift,
    Stop,
    Totals,
    Unit,
    Unvisited,
)

ZONE = ZoneInfo("Asia/Jakarta")
START = datetime(2024, 11, 20, 23, 0, tzinfo=ZONE)
WEST, SOUTH, STEP = 113.10, -8.20, 0.01  # a street grid of about 1.1 km

NASTY_NAMES = (
    "<script>alert(1)</script>",
    '"Pasar" \'Kunir\' & co',
    "Perumahan " + "panjang " * 36 + "selesai",
    "two\nlines\r\nand\u2028one more",
    "</script><!-- <b>bold</b> {{ 7 * 7 }} {% raw %}",
    "=HYPERLINK(0)",
)  # fmt: skip

REASON_DETAILS: dict[Reason, Detail] = {
    "outside_area": {"area": "Polres Contoh"},
    "no_road": {"distance_m": 1450, "limit_m": 1000},
    "vehicle_cannot_reach": {"vehicles": "R4"},
    "outside_jurisdiction": {"kecamatan": "Tempursari"},
    "window_closed": {"windows": "08:00-10:00"},
    "not_on_date": {"rule": "Sabtu Legi"},
    "no_worth": {},
    "forbidden": {},
    "crew_too_small": {"level": "rawan"},
    "unit_off_duty": {"unit": "Regu 9"},
    "too_late": {"moment": "01:10"},
    "no_time": {"missing_s": 725, "unit": "r0"},
}
assert set(REASON_DETAILS) == set(get_args(Reason))


def make_plan_example(*, kind: str = "real") -> Plan:
    """Return a plan of three units with two visits each and one hotspot unvisited per reason.

    The names of the visited hotspots are `NASTY_NAMES`. `kind` is ``real`` or ``sample``.
    """
    visited = tuple(_rate(f"v{i}", name, i) for i, name in enumerate(NASTY_NAMES))
    missed = tuple(_rate(f"u-{reason}", f"Titik {reason}", 10) for reason in REASON_DETAILS)
    units = (
        Unit("r0", "Regu 1", "R4", WEST, SOUTH, base="Polsek Contoh"),
        Unit("r1", "Regu <b>2</b>", "R2", WEST, SOUTH, base="Polsek Contoh"),
        Unit("r2", "Regu 3", "foot", WEST, SOUTH, base="Polsek Contoh"),
    )
    loops = tuple(_make_loop(unit, visited[2 * i : 2 * i + 2], i) for i, unit in enumerate(units))
    return Plan(
        schema_version="2.0",
        source=PlanSource(
            network="contoh",
            digest="0123456789abcdef" * 4,
            kind="sample" if kind == "sample" else "real",
            origin="contoh.osm.pbf",
            osm_timestamp="2024-11-01T00:00:00Z",
        ),
        area=PlanArea("contoh", "Polres Contoh", _make_boundary(), ("Contoh",)),
        shift=Shift("malam", START, START + timedelta(hours=8)),
        zone="Asia/Jakarta",
        seed=1,
        config={"categories": {"pasar": {"label": "Pasar"}}},
        units=units,
        hotspots=visited + missed,
        loops=loops,
        unvisited=tuple(
            Unvisited(f"u-{reason}", reason, detail) for reason, detail in REASON_DETAILS.items()
        ),
        totals=Totals(
            worth=48.0, worth_available=144.0, risk_share=48 / 144, hotspots=18, visited=6, stops=6,
            bound=60.0,
            metres=sum(loop.metres for loop in loops),
            driving_s=sum(loop.driving_s for loop in loops),
            dwell_s=sum(loop.dwell_s for loop in loops), waiting_s=0,
        ),
        notices=(Notice("off_road", {"name": "<i>Pasar</i>", "distance_m": 420}),),
    )  # fmt: skip


def _rate(hotspot_id: str, name: str, column: int) -> RatedHotspot:
    spot = Hotspot(
        hotspot_id, name, "pasar", WEST + STEP * (column % 4 + 1), SOUTH + STEP * (column // 2 + 1),
        note="<img src=x onerror=alert(2)>",
    )  # fmt: skip
    return RatedHotspot(spot, risk=8.0, kecamatan="Contoh", village="Contoh")


def _make_loop(unit: Unit, spots: tuple[RatedHotspot, ...], index: int) -> Loop:
    """Drive round a rectangle: to each hotspot along the grid and back to the base."""
    places = [(unit.lon, unit.lat)] + [(s.hotspot.lon, s.hotspot.lat) for s in spots]
    moment = START + timedelta(minutes=15)
    stops = [_make_base(unit, moment)]
    legs = []
    for here, there, rated in zip(places, [*places[1:], places[0]], [*spots, None], strict=True):
        legs.append(_make_leg(here, there, index))
        moment += timedelta(seconds=legs[-1].seconds)
        stops.append(_make_stop(rated, moment) if rated else _make_base(unit, moment))
        moment = stops[-1].depart
    return Loop(
        unit.id, tuple(stops), tuple(legs), metres=sum(leg.metres for leg in legs),
        driving_s=sum(leg.seconds for leg in legs), dwell_s=720 * len(spots), waiting_s=0,
        worth=8.0 * len(spots),
    )  # fmt: skip


def _make_leg(here: tuple[float, float], there: tuple[float, float], index: int) -> Leg:
    corner = (there[0], here[1])
    metres = round(111_195 * (abs(there[0] - here[0]) + abs(there[1] - here[1])))
    return Leg(
        metres, metres // 8, ("Jalan Raya",) if index == 0 else (), ("Contoh, Contoh",),
        (here, corner, there), (1,),
    )  # fmt: skip


def _make_stop(rated: RatedHotspot, moment: datetime) -> Stop:
    spot = rated.hotspot
    return Stop(
        "dwell", spot.id, spot.name, moment, moment + timedelta(minutes=12), 0, 720,
        spot.lon, spot.lat, spot.lon, spot.lat, 0, "Jalan Raya", worth=8.0,
    )  # fmt: skip


def _make_base(unit: Unit, moment: datetime) -> Stop:
    return Stop(
        "base", None, unit.base, moment, moment, 0, 0,
        unit.lon, unit.lat, unit.lon, unit.lat, 0, "Jalan Raya",
    )  # fmt: skip


def _make_boundary() -> dict[str, object]:
    west, south, east, north = WEST - STEP, SOUTH - STEP, WEST + 8 * STEP, SOUTH + 8 * STEP
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
