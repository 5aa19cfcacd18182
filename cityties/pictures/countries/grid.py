"""The matrix of countries: the first of them, by the groups that link most; on a phone its strongest pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.letters import wide
from cityties.pictures.shapes.sketch import Box, Dot, Entry, Item, Mark, Text

if TYPE_CHECKING:
    from cityties.pictures.countries.pairs import Pair
    from cityties.pictures.countries.table import Table
    from cityties.pictures.ties import Tie

__all__ = ["grid", "legend_of", "note_of", "steps", "strongest"]

_MOST: Final = 36  # countries of the matrix
_FIRST: Final = 40  # pairs of countries of the list
_STEPS: Final = 6
_TALL: Final = 20.0
_SIZE: Final = 11.0


def grid(found: Table, width: float) -> tuple[list[Item], float]:
    """Draw the countries with the most ties, grouped by blocks."""
    order = _order(found)
    bounds = steps(max(found.pairs.values()), _STEPS)
    left = max(wide(found.names[row], _SIZE) for row in order) + 50
    top = max(wide(found.names[row], 10) for row in order) * 0.8 + 14
    across = (width - left - top * 0.75) / len(order)
    totals = found.totals
    items: list[Item] = []
    for at, row in enumerate(order):
        y = top + (at + 0.5) * _TALL
        x = left + (at + 0.5) * across
        name = [
            Text(0, y, found.names[row], _SIZE, "start"),
            Text(left - 8, y, str(totals[row]), _SIZE, "end", colour="soft"),
        ]
        items.append(Mark(name, f"country {row}", found.names[row]))
        items.append(Text(x, top - 8, found.names[row], 10, "start", turn=-52))
    for at, row in enumerate(order):
        for place, column in enumerate(order):
            cell = _cell(found, (row, column), (left + place * across, top + at * _TALL), across, bounds)
            items.append(cell)
    items += _frames(order, found.blocks, left, top, across)
    return items, top + _TALL * len(order) + 4


def strongest(
    pairs: Sequence[tuple[Pair, list[Tie]]], words: Mapping[str, str], width: float
) -> tuple[list[Item], float]:
    """List the pairs of countries with the most ties, each with a bar."""
    column = Column(0, 4, width)
    most = max(len(ties) for _, ties in pairs)
    for pair, ties in pairs[:_FIRST]:
        one, other = (name or words["unknown"] for name in pair)
        head = words["within"].format(one=one) if one == other else f"{one} – {other}"
        column.items.append(Box(0, column.y + 19, max(2, width * len(ties) / most), 5, "ramp-3"))
        column.row(" – ".join(pair), [Said(f"{head}: {len(ties)}", 13)], gap=14)
    return column.items, column.y


def legend_of(found: Table, words: Mapping[str, str]) -> tuple[Entry, ...]:
    """Explain the shades of cells, the mark of missions without ties, and the frames."""
    most = max(found.pairs.values())
    bounds = steps(most, _STEPS)
    shades = [
        Entry(_range(bounds, at, most), f"ramp-{_shade(bound, bounds)}", "square") for at, bound in enumerate(bounds)
    ]
    return (*shades, Entry(words["alone"], "mission", "diamond"), Entry(words["block"], "both", "square"))


def note_of(found: Table, words: Mapping[str, str]) -> str:
    """Say how many ties are counted, and how many are left out."""
    inside = set(_order(found))
    seen = sum(count for (one, other), count in found.pairs.items() if one in inside and other in inside)
    rest = len(found.keys) - len(inside)
    notes = [words["counts"].format(ties=seen, countries=len(inside))]
    notes += [words["rest"].format(countries=rest, ties=sum(found.pairs.values()) - seen)] if rest else []
    notes += [words["loose"].format(count=found.loose)] if found.loose else []
    return " · ".join([*notes, *found.notes])


def steps(most: int, many: int) -> list[int]:
    """Part the numbers from 1 to the most into steps, each several times as large as the one before.

    >>> steps(165, 6)
    [1, 3, 8, 21, 59, 165]
    """
    found: list[int] = []
    for at in range(many):
        bound = max(at + 1, round(most ** (at / (many - 1))))
        if bound <= most and (not found or bound > found[-1]):
            found.append(bound)
    return found


def _order(found: Table) -> list[int]:
    return sorted(range(min(_MOST, len(found.keys))), key=lambda row: (found.blocks[row], row))


def _cell(found: Table, pair: tuple[int, int], at: tuple[float, float], across: float, bounds: Sequence[int]) -> Item:
    row, column = pair
    x, y = at
    count = found.pairs[min(pair), max(pair)]
    shade = _shade(count, bounds)
    edge = "soft" if row == column else ""
    box = Box(x + 0.5, y + 0.5, across - 1, _TALL - 1, f"ramp-{shade}" if count else "card", edge=edge)
    middle = (x + across / 2, y + _TALL / 2)
    if count:
        weight: str = "bold" if row == column else "normal"
        number = Text(
            *middle, str(count), 10, weight="bold" if weight == "bold" else "normal", colour=f"ramp-ink-{shade}"
        )
        names = sorted((found.names[row], found.names[column]))
        return Mark((box, number), " – ".join(names), f"{' – '.join(names)}: {count}")
    if row != column and (found.missions[row, column] or found.missions[column, row]):
        return Mark(
            (box, Dot(*middle, 2.6, "mission", "diamond")),
            f"country {row}",
            f"{found.names[row]}, {found.names[column]}",
        )
    return box


def _shade(count: int, bounds: Sequence[int]) -> int:
    at = max((place for place, bound in enumerate(bounds) if count >= bound), default=0)
    return round(at * (_STEPS - 1) / (len(bounds) - 1)) if len(bounds) > 1 else _STEPS - 1


def _range(bounds: Sequence[int], at: int, most: int) -> str:
    last = bounds[at + 1] - 1 if at + 1 < len(bounds) else most
    return str(bounds[at]) if last <= bounds[at] else f"{bounds[at]}–{last}"


def _frames(order: Sequence[int], blocks: Sequence[int], left: float, top: float, across: float) -> list[Item]:
    found: list[Item] = []
    begin = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or blocks[order[at]] != blocks[order[begin]]:
            if at - begin > 1:
                size = ((at - begin) * across, (at - begin) * _TALL)
                found.append(Box(left + begin * across, top + begin * _TALL, *size, "", edge="both"))
            begin = at
    return found
