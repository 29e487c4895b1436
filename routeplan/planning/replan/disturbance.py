"""What has happened since a plan was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from routeplan.errors import InputError, UnknownNameError
from routeplan.i18n import _
from routeplan.model import Closure, Hotspot, Incident, Plan, Report
from routeplan.planning.demands import find_unit
from routeplan.wording import format_clock, format_date


@dataclass(frozen=True)
class Disturbance:
    """What a shift has to be replanned for; units are named by their ids or names.

    Parameters
    ----------
    moment
        Aware; what lies before it stays as it was.
    reports
        Where units are and what they have done, where the plan does not say it right.
    out
        Units that do nothing more.
    incidents
        What a unit goes to at once, in the order of their urgency.
    closures
        Roads that are closed from now on.
    hotspots
        New ones.
    require, forbid
        Ids of hotspots that have to be, or must not be, visited from now on.
    use_reserve
        Whether units may use their reserve to take over what others leave; without it they use it
        only to do what they had to do, and what is required.
    """

    moment: datetime
    reports: tuple[Report, ...] = ()
    out: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    closures: tuple[Closure, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    require: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    use_reserve: bool = False


def check_disturbance(plan: Plan, disturbance: Disturbance) -> Disturbance:
    """Return a disturbance with the ids of units and whole seconds, if it makes sense.

    Raises
    ------
    UnknownNameError
        If the plan has no such unit or hotspot.
    InputError
        Naming the first other thing that cannot be.
    """
    check_moment(plan, disturbance.moment)
    ids = {name: find_unit(name, plan.units).id for name in _list_units(disturbance)}
    moment = disturbance.moment.replace(microsecond=0).astimezone(plan.shift.start.tzinfo)
    known = replace(
        disturbance,
        moment=moment,
        reports=tuple(replace(r, unit_id=ids[r.unit_id]) for r in disturbance.reports),
        out=tuple(dict.fromkeys(ids[name] for name in disturbance.out)),
        incidents=tuple(
            replace(i, unit_id=ids[i.unit_id] if i.unit_id else "") for i in disturbance.incidents
        ),
    )
    _check_units(plan, known)
    _check_hotspots(plan, known)
    return known


def list_out(plan: Plan) -> frozenset[str]:
    """Return the ids of the units that fell out in earlier replannings."""
    return frozenset(unit_id for item in plan.replans for unit_id in item.out)


def _list_units(disturbance: Disturbance) -> Iterator[str]:
    yield from (report.unit_id for report in disturbance.reports)
    yield from disturbance.out
    yield from (incident.unit_id for incident in disturbance.incidents if incident.unit_id)


def check_moment(plan: Plan, moment: datetime) -> None:
    """Check that a plan can be changed at a moment.

    Raises
    ------
    InputError
        If it lies outside the shift, or before an earlier replanning.
    """
    shift = plan.shift
    if not 0 <= shift.seconds(moment) <= shift.length_s:
        message = _("{moment} lies outside the shift, which is from {start} to {end}.")
        raise InputError(
            message.format(
                moment=_word_moment(moment.astimezone(shift.start.tzinfo)),
                start=_word_moment(shift.start),
                end=_word_moment(shift.end),
            )
        )
    if plan.replans and moment < plan.replans[-1].moment:
        message = _("The plan was replanned at {time} already: it can only be changed after that.")
        raise InputError(message.format(time=format_clock(plan.replans[-1].moment)))


def _word_moment(moment: datetime) -> str:
    return f"{format_clock(moment)} ({format_date(moment.date())})"


def _check_units(plan: Plan, disturbance: Disturbance) -> None:
    names = {unit.id: unit.title for unit in plan.units}
    gone = list_out(plan)
    for unit_id in _list_units(disturbance):
        if unit_id in gone:
            message = _("{unit} has fallen out already: nothing more can be said of it.")
            raise InputError(message.format(unit=names[unit_id]))
    _refuse_twice([report.unit_id for report in disturbance.reports], names)
    for incident in disturbance.incidents:
        if incident.unit_id in disturbance.out:
            message = _("{unit} is out and cannot go to {incident}.")
            raise InputError(message.format(unit=names[incident.unit_id], incident=incident.name))


def _refuse_twice(unit_ids: Sequence[str], names: dict[str, str]) -> None:
    for unit_id, count in Counter(unit_ids).items():
        if count > 1:
            message = _("{unit} is said to be at several places.")
            raise InputError(message.format(unit=names[unit_id]))


def _check_hotspots(plan: Plan, disturbance: Disturbance) -> None:
    known = [rated.hotspot.id for rated in plan.hotspots]
    added = [hotspot.id for hotspot in disturbance.hotspots]
    for name, count in Counter([*known, *added]).items():
        if count > 1:
            message = _("There is a hotspot {id} already: give the new one another id.")
            raise InputError(message.format(id=name))
    for name in (*disturbance.require, *disturbance.forbid):
        if name not in (*known, *added):
            raise UnknownNameError(_("hotspot"), name, [*known, *added])
    clash = sorted(set(disturbance.require) & set(disturbance.forbid))
    if clash:
        message = _("Both forbidden and required: {names}. Choose one.")
        raise InputError(message.format(names=", ".join(clash)))
