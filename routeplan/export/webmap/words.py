"""Words of the page that say nothing of the plan: heading, controls, search box, playback."""

from __future__ import annotations

from typing import Any

from routeplan.i18n import _, ngettext

# Minutes of the shift in a second; a night takes some minutes, or less than one.
SPEEDS = (1, 2, 5, 10)
FIRST_SPEED = 5


def word_frame() -> dict[str, str]:
    """Return the words of what every map has: controls, legend, ground, scale on paper."""
    return {
        "attribution": _("© OpenStreetMap contributors, ODbL"),
        "boundary": _("Boundary"),
        "close": _("Close"),
        "legend": _("Legend"),
        "map": _("Map"),
        "north": _("North"),
        "roads": _("Roads"),
        "scale": _("Scale about 1 : {scale} on {paper}."),
        "stops": _("Stops"),
        "units": _("Units"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }


def word_head() -> dict[str, str]:
    """Return the words of ``head.html`` and ``sheet.html``; what the panel is called is missing."""
    return {
        "close": _("Close"),
        "dark": _("Dark colours"),
        "notices": _("To know"),
        "print": _("Print"),
        "print_a3": _("Print on A3"),
        "print_a4": _("Print on A4"),
        "skip_map": _("To the map"),
    }


def word_controls() -> dict[str, Any]:
    """Return the words of ``play.html`` and ``search.html``, and the speeds to choose from."""
    return {
        "doings": _("What each unit does"),
        "moment": _("Moment of the shift"),
        "play": _("Play the shift"),
        "playback": _("Playback of the shift"),
        "reset": _("Back to the whole plan"),
        "search": _("Search the map"),
        "search_hint": _("Hotspot, village, street or unit"),
        "search_none": _("Nothing of that name is in this plan."),
        "speed": _("Speed"),
        "speeds": [(n, ngettext("{n} min/s", "{n} min/s", n).format(n=n)) for n in SPEEDS],
        "first_speed": FIRST_SPEED,
    }
