"""``routeplan export`` as a user meets it: formats, files, the roads behind the loops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from plan_examples import make_plan_example
from streets_plan import make_streets, make_streets_plan

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.errors import InputError, UnknownNameError
from routeplan.export import DRAWN, FORMATS, WRITERS, ExportFile, ExportOptions, export_plan
from routeplan.export.formats import Writer
from routeplan.i18n import use_language
from routeplan.model import Plan
from routeplan.planning.planfile import SCHEMA_VERSION, write_plan
from routeplan.roads.stats import digest_network
from routeplan.roads.store import save_network

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Save the network of streets and return a plan on it, also as ``plan.json``."""
    save_network(make_streets(), tmp_path / "data")
    plan = make_streets_plan(digest=digest_network(make_streets()))
    write_plan(plan, Path("plan.json"))
    return plan


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[ExportOptions]:
    """Let the writers give one small file each, and return what they are asked for."""
    options: list[ExportOptions] = []

    def make_writer(name: str) -> Writer:
        def write(_plan: Plan, chosen: ExportOptions) -> list[ExportFile]:
            options.append(chosen)
            return [ExportFile(f"{name}.bin", name.encode(), f"File of {name}")]

        return write

    for name in WRITERS:
        monkeypatch.setitem(WRITERS, name, make_writer(name))
    return options


def export(*words: str) -> int:
    return run(cli, ["export", "plan.json", *words])


@pytest.mark.usefixtures("plan", "asked")
def test_each_file_is_told_with_its_place_and_its_title(capsys: Captured) -> None:
    assert export("--to", "html,ics", "--out", "papers") == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        f"{Path('papers/html.bin')}  File of html", f"{Path('papers/ics.bin')}  File of ics",
    ]  # fmt: skip
    assert captured.err.splitlines() == [f"{name}: {FORMATS[name]}" for name in ("html", "ics")]
    assert Path("papers/html.bin").read_bytes() == b"html"


def test_a_title_stays_on_its_line_whatever_the_names_hold(capsys: Captured) -> None:
    write_plan(make_plan_example(), Path("plan.json"))
    assert export("--to", "gpx") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.usefixtures("plan", "asked")
def test_files_are_written_beside_the_plan_where_nothing_else_is_said() -> None:
    Path("night").mkdir()
    Path("plan.json").rename("night/plan.json")
    assert run(cli, ["export", "night/plan.json", "--to", "ics"]) == 0
    assert Path("night/ics.bin").is_file()


@pytest.mark.usefixtures("plan", "asked")
def test_all_writes_every_format_once(capsys: Captured) -> None:
    assert export("--to", "all") == 0
    assert len(capsys.readouterr().out.splitlines()) == len(WRITERS)


@pytest.mark.usefixtures("plan")
def test_all_beside_other_formats_is_still_all(asked: list[ExportOptions]) -> None:
    assert export("--to", "html,all") == 0
    assert len(asked) == len(WRITERS)
    assert export("--to", "all,pfd") == 2


@pytest.mark.usefixtures("plan")
def test_a_format_named_twice_is_written_once(asked: list[ExportOptions], capsys: Captured) -> None:
    assert export("--to", "ics, ICS,,ics") == 0
    assert capsys.readouterr().out == "ics.bin  File of ics\n"
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ("htm", "Unknown format: htm. Did you mean html?"),
        ("ics,doc x", "Unknown format: doc x."),
        (",", "Name the formats with --to, e.g. --to html,pdf. Known: "),
    ],
)
@pytest.mark.usefixtures("plan", "asked")
def test_formats_that_are_none_are_refused_before_anything_is_written(
    formats: str, said: str, capsys: Captured
) -> None:
    assert export("--to", formats) == 2
    assert said in capsys.readouterr().err
    assert list(Path().glob("*.bin")) == []


def test_the_function_refuses_a_format_that_is_none(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="Unknown format: htm") as caught:
        export_plan(plan, tmp_path / "out", ["ics", "htm"])
    assert isinstance(caught.value, InputError)
    assert not (tmp_path / "out").exists()


def test_the_function_returns_what_it_wrote(plan: Plan, tmp_path: Path) -> None:
    files = export_plan(plan, tmp_path / "out", ["html", "ics", "html"])
    assert [file.name for file in files] == ["map.html", "shift.ics"]
    assert {file.name: (tmp_path / "out" / file.name).read_bytes() for file in files} == {
        file.name: file.data for file in files
    }


@pytest.mark.usefixtures("asked")
def test_a_file_that_cannot_be_written_is_named(plan: Plan, capsys: Captured) -> None:
    Path("out/ics.bin").mkdir(parents=True)
    assert plan
    assert export("--to", "html,ics", "--out", "out") == 1
    assert "ics.bin" in capsys.readouterr().err
    assert Path("out/html.bin").read_bytes() == b"html"
    assert sorted(path.name for path in Path("out").iterdir()) == ["html.bin", "ics.bin"]


def test_every_writer_is_described() -> None:
    assert WRITERS.keys() == FORMATS.keys()
    assert FORMATS.keys() >= DRAWN


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_help_lists_the_formats(language: str, capsys: Captured) -> None:
    assert export("--help", "--lang", language) == 0
    told = [line.split()[:1] for line in capsys.readouterr().out.splitlines()]
    assert [[name] for name in (*WRITERS, "all") if [name] not in told] == []


# ------------------------------------------------------------------- the roads behind the loops


