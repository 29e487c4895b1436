"""What --what-if prints."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.cli.what_if import word_what_if
from routeplan.i18n import use_language
from routeplan.model import Hotspot, Unit
from routeplan.planning.pipeline import solve_shift


def word(hotspots: list[Hotspot], units: list[Unit]) -> list[str]:
    solved = solve_shift(make_inputs(hotspots, units))
    with use_language("en"):
        return list(word_what_if(solved))


def test_each_question_has_a_line_with_what_it_gains() -> None:
    # a motorcycle lane that the car cannot reach: 8 of 16 in the plan
    hotspots = [make_hotspot("road", 500, 0), make_hotspot("lane", 1000, 0, access=("R2",))]
    lines = word(hotspots, [make_unit("A")])
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "What if", "nothing changed, searched once more", "one more unit like Regu A, car (R4)",
        "two hours longer", "Regu A: motorcycle (R2) instead of car (R4)",
    ]  # fmt: skip
    # the motorcycle makes both, the car the road alone
    assert lines[-2].split()[-2:] == ["0.0", "0.0%"]
    assert lines[-1].split()[-2:] == ["+8.0", "+50.0%"]


def test_a_change_that_breaks_what_is_required_says_so() -> None:
    road = make_hotspot("road", 500, 0, access=("R4",), required=True)
    lines = word([road], [make_unit("A", end=time(5))])
    assert lines[-2].split()[-2:] == ["-", "-"]
    assert lines[-1] == (
        "Regu A: motorcycle (R2) instead of car (R4): "
        "no plan was found that keeps everything that is required."
    )


def test_the_command_says_beforehand_how_long_the_questions_take(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_blocks(own_folder / "data")
    write_hotspots(Path("h.csv"), [make_hotspot("road", 500, 0)])
    write_units(Path("u.csv"), [make_unit("A"), make_unit("B", vehicle="R2")])
    words = [
        "plan", "--network", BLOCKS, "--hotspots", "h.csv", "--units", "u.csv",
        "--date", "2024-11-20", "--iterations", "20", "--what-if",
    ]  # fmt: skip
    assert run(cli, words) == 0
    captured = capsys.readouterr()
    # once more, one more unit, longer, and R2 for the only car
    assert "Then up to 4 times more with other units and hours" in captured.err
    assert "two hours longer" in captured.out
