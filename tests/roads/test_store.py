"""Prepared networks come back from the disk as they were, or with a clear message."""

from __future__ import annotations

import io
import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from routeplan.errors import InputError, NetworkMissingError, UnknownNameError
from routeplan.model import RoadSource
from routeplan.roads.network import Network, build_network
from routeplan.roads.raw import make_raw_roads
from routeplan.roads.stats import digest_network
from routeplan.roads.store import (
    get_cache_dir,
    get_data_dir,
    list_networks,
    load_network,
    load_sample,
    open_network,
    save_network,
)


def make_network(name: str = "jarit", *, street: str = "Jalan Pañcur") -> Network:
    nodes = {i: (113.1 + i / 1000, -8.2) for i in range(1, 5)}
    ways = {
        10: ({"highway": "residential", "name": street}, [1, 2, 3]),
        11: ({"highway": "track"}, [2, 4]),
    }
    source = RoadSource("real", "hand.osm", "osm", "2024-11-01T00:00:00Z", "Polres Lumajang")
    return build_network(make_raw_roads(nodes, ways, source), name=name)


def test_a_network_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    network = make_network()
    path = save_network(network, tmp_path)
    loaded = load_network("jarit", tmp_path)
    for field in fields(Network):
        ours, theirs = getattr(network, field.name), getattr(loaded, field.name)
        if isinstance(ours, np.ndarray):
            np.testing.assert_array_equal(ours, theirs, err_msg=field.name)
            assert ours.dtype == theirs.dtype
        else:
            assert ours == theirs
    assert [file.name for file in path.parent.iterdir()] == ["jarit.npz"]


def test_a_saved_network_replaces_the_older_one(tmp_path: Path) -> None:
    save_network(make_network(), tmp_path)
    save_network(make_network(street="Jalan Baru"), tmp_path)
    assert load_network("jarit", tmp_path).way_tags[0]["name"] == "Jalan Baru"
    assert list_networks(tmp_path) == ("jarit",)


def test_the_digest_knows_what_a_network_holds_not_what_it_is_called(tmp_path: Path) -> None:
    network = make_network()
    elsewhere = RoadSource("real", "copy.osm.pbf", "pbf")
    assert digest_network(network) == digest_network(
        replace(network, name="other", source=elsewhere)
    )
    assert digest_network(network) != digest_network(make_network(street="Jalan Baru"))
    moved = replace(network, edge_mm=network.edge_mm + 1)
    assert digest_network(network) != digest_network(moved)
    # The same on every machine and in every version: plans are compared by it.
    save_network(network, tmp_path)
    assert digest_network(load_network("jarit", tmp_path)) == digest_network(network)


def test_a_missing_network_says_the_three_ways_on(tmp_path: Path) -> None:
    save_network(make_network("kota"), tmp_path)
    with pytest.raises(NetworkMissingError) as caught:
        load_network("lumajang", tmp_path)
    message = str(caught.value)
    assert "Prepared are: kota." in message
    assert "routeplan network fetch lumajang\n" in message
    assert "routeplan network import FILE --name lumajang\n" in message
    assert "--network sample" in message


def test_a_missing_network_of_no_district_is_fetched_with_a_name(tmp_path: Path) -> None:
    with pytest.raises(NetworkMissingError, match="network fetch DISTRICT --name desa"):
        load_network("desa", tmp_path)


@pytest.mark.parametrize(
    "name", ["../lumajang", "a/b", "a\\b", "", "-x", "Lumajang", "lu majang", "con", "x" * 65, "ä"]
)
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a network"):
        load_network(name, tmp_path)
    with pytest.raises(InputError, match="cannot be the name of a network"):
        save_network(make_network(name), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_samples_is_taken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kept for the sample networks"):
        save_network(make_network("sample"), tmp_path)


def write_meta(path: Path, meta: object) -> None:
    packed = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    with np.load(path) as file:
        arrays = {key: file[key] for key in file.files}
    np.savez(path, **{**arrays, "meta": packed})


def test_a_file_cut_in_half_is_damaged(tmp_path: Path) -> None:
    path = save_network(make_network(), tmp_path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match=r"is damaged .* Fetch or import it again"):
        load_network("jarit", tmp_path)


def test_a_flipped_byte_never_changes_a_network_unnoticed(tmp_path: Path) -> None:
    network = make_network()
    path = save_network(network, tmp_path)
    whole = path.read_bytes()
    noticed = 0
    for position in range(0, len(whole), 41):
        body = bytearray(whole)
        body[position] ^= 0xFF
        path.write_bytes(body)
        try:
            loaded = load_network("jarit", tmp_path)
        except InputError:
            noticed += 1
        else:  # the byte was part of a date or another note of the zip file
            assert digest_network(loaded) == digest_network(network)
    assert noticed > 10


@pytest.mark.parametrize("body", [b"", b"not a zip file", b"PK\x03\x04 nearly"])
def test_a_file_of_another_kind_is_damaged(tmp_path: Path, body: bytes) -> None:
    save_network(make_network(), tmp_path).write_bytes(body)
    with pytest.raises(InputError, match="is damaged"):
        load_network("jarit", tmp_path)


def test_a_file_of_another_version_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    path = save_network(make_network(), tmp_path)
    write_meta(path, {"version": 999})
    with pytest.raises(InputError, match="another version of routeplan"):
        load_network("jarit", tmp_path)


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    path = save_network(make_network(), tmp_path)
    body = io.BytesIO()
    np.savez(body, meta=np.array([{"version": 1}], dtype=object))
    path.write_bytes(body.getvalue())
    with pytest.raises(InputError, match=r"damaged .*allow_pickle=False"):
        load_network("jarit", tmp_path)


def test_the_data_folder_is_the_users_unless_said_otherwise(tmp_path: Path) -> None:
    assert get_data_dir(tmp_path) == tmp_path
    assert "routeplan" in str(get_data_dir())
    assert get_cache_dir(tmp_path) == tmp_path / "cache" / "overpass"


def test_the_sample_of_a_district_says_that_it_is_one(tmp_path: Path) -> None:
    network = open_network("sample", data_dir=tmp_path, district="Polres Lumajang")
    assert (network.name, network.source.kind) == ("sample", "sample")
    assert digest_network(network) == digest_network(load_sample("lumajang"))


def test_a_sample_needs_to_know_its_district(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Name its district: .*lumajang"):
        open_network("sample", data_dir=tmp_path)
    with pytest.raises(UnknownNameError):
        open_network("sample", data_dir=tmp_path, district="surabaya")
