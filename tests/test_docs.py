"""Documentation that cannot rot: every command is described, what README shows is run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from documents import ROOT, list_shown_commands

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.config import load_config
from routeplan.roads.stats import NOT_HONOURED

READMES = ("README.md", "README.id.md")
SKIPPED_FOLDERS = {".venv", ".git", "maps", "build", "node_modules"}

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<img[^>]*\ssrc=\"([^\"]+)\"")
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def list_commands(
    group: click.Group, above: str = "routeplan"
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command and group below `group` with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        words, command = f"{above} {name}", group.get_command(context, name)
        assert command is not None
        yield words, command
        if isinstance(command, click.Group):
            yield from list_commands(command, words)


def list_documents() -> list[Path]:
    return sorted(
        path for path in ROOT.rglob("*.md")
        if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts[:-1])
        and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    )  # fmt: skip


COMMANDS = dict(list_commands(cli))
DOCUMENTS = list_documents()


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(words: str) -> None:
    assert COMMANDS[words].help
    assert words in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_has_help(words: str) -> None:
    silent = [
        parameter.name
        for parameter in COMMANDS[words].params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("words", COMMANDS)
def test_the_examples_of_a_help_text_stand_on_one_line_to_be_copied(
    words: str, language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = re.findall(r"^Example: (.+)$", COMMANDS[words].help or "", re.MULTILINE)
    assert examples or isinstance(COMMANDS[words], click.Group) or words.endswith(" list")
    monkeypatch.setenv("COLUMNS", "50")
    assert run(cli, [*words.split()[1:], "--lang", language, "--help"]) == 0
    lines = [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()]
    assert [example for example in examples if example not in lines] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_commands_of_the_readme_run_in_their_order(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEPLAN_DATA_DIR", str(tmp_path / "networks"))
    shown = list_shown_commands((ROOT / readme).read_text(encoding="utf-8"))
    assert shown, f"{readme} shows no command in a ```console block"
    for program, *words in shown:
        assert program == "routeplan", f"mark the block of {program} with <!-- not run -->"
        assert run(cli, words) == 0, f"{shlex.join(words)}\n{capfd.readouterr().err}"


def test_the_guide_to_rosters_names_the_defaults_of_its_settings() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| ([\d.]+) \|$",
        (ROOT / "docs/roster.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    rule = load_config(None).roster
    told = {name: float(value) for name, value in rows if name != "least_units"}
    assert told == {name: getattr(rule, name) for name in told}
    assert told.keys() >= {"rest_h", "most_per_week", "epsilon", "plans", "likeliest"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_links_between_files_lead_somewhere(document: Path) -> None:
    text = CODE.sub("", document.read_text(encoding="utf-8"))
    targets = [first or second for first, second in LINK.findall(text)]
    local = [t.split("#")[0] for t in targets if not re.match(r"[a-z]+:|#", t)]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_blocks_say_by_a_comment_that_they_are_not_run() -> None:
    text = (
        "<!-- needs internet -->\n```console\n$ routeplan network fetch jember\n```\n\n"
        "```console\n$ routeplan plan lumajang \\\n    --seed 1  # drawn\nMalam 1\n```\n"
        "```python\n$ not a command\n```\n"
    )
    assert list_shown_commands(text) == [["routeplan", "plan", "lumajang", "--seed", "1"]]


def test_the_guide_to_networks_lists_all_that_is_not_honoured() -> None:
    text = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    section = text.split("## Not honoured", 1)[1].split("## ", 1)[0]
    assert re.findall(r"^- (.+)$", section, re.MULTILINE) == list(NOT_HONOURED)
