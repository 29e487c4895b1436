"""Guides that are followed step by step, and the Python that documents show."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from documents import BLOCK, EXITS, FILE, ROOT, list_guide_steps, list_shown_answers

from routeplan.cli.common import run
from routeplan.cli.main import cli


@pytest.mark.parametrize(
    "guide",
    ["planning.md", "replanning.md", "outputs.md", "history.md", "roster.md", "evaluation.md"],
)
def test_a_guide_runs_and_prints_what_it_shows(
    guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEPLAN_LANG", "en")
    steps = list_guide_steps((ROOT / "docs" / guide).read_text(encoding="utf-8"))
    assert {step.re for step in steps} == {FILE, BLOCK}
    for step in steps:
        if step.re is FILE:
            Path(step["name"]).write_text(step["text"], encoding="utf-8")
            continue
        expected = int((step["comment"] or f"{EXITS}0").removeprefix(EXITS))
        for (program, *words), shown in list_shown_answers(step["lines"]):
            assert program == "routeplan"
            code = run(cli, words)
            printed = "".join(capfd.readouterr())
            assert code == expected, f"{shlex.join(words)}\n{printed}"
            assert [line for line in shown if line not in printed] == [], shlex.join(words)


@pytest.mark.parametrize(
    ("document", "written"), [("README.md", "map.html"), ("docs/outputs.md", "night/unit-1.gpx")]
)
def test_the_python_of_the_documents_runs(document: str, written: str, tmp_path: Path) -> None:
    (code,) = re.findall(
        r"^```python\n(.*?)^```$", (ROOT / document).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / written).is_file()
