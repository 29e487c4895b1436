"""The frame of the command line: languages, exit codes, no traceback for any mistake."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from routeplan import __version__
from routeplan.cli.common import (
    TranslatedGroup,
    config_option,
    data_dir_option,
    find_config_file,
    option,
    run,
)
from routeplan.errors import InputError, PlanRefusedError
from routeplan.i18n import N_, _, get_language

HELP = N_("Plan patrol loops for police units on OpenStreetMap roads.")


@pytest.fixture(autouse=True)
def _speak_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ROUTEPLAN_LANG", raising=False)
    monkeypatch.delenv("ROUTEPLAN_DEBUG", raising=False)


def make_group(action: Callable[[], object]) -> click.Group:
    """Return a command line with one command ``do`` that runs `action`."""

    @click.group(cls=TranslatedGroup, help=HELP)
    def group() -> None:
        pass

    @group.command("do", help=HELP)
    def do() -> object:
        return action()

    return group


def raise_error(error: BaseException) -> Callable[[], None]:
    def action() -> None:
        raise error

    return action


def test_a_command_that_ends_well_exits_with_0() -> None:
    assert run(make_group(lambda: None), ["do"]) == 0


def test_a_command_may_return_its_exit_code() -> None:
    assert run(make_group(lambda: 1), ["do"]) == 1


@pytest.mark.parametrize(
    ("error", "exit_code", "said"),
    [
        (InputError("row 3 is wrong."), 2, "row 3 is wrong."),
        (PlanRefusedError("J1 cannot be kept."), 1, "J1 cannot be kept."),
        (click.FileError("peta.html", "locked"), 1, "peta.html"),
        (click.BadParameter("no date"), 2, "no date"),
        (KeyboardInterrupt(), 1, ""),
        (ZeroDivisionError("division by zero"), 1, "ZeroDivisionError: division by zero"),
    ],
)
def test_an_error_becomes_a_message_on_stderr_and_an_exit_code(
    capsys: pytest.CaptureFixture[str], error: BaseException, exit_code: int, said: str
) -> None:
    assert run(make_group(raise_error(error)), ["do"]) == exit_code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_an_internal_error_tells_how_to_see_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(make_group(raise_error(ZeroDivisionError())), ["--lang", "en", "do"]) == 1
    assert "Set ROUTEPLAN_DEBUG=1" in capsys.readouterr().err


def test_an_internal_error_is_raised_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEPLAN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(make_group(raise_error(ZeroDivisionError())), ["do"])


@pytest.mark.parametrize("words", [["nonsense"], ["--nonsense"], ["do", "--nonsense"]])
def test_a_command_or_option_that_is_not_there_exits_with_2(words: list[str]) -> None:
    assert run(make_group(lambda: None), words) == 2


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(make_group(lambda: None), []) == 0
    assert "Cara pakai: routeplan" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--lang", "en", "do"], ["do", "--lang", "en"]])
def test_the_language_may_stand_before_and_after_the_command(words: list[str]) -> None:
    spoken: list[str] = []
    assert run(make_group(lambda: spoken.append(get_language())), words) == 0
    assert spoken == ["en"]


def test_indonesian_is_spoken_unless_something_else_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken: list[str] = []
    group = make_group(lambda: spoken.append(get_language()))
    run(group, ["do"])
    monkeypatch.setenv("ROUTEPLAN_LANG", "en")
    run(group, ["do"])
    run(group, ["do", "--lang", "id"])
    assert spoken == ["id", "en", "id"]


def test_an_unknown_language_exits_with_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(make_group(lambda: None), ["--lang", "xx", "do"]) == 2
    assert "id, en" in capsys.readouterr().err
    monkeypatch.setenv("ROUTEPLAN_LANG", "xx")
    assert run(make_group(lambda: None), ["do"]) == 2
    assert "ROUTEPLAN_LANG" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["do", "--help"]])
def test_help_is_shown_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    shown = {}
    for language in ("id", "en"):
        assert run(make_group(lambda: None), ["--lang", language, *words]) == 0
        shown[language] = capsys.readouterr().out
    assert HELP in shown["en"]
    assert HELP not in shown["id"]


def test_options_are_explained_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    group = make_group(lambda: None)

    @group.command("more", help=HELP)
    @option("--name", help=HELP)
    def more(name: str) -> None:
        click.echo(name)

    run(group, ["--lang", "id", "more", "--help"])
    assert _(HELP) in " ".join(capsys.readouterr().out.split())


def test_the_common_options_arrive_as_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[Path | None] = []
    group = make_group(lambda: None)

    @group.command("where", help=HELP)
    @config_option
    @data_dir_option
    def where(config_file: Path | None, data_dir: Path | None) -> None:
        got.extend((config_file, data_dir))

    monkeypatch.setenv("ROUTEPLAN_DATA_DIR", str(tmp_path))
    assert run(group, ["where", "--config", "mine.toml"]) == 0
    assert run(group, ["where", "--data-dir", "nets"]) == 0
    assert got == [Path("mine.toml"), tmp_path, None, Path("nets")]


def test_the_settings_file_is_the_one_named_or_the_one_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_config_file(None) is None
    (tmp_path / "patrol.toml").write_text("", encoding="utf-8")
    assert find_config_file(None) == Path("patrol.toml")
    assert find_config_file(Path("mine.toml")) == Path("mine.toml")


def test_the_program_tells_its_version_when_run_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "routeplan", "--version"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.strip().endswith(__version__)


def test_letters_that_a_pipe_cannot_hold_are_replaced(tmp_path: Path) -> None:
    """Windows hands pipes and files the letters of one code page only."""
    table = tmp_path / "titik.csv"
    table.write_text("id,nama,kategori,desa\nA1,Pasar \u5e02,pasar,Jarit\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "routeplan", "hotspots", "explain", str(table), "A1"],
        capture_output=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"A1  Pasar ? (Jarit, Candipuro)")


def test_the_exit_code_reaches_the_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "routeplan", "nonsense"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes that break like this")
def test_a_reader_that_stops_reading_is_no_internal_error() -> None:
    code = (
        "import sys, click\n"
        "from routeplan.cli.common import TranslatedGroup, run\n"
        "group = TranslatedGroup()\n"
        "@group.command('do')\n"
        "def do():\n"
        "    for _ in range(100_000):\n"
        "        click.echo('a line that nobody reads')\n"
        "sys.exit(run(group, ['do']))\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.readline()
    writer.stdout.close()
    said = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait() == 1
    assert said == b""
