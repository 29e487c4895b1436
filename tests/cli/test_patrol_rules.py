"""Every rule of a patrol once, from the tables and options of a user to the plan.

All on the sample roads of Polres Pasuruan Kota, at night, with two cars of its headquarters. The
places are made up for the example; each plan is judged by ``routeplan check`` as well.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.model import Loop, Plan, Stop
from routeplan.planning.planfile import read_plan

HOTSPOTS = """\
id;nama;kategori;lintang;bujur;durasi
A;Pasar A;pasar;-7,6414;112,9101;15
B;Pasar B;pasar;-7,6345;112,9072;15
C;Permukiman C;perumahan;-7,6573;112,8961;15
D;Permukiman D;perumahan;-7,6598;112,9014;15
E;Permukiman E;perumahan;-7,6290;112,8890;15
"""
UNITS = """\
id;nama;kendaraan;lintang;bujur
U1;Regu 1;R4;-7,6503;112,9008
U2;Regu 2;R4;-7,6503;112,9008
"""
KRATON_STREET = "Jalan Contoh Kraton - Gadingrejo (contoh)"
SHORT = '[shifts.singkat]\nstart = "23:00"\nend = "00:30"\nreserve_share = 0.0\n'


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the sample roads are prepared once."""
    return tmp_path_factory.mktemp("prepared")


