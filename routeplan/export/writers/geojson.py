"""GeoJSON for maps on the web and for QGIS, with a QGIS style beside it.

All features stand in one collection and tell their `kind`. Colours are given by the keys of
simplestyle, which many viewers know; QGIS takes them through ``plan.qml``, which it loads with
``plan.geojson`` by itself.

References
----------
RFC 7946, The GeoJSON Format, https://www.rfc-editor.org/rfc/rfc7946
simplestyle-spec 1.1.0, https://github.com/mapbox/simplestyle-spec
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from routeplan.export.content.credits import ODBL, describe_file
from routeplan.export.content.features import AMBER, GREY, Feature, list_features
from routeplan.export.content.reader import PlanReader
from routeplan.export.drawing.palette import RED
from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.writers.qgis import StyleRule, make_qml
from routeplan.i18n import _
from routeplan.model import Plan


def make_geojson(plan: Plan, options: ExportOptions) -> Iterable[ExportFile]:
    """Return a feature collection of `plan` and its style for QGIS."""
    features = list_features(PlanReader(plan), network=options.network)
    lines = ",\n".join(_dump(_make_feature(feature)) for feature in features)
    text = (
        f'{{"type":"FeatureCollection","name":"plan",\n"routeplan":{_dump(_describe_plan(plan))},\n'
        f'"features":[\n{lines}\n]}}\n'
    )
    # Half a letter (a lone surrogate) has no UTF-8; it becomes a question mark.
    data = text.encode(errors="replace")
    yield ExportFile("plan.geojson", data, _("Plan for web maps and QGIS (GeoJSON)"))
    style = make_qml(list_rules(), label_field="label")
    yield ExportFile("plan.qml", style.encode("utf-8"), _("Style of plan.geojson for QGIS"))


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def list_rules() -> list[StyleRule]:
    """Return how QGIS draws each kind of feature."""
    left_out, closed = _("Not visited"), _("Closed roads")
    return [
        StyleRule(_("Boundary"), "fill", GREY, 0.5, kind="boundary", dashed=True, hollow=True),
        StyleRule(_("Areas"), "fill", AMBER, kind="area"),
        StyleRule(_("Legs"), "line", GREY, 0.9, "stroke", kind="leg"),
        StyleRule(_("Passes and sweeps"), "line", GREY, 1.6, "stroke", kind="drive"),
        # Lines where the network is known, else places; QGIS draws the rule that fits.
        StyleRule(closed, "line", RED, 1.2, kind="closure", dashed=True),
        StyleRule(closed, "marker", RED, 3.0, kind="closure"),
        StyleRule(left_out, "line", RED, 0.6, kind="not_visited", dashed=True),
        StyleRule(left_out, "marker", RED, 2.4, kind="not_visited"),
        StyleRule(_("Bases"), "marker", GREY, 4.5, "marker-color", kind="base"),
        StyleRule(_("Stops"), "marker", GREY, 3.2, "marker-color", kind="stop"),
    ]


def _describe_plan(plan: Plan) -> dict[str, Any]:
    about = {
        "description": describe_file(plan),
        "area": plan.area.title,
        "shift": plan.shift.name,
        "start": plan.shift.start.isoformat(),
        "end": plan.shift.end.isoformat(),
        "source": plan.source.origin,
        "sample": plan.is_sample,
    }
    return about if plan.is_sample else {**about, "licence": ODBL}


def _make_feature(feature: Feature) -> dict[str, Any]:
    times = {"begin": feature.begin, "end": feature.end}
    return {
        "type": "Feature",
        "geometry": feature.geometry,
        "properties": {
            "kind": feature.kind,
            "name": feature.name,
            **feature.figures,
            **{key: moment.isoformat() for key, moment in times.items() if moment},
            "title": feature.name,
            "description": feature.description,
            **_style(feature),
        },
    }


def _style(feature: Feature) -> dict[str, Any]:
    """Return the keys of simplestyle."""
    if feature.geometry["type"] == "Point":
        size = "small" if feature.kind == "not_visited" else "medium"
        return {"marker-color": feature.colour, "marker-size": size}
    stroke = {"stroke": feature.colour, "stroke-width": 5 if feature.kind == "drive" else 3}
    if feature.geometry["type"].endswith("Polygon"):
        opacity = 0 if feature.kind == "boundary" else 0.2
        return {**stroke, "fill": feature.colour, "fill-opacity": opacity}
    return stroke
