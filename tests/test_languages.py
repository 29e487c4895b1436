"""Nothing is said outside of the catalog: the outputs in a language of other letters.

Every message of the program is turned into Cyrillic letters. What stays in Latin letters has to be
data of the plan, a word that Babel writes, or a code that is listed here with its reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from other_letters import (
    ALWAYS,
    find_untranslated,
    list_data,
    list_known,
    list_words,
    speak_other_letters,
    turn,
)
from output_texts import read_texts
from patrol_plan import make_patrol_plan
from plan_examples import make_plan_example
from replanned_plan import make_replanned_plan
from roster_example import make_roster_example
from visit_records import make_visit

from routeplan.areas.districts import list_districts
from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.cli.summary import word_summary
from routeplan.config import load_config
from routeplan.export import FORMATS, WRITERS, ExportOptions
from routeplan.hotspots.columns import VISIT_HEADERS
from routeplan.hotspots.visit_writers import STATES
from routeplan.i18n import _, ngettext
from routeplan.model import Evaluation, Level, Plan, Reason, StopKind, Vehicle
from routeplan.planning.history import record_visits
from routeplan.planning.planfile import write_plan
from routeplan.planning.roster.rosterfile import write_roster
from routeplan.wording import format_date

Captured = pytest.CaptureFixture[str]

# By which programs tell things of a plan apart.
KINDS = (
    *get_args(Reason), *get_args(Level), *get_args(StopKind), "area", "boundary", "closure",
    "drive", "hotspot", "icon", "leg", "line", "loop", "not_visited", "pin", "stop", "street", "unit",
    "village", "missed",
)  # fmt: skip
# What else programs read, not people.
CODES = {
    "geojson": "FeatureCollection Feature Point LineString Polygon plan medium",
    "gpkg": "attributes features geom layer_styles areas bases closures hotspots legs stops units",
    "gpx": "Flag, Blue; Police Station; OpenStreetMap contributors",
    "ics": "EN PUBLISH",
    "kml": "normal",
    "kmz": "normal icons png",
}
KIND_WORDS = {word for kind in KINDS for word in list_words(kind)}
WITH_KINDS = {"geojson", "gpkg", "gpx", "html", "kml", "kmz"}


@pytest.fixture(autouse=True)
def _other_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_other_letters(monkeypatch)


@cache
def list_plans() -> tuple[Plan, ...]:
    """Return plans that together hold everything that outputs tell of."""
    return (
        make_plan_example(), make_plan_example(kind="sample"), make_patrol_plan(),
        make_replanned_plan(),
    )  # fmt: skip


def test_messages_are_turned_and_what_is_filled_in_is_not() -> None:
    assert turn("Map of {area!r}: {n:.1f} km") == "Мап ое {area!r}: {n:.1f} км"
    assert _("{n} stop").format(n="Pos") == "Pos туоп"
    assert ngettext("{n} unit", "{n} units", 2).format(n=2) == "2 фниут"


def test_what_is_not_translated_is_found() -> None:
    assert find_untranslated("Мап ое Regu, stop 1 · 2.5 km https://x.id/a", {"Regu", "km"}) == [
        "stop"
    ]


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "png"])
def test_files_hold_no_word_that_is_not_translated(name: str) -> None:
    codes = {*list_words(CODES.get(name, "")), *(KIND_WORDS if name in WITH_KINDS else ())}
    leaks = set()
    for plan in list_plans():
        known = list_known(plan) | codes
        for file in WRITERS[name](plan, ExportOptions()):
            for text in (file.title, *read_texts(file)):
                leaks |= {(word, text[:100]) for word in find_untranslated(text, known)}
    assert leaks == set()


def test_pictures_hold_no_word_that_is_not_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.text import Text

    drawn: list[str] = []
    draw = Text.draw

    def note_and_draw(text: Text, *rest: Any) -> None:
        # A line that is too long for its place ends with half a word.
        drawn.append(re.sub(r"\S*…$", "", text.get_text()))
        draw(text, *rest)

    monkeypatch.setattr(Text, "draw", note_and_draw)
    plan = make_patrol_plan()
    titles = [file.title for file in WRITERS["png"](plan, ExportOptions())]
    assert drawn
    assert find_untranslated("\n".join([*titles, *drawn]), list_known(plan)) == []


def test_the_summary_holds_no_word_that_is_not_translated() -> None:
    for plan in list_plans():
        lines = "\n".join(word_summary(plan))
        assert find_untranslated(lines, list_known(plan)) == []


# ------------------------------------------------------------------------------- the command line


def list_commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words that call each command and group."""
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from list_commands(command, (*above, name))
        else:
            yield (*above, name)


