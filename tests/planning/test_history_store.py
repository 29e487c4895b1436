"""What a history file keeps: what is told later takes the place of what was told before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import DAY, at, make_visit, visits

from routeplan.errors import InputError, OutputError
from routeplan.model import VisitRecord
from routeplan.planning.history import database
from routeplan.planning.history.store import (
    Recorded,
    ShiftKey,
    VisitBatch,
    find_shift,
    read_visits,
    record_batches,
    record_visits,
)

NEXT_DAY = DAY + timedelta(days=1)
PLANNED = (
    make_visit("H1", **at("23:30")),
    make_visit("H2", **at("23:50")),
    make_visit("H3", unit_id="B"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "riwayat.sqlite"


def record(file: Path, *records: VisitRecord, whole: bool = False) -> Recorded:
    return record_visits(file, records, replace_shifts=whole)


def list_names(file: Path) -> list[tuple[str, str, str]]:
    return [(visit.unit_id, visit.hotspot_id, visit.state) for visit in read_visits(file)]


def execute(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# ------------------------------------------------------------------------- taken in and read back


def test_visits_come_back_as_they_were_by_shift_unit_and_time(file: Path) -> None:
    assert record(file, *reversed(PLANNED)) == Recorded(added=3, replaced=0, passed_over=0)
    back = read_visits(file)
    assert back == PLANNED
    assert back[0].begin.isoformat() == "2024-11-20T23:30:00+07:00"


@given(st.lists(visits(), max_size=6))
@settings(max_examples=30)
def test_whatever_a_visit_holds_comes_back(records: list[VisitRecord]) -> None:
    with TemporaryDirectory() as folder:
        record(Path(folder, "riwayat.sqlite"), *records)
        assert set(read_visits(Path(folder, "riwayat.sqlite"))) == set(records)


def test_shares_are_kept_to_nine_decimals_and_above_nothing(file: Path) -> None:
    record(file, make_visit("H1", share=1 / 3), make_visit("H2", share=1e-12))
    assert [visit.share for visit in read_visits(file)] == [0.333333333, 1e-9]


def test_visits_of_an_area_and_between_dates_can_be_read_alone(file: Path) -> None:
    days = [make_visit(day=DAY + timedelta(days=n)) for n in range(4)]
    record(file, *days, make_visit(area="jember"))
    assert read_visits(file, area="lumajang", first=days[1].date, last=days[2].date) == (
        days[1], days[2],
    )  # fmt: skip
    assert len(read_visits(file, area=["jember", "lumajang"])) == 5
    assert read_visits(file, last=date(2024, 11, 19)) == ()


def test_the_same_visit_twice_counts_once(file: Path) -> None:
    assert record(file, PLANNED[0], PLANNED[0]).added == 1
    assert read_visits(file) == PLANNED[:1]


# ------------------------------------------------------------------ what takes the place of what


def test_planning_a_shift_again_replaces_all_that_was_planned_in_it(file: Path) -> None:
    record(file, *PLANNED, whole=True)
    done = record(file, make_visit("H4", unit_id="C"), whole=True)
    assert done == Recorded(added=1, replaced=3, passed_over=0)
    assert list_names(file) == [("C", "H4", "planned")]


def test_a_plan_without_visits_takes_the_old_ones_away(file: Path) -> None:
    record(file, *PLANNED)
    (done,) = record_batches(file, [VisitBatch((), (ShiftKey("lumajang", DAY, "malam"),))])
    assert done == Recorded(added=0, replaced=3, passed_over=0)
    assert read_visits(file) == ()


def test_visits_that_do_not_tell_of_the_whole_shift_leave_other_units_alone(file: Path) -> None:
    record(file, *PLANNED)
    record(file, make_visit("H4"))
    assert list_names(file) == [("A", "H4", "planned"), ("B", "H3", "planned")]


@pytest.mark.parametrize(
    "other", [{"area": "jember"}, {"shift": "pagi"}, {"day": NEXT_DAY}], ids=lambda o: next(iter(o))
)
def test_other_areas_shifts_and_dates_are_left_alone(file: Path, other: dict[str, Any]) -> None:
    record(file, make_visit("H4", **other), whole=True)
    record(file, *PLANNED, whole=True)
    assert len(read_visits(file)) == 4


def test_what_became_of_a_unit_s_visits_replaces_its_plan_only(file: Path) -> None:
    record(file, *PLANNED, whole=True)
    seen = (replace(PLANNED[0], state="confirmed"), replace(PLANNED[1], state="missed"))
    assert record(file, *seen) == Recorded(added=2, replaced=2, passed_over=0)
    assert list_names(file) == [
        ("A", "H1", "confirmed"), ("A", "H2", "missed"), ("B", "H3", "planned"),
    ]  # fmt: skip


def test_looking_again_replaces_what_was_seen_before(file: Path) -> None:
    record(file, *(replace(visit, state="missed") for visit in PLANNED))
    record(file, replace(PLANNED[0], state="confirmed"))
    assert list_names(file) == [("A", "H1", "confirmed"), ("B", "H3", "missed")]


def test_a_plan_does_not_undo_what_was_seen(file: Path) -> None:
    """Unit A was looked at; of the new plan only what concerns B is taken in."""
    record(file, *PLANNED, whole=True)
    seen = replace(PLANNED[0], state="missed")
    record(file, seen)
    again = (PLANNED[0], PLANNED[1], make_visit("H5", unit_id="B"))
    assert record(file, *again, whole=True) == Recorded(added=1, replaced=1, passed_over=2)
    assert list_names(file) == [("A", "H1", "missed"), ("B", "H5", "planned")]


def test_visits_of_a_unit_of_which_some_were_seen_stay_together(file: Path) -> None:
    """A table in which somebody filled in the first row only, and a plan imported after it."""
    mixed = (replace(PLANNED[0], state="confirmed"), PLANNED[1])
    record(file, *mixed)
    assert record(file, PLANNED[0], whole=True).passed_over == 1
    assert read_visits(file) == mixed


Stored = dict[tuple[ShiftKey, str], set[VisitRecord]]


def take_in(stored: Stored, batch: VisitBatch) -> None:
    """Do what the docstring of the package says, with a dictionary."""
    for place in list(stored):
        if place[0] in batch.whole_shifts and all(v.state == "planned" for v in stored[place]):
            del stored[place]
    by_unit: Stored = {}
    for visit in batch.records:
        by_unit.setdefault((find_shift(visit), visit.unit_id), set()).add(visit)
    for place, group in by_unit.items():
        is_plan = all(visit.state == "planned" for visit in group)
        is_seen = any(visit.state != "planned" for visit in stored.get(place, ()))
        if not (is_plan and is_seen):
            stored[place] = group


few = st.sampled_from(["a", "b"])
batches = st.lists(visits(hotspots=few, units=few, shifts=few), max_size=5).flatmap(
    lambda records: st.builds(
        VisitBatch, st.just(tuple(records)),
        st.lists(st.sampled_from([find_shift(r) for r in records]), unique=True).map(tuple)
        if records else st.just(()),
    )
)  # fmt: skip


@given(st.lists(batches, max_size=5))
@settings(max_examples=60)
def test_any_sequence_of_imports_ends_as_the_rules_say(told: list[VisitBatch]) -> None:
    stored: Stored = {}
    with TemporaryDirectory() as folder:
        file = Path(folder, "riwayat.sqlite")
        for batch in (*told, *told[-1:]):  # the last one twice: that changes nothing
            before = sum(map(len, stored.values()))
            take_in(stored, batch)
            (done,) = record_batches(file, [batch])
            count = sum(map(len, stored.values()))
            assert count - before == done.added - done.replaced
            assert set(read_visits(file)) == {v for group in stored.values() for v in group}


# ------------------------------------------------------------------------------- all or nothing


def fail_after(*batches: VisitBatch) -> Iterator[VisitBatch]:
    yield from batches
    raise RuntimeError("the second file is faulty")


def test_if_one_batch_fails_the_history_is_as_before(file: Path) -> None:
    record(file, *PLANNED)
    before = file.read_bytes()
    with pytest.raises(RuntimeError, match="second file"):
        record_batches(file, fail_after(VisitBatch((make_visit("H9"),))))
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_history_that_could_not_be_begun_leaves_no_file(file: Path) -> None:
    with pytest.raises(RuntimeError, match="second file"):
        record_batches(file, fail_after(VisitBatch(PLANNED)))
    assert list(file.parent.iterdir()) == []


def test_the_folder_of_a_history_is_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "riwayat.sqlite"
    record(file, *PLANNED)
    assert read_visits(file) == PLANNED


def test_no_file_is_kept_open(file: Path) -> None:
    """Windows would neither rename nor delete it; Linux lists what a process has open."""
    held = Path("/proc/self/fd")
    if not held.is_dir():
        pytest.skip("this system does not list open files in /proc")
    record(file, *PLANNED)
    read_visits(file)
    with pytest.raises(RuntimeError):
        record_batches(file, fail_after())
    names = [str(link.resolve()) for link in held.iterdir() if link.exists()]
    assert not [name for name in names if "riwayat" in name]


# ------------------------------------------------------------------------------ files that refuse


def make_text(file: Path) -> None:
    file.write_text("Tanggal;Jaga;Unit;ID titik\n" * 100, encoding="utf-8")


def make_other_database(file: Path) -> None:
    execute(file, "CREATE TABLE visits (x)")


def make_owned_database(file: Path) -> None:
    execute(file, "PRAGMA application_id = 7")


def make_newer(file: Path) -> None:
    record(file, *PLANNED)
    execute(file, "PRAGMA user_version = 2")


def damage_page(file: Path) -> None:
    record(file, *(make_visit(f"H{n}", part_id=f"H{n}" * 20) for n in range(200)))
    data = bytearray(file.read_bytes())
    data[5000:9000] = b"\xff" * 4000
    file.write_bytes(data)


def damage_date(file: Path) -> None:
    record(file, *PLANNED)
    execute(file, "UPDATE visits SET begin = 'yesterday'")


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a text": (make_text, "is no history of routeplan"),
    "a database of somebody else": (make_other_database, "is no history of routeplan"),
    "an empty database of another program": (make_owned_database, "is no history of routeplan"),
    "a newer history": (make_newer, r"newer routeplan \(history version 2, this .* version 1\)"),
    "a damaged page": (damage_page, "is damaged"),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_history_is_refused_and_left_as_it_is(
    file: Path, make: Callable[[Path], None], said: str
) -> None:
    make(file)
    before = file.read_bytes()
    with pytest.raises(InputError, match=said):
        read_visits(file)
    with pytest.raises(InputError, match=said):
        record(file, *PLANNED)
    assert file.read_bytes() == before


def test_a_value_that_another_program_wrote_is_told(file: Path) -> None:
    damage_date(file)
    with pytest.raises(InputError, match=r"is damaged \(Invalid isoformat string: 'yesterday'\)"):
        read_visits(file)


def test_a_history_that_is_not_there_is_not_made_by_reading(file: Path) -> None:
    with pytest.raises(InputError, match=r"no such file.*`routeplan history import` makes"):
        read_visits(file)
    assert not file.exists()


def test_an_empty_file_becomes_a_history(file: Path) -> None:
    file.touch()
    record(file, *PLANNED)
    assert read_visits(file) == PLANNED


def test_a_folder_in_the_place_of_the_file_is_told(file: Path) -> None:
    file.mkdir()
    with pytest.raises(OutputError, match="cannot be opened or written"):
        record(file, *PLANNED)
    assert file.is_dir()


def test_a_file_in_the_place_of_the_folder_is_told(file: Path) -> None:
    file.touch()
    with pytest.raises(OutputError, match="cannot be written"):
        record(file / "riwayat.sqlite", *PLANNED)


def test_a_history_that_another_program_writes_is_waited_for_and_then_told(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE_S", 0.05)
    record(file, *PLANNED)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputError, match="in use by another program"):
            read_visits(file)
        with pytest.raises(OutputError, match="in use by another program"):
            record(file, *PLANNED)
        other.execute("ROLLBACK")
    assert read_visits(file) == PLANNED


@pytest.mark.parametrize(
    ("name", "said"),
    [("SQLITE_READONLY_DBMOVED", "is protected"), ("SQLITE_FULL", "cannot be written: disk full")],
)
def test_a_protected_file_and_a_full_disk_are_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    """As SQLite would say it; a superuser, as whom tests may run, can write everywhere."""
    error = sqlite3.OperationalError("disk full")
    error.sqlite_errorcode = getattr(sqlite3, name)

    def refuse(_connection: sqlite3.Connection) -> bool:
        raise error

    monkeypatch.setattr(database, "_is_blank", refuse)
    with pytest.raises(OutputError, match=said):
        record(file, *PLANNED)
