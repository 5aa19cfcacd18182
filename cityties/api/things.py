"""Things as plain data: found by name, told of whole, and who says what of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

from cityties.api.paging import page
from cityties.api.reply import Reply, say
from cityties.api.sources import count_sources, sources_of
from cityties.api.terms import of_term, of_things
from cityties.display.label import Labels
from cityties.model.vocabulary import CT, RDF
from cityties.names.resolution import resolve
from cityties.names.search import find
from cityties.questions.question import ask
from cityties.questions.question import find as find_question
from cityties.store import IRI, Quad, Store

__all__ = ["KINDS", "evidence", "found", "thing"]

# The classes that each kind of thing to look for has.
KINDS: Final = {
    "city": ("City", "Region"),
    "country": ("Country",),
    "government": ("LocalGovernment",),
    "mission": ("Embassy", "ConsulateGeneral", "Consulate", "HonoraryConsulate", "PermanentMission",
                "RepresentativeOffice"),
    "network": ("CityNetwork",),
    "organisation": ("Organisation",),
    "person": ("Person",),
    "post": ("Post",),
    "sector": ("Sector",),
    "source": ("Source",),
    "tie": ("Tie",),
}  # fmt: skip
_LISTED: Final = 500
_POINTING: Final = 2_000
_TYPE: Final = f"{RDF}type"
_ACCOUNT: Final = f"{CT}accountOf"


def found(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Find things by name, best first."""
    names = find(store, told["text"], KINDS.get(told["kind"] or "", ()), _LISTED)
    shown, more = page(names, told["limit"], told["cursor"] or "", told)
    labels = Labels(store, lang)
    labels.learn([one.iri for one in shown] + [CT + one.class_ for one in shown])
    rows = [
        {"iri": one.iri, "label": labels.label(one.iri), "kind": labels.label(CT + one.class_), "found_as": one.name}
        for one in shown
    ]
    sources, missing = sources_of(store, [one.iri for one in shown], lang)
    if not rows:
        missing = [say("unfound", lang), say("absence", lang, total=count_sources(store))]
    return Reply({"things": rows, "all": len(names)}, sources, missing, more)


def thing(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Tell what is so of a thing, statement by statement, both ways."""
    node = resolve(store, told["thing"], "thing")
    quads = sorted(store.about(node), key=_order)
    around = sorted(islice(store.naming(node), _POINTING), key=_order)
    statements = [*((quad, True) for quad in quads), *((quad, False) for quad in around)]
    shown, more = page(statements, told["limit"], told["cursor"] or "", told)
    labels = Labels(store, lang)
    learn(labels, [quad for quad, _ in shown])
    rows = [_statement(quad, forward, labels) for quad, forward in shown]
    classes = [quad.object.value for quad in quads if quad.predicate.value == _TYPE and isinstance(quad.object, IRI)]
    graphs = [quad.graph_name.value for quad in store.accounts_of(node) if isinstance(quad.graph_name, IRI)]
    sources, missing = sources_of(store, [node.value, *graphs], lang)
    kinds = of_things([one for one in classes if one.startswith(CT)], labels)
    body = {"iri": node.value, "label": labels.label(node), "kinds": kinds, "statements": rows, "all": len(statements)}
    return Reply(body, sources, missing, more)


def evidence(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Tell which source says what: of a thing, or of two cities."""
    if told["other"]:
        return _evidence_for_pair(store, lang, told)
    node = resolve(store, told["thing"], "thing")
    naming = [quad.subject for quad in store.naming(node) if quad.predicate.value == _ACCOUNT]
    accounts = sorted({one.value for one in naming if isinstance(one, IRI)} | {node.value})
    quads = [quad for account in accounts for quad in store.accounts_of(IRI(account))]
    quads.sort(key=lambda quad: (str(quad.graph_name), *_order(quad)))
    shown, more = page(quads, told["limit"], told["cursor"] or "", told)
    labels = Labels(store, lang)
    learn(labels, shown)
    rows = [{"graph": _graph(q), **_statement(q, True, labels)} for q in shown]
    graphs = [_graph(quad) for quad in quads]
    sources, missing = sources_of(store, [node.value, *graphs], lang)
    body = {"iri": node.value, "label": labels.label(node), "accounts": rows, "all": len(quads)}
    return Reply(body, sources, missing, more)


def _evidence_for_pair(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    from cityties.api.questions import answered

    question = find_question("evidence-for")
    given = {"city": told["thing"], "other": told["other"]}
    return answered(store, lang, question, given, ask(store, question.name, given, lang), told)


def learn(labels: Labels, quads: Iterable[Quad]) -> None:
    """Look up at once what all in some statements is called."""
    terms = [term for quad in quads for term in (quad.subject, quad.predicate, quad.object)]
    labels.learn([term.value for term in terms if isinstance(term, IRI)])


def _statement(quad: Quad, forward: bool, labels: Labels) -> dict[str, Any]:
    end = quad.object if forward else quad.subject
    told = {"property": of_term(quad.predicate, labels), "value": of_term(end, labels)}
    return told if forward else {**told, "backwards": True}


def _order(quad: Quad) -> tuple[str, str, str]:
    return quad.predicate.value, str(quad.subject), str(quad.object)


def _graph(quad: Quad) -> str:
    return str(getattr(quad.graph_name, "value", ""))
