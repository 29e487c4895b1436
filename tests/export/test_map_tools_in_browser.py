"""In a browser: the shift is played, places are searched, the risk is shown as heat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import DESKTOP, SCREENS, Visit, list_faults, visit_map
from patrol_plan import make_patrol_inputs, make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.export import write_map
from routeplan.export.webmap.timeline import count_seconds
from routeplan.geo import great_circle_m
from routeplan.i18n import LANGUAGES, _, use_language
from routeplan.model import Leg

PATIENCE_MS = 5000


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the map of a night with everything on its roads in each language."""
    folder = tmp_path_factory.mktemp("nights")
    paths = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, path in paths.items():
        with use_language(language):
            write_map(make_patrol_plan(), path, network=make_patrol_inputs().network)
    return paths


@contextmanager
def visit_night(browser: Any, path: Path, screen: str, **options: str) -> Iterator[Visit]:
    with visit_map(browser, path, {**SCREENS[screen], **options}) as visit:
        visit.page.set_default_timeout(PATIENCE_MS)
        yield visit


@pytest.fixture(params=[("en", "desktop"), ("id", "phone")], ids=["en-desktop", "id-phone"])
def visit(browser: Any, nights: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Visit]:
    language, screen = request.param
    with visit_night(browser, nights[language], screen) as visit:
        yield visit


@pytest.fixture
def desktop(browser: Any, nights: dict[str, Path]) -> Iterator[Visit]:
    with visit_night(browser, nights["en"], "desktop") as visit:
        yield visit


@pytest.fixture
def nasty(browser: Any, tmp_path: Path) -> Iterator[Visit]:
    """Open the map of a plan whose names want to be code."""
    path = tmp_path / "nasty.html"
    write_map(make_plan_example(), path)
    with visit_map(browser, path, DESKTOP) as visit:
        yield visit


def seek(visit: Visit, minute: int) -> None:
    visit.page.locator(".rp-play-slider").fill(str(minute))


def read(visit: Visit, name: str) -> str:
    return str(visit.page.locator(f".rp-play-{name}").text_content())


def open_panel(visit: Visit) -> None:
    if visit.page.locator("#rp-open").is_visible():
        visit.page.locator("#rp-open").click()


def type_search(visit: Visit, text: str) -> Any:
    open_panel(visit)
    visit.page.locator("#rp-search-box").fill(text)
    return visit.page.locator("#rp-search-list [role=option]")


def switch_heat(visit: Visit) -> None:
    row = visit.page.locator(".leaflet-control-layers-overlays label").filter(
        has=visit.page.locator(".rp-warm")
    )
    row.locator("input").dispatch_event("click")


# ---------------------------------------------------------------- playback


def test_playing_moves_the_clock_and_the_units_until_it_is_paused(visit: Visit) -> None:
    assert visit.count(".rp-mover") == 0
    visit.page.locator(".rp-play-speed").select_option("10")
    before = read(visit, "clock")
    visit.page.locator(".rp-play-toggle").click()
    visit.page.wait_for_function(
        "clock => document.querySelector('.rp-play-clock').textContent !== clock", arg=before
    )
    assert visit.count(".rp-mover") == 3
    visit.page.locator(".rp-play-toggle").click()
    paused = read(visit, "clock"), visit.page.locator(".rp-mover-icon").first.get_attribute("style")
    visit.page.wait_for_timeout(300)
    now = read(visit, "clock"), visit.page.locator(".rp-mover-icon").first.get_attribute("style")
    assert now == paused


def test_nothing_runs_while_it_is_paused(desktop: Visit) -> None:
    desktop.page.evaluate(
        """() => {
            const own = window.requestAnimationFrame.bind(window);
            window.frames_asked = 0;
            window.requestAnimationFrame = (act) => (window.frames_asked++, own(act));
        }"""
    )
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_function("() => window.frames_asked > 3")
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_timeout(400)  # what the map itself has begun may end
    asked = desktop.page.evaluate("() => window.frames_asked")
    desktop.page.wait_for_timeout(300)
    assert desktop.page.evaluate("() => window.frames_asked") == asked


