"""Times every question on a made world on disk, and what a store of that size costs otherwise.

`python bench/scale.py 1000000 10000000`: a table in Markdown, medians of three runs each. The store is
opened anew for the first number; questions run in one process, names given as IRIs but where told.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from world import make

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.model.vocabulary import ID, SECTOR
from cityties.names.resolution import resolve
from cityties.questions.question import ask, questions
from cityties.store import open_store

_VALUES = {
    "city": f"{ID}city/made-0",
    "country": f"{ID}country/made-0",
    "date": "2024-06-01",
    "network": f"{ID}network/made-3",
    "person": f"{ID}person/made-0",
    "sector": f"{SECTOR}water",
}
_SECOND = {"city": f"{ID}city/made-1", "country": f"{ID}country/made-1"}


def arguments(name: str) -> dict[str, str]:
    """Give a question the largest city, its largest partner, and so on."""
    told = {}
    for parameter in questions()[name].parameters:
        if parameter.type != "limit" and (parameter.required or parameter.type == "date"):
            values = _SECOND if parameter.name == "other" else _VALUES
            told[parameter.name] = values[parameter.type]
    return told


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(size: int, room: Path, runs: int) -> dict[str, float]:
    """Make a world, load it, and time everything on it."""
    found: dict[str, float] = {}
    files = make(size, room / "files")
    place = room / "store"
    store = open_store(place, create=True)
    begin = time.perf_counter()
    for source, path in files.items():
        store.bulk_load(path, source)
    found["load"] = time.perf_counter() - begin
    store.replace(intake.read_model())
    shutil.rmtree(room / "files")
    print(f"  loaded in {found['load']:.0f} s", file=sys.stderr)
    found["infer"] = seconds(lambda: settle(store))
    print(f"  inferred in {found['infer']:.0f} s", file=sys.stderr)
    store.flush()
    found["statements"] = len(store)
    store.close()
    found["open"] = statistics.median(seconds(lambda: open_store(place, read_only=True)) for _ in range(runs))
    store = open_store(place, read_only=True)
    found["find a city by name"] = statistics.median(
        seconds(lambda: resolve(store, "City 1234", "city")) for _ in range(runs)
    )
    for name in questions():
        told = arguments(name)
        times = []
        for _ in range(runs):
            times.append(seconds(lambda name=name, told=told: ask(store, name, told)))  # type: ignore[misc]
            if times[-1] > 60:
                break
        found[name] = statistics.median(times)
        print(f"  {name} {found[name]:.3f}", file=sys.stderr)
    store.close()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--room", type=Path, help="where the worlds are kept (default: a temporary folder)")
    options = parser.parse_args()
    columns = []
    for size in options.sizes:
        print(f"{size}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=options.room) as room:
            columns.append(measure(size, Path(room), options.runs))
    print("| | " + " | ".join(f"{column['statements']:,.0f} statements" for column in columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for row in columns[0]:
        if row != "statements":
            print(f"| {row} | " + " | ".join(f"{column[row]:.3f}" for column in columns) + " |")


if __name__ == "__main__":
    main()
