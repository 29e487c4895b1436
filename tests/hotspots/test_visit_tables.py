"""Tables of visits: what people keep is read, what routeplan writes reads back the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import DAY, ZONE, make_visit, visits

from routeplan.config import Config, load_config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.visit_tables import read_visit_table
from routeplan.hotspots.visit_writers import write_visit_table
from routeplan.model import VisitRecord
from routeplan.spreadsheets import escape_text

CONFIG = load_config()
HEAD = "Tanggal;Jaga;Regu;ID titik"
Read = Callable[..., tuple[VisitRecord, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read the visits of a table from its header and its rows."""

    def read_rows(head: str, *rows: str, area: str | None = "lumajang") -> tuple[VisitRecord, ...]:
        path = tmp_path / "kunjungan.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return read_visit_table(path, config=CONFIG, area=area).visits

    return read_rows


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# ---------------------------------------------------------------------------------- what is read


def test_date_shift_unit_and_hotspot_are_enough(read: Read) -> None:
    """A log of visits that were made: they begin with the shift, at 23:00, and count in full."""
    start = local("2024-11-20 23:00")
    assert read(HEAD, "20/11/2024;malam;A;H1") == (
        make_visit("H1", begin=start, end=start, state="confirmed"),
    )


def test_headers_may_be_english_and_hold_everything(read: Read) -> None:
    (visit,) = read(
        "date,shift,unit,hotspot,begin,end,state,part,share,area",
        "2024-11-20,malam,A,R1,2024-11-21 00:10,2024-11-21 00:20,missed,R1/2,0.25,jember",
    )
    assert visit == make_visit(
        "R1", part_id="R1/2", share=0.25, area="jember", state="missed",
        begin=local("2024-11-21 00:10"), end=local("2024-11-21 00:20"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "end", "began", "ended"),
    [
        ("23:30", "23:42", "2024-11-20 23:30", "2024-11-20 23:42"),
        ("01.10", "01.25", "2024-11-21 01:10", "2024-11-21 01:25"),
        ("23:55", "00:05", "2024-11-20 23:55", "2024-11-21 00:05"),
        ("22:40", "22:50", "2024-11-20 22:40", "2024-11-20 22:50"),  # before the shift, by minutes
        ("21/11/2024 01.10", "", "2024-11-21 01:10", "2024-11-21 01:10"),
        ("2024-11-20T18:00:00+00:00", "01:15", "2024-11-21 01:00", "2024-11-21 01:15"),
        ("2024-11-21 01:10:30", "01:10", "2024-11-21 01:10:30", "2024-11-21 01:10:30"),
    ],
)
def test_a_time_of_day_is_of_the_night_of_the_shift(
    read: Read, begin: str, end: str, began: str, ended: str
) -> None:
    (visit,) = read(f"{HEAD};Mulai;Selesai", f"2024-11-20;malam;A;H1;{begin};{end}")
    assert (visit.begin, visit.end) == (local(began), local(ended))


def test_of_an_unknown_shift_times_are_of_its_date(read: Read) -> None:
    (visit,) = read(f"{HEAD};Mulai", "2024-11-20;operasi;A;H1;01:10")
    assert visit.begin == local("2024-11-20 01:10")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Rencana", "planned"), ("terlaksana", "confirmed"), ("Tidak terlaksana", "missed"),
        ("ya", "confirmed"), ("tidak", "missed"), ("planned", "planned"), ("", "confirmed"),
    ],
)  # fmt: skip
def test_what_became_of_a_visit_is_a_word(read: Read, word: str, state: str) -> None:
    (visit,) = read(f"{HEAD};Status", f"2024-11-20;malam;A;H1;{word}")
    assert visit.state == state


def test_times_and_dates_may_be_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Tanggal", "Jaga", "Regu", "Kode", "Mulai", "Selesai"])
    book.active.append([DAY, "malam", "A", 7, time(23, 30), datetime(2024, 11, 20, 23, 45)])
    book.save(tmp_path / "kunjungan.xlsx")
    (visit,) = read_visit_table(tmp_path / "kunjungan.xlsx", config=CONFIG, area="lumajang").visits
    assert (visit.date, visit.hotspot_id) == (DAY, "7")
    assert (visit.begin, visit.end) == (local("2024-11-20 23:30"), local("2024-11-20 23:45"))


def test_clock_times_are_of_the_zone_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_text(f"{HEAD};Mulai\n2024-11-20;malam;A;H1;23:30\n", "utf-8")
    east = load_config(overrides={"zone": "Asia/Jayapura"})
    (visit,) = read_visit_table(tmp_path / "k.csv", config=east, area="a").visits
    assert visit.begin.isoformat() == "2024-11-20T23:30:00+09:00"


# ------------------------------------------------------------------------------ what is refused


def list_faults(read: Read, head: str, *rows: str, area: str | None = "lumajang") -> list[str]:
    with pytest.raises(InputFaults) as caught:
        read(head, *rows, area=area)
    return [str(fault) for fault in caught.value.faults]


