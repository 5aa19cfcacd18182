"""What this server tells of itself: Service Description, VoID and DCAT, as one CONSTRUCT over the store.

Sources: https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/ and
https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

from typing import Final

from cityties.model.vocabulary import DATASET_GRAPH
from cityties.store import IRI

__all__ = ["describe"]

_FORMS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
                 "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")  # fmt: skip


def describe(base: str) -> str:
    """Write the query whose answer describes the endpoint at an address, its dataset and its graphs."""
    endpoint, dataset = IRI(f"{base}/sparql"), IRI(DATASET_GRAPH)
    default = IRI(f"{base}/graphs?default")
    forms = " , ".join(f"<http://www.w3.org/ns/formats/{form}>" for form in _FORMS)
    return f"""
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
CONSTRUCT {{
  {endpoint} a sd:Service, dcat:DataService ;
    sd:endpoint {endpoint} ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {forms} ;
    sd:defaultDataset {dataset} ;
    dcat:endpointURL {endpoint} ;
    dcat:servesDataset {dataset} .
  {dataset} a sd:Dataset ;
    void:sparqlEndpoint {endpoint} ;
    void:triples ?all ;
    sd:defaultGraph {default} ;
    sd:namedGraph ?node ;
    ?property ?value .
  {default} a sd:Graph ;
    void:triples ?all .
  ?node a sd:NamedGraph ;
    sd:name ?graph ;
    void:triples ?triples .
}}
WHERE {{
  {{ GRAPH {dataset} {{ {dataset} ?property ?value }} }}
  UNION {{ SELECT (COUNT(*) AS ?all) WHERE {{ ?s ?p ?o }} }}
  UNION {{
    {{ SELECT ?graph (COUNT(*) AS ?triples) WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph }}
    BIND(IRI(CONCAT("{base}/graphs?graph=", ENCODE_FOR_URI(STR(?graph)))) AS ?node)
  }}
}}
"""
