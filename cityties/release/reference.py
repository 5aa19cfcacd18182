"""Writes the reference of the ontology: one page with every term, code and sector, that opens offline.

``python -m cityties.release.reference OUT`` writes the page to the file OUT.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SDO, SKOS
from rdflib.term import Node

from cityties.display.template import fill_text
from cityties.kinds import ontology
from cityties.model import resources
from cityties.model.errors import CitytiesError, ModelError, RequestError
from cityties.model.language import files_of, languages
from cityties.model.vocabulary import CODE, CT, ONTOLOGY_GRAPH, SECTOR, compact

_KINDS: Final = (
    ("Classes", OWL.Class),
    ("Relations", OWL.ObjectProperty),
    ("Values", OWL.DatatypeProperty),
    ("Annotations", OWL.AnnotationProperty),
)
_RELATIONS: Final = (
    ("Kind of", RDFS.subClassOf),
    ("Kind of", RDFS.subPropertyOf),
    ("From", RDFS.domain),
    ("From", SDO.domainIncludes),
    ("To", RDFS.range),
    ("To", SDO.rangeIncludes),
    ("Other way round", OWL.inverseOf),
    ("Never also", OWL.disjointWith),
    ("Within", SKOS.broader),
    ("Order", SKOS.notation),
    ("Same as", SKOS.exactMatch),
    ("Same as", OWL.equivalentClass),
    ("Same as", OWL.equivalentProperty),
    ("Close to", SKOS.closeMatch),
    ("Lies within", SKOS.broadMatch),
    ("Wider than", SKOS.narrowMatch),
    ("Related to", SKOS.relatedMatch),
)
_POINTING: Final = (
    ("Kinds", RDFS.subClassOf),
    ("Kinds", RDFS.subPropertyOf),
    ("Has", RDFS.domain),
    ("Has", SDO.domainIncludes),
    ("Other way round", OWL.inverseOf),
    ("Is led to by", RDFS.range),
    ("Is led to by", SDO.rangeIncludes),
)
_OWN: Final = (CT, CODE, SECTOR)
_QUERY: Final = URIRef(f"{CT}exampleQuery")

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}: reference</title>
<style>
:root { color-scheme: light dark; --ink: #1c2530; --paper: #ffffff; --soft: #f2f5f8; --line: #d3dbe3;
  --link: #0b5394; --dim: #4d5b69; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --paper: #12181f; --soft: #1c252e;
  --line: #34414d; --link: #8ec5ff; --dim: #a8b6c3; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
.whole { display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1rem; background: var(--soft);
  border-right: 1px solid var(--line); font-size: .875rem; }
nav ul { list-style: none; margin: .25rem 0 1rem; padding: 0; }
nav summary { cursor: pointer; font-weight: 600; }
nav a { text-decoration: none; }
nav .deep { padding-left: 1rem; }
main { padding: 1.5rem 2rem 4rem; max-width: 60rem; }
h2 { margin-top: 3rem; border-bottom: 2px solid var(--line); }
article { margin: 1.5rem 0; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: .5rem;
  overflow-wrap: anywhere; }
article:target { border-color: var(--link); box-shadow: 0 0 0 2px var(--link); }
article h3 { margin: 0; }
article p { margin: .4rem 0; }
.iri, .other { color: var(--dim); font-size: .875rem; }
dl { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: .15rem 1rem; margin: .6rem 0 0;
  font-size: .9375rem; }
dt { color: var(--dim); }
dd { margin: 0; }
details > summary { cursor: pointer; color: var(--link); font-size: .9375rem; }
nav details > summary { color: inherit; font-size: inherit; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--soft); border: 1px solid var(--line);
  border-radius: .35rem; overflow-x: auto; font-size: .8125rem; user-select: all; }
@media (max-width: 48rem) { .whole { display: block; } nav { position: static; height: auto; }
  main { padding: 1rem; } dl { display: block; } }
@media print { nav { display: none; } .whole { display: block; } }
</style>
</head>
<body>
<div class="whole">
<nav aria-label="Contents">
{%- for part in parts %}
<details><summary><a href="#{{ part.anchor }}">{{ part.title }}</a> ({{ part.terms|length }})</summary>
<ul>
{%- for term in part.terms %}
<li{% if term.deep %} class="deep"{% endif %}><a href="#{{ term.anchor }}">{{ term.label }}</a></li>
{%- endfor %}
</ul></details>
{%- endfor %}
</nav>
<main>
<h1>{{ title }}</h1>
{%- for line in description %}
<p>{{ line }}</p>
{%- endfor %}
{%- if version %}
<p class="iri">Version {{ version }}</p>
{%- endif %}
{%- for part in parts %}
<h2 id="{{ part.anchor }}">{{ part.title }}</h2>
{%- for line in part.notes %}
<p>{{ line }}</p>
{%- endfor %}
{%- for term in part.terms %}
<article id="{{ term.anchor }}">
<h3>{{ term.label }}</h3>
<p class="iri"><code>{{ term.name }}</code> &lt;{{ term.iri }}&gt;</p>
{%- if term.other %}
<p class="other">{{ term.other }}</p>
{%- endif %}
{%- for line in term.texts %}
<p>{{ line }}</p>
{%- endfor %}
{%- for query in term.queries %}
<details><summary>Query to copy</summary>
<pre tabindex="0"><code>{{ query }}</code></pre></details>
{%- endfor %}
{%- if term.rows %}
<dl>
{%- for row in term.rows %}
<dt>{{ row.title }}</dt>
<dd>{% for link in row.links %}{% if link.href %}<a href="{{ link.href }}">{{ link.text }}</a>
{%- else %}{{ link.text }}{% endif %}{% if not loop.last %}, {% endif %}{% endfor %}</dd>
{%- endfor %}
</dl>
{%- endif %}
</article>
{%- endfor %}
{%- endfor %}
</main>
</div>
</body>
</html>
"""


