"""The guide to the tables names every column, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from routeplan.areas.districts import Area
from routeplan.areas.gazetteer import Gazetteer
from routeplan.config import Config
from routeplan.hotspots.calendar_files import read_calendar
from routeplan.hotspots.kinds import KINDS, TableKind
from routeplan.hotspots.readers import read_hotspots

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "hotspots.md").read_text(encoding="utf-8")


@pytest.fixture
def examples(tmp_path: Path) -> list[Path]:
    """Return the tables of the guide as files."""
    paths = []
    for number, text in enumerate(
        re.findall(r"^```csv\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    ):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.prefix)
def test_every_column_and_every_header_stands_in_the_guide(kind: TableKind) -> None:
    cells = {cell.strip() for line in GUIDE.splitlines() for cell in re.split(r"[|,]| or ", line)}
    assert [key for key in kind.columns if f"`{key}`" not in cells] == []
    known = {name.casefold() for name in cells}
    assert [text for text in kind.headers.values() if text.casefold() not in known] == []


def test_the_roads_and_areas_of_the_guide_are_read(
    examples: list[Path], config: Config, lumajang: Area, gazetteer: Gazetteer
) -> None:
    table = read_hotspots(examples[0], config=config, area=lumajang, gazetteer=gazetteer)
    kinds = [hotspot.shape.kind for hotspot in table.hotspots if hotspot.shape]
    assert kinds == ["street", "route", "line", "area"]
    assert table.ignored_columns == ()


def test_the_calendar_of_the_guide_is_read(examples: list[Path], config: Config) -> None:
    (phase,) = read_calendar(examples[1], config=config)
    assert (phase.factor, phase.categories) == (1.5, ("wisata", "sekolah"))
