"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from routeplan.i18n import use_language


@pytest.fixture(autouse=True)
def _speak_english() -> Iterator[None]:
    """Speak English in tests; those of the translation choose their language themselves."""
    with use_language("en"):
        yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real OSM data and public benchmarks, see CONTRIBUTING.md."""
    folder = os.environ.get("ROUTEPLAN_TEST_DATA")
    if not folder:
        pytest.skip("ROUTEPLAN_TEST_DATA is not set: no real OSM data to test against")
    return Path(folder)
