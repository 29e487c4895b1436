"""Places by their names: villages, the seats of kecamatan, kecamatan."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from routeplan.areas.names import fold_name
from routeplan.hotspots.cells import CellFault, parse_name_of, parse_text
from routeplan.hotspots.coordinates import Position
from routeplan.hotspots.outside import MARGIN_M
from routeplan.hotspots.rows import CellValue
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.areas.gazetteer import Gazetteer, Village

_SEAT = re.compile(r"\s*(?:kecamatan|kec|polsek|polres(?:ta)?)\b", re.IGNORECASE)
_SUGGESTIONS = 3


def find_village(
    gazetteer: Gazetteer | None, name: str, kecamatan: str | None, *, area: Area | None = None
) -> Position:
    """Return the approximate position of a village, or of the seat of a kecamatan, by its name.

    A name with "Kecamatan", "Polsek" or "Polres" before it, and one that no village has, means
    the seat of a kecamatan.

    Raises
    ------
    CellFault
        If there is no such village, there are several of that name, or there is no gazetteer.
    """
    if gazetteer is None:
        raise CellFault(
            _("Names of places cannot be looked up here."), _("Fill in latitude and longitude.")
        )
    seat = gazetteer.find_seat(name) if kecamatan is None else None
    if seat is not None and _SEAT.match(name):
        return _approximate(seat)
    found = gazetteer.find(name, kecamatan=kecamatan)
    inside = [v for v in found if area is None or area.contains(v.lon, v.lat, margin_m=MARGIN_M)]
    villages = inside or list(found)
    if len(villages) > 1:
        places = ", ".join(sorted({_name_place(v, villages) for v in villages}))
        raise CellFault(
            _("There are {n} villages called {name}.").format(n=len(villages), name=name),
            _("Say which one by its kecamatan: {places}.").format(places=places),
        )
    if villages:
        return _approximate(villages[0])
    if seat is not None:
        return _approximate(seat)
    raise CellFault(*_explain_missing(gazetteer, name, kecamatan))


def _approximate(village: Village) -> Position:
    note = _("approximate position: a point in {village}, {kecamatan}").format(
        village=village.name, kecamatan=village.kecamatan
    )
    return Position(village.lon, village.lat, note)


def _name_place(village: Village, others: list[Village]) -> str:
    same = [other for other in others if other.kecamatan == village.kecamatan]
    return f"{village.kecamatan} ({village.regency})" if len(same) > 1 else village.kecamatan


def _explain_missing(gazetteer: Gazetteer, name: str, kecamatan: str | None) -> tuple[str, str]:
    elsewhere = gazetteer.find(name) if kecamatan else ()
    if elsewhere:
        places = ", ".join(sorted({village.kecamatan for village in elsewhere}))
        return (
            _("There is no village {name} in {kecamatan}.").format(name=name, kecamatan=kecamatan),
            _("There is one in: {places}.").format(places=places),
        )
    near = gazetteer.suggest(name)[:_SUGGESTIONS]
    remedy = (
        _("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("Fill in latitude and longitude.")
    )
    return _("No village is called {name}.").format(name=name), remedy


def find_kecamatan(gazetteer: Gazetteer | None, name: str, *, area: Area | None) -> Position:
    """Return a place in a kecamatan: its seat, else a point inside its outline.

    Raises
    ------
    CellFault
        If neither is known.
    """
    seat = None if gazetteer is None else gazetteer.find_seat(name)
    if seat is not None and (area is None or area.contains(seat.lon, seat.lat, margin_m=MARGIN_M)):
        return _approximate(seat)
    for part in () if area is None else area.kecamatan:
        if fold_name(part.name) == fold_name(name):
            point = part.polygon.representative_point()
            note = _("approximate position: a point in {kecamatan}").format(kecamatan=part.name)
            return Position(point.x, point.y, note)
    raise CellFault(
        _("No kecamatan called {name} is known here.").format(name=name),
        _("Fill in latitude and longitude of a place on the street."),
    )


def make_kecamatan_parser(area: Area | None) -> Callable[[CellValue], str]:
    """Return a parser of the name of a kecamatan, spelt as the area spells it.

    Where the area names none, any name is taken as it is written.
    """
    known = {} if area is None else {fold_name(part.name): part.name for part in area.kecamatan}
    if not known:
        return parse_text
    offered = list(known.values())
    return lambda value: parse_name_of(
        known, value, kind=_("kecamatan"), offered=offered, fold=fold_name
    )
