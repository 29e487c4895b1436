"""Sentences of the papers that a plan alone does not hold, general enough for any unit.

How to act in a form of patrol is a proposal of ours, not taken from a regulation: the settings
of the papers replace it.
"""

from __future__ import annotations

from routeplan.i18n import N_, _

_ACTING: dict[str, str] = {
    "dialogis": N_(
        "Call on residents, listen to what they report, and pass on the message to the public."
    ),
    "pemantauan": N_(
        "Stay where the unit can be seen, watch people, vehicles and surroundings, and note what "
        "is out of the ordinary."
    ),
    "penyisiran": N_("Go slowly through the streets one by one, and check what looks suspicious."),
    "melintas": N_("Drive through slowly with eyes on both sides of the road."),
}


def describe_acting(form: str, *, own: str = "") -> str:
    """Return how to act in a form of patrol: the user's `own` words, else a proposal.

    Empty for a form that neither knows.
    """
    if own:
        return own
    return _(_ACTING[form]) if form in _ACTING else ""


def describe_prohibition(area: str) -> str:
    """Return the first prohibition of every patrol."""
    return _(
        "Leaving the assigned area ({area}) except in an emergency; whoever has to, reports it at "
        "once."
    ).format(area=area)
