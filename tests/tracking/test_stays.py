"""Stays are found by place and time, whatever the phone and the officers do meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from grids import place_at
from hypothesis import given
from hypothesis import strategies as st
from shift_inputs import make_hotspot, make_unit

from routeplan.geo import metric_transformer
from routeplan.model import Hotspot, RatedHotspot, Vehicle
from routeplan.tracking.clean import CleanTrack
from routeplan.tracking.course import Course, estimate_noise_m, make_course
from routeplan.tracking.labels import label_course
from routeplan.tracking.pauses import fill_pauses
from routeplan.tracking.sites import Sites, list_sites
from routeplan.tracking.stays import NO_SITE, Stay, find_stays, list_stands

PLANE = metric_transformer(*place_at(0, 0))
RADIUS_M, INDOOR_S = 75.0, 1800.0


@dataclass
class Walk:
    """A course put together piece by piece: metres east along a street, a fix every `every_s`."""

    every_s: float = 5.0
    noise_m: float = 0.0
    seed: int = 0
    rows: list[tuple[float, float, float]] = field(default_factory=lambda: [(0.0, 0.0, 0.0)])

    @property
    def now(self) -> tuple[float, float, float]:
        return self.rows[-1]

    def drive(self, east_m: float, *, m_s: float = 8.0) -> Walk:
        return self.go(east_m, self.now[2], m_s=m_s)

    def go(self, east_m: float, north_m: float, *, m_s: float) -> Walk:
        moment, x, y = self.now
        seconds = max(float(np.hypot(east_m - x, north_m - y)) / m_s, self.every_s)
        steps = int(seconds // self.every_s)
        for share in (np.arange(steps) + 1) / steps:
            self.rows.append((moment + share * seconds, x + share * (east_m - x),
                              y + share * (north_m - y)))  # fmt: skip
        return self

    def stand(self, minutes: float) -> Walk:
        moment, x, y = self.now
        steps = int(60 * minutes // self.every_s)
        self.rows += [(moment + self.every_s * (n + 1), x, y) for n in range(steps)]
        return self

    def pause(self, minutes: float, *, east_m: float | None = None) -> Walk:
        moment, x, y = self.now
        self.rows.append((moment + 60 * minutes, x if east_m is None else east_m, y))
        return self

    def finish(self) -> Course:
        moment_s, x, y = np.array(self.rows).T
        rng = np.random.default_rng(self.seed)
        x, y = (values + rng.normal(0, 1, len(x)) * self.noise_m for values in (x, y))
        places = [place_at(*pair) for pair in zip(x.tolist(), y.tolist(), strict=True)]
        lon, lat = np.array(places).T
        return make_course([CleanTrack("", "", moment_s, lon, lat, ())], PLANE)


def make_sites(*hotspots: Hotspot) -> Sites:
    """Return a base far away, and some hotspots: sites 1 and on."""
    from dataclasses import replace

    from evaluations import make_night

    plan = replace(
        make_night(), hotspots=tuple(RatedHotspot(spot, 1.0) for spot in hotspots), loops=()
    )
    return list_sites(plan, make_unit("A", -20_000, 0), None, PLANE)


def find(course: Course, sites: Sites, *, vehicle: Vehicle = "R4") -> list[Stay]:
    filled = fill_pauses(course, sites, radius_m=RADIUS_M, indoor_s=INDOOR_S)
    labels = label_course(filled, sites, radius_m=RADIUS_M, vehicle=vehicle)
    stands = list_stands(filled, labels, indoor_s=INDOOR_S)
    found = find_stays(filled, stands, sites, radius_m=RADIUS_M, indoor_s=INDOOR_S)
    return [stay for stay in found if stay.length_s >= 180]


def show(stays: Sequence[Stay]) -> list[tuple[int, int]]:
    """Return site and minutes of each stay."""
    return [(stay.site, round(stay.length_s / 60)) for stay in stays]


MARKET = make_hotspot("market", 1000, 0)
# To the market, twelve minutes there, and on.
SITES = make_sites(MARKET)


@pytest.mark.parametrize("noise_m", [0, 8, 20, 30])
def test_a_stop_is_found_however_much_fixes_stray(noise_m: float) -> None:
    course = Walk(noise_m=noise_m, seed=1).drive(1000).stand(12).drive(2500).finish()
    (stay,) = find(course, SITES)
    assert stay.site == 1
    # it takes 125 s to get there at 8 m/s
    assert stay.begin_s == pytest.approx(125, abs=25)
    assert stay.length_s == pytest.approx(720, abs=45)


def test_whoever_drives_past_or_waits_at_a_light_does_not_stop() -> None:
    assert find(Walk().drive(2500).finish(), SITES) == []
    assert find(Walk().drive(1000).stand(1.5).drive(2500).finish(), SITES) == []


def test_officers_who_walk_around_a_market_make_one_stay() -> None:
    walk = Walk(noise_m=8).drive(1000)
    for place in ((1060, 40), (1000, 80), (940, 20), (1000, 0)):
        walk = walk.go(*place, m_s=1.1).stand(2)
    assert show(find(walk.drive(2500).finish(), SITES)) in ([(1, 12)], [(1, 13)])


def test_officers_who_walk_out_of_the_radius_and_back_to_the_car_make_one_stay() -> None:
    walk = Walk(noise_m=5).drive(1000).stand(3).go(1000, 150, m_s=1.2).stand(4)
    (stay,) = find(walk.go(1000, 0, m_s=1.2).stand(3).drive(2500).finish(), SITES)
    assert stay.site == 1
    assert stay.length_s == pytest.approx(60 * 10 + 2 * 125, abs=60)


def test_places_sixty_metres_apart_are_told_apart() -> None:
    sites = make_sites(MARKET, make_hotspot("bank", 1060, 0))
    both = Walk(noise_m=8).drive(1000).stand(10).drive(1060).stand(8).drive(2500)
    assert show(find(both.finish(), sites)) == [(1, 10), (2, 8)]
    one = Walk(noise_m=8).drive(1000).stand(10).drive(2500)
    assert [stay.site for stay in find(one.finish(), sites)] == [1]


def test_places_that_no_phone_can_tell_apart_are_one() -> None:
    sites = make_sites(MARKET, make_hotspot("bank", 1015, 0))
    assert sites.count == 2  # the base, and one for both
    assert sites.hotspots[1] == ("market", "bank")


def test_a_stop_indoors_without_a_signal_is_found() -> None:
    (stay,) = find(Walk().drive(1000).pause(12).drive(2500).finish(), SITES)
    assert stay.site == 1
    assert stay.length_s == pytest.approx(720, abs=60)


def test_a_signal_that_comes_back_on_the_way_leaves_the_time_that_was_not_driven() -> None:
    # lost at the market, found again 700 m farther 14 minutes later: 100 s of that were driven
    (stay,) = find(Walk().drive(1000).pause(14, east_m=1700).drive(2500).finish(), SITES)
    assert stay.site == 1
    assert stay.length_s == pytest.approx(14 * 60 - 100, abs=60)


def test_nobody_knows_where_a_unit_was_in_a_long_pause() -> None:
    assert find(Walk().drive(1000).pause(45).drive(2500).finish(), SITES) == []


def test_a_stay_elsewhere_is_at_no_site() -> None:
    (stay,) = find(Walk(noise_m=8).drive(500).stand(7).drive(2500).finish(), SITES)
    assert (stay.site, round(stay.length_s / 60)) == (NO_SITE, 7)
    assert stay.x - PLANE.transform(*place_at(0, 0))[0] == pytest.approx(500, abs=5)


def test_a_place_far_from_its_road_counts_from_where_the_car_is_left() -> None:
    """A hotspot 200 m from the road: the way between the two belongs to it."""
    from routeplan.tracking.sites import _make_sites, _Place

    place = _Place(*place_at(1000, 200), *place_at(1000, 0), 0.0)
    base = _Place(*place_at(-20_000, 0), *place_at(-20_000, 0), 0.1)
    sites = _make_sites([base, place], {1: 1}, {}, PLANE)
    x, y = PLANE.transform(*np.array([place_at(1000, 0), place_at(1030, 100)]).T)
    assert sites.measure(np.array(x), np.array(y))[:, 1].round().tolist() == [0, 30]


def test_whoever_walks_his_beat_does_not_stand_all_the_time() -> None:
    # 1.25 m/s along 1,200 m, ten minutes at the market
    walk = Walk(noise_m=5).drive(1000, m_s=1.25).stand(10).drive(1600, m_s=1.25)
    stays = find(walk.finish(), SITES, vehicle="foot")
    assert [stay.site for stay in stays] == [1]
    assert stays[0].length_s == pytest.approx(600, abs=150)  # some of the way lies within 75 m


@given(
    minutes=st.integers(5, 40), east_m=st.integers(300, 1900), noise_m=st.floats(0, 15),
    every_s=st.sampled_from([1.0, 3.0, 5.0, 10.0, 20.0]), seed=st.integers(0, 99),
)  # fmt: skip
def test_a_stop_anywhere_is_found_with_its_length(
    minutes: int, east_m: int, noise_m: float, every_s: float, seed: int
) -> None:
    course = Walk(every_s, noise_m, seed).drive(east_m).stand(minutes).drive(3000).finish()
    (stay,) = find(course, SITES)
    assert stay.length_s == pytest.approx(60 * minutes, abs=60 + 2 * every_s)
    assert (stay.site == 1) == (abs(east_m - 1000) < 60) or 60 <= abs(east_m - 1000) <= 90


@pytest.mark.parametrize("noise_m", [8.0, 15.0, 25.0])
def test_the_noise_of_a_recording_is_estimated_from_its_neighbours(noise_m: float) -> None:
    course = Walk(noise_m=noise_m, seed=2).drive(20_000, m_s=11).finish()
    assert estimate_noise_m(course.moment_s, course.x, course.y) == pytest.approx(noise_m, rel=0.15)
