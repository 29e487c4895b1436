"""The tables of quality, printed row by row while the instances are solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quality_carp import CarpInstance, cost_routes, solve_carp
from quality_peers import PEERS
from quality_protector import solve_patrol
from quality_protector_files import TOLERANCE, PatrolInstance, score_patrol
from quality_tools import Limits, format_percent, mean, print_header, print_row
from quality_top import TopInstance, score_tours, solve_top

OURS = "routeplan"


@dataclass
class Tally:
    """Gaps to the references, by seed, as far as there are references above 0."""

    gaps: dict[int, list[float]] = field(default_factory=dict)

    def add(self, seed: int, score: float, reference: float | None) -> float | None:
        """Note a score, and return its gap: 0 where it is above the reference."""
        if not reference:
            return None
        gap = max(reference - score, 0.0) / reference
        self.gaps.setdefault(seed, []).append(gap)
        return gap

    def describe(self, name: str) -> str:
        """Return the means per seed and over all, and how often the reference was reached."""
        if not self.gaps:
            return f"{name}: no reference above 0 to compare with"
        means = [mean(gaps) or 0.0 for gaps in self.gaps.values()]
        seeds = ", ".join(
            f"seed {seed} {format_percent(value)}"
            for seed, value in zip(self.gaps, means, strict=True)
        )
        reached = ", ".join(str(sum(not gap for gap in gaps)) for gaps in self.gaps.values())
        count = len(next(iter(self.gaps.values())))
        return (
            f"{name}: mean gap over {count} instances with a reference above 0: {seeds};"
            f" over the seeds {format_percent(mean(means))};"
            f" at or above the reference: {reached}"
        )


def report_top(
    instances: Sequence[TopInstance],
    references: Mapping[str, float],
    limits: Limits,
    peers: Sequence[str],
) -> None:
    """Print scores and gaps of our optimiser and of peers, each tour added up anew."""
    solvers = {OURS: solve_top, **{peer: PEERS[peer] for peer in peers}}
    tallies = {name: Tally() for name in solvers}
    columns = [
        f"{name}, {what}" if len(solvers) > 1 else what
        for name in solvers
        for what in (*(f"seed {seed}" for seed in limits.seeds), "mean gap")
    ]
    print_header(["instance", "reference", *columns])
    for instance in instances:
        reference = references.get(instance.name)
        cells = []
        for name, solver in solvers.items():
            gaps = []
            for seed in limits.seeds:
                score = score_tours(instance, solver(instance, limits, seed))
                gap = tallies[name].add(seed, score, reference)
                gaps += [] if gap is None else [gap]
                cells.append(f"{score:g}")
            cells.append(format_percent(mean(gaps)))
        print_row([instance.name, _show(reference), *cells])
    print("\nEvery tour keeps its limit when its distances are added up from the file.")
    for name, tally in tallies.items():
        print(tally.describe(name))


def report_carp(instances: Sequence[CarpInstance], limits: Limits) -> None:
    """Print costs, recomputed from the files, and how many best known values were reached."""
    print_header(["instance", "vehicles", "best known", *_name_seeds(limits), "best", "gap"])
    known = reached = 0
    for instance in instances:
        costs = [cost_routes(instance, solve_carp(instance, limits, seed)) for seed in limits.seeds]
        best, reference = min(filter(None, costs), default=None), instance.best_known
        gap = best / reference - 1 if best and reference else None
        known += reference is not None
        reached += gap is not None and gap <= 0
        shown = (_show(value) for value in (instance.vehicles, reference, *costs, best))
        print_row([instance.name, *shown, format_percent(gap)])
    print(f"\n{reached} of {known} best known values reached, best of the seeds.")
    print("A dash is a run that did not serve every edge.")


def report_protector(instances: Sequence[PatrolInstance], limits: Limits) -> None:
    """Print scores, recomputed from the files after checking every rule."""
    print_header(["instance", "optimum", *_name_seeds(limits), "best", "reached"])
    for instance in instances:
        scores = [
            score_patrol(instance, *solve_patrol(instance, limits, seed)) for seed in limits.seeds
        ]
        best, optimum = max(scores), instance.optimum
        reached = "–" if optimum is None else "yes" if best >= optimum - TOLERANCE else "no"
        shown = (f"{score:.2f}" for score in (*scores, best))
        print_row([instance.name, _show(optimum), *shown, reached])


def _name_seeds(limits: Limits) -> list[str]:
    return [f"seed {seed}" for seed in limits.seeds]


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
