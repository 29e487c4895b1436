"""Visits as a history remembers them: by hand, and of all kinds for Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from routeplan.model import VisitRecord, VisitState

ZONE = ZoneInfo("Asia/Jakarta")
DAY = date(2024, 11, 20)


def make_visit(hotspot: str = "H1", *, day: date = DAY, **fields: Any) -> VisitRecord:
    """Return a planned visit by unit A, ten minutes from 00:30 on, in the night shift of `day`."""
    begin = datetime.combine(day + timedelta(days=1), time(0, 30), ZONE)
    plain = VisitRecord(
        area="lumajang", date=day, shift="malam", unit_id="A", hotspot_id=hotspot,
        part_id=fields.get("hotspot_id", hotspot), share=1.0,
        begin=begin, end=begin + timedelta(minutes=10), state="planned",
    )  # fmt: skip
    return replace(plain, **fields)


def at(clock: str, day: date = DAY) -> dict[str, Any]:
    """Return beginning and end of a visit of ten minutes on a date."""
    begin = datetime.combine(day, time.fromisoformat(clock), ZONE)
    return {"begin": begin, "end": begin + timedelta(minutes=10)}


# Text as a cell of a table holds it, and a formula would begin.
names = st.text("ab1=+-@'\";,.é漢 ", min_size=1, max_size=6).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
states: st.SearchStrategy[VisitState] = st.sampled_from(["planned", "confirmed", "missed"])
offsets = st.sampled_from(["UTC", "Asia/Jakarta", "Asia/Jayapura", "America/St_Johns"]).map(
    ZoneInfo
)


@st.composite
def visits(
    draw: st.DrawFn,
    *,
    hotspots: st.SearchStrategy[str] = names,
    units: st.SearchStrategy[str] = names,
    shifts: st.SearchStrategy[str] = names,
) -> VisitRecord:
    """Return a visit of any kind in some night of November 2024."""
    day = date(2024, 11, draw(st.integers(1, 30)))
    later = st.timedeltas(timedelta(), timedelta(hours=8))
    begin = datetime.combine(day, time(12), ZONE) + draw(later)
    hotspot = draw(hotspots)
    return VisitRecord(
        area=draw(st.sampled_from(["lumajang", "lumajang-candipuro", "jember"])),
        date=day,
        shift=draw(shifts),
        unit_id=draw(units),
        hotspot_id=hotspot,
        part_id=draw(st.sampled_from([hotspot, f"{hotspot}/1", f"{hotspot}/2"])),
        share=draw(st.integers(1, 1000)) / 1000,
        begin=begin.astimezone(draw(offsets)),
        end=(begin + draw(later)).astimezone(draw(offsets)),
        state=draw(states),
    )