COMMANDS = list(list_commands(cli))
# What is typed as it stands: commands, options, names of files, and what is the same in both.
TYPED = {
    *(word for words in COMMANDS for name in words for word in list_words(name)), *FORMATS, "all",
    "json", "id", "en", "ID", "N", "KECAMATAN", "LAT", "LON", "lat", "lon", "HH", "MM",
}  # fmt: skip
OPTION = re.compile(r"--?[a-z][a-z-]*")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_texts_hold_no_word_that_is_not_translated(
    words: tuple[str, ...], capsys: Captured
) -> None:
    assert run(cli, [*words, "--help"]) == 0
    text = OPTION.sub(" ", capsys.readouterr().out)
    assert find_untranslated(text, ALWAYS | TYPED) == []


# Names that come with the program: of districts, categories, programmes, example hotspots.
CONFIG = load_config(None)
SHIPPED = (
    *list_districts(), *CONFIG.categories, *CONFIG.shifts, *CONFIG.levels, *get_args(Vehicle),
    *(programme.label for programme in CONFIG.programmes.values()), "sample", "kaki", "H001",
    *VISIT_HEADERS.values(), *STATES.values(),
)  # fmt: skip
MISTAKES = (
    "nonsense",
    "plan --nonsense",
    "plan nowhere",
    "plan lumajang zuviel",
    "plan lumajang --date 31-12-2024",
    "plan lumajang --seconds 0",
    "plan lumajang --iterations viele",
    "plan lumajang --pin H1",
    "plan lumajang --network none",
    "plan lumajang --network sample --shift mlam",
    "plan lumajang --network sample --programme tidur",
    "plan lumajang --network sample --config misspelt.toml",
    "plan lumajang --network sample --config wrong.toml",
    "plan lumajang --network sample --hotspots faulty.csv",
    "plan lumajang --network sample --units faulty.csv",
    "plan lumajang --network sample --closures faulty.csv",
    "plan",
    "replan plan.json",
    "replan none.json --now 00:30",
    "replan plan.json --now late",
    "replan plan.json --now 12:00",
    "replan plan.json --now 00:30 --unit-out U9",
    "replan plan.json --now 00:30 --position U9",
    "replan plan.json --now 00:30 --network none",
    "area show",
    "area show nowhere",
    "area show --boundary none.geojson",
    "check",
    "check none.json",
    "check other.json",
    "check newer.json",
    "check plan.json",
    "check plan.json --without-network --network sample",
    "export plan.json",
    "export plan.json --to htm",
    "export plan.json --to ,",
    "export plan.json --to html --network none",
    "export none.json --to html",
    "evaluate",
    "evaluate none.json none.gpx",
    "evaluate other.json none.gpx",
    "evaluate plan.json",
    "evaluate plan.json none.gpx",
    "evaluate plan.json none*.gpx",
    "evaluate plan.json faulty.csv",
    "evaluate plan.json faulty.csv picture.png broken.gpx broken.kml broken.geojson fixes.csv",
    "evaluate plan.json --track A",
    "evaluate plan.json --track X=faulty.csv",
    "evaluate plan.json broken.gpx --clock A=x",
    "evaluate plan.json elsewhere.csv",
    "evaluate plan.json elsewhere.csv --history faulty.csv",
    "hotspots check none.csv",
    "hotspots check faulty.csv --district lumajang",
    "hotspots check empty.csv",
    "hotspots check picture.png",
    "hotspots explain faulty.csv",
    "units check faulty.csv",
    "units check empty.csv",
    "closures check faulty.csv",
    "coverage none.json",
    "coverage other.json",
    "coverage jadwal/roster.json --history visits.sqlite",
    "coverage jadwal/roster.json --from 2025-01-01",
    "coverage jadwal/roster.json --from kemarin",
    "coverage lost/roster.json --overview",
    "history import jadwal/roster.json --history visits.sqlite",
    "history show",
    "history show --history none.sqlite",
    "history show --history faulty.csv",
    "history show --history visits.sqlite",
    "history show --history visits.sqlite --area blocks --hotspots shops.csv --date 2024-11-01",
    "history show --history visits.sqlite --area nowhere",
    "history import",
    "history import plan.json --history visits.sqlite",
    "history import plan.json copy.json --history visits.sqlite",
    "history import other.json picture.png visits.csv faulty.csv --history visits.sqlite",
    "history import visits.csv --history faulty.csv",
    "history import evaluation.json --history visits.sqlite",
    "history export --history visits.sqlite --out visits.pdf",
    "history export --history visits.sqlite --out visits.csv",
    "history export --history visits.sqlite --out new.csv",
    "network info none",
    "network list",
    "network import none.osm --name a",
    "network import faulty.csv --name a",
    "network import faulty.csv --name CON",
)
FAULTY = (
    "id,name,category,lat,lon,windows,days,level,access,vehicle,dwell_min\n"
    "1,Satu,tidur,99,113.1,7-8,funday,gawat,kapal,kapal,-5\n"
    "1,Dua,pasar,-8.1,x,25:00-26:00,Senin,rawan,R4,R9,0\n"
    ",,,,,,,,,,\n"
)  # fmt: skip
FAULTY_VISITS = (
    "Tanggal;Jaga;Unit;ID titik;Mulai;Selesai;Status;Porsi\n"
    "2024-11-20;malam;U1;;;;;\n"
    ";malam;U1;P1;25:00;;mungkin;7\n"
    "1024-11-20;malam;U1;P1;;;;\n"
    "2024-11-20;;;P1;2024-11-21 02:00;2024-11-21 01:00;;\n"
)
# Names of files that are written, of days and months, and of categories of the roster.
ROSTER_FILES = ("jadwal", "lost", "coverage", "hours", "kecamatan", "category", "Pasar", "TPS")
FAULTY_FIXES = (
    "Waktu;Lintang;Bujur;Akurasi\n"
    "kemarin;-8,1;113,1;5\n"
    "2024-11-20 23:15:00;;113,1;5\n"
    "2024-11-20 23:15:00;-98,1;utara;lima\n"
)
REMEMBERED = ("blocks", "pulau", "H1", "H2")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of files that are wrong in many ways."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROUTEPLAN_LANG", "en")
    monkeypatch.setenv("ROUTEPLAN_DATA_DIR", str(tmp_path / "data"))
    plan = make_plan_example()
    write_plan(plan, Path("plan.json"))
    text = Path("plan.json").read_text(encoding="utf-8")
    contents = {
        "newer.json": text.replace('"schema_version": "2.0"', '"schema_version": "3.0"'),
        "other.json": '{"schema_version": "2.0"}',
        "copy.json": text,
        "visits.csv": FAULTY_VISITS,
        "shops.csv": "id,name,category,lat,lon\nS1,Toko,pasar,-8.2,113.1\n",
        "faulty.csv": FAULTY,
        "empty.csv": "",
        "picture.png": "",
        "broken.gpx": "<gpx><trk>",
        "broken.kml": "<kml/>",
        "broken.geojson": '{"type": "FeatureCollection", "features": [{"type": "Feature"}]}',
        "fixes.csv": FAULTY_FIXES,
        "elsewhere.csv": "time,lat,lon\n2030-01-01 10:00:00,-8.1,113.1\n",
        "evaluation.json": json.dumps(
            {**{field.name: 1 for field in fields(Evaluation)}, "schema_version": "1.0"}
        ),
        "misspelt.toml": '[shifts.malam]\nstrat = "23:00"\n',
        "wrong.toml": '[shifts.malam]\nstart = "late"\nbriefing_min = -5\n',
    }
    for name, content in contents.items():
        Path(name).write_text(content, encoding="utf-8")
    make_roster_example(kind="sample").write(tmp_path / "jadwal")
    write_roster(make_roster_example(planned=3).roster, tmp_path / "lost" / "roster.json")
    remembered = [make_visit("H1", area="blocks"), make_visit("H2", area="pulau")]
    record_visits(Path("visits.sqlite"), remembered, replace_shifts=False)
    return tmp_path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_messages_hold_no_word_that_is_not_translated(
    mistake: str, files: Path, capsys: Captured
) -> None:
    code = run(cli, mistake.split())
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert code in (0, 1, 2)
    assert said
    typed = [
        mistake,
        str(files / "data"),
        format_date(make_plan_example().shift.date),
        *SHIPPED,
        *(p.read_text("utf-8") for p in files.iterdir() if p.suffix != ".sqlite" and p.is_file()),
        *REMEMBERED,
        *ROSTER_FILES,
        *list_data(asdict(make_roster_example().roster)),
    ]
    own = {word for text in typed for word in list_words(text)}
    text = OPTION.sub(" ", said)
    assert find_untranslated(text, ALWAYS | TYPED | own) == [], said
