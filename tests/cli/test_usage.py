"""What click says by itself is said in the language in use."""

from __future__ import annotations

import re

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli

CLICKS_OWN = re.compile(r"Usage|Options|Commands|Show|message|Error|Invalid|No such|Missing|Got")
# What is typed, and a word of the sentence that answers it.
MISUSES = [
    (["plan", "--nope"], "There is no option --nope."),
    (["plan", "--iteration", "3"], "Did you mean --iterations?"),
    (
        ["plan", "--date", "20-11-2024"],
        "--date cannot be 20-11-2024. Write the date as 2024-11-20.",
    ),
    (["plan", "--seed", "-1"], "--seed cannot be -1. Write a whole number of at least 0."),
    (["plan", "--seconds", "0"], "--seconds cannot be 0. Write a number above 0."),
    (["plan", "--lang", "fr"], "--lang cannot be fr. Known: id, en."),
    (["plan", "--seed"], "--seed lacks its value"),
    (["plan", "--tiles=yes"], "given one that it does not take"),
    (["plan", "polres", "lumajang"], "Too many words: lumajang."),
    (["network", "import"], "FILE is missing."),
    (["network", "import", "a.osm"], "--name is missing."),
    (["hotspots", "check", "."], "The value of FILE cannot be used. Name a file."),
    (["plann"], "Unknown command: plann. Did you mean plan, replan?"),
]


@pytest.mark.parametrize("words", [["--help"], ["network", "--help"], ["plan", "--help"]])
def test_no_word_of_clicks_own_english_stands_in_indonesian_help(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cli, ["--lang", "id", *words]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Cara pakai: routeplan")
    assert CLICKS_OWN.search(shown) is None


@pytest.mark.parametrize(("words", "sentence"), MISUSES, ids=str)
def test_a_misused_command_line_is_answered_in_the_language_in_use(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cli, ["--lang", "en", *words]) == 2
    assert sentence in capsys.readouterr().err
    assert run(cli, ["--lang", "id", *words]) == 2
    said = capsys.readouterr().err
    assert "Kesalahan: " in said
    assert CLICKS_OWN.search(said) is None


def test_a_misused_option_shows_how_its_command_is_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["--lang", "en", "network", "info", "--nope"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "Usage: routeplan network info [OPTIONS] NAME"
    assert said[1] == "All options: routeplan network info --help"
