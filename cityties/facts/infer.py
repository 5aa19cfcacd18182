"""What follows from what is said: rules/*.rq, in a graph of its own, never mixed with the facts."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from cityties.model import resources
from cityties.model.errors import CitytiesError, ModelError
from cityties.model.vocabulary import INFERRED_GRAPH
from cityties.store import Store

_MOST_ROUNDS: Final = 10
_COUNTING: Final = "20"
_TEMPLATE: Final = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE\b(.*)", re.IGNORECASE | re.DOTALL)
_EACH: Final = re.compile(r"^#\+ each: (\?\w+ a [\w:-]+)$", re.MULTILINE)
_NAME: Final = re.compile(r"\b[a-z]+:[A-Za-z][\w-]*")


def infer(store: Store) -> int:
    """Draw every conclusion of ontology/rules anew; say how many statements followed.

    Rules may build on each other: they run in the order of their names, and those that ask for
    what another concludes run again until nothing new follows. Those numbered from 20 count what
    the others concluded: they run once, at the end. A rule that says `#+ each: ?tie a ct:Tie`
    concludes of each tie by itself, and runs on some at a time. Raises ModelError where a rule is not a
    CONSTRUCT, or never comes to rest.
    """
    store.drop(INFERRED_GRAPH)
    rules = _rules()
    waiting = [name for name in rules if name < _COUNTING]
    for _ in range(_MOST_ROUNDS):
        again: set[str] = set()
        for place, name in enumerate(waiting):
            text, concludes, _ = rules[name]
            after = {other for other, (_, _, asks) in rules.items() if asks & concludes}
            missed = after - set(waiting[place + 1 :])  # those whose turn in this round is over
            before = store.count(INFERRED_GRAPH) if missed else 0
            _conclude(store, name, text)
            if missed and store.count(INFERRED_GRAPH) > before:
                again |= missed
        if not again:
            break
        waiting = sorted(again)
    else:
        raise ModelError(f"ontology/rules: the rules did not come to rest in {_MOST_ROUNDS} rounds")
    for name in (name for name in rules if name >= _COUNTING):
        _conclude(store, name, rules[name][0])
    return store.count(INFERRED_GRAPH)


def _conclude(store: Store, name: str, text: str) -> None:
    try:
        each = _EACH.search(text)
        store.conclude(INFERRED_GRAPH, text, each[1] if each else "")
    except CitytiesError as error:
        raise ModelError(f"ontology/rules/{name}: {error}") from error


@cache
def _rules() -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    """Give each rule's text, the terms it concludes and the terms it asks for."""
    rules = {}
    for path in resources.files("ontology", "rules/*.rq"):
        text = path.read_text(encoding="utf-8")
        found = _TEMPLATE.search(text)
        if found is None:
            raise ModelError(f"ontology/rules/{path.name}: a rule is a CONSTRUCT {{ … }} WHERE {{ … }}")
        rules[path.name] = (text, frozenset(_NAME.findall(found[1])), frozenset(_NAME.findall(found[2])))
    return rules
