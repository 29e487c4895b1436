"""The map is one page that stands alone, and names in it are only names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.errors import OutputError
from routeplan.export import export_plan, render_map, write_map
from routeplan.export.webmap.page import SCRIPTS, STYLES
from routeplan.i18n import use_language
from routeplan.model import Unit
from routeplan.roads.network import build_network
from routeplan.roads.sources import read_roads

LOADING = {"src", "data", "poster", "background", "action", "formaction", "srcset"}


class PageReader(HTMLParser):
    """Notes what the page would load, its text, and its event attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _value in attrs if name.startswith("on")]
        loading = LOADING | ({"href"} if tag != "a" else set())
        self.loaded += [value or "" for name, value in attrs if name in loading]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read_data(page: str) -> Any:
    (block,) = re.findall(r'<script type="application/json" id="rp-data">(.*?)</script>', page)
    return json.loads(block)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def test_the_page_loads_nothing() -> None:
    page = render_map(make_plan_example())
    assert PageReader(page).loaded == []
    assert "@import" not in page
    assert not re.search(r"url\(\s*(?!['\"]?(?:data:|#))", page)


def test_the_policy_allows_the_pages_own_scripts_and_no_server() -> None:
    page = render_map(make_plan_example())
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy.split("style-src")[0]
    assert policy.count("sha256-") == page.count("<script>")


def test_tiles_are_asked_for_only_when_wished() -> None:
    assert "tile.openstreetmap.org" not in render_map(make_plan_example())
    page = render_map(make_plan_example(), tiles=True)
    assert "img-src data: https://tile.openstreetmap.org/;" in page
    assert read_data(page)["tiles"].startswith("https://tile.openstreetmap.org/")


def test_nasty_names_are_text_in_the_page_and_add_no_tags() -> None:
    plan = make_plan_example()
    plain = replace(
        plan,
        hotspots=tuple(
            replace(rated, hotspot=replace(rated.hotspot, name="Pasar")) for rated in plan.hotspots
        ),
        loops=tuple(
            replace(loop, stops=tuple(replace(stop, name="Pasar") for stop in loop.stops))
            for loop in plan.loops
        ),
    )
    nasty, harmless = PageReader(render_map(plan)), PageReader(render_map(plain))
    assert nasty.tags == harmless.tags
    assert nasty.handlers == []
    text = squeeze(" ".join(nasty.words))
    assert all(squeeze(name) in text for name in NASTY_NAMES)


def test_nasty_names_come_through_the_data_block_unchanged() -> None:
    page = render_map(make_plan_example())
    titles = [stop["title"] for unit in read_data(page)["units"] for stop in unit["stops"]]
    assert [title.partition(". ")[2] for title in titles] == list(NASTY_NAMES)


def test_half_a_letter_is_a_question_mark(tmp_path: Path) -> None:
    plan = make_plan_example()
    file = tmp_path / "map.html"
    write_map(replace(plan, area=replace(plan.area, title="Polres \ud800 Contoh")), file)
    assert "Polres ? Contoh</h1>" in file.read_text(encoding="utf-8")


def test_a_name_that_looks_like_a_template_is_not_filled_in() -> None:
    assert "{{ 7 * 7 }}" in render_map(make_plan_example())


def test_every_unvisited_hotspot_is_on_the_map_with_its_reason() -> None:
    plan = make_plan_example()
    page = render_map(plan)
    rows = [dict(item["rows"]) for item in read_data(page)["unvisited"]]
    assert len(rows) == len(plan.unvisited)
    assert rows[0]["Not visited"] == "Lies outside Polres Contoh."
    assert rows[-1]["Not visited"].startswith("No time left: the loop of Regu 1 would")
    assert f"Not visited ({len(plan.unvisited)})" in squeeze(page)


def test_markers_at_one_place_stand_side_by_side() -> None:
    units = read_data(render_map(make_plan_example()))["units"]
    assert [unit["base"]["shift"] for unit in units] == [-1.0, 0.0, 1.0]


def test_a_hotspot_left_out_stands_beside_the_stop_at_its_place() -> None:
    plan = make_plan_example()
    stop = plan.loops[0].visits[0]
    missed = plan.unvisited[0].hotspot_id
    moved = tuple(
        replace(rated, hotspot=replace(rated.hotspot, lon=stop.lon, lat=stop.lat))
        if rated.hotspot.id == missed
        else rated
        for rated in plan.hotspots
    )
    data = read_data(render_map(replace(plan, hotspots=moved)))
    shifts = {data["units"][0]["stops"][0]["shift"], data["unvisited"][0]["shift"]}
    assert shifts == {-0.5, 0.5}


def test_a_unit_without_a_loop_is_listed_as_having_no_stops() -> None:
    plan = make_plan_example()
    idle = Unit("r9", "Regu <9>", "R2", 113.1, -8.2)
    page = squeeze(" ".join(PageReader(render_map(replace(plan, units=(*plan.units, idle)))).words))
    assert "Regu <9> motorcycle (R2) no stops" in page
    assert "no stops" not in render_map(plan)


