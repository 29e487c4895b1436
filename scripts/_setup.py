"""What the scripts share: the checkout's own virtual environment, with routeplan in it."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = "routeplan-installed.json"
HEALTHY = "import pip, sys; sys.exit(sys.version_info < (3, 11))"


def prepare_environment(*extras: str) -> Path:
    """Return the Python of an environment that has routeplan and these extras installed.

    Makes `.venv` where it is missing or broken, and runs pip only where the stamp in it says
    that something changed since.
    """
    python = find_python(VENV)
    if not is_healthy(python):
        make_environment(VENV)
    digest = digest_of_setup(ROOT)
    installed = read_stamp(VENV, digest)
    if installed is None or not installed.issuperset(extras):
        wanted = sorted({*extras, *(installed or ())})
        install(python, wanted)
        write_stamp(VENV, digest, wanted)
    return python


def find_python(venv: Path) -> Path:
    """Return where the Python of a virtual environment is on this system."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


def is_healthy(python: Path) -> bool:
    """Tell whether this Python starts, is new enough and has pip."""
    if not python.exists():
        return False
    try:
        return (
            subprocess.run([python, "-c", HEALTHY], capture_output=True, check=False).returncode
            == 0
        )
    except OSError:
        return False


def make_environment(venv: Path) -> None:
    """Make a virtual environment, in the place of a broken one if there is one."""
    stop_without(("venv", "ensurepip"))
    say(f"Making {venv}")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=False).returncode:
        sys.exit(f"The virtual environment {venv} could not be made; the reason stands above.")


def stop_without(modules: Iterable[str]) -> None:
    """Stop with a clear message if this Python lacks one of the modules."""
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"This Python ({sys.executable}) lacks {' and '.join(missing)}, without which no "
            "virtual environment can be made.\n"
            f"On Debian and Ubuntu the package python3-venv (or python{version}-venv) has it; "
            "elsewhere install Python from https://www.python.org."
        )


def digest_of_setup(root: Path) -> str:
    """Return a digest of what an installation depends on: the package's setup and its place."""
    digest = hashlib.sha256(str(root).encode("utf-8"))
    for name in ("setup.cfg", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def read_stamp(venv: Path, digest: str) -> set[str] | None:
    """Return the extras that are installed, or None where the installation is out of date."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return set(stamp["extras"]) if stamp.get("digest") == digest else None


def write_stamp(venv: Path, digest: str, extras: Iterable[str]) -> None:
    """Note in the environment what is installed in it."""
    stamp = {"digest": digest, "extras": sorted(extras)}
    (venv / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def install(python: Path, extras: Iterable[str]) -> None:
    """Install routeplan from the checkout, editable, with these extras."""
    target = f".[{','.join(extras)}]" if extras else "."
    say(f"Installing routeplan and what it needs ({target}); the first time takes a few minutes")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--editable", target]
    done = subprocess.run(
        pip, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        sys.exit(
            "pip could not install what routeplan needs; the reason stands above. "
            "It needs access to the package index (https://pypi.org)."
        )


def run_module(python: Path, module: str, *words: Sequence[str]) -> int:
    """Run ``python -m module`` with these lists of words in the checkout; return its exit code."""
    command = [module, *(word for part in words for word in part)]
    say(" ".join(command))
    return subprocess.run([str(python), "-m", *command], cwd=ROOT, check=False).returncode


def run_script(python: Path, name: str, words: Sequence[str]) -> int:
    """Run a file or folder of scripts/ with this Python; return its exit code."""
    command = [str(python), str(ROOT / "scripts" / name), *words]
    return subprocess.run(command, check=False).returncode


def say(line: str) -> None:
    """Print a line about what the script is doing, apart from the results on stdout."""
    print(f"[routeplan] {line}", file=sys.stderr, flush=True)
