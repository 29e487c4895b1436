"""The panel and the map point at each other, and the panel adds up what the units do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, SCREENS, Visit, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map
from routeplan.export.webmap.figures import list_figures
from routeplan.i18n import LANGUAGES, use_language


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the map of a night with everything in each language."""
    folder = tmp_path_factory.mktemp("nights")
    paths = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, path in paths.items():
        with use_language(language):
            write_map(make_patrol_plan(), path, network=make_blocks())
    return paths


@pytest.fixture(params=[("en", "desktop"), ("id", "phone")], ids=["en-desktop", "id-phone"])
def visit(browser: Any, nights: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Visit]:
    language, screen = request.param
    with visit_map(browser, nights[language], SCREENS[screen]) as visit:
        yield visit


@pytest.fixture
def desktop(browser: Any, nights: dict[str, Path]) -> Iterator[Visit]:
    with visit_map(browser, nights["id"], DESKTOP) as visit:
        yield visit


def open_card(visit: Visit, number: int) -> Any:
    if not visit.page.locator("#rp-panel").is_visible():
        visit.page.locator("#rp-open").click()
    card = visit.page.locator(".rp-card").nth(number)
    card.locator("summary").click()
    return card


def test_every_line_of_every_itinerary_opens_its_own_stop(visit: Visit) -> None:
    lines = visit.page.locator("button.rp-line")
    opened = []
    for line in lines.all():
        line.dispatch_event("click")
        opened.append(visit.page.locator(".rp-popup h2").last.text_content())
        assert line.get_attribute("aria-current") == "true"
        assert visit.count("[aria-current]") == 1
    data = "JSON.parse(document.getElementById('rp-data').textContent)"
    titles = visit.page.evaluate(
        f"{data}.units.flatMap((unit) => unit.stops.map((stop) => stop.title))"
    )
    assert opened == titles


def test_a_line_shows_its_stop_though_unit_and_kind_are_switched_off(visit: Visit) -> None:
    for box in visit.page.locator(".leaflet-control-layers-overlays input").all()[:8]:
        box.dispatch_event("click")
    assert visit.count(".rp-stop") == 0
    card = open_card(visit, 0)
    card.locator("button.rp-line").first.click()
    assert visit.page.locator(".rp-popup").is_visible()
    assert visit.count(".rp-stop") > 0


def test_a_stop_that_is_opened_on_the_map_opens_its_card_and_scrolls_to_its_line(
    desktop: Visit,
) -> None:
    marker = desktop.page.locator(".rp-stop").nth(6)
    marker.dispatch_event("click")
    line = desktop.page.locator("button.rp-line[aria-current=true]")
    box, panel = line.bounding_box(), desktop.page.locator("#rp-panel").bounding_box()
    assert panel["y"] <= box["y"] <= panel["y"] + panel["height"] - box["height"] + 1
    assert (
        desktop.page.locator(".rp-popup h2")
        .text_content()
        .startswith(line.locator(".rp-number").inner_text())
    )
    desktop.page.keyboard.press("Escape")
    assert desktop.count("[aria-current]") == 0


def test_a_marker_in_focus_marks_its_line(desktop: Visit) -> None:
    desktop.page.locator(".rp-stop").nth(2).focus()
    assert (
        desktop.page.locator("button.rp-line[aria-current=true]").get_attribute("data-stop") == "2"
    )


def test_the_line_pointed_at_lights_its_stop_and_its_leg_and_the_other_way_round(
    desktop: Visit,
) -> None:
    card = open_card(desktop, 1)
    line = card.locator("button.rp-line").first
    line.hover()
    assert desktop.count(".rp-stop.rp-lit") == 1
    assert desktop.count("path.rp-leg.rp-lit") == 1
    desktop.page.locator("h1").hover()
    assert desktop.count(".rp-lit") == 0
    unit = line.get_attribute("data-unit")
    stops = desktop.page.locator(f"button.rp-line[data-unit='{unit}']")
    place = desktop.page.locator(".rp-stop.leaflet-marker-icon").last
    place.dispatch_event("mouseover")
    assert desktop.count("button.rp-line.rp-lit") == 1
    assert stops.count() > 1


def test_show_on_the_map_brings_the_whole_loop_into_sight(visit: Visit) -> None:
    card = open_card(visit, 2)
    card.locator(".rp-show").click()
    frame = visit.page.locator("#map_patrol").bounding_box()
    for marker in visit.page.locator(".rp-stop").all()[-2:]:
        box = marker.bounding_box()
        assert frame["x"] <= box["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]


def test_the_figures_of_the_units_add_up_to_the_totals_of_the_plan() -> None:
    plan = make_patrol_plan()
    table = list_figures(plan)
    *units, (name, sums) = table.rows
    assert [unit for unit, _cells in units] == ["Regu A", "Regu B", "Regu C"]
    assert name == "Together"
    assert len(table.heads) == len(sums)
    assert sum(int(cells[0]) for _unit, cells in units) == int(sums[0]) == plan.totals.stops
    assert sums[1] == f"{plan.totals.metres / 1000:.1f} km"
    assert sums[4] == f"{plan.totals.worth:.1f}"


def test_arrows_lie_on_the_loop_and_point_along_the_way_driven(desktop: Visit) -> None:
    # An arrow is a triangle: back, tip, back. Some part of a leg of its unit has its direction,
    # and passes by the middle of its back.
    lost = desktop.page.evaluate(
        """() => {
            const layers = [];
            map_patrol.eachLayer((layer) => layers.push(layer));
            const named = (name) => layers.filter((layer) => layer.options.className === name);
            const project = (line) => line.map((at) => map_patrol.project(at));
            function fits(ring, line) {
                const [left, tip, right] = project(ring);
                const back = left.add(right).divideBy(2);
                const ahead = tip.subtract(back);
                return line.slice(1).some((to, index) => {
                    const from = line[index];
                    const way = to.subtract(from);
                    const length = Math.hypot(way.x, way.y) * Math.hypot(ahead.x, ahead.y);
                    const along = (way.x * ahead.x + way.y * ahead.y) / length;
                    return along > 0.99 && L.LineUtil.pointToSegmentDistance(back, from, to) < 8;
                });
            }
            const counts = named("rp-arrows").map((arrows) => {
                const legs = named("rp-leg")
                    .filter((leg) => leg.options.color === arrows.options.fillColor)
                    .flatMap((leg) => leg.getLatLngs().map(project));
                const rings = arrows.getLatLngs().map(([ring]) => ring);
                const good = rings.filter((ring) => legs.some((line) => fits(ring, line)));
                return [rings.length, rings.length - good.length];
            });
            return counts;
        }"""
    )
    assert len(lost) == 3
    assert all(count > 0 and wrong == 0 for count, wrong in lost), lost
