"""Rows outside the area: one by one, or all together where the district is the wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routeplan.errors import Fault
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.areas.districts import Area

# A place this near to the border is still taken as inside: outlines are simplified.
MARGIN_M = 1000.0

# From so many rows on, and so large a share of the file, it is the district that is wrong.
_MANY = 4
_MOST = 0.8


@dataclass(frozen=True)
class OutsideFault(Fault):
    """A row whose place, in degrees, lies outside the area."""

    lon: float = 0.0
    lat: float = 0.0


def merge_outside(faults: Sequence[Fault], *, count: int, area: Area | None) -> list[Fault]:
    """Return the faults; where most places lie outside the area, one fault for all of these.

    Places that lie neither in the area nor in the district that has most of the others keep
    the fault of their own.

    Parameters
    ----------
    count
        Number of rows of the file.
    """
    outside = [fault for fault in faults if isinstance(fault, OutsideFault)]
    if area is None or len(outside) < _MANY or len(outside) < _MOST * count:
        return list(faults)
    district, merged = _find_district(outside)
    if district is None:
        return list(faults)
    if len(merged) == count:
        message = _("All {n} places lie outside {area}; they lie in {district}.")
    else:
        message = _("{n} of {count} places lie outside {area}; they lie in {district}.")
    problem = message.format(n=len(merged), count=count, area=area.title, district=district.title)
    remedy = _("Choose that district: {district}.").format(district=district.id)
    return [Fault(problem, remedy), *(fault for fault in faults if fault not in merged)]


def _find_district(outside: Sequence[OutsideFault]) -> tuple[Area | None, frozenset[Fault]]:
    """Return the district in which more than half of the places lie, and which those are."""
    from routeplan.areas.districts import list_districts, load_district

    for name in list_districts():
        district = load_district(name)
        inside = {f for f in outside if district.contains(f.lon, f.lat, margin_m=MARGIN_M)}
        if 2 * len(inside) > len(outside):
            return district, frozenset(inside)
    return None, frozenset()
