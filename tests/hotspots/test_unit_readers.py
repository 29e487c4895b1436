"""Files of units: what is accepted, and how each kind of fault is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import LONGEST_STAY_MIN, Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.breaks import parse_breaks
from routeplan.hotspots.units import UnitTable, read_units
from routeplan.model import Break, ClockWindow, Unit

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


def test_limits_of_a_unit_are_read(read_text: ReadText) -> None:
    head = "kembali paling lambat,maks titik,putaran,ketat,wilayah"
    (unit,) = read_text(f"{HEAD},{head}\n{GOOD},05:30,4,2,ya,Candipuro\n").units
    assert (unit.latest_return, unit.max_stops, unit.loops) == (time(5, 30), 4, 2)
    assert unit.strict
    (unit,) = read_text(f"{HEAD}\n{GOOD}\n").units
    assert (unit.latest_return, unit.max_stops, unit.loops) == (None, None, 1)
    assert not unit.strict


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("02:00-04:00", ((2, 4, 30),)),
        ("02:00-04:00 20", ((2, 4, 20),)),
        ("02.00 s/d 04.00 20 menit", ((2, 4, 20),)),
        ("02 - 04", ((2, 4, 30),)),
        ("23-01 45; 04:00-05:00 15", ((23, 1, 45), (4, 5, 15))),
    ],
)
def test_a_break_begins_within_its_hours_and_lasts_its_minutes(
    read_text: ReadText, text: str, breaks: tuple[tuple[int, int, int], ...]
) -> None:
    (unit,) = read_text(f"{HEAD},istirahat\n{GOOD},{text}\n").units
    assert unit.breaks == tuple(
        Break(ClockWindow(time(start), time(end)), minutes) for start, end, minutes in breaks
    )


clocks = st.times().map(lambda moment: time(moment.hour, moment.minute))
windows = st.builds(ClockWindow, clocks, clocks).filter(lambda window: window.start != window.end)


@given(
    st.lists(st.builds(Break, windows, st.integers(1, LONGEST_STAY_MIN)), min_size=1, max_size=3)
)
def test_breaks_written_as_the_guide_says_read_back_equal(breaks: list[Break]) -> None:
    text = "; ".join(f"{rest.window} {rest.minutes}" for rest in breaks)
    assert parse_breaks(text) == tuple(breaks)


def test_a_unit_may_return_within_its_own_hours_past_midnight(read_text: ReadText) -> None:
    head = f"{HEAD},shift_start,shift_end,latest_return"
    (unit,) = read_text(f"{head}\n{GOOD},22:00,04:00,03:30\n").units
    assert unit.latest_return == time(3, 30)


def test_a_break_is_at_the_place_that_its_column_names(
    read_text: ReadText, gazetteer: Gazetteer
) -> None:
    head = f"{HEAD},istirahat,tempat istirahat"
    cells = '"02:00-03:00; 05:00-06:00","Kunir Kidul; -8.2, 113.1"'
    (unit,) = read_text(f"{head}\n{GOOD},{cells}\n").units
    by_name, by_degrees = unit.breaks
    (village,) = gazetteer.find("Kunir Kidul")
    assert (by_name.lon, by_name.lat) == (village.lon, village.lat)
    assert by_name.place == ("Kunir Kidul; approximate position: a point in Kunir Kidul, Kunir")
    assert by_degrees == Break(
        ClockWindow(time(5), time(6)), 30, place="-8.2, 113.1", lon=113.1, lat=-8.2
    )


def test_one_place_serves_all_breaks(read_text: ReadText) -> None:
    head = f"{HEAD},istirahat,tempat istirahat"
    (unit,) = read_text(f'{head}\n{GOOD},02-03; 05-06,"-8.2, 113.1"\n').units
    assert [rest.lon for rest in unit.breaks] == [113.1, 113.1]


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
        ({"break": "02:00"}, "column break: 02:00 is no break. Write it as 02:00-04:00 30: it begins between"),
        ({"break": "02:00-04:00 900"}, "column break: A break of 900 minutes cannot be planned. Write 1 to 240 minutes."),
        ({"break": "02:00-04:00 0"}, "column break: A break of 0 minutes cannot be planned."),
        ({"break_place": "Jarit"}, "column break_place: The place of a break is given, its hours are not. Write them as"),
        ({"break": "02-04", "break_place": "Jaritt"}, "column break_place: No village is called Jaritt. Did you mean Jarit"),
        ({"break": "02-04", "break_place": "Jarit; Kunir Kidul"}, "column break_place: Breaks and their places are not as many: 1 and 2. Write one place for all of them"),
        ({"break": "02-04", "break_place": "-8.17 113.70"}, "column break_place: (-8.17, 113.7) lies "),
        ({"break": "02-04", "break_place": "LINESTRING (113 -8.2, 113.1 -8.2)"}, "column break_place: This is a line, not a point."),
        ({"loops": "2"}, "column loops: Of 2 loops nothing says when one ends. Fill in in the column max_stops"),
        ({"loops": "0"}, "column loops: 0 is not above 0."),
        ({"max_stops": "2.5"}, "column max_stops: 2.5 is no whole number."),
        ({"strict": "ya"}, "column strict: A unit without a jurisdiction cannot be kept inside it. Fill in its kecamatan"),
        ({"shift_start": "22:00", "shift_end": "04:00", "latest_return": "05:00"}, "column latest_return: 05:00 lies outside the hours of the unit. Write a time between"),
        ({"latest_return": "25:00"}, "column latest_return: 25:00 is no time of day."),
        ({"base_lat": "", "base_lon": ""}, "column base_lat: The row tells no position. Fill in latitude and longitude, or the name of a place."),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_unit_is_named_with_its_remedy(
    read_text: ReadText, cells: dict[str, str], message: str
) -> None:
    """The shift of the defaults, malam, ends at 07:00: a unit that starts then has no time."""
    row = {**dict(zip(HEAD.split(","), GOOD.split(","), strict=True)), **cells}
    with pytest.raises(InputFaults) as caught:
        read_text(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n")
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"row 2, {message}")
    assert fault.remedy


def test_without_an_area_any_jurisdiction_is_taken_as_written(
    tmp_path: Path, config: Config
) -> None:
    path = tmp_path / "unit.csv"
    path.write_text(f"{HEAD},jurisdiction\n{GOOD},Porto;Gaia\n", encoding="utf-8")
    assert read_units(path, config=config).units[0].jurisdiction == ("Porto", "Gaia")
