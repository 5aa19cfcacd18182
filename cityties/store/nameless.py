"""Things without a name that are all alike: naming them by RDFC-1.0 can take for ever.

The algorithm tries every order of those that look the same from where it stands
(https://www.w3.org/TR/rdf-canon/#security-considerations): nine that all point to each other take longer than anybody
waits. Such data is told before, and nobody writes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from cityties.model.errors import DataError
from cityties.store.term import BlankNode, Quad

__all__ = ["refuse_alike"]

_MOST_ALIKE: Final = 6  # around one of them: six have 720 orders
_MOST_LINKED: Final = 150


def refuse_alike(quads: Iterable[Quad], name: str = "this graph") -> None:
    """Refuse quads whose blank nodes could not be named in good time. Raises DataError."""
    seen: dict[BlankNode, list[str]] = defaultdict(list)
    links: dict[BlankNode, list[tuple[str, BlankNode]]] = defaultdict(list)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            other = "_" if isinstance(value, BlankNode) else str(value)
            seen[subject].append(f"> {quad.predicate} {other} {quad.graph_name}")
        if isinstance(value, BlankNode):
            other = "_" if isinstance(subject, BlankNode) else str(subject)
            seen[value].append(f"< {quad.predicate} {other} {quad.graph_name}")
        if isinstance(subject, BlankNode) and isinstance(value, BlankNode) and subject != value:
            links[subject].append((f"> {quad.predicate}", value))
            links[value].append((f"< {quad.predicate}", subject))
    looks = {node: "\n".join(sorted(said)) for node, said in seen.items()}
    common = {look for look, times in Counter(looks.values()).items() if times > 1}
    alike = {node for node, look in looks.items() if look in common}
    near = {
        node: [(f"{way} {looks[other]}", other) for way, other in links[node] if other in alike]
        for node in alike
        if node in links
    }
    for around in near.values():
        groups = Counter(look for look, _ in set(around))
        if groups and max(groups.values()) > _MOST_ALIKE:
            raise DataError(_told(name, max(groups.values())))
    most = _largest({node: {other for _, other in around} for node, around in near.items()})
    if most > _MOST_LINKED:
        raise DataError(_told(name, most))


def _largest(near: dict[BlankNode, set[BlankNode]]) -> int:
    """Say how many hang together at most."""
    most, left = 0, set(near)
    while left:
        waiting, found = [left.pop()], 1
        while waiting:
            for other in near[waiting.pop()] & left:
                left.discard(other)
                waiting.append(other)
                found += 1
        most = max(most, found)
    return most


def _told(name: str, number: int) -> str:
    return f"{name}: {number} things without a name that are alike and point to each other: give them names"
