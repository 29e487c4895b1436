"""A browser that is cut off from all networks, and what a test asks of a page in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
LOCAL = ("file:", "data:", "blob:")
DESKTOP: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
SCREENS = {"desktop": DESKTOP, "phone": PHONE}
_CONTEXTS: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
TURNED: dict[str, Any] = {**PHONE, "viewport": {"width": 844, "height": 390}}


@dataclass
class Visit:
    """A page and everything that went wrong on it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def count(self, selector: str) -> int:
        return int(self.page.locator(selector).count())


def open_map(browser: Any, path: Path, screen: dict[str, Any]) -> Visit:
    return _open_page(browser.new_context(**screen), path)


@contextmanager
def visit_map(browser: Any, path: Path, screen: dict[str, Any]) -> Iterator[Visit]:
    """Open a map; whatever is done with it, nothing is asked of a server and nothing breaks.

    Pages on the same screen share a context: to make one takes longer than to open a map.
    """
    visit = _open_page(_find_context(browser, screen), path)
    try:
        yield visit
    finally:
        visit.page.evaluate("localStorage.clear()")
        visit.page.close()
    assert visit.requests == []
    assert visit.complaints == []


def _find_context(browser: Any, screen: dict[str, Any]) -> Any:
    contexts = _CONTEXTS.setdefault(browser, {})
    if repr(screen) not in contexts:
        contexts[repr(screen)] = browser.new_context(**screen)
    return contexts[repr(screen)]


def _open_page(context: Any, path: Path) -> Visit:
    visit = Visit(context.new_page())

    def decide(route: Any) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            visit.requests.append(route.request.url)
            route.abort()

    visit.page.route("**/*", decide)
    visit.page.on("console", lambda message: visit.complaints.append(message.text))
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
    visit.page.goto(path.as_uri())
    visit.page.wait_for_function("() => window.routeplan && window.routeplan.ready")
    return visit


def read_layers(visit: Visit) -> list[str]:
    labels = visit.page.locator(".leaflet-control-layers-overlays label")
    return [text.strip() for text in labels.all_text_contents()]


def list_faults(visit: Visit) -> list[str]:
    """Return the serious and critical faults that axe-core finds on the page as it is.

    Whatever fades in is waited for: half faded, it has no contrast. What beats for ever is not.
    """
    from axe_playwright_python.sync_playwright import Axe

    visit.page.wait_for_function(
        """() => document.getAnimations().every((item) =>
            item.playState !== "running" || item.effect.getComputedTiming().endTime === Infinity
        )"""
    )
    found = Axe().run(visit.page).response["violations"]
    return [
        f"{fault['id']}: {[node['target'] for node in fault['nodes']]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
