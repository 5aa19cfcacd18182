"""What other packages add to cityties, found by their entry points; docs/plugins.md is the guide to them.

An entry point (https://packaging.python.org/en/latest/specifications/entry-points/) has a group, which says what it
adds, a name, and a value, which says where it lies. Nothing of a package is run until what it adds is asked for.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cityties.model.errors import ModelError, RequestError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

__all__ = ["EXPORTERS", "EXTRACTORS", "GROUPS", "IMPORTERS", "QUESTIONS", "VIEWS", "load", "names", "plugged_files"]

QUESTIONS: Final = "cityties.questions"
VIEWS: Final = "cityties.views"
IMPORTERS: Final = "cityties.importers"
EXPORTERS: Final = "cityties.exporters"
EXTRACTORS: Final = "cityties.extractors"
# Each group, and what the value of an entry point in it names.
GROUPS: Final[Mapping[str, str]] = {
    QUESTIONS: "a package that holds questions, one .rq file each",
    VIEWS: "a package that holds views, one .toml file each",
    IMPORTERS: "an object with a map and records(source)",
    EXPORTERS: "a callable of a store and a language that gives bytes; its name is the suffix",
    EXTRACTORS: "a callable that gives an extractor",
}


def names(group: str) -> list[str]:
    """List the names that other packages add to a group, sorted."""
    return sorted(_points(group))


def load(group: str, name: str, what: str) -> Any:
    """Load what another package adds under a name; ``what`` is what it is called in words.

    Raises RequestError where there is none of that name, or it cannot be loaded.
    """
    points = _points(group)
    if name not in points:
        known = ", ".join(sorted(points)) or "none: install a package that adds one"
        raise RequestError(f"{name}: no {what} of that name: there are {known}")
    try:
        return points[name].load()
    except Exception as error:  # whatever the module of another does when it is run
        raise RequestError(f"{name}: the {what} {points[name].value} cannot be loaded: {error}") from error


def plugged_files(group: str, pattern: str) -> list[Path]:
    """List the files that other packages add to a group of folders, by package and name.

    Raises ModelError where a package that is named does not hold one.
    """
    found: list[Path] = []
    for name, point in sorted(_points(group).items()):
        folder = _folder(point.value)
        files = sorted(folder.glob(pattern)) if folder else []
        if not files:
            raise ModelError(f"{name}: {point.value}: holds no {pattern}: mend or uninstall the package that names it")
        found += files
    return found


def _points(group: str) -> Mapping[str, EntryPoint]:
    return {point.name: point for point in _installed(group)}


@cache
def _installed(group: str) -> EntryPoints:
    from importlib.metadata import entry_points  # takes a tenth of a second to import

    return entry_points(group=group)


def _folder(package: str) -> Path | None:
    """Say where a package lies, without running what is in it but for the packages around it."""
    try:
        found = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places else None
