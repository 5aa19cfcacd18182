"""How firm a tie stands: from a kind of step to a mark and a word, as viz/standing.toml has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from cityties.model import resources
from cityties.network.multigraph import city_network
from cityties.network.setting import tied_on
from cityties.pictures.page.files import read_toml
from cityties.pictures.shapes.sketch import Entry, Shape
from cityties.store import Store

__all__ = ["Standing", "legend", "standing", "standings", "tied_pairs"]


@dataclass(frozen=True)
class Standing:
    """One standing: its key, the kinds of steps that lead to it, its shape and colour, its words by language."""

    key: str
    steps: tuple[str, ...]
    shape: Shape
    colour: str
    label: dict[str, str]

    @property
    def mark(self) -> tuple[Shape, str]:
        """Its shape and its colour."""
        return self.shape, self.colour


@cache
def standings() -> tuple[Standing, ...]:
    """Read the standings, the firmest first."""
    told = read_toml(resources.folder("viz") / "standing.toml")
    return tuple(
        Standing(key, tuple(one["steps"]), cast(Shape, one["shape"]), one["colour"], one["label"])
        for key, one in told.items()
    )


def standing(step: str, tied: bool = False) -> Standing:
    """Find the standing that a kind of step leads to, by its IRI or the end of it.

    What goes on after it was agreed is agreed: ``tied`` says that the two are tied.

    >>> standing("https://w3id.org/cityties/code/renewed").key
    'agreed'
    >>> standing("activity").key, standing("activity", tied=True).key
    ('active', 'agreed')
    """
    code = step.rsplit("/", 1)[-1]
    if tied:
        return standings()[0]
    return next((one for one in standings() if code in one.steps), standings()[-1])


def tied_pairs(store: Store, as_of: str | None = None) -> set[frozenset[str]]:
    """Give the pairs of places that are tied, today or on a day: what every count of agreed ties counts."""
    graph = city_network(store) if as_of is None else tied_on(store, as_of)
    return {frozenset(pair) for pair in graph.edges}


def legend(keys: Iterable[str], lang: str) -> list[Entry]:
    """Explain the marks of some standings, the firmest first; each can be switched off."""
    kept = set(keys)
    return [Entry(one.label[lang], one.colour, one.shape, part=one.key) for one in standings() if one.key in kept]
