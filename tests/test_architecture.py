"""The house rules of DESIGN, read from the sources: who may import whom, what stands where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "routeplan"
MODULES = sorted(PACKAGE.rglob("*.py"))
EXPORT = PACKAGE / "export"
EXPORT_MODULES = sorted(EXPORT.rglob("*.py"))
IDS = [module.relative_to(PACKAGE).as_posix() for module in MODULES]

# From the ground up. A module imports from rooms below its own and from its own, not from beside.
FLOORS = (
    ("i18n",),
    ("errors", "geo"),
    ("files", "http", "spreadsheets"),
    ("model",),
    ("config_faults",),
    ("jsonfiles",),
    ("config",),
    ("wording",),
    ("areas",),
    ("roads",),
    ("hotspots",),
    ("planning", "tracking", "export"),
    ("",),  # routeplan/__init__.py, which names what is public
    ("cli",),
    ("__main__",),
)
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
# The same within export: what is said and drawn, what is made of it, the files that carry it.
EXPORT_FLOORS = (
    ("archives", "drawing", "formats"),
    ("content",),
    ("picture", "webmap"),
    ("papers",),
    ("typeset",),
    ("writers",),
    ("",),  # routeplan/export/__init__.py, which names what is public
)
EXPORT_FLOOR = {room: height for height, rooms in enumerate(EXPORT_FLOORS) for room in rooms}

HEAVY = (
    "folium", "geopandas", "httpx", "networkx", "numpy", "openpyxl", "osmium", "osmnx", "pandas",
    "numba", "pydantic", "pyogrio", "pyproj", "rapidfuzz", "scipy", "shapely", "tenacity",
)  # fmt: skip
BINARY_OPENERS = ("gzip", "bz2")  # their open() reads bytes unless told otherwise
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 50  # the docstring not counted


@cache
def parse(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def room_of(module: Path, house: Path = PACKAGE) -> str:
    """Return the room of a module: the first name below its house, "" for the house itself."""
    first = module.relative_to(house).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def list_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything imported; for ``from a import b`` it is a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute here"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def room_imported(name: str) -> str | None:
    """Return the room that a dotted name is in, or None if it is not of routeplan."""
    parts = name.split(".")
    if parts[0] != "routeplan":
        return None
    is_room = len(parts) > 1 and parts[1] in FLOOR
    return parts[1] if is_room else ""


def list_calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield each call with the last part of the name called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node, node.func.attr


def find_modules_that_import(library: str) -> set[str]:
    return {
        name
        for module, name in zip(MODULES, IDS, strict=True)
        for _line, imported in list_imports(parse(module))
        if imported.split(".")[0] == library
    }


def test_every_room_has_a_floor() -> None:
    assert {room_of(module) for module in MODULES} <= FLOOR.keys()


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_imports_go_down_only(module: Path) -> None:
    own = room_of(module)
    up = [
        f"line {line}: {name}"
        for line, name in list_imports(parse(module))
        if (room := room_imported(name)) is not None
        and room != own
        and name != "routeplan.__version__"
        and FLOOR[room] >= FLOOR[own]
    ]
    assert up == []


@pytest.mark.parametrize("module", EXPORT_MODULES, ids=lambda m: m.relative_to(EXPORT).as_posix())
def test_imports_within_export_go_down_only(module: Path) -> None:
    own = room_of(module, EXPORT)
    up = [
        f"line {line}: {name}"
        for line, name in list_imports(parse(module))
        if name.startswith("routeplan.export.")
        and (room := name.split(".")[2]) != own
        and EXPORT_FLOOR.get(room, EXPORT_FLOOR[""]) >= EXPORT_FLOOR[own]
    ]
    assert up == []


def test_every_library_that_is_imported_is_installed_with_the_program() -> None:
    setup = ConfigParser()
    setup.read(PACKAGE.parent / "setup.cfg", encoding="utf-8")
    wanted = {
        re.split(r"[><=;,]", line)[0].strip().lower()
        for line in setup["options"]["install_requires"].split("\n")
        if line
    }
    own = {*sys.stdlib_module_names, "routeplan", "routeplan_data", "pydantic_core"}
    imported = {
        name.split(".")[0] for module in MODULES for _line, name in list_imports(parse(module))
    }
    # The name of an import is not always that of what is installed: PIL is pillow.
    owners = packages_distributions()
    missing = {
        library
        for library in imported - own
        if wanted.isdisjoint(owner.lower() for owner in owners.get(library, [library]))
    }
    assert missing == set()


def test_the_judge_and_the_optimiser_do_not_know_each_other() -> None:
    planning = PACKAGE / "planning"
    judges = sorted((planning / "verify").glob("*.py"))
    assert judges
    for modules, other in ((judges, "optimise"), ([planning / "optimise.py"], "verify")):
        for module in modules:
            names = [name for _line, name in list_imports(parse(module))]
            assert not [name for name in names if other in name.split(".")]


def test_only_the_search_is_compiled() -> None:
    assert find_modules_that_import("numba") == {"planning/search/compiled.py"}


def test_only_geo_names_coordinate_reference_systems() -> None:
    named = {
        name
        for module, name in zip(MODULES, IDS, strict=True)
        for node in ast.walk(parse(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.upper().startswith("EPSG:")
    }
    # GeoJSON files name their system: map_tables.py knows the names of longitude and latitude.
    assert named == {"geo.py", "hotspots/map_tables.py"}


def test_nothing_is_unpickled() -> None:
    for library in ("pickle", "cPickle", "dill", "joblib", "marshal", "shelve"):
        assert find_modules_that_import(library) == set()


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_numpy_arrays_are_loaded_without_pickle(module: Path) -> None:
    for call, name in list_calls(parse(module)):
        allowed = [k.value for k in call.keywords if k.arg == "allow_pickle"]
        assert not [v for v in allowed if not (isinstance(v, ast.Constant) and v.value is False)]
        assert name != "read_pickle"


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_only_the_command_line_prints(module: Path) -> None:
    if room_of(module) != "cli":
        assert [call.lineno for call, name in list_calls(parse(module)) if name == "print"] == []


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_every_text_file_says_its_encoding(module: Path) -> None:
    silent = [
        call.lineno
        for call, name in list_calls(parse(module))
        if name in ("open", "read_text", "write_text") and opens_text_silently(call, name)
    ]
    assert silent == []


def opens_text_silently(call: ast.Call, name: str) -> bool:
    """Tell whether a call opens a text file without saying its encoding."""
    if any(keyword.arg == "encoding" for keyword in call.keywords):
        return False
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in BINARY_OPENERS:
        return False
    words = [a.value for a in call.args if isinstance(a, ast.Constant)]
    if name == "open":
        words += [k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)]
        return not any(isinstance(word, str) and word in ("rb", "wb", "ab") for word in words)
    # Our own files.write_text(path, text) is always UTF-8.
    return isinstance(call.func, ast.Attribute)


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_modules_and_functions_are_short(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    long = [
        f"{node.name}: {count_lines(node)} lines"
        for node in ast.walk(parse(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if count_lines(node) > MAX_FUNCTION_LINES
    ]
    assert long == []


def count_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of a function without its docstring."""
    docstring = ast.get_docstring(function, clean=False) or ""
    lines = (function.end_lineno or 0) - function.lineno + 1
    return lines - (docstring.count("\n") + 1 if docstring else 0)


@pytest.mark.parametrize(
    "module", [m for m in MODULES if room_of(m) in ("cli", "")], ids=lambda m: str(m.name)
)
def test_commands_import_heavy_libraries_only_when_they_run(module: Path) -> None:
    top = ast.Module(
        [node for node in parse(module).body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    light = ("routeplan", "i18n", "errors", "cli", "")
    for line, name in list_imports(top):
        assert name.split(".")[0] not in HEAVY, f"line {line}: {name}"
        room = room_imported(name)
        assert room is None or room in light, f"line {line}: {name}"


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_answers_without_loading_heavy_libraries(words: list[str]) -> None:
    code = (
        "import sys\n"
        "from routeplan.cli.main import cli\n"
        "from routeplan.cli.common import run\n"
        f"code = run(cli, {words!r})\n"
        f"print('HEAVY', sorted(set(sys.modules) & set({HEAVY!r})))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY []"
