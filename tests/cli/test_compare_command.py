"""``routeplan compare`` as a user meets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from plan_examples import make_plan_example

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.planning.planfile import write_plan

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def plans() -> None:
    """Write two plans that differ by the loop of one unit."""
    plan = make_plan_example()
    write_plan(plan, Path("monday/plan.json"))
    write_plan(replace(plan, loops=plan.loops[:2], seed=2), Path("tuesday/plan.json"))


def test_it_tells_what_is_different_and_draws_both(capsys: Captured) -> None:
    assert run(cli, ["compare", "monday/plan.json", "tuesday/plan.json"]) == 0
    told = capsys.readouterr().out
    assert "A: Polres Contoh, Wednesday (Legi), 20 November 2024, shift malam, seed 1" in told
    assert "B: Polres Contoh, Wednesday (Legi), 20 November 2024, shift malam, seed 2" in told
    assert "Fewer visits in B: 2" in told
    page = Path("tuesday/compare.html").read_text(encoding="utf-8")
    assert "Two plans compared: Polres Contoh" in page


def test_the_map_goes_where_the_user_says(capsys: Captured) -> None:
    command = ["compare", "monday/plan.json", "tuesday/plan.json", "--out", "both.html"]
    assert run(cli, command) == 0
    assert Path("both.html").is_file()
    assert not Path("tuesday/compare.html").exists()
    assert "Map:  both.html" in capsys.readouterr().out


def test_a_file_that_is_no_plan_is_refused(capsys: Captured) -> None:
    Path("other.json").write_text("{}", encoding="utf-8")
    assert run(cli, ["compare", "monday/plan.json", "other.json"]) == 2
    assert "other.json" in capsys.readouterr().err
    assert not Path("compare.html").exists()


def test_names_cannot_command_the_terminal(capsys: Captured) -> None:
    plan = make_plan_example()
    area = replace(plan.area, title="Polres\x1b[31m\nContoh\u202e")
    write_plan(replace(plan, area=area), Path("tuesday/plan.json"))
    assert run(cli, ["compare", "monday/plan.json", "tuesday/plan.json"]) == 0
    told = capsys.readouterr().out
    assert "B: Polres [31m Contoh , " in told
    assert not {"\x1b", "\u202e"}.intersection(told)
