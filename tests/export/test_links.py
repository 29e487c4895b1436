"""Links follow the stops in order, keep Google's limits, and can be read off their QR codes."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patrol_plan import make_patrol_plan
from plan_examples import START, make_plan_example

from routeplan.export import WRITERS, ExportOptions
from routeplan.export.content.links import (
    APP_WAYPOINTS,
    BROWSER_WAYPOINTS,
    Link,
    draw_qr,
    list_links,
)
from routeplan.i18n import use_language
from routeplan.model import Leg, Loop, Plan, Stop, StopKind, Unit, Vehicle
from routeplan.wording import sample_warning

MAX_URL_LETTERS = 2048  # of Google's links, escapes included
CAR = Unit("r0", "Regu 1", "R4", 113.0, -8.0)
BASE = (113.0, -8.0)
Point = tuple[float, float]


def make_stop(kind: StopKind, point: Point, moment: datetime, *, drive: Leg | None = None) -> Stop:
    hotspot = None if kind in ("base", "break", "meeting") else "h"
    return Stop(
        kind, hotspot, "Titik", moment, moment + timedelta(minutes=10), 0, 600,
        point[0] + 0.5, point[1], point[0], point[1], 0, "Jalan", drive=drive,
    )  # fmt: skip


def make_drive(*course: Point, metres: int = 500) -> Leg:
    return Leg(metres, 60, (), (), course, (1,))


def make_loop(*places: Point | tuple[StopKind, Point] | Leg) -> Loop:
    """Return a loop from the base to the base: stays at points, other kinds, and drives."""
    stops = []
    for number, place in enumerate((("base", BASE), *places, ("base", BASE))):
        moment = START + timedelta(minutes=20 * number)
        if isinstance(place, Leg):
            stops.append(make_stop("pass", place.geometry[0], moment, drive=place))
        elif isinstance(place[0], str):
            stops.append(make_stop(place[0], place[1], moment))
        else:
            stops.append(make_stop("dwell", place, moment))
    legs = tuple(make_drive(BASE, BASE, metres=0) for _ in stops[1:])
    return Loop("r0", tuple(stops), legs, 0, 0, 0, 0, 0.0)


def read_points(link: Link) -> list[str]:
    """Return the points of a link in order, as ``lat,lon``."""
    query = parse_qs(urlsplit(link.url).query, strict_parsing=True)
    between = query["waypoints"][0].split("|") if "waypoints" in query else []
    return [query["origin"][0], *between, query["destination"][0]]


def test_a_short_loop_is_one_link_along_the_roads_beside_its_stops() -> None:
    with use_language("en"):
        (link,) = list_links(make_loop((113.25, -8.125), (113.5, -8.0)), CAR)
    assert link.url == (
        "https://www.google.com/maps/dir/?api=1&origin=-8.000000%2C113.000000"
        "&destination=-8.000000%2C113.000000"
        "&waypoints=-8.125000%2C113.250000%7C-8.000000%2C113.500000&travelmode=driving"
    )
    # Leaves at 23:10, ten minutes after the shift's start; stops of 23:20 and 23:40; back at 24.
    assert link.title == "23:10–00:00, stops 1–2"


def test_a_long_loop_is_cut_where_a_link_is_full() -> None:
    # 13 points with the base at both ends: 11 in the first link, which ends at the 10th stop.
    loop = make_loop(*((113.0 + n / 100, -8.5) for n in range(1, 12)))
    with use_language("en"):
        first, second = list_links(loop, CAR)
    assert read_points(first)[-1] == read_points(second)[0] == "-8.500000,113.100000"
    assert len(read_points(first)) == 11
    assert read_points(second)[1:] == ["-8.500000,113.110000", "-8.000000,113.000000"]
    assert [first.title, second.title] == [
        "Part 1 of 2, 23:10–02:20, stops 1–10",
        "Part 2 of 2, 02:30–03:00, stop 11",
    ]
    assert first.stops + second.stops[1:] == loop.stops


def test_a_pass_gives_its_ends_and_a_long_one_its_middle() -> None:
    a, b, c, d = (113.1, -8.1), (113.2, -8.1), (113.3, -8.1), (113.5, -8.1)
    # Half of the way from a to d is 113.3.
    loop = make_loop(make_drive(a, b, c, d, metres=1500), make_drive(d, (113.5, -8.2)))
    (link,) = list_links(loop, CAR)
    assert read_points(link)[1:-1] == [
        "-8.100000,113.100000", "-8.100000,113.300000", "-8.100000,113.500000",
        "-8.200000,113.500000",
    ]  # fmt: skip


def test_a_pass_is_never_cut_in_two() -> None:
    stays = [(113.0 + n / 100, -8.5) for n in range(1, 10)]
    loop = make_loop(*stays, make_drive((113.2, -8.5), (113.3, -8.5)))
    first, second = list_links(loop, CAR)
    assert len(read_points(first)) == 10
    assert read_points(second)[1:3] == ["-8.500000,113.200000", "-8.500000,113.300000"]


def test_breaks_meetings_and_the_base_in_between_are_on_the_way() -> None:
    x, y = (113.1, -8.1), (113.2, -8.2)
    loop = make_loop(x, ("base", BASE), ("break", y), ("meeting", y), x)
    (link,) = list_links(loop, CAR)
    assert read_points(link)[1:-1] == [
        "-8.100000,113.100000", "-8.000000,113.000000", "-8.200000,113.200000",
        "-8.100000,113.100000",
    ]  # fmt: skip


def test_a_unit_that_stays_at_its_base_has_no_link() -> None:
    assert list_links(make_loop(BASE), CAR) == ()


@pytest.mark.parametrize(
    ("vehicle", "mode"), [("R4", "driving"), ("R2", "two-wheeler"), ("foot", "walking")]
)
def test_the_travel_mode_is_that_of_the_vehicle(vehicle: Vehicle, mode: str) -> None:
    unit = Unit("r0", "Regu 1", vehicle, *BASE)
    (link,) = list_links(make_loop((113.1, -8.1)), unit)
    assert link.url.endswith(f"&travelmode={mode}")


def test_more_waypoints_than_google_takes_are_refused() -> None:
    with pytest.raises(ValueError, match="3 to 9 waypoints: 10"):
        list_links(make_loop((113.1, -8.1)), CAR, max_waypoints=10)


# Few places, so that neighbours are often the same.
points = st.tuples(st.sampled_from([113.0, 113.1, -0.000001]), st.sampled_from([-8.0, -8.1]))
drives = st.builds(make_drive, points, points, points, points, metres=st.sampled_from([200, 1001]))


@given(st.lists(points | drives, max_size=40), st.integers(BROWSER_WAYPOINTS, APP_WAYPOINTS))
def test_links_are_a_chain_along_all_points_within_the_limits(
    places: list[Point | Leg], limit: int
) -> None:
    loop = make_loop(*places)
    links = list_links(loop, CAR, max_waypoints=limit)
    for before, after in pairwise(links):
        assert read_points(before)[-1] == read_points(after)[0]
        assert before.stops[-1] is after.stops[0]
    for link in links:
        assert 2 <= len(read_points(link)) <= limit + 2
        assert len(link.url) <= MAX_URL_LETTERS
    chain = [point for link in links for point in read_points(link)[1:]]
    assert all(here != there for here, there in pairwise(chain))
    if links:
        assert sum((link.stops[1:] for link in links), links[0].stops[:1]) == loop.stops
    # Whoever follows the chain comes by the road beside every stop, in order.
    way = iter(read_points(links[0])[:1] + chain if links else ["-8.000000,113.000000"])
    place = next(way)
    for stop in loop.stops:
        for lon, lat in [
            (stop.road_lon, stop.road_lat),
            *(stop.drive.geometry[-1:] if stop.drive else ()),
        ]:
            while place != f"{lat:.6f},{lon:.6f}":
                place = next(way)


def test_the_qr_code_of_the_longest_link_reads_as_its_address(tmp_path: Path) -> None:
    zbarimg = shutil.which("zbarimg")
    if zbarimg is None:
        pytest.skip("zbarimg is not installed: QR codes are not read back")
    plan = make_patrol_plan()
    units = {unit.id: unit for unit in plan.units}
    urls = [link.url for loop in plan.loops for link in list_links(loop, units[loop.unit_id])]
    longest = max(urls, key=len)
    picture = tmp_path / "qr.png"
    picture.write_bytes(draw_qr(longest))
    command = [zbarimg, "--quiet", "--raw", str(picture)]
    read = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    assert read.stdout.strip() == longest


def test_the_qr_code_has_a_quiet_zone_and_square_modules() -> None:
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(draw_qr("https://example.org/"))).convert("L")
    width, height = picture.size
    # 25 modules of a version 2 code and four on each side, 8 pixels each.
    assert (width, height) == (8 * (25 + 8), 8 * (25 + 8))
    assert picture.crop((0, 0, width, 32)).getextrema() == (255, 255)
    assert picture.getpixel((32, 32)) == 0


def write_links(plan: Plan, language: str = "en") -> str:
    with use_language(language):
        (file,) = WRITERS["links"](plan, ExportOptions())
    assert file.name == "links.txt"
    return file.data.decode()


def test_the_text_holds_every_link_below_its_unit_with_ends_and_times() -> None:
    plan = make_patrol_plan()
    units = {unit.id: unit for unit in plan.units}
    text = write_links(plan)
    with use_language("en"):
        for loop in plan.loops:
            paragraph = next(
                p for p in text.split("\n\n") if p.startswith(f"*{units[loop.unit_id].name}*")
            )
            for link in list_links(loop, units[loop.unit_id]):
                begin = paragraph.index(f"{link.title}\n")
                title, ends, url = paragraph[begin:].split("\n")[:3]
                assert (title, url) == (link.title, link.url)
                assert ends.startswith(link.stops[0].name)
                assert link.stops[-1].name in ends.partition(" → ")[2]


def test_the_text_says_what_opening_a_link_tells_google() -> None:
    assert "Opening a link tells Google where the patrol will be" in write_links(
        make_plan_example()
    )


def test_names_with_line_breaks_stay_on_one_line_of_the_text() -> None:
    text = write_links(make_plan_example())
    assert not set("\r\u2028") & set(text)
    # Heading, three units with a link each, notes.
    assert len(text.split("\n\n")) == 5
    assert text.count("\nhttps://") == text.count("https://") == 3


def test_a_plan_on_invented_roads_says_so_above_its_links() -> None:
    with use_language("en"):
        warning = sample_warning()
    assert warning in write_links(make_plan_example(kind="sample")).split("\n\n")[0]
    assert "ODbL" in write_links(make_plan_example())
