"""What became of a plan, in words: states of stops and meetings, doubts, and recordings."""

from __future__ import annotations

from datetime import datetime, timedelta

from routeplan.i18n import N_, _, ngettext
from routeplan.model import (
    MeetingState,
    Notice,
    Recording,
    RejectReason,
    StopResult,
    StopState,
)
from routeplan.wording.figures import (
    format_clock,
    format_metres,
    format_minutes,
    format_share,
    format_span,
)

_STATES: dict[StopState, str] = {
    "visited": N_("visited"),
    "late": N_("late"),
    "short": N_("too short"),
    "missed": N_("missed"),
    "no_recording": N_("no recording"),
}
# Of a road or an area that was driven in part.
_PARTLY = N_("driven in part")
_MEETINGS: dict[MeetingState, str] = {
    "held": N_("met"),
    "late": N_("late"),
    "short": N_("too short"),
    "missed": N_("missed"),
    "no_recording": N_("no recording"),
}
_REJECTED: dict[RejectReason, str] = {
    "no_time": N_("without a time"),
    "no_position": N_("without a position"),
    "duplicate": N_("twice"),
    "inaccurate": N_("inaccurate by their own account"),
    "jump": N_("jumps that nobody can drive"),
    "outside_shift": N_("hours before or after the shift"),
    "other_device": N_("told by another device of the unit"),
}
EVALUATION_NOTICES: dict[str, str] = {
    "sample_network": N_("The roads are invented: this plan is for practice only."),
    "unit_not_recorded": N_(
        "Of {unit} there is no recording: nobody knows which of its stops it made."
    ),
    "recording_unmatched": N_(
        "{recording} fits with the plan of no unit and is not used. If it belongs to one, say so: "
        "--track UNIT=FILE."
    ),
    "recording_unused": N_(
        "{recording}: nothing of it is used for {unit}. Most likely it is of another day, or its "
        "clock is wrong: see the recordings."
    ),
    "unit_uncertain": N_(
        "{recording} is taken to be of {unit}, but fits with the plan of {rival} about as well. "
        "If that is wrong, say whose it is: --track UNIT=FILE."
    ),
    "poor_fit": N_(
        "{recording} hardly fits with the plan of {unit}. Is it of this unit, and of this shift?"
    ),
    "local_times": N_(
        "{recording} tells times without a zone; they are taken to be those of {zone}."
    ),
    "clock_corrected": N_(
        "{recording}: its clock is wrong by {hours}; the times were put right. To leave them as "
        "they are: --clock {unit_id}=0."
    ),
    "clock_suspected": N_(
        "{recording} is off the plan by about {minutes} all the time. If that is the clock of the "
        "device, put it right: --clock {unit_id}={sign}{whole}."
    ),
    "roads_not_matched": N_(
        "The road network {network} is not at hand as it was: tracks are not matched with streets. "
        "Roads and areas are judged by how near the unit came to the way planned, and those that "
        "are not planned are left out."
    ),
    "jurisdiction_unknown": N_(
        "The plan does not hold the outlines of the jurisdiction of {unit}: whether it left it was "
        "not checked."
    ),
}


def describe_result(stop: StopResult) -> str:
    """Return what became of a stop, in a word or two."""
    if stop.state == "short" and stop.metres:
        return _(_PARTLY)
    return _(_STATES[stop.state])


def describe_stop_state(state: StopState) -> str:
    """Return the name of a state for headings and legends."""
    return _(_STATES[state])


def describe_meeting(state: MeetingState) -> str:
    """Return what became of a meeting."""
    return _(_MEETINGS[state])


def describe_lateness(planned: datetime, begin: datetime) -> str:
    """Return how much later or earlier than planned something began; empty below a minute."""
    first, last = sorted((planned, begin))
    if format_clock(first) == format_clock(last) and last - first < timedelta(minutes=2):
        return ""
    text = _("{length} late") if begin > planned else _("{length} early")
    return text.format(length=format_span(first, last))


def describe_shortfall(stop: StopResult) -> str:
    """Return how long a unit stayed of what was planned, or how much of its streets it drove.

    Empty where it was not there.
    """
    if stop.metres:
        return _("{driven} of {length} driven ({share})").format(
            driven=format_metres(stop.driven_m), length=format_metres(stop.metres),
            share=format_share(stop.share),
        )  # fmt: skip
    if stop.begin is None or stop.end is None:
        return ""
    return _("{stayed} of {planned}").format(
        stayed=format_span(stop.begin, stop.end),
        planned=format_span(stop.planned_begin, stop.planned_end),
    )


def describe_rejected(recording: Recording) -> str:
    """Return how many fixes of a recording are not used, and why; empty where all are."""
    return "; ".join(f"{item.fixes} {_(_REJECTED[item.reason])}" for item in recording.rejected)


def describe_doubt(notice: Notice) -> str:
    """Return the sentence of a notice of an evaluation.

    Raises
    ------
    KeyError
        If the notice's code is unknown.
    """
    words = {key: str(value) for key, value in notice.detail.items()}
    clock_s = int(notice.detail.get("clock_s", 0))
    hours, minutes = round(abs(clock_s) / 3600), round(abs(clock_s) / 60)
    words["hours"] = ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    words["minutes"] = format_minutes(60 * minutes)
    words |= {"sign": "-" if clock_s < 0 else "", "whole": str(minutes)}
    return _(EVALUATION_NOTICES[notice.code]).format(**words)
