"""scripts/check_live, run against a server on 127.0.0.1."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from overpass_server import GOOD, LoopbackServer, Reply, serving

from routeplan.roads.network import Network
from routeplan.roads.store import load_sample

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "live_roads.py"


def check(server: LoopbackServer) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--district", "pasuruan-kota", "--server", server.url],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def answer_with(network: Network, timestamp: str) -> bytes:
    """Return an Overpass answer with the streets of `network`, without their bends."""
    nodes = [
        {"type": "node", "id": i + 1, "lon": float(lon), "lat": float(lat)}
        for i, (lon, lat) in enumerate(zip(network.node_lon, network.node_lat, strict=True))
    ]
    ways = [
        {"type": "way", "id": i + 1, "nodes": [int(u) + 1, int(v) + 1],
         "tags": dict(network.edge_tags(i))}
        for i, (u, v) in enumerate(zip(network.edge_u, network.edge_v, strict=True))
    ]  # fmt: skip
    meta = {"timestamp_osm_base": timestamp}
    return json.dumps({"osm3s": meta, "elements": nodes + ways}).encode()


def test_a_district_as_expected_passes() -> None:
    # The sample network stands for fresh data here: it has the classes and density of a district.
    today = datetime.now(UTC).isoformat(timespec="seconds")
    with serving(Reply(body=answer_with(load_sample("pasuruan-kota"), today))) as server:
        code, out, err = check(server)
    assert code == 0, err
    assert out.splitlines()[1].startswith("pasuruan-kota")
    assert out.rstrip().endswith("ok")
    assert "tile 10 of 10" in err


def test_a_district_not_as_expected_fails_with_every_reason() -> None:
    body = GOOD.replace(b"-8.205", b"-7.650").replace(b"-8.206", b"-7.651")
    body = body.replace(b"113.10", b"112.90")
    with serving(Reply(body=body)) as server:
        code, out, _err = check(server)
    assert code == 1
    for complaint in ("no secondary road", "no trunk or primary road", "density", "older than"):
        assert complaint in out


def test_a_district_that_cannot_be_fetched_fails() -> None:
    with serving(Reply(403)) as server:
        code, out, err = check(server)
    assert code == 1
    assert "not fetched" in out
    assert "HTTP 403 Forbidden" in err