def test_all_faults_are_listed_with_their_place(read: Read) -> None:
    head = f"{HEAD};Mulai;Selesai;Status;Porsi"
    faults = list_faults(
        read, head,
        "2024-11-20;malam;A;;;;;",
        "20 Nov;malam;A;H1;;;;",
        "2024-11-20;malam;A;H1;tengah malam;;;",
        "2024-11-20;malam;A;H1;2024-11-21 02:00;2024-11-21 01:00;;",
        "2024-11-20;malam;A;H1;;;mungkin;",
        "2024-11-20;malam;A;H1;;;;1,5",
        "2024-11-20;malam;A;H1;2024-12-21 02:00;;;",
        "0202-11-20;malam;A;H1;;;;",
        "2024-11-20;;;H1;;;;",
    )  # fmt: skip
    assert faults == [
        (
            "row 2, column ID titik: The cell is empty. Write the id of the hotspot, as the table of "
            "hotspots has it."
        ),
        "row 3, column Tanggal: 20 Nov is no date. Write it as 2024-11-27 or 27/11/2024.",
        "row 4, column Mulai: tengah malam is no time of day. Write it as 19:00.",
        "row 5, column Selesai: The visit ends before it begins. Correct one of the two times.",
        (
            "row 6, column Status: Unknown state of a visit: mungkin. Known: rencana, terlaksana, "
            "tidak terlaksana."
        ),
        "row 7, column Porsi: 1,5 is above 1. Write the share of the hotspot, above 0 to 1.",
        (
            "row 8, column Mulai: That is not in the shift of 2024-11-20. Write the date on which the "
            "shift starts, and times within it."
        ),
        "row 9, column Tanggal: 0202-11-20 is no date of a visit. Correct the year.",
        "row 10, column Jaga: The cell is empty. Write the name of the shift, such as malam.",
        "row 10, column Regu: The cell is empty. Write the id of the unit.",
    ]


def test_columns_that_are_missing_are_told_once(read: Read) -> None:
    rows = ["2024-11-20;H1"] * 3
    faults = list_faults(read, "Tanggal;ID titik", *rows)
    assert [fault.split(":")[0] for fault in faults] == ["column Jaga", "column Unit"]


def test_an_area_that_nothing_tells_is_one_fault(read: Read) -> None:
    rows = ["2024-11-20;malam;A;H1", "2024-11-20;malam;A;H2"]
    assert list_faults(read, HEAD, *rows, area=None) == [
        (
            "Nothing says in which area the visits were. Fill in the column Wilayah, or name the area "
            "with --area."
        )
    ]
    empty = list_faults(read, f"{HEAD};Wilayah", *(f"{row};" for row in rows), area=None)
    assert [fault.split(":")[0] for fault in empty] == [
        "row 2, column Wilayah", "row 3, column Wilayah",
    ]  # fmt: skip


def test_a_visit_that_is_told_twice_is_a_fault(read: Read) -> None:
    """The same unit at the same place and minute cannot be there twice."""
    head, row = f"{HEAD};Mulai;Status", "2024-11-20;malam;A;H1;23:30"
    assert list_faults(read, head, f"{row};ya", f"{row};tidak") == [
        "row 3, column ID titik: Row 2 tells of the same visit. Remove one of the two rows."
    ]
    assert len(read(head, f"{row};ya", "2024-11-20;malam;A;H1;02:30;ya")) == 2


# ----------------------------------------------------------------------------------- written


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(records=st.lists(visits(), min_size=1, max_size=4))
@settings(max_examples=25)
def test_a_table_that_is_written_reads_back_the_same(
    suffix: str, records: list[VisitRecord]
) -> None:
    kept = {(r.area, r.date, r.shift, r.unit_id, r.part_id, r.begin): r for r in records}
    with TemporaryDirectory() as folder:
        path = Path(folder, f"riwayat{suffix}")
        write_visit_table(path, list(kept.values()), names={"a": "Pasar"})
        assert read_visit_table(path, config=CONFIG).visits == tuple(kept.values())


def test_names_are_written_for_people_and_cannot_be_formulas(tmp_path: Path) -> None:
    record = make_visit("H1", unit_id="=1+1")
    write_visit_table(tmp_path / "r.csv", [record], names={"H1": "@Pasar"})
    head, row = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert head == "Tanggal;Jaga;Unit;ID titik;Nama;Mulai;Selesai;Status;Bagian;Porsi;Wilayah"
    assert row == (
        "2024-11-20;malam;'=1+1;H1;'@Pasar;2024-11-21 00:30:00+07:00;2024-11-21 00:40:00+07:00;"
        "rencana;H1;1,0;lumajang"
    )
    assert escape_text("=1+1") in row
    table = read_visit_table(tmp_path / "r.csv", config=CONFIG)
    assert (table.visits, table.ignored_columns) == ((record,), ())


def test_visits_are_written_to_csv_and_xlsx_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"visits are written to files ending in \.csv, \.xlsx"):
        write_visit_table(tmp_path / "r.pdf", [make_visit()])


def test_a_table_in_which_excel_users_mark_what_was_made_reads_back(tmp_path: Path) -> None:
    """Export, one word changed in the column Status, import."""
    record = make_visit("H1")
    path = tmp_path / "riwayat.xlsx"
    write_visit_table(path, [record, make_visit("H2", begin=record.begin + timedelta(minutes=5))])
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book.active[1]][6] == "Status"
    book.active.cell(2, 7, "terlaksana")
    book.save(path)
    first, second = read_visit_table(path, config=CONFIG).visits
    assert first == replace(record, state="confirmed")
    assert second.state == "planned"


def test_settings_without_that_shift_still_read_the_table(config: Config, tmp_path: Path) -> None:
    record = make_visit("H1", shift="dulu", day=date(2020, 2, 29))
    write_visit_table(tmp_path / "r.csv", [record])
    assert read_visit_table(tmp_path / "r.csv", config=config).visits == (record,)
