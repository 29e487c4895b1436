"""What a plan starts from: opened, checked, and refused with a way on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from grids import place_at
from shift_files import BLOCKS, save_blocks, write_hotspots, write_units
from shift_inputs import make_hotspot, make_unit
from visit_records import at, make_visit

from routeplan.areas.districts import list_districts, load_district
from routeplan.config import load_config
from routeplan.errors import InputError, InputFaults, NetworkMissingError, UnknownNameError
from routeplan.model import Notice, VisitRecord
from routeplan.planning.history import record_visits
from routeplan.planning.inputs import Inputs, find_example, load_inputs, make_overrides

MARKETS = (make_hotspot("S", 2000, 0), make_hotspot("N", 0, 2000))
DAY = date(2024, 11, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a prepared network ``blocks``, hotspots.csv and units.csv."""
    save_blocks(tmp_path / "data")
    write_hotspots(tmp_path / "hotspots.csv", MARKETS)
    write_units(tmp_path / "units.csv", [make_unit("A")])
    return tmp_path


def load(folder: Path, plan: Mapping[str, Any] | None = None, **given: Any) -> Inputs:
    """Load inputs with the files of `folder` and settings of the table ``[plan]``."""
    files = {"hotspots": folder / "hotspots.csv", "units": folder / "units.csv"}
    config = load_config(overrides={"plan": {"network": BLOCKS} if plan is None else plan})
    options: dict[str, Any] = {"folder": folder, "data_dir": folder / "data", "day": DAY} | files
    return load_inputs(config, **(options | given))


def test_the_files_named_are_read(folder: Path) -> None:
    inputs = load(folder)
    assert [hotspot.id for hotspot in inputs.hotspots] == ["S", "N"]
    assert [unit.id for unit in inputs.units] == ["A"]
    assert inputs.network.name == BLOCKS
    assert inputs.shift.name == "malam"
    assert inputs.shift.date == DAY


def test_a_network_without_a_boundary_is_patrolled_around_its_roads(folder: Path) -> None:
    area = load(folder).area
    assert (area.id, area.title) == (BLOCKS, BLOCKS)
    assert area.contains(*place_at(-400, 1000))
    assert not area.contains(*place_at(-600, 1000))


def test_relative_paths_of_the_settings_start_at_their_folder(folder: Path) -> None:
    plan = {"network": BLOCKS, "hotspots": "hotspots.csv", "units": "units.csv"}
    inputs = load(folder, plan, hotspots=None, units=None)
    assert len(inputs.hotspots) == 2


def test_an_absolute_path_of_the_settings_is_taken_as_it_is(folder: Path) -> None:
    plan = {"network": BLOCKS, "hotspots": str(folder / "hotspots.csv"), "units": "units.csv"}
    inputs = load(folder, plan, hotspots=None, units=None)
    assert len(inputs.hotspots) == 2


def test_an_argument_wins_over_the_settings(folder: Path) -> None:
    other = write_hotspots(folder / "other.csv", MARKETS[:1])
    plan = {"network": BLOCKS, "hotspots": "hotspots.csv", "units": "units.csv"}
    inputs = load(folder, plan, hotspots=other, units=None)
    assert len(inputs.hotspots) == 1
    assert inputs.config.plan.hotspots == "other.csv"


def test_the_settings_kept_name_the_files_but_not_their_folder(folder: Path) -> None:
    rule = load(folder).config.plan
    assert (rule.hotspots, rule.units, rule.network) == ("hotspots.csv", "units.csv", BLOCKS)


def test_without_a_day_the_shift_is_today_s_in_the_zone_of_the_settings(folder: Path) -> None:
    zone = load_config().tzinfo
    before = datetime.now(zone).date()
    day = load(folder, day=None).shift.date
    assert before <= day <= datetime.now(zone).date()


@pytest.mark.parametrize("missing", ["hotspots", "units"])
def test_a_real_network_asks_for_hotspots_and_units(folder: Path, missing: str) -> None:
    with pytest.raises(InputError, match="needed on a real network") as caught:
        load(folder, **{missing: None})
    for way_on in ("--hotspots", "--units", "routeplan init", "from-osm", "--network sample"):
        assert way_on in str(caught.value)


def test_a_missing_network_is_refused_with_three_ways_on(folder: Path) -> None:
    with pytest.raises(
        NetworkMissingError, match="no prepared road network called jember"
    ) as caught:
        load(folder, {"district": "jember"})
    for way_on in ("network fetch jember", "network import FILE --name jember", "--network sample"):
        assert way_on in str(caught.value)


