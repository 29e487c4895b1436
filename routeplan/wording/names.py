"""Names of vehicles, levels, kinds of stops, streets, villages and parts of hotspots."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from routeplan.i18n import N_, _
from routeplan.model import Leg, Level, Part, RatedHotspot, Stop, StopKind, Vehicle
from routeplan.wording.figures import format_number

MAX_NAMES_SHOWN = 4
DASH = " – "
ELLIPSIS = "…"

_VEHICLES: dict[Vehicle, str] = {
    "R4": N_("car (R4)"),
    "R2": N_("motorcycle (R2)"),
    "foot": N_("on foot"),
}
_LEVELS: dict[Level, str] = {
    "aman": N_("safe (aman)"),
    "rawan": N_("vulnerable (rawan)"),
    "sangat_rawan": N_("very vulnerable (sangat rawan)"),
}
_FORMS: dict[str, str] = {
    "dialogis": N_("talk (dialogis)"),
    "pemantauan": N_("watch (pemantauan)"),
    "penyisiran": N_("sweep (penyisiran)"),
    "melintas": N_("pass (melintas)"),
}
_KINDS: dict[StopKind, str] = {
    "base": N_("base"),
    "dwell": N_("stop"),
    "pass": N_("pass (melintas)"),
    "sweep": N_("sweep (penyisiran)"),
    "break": N_("break (istirahat)"),
    "meeting": N_("meeting (titik singgung)"),
    "position": N_("position when replanned"),
    "incident": N_("incident (kejadian)"),
}
# The ids of parts that are driven in one direction only end with these.
_DIRECTIONS = {">": N_("one way"), "<": N_("other way")}


def describe_leg(leg: Leg) -> str:
    """Return what a leg is driven on: its streets, else its villages."""
    if leg.streets:
        return join_names(leg.streets)
    if leg.villages:
        return DASH.join(_word_villages(shorten_names(leg.villages)))
    return _("unnamed road")


def describe_village(village: str, *, with_kecamatan: bool = True) -> str:
    """Return "Jarit, Candipuro" as "Ds. Jarit, Kec. Candipuro"."""
    name, _comma, kecamatan = village.partition(", ")
    if not kecamatan or not with_kecamatan:
        return _("Ds. {village}").format(village=name)
    return _("Ds. {village}, Kec. {kecamatan}").format(village=name, kecamatan=kecamatan)


def describe_vehicle(vehicle: Vehicle) -> str:
    """Return the name of a vehicle for readers."""
    return _(_VEHICLES[vehicle])


def describe_vehicles(vehicles: Sequence[str]) -> str:
    """Return the names of vehicles for readers, in the order of the AAP sheet."""
    return ", ".join(_(name) for vehicle, name in _VEHICLES.items() if vehicle in vehicles)


def describe_level(level: Level) -> str:
    """Return the name of a vulnerability level for readers."""
    return _(_LEVELS[level])


def describe_form(form: str) -> str:
    """Return the form of a visit for readers; one that nobody knows as it is."""
    return _(_FORMS[form]) if form in _FORMS else form


def describe_kind(kind: StopKind) -> str:
    """Return the kind of a stop for readers."""
    return _(_KINDS[kind])


def describe_part(rated: RatedHotspot, part_id: str | None) -> str:
    """Return which part of a road or an area is meant, e.g. "section km 1.5–2.0".

    Empty for a place, for an area of one sweep, and where the hotspot is meant as a whole.
    """
    found = [n for n, part in enumerate(rated.parts) if part.id == part_id]
    if not found:
        return ""
    part = rated.parts[found[0]]
    if part.kind == "pass":
        return _name_section(part, sign=part.id.removeprefix(rated.hotspot.id)[-1:])
    if part.kind == "sweep" and len(rated.parts) > 1:
        return _("sweep {n} of {m}").format(n=found[0] + 1, m=len(rated.parts))
    return ""


def describe_stretch(rated: RatedHotspot, part_ids: Collection[str | None]) -> str:
    """Return from where to where some sections of a road reach, e.g. "section km 0.9–6.2"."""
    parts = [part for part in rated.parts if part.id in part_ids]
    start, end = min(part.from_m for part in parts), max(part.to_m for part in parts)
    return _word_section(start, end)


def name_stop(stop: Stop, rated: RatedHotspot | None = None) -> str:
    """Return the name of a stop with its part, e.g. "Jalan Jarit, section km 1.5–2.0".

    `rated` is the hotspot that it visits.
    """
    part = describe_part(rated, stop.part_id) if rated else ""
    return ", ".join(text for text in (stop.name or _("Base"), part) if text)


def join_names(names: Sequence[str], *, limit: int = MAX_NAMES_SHOWN) -> str:
    """Return `names` in order joined by dashes, a long list shortened."""
    return DASH.join(shorten_names(names, limit=limit))


def shorten_names(names: Sequence[str], *, limit: int = MAX_NAMES_SHOWN) -> list[str]:
    """Return at most `limit` of the `names`, an ellipsis for what is left out of the middle.

    The first and the last names stay, because they tell how a way begins and ends.
    """
    if len(names) <= limit:
        return list(names)
    return [*names[: limit - 1], ELLIPSIS, names[-1]]


def _name_section(part: Part, *, sign: str) -> str:
    section = _word_section(part.from_m, part.to_m)
    direction = _DIRECTIONS.get(sign)
    return f"{section}, {_(direction)}" if direction else section


def _word_section(from_m: int, to_m: int) -> str:
    decimals = 1 if to_m - from_m >= 100 else 2
    return _("section km {start}–{end}").format(
        start=format_number(from_m / 1000, decimals=decimals),
        end=format_number(to_m / 1000, decimals=decimals),
    )


def _word_villages(villages: Sequence[str]) -> list[str]:
    """Name the kecamatan with the last of the neighbours that lie in it."""
    kecamatan = [village.partition(", ")[2] for village in villages]
    return [
        village
        if village == ELLIPSIS
        else describe_village(village, with_kecamatan=here != following)
        for village, here, following in zip(
            villages, kecamatan, [*kecamatan[1:], None], strict=True
        )
    ]
