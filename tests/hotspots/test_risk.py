"""Risk is the product of its factors, and each factor says where it comes from."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.areas.districts import Area, area_around
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import PhaseRule, load_config
from routeplan.errors import InputError
from routeplan.hotspots.risk import explain_risk, find_hour, rate_hotspots
from routeplan.i18n import LANGUAGES, use_language
from routeplan.model import LEVELS, Hotspot, Level

CONFIG = load_config(
    overrides={
        "categories": {"pasar": {"base": 8, "reason": "theft"}},
        "levels": {"sangat_rawan": {"factor": 2.5, "reason": "very vulnerable"}},
    }
)
JARIT = Hotspot("A1", "Jarit", "pasar", 113.0941, -8.2061, level="sangat_rawan", weight=1.5)


def test_risk_is_base_times_level_times_own_weight() -> None:
    """8 x 2.5 x 1.5 = 30."""
    (rated,) = rate_hotspots([JARIT], config=CONFIG)
    assert rated.risk == 30
    assert [(factor.name, factor.value) for factor in rated.factors] == [
        ("categories.pasar.base", 8), ("levels.sangat_rawan.factor", 2.5), ("weight", 1.5),
    ]  # fmt: skip
    assert [factor.reason for factor in rated.factors] == ["theft", "very vulnerable", ""]


def test_kecamatan_and_village_are_found_by_the_place(lumajang: Area, gazetteer: Gazetteer) -> None:
    (rated,) = rate_hotspots([JARIT], config=CONFIG, area=lumajang, gazetteer=gazetteer)
    assert (rated.village, rated.kecamatan) == ("Jarit", "Candipuro")


def test_without_an_area_the_nearest_village_says_the_kecamatan(gazetteer: Gazetteer) -> None:
    (rated,) = rate_hotspots([JARIT], config=CONFIG, gazetteer=gazetteer)
    assert (rated.village, rated.kecamatan) == ("Jarit", "Candipuro")


def test_where_the_area_has_no_kecamatan_the_nearest_village_says_it(gazetteer: Gazetteer) -> None:
    around = area_around(np.array([JARIT.lon]), np.array([JARIT.lat]), id="a", title="A")
    (rated,) = rate_hotspots([JARIT], config=CONFIG, area=around, gazetteer=gazetteer)
    assert rated.kecamatan == "Candipuro"


def test_a_risk_beyond_all_measure_is_refused() -> None:
    with pytest.raises(InputError, match="risk of Jarit is 2e\\+13, too large"):
        rate_hotspots([replace(JARIT, weight=1e12)], config=CONFIG)


def test_the_rating_does_not_depend_on_the_language() -> None:
    ratings = []
    for language in LANGUAGES:
        with use_language(language):
            ratings.append(rate_hotspots([JARIT], config=CONFIG))
    assert ratings[0] == ratings[1]


def test_without_area_and_gazetteer_they_stay_open() -> None:
    (rated,) = rate_hotspots([JARIT], config=CONFIG)
    assert (rated.village, rated.kecamatan) == (None, None)


def test_no_hotspots_make_no_ratings(lumajang: Area, gazetteer: Gazetteer) -> None:
    assert rate_hotspots([], config=CONFIG, area=lumajang, gazetteer=gazetteer) == ()


@given(
    level=st.sampled_from(LEVELS),
    category=st.sampled_from(sorted(CONFIG.categories)),
    weight=st.floats(0, 100),
)
def test_the_factors_multiply_to_the_risk_whatever_they_are(
    level: Level, category: str, weight: float
) -> None:
    hotspot = Hotspot("A", "A", category, 113.0, -8.0, level=level, weight=weight)
    (rated,) = rate_hotspots([hotspot], config=CONFIG)
    assert rated.risk == math.prod(factor.value for factor in rated.factors) >= 0


def test_the_explanation_shows_every_factor_its_reason_and_the_product() -> None:
    (rated,) = rate_hotspots([JARIT], config=CONFIG)
    with use_language("en"):
        explanation = explain_risk(rated, config=CONFIG)
    assert explanation.splitlines() == [
        "A1  Jarit",
        "      8.00  Category: Pasar (categories.pasar.base)           theft",
        "x     2.50  Level: sangat rawan (levels.sangat_rawan.factor)  very vulnerable",
        "x     1.50  Own weight (weight)",
        "=    30.00  risk, the worth of a visit",
    ]


# --------------------------------------------------------------- phases, programmes, hours

BUSY = load_config(
    overrides={
        "plan": {"programmes": ["Polisi Ketok", "truk_pasir"]},
        "programmes": {
            "polisi_ketok": {
                "categories": ["pasar"],
                "factor": 3,
                "dwell_min": 16,
                "reason": "knock",
            },
            "truk_pasir": {"others": 0.5},
        },
        "categories": {
            "pasar": {
                "base": 8,
                "reason": "theft",
                "hours": [
                    {"windows": "22:00-02:00; 05:00-06:00", "factor": 1.5, "reason": "dark"},
                    {"windows": "01:00-04:00", "factor": 4},
                ],
            }
        },
    }
)
CAMPAIGN = PhaseRule("Kampanye", "2024-09-25", "2024-11-23", ("pasar",), 1.25, "speeches")


def test_phases_and_programmes_multiply_the_risk() -> None:
    """8 x 2 x 1.5 x 1.25 x 3 x 0.5 = 45."""
    (rated,) = rate_hotspots([JARIT], config=BUSY, phases=[CAMPAIGN])
    assert rated.risk == 45
    assert [factor.name for factor in rated.factors[3:]] == [
        "phases.Kampanye", "programmes.polisi_ketok.factor", "programmes.truk_pasir.others",
    ]  # fmt: skip


def test_a_rated_hotspot_is_visited_as_its_programme_says() -> None:
    (rated,) = rate_hotspots([JARIT], config=BUSY)
    assert (rated.programmes, rated.form) == (("polisi_ketok",), "dialogis")
    assert (JARIT.dwell_min, rated.hotspot.dwell_min) == (12, 16)


def test_hours_are_kept_apart_from_the_risk() -> None:
    (rated,) = rate_hotspots([JARIT], config=BUSY)
    assert [(str(hour.window), hour.factor, hour.reason) for hour in rated.hours] == [
        ("22:00-02:00", 1.5, "dark"), ("05:00-06:00", 1.5, "dark"), ("01:00-04:00", 4, ""),
    ]  # fmt: skip
    assert not [factor for factor in rated.factors if "hour" in factor.name]


@pytest.mark.parametrize(
    ("clock", "factor"),
    [
        (time(21, 59), None), (time(22), 1.5), (time(0), 1.5), (time(1, 59, 59), 1.5),
        (time(2), 4), (time(4), None), (time(5), 1.5), (time(6), None),
    ],
)  # fmt: skip
def test_the_first_hour_that_holds_counts_past_midnight_too(
    clock: time, factor: float | None
) -> None:
    (rated,) = rate_hotspots([JARIT], config=BUSY)
    hour = find_hour(rated.hours, clock)
    assert (hour.factor if hour else None) == factor


def test_an_hour_that_lifts_a_risk_beyond_all_measure_is_refused() -> None:
    heavy = replace(JARIT, weight=1e12 / 64)
    rate_hotspots([replace(heavy, category="kpu")], config=BUSY)
    with pytest.raises(InputError, match="too large to plan with"):
        rate_hotspots([heavy], config=BUSY)


def test_the_explanation_shows_phases_and_programmes() -> None:
    (rated,) = rate_hotspots([JARIT], config=BUSY, phases=[CAMPAIGN])
    lines = [" ".join(line.split()) for line in explain_risk(rated, config=BUSY).splitlines()]
    assert lines[4:7] == [
        "x 1.25 Phase: Kampanye speeches",
        "x 3.00 Programme: Polisi Ketok (programmes.polisi_ketok.factor) knock",
        "x 0.50 Outside the programme: Truk Pasir (programmes.truk_pasir.others)",
    ]


def test_sand_trucks_barred_in_the_morning_are_worth_little_then() -> None:
    road = Hotspot("T", "Jarit", "truk_pasir", 113.0941, -8.2061)
    (rated,) = rate_hotspots([road], config=load_config())
    (hour,) = rated.hours
    assert (time(6) in hour.window, time(7, 59) in hour.window, time(8) in hour.window) == (
        True, True, False,
    )  # fmt: skip
    assert hour.factor < 1
