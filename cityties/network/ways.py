"""The shortest ways between two things, walked from both ends: what is near is looked up, the rest never read.

A level of one side is all that a line leads to from the level before; the side with fewer to go on from goes on. Where
the two meet, all shortest ways are known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final, TypeAlias

from cityties.date.compare import within
from cityties.network.ends import Ends, Link
from cityties.network.projection import Reading, follow_back, readings
from cityties.store import Store

__all__ = ["Ways", "things_around", "ways"]

_COMPARED: Final = 200  # ways: more are not put in order
_Read: TypeAlias = tuple[str, str]  # the name of a reading, and the IRI of the thing that it reads


class Ways:
    """Shortest ways, in order, and what was read as the lines between each two things on them."""

    def __init__(self, found: list[list[str]], lines: Mapping[frozenset[str], set[_Read]]) -> None:
        self.found = found
        self._lines = lines

    def read(self, pairs: Collection[tuple[str, str]]) -> dict[str, set[str]]:
        """Name the things that were read as lines between some pairs, by reading."""
        things: dict[str, set[str]] = {}
        for pair in pairs:
            for reading, thing in self._lines[frozenset(pair)]:
                things.setdefault(reading, set()).add(thing)
        return things


def ways(store: Store, start: str, end: str, *, as_of: str | None, most: int) -> Ways:
    """Find the shortest ways between two things, whichever way the lines point; none where they have over ``most``."""
    near = _Near(store, as_of)
    start, end = near.place_of(start), near.place_of(end)
    if start == end:
        return Ways([], {})
    one, other = _Side(start), _Side(end)
    while one.level and other.level and len(one.before) + len(other.before) < most:
        side, facing = (one, other) if len(one.level) <= len(other.level) else (other, one)
        side.go_on(near.lines(side.level))
        if not side.level.keys().isdisjoint(facing.level):
            return Ways(sorted(islice(_all(one, other), _COMPARED)), near.read)
    return Ways([], {})


def things_around(
    store: Store, centre: str, hops: int, *, only: Collection[str] = (), as_of: str | None = None
) -> dict[str, set[str]]:
    """Name the things that are read as lines from or to whatever lies within some hops of a thing, by reading."""
    near = _Near(store, as_of, only)
    known, level = {centre}, {centre}
    for _ in range(hops + 1):  # the last for the lines that the farthest have with each other
        further = {far for nexts in near.lines(sorted(level)).values() for far in nexts}
        level = further - known
        known |= level
    found: dict[str, set[str]] = {}
    for some in near.read.values():
        for reading, thing in some:
            found.setdefault(reading, set()).add(thing)
    return found


class _Side:
    """What was reached from one end: the level to go on from, and those before; each thing with what it came from."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.level: dict[str, set[str]] = {start: set()}
        self.before: list[dict[str, set[str]]] = []
        self._known = {start}

    def go_on(self, lines: Mapping[str, Collection[str]]) -> None:
        """Reach the next level by the lines from this one."""
        further: dict[str, set[str]] = {}
        for thing, nexts in lines.items():
            for far in nexts:
                if far not in self._known:
                    further.setdefault(far, set()).add(thing)
        self._known.update(further)
        self.before.append(self.level)
        self.level = further

    def lines(self, met: Collection[str]) -> Iterator[tuple[str, str]]:
        """Give the lines on which some things of the last level were reached: the nearer to the start, the farther."""
        wanted = set(met)
        for level in (self.level, *reversed(self.before)):
            yield from ((near, far) for far in wanted for near in level[far])
            wanted = {near for far in wanted for near in level[far]}


def _all(one: _Side, other: _Side) -> Iterator[list[str]]:
    """Give the shortest ways between the starts of two sides that have met, one after the other."""
    met = one.level.keys() & other.level.keys()
    nexts: dict[str, set[str]] = {}
    for near, far in one.lines(met):
        nexts.setdefault(near, set()).add(far)
    for near, far in other.lines(met):
        nexts.setdefault(far, set()).add(near)
    came: dict[str, list[str]] = {}
    level = [one.start]
    while level:
        for thing in level:
            for far in sorted(nexts.get(thing, ())):
                came.setdefault(far, []).append(thing)
        level = list(dict.fromkeys(far for thing in level for far in sorted(nexts.get(thing, ()))))

    def to(thing: str) -> Iterator[list[str]]:
        if thing == one.start:
            yield [thing]
        for near in came.get(thing, ()):
            for way in to(near):
                yield [*way, thing]

    return to(other.start)


class _Near:
    """What stands next to things in the network, looked up in the store; what was read once is kept."""

    def __init__(self, store: Store, as_of: str | None, only: Collection[str] = ()) -> None:
        self.read: dict[frozenset[str], set[_Read]] = {}  # by the two things of each line
        self._ends, self._as_of = Ends(store), as_of
        self._readings = [reading for reading in readings(store) if not only or reading.name in only]
        self._seen: dict[str, set[str]] = {reading.name: set() for reading in self._readings}
        self._next: dict[str, set[str]] = {}

    def place_of(self, thing: str) -> str:
        """Say as what a thing counts in the network."""
        return self._ends.place_of(thing)

    def lines(self, things: Collection[str]) -> Mapping[str, Collection[str]]:
        """Say what stands next to each of some things."""
        ends = {*things, *self._ends.folded_into(things)}
        for reading in self._readings:
            fresh = self._touching(reading, ends) - self._seen[reading.name]
            self._seen[reading.name] |= fresh
            links = self._lasting(reading, self._ends.links(reading, fresh)) if fresh else {}
            for thing, link in links.items():
                for pair in link.pairs(directed=reading.directed):
                    self._add(pair, (reading.name, thing))
        return {thing: self._next.get(thing, ()) for thing in things}

    def _add(self, pair: tuple[str, str], read: _Read) -> None:
        one, other = pair
        self._next.setdefault(one, set()).add(other)
        self._next.setdefault(other, set()).add(one)
        self.read.setdefault(frozenset(pair), set()).add(read)

    def _touching(self, reading: Reading, ends: Collection[str]) -> set[str]:
        """Name the things that a reading may read as a line from or to one of some ends."""
        found: set[str] = set()
        for part in ("readSource", "readTarget"):
            path = reading.paths.get(part)
            found.update(follow_back(self._ends.columns, ends, path) if path else ends)
        return found

    def _lasting(self, reading: Reading, links: dict[str, Link]) -> dict[str, Link]:
        if self._as_of is None or not links:
            return links
        spans = self._ends.spans(reading, self._ends.facts(reading, links))
        return {thing: link for thing, link in links.items() if within(*spans[thing], self._as_of)}
