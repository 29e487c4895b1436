"""A roster of four days with nasty names, an impossible minimum and a waived hotspot, with its plans.

Two shifts a day, `NIGHT` and ``pagi``, of three units of which one is missing in turn. Each unit
drives round two of the hotspots of `routeplan.model` plans in `plan_examples`; ``v1`` is a road of
two sections, of which a shift drives one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

from plan_examples import NASTY_NAMES, SOUTH, START, STEP, WEST, ZONE, make_plan_example

from routeplan.files import write_text
from routeplan.model import (
    DayOff,
    DueHotspot,
    Hotspot,
    Loop,
    Minimum,
    Notice,
    Part,
    Plan,
    RatedHotspot,
    RiskFactor,
    Roster,
    RosterHotspot,
    RosterShift,
    RosterVisit,
    Shift,
    Stop,
    Unit,
    Unvisited,
    Watch,
)
from routeplan.planning.planfile import dump_plan
from routeplan.planning.roster.figures import measure_roster
from routeplan.planning.roster.rosterfile import ROSTER_NAME, write_roster

FIRST = date(2024, 11, 20)  # a Wednesday
DAYS = 4
NIGHT = 'malam & "dini" <i>'
PHASE = "Masa <tenang> & sunyi"
KECAMATAN = ("Contoh", "<b>Kecamatan</b> & 'lain'", None)
NEVER, WAIVED = "u-never", "u-waived"
SHARES = {"v1/1": 0.25, "v1/2": 0.75}
# By how much each hotspot of a plan is at risk.
RISK = 8.0


@dataclass(frozen=True)
class RosterExample:
    """A roster, and the plans of its planned shifts in their order."""

    roster: Roster
    plans: tuple[Plan, ...]

    def write(self, folder: Path) -> Path:
        """Write the roster and its plans as `routeplan roster` does; return the roster's path."""
        for planned, plan in zip(self.roster.shifts, self.plans, strict=True):
            write_text(folder / planned.plan, dump_plan(plan))
        write_roster(self.roster, folder / ROSTER_NAME)
        return folder / ROSTER_NAME


def make_roster_example(
    *, kind: Literal["real", "sample"] = "real", planned: int | None = None
) -> RosterExample:
    """Return the roster; `planned` is the number of its shifts that are planned, None for all."""
    base = make_plan_example(kind=kind)
    watches = _list_watches(base.units)
    count = len(watches) if planned is None else planned
    plans = tuple(_make_plan(base, watch, n) for n, watch in enumerate(watches[:count]))
    roster = Roster(
        schema_version="1.0",
        digest="0" * 64,
        source=base.source,
        area_id=base.area.id,
        area_title="Polres <i>Contoh</i> & co",
        zone=base.zone,
        seed=1,
        first=FIRST,
        days=DAYS,
        config={"categories": {"tps": {"label": "TPS"}, "pasar": {"label": "Pasar <b>"}}},
        units=base.units,
        hotspots=tuple(_list_hotspots(len(watches))),
        days_off=(DayOff("r1", (FIRST + timedelta(days=1),)),),
        watches=watches,
        minimums=(
            Minimum("v0", 2, 8.0),
            Minimum(WAIVED, 1, 8.0),
            Minimum(NEVER, 1, 0.0, "vehicle_cannot_reach", {"vehicles": "R4, R2"}),
        ),
        shifts=tuple(_plan_shift(w, p) for w, p in zip(watches, plans, strict=False)),
        notices=(Notice("off_road", {"name": "<i>Pasar</i>", "distance_m": 420}),),
    )
    if roster.is_finished:
        roster = replace(roster, figures=measure_roster(roster))
    return RosterExample(roster, plans)


def _list_watches(units: tuple[Unit, ...]) -> tuple[Watch, ...]:
    """Return the shifts, each without one of the units in turn."""
    watches: list[Watch] = []
    for day in range(DAYS):
        for name, hour, length in (("pagi", 7, 8), (NIGHT, 23, 8)):
            start = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), ZONE)
            start += timedelta(hours=hour)
            shift = Shift(name, start, start + timedelta(hours=length))
            crew = tuple(u.id for n, u in enumerate(units) if n != len(watches) % len(units))
            watches.append(Watch(shift, crew))
    return tuple(watches)


