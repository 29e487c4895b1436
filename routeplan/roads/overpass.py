"""Roads and other elements from Overpass servers, tile by tile, kept so that a fetch resumes.

References
----------
https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL
https://dev.overpass-api.de/overpass-doc/en/preface/commons.html
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from routeplan.areas.districts import Area
from routeplan.config import FetchRule
from routeplan.errors import FetchError, InputError
from routeplan.files import write_bytes
from routeplan.http import AnswerError, Patience, ask_server, open_client
from routeplan.i18n import _
from routeplan.model import RoadSource
from routeplan.roads.answers import Answer, Element, collect_roads, parse_answer
from routeplan.roads.raw import ROAD_CLASSES, RawRoads, RoadCollector
from routeplan.roads.sources import buffer_outline, build_roads
from routeplan.roads.tiles import Tile, cut_tiles

ROADS_QUERY = f'way["highway"~"^({"|".join(ROAD_CLASSES)})$"]({{bbox}});(._;>;);out body;'

# A tile that is too much for every server is quartered at most this often.
LARGEST_DEPTH = 2


@dataclass(frozen=True)
class Overpass:
    """How Overpass servers are asked.

    Parameters
    ----------
    rule
        Servers, tile size and patience.
    cache_dir
        Folder in which every good answer is kept; a later fetch asks only for what is missing.
    refresh
        Forget the answers kept for the area first.
    on_progress
        Called with the number of tiles done and the number of all, first with 0.
    on_wait
        Called with a reason and seconds before each wait for a server.
    sleep, transport
        What waits and what carries the questions; tests pass their own.
    """

    rule: FetchRule
    cache_dir: Path
    refresh: bool = False
    on_progress: Callable[[int, int], None] | None = None
    on_wait: Callable[[str, float], None] | None = None
    sleep: Callable[[float], None] = time.sleep
    transport: httpx.BaseTransport | None = None


def fetch_roads(area: Area, *, overpass: Overpass) -> RawRoads:
    """Return the roads of `area`, its surroundings included as with `read_roads`.

    The moment of the data is that of the oldest answer.

    Raises
    ------
    FetchError
        As `fetch_answers` does, and if the servers know no road there at all.
    InputError
        If all roads they know in the tiles lie beyond the area.
    """
    collector = RoadCollector()
    moments = []
    for answer in fetch_answers(area, ROADS_QUERY, overpass=overpass):
        collect_roads(answer, collector)
        moments.extend([answer.timestamp] if answer.timestamp else [])
    if not collector.way_count:
        message = _("The servers know no road in {area}. Check its boundary.")
        raise FetchError(message.format(area=area.title))
    source = RoadSource("real", "Overpass API", "overpass", min(moments, default=None), area.title)
    return build_roads(collector, source, outline=buffer_outline(area.boundary))


def fetch_elements(area: Area, query: str, *, overpass: Overpass) -> tuple[Element, ...]:
    """Return what `query` finds in the tiles of `area`, each element once.

    Elements of the tiles that lie outside the area are among them. Raises as `fetch_answers`
    does.

    Parameters
    ----------
    query
        Overpass QL without settings, ``{bbox}`` standing for the tile's rectangle:
        ``nwr["amenity"="marketplace"]({bbox});out geom;``
    """
    found: dict[tuple[str, int], Element] = {}
    for answer in fetch_answers(area, query, overpass=overpass):
        for element in answer.elements:
            found.setdefault((element["type"], element["id"]), element)
    return tuple(found.values())


def fetch_answers(area: Area, query: str, *, overpass: Overpass) -> Iterator[Answer]:
    """Yield the answers for the tiles of `area` and its surroundings.

    Raises
    ------
    FetchError
        If no server answered for a tile; what was got so far is kept.
    """
    rule = overpass.rule
    tiles = cut_tiles(buffer_outline(area.boundary), tile_deg=rule.tile_deg)
    report = overpass.on_progress or (lambda _done, _total: None)
    report(0, len(tiles))
    with open_client(timeout_s=rule.timeout_s, transport=overpass.transport) as client:
        session = TileSession(client, query, overpass=overpass)
        if overpass.refresh:
            for tile in tiles:
                session.forget(tile)
        for done, tile in enumerate(tiles):
            try:
                yield from session.fetch(tile)
            except TileError as error:
                raise FetchError(_describe_failure(error, done, len(tiles))) from error
            report(done + 1, len(tiles))


class TileError(FetchError):
    """No server answered for a tile; holds each server's failure."""

    def __init__(self, failures: dict[str, AnswerError]) -> None:
        super().__init__("; ".join(f"{url}: {error}" for url, error in failures.items()))
        self.failures = failures


