"""Answers of Overpass servers: JSON -> elements, whether from a file or fresh from a server."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
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
    remark
        What the server says if it gave up before it was done: the elements are incomplete.
    """

    elements: tuple[Element, ...]
    timestamp: str | None = None
    remark: str | None = None


def parse_answer(body: bytes, *, origin: str) -> Answer:
    """Return the answer in `body`.

    Raises
    ------
    InputError
        If it is cut off or no Overpass answer.

    References
    ----------
    https://dev.overpass-api.de/output_formats.html
    """
    try:
        tables = json.loads(body)
    except (ValueError, RecursionError) as error:
        message = _("{origin} is not whole JSON; it may be cut off ({error}). Download it again.")
        raise InputError(message.format(origin=origin, error=error)) from None
    if not isinstance(tables, dict) or not isinstance(tables.get("elements"), list):
        message = _(
            "{origin} is JSON, but not the answer of an Overpass server: it has no list "
            "of elements."
        )
        raise InputError(message.format(origin=origin))
    about = tables.get("osm3s")
    timestamp = about.get("timestamp_osm_base") if isinstance(about, dict) else None
    return Answer(tuple(tables["elements"]), timestamp, tables.get("remark"))


def read_answer(path: Path) -> Answer:
    """Return the Overpass answer in a file.

    Raises
    ------
    InputError
        If it is cut off, no Overpass answer, or incomplete by the server's own remark.
    """
    answer = parse_answer(path.read_bytes(), origin=path.name)
    if answer.remark:
        message = _(
            "{origin} is incomplete, the Overpass server says: {remark}. Ask for a smaller area."
        )
        remark = str(answer.remark).strip().rstrip(".")
        raise InputError(message.format(origin=path.name, remark=remark))
    return answer


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
                collector.add_way(element["id"], _read_tags(element), element["nodes"])
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        message = _(
            "An element of the Overpass answer cannot be used ({error}). Ask the server with "
            "(._;>;);out body; at the end."
        )
        raise InputError(message.format(error=error)) from None


def _read_tags(element: Element) -> dict[str, str]:
    # Servers give text only; tools that write the same format also give numbers.
    return {key: str(value) for key, value in (element.get("tags") or {}).items()}
