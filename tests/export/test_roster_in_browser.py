"""Chromium, cut off from all networks, opens the overview of a roster and uses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, Visit, list_faults, visit_map
from plan_examples import NASTY_NAMES
from roster_example import NIGHT, make_roster_example

from routeplan.export.roster import RosterReader
from routeplan.export.roster.page import render_overview
from routeplan.i18n import use_language
from routeplan.model import RoadSource
from routeplan.roads.network import build_network
from routeplan.roads.raw import make_raw_roads


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nodes = {1: (113.09, -8.19), 2: (113.15, -8.19), 3: (113.12, -8.21)}
    ways = {1: ({"highway": "primary"}, [1, 2]), 2: ({"highway": "residential"}, [2, 3])}
    raw = make_raw_roads(nodes, ways, RoadSource("sample", "made by hand", "osm"))
    example = make_roster_example(kind="sample")
    path = tmp_path_factory.mktemp("roster") / "index.html"
    with use_language("en"):
        network = build_network(raw, name="contoh")
        page = render_overview(RosterReader(example.roster), example.plans, network=network)
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shared(browser: Any, file: Path) -> Iterator[Visit]:
    """Open the page on a desk, once for all tests: each leaves it usable."""
    with visit_map(browser, file, DESKTOP) as visit:
        yield visit


def count_markers(visit: Visit) -> int:
    return visit.count(".rp-stop")


def read_chosen(visit: Visit) -> str:
    return str(visit.page.locator("#rp-chosen").text_content())


def test_a_shift_is_chosen_in_the_calendar(shared: Visit) -> None:
    entry = shared.page.locator("button.rp-watch").nth(3)
    entry.click()
    assert entry.get_attribute("aria-pressed") == "true"
    assert shared.count('button.rp-watch[aria-pressed="true"]') == 1
    assert f"21 November 2024 · shift {NIGHT}" in read_chosen(shared)
    assert shared.page.locator("#rp-choice").input_value() == "3"
    # shift 3 has Regu 2 and Regu 3, two stops each
    assert shared.page.locator("#rp-loops .rp-unit").all_text_contents() == [
        "Regu <b>2</b>", "Regu 3",
    ]  # fmt: skip
    assert count_markers(shared) == 4


def test_buttons_and_arrow_keys_go_from_shift_to_shift(shared: Visit) -> None:
    page = shared.page
    page.locator("#rp-choice").select_option("0")
    assert page.locator("#rp-before").is_disabled()
    page.locator("#rp-after").click()
    assert page.locator("#rp-choice").input_value() == "1"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#rp-choice").input_value() == "2"
    page.locator("#rp-choice").select_option("7")
    assert page.locator("#rp-after").is_disabled()


def test_a_stop_of_the_list_opens_its_popup_and_a_unit_can_be_hidden(shared: Visit) -> None:
    page = shared.page
    page.locator("#rp-choice").select_option("1")  # Regu 1 and Regu 3
    page.locator("#rp-loops button.rp-line").first.click()
    popup = page.locator(".rp-popup")
    assert NASTY_NAMES[0] in str(popup.locator("h2").text_content())
    rows = dict(
        zip(
            popup.locator("dt").all_text_contents(),
            popup.locator("dd").all_text_contents(),
            strict=True,
        )
    )
    assert rows["Unit"] == "Regu 1"
    assert rows["In this roster"] == "5.0 visits, longest gap 0 days"
    page.locator(".rp-switch input").first.uncheck()
    assert count_markers(shared) == 2
    page.locator(".rp-switch input").first.check()
    assert count_markers(shared) == 4


def test_tables_are_sorted_and_searched(shared: Visit) -> None:
    page = shared.page
    table = page.locator("#rp-place-rows table")
    head = table.locator("thead button", has_text="Minutes there")
    column = int(str(head.get_attribute("data-column")))
    cells = table.locator(f"tbody tr > :nth-child({column + 1})")
    head.click()
    values = [float(text.replace(",", "")) for text in cells.all_text_contents()]
    assert values == sorted(values)
    head.click()
    values = [float(text.replace(",", "")) for text in cells.all_text_contents()]
    assert values == sorted(values, reverse=True)
    assert table.locator('th[aria-sort="descending"]').count() == 1
    page.locator('[data-search="rp-place-rows"]').fill("kunir")
    assert table.locator("tbody tr:visible").count() == 1
    page.locator('[data-search="rp-place-rows"]').fill("")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_has_no_serious_fault_of_access_on_a_desk(shared: Visit, theme: str) -> None:
    button = shared.page.locator("#rp-theme")
    if (button.get_attribute("aria-pressed") == "true") != (theme == "dark"):
        button.click()
    assert list_faults(shared) == []


def test_on_a_phone_nothing_is_wider_than_the_screen_and_all_can_be_reached(
    browser: Any, file: Path
) -> None:
    with visit_map(browser, file, PHONE) as visit:
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert list_faults(visit) == []
        small = visit.page.evaluate(
            """() => [...document.querySelectorAll("button, select, .rp-switch, summary")]
                .filter((item) => item.offsetParent && item.getBoundingClientRect().height < 38)
                .map((item) => item.className + item.textContent)"""
        )
        assert small == []


def test_on_paper_the_calendar_and_the_tables_stand_without_the_map(shared: Visit) -> None:
    page = shared.page
    page.emulate_media(media="print")
    try:
        assert not page.locator("#map_patrol").is_visible()
        assert not page.locator("#rp-paper").is_visible()
        for part in (".rp-days", ".rp-duty", "#rp-place-rows table", ".rp-heat-map"):
            assert page.locator(part).is_visible()
        assert page.locator(".rp-paper-mark").is_visible()
    finally:
        page.emulate_media(media="screen")
