"""What the user demands of single hotspots: leave out, keep, or give to one unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from routeplan.errors import Fault, InputError, InputFaults, UnknownNameError
from routeplan.hotspots.cells import fold_word
from routeplan.i18n import _
from routeplan.model import Hotspot, Unit


def find_unit(name: str, units: Sequence[Unit]) -> Unit:
    """Return the unit that has `name` as its id, or, however written, as its id or name.

    Raises
    ------
    UnknownNameError
        If there is none, or several have that name.
    """
    exact = [unit for unit in units if unit.id == name]
    word = fold_word(name)
    found = exact or [unit for unit in units if word in (fold_word(unit.id), fold_word(unit.name))]
    if len(found) != 1:
        # Ids only where the name is that of several: it would be offered as the nearest.
        known = [unit.id for unit in found or units]
        names = [] if found else [unit.name for unit in units]
        raise UnknownNameError(_("patrol unit"), name, dict.fromkeys([*known, *names]))
    return found[0]


def resolve_pins(
    hotspots: Sequence[Hotspot], units: Sequence[Unit], *, file: str
) -> tuple[Hotspot, ...]:
    """Return the hotspots with the ids of the units that their rows give them to.

    Raises
    ------
    InputFaults
        Naming the rows of `file` that name a unit nobody knows.
    """
    resolved, faults = [], []
    for hotspot in hotspots:
        try:
            unit_id = find_unit(hotspot.unit, units).id if hotspot.unit else ""
        except UnknownNameError as error:
            problem = _("{hotspot} is given to one unit.").format(hotspot=hotspot.name)
            faults.append(Fault(problem, str(error), row=hotspot.row))
        else:
            resolved.append(replace(hotspot, unit=unit_id))
    if faults:
        raise InputFaults(file, faults)
    return tuple(resolved)


def apply_demands(
    hotspots: Sequence[Hotspot],
    units: Sequence[Unit],
    *,
    forbid: Collection[str] = (),
    require: Collection[str] = (),
    pins: Mapping[str, str] | None = None,
) -> tuple[Hotspot, ...]:
    """Return the hotspots with the demands laid over what their rows say.

    Parameters
    ----------
    forbid, require
        Ids of the hotspots that no unit may visit, and of those that one has to.
    pins
        Unit by id of the hotspot that only this unit may visit; its id or name.

    Raises
    ------
    UnknownNameError
        If there is no such hotspot or unit.
    InputError
        If a hotspot is both forbidden and required.
    """
    pins = pins or {}
    _check_ids((*forbid, *require, *pins), hotspots)
    clash = sorted(set(forbid) & set(require))
    if clash:
        message = _("Both forbidden and required: {names}. Choose one.")
        raise InputError(message.format(names=", ".join(clash)))
    owners = {hotspot_id: find_unit(name, units).id for hotspot_id, name in pins.items()}
    return tuple(
        replace(
            hotspot,
            forbidden=(hotspot.forbidden or hotspot.id in forbid) and hotspot.id not in require,
            required=hotspot.required or hotspot.id in require,
            unit=owners.get(hotspot.id, hotspot.unit),
        )
        for hotspot in hotspots
    )


def _check_ids(ids: Iterable[str], hotspots: Sequence[Hotspot]) -> None:
    known = [hotspot.id for hotspot in hotspots]
    for hotspot_id in ids:
        if hotspot_id not in known:
            raise UnknownNameError(_("hotspot"), hotspot_id, known)
