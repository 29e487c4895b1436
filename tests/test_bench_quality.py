"""The benchmarks of quality: their files, their rules, and the command on made instances.

The orienteering instances lie on the x axis: start at 0, end at 10, nodes between and beside.
The street net of arc routing is a square 0-1-2-3 with sides 1, 2, 3, 4, to be served two edges at
a time. The police patrol is a triangle with a dead end.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

PARTS = Path(__file__).resolve().parent.parent / "scripts" / "bench_parts"

LINE = "n;5\nm;1\ntmax;10.0\n0;0;0\n3;0;5\n7;0;4\n5;4;9\n10;0;0\n"
PLANE = "n;4\nm;2\ntmax;11.0\n0;0;0\n5;2;3\n5;-2;8\n10;0;0\n"
SQUARE = "4 4\n0 1 1 2\n1 2 2 2\n2 3 3 2\n3 0 4 2\n2 4\n"
TRIANGLE = (
    "4 5 1 1 1 0 30.0 0\n1 1\n2 1\n3 1\n4 1\n"
    "1 2 2.5 10\n2 3 1.0 10\n3 1 4.0 10\n3 4 0.5 5\n4 3 0.5 5\n"
)


@pytest.fixture(scope="module")
def bench() -> SimpleNamespace:
    """Give the modules of the benchmark."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PARTS))
        import quality_carp
        import quality_peers
        import quality_protector_choice
        import quality_protector_files
        import quality_report
        import quality_tools
        import quality_top

        return SimpleNamespace(
            carp=quality_carp, choice=quality_protector_choice, files=quality_protector_files,
            peers=quality_peers, report=quality_report, tools=quality_tools, top=quality_top,
        )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a folder of tiny instances."""
    texts = {
        "top/line.txt": LINE,
        "top/plane.txt": PLANE,
        "top/reference.csv": "instance,n,best_seen\nline,5,9\nplane,4,12\n",
        "carp/square.dat": SQUARE + "16 16\n",
        "protector/triangle.graph": TRIANGLE,
        "protector/triangle.opt": "S 8.50\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run_bench(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command as `scripts/bench` does."""
    command = [sys.executable, str(PARTS), *map(str, words)]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_the_command_prints_scores_and_gaps_of_every_set(folder: Path) -> None:
    done = run_bench("quality", "--data", folder, "--seconds", "0.2", "--seeds", "1,2")
    assert done.returncode == 0, done.stderr
    assert "8 runs, at most" in done.stdout
    # the node at height 4 is a detour to 2 x sqrt(25 + 16) = 12.8, over 10: 5 and 4 remain
    assert "| line | 9 | 9 | 9 | 0.00 % |" in done.stdout
    # each detour is 2 x sqrt(25 + 4) = 10.77, both fit a tour of their own: 11 of 12
    assert "| plane | 12 | 11 | 11 | 8.33 % |" in done.stdout
    assert "seed 1 4.17 %, seed 2 4.17 %; over the seeds 4.17 %" in done.stdout
    assert "at or above the reference: 1, 1" in done.stdout
    # 0-1-2 and back over 1, 1 + 2 + 3; 0-3-2 and back over 1, 4 + 3 + 3
    assert "| square | 2 | 16 | 16 | 16 | 16 | 0.00 % |" in done.stdout
    assert "1 of 1 best known values reached" in done.stdout
    # the officer at 3 covers 1.0 + 4.0 + 0.5 + 0.5, the route the rest
    assert "| triangle | 8.5 | 8.50 | 8.50 | 8.50 | yes |" in done.stdout


