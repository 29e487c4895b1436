"""Programmes: what belongs to them, what they multiply, and how its visits change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from routeplan.config import load_config
from routeplan.hotspots.programmes import (
    choose_form,
    find_programmes_of,
    list_programme_factors,
    list_programmes,
    set_stay,
)
from routeplan.model import Hotspot, RiskFactor, Shape

PROGRAMMES = {
    "ketok": {
        "label": "Ketuk Pintu", "categories": ["pasar"], "factor": 2, "others": 0.5,
        "dwell_min": 15, "form": "dialogis", "message": "Call 110.", "reason": "knock",
    },
    "truk": {
        "label": "Truk Tambang", "categories": ["truk_pasir", "pasar"], "factor": 3,
        "dwell_min": 20, "form": "melintas",
    },
    "malam": {"label": "Patroli Malam", "categories": ["pasar"], "factor": 1},
}  # fmt: skip


def config_with(*names: str) -> Any:
    return load_config(overrides={"programmes": PROGRAMMES, "plan": {"programmes": list(names)}})


def make_hotspot(category: str, *programmes: str) -> Hotspot:
    return Hotspot("A", "A", category, 113.0, -8.0, dwell_min=12, programmes=programmes)


def list_values(hotspot: Hotspot, *names: str) -> list[tuple[str, float]]:
    factors = list_programme_factors(hotspot, config=config_with(*names))
    return [(factor.name, factor.value) for factor in factors]


@pytest.mark.parametrize("name", ["ketok", "Ketuk Pintu", "KETUK-PINTU", "ketuk_pintu"])
def test_a_programme_is_called_by_its_id_or_its_label_however_written(name: str) -> None:
    (programme,) = list_programmes(config_with(name))
    assert (programme.id, programme.label, programme.message) == (
        "ketok", "Ketuk Pintu", "Call 110.",
    )  # fmt: skip


def test_programmes_keep_their_order_and_are_named_once() -> None:
    config = config_with("Truk Tambang", "ketok", "truk")
    assert [programme.id for programme in list_programmes(config)] == ["truk", "ketok"]


def test_without_a_programme_nothing_changes() -> None:
    market, config = make_hotspot("pasar", "ketok"), config_with()
    assert list(list_programme_factors(market, config=config)) == []
    assert set_stay(market, config=config) == market
    assert choose_form(market, config=config) == config.categories["pasar"].form


def test_what_belongs_by_its_category_counts_more_and_the_others_less() -> None:
    assert list_values(make_hotspot("pasar"), "ketok") == [("programmes.ketok.factor", 2)]
    assert list_values(make_hotspot("kpu"), "ketok") == [("programmes.ketok.others", 0.5)]


def test_the_column_of_a_hotspot_makes_it_belong_whatever_its_category() -> None:
    school = make_hotspot("sekolah", "Sambang", "ketuk pintu")
    assert find_programmes_of(school, config=config_with("ketok", "truk")) == ("ketok",)


def test_a_programme_that_the_shift_does_not_work_for_does_not_count() -> None:
    assert list_values(make_hotspot("pasar", "ketok"), "truk") == [("programmes.truk.factor", 3)]


def test_several_programmes_each_have_their_factor() -> None:
    assert list_values(make_hotspot("truk_pasir"), "ketok", "truk") == [
        ("programmes.ketok.others", 0.5), ("programmes.truk.factor", 3),
    ]  # fmt: skip


def test_the_reason_of_a_programme_is_that_of_what_belongs_to_it() -> None:
    config = config_with("ketok")
    (belongs,) = list_programme_factors(make_hotspot("pasar"), config=config)
    (other,) = list_programme_factors(make_hotspot("kpu"), config=config)
    assert belongs == RiskFactor("programmes.ketok.factor", 2, "knock")
    assert other.reason == ""


def test_a_visit_lasts_as_long_as_the_longest_programme_asks_for() -> None:
    market = make_hotspot("pasar")
    assert set_stay(market, config=config_with("ketok")).dwell_min == 15
    assert set_stay(market, config=config_with("ketok", "truk")).dwell_min == 20
    assert set_stay(market, config=config_with("malam")).dwell_min == 12
    assert set_stay(make_hotspot("kpu"), config=config_with("ketok")).dwell_min == 12


def test_the_minutes_of_a_sweep_are_not_those_of_a_stay() -> None:
    ring = [[113.0, -8.0], [113.01, -8.0], [113.01, -8.01], [113.0, -8.0]]
    shape = Shape("area", {"type": "Polygon", "coordinates": [ring]})
    area = replace(make_hotspot("pasar"), shape=shape, dwell_min=60)
    assert set_stay(area, config=config_with("ketok")).dwell_min == 60


def test_the_form_is_that_of_the_programme_named_first_that_says_one() -> None:
    market = make_hotspot("pasar")
    assert choose_form(market, config=config_with("truk", "ketok")) == "melintas"
    assert choose_form(market, config=config_with("malam", "ketok", "truk")) == "dialogis"


def test_the_programmes_shipped_name_categories_and_the_call_centre() -> None:
    programmes = load_config().programmes
    assert set(programmes) == {
        "polisi_ketok", "jagongan_kamtibmas", "patroli_pilkada", "truk_pasir", "sambang_pemukiman",
    }  # fmt: skip
    for rule in programmes.values():
        assert rule.categories
        assert rule.factor > 1
        assert "call center 110" in rule.message
