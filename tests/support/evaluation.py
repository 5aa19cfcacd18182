"""The W3C's tests of SPARQL: their groups, and the answers that their files tell."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph
from manifest import Statements, rows_of

from cityties.store import Quad, Rows, Triple, parse

GROUPS = """sparql10: algebra ask basic bnode-coreference boolean-effective-value bound cast construct dataset distinct
expr-builtin expr-equals expr-ops graph i18n open-world optional optional-filter reduced regex solution-seq sort
syntax-sparql1 syntax-sparql2 syntax-sparql3 syntax-sparql4 syntax-sparql5 triple-match type-promotion
sparql11: add aggregates basic-update bind bindings cast clear construct copy csv-tsv-res delete delete-data
delete-insert delete-where drop entailment exists functions grouping json-res move negation project-expression
property-path service subquery syntax-fed syntax-query syntax-update-1 syntax-update-2 update-silent"""
GROUPED = [
    f"{suite.strip()}/{group}"
    for suite, groups in re.findall(r"^(\w+): ((?:[^:]|\n)+?)(?=^\w+:|\Z)", GROUPS, re.MULTILINE)
    for group in groups.split()
]


@cache
def triples_of(path: Path) -> list[Triple]:
    return [quad.triple for quad in parse(path)]


def read_result(path: Path) -> Rows | bool:
    if path.suffix in (".ttl", ".rdf"):
        return rows_of(Statements(triples_of(path)))
    form = {
        ".srx": pyoxigraph.QueryResultsFormat.XML,
        ".srj": pyoxigraph.QueryResultsFormat.JSON,
        ".tsv": pyoxigraph.QueryResultsFormat.TSV,
    }[path.suffix]
    read = pyoxigraph.parse_query_results(path.read_bytes(), form)
    if isinstance(read, pyoxigraph.QueryBoolean):
        return bool(read)
    return Rows(tuple(variable.value for variable in read.variables), [tuple(solution) for solution in read])


def quads_of(triples: list[Triple]) -> list[Quad]:
    return [Quad(t.subject, t.predicate, t.object) for t in triples]
