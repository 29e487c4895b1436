"""What the tests of whole commands share: a folder of their own, and English."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with prepared networks in its folder ``data``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEPLAN_LANG", "en")
    monkeypatch.setenv("ROUTEPLAN_DATA_DIR", str(tmp_path / "data"))
    return tmp_path
