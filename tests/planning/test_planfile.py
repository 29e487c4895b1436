"""A plan survives its file unchanged, and what is no plan is refused with a clear message."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streets_plan import make_streets_plan

from routeplan.errors import InputError, InputFaults
from routeplan.model import (
    Balance,
    Break,
    ClockWindow,
    Closure,
    Coverage,
    HourFactor,
    Meeting,
    MeetingPlace,
    Notice,
    Outline,
    Part,
    Plan,
    PlanProgramme,
    Shape,
    Unvisited,
    Wish,
)
from routeplan.planning.plan_schema import dump_schema, make_schema
from routeplan.planning.planfile import dump_plan, read_plan, write_plan
from routeplan.planning.verify import find_violations


def read_text(folder: Path, text: str) -> Any:
    file = folder / "plan.json"
    file.write_text(text, encoding="utf-8")
    return read_plan(file)


def test_a_plan_read_back_equals_the_one_written(tmp_path: Path) -> None:
    plan = make_streets_plan()
    write_plan(plan, tmp_path / "plan.json")
    back = read_plan(tmp_path / "plan.json")
    assert back == plan
    assert dump_plan(back) == dump_plan(plan)


VALIDATOR = jsonschema.Draft202012Validator(make_schema())

names = st.text(min_size=1, max_size=5)
metres = st.integers(0, 10**6)
shares = st.floats(0, 1)
worths = st.floats(0, 1e9)
dates = st.dates(date(1950, 1, 1), date(2950, 1, 1))
clock_windows = st.tuples(st.integers(0, 1439), st.integers(1, 1439)).map(
    lambda pair: ClockWindow(*(time(*divmod(m % 1440, 60)) for m in (pair[0], sum(pair))))
)
positions = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
shapes = st.one_of(
    st.builds(
        lambda points: Shape(
            "line", {"type": "LineString", "coordinates": list(map(list, points))}
        ),
        st.lists(positions, min_size=2, max_size=4),
    ),
    st.builds(Shape, st.just("street"), street=names, kecamatan=names),
    st.builds(Shape, st.just("route"), to_lon=st.floats(95, 141), to_lat=st.floats(-11, 6)),
)
edges = st.lists(st.integers(-(10**6), 10**6), max_size=4).map(tuple)
details = st.dictionaries(names, names | metres | st.floats(allow_nan=False, allow_infinity=False))
closures = st.builds(
    Closure, names, names, st.sampled_from([(), ("R4",), ("R4", "foot")]), valid_from=dates,
    windows=st.lists(clock_windows, max_size=2).map(tuple), reason=names,
    shape=st.none() | shapes, ways=edges, edges=edges,
)  # fmt: skip
places = st.builds(lambda name, place: MeetingPlace(name, *place), names, positions)
meetings = st.builds(
    Meeting, names, names, st.just(("A", "B")), clock_windows, st.integers(1, 60),
    st.lists(places, min_size=1, max_size=2).map(tuple),
)  # fmt: skip
parts = st.builds(
    Part, names, st.sampled_from(["dwell", "pass", "sweep"]), shares, st.integers(1, 9), metres,
    metres, metres, edges,
)  # fmt: skip
breaks = st.builds(Break, clock_windows, st.integers(1, 60), names) | st.builds(
    lambda window, place: Break(window, 10, "Warung", *place), clock_windows, positions
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return the plan of the streets with whatever else a plan can hold."""
    plan = make_streets_plan()
    spot = replace(
        plan.hotspots[0].hotspot,
        shape=draw(st.none() | shapes), appointment=draw(st.none() | st.times(timezones=st.none())),
        visits=draw(st.none() | st.integers(1, 9)), unit=draw(names), both_directions=True,
    )  # fmt: skip
    hours = draw(st.lists(st.builds(HourFactor, clock_windows, shares, names), max_size=2))
    rated = replace(
        plan.hotspots[0], hotspot=spot, hours=tuple(hours), worth=draw(worths), form=draw(names),
        parts=tuple(draw(st.lists(parts, max_size=3))), programmes=("polisi_ketok",),
        days_since_visit=draw(st.none() | st.integers(0, 999)),
    )  # fmt: skip
    unit = replace(
        plan.units[0], breaks=tuple(draw(st.lists(breaks, max_size=2))), max_stops=4, loops=2,
        strict=True, latest_return=draw(st.none() | st.times(timezones=st.none())),
    )  # fmt: skip
    loop = plan.loops[0]
    drive = replace(loop.legs[0], edges=draw(edges), metres=draw(metres))
    stop = replace(loop.stops[1], kind="pass", part_id="h1/2", drive=drive, meeting_id=draw(names))
    loop = replace(
        loop, stops=(loop.stops[0], stop, *loop.stops[2:]), break_s=draw(metres),
        outside_m=draw(metres),
    )  # fmt: skip
    left_out = Unvisited("late", "no_time", draw(details), draw(st.none() | names), 3)
    return replace(
        plan,
        units=(unit, *plan.units[1:]),
        hotspots=(rated, *plan.hotspots[1:]),
        loops=(loop, *plan.loops[1:]),
        unvisited=(left_out,),
        area=replace(plan.area, outlines=(Outline(draw(names), plan.area.boundary),)),
        closures=tuple(draw(st.lists(closures, max_size=2))),
        meetings=tuple(draw(st.lists(meetings, max_size=2))),
        programmes=(PlanProgramme("polisi_ketok", "Polisi Ketok", draw(names)),),
        coverage=(Coverage("h1", draw(worths), 8.0, 2, 3, draw(metres), 9, 60, 30),),
        wishes=(Wish("pasar", draw(shares), draw(shares)),),
        balance=draw(st.none() | st.builds(Balance, shares, shares, st.none() | shares, worths)),
    )


