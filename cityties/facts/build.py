"""Makes or refreshes a store on disk: built as a new generation, checked, then put in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cityties.facts import intake
from cityties.facts.settle import put_sources, settle
from cityties.model.errors import DataError
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.store import Store, Triple, generation, is_address, open_store


def build(location: str | Path, files: Sequence[Path] = ()) -> int:
    """Put what cityties ships, and files of your own, into a store on disk or behind an address; say how much.

    Sources that the store holds already stay, unless a file brings them anew. Raises DataError,
    with the store as it was, where a file does not pass the checks.
    """
    graphs: dict[str, list[Triple]] = {**intake.read_model(), **intake.read_facts()}
    if files:
        _refuse_findings(files)
        graphs.update(intake.read(files))
    if is_address(location):
        far = open_store(location)
        put_sources(far, graphs)
        return len(far)
    folder = Path(location)
    with generation.next_generation(folder) as fresh:
        store = renew(folder, fresh)
        put_sources(store, graphs)
        store.flush()
        count = len(store)
        store.close()
    return count


def renew(folder: Path, fresh: Path) -> Store:
    """Open a new generation that holds what the store held; empty where there was none."""
    if generation.holds_store(folder):
        old = open_store(folder, read_only=True, outdated=True)
        old.copy_to(fresh)
        old.close()
    store = open_store(fresh, create=True, outdated=True)
    if store.is_outdated:
        store.drop(INFERRED_GRAPH)
        settle(store)
    return store


def _refuse_findings(files: Sequence[Path]) -> None:
    from cityties.facts.check import check_files

    errors = check_files(files).errors
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more: `cityties check` lists them)" if len(errors) > 1 else ""
        place = f"{first.file}:{first.line}" if first.line else first.file
        raise DataError(f"{place}: {first.label}: {first.message}{more}")
