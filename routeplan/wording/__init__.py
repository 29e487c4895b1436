"""Plans in words: reasons, notices, legs, clock times and lengths in the language in use.

Every output (map, tables, papers, command line) words a plan through this package, so that the
same thing is called the same everywhere.
"""

from routeplan.wording.dates import format_date, format_day, translate_weekdays
from routeplan.wording.figures import (
    count_driving,
    count_stay,
    format_begin,
    format_clock,
    format_driving,
    format_km,
    format_metres,
    format_minutes,
    format_number,
    format_share,
    format_span,
    format_stay,
    format_stops,
    format_wait,
    format_worth,
)
from routeplan.wording.headings import describe_hours, describe_shift, describe_source
from routeplan.wording.names import (
    describe_form,
    describe_kind,
    describe_leg,
    describe_level,
    describe_part,
    describe_stretch,
    describe_vehicle,
    describe_vehicles,
    describe_village,
    join_names,
    name_stop,
    shorten_names,
)
from routeplan.wording.notices import NOTICES, describe_notice
from routeplan.wording.papers import describe_acting, describe_prohibition
from routeplan.wording.reasons import describe_unvisited
from routeplan.wording.rosters import describe_minimum
from routeplan.wording.sums import (
    describe_balance,
    describe_bound,
    describe_closure,
    describe_coverage,
    describe_gap,
    describe_outside,
    describe_visits,
    describe_wish,
    name_category,
    sample_warning,
)
from routeplan.wording.visits import describe_last_visit, describe_state

__all__ = [
    "NOTICES",
    "count_driving",
    "count_stay",
    "describe_acting",
    "describe_balance",
    "describe_bound",
    "describe_closure",
    "describe_coverage",
    "describe_form",
    "describe_gap",
    "describe_hours",
    "describe_kind",
    "describe_last_visit",
    "describe_leg",
    "describe_level",
    "describe_minimum",
    "describe_notice",
    "describe_outside",
    "describe_part",
    "describe_prohibition",
    "describe_shift",
    "describe_source",
    "describe_state",
    "describe_stretch",
    "describe_unvisited",
    "describe_vehicle",
    "describe_vehicles",
    "describe_village",
    "describe_visits",
    "describe_wish",
    "format_begin",
    "format_clock",
    "format_date",
    "format_day",
    "format_driving",
    "format_km",
    "format_metres",
    "format_minutes",
    "format_number",
    "format_share",
    "format_span",
    "format_stay",
    "format_stops",
    "format_wait",
    "format_worth",
    "join_names",
    "name_category",
    "name_stop",
    "sample_warning",
    "shorten_names",
    "translate_weekdays",
]
