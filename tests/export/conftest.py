"""What the tests of the map share: a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from browser import CHROMIUMS, QUIET


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Start Chromium; skip where it or playwright is not installed."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: the map is not opened in a browser")
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()
