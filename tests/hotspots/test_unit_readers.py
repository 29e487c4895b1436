"""Files of units: what is accepted, and how each kind of fault is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.units import UnitTable, read_units
from routeplan.model import Unit

HEAD = "id,vehicle,base_lat,base_lon"
GOOD = "U1,R4,-8.1947,113.0780"


@pytest.fixture
def read_text(
    tmp_path: Path, config: Config, lumajang: Area, gazetteer: Gazetteer
) -> Callable[[str], UnitTable]:
    def read(text: str) -> UnitTable:
        path = tmp_path / "unit.csv"
        path.write_text(text, encoding="utf-8")
        return read_units(path, config=config, area=lumajang, gazetteer=gazetteer)

    return read


ReadText = Callable[[str], UnitTable]


def test_every_column_of_a_unit_is_read(read_text: ReadText) -> None:
    text = (
        "Kode;Nama;Kendaraan;Personel;Lintang;Bujur;Pangkalan;Mulai;Selesai;Km maks;Wilayah hukum\n"
        "U1;Regu 1;mobil;3;-8,1947;113,0780;Polsek;22.00;04:30;80,5;Kec. Candipuro, pasirian\n"
    )
    (unit,) = read_text(text).units
    assert unit == Unit(
        "U1", "Regu 1", "R4", 113.078, -8.1947, base="Polsek", crew=3, start=time(22),
        end=time(4, 30), jurisdiction=("Candipuro", "Pasirian"), max_km=80.5, row=2,
    )  # fmt: skip


def test_missing_cells_take_the_defaults(read_text: ReadText) -> None:
    (unit,) = read_text(f"{HEAD}\n{GOOD}\n").units
    assert (unit.name, unit.crew, unit.start, unit.end) == ("U1", 2, None, None)
    assert (unit.jurisdiction, unit.max_km) == ((), None)


def test_a_base_by_name_is_approximate_and_says_so(
    read_text: ReadText, gazetteer: Gazetteer
) -> None:
    (unit,) = read_text("id;vehicle;base\nU1;R2;Polsek Candipuro\n").units
    seat = gazetteer.find_seat("Candipuro")
    assert seat is not None
    assert (unit.lon, unit.lat) == (seat.lon, seat.lat)
    assert unit.base.startswith("Polsek Candipuro; approximate position")


def test_a_break_is_read_but_not_planned_for(read_text: ReadText) -> None:
    assert read_text(f"{HEAD},istirahat\n{GOOD},02:00\n").unplanned_columns == ("istirahat",)


def test_a_file_without_units_is_refused(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "unit.csv"
    path.write_text(HEAD + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="a header row and nothing below it"):
        read_units(path, config=config)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"vehicle": ""}, "column vehicle: The cell is empty. Write R4, R2 or kaki."),
        ({"vehicle": "helikopter"}, "column vehicle: Unknown vehicle: helikopter. Known: R4, R2, kaki."),
        ({"crew": "0"}, "column crew: 0 is not above 0. Write a number above 0."),
        ({"max_km": "-3"}, "column max_km: -3 is not above 0. Write a number above 0."),
        ({"shift_start": "22:00", "shift_end": "22:00"}, "column shift_end: The shift starts and ends at 22:00. Write two different times"),
        ({"shift_start": "07:00"}, "column shift_start: The shift starts and ends at 07:00. Write two different times"),
        ({"shift_start": "25:00", "shift_end": "23:00"}, "column shift_start: 25:00 is no time of day."),
        ({"shift_start": "malam"}, "column shift_start: malam is no time of day. Write it as 19:00."),
        ({"jurisdiction": "Candpuro"}, "column jurisdiction: Unknown kecamatan: Candpuro. Did you mean Candipuro"),
        ({"base_lat": "-8.17", "base_lon": "113.70"}, "column base_lat: (-8.17, 113.7) lies "),
        ({"base_lat": "", "base_lon": ""}, "column base_lat: The row tells no position. Fill in latitude and longitude, or the name of a place."),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_unit_is_named_with_its_remedy(
    read_text: ReadText, cells: dict[str, str], message: str
) -> None:
    """The shift of the defaults, malam, ends at 07:00: a unit that starts then has no time."""
    row = {**dict(zip(HEAD.split(","), GOOD.split(","), strict=True)), **cells}
    with pytest.raises(InputFaults) as caught:
        read_text(",".join(row) + "\n" + ",".join(row.values()) + "\n")
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"row 2, {message}")
    assert fault.remedy


def test_without_an_area_any_jurisdiction_is_taken_as_written(
    tmp_path: Path, config: Config
) -> None:
    path = tmp_path / "unit.csv"
    path.write_text(f"{HEAD},jurisdiction\n{GOOD},Porto;Gaia\n", encoding="utf-8")
    assert read_units(path, config=config).units[0].jurisdiction == ("Porto", "Gaia")
