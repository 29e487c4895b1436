"""Chromium, cut off from all networks, opens the map and uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, Visit, open_map, read_layers, visit_map
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.export import write_map
from routeplan.i18n import use_language
from routeplan.model import Plan, RoadSource, Unit
from routeplan.roads.network import build_network
from routeplan.roads.raw import make_raw_roads


@pytest.fixture(scope="module")
def map_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nodes = {1: (113.09, -8.19), 2: (113.15, -8.19), 3: (113.12, -8.21)}
    ways = {1: ({"highway": "primary"}, [1, 2]), 2: ({"highway": "residential"}, [2, 3])}
    raw = make_raw_roads(nodes, ways, RoadSource("sample", "made by hand", "osm"))
    path = tmp_path_factory.mktemp("map") / "map.html"
    with use_language("en"):
        network = build_network(raw, name="contoh")
        write_map(make_plan_with_idle_unit(), path, network=network)
    return path


def make_plan_with_idle_unit() -> Plan:
    plan = make_plan_example(kind="sample")
    idle = Unit("r9", "Regu cadangan", "R2", 113.135, -8.205, base="Pos cadangan")
    return replace(plan, units=(*plan.units, idle))


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visit(browser: Any, map_file: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visit_map(browser, map_file, request.param) as visit:
        yield visit


@pytest.fixture
def desktop(browser: Any, map_file: Path) -> Iterator[Visit]:
    with visit_map(browser, map_file, DESKTOP) as visit:
        yield visit


def switch(visit: Visit, layer: str) -> None:
    """Switch a layer of the legend, unfolding it first where it is folded."""
    if visit.page.locator(".rp-fold").get_attribute("aria-expanded") == "false":
        visit.page.locator(".rp-fold").click()
    rows = visit.page.locator(".leaflet-control-layers-overlays label")
    rows.nth(read_layers(visit).index(layer)).click()


def wait_for_roads(visit: Visit, *, drawn: bool) -> None:
    """Wait until the canvas of the roads bears ink, or none; the browser redraws it later."""
    visit.page.wait_for_function(
        """drawn => {
            const canvas = document.querySelector(".leaflet-rp-roads-pane canvas");
            const copy = document.createElement("canvas");
            copy.width = canvas.width;
            copy.height = canvas.height;
            const pen = copy.getContext("2d", { willReadFrequently: true });
            pen.drawImage(canvas, 0, 0);
            const pixels = pen.getImageData(0, 0, copy.width, copy.height).data;
            return pixels.some((value) => value > 0) === drawn;
        }""",
        arg=drawn,
        timeout=5000,
    )


def test_there_are_as_many_markers_as_the_plan_has_stops_bases_and_unvisited(
    desktop: Visit,
) -> None:
    plan = make_plan_with_idle_unit()
    assert desktop.count(".rp-stop") == sum(len(loop.visits) for loop in plan.loops)
    assert desktop.count(".rp-base") == len(plan.units)
    assert desktop.count(".rp-unvisited") == len(plan.unvisited)


def test_the_popup_of_a_stop_tells_its_times_and_shows_a_script_as_text(desktop: Visit) -> None:
    desktop.page.locator(".rp-stop").first.dispatch_event("click")
    popup = desktop.page.locator(".rp-popup")
    assert popup.locator("h2").inner_text() == f"1. {NASTY_NAMES[0]}"
    assert "23:20 – 23:32" in popup.inner_text()
    assert "<img src=x onerror=alert(2)>" in popup.inner_text()
    assert popup.locator("script, img").count() == 0


def test_the_close_button_of_a_popup_can_be_reached(visit: Visit) -> None:
    visit.page.locator(".rp-stop").nth(4).dispatch_event("click")
    visit.page.locator(".leaflet-popup-close-button").click()
    visit.page.wait_for_selector(".rp-popup", state="detached")


def test_every_popup_opens(desktop: Visit) -> None:
    markers = desktop.page.locator(".rp-stop, .rp-base, .rp-unvisited")
    titles = set()
    for number in range(markers.count()):
        markers.nth(number).dispatch_event("click")
        titles.add(desktop.page.locator(".rp-popup h2").last.text_content())
    # Three units share a base; every other marker has a name of its own.
    assert len(titles) == markers.count() - 2


def test_the_popup_of_an_unvisited_hotspot_gives_the_reason(desktop: Visit) -> None:
    desktop.page.locator(".rp-unvisited").first.dispatch_event("click")
    assert "Lies outside Polres Contoh." in desktop.page.locator(".rp-popup").inner_text()


def test_the_popup_of_a_leg_tells_its_length_and_streets(desktop: Visit) -> None:
    desktop.page.locator("path.rp-leg").first.dispatch_event("click")
    text = desktop.page.locator(".rp-popup").inner_text()
    assert "Jalan Raya" in text
    assert "2.2 km" in text


def test_layers_switch_off_and_on(visit: Visit) -> None:
    names = ["Regu 1", "Regu <b>2</b>", "Regu 3", "1stop", "Not visited", "Roads", "Boundary"]
    assert read_layers(visit)[:7] == names
    wait_for_roads(visit, drawn=True)
    switch(visit, "Regu 1")
    assert visit.count(".rp-stop") == 4
    switch(visit, "Not visited")
    assert visit.count(".rp-unvisited") == 0
    switch(visit, "Roads")
    wait_for_roads(visit, drawn=False)
    for name in ("Regu 1", "Not visited", "Roads"):
        switch(visit, name)
    assert (visit.count(".rp-stop"), visit.count(".rp-unvisited")) == (
        6,
        len(make_plan_with_idle_unit().unvisited),
    )
    wait_for_roads(visit, drawn=True)


def test_a_stop_is_seen_where_both_its_unit_and_its_kind_are_switched_on(desktop: Visit) -> None:
    switch(desktop, "Regu 1")
    switch(desktop, "1stop")
    assert (desktop.count(".rp-stop"), desktop.count(".rp-base")) == (0, 3)
    switch(desktop, "Regu 1")
    assert (desktop.count(".rp-stop"), desktop.count(".rp-base")) == (0, 4)
    switch(desktop, "1stop")
    assert desktop.count(".rp-stop") == 6


def test_the_legend_folds_and_unfolds_by_its_button(visit: Visit) -> None:
    button = visit.page.locator(".rp-fold")
    is_open = visit.page.locator("#rp-legend").is_visible()
    for expected in (not is_open, is_open):
        button.press("Enter")
        assert visit.page.locator("#rp-legend").is_visible() is expected
        assert button.get_attribute("aria-expanded") == str(expected).lower()


def test_the_panel_is_open_on_a_wide_screen_and_closes(desktop: Visit) -> None:
    panel = desktop.page.locator("#rp-panel")
    wide = desktop.page.locator("#map_patrol").bounding_box()["width"]
    assert panel.is_visible()
    desktop.page.locator("#rp-close").click()
    assert not panel.is_visible()
    assert desktop.page.locator("#map_patrol").bounding_box()["width"] > wide


def test_the_focus_stays_on_the_button_that_opens_or_closes_the_panel(desktop: Visit) -> None:
    focused = "() => document.activeElement.id"
    desktop.page.locator("#rp-close").press("Enter")
    assert desktop.page.evaluate(focused) == "rp-open"
    desktop.page.keyboard.press("Enter")
    assert desktop.page.evaluate(focused) == "rp-close"
    assert desktop.page.locator("#rp-panel").is_visible()


def test_the_map_is_the_main_part_with_the_name_of_the_page(desktop: Visit) -> None:
    name = desktop.page.locator("h1").inner_text()
    assert desktop.page.get_by_role("main", name=name).get_attribute("id") == "map_patrol"


def test_the_panel_is_a_sheet_on_a_phone_that_opens_and_closes(
    browser: Any, map_file: Path
) -> None:
    with visit_map(browser, map_file, PHONE) as visit:
        panel = visit.page.locator("#rp-panel")
        assert not panel.is_visible()
        visit.page.locator("#rp-open").tap()
        box = panel.bounding_box()
        assert box["width"] == 390
        assert box["y"] > 200
        visit.page.locator("#rp-close").tap()
        assert not panel.is_visible()


def test_a_line_of_the_itinerary_opens_the_popup_of_its_stop(desktop: Visit) -> None:
    desktop.page.locator(".rp-card summary").nth(1).click()
    desktop.page.locator(".rp-card").nth(1).locator("button.rp-line").nth(1).click()
    title = desktop.page.locator(".rp-popup h2").text_content()
    assert title == f"2. {NASTY_NAMES[3]}"


def test_the_map_starts_with_every_stop_in_sight(visit: Visit) -> None:
    frame = visit.page.locator("#map_patrol").bounding_box()
    for stop in visit.page.locator(".rp-stop").all():
        box = stop.bounding_box()
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"] - box["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] - box["height"]


def test_the_map_starts_with_the_whole_area_in_sight_and_clear_of_the_legend(
    visit: Visit,
) -> None:
    # The corners of what is to be seen, as pixels of the map.
    left, top, right, bottom = visit.page.evaluate(
        """() => {
            const data = JSON.parse(document.getElementById("rp-data").textContent);
            const [low, high] = data.bounds.map((at) => map_patrol.latLngToContainerPoint(at));
            return [low.x, high.y, high.x, low.y];
        }"""
    )
    frame = visit.page.locator("#map_patrol").bounding_box()
    legend = visit.page.locator(".leaflet-control-layers").bounding_box()
    opener = visit.page.locator("#rp-open")
    assert left >= 0
    assert top >= 0
    if opener.is_visible():
        assert right <= frame["width"]
        assert frame["y"] + bottom <= opener.bounding_box()["y"]
    else:
        assert frame["x"] + right <= legend["x"]
        assert bottom <= frame["height"]


def test_markers_at_one_place_can_each_be_clicked(visit: Visit) -> None:
    bases = visit.page.locator(".rp-base")
    hit = [
        base.evaluate(
            """base => {
                const box = base.querySelector(".rp-badge").getBoundingClientRect();
                const at = [box.x + box.width / 2, box.y + box.height / 2];
                return base.contains(document.elementFromPoint(...at));
            }"""
        )
        for base in bases.all()
    ]
    assert hit == [True] * 4


def test_a_popup_opens_and_closes_by_keyboard(desktop: Visit) -> None:
    marker = desktop.page.locator(".rp-stop").nth(4)
    marker.focus()
    desktop.page.keyboard.press("Enter")
    desktop.page.wait_for_selector(".rp-popup")
    desktop.page.keyboard.press("Escape")
    desktop.page.wait_for_selector(".rp-popup", state="detached")
    assert marker.evaluate("marker => marker === document.activeElement")


def test_whatever_can_be_pressed_has_a_name(visit: Visit) -> None:
    visit.page.locator(".rp-stop").first.dispatch_event("click")
    pressed = visit.page.locator("button, [role=button], .leaflet-marker-icon")
    for element in pressed.all():
        name = element.get_attribute("aria-label") or element.text_content()
        assert (name or "").strip(" \n×+-")


def test_a_loop_keeps_its_distance_from_the_road_at_every_zoom(desktop: Visit) -> None:
    # The first leg goes east: its line begins on the road and continues 2.5 pixels beside it.
    measure = """step => {
        map_patrol.setZoom(map_patrol.getZoom() + step, { animate: false });
        const legs = [];
        map_patrol.eachLayer((layer) => {
            if (layer.options.className === "rp-leg") legs.push(layer);
        });
        const [start, beside] = legs[0].getLatLngs()[0].map((at) => map_patrol.project(at));
        return [beside.x - start.x, beside.y - start.y];
    }"""
    for step in (0, 2, -4):
        assert desktop.page.evaluate(measure, step) == pytest.approx([0, -2.5], abs=1e-6)


def test_on_paper_every_line_of_every_itinerary_is_shown_below_the_map(desktop: Visit) -> None:
    desktop.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    desktop.page.emulate_media(media="print")
    lines = desktop.page.locator(".rp-line")
    # Two stops and the base at both ends, for three units.
    assert lines.count() == 12
    assert all(line.is_visible() for line in lines.all())
    heading = desktop.page.locator("h1").bounding_box()
    frame = desktop.page.locator("#map_patrol").bounding_box()
    assert heading["y"] < frame["y"]
    assert lines.first.bounding_box()["y"] > frame["y"] + frame["height"]


def test_tiles_are_asked_of_their_server_and_of_no_other(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_map(make_plan_example(), path, tiles=True)
    visit = open_map(browser, path, DESKTOP)
    visit.page.wait_for_timeout(200)
    hosts = {url.split("/")[2] for url in visit.requests}
    visit.page.context.close()
    assert hosts == {"tile.openstreetmap.org"}


def test_nobody_gets_lost_by_zooming_in(desktop: Visit) -> None:
    zoom = "() => { map_patrol.setZoom(30, { animate: false }); return map_patrol.getZoom(); }"
    assert desktop.page.evaluate(zoom) == 19
