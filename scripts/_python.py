"""Imported first by every script: stops with a clear message on a Python that is too old.

Its syntax is that of every Python since 2.7, so that the message is all an old one prints.
"""

import sys

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    sys.exit(
        "routeplan needs Python %d.%d or newer, this is %s (%s).\n"  # noqa: UP031 - old syntax
        "Install a newer one from https://www.python.org and run this script with it."
        % (OLDEST[0], OLDEST[1], sys.version.split()[0], sys.executable)
    )