@dataclass(frozen=True)
class Link:
    """Something that a term points to: a term on this page, one elsewhere, or plain words."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Row:
    """One relation of a term and all that it leads to."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Term:
    """A term as the page shows it."""

    iri: str
    name: str
    anchor: str
    label: str
    other: str
    texts: tuple[str, ...]
    queries: tuple[str, ...]
    rows: tuple[Row, ...]
    deep: bool


@dataclass(frozen=True)
class Part:
    """A heading of the page, and the terms below it."""

    title: str
    anchor: str
    notes: tuple[str, ...]
    terms: tuple[Term, ...]


def write_reference(out: Path) -> Path:
    """Write the reference of the ontology to a file, and say where it is.

    The same ontology gives the same bytes. Raises RequestError where the file cannot be written.
    """
    text = render_reference()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise RequestError(f"{out}: cannot be written ({error.strerror}): name another file") from error
    return out


def render_reference() -> str:
    """Return the reference of the ontology as one HTML page that asks the network for nothing."""
    graph = _read()
    ontology = URIRef(ONTOLOGY_GRAPH)
    parts = _parts(graph)
    if not parts:
        raise ModelError("the ontology describes no term: install cityties again")
    return fill_text(
        _PAGE,
        title=_english(graph, ontology, DCTERMS.title) or "cityties",
        description=_texts(graph, ontology, (DCTERMS.description,)),
        version=str(graph.value(ontology, OWL.versionInfo) or ""),
        parts=parts,
    )


def _read() -> Graph:
    graph = Graph()
    for pattern in ("*.ttl", "alignments/*.ttl"):
        for path in resources.files("ontology", pattern):
            graph.parse(path)
    for path in files_of("labels.ttl"):
        graph.parse(path)
    return graph


def _parts(graph: Graph) -> list[Part]:
    parts: list[Part] = []
    for title, kind in _KINDS:
        own = [iri for iri in _subjects(graph, kind) if str(iri).startswith(CT)]
        _add(parts, title, title.lower(), (), [_term(graph, iri) for iri in _by_label(graph, own)])
    readings = _subjects(graph, URIRef(f"{CT}Reading"))
    _add(parts, "Readings", "readings", (), [_term(graph, iri) for iri in _by_label(graph, readings)])
    for scheme in _by_label(graph, _subjects(graph, SKOS.ConceptScheme)):
        terms = [_term(graph, iri) for iri in _in_order(graph, scheme)]
        label = _label(graph, scheme)
        notes = _texts(graph, scheme, (SKOS.definition, SKOS.editorialNote))
        _add(parts, label[:1].upper() + label[1:], _anchor(str(scheme)), notes, terms)
    return parts


def _add(parts: list[Part], title: str, anchor: str, notes: tuple[str, ...], terms: Sequence[Term]) -> None:
    if terms:
        parts.append(Part(title, anchor, notes, tuple(terms)))


def _subjects(graph: Graph, kind: Node) -> list[URIRef]:
    return [node for node in set(graph.subjects(RDF.type, kind)) if isinstance(node, URIRef)]


def _by_label(graph: Graph, iris: Iterable[URIRef]) -> list[URIRef]:
    return sorted(iris, key=lambda iri: (_label(graph, iri).casefold(), str(iri)))


