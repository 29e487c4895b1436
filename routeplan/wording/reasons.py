"""Why something is not visited, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterable

from routeplan.i18n import N_, _
from routeplan.model import Reason, Unit, Unvisited
from routeplan.wording.details import word_detail

_REASONS: dict[Reason, str] = {
    "outside_area": N_("Lies outside {area}."),
    "no_road": N_("No usable road within {limit_m}: the nearest is {distance_m} away."),
    "vehicle_cannot_reach": N_("None of the vehicles on shift can get there: {vehicles}."),
    "outside_jurisdiction": N_(
        "No unit on shift that can get there is responsible for Kecamatan {kecamatan}."
    ),
    "window_closed": N_("Its hours lie outside the shift: {windows}."),
    "not_on_date": N_("Not to be visited on this date: {rule}."),
    "no_worth": N_("Its risk in this shift is 0."),
    "forbidden": N_("You have forbidden it."),
    "crew_too_small": N_(
        "One officer alone may only visit what is safe; this is {level}, and no larger crew on "
        "shift can go there."
    ),
    "unit_off_duty": N_("Only unit {unit} may visit it, which is not on duty in this shift."),
    "too_late": N_("No longer possible at {moment}, when the shift was replanned."),
    "no_time": N_("No time left: the loop of {unit} would take {missing_s} too long."),
}
# Where a street is meant, but none is called so.
_NO_STREET = N_("No street that can be driven is called {street} in Kecamatan {kecamatan}.")
# Where there would be a road if none were closed.
_CLOSED_OFF = N_("Cut off by what is closed in this shift: {closures}.")
# Where a road is near, but none that the row could mean.
_NO_COURSE = N_(
    "A road is {distance_m} away, but none to patrol as asked for: a route may begin where it has "
    "to end, a line may only cross roads."
)
# Where the time would do: the kilometres of the unit do not, or it has stops enough, or it would
# not have left since the last visit, or its work would be too much against that of others.
_TOO_FAR = N_("Too far: the loop of {unit} would be {missing_m} longer than it may be.")
_TOO_MANY = N_("No stop left: the loop of {unit} has as many as it may have.")
_WAITS = N_("It would fit only by waiting on the spot since the visit before.")
_UNEVEN = N_(
    "It would fit into the loop of {unit}, but the work would be less even than asked for."
)
_INSTEAD = N_("It would have to give up {instead} (worth {worth}) for it.")
# By what the detail tells, where the reason alone does not say it all.
_TOLD = {
    "closures": _CLOSED_OFF,
    "street": _NO_STREET,
    "missing_m": _TOO_FAR,
    "missing_stops": _TOO_MANY,
    "waits": _WAITS,
    "uneven": _UNEVEN,
}


def describe_unvisited(unvisited: Unvisited, *, units: Iterable[Unit] = ()) -> str:
    """Return the sentence that says why a hotspot, or a part of it, is not visited.

    Where something else would have to go for it, another sentence says what. A unit is called by
    its name where it is among `units`, else by its id.
    """
    words = word_detail(unvisited.detail)
    if "unit" in words:
        names = {unit.id: unit.name for unit in units}
        words["unit"] = names.get(words["unit"]) or words["unit"]
    sentences = [_choose_template(unvisited)]
    if "instead" in words:
        sentences.append(_INSTEAD)
    return " ".join(_(sentence).format(**words) for sentence in sentences)


def _choose_template(unvisited: Unvisited) -> str:
    detail = unvisited.detail
    told = next((template for key, template in _TOLD.items() if key in detail), None)
    if told is not None and not detail.get("missing_s"):
        return told
    is_near = "limit_m" in detail and float(detail["distance_m"]) <= float(detail["limit_m"])
    if unvisited.reason == "no_road" and is_near:
        return _NO_COURSE
    return _REASONS[unvisited.reason]
