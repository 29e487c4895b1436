"""Tables made for another district: one fault that names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeplan.areas.districts import Area
from routeplan.config import Config
from routeplan.errors import InputFaults
from routeplan.hotspots.readers import HotspotTable
from routeplan.hotspots.units import read_units

ReadText = Callable[..., HotspotTable]

IN_LUMAJANG = "A,pasar,-8.2289,113.2233\n"
IN_JEMBER = "A,pasar,-8.17,113.70\n"
IN_THE_SEA = "A,pasar,-9.5,113.70\n"


def list_faults(read_text: ReadText, rows: str) -> list[str]:
    with pytest.raises(InputFaults) as caught:
        read_text("name,category,lat,lon\n" + rows)
    return [str(fault) for fault in caught.value.faults]


def test_if_all_places_lie_in_another_district_one_fault_names_it(read_text: ReadText) -> None:
    (fault,) = list_faults(read_text, 5 * IN_JEMBER)
    assert fault == (
        "All 5 places lie outside Polres Lumajang; they lie in Polres Jember. "
        "Choose that district: jember."
    )


def test_most_places_are_enough_and_the_odd_ones_keep_their_faults(read_text: ReadText) -> None:
    """8 of 10 lie outside: 7 in Jember, 1 in the sea."""
    faults = list_faults(read_text, 7 * IN_JEMBER + IN_THE_SEA + 2 * IN_LUMAJANG)
    assert faults[0].startswith("7 of 10 places lie outside Polres Lumajang; they lie in Polres J")
    assert faults[1].startswith("row 9, column lat: (-9.5, 113.7) lies ")
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (3 * IN_JEMBER, 3),  # too few to tell
        (7 * IN_JEMBER + 3 * IN_LUMAJANG, 7),  # 70 % only
        (5 * IN_THE_SEA, 5),  # in no district
        (4 * IN_THE_SEA + 4 * IN_JEMBER, 8),  # half of them
    ],
)
def test_otherwise_each_row_is_told(read_text: ReadText, rows: str, count: int) -> None:
    faults = list_faults(read_text, rows)
    assert len(faults) == count
    assert all(fault.startswith("row ") for fault in faults)


def test_units_are_told_likewise(tmp_path: Path, config: Config, lumajang: Area) -> None:
    path = tmp_path / "unit.csv"
    path.write_text("kendaraan,koordinat\n" + 4 * 'R4,"-8.17, 113.70"\n', encoding="utf-8")
    with pytest.raises(InputFaults, match=r"All 4 places lie outside .* in Polres Jember"):
        read_units(path, config=config, area=lumajang)
