"""``routeplan plan`` as a user meets it: summary, files, exit codes, ways on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import make_hotspot, make_unit

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.model import ClockWindow
from routeplan.planning.planfile import read_plan

ONE_SCREEN = 24
MARKETS = (make_hotspot("S", 2000, 0), make_hotspot("N", 0, 2000))
FAST = ("--iterations", "40", "--date", "2024-11-20")
REAL = ("--network", BLOCKS, "--hotspots", "hotspots.csv", "--units", "units.csv", *FAST)


@pytest.fixture(autouse=True)
def _write_inputs(own_folder: Path) -> None:
    """Write a prepared network ``blocks``, hotspots and units."""
    save_blocks(own_folder / "data")
    write_hotspots(own_folder / "hotspots.csv", MARKETS)
    write_units(own_folder / "units.csv", [make_unit("A")])


def plan(*arguments: str) -> int:
    return run(cli, ["plan", *arguments])


def list_written() -> list[str]:
    return sorted(
        path.as_posix() for path in Path().rglob("*") if path.suffix in (".json", ".html")
    )


def test_a_plan_on_a_real_network_is_written_and_summed_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert plan(*REAL) == 0
    folder = "maps/blocks-2024-11-20-malam"
    assert list_written() == [f"{folder}/map.html", f"{folder}/plan.json"]
    captured = capsys.readouterr()
    assert "2 of 2 hotspots visited, 100% of the risk" in captured.out
    assert "Regu A" in captured.out
    assert "Wednesday (Legi), 20 November 2024" in captured.out
    assert "SAMPLE" not in captured.out
    assert str(Path(folder) / "plan.json") in captured.out
    assert f"routeplan export {Path(folder) / 'plan.json'} --to " in captured.out
    assert "Error" not in captured.err


def test_the_command_for_papers_can_be_copied_where_the_path_has_spaces(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert plan(*REAL, "--out", "two words") == 0
    path = Path("two words") / "plan.json"
    assert f'routeplan export "{path}" --to ' in capsys.readouterr().out


def test_the_plan_written_is_the_plan_made() -> None:
    assert plan(*REAL) == 0
    made = read_plan(Path("maps/blocks-2024-11-20-malam/plan.json"))
    assert {stop.hotspot_id for loop in made.loops for stop in loop.visits} == {"S", "N"}


def test_the_plan_written_passes_the_command_that_checks_plans() -> None:
    assert plan(*REAL, "--out", "out") == 0
    assert run(cli, ["check", "out/plan.json", "--network", BLOCKS]) == 0


def test_the_folder_to_write_to_can_be_chosen() -> None:
    assert plan(*REAL, "--out", "briefing") == 0
    assert list_written() == ["briefing/map.html", "briefing/plan.json"]


def test_the_sample_of_a_district_is_planned_with_its_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert plan("pasuruan-kota", "--network", "sample", *FAST) == 0
    out = capsys.readouterr().out
    assert "SAMPLE NETWORK - not for operations" in out
    assert "Polres Pasuruan Kota" in out
    assert list_written()[-1] == "maps/pasuruan-kota-2024-11-20-malam/plan.json"


def test_one_polsek_is_planned_with_what_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan("lumajang", "--network", "sample", "--polsek", "Candipuro", *FAST) == 0
    out = capsys.readouterr().out
    assert "Polres Lumajang: Candipuro" in out
    assert "Unit Polsek Kunir is left out: it is not responsible for" in out
    made = read_plan(Path("maps/lumajang-candipuro-2024-11-20-malam/plan.json"))
    visited = {stop.hotspot_id for loop in made.loops for stop in loop.visits}
    assert {rated.kecamatan for rated in made.hotspots if rated.hotspot.id in visited} == {
        "Candipuro"
    }
    assert {item.reason for item in made.unvisited} >= {"outside_area"}
    assert len(visited) + len(made.unvisited) == len(made.hotspots)


def test_settings_beside_the_user_s_files_are_used(capsys: pytest.CaptureFixture[str]) -> None:
    Path("shift").mkdir()
    for name in ("hotspots.csv", "units.csv"):
        Path(name).rename(Path("shift") / name)
    Path("shift/patrol.toml").write_text(
        "[plan]\n"
        f'network = "{BLOCKS}"\nhotspots = "hotspots.csv"\nunits = "units.csv"\nshift = "pagi"\n'
        "[solver]\niterations = 40\n",
        encoding="utf-8",
    )
    assert plan("--config", "shift/patrol.toml", "--date", "2024-11-20") == 0
    assert "pagi 07:00-15:00" in capsys.readouterr().out


def test_what_is_not_visited_is_told_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    write_hotspots(
        Path("hotspots.csv"), [*MARKETS, make_hotspot("W", 0, 0, access=("R2",))], header="access"
    )
    assert plan(*REAL) == 0
    assert "Pasar W: None of the vehicles on shift can get there" in capsys.readouterr().out


def test_sensitivity_is_told_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert plan(*REAL, "--sensitivity") == 0
    assert "No visit changes when every weight moves by up to 20%." in capsys.readouterr().out


def test_map_tiles_are_asked_for_only_with_tiles() -> None:
    assert plan(*REAL, "--out", "without") == 0
    assert plan(*REAL, "--out", "with", "--tiles") == 0
    without, tiled = (Path(folder, "map.html").read_text("utf-8") for folder in ("without", "with"))
    assert "tile.openstreetmap.org" in tiled
    assert "tile.openstreetmap.org" not in without


BAD_INPUT = [
    (("lumajan", "--network", "sample"), ["Unknown district: lumajan", "lumajang"]),
    (("jember",), ["network fetch jember", "network import FILE", "--network sample"]),
    (("--network", BLOCKS), ["--hotspots", "--units", "routeplan init"]),
    ((), ["Name a district"]),
    (("--network", "sample"), ["The sample network needs a district"]),
    (("jember", "--boundary", "a.geojson"), ["not both"]),
    (("lumajang", "--network", "sample", "--polsek", "Candipurro"), ["Did you mean Candipuro"]),
    ((*REAL, "--shift", "mlam"), ["Unknown shift: mlam", "malam"]),
    ((*REAL, "--date", "20-11-2024"), ["--date"]),
    ((*REAL, "--date", "2024-02-30"), ["--date"]),
    ((*REAL, "--seed", "-1"), ["--seed"]),
    ((*REAL, "--seconds", "0"), ["--seconds"]),
    ((*REAL[:-4], "--seconds", "nan"), ["solver.seconds"]),
    ((*REAL, "--seconds", "3"), ["--seconds or --iterations, not both"]),
    ((*REAL, "--iterations", "0"), ["--iterations"]),
    ((*REAL, "--hotspots", "none.csv"), ["none.csv: no such file"]),
    ((*REAL, "--config", "none.toml"), ["none.toml: no such file"]),
    ((*REAL, "--boundary", "none.geojson"), ["none.geojson: no such file"]),
    ((*REAL, "--network", "nowhere"), ["no prepared road network called nowhere", BLOCKS]),
    ((*REAL, "--polsek", "Candipuro"), ["kecamatan of blocks are not known", "--boundary"]),
    ((*REAL, "--programme", "Polisi Ketk"), ["Unknown programme", "Did you mean Polisi Ketok"]),
    ((*REAL, "--require", "X"), ["Unknown hotspot: X", "N, S"]),
    ((*REAL, "--forbid", "X"), ["Unknown hotspot: X"]),
    ((*REAL, "--forbid", "S", "--require", "S"), ["Both forbidden and required: S"]),
    ((*REAL, "--pin", "S"), ["--pin S: write it as HOTSPOT=UNIT"]),
    ((*REAL, "--pin", "S=Z"), ["Unknown patrol unit: Z"]),
    ((*REAL, "--pin", "S=A", "--pin", "S=B"), ["gives S to two units: A and B"]),
    ((*REAL, "--fair", "0"), ["--fair"]),
    ((*REAL, "--fair", "nan"), ["fairness.limit"]),
    ((*REAL, "--processes", "0"), ["--processes"]),
    ((*REAL, "--closures", "none.csv"), ["none.csv: no such file"]),
    ((*REAL, "--calendar", "none.csv"), ["none.csv: no such file"]),
]


@pytest.mark.parametrize(("arguments", "said"), BAD_INPUT)
def test_bad_input_exits_with_2_says_the_way_on_and_writes_nothing(
    arguments: tuple[str, ...], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert plan(*arguments) == 2
    captured = capsys.readouterr()
    for words in said:
        assert words in captured.err
    assert len(captured.err.splitlines()) <= ONE_SCREEN
    assert not captured.out
    assert list_written() == []


def test_programmes_raise_the_risk_of_what_belongs_to_them() -> None:
    assert plan(*REAL, "--out", "plain") == 0
    assert (
        plan(*REAL, "--out", "raised", "--programme", "Polisi Ketok", "--programme", "truk_pasir")
        == 0
    )
    plain, raised = (read_plan(Path(folder, "plan.json")) for folder in ("plain", "raised"))
    assert [programme.id for programme in raised.programmes] == ["polisi_ketok", "truk_pasir"]
    for before, after in zip(plain.hotspots, raised.hotspots, strict=True):
        assert after.risk == 2 * before.risk
        assert after.hotspot.dwell_min == 15


def test_a_forbidden_hotspot_is_accounted_for_and_not_visited() -> None:
    assert plan(*REAL, "--out", "out", "--forbid", "S") == 0
    made = read_plan(Path("out/plan.json"))
    assert [(item.hotspot_id, item.reason) for item in made.unvisited] == [("S", "forbidden")]


def test_a_pinned_hotspot_is_visited_by_its_unit_alone() -> None:
    write_units(Path("units.csv"), [make_unit("A"), make_unit("B")])
    assert plan(*REAL, "--out", "out", "--pin", "S=B", "--pin", "N=B") == 0
    made = read_plan(Path("out/plan.json"))
    assert {loop.unit_id for loop in made.loops for _stop in loop.visits} == {"B"}


def test_a_shift_of_zero_length_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    Path("patrol.toml").write_text('[shifts.malam]\nstart = "23:00"\nend = "23:00"\n')
    assert plan(*REAL) == 2
    assert "shifts.malam" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (make_unit("A", 0, -1400), "1400 m from the nearest road"),
        (make_unit("A", 90_000, 0), "outside"),
    ],
)
def test_a_base_that_cannot_be_used_is_bad_input(
    unit: object, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_units(Path("units.csv"), [unit])  # type: ignore[list-item]
    assert plan(*REAL) == 2
    assert said in capsys.readouterr().err


def test_a_file_without_units_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    write_units(Path("units.csv"), [])
    assert plan(*REAL) == 2
    assert "units.csv" in capsys.readouterr().err


def test_a_required_hotspot_that_cannot_be_kept_refuses_the_plan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from datetime import time

    at_two = (ClockWindow(time(2), time(2, 1)),)
    clash = [
        make_hotspot(name, east, 0, required=True, windows=at_two)
        for name, east in (("S", 2000), ("N", 0))
    ]
    write_hotspots(Path("hotspots.csv"), clash, header="required,windows")
    assert plan(*REAL) == 1
    captured = capsys.readouterr()
    assert "No plan keeps everything that is required" in captured.err
    assert "the loop of Regu A would take" in captured.err
    assert not captured.out
    assert list_written() == []


def test_a_refused_plan_leaves_the_old_one_alone() -> None:
    assert plan(*REAL, "--out", "out") == 0
    before = Path("out/plan.json").read_bytes()
    write_hotspots(
        Path("hotspots.csv"), [make_hotspot("S", 0, 0, required=True, access=("foot",))],
        header="required,access",
    )  # fmt: skip
    assert plan(*REAL, "--out", "out") == 1
    assert Path("out/plan.json").read_bytes() == before


def test_the_same_seed_and_iterations_write_the_same_plan(tmp_path: Path) -> None:
    plans = []
    for hash_seed in ("1", "2"):
        arguments = ("pasuruan-kota", "--network", "sample", "--seed", "5", "--out", hash_seed)
        done = subprocess.run(
            [sys.executable, "-m", "routeplan", "plan", *arguments, *FAST],
            env=os.environ | {"PYTHONHASHSEED": hash_seed}, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        plans.append(Path(hash_seed, "plan.json").read_bytes())
    assert plans[0] == plans[1]
    assert json.loads(plans[0])["seed"] == 5
