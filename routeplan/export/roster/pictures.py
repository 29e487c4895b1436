"""Pictures of what a roster covers, to send: by kecamatan and hour, and in bars by groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.drawing.lettering import measure_text
from routeplan.export.formats import ExportFile
from routeplan.export.picture.canvas import INK, SOFT, Sheet, open_sheet
from routeplan.export.picture.frame import POINTS_PER_MM, Box
from routeplan.export.picture.heading import draw_band, draw_foot, draw_heading
from routeplan.export.roster.charts import word_bar
from routeplan.export.roster.page import describe_period
from routeplan.export.roster.reader import RosterReader, name_kecamatan
from routeplan.i18n import _
from routeplan.wording import describe_source, format_number, sample_warning

WIDTH_MM, DPI = 150.0, 220
# Heights in points.
HEAD, BAND, FOOT = 58.0, 15.0, 12.0
ROW, EDGE, GAP = 15.0, 12.0, 6.0
SIZE, SMALL = 8.0, 7.0
# No picture is higher than this many rows: what is left out is said.
MOST_ROWS = 60
PALE, DEEP = np.array([238, 243, 247]), np.array([11, 92, 148])
GROUND = "#eef3f7"
WHITE = "#ffffff"
DARK_FROM = 0.7
LONGEST_NAME_SHARE = 0.27


@dataclass(frozen=True)
class Row:
    """A line of a picture: a name, and what stands beside it."""

    name: str
    item: Coverage | None = None
    values: Sequence[float] = ()


def make_pictures(reader: RosterReader) -> Iterator[ExportFile]:
    """Yield the pictures of the coverage; nothing where no shift is planned."""
    if not reader.roster.shifts:
        return
    coverage = reader.coverage
    heat = [Row(name_kecamatan(name), values=values) for name, values in reader.heat.items()]
    title = _("Visits by kecamatan and hour")
    yield ExportFile("coverage-hours.png", _draw_heat(title, heat, reader), title)
    groups: tuple[tuple[str, str, Sequence[Coverage], Callable[[str], str]], ...] = (
        ("kecamatan", _("Coverage by kecamatan"), coverage.kecamatan, name_kecamatan),
        ("category", _("Coverage by category"), coverage.categories, reader.name_category),
    )
    for name, title, items, find_name in groups:
        rows = [Row(find_name(i.name), item=i) for i in items if i.risk_share is not None]
        if rows:
            yield ExportFile(f"coverage-{name}.png", _draw_bars(title, rows, reader), title)


def _draw_heat(title: str, rows: Sequence[Row], reader: RosterReader) -> bytes:
    hours = [item.hour for item in reader.hours]
    shown, note = _cut_rows(rows, _("The deeper the colour, the more visits begin in the hour."))
    with _open_sheet(title, note, len(shown) + 1, reader) as (sheet, box):
        left = box.left + _measure_names(shown, box)
        width = (box.right - left) / len(hours)
        most = max((max(row.values) for row in rows), default=0.0) or 1.0
        for column, hour in enumerate(hours):
            x = left + width * (column + 0.5)
            sheet.write(
                x, box.top - ROW + 5, f"{hour:02d}", size=SMALL, colour=SOFT, align="center",
                layer=2,
            )  # fmt: skip
        for number, row in enumerate(shown, 1):
            top = box.top - ROW * number
            _write_name(sheet, row, box, left, top)
            for column, hour in enumerate(hours):
                cell = Box(
                    left + width * column, top - ROW, left + width * (column + 1) - 1, top - 1
                )
                _draw_cell(sheet, cell, row.values[hour], most)
        return sheet.save()


def _draw_cell(sheet: Sheet, cell: Box, value: float, most: float) -> None:
    depth = value / most
    sheet.draw_box(cell, fill=_mix(depth), layer=1)
    if value >= 0.5:
        x, y = cell.middle
        sheet.write(
            x, y, format_number(value), size=min(SMALL, cell.width / 2.2),
            colour=WHITE if depth > DARK_FROM else INK, align="center", centred=True, layer=2,
        )  # fmt: skip


def _draw_bars(title: str, rows: Sequence[Row], reader: RosterReader) -> bytes:
    text = _("Share of the risk that is visited, and the most days in a row without a visit.")
    shown, note = _cut_rows(rows, text)
    with _open_sheet(title, note, len(shown), reader) as (sheet, box):
        left = box.left + _measure_names(shown, box)
        words = [word_bar(row.item) if row.item else "" for row in shown]
        right = box.right - max(measure_text(word, size=SIZE) for word in words) - GAP - 4
        for number, (row, word) in enumerate(zip(shown, words, strict=True)):
            top = box.top - ROW * number
            _write_name(sheet, row, box, left, top)
            share = (row.item.risk_share if row.item else None) or 0.0
            bar = Box(left, top - ROW + 2.5, right, top - 2.5)
            sheet.draw_box(bar, fill=GROUND, layer=1)
            end = left + (right - left) * share
            if share > 0:
                sheet.draw_box(Box(left, bar.bottom, end, bar.top), fill=_mix(1.0), layer=1.1)
            sheet.write(right + GAP, top - ROW / 2, word, size=SIZE, centred=True, layer=2)
        return sheet.save()


def _cut_rows(rows: Sequence[Row], note: str) -> tuple[Sequence[Row], str]:
    """Return as many rows as a picture has, and the note below its title."""
    if len(rows) <= MOST_ROWS:
        return rows, note
    more = _("The first {n} of {all} are shown.").format(n=MOST_ROWS, all=len(rows))
    return rows[:MOST_ROWS], f"{note} {more}"


@contextmanager
def _open_sheet(
    title: str, note: str, rows: int, reader: RosterReader
) -> Iterator[tuple[Sheet, Box]]:
    """Yield a sheet as high as its rows need, with title and source, and the box between them."""
    roster = reader.roster
    lines = [title, f"{roster.area_title} · {describe_period(roster)}", note]
    height = HEAD + (BAND if roster.is_sample else 0) + ROW * rows + EDGE + FOOT
    with open_sheet(WIDTH_MM, height / POINTS_PER_MM, dpi=DPI) as sheet:
        box = sheet.box
        top = box.top - draw_heading(sheet, box, lines)
        if roster.is_sample:
            top -= draw_band(sheet, Box(box.left, box.bottom, box.right, top), sample_warning())
        bottom = box.bottom + draw_foot(sheet, box, describe_source(roster))
        yield sheet, Box(box.left + EDGE, bottom, box.right - EDGE, top - EDGE / 2)


def _measure_names(rows: Sequence[Row], box: Box) -> float:
    """Return the room that the names of rows take at the left."""
    widest = max((measure_text(row.name, size=SIZE) for row in rows), default=0.0)
    return float(min(widest * 1.06, LONGEST_NAME_SHARE * box.width)) + GAP


def _write_name(sheet: Sheet, row: Row, box: Box, left: float, top: float) -> None:
    sheet.write(
        left - GAP, top - ROW / 2, row.name, size=SIZE, align="right", centred=True, layer=2,
        space=left - GAP - box.left,
    )  # fmt: skip


def _mix(depth: float) -> str:
    """Return the colour of a depth from 0 to 1."""
    red, green, blue = np.round(PALE + (DEEP - PALE) * depth).astype(int)
    return f"#{red:02x}{green:02x}{blue:02x}"
