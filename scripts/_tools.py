"""System tools that some tests use: found, or installed through apt where that is welcome.

    python3 scripts/_tools.py

As root, on a system with apt, missing tools are installed, unless a package is only a stub that
fetches a snap. Everywhere else nothing is done: the tests that need them are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from _setup import say

# A tool by the names that its program may have, and the packages that bring it, itself first.
TOOLS = {
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"): (
        "chromium",
        "fonts-dejavu-core",
    ),
    ("soffice",): ("libreoffice-writer-nogui", "fonts-liberation"),
    ("gpsbabel",): ("gpsbabel",),
    ("ogr2ogr",): ("gdal-bin",),
    ("xmllint",): ("libxml2-utils",),
    ("zbarimg",): ("zbar-tools",),
}


def install_missing_tools() -> None:
    """Install what is missing and may be installed; say what is not."""
    missing = [
        packages
        for programs, packages in TOOLS.items()
        if not any(shutil.which(name) for name in programs)
    ]
    if not missing:
        return
    refusal = explain_refusal()
    if not refusal:
        run_apt("update")
    for packages in missing:
        reason = refusal or install_packages(packages)
        if reason:
            say(f"No {packages[0]}: {reason}. The tests that need it are skipped.")


def explain_refusal() -> str:
    """Return why nothing is to be installed here, or an empty string."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "install it yourself to run all tests"
    if shutil.which("apt-get") is None:
        return "this system has no apt"
    return ""


def install_packages(packages: tuple[str, ...]) -> str:
    """Install the packages of a tool; return why that did not work, or an empty string."""
    shown = subprocess.run(
        ["apt-cache", "show", packages[0]], capture_output=True, text=True, check=False
    )
    if shown.returncode:
        return "apt knows no such package"
    if is_stub(shown.stdout):
        return "the package of this system is a stub for a snap"
    say(f"Installing {', '.join(packages)} through apt")
    return run_apt("install", "--no-install-recommends", *packages)


def is_stub(description: str) -> bool:
    """Tell whether the output of ``apt-cache show`` is that of a stub for a snap."""
    telling = [x for x in description.splitlines() if x.startswith(("Version:", "Description"))]
    return any(word in line.lower() for line in telling for word in ("snap", "transitional"))


def run_apt(*words: str) -> str:
    """Run apt-get without questions; return its last words if it failed, or an empty string."""
    done = subprocess.run(
        ["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=120", *words],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stderr.strip()[-300:]


if __name__ == "__main__":
    install_missing_tools()
