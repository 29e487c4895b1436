"""What devices recorded, and whose it is taken to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

RejectReason = Literal[
    "no_time", "no_position", "duplicate", "inaccurate", "jump", "outside_shift", "other_device"
]
# How it is known which unit carried a device.
Assignment = Literal["option", "name", "fit"]
ClockState = Literal["right", "set", "corrected", "suspected"]


@dataclass(frozen=True)
class Rejected:
    """Fixes of a recording that are not used, and why; at least one.

    ``no_time`` and ``no_position`` lack what they are about, ``duplicate`` says again what
    another says, ``inaccurate`` says itself that it is, a ``jump`` cannot be driven,
    ``outside_shift`` lies hours before or after it, and of ``other_device`` another recording of
    the unit tells more of the same time.
    """

    reason: RejectReason
    fixes: int

    def __post_init__(self) -> None:
        if self.fixes < 1:
            raise ValueError(f"{self.reason}: at least one fix")


@dataclass(frozen=True)
class Recording:
    """What a device recorded, and whose it is taken to be.

    Parameters
    ----------
    file, device
        Where it was read, and what the file calls the device or the track; often empty.
    fixes
        Fixes used.
    begin, end
        The first and the last of them, by the clock as it is taken to have been; None without.
    unit_id
        The unit that carried it, None where nobody knows.
    assignment
        How that is known; None where it is not.
    fit
        How well it fits with the plan of the unit, 0 to 1; of one without a unit with that of
        the best.
    rival
        Another unit whose plan it fits about as well, None where there is none.
    clock
        ``right``; ``set`` by the user; ``corrected`` by `clock_s`, as the plan shows;
        ``suspected`` to be wrong by `clock_s`, which is not applied.
    clock_s
        Seconds to be added to its times.
    is_local
        Whether its times said no zone and were taken as those of the plan's.
    out_of_order
        Fixes that stood behind a later one.
    """

    file: str
    device: str
    fixes: int
    rejected: tuple[Rejected, ...]
    begin: datetime | None
    end: datetime | None
    unit_id: str | None = None
    assignment: Assignment | None = None
    fit: float = 0.0
    rival: str | None = None
    clock: ClockState = "right"
    clock_s: int = 0
    is_local: bool = False
    out_of_order: int = 0

    def __post_init__(self) -> None:
        if (self.unit_id is None) != (self.assignment is None):
            raise ValueError(f"{self.file}: a unit, and how it is known, or neither")
        if (self.begin is None) != (self.end is None) or (self.begin is None) != (not self.fixes):
            raise ValueError(f"{self.file}: fixes have a beginning and an end")


@dataclass(frozen=True)
class RecordingGap:
    """A pause of a recording, or the time before it began or after it ended.

    `lon`, `lat` is where it begins; at the beginning of a shift where the recording does.
    """

    begin: datetime
    end: datetime
    lon: float
    lat: float
