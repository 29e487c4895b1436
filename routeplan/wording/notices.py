"""What the reader of a plan must know, in a sentence."""

from __future__ import annotations

from routeplan.i18n import N_, _
from routeplan.model import Notice
from routeplan.wording.details import word_detail

NOTICES: dict[str, str] = {
    "off_road": N_("{name} lies {distance_m} from the nearest usable road; check its position."),
    "not_planned_for": N_(
        "Of no account in a single shift: {columns}. `routeplan roster` plans for it."
    ),
    "unit_idle": N_(
        "Unit {unit} has no stop in this plan: nothing is left that it may visit within its limits."
    ),
    "unit_off_duty": N_(
        "Unit {unit} is left out: its hours leave it less than {least_s} to patrol in the shift."
    ),
    "unit_left_out": N_("Unit {unit} is left out: it is not responsible for {area}."),
    "waived": N_("{name} is required, but could not be kept in this shift of the roster."),
    "meeting_left_out": N_(
        "The meeting {meeting} is left out: one of its units is not responsible for {area}."
    ),
    "meeting_not_possible": N_(
        "The meeting {meeting} is left out: unit {unit} is not on duty in this shift."
    ),
    "meeting_not_due": N_(
        "The meeting {meeting} is left out: within its hours ({window}) its units are never on "
        "duty together for long enough."
    ),
    "break_not_due": N_("Unit {unit} takes no break at {window}: it is not on duty then."),
    "fewer_visits": N_(
        "{name}: {wished} visits are wished for, but with the time between them there is room for "
        "{planned} only."
    ),
    "line_off_road": N_("{name}: {share} of it has no road that can be patrolled."),
    "area_not_covered": N_(
        "{name}: {share} of its streets lie in no sweep; there is no time for them or no vehicle."
    ),
    "history_missing": N_(
        "The history {file} is not there yet, so no earlier visit counts; the first `routeplan "
        "history import` makes it."
    ),
    "history_elsewhere": N_(
        "The history {file} has no visit in {area}, so none counts. It is of: {others}."
    ),
    "history_used": N_(
        "Earlier visits count: the history {file} knows when {known} of the {hotspots} hotspots "
        "were visited last."
    ),
    "history_row_numbers": N_(
        "The table of hotspots has no column of ids, so that the history knows a hotspot by its "
        "row only: add the column, or a row that is inserted gives the visits to other places."
    ),
    "ignored_columns": N_("Columns that nobody knows are ignored: {columns}."),
    "sample_visits": N_(
        "The plan was made for practice, on invented roads; in the history its visits count like "
        "others."
    ),
    "sample_network": N_("The roads are invented: this plan is for practice only."),
    "approximate": N_(
        "Positions found by the name of a village are approximate ({n} in the files): check them "
        "before going there."
    ),
}


def describe_notice(notice: Notice) -> str:
    """Return the sentence of a notice.

    Raises
    ------
    KeyError
        If the notice's code is unknown.
    """
    return _(NOTICES[notice.code]).format(**word_detail(notice.detail))
