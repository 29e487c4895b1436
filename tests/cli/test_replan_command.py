"""``routeplan replan`` as a user meets it: what is said, files, exit codes, ways on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import make_hotspot, make_unit

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.planning.planfile import read_plan, write_plan

Captured = pytest.CaptureFixture[str]

# Two cars, and markets from the south-west to the north-east; latitudes and longitudes of junctions.
MARKETS = tuple(make_hotspot(f"m{n}", 500 * n, 500 * n, dwell_min=60) for n in range(1, 5))
CORNER = "0.004,113.004"


@pytest.fixture(autouse=True)
def _plan_a_night(own_folder: Path) -> None:
    """Write a prepared network ``blocks``, and a plan on it as ``night/plan.json``."""
    save_blocks(own_folder / "data")
    write_hotspots(own_folder / "hotspots.csv", MARKETS)
    write_units(own_folder / "units.csv", [make_unit("A"), make_unit("B", 2000, 2000)])
    words = (
        "plan --network blocks --hotspots hotspots.csv --units units.csv --date 2024-11-20 "
        "--iterations 40 --out night"
    )
    assert run(cli, words.replace("blocks", BLOCKS).split()) == 0


def replan(*arguments: str, plan: str = "night/plan.json") -> int:
    return run(cli, ["replan", plan, *arguments])


def test_it_says_what_happens_and_what_changes_for_whom(capsys: Captured) -> None:
    assert replan("--now", "23:40", "--unit-out", "B", "--incident", f"{CORNER},20,Curanmor") == 0
    told = capsys.readouterr().out
    assert "shift malam" not in told
    assert "20 November 2024: replanned at 23:40." in told
    assert "Regu B falls out at 23:40." in told
    assert "Regu A goes to Curanmor: there at " in told
    assert "Regu A: goes to Curanmor first, there at " in told
    assert "Regu B: does nothing more." in told
    assert "Worth of the shift: " in told
    assert f"Plan: {Path('night/replan-2340/plan.json')}" in told
    assert f"Map:  {Path('night/replan-2340/map.html')}" in told
    assert f"routeplan export {Path('night/replan-2340/plan.json')} --to " in told


def test_the_new_plan_is_one_of_the_same_shift_that_all_commands_take(capsys: Captured) -> None:
    assert replan("--now", "23:40", "--incident", f"{CORNER},20") == 0
    new = "night/replan-2340/plan.json"
    assert run(cli, ["check", new, "--network", BLOCKS]) == 0
    assert run(cli, ["compare", "night/plan.json", new]) == 0
    assert run(cli, ["export", new, "--to", "csv", "--out", "papers"]) == 0
    assert "Replanned at 23:40" in Path("night/replan-2340/map.html").read_text(encoding="utf-8")
    assert replan("--now", "00:40", "--unit-out", "A", plan=new) == 0
    again = read_plan(Path("night/replan-2340/replan-0040/plan.json"))
    assert [f"{item.moment:%H:%M}" for item in again.replans] == ["23:40", "00:40"]
    assert capsys.readouterr().err.count("Error") == 0


def test_if_nothing_has_happened_nothing_changes(capsys: Captured) -> None:
    assert replan("--now", "00:05", "--out", "same") == 0
    assert read_plan(Path("same/plan.json")).loops == read_plan(Path("night/plan.json")).loops
    told = capsys.readouterr().out
    assert "Regu A: nothing changes" in told
    assert "Regu B: nothing changes" in told


def test_what_is_lost_is_told_with_the_way_to_keep_more_of_it(capsys: Captured) -> None:
    assert replan("--now", "23:20", "--unit-out", "B") == 0
    told = capsys.readouterr().out
    assert "visits that were planned are not made any more." in told or "now by Regu A" in told
    assert ("add --use-reserve" in told) == ("not made any more" in told)


def test_the_old_plan_stays(capsys: Captured) -> None:
    before = Path("night/plan.json").read_bytes()
    assert replan("--now", "01:10", "--out", "night") == 2
    assert "would take the place of the old" in capsys.readouterr().err
    assert Path("night/plan.json").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--now", "12:00"), "lies outside the shift, which is from 23:00"),
        (("--now", "soon"), "is no time. Write it as 22:40"),
        (("--now", "01:10", "--unit-out", "Regu C"), "Unknown patrol unit: Regu C"),
        (("--now", "01:10", "--incident", "somewhere"), "is no incident. Write it as"),
        (("--now", "01:10", "--require", "m9"), "Unknown hotspot: m9"),
        (("--now", "01:10", "--network", "jalan"), "jalan"),
        ((), "--now is missing"),
    ],
)
def test_what_cannot_be_is_bad_input(
    capsys: Captured, arguments: tuple[str, ...], words: str
) -> None:
    assert replan(*arguments) == 2
    assert words in capsys.readouterr().err
    assert not list(Path().rglob("replan-*"))


def test_where_nobody_can_go_is_a_failure_with_its_reasons(capsys: Captured) -> None:
    assert replan("--now", "06:35", "--incident", f"{CORNER},60,Curanmor") == 1
    told = capsys.readouterr().err
    assert "Nobody can go to Curanmor:" in told
    assert "it would be back at" in told
    assert not list(Path().rglob("replan-*"))


def test_a_plan_of_other_roads_is_told_apart(capsys: Captured) -> None:
    plan = read_plan(Path("night/plan.json"))
    other = replace(plan, source=replace(plan.source, digest="0" * 64))
    write_plan(other, Path("other/plan.json"))
    assert replan("--now", "01:10", plan="other/plan.json") == 2
    assert "is not the one that the plan was made on" in capsys.readouterr().err


def test_names_in_a_plan_cannot_command_the_terminal(capsys: Captured) -> None:
    plan = read_plan(Path("night/plan.json"))
    units = tuple(replace(unit, name=f"Regu\x1b[31m {unit.id}") for unit in plan.units)
    write_plan(replace(plan, units=units), Path("night/plan.json"))
    assert replan("--now", "01:10", "--unit-out", "A") == 0
    assert "\x1b" not in capsys.readouterr().out