def test_the_clock_changes_its_date_at_midnight(desktop: Visit) -> None:
    seek(desktop, 59)
    assert read(desktop, "clock") == "23:59"
    assert "20 November 2024" in read(desktop, "day")
    seek(desktop, 60)
    assert read(desktop, "clock") == "00:00"
    assert "21 November 2024" in read(desktop, "day")
    told = desktop.page.locator(".rp-play-slider").get_attribute("aria-valuetext")
    assert told.startswith("00:00, ")


def test_the_keyboard_moves_the_slider_and_presses_the_button(desktop: Visit) -> None:
    slider = desktop.page.locator(".rp-play-slider")
    seek(desktop, 100)
    slider.press("ArrowRight")
    assert read(desktop, "clock") == "00:41"
    slider.press("Home")
    assert read(desktop, "clock") == "23:15"
    button = desktop.page.locator(".rp-play-toggle")
    words = button.get_attribute("aria-label")
    button.press("Enter")
    assert button.get_attribute("aria-label") != words
    button.press("Enter")
    assert button.get_attribute("aria-label") == words


def test_stops_are_hollow_before_ringed_during_and_ticked_after(desktop: Visit) -> None:
    # At 00:00 unit A is at the market, its seventh stop; B and C are still at the base.
    seek(desktop, 60)
    assert desktop.count(".rp-done") == 6
    assert desktop.count(".rp-now") == 1
    total = desktop.count(".rp-stop")
    assert desktop.count(".rp-later") == total - 7
    seek(desktop, 397)
    assert desktop.count(".rp-done") == total
    desktop.page.locator(".rp-play-reset").click()
    assert desktop.count(".rp-done, .rp-now, .rp-later, .rp-mover, .rp-present") == 0


def test_a_unit_switched_off_and_on_keeps_the_state_of_its_stops(desktop: Visit) -> None:
    seek(desktop, 60)
    box = desktop.page.locator(".leaflet-control-layers-overlays input").first
    box.dispatch_event("click")
    assert desktop.count(".rp-done") == 0
    assert desktop.count(".rp-mover") == 2
    desktop.page.locator(".leaflet-control-layers-overlays input").first.dispatch_event("click")
    assert desktop.count(".rp-done") == 6
    assert desktop.count(".rp-mover") == 3


def test_the_panel_and_a_line_in_words_tell_what_each_unit_does(desktop: Visit) -> None:
    seek(desktop, 60)
    assert desktop.count(".rp-card .rp-present") == 3
    present = desktop.page.locator(".rp-card").first.locator(".rp-present")
    assert "Pasar market" in present.text_content()
    doing = desktop.page.locator(".rp-play-doings li").first.text_content()
    assert doing.startswith("Regu A")
    assert "Pasar market" in doing
    assert "00:04" in doing


def test_the_moment_is_told_to_listeners_only_when_it_rests(desktop: Visit) -> None:
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_timeout(700)
    assert read(desktop, "voice") == ""
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_function(
        "() => document.querySelector('.rp-play-voice').textContent.includes('Regu A')"
    )


