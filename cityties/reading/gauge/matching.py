"""Two lists put side by side: which of one is which of the other, each of them once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["Pairs", "pair"]

_One = TypeVar("_One")
_Other = TypeVar("_Other")


@dataclass(frozen=True)
class Pairs:
    """What of a kind is right, what gold has and the draft has not, what the draft has and gold has not."""

    right: Sequence[str]
    missed: Sequence[str]
    wrong: Sequence[str]


def pair(
    rows: Sequence[_One] | None,
    found: Sequence[_Other],
    same: Callable[[_One, _Other], bool],
    tell: Callable[[_One], str],
    tell_found: Callable[[_Other], str],
    better: Callable[[_One, _Other], bool] = lambda one, other: True,
) -> Pairs | None:
    """Pair each row of gold with one fact at most, better pairs first."""
    if rows is None:
        return None
    fits = [(number, place) for number, row in enumerate(rows) for place, one in enumerate(found) if same(row, one)]
    fits.sort(key=lambda fit: not better(rows[fit[0]], found[fit[1]]))
    partner = _most(fits)
    taken = set(partner.values())
    return Pairs(
        [tell(rows[number]) for number in sorted(partner)],
        [tell(row) for number, row in enumerate(rows) if number not in partner],
        [tell_found(one) for place, one in enumerate(found) if place not in taken],
    )


def _most(fits: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Choose as many pairs as can stand together (Kuhn's augmenting paths)."""
    choices: dict[int, list[int]] = {}
    for number, place in fits:
        choices.setdefault(number, []).append(place)
    holder: dict[int, int] = {}

    def settle(number: int, seen: set[int]) -> bool:
        for place in choices[number]:
            if place not in seen:
                seen.add(place)
                if place not in holder or settle(holder[place], seen):
                    holder[place] = number
                    return True
        return False

    for number in choices:
        settle(number, set())
    return {number: place for place, number in holder.items()}
