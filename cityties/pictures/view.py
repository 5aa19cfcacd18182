"""Views: one file of viz/views/ each, saying what a picture draws, around what, and on which page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.model.plugin import VIEWS, plugged_files
from cityties.names.nearness import nearest
from cityties.pictures.page.files import read_toml
from cityties.pictures.renderer import KINDS

__all__ = ["View", "find", "views"]

_LISTS: Final = frozenset({"parameters", "counts", "optional", "readings", "folds", "questions"})


@dataclass(frozen=True)
class View:
    """One view file.

    Without its ``parameters`` it cannot be drawn; the ``optional`` ones narrow it.
    ``readings`` are those of the ontology that it draws; ``hops`` says how far from the focus
    things are shown (0: all), ``reserve`` how far further things wait for a click, as long as there
    are no more than ``most`` in all (0: however many). More than ``bundle`` things of a kind that
    hang by the focus alone stand as one until it is clicked (0: never). Of all of a network, about
    ``lead`` things are shown at once where there are more than twice as many (0: all). Beyond ``over`` things (0:
    never) the atlas page draws it; ``folds`` are the ways to fold there, the first one opens.
    ``questions`` are those that a page is built from, ``counts`` the figures of it whose rule
    viz/counting.toml tells, ``style`` what looks otherwise than
    viz/style.toml says.
    """

    name: str
    title: Mapping[str, str]
    summary: Mapping[str, str]
    question: Mapping[str, str]
    parameters: tuple[str, ...]
    page: str = "network"
    optional: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    layout: str = "spring"
    hops: int = 0
    reserve: int = 0
    most: int = 0
    bundle: int = 0
    lead: int = 0
    folds: tuple[str, ...] = ()
    over: int = 0
    questions: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    style: Mapping[str, Any] = field(default_factory=dict)


@cache
def views() -> tuple[View, ...]:
    """Read every view, by name, those that other packages add among them.

    Raises ModelError where one is at fault, or two have one name.
    """
    found: dict[str, View] = {}
    for path in (*resources.files("viz", "views/*.toml"), *plugged_files(VIEWS, "*.toml")):
        view = read_view(path)
        if view.name in found:
            raise ModelError(f"{path}: there is a view {view.name} already: the package has to name it otherwise")
        found[view.name] = view
    return tuple(found[name] for name in sorted(found))


def find(name: str) -> View:
    """Find one view. Raises RequestError with the nearest names."""
    known = {view.name: view for view in views()}
    if name not in known:
        near = nearest(name, known, most=2)
        hint = f"did you mean {', '.join(near)}?" if near else f"there is {', '.join(sorted(known))}"
        raise RequestError(f"{name}: no such view: {hint}")
    return known[name]


def read_view(path: Path) -> View:
    """Read one view. Raises ModelError on a key that is missing or unknown, or a page that nothing draws."""
    given = read_toml(path)
    keys = {one.name: one for one in fields(View) if one.name != "name"}
    for key in given:
        if key not in keys:
            raise ModelError(f"{path}: {key}: a view has no such key: it has {', '.join(keys)}")
    for key, one in keys.items():
        if one.default is MISSING and one.default_factory is MISSING and key not in given:
            raise ModelError(f"{path}: '{key}' is missing")
    told: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in given.items()}
    view = View(name=path.stem, **told)
    if view.page not in KINDS:
        raise ModelError(f"{path}: page {view.page}: nothing draws it: use {', '.join(KINDS)}")
    return view
