"""Extractors: whatever finds facts in an article besides the rules, plugged in by its name.

A package adds one by an entry point of the group ``cityties.extractors``: a callable without parameters that
gives an `Extractor`. What it says is held against the text before it enters a draft (see `claim`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from cityties.model.errors import RequestError
from cityties.model.plugin import EXTRACTORS, load, names
from cityties.reading.draft import Article, Draft

__all__ = ["Claim", "Extractor", "extractor", "extractors"]


@dataclass(frozen=True)
class Claim:
    """What an extractor says: a fact in the terms of a draft, with the words of the text that say so.

    ``name`` is what other claims of the same answer call it by. A slot that names a fact holds the id of a
    fact of the draft, or the ``name`` of another claim.
    """

    kind: str
    slots: Mapping[str, Any]
    quotes: tuple[str, ...]
    name: str = ""
    score: float = field(default=0.5)


@runtime_checkable
class Extractor(Protocol):
    """Finds facts in an article."""

    @property
    def name(self) -> str:
        """Say what found a fact, as drafts write it."""

    def claims(self, article: Article, draft: Draft, tell: Callable[[str], None]) -> Iterable[Claim]:
        """Say what the article says, beyond the draft of the rules; ``tell`` hears what went wrong on the way."""


def extractors() -> list[str]:
    """List the extractors that can be named."""
    return sorted({"endpoint", *names(EXTRACTORS)})


def extractor(name: str) -> Extractor:
    """Give the extractor of a name. Raises RequestError where there is none, or it cannot be made ready."""
    if name == "endpoint":
        from cityties.reading.extractors.endpoint import Endpoint

        return Endpoint.of_environment()
    if name not in extractors():
        raise RequestError(f"{name}: no extractor of that name: there are {', '.join(extractors())}")
    make = load(EXTRACTORS, name, "extractor")
    try:
        made = make()
    except TypeError as error:
        raise RequestError(f"{name}: the extractor cannot be made: {error}") from error
    if not isinstance(made, Extractor):
        raise RequestError(f"{name}: what its package adds is no extractor: it needs a name and claims()")
    return made
