"""Makes or refreshes a store on disk: built beside the old one, checked, then put in its place."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cityties import intake
from cityties.errors import DataError, RequestError
from cityties.infer import infer
from cityties.store import Store, Triple
from cityties.vocabulary import INFERRED_GRAPH


def build(folder: Path, files: Sequence[Path] = ()) -> int:
    """Put what cityties ships, and files of your own, into a store on disk; say how many statements.

    Sources that the store holds already stay, unless a file brings them anew. Raises DataError,
    with the store as it was, where a file does not pass the checks.
    """
    graphs: dict[str, list[Triple]] = {**intake.read_model(), **intake.read_facts()}
    if files:
        _refuse_findings(files)
        graphs.update(intake.read(files))
    kept = _kept(folder, graphs)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as temporary:
            fresh = Path(temporary) / "new"
            store = Store.open(fresh, create=True)
            store.replace({**kept, **graphs})
            infer(store)
            store.flush()
            count = len(store)
            del store
            gc.collect()  # closes the files of the store before they move
            if folder.exists():
                shutil.move(folder, Path(temporary) / "old")
            os.replace(fresh, folder)
    except OSError as error:
        raise RequestError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return count


def _kept(folder: Path, graphs: dict[str, list[Triple]]) -> dict[str, list[Triple]]:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    old = Store.open(folder, read_only=True)
    names = set(old.graphs()) - set(graphs) - {INFERRED_GRAPH}
    return {name: [quad.triple for quad in old.quads(name)] for name in sorted(names)}


def _refuse_findings(files: Sequence[Path]) -> None:
    from cityties.check import check_files

    errors = check_files(files).errors
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more: `cityties check` lists them)" if len(errors) > 1 else ""
        place = f"{first.file}:{first.line}" if first.line else first.file
        raise DataError(f"{place}: {first.label}: {first.message}{more}")
