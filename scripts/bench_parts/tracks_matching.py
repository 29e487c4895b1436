"""Streets that a unit drove, read back from its fixes, beside those that it was driven along."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracks_drives import make_recording, simulate_tracks

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from measure import Facts, Work

    from routeplan.model import Plan
    from routeplan.roads.graph import VehicleGraph
    from routeplan.roads.network import Network
    from routeplan.tracking.matching import MatchedTrack
    from routeplan.tracking.unit_day import UnitDay

GAP_S = 300.0
GAPS = 3


@dataclass(frozen=True)
class Recorded:
    """How nights that are driven as planned are recorded."""

    title: str
    noise_m: float
    drift_m: float = 0.0
    every_s: float = 5.0
    gaps: int = 0


RECORDINGS = (
    Recorded("a fix every 5 s, 8 m", 8.0),
    Recorded("a fix every second, 8 m", 8.0, every_s=1.0),
    Recorded("a fix every 20 s, 8 m", 8.0, every_s=20.0),
    Recorded("a fix every 5 s, 20 m", 20.0),
    Recorded("a fix every 5 s, 8 m and 15 m of slow drift", 8.0, drift_m=15.0),
    Recorded(f"a fix every 5 s, 8 m, {GAPS} × 5 min without", 8.0, gaps=GAPS),
)


@dataclass(frozen=True)
class Drive:
    """A unit's shift as recorded, what it drove, and the graph of its vehicle.

    Parameters
    ----------
    edges
        Numbers in the network, counted from 0, of all streets along which it was driven.
    whole
        Those of them that were driven from end to end, not only to or from a stop in them.
    metres
        Length of the way that it was driven along.
    """

    day: UnitDay
    graph: VehicleGraph
    edges: npt.NDArray[np.int64]
    whole: npt.NDArray[np.int64]
    metres: float

    def judge(self, driven: npt.NDArray[np.int64]) -> tuple[float, float]:
        """Return which share of the length of whole streets was found, and how much beside them."""
        import numpy as np

        edge_mm = self.graph.network.edge_mm
        found = edge_mm[np.intersect1d(self.whole, driven)].sum() / edge_mm[self.whole].sum()
        beside = edge_mm[np.setdiff1d(driven, self.edges)].sum() / edge_mm[self.edges].sum()
        return float(found), float(beside)


def read_back_streets(
    recorded: Recorded, nights: Mapping[int, Plan], network: Network
) -> list[object]:
    """Return the cells of a row: how much of the streets driven is found, by their length."""
    import numpy as np

    rows = []
    for seed, plan in nights.items():
        for loop in plan.loops:
            drive = make_drive(plan, loop.unit_id, network, recorded, seed=seed)
            start = time.process_time()
            matched = match(drive)
            seconds = time.process_time() - start
            found, beside = drive.judge(list_driven(matched, network))
            km = float(matched.way.metres.sum()) / drive.metres
            rows.append((found, beside, km, seconds))
    found, beside, km, seconds = np.array(rows).T
    return [
        recorded.title, len(rows), f"{100 * found.mean():.1f}", f"{100 * found.min():.1f}",
        f"{100 * beside.mean():.1f}", f"{km.min():.3f}–{km.max():.3f}", f"{seconds.mean():.1f}",
    ]  # fmt: skip


def make_drive(
    plan: Plan, unit_id: str, network: Network, recorded: Recorded, *, seed: int = 1
) -> Drive:
    """Return a unit's shift as `Recorded` says."""
    import numpy as np

    from routeplan.config import load_config
    from routeplan.geo import metric_transformer
    from routeplan.roads.graph import make_vehicle_graph
    from routeplan.tracking.clean import clean_track
    from routeplan.tracking.course import make_course
    from routeplan.tracking.sites import list_sites
    from routeplan.tracking.unit_day import UnitDay

    config = load_config()
    loop = next(one for one in plan.loops if one.unit_id == unit_id)
    unit = next(one for one in plan.units if one.id == unit_id)
    shift_s = (plan.shift.end - plan.shift.start).total_seconds()
    begins = np.random.default_rng(seed).uniform(0, shift_s, recorded.gaps).tolist()
    track = simulate_tracks(
        plan, noise_m=recorded.noise_m, drift_m=recorded.drift_m, every_s=recorded.every_s,
        seed=seed, gaps={unit_id: [(begin, begin + GAP_S) for begin in begins]},
    )[unit_id]  # fmt: skip
    plane = metric_transformer(unit.lon, unit.lat)
    course = make_course([clean_track(make_recording(track), config.evaluation)], plane)
    sites = list_sites(plan, unit, loop, plane)
    graph = make_vehicle_graph(network, unit.vehicle, config.profiles[unit.vehicle])
    day = UnitDay(plan, unit, loop, course, sites, config.evaluation)
    ways = [leg.edges for leg in (*loop.legs, *(s.drive for s in loop.stops)) if leg is not None]
    edges, whole = (
        np.unique([abs(edge) - 1 for way in ways for edge in way[cut]])
        for cut in (slice(None), slice(1, -1))
    )
    return Drive(day, graph, edges, whole, float(loop.metres))


def match(drive: Drive) -> MatchedTrack:
    """Return the streets that our own matching finds, stays included in its work."""
    from routeplan.tracking.streets import match_course

    day = drive.day
    return match_course(day.filled, day.stands, drive.graph, noise_m=day.noise_m)


def list_driven(matched: MatchedTrack, network: Network) -> npt.NDArray[np.int64]:
    """Return the streets of the way of which half or more was driven, counted from 0."""
    import numpy as np

    way = matched.way
    metres = np.bincount(way.edge, way.metres, minlength=len(network.edge_mm))
    return np.flatnonzero(metres >= network.edge_mm / 2000)


def open_drive(file: str, plan_file: str, unit_id: str, noise_m: str) -> Drive:
    """Return the drive that a contender is given by its words."""
    from routeplan.planning.planfile import read_plan
    from routeplan.roads.network import build_network
    from routeplan.roads.sources import read_roads

    network = build_network(read_roads(Path(file)), name="bench")
    recorded = Recorded("", float(noise_m))
    return make_drive(read_plan(Path(plan_file)), unit_id, network, recorded)


def prepare_ours(*words: str) -> Work:
    """Return our own matching as work to be measured."""
    drive = open_drive(*words)
    fixes = list_moving(drive)

    def work() -> Facts:
        from routeplan.tracking.matching import match_track

        matched = match_track(drive.graph, *fixes, noise_m=float(words[-1]))
        return tell_streets(drive, list_driven(matched, drive.graph.network))

    return work


def list_moving(drive: Drive) -> tuple[Any, Any, Any]:
    """Return moments, longitudes and latitudes of a drive, each stay as one fix."""
    from routeplan.tracking.stays import split_stands
    from routeplan.tracking.streets import collapse_stays

    day = drive.day
    parts = split_stands(day.filled, day.stands, noise_m=day.noise_m)
    _moment_s, moving_s, x, y = collapse_stays(day.filled, parts)
    return moving_s, *day.course.plane.transform(x, y, direction="INVERSE")


def tell_streets(drive: Drive, driven: npt.NDArray[np.int64]) -> Facts:
    """Return what a contender says of the streets that it found."""
    found, beside = drive.judge(driven)
    return {
        "fixes": len(drive.day.course),
        "% of the streets found": round(100 * found, 1),
        "% not driven": round(100 * beside, 1),
    }