@pytest.mark.usefixtures("plan")
def test_the_network_of_the_plan_is_drawn(asked: list[ExportOptions], capsys: Captured) -> None:
    assert export("--to", "html", "--tiles") == 0
    (options,) = asked
    assert options.tiles
    assert options.network is not None
    assert digest_network(options.network) == digest_network(make_streets())
    assert capsys.readouterr().err.splitlines() == [f"html: {FORMATS['html']}"]


@pytest.mark.parametrize("name", ["geojson", "gpkg", "kml", "kmz"])
@pytest.mark.usefixtures("plan")
def test_formats_that_show_the_course_of_closed_roads_get_the_network(
    name: str, asked: list[ExportOptions]
) -> None:
    assert export("--to", name) == 0
    assert [options.network is None for options in asked] == [False]


@pytest.mark.usefixtures("plan")
def test_where_the_network_is_missing_a_note_says_how_to_get_it(
    asked: list[ExportOptions], capsys: Captured
) -> None:
    assert export("--to", "html", "--data-dir", "elsewhere") == 0
    assert [options.network for options in asked] == [None]
    said = capsys.readouterr().err
    assert "There is no prepared road network called streets." in said
    assert "no roads are drawn behind the loops" in said
    assert "--network" in said


@pytest.mark.usefixtures("plan", "asked")
def test_formats_that_draw_no_roads_say_nothing_of_them(capsys: Captured) -> None:
    assert export("--to", "ics", "--data-dir", "elsewhere") == 0
    assert capsys.readouterr().err.splitlines() == [f"ics: {FORMATS['ics']}"]


def test_a_network_that_has_changed_is_drawn_only_where_it_is_named(
    plan: Plan, asked: list[ExportOptions], capsys: Captured
) -> None:
    write_plan(replace(plan, source=replace(plan.source, digest="0" * 64)), Path("plan.json"))
    assert export("--to", "html") == 0
    assert "has changed since the plan was made" in capsys.readouterr().err
    assert export("--to", "html", "--network", plan.source.network) == 0
    assert "made on other roads" in capsys.readouterr().err
    assert [options.network is None for options in asked] == [True, False]


@pytest.mark.usefixtures("plan", "asked")
def test_a_network_that_is_named_has_to_be_there(capsys: Captured) -> None:
    assert export("--to", "html", "--network", "jember") == 2
    assert "There is no prepared road network called jember." in capsys.readouterr().err


def test_the_sample_network_of_a_plan_comes_with_the_program(asked: list[ExportOptions]) -> None:
    example = Path(__file__).parents[2] / "maps" / "contoh-lumajang" / "plan.json"
    assert run(cli, ["export", str(example), "--to", "html", "--out", "out"]) == 0
    assert [options.network is None for options in asked] == [False]


# ------------------------------------------------------------------------- the plan, the papers


@pytest.mark.usefixtures("plan", "asked")
def test_a_plan_of_a_newer_version_is_refused(capsys: Captured) -> None:
    text = Path("plan.json").read_text(encoding="utf-8")
    newer = text.replace(f'"schema_version": "{SCHEMA_VERSION}"', '"schema_version": "3.0"')
    assert newer != text
    Path("plan.json").write_text(newer, encoding="utf-8")
    assert export("--to", "ics") == 2
    assert "3.0" in capsys.readouterr().err


@pytest.mark.usefixtures("plan")
def test_the_settings_named_say_what_stands_on_the_papers(asked: list[ExportOptions]) -> None:
    settings = '[papers]\nletterhead = ["POLRES CONTOH"]\n'
    Path("other.toml").write_text(settings, encoding="utf-8")
    assert export("--to", "ics", "--config", "other.toml") == 0
    assert export("--to", "ics") == 0
    assert [list(options.papers.letterhead) for options in asked] == [["POLRES CONTOH"], []]


@pytest.mark.usefixtures("plan", "asked")
def test_crews_of_units_that_are_not_on_duty_are_named(plan: Plan, capsys: Captured) -> None:
    known = plan.units[0].id
    settings = f'[papers.crews]\n"{known}" = ["Aipda A"]\n"R9 9" = ["Aipda B"]\n'
    Path("other.toml").write_text(settings, encoding="utf-8")
    assert export("--to", "ics", "--config", "other.toml") == 0
    assert "papers.crews" not in capsys.readouterr().err
    assert export("--to", "pdf", "--config", "other.toml") == 0
    assert "papers.crews names R9 9, not on duty in this plan." in capsys.readouterr().err


def test_titles_are_told_in_the_language_in_use(plan: Plan, tmp_path: Path) -> None:
    with use_language("id"):
        (file,) = export_plan(plan, tmp_path, ["html"])
    assert file.title == "Peta"


def test_a_plan_that_names_a_unit_it_does_not_have_is_refused(plan: Plan, capsys: Captured) -> None:
    write_plan(replace(plan, units=plan.units[1:]), Path("plan.json"))
    assert export("--to", "csv", "--out", "papers") == 2
    assert "plan.json: 1 fault" in capsys.readouterr().err
    assert not Path("papers").exists()


def test_wrong_papers_in_a_plan_are_told_with_its_file(plan: Plan, capsys: Captured) -> None:
    write_plan(replace(plan, config={"papers": {"letterhead": 5}}), Path("plan.json"))
    assert export("--to", "csv") == 2
    assert "plan.json: config.papers: 1 fault" in capsys.readouterr().err
