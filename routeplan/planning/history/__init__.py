"""What earlier shifts visited, and how long ago that was.

A history is an SQLite file of `routeplan.model.VisitRecord`: visits that were planned, and what
became of them. Records of different areas (ids of `routeplan.model.PlanArea`) do not meet.

**What is told later takes the place of what was told before.** A record belongs to a shift (area,
date, name) and to a unit in it; records are taken in unit by unit:

- What became of a unit's visits in a shift (its records of one import, if any of them is confirmed
  or missed) replaces all that is stored of that unit in that shift, be it planned or looked at.
- What was planned for a unit (its records of one import, if all of them are planned) replaces what
  was planned for it in that shift. Where somebody has looked at the unit's shift already, that
  stands, and the planned records are passed over.
- Records that tell of a whole shift (a plan does) replace besides what was planned in it for units
  that they do not name: planning again never counts twice.

**A visit belongs to the date on which its shift starts**, as phases do: two o'clock in the night of
20 to 21 November is a visit of the 20th. Counted are visits that were confirmed, or planned and
not looked at yet; never those that were missed. A road or an area that is visited in parts counts
as visited last on the date since which at least half of it was visited, the share of a part
standing for its size and its last visit for its date: 40 % last night and 40 % a week ago make a
week ago.
"""

from routeplan.planning.history.plans import list_planned_visits
from routeplan.planning.history.recall import (
    choose_area_ids,
    find_last_visits,
    list_area_ids,
)
from routeplan.planning.history.store import Recorded, read_visits, record_visits

__all__ = [
    "Recorded",
    "choose_area_ids",
    "find_last_visits",
    "list_area_ids",
    "list_planned_visits",
    "read_visits",
    "record_visits",
]
