"""``routeplan coverage`` as a user meets it, and the overview that is written with a roster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from roster_example import NIGHT, make_roster_example

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.cli.overview import show_unfinished
from routeplan.model import VisitRecord
from routeplan.planning.history import record_visits
from routeplan.planning.roster.records import list_roster_visits

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def file(own_folder: Path) -> Path:
    return make_roster_example().write(own_folder / "jadwal")


def test_it_prints_what_is_covered_and_writes_tables_and_pictures(
    file: Path, capsys: Captured
) -> None:
    assert run(cli, ["coverage", str(file)]) == 0
    text = capsys.readouterr().out
    # 8 shifts of 4 visits; v1 is visited in 5 of them: 27 + 2 * 0.25 + 3 * 0.75 = 29.75
    assert "8 shifts, 30 visits, 53% of the risk visited." in text
    lines = [line.split("  ")[0] for line in text.splitlines()]
    for head in ("Kecamatan", "Category", "Level", "Hour"):
        assert head in lines
    assert "Confirmed" not in text
    written = sorted(path.name for path in (file.parent / "coverage").iterdir())
    assert written == [
        "coverage-category.png", "coverage-hours.png", "coverage-kecamatan.png", "coverage.xlsx",
    ]  # fmt: skip
    assert all(name in text for name in written)


def test_the_least_covered_comes_first(file: Path, capsys: Captured) -> None:
    assert run(cli, ["coverage", str(file)]) == 0
    lines = capsys.readouterr().out.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("Kecamatan"))
    shares = [int(line.split("%")[0].split()[-1]) for line in lines[start + 1 : start + 4]]
    assert shares == sorted(shares)
    assert lines[start + 1].startswith("Contoh")  # with the hotspot that is never visited


def test_the_history_tells_what_became_of_the_visits(file: Path, capsys: Captured) -> None:
    records = list_roster_visits(make_roster_example().roster)
    told = [
        *(change(record, "confirmed") for record in records[:3]),
        *(change(record, "missed") for record in records[3:4]),
        change(records[0], "confirmed", hotspot_id="lain", part_id="lain", unit_id="r9"),
    ]
    record_visits(Path("riwayat.sqlite"), told, replace_shifts=False)
    assert run(cli, ["coverage", str(file), "--history", "riwayat.sqlite", "--out", "hasil"]) == 0
    text = capsys.readouterr().out
    assert "In the history: 3.0 confirmed, 1.0 missed, of 29.8 visits planned." in text
    assert "1 visit of the history is of a hotspot that the roster does not have." in text
    book = openpyxl.load_workbook("hasil/coverage.xlsx")
    headers = [cell.value for cell in book["By kecamatan"][1]]
    assert headers[-3:] == ["Confirmed visits", "Missed visits", "Confirmed of those known"]


def change(record: VisitRecord, state: str, **fields: str) -> VisitRecord:
    changed: dict[str, Any] = {"state": state, **fields}
    return replace(record, **changed)


def test_some_days_count_alone(file: Path, capsys: Captured) -> None:
    words = ["coverage", str(file), "--from", "2024-11-21", "--to", "2024-11-22"]
    assert run(cli, words) == 0
    assert "2024-11-21 to 2024-11-22: 4 shifts" in capsys.readouterr().out


def test_days_without_a_shift_are_refused(file: Path, capsys: Captured) -> None:
    assert run(cli, ["coverage", str(file), "--from", "2024-12-24"]) == 2
    assert "The roster is from 2024-11-20 to 2024-11-23." in capsys.readouterr().err
    assert not (file.parent / "coverage").exists()


def test_a_file_that_is_no_roster_is_refused(own_folder: Path, capsys: Captured) -> None:
    (own_folder / "plan.json").write_text("{}", encoding="utf-8")
    assert run(cli, ["coverage", "plan.json"]) == 2
    assert "is not a roster" in capsys.readouterr().err


def test_an_unfinished_roster_says_how_much_is_planned(own_folder: Path, capsys: Captured) -> None:
    file = make_roster_example(planned=3).write(own_folder / "jadwal")
    assert run(cli, ["coverage", str(file)]) == 0
    assert "3 of 8 shifts are planned." in capsys.readouterr().out


def test_the_overview_is_written_again_in_another_language(file: Path, capsys: Captured) -> None:
    assert run(cli, ["coverage", str(file), "--overview", "--lang", "id"]) == 0
    captured = capsys.readouterr()
    page = (file.parent / "index.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page
    assert "index.html" in captured.out
    assert "duty-3.ics" in captured.out


def test_a_plan_that_is_missing_is_named(file: Path, capsys: Captured) -> None:
    next(file.parent.glob("*/plan.json")).unlink()
    assert run(cli, ["coverage", str(file), "--overview"]) == 2
    assert (
        "The plans of a roster stand in folders beside its roster.json" in capsys.readouterr().err
    )


def test_a_roster_is_taken_into_the_history(file: Path, capsys: Captured) -> None:
    assert run(cli, ["history", "import", str(file), "--history", "riwayat.sqlite"]) == 0
    assert "32 visits recorded." in capsys.readouterr().out


def test_what_is_finished_has_an_overview_when_a_run_is_stopped(
    own_folder: Path, capsys: Captured
) -> None:
    example = make_roster_example(planned=3)
    folder = example.write(own_folder / "jadwal").parent
    show_unfinished(example.roster, folder, network=None)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "3 of 8 shifts are planned. Run the same command again" in page
    assert page.count("not planned yet") == 5
    assert NIGHT.split()[0] in page
    assert "index.html" in capsys.readouterr().err


def test_a_run_that_is_stopped_before_its_first_shift_leaves_no_overview(own_folder: Path) -> None:
    show_unfinished(None, own_folder, network=None)
    show_unfinished(make_roster_example(planned=0).roster, own_folder, network=None)
    assert list(own_folder.iterdir()) == []


def test_a_stop_is_told_even_where_its_overview_cannot_be_written(
    own_folder: Path, capsys: Captured
) -> None:
    show_unfinished(make_roster_example(planned=3).roster, own_folder, network=None)
    assert "stand in folders beside its roster.json" in capsys.readouterr().err
