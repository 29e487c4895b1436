"""``routeplan hotspots ...`` as a user meets it: output, exit codes, one-screen messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from overpass_server import Reply, serving

from routeplan.cli.common import run
from routeplan.cli.main import cli
from routeplan.config import load_config
from routeplan.hotspots.readers import read_hotspots

ONE_SCREEN = 24
GOOD = (
    "ID;Nama;Kategori;Lintang;Bujur;Tingkat;Jam;Hari;Per bulan;Pelapor\n"
    "A1;Pasar Kunir;pasar;-8,2289;113,2233;sangat rawan;23:00-01:00;;4;Budi\n"
    "A2;Jarit;truk_pasir;-8,2061;113,0941;;;Legi;;\n"
)


@pytest.fixture(autouse=True)
def _write_titik(own_folder: Path) -> None:
    (own_folder / "titik.csv").write_text(GOOD, encoding="utf-8")


# ------------------------------------------------------------------------------------ check


def test_check_counts_and_names_the_columns_it_does_not_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["hotspots", "check", "titik.csv", "--district", "lumajang"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"pasar 1", "truk_pasir 1", "rawan 1", "sangat_rawan 1"} <= set(lines)
    assert "Ignored columns: Pelapor." in lines
    assert "Used by `routeplan roster` only: Per bulan." in lines
    assert lines[-1] == "titik.csv: 2 hotspots, no faults."


def test_check_counts_places_roads_and_areas(capsys: pytest.CaptureFixture[str]) -> None:
    """An address in a column of its own would show up here as a road."""
    Path("titik.csv").write_text(
        "nama;kategori;koordinat;jalan;kecamatan;rute ke;wkt\n"
        "A;pasar;-8.2061, 113.0941;;;;\n"
        "B;area_sepi;;Jalan Raya;Kunir;;\n"
        "C;truk_pasir;-8.2061, 113.0941;;;jalan raya;\n"
        "D;truk_pasir;;;;;LINESTRING (113.09 -8.2, 113.1 -8.21)\n"
        "E;perumahan;;;;;POLYGON ((113.09 -8.2, 113.1 -8.2, 113.1 -8.21, 113.09 -8.2))\n",
        encoding="utf-8",
    )
    assert run(cli, ["hotspots", "check", "titik.csv", "--district", "lumajang"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {
        "place 1", "road, drawn on the map 1", "road, by the name of the street 1",
        "road, from place to place 1", "area 1",
    } <= set(lines)  # fmt: skip


def test_check_says_how_many_positions_are_approximate(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["hotspots", "check", "titik.csv"]) == 0
    assert "approximate" not in capsys.readouterr().out
    text = "nama;kategori;desa;koordinat\nA;pasar;Jarit;\nB;pasar;Jarit;-8.2061, 113.0941\n"
    Path("desa.csv").write_text(text, encoding="utf-8")
    assert run(cli, ["hotspots", "check", "desa.csv"]) == 0
    assert "1 position is approximate" in capsys.readouterr().out


def test_check_says_when_no_district_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["hotspots", "check", "titik.csv"]) == 0
    assert "give --district" in capsys.readouterr().out
    Path("patrol.toml").write_text('[plan]\ndistrict = "lumajang"\n', encoding="utf-8")
    assert run(cli, ["hotspots", "check", "titik.csv"]) == 0
    assert "give --district" not in capsys.readouterr().out


def test_check_lists_all_faults_on_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"B{n};X;pasr;113,2233;-8,2289;rawn;;;;\n" for n in range(30))
    Path("titik.csv").write_text(GOOD + rows, encoding="utf-8")
    assert run(cli, ["hotspots", "check", "titik.csv", "--district", "lumajang"]) == 2
    message = capsys.readouterr().err
    assert "titik.csv: 90 faults" in message
    assert "row 4, column Kategori: Unknown category: pasr. Did you mean pasar" in message
    assert "row 4, column Lintang: Latitude and longitude are swapped." in message
    assert len(message.splitlines()) <= ONE_SCREEN


def test_check_refuses_hotspots_of_another_district(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["hotspots", "check", "titik.csv", "--district", "jember"]) == 2
    assert "km outside Polres Jember" in capsys.readouterr().err


def test_check_knows_a_boundary_file(capsys: pytest.CaptureFixture[str]) -> None:
    ring = [[113.05, -8.25], [113.15, -8.25], [113.15, -8.15], [113.05, -8.15], [113.05, -8.25]]
    Path("batas.geojson").write_text(
        json.dumps({"type": "Polygon", "coordinates": [ring]}), encoding="utf-8"
    )
    assert run(cli, ["hotspots", "check", "titik.csv", "--boundary", "batas.geojson"]) == 2
    message = capsys.readouterr().err
    assert "titik.csv: 1 fault\n" in message
    assert "row 2, column Lintang: (-8.2289, 113.2233) lies " in message


def test_district_and_boundary_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    both = ["--district", "jember", "--boundary", "batas.geojson"]
    assert run(cli, ["hotspots", "check", "titik.csv", *both]) == 2
    assert "not both" in capsys.readouterr().err


def test_an_unknown_district_offers_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["hotspots", "check", "titik.csv", "--district", "lumajng"]) == 2
    assert "Did you mean lumajang?" in capsys.readouterr().err


# ---------------------------------------------------------------------------------- explain


def test_explain_prints_the_product_of_the_factors(capsys: pytest.CaptureFixture[str]) -> None:
    """Base of pasar 8, sangat_rawan 2, own weight 1: 16."""
    assert run(cli, ["hotspots", "explain", "titik.csv", "A1", "--district", "lumajang"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "A1 Pasar Kunir (Kunir Kidul, Kunir)"
    assert lines[1].startswith("8.00 Category: Pasar (categories.pasar.base)")
    assert lines[2].startswith("x 2.00 Level: sangat rawan (levels.sangat_rawan.factor)")
    assert lines[3] == "x 1.00 Own weight (weight)"
    assert lines[4] == "= 16.00 risk, the worth of a visit"


def test_explain_needs_no_district_to_name_the_kecamatan(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["hotspots", "explain", "titik.csv", "A1"]) == 0
    assert capsys.readouterr().out.startswith("A1  Pasar Kunir (Kunir Kidul, Kunir)\n")


def test_the_help_shows_how_a_date_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["hotspots", "explain", "--help"]) == 0
    assert "--date YYYY-MM-DD" in capsys.readouterr().out


def test_explain_says_when_a_visit_may_start(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["hotspots", "explain", "titik.csv", "A1", "--date", "2024-11-20"]
    assert run(cli, [*arguments, "--shift", "malam"]) == 0
    assert (
        "Wednesday (Legi), 20 November 2024, malam: a visit may start at 23:00-01:00."
        in capsys.readouterr().out
    )
    assert run(cli, [*arguments, "--shift", "pagi"]) == 0
    assert "no visit, its days, dates or hours do not fit" in capsys.readouterr().out


NIGHT = ("--date", "2024-11-20", "--shift", "malam")


def explain(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """Return the lines that explain prints, with single spaces."""
    assert run(cli, ["hotspots", "explain", *words]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_explain_shows_the_phases_of_the_date(capsys: pytest.CaptureFixture[str]) -> None:
    """KPU on 20 November 2024: 10 x 1.2 (operation) x 1.3 (campaign) = 15.6."""
    Path("kpu.csv").write_text(
        "id;nama;kategori;koordinat\nK;KPU;kpu;-8.13, 113.22\n", encoding="utf-8"
    )
    lines = explain(capsys, "kpu.csv", "K", *NIGHT)
    assert lines[4].startswith("x 1.20 Phase: Operasi Mantap Praja Semeru 2024 usulan")
    assert lines[5].startswith("x 1.30 Phase: Kampanye Pilkada 2024")
    assert lines[6].startswith("= 15.60 risk")
    assert explain(capsys, "kpu.csv", "K")[4].startswith("= 10.00 risk")


def test_explain_reads_a_calendar_of_one_s_own(capsys: pytest.CaptureFixture[str]) -> None:
    Path("kalender.csv").write_text(
        "nama;berlaku_dari;berlaku_sampai;kategori;faktor;alasan;sumber\n"
        "Pasar malam;2024-11-18;2024-11-22;pasar;1,5;usulan;\n",
        encoding="utf-8",
    )
    (line,) = (
        line for line in explain(capsys, "titik.csv", "A1", *NIGHT, "--calendar", "kalender.csv")
        if "Phase" in line
    )  # fmt: skip
    assert line == "x 1.50 Phase: Pasar malam usulan"


def test_explain_shows_the_programmes_named(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--programme", "polisi ketok", "--programme", "Truk Pasir")
    lines = explain(capsys, "titik.csv", "A1", *words)
    assert lines[4].startswith("x 2.00 Programme: Polisi Ketok (programmes.polisi_ketok.factor)")
    assert lines[5] == "x 1.00 Outside the programme: Truk Pasir (programmes.truk_pasir.others)"
    assert lines[6].startswith("= 32.00 risk")


def test_explain_shows_the_worth_by_the_hour_of_the_shift(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Sand trucks are barred from 06:00 to 08:00: of the night shift its last hour."""
    Path("jarit.csv").write_text(
        "id;nama;kategori;koordinat\nT;Jarit;truk_pasir;-8.2061, 113.0941\n", encoding="utf-8"
    )
    lines = explain(capsys, "jarit.csv", "T", *NIGHT)
    assert (
        lines[-4] == "Wednesday (Legi), 20 November 2024, malam: a visit may start at 23:00-07:00."
    )
    assert lines[-3] == "Worth of a visit by the hour at which it starts:"
    assert lines[-2] == "23:00-06:00 x 1.00 = 8.00"
    assert lines[-1].startswith("06:00-07:00 x 0.20 = 1.60 usulan: truk pasir dilarang melintas")


