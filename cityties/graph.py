"""The face of cityties to Python: one graph to ask, query, draw and export."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cityties.display.answer import Answer, Table
from cityties.imports.world.store import open_given
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.questions.question import ask as ask_question
from cityties.store import Rows, Store, Triple, open_store

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from cityties.facts.check import Report
    from cityties.network.figures import Figures
    from cityties.pictures.picture import Picture
    from cityties.questions.path import Chain


class Graph:
    """A knowledge graph of city diplomacy, as Python sees it.

    ``lang`` chooses the language of labels: en, id, tr, or another of `cityties.model.language.languages`.
    """

    def __init__(self, store: Store, lang: str = "en") -> None:
        self.store = store
        self.lang = lang

    def ask(self, name: str, **parameters: str) -> Answer:
        """Answer a named question; parameters as in its header, with _ for -: ``as_of="2025-08-20"``."""
        return ask_question(self.store, name, _arguments(parameters), self.lang)

    def query(self, sparql: str) -> Rows | bool | list[Triple]:
        """Run any SPARQL query: rows, a truth, or triples."""
        found = self.store.query(sparql)
        return Table(found.variables, found.rows) if isinstance(found, Rows) else found

    def path(self, start: str, end: str, as_of: str | None = None) -> list[Chain]:
        """Find the shortest chains between two things, each hop with its caption and sources."""
        from cityties.questions.path import chains

        one, other = resolve(self.store, start, "thing"), resolve(self.store, end, "thing")
        return chains(self.store, one, other, as_of=as_of, lang=self.lang)

    @property
    def dataset(self) -> rdflib.Dataset:
        """The same graph as an rdflib Dataset, one named graph a source."""
        return self.store.dataset

    def network(self, as_of: str | None = None) -> nx.MultiDiGraph:
        """The same graph as a networkx MultiDiGraph."""
        from cityties.network.multigraph import network

        return network(self.store, lang=self.lang, as_of=as_of)

    def draw(
        self,
        view: str = "",
        as_of: str | None = None,
        *,
        fold: str | None = None,
        color_by: str | None = None,
        size_by: str | None = None,
        sparql: str = "",
        edges: str | Path = "",
        title: str = "",
        **focus: str,
    ) -> Picture:
        """Draw a view, the answer of a query, or a table of edges.

        ``g.draw("city", city="Ankara")`` is the text of one HTML page, shows itself in a notebook, and
        ``.save("ankara.svg")`` writes it as .html .svg .png .pdf .gexf or .graphml.
        """
        from cityties.pictures.network import edges as handed
        from cityties.pictures.picture import Picture
        from cityties.pictures.request import Request
        from cityties.pictures.view import find

        if bool(view) + bool(sparql) + bool(edges) != 1:
            raise RequestError("draw: what? name a view, or give one of sparql and edges")
        if view:
            places = {name: resolve(self.store, value, "city") for name, value in focus.items()}
            return Picture(Request(self.store, find(view), places, self.lang, as_of, fold, color_by, size_by))
        if needless := [*focus, *(["as_of"] if as_of else [])]:
            raise RequestError(f"draw: a query or a table takes no {needless[0]}: leave it out")
        if sparql:
            found, names = handed.of_answer(self.store.query(sparql))
        else:
            from cityties.pictures.network.edge_table import read_edges

            found, names = read_edges(str(edges), self.store), {}
        return Picture(
            handed.request(
                self.store, found, title or ("SPARQL" if sparql else Path(edges).stem), lang=self.lang, names=names,
                fold=fold, color_by=color_by, size_by=size_by,
            )
        )  # fmt: skip

    def measures(self, what: str = "network") -> Figures:
        """Measure the network of tied cities: "network", "cities", "communities", "degrees" or "prediction"."""
        from cityties.network import figures, prediction

        ways: dict[str, Callable[[Store, str], Figures]] = {
            "network": figures.of_network,
            "cities": figures.of_cities,
            "communities": figures.of_communities,
            "degrees": figures.of_degrees,
            "prediction": prediction.of_store,
        }
        if what not in ways:
            raise RequestError(f"{what}: nothing is measured so: use {', '.join(ways)}")
        return ways[what](self.store, self.lang)

    def brief(self, city: str, other: str, form: str = "html") -> str:
        """Write the dossier on a pair of cities, as "html" or as "md"."""
        from cityties.dossier.brief import brief

        one, two = resolve(self.store, city, "city"), resolve(self.store, other, "city")
        return brief(self.store, one, two, form=form, lang=self.lang)

    def export(self, target: str | Path, *, inferred: bool = False) -> Path:
        """Write the graph to a file by its suffix, or as CSV tables to a folder."""
        from cityties.questions.export import export

        return export(self.store, Path(target), inferred=inferred, lang=self.lang)

    def check(self) -> Report:
        """Hold the graph against shapes and checks."""
        from cityties.facts.check import check

        return check(self.store)

    def __len__(self) -> int:
        return len(self.store)

    def _repr_html_(self) -> str:
        from cityties.display.notebook import overview

        return overview(self.store, self.lang)

    def __repr__(self) -> str:
        return f"<cityties.Graph of {len(self.store)} statements in {len(self.store.graphs())} graphs>"


def load(store: str | Path | None = None, lang: str = "en") -> Graph:
    """Open the world's store, "curated" (the small graph alone, in memory), or a store on disk or behind an address.

    Without ``store``, $CITYTIES_STORE names it, else it is the world's, made on first use in the user's folder of data.
    """
    return Graph(open_given(store or os.environ.get("CITYTIES_STORE"), quiet=True), lang)


class FarGraph(Graph):
    """The same graph behind an address: questions and paths are answered there, all else asks its SPARQL endpoint."""

    def __init__(self, address: str, lang: str = "en") -> None:
        from cityties.api.client import Client

        self._client = Client(address)
        super().__init__(open_store(f"{self._client.address}/sparql", read_only=True), lang)

    def ask(self, name: str, **parameters: str) -> Answer:
        """Answer a named question there; parameters as in its header, with _ for -."""
        return self._client.ask(name, _arguments(parameters), self.lang)

    def path(self, start: str, end: str, as_of: str | None = None) -> list[Chain]:
        """Find the shortest chains between two things there, each hop with its caption and sources."""
        return self._client.path(start, end, as_of, self.lang)


def connect(address: str, lang: str = "en") -> Graph:
    """Give the graph of a far `cityties serve` by its address, such as https://cities.example.org.

    Raises RequestError where no server of cityties answers there.
    """
    return FarGraph(address, lang)


def _arguments(parameters: Mapping[str, str]) -> dict[str, str]:
    """Write the names of parameters as questions do, which Python cannot: as_of is as-of, from_ is from."""
    return {key.rstrip("_").replace("_", "-"): str(value) for key, value in parameters.items()}