@pytest.fixture(autouse=True)
def _write_tables(own_folder: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEPLAN_DATA_DIR", str(prepared))
    write("hotspots.csv", HOTSPOTS)
    write("units.csv", UNITS)


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def add_column(table: str, header: str, **cells: str) -> str:
    """Return a table with one more column, filled in the rows of some ids."""
    head, *rows = table.splitlines()
    longer = [f"{row};{cells.get(row.partition(';')[0], '')}" for row in rows]
    return "\n".join([f"{head};{header}", *longer]) + "\n"


def type_plan(*arguments: str) -> int:
    return run(
        cli,
        [
            "plan", "pasuruan-kota", "--network", "sample", "--date", "2024-11-20",
            "--hotspots", "hotspots.csv", "--units", "units.csv", "--iterations", "40",
            "--out", "out", *arguments,
        ],
    )  # fmt: skip


def make_plan(*arguments: str) -> Plan:
    """Return what ``routeplan plan`` writes, judged by ``routeplan check``."""
    assert type_plan(*arguments) == 0
    assert run(cli, ["check", "out/plan.json"]) == 0
    return read_plan(Path("out/plan.json"))


def list_made(plan: Plan) -> list[tuple[str, Stop]]:
    """Return the visits with their units."""
    return [(loop.unit_id, stop) for loop in plan.loops for stop in loop.visits]


def list_visited(plan: Plan) -> set[str | None]:
    return {stop.hotspot_id for _unit, stop in list_made(plan)}


def find_risks(plan: Plan) -> dict[str, float]:
    return {rated.hotspot.id: rated.risk for rated in plan.hotspots}


# ------------------------------------------------------------------------ programmes and dates


def test_a_programme_doubles_the_risk_of_its_markets_and_no_other() -> None:
    plain = find_risks(make_plan())
    plan = make_plan("--programme", "Polisi Ketok")
    raised = find_risks(plan)
    assert {name: raised[name] / plain[name] for name in plain} == {
        "A": 2, "B": 2, "C": 1, "D": 1, "E": 1,
    }  # fmt: skip
    assert [programme.label for programme in plan.programmes] == ["Polisi Ketok"]
    assert "110" in plan.programmes[0].message


def test_a_calendar_of_one_s_own_raises_categories_on_its_dates() -> None:
    write(
        "kalender.csv",
        "nama;berlaku_dari;berlaku_sampai;kategori;faktor;alasan\n"
        "Pasar malam;2024-11-18;2024-11-20;pasar;1,5;ramai\n",
    )
    plain = find_risks(make_plan())
    raised = find_risks(make_plan("--calendar", "kalender.csv"))
    assert raised["A"] == 1.5 * plain["A"]
    assert raised["C"] == plain["C"]
    after = find_risks(make_plan("--calendar", "kalender.csv", "--date", "2024-11-21"))
    assert after["A"] == plain["A"]


# ------------------------------------------------------------------------------ must and must not


def test_a_forbidden_place_is_not_visited_and_a_pinned_one_by_its_unit_alone() -> None:
    plan = make_plan("--forbid", "A", "--pin", "B=U2", "--pin", "C=Regu 2")
    assert list_visited(plan) == {"B", "C", "D", "E"}
    assert {unit for unit, stop in list_made(plan) if stop.hotspot_id in ("B", "C")} == {"U2"}
    assert [(item.hotspot_id, item.reason) for item in plan.unvisited] == [("A", "forbidden")]


def test_a_required_place_displaces_worthier_ones() -> None:
    # An hour and a half less two quarters, and half an hour at each place: a car makes one visit,
    # and D is worth a tenth of the others.
    write("patrol.toml", SHORT)
    table = add_column(HOTSPOTS.replace(";15\n", ";30\n"), "bobot", D="0,1")
    write("hotspots.csv", table)
    free = make_plan("--shift", "singkat")
    assert "D" not in list_visited(free)
    held = make_plan("--shift", "singkat", "--require", "D")
    assert "D" in list_visited(held)
    assert held.totals.worth < free.totals.worth


def test_appointments_that_clash_refuse_the_plan_and_both_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # both cars are with C and D at 01:00; E asks for a third
    table = add_column(HOTSPOTS, "jam janji", C="01:00", D="01:00", E="01:00")
    write("hotspots.csv", table)
    assert type_plan() == 1
    told = capsys.readouterr()
    assert "No plan keeps everything that is required" in told.err
    named = [name for name in "CDE" if f"appointment at Permukiman {name} at 01:00" in told.err]
    assert len(named) >= 2
    assert "Traceback" not in told.err
    assert not Path("out").exists()


def test_an_appointment_that_can_be_kept_is_kept_to_the_minute() -> None:
    write("hotspots.csv", add_column(HOTSPOTS, "jam janji", C="01:00", D="01:00"))
    plan = make_plan()
    begins = {
        stop.hotspot_id: f"{stop.arrive.timestamp() + stop.wait_s - plan.shift.start.timestamp():g}"
        for _unit, stop in list_made(plan)
    }
    # 01:00 is two hours after 23:00
    assert (begins["C"], begins["D"]) == ("7200", "7200")


# ----------------------------------------------------------------------------------------- roads


def test_a_closed_street_is_not_driven_and_the_detour_is_longer() -> None:
    # from Gadingrejo to Kraton and back
    write(
        "hotspots.csv",
        "id;nama;kategori;desa;kecamatan\nK;Permukiman Kraton;perumahan;Kraton;Kraton\n",
    )
    write(
        "penutupan.csv",
        f"nama;jalan;kecamatan;alasan\nSisi barat;{KRATON_STREET};Kraton;banjir\n"
        f"Sisi timur;{KRATON_STREET};Gadingrejo;banjir\n",
    )
    free, held = make_plan(), make_plan("--closures", "penutupan.csv")
    drives = [
        {name for loop in p.loops for leg in loop.legs for name in leg.streets}
        for p in (free, held)
    ]
    assert [KRATON_STREET in names for names in drives] == [True, False]
    assert held.totals.metres > free.totals.metres
    assert {closure.name: closure.reason for closure in held.closures} == {
        "Sisi barat": "banjir", "Sisi timur": "banjir",
    }  # fmt: skip


def test_a_street_to_be_driven_both_ways_is_two_passes_of_half_the_worth() -> None:
    write(
        "hotspots.csv",
        "id;nama;kategori;jalan;kecamatan;dua arah\n"
        f"J;Jalan Kraton;area_sepi;{KRATON_STREET};Kraton;ya\n",
    )
    plan = make_plan()
    (rated,) = plan.hotspots
    there = [part for part in rated.parts if part.id.endswith(">")]
    back = [part for part in rated.parts if part.id.endswith("<")]
    assert len(there) == len(back) == len(rated.parts) / 2
    assert [part.share for part in there] == [part.share for part in back]
    # every segment is driven along, and against its course
    driven = {stop.part_id: stop.drive.edges for _unit, stop in list_made(plan) if stop.drive}
    assert driven == {part.id: part.edges for part in rated.parts}
    for one, other in zip(there, back, strict=True):
        assert driven[other.id] == tuple(-edge for edge in reversed(driven[one.id]))


def test_a_truck_route_is_patrolled_from_the_village_to_the_main_road() -> None:
    write(
        "hotspots.csv",
        "id;nama;kategori;desa;kecamatan;rute ke\nT;Jalur truk;truk_pasir;Sidogiri;Kraton;jalan raya\n",
    )
    plan = make_plan()
    (rated,) = plan.hotspots
    assert {part.kind for part in rated.parts} == {"pass"}
    assert {stop.part_id for _unit, stop in list_made(plan)} == {part.id for part in rated.parts}
    # at 20 km/h on patrol, or slower: 180 s for each kilometre at least
    for _unit, stop in list_made(plan):
        assert stop.drive is not None
        assert stop.dwell_s >= 0.18 * (stop.drive.metres - 1)


def test_a_large_area_is_split_into_sweeps_that_both_units_share() -> None:
    west, south, east, north = 112.895, -7.665, 112.91, -7.652
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    write(
        "hotspots.csv",
        f"id;nama;kategori;geometri;durasi\nL;Perumahan L;perumahan;POLYGON (({ring}));15\n",
    )
    # an hour for each car: three sweeps of a quarter at most
    write("patrol.toml", SHORT)
    plan = make_plan("--shift", "singkat")
    (rated,) = plan.hotspots
    assert len(rated.parts) > 3
    assert sum(part.share for part in rated.parts) <= 1 + 1e-9
    made = list_made(plan)
    assert {unit for unit, _stop in made} == {"U1", "U2"}
    assert {stop.kind for _unit, stop in made} == {"sweep"}
    assert max(stop.dwell_s for _unit, stop in made) <= 15 * 60
    streets = [set(part.edges) for part in rated.parts]
    assert sum(map(len, streets)) == len(set.union(*streets))


# ----------------------------------------------------------------------------------------- crews


def find_loop(plan: Plan, unit_id: str) -> Loop:
    (loop,) = (loop for loop in plan.loops if loop.unit_id == unit_id)
    return loop


def test_a_meeting_of_the_settings_is_in_both_loops_at_the_same_time_and_place() -> None:
    write(
        "patrol.toml",
        '[[meetings]]\nname = "Titik singgung"\nunits = ["U1", "Regu 2"]\nwindow = "01:00-03:00"\n'
        'places = ["Kraton, Kraton", "-7.6345, 112.9072"]\nminutes = 10\n',
    )
    plan = make_plan()
    first, second = (stop for loop in plan.loops for stop in loop.stops if stop.kind == "meeting")
    assert {first.meeting_id, second.meeting_id} == {"M1"}
    assert (first.lon, first.lat) == (second.lon, second.lat)
    assert first.depart == second.depart
    assert first.dwell_s == second.dwell_s == 600
    assert "01:10" <= f"{first.depart:%H:%M}" <= "03:10"


def test_a_unit_takes_its_break_within_its_hours_and_at_its_place() -> None:
    table = add_column(UNITS, "istirahat", U1="01:00-02:00 30", U2="02:00-03:00 20")
    write("units.csv", add_column(table, "tempat istirahat", U2="Kraton, Kraton"))
    plan = make_plan("--pin", "A=U1", "--pin", "C=U2")
    rests = {
        loop.unit_id: stop for loop in plan.loops for stop in loop.stops if stop.kind == "break"
    }
    assert {unit: stop.dwell_s // 60 for unit, stop in rests.items()} == {"U1": 30, "U2": 20}
    assert "01:30" <= f"{rests['U1'].depart:%H:%M}" <= "02:30"
    assert "02:20" <= f"{rests['U2'].depart:%H:%M}" <= "03:20"
    base = plan.units[0]
    assert (rests["U1"].lon, rests["U1"].lat) == (base.lon, base.lat)
    assert (rests["U2"].lon, rests["U2"].lat) == (112.8781, -7.6227)


def test_a_unit_comes_back_to_its_base_after_so_many_stops() -> None:
    table = add_column(UNITS.replace("U2;Regu 2;R4;-7,6503;112,9008\n", ""), "maks titik", U1="2")
    write("units.csv", add_column(table, "putaran", U1="3"))
    plan = make_plan()
    (loop,) = plan.loops
    # five visits, by two at a time: it leaves three times
    runs = [
        len(list(stops))
        for is_base, stops in groupby(s.kind == "base" for s in loop.stops)
        if not is_base
    ]
    assert sorted(runs) == [1, 2, 2]
    assert list_visited(plan) == set("ABCDE")


def test_a_place_visited_three_times_is_left_alone_for_the_time_asked_in_between() -> None:
    table = add_column(HOTSPOTS, "kunjungan", A="3", B="1", C="1", D="1", E="1")
    write("hotspots.csv", add_column(table, "jeda", A="45"))
    plan = make_plan()
    stops = sorted(
        (stop for _unit, stop in list_made(plan) if stop.hotspot_id == "A"), key=lambda s: s.arrive
    )
    assert len(stops) == 3
    for before, after in pairwise(stops):
        begin_s = after.arrive.timestamp() + after.wait_s
        assert begin_s - before.depart.timestamp() >= 45 * 60
    # what three visits are worth: the first whole, the others 0.6 and 0.36 of it
    assert sorted(round(stop.worth, 6) for stop in stops) == [2.88, 4.8, 8.0]
    (told,) = (item for item in plan.coverage if item.hotspot_id == "A")
    assert told.visits == told.wished == 3
    assert told.longest_gap_s < plan.shift.length_s


def test_a_limit_of_fairness_is_kept_and_its_cost_is_told() -> None:
    # All but one place are for the first car; within a tenth of each other it has to leave some
    # of them out, and the plan says what that costs.
    write("hotspots.csv", add_column(HOTSPOTS, "regu", A="U1", B="U1", C="U1", D="U1", E="U2"))
    write("patrol.toml", SHORT)
    free = make_plan("--shift", "singkat")
    assert free.balance is not None
    assert free.balance.most - free.balance.least > 0.1
    fair = make_plan("--shift", "singkat", "--fair", "0.1")
    assert fair.balance is not None
    assert fair.balance.limit == 0.1
    assert fair.balance.most - fair.balance.least <= 0.1
    assert fair.balance.cost == pytest.approx(free.totals.worth - fair.totals.worth)
    assert fair.balance.cost > 0


def test_a_unit_is_back_by_its_latest_return_and_within_its_kilometres() -> None:
    table = add_column(UNITS, "kembali paling lambat", U1="23:50")
    write("units.csv", add_column(table, "km maks", U2="6"))
    plan = make_plan()
    assert f"{find_loop(plan, 'U1').stops[-1].arrive:%H:%M}" <= "23:50"
    assert find_loop(plan, "U2").metres <= 6000


def test_an_officer_alone_visits_only_what_is_safe() -> None:
    write("units.csv", add_column(UNITS, "personel", U1="1", U2="1"))
    write("hotspots.csv", add_column(HOTSPOTS, "tingkat", A="aman", B="rawan", C="sangat_rawan"))
    plan = make_plan()
    assert list_visited(plan) == {"A"}
    assert {item.reason for item in plan.unvisited} == {"crew_too_small"}
