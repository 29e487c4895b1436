"""Judging the account: every visit that was wished for is made, or left out with a reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from routeplan.i18n import _
from routeplan.model import NOT_DUE, Hotspot, Part, Plan, RatedHotspot, Unvisited
from routeplan.planning.verify.replans import list_given_up
from routeplan.planning.verify.violations import SAME_SHARE, Violation, map_hotspots

# Of a visit: its hotspot and its part.
Key = tuple[str | None, str | None]
LeftOut = dict[Key, list[Unvisited]]

# The kind of the parts of a hotspot without a shape, and by the kind of its shape.
KINDS = {None: "dwell", "line": "pass", "street": "pass", "route": "pass", "area": "sweep"}


def find_account_violations(plan: Plan) -> Iterator[Violation]:
    """Yield parts that cannot be, and visits that are not accounted for once."""
    made: Counter[Key] = Counter(
        (s.hotspot_id, s.part_id) for loop in plan.loops for s in loop.visits
    )
    left_out: LeftOut = {}
    for item in plan.unvisited:
        left_out.setdefault((item.hotspot_id, item.part_id), []).append(item)
    yield from _check_known(plan, [*made, *left_out])
    given_up = list_given_up(plan)
    for rated in map_hotspots(plan).values():
        yield from _check_parts(rated)
        yield from _check_hotspot(rated, made, left_out, given_up)


def _check_known(plan: Plan, named: Iterable[Key]) -> Iterator[Violation]:
    """Yield hotspots and parts, visited or left out, that the plan does not have."""
    known = map_hotspots(plan)
    for name, part_id in dict.fromkeys(named):
        if name not in known:
            problem = _("The plan has no hotspot of this id.")
            yield Violation("hotspot", None, str(name), problem)
        elif part_id not in {part.id for part in known[name].parts} and part_id is not None:
            problem = _("The hotspot {name} has no part of this id.").format(name=name)
            yield Violation("part", None, part_id, problem)
    owners = Counter(part.id for rated in known.values() for part in rated.parts)
    for part_id, count in owners.items():
        if count > 1:
            yield Violation("part", None, part_id, _("This id is given to several parts."))


def _check_parts(rated: RatedHotspot) -> Iterator[Violation]:
    """Yield parts that are not of their hotspot's kind, and shares that are none."""
    name, shape = rated.hotspot.id, rated.hotspot.shape
    for part in rated.parts:
        if part.kind != KINDS[None if shape is None else shape.kind]:
            problem = _("A hotspot of this shape is not visited in parts of this kind.")
            yield Violation("part", None, part.id, problem)
        if part.id != name and not part.id.startswith(f"{name}/"):
            problem = _("It is said to be a part of {name}, but is not called so.")
            yield Violation("part", None, part.id, problem.format(name=name))
        if (part.kind == "dwell") == bool(part.edges) or part.visits < 1 or part.metres < 0:
            problem = _("Its visits, metres or edges cannot be.")
            yield Violation("part", None, part.id, problem)
    if shape is None and len(rated.parts) > 1:
        yield Violation("part", None, name, _("A place has no parts."))
    shares = [part.share for part in rated.parts]
    total = math.fsum(shares) if all(map(math.isfinite, shares)) else math.inf
    if not all(share > 0 for share in shares) or total > 1 + SAME_SHARE:
        problem = _("The shares of its parts are not above 0 and 1 at most in all.")
        yield Violation("share", None, name, problem)
    elif shape is None and shares and abs(total - 1) > SAME_SHARE:
        yield Violation("share", None, name, _("A visit to a place is worth all of it."))


def _check_hotspot(
    rated: RatedHotspot, made: Counter[Key], left_out: LeftOut, given_up: Collection[str]
) -> Iterator[Violation]:
    name = rated.hotspot.id
    whole = left_out.get((name, None), [])
    if rated.parts:
        for part in rated.parts:
            key = name, part.id
            is_asked = part.id not in given_up
            yield from _check_part(
                rated.hotspot, part, made[key], left_out.get(key, []), is_asked=is_asked
            )
        if whole:
            problem = _("It is left out as a whole, though it has parts to be visited.")
            yield Violation("account", None, name, problem)
        return
    if len(whole) != 1:
        problem = _("It has no part to be visited and is left out {n} times instead of once.")
        yield Violation("account", None, name, problem.format(n=len(whole)))
    is_due = not any(item.reason in NOT_DUE for item in whole)
    if rated.hotspot.is_required and is_due and name not in given_up:
        yield Violation("required", None, name, _("It is required and not visited."))


def _check_part(
    hotspot: Hotspot, part: Part, made: int, left_out: Sequence[Unvisited], *, is_asked: bool
) -> Iterator[Violation]:
    """Yield visits that are neither made nor left out, and a required part without any.

    Parameters
    ----------
    is_asked
        Whether it was not given up when the shift was replanned.
    """
    missed = sum(item.visits for item in left_out)
    if made + missed != part.visits or any(item.visits < 1 for item in left_out):
        problem = _("Of {wished} visits {made} are made and {missed} left out.")
        problem = problem.format(wished=part.visits, made=made, missed=missed)
        yield Violation("account", None, part.id, problem)
    is_due = is_asked and not any(i.reason in NOT_DUE for i in left_out)
    if hotspot.is_required and not made and is_due:
        yield Violation("required", None, part.id, _("It is required and not visited."))
