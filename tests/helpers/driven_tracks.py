"""Tracks of units that drive a plan, well or badly, as phones would record them.

A unit is where its plan says, at the time that it says; noise, drift, gaps and what it does
otherwise are added on purpose, by a seed. `simulate_tracks` gives arrays; `track_files` writes
them as the files of phones.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from routeplan.config import load_config
from routeplan.geo import EARTH_RADIUS_M, great_circle_m
from routeplan.model import Leg, Loop, Plan, Stop
from routeplan.roads.geometry import trace_points
from routeplan.roads.graph import make_vehicle_graph
from routeplan.roads.matrix import compute_matrix, find_paths, make_router
from routeplan.roads.network import Network
from routeplan.roads.snap import snap_to_graph

FloatArray = npt.NDArray[np.float64]
# Unit, and number of the stop among those of its loop, the base at the start being 0.
StopKey = tuple[str, int]
Place = tuple[float, float]

METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_M
WALKING_M_S = 1.2
# Stops at which a unit that is early waits for its time.
STAYS = ("base", "dwell", "break", "incident", "meeting")


@dataclass(frozen=True)
class DrivenTrack:
    """What a device recorded, (n,) each, and the signed edges that were driven in order.

    `moment_s` are seconds since 1970.
    """

    unit_id: str
    moment_s: FloatArray
    lon: FloatArray
    lat: FloatArray
    edges: tuple[int, ...]

    def take(self, kept: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> DrivenTrack:
        """Return some of the fixes, in the order told."""
        return replace(self, moment_s=self.moment_s[kept], lon=self.lon[kept], lat=self.lat[kept])

    def moved(self, seconds: float) -> DrivenTrack:
        """Return the track as a clock that is wrong by some seconds would record it."""
        return replace(self, moment_s=self.moment_s + seconds)


@dataclass(frozen=True)
class _Key:
    """A moment (seconds since 1970) and where the unit is then."""

    moment_s: float
    lon: float
    lat: float


def simulate_tracks(
    plan: Plan,
    *,
    noise_m: float = 8.0,
    every_s: float = 5.0,
    seed: int = 1,
    drift_m: float = 0.0,
    skip: Collection[StopKey] = (),
    shorten: Mapping[StopKey, float] | None = None,
    delay_s: Mapping[StopKey, float] | None = None,
    silent: Collection[StopKey] = (),
    gaps: Mapping[str, Sequence[tuple[float, float]]] | None = None,
    walk_m: float = 0.0,
    lead_s: float = 120.0,
    network: Network | None = None,
) -> dict[str, DrivenTrack]:
    """Return the track of each unit that drives a loop, by its id.

    Parameters
    ----------
    noise_m
        Standard deviation of each fix, east and north.
    drift_m
        The same of an error that changes slowly, as between houses.
    skip
        Stops that are not made: the unit drives by a place without staying there, and goes round
        the streets of a pass or a sweep. It waits for its time at the next place where it stays.
    shorten
        Share of the dwell after which the unit leaves a stop.
    delay_s
        Seconds by which the unit leaves the stop before too late; what follows is late, too,
        until waiting makes up for it.
    silent
        Stops during which nothing is recorded, as indoors.
    gaps
        Seconds from the shift's start between which a unit records nothing.
    walk_m
        How far officers walk around at stays.
    lead_s
        Seconds recorded at the base before and after the loop.
    network
        Needed where a pass or a sweep is skipped, to go round it.
    """
    tracks = {}
    start_s = plan.shift.start.timestamp()
    for number, loop in enumerate(plan.loops):
        rng = np.random.default_rng([seed, number])
        detours = None if network is None else _Detours(plan, loop.unit_id, network)
        drive = _Drive(loop, skip=skip, shorten=shorten or {}, delay_s=delay_s or {})
        drive.detours = detours
        keys = drive.run(lead_s=lead_s)
        at_s = np.array([key.moment_s for key in keys])
        moment_s = np.arange(at_s[0], at_s[-1], every_s)
        lon = np.interp(moment_s, at_s, [key.lon for key in keys])
        lat = np.interp(moment_s, at_s, [key.lat for key in keys])
        stays = [drive.stays[key] for key in drive.stays]
        east, north = _walk_around(moment_s, stays, walk_m, rng)
        for error_m, follow in ((noise_m, 0.0), (drift_m, math.exp(-every_s / 60))):
            east += _make_noise(len(moment_s), error_m, follow, rng)
            north += _make_noise(len(moment_s), error_m, follow, rng)
        track = DrivenTrack(
            loop.unit_id,
            moment_s,
            lon + east / METRES_PER_DEGREE / np.cos(np.radians(lat)),
            lat + north / METRES_PER_DEGREE,
            tuple(drive.edges),
        )
        hidden = [drive.stays[key] for key in silent if key in drive.stays]
        hidden += [(start_s + a, start_s + b) for a, b in (gaps or {}).get(loop.unit_id, ())]
        kept = np.ones(len(moment_s), dtype=bool)
        for begin, end in hidden:
            kept &= (moment_s < begin) | (moment_s > end)
        tracks[loop.unit_id] = track.take(kept)
    return tracks


class _Drive:
    """Drives a loop: keys in the order of time, `stays` by stop, `edges` driven."""

    detours: _Detours | None = None

    def __init__(
        self,
        loop: Loop,
        *,
        skip: Collection[StopKey],
        shorten: Mapping[StopKey, float],
        delay_s: Mapping[StopKey, float],
    ) -> None:
        self.loop = loop
        self.skip, self.shorten, self.delay_s = skip, shorten, delay_s
        self.stays: dict[StopKey, tuple[float, float]] = {}
        self.edges: list[int] = []
        self._keys: list[_Key] = []

    def run(self, *, lead_s: float) -> list[_Key]:
        """Return the keys of the whole loop."""
        now = self.loop.stops[0].depart.timestamp() - lead_s
        for number, stop in enumerate(self.loop.stops):
            now = self._make_stop((self.loop.unit_id, number), stop, now)
            if number < len(self.loop.legs):
                now += self.delay_s.get((self.loop.unit_id, number + 1), 0.0)
                self._stand(now, stop if stop.drive is None else None)
                now = self._go_on(number, now)
        self._stand(now + lead_s, self.loop.stops[-1])
        return self._keys

    def _make_stop(self, key: StopKey, stop: Stop, now: float) -> float:
        """Return the moment at which the unit leaves a stop that it comes to at `now`."""
        if key in self.skip:
            return now
        share = self.shorten.get(key, 1.0)
        if stop.drive is not None:
            return self._drive(stop.drive.geometry, stop.drive.edges, now, stop.dwell_s)
        self._stand(now, stop)
        begin = max(now, stop.begin.timestamp())
        end = begin + share * stop.dwell_s
        if stop.kind == "base":  # it leaves at its time, and comes back for good
            end = max(now, stop.depart.timestamp())
        self._stand(end, stop)
        self.stays[key] = (now, end)
        return end

    def _go_on(self, number: int, now: float) -> float:
        """Drive to the next stop, and return when the unit is there."""
        here, after = self.loop.stops[number : number + 2]
        leg = self.loop.legs[number]
        seconds = after.arrive.timestamp() - here.depart.timestamp()
        skipped = [
            n for n in (number, number + 1)
            if (self.loop.unit_id, n) in self.skip and self.loop.stops[n].drive is not None
        ]  # fmt: skip
        if not skipped:
            return self._drive(leg.geometry, leg.edges, now, seconds)
        if number + 1 in skipped:  # it goes on from here, when it comes to the stop behind
            return now
        if self.detours is None:
            raise ValueError("to go round streets the network is needed")
        closed = [self.loop.stops[n].drive for n in skipped]
        start = self._keys[-1].lon, self._keys[-1].lat
        way, edges, drive_s = self.detours.find(start, (after.road_lon, after.road_lat), closed)
        return self._drive(way, edges, now, drive_s)

    def _stand(self, moment_s: float, stop: Stop | None) -> None:
        lon, lat = (
            (stop.road_lon, stop.road_lat)
            if stop is not None
            else (self._keys[-1].lon, self._keys[-1].lat)
        )
        self._keys.append(_Key(moment_s, lon, lat))

    def _drive(
        self,
        geometry: Sequence[tuple[float, float]],
        edges: Sequence[int],
        now: float,
        seconds: float,
    ) -> float:
        self._keys.extend(_time_points(geometry, now, seconds))
        self.edges.extend(edges)
        return now + seconds


class _Detours:
    """Ways of a unit round some streets."""

    def __init__(self, plan: Plan, unit_id: str, network: Network) -> None:
        self.network = network
        self.vehicle = next(unit.vehicle for unit in plan.units if unit.id == unit_id)

    def find(
        self, start: Place, end: Place, closed: Sequence[Leg | None]
    ) -> tuple[list[Place], list[int], float]:
        """Return points, signed edges and seconds of the quickest way that leaves out some."""
        edges = {abs(edge) - 1 for leg in closed if leg for edge in leg.edges}
        rule = load_config().profiles[self.vehicle]
        graph = make_vehicle_graph(
            self.network, self.vehicle, rule, closed=np.array(sorted(edges), dtype=np.int64)
        )
        lon, lat = np.array([start, end]).T
        router = make_router(graph, snap_to_graph(graph, lon, lat))
        (path,) = find_paths(router, [(0, 1)])
        points = [start, *trace_points(self.network, path), end]
        signed = [-(p.edge + 1) if p.backward else p.edge + 1 for p in path]
        seconds = float(compute_matrix(router).seconds[0, 1])
        return points, signed, max(seconds, 5.0)


def _time_points(
    geometry: Sequence[tuple[float, float]], now: float, seconds: float
) -> Iterator[_Key]:
    lon, lat = np.array(geometry, dtype=np.float64).reshape(-1, 2).T
    along = np.concatenate([[0.0], np.cumsum(great_circle_m(lon[:-1], lat[:-1], lon[1:], lat[1:]))])
    share = along / along[-1] if along[-1] else np.linspace(0.0, 1.0, len(along))
    for x, y, part in zip(lon.tolist(), lat.tolist(), share.tolist(), strict=True):
        yield _Key(now + part * seconds, x, y)


def _make_noise(count: int, error_m: float, follow: float, rng: np.random.Generator) -> FloatArray:
    """Return errors of one standard deviation, each a share of the one before and a new one."""
    from scipy.signal import lfilter

    new = rng.normal(0.0, 1.0, count) * error_m
    if not follow or not count:
        return new
    new[1:] *= math.sqrt(1 - follow**2)
    found: FloatArray = lfilter([1.0], [1.0, -follow], new)
    return found


def _walk_around(
    moment_s: FloatArray,
    stays: Sequence[tuple[float, float]],
    walk_m: float,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray]:
    """Return metres east and north of officers who walk out to a point and back, stay by stay."""
    east, north = np.zeros(len(moment_s)), np.zeros(len(moment_s))
    for begin, end in stays if walk_m else ():
        here = (moment_s >= begin) & (moment_s <= end)
        turn = rng.uniform(0, 2 * math.pi)
        reach = min(walk_m, WALKING_M_S * (end - begin) / 2)
        to_border = np.minimum(moment_s[here] - begin, end - moment_s[here]) * WALKING_M_S
        away = np.minimum(to_border, reach)
        east[here] += away * math.cos(turn)
        north[here] += away * math.sin(turn)
    return east, north
