"""Rows of gold paired with the facts of a draft, kind by kind: which are right, missed, wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cityties.reading.draft import Draft
from cityties.reading.gauge import encounters, named, page, related
from cityties.reading.gauge.gold import Gold
from cityties.reading.gauge.matching import Pairs
from cityties.reading.gauge.naming import Naming
from cityties.store import Store

__all__ = ["FULL", "KINDS", "TIES", "pairs"]

TIES: Final = "ties by parties"

# In this order: missions that were paired tell how gold calls them where commitments name them.
_COMPARE: Final[Mapping[str, Callable[[Naming], Pairs | None]]] = {
    "cities": named.pair_cities,
    "people with posts": named.pair_officials,
    "people with posts and homes": named.pair_seated,
    "missions": named.pair_missions,
    "sectors": named.pair_sectors,
    "encounters": encounters.pair_encounters,
    "encounters with their day": encounters.pair_dated,
    "venues": encounters.pair_venues,
    "roles": encounters.pair_roles,
    "ties with the right step": related.pair_steps,
    TIES: related.pair_ties,
    "agreements": related.pair_agreements,
    "commitments": related.pair_commitments,
    "facilitators": related.pair_facilitators,
    "learning interests": related.pair_interests,
    "titles": page.pair_titles,
    "page surroundings": page.pair_outside,
}
KINDS: Final = tuple(_COMPARE)
# A draft can be taken as it is where nothing of these is missed or wrong.
FULL: Final = (
    "cities",
    "people with posts and homes",
    "missions",
    "encounters with their day",
    "ties with the right step",
    "agreements",
)


def pairs(gold: Gold, draft: Draft, store: Store) -> Iterator[tuple[str, Pairs]]:
    """Compare a draft with its gold, kind by kind; kinds that this gold was not made for are left out."""
    both = Naming(draft, gold, store)
    for kind, compare in _COMPARE.items():
        found = compare(both)
        if found is not None:
            yield kind, found
