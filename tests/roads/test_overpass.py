"""Fetching from servers that answer well, badly, late or not at all: real HTTP on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import shapely
from overpass_server import EMPTY, GOOD, REMARK, LoopbackServer, Reply, serving

from routeplan import __version__
from routeplan.areas.districts import Area
from routeplan.config import FetchRule
from routeplan.errors import FetchError
from routeplan.roads.overpass import Overpass, fetch_elements, fetch_roads
from routeplan.roads.raw import RawRoads
from routeplan.roads.sources import read_roads
from routeplan.roads.tiles import Tile, cut_tiles

# One tile of 0.1 degrees, its margin of 1 km included.
VILLAGE = Area("jarit", "Desa Jarit", (), shapely.box(113.12, -8.18, 113.18, -8.12))
TWO_TILES = Area("timur", "Dua petak", (), shapely.box(113.12, -8.18, 113.28, -8.12))


def inside(body: bytes) -> bytes:
    """Return the answer with its street moved into the first tile."""
    body = body.replace(b"-8.205", b"-8.150").replace(b"-8.206", b"-8.151")
    return body.replace(b"113.10", b"113.15")


HERE = Reply(body=inside(GOOD))


def ask(
    tmp_path: Path,
    *servers: LoopbackServer | str,
    area: Area = VILLAGE,
    waits: list[float] | None = None,
    **settings: Any,
) -> RawRoads:
    """Fetch with two attempts per server; waits are recorded, not waited."""
    urls = tuple(s if isinstance(s, str) else s.url for s in servers)
    rule = FetchRule(urls, settings.pop("timeout_s", 5.0), 0.1, 2, longest_wait_s=60)
    sleep: Callable[[float], None] = (waits if waits is not None else []).append
    overpass = Overpass(rule, tmp_path / "kept", sleep=sleep, **settings)
    return fetch_roads(area, overpass=overpass)


def list_kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "kept"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_real_answer_from_a_server_is_the_same_as_from_its_file(
    real_data: Path, tmp_path: Path
) -> None:
    file = real_data / "roads/pancer_village_overpass.json"
    roads = read_roads(file)
    area = Area("pancer", "Pancer", (), shapely.box(114.0, -8.62, 114.05, -8.56))
    with serving(Reply(body=file.read_bytes())) as server:
        fetched = ask(tmp_path, server, area=area)
    assert len(server.questions) > 1  # every tile gives the same: ids count once
    np.testing.assert_array_equal(fetched.node_id, roads.node_id)
    np.testing.assert_array_equal(fetched.way_nodes, roads.way_nodes)
    assert fetched.source.osm_timestamp == "2024-06-25T22:15:16Z"
    assert fetched.source.clip == "Pancer"


def test_the_question_names_classes_rectangle_and_who_asks(tmp_path: Path) -> None:
    with serving(HERE) as server:
        ask(tmp_path, server)
    (question,) = server.questions
    assert question.startswith('[out:json][timeout:5];way["highway"~"^(motorway|')
    assert "(-8.2000000,113.1000000,-8.1000000,113.2000000);(._;>;);out body;" in question
    assert server.agents[0].startswith(f"routeplan/{__version__} ")


def test_a_busy_server_is_asked_again_after_the_seconds_it_names(tmp_path: Path) -> None:
    waits: list[float] = []
    with serving(Reply(429, headers={"Retry-After": "17"}), HERE) as server:
        raw = ask(tmp_path, server, waits=waits)
    assert waits == [17]
    assert raw.way_id.tolist() == [10]


def test_a_retry_after_may_be_a_date_and_is_capped(tmp_path: Path) -> None:
    waits: list[float] = []
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with serving(Reply(429, headers={"Retry-After": later}), HERE) as server:
        ask(tmp_path, server, waits=waits)
    with serving(Reply(429, headers={"Retry-After": "86400"}), HERE) as server:
        ask(tmp_path, server, waits=waits, refresh=True)
    assert 25 < waits[0] <= 30
    assert waits[1] == 60


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("9" * 400, 60),
        ("soon", 2),
        (f"Mon, 1 Jan 1{'0' * 30} 00:00:00 GMT", 2),
    ],
    ids=["a moment gone by", "more than any number", "no moment", "a year beyond all calendars"],
)
def test_an_odd_retry_after_does_no_harm(tmp_path: Path, asked: str, waited: float) -> None:
    waits: list[float] = []
    with serving(Reply(429, headers={"Retry-After": asked}), HERE) as server:
        ask(tmp_path, server, waits=waits)
    assert waits == [waited]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_server_that_stays_busy_is_left_for_the_next(tmp_path: Path, status: int) -> None:
    waits: list[float] = []
    told: list[str] = []
    with serving(Reply(status)) as busy, serving(HERE) as good:
        ask(tmp_path, busy, good, waits=waits, on_wait=lambda reason, _s: told.append(reason))
    assert (len(busy.questions), len(good.questions)) == (2, 1)
    assert waits == [2]
    assert told[0].startswith(f"HTTP {status}")


def test_a_server_that_refuses_is_not_asked_again(tmp_path: Path) -> None:
    waits: list[float] = []
    with serving(Reply(400)) as refusing, serving(HERE) as good:
        ask(tmp_path, refusing, good, waits=waits)
    assert (len(refusing.questions), waits) == (1, [])


@pytest.mark.parametrize(
    "bad",
    [
        Reply(body=inside(GOOD), cut=True),
        Reply(body=inside(GOOD)[:200]),
        Reply(body=b"<html>Dispatcher_Client::request_read_and_idx::timeout</html>"),
    ],
    ids=["body shorter than promised", "JSON cut off", "a page instead of JSON"],
)
def test_an_answer_that_is_not_whole_is_asked_for_again(tmp_path: Path, bad: Reply) -> None:
    waits: list[float] = []
    with serving(bad, HERE) as server:
        raw = ask(tmp_path, server, waits=waits)
    assert waits == [2]
    assert len(raw.way_id) == 1
    assert len(list_kept(tmp_path)) == 1


def test_an_answer_with_a_remark_is_never_kept(tmp_path: Path) -> None:
    with serving(Reply(body=REMARK)) as tired, serving(HERE) as good:
        raw = ask(tmp_path, tired, good)
    assert (len(tired.questions), len(good.questions)) == (1, 1)
    assert len(raw.node_id) == 3
    assert all(b"remark" not in p.read_bytes() for p in (tmp_path / "kept").iterdir())


def test_a_server_that_keeps_silent_is_left_for_the_next(tmp_path: Path) -> None:
    with serving(Reply(stall=True)) as silent, serving(HERE) as good:
        ask(tmp_path, silent, good, timeout_s=0.3)
    assert (len(silent.questions), len(good.questions)) == (1, 1)


def test_the_server_that_answered_last_is_asked_first(tmp_path: Path) -> None:
    with serving(Reply(500)) as broken, serving(HERE) as good:
        ask(tmp_path, broken, good, area=TWO_TILES)
    assert (len(broken.questions), len(good.questions)) == (1, 2)


def test_a_tile_that_is_too_much_is_asked_for_in_quarters(tmp_path: Path) -> None:
    with serving(Reply(body=REMARK), HERE) as server:
        raw = ask(tmp_path, server)
    assert len(server.questions) == 5
    assert "(-8.2000000,113.1000000,-8.1500000,113.1500000)" in server.questions[1]
    assert len(raw.way_id) == 1
    with serving(Reply(500)) as other:
        ask(tmp_path, other)  # the quarters are kept; the whole is not tried again
    assert not other.questions


def test_an_empty_tile_is_sea_but_an_area_without_any_road_is_an_error(tmp_path: Path) -> None:
    with serving(HERE, Reply(body=EMPTY)) as server:
        assert len(ask(tmp_path, server, area=TWO_TILES).way_id) == 1
    with serving(Reply(body=EMPTY)) as sea, pytest.raises(FetchError, match="no road in Desa"):
        ask(tmp_path / "sea", sea)


def test_a_fetch_that_breaks_off_says_so_and_goes_on_from_there(tmp_path: Path) -> None:
    with (
        serving(HERE, Reply(504)) as server,
        serving(Reply(403)) as other,
        pytest.raises(FetchError) as caught,
    ):
        ask(tmp_path, server, other, area=TWO_TILES)
    message = str(caught.value)
    assert "No server answered for tile 2 of 2" in message
    assert f"{server.url}: HTTP 504 Gateway Timeout" in message
    assert f"{other.url}: HTTP 403 Forbidden" in message
    assert "1 of 2 tiles are kept. Run the same command again" in message
    kept = list_kept(tmp_path)
    assert len(kept) == 1
    assert kept[0].endswith(".json")

    done: list[tuple[int, int]] = []
    with serving(HERE) as server:
        ask(tmp_path, server, area=TWO_TILES, on_progress=lambda n, m: done.append((n, m)))
    assert len(server.questions) == 1
    assert "113.2000000" in server.questions[0]
    assert done == [(0, 2), (1, 2), (2, 2)]


def test_nobody_there_is_a_clear_message(tmp_path: Path) -> None:
    with serving(HERE) as gone:
        url = gone.url
    with pytest.raises(FetchError, match=r"no connection, or it broke off"):
        ask(tmp_path, url)
    assert list_kept(tmp_path) == []


def test_a_server_that_takes_no_call_is_not_a_question_too_big(tmp_path: Path) -> None:
    calls = []

    def hang(request: httpx.Request) -> httpx.Response:
        calls.append(request.extensions["timeout"]["connect"])
        raise httpx.ConnectTimeout("timed out", request=request)

    with pytest.raises(FetchError, match="timed out"):
        ask(tmp_path, "http://overpass.test/", transport=httpx.MockTransport(hang), timeout_s=180.0)
    assert calls == [20, 20]  # two attempts, no quarters


@pytest.mark.parametrize("url", ["overpass-api.de", "http://overpass..de/", "http://xn--/"])
def test_a_server_name_that_is_no_address_is_a_clear_message(tmp_path: Path, url: str) -> None:
    with pytest.raises(FetchError, match="not a web address"):
        ask(tmp_path, url)


def test_kept_answers_are_used_until_they_are_refreshed_or_damaged(tmp_path: Path) -> None:
    with serving(HERE) as server:
        ask(tmp_path, server)
        ask(tmp_path, server)
        assert len(server.questions) == 1
        ask(tmp_path, server, refresh=True)
        assert len(server.questions) == 2
        (kept,) = (tmp_path / "kept").iterdir()
        kept.write_bytes(kept.read_bytes()[:50])
        ask(tmp_path, server)
        assert len(server.questions) == 3


def test_the_moment_of_the_data_is_that_of_the_oldest_tile(tmp_path: Path) -> None:
    older = Reply(body=inside(GOOD).replace(b"2024-11-01", b"2024-05-05"))
    with serving(HERE, older) as server:
        raw = ask(tmp_path, server, area=TWO_TILES)
    assert raw.source.osm_timestamp == "2024-05-05T00:00:00Z"


def test_any_elements_can_be_fetched_each_once(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert b"marketplace" in request.content
        market = {"type": "node", "id": 5, "lat": -8.15, "lon": 113.15}
        return httpx.Response(200, json={"elements": [market]})

    rule = FetchRule(("http://overpass.test/",), 5, 0.1, 1, 60)
    overpass = Overpass(rule, tmp_path, transport=httpx.MockTransport(answer))
    found = fetch_elements(
        TWO_TILES, 'nwr["amenity"="marketplace"]({bbox});out center;', overpass=overpass
    )
    assert [element["id"] for element in found] == [5]


def test_tiles_lie_on_one_grid_and_leave_out_what_the_area_does_not_touch() -> None:
    corner = shapely.Polygon([(113.11, -8.19), (113.27, -8.19), (113.11, -8.03)])
    tiles = cut_tiles(corner, tile_deg=0.1)
    corners = [(round(t.west, 6), round(t.south, 6)) for t in tiles]
    # the slope meets longitude 113.2 at latitude -8.12: below the north-eastern tile
    assert corners == [(113.1, -8.2), (113.2, -8.2), (113.1, -8.1)]


def test_four_quarters_make_a_tile() -> None:
    quarters = Tile(113.0, -8.2, 113.4, -8.0).quarter()
    union = shapely.union_all([shapely.box(q.west, q.south, q.east, q.north) for q in quarters])
    assert union.equals(shapely.box(113.0, -8.2, 113.4, -8.0))
    assert Tile(113.0, -8.2, 113.4, -8.0).bbox == "-8.2000000,113.0000000,-8.0000000,113.4000000"