def test_references_are_no_need(folder: Path) -> None:
    (folder / "top" / "reference.csv").unlink()
    words = ("--sets", "top", "--only", "plane", "--seconds", "0.2", "--seeds", "1")
    done = run_bench("quality", "--data", folder, *words)
    assert "| plane | – | 11 | – |" in done.stdout
    assert "no reference above 0" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--sets", "tsp"), "--sets tsp is not known"),
        (("--seeds", "one"), "--seeds one: whole numbers"),
        (("--only", "nothing"), "no instance of top, carp, protector is there to run"),
    ],
)
def test_a_wrong_option_is_explained(folder: Path, words: tuple[str, ...], message: str) -> None:
    done = run_bench("quality", "--data", folder, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert message in done.stderr


def test_nodes_out_of_reach_are_no_targets(bench: SimpleNamespace, folder: Path) -> None:
    instance = bench.top.read_top(folder / "top" / "line.txt")
    assert (instance.tours, instance.limit) == (1, 10.0)
    assert instance.targets == [1, 2]


def test_whole_distances_are_never_shorter_than_real_ones(
    bench: SimpleNamespace, folder: Path
) -> None:
    instance = bench.top.read_top(folder / "top" / "plane.txt")
    seconds = bench.top.make_problem(instance).matrices["plane"].seconds
    root = math.sqrt(29)
    # left from the first node, reached at the last
    assert seconds[0, 1] == seconds[1, 0] == math.ceil(root * bench.top.PARTS)
    assert (seconds[0, 0], seconds[1, 1]) == (10 * bench.top.PARTS, 0)
    assert seconds[0, 1] / bench.top.PARTS >= root


def test_a_tour_is_measured_anew_in_floats(bench: SimpleNamespace, folder: Path) -> None:
    instance = bench.top.read_top(folder / "top" / "line.txt")
    assert bench.top.score_tours(instance, [[1, 2]]) == 9
    for tours in ([[3]], [[2, 1]], [[1], [2]], [[1, 1]], [[4]]):
        with pytest.raises(bench.tools.BenchError, match="line: "):
            bench.top.score_tours(instance, tours)


def test_gaps_below_the_reference_count_and_those_above_are_none(bench: SimpleNamespace) -> None:
    tally = bench.report.Tally()
    assert tally.add(1, 90, 100) == pytest.approx(0.1)
    assert tally.add(1, 110, 100) == 0
    assert tally.add(1, 50, None) is tally.add(1, 50, 0.0) is None
    assert "over 2 instances" in tally.describe("ours")
    assert "seed 1 5.00 %; over the seeds 5.00 %; at or above the reference: 1" in tally.describe(
        "ours"
    )


def test_the_cost_of_routes_holds_the_drives_between(bench: SimpleNamespace, folder: Path) -> None:
    instance = bench.carp.read_carp(folder / "carp" / "square.dat")
    assert (instance.vehicles, instance.capacity, instance.best_known) == (2, 4, 16)
    service = bench.carp.Service
    routes = [[service(0, False), service(1, False)], [service(3, True), service(2, True)]]
    assert bench.carp.cost_routes(instance, routes) == 16
    assert bench.carp.cost_routes(instance, routes[:1]) is None
    with pytest.raises(bench.tools.BenchError, match="8 loaded, over 4"):
        bench.carp.cost_routes(instance, [[service(number, False) for number in range(4)]])
    with pytest.raises(bench.tools.BenchError, match="edges"):
        bench.carp.cost_routes(instance, [routes[0], routes[0]])


def test_bounds_of_arc_routing_may_be_missing(bench: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "square.dat").write_text(SQUARE, encoding="utf-8")
    assert bench.carp.read_carp(tmp_path / "square.dat").best_known is None


def test_an_arc_is_counted_once_for_its_opposite_and_the_officer(
    bench: SimpleNamespace, folder: Path
) -> None:
    instance = bench.files.read_protector(folder / "protector" / "triangle.graph")
    assert (instance.optimum, instance.routes, instance.officers) == (8.5, (0,), 1)
    there_and_back = bench.files.Route(0, ((3, 4), (4, 3)))
    assert bench.files.score_patrol(instance, [there_and_back], []) == 1.0
    assert bench.files.score_patrol(instance, [there_and_back], [4]) == 1.0
    assert bench.files.score_patrol(instance, [there_and_back], [1]) == 7.5


@pytest.mark.parametrize(
    ("arcs", "message"),
    [
        (((1, 2), (2, 3)), "no closed walk"),
        (((2, 1), (1, 2)), "no arcs"),
        (((1, 2), (2, 3), (3, 4), (4, 3), (3, 1)), "over 30"),
    ],
)
def test_a_walk_that_breaks_a_rule_is_refused(
    bench: SimpleNamespace, folder: Path, arcs: tuple[tuple[int, int], ...], message: str
) -> None:
    instance = bench.files.read_protector(folder / "protector" / "triangle.graph")
    with pytest.raises(bench.tools.BenchError, match=message):
        bench.files.score_patrol(instance, [bench.files.Route(0, arcs)], [])


def test_the_choice_leaves_to_officers_what_routes_cannot_reach(
    bench: SimpleNamespace, folder: Path
) -> None:
    instance = bench.files.read_protector(folder / "protector" / "triangle.graph")
    pool = [
        bench.files.Route(0, ((3, 4), (4, 3))),
        bench.files.Route(0, ((1, 2), (2, 3), (3, 1))),
    ]
    routes, officers = bench.choice.choose_patrol(instance, pool, seconds=5)
    assert routes == [pool[1]]
    assert officers in ([3], [4])


@pytest.mark.parametrize("name", ["top/line.txt", "carp/square.dat", "protector/triangle.graph"])
def test_a_file_of_another_form_is_named(bench: SimpleNamespace, folder: Path, name: str) -> None:
    (folder / name).write_text("1 2\nthree\n", encoding="utf-8")
    read = {
        ".txt": bench.top.read_top,
        ".dat": bench.carp.read_carp,
        ".graph": bench.files.read_protector,
    }
    with pytest.raises(bench.tools.BenchError, match="not an instance"):
        read[Path(name).suffix](folder / name)


@pytest.mark.parametrize("name", ["mini3-20", "cjn1_18"])
def test_published_routes_score_what_is_published(
    bench: SimpleNamespace, real_data: Path, name: str
) -> None:
    path = real_data / "bench" / "protector" / f"{name}.graph"
    instance = bench.files.read_protector(path)
    lines = [line.split() for line in path.with_suffix(".opt").read_text("utf-8").splitlines()]
    (officers,) = ([int(word) for word in line[1:]] for line in lines if line[0] == "F")
    free = {zone: [n for n, z in enumerate(instance.routes) if z == zone] for zone in range(3)}
    routes = [
        bench.files.Route(
            free[int(line[0][1:] or 0)].pop(0),
            tuple(tuple(map(int, arc.strip("()").split(","))) for arc in line[1:]),
        )
        for line in lines
        if line[0][0] in "GZ"
    ]
    assert bench.files.score_patrol(instance, routes, officers) == pytest.approx(instance.optimum)


def test_the_public_instances_are_read(bench: SimpleNamespace, real_data: Path) -> None:
    folder = real_data / "bench"
    orienteering = [bench.top.read_top(path) for path in bench.top.list_top(folder / "top")]
    references = bench.top.read_references(folder / "top")
    # a reference of 0 means that no node can be reached
    assert [bool(each.targets) for each in orienteering] == [
        references[each.name] > 0 for each in orienteering
    ]
    assert sum(reference > 0 for reference in references.values()) == 80
    arcs = [bench.carp.read_carp(path) for path in bench.carp.list_carp(folder / "carp")]
    assert [each.name for each in arcs] == [f"gdb{number}" for number in range(1, 24)]
    assert [arcs[n].best_known for n in (0, 1, 7, 13)] == [316, 339, 348, 100]


def test_a_peer_that_is_not_installed_is_skipped_with_the_reason(bench: SimpleNamespace) -> None:
    assert 'pip install "routeplan[bench]"' in bench.peers.find_missing("no_such_library")
    assert bench.peers.find_missing("json") == ""
