"""What the tests of hotspots share: the real district of Lumajang and files written by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeplan.areas.districts import Area, load_district
from routeplan.areas.gazetteer import Gazetteer, load_gazetteer
from routeplan.config import Config, load_config
from routeplan.errors import InputFaults
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.model import Hotspot

ReadText = Callable[..., HotspotTable]


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config()


@pytest.fixture(scope="session")
def lumajang() -> Area:
    return load_district("lumajang")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def read_text(tmp_path: Path, config: Config, lumajang: Area, gazetteer: Gazetteer) -> ReadText:
    """Read hotspots of Lumajang from the text of a file."""

    def read(text: str, *, name: str = "titik.csv") -> HotspotTable:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_hotspots(path, config=config, area=lumajang, gazetteer=gazetteer)

    return read


@pytest.fixture
def read_row(read_text: ReadText) -> Callable[..., Hotspot]:
    """Read one good hotspot in which the cells named are set."""

    def read(**cells: str) -> Hotspot:
        row = {"id": "A1", "name": "Pasar Kunir", "category": "pasar",
               "lat": "-8.2289", "lon": "113.2233", **cells}  # fmt: skip
        quoted = ['"' + cell.replace('"', '""') + '"' for cell in row.values()]
        return read_text(",".join(row) + "\n" + ",".join(quoted) + "\n").hotspots[0]

    return read


@pytest.fixture
def fault_of(read_row: Callable[..., Hotspot]) -> Callable[..., str]:
    """Return the only fault of a hotspot that is good but for the cells named."""

    def read(**cells: str) -> str:
        with pytest.raises(InputFaults) as caught:
            read_row(**cells)
        faults = caught.value.faults
        assert len(faults) == 1, [str(fault) for fault in faults]
        return str(faults[0])

    return read
