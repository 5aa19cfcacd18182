"""What the graph holds, in numbers: classes, sources, named graphs, and figures of the network."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cityties.display.label import Labels
from cityties.display.markdown import plain_in_markdown
from cityties.display.table import text_table
from cityties.model.vocabulary import compact
from cityties.store import IRI, Literal, Store

_CLASSES = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) {
  GRAPH ?graph { ?thing a ?class } FILTER(STRSTARTS(STR(?class), STR(ct:)))
} GROUP BY ?class ORDER BY DESC(?count) ?class"""
_GRAPHS = "SELECT ?graph (COUNT(*) AS ?count) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_SOURCES = """SELECT ?source (COUNT(DISTINCT ?fact) AS ?count) {
  ?source a ct:Source . OPTIONAL { ?fact prov:wasDerivedFrom ?source }
} GROUP BY ?source ORDER BY DESC(?count) ?source"""


@dataclass(frozen=True)
class Stats:
    """Tables of counts: a heading, then rows of a name and a figure."""

    tables: dict[str, list[tuple[str, int | float]]]

    def text(self, form: str) -> str:
        """Write the counts as table, json or markdown."""
        if form == "json":
            return json.dumps({head: dict(rows) for head, rows in self.tables.items()}, ensure_ascii=False, indent=2)
        if form != "markdown":
            return "\n\n".join(text_table((head, ""), rows) for head, rows in self.tables.items())
        from tabulate import tabulate

        tables = {head: [(plain_in_markdown(name), n) for name, n in rows] for head, rows in self.tables.items()}
        return "\n\n".join(
            tabulate(rows, headers=[head, ""], tablefmt="github", disable_numparse=[0]) for head, rows in tables.items()
        )


def stats(store: Store, lang: str = "en") -> Stats:
    """Count classes, facts by source, statements by graph, and measure the network of tied cities."""
    import networkx as nx

    from cityties.network.multigraph import city_network, network

    labels = Labels(store, lang)
    whole, cities = network(store, lang=lang, told=False), city_network(store)
    largest = max((len(part) for part in nx.connected_components(cities)), default=0)
    return Stats(
        {
            "class": [(labels.label(row[0]), _number(row[1])) for row in store.select(_CLASSES) if row[0]],
            "facts by source": [(labels.label(row[0]), _number(row[1])) for row in store.select(_SOURCES) if row[0]],
            "statements by graph": [
                (compact(row[0].value), _number(row[1])) for row in store.select(_GRAPHS) if isinstance(row[0], IRI)
            ],
            "network": [
                ("nodes", whole.number_of_nodes()),
                ("edges", whole.number_of_edges()),
                ("tied cities", cities.number_of_nodes()),
                ("ties between them", cities.number_of_edges()),
                ("largest connected part", largest),
                ("density", round(nx.density(cities), 4)),
            ],
        }
    )


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
