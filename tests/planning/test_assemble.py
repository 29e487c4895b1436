"""Sums and notices of a plan."""

from __future__ import annotations

from dataclasses import replace

from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.model import Notice
from routeplan.planning.assemble import sum_up
from routeplan.planning.pipeline import plan_shift


def test_two_places_of_one_name_far_from_their_roads_are_both_told() -> None:
    atm = [make_hotspot("1", 500, -400), make_hotspot("2", 1500, -450)]
    atm = [replace(hotspot, name="ATM") for hotspot in atm]
    notices = plan_shift(make_inputs(atm, [make_unit("A")])).notices
    far = [notice.detail for notice in notices if notice.code == "off_road"]
    assert sorted(far, key=lambda detail: detail["distance_m"]) == [
        {"name": "ATM", "distance_m": 400}, {"name": "ATM", "distance_m": 450},
    ]  # fmt: skip


def test_the_distance_to_warn_of_is_a_setting() -> None:
    hotspots = [make_hotspot("1", 500, -250)]
    inputs = make_inputs(hotspots, [make_unit("A")], settings={"snap": {"warn_m": 200}})
    assert Notice("off_road", {"name": "Pasar 1", "distance_m": 250}) in plan_shift(inputs).notices


def test_a_unit_without_stops_is_told() -> None:
    spot = make_hotspot("car", 500, 0, access=("R4",))
    plan = plan_shift(make_inputs([spot], [make_unit("A"), make_unit("B", vehicle="R2")]))
    assert Notice("unit_idle", {"unit": "Regu B"}) in plan.notices
    assert [unit.id for unit in plan.units] == ["A", "B"]


def test_a_sample_network_is_told() -> None:
    assert plan_shift(make_inputs([], [make_unit("A")])).notices[-1] == Notice("sample_network")


def test_the_share_of_nothing_is_nothing() -> None:
    assert sum_up([], [], bound=1.0).risk_share == 0.0


def test_a_plan_tells_where_its_roads_come_from_and_how_it_was_made() -> None:
    inputs = make_inputs([make_hotspot("1", 500, 0)], [make_unit("A")])
    plan = plan_shift(inputs)
    assert (plan.source.kind, plan.source.origin) == ("sample", "made by hand")
    assert plan.config["solver"]["iterations"] == inputs.config.solver.iterations
    assert (plan.zone, plan.seed) == ("Asia/Jakarta", 1)
    assert plan.area.boundary["type"] == "Polygon"
