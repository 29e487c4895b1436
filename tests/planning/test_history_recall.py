"""When a hotspot was visited last: by the date of the shift, by halves, never by what was missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from visit_records import DAY, ZONE, at, make_visit, visits

from routeplan.areas.districts import list_districts, load_district
from routeplan.errors import InputError
from routeplan.model import VisitRecord
from routeplan.planning.history import (
    choose_area_ids,
    find_last_visits,
    list_area_ids,
    record_visits,
)
from routeplan.planning.history.tallies import tally_hotspots

NEXT_DAY = DAY + timedelta(days=1)
LATER = DAY + timedelta(days=30)


def last(*records: VisitRecord, before: date | datetime = LATER) -> dict[str, date]:
    return find_last_visits(records, "lumajang", before)


@pytest.mark.parametrize(
    ("state", "found"), [("planned", DAY), ("confirmed", DAY), ("missed", None)]
)
def test_planned_and_confirmed_visits_count_and_missed_ones_do_not(
    state: str, found: date | None
) -> None:
    assert last(make_visit("H1", state=state)).get("H1") == found


def test_a_visit_after_midnight_is_of_the_date_on_which_its_shift_starts() -> None:
    visit = make_visit("H1", **at("02:00", NEXT_DAY))
    assert last(visit) == {"H1": DAY}


def test_the_latest_of_several_visits_counts_whatever_their_order() -> None:
    days = [DAY, DAY + timedelta(days=9), DAY + timedelta(days=4)]
    assert last(*(make_visit("H1", day=day) for day in days)) == {"H1": days[1]}


def test_an_earlier_shift_of_the_same_day_counts_for_a_later_one() -> None:
    """The day shift of Wednesday has been there when its night shift is planned at 23:00."""
    morning = make_visit("H1", shift="pagi", **at("09:00"))
    assert last(morning, before=datetime.combine(DAY, time(23), ZONE)) == {"H1": DAY}
    assert last(morning, before=datetime.combine(DAY, time(7), ZONE)) == {}


def test_the_shift_to_plan_does_not_count_for_itself() -> None:
    start = datetime.combine(DAY, time(23), ZONE)
    own = make_visit("H1", **at("23:00"))
    assert last(own, before=start) == {}
    assert last(own, before=start + timedelta(seconds=1)) == {"H1": DAY}


def test_before_a_date_only_shifts_of_earlier_dates_count() -> None:
    visit = make_visit("H1")
    assert last(visit, before=DAY) == {}
    assert last(visit, before=NEXT_DAY) == {"H1": DAY}


def part(number: int, share: float, day: date = DAY, **fields: str) -> VisitRecord:
    return make_visit("R1", day=day, part_id=f"R1/{number}", share=share, **fields)


def test_a_road_counts_from_the_half_of_it_on() -> None:
    """Six parts of a twelfth each are a half, five are not."""
    parts = [part(n, 1 / 12) for n in range(6)]
    assert last(*parts) == {"R1": DAY}
    assert last(*parts[:5]) == {}


def test_a_part_that_is_passed_twice_is_no_more_than_one() -> None:
    assert last(part(1, 0.3), replace(part(1, 0.3), **at("03:00", NEXT_DAY))) == {}


def test_halves_of_different_nights_count_from_the_earlier_one_on() -> None:
    """40 % on the 24th and 40 % on the 20th: since the 20th, at least half of it was visited."""
    assert last(part(1, 0.4), part(2, 0.4, DAY + timedelta(days=4))) == {"R1": DAY}
    assert last(part(1, 0.4), part(2, 0.6, NEXT_DAY)) == {"R1": NEXT_DAY}


def test_a_part_that_was_missed_is_no_part_of_the_half() -> None:
    assert last(part(1, 0.4), part(2, 0.4, state="missed")) == {}


@given(
    st.lists(visits(hotspots=st.just("H1")), min_size=1, max_size=8), visits(hotspots=st.just("H1"))
)
def test_one_more_visit_never_makes_the_last_one_earlier(
    records: list[VisitRecord], more: VisitRecord
) -> None:
    records = [replace(record, area="lumajang", share=0.3) for record in records]
    before = last(*records).get("H1", date.min)
    after = last(*records, replace(more, area="lumajang", share=0.3)).get("H1", date.min)
    assert before <= after


@given(st.lists(visits(hotspots=st.sampled_from(["H1", "H2"])), max_size=10), st.randoms())
def test_the_order_of_the_records_does_not_matter(
    records: list[VisitRecord], random: object
) -> None:
    shuffled = sorted(records, key=lambda _record: random.random())  # type: ignore[attr-defined]
    assert last(*shuffled) == last(*records)


# --------------------------------------------------------------------------------------- areas


def test_visits_in_other_areas_do_not_count() -> None:
    assert last(make_visit("H1", area="jember")) == {}


def test_a_polsek_shares_the_hotspots_of_its_district() -> None:
    areas = list_area_ids(load_district("lumajang"))
    assert {"lumajang", "lumajang-candipuro"} <= areas
    visit = make_visit("H1", area="lumajang-candipuro")
    assert find_last_visits([visit], areas, LATER) == {"H1": DAY}


def test_no_two_districts_share_an_area() -> None:
    """Pasuruan has Polsek whose areas are called as the district Pasuruan Kota could be."""
    families = [list_area_ids(load_district(name)) for name in list_districts()]
    assert not any(one & other for one, other in combinations(families, 2))


def test_the_only_area_of_a_history_need_not_be_named() -> None:
    assert choose_area_ids(None, {"pulau"}) == {"pulau"}
    assert choose_area_ids(None, ()) == frozenset()
    polsek = {"lumajang", "lumajang-candipuro"}
    assert choose_area_ids(None, polsek) == list_area_ids(load_district("lumajang"))


def test_of_several_areas_one_has_to_be_named() -> None:
    with pytest.raises(InputError, match=r"several areas: jember, lumajang\. .* --area"):
        choose_area_ids(None, {"lumajang", "jember"})
    assert choose_area_ids("jember", {"lumajang", "jember"}) >= {"jember", "jember-puger"}
    assert choose_area_ids("pulau", {"lumajang", "jember"}) == {"pulau"}


def test_the_last_visits_can_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "riwayat.sqlite"
    records = [make_visit("H1"), make_visit("H2", area="jember")]
    record_visits(file, records, replace_shifts=True)
    assert find_last_visits(file, "lumajang", LATER) == {"H1": DAY}


# ------------------------------------------------------------------------------------- tallies


def test_a_tally_counts_states_up_to_a_date_the_longest_unvisited_first() -> None:
    records = [
        make_visit("H1", state="confirmed"),
        make_visit("H1", unit_id="B", state="missed"),
        make_visit("H2", day=NEXT_DAY),
        make_visit("H3", day=LATER),
        make_visit("H4", area="jember"),
        make_visit("H5", state="missed"),
    ]
    found = tally_hotspots(records, areas={"lumajang"}, day=NEXT_DAY, hotspots=["H3", "H9"])
    assert [(tally.hotspot_id, tally.last, dict(tally.counts)) for tally in found] == [
        ("H3", None, {}),
        ("H5", None, {"missed": 1}),
        ("H9", None, {}),
        ("H1", DAY, {"confirmed": 1, "missed": 1}),
        ("H2", NEXT_DAY, {"planned": 1}),
    ]
