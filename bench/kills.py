"""Kills an import of a made world at random moments; the store has to be the old or the new, never anything else.

`python bench/kills.py --kills 200`. SIGKILL, at moments spread over the whole run, more of them near its end, where
the new generation is written down. After each, every account and every fact of the store is compared.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from imports import write_dump

from cityties.facts.build import build
from cityties.store import open_store


def digest(place: Path) -> str:
    """Sum up what a store holds, whatever the names of what has none."""
    store = open_store(place, read_only=True)
    lines = sorted(str(one) for one in (*store.quads(), *store.facts()) if "_:" not in str(one))
    store.close()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def main() -> None:
    """Kill, compare, and say how often each was found; exit 1 where the store was neither."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--towns", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pick, found = random.Random(options.seed), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        file, place, kept = room / "dump.json", room / "store", room / "kept"
        write_dump(file, options.towns)
        build(kept)
        shutil.copytree(kept, place)
        strays = room / "strays"
        strays.mkdir()
        command = [sys.executable, "-m", "cityties", "import", "wikidata", str(file)]
        command += ["--store", str(place), "--no-check", "--quiet"]
        old, begin = digest(place), time.monotonic()
        subprocess.run(command, check=True, env={**os.environ, "TMPDIR": str(strays)})
        whole, new = time.monotonic() - begin, digest(place)
        assert old != new
        shutil.rmtree(place)
        shutil.copytree(kept, place)
        while sum(found.values()) < options.kills:
            process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(strays)})
            share = pick.random() if pick.random() < 0.5 else 0.6 + 0.4 * pick.random()
            try:
                process.wait(whole * share)
                ended = True
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                ended = False
            held = digest(place)
            if not ended:
                found["old" if held == old else "new" if held == new else "neither"] += 1
            if held != old:
                shutil.rmtree(place)
                shutil.copytree(kept, place)
        subprocess.run(command, check=True)
        assert digest(place) == new
        left = len(list((place / "generations").iterdir()))
    print(f"{options.kills} kills of an import of {whole:.1f} s: {dict(found)}; whole then, {left} generations left")
    sys.exit(found["neither"] > 0)


if __name__ == "__main__":
    main()
