"""The face of cityties to Python: one graph to ask, query, draw and export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cityties import intake
from cityties.answer import Answer
from cityties.names import resolve
from cityties.questions import ask as ask_question
from cityties.store import Rows, Store, Triple

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from cityties.check import Report
    from cityties.path import Chain


class Graph:
    """A knowledge graph of city diplomacy, as Python sees it.

    ``lang`` chooses the language of labels: en, id or tr.
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.lang = lang

    def ask(self, name: str, **parameters: str) -> Answer:
        """Answer a named question; parameters as in its header, with _ for -: ``as_of="2025-08-20"``."""
        arguments = {key.rstrip("_").replace("_", "-"): str(value) for key, value in parameters.items()}
        return ask_question(self.store, name, arguments, self.lang)

    def query(self, sparql: str) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows, a truth, or triples."""
        return self.store.query(sparql)

    def path(self, start: str, end: str, as_of: str | None = None) -> list[Chain]:
        """Find the shortest chains between two things, each hop with its caption and sources."""
        from cityties.path import chains

        one, other = resolve(self.store, start, "thing"), resolve(self.store, end, "thing")
        return chains(self.store, one, other, as_of=as_of, lang=self.lang)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same graph as an rdflib Dataset, one named graph a source."""
        return self.store.dataset

    def network(self, as_of: str | None = None) -> nx.MultiDiGraph:
        """The same graph as a networkx MultiDiGraph."""
        from cityties.network import network

        return network(self.store, lang=self.lang, as_of=as_of)

    def draw(self, view: str, as_of: str | None = None, **focus: str) -> str:
        """Draw a view as one HTML page: ``g.draw("city", city="Ankara")``; write it to a file to open it."""
        from cityties.pictures.drawing import draw

        places = {name: resolve(self.store, value, "city") for name, value in focus.items()}
        return draw(self.store, view, lang=self.lang, focus=places, as_of=as_of)

    def brief(self, city: str, other: str, form: str = "html") -> str:
        """Write the dossier on a pair of cities, as "html" or as "md"."""
        from cityties.brief import brief

        one, two = resolve(self.store, city, "city"), resolve(self.store, other, "city")
        return brief(self.store, one, two, form=form, lang=self.lang)

    def export(self, target: str | Path, *, inferred: bool = False) -> Path:
        """Write the graph to a file by its suffix, or as CSV tables to a folder."""
        from cityties.export import export

        return export(self.store, Path(target), inferred=inferred, lang=self.lang)

    def check(self) -> Report:
        """Hold the graph against shapes and checks."""
        from cityties.check import check

        return check(self.store)

    def __len__(self) -> int:
        return len(self.store)

    def __repr__(self) -> str:
        return f"<cityties.Graph of {len(self.store)} statements in {len(self.store.graphs())} graphs>"


def load(store: str | Path | None = None, lang: str = "en") -> Graph:
    """Load the shipped graph into memory, or open a store on disk for reading."""
    if store is None:
        return Graph(intake.shipped(), lang)
    return Graph(Store.open(store, read_only=True), lang)
