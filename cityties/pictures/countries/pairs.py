"""Countries as a list, where there are few: which ties join the cities of each two, and how firm each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.sketch import Item
from cityties.pictures.ties import Tie

__all__ = ["Pair", "listed", "pairs_of", "ref_of"]

Pair = tuple[str, str]


def pairs_of(ties: Sequence[Tie], focus: Sequence[str]) -> list[tuple[Pair, list[Tie]]]:
    """Put ties together by the names of their countries, the most first; with a ``focus`` only of those (keys)."""
    found: dict[Pair, list[Tie]] = {}
    for tie in ties:
        keys = {end.country for end in tie.ends}
        if set(focus) <= keys and (len(focus) < 2 or len(keys) == 2):
            one, other = sorted(end.country_name for end in tie.ends)
            found.setdefault((one, other), []).append(tie)
    return sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))


def ref_of(pair: Pair) -> str:
    """Name two countries within a page."""
    return " – ".join(pair)


def listed(
    pairs: Sequence[tuple[Pair, list[Tie]]], alone: Sequence[str], words: Mapping[str, str], width: float
) -> tuple[list[Item], float]:
    """Draw the list at a width; give the shapes and the height."""
    column = Column(0, 4, width)
    column.flow([_block(pair, ties, words) for pair, ties in pairs], 300, 28)
    if alone:
        column.space(10)
        column.heading(words["alone-head"], "mission", count=len(alone))
        column.words(Said(", ".join(alone), 12.5))
    return column.items, column.y


def _block(pair: Pair, ties: Sequence[Tie], words: Mapping[str, str]) -> Callable[[Column], None]:
    agreed = sum(tie.standing.key == "agreed" for tie in ties)
    one, other = (name or words["unknown"] for name in pair)
    head = words["within"].format(one=one) if one == other else f"{one} – {other}"

    def put(column: Column) -> None:
        column.space(6)
        told = words["of-agreed"].format(count=len(ties), agreed=agreed)
        column.row(ref_of(pair), [Said(f"{head}: {told}", 13.5, "bold")], gap=2)
        for tie in sorted(ties, key=lambda tie: (tie.standing.key != "agreed", tie.name)):
            more = "" if tie.standing.key == "agreed" else f" ({tie.status})"
            column.row(tie.iri, [Said(f"{tie.name}{more}", 12.5)], part=tie.standing.key, dot=tie.standing.mark, gap=2)
        column.space(6)

    return put
