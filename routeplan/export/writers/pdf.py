"""The papers of a shift as PDF, to print and sign."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.papers import make_papers
from routeplan.model import Plan


def make_pdf(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Return each paper as a PDF."""
    from routeplan.export.typeset.pdf import set_pdf

    for paper in make_papers(plan, options):
        yield ExportFile(f"{paper.name}.pdf", set_pdf(paper), paper.title)