@given(plans())
@settings(max_examples=30)
def test_whatever_a_plan_holds_comes_back(plan: Plan) -> None:
    text = dump_plan(plan)
    VALIDATOR.validate(json.loads(text))
    with TemporaryDirectory() as folder:
        back = read_text(Path(folder), text)
    assert back == plan
    assert dump_plan(back) == text


def test_datetimes_come_back_in_the_zone_of_the_plan(tmp_path: Path) -> None:
    back = read_text(tmp_path, dump_plan(make_streets_plan()))
    moments = [back.shift.start, back.shift.end]
    moments += [m for loop in back.loops for stop in loop.stops for m in (stop.arrive, stop.depart)]
    assert {moment.tzinfo for moment in moments} == {ZoneInfo("Asia/Jakarta")}


def test_the_file_is_indented_json_with_each_list_of_numbers_on_one_line() -> None:
    text = dump_plan(make_streets_plan())
    assert text.endswith("}\n")
    assert '     "edges": [25, 26, 10]\n' in text
    assert '"start": "2024-11-20T23:00:00+07:00"' in text
    assert list(json.loads(text))[:3] == ["schema_version", "source", "area"]


@given(st.text(alphabet='[]{}, \n\t\\"0123456789.eE-\u2028é', max_size=30))
def test_text_is_never_changed_by_the_layout(text: str) -> None:
    plan = replace(make_streets_plan(), notices=(Notice("code", {"name": text}),))
    assert json.loads(dump_plan(plan))["notices"][0]["detail"]["name"] == text


@given(st.lists(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1)))
def test_numbers_are_never_changed_by_the_layout(numbers: list[list[float]]) -> None:
    plan = replace(make_streets_plan(), config={"numbers": numbers})
    text = dump_plan(plan)
    assert json.loads(text)["config"]["numbers"] == numbers
    assert text.count("\n") == dump_plan(replace(plan, config={"numbers": []})).count("\n") + (
        len(numbers) + 1 if numbers else 0
    )


def test_numbers_that_json_lacks_are_not_written() -> None:
    plan = make_streets_plan()
    with pytest.raises(ValueError, match="JSON compliant"):
        dump_plan(replace(plan, config={"speed": float("nan")}))
    with pytest.raises(ValueError, match="JSON compliant"):
        dump_plan(replace(plan, totals=replace(plan.totals, worth=float("inf"))))


