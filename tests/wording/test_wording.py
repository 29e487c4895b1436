"""Plans are worded in the reader's language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest

from routeplan import wording
from routeplan.config import CategoryRule
from routeplan.i18n import use_language
from routeplan.model import Detail, Leg, Loop, Notice, Reason, Stop, Unit, Unvisited

DETAILS: dict[Reason, Detail] = {
    "outside_area": {"area": "Polres Lumajang"},
    "no_road": {"distance_m": 1450, "limit_m": 1000},
    "vehicle_cannot_reach": {"vehicles": "R4, foot"},
    "outside_jurisdiction": {"kecamatan": "Tempursari"},
    "window_closed": {"windows": "06:00-08:00"},
    "not_on_date": {"rule": "Sabtu Legi"},
    "no_worth": {},
    "forbidden": {},
    "crew_too_small": {"level": "sangat_rawan"},
    "unit_off_duty": {"unit": "Regu 1"},
    "no_time": {"missing_s": 725, "unit": "Regu 1"},
    "too_late": {"moment": "01:10"},
}


def make_leg(*, streets: tuple[str, ...] = (), villages: tuple[str, ...] = ()) -> Leg:
    return Leg(1200, 180, streets, villages, ((113.0, -8.2), (113.01, -8.2)), (1,))


def test_every_reason_of_the_model_has_a_sentence_with_its_figures() -> None:
    assert set(DETAILS) == set(get_args(Reason))
    sentences = {
        reason: wording.describe_unvisited(Unvisited("a", reason, detail))
        for reason, detail in DETAILS.items()
    }
    assert sentences["no_road"] == "No usable road within 1.0 km: the nearest is 1.4 km away."
    assert sentences["no_time"] == "No time left: the loop of Regu 1 would take 13 min too long."
    assert "Polres Lumajang" in sentences["outside_area"]
    assert "car (R4), on foot" in sentences["vehicle_cannot_reach"]
    assert "Saturday Legi" in sentences["not_on_date"]
    assert "01:10" in sentences["too_late"]
    assert not any("{" in sentence for sentence in sentences.values())


def test_a_street_that_nobody_knows_is_named() -> None:
    detail: Detail = {
        "distance_m": 20, "limit_m": 1000, "street": "Jl. Sutorejo", "kecamatan": "Kunir",
    }  # fmt: skip
    assert wording.describe_unvisited(Unvisited("a", "no_road", detail)) == (
        "No street that can be driven is called Jl. Sutorejo in Kecamatan Kunir."
    )


def test_a_route_that_begins_at_its_end_is_not_said_to_lack_a_road_nearby() -> None:
    # the nearest road is within the limit, so that its distance is no reason
    detail: Detail = {"distance_m": 49, "limit_m": 1000}
    assert wording.describe_unvisited(Unvisited("a", "no_road", detail)).startswith(
        "A road is 49 m away, but none to patrol as asked for: a route may begin where it has to end"
    )


def test_a_unit_is_called_by_its_name_where_it_is_known() -> None:
    unvisited = Unvisited("a", "no_time", {"missing_s": 725, "unit": "U1"})
    unit = Unit("U1", "Samapta", "R4", 113.0, -8.2)
    assert "loop of Samapta would" in wording.describe_unvisited(unvisited, units=[unit])
    assert "loop of U1 would" in wording.describe_unvisited(unvisited)


def test_a_loop_that_has_time_but_no_kilometres_left_is_not_said_to_lack_time() -> None:
    unvisited = Unvisited("a", "no_time", {"missing_s": 0, "unit": "Regu 1", "missing_m": 1240})
    assert wording.describe_unvisited(unvisited) == (
        "Too far: the loop of Regu 1 would be 1.2 km longer than it may be."
    )


def test_a_visit_with_no_time_left_says_what_would_have_to_go_for_it() -> None:
    detail: Detail = {
        "missing_s": 240, "unit": "R4-1", "instead": "Pasar Senduro", "worth": 5.6,
    }  # fmt: skip
    assert wording.describe_unvisited(Unvisited("a", "no_time", detail)) == (
        "No time left: the loop of R4-1 would take 4 min too long. "
        "It would have to give up Pasar Senduro (worth 5.6) for it."
    )


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ({"missing_stops": 1}, "No stop left: the loop of Regu 1 has as many as it may have."),
        ({"waits": 1}, "It would fit only by waiting on the spot since the visit before."),
        (
            {"uneven": 1},
            "It would fit into the loop of Regu 1, but the work would be less even than asked for.",
        ),
    ],
)
def test_a_loop_that_has_time_left_is_not_said_to_lack_it(detail: Detail, sentence: str) -> None:
    unvisited = Unvisited("a", "no_time", {"missing_s": 0, "unit": "Regu 1", **detail})
    assert wording.describe_unvisited(unvisited) == sentence


def test_the_reasons_of_crews_and_duty_name_level_and_unit() -> None:
    alone = Unvisited("a", "crew_too_small", {"level": "sangat_rawan"})
    assert "very vulnerable (sangat rawan)" in wording.describe_unvisited(alone)
    off = Unvisited("a", "unit_off_duty", {"unit": "U1"})
    unit = Unit("U1", "Samapta", "R4", 113.0, -8.2)
    assert "Only unit Samapta may visit it" in wording.describe_unvisited(off, units=[unit])


def test_a_notice_is_worded_by_its_code() -> None:
    notice = Notice("off_road", {"name": "Pasar Kunir", "distance_m": 420})
    assert wording.describe_notice(notice) == (
        "Pasar Kunir lies 420 m from the nearest usable road; check its position."
    )


def test_every_notice_that_the_program_gives_has_a_sentence_and_no_other_has() -> None:
    package = Path(wording.__file__).parent.parent
    sources = "\n".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    codes = set(re.findall(r'\bNotice\(\s*"(\w+)"', sources))
    assert codes == wording.NOTICES.keys() | wording.EVALUATION_NOTICES.keys()


def test_names_with_braces_are_text_and_no_placeholders() -> None:
    notice = Notice("off_road", {"name": "{0} {distance_m}", "distance_m": 420})
    assert wording.describe_notice(notice).startswith("{0} {distance_m} lies 420 m")


def test_an_unknown_notice_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording.describe_notice(Notice("nothing_of_the_kind"))


def test_a_leg_is_described_by_its_streets_where_they_have_names() -> None:
    leg = make_leg(streets=("Jalan Raya Candipuro",), villages=("Jarit, Candipuro",))
    assert wording.describe_leg(leg) == "Jalan Raya Candipuro"


def test_a_leg_without_street_names_is_described_by_its_villages() -> None:
    leg = make_leg(villages=("Jarit, Candipuro", "Kaliboto"))
    assert wording.describe_leg(leg) == "Ds. Jarit, Kec. Candipuro – Ds. Kaliboto"


def test_neighbouring_villages_share_the_name_of_their_kecamatan() -> None:
    leg = make_leg(villages=("Bence, Kedungjajang", "Jatisari, Kedungjajang", "Sombo, Gucialit"))
    assert wording.describe_leg(leg) == (
        "Ds. Bence – Ds. Jatisari, Kec. Kedungjajang – Ds. Sombo, Kec. Gucialit"
    )


def test_a_long_list_of_villages_is_shortened_too() -> None:
    leg = make_leg(villages=tuple(f"D{i}, K" for i in range(9)))
    assert wording.describe_leg(leg) == "Ds. D0 – Ds. D1 – Ds. D2, Kec. K – … – Ds. D8, Kec. K"


def test_a_leg_without_any_name_says_so() -> None:
    assert wording.describe_leg(make_leg()) == "unnamed road"


def test_a_long_list_of_streets_keeps_its_first_and_last_names() -> None:
    leg = make_leg(streets=("A", "B", "C", "D", "E", "F"))
    assert wording.describe_leg(leg) == "A – B – C – … – F"


def test_clock_times_are_those_of_the_moments_own_zone() -> None:
    moment = datetime(2024, 11, 20, 23, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert wording.format_clock(moment) == "23:15"


def test_dates_carry_their_weekday_and_market_day() -> None:
    assert wording.format_date(date(1945, 8, 17)) == "Friday (Legi), 17 August 1945"
    with use_language("id"):
        assert wording.format_date(date(1945, 8, 17)) == "Jumat Legi, 17 Agustus 1945"
        assert wording.format_date(date(2024, 12, 1)) == "Minggu Pahing, 1 Desember 2024"


def test_a_date_alone_has_neither() -> None:
    assert wording.format_day(date(2024, 5, 1)) == "1 May 2024"
    with use_language("id"):
        assert wording.format_day(date(2024, 5, 1)) == "1 Mei 2024"


def test_weekdays_of_tables_are_told_in_the_readers_language_and_market_days_as_they_are() -> None:
    rule = "Sabtu Legi; Jumat; ≥ 2024-11-20"
    assert wording.translate_weekdays(rule) == "Saturday Legi; Friday; ≥ 2024-11-20"
    with use_language("id"):
        assert wording.translate_weekdays(rule) == rule


def test_clock_times_are_rounded_to_the_nearest_minute() -> None:
    moment = datetime(2024, 11, 20, 23, 59, 29, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert wording.format_clock(moment) == "23:59"
    assert wording.format_clock(moment + timedelta(seconds=1)) == "00:00"


def test_a_drive_takes_as_long_as_the_clocks_beside_it_say() -> None:
    # 23:15 to 23:18 on the clocks, though 3 min 20 s would round up to 4.
    start = datetime(2024, 11, 20, 23, 15, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert wording.format_span(start, start + timedelta(seconds=200)) == "3 min"
    assert wording.format_span(start, start + timedelta(seconds=3930)) == "1 h 06 min"
    assert wording.format_span(start, start + timedelta(seconds=29)) == "< 1 min"
    assert wording.format_span(start, start) == "0 min"


def test_the_hour_that_a_clock_is_put_back_counts() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2024, 10, 27, 1, 30, tzinfo=berlin)
    after = datetime(2024, 10, 27, 3, 30, tzinfo=berlin)
    assert wording.format_span(before, after) == "3 h 00 min"


def make_stop(arrive: datetime, *, wait_s: int, dwell_s: int) -> Stop:
    depart = arrive + timedelta(seconds=wait_s + dwell_s)
    return Stop("dwell", "a", "A", arrive, depart, wait_s, dwell_s, 113, -8.2, 113, -8.2, 0, "")


def test_the_times_of_a_loop_add_up_as_shown() -> None:
    leave = datetime(2024, 11, 20, 23, 15, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
    base = Stop("base", None, "B", leave, leave, 0, 0, 113.0, -8.2, 113.0, -8.2, 0, "")
    # 23:15:10 drive 200 s, 23:18:30 wait 40 s, stay 10 min, 23:29:10 drive 200 s, 23:32:30
    stop = make_stop(leave + timedelta(seconds=200), wait_s=40, dwell_s=600)
    back = stop.depart + timedelta(seconds=200)
    legs = (make_leg(), make_leg())
    stops = (base, stop, replace(base, arrive=back, depart=back))
    loop = Loop("u", stops, legs, 2400, 400, 600, 40, 1.0)
    assert [wording.format_clock(stop.arrive) for stop in stops] == ["23:15", "23:19", "23:33"]
    assert wording.format_driving(loop) == "8 min"
    assert wording.format_wait(stop) == ""
    assert wording.format_stay(*loop.visits) == "10 min"  # 8 + 10 = 23:33 - 23:15


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 min"), (1, "1 min"), (60, "1 min"), (3599, "1 h 00 min"), (3900, "1 h 05 min")],
)
def test_lengths_of_time_that_stand_alone_are_rounded_up_to_minutes(
    seconds: int, text: str
) -> None:
    assert wording.format_minutes(seconds) == text


@pytest.mark.parametrize(
    ("metres", "text"), [(0, "0 m"), (999.4, "999 m"), (999.6, "1.0 km"), (12_340, "12.3 km")]
)
def test_lengths_are_metres_below_a_kilometre(metres: float, text: str) -> None:
    assert wording.format_metres(metres) == text


def test_numbers_have_the_marks_of_the_language() -> None:
    assert wording.format_number(1234.5, decimals=1) == "1,234.5"
    assert wording.format_number(62_068) == "62,068"
    assert wording.format_share(0.824, decimals=1) == "82.4%"
    with use_language("id"):
        assert wording.format_number(1234.5, decimals=1) == "1.234,5"
        assert wording.format_km(12_340) == "12,3 km"
        assert wording.format_share(0.824, decimals=1) == "82,4%"


def test_shares_are_percentages_and_counts_agree_with_their_noun() -> None:
    assert wording.format_share(0.824) == "82%"
    assert wording.format_stops(1) == "1 stop"
    assert wording.format_stops(12) == "12 stops"


def test_every_form_that_a_category_may_have_is_worded() -> None:
    known = get_args(get_type_hints(CategoryRule)["form"])
    assert [wording.describe_form(form) for form in known] == [
        "talk (dialogis)", "watch (pemantauan)", "sweep (penyisiran)", "pass (melintas)",
    ]  # fmt: skip
    assert wording.describe_form("dengan drone") == "dengan drone"
