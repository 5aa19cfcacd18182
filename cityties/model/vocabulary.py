"""The namespaces that cityties speaks, and the names that its machinery needs.

Two traps on purpose avoided: W3C's own WGS84 namespace is http, not the https of rdflib;
schema.org is https here, as schema.org itself writes it today.
"""

from __future__ import annotations

from typing import Final

CT: Final = "https://w3id.org/cityties/ontology#"
SECTOR: Final = "https://w3id.org/cityties/sector/"
CODE: Final = "https://w3id.org/cityties/code/"
ID: Final = "https://w3id.org/cityties/id/"
WD: Final = "http://www.wikidata.org/entity/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROV: Final = "http://www.w3.org/ns/prov#"
DCTERMS: Final = "http://purl.org/dc/terms/"
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SH: Final = "http://www.w3.org/ns/shacl#"

ONTOLOGY_GRAPH: Final = "https://w3id.org/cityties/ontology"
PLACES_GRAPH: Final = f"{ID}graph/places"
DATASET_GRAPH: Final = f"{ID}dataset"
INFERRED_GRAPH: Final = f"{ID}graph/inferred"  # in exports: what no source says, but follows
FACTS_GRAPH: Final = f"{ID}graph/facts"  # on servers without a default graph of its own: what elsewhere stands there

# The kinds of own things, each with a prefix of its own so that Turtle stays short.
KINDS: Final = (
    "act",
    "agreement",
    "city",
    "commitment",
    "country",
    "coverage",
    "decision",
    "encounter",
    "government",
    "graph",
    "membership",
    "mission",
    "name",
    "network",
    "organisation",
    "participation",
    "person",
    "post",
    "publisher",
    "region",
    "remark",
    "review",
    "signature",
    "source",
    "step",
    "tenure",
    "tie",
)

PREFIXES: Final[dict[str, str]] = dict(
    sorted(
        {
            "code": CODE,
            "ct": CT,
            "dcat": "http://www.w3.org/ns/dcat#",
            "dcterms": DCTERMS,
            "foaf": "http://xmlns.com/foaf/0.1/",
            "geo": GEO,
            "owl": OWL,
            "prov": PROV,
            "rdf": RDF,
            "rdfs": RDFS,
            "schema": "https://schema.org/",
            "sector": SECTOR,
            "sh": SH,
            "skos": SKOS,
            "vann": "http://purl.org/vocab/vann/",
            "void": "http://rdfs.org/ns/void#",
            "wd": WD,
            "xsd": XSD,
            **{kind: f"{ID}{kind}/" for kind in KINDS},
        }.items()
    )
)


def compact(iri: str) -> str:
    """Write an IRI with its prefix where one is known, else whole.

    >>> compact("https://w3id.org/cityties/ontology#Tie")
    'ct:Tie'
    """
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri
