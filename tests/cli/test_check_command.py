"""``routeplan check`` as a user meets it: verdict, exit codes, one screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streets_plan import make_streets, make_streets_plan

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.model import Plan
from routeplan.planning.planfile import write_plan
from routeplan.roads.stats import digest_network
from routeplan.roads.store import save_network

ONE_SCREEN = 24


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Save the network of streets and return a clean plan on it."""
    save_network(make_streets(), tmp_path / "data")
    return make_streets_plan(digest=digest_network(make_streets()))


def spoil(plan: Plan) -> Plan:
    """Make the first loop a metre longer than it is."""
    loop = replace(plan.loops[0], metres=plan.loops[0].metres + 1)
    return replace(plan, loops=(loop, *plan.loops[1:]))


def check(plan: Plan, *options: str) -> int:
    write_plan(plan, Path("plan.json"))
    return run(cli, ["check", "plan.json", *options])


def test_a_clean_plan_ends_with_0(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(plan) == 0
    assert capsys.readouterr().out == "plan.json: clean. 2 loops with 4 visits break no rule.\n"


def test_a_broken_plan_ends_with_1_and_says_what_is_wrong(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(spoil(plan)) == 1
    assert capsys.readouterr().out == (
        "plan.json: 1 broken rule\n"
        "  Regu A\n"
        "    metres: It says 3604; its parts add up to 3603. [loop_sum]\n"
    )


def test_violations_are_grouped_by_unit_and_fit_on_a_screen(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(replace(plan, shift=replace(plan.shift, speed_factor=0.5), unvisited=())) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line[2] != " "][1:] == ["  The plan", "  Regu A", "  Regu B"]
    late = replace(plan, hotspots=tuple(replace(r, risk=1.0) for r in plan.hotspots))
    assert check(replace(late, unvisited=())) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= ONE_SCREEN
    assert lines[-1].startswith("  ... and ")
    hidden = int(lines[-1].split()[2])
    assert lines[0] == f"plan.json: {hidden + sum('[' in line for line in lines)} broken rules"


def test_a_changed_network_is_said_to_be_so_and_what_to_do(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    other = replace(plan, source=replace(plan.source, digest="0" * 64))
    assert check(other) == 1
    out = capsys.readouterr().out
    assert "The network is not the one the plan was made on" in out
    assert "Plan again" in out
    assert "--without-network" in out


def test_the_roads_can_be_left_out(
    plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(plan, "--without-network", "--data-dir", str(tmp_path / "empty")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "The roads were not checked."


def test_a_missing_network_ends_with_2_and_the_ways_on(
    plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(plan, "--network", "elsewhere") == 2
    error = capsys.readouterr().err
    assert "no prepared road network called elsewhere" in error
    assert "--without-network" in error
    assert len(error.splitlines()) <= ONE_SCREEN


def test_a_plan_on_a_sample_network_says_so(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(replace(plan, source=replace(plan.source, kind="sample"))) == 1
    out = capsys.readouterr().out
    assert out.startswith("*** SAMPLE NETWORK - not for operations ***\n")
    assert "The plan says its roads are sample, the network is real." in out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file"),
        (b"", "is not a plan"),
        (b"\xff\xfe{", "not UTF-8"),
        (b'{"schema_version": "9.0"}', "newer routeplan"),
        (b'{"schema_version": "2.0"}', "it is missing"),
    ],
)
def test_what_is_no_plan_ends_with_2(
    content: bytes | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("plan.json").write_bytes(content)
    assert run(cli, ["check", "plan.json"]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert len(error.splitlines()) <= ONE_SCREEN


def test_a_network_is_not_both_named_and_left_out(plan: Plan) -> None:
    assert check(plan, "--network", "streets", "--without-network") == 2
