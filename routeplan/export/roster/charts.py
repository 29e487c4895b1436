"""The pictures of the page: where each is, how long, how deep its colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from routeplan.export.content.month_coverage import Coverage
from routeplan.export.roster.reader import RosterReader, name_kecamatan
from routeplan.i18n import _
from routeplan.wording import format_number, format_share

LEFT, CELL, TOP, ROW = 184, 38, 20, 22
BAR_ROW, BAR_WIDTH = 22, 280
# A name of more letters would reach over the edge of its picture.
LONGEST_NAME = 24


@dataclass(frozen=True)
class HeatCell:
    """A cell of the heat map; `depth` of its colour in percent."""

    x: int
    depth: int
    text: str
    title: str


@dataclass(frozen=True)
class HeatRow:
    """A kecamatan."""

    name: str
    y: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True)
class HeatMap:
    """Visits by kecamatan and hour; `heads` are the hours, each above the middle of its column."""

    text: str
    heads: tuple[tuple[int, str], ...]
    rows: tuple[HeatRow, ...]
    left: int = LEFT
    cell: int = CELL

    @property
    def width(self) -> int:
        """Of the picture."""
        return LEFT + CELL * len(self.heads)

    @property
    def height(self) -> int:
        """Of the picture."""
        return TOP + ROW * len(self.rows) + 2


@dataclass(frozen=True)
class Bar:
    """How much of the risk of a group is visited."""

    name: str
    y: int
    width: int
    text: str


def draw_heat(reader: RosterReader) -> HeatMap:
    """Return the heat map of the hours in which there are shifts."""
    hours = [item.hour for item in reader.hours]
    most = max((value for values in reader.heat.values() for value in values), default=0.0) or 1.0
    rows = [
        HeatRow(
            name=shorten_name(name_kecamatan(name)),
            y=TOP + ROW * n,
            cells=tuple(
                _draw_cell(name, hour, values[hour], column, most)
                for column, hour in enumerate(hours)
            ),
        )
        for n, (name, values) in enumerate(reader.heat.items())
    ]
    return HeatMap(
        text=_("Visits that begin in each hour, by kecamatan; the deeper the colour, the more."),
        heads=tuple((LEFT + CELL * n + CELL // 2, f"{h:02d}") for n, h in enumerate(hours)),
        rows=tuple(rows) if hours else (),
    )


def _draw_cell(name: str, hour: int, value: float, column: int, most: float) -> HeatCell:
    visits = format_number(value, decimals=1)
    title = _("{place}, {hour} o'clock: {visits} visits")
    return HeatCell(
        x=LEFT + CELL * column,
        depth=round(100 * value / most),
        text=format_number(value) if value >= 0.5 else "",
        title=title.format(place=name_kecamatan(name), hour=f"{hour:02d}", visits=visits),
    )


def draw_bars(items: Iterable[Coverage], name: Callable[[str], str]) -> tuple[Bar, ...]:
    """Return a bar for each group of which something is due."""
    shown = [item for item in items if item.risk_share is not None]
    return tuple(
        Bar(
            name=shorten_name(name(item.name)),
            y=BAR_ROW * n,
            width=round(BAR_WIDTH * (item.risk_share or 0.0)),
            text=word_bar(item),
        )
        for n, item in enumerate(shown)
    )


def word_bar(item: Coverage) -> str:
    """Return the share of a group's risk that is visited, and its longest gap."""
    gap = _("gap {days} d").format(days=item.longest_gap_days or 0)
    return f"{format_share(item.risk_share or 0.0)} · {gap}"


def shorten_name(name: str) -> str:
    """Return a name, or its beginning, that fits beside a picture."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"
