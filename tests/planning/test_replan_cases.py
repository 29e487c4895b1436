"""What happens to a patrol in the middle of a night, one readable case each.

Streets are five by five, 500 m apart, and driven at 10 m a second; bases in the south-western
corner unless told. The night is from 23:00 to 07:00: units leave from 23:15 on and are back by
06:45, and 15 % of the time between is kept as a reserve.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from grids import make_network, place_at
from replanned_plan import make_replanned_plan
from replanning import (
    find_change,
    find_left_out,
    find_loop,
    find_stop,
    list_clocks,
    list_kinds,
    make_incident,
    replan,
    report_at,
)
from shift_inputs import make_blocks, make_hotspot, make_inputs, make_unit

from routeplan.errors import InputError, PlanRefusedError, UnknownNameError
from routeplan.model import (
    Break,
    ClockWindow,
    Closure,
    Handover,
    Hotspot,
    Meeting,
    MeetingPlace,
    Plan,
    Report,
)
from routeplan.planning.inputs import Inputs
from routeplan.planning.pipeline import finish_plan, plan_shift, solve_shift
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network
from routeplan.wording import describe_unvisited


def hours(start: str, end: str) -> tuple[ClockWindow, ...]:
    return (ClockWindow(time.fromisoformat(start), time.fromisoformat(end)),)


def word_reason(plan: Plan, hotspot_id: str) -> str:
    return describe_unvisited(find_left_out(plan, hotspot_id), units=plan.units)


# ------------------------------------------------------------------ a car breaks down at 01:00
# Two cars have the KPU office between them, which is required from 02:00 on, and two markets, one
# in the evening and one in the morning.


def make_offices(**office: Any) -> tuple[Plan, Inputs]:
    hotspots = [
        make_hotspot("market", 500, 0, windows=hours("23:20", "23:40")),
        make_hotspot(
            "kpu", 1000, 0, category="kpu", required=True, windows=hours("02:00", "03:00"), **office
        ),
        make_hotspot("morning", 1500, 2000, windows=hours("05:00", "05:30")),
    ]
    inputs = make_inputs(hotspots, [make_unit("A"), make_unit("B", 2000, 2000)])
    return plan_shift(inputs), inputs


def test_after_a_breakdown_another_unit_takes_over_what_is_required() -> None:
    plan, inputs = make_offices()
    broken, _stop = find_stop(plan, "kpu")
    (other,) = {"A", "B"} - {broken}
    new = replan(plan, inputs, "01:00", out=(broken,))
    assert find_stop(new, "kpu")[0] == other
    assert Handover("kpu", "kpu", other) in find_change(new, broken).lost
    assert Handover("kpu", "kpu", broken) in find_change(new, other).gained
    assert new.replans[-1].given_up == ()


def test_what_is_required_and_nobody_else_can_do_is_named() -> None:
    plan, inputs = make_offices(unit="A")
    new = replan(plan, inputs, "01:00", out=("A",))
    assert new.replans[-1].given_up == ("kpu",)
    assert word_reason(new, "kpu") == ("No longer possible at 01:00, when the shift was replanned.")
    assert find_change(new, "A").lost == (Handover("kpu", "kpu", ""),)


def test_to_the_other_units_nothing_happens_that_has_no_reason() -> None:
    plan, inputs = make_offices(unit="A")
    new = replan(plan, inputs, "04:00", out=("A",))
    assert find_loop(new, "B") == find_loop(plan, "B")


def test_a_unit_that_falls_out_ends_where_it_is_on_its_way() -> None:
    # it left at 23:58:20: 20 s at 10 m/s, less the half second by which a position is rounded down
    plan, inputs = make_market()
    new = replan(plan, inputs, "2024-11-20T23:58:40", out=("A",))
    loop = find_loop(new, "A")
    assert list_kinds(new, "A") == ["base", "position"]
    assert (loop.stops[-1].lon, loop.stops[-1].lat) == pytest.approx(place_at(195, 0), abs=1e-5)
    assert loop.metres == 196  # rounded up


# -------------------------------------------------------------- an incident in the middle of a stay
# A leaves at 23:58:20, is at the market 1,000 m away at 00:00, where it stays for ten minutes.
# The incident is 500 m north of the market.


def make_market(**unit: Any) -> tuple[Plan, Inputs]:
    market = make_hotspot("market", 1000, 0, level="aman", windows=hours("00:00", "00:30"))
    inputs = make_inputs([market], [make_unit("A", **unit)])
    plan = plan_shift(inputs)
    assert list_clocks(plan, "A") == [
        ("base", "23:58:20"), ("market", "00:00:00"), ("base", "00:11:40"),
    ]  # fmt: skip
    return plan, inputs


def test_a_visit_broken_off_early_is_made_again_afterwards() -> None:
    # 00:03 + 50 s; 20 minutes; 50 s back to the market, which is open until 00:30; 100 s home
    plan, inputs = make_market()
    new = replan(plan, inputs, "00:03", incidents=(make_incident(1000, 500, 20),))
    assert list_clocks(new, "A") == [
        ("base", "23:58:20"), ("position", "00:00:00"), ("incident", "00:03:50"),
        ("market", "00:24:40"), ("base", "00:36:20"),
    ]  # fmt: skip
    assert find_change(new, "A").later_s == 24 * 60 + 40


def test_a_visit_broken_off_after_half_of_it_counts_and_is_shorter() -> None:
    # home from the incident it is 1,500 m
    plan, inputs = make_market()
    new = replan(plan, inputs, "00:07", incidents=(make_incident(1000, 500, 20),))
    assert list_clocks(new, "A") == [
        ("base", "23:58:20"), ("market", "00:00:00"), ("incident", "00:07:50"),
        ("base", "00:30:20"),
    ]  # fmt: skip
    assert find_stop(new, "market")[1].dwell_s == 7 * 60
    assert new.totals.worth == plan.totals.worth


def test_a_unit_that_is_back_leaves_once_more_for_an_incident() -> None:
    # it may leave once only; back since 00:11:40 it waits at its base until 01:00
    plan, inputs = make_market()
    new = replan(plan, inputs, "01:00", incidents=(make_incident(0, 1000, 30),))
    assert list_clocks(new, "A") == [
        ("base", "23:58:20"), ("market", "00:00:00"), ("base", "00:11:40"),
        ("incident", "01:01:40"), ("base", "01:33:20"),
    ]  # fmt: skip
    assert f"{find_loop(new, 'A').stops[2].depart:%H:%M:%S}" == "01:00:00"


def test_the_unit_that_is_there_first_goes_and_the_others_stay_as_they_are() -> None:
    hotspots = [
        make_hotspot("west", 0, 500, windows=hours("00:00", "00:30")),
        make_hotspot("east", 2000, 500, windows=hours("00:00", "00:30")),
    ]
    inputs = make_inputs(hotspots, [make_unit("A"), make_unit("B", 2000, 0)])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "00:02", incidents=(make_incident(1500, 500, 10),))
    assert find_stop(new, "I1")[0] == "B"
    assert find_loop(new, "A") == find_loop(plan, "A")
    named = replan(plan, inputs, "00:02", incidents=(make_incident(1500, 500, 10, "A"),))
    assert find_stop(named, "I1")[0] == "A"


def test_two_incidents_are_served_one_after_the_other() -> None:
    # to the second the unit drives 1,000 m from the first, which is over at 00:28
    plan, inputs = make_market()
    both = (make_incident(1000, 500, 20), make_incident(2000, 500, 5, name="I2"))
    new = replan(plan, inputs, "00:07", incidents=both)
    assert list_clocks(new, "A")[2:4] == [("incident", "00:07:50"), ("incident", "00:29:30")]


def test_a_unit_on_its_way_to_an_incident_goes_on_when_the_shift_is_replanned_again() -> None:
    plan, inputs = make_market()
    first = replan(plan, inputs, "00:07", incidents=(make_incident(1000, 500, 20),))
    again = replan(first, inputs, "2024-11-21T00:07:30")
    assert again.loops == first.loops
    # if it falls out on its way somebody else has to go: there is nobody
    with pytest.raises(PlanRefusedError, match="Nobody can go to Kejadian I1"):
        replan(first, inputs, "2024-11-21T00:07:30", out=("A",))


def test_where_nobody_can_go_in_time_the_reason_of_each_unit_is_told() -> None:
    # 3,000 m away: there at 06:35, 30 minutes, 300 s back
    plan, inputs = make_market()
    with pytest.raises(PlanRefusedError) as refused:
        replan(plan, inputs, "06:30", incidents=(make_incident(1000, 2000, 30),))
    assert str(refused.value) == (
        "Nobody can go to Kejadian I1:\n"
        "  - Regu A: there at 06:35, it would be back at 07:10, after 06:45."
    )


def test_an_incident_far_from_any_road_is_nobodys() -> None:
    plan, inputs = make_market()
    with pytest.raises(PlanRefusedError, match="the nearest road that it may drive is 2000 m"):
        replan(plan, inputs, "00:30", incidents=(make_incident(4000, 0),))


def test_one_officer_alone_is_sent_only_by_name() -> None:
    plan, inputs = make_market(crew=1)
    with pytest.raises(PlanRefusedError, match="one officer alone is sent only by name"):
        replan(plan, inputs, "00:30", incidents=(make_incident(1000, 500),))
    new = replan(plan, inputs, "00:30", incidents=(make_incident(1000, 500, 30, "A"),))
    assert find_stop(new, "I1")[0] == "A"


def test_a_break_broken_off_is_taken_again() -> None:
    rest = Break(ClockWindow(time(0, 0), time(2, 0)), 30)
    market = make_hotspot("market", 1000, 0, windows=hours("01:00", "01:10"))
    inputs = make_inputs([market], [make_unit("A", breaks=(rest,))])
    plan = plan_shift(inputs)
    (begin,) = (stop for stop in find_loop(plan, "A").stops if stop.kind == "break")
    now = (begin.begin + timedelta(minutes=5)).isoformat()
    new = replan(plan, inputs, now, incidents=(make_incident(500, 0, 10),))
    assert [kind for kind in list_kinds(new, "A") if kind in ("break", "incident")] == [
        "incident", "break",
    ]  # fmt: skip


# ----------------------------------------------------------------------------------- closed bridge
# A river 1,400 m wide between the base, in the south, and a market, in the north: 1,800 m by the
# old bridge, 200 + 2000 + 1400 + 2000 + 200 = 5,800 m by the new one. A leaves at 23:57 and is
# at the market from 00:00 to 00:10.


def make_river() -> Network:
    nodes = {
        1: (0, 0), 2: (0, 200), 3: (0, 1600), 4: (0, 1800), 5: (2000, 200), 6: (2000, 1600),
    }  # fmt: skip
    street = {"highway": "residential"}
    return make_network(
        nodes,
        {
            10: (street | {"name": "Jalan Selatan"}, [1, 2, 5]),
            11: (street | {"name": "Jalan Utara"}, [4, 3, 6]),
            20: (street | {"name": "Jembatan Lama"}, [2, 3]),
            21: (street | {"name": "Jembatan Baru"}, [5, 6]),
        },
    )


OLD_BRIDGE = Closure("T1", "Jembatan Lama", ways=(20,), reason="banjir")
BOTH_BRIDGES = replace(OLD_BRIDGE, ways=(20, 21))
RIVER_SPEED = {"profiles": {"R4": {"speeds_kmh": {"residential": 36.0}}}}


def make_crossing(*more: Hotspot) -> tuple[Plan, Inputs]:
    market = make_hotspot("north", 0, 1800, windows=hours("00:00", "00:30"))
    inputs = make_inputs(
        [market, *more], [make_unit("A")], network=make_river(), settings=RIVER_SPEED
    )
    return plan_shift(inputs), inputs


def test_a_unit_beyond_a_closed_bridge_comes_home_by_the_other() -> None:
    plan, inputs = make_crossing()
    assert list_clocks(plan, "A")[-1] == ("base", "00:13:00")
    new = replan(plan, inputs, "00:05", closures=(OLD_BRIDGE,))
    # 580 s instead of 180
    assert list_clocks(new, "A") == [
        ("base", "23:57:00"), ("north", "00:00:00"), ("base", "00:19:40"),
    ]  # fmt: skip
    assert find_change(new, "A").back_later_s == 400
    assert find_loop(new, "A").legs[-1].streets == ("Jalan Utara", "Jembatan Baru", "Jalan Selatan")


def test_a_unit_beyond_both_closed_bridges_is_cut_off_and_that_is_told() -> None:
    plan, inputs = make_crossing()
    new = replan(plan, inputs, "00:05", closures=(BOTH_BRIDGES,))
    assert list_kinds(new, "A") == ["base", "north", "position"]
    assert new.replans[-1].cut_off == new.replans[-1].out == ("A",)


@pytest.mark.parametrize(
    ("clock", "out_s", "market"),
    [
        # 30 s after it left it is 100 m on the bridge: back it is nearer, and 5,600 m from there
        ("23:57:30", 10, "00:07:00"),
        # after 150 s it is 1,300 m on the bridge, and 100 m from its end; 200 m beyond the market
        ("23:59:30", 10, "00:00:00"),
    ],
)
def test_a_unit_on_a_bridge_that_closes_leaves_it_by_the_shorter_way(
    clock: str, out_s: int, market: str
) -> None:
    plan, inputs = make_crossing()
    new = replan(plan, inputs, f"2024-11-20T{clock}", closures=(OLD_BRIDGE,))
    assert list_kinds(new, "A") == ["base", "position", "position", "north", "base"]
    stops = find_loop(new, "A").stops
    assert (stops[2].arrive - stops[1].depart).total_seconds() == pytest.approx(out_s, abs=1)
    begin = stops[3].begin.astimezone(stops[3].arrive.tzinfo)
    assert f"{begin:%H:%M}" == market[:5]


def test_a_unit_that_is_getting_off_a_closed_road_does_so_before_anything_else() -> None:
    plan, inputs = make_crossing()
    first = replan(plan, inputs, "2024-11-20T23:57:30", closures=(OLD_BRIDGE,))
    again = replan(first, inputs, "2024-11-20T23:57:35", incidents=(make_incident(2000, 200, 10),))
    assert list_kinds(again, "A")[:4] == ["base", "position", "position", "incident"]


@pytest.mark.parametrize("clock", ["23:57:30", "23:59:30"])
def test_a_unit_that_falls_out_on_a_road_that_closes_stays_there(clock: str) -> None:
    plan, inputs = make_crossing()
    new = replan(plan, inputs, f"2024-11-20T{clock}", closures=(OLD_BRIDGE,), out=("A",))
    assert list_clocks(new, "A")[-1][0] == "position"
    assert list_kinds(new, "A") == ["base", "position"]
    assert f"{find_loop(new, 'A').stops[-1].depart:%H:%M:%S}" == clock


@pytest.mark.parametrize("clock", ["23:57:35", "23:57:40", "23:57:41"])
def test_a_unit_that_falls_out_while_it_is_getting_off_does_nothing_more(clock: str) -> None:
    plan, inputs = make_crossing()
    first = replan(plan, inputs, "2024-11-20T23:57:30", closures=(OLD_BRIDGE,))
    again = replan(first, inputs, f"2024-11-20T{clock}", out=("A",))
    assert set(list_kinds(again, "A")[1:]) == {"position"}


def test_a_road_that_closes_later_does_not_move_a_unit_that_fell_out() -> None:
    plan, inputs = make_crossing()
    first = replan(plan, inputs, "2024-11-20T23:57:30", out=("A",))
    again = replan(first, inputs, "2024-11-20T23:59:00", closures=(OLD_BRIDGE,))
    assert find_loop(again, "A") == find_loop(first, "A")


def test_a_visit_at_the_base_is_made_from_the_next_road_when_all_of_its_own_are_closed() -> None:
    # nothing is driven, so that no leg is closed; the corner is 500 m from the next junctions
    inputs = make_inputs([make_hotspot("here", 0, 0)], [make_unit("A")])
    plan = plan_shift(inputs)
    middles = place_at(250, 0), place_at(0, 250)
    floods = tuple(
        Closure(f"T{n}", "Banjir", lon=lon, lat=lat, radius_m=30.0)
        for n, (lon, lat) in enumerate(middles)
    )
    new = replan(plan, inputs, "23:00", closures=floods)
    assert {stop.off_road_m for stop in find_loop(new, "A").stops} == {500}


def test_a_place_that_is_cut_off_is_told_with_what_closes_it() -> None:
    south = make_hotspot("south", 1000, 200, windows=hours("01:00", "02:00"))
    plan, inputs = make_crossing(south)
    new = replan(plan, inputs, "23:30", closures=(BOTH_BRIDGES,))
    assert word_reason(new, "north") == "Cut off by what is closed in this shift: Jembatan Lama."
    assert list_kinds(new, "A") == ["base", "south", "base"]


# -------------------------------------------------------------------------------------- new hotspot


def test_at_the_end_of_the_shift_a_new_hotspot_comes_too_late() -> None:
    inputs = make_inputs([make_hotspot("old", 500, 0)], [make_unit("A")])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "2024-11-21T07:00", hotspots=(make_hotspot("new", 0, 0, visits=1),))
    assert find_left_out(new, "new").reason == "too_late"


def test_part_of_an_area_is_left_out_when_a_street_in_it_is_closed() -> None:
    new = make_replanned_plan()
    assert word_reason(new, "estate") == "Cut off by what is closed in this shift: Jalan banjir."
    assert [stop.part_id for stop in find_loop(new, "A").visits if stop.hotspot_id == "estate"] == [
        "estate/1"
    ]


def test_what_is_taken_over_and_has_to_wait_puts_off_nothing_else() -> None:
    # the market of B at 05:00 is on the way from A's first place to the bank, open all night, which
    # is on the way to its base: before the bank it costs no metre, but nearly five hours
    early = make_hotspot("early", 500, 0, unit="A", windows=hours("00:00", "00:10"))
    market = make_hotspot("market", 1000, 0, unit="B", windows=hours("05:00", "05:10"))
    bank = make_hotspot("bank", 1500, 0, unit="A", windows=hours("00:00", "06:00"))
    inputs = make_inputs([early, market, bank], [make_unit("A", 2000, 0), make_unit("B")])
    plan = plan_shift(inputs)
    assert [find_stop(plan, name)[0] for name in ("early", "market", "bank")] == ["A", "B", "A"]
    free = replace(plan, hotspots=tuple(
        replace(rated, hotspot=replace(rated.hotspot, unit="")) for rated in plan.hotspots
    ))  # fmt: skip
    new = replan(free, inputs, "00:05", out=("B",))
    assert find_change(new, "A").gained == (Handover("market", "market", "B"),)
    assert find_change(new, "A").later_s == 0


def test_a_new_hotspot_is_visited_on_the_way() -> None:
    hotspots = [
        make_hotspot("early", 500, 0, windows=hours("23:20", "23:40")),
        make_hotspot("late", 1500, 0, windows=hours("02:00", "02:30")),
    ]
    inputs = make_inputs(hotspots, [make_unit("A")])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "00:30", hotspots=(make_hotspot("new", 1000, 0),))
    assert set(list_kinds(new, "A")) == {"base", "early", "new", "late"}
    assert find_stop(new, "new")[1].begin >= new.replans[-1].moment
    assert find_change(new, "A").gained == (Handover("new", "new", ""),)
    assert find_change(new, "A").later_s == 0
    risks = {rated.hotspot.id: rated.risk for rated in new.hotspots}
    assert risks["new"] == risks["late"]


def test_a_new_hotspot_takes_the_place_of_another_only_if_it_is_worth_enough_more() -> None:
    """One visit a trip: a visit given up counts half as much again."""
    only = make_hotspot("only", 1000, 0, windows=hours("02:00", "02:30"))
    inputs = make_inputs([only], [make_unit("A", max_stops=1)])
    plan = plan_shift(inputs)
    same_hour = {"windows": hours("02:00", "02:30")}
    little = make_hotspot("new", 1000, 500, weight=1.4, **same_hour)
    much = make_hotspot("new", 1000, 500, weight=1.6, **same_hour)
    assert list_kinds(replan(plan, inputs, "00:30", hotspots=(little,)), "A")[1] == "only"
    assert list_kinds(replan(plan, inputs, "00:30", hotspots=(much,)), "A")[1] == "new"


def test_what_is_required_from_now_on_comes_before_all_worth() -> None:
    twins = [
        make_hotspot("rich", 1000, 0, windows=hours("02:00", "02:30"), weight=9.0),
        make_hotspot("poor", 1000, 500, windows=hours("02:00", "02:30")),
    ]
    inputs = make_inputs(twins, [make_unit("A", max_stops=1)])
    plan = plan_shift(inputs)
    assert list_kinds(plan, "A")[1] == "rich"
    assert list_kinds(replan(plan, inputs, "00:30", require=("poor",)), "A")[1] == "poor"
    new = replan(plan, inputs, "00:30", forbid=("rich",))
    assert list_kinds(new, "A")[1] == "poor"
    assert word_reason(new, "rich") == "You have forbidden it."


# ------------------------------------------------------------------------------- late, and elsewhere
# A has three markets along a street. Their hours leave one order only.


def make_row(**unit: Any) -> tuple[Plan, Inputs]:
    markets = [
        make_hotspot("m1", 500, 0, windows=hours("00:00", "00:05")),
        make_hotspot("m2", 1000, 0, windows=hours("00:00", "00:30")),
        make_hotspot("m3", 1500, 0, windows=hours("00:21", "03:00")),
    ]
    inputs = make_inputs(markets, [make_unit("A", **unit)])
    plan = plan_shift(inputs)
    assert list_clocks(plan, "A") == [
        ("base", "23:59:10"), ("m1", "00:00:00"), ("m2", "00:10:50"), ("m3", "00:21:40"),
        ("base", "00:34:10"),
    ]  # fmt: skip
    return plan, inputs


def test_a_unit_that_has_done_less_than_planned_makes_up_for_it() -> None:
    # at 00:25 it should be at m3, but has only just done with m1
    plan, inputs = make_row()
    new = replan(plan, inputs, "00:25", reports=(Report("A", done=1),))
    assert list_clocks(new, "A") == [
        ("base", "23:59:10"), ("m1", "00:00:00"), ("position", "00:10:00"), ("m2", "00:25:50"),
        ("m3", "00:36:40"), ("base", "00:49:10"),
    ]  # fmt: skip
    assert find_change(new, "A").later_s == 15 * 60


def test_a_unit_goes_on_from_where_it_says_that_it_is() -> None:
    # 2,000 m north of m1, which it has left a minute ago by the plan: 2,000 m down, 500 m along
    plan, inputs = make_row()
    new = replan(plan, inputs, "00:11", reports=(report_at("A", 500, 2000, done=1),))
    assert list_clocks(new, "A")[2:4] == [("position", "00:11:00"), ("m2", "00:15:10")]
    # it cannot have come so far in a minute: the leg is told as long as that took
    assert find_loop(new, "A").legs[1].seconds == 60


def test_a_unit_near_the_stop_where_it_should_be_is_there() -> None:
    plan, inputs = make_row()
    new = replan(plan, inputs, "00:05", reports=(report_at("A", 600, 0),))
    assert new.loops == plan.loops


def test_nobody_has_done_more_than_the_plan_knows() -> None:
    plan, inputs = make_row()
    with pytest.raises(InputError, match="by the plan it has begun only 1"):
        replan(plan, inputs, "00:05", reports=(Report("A", done=3),))


def test_a_position_far_from_any_road_is_refused() -> None:
    plan, inputs = make_row()
    with pytest.raises(InputError, match="said to be 3000 m from the nearest road"):
        replan(plan, inputs, "00:05", reports=(report_at("A", 500, 5000),))


def test_a_unit_that_cannot_be_back_in_time_goes_straight_back_and_that_is_told() -> None:
    # 4,000 m from its base at 06:40: back at 06:46:40 instead of 06:45
    late = make_hotspot("late", 500, 0, windows=hours("06:00", "06:40"))
    inputs = make_inputs([late], [make_unit("A")])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "06:40", reports=(report_at("A", 2000, 2000),))
    assert new.replans[-1].overdue == ("A",)
    assert list_clocks(new, "A")[-1] == ("base", "06:46:40")
    assert find_violations(replace(new, replans=()), inputs.network)


def test_a_unit_whose_duty_was_over_before_is_not_overdue() -> None:
    # on duty from 23:00 to 01:00 only, back long before 02:00
    early = make_hotspot("early", 500, 0, windows=hours("23:00", "00:30"))
    later = make_hotspot("later", 500, 500, windows=hours("04:00", "05:00"))
    short = make_unit("A", start=time(23), end=time(1))
    inputs = make_inputs([early, later], [short, make_unit("B")])
    plan = plan_shift(inputs)
    new = replan(plan, inputs, "02:00", incidents=(make_incident(1000, 1000, unit_id="B"),))
    assert find_loop(plan, "A") == find_loop(new, "A")
    assert new.replans[-1].overdue == ()


# ------------------------------------------------------------------------------ meetings and reserve


def make_rendezvous() -> tuple[Plan, Inputs]:
    place = MeetingPlace("Pos", *place_at(1000, 0))
    meeting = Meeting("M1", "Titik singgung", ("A", "B"), hours("02:00", "02:10")[0], 10, (place,))
    markets = [make_hotspot(f"m{n}", 500 * n, 500, windows=hours("03:00", "04:00")) for n in (1, 2)]
    inputs = replace(
        make_inputs(markets, [make_unit("A"), make_unit("B", 2000, 0)]), meetings=(meeting,)
    )
    return plan_shift(inputs), inputs


def test_a_meeting_with_a_unit_that_is_out_falls_away_and_is_named() -> None:
    plan, inputs = make_rendezvous()
    assert "meeting" in list_kinds(plan, "A")
    new = replan(plan, inputs, "01:30", out=("B",))
    assert new.replans[-1].given_up == ("M1",)
    assert "meeting" not in list_kinds(new, "A")


def test_a_meeting_that_has_been_held_stays() -> None:
    plan, inputs = make_rendezvous()
    new = replan(plan, inputs, "02:40", out=("B",))
    assert new.replans[-1].given_up == ()
    assert "meeting" in list_kinds(new, "A")
    assert "meeting" in list_kinds(new, "B")


def test_only_what_is_asked_for_takes_over_in_the_reserve() -> None:
    """Loops as full as the reserve lets them be: 15 % of 7.5 hours are 67 minutes.

    Each unit has as many markets of an hour as fit; when B falls out nobody has room for one of
    its, unless the reserve may be used.
    """
    spots = [make_hotspot(f"h{n}", 500 * (n % 5), 500 * (n // 5), dwell_min=60) for n in range(14)]
    inputs = make_inputs(spots, [make_unit("A"), make_unit("B")], iterations=400)
    plan = plan_shift(inputs)
    assert [len(loop.visits) for loop in plan.loops] == [6, 6]
    kept = replan(plan, inputs, "00:30", out=("B",))
    assert find_loop(kept, "A") == find_loop(plan, "A")
    more = replan(plan, inputs, "00:30", out=("B",), use_reserve=True)
    assert len(find_loop(more, "A").visits) == 7


# ---------------------------------------------------------------------------- rosters and histories


def test_a_unit_that_a_roster_has_leave_at_a_drawn_moment_leaves_then() -> None:
    markets = [make_hotspot("m1", 1000, 0), make_hotspot("m2", 2000, 0)]
    inputs = make_inputs(markets, [make_unit("A")])
    solved = solve_shift(inputs)
    drawn = replace(solved.solution, departures={"A": 2 * 3600})
    plan = finish_plan(solved.ready, drawn)
    assert list_clocks(plan, "A")[0] == ("base", "01:00:00")
    assert replan(plan, inputs, "00:30").loops == plan.loops
    new = replan(plan, inputs, "00:30", hotspots=(make_hotspot("new", 500, 0),))
    assert list_clocks(new, "A")[0] == ("base", "01:00:00")


def test_where_a_history_counts_a_new_hotspot_counts_as_never_visited() -> None:
    # a market is worth 8, twice that where nobody has been
    inputs = make_inputs([make_hotspot("m1", 1000, 0)], [make_unit("A")])
    plan = plan_shift(replace(inputs, last_visits={"m1": inputs.shift.date - timedelta(days=4)}))
    new = replan(plan, inputs, "23:00", hotspots=(make_hotspot("new", 500, 0),))
    risks = {rated.hotspot.id: rated.risk for rated in new.hotspots}
    assert risks == {"m1": pytest.approx(8), "new": pytest.approx(16)}


# ------------------------------------------------------------------------------- at the ends, wrongly


@pytest.mark.parametrize("now", ["23:00", "23:05", "06:50", "07:00"])
def test_before_the_first_departure_and_after_the_last_return_nothing_changes(now: str) -> None:
    plan, inputs = make_row()
    new = replan(plan, inputs, now)
    assert new.loops == plan.loops
    assert [item.moment.strftime("%H:%M") for item in new.replans] == [now]


def test_before_the_first_departure_everything_can_change() -> None:
    plan, inputs = make_row()
    new = replan(plan, inputs, "23:05", out=("A",))
    assert new.loops == ()
    assert find_change(new, "A").lost == tuple(Handover(f"m{n}", f"m{n}") for n in (1, 2, 3))


@pytest.mark.parametrize("now", ["22:59", "07:01", "12:00", "2024-11-22T01:00"])
def test_a_moment_outside_the_shift_is_refused(now: str) -> None:
    plan, inputs = make_row()
    with pytest.raises(InputError, match="lies outside the shift, which is from 23:00"):
        replan(plan, inputs, now)


def test_a_plan_can_only_be_changed_after_its_last_change() -> None:
    plan, inputs = make_row()
    new = replan(plan, inputs, "00:15")
    with pytest.raises(InputError, match="was replanned at 00:15 already"):
        replan(new, inputs, "00:14")


def test_an_unknown_unit_is_named_with_those_that_are_known() -> None:
    plan, inputs = make_row()
    with pytest.raises(UnknownNameError, match="Unknown patrol unit: Regu X"):
        replan(plan, inputs, "00:15", out=("Regu X",))


def test_a_unit_that_is_out_is_out() -> None:
    plan, inputs = make_row()
    new = replan(plan, inputs, "00:15", out=("A",))
    with pytest.raises(InputError, match="Regu A has fallen out already"):
        replan(new, inputs, "00:30", incidents=(make_incident(0, 0, 10, "A"),))
    assert replan(new, inputs, "00:30").loops == new.loops


def test_a_plan_of_other_roads_is_refused() -> None:
    plan, inputs = make_row()
    other = replace(inputs, network=make_blocks(oneway=("row 4",)))
    with pytest.raises(InputError, match="is not the one that the plan was made on"):
        replan(plan, other, "00:15")


def test_replanning_goes_on_and_on() -> None:
    plan, inputs = make_row()
    first = replan(plan, inputs, "00:05", hotspots=(make_hotspot("new", 1000, 500),))
    second = replan(first, inputs, "00:12", incidents=(make_incident(1000, 1000, 10),))
    third = replan(second, inputs, "00:40", closures=(
        Closure("T3", "Banjir", lon=place_at(250, 0)[0], lat=0.0, radius_m=30.0),
    ))  # fmt: skip
    assert [len(plan.replans) for plan in (first, second, third)] == [1, 2, 3]
    assert {stop.hotspot_id for stop in find_loop(third, "A").visits} == {"m1", "m2", "m3", "new"}
