"""``routeplan roster`` as a user meets it: what it prints, how it is stopped and gone on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.planning.roster import night
from routeplan.planning.roster import run as roster_run

Captured = pytest.CaptureFixture[str]

PLACES = """id,name,category,village,kecamatan,visits,per_month
P1,Market,pasar,Kunir Kidul,Kunir,1,20
P2,Bank,bank,Candipuro,Candipuro,1,
P3,Fuel station,spbu,Sumberejo,Candipuro,1,
P4,Truck stop,truk_pasir,Jarit,Candipuro,1,
"""
UNITS = """id,name,vehicle,base,max_stops
U1,Samapta,R4,"Candipuro, Candipuro",3
U2,Regu motor,R2,"Kunir Kidul, Kunir",3
"""
SETTINGS = """[roster]
shifts = ["malam"]
plans = 2
iterations = 40

[roster.units]
U2 = { days_off = ["Kamis"] }
"""
WORDS = ["roster", "lumajang", "--network", "sample", "--hotspots", "places.csv"]
WORDS += ["--units", "units.csv", "--shifts", "roster.toml", "--from", "2024-11-20", "--days", "3"]


@pytest.fixture(autouse=True)
def files(own_folder: Path) -> None:
    for name, text in (("places.csv", PLACES), ("units.csv", UNITS), ("roster.toml", SETTINGS)):
        (own_folder / name).write_text(text, encoding="utf-8")


def read_folder(folder: str) -> dict[str, bytes]:
    """Return all files of a folder by their paths in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def stop_at_shift(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Press Ctrl+C while the shift of this number is planned, counted from 1."""
    draw, count = night.draw_night, iter(range(1, 100))

    def draw_or_stop(*words: Any, **options: Any) -> Any:
        if next(count) == number:
            raise KeyboardInterrupt
        return draw(*words, **options)

    monkeypatch.setattr(roster_run, "draw_night", draw_or_stop)


def test_it_tells_who_works_and_what_is_written(capsys: Captured) -> None:
    assert run(cli, WORDS) == 0
    text = capsys.readouterr().out
    assert "Polres Lumajang, 2024-11-20 to 2024-11-22: 3 shifts" in text
    rows = [line.split() for line in text.splitlines()]
    assert ["Samapta", "3", "3", "0"] in rows
    assert ["Regu", "motor", "2", "2", "1"] in rows  # 2024-11-21 is a Kamis
    folder = Path("maps/lumajang-roster-2024-11-20-3")
    plans = [file.parent.name for file in sorted(folder.rglob("plan.json"))]
    assert plans == ["2024-11-20-malam", "2024-11-21-malam", "2024-11-22-malam"]
    assert str(folder / "index.html") in text


def test_stopped_and_run_again_it_writes_what_it_would_have_written(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert run(cli, [*WORDS, "--out", "whole"]) == 0
    capsys.readouterr()
    with monkeypatch.context() as patch:
        stop_at_shift(patch, 2)
        assert run(cli, [*WORDS, "--out", "stopped"]) == 1
    told = capsys.readouterr().err
    assert "1 of 3 shifts are finished and kept in stopped" in told
    assert told.endswith("Stopped.\n")
    assert Path("stopped/index.html").is_file()  # the overview of what is finished
    assert run(cli, [*WORDS, "--out", "stopped"]) == 0
    assert read_folder("stopped") == read_folder("whole")


def test_what_is_finished_is_not_planned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(cli, WORDS) == 0
    stop_at_shift(monkeypatch, 1)
    assert run(cli, WORDS) == 0
    assert run(cli, [*WORDS, "--restart"]) == 1


def test_a_folder_with_another_roster_is_left_alone(capsys: Captured) -> None:
    assert run(cli, [*WORDS, "--out", "jadwal"]) == 0
    before = read_folder("jadwal")
    assert run(cli, [*WORDS, "--out", "jadwal", "--seed", "7"]) == 2
    told = capsys.readouterr().err
    assert "jadwal" in told
    assert "--restart" in told
    assert read_folder("jadwal") == before


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[roster]\nrest = 12\n", "roster.rest"),
        ("[roster]\nepsilon = 2\n", "roster.epsilon"),
        ('[roster]\nshifts = ["subuh"]\n', "subuh"),
        ('[roster.units]\nU9 = { days_off = ["Minggu"] }\n', "roster.units.U9"),
        ('[roster.units]\nU1 = { days_off = ["Mingu"] }\n', "Mingu"),
        ("[roster]\nleast_units = { malam = 3 }\n", "malam"),
        ("[roster\n", "roster.toml"),
    ],
)
def test_faulty_settings_are_named_and_nothing_is_written(
    settings: str, message: str, capsys: Captured
) -> None:
    Path("roster.toml").write_text(settings, encoding="utf-8")
    assert run(cli, WORDS) == 2
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert not Path("maps").exists()


@pytest.mark.parametrize("days", ["0", "93", "-3"])
def test_days_beyond_a_quarter_of_a_year_are_refused(days: str, capsys: Captured) -> None:
    assert run(cli, [*WORDS[:-1], days]) == 2
    assert "1 to 92 days" in capsys.readouterr().err
