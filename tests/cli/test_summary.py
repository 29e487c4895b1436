"""What ``routeplan plan`` prints fits on a screen."""

from __future__ import annotations

from dataclasses import replace

from plan_examples import make_plan_example

from routeplan.cli.summary import MAX_NOTICES_SHOWN, word_summary
from routeplan.i18n import use_language
from routeplan.model import Notice


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
