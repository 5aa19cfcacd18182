"""Measures cityties side by side with what a user would pick instead; prints a table in Markdown.

`make bench`, or `python bench/run.py --runs 9`. Whole processes are timed from outside, in turn
(A, B, A, B, …), after one warm-up each; medians are given, and ratios of medians from the same run.
`--world` times a path and pictures of the world's store instead, in seconds of the processor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import rdflib

from cityties.facts import intake
from cityties.model.vocabulary import PREFIXES
from cityties.names.resolution import resolve
from cityties.questions.question import questions
from cityties.store import Store

PYTHON = sys.executable
PROCESSES: dict[str, list[str]] = {
    "python -c pass": [PYTHON, "-c", "pass"],
    "python -c 'import rdflib'": [PYTHON, "-c", "import rdflib"],
    "cityties --help": [PYTHON, "-m", "cityties", "--help"],
    "cityties ask ties-of-city --city Jakarta": [PYTHON, "-m", "cityties", "ask", "ties-of-city", "--city", "Jakarta"],
}
WORLD: dict[str, list[str]] = {
    "path Berlin Ankara": ["path", "Berlin", "Ankara"],
    "draw city-map --city Berlin": ["draw", "city-map", "--city", "Berlin"],
    "draw missions": ["draw", "missions"],
    "draw network": ["draw", "network"],
    "draw world": ["draw", "world"],
}
CITY_QUESTIONS = ("ties-of-city", "sectors-of-city", "officials-of-city", "candidate-partners", "agreements-of-city")


def seconds(work: Callable[[], object]) -> float:
    """Time one run of a piece of work."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def medians(works: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Time pieces of work in turn, after a warm-up, and give the median of each."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            times[name].append(seconds(work))
    return {name: statistics.median(found) for name, found in times.items()}


def process(command: Sequence[str]) -> Callable[[], object]:
    """Make a piece of work of a command."""
    return lambda: subprocess.run(command, check=True, capture_output=True)


def of_world(runs: int) -> None:
    """Time what is asked and drawn of the world's store: medians of seconds of the processor, whole processes."""
    print("| command | median s of the processor |\n|---|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in WORLD.items():
            work, times = process([PYTHON, "-m", "cityties", *arguments, "-o", str(Path(folder) / "out.html")]), []
            for _ in range(runs):
                before = os.times()
                work()
                after = os.times()
                times.append(sum(after[2:4]) - sum(before[2:4]))
            print(f"| `{name}` | {statistics.median(times):.2f} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--world", action="store_true", help="time the world's store instead")
    options = parser.parse_args()
    runs: int = options.runs
    if options.world:
        of_world(runs)
        return

    print("| whole process | median s | times bare Python |\n|---|---|---|")
    found = medians({name: process(command) for name, command in PROCESSES.items()}, runs)
    bare = found["python -c pass"]
    for name, median in found.items():
        print(f"| `{name}` | {median:.3f} | {median / bare:.1f} |")
    with tempfile.TemporaryDirectory() as folder:
        tour = process([PYTHON, "-m", "cityties", "tour", "-o", str(Path(folder) / "out")])
        median = medians({"tour": tour}, 3)["tour"]
    print(f"| `cityties tour` (3 runs) | {median:.3f} | {median / bare:.1f} |")

    print(
        "\n| question on the shipped graph, loaded | cityties ms | rdflib ms | rdflib / cityties |\n|---|---|---|---|"
    )
    store = intake.shipped()
    plain = rdflib_twin(store)
    city = resolve(store, "Jakarta", "city")
    for name in CITY_QUESTIONS:
        text = questions()[name].text
        works: dict[str, Callable[[], object]] = {
            "cityties": lambda text=text: store.select(text, city=city),  # type: ignore[misc]
            "rdflib": lambda text=text: list(  # type: ignore[misc]
                plain.query(text, initBindings={"city": rdflib.URIRef(city.value)}, initNs=PREFIXES)
            ),
        }
        times = medians(works, max(3, runs // 3))
        print(
            f"| {name} | {times['cityties'] * 1000:.2f} | {times['rdflib'] * 1000:.1f} "
            f"| {times['rdflib'] / times['cityties']:.0f} |"
        )


def rdflib_twin(store: Store) -> rdflib.Graph:
    """Give the same triples, merged, in rdflib's own memory store."""
    graph = rdflib.Graph()
    for triple in store.dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


if __name__ == "__main__":
    main()