def test_explain_says_the_minute_of_an_appointment(capsys: pytest.CaptureFixture[str]) -> None:
    Path("balai.csv").write_text(
        "id;nama;kategori;koordinat;janji\nB;Balai;balai_desa;-8.13, 113.22;19:30\n",
        encoding="utf-8",
    )
    lines = explain(capsys, "balai.csv", "B", "--date", "2024-11-20", "--shift", "siang")
    assert lines[-1] == "Wednesday (Legi), 20 November 2024, siang: a visit may start at 19:30."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["A9"], "Unknown hotspot: A9. Known: A1, A2."),
        (["A1", "--shift", "malam"], "--shift needs --date"),
        (["A1", "--date", "2024-11-20", "--shift", "mlam"], "Unknown shift: mlam."),
        (["A1", "--programme", "Polisi"], "Unknown programme: Polisi. Did you mean Polisi Ketok"),
        (["A1", "--calendar", "none.csv"], "none.csv: no such file"),
    ],
)
def test_explain_refuses_what_it_does_not_know(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(cli, ["hotspots", "explain", "titik.csv", *arguments]) == 2
    assert message in capsys.readouterr().err


# --------------------------------------------------------------------------------- from-osm


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_from_osm_writes_a_table_that_is_read_back(
    real_data: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    source = str(real_data / "osm" / "liechtenstein.osm.pbf")
    assert run(cli, ["hotspots", "from-osm", source, "--out", f"osm.{suffix}"]) == 0
    assert f"72 hotspots written to osm.{suffix}." in capsys.readouterr().out
    table = read_hotspots(Path(f"osm.{suffix}"), config=load_config())
    assert len(table.hotspots) == 72
    assert table.ignored_columns == ()
    assert all("(c) OpenStreetMap contributors" in hotspot.note for hotspot in table.hotspots)


def test_from_osm_gives_the_same_file_twice(real_data: Path) -> None:
    source = str(real_data / "osm" / "liechtenstein.osm.pbf")
    for name in ("a.csv", "b.csv"):
        assert run(cli, ["hotspots", "from-osm", source, "--out", name]) == 0
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()


def test_from_osm_clipped_to_another_district_finds_nothing(
    real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(real_data / "osm" / "liechtenstein.osm.pbf")
    assert run(cli, ["hotspots", "from-osm", source, "--clip", "jember", "--out", "a.csv"]) == 2
    assert "no place of a known category in Polres Jember" in capsys.readouterr().err
    assert not Path("a.csv").exists()


def test_from_osm_fetches_a_district_from_an_overpass_server(
    capsys: pytest.CaptureFixture[str],
) -> None:
    market = {"type": "way", "id": 7, "center": {"lat": -8.2289, "lon": 113.2233},
              "tags": {"amenity": "marketplace"}}  # fmt: skip
    outside = {"type": "node", "id": 8, "lat": -8.17, "lon": 113.7, "tags": {"amenity": "fuel"}}
    body = json.dumps({"osm3s": {}, "elements": [market, outside]}).encode()
    with serving(Reply(body=body)) as server:
        Path("patrol.toml").write_text(
            f'[fetch]\nservers = ["{server.url}"]\ntile_deg = 5.0\n', encoding="utf-8"
        )
        assert run(cli, ["hotspots", "from-osm", "lumajang", "--out", "osm.csv"]) == 0
    output = capsys.readouterr()
    assert "1 hotspot written to osm.csv" in output.out
    assert "Polres Lumajang" in output.err
    (hotspot,) = read_hotspots(Path("osm.csv"), config=load_config()).hotspots
    assert (hotspot.id, hotspot.name, hotspot.lat) == ("OSM-w7", "Pasar, Kunir Kidul", -8.2289)


def test_from_osm_overwrites_no_table_unless_told_to(
    capsys: pytest.CaptureFixture[str],
) -> None:
    market = {"type": "node", "id": 7, "lat": -8.2289, "lon": 113.2233,
              "tags": {"amenity": "marketplace"}}  # fmt: skip
    Path("osm.json").write_text(json.dumps({"osm3s": {}, "elements": [market]}), encoding="utf-8")
    words = ["hotspots", "from-osm", "osm.json", "--out", "titik.csv"]
    assert run(cli, words) == 2
    assert "titik.csv. Use --force" in capsys.readouterr().err
    assert Path("titik.csv").read_text(encoding="utf-8") == GOOD
    assert run(cli, [*words, "--force"]) == 0
    assert "OSM-n7" in Path("titik.csv").read_text(encoding="utf-8-sig")


def test_from_osm_says_when_a_file_seems_to_hold_roads_only(
    real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(real_data / "roads" / "trenggalek_rural_overpass.json")
    assert run(cli, ["hotspots", "from-osm", source, "--out", "a.csv"]) == 2
    assert "It seems to hold roads only" in capsys.readouterr().err
    source = str(real_data / "osm" / "liechtenstein.osm.pbf")
    assert run(cli, ["hotspots", "from-osm", source, "--clip", "jember", "--out", "a.csv"]) == 2
    assert "roads only" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("source", "out", "message"),
    [
        ("tidak-ada.osm.pbf", "a.csv", "no such file"),
        ("titik.csv", "a.csv", "OSM data is read from files ending in"),
        ("lumajng", "a.csv", "Did you mean lumajang?"),
        ("lumajang", "a.docx", "hotspots are written to files ending in .csv, .xlsx"),
    ],
)
def test_from_osm_refuses_bad_input(
    capsys: pytest.CaptureFixture[str], source: str, out: str, message: str
) -> None:
    assert run(cli, ["hotspots", "from-osm", source, "--out", out]) == 2
    assert message in capsys.readouterr().err
