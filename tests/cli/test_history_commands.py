"""``routeplan history ...`` as a user meets it: a week of planning, and what can go wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from patrol_plan import make_patrol_plan
from visit_records import DAY, ZONE, make_visit

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.model import VisitRecord
from routeplan.planning.history import list_planned_visits, read_visits, record_visits
from routeplan.planning.planfile import write_plan

Captured = pytest.CaptureFixture[str]

FILE = Path("riwayat.sqlite")
SETTINGS = '[plan]\ndistrict = "lumajang"\nhistory = "riwayat.sqlite"\n'
TABLE = "id,name,category,lat,lon\n" + "".join(
    f"H{n},Pasar {n},pasar,-8.2289,113.2233\n" for n in range(1, 5)
)
PLACES = (
    "id,name,category,village,kecamatan\n"
    "P1,Pasar,pasar,Kunir Kidul,Kunir\nP2,Bank,bank,Candipuro,Candipuro\n"
)
UNITS = 'id,name,vehicle,base\nU1,Samapta,R4,"Candipuro, Candipuro"\n'


def call(*words: str) -> int:
    return run(cli, list(words))


def remember(*visits: VisitRecord) -> None:
    record_visits(FILE, visits, replace_shifts=False)


def write_settings(text: str = SETTINGS) -> None:
    Path("patrol.toml").write_text(text, encoding="utf-8")


def read_rows(capsys: Captured) -> list[list[str]]:
    return [line.split() for line in capsys.readouterr().out.splitlines()]


# ------------------------------------------------------------------------------------ the week


def test_a_week_of_plans_remembers_itself(capsys: Captured) -> None:
    """Plan, import, plan again: the plan says how to go on, and the next one what it knows."""
    Path("places.csv").write_text(PLACES, encoding="utf-8")
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    write_settings(
        '[plan]\ndistrict = "lumajang"\nnetwork = "sample"\nhistory = "riwayat.sqlite"\n'
        'hotspots = "places.csv"\nunits = "units.csv"\n[solver]\niterations = 50\n'
    )
    assert call("plan", "--date", "2024-11-20", "--out", "rabu") == 0
    out = capsys.readouterr().out
    assert "Note: The history riwayat.sqlite is not there yet" in out
    command = out.splitlines()[-1].partition(": routeplan ")[2]
    assert command == f"history import {Path('rabu', 'plan.json')}"

    assert call(*command.split()) == 0
    out = capsys.readouterr().out
    assert f"{Path('rabu', 'plan.json')}: 2 visits recorded.\n" in out
    assert "Note: The plan was made for practice, on invented roads" in out
    assert out.endswith("New history: riwayat.sqlite\n")

    assert call("plan", "--date", "2024-11-21", "--out", "kamis") == 0
    assert "knows when 2 of the 2 hotspots were visited last." in capsys.readouterr().out

    assert call("history", "show", "--date", "2024-11-27") == 0
    assert read_rows(capsys) == [
        ["Id", "Name", "Last", "visit", "Days", "ago", "Planned", "Confirmed", "Missed"],
        ["P1", "Pasar", "2024-11-20", "7", "1", "0", "0"],
        ["P2", "Bank", "2024-11-20", "7", "1", "0", "0"],
    ]
    assert call("hotspots", "explain", "places.csv", "P1", "--date", "2024-12-02") == 0
    assert "x     1.25  12 days since the last visit (history.recency.7)" in capsys.readouterr().out


def test_a_plan_without_a_history_does_not_speak_of_one(capsys: Captured) -> None:
    Path("places.csv").write_text(PLACES, encoding="utf-8")
    options = "--network sample --date 2024-11-20 --iterations 20 --hotspots places.csv --out n"
    assert call("plan", "lumajang", *options.split()) == 0
    assert "istory" not in capsys.readouterr().out


def test_the_command_to_go_on_with_names_the_files_that_were_named(capsys: Captured) -> None:
    Path("places.csv").write_text(PLACES, encoding="utf-8")
    remember(make_visit("P1", day=date(2024, 11, 1)))
    write_settings('[plan]\ndistrict = "lumajang"\n')
    options = "--network sample --date 2024-11-20 --iterations 20 --hotspots places.csv --out"
    named = ["--config", "patrol.toml", "--history", "riwayat.sqlite"]
    assert call("plan", *options.split(), "my plans", *named) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f'Once it is to be driven: routeplan history import "{Path("my plans", "plan.json")}" '
        "--config patrol.toml --history riwayat.sqlite"
    )


# --------------------------------------------------------------------------------------- import


def test_import_counts_what_is_new_and_what_is_replaced(capsys: Captured) -> None:
    plan = make_patrol_plan()
    write_plan(plan, Path("plan.json"))
    count = len(list_planned_visits(plan))
    for said in ("", f" {count} that were recorded before are replaced."):
        assert call("history", "import", "plan.json", "--history", str(FILE)) == 0
        assert f"plan.json: {count} visits recorded.{said}\n" in capsys.readouterr().out
    assert len(read_visits(FILE)) == count


def test_import_says_what_is_passed_over(capsys: Captured) -> None:
    plan = make_patrol_plan()
    write_plan(plan, Path("plan.json"))
    first, *_others = list_planned_visits(plan)
    mine = [visit for visit in list_planned_visits(plan) if visit.unit_id == first.unit_id]
    Path("driven.csv").write_text(
        "Tanggal;Jaga;Unit;ID titik;Status;Wilayah\n"
        f"2024-11-20;malam;{first.unit_id};{first.hotspot_id};tidak terlaksana;blocks\n",
        encoding="utf-8",
    )
    assert call("history", "import", "driven.csv", "plan.json", "--history", str(FILE)) == 0
    said = f"plan.json: {len(mine)} planned visits passed over: what became of them is known"
    assert said in capsys.readouterr().out
    (kept,) = (visit for visit in read_visits(FILE) if visit.unit_id == first.unit_id)
    assert kept.state == "missed"


def test_a_table_is_of_the_district_of_the_settings_or_of_the_area_named() -> None:
    write_settings()
    Path("log.csv").write_text("Tanggal;Jaga;Regu;Titik\n2024-11-20;malam;A;H1\n", "utf-8")
    assert call("history", "import", "log.csv") == 0
    assert call("history", "import", "log.csv", "--area", "jember") == 0
    assert [visit.area for visit in read_visits(FILE)] == ["jember", "lumajang"]


def test_if_one_file_is_faulty_nothing_is_taken_in(capsys: Captured) -> None:
    write_plan(make_patrol_plan(), Path("plan.json"))
    Path("log.csv").write_text("Tanggal;Jaga;Regu;Titik\n2024-11-20;malam;;H1\n", "utf-8")
    words = ["history", "import", "plan.json", "log.csv", "--history", str(FILE), "--area", "x"]
    assert call(*words) == 2
    assert "log.csv: 1 fault\n  - row 2, column Regu: The cell is empty." in capsys.readouterr().err
    assert not FILE.exists()


def test_a_history_has_to_be_named_somewhere(capsys: Captured) -> None:
    for words in (["show"], ["import", "plan.json"], ["export", "--out", "r.csv"]):
        assert call("history", *words) == 2
        message = capsys.readouterr().err
        assert "Which history? Name its file with --history" in message
        assert 'under [plan] the line history = "riwayat.sqlite"' in message


def test_the_history_of_the_settings_lies_beside_them() -> None:
    Path("patroli").mkdir()
    Path("patroli/patrol.toml").write_text(SETTINGS, encoding="utf-8")
    Path("log.csv").write_text("Tanggal;Jaga;Regu;Titik\n2024-11-20;malam;A;H1\n", "utf-8")
    assert call("history", "import", "log.csv", "--config", "patroli/patrol.toml") == 0
    assert len(read_visits(Path("patroli/riwayat.sqlite"))) == 1


# ----------------------------------------------------------------------------------------- show


def test_show_begins_with_what_was_never_visited_and_names_strange_ids(capsys: Captured) -> None:
    write_settings(SETTINGS + 'hotspots = "titik.csv"\n')
    Path("titik.csv").write_text(TABLE, encoding="utf-8")
    remember(
        make_visit("H1", state="confirmed"), make_visit("H2", day=DAY - timedelta(days=9)),
        make_visit("H3", unit_id="B", state="missed"), make_visit("OLD", unit_id="C"),
        make_visit("H4", day=DAY + timedelta(days=9)),
    )  # fmt: skip
    assert call("history", "show", "--date", "2024-11-22") == 0
    rows = read_rows(capsys)
    assert [" ".join(row) for row in rows[1:5]] == [
        "H3 Pasar 3 never 0 0 1",
        "H4 Pasar 4 never 0 0 0",
        "H2 Pasar 2 2024-11-11 11 1 0 0",
        "H1 Pasar 1 2024-11-20 2 0 1 0",
    ]
    assert [" ".join(row) for row in rows[5:]] == [
        "1 id of the history is not in the table of hotspots, so that it counts for none: OLD",
        "1 visit is of a later date than 2024-11-22 and not counted.",
    ]


def test_show_is_short_unless_all_is_asked_for(capsys: Captured) -> None:
    remember(*(make_visit(f"H{n:02}", part_id=f"H{n:02}") for n in range(30)))
    assert call("history", "show", "--history", str(FILE)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 27
    assert lines[-1] == "... and 5 more: --all shows them."
    assert call("history", "show", "--history", str(FILE), "--all") == 0
    assert len(capsys.readouterr().out.splitlines()) == 31


def test_show_counts_the_days_up_to_today(capsys: Captured) -> None:
    remember(make_visit("H1", day=datetime.now(ZONE).date() - timedelta(days=5)))
    assert call("history", "show", "--history", str(FILE)) == 0
    _head, row = read_rows(capsys)
    assert int(row[2]) in (5, 6)  # another day may have begun by now


def test_show_of_a_history_without_visits_says_so(capsys: Captured) -> None:
    record_visits(FILE, [], replace_shifts=False)
    assert call("history", "show", "--history", str(FILE)) == 0
    assert capsys.readouterr().out == "The history has no visit yet.\n"


def test_of_several_areas_one_is_chosen(capsys: Captured) -> None:
    remember(make_visit("H1"), make_visit("H2", area="jember"))
    assert call("history", "show", "--history", str(FILE)) == 2
    assert "several areas: jember, lumajang. Choose one with --area." in capsys.readouterr().err
    assert call("history", "show", "--history", str(FILE), "--area", "jember") == 0
    assert [row[0] for row in read_rows(capsys)] == ["Id", "H2"]
    assert call("history", "show", "--history", str(FILE), "--area", "jembr") == 2
    assert "Unknown area: jembr. Did you mean jember?" in capsys.readouterr().err


# --------------------------------------------------------------------------------------- export


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_an_export_comes_back_the_same(name: str, capsys: Captured) -> None:
    plan = make_patrol_plan()
    record_visits(FILE, list_planned_visits(plan), replace_shifts=True)
    remember(make_visit("H1", state="missed"))
    assert call("history", "export", "--history", str(FILE), "--out", name) == 0
    count = len(read_visits(FILE))
    assert capsys.readouterr().out == f"{count} visits written to {name}.\n"
    assert call("history", "import", name, "--history", "again.sqlite") == 0
    assert read_visits(Path("again.sqlite")) == read_visits(FILE)


def test_an_export_can_be_of_one_area_and_has_names(capsys: Captured) -> None:
    write_settings(SETTINGS + 'hotspots = "titik.csv"\n')
    Path("titik.csv").write_text(TABLE, encoding="utf-8")
    remember(make_visit("H1"), make_visit("H2", area="jember"))
    assert call("history", "export", "--out", "r.csv", "--area", "lumajang") == 0
    _head, row = Path("r.csv").read_text("utf-8-sig").splitlines()
    assert "H1;Pasar 1;" in row
    assert capsys.readouterr().out == "1 visit written to r.csv.\n"


def test_an_export_overwrites_nothing_unless_forced(capsys: Captured) -> None:
    remember(make_visit("H1"))
    Path("r.csv").write_text("mine", encoding="utf-8")
    words = ["history", "export", "--history", str(FILE), "--out", "r.csv"]
    assert call(*words) == 2
    assert "Use --force to overwrite" in capsys.readouterr().err
    assert call(*words, "--force") == 0
    assert call("history", "export", "--history", str(FILE), "--out", "r.pdf") == 2
    assert "visits are written to files ending in .csv, .xlsx" in capsys.readouterr().err


# -------------------------------------------------------------------------------------- explain


def test_explain_counts_from_the_shift_and_knows_never(capsys: Captured) -> None:
    Path("titik.csv").write_text(TABLE, encoding="utf-8")
    remember(make_visit("H1"))
    words = ["hotspots", "explain", "titik.csv"]
    dated = ["--date", "2024-11-21", "--history", str(FILE)]
    assert call(*words, "H1", *dated) == 0
    assert "x     0.80  1 day since the last visit" in capsys.readouterr().out
    assert call(*words, "H2", *dated) == 0
    assert "x     2.00  no visit in the history (history.never)" in capsys.readouterr().out
    assert call(*words, "H1", "--history", str(FILE)) == 2
    assert "--history needs --date as well." in capsys.readouterr().err


def test_explain_passes_over_a_history_of_the_settings_that_is_not_there(capsys: Captured) -> None:
    write_settings()
    Path("titik.csv").write_text(TABLE, encoding="utf-8")
    assert call("hotspots", "explain", "titik.csv", "H1", "--date", "2024-11-21") == 0
    assert "history" not in capsys.readouterr().out
