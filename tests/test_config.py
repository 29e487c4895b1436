"""Settings: laid on each other table by table, wrong ones named with what would be right."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from routeplan.config import Config, dump_config, load_config, merge_tables
from routeplan.errors import InputError, InputFaults
from routeplan.model import LEVELS, VEHICLES
from routeplan.roads.raw import ROAD_CLASSES

PHASE = '[[phases]]\nname = "Masa tenang"\ncategories = ["kpu"]\nfactor = 2\n'
MEETING = '[[meetings]]\nplaces = ["-8.13, 113.22"]\n'


def write_settings(folder: Path, text: str) -> Path:
    file = folder / "patrol.toml"
    file.write_text(text, encoding="utf-8")
    return file


def list_faults_of(folder: Path, text: str) -> list[str]:
    """Return the faults that a patrol.toml with this text has."""
    with pytest.raises(InputFaults) as caught:
        load_config(write_settings(folder, text))
    return [str(fault) for fault in caught.value.faults]


def test_the_defaults_are_valid_and_complete() -> None:
    config = load_config()
    assert set(config.levels) == set(LEVELS)
    assert set(config.profiles) == set(VEHICLES)
    assert str(config.tzinfo) == "Asia/Jakarta"
    assert {name for rule in config.profiles.values() for name in rule.speeds_kmh} == set(
        ROAD_CLASSES
    )


def test_motorcycles_have_no_speed_on_motorways() -> None:
    speeds = load_config().profiles["R2"].speeds_kmh
    assert not [name for name in speeds if name.startswith("motorway")]


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    config = load_config(write_settings(tmp_path, '[shifts.malam]\nstart = "22:00"\n'))
    before = load_config()
    assert config.shifts["malam"].start == "22:00"
    assert config.shifts["malam"].end == before.shifts["malam"].end
    assert config.shifts["pagi"] == before.shifts["pagi"]
    assert config.categories == before.categories


def test_a_file_may_add_shifts_and_categories(tmp_path: Path) -> None:
    text = (
        '[shifts.operasi]\nstart = "20:00"\nend = "02:00"\n'
        '[categories.gudang]\nlabel = "Gudang logistik"\nbase = 9\n'
    )
    config = load_config(write_settings(tmp_path, text))
    assert config.shifts["operasi"].end == "02:00"
    assert config.categories["gudang"].base == 9


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    file = write_settings(tmp_path, "[plan]\nseed = 2\n")
    assert load_config(file).plan.seed == 2
    assert load_config(file, overrides={"plan": {"seed": 3}}).plan.seed == 3


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "patrol.toml"
    file.write_bytes(b"\xef\xbb\xbf[plan]\nseed = 7\n")
    assert load_config(file).plan.seed == 7


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[plan]\nsed = 3", "plan.sed: there is no such setting. Did you mean plan.seed?"),
        ("seed = 3", "seed: there is no such setting. Did you mean plan.seed?"),
        (
            '[shifts.malam]\nstrat = "22:00"',
            "shifts.malam.strat: there is no such setting. Did you mean shifts.malam.start?",
        ),
        (
            "[levels.rawn]\nfactor = 2",
            "levels.rawn: there is no such setting. Did you mean levels.rawan?",
        ),
        (
            "[categories.pasr]\nbase = 2",
            "categories.pasr.label: it is missing. Did you mean categories.pasar.label?",
        ),
        ("[plan]\nshift = 3", "plan.shift: 3 is not a text in quotes."),
        ('[plan]\nseed = "x"', "plan.seed: 'x' is not a whole number."),
        ("[plan]\nseed = 1.5", "plan.seed: 1.5 is not a whole number."),
        ("[plan]\nseed = -1", "plan.seed: -1 is below 0."),
        ('[solver]\nseconds = "soon"', "solver.seconds: 'soon' is not a number."),
        ("[solver]\nseconds = nan", "solver.seconds: nan is not a number."),
        ("[solver]\nseconds = inf", "solver.seconds: inf is not a number."),
        ("[solver]\nseconds = 0", "solver.seconds: 0 is not above 0.0."),
        ("[shifts.malam]\nreserve_share = 1", "shifts.malam.reserve_share: 1 is not below 1.0."),
        (
            '[shifts.malam]\nstart = "24:30"',
            "shifts.malam.start: '24:30' is not a clock time such as \"23:00\".",
        ),
        (
            '[categories.pasar]\nform = "dialog"',
            (
                "categories.pasar.form: 'dialog' is none of "
                "dialogis, pemantauan, penyisiran, melintas."
            ),
        ),
        (
            "[categories.pasar]\ndwell_min = 241",
            "categories.pasar.dwell_min: 241 is above 240.",
        ),
        ("[shifts.malam]\nbriefing_min = 1441", "shifts.malam.briefing_min: 1441 is above 1440."),
        ("[fetch]\nservers = []", "fetch.servers: it must not be empty."),
        ("[fetch]\nservers = 3", "fetch.servers: 3 is not a list."),
        ("levels = 3", "levels: 3 is not a table."),
        ('[programmes.x]\nlabel = ""', "programmes.x.label: it must not be empty."),
        (
            PHASE + 'valid_from = "24-11-2024"\nvalid_to = "2024-11-26"',
            "phases.1.valid_from: '24-11-2024' is not a date such as \"2024-11-27\".",
        ),
        (
            PHASE + 'valid_from = "2024-11-24"\nvalid_to = "2024-11-31"',
            "phases.1.valid_to: '2024-11-31' is not a date such as \"2024-11-27\".",
        ),
        (
            MEETING + 'units = ["R4", "R2"]\nwindow = "01:00-01:00"',
            "meetings.1.window: '01:00-01:00' is not a window of time such as \"23:00-04:00\".",
        ),
        (
            '[[categories.kpu.hours]]\nwindows = "06:00-25:00"\nfactor = 2',
            (
                "categories.kpu.hours.1.windows: '06:00-25:00' is not a window of time such as "
                '"06:00-08:00; 22:00-04:00".'
            ),
        ),
        (
            '[programmes.x]\nlabel = "X"\nform = "x"',
            ("programmes.x.form: 'x' is none of dialogis, pemantauan, penyisiran, melintas."),
        ),
        ("solver = 3", "solver: 3 is not a table."),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(
    tmp_path: Path, text: str, fault: str
) -> None:
    assert list_faults_of(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[plan]\nshift = "malan"', "plan.shift: Unknown shift: malan. Did you mean malam?"),
        (
            "[profiles.R4.speeds_kmh]\nmotorwy = 80",
            ("profiles.R4.speeds_kmh: Unknown road class: motorwy. "
            "Did you mean motorway, motorway_link?"),
        ),
        (
            '[profiles.R4]\nonly_if_tagged = ["footwy"]',
            "profiles.R4.only_if_tagged: Unknown road class: footwy. Known: "
            + ", ".join(sorted(load_config().profiles["R4"].speeds_kmh)) + ".",
        ),
        ('[shifts.malam]\nstart = "07:00"', "shifts.malam: it ends when it starts."),
        (
            '[plan]\nprogrammes = ["Polisi ketk"]',
            "plan.programmes: Unknown programme: Polisi ketk. Did you mean Polisi Ketok?",
        ),
        (
            '[programmes.malam]\nlabel = "Malam"\ncategories = ["pasr"]',
            "programmes.malam.categories: Unknown category: pasr. Did you mean pasar, truk_pasir?",
        ),
        (
            '[programmes.ketok]\nlabel = "polisi-ketok"',
            "programmes.ketok: its name or label is also that of programmes.polisi_ketok.",
        ),
        (
            "[fairness]\nwishes = { pasr = 0.2 }",
            "fairness.wishes: Unknown category: pasr. Did you mean pasar, truk_pasir?",
        ),
        (
            "[fairness]\nwishes = { pasar = 0.7, kpu = 0.4 }",
            ("fairness.wishes: the shares add up to 1.1: they are of all visits, so at most to 1."),
        ),
        (
            PHASE + 'valid_from = "2024-11-24"\nvalid_to = "2024-11-23"',
            "phases.1: 2024-11-23 is before 2024-11-24: swap valid_from and valid_to.",
        ),
        (
            MEETING + 'units = ["R4", "R4"]\nwindow = "01:00-03:00"',
            "meetings.1.units: R4 cannot meet itself: name two units.",
        ),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_each_other_are_faults(
    tmp_path: Path, text: str, fault: str
) -> None:
    assert list_faults_of(tmp_path, text) == [fault]


@pytest.mark.parametrize("zone", ["Asia/Jakarte", "", "../Jakarta", "Asia"])
def test_a_time_zone_that_nobody_knows_is_a_fault(tmp_path: Path, zone: str) -> None:
    (fault,) = list_faults_of(tmp_path, f'zone = "{zone}"')
    assert fault.startswith(f"zone: Unknown time zone: {zone}.")


def test_a_misspelt_time_zone_is_answered_with_the_nearest(tmp_path: Path) -> None:
    (fault,) = list_faults_of(tmp_path, 'zone = "Asia/Jakarte"')
    assert "Did you mean Asia/Jakarta" in fault


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faults = list_faults_of(tmp_path, 'seed = 1\n[plan]\nshift = 3\n[solver]\nseconds = "x"\n')
    assert len(faults) == 3


def test_a_fault_of_the_command_line_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    file = write_settings(tmp_path, "[plan]\nseed = 2\n")
    with pytest.raises(InputFaults, match=r"^command line: 1 fault\n.*Unknown shift: sore"):
        load_config(file, overrides={"plan": {"shift": "sore"}})


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    file = write_settings(tmp_path, "[plan]\nseed = \n")
    with pytest.raises(InputError, match=r"patrol\.toml is not valid TOML: .*line 2"):
        load_config(file)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "patrol.toml"
    file.write_bytes('[plan]\ndistrict = "Café"\n'.encode("utf-16"))
    with pytest.raises(InputError, match=r"is not UTF-8 text\. Save it again as UTF-8"):
        load_config(file)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"patrol\.toml: no such file"):
        load_config(tmp_path / "patrol.toml")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_config(tmp_path)


def test_the_configuration_survives_json() -> None:
    config = load_config()
    tables = json.loads(json.dumps(dump_config(config)))
    assert load_config(overrides=tables) == config


Tables = st.recursive(
    st.integers(), lambda below: st.dictionaries(st.sampled_from("abc"), below), max_leaves=8
).filter(lambda tables: isinstance(tables, dict))


@given(Tables)
def test_laying_nothing_on_tables_leaves_them(tables: dict[str, Any]) -> None:
    assert merge_tables(tables, {}) == tables
    assert merge_tables({}, tables) == tables
    assert merge_tables(tables, tables) == tables


@given(Tables, Tables, Tables)
def test_laying_one_on_the_other_changes_neither(
    base: dict[str, Any], over: dict[str, Any], top: dict[str, Any]
) -> None:
    before = json.dumps([base, over])
    merged = merge_tables(base, over)
    assert json.dumps([base, over]) == before
    assert merge_tables(merged, over) == merged
    assert merged.keys() == base.keys() | over.keys()
    assert merge_tables(merged, top).keys() >= top.keys()


def test_tables_are_merged_and_values_replaced() -> None:
    base = {"plan": {"seed": 1, "shift": "malam"}, "servers": [1, 2]}
    over = {"plan": {"seed": 2}, "servers": [3]}
    assert merge_tables(base, over) == {"plan": {"seed": 2, "shift": "malam"}, "servers": [3]}


def test_a_name_that_looks_like_none_is_answered_with_those_beside_it(tmp_path: Path) -> None:
    (fault,) = list_faults_of(tmp_path, "[levels.gawat]\nfactor = 3")
    assert fault == ("levels.gawat: there is no such setting. Known: aman, rawan, sangat_rawan.")


def test_a_decimal_comma_is_answered_with_how_numbers_are_written(tmp_path: Path) -> None:
    file = write_settings(tmp_path, "[shifts.malam]\nreserve_share = 0,15\n")
    with pytest.raises(InputError, match=r"line 2.*decimals a point: 0\.15"):
        load_config(file)


def test_a_category_of_ones_own_that_lacks_its_label_is_no_misspelt_one(tmp_path: Path) -> None:
    (fault,) = list_faults_of(tmp_path, "[categories.tambak]\nbase = 5")
    assert fault == "categories.tambak.label: it is missing."


def test_a_clock_time_without_quotes_is_shown_as_it_was_written(tmp_path: Path) -> None:
    (fault,) = list_faults_of(tmp_path, "[shifts.malam]\nstart = 23:00:00")
    assert fault == "shifts.malam.start: 23:00:00 is not a text in quotes."


def test_a_form_of_patrol_that_is_none_is_answered_with_the_forms(tmp_path: Path) -> None:
    (fault,) = list_faults_of(tmp_path, '[papers.acting]\nxyz = "..."')
    assert fault == (
        "papers.acting.xyz: there is no such setting. "
        "Known: dialogis, pemantauan, penyisiran, melintas."
    )


def test_a_misspelt_setting_in_a_list_of_tables_is_named_by_its_number(tmp_path: Path) -> None:
    dates = 'valid_from = "2024-11-24"\nvalid_to = "2024-11-26"\n'
    faults = list_faults_of(tmp_path, PHASE + dates + PHASE + dates + "fctor = 3")
    assert faults == ["phases.2.fctor: there is no such setting. Did you mean phases.2.factor?"]


def test_dates_of_a_phase_may_each_be_written_in_another_form(tmp_path: Path) -> None:
    file = write_settings(tmp_path, PHASE + 'valid_from = "20241124"\nvalid_to = "2024-11-26"')
    (phase,) = load_config(file).phases
    assert (phase.valid_from, phase.valid_to) == ("20241124", "2024-11-26")


def test_a_table_of_one_s_own_is_answered_with_the_settings_of_its_kind(tmp_path: Path) -> None:
    faults = list_faults_of(tmp_path, '[categories.tambak]\nlabel = "T"\nbase = 5\nbse = 4')
    assert faults == [
        "categories.tambak.bse: there is no such setting. Did you mean categories.tambak.base?"
    ]


def test_hours_and_windows_are_parsed_once_they_are_right(tmp_path: Path) -> None:
    text = (
        '[[categories.kpu.hours]]\nwindows = "06:00-08:00; 22:00-04:00"\nfactor = 2\n'
        + MEETING + 'units = ["R4", "R2"]\nwindow = "23:30-01:00"'
    )  # fmt: skip
    config = load_config(write_settings(tmp_path, text))
    (hours,) = config.categories["kpu"].hours
    assert [str(window) for window in hours.clock_windows] == ["06:00-08:00", "22:00-04:00"]
    assert str(config.meetings[0].clock_window) == "23:30-01:00"


def test_the_hours_of_a_file_take_the_place_of_those_shipped(tmp_path: Path) -> None:
    assert load_config().categories["truk_pasir"].hours
    config = load_config(write_settings(tmp_path, "[categories.truk_pasir]\nhours = []"))
    assert config.categories["truk_pasir"].hours == ()


def test_shares_that_add_up_to_exactly_one_are_no_fault(tmp_path: Path) -> None:
    text = "[fairness]\nwishes = { pasar = 0.6, kpu = 0.3, tps = 0.1 }"
    assert len(load_config(write_settings(tmp_path, text)).fairness.wishes) == 3


def test_rows_of_the_history_take_the_place_of_all_that_are_shipped(tmp_path: Path) -> None:
    text = "[[history.recency]]\ndays = 2\nfactor = 0.5\n"
    config = load_config(write_settings(tmp_path, text))
    assert [(row.days, row.factor) for row in config.history.recency] == [(2, 0.5)]
    assert config.history.never == load_config().history.never
    assert load_config(write_settings(tmp_path, "history.recency = []")).history.recency == ()


def test_rows_of_the_history_rise_by_their_days(tmp_path: Path) -> None:
    rows = "".join(f"[[history.recency]]\ndays = {days}\nfactor = 1\n" for days in (7, 7, 1))
    assert list_faults_of(tmp_path, rows) == [
        "history.recency.2.days: 7 days come after 7: sort the rows by their days, each once.",
        "history.recency.3.days: 1 days come after 7: sort the rows by their days, each once.",
    ]


def test_what_is_wrong_with_a_row_of_the_history_is_named(tmp_path: Path) -> None:
    text = "[[history.recency]]\ndays = -1\nfaktor = 1\n[history.never]\nfactor = -2\n"
    assert set(list_faults_of(tmp_path, text)) == {
        "history.recency.1.factor: it is missing.",
        (
            "history.recency.1.faktor: there is no such setting. "
            "Did you mean history.recency.1.factor?"
        ),
        "history.recency.1.days: -1 is below 0.",
        "history.never.factor: -2 is below 0.0.",
    }


EXAMPLES = re.compile(r"^# (?=\[\[|\w+ = )", re.MULTILINE)


def test_the_examples_in_the_comments_of_the_defaults_are_valid_settings(tmp_path: Path) -> None:
    defaults = resources.files("routeplan").joinpath("defaults.toml").read_text(encoding="utf-8")
    text = EXAMPLES.sub("", defaults).replace("phases = []", "").replace("meetings = []", "")
    config = load_config(write_settings(tmp_path, text))
    assert [phase.name for phase in config.phases] == ["Pasar malam (contoh)"]
    assert config.meetings[0].minutes == 10
    assert config.plan.programmes == ("Polisi Ketok",)
    assert config.plan.history == "riwayat.sqlite"
    assert config.fairness.limit == 0.2
    assert config.fairness.wishes


def test_what_older_plans_do_not_say_counts_as_the_defaults_do() -> None:
    older = dump_config(load_config())
    for table in ("roster", "papers"):
        del older[table]
    assert TypeAdapter(Config).validate_python(older) == load_config()
