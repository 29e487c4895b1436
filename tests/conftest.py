"""What all tests share."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from routeplan.i18n import use_language

# The same examples every time, and no deadline: a busy machine is no fault of the program.
settings.register_profile("routeplan", deadline=None, derandomize=True)
settings.load_profile("routeplan")


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List at the end which tests were skipped, reason by reason."""
    tests: dict[str, Counter[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        tests.setdefault(reason, Counter())[report.nodeid.split("::")[0]] += 1
    if tests:
        terminalreporter.section("skipped tests")
    for reason, files in tests.items():
        terminalreporter.line(f"{files.total()} skipped: {reason}")
        for file, count in sorted(files.items()):
            terminalreporter.line(f"    {count} in {file}")
