"""The public names of the package: all there, and none of them costs anything to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import routeplan


def test_the_public_names_are_these() -> None:
    assert sorted(routeplan.__all__) == [
        "Plan", "RoutePlanError", "__version__", "export_plan", "make_plan", "read_plan",
        "write_plan",
    ]  # fmt: skip


@pytest.mark.parametrize("name", routeplan.__all__)
def test_a_public_name_can_be_had_and_is_listed(name: str) -> None:
    assert getattr(routeplan, name) is not None
    assert name in dir(routeplan)


def test_a_public_name_is_the_one_of_its_module() -> None:
    from routeplan.planning.pipeline import make_plan

    assert routeplan.make_plan is make_plan


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'mak_plan'"):
        routeplan.mak_plan  # noqa: B018


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, routeplan; "
        "print(sorted({'numba', 'numpy', 'shapely', 'pydantic', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
