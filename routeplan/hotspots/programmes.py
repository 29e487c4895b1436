"""Programmes of the police that a shift works for: what belongs to them, and how it is visited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from routeplan.config import Config
from routeplan.model import Hotspot, PlanProgramme, RiskFactor


def list_programmes(config: Config) -> tuple[PlanProgramme, ...]:
    """Return the programmes that `plan.programmes` names, in its order, each once."""
    names = dict.fromkeys(map(config.find_programme, config.plan.programmes))
    return tuple(
        PlanProgramme(name, config.programmes[name].label, config.programmes[name].message)
        for name in names
        if name is not None  # `load_config` refuses names that nobody knows
    )


def find_programmes_of(hotspot: Hotspot, *, config: Config) -> tuple[str, ...]:
    """Return ids of the shift's programmes that a hotspot belongs to.

    It belongs to one by its category, or by its own column of programmes.
    """
    own = set(map(config.find_programme, hotspot.programmes))
    return tuple(
        programme.id
        for programme in list_programmes(config)
        if programme.id in own or hotspot.category in config.programmes[programme.id].categories
    )


def list_programme_factors(hotspot: Hotspot, *, config: Config) -> Iterator[RiskFactor]:
    """Yield the factor of each programme of the shift: all of them multiply."""
    belongs_to = find_programmes_of(hotspot, config=config)
    for programme in list_programmes(config):
        rule = config.programmes[programme.id]
        if programme.id in belongs_to:
            yield RiskFactor(f"programmes.{programme.id}.factor", rule.factor, rule.reason)
        else:
            yield RiskFactor(f"programmes.{programme.id}.others", rule.others)


def choose_form(hotspot: Hotspot, *, config: Config) -> str:
    """Return how a hotspot is visited: as the first of its programmes says, or its category."""
    rules = (config.programmes[name] for name in find_programmes_of(hotspot, config=config))
    own = config.categories[hotspot.category].form
    return next((rule.form for rule in rules if rule.form is not None), own)


def set_stay(hotspot: Hotspot, *, config: Config) -> Hotspot:
    """Return the hotspot with the longest of the stays that its programmes ask for, if any does.

    Roads and areas keep their own minutes: these limit a drive, and nobody stays.
    """
    rules = (config.programmes[name] for name in find_programmes_of(hotspot, config=config))
    stays = [rule.dwell_min for rule in rules if rule.dwell_min is not None]
    return replace(hotspot, dwell_min=max(stays)) if stays and not hotspot.shape else hotspot
