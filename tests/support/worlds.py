"""A made world of cities for tests of large pictures: a few hundred cities with ties, missions, sectors."""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

from checkout import ROOT

from cityties.facts import intake
from cityties.facts.settle import settle
from cityties.store import LocalStore, Store


@cache
def made_world(size: int = 26_000) -> Store:
    """Make a world of about so many statements, in memory, the same each time."""
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        make = import_module("world").make
    finally:
        sys.path.remove(str(ROOT / "bench"))
    store = LocalStore()
    with tempfile.TemporaryDirectory() as folder:
        for source, path in make(size, Path(folder)).items():
            store.bulk_load(path, source)
    intake.put(store, intake.read_model())
    settle(store)
    return store
