"""Times imports against raw bulk loading of the very statements they end in, and measures their memory.

`python bench/imports.py`: a table in Markdown. Each import runs in a process of its own on a store made
anew, at three sizes; "raw" is pyoxigraph's bulk_load of the finished N-Triples, in memory and on disk, in
the same run. "mapping" is reading, finding, writing and loading statements; "whole" adds the rules and
the switch; "checked" adds shapes and checks.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph

SIZES = (5_000, 40_000, 80_000)
_CHILD = """
import json, sys, time
from pathlib import Path
from cityties.imports import snapshot
marks = {}
fill = snapshot._fill
def timed(store, source, write, **told):  # which keeps a copy of what is written as well, for raw loading
    with open(sys.argv[4], "w", encoding="utf-8") as copy:
        change = fill(store, source, lambda put: write(lambda text: (copy.write(text), put(text))), **told)
    marks["mapping"] = time.perf_counter() - begin
    return change
snapshot._fill = timed
kind, file, room, _, check = sys.argv[1:6]
if kind == "dump":
    from cityties.imports.wikidata import import_wikidata as bring
    options = {}
else:
    from cityties.imports.table import import_table as bring
    options = {"plan": "sister-cities"}
begin = time.perf_counter()
summary = bring(file, room + "/store", check=check == "checked", **options)
whole = time.perf_counter() - begin
status = Path("/proc/self/status").read_text()  # getrusage would tell the peak of the parent as well
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"mapping": marks["mapping"], "whole": whole, "came": summary.change.came, "peak": peak}))
"""


def _time(number: int, year: int) -> dict[str, object]:
    return {"time": f"+{year}-00-00T00:00:00Z", "precision": 9}


def write_dump(path: Path, size: int) -> None:
    """Write a dump of twin towns, with the claims that such items have and many that do not matter."""
    pick = random.Random(1)
    with path.open("w", encoding="utf-8") as target:
        target.write("[\n")
        for number in range(size):
            twins = [
                {
                    "rank": "normal",
                    "mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": f"Q{8_000_000 + other}"}}},
                    "qualifiers": {"P580": [{"snaktype": "value", "datavalue": {"value": _time(number, 1950)}}]},
                }
                for other in {pick.randrange(size) for _ in range(3)} - {number}
            ]
            noise = [{"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": "x" * 200}}}] * 5
            point = {"latitude": pick.uniform(-60, 60), "longitude": pick.uniform(-180, 180)}
            item = {
                "type": "item", "id": f"Q{8_000_000 + number}", "lastrevid": number,
                "labels": {tag: {"language": tag, "value": f"Town {number}"} for tag in ("en", "id", "tr", "de", "fr")},
                "claims": {
                    "P190": twins, "P9999": noise,
                    "P625": [{"rank": "normal", "mainsnak": {"snaktype": "value", "datavalue": {"value": point}}}],
                },
            }  # fmt: skip
            target.write(json.dumps(item) + ",\n")
        target.write("]\n")


def write_table(path: Path, size: int) -> None:
    """Write pairs of sister cities as the query service does."""
    pick = random.Random(2)
    with path.open("w", encoding="utf-8") as target:
        target.write("city,cityLabel,city_population,city_coordinate_location,")
        target.write("sister,sisterLabel,sister_population,sister_coordinate_location\n")
        for _ in range(size * 3):
            cells = []
            for town in (pick.randrange(size), pick.randrange(size)):
                place = f"Point({town % 360 - 180} {town % 120 - 60})"
                cells.append(f"http://www.wikidata.org/entity/Q{8_000_000 + town},Town {town},{town + 1000},{place}")
            target.write(",".join(cells) + "\n")


def raw(file: Path, place: Path | None) -> float:
    """Time raw bulk loading."""
    store = pyoxigraph.Store(str(place)) if place else pyoxigraph.Store()
    begin = time.perf_counter()
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="towns")
    parser.add_argument("--checked", action="store_true", help="time shapes and checks too: minutes at the larger size")
    options = parser.parse_args()
    print("| import | statements | raw on disk, /s | raw in memory, /s | mapping / raw on disk | whole / raw on disk |"
          " checked / raw on disk | peak MiB |")  # fmt: skip
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for kind, write in (("dump", write_dump), ("table", write_table)):
        for size in options.sizes:
            rows = []
            for _ in range(options.runs):
                with tempfile.TemporaryDirectory() as name:
                    room = Path(name)
                    file, finished = room / ("in.json" if kind == "dump" else "in.csv"), room / "finished.nt"
                    write(file, size)
                    told = {}
                    for check in ("plain", "checked") if options.checked else ("plain",):
                        place = room / check
                        place.mkdir()
                        command = [sys.executable, "-c", _CHILD, kind, str(file), str(place), str(finished), check]
                        told[check] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                    rows.append(
                        (
                            told["plain"]["came"],
                            raw(finished, room / "raw"),
                            raw(finished, None),
                            told["plain"]["mapping"],
                            told["plain"]["whole"],
                            told["checked"]["whole"] if options.checked else float("inf"),
                            told["plain"]["peak"],
                        )
                    )
            came, disk, memory, mapping, whole, checked, peak = (
                statistics.median(row[column] for row in rows) for column in range(7)
            )
            print(
                f"| {kind}, {size:,} | {came:,.0f} | {came / disk:,.0f} | {came / memory:,.0f} | {disk / mapping:.2f} |"
                f" {disk / whole:.2f} | {f'{disk / checked:.2f}' if options.checked else '–'} | {peak:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
