"""What a name tells beside itself: "Toronto, Ontario" and "Rome, Georgia" a region, "Paris, France" a country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cityties.model.folding import fold
from cityties.names.country import codes_of, part_of
from cityties.names.region import Region, regions_of

__all__ = ["Told", "told"]


@dataclass(frozen=True)
class Told:
    """One way to read a name: the bare name, the country and the regions that it is told to lie in.

    ``sure`` says that nothing of the name was left off to read it so.
    """

    name: str
    country: str | None = None
    regions: frozenset[Region] = frozenset()
    sure: bool = True


def told(name: str, country: str | None = None, regions: frozenset[Region] = frozenset()) -> Iterator[Told]:
    """Go through the ways to read a name, the most telling first.

    >>> [(one.name, one.country, sorted(one.regions)) for one in told("Rome, Georgia")]
    [('Rome', 'US', [('US', 'GA')]), ('Rome', 'GE', []), ('Rome, Georgia', None, [])]
    """
    text = " ".join(name.split())
    head, comma, tail = (part.strip() for part in text.rpartition(","))
    if not comma or not head or not tail:
        yield Told(text, country, regions)
        return
    within = regions_of(tail, country)
    for land in sorted({one[0] for one in within}):
        yield from told(head, land, frozenset(one for one in within if one[0] == land))
    lands = (part[0],) if (part := part_of(tail)) else codes_of(tail)
    if country is None:
        for land in lands:
            yield from told(head, land)
    elif country in lands or fold(tail) == fold(country):
        yield from told(head, country, regions)
    yield Told(text, country, regions)
    if country is not None and not within and country not in lands:
        yield Told(head.split(",")[0].strip(), country, regions, sure=False)
