"""Roads, areas, breaks, meetings and closures can be seen and asked about in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, Visit, read_layers, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map
from routeplan.i18n import use_language
from routeplan.model import Unvisited


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of a night with roads, an area, a break, a meeting and a closed bridge."""
    plan = make_patrol_plan()
    part = Unvisited("sand", "no_time", {"missing_s": 60, "unit": "A"}, "sand/3")
    path = tmp_path_factory.mktemp("patrols") / "map.html"
    with use_language("en"):
        write_map(replace(plan, unvisited=(*plan.unvisited, part)), path, network=make_blocks())
    return path


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def patrol(browser: Any, path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    with visit_map(browser, path, request.param) as visit:
        yield visit


def test_passes_sweeps_areas_and_closed_roads_are_drawn(patrol: Visit) -> None:
    # four passes and two sweeps; one area; a closed road of a line and its bars
    assert patrol.count("path.rp-driven") == 6
    assert patrol.count("path.rp-shape") == 1
    assert patrol.count("path.rp-closure") == 2
    assert patrol.count("path.rp-missed-road") == 1
    assert "Closed roads" in read_layers(patrol)


def test_whatever_is_on_the_map_tells_what_it_is(patrol: Visit) -> None:
    for selector, text in (
        (".rp-stop:has([data-kind=meeting])", "Meets"),
        (".rp-stop:has([data-kind=break])", "Stay"),
        (".rp-closed", "jembatan rusak"),
        ("path.rp-driven", "pass (melintas)"),
        ("path.rp-shape", "Pasar estate"),
        ("path.rp-missed-road", "1 min too long"),
    ):
        patrol.page.locator(selector).first.dispatch_event("click")
        assert text in patrol.page.locator(".rp-popup").last.inner_text()


def test_a_line_of_the_panel_shows_the_road_or_the_meeting_on_the_map(patrol: Visit) -> None:
    for button, title in (
        (".rp-missed >> nth=2", "Pasar sand, section km 1.0–1.5"),
        (
            "button.rp-line:has([data-kind=meeting]) >> nth=0",
            "meeting (titik singgung): Kantor pos",
        ),
    ):
        patrol.page.locator(button).dispatch_event("click")
        assert patrol.page.locator(".rp-popup h2").last.text_content() == title
