"""The scripts: they set up what is missing, once, and say what is wrong."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
RUN_BY_USERS = ("demo", "test", "check", "bench", "check_live")


@pytest.fixture
def setup_module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module that the scripts share."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("_setup")


@pytest.fixture
def tools_module(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give the module that installs system tools."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("_tools")


@pytest.mark.parametrize("name", RUN_BY_USERS)
def test_a_script_on_an_old_python_says_which_one_it_needs(name: str) -> None:
    code = (
        "import runpy, sys\n"
        "sys.version_info, sys.version = (3, 8, 18, 'final', 0), '3.8.18 (default)'\n"
        f"sys.path.insert(0, {str(SCRIPTS)!r})\n"
        f"runpy.run_path({str(SCRIPTS / name)!r}, run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "routeplan needs Python 3.11 or newer, this is 3.8.18" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", [*RUN_BY_USERS, "_python.py"])
def test_what_an_old_python_reads_has_the_syntax_of_all_pythons(name: str) -> None:
    tree = ast.parse((SCRIPTS / name).read_text(encoding="utf-8"))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.Nonlocal)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if f.returns or f.args.kwonlyargs] == []
    assert [f.name for f in functions if any(a.annotation for a in f.args.args)] == []
    displays = [n for n in ast.walk(tree) if isinstance(n, ast.Tuple | ast.List | ast.Set)]
    assert [d for d in displays if any(isinstance(e, ast.Starred) for e in d.elts)] == []


@pytest.mark.parametrize("name", RUN_BY_USERS)
@pytest.mark.skipif(os.name == "nt", reason="Windows starts scripts with py, not by their mode")
def test_a_script_can_be_started_by_its_name(name: str) -> None:
    assert os.access(SCRIPTS / name, os.X_OK)
    assert (SCRIPTS / name).read_bytes().startswith(b"#!/usr/bin/env python3\n")


@pytest.mark.parametrize(
    "script", sorted(p for p in SCRIPTS.iterdir() if p.is_file()), ids=lambda p: p.name
)
def test_a_script_is_python_and_says_what_it_does(script: Path) -> None:
    assert ast.get_docstring(ast.parse(script.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", [*RUN_BY_USERS, "_setup.py", "_tools.py"])
def test_setting_up_needs_the_standard_library_only(name: str) -> None:
    tree = ast.parse((SCRIPTS / name).read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {"_python", "_setup", "_tools"}
    assert {name.split(".")[0] for name in names} - ours <= sys.stdlib_module_names


def test_nothing_is_installed_twice(setup_module: Any, tmp_path: Path) -> None:
    setup_module.write_stamp(tmp_path, "digest", ["test"])
    assert setup_module.read_stamp(tmp_path, "digest") == {"test"}


def make_setup(folder: Path, text: str) -> Path:
    """Write the files that an installation depends on."""
    folder.mkdir(exist_ok=True)
    for name in ("setup.cfg", "pyproject.toml"):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_changed_setup_is_installed_again(setup_module: Any, tmp_path: Path) -> None:
    before = setup_module.digest_of_setup(make_setup(tmp_path, "first"))
    assert setup_module.digest_of_setup(make_setup(tmp_path, "first")) == before
    setup_module.write_stamp(tmp_path, before, [])
    after = setup_module.digest_of_setup(make_setup(tmp_path, "second"))
    assert setup_module.read_stamp(tmp_path, after) is None


def test_a_checkout_that_was_moved_is_installed_again(setup_module: Any, tmp_path: Path) -> None:
    here, there = (make_setup(tmp_path / name, "same") for name in ("here", "there"))
    assert setup_module.digest_of_setup(here) != setup_module.digest_of_setup(there)


@pytest.mark.parametrize("text", [None, "", "{"])
def test_a_stamp_that_is_missing_or_broken_counts_as_none(
    setup_module: Any, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / setup_module.STAMP).write_text(text, encoding="utf-8")
    assert setup_module.read_stamp(tmp_path, "digest") is None


def test_an_environment_without_a_working_python_is_broken(
    setup_module: Any, tmp_path: Path
) -> None:
    python = setup_module.find_python(tmp_path)
    assert not setup_module.is_healthy(python)
    python.parent.mkdir(parents=True)
    python.write_text("no program", encoding="utf-8")
    assert not setup_module.is_healthy(python)


def test_a_python_without_ensurepip_is_told_the_package_that_has_it(setup_module: Any) -> None:
    with pytest.raises(SystemExit, match=r"lacks no_such_module.*\n.*python3-venv"):
        setup_module.stop_without(("venv", "no_such_module"))


UBUNTU_STUB = """\
Package: chromium-browser
Version: 1:85.0.4183.83-0ubuntu2.22.04.1
Description-en: Transitional package - chromium-browser -> chromium snap
"""
DEBIAN_PACKAGE = """\
Package: chromium
Version: 130.0.6723.116-1~deb12u1
Depends: libsnappy1v5 (>= 1.1.9)
Description-en: web browser
 Web browser that aims to build a safer, faster, and more stable internet
 browsing experience.
"""


def test_a_package_that_only_fetches_a_snap_is_not_installed(tools_module: Any) -> None:
    assert tools_module.is_stub(UBUNTU_STUB)
    assert not tools_module.is_stub(DEBIAN_PACKAGE)
