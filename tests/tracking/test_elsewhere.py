"""Stops that no plan has, meetings, and units that leave their jurisdiction."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import shapely
from driven_tracks import DrivenTrack, simulate_tracks
from evaluations import evaluate_night, get_blocks, get_config, make_night, make_recording
from grids import place_at
from shapely.geometry import mapping
from shift_inputs import make_hotspot

from routeplan.config import load_config
from routeplan.model import (
    Evaluation,
    MeetingResult,
    Outline,
    Plan,
    RatedHotspot,
    StopResult,
    StopState,
    UnitResult,
)
from routeplan.tracking.evaluate import evaluate_plan
from routeplan.tracking.meetings import judge_meetings

START_S = make_night().shift.start.timestamp()


def stand(track: DrivenTrack, after_s: float, minutes: float) -> DrivenTrack:
    """Return a track on which the unit stands still for some minutes, and goes on then."""
    moment = START_S + after_s
    number = int(np.searchsorted(track.moment_s, moment))
    count = int(60 * minutes / 5)
    late = np.where(track.moment_s >= track.moment_s[number], 60 * minutes, 0.0)
    return replace(
        track,
        moment_s=np.insert(track.moment_s + late, number, track.moment_s[number] + 5.0 * np.arange(count)),
        lon=np.insert(track.lon, number, np.full(count, track.lon[number])),
        lat=np.insert(track.lat, number, np.full(count, track.lat[number])),
    )  # fmt: skip


def evaluate(plan: Plan, *tracks: DrivenTrack, **settings: Any) -> Evaluation:
    config = load_config(overrides={"evaluation": settings}) if settings else get_config()
    return evaluate_plan(plan, list(map(make_recording, tracks)), config, network=get_blocks())


def find(evaluation: Evaluation, unit_id: str) -> UnitResult:
    return next(unit for unit in evaluation.units if unit.unit_id == unit_id)


# ---------------------------------------------------------------------------- unplanned stops

# A minute after it has left its base C is on its way to the market.
ON_THE_WAY_S = make_night().loops[2].stops[0].depart.timestamp() - START_S + 60.0


def drive_c() -> DrivenTrack:
    return simulate_tracks(make_night(), seed=2, noise_m=3)["C"]


def test_a_stay_elsewhere_is_an_unplanned_stop_with_its_place() -> None:
    track = drive_c()
    unit = find(evaluate(make_night(), stand(track, ON_THE_WAY_S, 8)), "C")
    (stop,) = unit.unplanned
    assert stop.length == pytest.approx(timedelta(minutes=8), abs=timedelta(seconds=30))
    number = int(np.searchsorted(track.moment_s, START_S + ON_THE_WAY_S))
    assert (stop.lon, stop.lat) == pytest.approx((track.lon[number], track.lat[number]), abs=2e-4)
    assert stop.place.startswith(("row", "column"))
    assert stop.hotspot_id is None
    assert stop.nearest_id in {"market", "mill", "bank", "lane"}


def test_a_short_stay_is_not_told() -> None:
    track = stand(drive_c(), ON_THE_WAY_S, 4)
    assert find(evaluate(make_night(), track), "C").unplanned == ()
    (told,) = find(evaluate(make_night(), track, unplanned_min=3), "C").unplanned
    assert told.length > timedelta(minutes=3)


def test_a_stay_at_a_hotspot_that_the_unit_does_not_have_is_a_visit_of_it() -> None:
    night, track = make_night(), drive_c()
    number = int(np.searchsorted(track.moment_s, START_S + ON_THE_WAY_S))
    shop = replace(make_hotspot("shop", 0, 0), lon=track.lon[number], lat=track.lat[number])
    plan = replace(night, hotspots=(*night.hotspots, RatedHotspot(shop, 1.0)))
    (stop,) = find(evaluate(plan, stand(track, ON_THE_WAY_S, 8)), "C").unplanned
    assert (stop.hotspot_id, stop.nearest_id) == ("shop", "shop")


def test_a_second_visit_is_unplanned_and_the_one_in_time_is_the_planned_one() -> None:
    night = make_night()
    track = drive_c()
    # ten minutes more at the market, an hour before its time: as if it had been there twice
    visit = night.loops[2].stops[1]
    here = (track.moment_s > visit.begin.timestamp()) & (
        track.moment_s < visit.begin.timestamp() + 590
    )
    early = track.take(here).moved(-3600)
    both = replace(
        track,
        moment_s=np.concatenate([early.moment_s, track.moment_s]),
        lon=np.concatenate([early.lon, track.lon]), lat=np.concatenate([early.lat, track.lat]),
    )  # fmt: skip
    unit = find(evaluate(night, both), "C")
    assert unit.stops[0].state == "visited"
    assert abs(unit.stops[0].late_s or 0) < 60
    assert [stop.hotspot_id for stop in unit.unplanned] == ["market"]


def test_the_base_is_no_unplanned_stop() -> None:
    track = simulate_tracks(make_night(), seed=2, lead_s=1500)["C"]
    unit = find(evaluate(make_night(), track), "C")
    assert unit.unplanned == ()


# -------------------------------------------------------------------------------- jurisdiction


def limit(plan: Plan, unit_id: str, east_m: float) -> Plan:
    """Return the plan with a unit limited to a kecamatan that ends so far in the east."""
    box = shapely.box(*place_at(-2000, -2000), *place_at(east_m, 4000))
    other = shapely.box(*place_at(east_m, -2000), *place_at(6000, 4000))
    outlines = (Outline("Barat", mapping(box)), Outline("Timur", mapping(other)))
    units = tuple(
        replace(unit, jurisdiction=("Barat",)) if unit.id == unit_id else unit
        for unit in plan.units
    )
    return replace(plan, area=replace(plan.area, outlines=outlines), units=units)


def test_a_unit_that_leaves_its_jurisdiction_is_told_with_when_and_how_far() -> None:
    # the lane lies 2,000 m in the east; the border at 1,600, and 100 m of tolerance
    plan = limit(make_night(), "C", 1600)
    unit = find(evaluate(plan, drive_c(), outside_m=100), "C")
    (spell,) = unit.outside
    lane = unit.stops[1]
    assert lane.begin is not None
    assert lane.end is not None
    assert spell.begin < lane.begin
    assert spell.end > lane.end
    assert spell.farthest_m == pytest.approx(400, abs=20)
    assert spell.metres > 300
    assert unit.outside_m == spell.metres


def test_the_road_along_the_border_is_not_outside() -> None:
    plan = limit(make_night(), "C", 1700)
    assert find(evaluate(plan, drive_c()), "C").outside == ()  # within 400 m of it
    assert find(evaluate(plan, drive_c(), outside_m=100, outside_min=60), "C").outside == ()


def test_a_unit_without_a_jurisdiction_is_held_to_the_area_of_the_plan() -> None:
    night = make_night()
    box = shapely.box(*place_at(-2000, -2000), *place_at(1600, 4000))
    plan = replace(night, area=replace(night.area, boundary=mapping(box)))
    assert len(find(evaluate(plan, drive_c(), outside_m=100), "C").outside) == 1


def test_outlines_that_the_plan_lacks_are_told() -> None:
    night = make_night()
    units = tuple(replace(unit, jurisdiction=("Barat",)) for unit in night.units)
    evaluation = evaluate(replace(night, units=units), drive_c())
    assert find(evaluation, "C").outside == ()
    assert "jurisdiction_unknown" in {notice.code for notice in evaluation.notices}


# ------------------------------------------------------------------------------------ meetings


def judge(*spans: tuple[float, float] | None, missed: bool = False) -> MeetingResult:
    """Return what becomes of ten minutes at six past twelve, of spans of minutes around that."""
    planned = make_night().loops[1].stops[1].begin
    units = []
    for unit_id, span in zip("AB", spans, strict=True):
        begin, end = (planned + timedelta(minutes=m) for m in span) if span else (None, None)
        late_min, dwell_min = (max(span[0], 0), span[1] - span[0]) if span else (0, 0)
        stop = StopResult(
            1, "meeting", "pos", "", 113.0, 0.0, planned, planned + timedelta(minutes=10), 600,
            _name_state(span, late=late_min > 10, missed=missed), meeting_id="M1",
            begin=begin, end=end, dwell_s=round(60 * dwell_min), late=late_min > 10,
            late_s=round(60 * late_min) if span else None,
        )  # fmt: skip
        units.append(replace(find(_driven(), unit_id), stops=(stop,)))
    (result,) = judge_meetings(make_night(), units, get_config().evaluation)
    return result


def _name_state(span: tuple[float, float] | None, *, late: bool, missed: bool) -> StopState:
    if span is not None:
        return "late" if late else "visited"
    return "missed" if missed else "no_recording"


def _driven() -> Evaluation:
    return evaluate_night(simulate_tracks(make_night(), seed=2, every_s=30))


@pytest.mark.parametrize(
    ("first", "second", "state", "together_s"),
    [
        ((0, 10), (0, 10), "held", 600),
        ((-5, 10), (1, 12), "held", 540),
        ((0, 10), (4, 14), "short", 360),  # both were there for ten minutes, but not together
        ((15, 25), (15, 25), "late", 600),
        ((0, 10), (12, 22), "missed", 0),
    ],
)
def test_both_have_to_be_there_at_once(
    first: tuple[float, float], second: tuple[float, float], state: str, together_s: int
) -> None:
    result = judge(first, second)
    assert (result.state, result.together_s) == (state, together_s)


def test_a_meeting_of_which_one_half_is_missed_is_missed_and_else_unknown() -> None:
    assert judge((0, 10), None, missed=True).state == "missed"
    assert judge((0, 10), None).state == "no_recording"
