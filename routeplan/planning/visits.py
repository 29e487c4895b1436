"""From the parts of hotspots to the visits that could be made, and why others cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from routeplan.config import Config
from routeplan.model import (
    Detail,
    Duty,
    Hotspot,
    Notice,
    Option,
    Part,
    RatedHotspot,
    Shift,
    TimeWindow,
    Unvisited,
    Visit,
)
from routeplan.planning.barriers import Barrier, Crews, choose_barrier
from routeplan.planning.cadence import Windows, count_visits, make_generator, spread_visits
from routeplan.planning.parts import FoundHotspot, FoundPart, Way
from routeplan.planning.windows import (
    cut_windows,
    drop_worthless,
    find_peak,
    join_windows,
    split_by_factor,
)

Ways = Mapping[Way, frozenset[str]]


@dataclass(frozen=True)
class HotspotVisits:
    """The visits of a hotspot, and what is left out of it from the start."""

    rated: RatedHotspot
    visits: tuple[Visit, ...] = ()
    barred: tuple[Unvisited, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, eq=False)
class VisitMaker:
    """Makes the visits of the hotspots of a shift."""

    config: Config
    shift: Shift
    crews: Crews
    duties: Sequence[Duty]

    def bar(self, rated: RatedHotspot, barrier: Barrier) -> HotspotVisits:
        """Return a hotspot that is left out as a whole."""
        left_out = Unvisited(rated.hotspot.id, *barrier)
        return HotspotVisits(self._rate(rated, ()), barred=(left_out,))

    def make_visits(self, found: FoundHotspot, windows: Windows) -> HotspotVisits:
        """Return the visits of a hotspot with at least one part.

        Parameters
        ----------
        windows
            When a visit may begin: sorted, apart from each other, at least one.
        """
        hotspot = found.rated.hotspot
        wished = self._count_wished(hotspot, windows)
        worthwhile = drop_worthless(windows, found.rated.hours, self.shift)
        if not worthwhile and not hotspot.is_required:
            return self.bar(found.rated, ("no_worth", {}))
        if not worthwhile or not found.rated.risk > 0:
            wished = 1  # there is nothing to gain by a second visit
        if not hotspot.is_required or wished > 1:
            windows = worthwhile
        able = [self.crews.find_able(hotspot, part) for part in found.parts]
        barriers = [barrier for _ways, barrier in able if barrier is not None]
        if len(barriers) == len(able):
            return self.bar(found.rated, choose_barrier(barriers))
        spread = [
            self._spread(hotspot, part.part, ways, windows, wished) if ways else ()
            for part, (ways, _barrier) in zip(found.parts, able, strict=True)
        ]
        planned = min(len(own) for own in spread if own)
        visits, parts, barred = list[Visit](), list[Part](), list[Unvisited]()
        for part, (ways, barrier), own in zip(found.parts, able, spread, strict=True):
            if barrier is not None:
                parts.append(replace(part.part, visits=planned))
                barred.append(Unvisited(hotspot.id, *barrier, part.part.id, planned))
                continue
            windows_of = own if len(own) > 1 else ()
            parts.append(replace(part.part, visits=len(own), windows=windows_of))
            visits += self._make_part_visits(found.rated, part, ways, own)
        notices = list(found.notices)
        if planned < wished:
            detail: Detail = {"name": hotspot.name, "wished": wished, "planned": planned}
            notices.append(Notice("fewer_visits", detail))
        return HotspotVisits(
            self._rate(found.rated, parts), tuple(visits), tuple(barred), tuple(notices)
        )

    def _count_wished(self, hotspot: Hotspot, windows: Windows) -> int:
        if hotspot.appointment is not None:
            return 1
        if hotspot.visits is not None:
            return hotspot.visits
        return count_visits(windows, self.config.levels[hotspot.level].cadence_min)

    def _spread(
        self, hotspot: Hotspot, part: Part, ways: Ways, windows: Windows, wished: int
    ) -> tuple[Windows, ...]:
        """Return the windows of each visit of a part."""
        if wished == 1:
            return (windows,)
        stays = [way.service_s for way in ways]
        # what begins when nobody is on duty would be no visit
        on_duty = self._cut_to_duties(windows, ways, min(stays))
        gap_min = hotspot.min_gap_min
        gap_min = self.config.visits.min_gap_min if gap_min is None else gap_min
        return spread_visits(
            on_duty or windows,
            wished,
            apart_s=max(stays) + 60 * gap_min,
            narrowest_s=60 * self.config.visits.narrowest_min,
            rng=make_generator(self.config.plan.seed, part.id),
        )

    def _cut_to_duties(self, windows: Windows, ways: Ways, stay_s: int) -> Windows:
        """Return when a stay may begin and end while one of the units that may make it is there."""
        units = frozenset[str]().union(*ways.values())
        open_to = [
            TimeWindow(duty.window.start_s, duty.window.end_s - stay_s)
            for duty in self.duties
            if duty.unit_id in units and stay_s <= duty.window.length_s
        ]
        return join_windows(cut for window in open_to for cut in cut_windows(windows, window))

    def _make_part_visits(
        self, rated: RatedHotspot, found: FoundPart, ways: Ways, spread: Sequence[Windows]
    ) -> list[Visit]:
        """Return the visits of a part.

        Of a required hotspot one visit of each part is required: that with the longest windows.
        """
        hotspot, part = rated.hotspot, found.part
        lengths = [sum(window.length_s for window in windows) for windows in spread]
        longest = lengths.index(max(lengths))
        visits = []
        for number, windows in enumerate(spread):
            visit = Visit(
                id=part.id if len(spread) == 1 else f"{part.id}#{number + 1}",
                options=self.list_options(rated, part, ways, windows),
                kind=part.kind,
                hotspot_id=hotspot.id,
                part_id=part.id,
                series=part.id,
                required=hotspot.is_required and number == longest,
                category=hotspot.category,
            )
            visits.append(visit)
        return visits

    def list_options(
        self, rated: RatedHotspot, part: Part, ways: Ways, windows: Windows
    ) -> tuple[Option, ...]:
        """Return every way to make a visit, ways of the same figures put together."""
        units: dict[Option, frozenset[str]] = {}
        for window in windows:
            for piece, factor in split_by_factor(window, rated.hours, self.shift):
                for way, able in ways.items():
                    option = _make_option(way, piece, rated.risk * part.share * factor)
                    units[option] = units.get(option, frozenset()) | able
        return tuple(replace(option, units=able) for option, able in units.items())

    def _rate(self, rated: RatedHotspot, parts: Sequence[Part]) -> RatedHotspot:
        """Return a hotspot with its parts and the most that visits could gain by them."""
        decay = self.config.visits.decay
        times = sum(
            part.share * sum(decay**number for number in range(part.visits)) for part in parts
        )
        worth = rated.risk * find_peak(rated.hours, self.shift) * (times if parts else 1.0)
        return replace(rated, parts=tuple(parts), worth=worth)


def _make_option(way: Way, window: TimeWindow, worth: float) -> Option:
    return Option(
        entry=way.entry,
        exit=way.exit,
        window=window,
        service_s=way.service_s,
        worth=worth,
        units=frozenset(),
        metres=way.metres,
        edges=way.edges,
    )