class TileSession:
    """Asks for one tile after the other and remembers which server answered last."""

    def __init__(self, client: httpx.Client, query: str, *, overpass: Overpass) -> None:
        rule = overpass.rule
        self._client = client
        self._query = query
        self._timeout_s = math.ceil(rule.timeout_s)
        self._servers = list(rule.servers)
        self._cache_dir = overpass.cache_dir
        self._patience = Patience(
            rule.attempts, rule.longest_wait_s, overpass.sleep, overpass.on_wait
        )

    def fetch(self, tile: Tile, *, depth: int = 0) -> Iterator[Answer]:
        """Yield the answers for `tile`: one, or those of its quarters if it is too much."""
        kept = self._load_kept(tile)
        if kept is not None:
            yield kept
            return
        try:
            # Once quartered, always quartered: the whole was too much an earlier time.
            answer = None if self._is_quartered(tile, depth) else self._ask_servers(tile)
        except TileError as error:
            too_big = any(failure.too_big for failure in error.failures.values())
            if depth == LARGEST_DEPTH or not too_big:
                raise
            answer = None
        if answer is not None:
            yield answer
            return
        for quarter in tile.quarter():
            yield from self.fetch(quarter, depth=depth + 1)

    def forget(self, tile: Tile, *, depth: int = 0) -> None:
        """Delete the answers kept for `tile` and its quarters."""
        self._path(tile).unlink(missing_ok=True)
        if depth < LARGEST_DEPTH:
            for quarter in tile.quarter():
                self.forget(quarter, depth=depth + 1)

    def _ask_servers(self, tile: Tile) -> Answer:
        form = {"data": f"[out:json][timeout:{self._timeout_s}];{self._compose(tile)}"}
        failures: dict[str, AnswerError] = {}
        for url in tuple(self._servers):
            try:
                body, answer = ask_server(
                    self._client, url, form, read=_read_body, patience=self._patience
                )
            except AnswerError as error:
                failures[url] = error
                # From now on it is asked last.
                self._servers.remove(url)
                self._servers.append(url)
                continue
            write_bytes(self._path(tile), body)
            return answer
        raise TileError(failures)

    def _load_kept(self, tile: Tile) -> Answer | None:
        path = self._path(tile)
        if not path.exists():
            return None
        try:
            return parse_answer(path.read_bytes(), origin=str(path))
        except InputError:
            path.unlink()  # damaged on the disk: ask again
            return None

    def _is_quartered(self, tile: Tile, depth: int) -> bool:
        if depth == LARGEST_DEPTH:
            return False
        return any(
            self._path(quarter).exists() or self._is_quartered(quarter, depth + 1)
            for quarter in tile.quarter()
        )

    def _compose(self, tile: Tile) -> str:
        return self._query.replace("{bbox}", tile.bbox)

    def _path(self, tile: Tile) -> Path:
        digest = hashlib.sha256(self._compose(tile).encode("utf-8")).hexdigest()
        return self._cache_dir / f"{digest[:32]}.json"


def _read_body(body: bytes) -> tuple[bytes, Answer]:
    try:
        answer = parse_answer(body, origin="")
    except InputError:
        raise AnswerError(_("the answer is not whole")) from None
    if answer.remark:
        message = _("it gave up: {remark}").format(remark=str(answer.remark).strip())
        raise AnswerError(message, again=False, too_big=True)
    return body, answer


def _describe_failure(error: TileError, done: int, total: int) -> str:
    lines = [
        _("No server answered for tile {n} of {total}:").format(n=done + 1, total=total),
        *(f"  - {url}: {failure}" for url, failure in error.failures.items()),
        _(
            "{done} of {total} tiles are kept. Run the same command again to go on from there, "
            "later or with other servers under [fetch] in patrol.toml."
        ).format(done=done, total=total),
    ]
    return "\n".join(lines)