def test_at_the_end_it_stops_and_begins_again(desktop: Visit) -> None:
    plan = make_patrol_plan()
    last = max(count_seconds(plan, loop.stops[-1].arrive) for loop in plan.loops)
    minutes = -(-last // 60)  # the clock ends with the first whole minute after the last return
    seek(desktop, minutes - 1)
    desktop.page.locator(".rp-play-speed").select_option("10")
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_selector(".rp-play-toggle:not(.rp-playing)")
    end = plan.shift.start + timedelta(minutes=minutes)
    assert read(desktop, "clock") == f"{end:%H:%M}"
    desktop.page.locator(".rp-play-toggle").click()
    desktop.page.wait_for_function(
        "() => document.querySelector('.rp-play-clock').textContent.startsWith('23:')"
    )


def test_units_are_at_the_road_point_of_a_stop_when_they_arrive(desktop: Visit) -> None:
    plan = make_patrol_plan()
    for unit, loop in enumerate(plan.loops):
        seconds = [count_seconds(plan, stop.arrive) for stop in loop.stops[1:]]
        for stop, place in zip(loop.stops[1:], place_unit(desktop, unit, seconds), strict=True):
            assert measure(*place, stop.road_lat, stop.road_lon) < 2


def test_units_are_half_way_in_metres_at_half_of_the_time(desktop: Visit) -> None:
    plan = make_patrol_plan()
    for unit, loop in enumerate(plan.loops):
        drives = [
            (here.depart, there.arrive, leg)
            for here, there, leg in zip(loop.stops, loop.stops[1:], loop.legs, strict=False)
            if leg.metres
        ]
        drives += [
            (stop.arrive + timedelta(seconds=stop.wait_s), stop.depart, stop.drive)
            for stop in loop.stops
            if stop.drive
        ]
        seconds = [
            (count_seconds(plan, start) + count_seconds(plan, end)) / 2
            for start, end, _leg in drives
        ]
        for drive, place in zip(drives, place_unit(desktop, unit, seconds), strict=True):
            assert measure(*place, *find_half(drive[2])) < 3


def place_unit(visit: Visit, unit: int, seconds: Sequence[float]) -> list[tuple[float, float]]:
    """Return latitude and longitude of a unit at some seconds of the shift, as the page has it."""
    places = visit.page.evaluate(
        """([unit, seconds]) => {
            const data = JSON.parse(document.getElementById("rp-data").textContent);
            const steps = data.timeline.units[unit];
            const course = routeplan.tracks.makeCourse(data.units[unit], steps);
            return seconds.map(course.place);
        }""",
        [unit, list(seconds)],
    )
    return [(lat, lon) for lat, lon in places]


def find_half(leg: Leg) -> tuple[float, float]:
    """Return latitude and longitude after half of the metres of a drive."""
    lon, lat = np.array(leg.geometry).T
    steps = great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    along = np.concatenate(([0.0], steps.cumsum()))
    half = along[-1] / 2
    return float(np.interp(half, along, lat)), float(np.interp(half, along, lon))


def measure(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    places = (np.array([value]) for value in (lon1, lat1, lon2, lat2))
    return float(great_circle_m(*places)[0])


# ---------------------------------------------------------------- search


def test_the_search_finds_in_the_middle_of_words_whatever_the_case(desktop: Visit) -> None:
    options = type_search(desktop, "ARKE")
    assert options.count() == 1
    assert options.first.locator("mark").text_content() == "arke"


def test_arrows_choose_and_enter_shows_the_popup_of_a_hotspot(visit: Visit) -> None:
    options = type_search(visit, "pasar")
    box = visit.page.locator("#rp-search-box")
    assert options.count() == 6
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.nth(2).get_attribute("id")
    assert options.nth(2).get_attribute("aria-selected") == "true"
    box.press("ArrowUp")
    box.press("ArrowDown")
    box.press("Enter")
    assert "Pasar market" in visit.page.locator(".rp-popup").text_content()
    assert box.get_attribute("aria-expanded") == "false"


def test_a_hotspot_left_out_is_found_with_its_reason(visit: Visit) -> None:
    type_search(visit, "mill").first.click()
    assert "Pasar mill" in visit.page.locator(".rp-popup").text_content()


def test_a_street_is_shown_with_a_ring(visit: Visit) -> None:
    type_search(visit, "column 1").first.click()
    assert visit.count(".rp-ring") == 1
    assert "column 1" in visit.page.locator(".leaflet-tooltip").text_content()
    frame = visit.page.locator("#map_patrol").bounding_box()
    ring = visit.page.locator(".rp-ring").bounding_box()
    middle = frame["x"] + frame["width"] / 2
    assert abs(ring["x"] + ring["width"] / 2 - middle) < 3


def test_a_unit_is_shown_with_its_whole_loop(visit: Visit) -> None:
    zoom = visit.page.evaluate("() => map_patrol.getZoom()")
    visit.page.evaluate("() => map_patrol.setZoom(18, { animate: false })")
    type_search(visit, "regu b").first.click()
    assert visit.page.evaluate("() => map_patrol.getZoom()") < zoom + 3


def test_escape_closes_the_results_and_then_empties_the_box(desktop: Visit) -> None:
    type_search(desktop, "pasar")
    box = desktop.page.locator("#rp-search-box")
    box.press("Escape")
    assert not desktop.page.locator("#rp-search-list").is_visible()
    assert box.input_value() == "pasar"
    box.press("Escape")
    assert box.input_value() == ""


def test_what_is_not_there_is_told(desktop: Visit) -> None:
    assert type_search(desktop, "zzz").count() == 0
    assert desktop.page.locator(".rp-search-none").is_visible()
    assert desktop.page.locator(".rp-search-voice").text_content()


def test_names_are_found_as_text_and_no_more_than_twelve(nasty: Visit) -> None:
    options = type_search(nasty, "<script>")
    assert options.first.locator("b").text_content() == NASTY_NAMES[0]
    assert type_search(nasty, "t").count() == 12
    assert nasty.page.locator("#rp-search script, #rp-play script").count() == 0


def test_accents_do_not_matter(nasty: Visit) -> None:
    assert type_search(nasty, "kúnïr").first.locator("b").text_content() == NASTY_NAMES[1]


# ---------------------------------------------------------------- heat


def test_the_heat_is_off_at_first_and_has_a_key_when_it_is_on(visit: Visit) -> None:
    assert visit.count(".rp-heat, .rp-heat-key") == 0
    switch_heat(visit)
    assert visit.count(".rp-heat") == 1
    assert visit.page.locator(".rp-heat-key").is_visible()
    switch_heat(visit)
    assert visit.count(".rp-heat, .rp-heat-key") == 0


def read_heat(visit: Visit, lat: float, lon: float) -> list[int]:
    """Return red, green, blue and alpha of the heat at a place."""
    colour: list[int] = visit.page.evaluate(
        """([lat, lon]) => {
            const canvas = document.querySelector(".rp-heat");
            const at = map_patrol.latLngToLayerPoint([lat, lon]);
            const corner = L.DomUtil.getPosition(canvas);
            const cell = parseFloat(canvas.style.width) / canvas.width;
            const [x, y] = [(at.x - corner.x) / cell, (at.y - corner.y) / cell];
            const copy = document.createElement("canvas");
            [copy.width, copy.height] = [canvas.width, canvas.height];
            const pen = copy.getContext("2d", { willReadFrequently: true });
            pen.drawImage(canvas, 0, 0);
            return [...pen.getImageData(Math.round(x), Math.round(y), 1, 1).data];
        }""",
        [lat, lon],
    )
    return colour


def test_heat_lies_on_places_whether_visited_or_not_also_after_zooming(desktop: Visit) -> None:
    switch_heat(desktop)
    spots = {rated.hotspot.id: rated.hotspot for rated in make_patrol_plan().hotspots}
    for zoom in (14, 15):
        desktop.page.evaluate("zoom => map_patrol.setZoom(zoom, { animate: false })", zoom)
        for name in ("market", "mill"):
            assert read_heat(desktop, spots[name].lat, spots[name].lon)[3] > 60
        assert read_heat(desktop, -0.02, 112.98)[3] == 0


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("screen", list(SCREENS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_answers_in_each_language_on_each_screen(
    browser: Any, nights: dict[str, Path], language: str, screen: str
) -> None:
    with visit_night(browser, nights[language], screen) as visit:
        with use_language(language):
            play, pause, not_there = _("Play the shift"), _("Pause"), _("not visited")
            heat = _("Risk of the shift")
        visit.page.get_by_role("button", name=play, exact=True).click()
        visit.page.get_by_role("button", name=pause, exact=True).click()
        seek(visit, 60)
        visit.page.locator(".rp-play-speed").select_option("1")
        assert visit.count(".rp-mover") == 3
        visit.page.locator(".rp-play-reset").click()
        assert visit.count(".rp-mover") == 0
        switch_heat(visit)
        assert visit.page.locator(".rp-heat-key b").text_content() == heat
        option = type_search(visit, "mill").first
        assert not_there in option.text_content()
        option.click()
        assert "Pasar mill" in visit.page.locator(".rp-popup").text_content()


@pytest.mark.parametrize(
    ("language", "screen", "scheme"), [("en", "desktop", "light"), ("id", "phone", "dark")]
)
def test_axe_finds_no_serious_fault(
    browser: Any, nights: dict[str, Path], language: str, screen: str, scheme: str
) -> None:
    still = {"color_scheme": scheme, "reduced_motion": "reduce"}
    with visit_night(browser, nights[language], screen, **still) as visit:
        seek(visit, 200)
        switch_heat(visit)
        faults = list_faults(visit)
        type_search(visit, "pasar")
        visit.page.locator("#rp-search-box").press("ArrowDown")
        faults += list_faults(visit)
        assert faults == []
