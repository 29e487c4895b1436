"""One measurement: a function in a fresh process, its time and its peak of memory.

A contender is a function ``module:function`` of this folder that takes words, prepares what is
not to be measured (imports, input) and returns the work to be measured. The work returns facts
about its result, so that contenders can be seen to have done the same.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Facts = dict[str, int | float | str]
Work = Callable[[], Facts]


@dataclass(frozen=True)
class Measurement:
    """Wall time of the work, peak memory of its whole process, facts about the result.

    `peak_mb` is None on systems that do not tell (Windows).
    """

    label: str
    seconds: float
    peak_mb: float | None
    facts: Facts


def measure(label: str, contender: str, *words: object) -> Measurement:
    """Run a contender in a process of its own."""
    command = [sys.executable, __file__, contender, *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{contender} failed; the reason stands above.")
    return Measurement(label, **json.loads(done.stdout.splitlines()[-1]))


def format_table(measurements: Sequence[Measurement], *, compared: bool) -> str:
    """Return a Markdown table, `compared` with the first measurement in two more columns."""
    header = ["what", "seconds", "peak MB", *(("time", "memory") if compared else ()), "result"]
    rows = [header, ["---", *["--:"] * (len(header) - 2), "---"]]
    for one in measurements:
        peak = "" if one.peak_mb is None else f"{one.peak_mb:.0f}"
        ratios = _compare(one, measurements[0]) if compared else ()
        facts = ", ".join(f"{value:,} {name}" for name, value in one.facts.items())
        rows.append([one.label, f"{one.seconds:.2f}", peak, *ratios, facts])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _compare(one: Measurement, ours: Measurement) -> tuple[str, str]:
    memory = f"{one.peak_mb / ours.peak_mb:.1f} ×" if one.peak_mb and ours.peak_mb else ""
    return f"{one.seconds / ours.seconds:.1f} ×", memory


def _read_peak_mb() -> float | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _run_contender(contender: str, words: Sequence[str]) -> None:
    module, _colon, function = contender.partition(":")
    work: Work = getattr(importlib.import_module(module), function)(*words)
    start = time.perf_counter()
    facts = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "peak_mb": _read_peak_mb(), "facts": facts}))


if __name__ == "__main__":
    _run_contender(sys.argv[1], sys.argv[2:])
