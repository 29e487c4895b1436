"""Times as devices write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeplan.hotspots.cells import CellFault
from routeplan.tracking.readers.moments import parse_moment

WIB = ZoneInfo("Asia/Jakarta")
# 20 November 2024, 23:15:02 WIB
MOMENT_S = 1732119302.0


@pytest.mark.parametrize(
    ("text", "is_local"),
    [
        ("2024-11-20T16:15:02Z", False),
        ("2024-11-20T23:15:02+07:00", False),
        ("2024-11-20 23:15:02", True),
        ("20/11/2024 23:15:02", True),
        ("20-11-2024 23.15.02", True),
        ("20.11.2024, 11:15:02 PM", True),
        ("20/11/2024 23:15:02 WIB", False),
        ("21/11/2024 00:15:02 WITA", False),
        ("20/11/2024 16:15:02 UTC", False),
        ("20/11/2024 23:15:02 +0700", False),
        ("1732119302", False),
        ("1732119302000", False),
        (1732119302, False),
        (datetime(2024, 11, 20, 23, 15, 2), True),
    ],
)
def test_a_moment_in_many_ways(text: str, is_local: bool) -> None:
    assert parse_moment(text, zone=WIB) == (MOMENT_S, is_local)


@pytest.mark.parametrize("value", ["23:15:02", "23.15.02", "11:15:02 pm", time(23, 15, 2)])
def test_a_time_of_day_beside_its_date(value: str) -> None:
    assert parse_moment(value, zone=WIB, day=date(2024, 11, 20)) == (MOMENT_S, True)


@pytest.mark.parametrize(
    "text", ["", "kemarin", "2024-11-20", "20/13/2024 23:15", "20/11/2024 25:15", "12", "nan", "-1"]
)
def test_what_is_no_moment_is_a_fault(text: str) -> None:
    with pytest.raises(CellFault, match="is no moment"):
        parse_moment(text, zone=WIB)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_every_moment_is_read_as_it_is_written(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert parse_moment(aware.isoformat(), zone=WIB) == (aware.timestamp(), False)
    local = f"{moment:%d/%m/%Y %H:%M:%S}"
    expected = moment.replace(microsecond=0, tzinfo=WIB).timestamp()
    assert parse_moment(local, zone=WIB) == (expected, True)
