"""The map is printed on A4 and A3: a page with the map, true to scale, then the itineraries."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from browser import DESKTOP, PHONE, Visit, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map
from routeplan.geo import great_circle_m
from routeplan.i18n import use_language
from routeplan.model import Plan

SIZES = {"A4": (210, 297), "A3": (297, 420)}
POINT_MM = 25.4 / 72
PIXEL_MM = 25.4 / 96


def stretch(plan: Plan, *, wide: bool) -> Plan:
    """Return the plan with a boundary that is wide, or high."""
    east, north = (113.04, 0.018) if wide else (113.018, 0.04)
    ring = [[113.0, 0.0], [east, 0.0], [east, north], [113.0, north], [113.0, 0.0]]
    boundary = {"type": "Polygon", "coordinates": [ring]}
    return replace(plan, area=replace(plan.area, boundary=boundary))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Write the map of a wide and of a high district in each language."""
    folder = tmp_path_factory.mktemp("paper")
    written = {}
    for language in ("en", "id"):
        for shape in ("wide", "high"):
            path = written[language, shape] = folder / f"{language}-{shape}.html"
            with use_language(language):
                plan = stretch(make_patrol_plan(), wide=shape == "wide")
                write_map(plan, path, network=make_blocks())
    return written


def choose_paper(visit: Visit, paper: str) -> None:
    """Press the button; the browser's own dialog is left out."""
    visit.page.evaluate("window.print = () => (window.wasPrinted = true)")
    visit.page.locator("#rp-print summary").click()
    visit.page.locator(f"[data-paper={paper}]").click()
    assert visit.page.evaluate("window.wasPrinted")
    assert not visit.page.locator(f"[data-paper={paper}]").is_visible()


def print_pages(visit: Visit) -> Any:
    from pypdf import PdfReader

    return PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages


@pytest.mark.parametrize(
    ("language", "shape", "paper"),
    [("en", "wide", "A4"), ("id", "high", "A4"), ("id", "wide", "A3"), ("en", "high", "A3")],
)
def test_the_sheet_has_the_size_chosen_and_lies_as_the_district_does(
    browser: Any, files: dict[tuple[str, str], Path], language: str, shape: str, paper: str
) -> None:
    with visit_map(browser, files[language, shape], PHONE if paper == "A3" else DESKTOP) as visit:
        choose_paper(visit, paper)
        pages = print_pages(visit)
        size = [round(float(side) * POINT_MM) for side in pages[0].mediabox[2:]]
        assert size == sorted(SIZES[paper], reverse=shape == "wide")
        # The first page is the map with all that belongs to it, the itineraries begin on the second.
        first, second = (normalize("NFKC", pages[number].extract_text()) for number in (0, 1))
        title = visit.page.locator("h1").inner_text()
        unit = visit.page.locator(".rp-table .rp-row").first.inner_text()
        assert title in first
        assert "1 : " in first
        assert unit in first  # in the legend
        assert "Jalan" in second or "row" in second
        assert title not in second


def test_the_scale_that_is_told_is_the_one_of_the_paper(
    browser: Any, files: dict[tuple[str, str], Path]
) -> None:
    with visit_map(browser, files["en", "wide"], DESKTOP) as visit:
        choose_paper(visit, "A4")
        visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        visit.page.emulate_media(media="print")
        found = visit.page.evaluate(
            """() => {
                const size = map_patrol.getSize();
                const ends = [0, size.x].map((x) => map_patrol.containerPointToLatLng([x, size.y / 2]));
                const bar = document.querySelector(".leaflet-control-scale-line");
                return {
                    ends: ends.map((at) => [at.lng, at.lat]),
                    width: document.getElementById("map_patrol").clientWidth,
                    bar: bar.offsetWidth,
                    metres: parseFloat(bar.textContent) * (bar.textContent.includes("km") ? 1000 : 1),
                    told: Number(
                        document.getElementById("rp-scale").textContent.match(/1\\s:\\s([\\d,]+)/)[1]
                            .replaceAll(",", "")
                    ),
                };
            }"""
        )
        metres = great_circle_m(*found["ends"][0], *found["ends"][1])
        scale = metres * 1000 / (found["width"] * PIXEL_MM)
        assert found["told"] == pytest.approx(scale, rel=0.01)
        assert found["metres"] * 1000 / (found["bar"] * PIXEL_MM) == pytest.approx(scale, rel=0.02)


def test_after_printing_the_screen_is_as_it_was(
    browser: Any, files: dict[tuple[str, str], Path]
) -> None:
    with visit_map(browser, files["en", "wide"], {**DESKTOP, "color_scheme": "dark"}) as visit:
        page = visit.page
        page.locator(".rp-card summary").first.click()
        page.evaluate("map_patrol.setView([0.005, 113.01], 15, { animate: false })")
        look = """() => [
            map_patrol.getZoom(), map_patrol.getCenter().lat.toFixed(4), map_patrol.getSize().x,
            document.querySelectorAll("details[open]").length, document.documentElement.dataset.theme,
            document.querySelectorAll(".leaflet-rp-roads-pane canvas").length,
        ]"""
        before = page.evaluate(look)
        during = """() => [
            document.documentElement.dataset.theme,
            document.querySelectorAll(".leaflet-rp-roads-pane svg path").length > 0,
            getComputedStyle(document.querySelector(".rp-north")).display,
        ]"""
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(during) == ["light", True, "grid"]
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(look) == before


def test_what_is_switched_off_is_not_in_the_legend_on_paper(
    browser: Any, files: dict[tuple[str, str], Path]
) -> None:
    with visit_map(browser, files["en", "high"], DESKTOP) as visit:
        visit.page.locator(".leaflet-control-layers-overlays label").first.click()
        visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        rows = visit.page.locator(".leaflet-control-layers-overlays label")
        shown = [row.is_visible() for row in rows.all()]
        assert shown[0] is False
        assert all(shown[1:3])


def test_the_print_menu_is_closed_by_escape(
    browser: Any, files: dict[tuple[str, str], Path]
) -> None:
    with visit_map(browser, files["en", "wide"], DESKTOP) as visit:
        summary = visit.page.locator("#rp-print summary")
        summary.press("Enter")
        visit.page.keyboard.press("Tab")
        assert visit.page.locator("[data-paper=A4]").is_visible()
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator("[data-paper=A4]").is_visible()
        assert summary.evaluate("part => part === document.activeElement")
