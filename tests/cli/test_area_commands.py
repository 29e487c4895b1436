"""The commands ``routeplan area ...``."""

from __future__ import annotations

from pathlib import Path

import pytest

from routeplan.cli.common import run
from routeplan.cli.main import cli


def test_list_names_the_districts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cli, ["area", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "district", "lumajang", "jember", "pasuruan", "pasuruan-kota",
    ]  # fmt: skip
    assert len({len(line) for line in lines}) == 1  # flush right


def test_show_prints_each_kecamatan_the_total_and_the_official_size(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["area", "show", "Polres Jember"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Polres Jember (jember)"
    rows = {line.split("  ")[0]: line.split() for line in out.splitlines()[2:] if line}
    assert len(rows) == 31 + 3
    sizes = [
        float(row[-3].replace(",", ""))
        for row in rows.values()
        if row[-2:] == ["Kabupaten", "Jember"]
    ]
    assert sum(sizes) == pytest.approx(float(rows["total"][1].replace(",", "")), abs=31 * 0.05)
    assert "official: 3,314.4" in out


def test_show_says_how_much_of_a_regency_belongs_to_the_district(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(cli, ["area", "show", "pasuruan-kota"]) == 0
    out = capsys.readouterr().out
    assert "7 of 24 kecamatan; official, whole regency: 1,493.2" in out
    assert "official: 39.1" in out


def test_show_measures_a_boundary_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "square.geojson"
    path.write_text(
        '{"type":"Polygon","coordinates":[[[113,-8.2],[113.1,-8.2],[113.1,-8.1],[113,-8.1],[113,-8.2]]]}',
        encoding="utf-8",
    )
    assert run(cli, ["area", "show", "--boundary", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == ["total", "121.9"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["jembr"], "Did you mean jember?"),
        ([], "Name either a district"),
        (["jember", "--boundary", "x.geojson"], "Name either a district"),
        (["--boundary", "x.geojson"], "x.geojson: no such file."),
    ],
)
def test_bad_input_is_explained(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cli, ["area", "show", *arguments]) == 2
    assert message in capsys.readouterr().err