def test_the_nearest_district_is_offered_for_an_unknown_one(folder: Path) -> None:
    with pytest.raises(
        UnknownNameError, match=r"Unknown district: lumajan\. Did you mean lumajang"
    ):
        load(folder, {"district": "lumajan"})


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({}, "What is to be planned"),
        ({"network": "sample"}, "The sample network needs a district"),
    ],
)
def test_settings_that_name_no_area_are_refused(
    folder: Path, plan: dict[str, Any], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        load(folder, plan)


# -------------------------------------------------------------------------------- the history


def remember(file: Path, *visits: VisitRecord) -> Path:
    record_visits(file, visits, replace_shifts=False)
    return file


def visit_blocks(hotspot: str, day: date, **fields: Any) -> VisitRecord:
    return make_visit(hotspot, day=day, area=BLOCKS, **fields)


YESTERDAY = date(2024, 11, 19)


def test_without_a_history_nothing_is_remembered(folder: Path) -> None:
    inputs = load(folder)
    assert (inputs.last_visits, inputs.notices) == (None, ())
    assert inputs.config.plan.history is None


def test_a_history_tells_the_last_visits_before_the_shift(folder: Path) -> None:
    file = remember(folder / "r.sqlite", visit_blocks("S", YESTERDAY), visit_blocks("N", DAY))
    inputs = load(folder, history=file)
    assert inputs.last_visits == {"S": YESTERDAY}
    assert inputs.config.plan.history == "r.sqlite"
    assert inputs.notices == (
        Notice("history_used", {"file": "r.sqlite", "known": 1, "hotspots": 2}),
    )


def test_a_history_of_a_table_without_ids_says_what_that_risks(folder: Path) -> None:
    file = remember(folder / "r.sqlite", visit_blocks("H001", YESTERDAY))
    table = folder / "hotspots.csv"
    rows = [line.partition(",")[2] for line in table.read_text(encoding="utf-8").splitlines()]
    table.write_text("\n".join(rows), encoding="utf-8")
    inputs = load(folder, history=file)
    assert inputs.last_visits == {"H001": YESTERDAY}
    assert [notice.code for notice in inputs.notices] == ["history_used", "history_row_numbers"]


def test_an_earlier_shift_of_the_day_counts_and_the_shift_itself_does_not(folder: Path) -> None:
    morning = visit_blocks("S", DAY, shift="pagi", **at("09:00"))
    file = remember(folder / "r.sqlite", morning, visit_blocks("N", DAY, **at("23:15")))
    assert load(folder, history=file).last_visits == {"S": DAY}


def test_the_history_of_the_settings_is_relative_to_them_and_the_argument_wins(
    folder: Path,
) -> None:
    remember(folder / "riwayat.sqlite", visit_blocks("S", YESTERDAY))
    other = remember(folder / "lain.sqlite", visit_blocks("N", YESTERDAY))
    plan = {"network": BLOCKS, "history": "riwayat.sqlite"}
    assert load(folder, plan).last_visits == {"S": YESTERDAY}
    assert load(folder, plan, history=other).last_visits == {"N": YESTERDAY}


def test_a_history_of_the_settings_that_is_not_there_yet_is_empty_and_told(folder: Path) -> None:
    inputs = load(folder, {"network": BLOCKS, "history": "riwayat.sqlite"})
    assert inputs.last_visits == {}
    assert inputs.notices == (Notice("history_missing", {"file": "riwayat.sqlite"}),)
    assert not (folder / "riwayat.sqlite").exists()


def test_a_history_that_is_named_has_to_be_there(folder: Path) -> None:
    with pytest.raises(InputError, match=r"none\.sqlite: no such file"):
        load(folder, history=folder / "none.sqlite")


def test_a_history_of_another_area_does_not_count_and_says_so(folder: Path) -> None:
    inputs = load(folder, history=remember(folder / "r.sqlite", make_visit("S", day=YESTERDAY)))
    assert inputs.last_visits == {}
    assert inputs.notices == (
        Notice("history_elsewhere", {"file": "r.sqlite", "area": BLOCKS, "others": "lumajang"}),
    )


def write_boundary(path: Path) -> Path:
    import numpy as np

    from routeplan.areas.districts import area_around

    lon, lat = np.array([place_at(0, 0), place_at(2000, 2000)]).T
    area = area_around(lon, lat, id="x", title="x", margin_m=1500)
    path.write_text(shapely.to_geojson(area.boundary), encoding="utf-8")
    return path


def test_a_boundary_is_the_area_of_its_own_network(folder: Path) -> None:
    inputs = load(folder, boundary=write_boundary(folder / "utara.geojson"))
    assert inputs.area.id == "utara"
    assert inputs.network.name == BLOCKS


def test_a_boundary_without_a_network_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="with --network"):
        load(folder, {}, boundary=write_boundary(folder / "utara.geojson"))


