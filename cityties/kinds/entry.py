"""What a person can enter by hand: words for it in each language, and the kind of fact that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cityties.kinds.draft import draft_kinds
from cityties.kinds.names import told
from cityties.kinds.ontology import Ontology, ontology
from cityties.model.errors import ModelError, RequestError
from cityties.model.folding import fold

__all__ = ["EntryKind", "entry_kind", "entry_kind_of", "entry_kinds"]


@dataclass(frozen=True)
class EntryKind:
    """Something to enter: the kind of fact that it is, what is filled in already, and which slots are asked.

    ``city`` is the slot that a city given beforehand fills, ``joins`` the slot that names another fact of the same
    entry by that fact's kind, ``along`` what mostly comes with it, ``words`` what else it is called.
    """

    name: str
    kind: str
    preset: Mapping[str, str]
    ask: tuple[str, ...]
    city: str
    joins: Mapping[str, str]
    along: tuple[str, ...]
    labels: Mapping[str, str]
    words: tuple[str, ...]


def entry_kinds() -> Mapping[str, EntryKind]:
    """Give what can be entered, by its English word, in the order of ontology/kinds.toml."""
    return _made(ontology())


def entry_kind(word: str) -> EntryKind:
    """Find what is meant by a word of any of our languages. Raises RequestError where none is."""
    wanted = fold(word)
    for one in entry_kinds().values():
        if wanted in {fold(name) for name in (one.name, *one.labels.values(), *one.words)}:
            return one
    raise RequestError(f"{word[:60]}: nothing that can be entered: use {', '.join(entry_kinds())}")


def entry_kind_of(kind: str, slots: Mapping[str, Any]) -> EntryKind | None:
    """Say as what a fact was entered: the one whose presets it has, else the first of its kind, or None."""
    alike = [one for one in entry_kinds().values() if one.kind == kind]
    exact = [one for one in alike if all(slots.get(name) == value for name, value in one.preset.items())]
    return next(iter(exact or alike), None)


@cache
def _made(read: Ontology) -> Mapping[str, EntryKind]:
    return {name: _entry(name, given) for name, given in told()["entry"].items()}


def _entry(name: str, given: Mapping[str, Any]) -> EntryKind:
    kind = draft_kinds().get(str(given["kind"]))
    named = [*given["ask"], *given.get("preset", {}), *given.get("joins", {}).values(), str(given.get("city", ""))]
    if kind is None or (strange := {one for one in named if one} - set(kind.slots)):
        raise ModelError(f"ontology/kinds.toml: entry.{name}: no such kind or slot: {kind and min(strange)}: mend it")
    return EntryKind(
        name,
        kind.name,
        dict(given.get("preset", {})),
        tuple(given["ask"]),
        str(given.get("city", "")),
        dict(given.get("joins", {})),
        tuple(given.get("with", ())),
        dict(given["label"]),
        tuple(word for words in given.get("words", {}).values() for word in words),
    )
