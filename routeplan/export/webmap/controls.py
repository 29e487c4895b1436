"""What the search box and the playback of the map say of themselves."""

from __future__ import annotations

from typing import Any

from routeplan.i18n import _, ngettext

# Minutes of the shift in a second; a night takes some minutes, or less than one.
SPEEDS = (1, 2, 5, 10)
FIRST_SPEED = 5


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
