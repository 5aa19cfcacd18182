"""Kills an import of a made world at random moments; the store has to be the old or the new, never anything else.

`python bench/kills.py --kills 200`. SIGKILL, at moments spread over the whole run, half of them near its end, where
the new generation is written down and pointed to. After each, every account and every fact of the store is compared.
Each import runs in a process of its own, forked of one that has cityties loaded and has opened no store; another looks
at what the store holds. "Half-written" counts the kills that left a generation which nothing points to.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from imports import write_dump

from cityties.cli import main as cityties
from cityties.facts import build, shape  # noqa: F401  (here already, so that no import has to load them)
from cityties.imports import importer, snapshot, wikidata  # noqa: F401

_ANEW = 10  # kills, after which the time of a whole import is taken anew
_POLL = 0.0005  # seconds


def digest(place: Path) -> str:
    """Sum up what a store holds, whatever the names of what has none."""
    import pyoxigraph

    from cityties.store import generation

    store, told = pyoxigraph.Store.read_only(str(generation.current(place))), io.BytesIO()
    store.dump(told, format=pyoxigraph.RdfFormat.N_QUADS)
    lines = sorted(line for line in told.getvalue().splitlines() if b"_:" not in line)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


class Looker:
    """A program that says what a store holds, so that this one never opens any."""

    def __init__(self) -> None:
        """Start it."""
        command = [sys.executable, __file__, "--look"]
        self.program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def digest(self, place: Path) -> str:
        """Sum up what a store holds."""
        assert self.program.stdin is not None and self.program.stdout is not None
        self.program.stdin.write(f"{place}\n")
        self.program.stdin.flush()
        found = self.program.stdout.readline().strip()
        assert found, "the store cannot be opened"
        return found

    def end(self) -> None:
        """Let it go."""
        assert self.program.stdin is not None
        self.program.stdin.close()
        self.program.wait()


def begin(arguments: Sequence[str]) -> int:
    """Run a command in a process of its own."""
    child = os.fork()
    if child == 0:
        os.setsid()
        status = 1
        try:
            status = cityties(arguments)
        finally:
            os._exit(status)
    return child


def ended(child: int, seconds: float) -> bool:
    """Wait for a process for some time; say whether it ended by itself, else kill it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(_POLL)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status)


def anew(kept: Path, place: Path) -> None:
    """Put a copy of the old store in its place."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(kept, place)


def trial(room: Path, kills: int, towns: int, pick: random.Random) -> tuple[Counter[str], float, int]:
    """Kill imports; count what was found, and say how long one takes and how many generations the last one leaves."""
    file, place, kept, found = room / "dump.json", room / "store", room / "kept", Counter[str]()
    write_dump(file, towns)
    command = [
        "import",
        "wikidata",
        str(file),
        "--store",
        str(place),
        "--no-check",
        "--quiet",
        "--published",
        "2026-11-28",
    ]
    assert ended(begin(["--quiet", "build", "--store", str(kept)]), 600)
    anew(kept, place)
    looker, start = Looker(), time.monotonic()
    old = looker.digest(place)
    start = time.monotonic()
    assert ended(begin(command), 600)
    whole, new = time.monotonic() - start, looker.digest(place)
    assert old != new
    anew(kept, place)
    while (done := found.total() - found["half-written"]) < kills:
        if done % _ANEW == 0:  # other work on the machine comes and goes: how long does it take now?
            start = time.monotonic()
            assert ended(begin(command), 600)
            whole = time.monotonic() - start
            anew(kept, place)
        share = pick.random() if pick.random() < 0.5 else 0.85 + 0.2 * pick.random()
        by_itself = ended(begin(command), whole * share)
        held = looker.digest(place)
        if not by_itself:
            found["old" if held == old else "new" if held == new else "neither"] += 1
            found["half-written"] += held == old and len(list((place / "generations").iterdir())) > 1
        if held != old:
            anew(kept, place)
    assert ended(begin(command), 600)
    assert looker.digest(place) == new
    looker.end()
    return found, whole, len(list((place / "generations").iterdir()))


def main() -> None:
    """Kill, compare, and say how often each was found; exit 1 where the store was neither."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--towns", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.look:
        for line in sys.stdin:
            print(digest(Path(line.strip())), flush=True)
        return
    with tempfile.TemporaryDirectory() as name:
        strays = Path(name) / "strays"
        strays.mkdir()
        tempfile.tempdir = str(strays)  # of the imports
        found, whole, left = trial(Path(name), options.kills, options.towns, random.Random(options.seed))
    told = ", ".join(f"{found[one]} {one}" for one in ("old", "new", "neither"))
    print(
        f"{options.kills} kills of an import of {options.towns} towns that takes {whole:.1f} s: {told}; "
        f"{found['half-written']} left a half-written generation; whole then, {left} generations left"
    )
    sys.exit(found["neither"] > 0)


if __name__ == "__main__":
    main()
