"""What the map's scripts say is translated too: the page in a language of other letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import DESKTOP, PHONE, visit_map
from other_letters import find_untranslated, list_known, speak_other_letters
from output_texts import read_page
from patrol_plan import make_patrol_plan

from routeplan.export import write_map

# Names of libraries and of keys.
NAMES = {"Leaflet"}


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_page_that_the_scripts_have_built_holds_no_word_that_is_not_translated(
    screen: dict[str, Any], browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_other_letters(monkeypatch)
    plan = make_patrol_plan()
    path = tmp_path / "map.html"
    write_map(plan, path)
    with visit_map(browser, path, screen) as visit:
        visit.page.locator(".rp-stop").first.dispatch_event("click")
        texts, _documents = read_page(visit.page.content())
        known = list_known(plan) | NAMES
        leaks = {(word, text[:80]) for text in texts for word in find_untranslated(text, known)}
        assert leaks == set()
