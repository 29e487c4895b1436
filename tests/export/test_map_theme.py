"""The map is light or dark as the reader's system is, until he chooses himself."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, Visit, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map
from routeplan.export.drawing.palette import contrast_ratio

READABLE = 4.5  # WCAG 2.2, level AA, for text
VISIBLE = 3.0  # the same for symbols and lines
TEXTS = (
    ("ink", "paper"), ("ink", "chosen"), ("ink", "notice"), ("ink", "message"), ("soft", "paper"),
    ("soft", "hover"), ("link", "paper"), ("head-ink", "head"), ("head-soft", "head"),
)  # fmt: skip
MARKS = (("focus", "paper"), ("focus", "chosen"), ("missed", "ground"), ("closed", "ground"),
         ("edge", "ground"), ("area-line", "ground"), ("rim", "paper"))  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("theme") / "map.html"
    write_map(make_patrol_plan(), path, network=make_blocks())
    return path


def read_colours() -> dict[str, dict[str, str]]:
    """Return the colours of each theme by their names; the dark one changes some of the light."""
    style = resources.files("routeplan.export.webmap").joinpath("assets", "theme.css")
    light, dark = style.read_text(encoding="utf-8").split("@media screen")
    first, second = (dict(re.findall(r"--rp-([\w-]+): (#\w{6})", part)) for part in (light, dark))
    return {"light": first, "dark": {**first, **second}}


def measure_ground(visit: Visit) -> str:
    """Return the colour behind the map and the one of the boldest ink of the roads."""
    return str(
        visit.page.evaluate(
            """() => {
                const map = document.getElementById("map_patrol");
                const pen = map.querySelector(".leaflet-rp-roads-pane canvas").getContext("2d");
                return [getComputedStyle(map).backgroundColor, pen.strokeStyle].join(" ");
            }"""
        )
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_lines_stand_out_from_what_they_are_on(theme: str) -> None:
    colours = read_colours()[theme]
    for pairs, least in ((TEXTS, READABLE), (MARKS, VISIBLE)):
        for front, back in pairs:
            ratio = contrast_ratio(colours[front], colours[back])
            assert ratio >= least, (front, back, ratio)


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_page_follows_the_system_and_the_button_turns_it(
    browser: Any, file: Path, system: str
) -> None:
    other = "dark" if system == "light" else "light"
    with visit_map(browser, file, {**DESKTOP, "color_scheme": system}) as visit:
        button = visit.page.locator("#rp-theme")
        seen = []
        for expected in (system, other, system):
            assert visit.page.locator("html").get_attribute("data-theme") == expected
            assert button.get_attribute("aria-pressed") == str(expected == "dark").lower()
            visit.page.wait_for_timeout(50)  # the canvas is painted with the next frame
            seen.append(measure_ground(visit))
            button.press("Enter")
        assert seen[0] == seen[2] != seen[1]


def test_the_choice_outlasts_a_change_of_the_system(browser: Any, file: Path) -> None:
    with visit_map(browser, file, {**DESKTOP, "color_scheme": "light"}) as visit:
        visit.page.emulate_media(color_scheme="dark")
        visit.page.wait_for_selector("html[data-theme=dark]")
        visit.page.locator("#rp-theme").click()
        visit.page.emulate_media(color_scheme="light")
        visit.page.emulate_media(color_scheme="dark")
        visit.page.wait_for_timeout(100)  # the system's change is told a little later
        assert visit.page.locator("html").get_attribute("data-theme") == "light"
