"""How firm a tie stands: from a kind of step to a mark and a word, as viz/standing.toml has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from cityties.model import resources
from cityties.pictures.page.files import read_toml
from cityties.pictures.shapes.sketch import Entry, Shape

__all__ = ["Standing", "legend", "standing", "standings"]


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


def standing(step: str) -> Standing:
    """Find the standing that a kind of step leads to, by its IRI or the end of it.

    >>> standing("https://w3id.org/cityties/code/renewed").key
    'agreed'
    """
    code = step.rsplit("/", 1)[-1]
    return next((one for one in standings() if code in one.steps), standings()[-1])


def legend(keys: Iterable[str], lang: str) -> list[Entry]:
    """Explain the marks of some standings, the firmest first; each can be switched off."""
    kept = set(keys)
    return [Entry(one.label[lang], one.colour, one.shape, part=one.key) for one in standings() if one.key in kept]
