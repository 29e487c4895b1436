"""A plan under way meets reality: what is done stays done, the rest changes as little as it may.

disturbance.py  what has happened, checked against the plan
rebuild.py      Plan + Network -> Inputs, without the user's tables
standing.py     where each unit stands: what it has behind it, what lies ahead
cutting.py      a drive cut where its unit is; the way off a closed road
openings.py     the visits that can still be made, within the hours left for each
duties.py       breaks and meetings that are still due
beginnings.py   what each loop begins with, as tasks of a loop problem
dispatch.py     who goes to an incident
repair.py       the old loops as far as they still can be driven
loyalty.py      the search that moves a visit only for a gain
itinerary.py    the new loops: what is done, then what is driven now
changes.py      what changes for whom
pipeline.py     all of it in one line: `replan_shift`
"""
