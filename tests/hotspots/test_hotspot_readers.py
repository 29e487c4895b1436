"""Files of hotspots: what is accepted, and how each kind of fault is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from routeplan.areas.districts import Area, area_around
from routeplan.config import Config, load_config
from routeplan.errors import MAX_FAULTS_SHOWN, InputFaults
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.model import ClockWindow, DayRule, Hotspot

ReadText = Callable[..., HotspotTable]
FaultOf = Callable[..., str]

HEAD = "id,name,category,lat,lon"
GOOD = "A1,Pasar Kunir,pasar,-8.2289,113.2233"


def test_each_of_many_rows_without_an_id_is_offered_one(read_text: ReadText) -> None:
    rows = ",Pasar,pasar,-8.2289,113.2233\n" * 5000
    with pytest.raises(InputFaults, match="Give it an id such as H001"):
        read_text(f"{HEAD}\n{rows}")


def test_a_cell_of_thousands_of_letters_does_not_fill_the_screen(fault_of: FaultOf) -> None:
    said = fault_of(category="z" * 5000)
    assert len(said) < 600
    assert "Unknown category: zzz" in said


def test_every_column_is_read(read_row: Callable[..., Hotspot]) -> None:
    hotspot = read_row(
        level="Sangat Rawan", weight="2", dwell_min="15", visits="3", min_gap_min="60",
        per_month="4", windows="19.00-22.00; 01:00-04:00", days="Sabtu Legi; Senin",
        valid_from="25/09/2024", valid_to="2024-11-27", required="ya", access="R2; kaki",
        programmes="Polisi Ketok, patroli_pilkada", note="dekat alun-alun",
        unit="R4-1", both_directions="tidak",
    )  # fmt: skip
    assert (hotspot.level, hotspot.weight, hotspot.dwell_min) == ("sangat_rawan", 2.0, 15)
    assert (hotspot.visits, hotspot.min_gap_min, hotspot.per_month) == (3, 60, 4)
    assert hotspot.windows == (
        ClockWindow(time(19), time(22)), ClockWindow(time(1), time(4)),
    )  # fmt: skip
    assert hotspot.days == (DayRule("Sabtu", "Legi"), DayRule("Senin"))
    assert (hotspot.valid_from, hotspot.valid_to) == (date(2024, 9, 25), date(2024, 11, 27))
    assert hotspot.required
    assert hotspot.access == ("R2", "foot")
    assert hotspot.programmes == ("polisi_ketok", "patroli_pilkada")
    assert hotspot.unit == "R4-1"
    assert not hotspot.both_directions
    assert hotspot.note == "dekat alun-alun"


def test_an_appointment_is_one_time_of_day_and_makes_the_visit_necessary(
    read_row: Callable[..., Hotspot],
) -> None:
    hotspot = read_row(appointment="09.30", windows="08:00-12:00")
    assert hotspot.appointment == time(9, 30)
    assert hotspot.is_required
    assert read_row(appointment="00:30", windows="22:00-01:00").is_required


def test_a_forbidden_place_is_read(read_row: Callable[..., Hotspot]) -> None:
    assert read_row(forbidden="ya", required="tidak").forbidden


def test_without_a_number_of_visits_the_level_decides(read_row: Callable[..., Hotspot]) -> None:
    assert read_row().visits is None


def test_an_empty_dwell_takes_the_minutes_of_the_category(
    read_row: Callable[..., Hotspot], config: Config
) -> None:
    assert read_row(category="kpu", dwell_min="").dwell_min == config.categories["kpu"].dwell_min


def test_a_category_of_the_users_own_is_known(tmp_path: Path) -> None:
    own = load_config(overrides={"categories": {"tambak": {"label": "Tambak udang", "base": 5}}})
    path = tmp_path / "titik.csv"
    path.write_text(f"{HEAD}\nA1,Tambak,tambak udang,-8.2,113.2\n", encoding="utf-8")
    assert read_hotspots(path, config=own).hotspots[0].category == "tambak"


def test_a_table_without_ids_is_numbered(read_text: ReadText) -> None:
    table = read_text(
        "nama,kategori,lintang,bujur\nA,pasar,-8.2289,113.2233\nB,pasar,-8.2061,113.0941\n"
    )
    assert [hotspot.id for hotspot in table.hotspots] == ["H001", "H002"]


def test_columns_that_are_not_used_are_named(read_text: ReadText) -> None:
    table = read_text(f"No,{HEAD},Pelapor,Per bulan,Program\n1,{GOOD},Budi,2,\n")
    assert table.ignored_columns == ("No", "Pelapor")
    assert table.unplanned_columns == ("Per bulan",)


def test_a_missing_id_gets_a_suggestion(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\n{GOOD}\n,Jarit,pasar,-8.2061,113.0941\n")
    (fault,) = caught.value.faults
    assert str(fault) == "row 3, column id: The cell is empty. Give it an id such as H002."


def test_an_id_used_twice_names_both_rows(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\n{GOOD}\n{GOOD}\n")
    (fault,) = caught.value.faults
    assert str(fault) == (
        "row 3, column id: The id A1 is already used in row 2. Give it another, such as H002."
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"name": ""}, "row 2, column name: The cell is empty. Give the place a name."),
        ({"category": "pasr"}, "row 2, column category: Unknown category: pasr. Did you mean pasar"),
        ({"category": "zzz"}, "row 2, column category: Unknown category: zzz. Known: area_sepi"),
        ({"level": "sangat rawn"}, "row 2, column level: Unknown level: sangat rawn. Did you mean sangat_rawan"),
        ({"dwell_min": "-5"}, "row 2, column dwell_min: -5 is not above 0. Write a number above 0."),
        ({"dwell_min": "0"}, "row 2, column dwell_min: 0 is not above 0. Write a number above 0."),
        ({"dwell_min": "900"}, "row 2, column dwell_min: 900 minutes at one place are too long. Write minutes, at most 240"),
        ({"dwell_min": "12.5"}, "row 2, column dwell_min: 12.5 is no whole number. Write a whole number."),
        ({"weight": "NaN"}, "row 2, column weight: nan is no finite number. Write a number such as 1.5."),
        ({"weight": "inf"}, "row 2, column weight: inf is no finite number. Write a number such as 1.5."),
        ({"weight": "berat"}, "row 2, column weight: berat is no number. Write a number such as 1.5."),
        ({"weight": "1.234,5"}, "row 2, column weight: 1.234,5 is no number. Write a number such as 1.5."),
        ({"weight": "-1"}, "row 2, column weight: -1 is negative. Write 0 or a number above it."),
        ({"windows": "malam"}, "row 2, column windows: malam is no window of time. Write it as 19:00-22:00"),
        ({"windows": "25:00-26:00"}, "row 2, column windows: 25:00 is no time of day. Write it as 19:00."),
        ({"windows": "19:00-19:00"}, "row 2, column windows: The window 19:00-19:00 has no length. Leave the cell empty for any hour."),
        ({"days": "Sabto"}, "row 2, column days: sabto is no day. Did you mean Sabtu?"),
        ({"days": "Sabtu Minggu"}, "row 2, column days: Sabtu Minggu cannot be one day. Put a semicolon"),
        ({"valid_from": "kapan-kapan"}, "row 2, column valid_from: kapan-kapan is no date. Write it as 2024-11-27"),
        ({"valid_from": "31/02/2024"}, "row 2, column valid_from: 31/02/2024 is no date. Write it as 2024-11-27"),
        ({"valid_from": "2024-11-27", "valid_to": "2024-11-26"}, "row 2, column valid_to: The last date is before the first. Swap the two dates."),
        ({"forbidden": "ya", "required": "ya"}, "row 2, column forbidden: The place is forbidden and has to be visited. Keep one of them"),
        ({"forbidden": "ya", "appointment": "09:00"}, "row 2, column forbidden: The place is forbidden and has to be visited."),
        ({"visits": "101"}, "row 2, column visits: 101 visits in one shift are too many. Write at most 100."),
        ({"min_gap_min": "1441"}, "row 2, column min_gap_min: A gap of 1441 minutes is longer than a day. Write"),
        ({"appointment": "09:00", "visits": "3"}, "row 2, column visits: An appointment is one visit, and 3 are wished for. Give the other"),
        ({"appointment": "09:00", "geometry": "LINESTRING (113.2193 -8.2289, 113.2273 -8.2289)"}, "row 2, column appointment: A road or an area has no appointment"),
        ({"appointment": "09:00-10:00"}, "row 2, column appointment: 09:00-10:00 is no time of day. Write it as 19:00."),
        ({"appointment": "09:00", "windows": "10:00-12:00"}, "row 2, column appointment: The appointment at 09:00 lies outside the hours of visits. Change one"),
        ({"programmes": "Polisi Ketuk"}, "row 2, column programmes: Unknown programme: Polisi Ketuk. Did you mean Polisi Ketok?"),
        ({"both_directions": "ya"}, "row 2, column both_directions: Only a road has two directions, and the row tells of none. Write tidak"),
        ({"visits": "0"}, "row 2, column visits: 0 is not above 0."),
        ({"required": "mungkin"}, "row 2, column required: mungkin is neither yes nor no. Write ya or tidak."),
        ({"access": "R3"}, "row 2, column access: Unknown vehicle: R3. Known: R4, R2, kaki."),
        ({"lat": ""}, "row 2, column lat: The cell is empty. Write degrees such as -8.2061 and 113.0941."),
        ({"lat": "NaN"}, "row 2, column lat: nan is no finite number."),
        ({"lat": "-8.2O61"}, "row 2, column lat: -8.2O61 is no number."),
        ({"lat": "113.2233", "lon": "-8.2289"}, "row 2, column lat: Latitude and longitude are swapped. Write latitude -8.2289 and longitude 113.2233."),
        ({"lat": "-82289"}, "row 2, column lat: (-82289.0, 113.2233) is no latitude and longitude. Check the decimal sign"),
        ({"lat": "-8.17", "lon": "113.70"}, "row 2, column lat: (-8.17, 113.7) lies "),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_row_column_and_remedy(
    fault_of: FaultOf, cells: dict[str, str], message: str
) -> None:
    assert fault_of(**cells).startswith(message)


def test_a_place_outside_says_how_far_and_outside_of_what(fault_of: FaultOf) -> None:
    """The square of Jember lies about 38 km east of the border of Lumajang at most."""
    message = fault_of(lat="-8.17", lon="113.70")
    kilometres = float(message.split("lies ")[1].split(" km")[0])
    assert 25 < kilometres < 45
    assert "outside Polres Lumajang" in message
    assert "choose the district that the place belongs to" in message


def test_a_place_just_beyond_the_simplified_border_is_accepted(
    read_row: Callable[..., Hotspot], lumajang: Area
) -> None:
    # 0.005 degrees of longitude are about 550 m.
    _west, _south, east, _north = lumajang.bounds
    lat = max((point for point in lumajang.boundary.exterior.coords), key=lambda point: point[0])[1]
    assert read_row(lat=str(lat), lon=str(east + 0.005)).lon > east


def test_swapped_coordinates_are_recognised_where_both_could_be_a_latitude(
    tmp_path: Path, config: Config
) -> None:
    area = area_around(np.array([9.5, 9.6]), np.array([47.1, 47.2]), id="li", title="Liechtenstein")
    path = tmp_path / "titik.csv"
    path.write_text(f"{HEAD}\nA1,Vaduz,pasar,9.55,47.15\n", encoding="utf-8")
    with pytest.raises(InputFaults, match="Latitude and longitude are swapped"):
        read_hotspots(path, config=config, area=area)


def test_all_faults_of_a_file_come_at_once_and_fit_a_screen(read_text: ReadText) -> None:
    rows = "\n".join(f"B{n},X,pasr,-8.2289,113.2233" for n in range(40))
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\n{rows}\n")
    assert len(caught.value.faults) == 40
    assert caught.value.exit_code == 2
    assert len(str(caught.value).splitlines()) == MAX_FAULTS_SHOWN + 2


def test_a_row_without_a_place_still_tells_its_other_faults(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD},dua arah,dilarang,unit tetap\nA1,X,pasar,x,113.2,mungkin,iya,U1\n")
    assert [fault.column for fault in caught.value.faults] == ["lat", "dua arah", "dilarang"]


def test_faults_are_told_in_the_order_of_the_rows(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\nA1,X,pasr,-8.2289,113.2233\n{GOOD}\nA3,X,pasar,-8.2289,x\n")
    assert [fault.row for fault in caught.value.faults] == [2, 3, 4]


def test_a_number_that_excel_made_a_date_of_is_explained(tmp_path: Path, config: Config) -> None:
    book = openpyxl.Workbook()
    book.active.append([*HEAD.split(","), "weight"])
    book.active.append(["A1", "Pasar", "pasar", -8.2, 113.2, date(2024, 5, 1)])
    path = tmp_path / "titik.xlsx"
    book.save(path)
    with pytest.raises(InputFaults, match=r"row 2, column weight.*made a date of it"):
        read_hotspots(path, config=config)


def test_a_latitude_without_its_minus_sign_is_told(fault_of: FaultOf) -> None:
    assert fault_of(lat="8.2289") == (
        "row 2, column lat: The latitude lacks its minus sign: the south is negative. "
        "Write latitude -8.2289."
    )


def test_a_place_on_the_other_side_of_the_earth_is_as_far_as_it_is(fault_of: FaultOf) -> None:
    """The cosine of d = cos(8.2 deg) cos(113.2 deg): 113 deg of 111.2 km each, less half the district."""
    km = float(fault_of(lat="0", lon="0").split("lies ")[1].split(" km outside")[0])
    assert 12_450 < km < 12_560


def test_invisible_letters_that_come_with_copied_text_do_not_count(
    read_row: Callable[..., Hotspot],
) -> None:
    """A space of no width, one that does not break, and what would colour a terminal."""
    hotspot = read_row(name="Pasar\u200b\u00a0Kunir\x1b[31m", category="pasar\u200b")
    assert (hotspot.name, hotspot.category) == ("Pasar Kunir [31m", "pasar")


def test_an_area_without_minutes_is_swept_for_the_usual_ones(
    read_row: Callable[..., Hotspot], config: Config
) -> None:
    outline = "POLYGON ((113.1 -8.2, 113.11 -8.2, 113.11 -8.21, 113.1 -8.2))"
    area = {"lat": "", "lon": "", "geometry": outline}
    assert read_row(**area).dwell_min == config.visits.sweep_min
    assert read_row(**area, dwell_min="35").dwell_min == 35
