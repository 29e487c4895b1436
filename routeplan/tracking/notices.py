"""What the reader of an evaluation has to know before its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from routeplan.areas.names import is_among
from routeplan.model import Detail, Notice, Plan, Recording, UnitResult

# A recording that fits less well with the plan of its unit may be another's.
POOR_FIT = 0.3


def list_notices(
    plan: Plan, recordings: Sequence[Recording], units: Sequence[UnitResult], *, is_matched: bool
) -> Iterator[Notice]:
    """Yield what is uncertain: whose a recording is, its clock, streets, borders."""
    if plan.is_sample:
        yield Notice("sample_network")
    for unit in units:
        if not unit.is_recorded:
            yield Notice("unit_not_recorded", {"unit": unit.title})
    titles = {unit.id: unit.title for unit in plan.units}
    for recording in recordings:
        yield from _list_doubts(recording, titles, plan)
    if not is_matched:
        yield Notice("roads_not_matched", {"network": plan.source.network})
    outlined = [outline.kecamatan for outline in plan.area.outlines]
    for item in plan.units:
        if not all(is_among(name, outlined) for name in item.jurisdiction):
            yield Notice("jurisdiction_unknown", {"unit": item.title})


def _list_doubts(recording: Recording, titles: dict[str, str], plan: Plan) -> Iterator[Notice]:
    name = name_recording(recording)
    if recording.is_local:
        yield Notice("local_times", {"recording": name, "zone": plan.zone})
    if recording.unit_id is None:
        yield Notice("recording_unmatched", {"recording": name})
        return
    unit = titles[recording.unit_id]
    if not recording.fixes:
        yield Notice("recording_unused", {"recording": name, "unit": unit})
    elif recording.rival is not None:
        rival = titles[recording.rival]
        yield Notice("unit_uncertain", {"recording": name, "unit": unit, "rival": rival})
    elif recording.fit < POOR_FIT and any(loop.unit_id == recording.unit_id for loop in plan.loops):
        yield Notice("poor_fit", {"recording": name, "unit": unit})
    detail: Detail = {
        "recording": name, "unit_id": recording.unit_id, "clock_s": recording.clock_s,
    }  # fmt: skip
    if recording.clock == "corrected":
        yield Notice("clock_corrected", detail)
    elif recording.clock == "suspected":
        yield Notice("clock_suspected", detail)


def name_recording(recording: Recording) -> str:
    """Return the name of the file of a recording, and its device where the file has several."""
    return f"{recording.file} ({recording.device})" if recording.device else recording.file