def _list_hotspots(shifts: int) -> list[RosterHotspot]:
    names = [(f"v{n}", name) for n, name in enumerate(NASTY_NAMES)]
    names += [(WAIVED, "Wajib <u>ditinggal</u>"), (NEVER, "TPS terpencil")]
    return [
        RosterHotspot(
            id=spot_id,
            name=name,
            category="tps" if spot_id == NEVER else "pasar",
            level=("aman", "rawan", "sangat_rawan")[n % 3],
            lon=WEST + STEP * (n % 4 + 1),
            lat=SOUTH + STEP * (n // 2 + 1),
            kecamatan=KECAMATAN[n % 3],
            village="Contoh" if KECAMATAN[n % 3] else None,
            per_month=None,
            chances=(0.0 if spot_id == NEVER else 1.0,) * shifts,
        )
        for n, (spot_id, name) in enumerate(names)
    ]


def _make_plan(base: Plan, watch: Watch, number: int) -> Plan:
    """Return the plan of a shift: that of the example, moved to its hours."""
    later = watch.shift.start - START
    units = tuple(unit for unit in base.units if unit.id in watch.units)
    loops = tuple(
        _move_loop(loop, later, number) for loop in base.loops if loop.unit_id in watch.units
    )
    waived = Hotspot(WAIVED, "Wajib <u>ditinggal</u>", "pasar", WEST + STEP, SOUTH + STEP)
    rated = [spot for spot in base.hotspots if spot.hotspot.id.startswith("v")]
    rated.append(RatedHotspot(waived, RISK, kecamatan="Contoh", village="Contoh"))
    phases = (RiskFactor(f"phases.{PHASE}", 1.2),) if number >= 4 else ()
    return replace(
        base,
        shift=watch.shift,
        seed=number,
        units=units,
        hotspots=tuple(
            replace(spot, parts=_list_parts(spot.hotspot.id), factors=phases) for spot in rated
        ),
        loops=loops,
        unvisited=(Unvisited(WAIVED, "no_time", {"missing_s": 725, "unit": units[0].id}),),
        notices=(Notice("off_road", {"name": f"Titik {number}", "distance_m": 420}),),
    )


def _list_parts(hotspot_id: str) -> tuple[Part, ...]:
    if hotspot_id != "v1":
        return (Part(hotspot_id),)
    return tuple(Part(part_id, share=share) for part_id, share in SHARES.items())


def _move_loop(loop: Loop, later: timedelta, number: int) -> Loop:
    return replace(loop, stops=tuple(_move_stop(stop, later, number) for stop in loop.stops))


def _move_stop(stop: Stop, later: timedelta, number: int) -> Stop:
    part = f"v1/{number % 2 + 1}" if stop.hotspot_id == "v1" else stop.hotspot_id
    return replace(stop, arrive=stop.arrive + later, depart=stop.depart + later, part_id=part)


def _plan_shift(watch: Watch, plan: Plan) -> RosterShift:
    shift = watch.shift
    visits = tuple(
        RosterVisit(
            hotspot_id=str(stop.hotspot_id),
            part_id=str(stop.part_id),
            unit_id=loop.unit_id,
            share=SHARES.get(str(stop.part_id), 1.0),
            begin_s=shift.seconds(stop.begin),
            end_s=shift.seconds(stop.depart),
            open=((0, shift.length_s),),
        )
        for loop in plan.loops
        for stop in loop.visits
    )
    name = "malam" if shift.name == NIGHT else shift.name
    return RosterShift(
        shift=shift,
        units=watch.units,
        plan=f"{shift.date.isoformat()}-{name}/plan.json",
        digest=hashlib.sha256(dump_plan(plan).encode("utf-8")).hexdigest(),
        seed=plan.seed,
        worth=30.0,
        worth_available=56.0,
        best_worth=32.0,
        plans=3,
        chance=0.25,
        most_likely=0.4,
        visits=visits,
        best_visits=visits,
        due=tuple(DueHotspot(rated.hotspot.id, rated.risk) for rated in plan.hotspots),
        waived=(WAIVED,) if plan.seed == 0 else (),
        metres=sum(loop.metres for loop in plan.loops),
        repeated_share=0.5,
    )
