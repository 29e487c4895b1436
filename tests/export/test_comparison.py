"""Two plans side by side: what the second does otherwise, in figures, in words and on a map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from browser import SCREENS, Visit, list_faults, visit_map
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.export.content.comparison import Change, compare_plans
from routeplan.export.content.differences import list_changes, list_sums, list_units
from routeplan.export.webmap.comparison import SCRIPTS, STYLES, render_comparison
from routeplan.export.webmap.figures import list_figures
from routeplan.i18n import use_language
from routeplan.model import Loop, Plan, Stop


def change_loops(plan: Plan, *loops: Loop) -> Plan:
    return replace(plan, loops=loops)


def move(stop: Stop, *, minutes: int) -> Stop:
    later = timedelta(minutes=minutes)
    return replace(stop, arrive=stop.arrive + later, depart=stop.depart + later)


def drop_visit(loop: Loop, position: int) -> Loop:
    """Return a loop that drives straight past one of its stops."""
    stops = (*loop.stops[:position], *loop.stops[position + 1 :])
    return replace(loop, stops=stops, legs=loop.legs[:-1])


def list_named(first: Plan, second: Plan) -> dict[Change, set[str]]:
    """Return the ids of hotspots by what becomes of them, without those that stay as they are."""
    changes = list_changes(compare_plans(first, second))
    return {
        change: {item.rated.hotspot.id for item in items}
        for change, _heading, items in changes
        if change not in ("same", "neither")
    }


def test_a_plan_is_not_different_from_itself() -> None:
    plan = make_plan_example()
    comparison = compare_plans(plan, plan)
    assert list_named(plan, plan) == {}
    assert {item.rated.hotspot.id for item in comparison.list_changed("same")} == {
        f"v{n}" for n in range(6)
    }
    assert len(comparison.list_changed("neither")) == len(plan.unvisited)
    assert {row.difference for row in list_sums(comparison)} == {"–"}


def test_a_visit_that_falls_away_is_lost_and_the_other_way_round_gained() -> None:
    whole = make_plan_example()
    first, *others = whole.loops
    short = change_loops(whole, drop_visit(first, 1), *others)
    assert list_named(whole, short) == {"lost": {"v0"}}
    assert list_named(short, whole) == {"gained": {"v0"}}


def test_a_visit_moves_by_more_than_a_quarter_of_an_hour_or_it_stays() -> None:
    plan = make_plan_example()
    first, *others = plan.loops
    for minutes, expected in ((15, {}), (16, {"moved": {"v1"}}), (-16, {"moved": {"v1"}})):
        stops = tuple(
            move(stop, minutes=minutes) if stop.hotspot_id == "v1" else stop for stop in first.stops
        )
        assert (
            list_named(plan, change_loops(plan, replace(first, stops=stops), *others)) == expected
        )


def test_nights_of_different_dates_are_compared_by_the_time_since_their_shift_began() -> None:
    plan = make_plan_example()
    day = timedelta(days=1)
    loops = tuple(
        replace(
            loop,
            stops=tuple(
                replace(s, arrive=s.arrive + day, depart=s.depart + day) for s in loop.stops
            ),
        )
        for loop in plan.loops
    )
    shift = replace(plan.shift, start=plan.shift.start + day, end=plan.shift.end + day)
    assert list_named(plan, replace(plan, loops=loops, shift=shift)) == {}


def test_loops_that_change_hands_are_told_by_unit() -> None:
    plan = make_plan_example()
    first, second, third = plan.loops
    swapped = change_loops(plan, replace(second, unit_id="r0"), replace(first, unit_id="r1"), third)
    assert list_named(plan, swapped) == {"unit": {"v0", "v1", "v2", "v3"}}


def test_differences_are_those_of_the_figures_shown() -> None:
    # 48.04 and 47.96 are both shown as 48.0; 12,345 m and 12,449 m as 12.3 and 12.4 km.
    plan = make_plan_example()
    totals = replace(plan.totals, worth=48.04, metres=12_345)
    first = replace(plan, totals=totals)
    second = replace(plan, totals=replace(totals, worth=47.96, metres=12_449))
    with use_language("en"):
        rows = {row.name: row for row in list_sums(compare_plans(first, second))}
    assert rows["Worth"].difference == "–"
    assert (rows["Length"].first, rows["Length"].second) == ("12.3 km", "12.4 km")
    assert rows["Length"].difference == "+0.1 km"


def test_times_are_those_of_the_map_of_each_plan() -> None:
    plan = make_patrol_plan()
    rows = {row.name: row.first for row in list_sums(compare_plans(plan, plan))}
    _name, (_stops, _length, driving, stay, _worth) = list_figures(plan).rows[-1]
    assert (rows["Driving"], rows["At stops"]) == (driving, stay)


def test_a_unit_without_loop_in_one_of_the_plans_is_told_too() -> None:
    plan = make_plan_example()
    names = list_units(compare_plans(plan, change_loops(plan, plan.loops[0])))
    assert [cells[1] for cells in names] == ["2", "2 → –", "2 → –"]


def test_every_class_of_the_style_is_used() -> None:
    from importlib import resources

    assets = resources.files("routeplan.export.webmap").joinpath("assets")
    style = assets.joinpath("compare.css").read_text(encoding="utf-8")
    used = "".join(
        assets.joinpath(name).read_text(encoding="utf-8")
        for name in ("compare.html", "head.html", "sheet.html", *SCRIPTS, *STYLES[:-1])
    )
    assert set(re.findall(r"\.(rp-[\w-]+)", style)) <= set(re.findall(r"\brp-[\w-]+", used))


def write_comparison(path: Path) -> Path:
    """Write the comparison of a plan full of nasty names with one that lacks a visit."""
    whole = make_plan_example(kind="sample")
    first, second, third = whole.loops
    short = change_loops(whole, drop_visit(first, 1), second, third)
    path.write_text(render_comparison(compare_plans(whole, short)), encoding="utf-8")
    return path


@pytest.fixture(params=[("en", "desktop"), ("id", "phone")], ids=["en-desktop", "id-phone"])
def visit(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    language, screen = request.param
    with use_language(language):
        page = write_comparison(tmp_path / "compare.html")
    with visit_map(browser, page, SCREENS[screen]) as visit:
        yield visit


def show_panel(visit: Visit) -> None:
    if not visit.page.locator("#rp-panel").is_visible():
        visit.page.locator("#rp-open").click()


def test_the_page_shows_every_hotspot_and_opens_it_from_the_panel(visit: Visit) -> None:
    assert visit.count(".rp-change") == len(make_plan_example().hotspots)
    assert visit.count("path.rp-plan") == 2
    show_panel(visit)
    visit.page.locator(".rp-spot").first.click()
    assert visit.page.locator(".rp-popup h2").text_content() == NASTY_NAMES[0]
    assert visit.page.locator(".rp-popup dt").first.text_content() == "A"


def test_layers_come_and_go(visit: Visit) -> None:
    fold = visit.page.locator(".rp-fold")
    if fold.get_attribute("aria-expanded") == "false":
        fold.click()
    for box in visit.page.locator(".leaflet-control-layers-selector").all():
        box.uncheck()
    assert visit.count(".rp-change") == 0
    assert visit.count("path.rp-plan") == 0
    for box in visit.page.locator(".leaflet-control-layers-selector").all():
        box.check()
    assert visit.count(".rp-change") == len(make_plan_example().hotspots)


def test_nothing_serious_keeps_anybody_out(visit: Visit) -> None:
    assert list_faults(visit) == []
    visit.page.locator("#rp-theme").click()
    show_panel(visit)
    assert list_faults(visit) == []


def test_on_paper_the_map_has_a_page_of_its_own_and_the_figures_follow(visit: Visit) -> None:
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
    first, second = (normalize("NFKC", page.extract_text()) for page in pages[:2])
    assert "1 : " in first
    assert visit.page.locator(".rp-section h3").first.inner_text() in second
    assert len(pages) < 5
