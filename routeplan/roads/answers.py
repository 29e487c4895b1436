"""Answers of Overpass servers: JSON -> elements, whether from a file or fresh from a server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.roads.raw import RoadCollector

Element = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a server answered.

    Parameters
    ----------
    elements
        Nodes, ways and relations as OSM JSON: ``type``, ``id``, ``tags`` and so on.
    timestamp
        ISO 8601 moment of the data, or None where the answer does not say.
    """

    elements: tuple[Element, ...]
    timestamp: str | None


def parse_answer(body: bytes, *, origin: str) -> Answer:
    """Return the answer in `body`.

    Raises
    ------
    InputError
        If it is cut off, no Overpass answer, or carries a remark: the server then gave up
        before it was done, and what it sent is incomplete.

    References
    ----------
    https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL
    https://dev.overpass-api.de/output_formats.html
    """
    try:
        tables = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        message = _("{origin} is not whole JSON; it may be cut off ({error}). Download it again.")
        raise InputError(message.format(origin=origin, error=error)) from None
    if not isinstance(tables, dict) or not isinstance(tables.get("elements"), list):
        message = _(
            "{origin} is JSON, but not the answer of an Overpass server: it has no list "
            "of elements."
        )
        raise InputError(message.format(origin=origin))
    if tables.get("remark"):
        message = _(
            "{origin} is incomplete, the Overpass server says: {remark} Ask for a smaller area."
        )
        raise InputError(message.format(origin=origin, remark=_end_sentence(tables["remark"])))
    timestamp = tables.get("osm3s", {}).get("timestamp_osm_base")
    return Answer(tuple(tables["elements"]), timestamp)


def collect_roads(answer: Answer, collector: RoadCollector) -> None:
    """Add the nodes and roads of `answer` to `collector`.

    Raises
    ------
    InputError
        If an element lacks what it must have, for example ways without their nodes because
        the query did not ask for them.
    """
    try:
        for element in answer.elements:
            if element["type"] == "node":
                collector.add_node(element["id"], element["lon"], element["lat"])
            elif element["type"] == "way":
                collector.add_way(element["id"], element.get("tags", {}), element["nodes"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        message = _(
            "An element of the Overpass answer cannot be used ({error}). Ask the server with "
            "(._;>;);out body; at the end."
        )
        raise InputError(message.format(error=error)) from None


def _end_sentence(text: object) -> str:
    return str(text).strip().rstrip(".") + "."
