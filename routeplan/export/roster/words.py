"""Words of the overview that say nothing of the roster: headings, controls, what figures mean."""

from __future__ import annotations

from routeplan.export.roster.shifts import KINDS
from routeplan.i18n import _
from routeplan.wording import describe_kind


def word_headings() -> dict[str, str]:
    """Return the headings of the sections, in their order."""
    return {
        "calendar": _("Calendar"),
        "shift": _("Map of the shift"),
        "crews": _("Who works when"),
        "minimums": _("Monthly minimums"),
        "predictability": _("Predictability"),
        "coverage": _("What is covered"),
    }


def word_page() -> dict[str, str]:
    """Return the words of the template."""
    return {
        "after": _("Next shift"),
        "before": _("Shift before"),
        "best": _("Best plan each time"),
        "by_hotspot": _("Hotspot by hotspot"),
        "by_hotspot_text": _(
            "The mixture of hours is told where a place is visited at least twice in shifts of a "
            "name. A gap counts whole days without a visit, the first and the last days of the "
            "roster included."
        ),
        "choose": _("Shift shown on the map"),
        "contents": _("Contents"),
        "coverage": _(
            "Due are the shifts in which a hotspot could be visited. Risk visited is how much of "
            "the risk that was due got a visit, a road or an area by the share of it that was "
            "driven. Visits of parts are added up by their shares. The longest gap is the most "
            "days in a row without a visit of one hotspot that is due at least once."
        ),
        "crews": _("The shifts of each unit by day:"),
        "dark": _("Dark colours"),
        "export": _("Its own map and papers:"),
        "figure": _("Figure"),
        "folder": _("Plan of this shift:"),
        "heat": _("Visits by kecamatan and hour"),
        "itineraries": _("Itineraries of the shift"),
        "meaning": _("What it means"),
        "nothing": _("No shift is planned yet."),
        "notices": _("To know"),
        "off": _("day off"),
        "phases": _("Periods that raise or lower risks:"),
        "predictability": _(
            "Each shift is drawn from plans that are nearly as good as the best one. These figures "
            "compare the plans drawn with the best plan of every shift, repeated whenever it is "
            "the best, and with visits at random times within the same open hours."
        ),
        "print": _("Print"),
        "random": _("Random times"),
        "roster": _("Roster"),
        "search": _("Search"),
        "skip_calendar": _("To the calendar"),
        "unit": _("Unit"),
        "units": _("Units"),
        "unmeasured": _("These figures are worked out when every shift is planned."),
    }


def word_map() -> dict[str, object]:
    """Return the words that the scripts of the map show."""
    return {
        "attribution": _("© OpenStreetMap contributors, ODbL"),
        "category": _("Category"),
        "close": _("Close"),
        "in_roster": _("In this roster"),
        "kind": _("Kind"),
        "kinds": {kind: describe_kind(kind) for kind in KINDS},
        "level": _("Level"),
        "loop": _("Loop"),
        "map": _("Map of the shift"),
        "north": _("North"),
        "nothing": _("No unit drives a loop in this shift."),
        "place": _("Place"),
        "shown": _("Show on the map"),
        "time": _("Time"),
        "unit": _("Unit"),
        "village": _("Village"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
    }
