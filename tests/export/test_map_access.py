"""Everybody can use the map: by keyboard, with a screen reader, in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, SCREENS, TURNED, Visit, list_faults, visit_map
from patrol_plan import make_patrol_plan
from shift_inputs import make_blocks

from routeplan.export import write_map
from routeplan.i18n import LANGUAGES, use_language

FINGER = 44  # pixels that a finger hits


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the map of a night with everything in each language."""
    folder = tmp_path_factory.mktemp("nights")
    paths = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language, path in paths.items():
        with use_language(language):
            write_map(make_patrol_plan(), path, network=make_blocks())
    return paths


@pytest.fixture
def desktop(browser: Any, nights: dict[str, Path]) -> Iterator[Visit]:
    with visit_map(browser, nights["en"], DESKTOP) as visit:
        yield visit


def toggle_panel(visit: Visit) -> None:
    opener = visit.page.locator("#rp-open")
    (opener if opener.is_visible() else visit.page.locator("#rp-close")).click()


@pytest.mark.parametrize(
    ("language", "screen", "theme"),
    [
        ("en", "desktop", "light"),
        ("id", "desktop", "dark"),
        ("id", "phone", "light"),
        ("en", "phone", "dark"),
    ],
)
def test_axe_finds_no_serious_fault_in_any_state_of_the_page(
    browser: Any, nights: dict[str, Path], language: str, screen: str, theme: str
) -> None:
    with visit_map(browser, nights[language], SCREENS[screen]) as visit:
        check_every_state(visit, theme)


def check_every_state(visit: Visit, theme: str) -> None:
    page = visit.page
    if theme == "dark":
        page.locator("#rp-theme").click()
    assert list_faults(visit) == []
    toggle_panel(visit)
    assert list_faults(visit) == []
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert list_faults(visit) == []
    page.locator(".rp-print summary").click()
    page.locator(".rp-fold").dispatch_event("click")
    page.locator(".rp-stop").nth(1).dispatch_event("click")
    page.wait_for_selector(".rp-popup")
    assert list_faults(visit) == []


def test_the_keyboard_reaches_every_control_in_the_order_it_is_read(desktop: Visit) -> None:
    reached = []
    for _step in range(400):
        desktop.page.keyboard.press("Tab")
        name = desktop.page.evaluate(
            """() => {
                const part = document.activeElement;
                const groups = [".rp-skip", ".rp-tools", ".rp-panel", ".rp-stop",
                    ".rp-base", ".leaflet-control-zoom", ".leaflet-control-layers"];
                return groups.find((group) => part.closest(group)) || part.tagName;
            }"""
        )
        if name == "BODY":
            break
        reached.append(name)
    order = list(dict.fromkeys(reached))
    assert order[:3] == [".rp-skip", ".rp-tools", ".rp-panel"]
    assert {".leaflet-control-zoom", ".leaflet-control-layers", ".rp-base"} <= set(order)
    stops = sum(loop_stop.kind != "base" for loop in make_patrol_plan().loops
                for loop_stop in loop.stops)  # fmt: skip
    assert reached.count(".rp-stop") == stops


def test_whatever_has_the_focus_shows_it(desktop: Visit) -> None:
    desktop.page.keyboard.press("Tab")
    for selector in ("#rp-theme", "#rp-print summary", ".rp-card summary", ".rp-fold", ".rp-stop"):
        target = desktop.page.locator(selector).first
        target.focus()
        look = target.evaluate("part => getComputedStyle(part).outlineStyle")
        assert look != "none", selector


def test_the_first_tab_offers_to_skip_to_the_itinerary_and_to_the_map(desktop: Visit) -> None:
    for target in ("rp-panel", "map_patrol"):
        desktop.page.keyboard.press("Tab")
        link = desktop.page.locator(".rp-skip:focus")
        assert link.bounding_box()["y"] >= 0
        assert link.get_attribute("href") == f"#{target}"
    desktop.page.keyboard.press("Enter")
    assert desktop.page.evaluate("document.activeElement.id") == "map_patrol"


def test_headings_go_down_step_by_step(desktop: Visit) -> None:
    toggle_panel(desktop)
    desktop.page.locator(".rp-stop").first.dispatch_event("click")
    levels = [
        int(heading.evaluate("part => part.tagName")[1])
        for heading in desktop.page.locator("h1, h2, h3").all()
        if heading.is_visible()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("screen", [PHONE, TURNED], ids=["upright", "turned"])
def test_on_a_phone_controls_are_as_large_as_a_finger_and_cover_none_another(
    browser: Any, nights: dict[str, Path], screen: dict[str, Any]
) -> None:
    with visit_map(browser, nights["id"], screen) as visit:
        controls = visit.page.locator(
            "#rp-theme, #rp-print summary, .rp-fold, #rp-open, .leaflet-control-zoom a"
        )
        boxes = [control.bounding_box() for control in controls.all()]
        assert len(boxes) == 6
        assert all(box["width"] >= FINGER and box["height"] >= FINGER for box in boxes)
        hit = """part => {
            const box = part.getBoundingClientRect();
            const places = [[0.1, 0.5], [0.9, 0.5], [0.5, 0.5], [0.5, 0.1], [0.5, 0.9]];
            return places.every(([x, y]) => part.contains(
                document.elementFromPoint(box.x + x * box.width, box.y + y * box.height)
            ));
        }"""
        assert all(control.evaluate(hit) for control in controls.all())
