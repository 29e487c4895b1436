"""A made night on real roads: hotspots of all kinds, units with breaks, borders and a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

from shifts_shapes import RoadDrawer

if TYPE_CHECKING:
    import numpy as np

    from routeplan.areas.districts import Area
    from routeplan.model import Hotspot, Meeting, Unit, Vehicle
    from routeplan.planning.inputs import Inputs
    from routeplan.roads.network import Network

HOTSPOTS = 120

# How many of them are roads drawn, streets by name, ways to the next main road and areas.
KINDS = ("line",) * 8 + ("street",) * 5 + ("route",) * 3 + ("area",) * 8

# A Saturday that is Legi.
DAY = date(2024, 11, 30)
MARKET_DAYS = (("Sabtu", "Legi"), ("Selasa", None))

# Hours of a quarter of the hotspots: some past midnight, some twice.
WINDOWS = (("23:30-02:00",), ("22:00-00:30", "03:00-05:00"), ("02:00-05:30",))

APPOINTMENT = time(2, 0)
BREAK = "01:00-03:30", 20
MEETING = "00:00-02:30", 10

# Halves of the area, and the units with theirs: the last may go anywhere.
WEST, EAST = HALVES = ("Barat", "Timur")
UNITS: tuple[tuple[str, Vehicle, str], ...] = (
    ("U1", "R4", WEST),
    ("U2", "R2", WEST),
    ("U3", "R2", EAST),
    ("U4", "R4", ""),
)


def draw_night(network: Network, *, seed: int) -> Inputs:
    """Return a night of `HOTSPOTS` hotspots and all `UNITS`; only its roads are real."""
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.planning.inputs import Inputs
    from routeplan.planning.shifts import make_shift

    config = load_config(overrides={"plan": {"seed": seed}})
    area = halve_area(network)
    drawer = NightDrawer(RoadDrawer(network, area, seed))
    return Inputs(
        area=area,
        district=area,
        network=network,
        hotspots=drawer.draw_hotspots(sorted(config.categories)),
        units=drawer.draw_units(),
        shift=make_shift(config, "malam", DAY),
        config=config,
        gazetteer=load_gazetteer(),
        meetings=(drawer.draw_meeting(),),
    )


def cut_hours(inputs: Inputs, hours: float) -> Inputs:
    """Return the night with units that end so many hours after the shift starts."""
    start = inputs.shift.start
    minutes = start.hour * 60 + start.minute + round(hours * 60)
    end = time(minutes // 60 % 24, minutes % 60)
    return replace(inputs, units=tuple(replace(unit, end=end) for unit in inputs.units))


def halve_area(network: Network) -> Area:
    """Return the surroundings of the roads as an area of two made-up kecamatan, west and east."""
    import numpy as np
    import shapely

    from routeplan.areas.districts import Kecamatan, area_around

    whole = area_around(network.node_lon, network.node_lat, id="bench", title="Bench")
    west, south, east, north = whole.bounds
    middle = float(np.median(network.node_lon))
    boxes = (west, south, middle, north), (middle, south, east, north)
    halves = (
        Kecamatan("", name, "", whole.boundary.intersection(shapely.box(*box)))
        for name, box in zip(HALVES, boxes, strict=True)
    )
    return replace(whole, kecamatan=tuple(halves))


class NightDrawer:
    """Draws what stands on the roads, one thing after the other."""

    def __init__(self, roads: RoadDrawer) -> None:
        self.roads = roads

    @property
    def rng(self) -> np.random.Generator:
        """Where chance comes from."""
        return self.roads.rng

    def draw_units(self, kinds: tuple[tuple[str, Vehicle, str], ...] = UNITS) -> tuple[Unit, ...]:
        """Return units with bases at main roads within their halves, each with a break."""
        from routeplan.model import Break, ClockWindow, Unit

        window, minutes = BREAK
        rest = Break(ClockWindow.parse(window), minutes)
        units = []
        for name, vehicle, half in kinds:
            lon, lat = self.roads.draw_main_place(half)
            jurisdiction = (half,) if half else ()
            title = f"Regu {name}"
            units.append(
                Unit(name, title, vehicle, lon, lat, jurisdiction=jurisdiction, breaks=(rest,))
            )
        return tuple(units)

    def draw_meeting(self) -> Meeting:
        """Return a meeting of the first two units at one of two places in their half."""
        from routeplan.model import ClockWindow, Meeting, MeetingPlace

        window, minutes = MEETING
        (first, _vehicle, half), (second, _other, _half) = UNITS[:2]
        places = tuple(
            MeetingPlace(f"Titik singgung {n}", *self.roads.draw_main_place(half)) for n in (1, 2)
        )
        return Meeting(
            "M1", "Titik singgung", (first, second), ClockWindow.parse(window), minutes, places
        )

    def draw_hotspots(self, categories: list[str], *, count: int = HOTSPOTS) -> tuple[Hotspot, ...]:
        """Return roads, areas and places, with categories and levels in turn.

        A quarter has hours, a tenth is due on market days, the last one has an appointment.
        """
        kinds = [*KINDS, *["point"] * (count - len(KINDS))]
        hotspots = [
            self._draw_hotspot(number, kind, categories[number % len(categories)])
            for number, kind in enumerate(kinds)
        ]
        hotspots[-1] = replace(hotspots[-1], appointment=APPOINTMENT, windows=(), days=())
        return tuple(hotspots)

    def _draw_hotspot(self, number: int, kind: str, category: str) -> Hotspot:
        from routeplan.model import LEVELS, ClockWindow, DayRule, Hotspot

        lon, lat, shape = self.roads.draw(kind)
        windows: tuple[ClockWindow, ...] = ()
        days: tuple[DayRule, ...] = ()
        if number % 4 == 0:
            windows = tuple(map(ClockWindow.parse, WINDOWS[number // 4 % len(WINDOWS)]))
        if number % 10 == 1:
            days = tuple(DayRule(*names) for names in MARKET_DAYS)
        return Hotspot(
            f"H{number}", f"Titik {number}", category, lon, lat,
            level=LEVELS[number % len(LEVELS)], dwell_min=int(self.rng.integers(10, 16)),
            windows=windows, days=days, shape=shape,
        )  # fmt: skip
