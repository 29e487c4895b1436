"""The shift, and what each unit may do in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from routeplan.config import Config
from routeplan.errors import InputError, UnknownNameError
from routeplan.i18n import _
from routeplan.model import Detail, Duty, Notice, Shift, TimeWindow, Unit
from routeplan.model.hours import find_duty_hours
from routeplan.planning.traffic import name_profile

# A unit with less time than this between briefing and report stays at its base.
MIN_LOOP_S = 30 * 60

# Other years are slips of the pen, and dates near the ends of the calendar have no neighbours.
FIRST_YEAR, LAST_YEAR = 1950, 2950


def make_shift(config: Config, name: str, day: date) -> Shift:
    """Return the shift `name` of the configuration that starts on `day`.

    Raises
    ------
    UnknownNameError
        If no shift of that name is configured.
    InputError
        If it has no length, no time remains between briefing and report, or the year makes no
        sense.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = _("The date {date} makes no sense: give one from {first} to {last}.")
        raise InputError(message.format(date=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR))
    if name not in config.shifts:
        raise UnknownNameError(_("shift"), name, config.shifts)
    rule = config.shifts[name]
    start_time, end_time = time.fromisoformat(rule.start), time.fromisoformat(rule.end)
    if start_time == end_time:
        message = _(
            "Shift {name} starts and ends at {time}: it has no length. Correct [shifts.{name}]."
        )
        raise InputError(message.format(name=name, time=rule.start))
    end_day = day if end_time > start_time else day + timedelta(days=1)
    shift = Shift(
        name=name,
        start=datetime.combine(day, start_time, config.tzinfo),
        end=datetime.combine(end_day, end_time, config.tzinfo),
        briefing_min=rule.briefing_min,
        reporting_min=rule.reporting_min,
        reserve_share=rule.reserve_share,
        speed_factor=rule.speed_factor,
    )
    if shift.length_s - 60 * (rule.briefing_min + rule.reporting_min) < MIN_LOOP_S:
        message = _(
            "Shift {name} leaves less than {minutes} minutes between briefing and report. "
            "Correct [shifts.{name}]."
        )
        raise InputError(message.format(name=name, minutes=MIN_LOOP_S // 60))
    return shift


def assign_duties(
    units: Sequence[Unit], shift: Shift, zone: ZoneInfo
) -> tuple[tuple[Duty, ...], tuple[Notice, ...]]:
    """Return a duty for each unit on this shift, and a notice for each that is not.

    A unit with hours of its own is on duty while they and the shift overlap. `Duty.place` is
    the unit's position in the sequence of duties.

    Raises
    ------
    InputError
        If no unit is on this shift.
    """
    # the share as it is written, not as its nearest binary fraction
    usable_share = 1 - Fraction(str(shift.reserve_share))
    duties: list[Duty] = []
    notices: list[Notice] = []
    for unit in units:
        window = find_duty_window(unit, shift, zone)
        if window is None:
            detail: Detail = {"unit": unit.title, "least_s": MIN_LOOP_S}
            notices.append(Notice("unit_off_duty", detail))
            continue
        duty = Duty(
            unit_id=unit.id,
            profile=name_profile(unit),
            place=len(duties),
            window=window,
            max_loop_s=int(window.length_s * usable_share),
            max_loop_m=None if unit.max_km is None else int(unit.max_km * 1000),
            loops=unit.loops,
            max_stops=unit.max_stops,
        )
        duties.append(duty)
    if not duties:
        message = _(
            "No unit is on duty in shift {name}: their hours leave each less than {minutes} "
            "minutes of it to patrol. Correct shift_start and shift_end, or choose another shift."
        )
        raise InputError(message.format(name=shift.name, minutes=MIN_LOOP_S // 60))
    return tuple(duties), tuple(notices)


def find_duty_window(unit: Unit, shift: Shift, zone: ZoneInfo) -> TimeWindow | None:
    """Return earliest departure and latest return of a unit, or None if it is off duty.

    The unit's own hours are those that overlap the shift most, of the day before, the day of
    the shift, or the day after. Briefing and report take their minutes off both ends, and the
    unit's own latest return may come earlier: the first time after its hours begin that the
    clock shows it. With less than `MIN_LOOP_S` between them it is off duty.
    """
    start, end = find_duty_hours(unit, shift, zone)
    departure = shift.seconds(start) + 60 * shift.briefing_min
    latest = shift.seconds(end) - 60 * shift.reporting_min
    if unit.latest_return is not None:
        latest = min(latest, shift.seconds(_find_next(unit.latest_return, start, zone)))
    if latest - departure < MIN_LOOP_S:
        return None
    return TimeWindow(departure, latest)


def _find_next(clock: time, start: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment after `start` at which the clock shows a time of day."""
    days = (start.astimezone(zone).date() + timedelta(days=n) for n in (0, 1))
    moments = [datetime.combine(day, clock, zone) for day in days]
    return min(moment for moment in moments if moment > start)
