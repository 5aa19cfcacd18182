"""What a release says of itself, read from the graph's own description: title, licence, version, days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cityties import __version__
from cityties.model.errors import ModelError
from cityties.model.vocabulary import DATASET_GRAPH
from cityties.store import Literal, Store

__all__ = ["LICENCE", "About", "about"]

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TOLD: Final = f"""SELECT ?title ?description ?creator ?modified WHERE {{
  GRAPH <{DATASET_GRAPH}> {{
    <{DATASET_GRAPH}> dcterms:title ?title ; dcterms:description ?description ;
      dcterms:creator ?creator ; dcterms:modified ?modified .
    FILTER(LANG(?title) = "en")
  }}
}}"""


@dataclass(frozen=True)
class About:
    """What a release is."""

    title: str
    description: str
    creator: str
    day: str
    version: str
    keywords: tuple[str, ...] = ("city diplomacy", "sister cities", "embassies", "knowledge graph")


def about(store: Store) -> About:
    """Read what the dataset says of itself. Raises ModelError where it says nothing."""
    for row in store.select(_TOLD):
        title, description, creator, day = (term.value if isinstance(term, Literal) else "" for term in row)
        return About(title, description, creator, day, __version__)
    raise ModelError(f"{DATASET_GRAPH}: the graph does not say what it is: build it from the shipped one")
