"""The map of plan and track in a browser: on a desk and a phone, by keyboard, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from browser import SCREENS, Visit, list_faults, visit_map
from evaluation_example import make_evaluation_example, make_nasty_evaluation
from plan_examples import NASTY_NAMES

from routeplan.export.webmap.evaluation import render_evaluation
from routeplan.i18n import use_language


@pytest.fixture(params=[("en", "desktop"), ("id", "phone")], ids=["en-desktop", "id-phone"])
def visit(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    language, screen = request.param
    page = tmp_path / "evaluation.html"
    with use_language(language):
        page.write_text(render_evaluation(*make_evaluation_example()), encoding="utf-8")
    with visit_map(browser, page, SCREENS[screen]) as visit:
        yield visit


def show_panel(visit: Visit) -> None:
    if not visit.page.locator("#rp-panel").is_visible():
        visit.page.locator("#rp-open").click()


def test_every_stop_has_its_sign_and_opens_from_the_panel(visit: Visit) -> None:
    _plan, evaluation = make_evaluation_example()
    stops = sum(len(unit.stops) + len(unit.unplanned) for unit in evaluation.units)
    assert visit.count(".rp-change") == stops
    for state, count in (("missed", 1), ("short", 1), ("late", 2), ("unplanned", 2)):
        assert visit.count(f".rp-change [data-result={state}]") == count
    show_panel(visit)
    first = visit.page.locator(".rp-result").first
    name = first.locator("span").nth(2).inner_text()
    first.press("Enter")
    assert name in str(visit.page.locator(".rp-popup h2").text_content())


def test_plan_and_track_of_each_unit_can_be_hidden(visit: Visit) -> None:
    fold = visit.page.locator(".rp-fold")
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()
    # three planned lines; two tracks, each with its casing; the boundary is two
    lines = visit.count("path.leaflet-interactive, path[stroke]")
    assert lines >= 3 + 4
    for box in visit.page.locator(".leaflet-control-layers-selector").all():
        box.uncheck()
    assert visit.count("path[stroke]") == 0
    assert visit.count(".rp-change") == 0


def test_nothing_serious_keeps_anybody_out(visit: Visit) -> None:
    show_panel(visit)
    opening = "document.querySelectorAll('#rp-panel details').forEach((one) => (one.open = true))"
    visit.page.evaluate(opening)
    assert list_faults(visit) == []
    visit.page.locator("#rp-theme").click()
    assert list_faults(visit) == []


def test_on_paper_the_map_has_a_page_of_its_own_and_the_results_follow(visit: Visit) -> None:
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
    first, second = (normalize("NFKC", page.extract_text()) for page in pages[:2])
    assert "1 : " in first
    assert visit.page.locator(".rp-section h3").first.inner_text() in second
    assert len(pages) < 7


def test_nasty_names_are_shown_as_they_are(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "evaluation.html"
    page.write_text(render_evaluation(*make_nasty_evaluation()), encoding="utf-8")
    with visit_map(browser, page, SCREENS["desktop"]) as visit:
        shown = visit.page.locator(".rp-change").count()
        assert shown >= len(NASTY_NAMES)
        titles = [
            marker.get_attribute("aria-label") for marker in visit.page.locator(".rp-change").all()
        ]
        assert any(NASTY_NAMES[0] in str(title) for title in titles)
