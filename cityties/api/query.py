"""Any SPARQL query that only reads, as plain data: the first rows or statements, and the sources among them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from cityties.api.reply import Reply, say
from cityties.api.sources import sources_of
from cityties.api.terms import of_rows, of_term
from cityties.display.label import Labels
from cityties.store import IRI, Rows, Store

__all__ = ["query"]


def query(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Run a query: the first rows, statements, or whether it is so."""
    result = store.query(told["query"])
    labels, most = Labels(store, lang), told["limit"]
    if isinstance(result, bool):
        return Reply({"truth": result}, [], [say("sourceless", lang)])
    if isinstance(result, Rows):
        rows = list(islice(result.rows, most))
        labels.learn([term.value for row in rows for term in row if isinstance(term, IRI)])
        body: dict[str, Any] = {"columns": list(result.variables), "rows": of_rows(result.variables, rows, labels)}
        things = [term.value for row in rows for term in row if isinstance(term, IRI)]
    else:
        triples = result[:most]
        terms = [term for triple in triples for term in (triple.subject, triple.predicate, triple.object)]
        labels.learn([term.value for term in terms if isinstance(term, IRI)])
        body = {"statements": [[of_term(t.subject), of_term(t.predicate), of_term(t.object)] for t in triples]}
        things = [triple.subject.value for triple in triples if isinstance(triple.subject, IRI)]
    whole = len(result.rows) if isinstance(result, Rows) else len(result)
    sources, missing = sources_of(store, things, lang)
    return Reply(body | {"all": whole}, sources, missing if sources else [say("sourceless", lang)])
