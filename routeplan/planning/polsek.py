"""A plan for one Polsek: the hotspots and units of a single kecamatan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from routeplan.areas.names import fold_name, is_among
from routeplan.errors import InputError
from routeplan.i18n import _
from routeplan.model import Notice

if TYPE_CHECKING:
    from routeplan.areas.districts import Area
    from routeplan.planning.inputs import Inputs


def narrow_to_polsek(inputs: Inputs, polsek: str) -> Inputs:
    """Return the inputs with the area and the units of one Polsek.

    The hotspots of the others stay, so that the plan accounts for them as outside its area.

    Raises
    ------
    UnknownNameError
        If the area has no kecamatan of that name.
    InputError
        If the area knows no kecamatan, no hotspot lies in it, or no unit may serve it.
    """
    if not inputs.district.kecamatan:
        message = _(
            "The kecamatan of {area} are not known, so that none can be chosen. Name a district, "
            "or give with --boundary a file in which the kecamatan have their names."
        )
        raise InputError(message.format(area=inputs.district.title))
    narrow = inputs.district.narrowed([polsek])
    (kecamatan,) = (k.name for k in narrow.kecamatan)
    _check_hotspots(inputs, kecamatan)
    units = tuple(
        unit
        for unit in inputs.units
        if not unit.jurisdiction or is_among(kecamatan, unit.jurisdiction)
    )
    if not units:
        message = _("No unit may serve Kecamatan {kecamatan}: see the column jurisdiction.")
        raise InputError(message.format(kecamatan=kecamatan))
    area = replace(narrow, id=name_polsek_area(inputs.district, kecamatan))
    ids = {unit.id for unit in units}
    meetings = tuple(meeting for meeting in inputs.meetings if ids.issuperset(meeting.units))
    narrowed = replace(inputs, area=area, units=units, meetings=meetings)
    return replace(narrowed, notices=(*inputs.notices, *_list_left_out(inputs, narrowed)))


def name_polsek_area(district: Area, kecamatan: str) -> str:
    """Return the id of the area of one Polsek of a district."""
    return f"{district.id}-{fold_name(kecamatan)}"


def _check_hotspots(inputs: Inputs, kecamatan: str) -> None:
    if kecamatan not in {inputs.district.kecamatan_at(h.lon, h.lat) for h in inputs.hotspots}:
        message = _("No hotspot lies in Kecamatan {kecamatan}.")
        raise InputError(message.format(kecamatan=kecamatan))


def _list_left_out(inputs: Inputs, narrowed: Inputs) -> Iterator[Notice]:
    """Yield a notice for each unit and each meeting that the Polsek leaves out."""
    title = narrowed.area.title
    for unit in inputs.units:
        if unit not in narrowed.units:
            yield Notice("unit_left_out", {"unit": unit.title, "area": title})
    for meeting in inputs.meetings:
        if meeting not in narrowed.meetings:
            yield Notice("meeting_left_out", {"meeting": meeting.name, "area": title})