def _in_order(graph: Graph, scheme: URIRef) -> list[URIRef]:
    """List the concepts of a scheme: by notation, else by label, narrower below broader."""
    tops = [node for node in graph.subjects(SKOS.topConceptOf, scheme) if isinstance(node, URIRef)]
    tops.sort(key=lambda iri: (str(graph.value(iri, SKOS.notation) or ""), _label(graph, iri), str(iri)))
    ordered: list[URIRef] = []
    for top in tops:
        below = [node for node in graph.subjects(SKOS.broader, top) if isinstance(node, URIRef)]
        ordered += [top, *_by_label(graph, below)]
    return ordered


def _term(graph: Graph, iri: URIRef) -> Term:
    return Term(
        iri=str(iri),
        name=compact(str(iri)),
        anchor=_anchor(str(iri)),
        label=_label(graph, iri),
        other=_other_names(graph, iri),
        texts=_texts(graph, iri, (SKOS.definition, RDFS.comment, SKOS.scopeNote, SKOS.example)),
        queries=tuple(sorted(str(text) for text in graph.objects(iri, _QUERY))),
        rows=tuple(_rows(graph, iri)),
        deep=graph.value(iri, SKOS.broader) is not None,
    )


def _rows(graph: Graph, iri: URIRef) -> Iterable[Row]:
    gathered: dict[str, set[Link]] = {}
    for title, predicate in _RELATIONS:
        for value in graph.objects(iri, predicate):
            if isinstance(value, URIRef | Literal):
                gathered.setdefault(title, set()).add(_link(graph, value))
    for title, predicate in _POINTING:
        for subject in graph.subjects(predicate, iri):
            if isinstance(subject, URIRef) and subject != iri:
                link = _link(graph, subject)
                text = f"{link.text}{_how_many(subject, iri)}" if title == "Has" else link.text
                gathered.setdefault(title, set()).add(Link(text, link.href))
    for title, links in gathered.items():
        yield Row(title, tuple(sorted(links, key=lambda link: (link.text.casefold(), link.href))))


def _how_many(property_: URIRef, class_: URIRef) -> str:
    """Say how many values of a property a thing of a class has, as the shapes tell it; nothing where any number."""
    told = ontology().property(str(property_), [str(class_)])
    if told.most == 1:
        return " (one)" if told.least else " (at most one)"
    return f" ({told.least} or more)" if told.least else ""


def _link(graph: Graph, value: URIRef | Literal) -> Link:
    if isinstance(value, Literal):
        return Link(str(value))
    if str(value).startswith(_OWN):
        return Link(_label(graph, value), f"#{_anchor(str(value))}")
    return Link(compact(str(value)), str(value))


def _label(graph: Graph, iri: URIRef) -> str:
    return _english(graph, iri, SKOS.prefLabel) or _english(graph, iri, RDFS.label) or compact(str(iri))


def _english(graph: Graph, iri: URIRef, predicate: URIRef) -> str:
    return _in_language(graph, iri, predicate, ("en", None))


def _in_language(graph: Graph, iri: URIRef, predicate: URIRef, languages: Sequence[str | None]) -> str:
    texts = sorted(
        str(text) for text in graph.objects(iri, predicate) if isinstance(text, Literal) and text.language in languages
    )
    return texts[0] if texts else ""


def _other_names(graph: Graph, iri: URIRef) -> str:
    """Say a term's names in the other languages, then its other names in any."""
    names = []
    for language in languages():
        own = [
            _in_language(graph, iri, predicate, (language,))
            for predicate in (SKOS.prefLabel, RDFS.label)
            if language != "en"
        ]
        more = sorted(
            str(text)
            for text in graph.objects(iri, SKOS.altLabel)
            if isinstance(text, Literal) and text.language == language
        )
        found = list(dict.fromkeys(name for name in [*own, *more] if name))
        if found:
            names.append(f"{language}: {', '.join(found)}")
    return " · ".join(names)


def _texts(graph: Graph, iri: URIRef, predicates: Iterable[URIRef]) -> tuple[str, ...]:
    found: list[str] = []
    for predicate in predicates:
        texts = sorted(
            str(text)
            for text in graph.objects(iri, predicate)
            if isinstance(text, Literal) and text.language in (None, "en")
        )
        found += [f"Example: {text}" for text in texts] if predicate == SKOS.example else texts
    return tuple(found)


def _anchor(iri: str) -> str:
    for namespace, prefix in ((CT, "term"), (CODE, "code"), (SECTOR, "sector")):
        if iri.startswith(namespace):
            return f"{prefix}-{iri.removeprefix(namespace)}"
    return compact(iri).replace(":", "-").replace("/", "-")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page to the file named on the command line."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) != 1:
        print("usage: python -m cityties.release.reference OUT", file=sys.stderr)
        return 2
    try:
        print(write_reference(Path(given[0])))
    except CitytiesError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
