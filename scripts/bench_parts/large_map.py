"""The map of a full night in a large district: how long it takes to write and to open.

No single extract at hand has 60,000 street pieces: the roads of several lie side by side. The
patrols are in the first of them.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import Facts, Measurement, Work, measure

if TYPE_CHECKING:
    from routeplan.model import Hotspot, Unit
    from routeplan.planning.inputs import Inputs
    from routeplan.roads.network import Network
    from routeplan.roads.raw import RawRoads

FILES = (
    "osm/heidelberg.osm.pbf", "osm/liechtenstein.osm.pbf", "roads/probolinggo.osm.pbf",
    "osm/andorra.osm.gz",
)  # fmt: skip
UNITS = 8
HOTSPOTS = 225
DWELL_MIN = 8
ITERATIONS = 3000
SEED = 1
BETWEEN_DEG = 0.01

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# The page says so once everything is drawn and connected.
READY = "window.routeplan && window.routeplan.ready"


def measure_large_map(folder: Path) -> Iterator[Measurement]:
    """Measure writing and opening the map of 8 units, 200 stops and 60,000 streets.

    Parameters
    ----------
    folder
        Holds `FILES`.
    """
    with tempfile.TemporaryDirectory() as name:
        plan = Path(name) / "plan.json"
        yield measure("planning it", "large_map:prepare_plan", folder, plan)
        yield measure("map.html, written", "large_map:prepare_map", folder, plan)
        yield measure("the same by folium", "large_map:prepare_folium", folder, plan)
        yield measure("every other format", "large_map:prepare_formats", folder, plan)
        if next(filter(None, map(shutil.which, CHROMIUMS)), None):
            for screen in ("desktop", "phone"):
                yield measure(
                    f"map.html, opened in Chromium ({screen})",
                    "large_map:prepare_browser",
                    plan.with_name("map.html"),
                    screen,
                )


def prepare_plan(folder: str, target: str) -> Work:
    """Plan a night of `UNITS` and `HOTSPOTS` in the first extract."""
    from routeplan.planning.pipeline import plan_shift
    from routeplan.planning.planfile import write_plan

    inputs = _draw_night(_join_networks(Path(folder)), _read(Path(folder) / FILES[0]))

    def work() -> Facts:
        plan = plan_shift(inputs)
        write_plan(plan, Path(target))
        return {"units": len(plan.loops), "stops": plan.totals.stops}

    return work


def prepare_map(folder: str, source: str) -> Work:
    """Write the map with all roads behind it."""
    from routeplan.export import write_map
    from routeplan.planning.planfile import read_plan

    plan, network = read_plan(Path(source)), _join_networks(Path(folder))
    target = Path(source).with_name("map.html")

    def work() -> Facts:
        write_map(plan, target, network=network)
        return {"streets": network.edge_count, "kB": target.stat().st_size // 1000}

    return work


def prepare_folium(folder: str, source: str) -> Work:
    """Write what a folium map of the same roads, loops and stops is, with its own means."""
    import folium

    from routeplan.export.drawing.roads import collect_roads
    from routeplan.planning.planfile import read_plan

    plan, network = read_plan(Path(source)), _join_networks(Path(folder))
    target = Path(source).with_name("folium.html")
    draw_line: Any = folium.PolyLine  # it has no types

    def work() -> Facts:
        page = folium.Map(tiles=None)
        for roads in collect_roads(network):
            lines = [line[:, ::-1].round(5).tolist() for line in roads.lines]
            draw_line(lines, weight=1).add_to(page)
        for loop in plan.loops:
            for leg in loop.legs:
                draw_line([(lat, lon) for lon, lat in leg.geometry]).add_to(page)
            for stop in loop.visits:
                folium.Marker((stop.lat, stop.lon), popup=stop.name).add_to(page)
        page.save(target)
        return {"kB": target.stat().st_size // 1000}

    return work


def prepare_formats(folder: str, source: str) -> Work:
    """Write the plan in every format but HTML."""
    from routeplan.export import WRITERS, ExportOptions, export_plan
    from routeplan.planning.planfile import read_plan

    plan, options = read_plan(Path(source)), ExportOptions(network=_join_networks(Path(folder)))
    others = [name for name in WRITERS if name != "html"]
    target = Path(source).parent

    def work() -> Facts:
        facts: Facts = {}
        for name in others:
            start = time.perf_counter()
            files = export_plan(plan, target, [name], options=options)
            size = sum(len(file.data) for file in files) // 1000
            facts[f"s and {size:,} kB for {name}"] = round(time.perf_counter() - start, 1)
        return facts

    return work


def prepare_browser(page: str, screen: str) -> Work:
    """Open the page without network until it can be used, and use it."""
    from playwright.sync_api import sync_playwright

    is_phone = screen == "phone"
    size = (390, 844) if is_phone else (1400, 900)

    def work() -> Facts:
        path = next(filter(None, map(shutil.which, CHROMIUMS)))
        with sync_playwright() as runner:
            browser = runner.chromium.launch(executable_path=path, args=["--no-sandbox"])
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]}, is_mobile=is_phone, offline=True
            )
            tab = context.new_page()
            start = time.perf_counter()
            tab.goto(Path(page).as_uri())
            tab.wait_for_function(READY)
            # It can be used when a click is answered.
            tab.locator("#rp-open" if is_phone else "#rp-close").click()
            ready = time.perf_counter() - start
            browser.close()
        return {"s until a click is answered": round(ready, 2)}

    return work


def _read(file: Path) -> Network:
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    return build_network(read_roads(file), name=file.name)


def _join_networks(folder: Path) -> Network:
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    raw = reduce(_put_beside, (read_roads(folder / name) for name in FILES))
    return build_network(raw, name="large")


def _put_beside(first: RawRoads, second: RawRoads) -> RawRoads:
    """Return the roads of both, the second moved to the east of the first."""
    import numpy as np

    east = first.lon.max() + BETWEEN_DEG - second.lon.min()
    north = np.median(first.lat) - np.median(second.lat)
    nodes, ways = int(first.node_id.max()), int(first.way_id.max())
    return replace(
        first,
        node_id=np.concatenate([first.node_id, nodes + second.node_id]),
        lon=np.concatenate([first.lon, second.lon + east]),
        lat=np.concatenate([first.lat, second.lat + north]),
        way_id=np.concatenate([first.way_id, ways + second.way_id]),
        way_tags=first.way_tags + second.way_tags,
        way_start=np.concatenate([first.way_start, first.way_start[-1] + second.way_start[1:]]),
        way_nodes=np.concatenate([first.way_nodes, len(first.node_id) + second.way_nodes]),
    )


def _draw_night(network: Network, town: Network) -> Inputs:
    """Return a night whose places and bases are drawn on the junctions of a town."""
    import numpy as np
    from shifts_drawing import DAY

    from routeplan.areas.districts import area_around
    from routeplan.areas.gazetteer import load_gazetteer
    from routeplan.config import load_config
    from routeplan.model import LEVELS, Hotspot, Unit
    from routeplan.planning.inputs import Inputs
    from routeplan.planning.shifts import make_shift

    overrides = {"plan": {"seed": SEED}, "solver": {"iterations": ITERATIONS}}
    config = load_config(overrides=overrides)
    rng = np.random.default_rng(SEED)
    chosen = rng.choice(len(town.node_lon), HOTSPOTS + UNITS, replace=False)
    places = [(float(town.node_lon[i]), float(town.node_lat[i])) for i in chosen]
    categories = sorted(config.categories)
    hotspots: list[Hotspot] = [
        Hotspot(
            f"H{n}", f"Titik {n}", categories[n % len(categories)], *place,
            level=LEVELS[n % 2], dwell_min=DWELL_MIN,
        )
        for n, place in enumerate(places[:HOTSPOTS])
    ]  # fmt: skip
    units: list[Unit] = [
        Unit(f"U{n}", f"Regu {n}", "R4", *place) for n, place in enumerate(places[HOTSPOTS:])
    ]
    area = area_around(network.node_lon, network.node_lat, id="bench", title="Bench")
    return Inputs(
        area=area, district=area, network=network, hotspots=tuple(hotspots), units=tuple(units),
        shift=make_shift(config, "malam", DAY), config=config, gazetteer=load_gazetteer(),
    )  # fmt: skip
