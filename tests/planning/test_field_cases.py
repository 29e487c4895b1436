"""What a patrol in Pasuruan, Jember or Lumajang has to reckon with, one readable case each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from grids import make_network
from shift_inputs import make_hotspot, make_inputs, make_unit

from routeplan.areas.districts import Area, join_polygons, load_district
from routeplan.config import load_config
from routeplan.errors import InputFaults
from routeplan.model import ClockWindow, Closure, DayRule, Hotspot, Plan, Unit, find_pasaran
from routeplan.planning.inputs import Inputs, load_inputs, make_overrides
from routeplan.planning.pipeline import make_plan, plan_shift
from routeplan.planning.verify import find_violations
from routeplan.roads.network import Network
from routeplan.wording import describe_unvisited

NIGHT = date(2024, 11, 20)
INDEPENDENCE = date(1945, 8, 17)


def list_visitors(plan: Plan, hotspot_id: str) -> list[str]:
    """Return the units that visit a hotspot."""
    return [
        loop.unit_id for loop in plan.loops for stop in loop.visits if stop.hotspot_id == hotspot_id
    ]


def word_reason(plan: Plan, hotspot_id: str) -> str:
    """Return in words why a hotspot is not visited."""
    (item,) = (item for item in plan.unvisited if item.hotspot_id == hotspot_id)
    return describe_unvisited(item, units=plan.units)


def clock_window(start: str, end: str) -> ClockWindow:
    return ClockWindow(time.fromisoformat(start), time.fromisoformat(end))


# --------------------------------------------------------------------------- whose is Kraton?
# Kecamatan Kraton lies in Kabupaten Pasuruan, but Polsek Kraton is one of Polres Pasuruan Kota.
# PKT-01 of the bundled example is the settlement of Desa Kraton.


@pytest.fixture(scope="module")
def kota() -> Inputs:
    """Return the bundled example of Polres Pasuruan Kota on its sample roads."""
    settings = make_overrides(
        district="pasuruan-kota", network="sample", shift="malam", iterations=60
    )
    return load_inputs(load_config(overrides=settings), day=NIGHT)


def test_kraton_is_of_kabupaten_pasuruan_and_of_polres_pasuruan_kota() -> None:
    (kraton,) = (k for k in load_district("pasuruan-kota").kecamatan if k.name == "Kraton")
    assert kraton.regency == "Kabupaten Pasuruan"
    assert "Kraton" not in {k.name for k in load_district("pasuruan").kecamatan}


def test_a_plan_of_pasuruan_kota_visits_kraton(kota: Inputs) -> None:
    plan = plan_shift(kota)
    (rated,) = (rated for rated in plan.hotspots if rated.hotspot.id == "PKT-01")
    assert rated.kecamatan == "Kraton"
    assert list_visitors(plan, "PKT-01")


def test_a_table_of_polres_pasuruan_that_names_kraton_is_refused(tmp_path: Path) -> None:
    hotspots = tmp_path / "hotspots.csv"
    hotspots.write_text(
        "nama;kategori;desa;kecamatan\n"
        "Permukiman Bangil;perumahan;Masangan;Bangil\n"
        "Permukiman Kraton;perumahan;Kraton;Kraton\n",
        encoding="utf-8",
    )
    with pytest.raises(InputFaults, match=r"row 3, .*outside Polres Pasuruan\."):
        make_plan("pasuruan", network="sample", hotspots=hotspots, day=NIGHT, iterations=20)


def test_a_unit_of_polres_pasuruan_may_not_serve_kraton(kota: Inputs) -> None:
    # both Polres in one plan, as for a joint operation; all units set out from Polsek Kraton,
    # so that no road and no hour keeps anybody away from it
    kabupaten = load_district("pasuruan")
    kecamatan = kabupaten.kecamatan + kota.area.kecamatan
    joint = Area("gabungan", "Pasuruan", kecamatan, join_polygons(kecamatan))
    (theirs,) = (unit for unit in kota.units if unit.name == "Polsek Kraton")
    ours = Unit(
        "P1", "Samapta Pasuruan", "R4", theirs.lon, theirs.lat,
        jurisdiction=tuple(k.name for k in kabupaten.kecamatan),
    )  # fmt: skip
    settlement = tuple(spot for spot in kota.hotspots if spot.id == "PKT-01")
    inputs = replace(kota, area=joint, district=joint, hotspots=settlement)

    alone = plan_shift(replace(inputs, units=(ours,)))
    assert not list_visitors(alone, "PKT-01")
    assert word_reason(alone, "PKT-01") == (
        "No unit on shift that can get there is responsible for Kecamatan Kraton."
    )
    together = plan_shift(replace(inputs, units=(ours, theirs)))
    assert set(list_visitors(together, "PKT-01")) == {theirs.id}


# ----------------------------------------------------------------------------------- Bandealit
# Six polling stations at Bandealit (Andongrejo, Tempurejo, Jember) cannot be reached by motor
# vehicle. Where they stand is not known here: the gazetteer's point of Desa Andongrejo stands in.
TPS = "id;nama;kategori;desa;kecamatan;akses\nTPS-1;TPS Bandealit;tps;Andongrejo;Tempurejo;kaki\n"
TEMPUREJO = "id;nama;kendaraan;pangkalan\nU1;Regu mobil;R4;Polsek Tempurejo\n"


def plan_bandealit(folder: Path, units: str) -> Plan:
    (folder / "hotspots.csv").write_text(TPS, encoding="utf-8")
    (folder / "units.csv").write_text(units, encoding="utf-8")
    return make_plan(
        "jember", network="sample", hotspots=folder / "hotspots.csv",
        units=folder / "units.csv", shift="pagi", day=date(2024, 11, 27), iterations=20,
    )  # fmt: skip


def test_a_polling_station_at_bandealit_is_reported_with_its_reason(tmp_path: Path) -> None:
    plan = plan_bandealit(tmp_path, TEMPUREJO + "U2;Regu motor;R2;Polsek Tempurejo\n")
    assert not plan.loops
    assert word_reason(plan, "TPS-1") == (
        "None of the vehicles on shift can get there: car (R4), motorcycle (R2)."
    )
    assert (plan.totals.hotspots, plan.totals.visited) == (1, 0)
    assert plan.totals.worth_available > 0


def test_a_patrol_on_foot_from_the_village_visits_bandealit(tmp_path: Path) -> None:
    plan = plan_bandealit(tmp_path, TEMPUREJO + "U3;Regu jalan kaki;kaki;Andongrejo, Tempurejo\n")
    assert list_visitors(plan, "TPS-1") == ["U3"]


def make_footpath() -> Network:
    """Return a road of 1 km to the end of the village, and a path of 3 km beyond it."""
    return make_network(
        {1: (0, 0), 2: (1000, 0), 3: (4000, 0)},
        {
            10: ({"highway": "residential"}, [1, 2]),
            11: ({"highway": "footway", "name": "Jalan setapak"}, [2, 3]),
        },
    )


def test_where_only_a_path_leads_the_distance_to_the_last_road_is_told() -> None:
    """The station says nothing of vehicles: the roads do."""
    station = make_hotspot("TPS-1", 4000, 0, category="tps")
    cars = [make_unit("A"), make_unit("B", vehicle="R2")]
    plan = plan_shift(make_inputs([station], cars, network=make_footpath()))
    assert not plan.loops
    assert word_reason(plan, "TPS-1") == (
        "No usable road within 1.0 km: the nearest is 3.0 km away."
    )


def test_where_only_a_path_leads_a_patrol_on_foot_walks_it() -> None:
    # an hour has 3,600 s, and 4.5 km are walked in it: 4 km there take 3,200 s
    station = make_hotspot("TPS-1", 4000, 0, category="tps")
    units = [make_unit("A"), make_unit("W", vehicle="foot")]
    plan = plan_shift(make_inputs([station], units, network=make_footpath()))
    (loop,) = plan.loops
    assert (loop.unit_id, [leg.seconds for leg in loop.legs]) == ("W", [3200, 3200])
    assert loop.legs[0].streets == ("Jalan setapak",)


# ------------------------------------------------------------------------------- past midnight


def test_a_window_past_midnight_belongs_to_the_evening_on_which_it_begins() -> None:
    # Two markets 4 km apart on 10 m a second, both open on Wednesdays: N from 23:50 to 00:10, S
    # from 23:50 to 23:52 only. Ten minutes at S until midnight and 400 s of driving later it is
    # 00:06:40 on Thursday, and N is still open. The other way round S would be closed.
    wednesday = (DayRule("Rabu"),)
    markets = [
        make_hotspot("S", 2000, 0, days=wednesday, windows=(clock_window("23:50", "23:52"),)),
        make_hotspot("N", 0, 2000, days=wednesday, windows=(clock_window("23:50", "00:10"),)),
    ]
    plan = plan_shift(make_inputs(markets, [make_unit("A")]))
    (loop,) = plan.loops
    assert [(stop.hotspot_id, f"{stop.arrive:%a %H:%M:%S}") for stop in loop.stops] == [
        (None, "Wed 23:46:40"), ("S", "Wed 23:50:00"), ("N", "Thu 00:06:40"), (None, "Thu 00:20:00"),
    ]  # fmt: skip


def test_a_window_that_begins_past_midnight_is_one_of_the_day_after() -> None:
    after_midnight = (clock_window("00:30", "02:00"),)
    markets = [
        make_hotspot("Rabu", 2000, 0, days=(DayRule("Rabu"),), windows=after_midnight),
        make_hotspot("Kamis", 0, 2000, days=(DayRule("Kamis"),), windows=after_midnight),
    ]
    plan = plan_shift(make_inputs(markets, [make_unit("A")]))
    assert list_visitors(plan, "Kamis") == ["A"]
    assert list_visitors(plan, "Rabu") == []
    assert word_reason(plan, "Rabu") == "Its hours lie outside the shift: 00:30-02:00 (Wednesday)."


# --------------------------------------------------------------------------------- market days


def plan_market(market: Hotspot, day: date) -> Plan:
    """Return the plan of a morning."""
    return plan_shift(make_inputs([market], [make_unit("A")], shift="pagi", day=day, iterations=4))


def test_a_legi_market_is_visited_on_a_legi_day_and_five_days_later_but_not_in_between() -> None:
    # 17 August 1945 was a Friday Legi, and the week of the markets has five days: 28,950 days, or
    # 5,790 of these weeks, lead to 20 November 2024
    assert INDEPENDENCE.strftime("%A") == "Friday"
    assert find_pasaran(INDEPENDENCE) == "Legi"
    assert INDEPENDENCE + 5790 * timedelta(days=5) == NIGHT
    market = make_hotspot("Pasar", 2000, 0, days=(DayRule(pasaran="Legi"),))
    plans = [plan_market(market, NIGHT + timedelta(days=days)) for days in range(6)]
    assert [len(list_visitors(plan, "Pasar")) for plan in plans] == [1, 0, 0, 0, 0, 1]
    assert {word_reason(plan, "Pasar") for plan in plans[1:5]} == {
        "Not to be visited on this date: Legi."
    }


def test_a_market_on_friday_legi_comes_back_after_five_weeks() -> None:
    # 825 times five weeks after 17 August 1945
    friday_legi = INDEPENDENCE + 825 * timedelta(weeks=5)
    assert friday_legi == date(2024, 9, 6)
    market = make_hotspot("Pasar", 2000, 0, days=(DayRule("Jumat", "Legi"),))
    plans = [plan_market(market, friday_legi + timedelta(weeks=weeks)) for weeks in range(6)]
    assert [len(list_visitors(plan, "Pasar")) for plan in plans] == [1, 0, 0, 0, 0, 1]


# ------------------------------------------------------------------------------- closed bridge
# A river 1,400 m wide between the base, in the south, and a market, in the north: 1,800 m by the
# old bridge, 200 + 2000 + 1400 + 2000 + 200 = 5,800 m by the new one.
#
#          market                      200 m to the road
#            + ------- 2000 m ------- +
#         old bridge             new bridge      1,400 m each
#            + ------- 2000 m ------- +
#           base                       200 m to the road


def make_river() -> Network:
    """Return two banks and two bridges."""
    nodes = {
        1: (0, 0), 2: (0, 200), 3: (0, 1600), 4: (0, 1800), 5: (2000, 200), 6: (2000, 1600),
    }  # fmt: skip
    return make_network(
        nodes,
        {
            10: ({"highway": "residential", "name": "Jalan Selatan"}, [1, 2, 5]),
            11: ({"highway": "residential", "name": "Jalan Utara"}, [4, 3, 6]),
            20: ({"highway": "residential", "name": "Jembatan Lama", "bridge": "yes"}, [2, 3]),
            21: ({"highway": "residential", "name": "Jembatan Baru", "bridge": "yes"}, [5, 6]),
        },
    )


FLOOD = Closure(
    "T1", "Jembatan Lama", ways=(20,), reason="banjir", valid_from=NIGHT, valid_to=NIGHT
)


def plan_river(*closures: Closure, day: date = NIGHT) -> Plan:
    inputs = make_inputs(
        [make_hotspot("N", 0, 1800)], [make_unit("A")], network=make_river(), day=day
    )
    return plan_shift(replace(inputs, closures=closures))


def list_ways(plan: Plan) -> list[tuple[int, tuple[str, ...]]]:
    """Return metres and streets of the legs."""
    return [(leg.metres, leg.streets) for loop in plan.loops for leg in loop.legs]


def test_while_the_bridge_is_open_the_patrol_drives_over_it() -> None:
    there = (1800, ("Jalan Selatan", "Jembatan Lama", "Jalan Utara"))
    back = (1800, ("Jalan Utara", "Jembatan Lama", "Jalan Selatan"))
    assert list_ways(plan_river()) == [there, back]
    # closed on the day before only
    assert list_ways(plan_river(FLOOD, day=NIGHT + timedelta(days=1))) == [there, back]


def test_around_a_closed_bridge_the_patrol_drives_a_detour_and_says_so() -> None:
    plan = plan_river(FLOOD)
    assert list_ways(plan) == [
        (5800, ("Jalan Selatan", "Jembatan Baru", "Jalan Utara")),
        (5800, ("Jalan Utara", "Jembatan Baru", "Jalan Selatan")),
    ]
    assert [(closure.name, closure.reason) for closure in plan.closures] == [
        ("Jembatan Lama", "banjir")
    ]


def test_a_bridge_closed_to_cars_bears_motorcycles() -> None:
    only_cars = replace(FLOOD, vehicles=("R4",))
    inputs = make_inputs(
        [make_hotspot("N", 0, 1800)], [make_unit("A", vehicle="R2")], network=make_river()
    )
    plan = plan_shift(replace(inputs, closures=(only_cars,)))
    assert [metres for metres, _streets in list_ways(plan)] == [1800, 1800]


def test_the_judge_refuses_a_plan_that_drives_over_a_closed_bridge() -> None:
    # the plan of an ordinary night, with the flood in its list of closures
    flooded = replace(plan_river(), closures=plan_river(FLOOD).closures)
    found = [v for v in find_violations(flooded, make_river()) if v.rule == "closed"]
    assert [violation.unit_id for violation in found] == ["A", "A"]
    assert "Jembatan Lama" in found[0].problem


def test_with_both_bridges_closed_nobody_crosses_and_the_market_is_reported() -> None:
    both = replace(FLOOD, ways=(20, 21))
    plan = plan_river(both)
    assert not plan.loops
    assert word_reason(plan, "N") == "Cut off by what is closed in this shift: Jembatan Lama."
