"""``routeplan init`` as a user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEPLAN_LANG", "en")


def test_init_writes_three_files_and_says_what_to_do_next(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["init", "patroli"]) == 0
    output = capsys.readouterr().out
    for name in ("patrol.toml", "hotspots.xlsx", "units.xlsx"):
        assert (Path("patroli") / name).is_file()
        assert name in output
    assert "routeplan network fetch" in output
    assert "routeplan plan" in output


def test_the_current_folder_is_the_default() -> None:
    assert run(cli, ["init"]) == 0
    assert Path("patrol.toml").is_file()


def test_what_init_wrote_passes_the_check_it_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["init"]) == 0
    assert run(cli, ["hotspots", "check", "hotspots.xlsx", "--district", "lumajang"]) == 0
    assert "3 hotspots, no faults" in capsys.readouterr().out


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
