"""The papers of a shift as DOCX, to edit in Word."""

from __future__ import annotations

from collections.abc import Iterator

from routeplan.export.formats import ExportFile, ExportOptions
from routeplan.export.papers import make_papers
from routeplan.model import Plan


def make_docx(plan: Plan, options: ExportOptions) -> Iterator[ExportFile]:
    """Return each paper as a DOCX."""
    from routeplan.export.typeset.docx import set_docx

    for paper in make_papers(plan, options):
        yield ExportFile(f"{paper.name}.docx", set_docx(paper), paper.title)
