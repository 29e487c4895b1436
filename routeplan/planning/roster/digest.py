"""What a roster was made from, as one digest: whether it can be gone on with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from routeplan import __version__
from routeplan.config import PhaseRule, dump_config
from routeplan.model import Closure, Hotspot, Meeting, Unit
from routeplan.planning.inputs import Inputs
from routeplan.roads.stats import digest_network

# How many cores search, and what papers say, changes no plan.
IRRELEVANT = (("solver", "processes"), ("papers",))


def digest_inputs(inputs: Inputs, *, first: date, days: int) -> str:
    """Return the SHA-256 of everything that decides the plans of a roster."""
    facts = {
        "version": __version__,
        "first": first.isoformat(),
        "days": days,
        "network": digest_network(inputs.network),
        "area": inputs.area.geojson(),
        "config": _drop(dump_config(inputs.config)),
        "hotspots": _dump(tuple[Hotspot, ...], inputs.hotspots),
        "units": _dump(tuple[Unit, ...], inputs.units),
        "closures": _dump(tuple[Closure, ...], inputs.closures),
        "meetings": _dump(tuple[Meeting, ...], inputs.meetings),
        "phases": _dump(tuple[PhaseRule, ...], inputs.phases),
    }
    text = json.dumps(facts, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _drop(tables: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: dict(t) if isinstance(t, Mapping) else t for name, t in tables.items()}
    for table, *keys in IRRELEVANT:
        if keys:
            for key in keys:
                kept[table].pop(key, None)
        else:
            kept.pop(table, None)
    return kept


def _dump(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).dump_python(value, mode="json")
