"""Networks that are handed in: the triples of a CONSTRUCT, the rows of a SELECT, or a table of edges.

What the graph knows of their things, it tells: names, classes, countries, places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.vocabulary import RDF, RDFS, SKOS
from cityties.network.multigraph import describe
from cityties.pictures.page.files import read_toml, style
from cityties.pictures.request import Request
from cityties.pictures.view import View
from cityties.store import BlankNode, Literal, Rows, Store, Term, Triple, is_address

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Edge", "columns", "of_answer", "request", "words"]

_OVER: Final = 600  # things beyond which the page of large networks draws it
_NAMING: Final = frozenset({f"{RDFS}label", f"{SKOS}prefLabel"})


@dataclass(frozen=True)
class Edge:
    """One line of a network that is handed in. Its ends are IRIs, or names that stand for themselves."""

    source: str
    target: str
    relation: str = ""
    label: str = ""
    weight: float = 0.0
    date: str = ""
    until: str = ""
    directed: bool = True


@cache
def words(lang: str) -> dict[str, str]:
    """Give the words of networks that are handed in."""
    return {name: texts[lang] for name, texts in _plan()["words"].items()}


def columns(names: Sequence[str]) -> tuple[dict[str, str], bool]:
    """Say which column is what, by its name: source, target and more; and whether lines have a direction.

    Gives nothing where source and target are not both named.
    """
    told = _plan()
    for part, directed in (("columns", True), ("pair", False)):
        known = {fold(word): what for what, among in told["columns"].items() for word in among}
        known |= {fold(word): what for what, among in told[part].items() for word in among}
        found: dict[str, str] = {}
        for name in names:
            what = known.get(fold(name))
            if what is not None:
                found.setdefault(what, name)
        if {"source", "target"} <= set(found):
            return found, directed
    return {}, True


def of_answer(answer: Rows | bool | list[Triple]) -> tuple[list[Edge], dict[str, str]]:
    """Read the answer of a query as edges, and what it says things are called.

    Triples are edges from subject to object; those that end in a text name their subject, or are no
    edges. Rows are edges by the names of their columns, else the first column leads to the second,
    and the third says how. Raises RequestError where an answer is no network.
    """
    if isinstance(answer, bool):
        raise RequestError("an ASK answers with yes or no, which is no network: use CONSTRUCT or SELECT")
    if isinstance(answer, Rows):
        return _of_rows(answer), {}
    edges: list[Edge] = []
    names: dict[str, str] = {}
    for triple in answer:
        subject, predicate, value = _end(triple.subject), triple.predicate.value, triple.object
        if isinstance(value, Literal):
            if predicate in _NAMING:
                names[subject] = min(names.get(subject, value.value), value.value)
        elif predicate != f"{RDF}type":
            edges.append(Edge(subject, _end(value), relation=predicate))
    return edges, names


def request(
    store: Store,
    edges: Iterable[Edge],
    title: str,
    *,
    lang: str = "en",
    names: Mapping[str, str] | None = None,
    fold: str | None = None,
    color_by: str | None = None,
    size_by: str | None = None,
) -> Request:
    """Ask for a picture of edges that were handed in. Raises RequestError where there are none."""
    listed = list(edges)
    if not listed:
        raise RequestError(f"{title}: nothing to draw: not one edge came")
    graph = _network(store, listed, dict(names or {}), lang)
    told = words(lang)
    question = told["question"].format(nodes=len(graph), edges=graph.number_of_edges())
    view = View(
        name="edges",
        title={lang: _braced(title)},
        summary={lang: told["summary"]},
        question={lang: _braced(question)},
        parameters=(),
        folds=("community", "country"),
        over=_OVER,
        style=_style(graph),
    )
    return Request(store, view, {}, lang, None, fold, color_by, size_by, graph)


def _network(store: Store, edges: Sequence[Edge], names: Mapping[str, str], lang: str) -> nx.MultiDiGraph:
    import networkx as nx

    labels, told = Labels(store, lang), words(lang)
    labels.learn({edge.relation for edge in edges if _address(edge.relation)})
    graph = nx.MultiDiGraph()
    for number, edge in enumerate(_counted(edges)):
        relation = labels.label(edge.relation) if _address(edge.relation) else edge.relation
        weight = {"weight": edge.weight} if edge.weight else {}
        graph.add_edge(
            edge.source,
            edge.target,
            key=(edge.relation or "other", str(number)),
            reading=edge.relation or "other",
            relation=relation or told["line"],
            caption=edge.label or relation or told["line"],
            cls="",
            directed=edge.directed,
            from_=edge.date,
            until=edge.until,
            sources=[],
            details=[],
            **weight,
        )
    describe(graph, store, lang)
    for node, data in graph.nodes(data=True):
        if node in names or not _address(node):
            data["label"] = names.get(node, data["label"])
        data["clsLabel"] = data["clsLabel"] or told["thing"]
    return graph


def _counted(edges: Iterable[Edge]) -> list[Edge]:
    """Make lines that are told several times one, whose weight is theirs together, or how many they are.

    Without a direction, the line from A to B is the one from B to A.
    """
    times: Counter[Edge] = Counter()
    weights: dict[Edge, float] = {}
    for edge in edges:
        one, other = (edge.source, edge.target) if edge.directed else sorted((edge.source, edge.target))
        line = replace(edge, source=one, target=other, weight=0.0)
        times[line] += 1
        weights[line] = weights.get(line, 0.0) + edge.weight
    return [
        replace(line, weight=weights[line] or (float(number) if number > 1 else 0.0)) for line, number in times.items()
    ]


def _of_rows(answer: Rows) -> list[Edge]:
    names = answer.variables
    found, directed = columns(names)
    if not found:
        if not 2 <= len(names) <= 3:
            shown = ", ".join(names)
            raise RequestError(
                f"{shown}: which columns are the ends of an edge? call two of them source and target, "
                "or select two or three columns: source, target, relation"
            )
        found = dict(zip(("source", "target", "relation"), names, strict=False))
    elif len(names) == 3 and "relation" not in found and len(found) == 2:
        found["relation"] = next(name for name in names if name not in found.values())
    place = {what: names.index(name) for what, name in found.items()}
    edges = []
    for row in answer.rows:
        source, target = row[place["source"]], row[place["target"]]
        if source is None or target is None:
            continue
        told = {what: _word(row[place[what]]) for what in ("relation", "label", "date", "until") if what in place}
        weight = _weight(row[place["weight"]]) if "weight" in place else 0.0
        edges.append(Edge(_end(source), _end(target), weight=weight, directed=directed, **told))
    return edges


def _end(term: Term) -> str:
    if isinstance(term, Triple):
        raise RequestError("a statement about a statement is no node of a picture: select its parts")
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _word(term: Term | None) -> str:
    return "" if term is None or isinstance(term, Triple) else term.value


def _weight(term: Term | None) -> float:
    try:
        found = float(_word(term) or 0)
    except ValueError:
        raise RequestError(f"{_word(term)}: a weight is a number above 0") from None
    if not 0 <= found < float("inf"):
        raise RequestError(f"{_word(term)}: a weight is a number above 0")
    return found


def _address(text: str) -> bool:
    return is_address(text) or text.startswith("urn:")


def _style(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Give each kind of line a colour of its own, the commonest first."""
    known = style()
    kinds = Counter(reading for *_, reading in graph.edges(data="reading"))
    new = [kind for kind, _ in sorted(kinds.items(), key=lambda item: (-item[1], item[0])) if kind not in known["edge"]]
    colours = known["scale"]["groups"]
    looks = {kind: {**look, "width": 1.8} for kind, look in zip(new, colours, strict=False)}
    return {"edge": looks}


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@cache
def _plan() -> dict[str, Any]:
    return read_toml(resources.folder("viz") / "edges.toml")
