"""A plan under way meets reality: what is done stays done, the rest changes as little as it may.

What is said, and where everybody is:

texts.py        what is typed on the command line -> `Disturbance`
disturbance.py  what has happened, checked against the plan
rebuild.py      Plan + Network -> Inputs, without the user's tables
moment.py       the plan, the roads before and after, and the units at the moment
standing.py     what each unit has behind it, and what lies ahead
positions.py    places of units on the road, as stops of a loop
cutting.py      a drive cut where its unit is; the way off a closed road
turning.py      where a unit goes on from, and by which way it came there
table.py        all places with their matrices
dispatch.py     who goes to an incident
states.py       what becomes of each unit: it goes on, goes to an incident, or does nothing more

The rest of the shift, as a loop problem:

known.py        parts of the plan's hotspots, and the ways to visit them now
slots.py        which of the visits wished for each stop is
openings.py     the visits that can still be made, within the hours left for each
duties.py       breaks and meetings that are still due
beginnings.py   what each loop begins with, as tasks that nothing is put between
rest.py         all of it as one problem

What is done of it, and the new plan:

repair.py       the old loops as far as they can still be driven
loyalty.py      the search that moves a visit only for a gain
calming.py      what is new moves to where it puts off least
settle.py       one after the other: the order of each unit
departures.py   when units leave that have not left yet
itinerary.py    the new loops: what is done, then what is driven now
changes.py      what changes for whom
finish.py       the plan
pipeline.py     all of it in one line: `replan_shift`
"""
