"""Things that a form names and the draft has not yet: those of the store, and new ones that are made in place.

A form names a thing of the store by ``link:KIND:IRI``, a new one by ``new:KIND:NAME``, or by a table
``{"new": KIND, "slots": {…}}`` where more than its name is told; a slot of such a table may name a new thing again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.reading.draft import Draft, Fact, Value
from cityties.review.cascade import put
from cityties.review.form import Forms
from cityties.review.refusal import ADDED

__all__ = ["Maker", "free_id", "name_slot"]

_LONG: Final = 400  # letters of a name
_DEEP: Final = 4  # a post of a mission at a place of a country


class Maker:
    """Puts into a draft what a form names; ``draft`` is the draft with all that was named so far."""

    def __init__(self, draft: Draft, forms: Forms, describes: Callable[[str], bool]) -> None:
        self.draft, self._forms, self._describes = draft, forms, describes

    def named(self, value: Any, depth: int = 0) -> Any:
        """Give the value of a slot with the ids of the draft in the place of what it names.

        Raises RequestError where the store has no such thing, or where a new one is not whole.
        """
        if depth > _DEEP:
            raise RequestError("made in one another too deeply: make one after the other")
        if isinstance(value, list):
            return [self.named(one, depth + 1) for one in value]
        if isinstance(value, dict) and "new" in value:
            return self._new(str(value["new"]), value.get("slots"), depth)
        if isinstance(value, dict):
            return {key: self.named(one, depth + 1) for key, one in value.items()}
        if isinstance(value, str) and value.startswith("link:"):
            return self._linked(value)
        if isinstance(value, str) and value.startswith("new:"):
            kind, _, name = value.removeprefix("new:").partition(":")
            return self._put(kind, {name_slot(kind): " ".join(name.split())[:_LONG]})
        return value

    def _linked(self, told: str) -> str:
        kind, _, iri = told.removeprefix("link:").partition(":")
        if kind not in self._forms.kinds() or not iri:
            raise RequestError(f"{told[:80]}: names nothing")
        if not self._describes(iri):
            raise RequestError(f"{iri[:80]}: not in this graph: find it by name")
        same = next((fact.id for fact in self.draft.of_kind(kind) if fact.text("iri") == iri), None)
        return same or self._add(kind, {"iri": iri})

    def _new(self, kind: str, given: Any, depth: int) -> str:
        if kind not in self._forms.kinds() or not isinstance(given, Mapping):
            raise RequestError(f"{kind[:40]}: names nothing")
        told = {str(slot): self.named(value, depth + 1) for slot, value in given.items()}
        if kind == "place" and not told.get("class"):
            told["class"] = "City"
        try:
            filled = self._forms.fill(kind, told, self.draft)
        except RequestError as error:
            name = str(told.get(name_slot(kind)) or self._forms.label(kind))[:60]
            raise RequestError(f"{name}: {error}") from error
        return self._put(kind, filled)

    def _put(self, kind: str, slots: dict[str, Value]) -> str:
        """Add a new thing, or tell more of the one of its name that was made before."""
        name = str(slots.get(name_slot(kind), ""))
        if kind not in self._forms.kinds() or not (name or len(slots) > 1):
            raise RequestError(f"{kind[:40]}: names nothing")
        if kind == "place":
            slots.setdefault("class", "City")
        for fact in self.draft.of_kind(kind):
            if name and fact.rule == ADDED and not fact.text("iri") and fold(fact.text(name_slot(kind))) == fold(name):
                self.draft = put(self.draft, replace(fact, slots={**fact.slots, **slots}))
                return fact.id
        return self._add(kind, slots)

    def _add(self, kind: str, slots: dict[str, Value]) -> str:
        fact = Fact(free_id(self.draft, kind), kind, slots, (), ADDED, 1.0)
        self.draft = replace(self.draft, facts=(*self.draft.facts, fact))
        return fact.id


def name_slot(kind: str) -> str:
    """Say in which slot the name of a kind of thing stands."""
    return "title" if kind == "post" else "name"


def free_id(draft: Draft, kind: str) -> str:
    """Give an id that no fact of a draft has."""
    number = 1
    while draft.fact(f"{kind}:added-{number}"):
        number += 1
    return f"{kind}:added-{number}"
