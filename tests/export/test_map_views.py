"""The map on low screens, beside a panel that comes and goes, and with flags that keep apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, TURNED, Visit, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map

ENLARGED: dict[str, Any] = {"viewport": {"width": 683, "height": 384}}  # 1366 x 768 at 200 %
SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 360, "height": 640}}
LOW = {"turned": TURNED, "enlarged": ENLARGED, "small": SMALL}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views") / "map.html"
    write_map(make_patrol_plan(), path, network=make_blocks())
    return path


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visit(browser: Any, path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visit_map(browser, path, request.param) as visit:
        yield visit


def seek(visit: Visit, minute: int) -> None:
    visit.page.locator(".rp-play-slider").fill(str(minute))


def find_boundary(visit: Visit) -> dict[str, float]:
    """Return by how many pixels the boundary lies inside of the map, at each of its edges."""
    inside: dict[str, float] = visit.page.evaluate(
        """() => {
            const data = JSON.parse(document.getElementById("rp-data").textContent);
            const [low, high] = data.bounds.map((at) => map_patrol.latLngToContainerPoint(at));
            const size = map_patrol.getSize();
            return { left: low.x, top: high.y, right: size.x - high.x, bottom: size.y - low.y };
        }"""
    )
    return inside


def wait_for_layout(visit: Visit) -> None:
    """Wait until the map has been told of its size."""
    visit.page.evaluate("() => new Promise((done) => setTimeout(done, 100))")


@pytest.mark.parametrize("screen", list(LOW))
def test_on_a_low_screen_the_map_keeps_its_place_also_while_it_plays(
    browser: Any, path: Path, screen: str
) -> None:
    with visit_map(browser, path, LOW[screen]) as visit:
        seek(visit, 60)
        wait_for_layout(visit)
        frame = visit.page.locator("#map_patrol").bounding_box()
        assert frame["height"] > 0.4 * LOW[screen]["viewport"]["height"]
        assert frame["width"] == LOW[screen]["viewport"]["width"]
        assert min(find_boundary(visit).values()) > 0
        slider = visit.page.locator(".rp-play-slider").bounding_box()
        assert slider["width"] > 150
        reset = visit.page.locator(".rp-play-reset").bounding_box()
        assert reset["x"] + reset["width"] <= LOW[screen]["viewport"]["width"]
        visit.page.locator("#rp-open").click()
        search, body = (
            visit.page.locator(f".rp-{part}").bounding_box() for part in ("search", "panel-body")
        )
        assert search["y"] + search["height"] <= body["y"]


def test_the_whole_plan_stays_in_sight_until_the_reader_looks_elsewhere(visit: Visit) -> None:
    page = visit.page
    seek(visit, 60)
    wait_for_layout(visit)
    assert min(find_boundary(visit).values()) > 0
    page.set_viewport_size({"width": 900, "height": 600})
    wait_for_layout(visit)
    assert min(find_boundary(visit).values()) > 0
    page.evaluate("map_patrol.setView([0.005, 113.01], 16, { animate: false })")
    page.set_viewport_size({"width": 800, "height": 700})
    wait_for_layout(visit)
    assert page.evaluate("map_patrol.getZoom()") == 16


def test_the_map_is_fitted_to_the_height_that_the_playback_leaves(browser: Any, path: Path) -> None:
    with visit_map(browser, path, DESKTOP) as visit:
        wait_for_layout(visit)
        inside = find_boundary(visit)
        assert 20 < inside["top"] < 60
        assert 20 < inside["bottom"] < 60


def test_flags_cover_neither_each_other_nor_where_the_units_are(visit: Visit) -> None:
    for minute in range(16, 397, 20):
        seek(visit, minute)
        boxes = visit.page.locator(".rp-flag").evaluate_all(
            "flags => flags.map((flag) => flag.getBoundingClientRect().toJSON())"
        )
        points = visit.page.locator(".rp-mover-icon").evaluate_all(
            "icons => icons.map((icon) => icon.getBoundingClientRect().toJSON())"
        )
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)], minute
        assert not [1 for box in boxes for point in points if overlap(box, point)], minute
        frame = visit.page.locator("#map_patrol").evaluate(
            "map => map.getBoundingClientRect().toJSON()"
        )
        for box in boxes:
            assert frame["left"] - 4 <= box["left"] < box["right"] <= frame["right"] + 4
            assert frame["top"] <= box["top"] < box["bottom"] <= frame["bottom"]


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Tell whether two boxes share more than their rims."""
    wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return wide > 1 and high > 1


def test_the_focus_is_not_lost_when_the_panel_makes_way(browser: Any, path: Path) -> None:
    with visit_map(browser, path, ENLARGED) as visit:
        visit.page.locator("#rp-open").press("Enter")
        visit.page.locator(".rp-card summary").first.press("Enter")
        visit.page.locator("button.rp-line").nth(1).press("Enter")
        assert not visit.page.locator("#rp-panel").is_visible()
        assert visit.page.locator(".rp-popup").is_visible()
        assert visit.page.evaluate("document.activeElement.id") == "rp-open"


def test_a_browser_that_keeps_nothing_shows_the_map_and_turns_it_dark(
    browser: Any, path: Path
) -> None:
    context = browser.new_context(**DESKTOP)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function("() => window.routeplan && window.routeplan.ready")
    page.locator("#rp-theme").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()
    assert errors == []


def test_nothing_pulses_for_readers_who_ask_for_stillness(browser: Any, path: Path) -> None:
    moving = []
    for wish in ("no-preference", "reduce"):
        with visit_map(browser, path, {**DESKTOP, "reduced_motion": wish}) as visit:
            seek(visit, 60)
            moving.append(visit.page.evaluate("document.getAnimations().length"))
    assert moving[0] > 0
    assert moving[1] == 0
