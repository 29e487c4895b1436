"""``routeplan units ...`` as a user meets it: output, exit codes, one-screen messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli

GOOD = (
    "ID;Kendaraan;Koordinat;Pangkalan;Wilayah hukum;Istirahat;Pelapor\n"
    "U1;R4;-8.1947, 113.0780;;Candipuro, Pasirian;02:00-04:00 20;Budi\n"
    "U2;mobil;;Polsek Kunir;Candipuro;;\n"
    "U3;kaki;-8.2289 113.2233;;;;\n"
)


@pytest.fixture(autouse=True)
def _write_unit(own_folder: Path) -> None:
    (own_folder / "unit.csv").write_text(GOOD, encoding="utf-8")


def test_check_counts_vehicles_and_jurisdictions(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["units", "check", "unit.csv", "--district", "lumajang"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"car (R4) 2", "on foot 1"} <= set(lines)
    assert {"Candipuro 2", "Pasirian 1", "the whole area 1"} <= set(lines)
    assert "Ignored columns: Pelapor." in lines
    assert "1 position is approximate: it was found by the name of a village." in lines
    assert lines[-1] == "unit.csv: 3 units, no faults."


def test_check_says_when_no_district_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["units", "check", "unit.csv"]) == 0
    assert "give --district" in capsys.readouterr().out


def test_check_lists_all_faults_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "B1;R3;-8.2289, 113.2233;;Candpuro;;\nB2;R2;;;;;\n"
    Path("unit.csv").write_text(GOOD + rows, encoding="utf-8")
    assert run(cli, ["units", "check", "unit.csv", "--district", "lumajang"]) == 2
    message = capsys.readouterr().err
    assert "unit.csv: 3 faults" in message
    assert "row 5, column Kendaraan: Unknown vehicle: R3." in message
    assert "row 5, column Wilayah hukum: Unknown kecamatan: Candpuro. Did you mean" in message
    assert "row 6, column Koordinat: The row tells no position." in message


def test_a_table_of_hotspots_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    Path("titik.csv").write_text("id,name,category,lat,lon\nA,A,pasar,-8.2,113.1\n", "utf-8")
    assert run(cli, ["units", "check", "titik.csv"]) == 2
    assert "titik.csv: This looks like a table of hotspots" in capsys.readouterr().err
