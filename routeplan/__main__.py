"""``python -m routeplan``."""

from routeplan.cli.main import main

main()
