"""What an installed routeplan carries, and the example plan that comes with the project."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from routeplan.export.webmap.page import render_map
from routeplan.i18n import use_language
from routeplan.planning.planfile import read_plan
from routeplan.planning.verify import find_violations
from routeplan.roads.store import load_sample

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "maps" / "contoh-lumajang"


def read_setup() -> ConfigParser:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup


def list_packages() -> dict[str, Path]:
    names = read_setup()["options"]["packages"].split()
    return {
        name: ROOT.joinpath(*name.replace("routeplan_data", "data").split(".")) for name in names
    }


def test_every_folder_of_modules_is_a_package_that_is_installed() -> None:
    folders = {module.parent for module in (ROOT / "routeplan").rglob("*.py")}
    assert folders == {
        folder for name, folder in list_packages().items() if name != "routeplan_data"
    }


def test_every_file_that_the_program_reads_is_installed() -> None:
    patterns = read_setup()["options.package_data"]
    carried = {
        path
        for name, folder in list_packages().items()
        for pattern in patterns.get(name, "").split()
        for path in folder.glob(pattern)
        if path.is_file()
    }
    needed = {
        path
        for folder in ("routeplan", "data")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".py" and path.parent.name != "__pycache__"
    }
    assert needed - carried == set()


def test_the_example_plan_is_one_that_the_judge_passes_on_today_s_sample_network() -> None:
    plan = read_plan(EXAMPLE / "plan.json")
    assert plan.is_sample
    assert len(plan.loops) > 3
    assert find_violations(plan, load_sample("lumajang")) == ()


def test_the_example_map_shows_what_is_drawn_of_the_example_plan() -> None:
    plan = read_plan(EXAMPLE / "plan.json")
    with use_language("id"):
        page = render_map(plan, network=load_sample("lumajang"))
    # what is drawn; the frame around it also depends on the versions of folium and Leaflet
    drawn = re.compile(r'<script type="application/json"[^>]*>(.*?)</script>', re.DOTALL)
    shown = (EXAMPLE / "map.html").read_text(encoding="utf-8")
    assert drawn.findall(page)
    assert drawn.findall(shown) == drawn.findall(page)
