"""``routeplan evaluate`` as a user meets it."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from driven_tracks import DrivenTrack, simulate_tracks
from evaluations import make_night
from shift_files import BLOCKS, make_real_blocks, save_blocks
from track_files import write_all, write_csv, write_gpx

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.model import Plan
from routeplan.planning.history import read_visits
from routeplan.planning.planfile import write_plan
from routeplan.roads.store import save_network
from routeplan.tracking.evaluation_file import read_evaluation

Captured = pytest.CaptureFixture[str]
PLAN = "night/plan.json"


@pytest.fixture
def plan(own_folder: Path) -> Plan:
    """Write the plan of the night, with its network among the prepared ones."""
    night = make_night()
    plan = replace(night, source=replace(night.source, network=BLOCKS))
    write_plan(plan, Path(PLAN))
    save_blocks(own_folder / "data")
    return plan


def drive(**options: object) -> dict[str, DrivenTrack]:
    return simulate_tracks(make_night(), seed=1, **options)  # type: ignore[arg-type]


@pytest.mark.usefixtures("plan")
def test_it_tells_what_became_of_the_plan_and_writes_file_map_and_tables(capsys: Captured) -> None:
    write_all(Path("tracks"), drive(skip={("C", 1)}, shorten={("A", 7): 0.5}).values())
    assert run(cli, ["evaluate", PLAN, "tracks/*.gpx"]) == 0
    told = capsys.readouterr().out
    assert "Regu A      9        8     0          1       0             0          0" in told
    assert "12 of 13 planned stops made: 0 of them late, 1 too short." in told
    assert "Missed (1)\n  Regu C: 1. Pasar market: planned 01:21, passed at " in told
    assert "5 min of 10 min" in told
    assert "SAMPLE" in told
    assert sorted(path.name for path in Path("night/evaluation").iterdir()) == [
        "evaluation.html", "evaluation.json", "evaluation.xlsx", "planned-stops.csv",
        "unplanned-stops.csv",
    ]  # fmt: skip
    evaluation = read_evaluation(Path("night/evaluation/evaluation.json"))
    assert evaluation.roads_matched
    assert evaluation.totals.missed == 1


@pytest.mark.usefixtures("plan")
def test_a_folder_of_files_of_several_kinds_and_a_place_to_write_to(capsys: Captured) -> None:
    tracks = drive()
    folder = Path("rekaman")
    write_all(folder, [tracks["A"]])
    write_csv(folder / "lain.csv", {"Regu B": tracks["B"], "Regu C": tracks["C"]})
    assert run(cli, ["evaluate", PLAN, "rekaman", "--out", "hasil"]) == 0
    told = capsys.readouterr().out
    assert "13 of 13 planned stops made" in told
    assert "lain.csv (Regu B) tells times without a zone" in told
    assert str(Path("hasil/evaluation.html")) in told
    assert not Path("night/evaluation").exists()


@pytest.mark.usefixtures("plan")
def test_the_user_says_whose_a_recording_is(capsys: Captured) -> None:
    tracks = drive()
    write_gpx(Path("hp.gpx"), {"": tracks["C"]})
    assert run(cli, ["evaluate", PLAN, "--track", "regu c=hp.gpx"]) == 0
    evaluation = read_evaluation(Path("night/evaluation/evaluation.json"))
    assert [(one.unit_id, one.assignment) for one in evaluation.recordings] == [("C", "option")]
    assert "Of Regu A there is no recording" in capsys.readouterr().out


@pytest.mark.usefixtures("plan")
def test_the_user_puts_a_clock_right(capsys: Captured) -> None:
    write_gpx(Path("C.gpx"), {"": drive()["C"].moved(17 * 60)})
    assert run(cli, ["evaluate", PLAN, "C.gpx", "--clock", "C=-17"]) == 0
    assert "2 of 13 planned stops made: 0 of them late" in capsys.readouterr().out


def test_without_the_network_stops_are_evaluated_all_the_same(plan: Plan, capsys: Captured) -> None:
    write_plan(replace(plan, source=replace(plan.source, network="gone")), Path(PLAN))
    write_all(Path("tracks"), drive().values())
    assert run(cli, ["evaluate", PLAN, "tracks"]) == 0
    captured = capsys.readouterr()
    assert "There is no prepared road network called gone." in captured.err
    assert "Note: The road network gone is not at hand as it was" in captured.out
    assert "13 of 13 planned stops made" in captured.out


@pytest.mark.usefixtures("plan")
def test_other_roads_are_only_drawn(own_folder: Path, capsys: Captured) -> None:
    blocks = make_real_blocks()
    other = replace(blocks, name="other", edge_mm=blocks.edge_mm + 1)
    save_network(other, own_folder / "data")
    write_all(Path("tracks"), drive().values())
    assert run(cli, ["evaluate", PLAN, "tracks", "--network", "other"]) == 0
    captured = capsys.readouterr()
    assert "the plan was made on other roads than those of other" in captured.err
    assert not read_evaluation(Path("night/evaluation/evaluation.json")).roads_matched


@pytest.mark.usefixtures("plan")
def test_settings_of_a_file_hold(capsys: Captured) -> None:
    write_all(Path("tracks"), drive(delay_s={("C", 1): 400.0}).values())
    Path("patrol.toml").write_text("[evaluation]\nlate_min = 5\n", encoding="utf-8")
    assert run(cli, ["evaluate", PLAN, "tracks"]) == 0
    assert "2 of them late" in capsys.readouterr().out


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Name recordings: files, a folder, or a pattern"),
        (["none.gpx"], "none.gpx: no such file"),
        (["*.kml"], "*.kml: no file to read there"),
        (["--track", "A"], "--track A: write it as UNIT=FILE"),
        (["--track", "X=a.gpx"], "Unknown patrol unit: X. Known: A, B, C."),
        (["--track", "A=a.gpx", "--track", "B=a.gpx"], "--track gives a.gpx to two units: A and B"),
        (["a.gpx", "--clock", "A=bald"], "--clock A=bald: write it as UNIT=MINUTES"),
        (["a.gpx", "--network", "none"], "There is no prepared road network called none"),
    ],
)
def test_mistakes_are_told(words: list[str], told: str, capsys: Captured) -> None:
    write_gpx(Path("a.gpx"), {"": drive()["A"]})
    assert run(cli, ["evaluate", PLAN, *words]) == 2
    assert told in capsys.readouterr().err
    assert not Path("night/evaluation").exists()


@pytest.mark.usefixtures("plan")
def test_recordings_of_another_night_are_refused_and_leave_what_was_written(
    capsys: Captured,
) -> None:
    write_gpx(Path("A.gpx"), {"": drive()["A"].moved(7 * 86_400)})
    Path("night/evaluation").mkdir()
    kept = Path("night/evaluation/evaluation.json")
    kept.write_text("old", encoding="utf-8")
    assert run(cli, ["evaluate", PLAN, "A.gpx"]) == 2
    told = capsys.readouterr().err
    assert "No recording belongs to this plan." in told
    assert "A.gpx: nothing of it is used for Regu A. Most likely it is of another day" in told
    assert "The shift is of Wednesday (Legi), 20 November 2024, 23:00 to 07:00." in told
    assert kept.read_text(encoding="utf-8") == "old"


@pytest.mark.usefixtures("plan")
def test_names_of_devices_cannot_command_the_terminal(capsys: Captured) -> None:
    tracks = drive()
    write_csv(Path("a.csv"), {"A \x1b[31m": tracks["A"], "C": tracks["C"]})
    assert run(cli, ["evaluate", PLAN, "a.csv"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_it_speaks_indonesian(plan: Plan, capsys: Captured) -> None:
    assert plan.units
    write_all(Path("tracks"), drive(skip={("C", 1)}).values())
    assert run(cli, ["--lang", "id", "evaluate", PLAN, "tracks"]) == 0
    told = capsys.readouterr().out
    assert "12 dari 13 titik rencana didatangi" in told
    assert "Tidak terlaksana (1)" in told


# ------------------------------------------------------------------------------------ the history


def list_states(file: Path) -> Counter[tuple[str, str]]:
    return Counter((visit.unit_id, visit.state) for visit in read_visits(file))


@pytest.mark.usefixtures("plan")
def test_a_history_takes_in_what_became_of_the_visits(capsys: Captured) -> None:
    """A skipped place is missed; Regu B, of which nothing is recorded, stays as planned."""
    file = Path("riwayat.sqlite")
    assert run(cli, ["history", "import", PLAN, "--history", str(file)]) == 0
    planned = list_states(file)
    tracks = drive(skip={("C", 1)})
    write_all(Path("tracks"), [tracks["A"], tracks["C"]])
    capsys.readouterr()
    assert run(cli, ["evaluate", PLAN, "tracks", "--history", str(file)]) == 0
    told = capsys.readouterr().out
    n = planned["A", "planned"] + planned["C", "planned"]
    source = Path("night/evaluation/evaluation.json")
    assert f"{source}: {n} visits recorded. {n} that were recorded before are replaced." in told
    assert "made for practice" in told
    assert f"\nHistory: {file}\n" in told
    assert list_states(file) == {
        ("A", "confirmed"): planned["A", "planned"],
        ("B", "planned"): planned["B", "planned"],
        ("C", "confirmed"): planned["C", "planned"] - 1,
        ("C", "missed"): 1,
    }


@pytest.mark.usefixtures("plan")
def test_an_evaluation_is_imported_like_a_plan(capsys: Captured) -> None:
    write_all(Path("tracks"), drive(skip={("C", 1)}).values())
    assert run(cli, ["evaluate", PLAN, "tracks", "--history", "one.sqlite"]) == 0
    assert "New history: one.sqlite" in capsys.readouterr().out
    source = "night/evaluation/evaluation.json"
    assert run(cli, ["history", "import", PLAN, source, "--history", "two.sqlite"]) == 0
    assert read_visits(Path("one.sqlite")) == read_visits(Path("two.sqlite"))


@pytest.mark.usefixtures("plan")
def test_where_the_settings_have_a_history_it_says_how_to_take_the_visits_in(
    capsys: Captured,
) -> None:
    write_all(Path("tracks"), drive().values())
    settings = '[plan]\nhistory = "riwayat.sqlite"\n'
    Path("patrol.toml").write_text(settings, encoding="utf-8")
    assert run(cli, ["evaluate", PLAN, "tracks"]) == 0
    assert not Path("riwayat.sqlite").exists()
    last = capsys.readouterr().out.splitlines()[-1]
    command = last.partition(": routeplan ")[2]
    assert last.startswith("Once you have looked at it: routeplan history import ")
    assert run(cli, shlex.split(command, posix=os.name != "nt")) == 0
    assert {visit.state for visit in read_visits(Path("riwayat.sqlite"))} == {"confirmed"}


@pytest.mark.usefixtures("plan")
def test_a_file_that_is_no_history_is_refused_before_anything_is_written(capsys: Captured) -> None:
    write_all(Path("tracks"), drive().values())
    Path("riwayat.sqlite").write_text("no database", encoding="utf-8")
    assert run(cli, ["evaluate", PLAN, "tracks", "--history", "riwayat.sqlite"]) == 2
    assert "riwayat.sqlite" in capsys.readouterr().err
    assert not Path("night/evaluation").exists()
    assert Path("riwayat.sqlite").read_text(encoding="utf-8") == "no database"
