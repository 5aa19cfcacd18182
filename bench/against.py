"""Times every question on the shipped graph in two checkouts, in turn; prints a table in Markdown.

`git worktree add --detach ../old 5a22a35; python bench/against.py ../old`. Two programs are held, one a checkout;
each asks a question some times, then the other does, round after round (A, B, B, A, …), so that other work on the
machine falls on both. Time of the processor; what a fifth of the rounds stayed below, which other work hardly touches.
"Store" is the query alone, with its terms; "whole" adds finding the names, the labels and the rows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

_CHILD = """
import json, sys, time
begin = time.process_time()
try:
    from cityties.questions import question as q
    from cityties.facts import intake
except ImportError:
    from cityties import intake, questions as q
imported = time.process_time()
store = intake.shipped()
loaded = time.process_time()
known = q.questions()
print(json.dumps({"load": loaded - imported, "known": {n: k.example for n, k in known.items() if not k.fixture}}))
sys.stdout.flush()
def work(name, example, way):
    if way == "whole":
        return lambda: q.ask(store, name, example)
    bound, limit = q._bind(store, known[name], example)
    text = known[name].text + (f"\\nLIMIT {limit}" if limit is not None else "")
    return lambda: store.select(text, **bound)
for line in sys.stdin:
    name, example, way, times = json.loads(line)
    do = work(name, example, way)
    do()
    found = []
    for _ in range(times):
        begin = time.process_time()
        do()
        found.append(time.process_time() - begin)
    print(json.dumps(found))
    sys.stdout.flush()
"""


class Checkout:
    """A program of one checkout that has the shipped graph loaded."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it has loaded."""
        surroundings = {**os.environ, "PYTHONPATH": str(folder)}
        command = [sys.executable, "-c", _CHILD]
        self.program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings, cwd=folder
        )
        told = self._answer()
        self.load: float = told["load"]
        self.known: dict[str, dict[str, str]] = told["known"]

    def _answer(self) -> Any:
        assert self.program.stdout is not None
        return json.loads(self.program.stdout.readline())

    def times(self, name: str, example: dict[str, str], way: str, count: int) -> list[float]:
        """Ask a question some times, and say how long each took."""
        assert self.program.stdin is not None
        self.program.stdin.write(json.dumps([name, example, way, count]) + "\n")
        self.program.stdin.flush()
        found: list[float] = self._answer()
        return found

    def end(self) -> None:
        """Let it go."""
        assert self.program.stdin is not None
        self.program.stdin.close()
        self.program.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--only", nargs="+", help="questions")
    options = parser.parse_args()
    new, old = Checkout(Path(__file__).parents[1]), Checkout(options.old.resolve())
    print(f"Loading: {old.load * 1000:.0f} ms before, {new.load * 1000:.0f} ms now.\n")
    print("| question | store before | now | whole before | now | now / before |\n|---|---:|---:|---:|---:|---:|")
    slower, ratios = 0, []
    for name in sorted(new.known.keys() & old.known.keys()):
        if options.only and name not in options.only:
            continue
        found = {}
        for way in ("store", "whole"):
            rounds: dict[Checkout, list[float]] = {old: [], new: []}
            for turn in range(options.rounds):
                for one in (old, new) if turn % 2 else (new, old):
                    rounds[one] += one.times(name, new.known[name], way, 5)
            for one, times in rounds.items():
                found[way, one] = statistics.quantiles(times, n=5)[0] * 1000
        ratio = found["whole", new] / found["whole", old]
        ratios.append(ratio)
        slower += ratio > 1.05
        print(
            f"| {name} | {found['store', old]:.2f} | {found['store', new]:.2f} "
            f"| {found['whole', old]:.2f} | {found['whole', new]:.2f} | {ratio:.2f} |",
            flush=True,
        )
    middle = statistics.median(ratios)
    print(f"\n{slower} of {len(ratios)} slower by more than a twentieth; the median ratio is {middle:.2f}.")
    new.end()
    old.end()


if __name__ == "__main__":
    main()
