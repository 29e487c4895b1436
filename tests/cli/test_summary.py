"""What ``routeplan plan`` prints fits on a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from patrol_plan import make_patrol_plan
from plan_examples import make_plan_example

from routeplan.cli.summary import MAX_NOTICES_SHOWN, MAX_PARTS_SHOWN, MAX_STOPS_SHOWN, word_summary
from routeplan.i18n import use_language
from routeplan.model import Detail, Notice, Plan, Unvisited


def test_many_notices_of_one_kind_do_not_hide_the_others() -> None:
    far = [Notice("off_road", {"name": f"T{n}", "distance_m": 400}) for n in range(30)]
    plan = replace(make_plan_example(), notices=(*far, Notice("sample_network")))
    with use_language("en"):
        lines = [line for line in word_summary(plan) if line.startswith(("Note", "... "))]
    assert len(lines) == MAX_NOTICES_SHOWN + 2
    assert "T0 " in lines[0]
    assert "invented" in lines[-2]
    assert lines[-1] == f"... and {30 - MAX_NOTICES_SHOWN} more: see the map."


def test_a_plan_without_loops_says_so_instead_of_an_empty_table() -> None:
    plan = replace(make_plan_example(), loops=())
    with use_language("en"):
        lines = list(word_summary(plan))
    assert "No unit has a stop." in lines
    assert not [line for line in lines if line.startswith("Unit ")]


@pytest.fixture(scope="module")
def patrol() -> Plan:
    return make_patrol_plan()


def word(plan: Plan) -> list[str]:
    with use_language("en"):
        return list(word_summary(plan))


def test_every_stop_of_a_unit_is_a_line_that_says_what_is_done(patrol: Plan) -> None:
    lines = word(patrol)
    start = lines.index("Regu A")
    assert lines[start + 1].split() == ["23:16", "Polsek", "Contoh"]
    assert (
        "1  23:17–23:19  Pasar sand, section km 0.0–0.5 · pass (melintas) · 500 m"
        in (lines[start + 2])
    )
    assert lines[start + 7].endswith("Kantor pos · meets Regu B")
    assert lines[start + 8].endswith("Polsek Contoh · break (istirahat) · waits 1 h 43 min")
    assert "Pasar market · visit 1 of 3" in "\n".join(lines)


def test_sections_driven_in_a_row_are_one_line(patrol: Plan) -> None:
    # sections 2, 3 and 4 of the sand road after the sweeps, each 500 m in 90 s
    (line,) = (line for line in word(patrol) if "km 0.5–2.0" in line)
    assert line.split() == [
        "4–6", "23:47–23:52", "Pasar", "sand,", "section", "km", "0.5–2.0", "·", "pass",
        "(melintas)", "·", "1.5", "km",
    ]  # fmt: skip


def test_a_very_long_itinerary_is_cut(patrol: Plan) -> None:
    loop = patrol.loops[2]
    stops = (loop.stops[0], *[loop.stops[1]] * 40, loop.stops[-1])
    long = replace(loop, stops=stops, legs=(loop.legs[0],) * 41)
    lines = word(replace(patrol, loops=(long,)))
    assert f"  ... and {42 - MAX_STOPS_SHOWN} more: see the map." in lines


def test_programme_bound_fairness_wishes_closures_and_roads_are_told(patrol: Plan) -> None:
    lines = word(patrol)
    assert "Programme: Truk Pasir: Kami menjaga jalan tambang." in lines
    assert any(line.startswith("Worth 39.7 of 55.7. ") for line in lines)
    assert any(line.startswith("Active time on duty: from 6% to 14%") for line in lines)
    assert "Pasar: only 40% of the visits, 90% wished for." in lines
    assert "Closed road: Jembatan utara: closed to car (R4) (jembatan rusak)." in lines
    roads = lines[lines.index("Roads and areas:") + 1]
    assert roads.startswith("  Pasar sand: 4 of 4 visits, 2.0 km of 2.0 km of street, ")


def test_of_a_road_with_many_parts_left_out_only_the_first_are_listed(patrol: Plan) -> None:
    detail: Detail = {"missing_s": 60, "unit": "A", "instead": "Pasar lane", "worth": 8.0}
    missed = tuple(Unvisited("sand", "no_time", detail, f"sand/{n}") for n in (1, 2, 3, 4))
    lines = word(replace(patrol, unvisited=missed))
    listed = [line for line in lines if line.startswith("  Pasar sand, section")]
    assert len(listed) == MAX_PARTS_SHOWN
    assert listed[0] == (
        "  Pasar sand, section km 0.0–0.5: No time left: the loop of Regu A would take 1 min too "
        "long. It would have to give up Pasar lane (worth 8.0) for it."
    )
    assert "Partly visited:" in lines
    assert "Not visited:" not in lines
    assert "  Pasar sand: ... and 1 more: see the map." in lines
