"""What an assistant can read before it asks: how the graph is meant, its schema, its questions, examples, sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import mcp_types as types
import orjson

from cityties.assistants.asking import Asking
from cityties.model import resources
from cityties.model.errors import RequestError
from cityties.model.vocabulary import ONTOLOGY_GRAPH
from cityties.questions.question import find, questions

__all__ = ["guide", "materials", "read", "templates"]

_QUESTION: Final = re.compile(r"cityties://questions/([a-z0-9-]+)")
_SCHEMA: Final = f"""SELECT ?term ?kind ?label ?definition ?of ?value WHERE {{
  GRAPH <{ONTOLOGY_GRAPH}> {{
    VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
    ?term a ?kind ; rdfs:label ?label .
    FILTER(LANG(?label) = "en" && STRSTARTS(STR(?term), STR(ct:)))
    OPTIONAL {{ ?term skos:definition ?definition }}
    OPTIONAL {{ ?term rdfs:domain ?of }}
    OPTIONAL {{ ?term rdfs:range ?value }}
  }}
}} ORDER BY ?kind ?term ?of ?value"""


@dataclass(frozen=True)
class _Material:
    name: str
    description: str
    media: str


_MATERIALS: Final = {
    "cityties://guide": _Material("guide", "How the graph is meant: facts, accounts, days, absence", "text/markdown"),
    "cityties://schema": _Material("schema", "Every class and property with its definition, as a table", "text/csv"),
    "cityties://ontology": _Material("ontology", "The ontology whole, as Turtle", "text/turtle"),
    "cityties://context": _Material("context", "The context of JSON-LD", "application/ld+json"),
    "cityties://questions": _Material("questions", "The named questions and what they take", "application/json"),
    "cityties://examples": _Material("examples", "A query of each kind, to write others by", "text/markdown"),
    "cityties://sources": _Material("sources", "The sources that were read", "application/json"),
    "cityties://counts": _Material("counts", "How much of what is in the graph", "application/json"),
}


def materials() -> list[types.Resource]:
    """List what can be read."""
    return [
        types.Resource(uri=uri, name=one.name, description=one.description, mime_type=one.media)
        for uri, one in _MATERIALS.items()
    ]


def templates() -> list[types.ResourceTemplate]:
    """List what can be read by name: the query of each question."""
    return [
        types.ResourceTemplate(
            uri_template="cityties://questions/{name}",
            name="question",
            description="The SPARQL of a named question, with its paper",
            mime_type="application/sparql-query",
        )
    ]


def guide() -> str:
    """Give the guide, which each assistant is told at the beginning."""
    return (resources.folder("viz") / "assistants" / "guide.md").read_text(encoding="utf-8")


async def read(asking: Asking, uri: str, client: str) -> tuple[str, str]:
    """Read one: its media type and its text. Raises RequestError where there is none."""
    if named := _QUESTION.fullmatch(uri):
        return "application/sparql-query", find(named[1]).text
    if uri not in _MATERIALS:
        raise RequestError(f"{uri[:200]}: nothing to read there: read one of {', '.join(_MATERIALS)}")
    return _MATERIALS[uri].media, await _text(asking, uri.rpartition("/")[2], client)


async def _text(asking: Asking, name: str, client: str) -> str:
    if name == "guide":
        return guide()
    if name == "context":
        return (resources.folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    if name == "examples":
        return _examples()
    if name == "schema":
        return await asking.text({"do": "query", "text": _SCHEMA, "rows": "text/csv"}, client)
    if name == "ontology":
        return await asking.text({"do": "graph", "graph": ONTOLOGY_GRAPH, "triples": "text/turtle"}, client)
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "questions": ("questions", {"limit": 500}),
        "sources": ("answer", {"name": "sources", "limit": 500}),
        "counts": ("answer", {"name": "what-is-here", "limit": 500}),
    }
    operation, told = asked[name]
    return orjson.dumps(await asking.operate(operation, told, client), option=orjson.OPT_INDENT_2).decode()


def _examples() -> str:
    """Give the first question of each tag, as one writes a query by hand."""
    first = {tag: one for one in reversed(questions().values()) for tag in one.tags}
    blocks = []
    for one in {first[tag].name: first[tag] for tag in sorted(first)}.values():
        query = "\n".join(line for line in one.text.splitlines() if not line.startswith("#+")).strip()
        blocks.append(f"## {one.summary}\n{one.description}\n\n```sparql\n{query}\n```\n")
    return "\n".join(blocks)
