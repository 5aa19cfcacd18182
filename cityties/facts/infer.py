"""What follows from the facts: ontology/rules/*.rq, beside the facts in the default graph."""

from __future__ import annotations

from typing import Final

from cityties.facts.rule import Rule, conclude, rules
from cityties.model.errors import ModelError
from cityties.store import Literal, Store

__all__ = ["infer"]

_MOST_ROUNDS: Final = 10
_COUNTING: Final = "20"


def infer(store: Store, *, anew: bool = True) -> None:
    """Draw every conclusion of ontology/rules anew; ``anew`` is false where none is there yet.

    Rules may build on each other: they run in the order of their names, and those that ask for
    what another concludes run again until nothing new follows. Those numbered from 20 count what
    the others concluded: they run once, at the end. A rule that says `#+ each: ?tie a ct:Tie`
    concludes of each tie by itself, and runs on some at a time. Raises ModelError where a rule is not a
    CONSTRUCT, or never comes to rest.
    """
    every = rules(by_thing=False)
    if anew:
        store.forget(dict.fromkeys(property_ for rule in every for property_ in rule.properties))
    waiting = [rule for rule in every if rule.name < _COUNTING]
    for _ in range(_MOST_ROUNDS):
        waiting = _round(store, waiting, every)
        if not waiting:
            break
    else:
        raise ModelError(f"ontology/rules: the rules did not come to rest in {_MOST_ROUNDS} rounds")
    for rule in every:
        if rule.name >= _COUNTING:
            conclude(store, rule)


def _round(store: Store, waiting: list[Rule], every: tuple[Rule, ...]) -> list[Rule]:
    """Run some rules in turn; say which have to run again, since what they ask for was concluded after them."""
    again: set[str] = set()
    for place, rule in enumerate(waiting):
        later = {other.name for other in waiting[place + 1 :]}
        missed = {other.name for other in every if other.asks & rule.concludes} - later
        before = _count(store, rule) if missed else 0
        conclude(store, rule)
        if missed and _count(store, rule) > before:
            again |= missed
    return [rule for rule in every if rule.name in again and rule.name < _COUNTING]


def _count(store: Store, rule: Rule) -> int:
    """Count the facts that a rule may have concluded: those of its properties."""
    names = " ".join(str(name) for name in rule.properties)
    (number,) = store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?p {{ {names} }} ?s ?p ?o }}").rows[0]
    return int(number.value) if isinstance(number, Literal) else 0