def test_a_unit_without_a_loop_is_shown_at_its_base() -> None:
    plan = make_plan_example()
    idle = Unit("r9", "Regu <9>", "R2", 113.1, -8.2, base="Polsek <Kunir>")
    (base,) = read_data(render_map(replace(plan, units=(*plan.units, idle))))["idle"]
    assert (base["at"], base["title"]) == ([-8.2, 113.1], "Polsek <Kunir>")
    assert ["Unit", "Regu <9>"] in base["rows"]
    assert read_data(render_map(plan))["idle"] == []


def test_the_itinerary_tells_the_way_between_two_stops() -> None:
    page = squeeze(" ".join(PageReader(render_map(make_plan_example())).words))
    # 2.2 km at 8 m/s, 278 s: 23:15:00 to 23:19:38
    assert "2.2 km · 5 min · Jalan Raya 1 23:20–23:32" in page


def test_a_leg_without_length_is_left_out() -> None:
    plan = make_plan_example()
    first = plan.loops[0]
    here = replace(first, legs=(replace(first.legs[0], metres=0, seconds=0), *first.legs[1:]))
    page = render_map(replace(plan, loops=(here, *plan.loops[1:])))
    assert page.count('class="rp-drive"') == 3 * 3 - 1
    assert [len(unit["legs"]) for unit in read_data(page)["units"]] == [2, 3, 3]


def test_every_class_of_the_style_is_used_and_every_class_of_the_page_does_something() -> None:
    assets = resources.files("routeplan.export.webmap").joinpath("assets")
    templates = ("page.html", "head.html", "sheet.html", "search.html", "play.html")
    style, page, scripts = (
        "".join(assets.joinpath(name).read_text(encoding="utf-8") for name in names)
        for names in (STYLES, templates, SCRIPTS)
    )
    styled = set(re.findall(r"\.(rp-[\w-]+)", style))
    scripted = set(re.findall(r"\brp-[\w-]+", scripts))
    written = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    assert styled <= written | scripted
    assert written <= styled | scripted


def test_a_sample_plan_says_so_and_credits_no_osm_data() -> None:
    page = render_map(make_plan_example(kind="sample"))
    assert page.count("SAMPLE NETWORK - not for operations") == 2
    assert "OpenStreetMap contributors" not in " ".join(PageReader(page).words).split("{")[0]
    assert read_data(page)["osm"] is False


def test_a_real_plan_names_its_source_and_bears_no_warning() -> None:
    page = render_map(make_plan_example())
    assert "SAMPLE NETWORK" not in page
    assert (
        "Roads: contoh · contoh.osm.pbf · OSM data of 2024-11-01T00:00:00Z · "
        "digest 0123456789ab · © OpenStreetMap contributors, ODbL"
    ) in page


def test_the_same_plan_gives_the_same_page() -> None:
    assert render_map(make_plan_example()) == render_map(make_plan_example())


def test_a_plan_without_any_loop_shows_its_area() -> None:
    plan = make_plan_example()
    empty = replace(plan, loops=(), totals=replace(plan.totals, visited=0, risk_share=0.0))
    data = read_data(render_map(empty))
    assert data["units"] == []
    assert data["bounds"] == [[pytest.approx(-8.21), pytest.approx(113.09)],
                              [pytest.approx(-8.12), pytest.approx(113.18)]]  # fmt: skip


def test_the_page_says_its_language() -> None:
    assert '<html lang="en">' in render_map(make_plan_example())
    with use_language("id"):
        assert '<html lang="id">' in render_map(make_plan_example())


def test_a_map_with_the_roads_of_a_town_is_below_a_megabyte(real_data: Path) -> None:
    raw = read_roads(real_data / "osm/heidelberg.osm.pbf")
    page = render_map(make_plan_example(), network=build_network(raw, name="heidelberg"))
    assert len(page.encode()) < 1_000_000


def test_readers_may_enlarge_the_page() -> None:
    (viewport,) = re.findall(
        r'<meta name="viewport" content="(.*?)"', render_map(make_plan_example()), flags=re.DOTALL
    )
    assert squeeze(viewport) == "width=device-width, initial-scale=1.0"


def test_the_writer_of_html_writes_the_page(tmp_path: Path) -> None:
    path = tmp_path / "maps" / "map.html"
    export_plan(make_plan_example(), path.parent, ["html"])
    assert path.read_bytes().decode() == render_map(make_plan_example())


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError):
        write_map(make_plan_example(), tmp_path / "file" / "map.html")


def test_a_stop_says_what_kind_of_visit_its_category_asks_for() -> None:
    plan = make_plan_example()
    market = {"categories": {"pasar": {"label": "Pasar", "form": "dialogis"}}}
    assert "Form of visit" not in render_map(plan)
    page = render_map(replace(plan, config=market))
    assert '["Form of visit","talk (dialogis)"]' in page.replace(", ", ",")
