"""Two lists put side by side: which of one is which of the other, each of them once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar, cast

__all__ = ["Pairs", "pair", "variants"]

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
    """Pair each row of gold with one fact at most, better pairs first; a row that is merely fair counts nowhere."""
    if rows is None:
        return None
    wordings = [list(variants(row)) for row in rows]
    fits = [
        (number, place)
        for number, told in enumerate(wordings)
        for place, one in enumerate(found)
        if any(same(row, one) for row in told)
    ]
    fits.sort(key=lambda fit: (_is_fair(rows[fit[0]]), not better(rows[fit[0]], found[fit[1]])))
    partner = _most(fits)
    taken = set(partner.values())
    return Pairs(
        [tell(rows[number]) for number in sorted(partner) if not _is_fair(rows[number])],
        [tell(row) for number, row in enumerate(rows) if number not in partner and not _is_fair(row)],
        [tell_found(one) for place, one in enumerate(found) if place not in taken],
    )


def variants(row: _One) -> Iterator[_One]:
    """Go through the forms in which a row of gold is right: as it stands, and as its "or" tells.

    >>> [one["status"] for one in variants({"status": "explored", "or": {"status": ["agreed"]}})]
    ['explored', 'agreed']
    """
    others = row.get("or") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or not isinstance(others, Mapping):
        yield row
        return
    choices = [[row.get(name), *values] for name, values in others.items()]
    for chosen in product(*choices):
        yield cast("_One", {**row, **dict(zip(others, chosen, strict=True))})


def _is_fair(row: object) -> bool:
    """Say whether a row is one that a reader may take or leave."""
    return row.get("fair") is True if isinstance(row, Mapping) else getattr(row, "fair", False) is True


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
