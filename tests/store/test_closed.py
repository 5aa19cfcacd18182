"""When something was written, the store's files are let go at once: no thread of its own goes on changing them.

Otherwise who opens the store next may miss a file that is merged into another in that very moment.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wikidata import dump, world

from cityties.facts.build import build
from cityties.facts.update import apply_update
from cityties.imports.table import import_table
from cityties.imports.wikidata import import_wikidata
from cityties.model.errors import DataError
from cityties.store import LocalStore, generation

PARTNERS = (
    "Partner,Negara,Jenis,Status,Sejak\nKöln,Almanya,friendship,berlaku,1999\n{},Jepang,sister city,berlaku,1989\n"
)
HOME = {"city": "Jakarta", "city_country": "Indonesia"}
MINE = "GRAPH <https://cityties.example/mine>"


@pytest.fixture(autouse=True)
def nothing_is_collected() -> Iterator[None]:
    """Closing must not wait for the collector of circles."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def table(folder: Path, store: Path, partner: str = "Tokyo") -> None:
    file = folder / "partners.csv"
    file.write_text(PARTNERS.format(partner), encoding="utf-8")
    summary = import_table(str(file), str(store), plan="register", constants=HOME)
    assert summary.change.came


def table_again(folder: Path, store: Path) -> None:
    table(folder, store)
    table(folder, store, "Osaka")


def items(folder: Path, store: Path) -> None:
    file = folder / "items.json"
    file.write_text(dump(world()), encoding="utf-8")
    import_wikidata(str(file), str(store))


def update(folder: Path, store: Path) -> None:
    build(store)
    apply_update(store, "DELETE WHERE { GRAPH ?g { ?s ct:quotation ?o } }")


def refused_update(folder: Path, store: Path) -> None:
    build(store)
    with pytest.raises(DataError):
        apply_update(store, f"INSERT DATA {{ {MINE} {{ <http://x/c> a ct:City }} }}")


def pour(folder: Path, store: Path) -> None:
    build(folder / "first")
    made = LocalStore.open(folder / "first")
    with generation.next_generation(store) as fresh:
        copy = LocalStore.open(fresh, create=True)
        made.pour_into(copy)
        copy.close()
    made.close()


@pytest.mark.parametrize("write", [table, table_again, items, update, refused_update, pour])
def test_the_files_are_let_go_when_the_writing_is_done(write: Callable[[Path, Path], None], tmp_path: Path) -> None:
    store = tmp_path / "store"
    write(tmp_path, store)
    counts = generation.current(store)
    assert counts is not None
    LocalStore.open(counts, create=True).close()  # one alone can have it open for writing
