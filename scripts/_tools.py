"""System tools that some tests use: found, or installed through apt where that is welcome.

    python3 scripts/_tools.py

As root, on a system with apt, a missing Chromium is installed, unless its package is only a stub
that fetches a snap. Everywhere else nothing is done: the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from _setup import say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")


def install_missing_tools() -> None:
    """Install Chromium if it is missing and may be installed; say so if not."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    reason = explain_refusal() or install_packages()
    if reason:
        say(f"No Chromium: {reason}. The tests that need it are skipped.")


def explain_refusal() -> str:
    """Return why nothing is to be installed here, or an empty string."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "install it yourself to run the tests of the map in a browser"
    if shutil.which("apt-get") is None:
        return "this system has no apt"
    return ""


def install_packages() -> str:
    """Install the packages; return why that did not work, or an empty string."""
    run_apt("update")
    shown = subprocess.run(
        ["apt-cache", "show", PACKAGES[0]], capture_output=True, text=True, check=False
    )
    if shown.returncode:
        return f"apt knows no package {PACKAGES[0]}"
    if is_stub(shown.stdout):
        return f"the package {PACKAGES[0]} of this system is a stub for a snap"
    say(f"Installing {', '.join(PACKAGES)} through apt")
    return run_apt("install", "--no-install-recommends", *PACKAGES)


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
