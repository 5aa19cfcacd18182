"""Rules: one CONSTRUCT a file in ontology/rules; which terms each asks for and concludes.

What a rule that says `#+ settled: thing by thing` concludes of a thing rests on what is said of that thing alone (and
on the ontology), so that it is drawn anew only for the things that a change touches. The other rules are drawn whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from cityties.model import resources
from cityties.model.errors import CitytiesError, ModelError
from cityties.model.vocabulary import PREFIXES
from cityties.store import IRI, Store, Term

__all__ = ["Rule", "conclude", "rules"]

_TEMPLATE: Final = re.compile(r"\bCONSTRUCT\s*\{([^{}]*)\}\s*WHERE\b(.*)", re.IGNORECASE | re.DOTALL)
_EACH: Final = re.compile(r"^#\+ each: (\?\w+ a (?:\?\w+|[\w:-]+))$", re.MULTILINE)
_BY_THING: Final = re.compile(r"^#\+ settled: thing by thing$", re.MULTILINE)
_NAME: Final = re.compile(r"\b[a-z]+:[A-Za-z][\w-]*")
_PROPERTY: Final = re.compile(r"(?:^|[.;])\s*(?:\?\w+\s+)?([a-z]+:[A-Za-z][\w-]*)\s")


@dataclass(frozen=True)
class Rule:
    """What follows: a CONSTRUCT, the terms it concludes and asks for, and the things it concludes one by one of."""

    name: str
    text: str
    concludes: frozenset[str]
    asks: frozenset[str]
    each: str
    by_thing: bool
    properties: tuple[IRI, ...]


def rules(*, by_thing: bool) -> tuple[Rule, ...]:
    """Give the rules that are drawn thing by thing, or the others, in the order of their names.

    Raises ModelError where a file of ontology/rules is no rule.
    """
    return tuple(rule for rule in _every() if rule.by_thing == by_thing)


@cache
def _every() -> tuple[Rule, ...]:
    found = []
    for path in resources.files("ontology", "rules/*.rq"):
        text = path.read_text(encoding="utf-8")
        parts = _TEMPLATE.search(text)
        if parts is None:
            raise ModelError(f"ontology/rules/{path.name}: a rule is a CONSTRUCT {{ … }} WHERE {{ … }}")
        each = _EACH.search(text)
        terms, asks = frozenset(_NAME.findall(parts[1])), frozenset(_NAME.findall(parts[2]))
        properties = tuple(_expand(name) for name in dict.fromkeys(_PROPERTY.findall(parts[1])))
        by_thing = _BY_THING.search(text) is not None
        if by_thing and each is None:
            raise ModelError(
                f"ontology/rules/{path.name}: is settled thing by thing, but says of no things: add #+ each"
            )
        found.append(Rule(path.name, text, terms, asks, each[1] if each else "", by_thing, properties))
    if not found:
        raise ModelError("ontology/rules: holds no rule: install cityties again")
    return tuple(found)


def conclude(store: Store, rule: Rule, things: Iterable[Term] | None = None) -> None:
    """Let a store's facts hold what a rule concludes: of some things, or of all.

    Raises ModelError where the rule is no rule.
    """
    try:
        if things is None and rule.by_thing:
            store.conclude(rule.text)  # of all things: none of them has to be named
        else:
            store.conclude(rule.text, rule.each, things)
    except CitytiesError as error:
        raise ModelError(f"ontology/rules/{rule.name}: {error}") from error


def _expand(name: str) -> IRI:
    prefix, _, local = name.partition(":")
    return IRI(PREFIXES[prefix] + local)
