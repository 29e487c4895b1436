"""What holds for every format: names are text, files are safe, the same twice, and say their source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import pytest
from output_texts import list_formula_cells, normalise, read_text
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example
from replanned_plan import make_replanned_plan

from routeplan.export import WRITERS, ExportFile, ExportOptions
from routeplan.model import Plan
from routeplan.wording import format_clock, sample_warning

Kind = Literal["real", "sample", "patrol", "replanned"]

CREDIT = "© OpenStreetMap contributors, ODbL"
# Files for devices and tables keep times to the second; the others tell the clock.
MOMENTS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y%m%dT%H%M%S")
PICTURES = {"png"}
STYLES = (".qml", ".sld")  # they say how a map program draws the file beside them
# Formats that do not tell the times of all stops, and why.
WITHOUT_TIMES = {
    "png": "a picture has no text",
    "links": "leads Google Maps from stop to stop, which plans no times",
}
# Formats that do not name all stops, and why.
WITHOUT_NAMES = {
    "png": "a picture has no text",
    "links": "names the places where each link begins and ends, here the base",
}
# Formats that tell the sections of a road that are driven in a row as one.
JOINING = {"ics"}
# Formats that tell when a stop begins, and not always since when a unit waits there for that.
WITHOUT_WAITING = {"docx", "ics", "pdf"}


@cache
def make_plan(kind: Kind) -> Plan:
    if kind == "patrol":
        return make_patrol_plan()
    return make_replanned_plan() if kind == "replanned" else make_plan_example(kind=kind)


@cache
def write(name: str, kind: Kind) -> tuple[ExportFile, ...]:
    """Return the files of a format, made once for all tests."""
    return tuple(WRITERS[name](make_plan(kind), ExportOptions()))


def list_documents(name: str, kind: Kind) -> list[ExportFile]:
    """Return the files of a format that show the plan."""
    return [file for file in write(name, kind) if not file.name.endswith(STYLES)]


def read_all(name: str, kind: Kind) -> str:
    return "\n".join(read_text(file) for file in write(name, kind))


def list_moments(
    plan: Plan, *, with_sections: bool, with_waiting: bool
) -> Iterator[tuple[str, tuple[datetime, ...]]]:
    """Yield each stop's name with its arrival, or else when it begins, and with its departure."""
    for loop in plan.loops:
        for stop in loop.stops:
            if stop.kind != "pass" or with_sections:
                begin = () if with_waiting else (stop.begin.astimezone(stop.depart.tzinfo),)
                yield stop.name, (stop.arrive, *begin)
                yield stop.name, (stop.depart,)


def word_moment(moment: datetime) -> set[str]:
    """Return the ways in which an output may tell a moment."""
    exact = {f"{time:{form}}" for time in (moment, moment.astimezone(UTC)) for form in MOMENTS}
    return {format_clock(moment), *exact}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_files(name: str) -> None:
    files = write(name, "real")
    assert files
    assert all(file.data and file.title for file in files)


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    again = WRITERS[name](make_plan_example(), ExportOptions())
    assert [file.name for file in again if file not in write(name, "real")] == []


@pytest.mark.parametrize("name", WRITERS)
def test_names_of_files_are_short_and_hold_nothing_of_the_plan(name: str) -> None:
    for file in write(name, "real"):
        assert re.fullmatch(r"[a-z][a-z0-9-]{1,30}\.[a-z]{3,7}", file.name)


def test_no_two_formats_write_the_same_file() -> None:
    names = Counter(file.name for name in WRITERS for file in write(name, "real"))
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in WITHOUT_NAMES])
def test_nasty_names_are_there_as_text(name: str) -> None:
    text = read_all(name, "real")
    assert [spot for spot in NASTY_NAMES if normalise(spot) not in text] == []


@pytest.mark.parametrize("name", [name for name in WRITERS if name in ("csv", "xlsx")])
def test_no_cell_is_a_formula(name: str) -> None:
    assert [cell for file in write(name, "real") for cell in list_formula_cells(file)] == []


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in PICTURES])
def test_every_file_says_where_its_roads_are_from(name: str) -> None:
    for file in list_documents(name, "real"):
        text = read_text(file)
        assert CREDIT in text
        assert make_plan("real").source.origin in text
        assert sample_warning() not in text


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in PICTURES])
def test_every_file_made_on_a_sample_network_warns_of_it(name: str) -> None:
    for file in list_documents(name, "sample"):
        assert sample_warning() in read_text(file), file.name


@pytest.mark.parametrize("kind", ["real", "patrol", "replanned"])
@pytest.mark.parametrize("name", [name for name in WRITERS if name not in WITHOUT_TIMES])
def test_the_times_of_every_stop_are_told(name: str, kind: Kind) -> None:
    text = read_all(name, kind)
    missing = [
        (stop, moments[0].isoformat())
        for stop, moments in list_moments(
            make_plan(kind),
            with_sections=name not in JOINING,
            with_waiting=name not in WITHOUT_WAITING,
        )
        if not any(words in text for moment in moments for words in word_moment(moment))
    ]
    assert missing == []


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in PICTURES | {"links"}])
def test_every_format_tells_what_a_unit_is_sent_to(name: str) -> None:
    assert "Kejadian I1" in read_all(name, "replanned")