def test_a_boundary_wins_over_the_district_of_the_settings(folder: Path) -> None:
    plan = {"district": "jember", "network": BLOCKS}
    inputs = load(folder, plan, boundary=write_boundary(folder / "utara.geojson"))
    assert inputs.area.id == "utara"


def test_a_file_with_faults_is_refused_with_all_of_them(folder: Path) -> None:
    far = make_hotspot("far", 90_000, 0)
    write_hotspots(folder / "hotspots.csv", [replace(far, category="psar"), far])
    with pytest.raises(InputFaults) as caught:
        load(folder)
    assert len(caught.value.faults) >= 3


def test_columns_that_are_not_planned_for_yet_are_told(folder: Path) -> None:
    write_hotspots(folder / "hotspots.csv", [replace(MARKETS[0], per_month=3)], header="per_month")
    assert load(folder).notices == (Notice("not_planned_for", {"columns": "per_month"}),)


def test_positions_found_by_the_name_of_a_village_are_counted(folder: Path) -> None:
    (folder / "hotspots.csv").write_text(
        "id,name,category,village,kecamatan,lat,lon\n"
        "a,Pasar Kunir,pasar,Kunir Kidul,Kunir,,\n"
        "b,Truk Jarit,truk_pasir,Jarit,Candipuro,,\n"
        "c,Pasar,pasar,,,-8.2289,113.2233\n",
        encoding="utf-8",
    )
    (folder / "units.csv").write_text("id,vehicle,base\nA,R4,Polsek Kunir\n", encoding="utf-8")
    inputs = load(folder, {"district": "lumajang", "network": "sample"})
    assert inputs.notices == (Notice("approximate", {"n": 3}),)


def test_the_settings_kept_name_programmes_by_their_ids(folder: Path) -> None:
    inputs = load(folder, {"network": BLOCKS, "programmes": ["Polisi Ketok", "TRUK-PASIR"]})
    assert inputs.config.plan.programmes == ("polisi_ketok", "truk_pasir")


def write_closures(path: Path) -> Path:
    lon, lat = place_at(500, 500)
    text = f"id,name,lat,lon,valid_from,valid_to\nT1,Bridge,{lat},{lon},2024-11-01,2024-11-30\n"
    path.write_text(text, encoding="utf-8")
    return path


def write_calendar(path: Path) -> Path:
    head = "nama,berlaku_dari,berlaku_sampai,kategori,faktor"
    path.write_text(f"{head}\nPasar malam,2024-11-01,2024-11-30,pasar,1.5\n", encoding="utf-8")
    return path


def test_closures_and_a_calendar_are_read_where_the_settings_name_them(folder: Path) -> None:
    write_closures(folder / "tutup.csv")
    write_calendar(folder / "kalender.csv")
    plan = {"network": BLOCKS, "closures": "tutup.csv", "calendar": "kalender.csv"}
    inputs = load(folder, plan)
    assert [closure.id for closure in inputs.closures] == ["T1"]
    assert "Pasar malam" in [phase.name for phase in inputs.phases]
    assert (inputs.config.plan.closures, inputs.config.plan.calendar) == (
        "tutup.csv", "kalender.csv",
    )  # fmt: skip


def test_closures_and_a_calendar_named_win_over_those_of_the_settings(folder: Path) -> None:
    plan = {"network": BLOCKS, "closures": "none.csv", "calendar": "none.csv"}
    inputs = load(
        folder, plan,
        closures=write_closures(folder / "tutup.csv"),
        calendar=write_calendar(folder / "kalender.csv"),
    )  # fmt: skip
    assert inputs.config.plan.closures == "tutup.csv"
    assert inputs.phases[-1].name == "Pasar malam"


def test_without_them_no_road_is_closed_and_the_bundled_stages_count(folder: Path) -> None:
    inputs = load(folder)
    assert inputs.closures == ()
    assert "Kampanye Pilkada 2024" in [phase.name for phase in inputs.phases]
    assert (inputs.config.plan.closures, inputs.config.plan.calendar) == (None, None)


