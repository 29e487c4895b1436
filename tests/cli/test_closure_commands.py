"""``routeplan closures ...`` as a user meets it: output, exit codes, one-screen messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli

GOOD = (
    "Nama;Koordinat;Jalan;Kecamatan;Kendaraan;Alasan;Pelapor\n"
    "Jembatan;-8.2061, 113.0941;;;R4;banjir;Budi\n"
    "Pasar;;Jl. Pasar;Kunir;;hari pasar;\n"
)


@pytest.fixture(autouse=True)
def _write_closures(own_folder: Path) -> None:
    (own_folder / "tutup.csv").write_text(GOOD, encoding="utf-8")


def test_check_counts_to_whom_roads_are_closed(capsys: pytest.CaptureFixture[str]) -> None:
    """The bridge to cars; the street of the market, without a vehicle, to all three."""
    assert run(cli, ["closures", "check", "tutup.csv", "--district", "lumajang"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"car (R4) 2", "motorcycle (R2) 1", "on foot 1"} <= set(lines)
    assert "Ignored columns: Pelapor." in lines
    assert lines[-1] == "tutup.csv: 2 closed roads, no faults."


def test_check_says_when_no_district_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["closures", "check", "tutup.csv"]) == 0
    assert "give --district" in capsys.readouterr().out


def test_check_lists_all_faults_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tutup.csv").write_text(GOOD + "A;;;;R3;;\n;-8.2, 113.1;;;;;\n", encoding="utf-8")
    assert run(cli, ["closures", "check", "tutup.csv", "--district", "lumajang"]) == 2
    message = capsys.readouterr().err
    assert "tutup.csv: 3 faults" in message
    assert "row 4, column Kendaraan: Unknown vehicle: R3." in message
    assert "row 5, column Nama: The cell is empty. Say what is closed." in message


def test_a_table_of_hotspots_is_recognised(capsys: pytest.CaptureFixture[str]) -> None:
    Path("titik.csv").write_text("id,name,category,lat,lon\nA,A,pasar,-8.2,113.1\n", "utf-8")
    assert run(cli, ["closures", "check", "titik.csv"]) == 2
    assert "titik.csv: This looks like a table of hotspots" in capsys.readouterr().err
