"""What is told of missions: those that can help each tie of a city, those of a country by what is tied there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cityties.pictures.missions.table import Mission
from cityties.pictures.ties import Place, Tie

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["Block", "of_all", "of_city", "of_country"]


@dataclass
class Block:
    """A heading, what stands under it in small letters, the tie that it is of, and the missions below."""

    head: str
    under: str
    missions: list[tuple[Mission, str]] = field(default_factory=list)
    tie: Tie | None = None
    place: str = ""  # the city that it is about

    @property
    def ref(self) -> str:
        """The name of the block within a page."""
        return self.tie.iri if self.tie else f"block {self.head}"


def of_city(
    request: Request, ties: Sequence[Tie], missions: Sequence[Mission], words: Callable[[str], str]
) -> list[Block]:
    """Give each tie of a city with the missions that can help it, those on record as helping first.

    Ties that a mission can help come first. A mission can help where it is sent by the country of
    one city to that of the other.
    """
    city = request.centres[0]
    found: list[Block] = []
    for tie in ties:
        own = next((end for end in tie.ends if end.iri == city), None)
        if own is None:
            continue
        other = tie.other(city)
        helpful = [one for one in missions if _between(one, own, other) or tie.iri in one.helps]
        helpful.sort(key=lambda one: (tie.iri not in one.helps, one.seat not in (own.iri, other.iri), one.name))
        block = Block(f"{other.name}, {other.country_name}".rstrip(", "), tie.status, [], tie, other.iri)
        for one in helpful:
            told = [_where(one, other, words), one.head, words("helps") if tie.iri in one.helps else ""]
            block.missions.append((one, " · ".join(filter(None, told))))
        found.append(block)
    return sorted(found, key=lambda one: (not one.missions, one.head))


def of_country(
    request: Request, ties: Sequence[Tie], missions: Sequence[Mission], words: Callable[[str], str]
) -> list[Block]:
    """Put the missions of a country by the standing of its cities' ties with the city where each sits."""
    country = request.centres[0]
    best: dict[str, Tie] = {}
    for tie in ties:
        for own, other in (tie.ends, tie.ends[::-1]):
            if own.country == country and other.country != country:
                known = best.get(other.iri)
                if known is None or (tie.standing.key == "agreed" and known.standing.key != "agreed"):
                    best[other.iri] = tie
    groups = {name: Block(words(name), "") for name in ("tie-agreed", "tie-loose", "tie-none")}
    for one in missions:
        if one.sender != country:
            continue
        there = best.get(one.seat)
        group = "tie-none" if there is None else "tie-agreed" if there.standing.key == "agreed" else "tie-loose"
        told = f"{there.name}: {there.status}" if there else ""
        seat = words("seat-in").format(city=one.seat_name) if one.seat_name else words("no-seat")
        groups[group].missions.append((one, " · ".join(filter(None, (seat, told, one.head)))))
    return [block for block in groups.values() if block.missions]


def of_all(request: Request, missions: Sequence[Mission], name: Callable[[str], str]) -> list[Block]:
    """Put all missions by the country that sent them, the most first."""
    groups: dict[str, Block] = {}
    for one in missions:
        block = groups.setdefault(one.sender, Block(name(one.sender), ""))
        block.missions.append((one, one.seat_name))
    return sorted(groups.values(), key=lambda one: (-len(one.missions), one.head))


def _between(mission: Mission, one: Place, other: Place) -> bool:
    ends = (one.country, other.country)
    if not all(ends) or ends[0] == ends[1]:
        return False
    return any(mission.sender == a and b in mission.hosts for a, b in (ends, ends[::-1]))


def _where(mission: Mission, other: Place, words: Callable[[str], str]) -> str:
    if not mission.seat_name:
        return words("no-seat")
    told = words("seat-in").format(city=mission.seat_name)
    abroad = mission.sender != other.country
    return f"{told}, {words('not-there').format(city=other.name)}" if abroad and mission.seat != other.iri else told