def edit(change: Callable[[dict[str, Any]], object]) -> str:
    tables = json.loads(dump_plan(make_streets_plan()))
    change(tables)
    return json.dumps(tables)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not a plan: it is not JSON"),
        ("PK\x03\x04", "is not a plan: it is not JSON"),
        ('{"schema_version": "2.0", "seed": NaN}', "NaN is not finite"),
        ('{"schema_version": "2.0", "seed": 1e999}', "1e999 is not finite"),
        ('{"schema_version": "2.0", "seed": 9223372036854775808}', "9223372036854775808… is too"),
        ("[" * 100_000, "nested too deeply"),
        ('{"schema_version": "2.0", "zone": "\\ud800"}', "is not a plan: it is not JSON"),
        ("[1, 2]", "it has no schema_version"),
        ('{"type": "FeatureCollection"}', "it has no schema_version"),
        ('{"schema_version": 1}', "it has no schema_version"),
        ('{"schema_version": "0.9"}', "its version 0.9 is unknown"),
        ('{"schema_version": "1.3"}', "made by an older routeplan.*Plan the shift again"),
        ('{"schema_version": "3.1"}', "made by a newer routeplan.*Update routeplan"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_text(tmp_path, text)


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json: no such file"):
        read_plan(tmp_path / "gone.json")
    with pytest.raises(InputError, match="cannot be read"):
        read_plan(tmp_path)
    (tmp_path / "latin.json").write_bytes('{"name": "Pé"}'.encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_plan(tmp_path / "latin.json")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: t.pop("seed"), "seed: it is missing"),
        (lambda t: t.update(seed="1"), "seed: '1' is not a whole number"),
        (lambda t: t["loops"][0]["legs"][1].update(metres=1.5), r"loops\[0\]\.legs\[1\]\.metres"),
        (lambda t: t["loops"][0]["stops"].pop(), r"loops\[0\]: .*one stop more than legs"),
        (lambda t: t["units"][0].update(vehicle="R6"), r"units\[0\]\.vehicle: 'R6' is none of"),
        (lambda t: t["shift"].update(start="2024-11-20T23:00:00"), "shift: .*time zone"),
        (
            lambda t: t["loops"][1]["stops"][2].update(arrive="2024-11-21T01:41:55"),
            r"loops\[1\]\.stops\[2\]\.arrive: it has no UTC offset",
        ),
        (
            lambda t: t["loops"][1]["stops"][2].update(arrive="0001-01-01T00:00:00+12:00"),
            "one of its times is beyond the calendar",
        ),
        (lambda t: t.update(zone="Asia/Lumajang"), "zone: 'Asia/Lumajang' is no time zone"),
        (lambda t: t.update(zone="../plan"), "zone: '../plan' is no time zone"),
        (lambda t: t["hotspots"][0]["hotspot"].update(lon=1130), r"hotspots\[0\]\.hotspot: "),
    ],
)
def test_faults_are_placed_by_their_path(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read_text(tmp_path, edit(change))


def test_a_plan_with_a_thousand_faults_fits_on_a_screen(tmp_path: Path) -> None:
    def spoil(tables: dict[str, Any]) -> None:
        tables["hotspots"] = [{"hotspot": "x" * 5000, "risk": {"y": ["z"] * 5000}}] * 500

    with pytest.raises(InputFaults) as caught:
        read_text(tmp_path, edit(spoil))
    assert len(str(caught.value).splitlines()) <= 20
    assert max(len(line) for line in str(caught.value).splitlines()) < 200


def test_fields_of_a_newer_minor_version_are_ignored(tmp_path: Path) -> None:
    text = edit(lambda t: t.update(schema_version="2.7", weather="rain"))
    assert read_text(tmp_path, text) == replace(make_streets_plan(), schema_version="2.7")


def test_a_plan_from_before_the_history_is_read_and_judged(tmp_path: Path) -> None:
    """Version 2.0: hotspots without days since a visit, settings without a history."""

    def forget(tables: dict[str, Any]) -> None:
        tables["schema_version"] = "2.0"
        del tables["config"]["history"], tables["config"]["plan"]["history"]
        for rated in tables["hotspots"]:
            del rated["days_since_visit"]

    plan = read_text(tmp_path, edit(forget))
    assert plan.hotspots == make_streets_plan().hotspots
    assert find_violations(plan) == ()


def test_the_schema_shipped_is_that_of_the_model() -> None:
    shipped = resources.files("routeplan").joinpath("plan.schema.json").read_text(encoding="utf-8")
    assert shipped == dump_schema()


def test_every_part_of_the_schema_is_described() -> None:
    schema = make_schema()
    tables = [schema, *schema["$defs"].values()]
    assert all(table["description"] for table in tables)
    assert schema["$defs"]["Stop"]["properties"]["off_road_m"]["description"]


def test_the_schema_accepts_a_plan_and_refuses_broken_ones() -> None:
    validator = jsonschema.Draft202012Validator(make_schema())
    validator.check_schema(make_schema())
    plan = json.loads(dump_plan(make_streets_plan()))
    validator.validate(plan)
    for broken in (
        {**plan, "schema_version": "3.0"},
        {**plan, "seed": "one"},
        {**plan, "loops": [{"unit_id": "A"}]},
        {key: value for key, value in plan.items() if key != "totals"},
    ):
        assert not validator.is_valid(broken)
