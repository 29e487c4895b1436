"""Files that tell of visits: plans and tables; one that is faulty keeps all of them out."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from patrol_plan import make_patrol_plan
from plan_edits import edit_stop
from visit_records import make_visit

from routeplan.config import load_config
from routeplan.errors import InputError, InputFaults
from routeplan.model import Notice, Part, Plan
from routeplan.planning.history import list_planned_visits
from routeplan.planning.history.sources import SOURCES, Source, read_batches
from routeplan.planning.history.store import ShiftKey, VisitBatch
from routeplan.planning.planfile import write_plan

CONFIG = load_config()
TABLE = "Tanggal,Jaga,Unit,ID titik\n2024-11-20,malam,A,{hotspot}\n"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_patrol_plan()


def write_table(path: Path, hotspot: str = "H1") -> Path:
    path.write_text(TABLE.format(hotspot=hotspot), encoding="utf-8")
    return path


def read(*files: Path, area: str | None = "blocks") -> tuple[VisitBatch, ...]:
    return read_batches(files, config=CONFIG, area=area)


# --------------------------------------------------------------------------------------- plans


def test_every_visit_of_a_plan_is_remembered_with_its_unit_and_times(plan: Plan) -> None:
    records = list_planned_visits(plan)
    stops = [(loop.unit_id, stop) for loop in plan.loops for stop in loop.visits]
    assert len(records) == plan.totals.stops > 0
    for record, (unit_id, stop) in zip(records, stops, strict=True):
        assert (record.area, record.date, record.shift) == ("blocks", plan.shift.date, "malam")
        assert (record.unit_id, record.hotspot_id, record.part_id) == (
            unit_id, stop.hotspot_id, stop.part_id,
        )  # fmt: skip
        assert (record.begin, record.end, record.state) == (stop.begin, stop.depart, "planned")
        assert record.begin.utcoffset() == plan.shift.start.utcoffset()


def test_the_parts_of_what_can_be_visited_of_a_hotspot_sum_to_all_of_it(plan: Plan) -> None:
    """Also of a road half of which has no road that can be driven."""
    halved = tuple(
        replace(rated, parts=tuple(replace(part, share=part.share / 2) for part in rated.parts))
        for rated in plan.hotspots
    )
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for record in list_planned_visits(replace(plan, hotspots=halved)):
        shares[record.hotspot_id][record.part_id] = record.share
    left_out = {(item.hotspot_id, item.part_id) for item in plan.unvisited}
    whole = {name for name in shares if not any(name == hotspot for hotspot, _p in left_out)}
    assert "sand" in whole
    assert {name: pytest.approx(1.0) for name in whole} == {
        name: sum(shares[name].values()) for name in whole
    }


def test_the_share_of_a_part_that_is_none_is_none(plan: Plan) -> None:
    rated = replace(plan.hotspots[0], parts=(Part("a", share=0.25), Part("b", share=0.5)))
    assert rated.find_share("a") == pytest.approx(1 / 3)
    assert rated.find_share("c") is None
    assert replace(rated, parts=()).find_share("a") is None


def test_a_plan_file_tells_of_its_whole_shift(plan: Plan, tmp_path: Path) -> None:
    write_plan(plan, tmp_path / "plan.json")
    (batch,) = read(tmp_path / "plan.json")
    assert batch.records == list_planned_visits(plan)
    assert batch.whole_shifts == (ShiftKey("blocks", plan.shift.date, "malam"),)


def test_a_plan_made_for_practice_says_so(plan: Plan, tmp_path: Path) -> None:
    for kind, notices in (("sample", (Notice("sample_visits"),)), ("real", ())):
        write_plan(
            replace(plan, source=replace(plan.source, kind=kind)),  # type: ignore[arg-type]
            tmp_path / "plan.json",
        )
        (batch,) = read(tmp_path / "plan.json")
        assert batch.notices == notices


def test_visits_that_cannot_be_remembered_are_listed_with_their_place(
    plan: Plan, tmp_path: Path
) -> None:
    first = next(i for i, stop in enumerate(plan.loops[0].stops) if stop.hotspot_id)
    spoilt = edit_stop(0, first, part_id="nowhere", dwell_s=-60)(plan)
    write_plan(spoilt, tmp_path / "plan.json")
    with pytest.raises(InputFaults) as caught:
        read(tmp_path / "plan.json")
    assert [str(fault) for fault in caught.value.faults] == [
        f"loops[0].stops[{first}].part_id: The hotspot has no part of this id.",
        f"loops[0].stops[{first}].dwell_s: The visit ends before it begins.",
    ]
    with pytest.raises(ValueError, match="does not have the part nowhere"):
        list_planned_visits(spoilt)


# ------------------------------------------------------------------------------ files of all kinds


def test_tables_and_plans_can_be_read_together(plan: Plan, tmp_path: Path) -> None:
    write_plan(plan, tmp_path / "plan.json")
    table, planned = read(write_table(tmp_path / "kunjungan.csv"), tmp_path / "plan.json")
    assert [(record.hotspot_id, record.state) for record in table.records] == [("H1", "confirmed")]
    assert table.whole_shifts == ()
    assert planned.records


def test_columns_of_a_table_that_nobody_knows_are_told(tmp_path: Path) -> None:
    text = (
        TABLE.format(hotspot="H1").replace("ID titik", "ID titik,Cuaca").replace("H1", "H1,hujan")
    )
    (tmp_path / "kunjungan.csv").write_text(text, encoding="utf-8")
    (batch,) = read(tmp_path / "kunjungan.csv")
    assert batch.notices == (Notice("ignored_columns", {"columns": "Cuaca"}),)


def test_all_files_that_are_wrong_are_named_at_once(tmp_path: Path) -> None:
    bad = write_table(tmp_path / "kunjungan.csv", hotspot="")
    (tmp_path / "teks.json").write_text("[1, 2", encoding="utf-8")
    (tmp_path / "peta.png").write_bytes(b"\x89PNG\x00\xff")
    with pytest.raises(InputError) as caught:
        read(bad, tmp_path / "teks.json", tmp_path / "peta.png", tmp_path / "none.csv")
    message = str(caught.value)
    assert "kunjungan.csv: 1 fault" in message
    known = "What can be imported: plan.json of `routeplan plan`; tables (.csv, .xlsx)."
    assert f"teks.json tells of no visits. {known}" in message
    assert f"peta.png tells of no visits. {known}" in message
    assert "none.csv: no such file." in message


def test_a_table_of_another_kind_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "titik.csv").write_text("id,name,category,lat,lon\nA,A,pasar,-8.2,113.1\n", "utf-8")
    with pytest.raises(InputError, match="looks like a table of hotspots"):
        read(tmp_path / "titik.csv")


def test_a_plan_with_a_fault_is_refused_as_everywhere(plan: Plan, tmp_path: Path) -> None:
    write_plan(replace(plan, schema_version="3.0"), tmp_path / "plan.json")
    with pytest.raises(InputError, match="made by a newer routeplan"):
        read(tmp_path / "plan.json")


def test_two_plans_of_one_shift_are_refused_because_one_was_driven(
    plan: Plan, tmp_path: Path
) -> None:
    write_plan(plan, tmp_path / "a.json")
    write_plan(plan, tmp_path / "b.json")
    said = r"a\.json and .*b\.json both plan malam on 2024-11-20 in blocks\.\nImport the plan"
    with pytest.raises(InputError, match=said):
        read(tmp_path / "a.json", tmp_path / "b.json")
    assert len(read(tmp_path / "a.json", tmp_path / "a.json")) == 2


def test_another_kind_of_file_is_one_entry_more(tmp_path: Path) -> None:
    """As the evaluation of a shift will be: told apart by the names at its top."""
    seen = VisitBatch((make_visit("H1", state="confirmed"),))
    evaluation = Source("evaluation", frozenset({"evaluation_version"}), lambda _file: seen)
    file = tmp_path / "evaluation.json"
    file.write_text(json.dumps({"evaluation_version": "1.0", "more": []}), encoding="utf-8")
    assert read_batches([file], config=CONFIG, sources=(*SOURCES, evaluation)) == (seen,)
