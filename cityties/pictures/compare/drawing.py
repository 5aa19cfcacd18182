"""The drawing of two cities side by side: partners first, then where both work, then what each wants to learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.pictures.compare.partners import Candidate, Mission, Partner, Wish
from cityties.pictures.shapes.butterfly import butterfly
from cityties.pictures.shapes.column import Column, Said
from cityties.pictures.shapes.sketch import Box, Item, Text

__all__ = ["Comparison", "Side"]

_PHONE: Final = 700.0
_GAP: Final = 30.0
_MOST: Final = 12  # bars of a kind
_LIKELY: Final = 6  # candidates of each city


@dataclass(frozen=True)
class Side:
    """One of the three lists: its title, its colour, and its partners."""

    title: str
    colour: str
    partners: Sequence[Partner]


@dataclass
class Comparison:
    """All that is compared, ready to be drawn at any width."""

    names: tuple[str, str]
    heads: tuple[str, str]
    sides: tuple[Side, Side, Side]
    themselves: str
    bars: Sequence[tuple[str, Counter[str], Counter[str]]]
    wishes: Sequence[Wish]
    candidates: Sequence[Sequence[Candidate]]
    missions: Sequence[Mission]
    words: Mapping[str, str]
    label: Callable[[str], str]

    def draw(self, width: float) -> tuple[list[Item], float]:
        """Draw at a width; give the shapes and the height."""
        top = self._top(width)
        y = top.y + 16
        items = [*top.items]
        lists, y = self._beside([self._list(side) for side in self.sides], width, y, self._shares())
        items += lists
        middle: list[Callable[[Column], None]] = [self._bars(*one) for one in self.bars if one[1] or one[2]]
        drawn, y = self._beside(middle, width, y + 14)
        last: list[Callable[[Column], None]] = [self._wishes, self._missions]
        more, y = self._beside(last, width, y + 14)
        guessed, y = self._beside([self._guesses], width, y + 14)
        return [*items, *drawn, *more, *guessed], y

    def _top(self, width: float) -> Column:
        column = Column(0, 2, width)
        counts = [len(side.partners) for side in self.sides]
        total, x = max(1, sum(counts)), 0.0
        half = (width - _GAP) / 2
        one, other = Column(0, 2, half), Column(width - half, 2, half)
        for part, name, head, colour in zip((one, other), self.names, self.heads, ("one", "other"), strict=True):
            part.words(Said(name, 22, "bold", colour))
            part.words(Said(head, 12, colour="soft"))
        column.items += [*one.items, *other.items]
        column.y = max(one.y, other.y) + 8
        for side, count in zip(self.sides, counts, strict=True):
            across = width * count / total
            if count:
                column.items.append(Box(x, column.y, across, 24, side.colour))
                column.items.append(Text(x + across / 2, column.y + 12, str(count), 12, weight="bold", colour="paper"))
            x += across
        column.y += 32
        column.words(Said(self.themselves, 12.5))
        return column

    def _shares(self) -> list[float]:
        counts = [max(1, len(side.partners)) for side in self.sides]
        return [max(count, max(counts) / 3) for count in counts]

    def _beside(
        self, parts: Sequence[Callable[[Column], None]], width: float, y: float, shares: Sequence[float] = ()
    ) -> tuple[list[Item], float]:
        """Draw parts beside each other where there is room, else below each other."""
        items: list[Item] = []
        low = y
        if width < _PHONE:
            for part in parts:
                column = Column(0, low, width)
                part(column)
                items += column.items
                low = column.y + 14
            return items, low
        room = width - _GAP * (len(parts) - 1)
        whole = sum(shares) or len(parts)
        x = 0.0
        for number, part in enumerate(parts):
            across = room * (shares[number] if shares else 1) / whole
            column = Column(x, y, across)
            part(column)
            items += column.items
            low = max(low, column.y)
            x += across + _GAP
        return items, low

    def _list(self, side: Side) -> Callable[[Column], None]:
        def put(column: Column) -> None:
            column.heading(side.title, side.colour, count=len(side.partners))
            by_country: dict[str, list[Partner]] = {}
            for partner in side.partners:
                by_country.setdefault(partner.country_name, []).append(partner)
            if not side.partners:
                column.words(Said(self.words["nosource"], 12, colour="soft"))
            ordered = sorted(by_country.items(), key=lambda one: (not one[0], -len(one[1]), one[0]))
            column.flow([self._country(side, country, some) for country, some in ordered], 170)

        return put

    def _country(self, side: Side, country: str, some: Sequence[Partner]) -> Callable[[Column], None]:
        names = ", ".join(sorted(self._told(partner) for partner in some))
        said = [Said(country or self.words["unknown"], 11, colour="soft"), Said(names, 12.5)]
        ref = some[0].iri if len(some) == 1 else f"country {side.colour} {country}"

        def put(column: Column) -> None:
            column.row(ref, said, gap=4)

        return put

    def _told(self, partner: Partner) -> str:
        """Name a partner, with how firm its tie is where it is not agreed."""
        ties = [tie for tie in partner.ties if tie]
        loose = [tie for tie in ties if not tie.holds]
        return f"{partner.name} ({loose[0].status_label})" if loose and len(loose) == len(ties) else partner.name

    def _bars(self, name: str, left: Counter[str], right: Counter[str]) -> Callable[[Column], None]:
        def put(column: Column) -> None:
            column.heading(name)
            items, column.y = butterfly(left, right, (column.x, column.y), column.width, _MOST)
            column.items += items

        return put

    def _wishes(self, column: Column) -> None:
        column.heading(self.words["wishes"], count=len(self.wishes))
        if not self.wishes:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        for number, wish in enumerate(self.wishes):
            said = [
                Said(f"{wish.learner} ← {wish.teacher}: {wish.sector or self.words['no-sector']}", 12.5),
                Said(wish.day, 11, colour="soft"),
            ]
            column.row(f"wish {number}", said, dot=("triangle", "part-Commitment"))

    def _guesses(self, column: Column) -> None:
        column.heading(self.words["learn"])
        column.words(Said(self.words["learn-note"], 11, colour="soft"))
        column.space(4)
        for city, colour, some in zip(self.names, ("one", "other"), self.candidates, strict=True):
            told = ", ".join(self._guess(one) for one in some[:_LIKELY]) or self.words["no-candidates"]
            column.row(f"guess {colour}", [Said(f"{city}: {told}", 12.5)], dot=("diamond", colour))

    def _guess(self, one: Candidate) -> str:
        common = ", ".join(self.label(iri) for iri in one.common[:3])
        return f"{one.partner.name} ({self.words['shares'].format(names=common)})" if common else one.partner.name

    def _missions(self, column: Column) -> None:
        column.heading(self.words["missions"], count=len(self.missions))
        if not self.missions:
            column.words(Said(self.words["nosource"], 12, colour="soft"))
        for one in self.missions:
            helps = self.words["helps"].format(tie=one.helps) if one.helps else ""
            said = [
                Said(one.name, 12.5),
                Said(" · ".join(filter(None, (one.seat, one.head, helps))), 11, colour="soft"),
            ]
            column.row(one.iri, said, dot=("diamond", "mission"))
