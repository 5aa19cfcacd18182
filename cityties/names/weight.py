"""How much a name means each of the places that bear it: a far larger town goes before hamlets of its name.

Measured on the names of Wikidata's twinned cities: tests/names/test_recall.py holds the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from cityties.model.folding import fold
from cityties.names.gazetteer import distance

__all__ = ["NEAR", "Bearer", "leading", "share_of", "weight"]

NEAR: Final = 30.0  # km: so near, two places of a name are one, or one is a part of the other
_HAMLET: Final = 500  # inhabitants of a place of which nobody tells how many it has
# Of several places, one is meant where it weighs so many times as much as the next,
_MORE: Final = 2.2
# and where the next is a large town itself, so many times.
_LARGE: Final = 90_000
_FAR_MORE: Final = 8.5
# A place weighs as many as live there, where the name is its own; where its own name has further words (Frankfurt am
# Main), and where the name is only a further one (Parma for Perm), this share of it.
_LONGER: Final = 0.5
_FURTHER: Final = 0.1

T = TypeVar("T")


@dataclass(frozen=True)
class Bearer(Generic[T]):
    """A place that bears a name: what it weighs, how much the name is its own, and where it is, where that is known."""

    thing: T
    weight: float
    share: float = 1.0
    point: tuple[float, float] | None = None


def share_of(name: str, own: str) -> float:
    """Say how much a name is the own name of a place: wholly, as a part of it, or as a further one.

    >>> share_of("Parma", "Parma"), share_of("Frankfurt", "Frankfurt am Main"), share_of("Parma", "Perm")
    (1.0, 0.5, 0.1)
    """
    said, called = fold(name), fold(own)
    return 1.0 if said == called else _LONGER if f" {said} " in f" {called} " else _FURTHER


def weight(population: int, share: float) -> float:
    """Weigh a place by its inhabitants and by how much the name is its own."""
    return max(population, _HAMLET) * share


def leading(bearers: Sequence[Bearer[T]]) -> Bearer[T] | None:
    """Give the bearer that a name means: the only one, or the one that far outweighs all others; else None.

    >>> leading([Bearer("Bandung", 2_500_000.0), Bearer("a hamlet", 1_900.0)]).thing
    'Bandung'
    >>> leading([Bearer("Springfield, MO", 169_000.0), Bearer("Springfield, MA", 155_000.0)]) is None
    True

    Of places side by side, that one is meant whose own name it is: New Delhi, not Delhi that is called so as well.
    """
    if not bearers:
        return None
    first = max(bearers, key=lambda one: one.weight)
    group = [one for one in bearers if one is first or _beside(one, first)]
    next_weight = max((one.weight for one in bearers if one not in group), default=0.0)
    needed = _MORE if next_weight < _LARGE else _FAR_MORE
    if first.weight < needed * next_weight:
        return None
    return max(group, key=lambda one: (one.share == 1.0, one.weight))


def _beside(one: Bearer[T], other: Bearer[T]) -> bool:
    return one.point is not None and other.point is not None and distance(one.point, other.point) <= NEAR
