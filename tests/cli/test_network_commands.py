"""``routeplan network ...`` as a user meets it: output, exit codes, one-screen messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from overpass_server import EMPTY, GOOD, Reply, serving

from routeplan.cli.common import run
from routeplan.cli.main import cli

ONE_SCREEN = 24


def write_boundary(path: Path) -> Path:
    ring = [[113.08, -8.23], [113.13, -8.23], [113.13, -8.18], [113.08, -8.18], [113.08, -8.23]]
    feature = {
        "type": "Feature",
        "properties": {"name": "Jarit"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def write_servers(*urls: str) -> None:
    lines = ["[fetch]", f"servers = {json.dumps(urls)}", "attempts = 1"]
    Path("patrol.toml").write_text("\n".join(lines), encoding="utf-8")


def test_import_list_and_info_tell_about_a_network(
    real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pbf = str(real_data / "roads/probolinggo.osm.pbf")
    assert run(cli, ["network", "import", pbf, "--name", "kota"]) == 0
    imported = capsys.readouterr()
    assert "Saved as" in imported.out
    assert "22,666" in imported.out
    assert "the largest holds 98.4% of the points" in imported.out
    assert "residential       498.5 km" in imported.out
    assert "turn restrictions" in imported.out
    assert "days old" in imported.err  # data of June 2024

    assert run(cli, ["network", "list"]) == 0
    assert "kota  681  2024-06-25T19:37:40Z  probolinggo.osm.pbf" in capsys.readouterr().out
    assert run(cli, ["network", "info", "kota"]) == 0
    assert capsys.readouterr().out in imported.out


def test_a_clip_to_another_district_is_refused(
    real_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pbf = str(real_data / "roads/probolinggo.osm.pbf")
    assert run(cli, ["network", "import", pbf, "--name", "j", "--clip", "jember"]) == 2
    assert "no roads within Polres Jember" in capsys.readouterr().err
    assert run(cli, ["network", "import", pbf, "--name", "j", "--clip", "jembar"]) == 2
    assert "Did you mean jember" in capsys.readouterr().err


def test_the_list_of_no_networks_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["network", "list"]) == 0
    assert "routeplan network fetch lumajang" in capsys.readouterr().out


def test_a_damaged_network_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "networks").mkdir(parents=True)
    (tmp_path / "data" / "networks" / "rusak.npz").write_bytes(b"?")
    assert run(cli, ["network", "list"]) == 0
    assert "is damaged" in capsys.readouterr().out


def test_the_info_of_a_sample_says_that_its_roads_are_invented(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["network", "info", "sample", "--district", "lumajang"]) == 0
    out = capsys.readouterr().out
    assert "SAMPLE: invented roads" in out
    assert "OSM data of" not in out
    assert run(cli, ["network", "info", "sample"]) == 2
    assert "Name its district" in capsys.readouterr().err


def test_fetch_gets_the_roads_within_a_boundary_and_says_what_it_got(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boundary = str(write_boundary(tmp_path / "jarit.geojson"))
    with serving(Reply(body=GOOD)) as server:
        write_servers(server.url)
        assert run(cli, ["network", "fetch", "--boundary", boundary]) == 0
    out = capsys.readouterr().out
    assert "Overpass API (overpass)" in out
    assert (tmp_path / "data" / "networks" / "jarit.npz").is_file()
    assert "2024-11-01T00:00:00Z" in out


def test_fetch_without_any_server_fails_and_leaves_no_network(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boundary = str(write_boundary(tmp_path / "jarit.geojson"))
    with serving(Reply(503)) as server:
        write_servers(server.url)
        assert run(cli, ["network", "fetch", "--boundary", boundary]) == 1
        assert "HTTP 503" in capsys.readouterr().err
    with serving(Reply(body=EMPTY)) as server:
        write_servers(server.url)
        assert run(cli, ["network", "fetch", "--boundary", boundary]) == 1
        assert "know no road" in capsys.readouterr().err
    assert not (tmp_path / "data" / "networks").exists()


def test_a_wait_for_a_busy_server_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    boundary = str(write_boundary(tmp_path / "jarit.geojson"))
    with serving(Reply(429, headers={"Retry-After": "0"}), Reply(body=GOOD)) as server:
        Path("patrol.toml").write_text(f'[fetch]\nservers = ["{server.url}"]', encoding="utf-8")
        assert run(cli, ["network", "fetch", "--boundary", boundary]) == 0
    assert "HTTP 429 Too Many Requests. Asking again in 0 s." in capsys.readouterr().err


def write_half(source: Path, target: Path) -> str:
    body = source.read_bytes()
    target.write_bytes(body[: len(body) // 2])
    return str(target)


def test_a_pbf_cut_in_half_is_refused_on_one_screen(
    real_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half = write_half(real_data / "roads/probolinggo.osm.pbf", tmp_path / "half.osm.pbf")
    assert run(cli, ["network", "import", half, "--name", "half"]) == 2
    message = capsys.readouterr().err
    assert "cut off" in message
    assert len(message.splitlines()) < ONE_SCREEN
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "empty.osm.pbf", "--name", "x"], "is empty"),
        (["import", "other.graphml", "--name", "x"], "not a road graph of osmnx"),
        (["import", "roads.shp", "--name", "x"], "not read from this kind of file"),
        (["import", "missing.osm", "--name", "x"], "no such file"),
        (["import", "empty.osm.pbf", "--name", "../x"], "cannot be the name of a network"),
        (["import", "empty.osm.pbf"], "--name"),
        (["info", "nowhere"], "Three ways on"),
        (["fetch"], "Name a district"),
        (["fetch", "lumajan"], "Did you mean lumajang"),
        (["fetch", "lumajang", "--boundary", "a.geojson"], "not both"),
        (["fetch", "lumajang", "--name", "a b"], "cannot be the name of a network"),
    ],
)
def test_wrong_input_gets_a_message_of_one_screen_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    Path("empty.osm.pbf").touch()
    Path("roads.shp").write_bytes(b"\x00\x00\x27\x0a")
    graphml = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph/></graphml>'
    Path("other.graphml").write_text(graphml, encoding="utf-8")
    assert run(cli, ["network", *arguments]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert len(said.splitlines()) < ONE_SCREEN
    assert "Traceback" not in said
