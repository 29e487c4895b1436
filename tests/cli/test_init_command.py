"""``routeplan init`` as a user meets it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli


def test_init_writes_five_files_and_says_what_to_do_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["init", "patroli"]) == 0
    output = capsys.readouterr().out
    for name in ("patrol.toml", "hotspots.xlsx", "units.xlsx", "closures.xlsx", "roster.toml"):
        assert (Path("patroli") / name).is_file()
        assert name in output
    assert "Fetch the roads of the district that you set: routeplan network fetch" in output


def test_what_init_offers_to_practise_with_is_a_command_that_plans(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["init", "patroli baru"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    (practice,) = (line for line in lines if line.startswith("routeplan plan lumajang"))
    words = shlex.split(practice)[1:]
    assert run(cli, [*words, "--iterations", "20", "--out", "maps"]) == 0
    assert Path("maps/map.html").is_file()
    assert "5 of 5 hotspots visited" in capsys.readouterr().out


def test_the_current_folder_is_the_default() -> None:
    assert run(cli, ["init"]) == 0
    assert Path("patrol.toml").is_file()


def test_what_init_wrote_passes_the_check_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["init"]) == 0
    assert run(cli, ["hotspots", "check", "hotspots.xlsx", "--district", "lumajang"]) == 0
    assert "5 hotspots, no faults" in capsys.readouterr().out
    assert run(cli, ["units", "check", "units.xlsx", "--district", "lumajang"]) == 0
    assert "2 units, no faults" in capsys.readouterr().out
    assert run(cli, ["closures", "check", "closures.xlsx", "--district", "lumajang"]) == 0
    assert "2 closed roads, no faults" in capsys.readouterr().out


def test_existing_files_are_never_overwritten_without_force(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("units.xlsx").write_text("mine", encoding="utf-8")
    assert run(cli, ["init"]) == 2
    message = capsys.readouterr().err
    assert "units.xlsx" in message
    assert "--force" in message
    assert Path("units.xlsx").read_text(encoding="utf-8") == "mine"
    assert not Path("patrol.toml").exists()

    assert run(cli, ["init", "--force"]) == 0
    assert Path("units.xlsx").read_bytes().startswith(b"PK")