def test_a_phase_of_the_settings_takes_the_place_of_those_of_the_files(folder: Path) -> None:
    dates = {"valid_from": "2024-11-01", "valid_to": "2024-11-30"}
    phase = {"name": "pasar malam", "categories": ["pasar"], "factor": 2, **dates}
    config = load_config(overrides={"plan": {"network": BLOCKS}, "phases": [phase]})
    inputs = load_inputs(
        config, data_dir=folder / "data", day=DAY,
        hotspots=folder / "hotspots.csv", units=folder / "units.csv",
        calendar=write_calendar(folder / "kalender.csv"),
    )  # fmt: skip
    own = [phase.factor for phase in inputs.phases if phase.name.casefold() == "pasar malam"]
    assert own == [2]


def test_a_row_given_to_a_unit_that_is_not_in_the_table_is_a_fault(folder: Path) -> None:
    write_hotspots(folder / "hotspots.csv", [replace(MARKETS[0], unit="Z")], header="unit")
    with pytest.raises(
        InputFaults, match=r"hotspots\.csv: 1 fault\n.*row 2: .*Unknown patrol unit: Z"
    ):
        load(folder)


def test_what_is_demanded_of_hotspots_is_laid_over_their_rows(folder: Path) -> None:
    inputs = load(folder, forbid=["S"], require=["N"], pins={"N": "Regu A"})
    south, north = inputs.hotspots
    assert (south.forbidden, south.is_required) == (True, False)
    assert (north.forbidden, north.is_required, north.unit) == (False, True, "A")


def test_a_meeting_of_the_settings_is_resolved(folder: Path) -> None:
    write_units(folder / "units.csv", [make_unit("A"), make_unit("B", 2000, 2000)])
    (meeting,) = load_with_meeting(folder, ["A", "regu b"], ["Pasar N"]).meetings
    assert (meeting.id, meeting.units, meeting.minutes) == ("M1", ("A", "B"), 10)
    assert [place.name for place in meeting.places] == ["Pasar N"]


def test_a_meeting_of_a_unit_that_is_not_in_the_table_is_refused(folder: Path) -> None:
    with pytest.raises(InputFaults, match=r"meetings\.1\.units: Unknown patrol unit: C"):
        load_with_meeting(folder, ["A", "C"], ["Pasar N"])


def load_with_meeting(folder: Path, units: list[str], places: list[str]) -> Inputs:
    """Load the inputs of `folder` with one meeting in the settings."""
    meeting = {"units": units, "window": "01:00-03:00", "places": places}
    config = load_config(overrides={"plan": {"network": BLOCKS}, "meetings": [meeting]})
    return load_inputs(
        config, folder=folder, data_dir=folder / "data", day=DAY,
        hotspots=folder / "hotspots.csv", units=folder / "units.csv",
    )  # fmt: skip


@pytest.mark.parametrize("district", list_districts())
def test_each_district_has_an_example_that_its_sample_network_can_be_planned_with(
    district: str, tmp_path: Path
) -> None:
    plan = {"district": district, "network": "sample"}
    inputs = load(tmp_path, plan, hotspots=None, units=None)
    assert inputs.area.id == district
    assert inputs.network.source.kind == "sample"
    assert len(inputs.hotspots) >= 20
    assert len(inputs.units) >= 3


def test_an_example_is_named_by_its_district() -> None:
    assert find_example(load_district("jember"), "units").name == "jember_units.csv"


def test_arguments_that_are_not_given_leave_the_settings_as_they_are() -> None:
    assert make_overrides() == {"plan": {}, "solver": {}, "fairness": {}}
    assert make_overrides(seed=0, network="sample", fair=0.2, processes=2) == {
        "plan": {"seed": 0, "network": "sample"},
        "solver": {"processes": 2},
        "fairness": {"limit": 0.2},
    }


def test_programmes_named_take_the_place_of_those_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "patrol.toml"
    file.write_text('[plan]\nprogrammes = ["Truk Pasir"]\n', encoding="utf-8")
    named = load_config(file, overrides=make_overrides(programmes=["Polisi Ketok"])).plan
    assert named.programmes == ("Polisi Ketok",)
    assert load_config(file, overrides=make_overrides()).plan.programmes == ("Truk Pasir",)


def test_a_time_limit_sets_aside_the_iterations_of_a_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "patrol.toml"
    file.write_text("[solver]\niterations = 2000\n", encoding="utf-8")
    solver = load_config(file, overrides=make_overrides(seconds=3)).solver
    assert (solver.seconds, solver.iterations) == (3, None)


def test_a_time_limit_and_an_iteration_limit_are_not_given_together() -> None:
    with pytest.raises(InputError, match="--seconds or --iterations, not both"):
        make_overrides(seconds=3, iterations=50)
