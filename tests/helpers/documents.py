"""What documents show: commands that can be run, files to save, and what is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# A block of commands, with the comment directly above it that says why it is not run, if any.
BLOCK = re.compile(
    r"(?:<!--\s*(?P<comment>[^>]*?)\s*-->\n)?^```console\n(?P<lines>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NOT_RUN = ("needs internet", "not run")
EXITS = "exits with "
# A file that the reader is told to save: its name, then its content.
FILE = re.compile(
    r"^`(?P<name>[\w.-]+)`:\n\n```(?:csv|toml)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


def list_shown_commands(text: str) -> list[list[str]]:
    """Return the words of every ``$ routeplan ...`` line that is to be run, in order."""
    shown = []
    for block in BLOCK.finditer(text):
        comment = block["comment"] or ""
        if not any(word in comment for word in NOT_RUN):
            lines = block["lines"].replace("\\\n", " ").splitlines()
            shown += [
                shlex.split(line[2:], comments=True) for line in lines if line.startswith("$ ")
            ]
    return shown


def list_guide_steps(text: str) -> list[re.Match[str]]:
    """Return the files to save and the blocks of commands of a guide, in order."""
    return sorted([*FILE.finditer(text), *BLOCK.finditer(text)], key=lambda match: match.start())


def list_shown_answers(lines: str) -> list[tuple[list[str], list[str]]]:
    """Return the words of each command of a block, and what it is said to print.

    Dots stand for what is left out: whole lines, or the rest of one.
    """
    answers: list[tuple[list[str], list[str]]] = []
    for line in lines.splitlines():
        if line.startswith("$ "):
            answers.append((shlex.split(line[2:]), []))
        elif line.removesuffix("...").strip():
            answers[-1][1].append(line.removesuffix("...").strip())
    return answers
