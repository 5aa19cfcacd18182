"""Facts take one value where there can be but one: of what accounts tell, the best attested and most precise.

Which properties those are, the shapes say (sh:maxCount 1); a name has one value a language. What a fact
does not take stays in the accounts; where it cannot be true as well, ct:disputed names the property.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from cityties.facts.value import Source, Telling, agree, choose
from cityties.model import resources
from cityties.model.vocabulary import CT, ID, PROV, RDF, RDFS, SKOS
from cityties.store import IRI, BlankNode, Literal, Store, Term, Triple, parse

__all__ = ["choose_values", "single_valued"]

_SHACL: Final = "http://www.w3.org/ns/shacl#"
_LABEL: Final = IRI(f"{RDFS}label")
_ALT: Final = IRI(f"{SKOS}altLabel")
_DISPUTED: Final = IRI(f"{CT}disputed")
_ACCOUNT_OF: Final = IRI(f"{CT}accountOf")
_TYPE: Final = IRI(f"{RDF}type")
_BY: Final = IRI(f"{CT}noLaterThan")
# A day by which something was makes way for the day on which it was.
_ON: Final = (IRI(f"{CT}date"), IRI(f"{CT}signedOn"))
# Of several sources, what is not told by a source at all, then what people read, then what programs gathered.
_MANY: Final = 1_000  # things
_RANKS: Final = {"dataset": 0}
_SEVERAL: Final = """SELECT DISTINCT ?thing WHERE {
  VALUES ?property { %s }
  ?thing ?property ?one, ?other .
  FILTER(?one != ?other && LANG(?one) = LANG(?other))
}"""
_BOTH: Final = "SELECT DISTINCT ?thing WHERE { ?thing ct:noLaterThan ?by ; ct:date|ct:signedOn ?day }"


def choose_values(store: Store, things: Iterable[IRI] | None = None) -> list[IRI]:
    """Let facts take one value where there can be but one, of some things or of all; give those that changed."""
    wanted = None if things is None else dict.fromkeys(things)
    if wanted is None or len(wanted) > _MANY:  # one look at all is quicker than one at each
        several = _with_several(store)
        wanted = several if wanted is None else {thing: None for thing in several if thing in wanted}
    sources = _Sources(store)
    return [thing for thing in wanted if _settle(store, thing, sources)]


@cache
def single_valued() -> Mapping[str, frozenset[str]]:
    """Say of which classes things have but one value, by property. The shapes of ontology/shapes tell."""
    told: dict[object, dict[str, list[Term]]] = {}
    for path in resources.files("ontology", "shapes/*.ttl"):
        for quad in parse(path):
            told.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    found: dict[str, set[str]] = {}
    for shape in told.values():
        classes = [one.value for one in shape.get(f"{_SHACL}targetClass", ()) if isinstance(one, IRI)]
        for part in shape.get(f"{_SHACL}property", ()):
            row = told.get(part, {})
            most = [one.value for one in row.get(f"{_SHACL}maxCount", ()) if isinstance(one, Literal)]
            for path_ in row.get(f"{_SHACL}path", ()):
                if most == ["1"] and isinstance(path_, IRI) and classes:
                    found.setdefault(path_.value, set()).update(classes)
    return {property_: frozenset(classes) for property_, classes in found.items()}


def _with_several(store: Store) -> dict[IRI, None]:
    properties = " ".join(f"<{name}>" for name in sorted({*single_valued(), _LABEL.value}))
    rows = [*store.select(_SEVERAL % properties), *store.select(_BOTH)]
    return dict.fromkeys(thing for (thing,) in rows if isinstance(thing, IRI))


def _settle(store: Store, thing: IRI, sources: _Sources) -> bool:
    """Choose the values of one fact; say whether any of it changed."""
    held: dict[IRI, list[Term]] = {}
    for quad in store.about(thing):
        held.setdefault(quad.predicate, []).append(quad.object)
    classes = {one.value for one in held.get(_TYPE, ()) if isinstance(one, IRI)}
    if not _has_several(held, classes):
        return False
    told = _told(store, thing, sources)
    gone: list[Triple] = []
    come: list[Triple] = []
    for property_, values in held.items():
        if property_ == _LABEL:
            _choose_names(store, thing, values, told, gone, come)
        elif len(values) > 1 and single_valued().get(property_.value, frozenset()) & classes:
            _choose(thing, property_, values, told, gone, come)
    _prefer_the_day(thing, held, set(gone), gone, come)
    # The days that compare with any other are those of what is left.
    compared = {IRI(t.predicate.value + end) for t in gone for end in ("Earliest", "Latest")}
    gone += [Triple(thing, property_, value) for property_ in compared for value in held.get(property_, ())]
    store.remove_facts(gone)
    store.add_facts(come)
    return bool(gone or come)


def _has_several(held: Mapping[IRI, list[Term]], classes: set[str]) -> bool:
    """Say whether a fact has several values where it can have but one, or a day beside a day by which."""
    names = [*_by_language(held.get(_LABEL, ())).values()]
    single = [values for name, values in held.items() if single_valued().get(name.value, frozenset()) & classes]
    both = _BY in held and any(day in held for day in _ON)
    return both or any(len(values) > 1 for values in (*names, *single))


def _choose(
    thing: IRI,
    property_: IRI,
    values: list[Term],
    told: Mapping[tuple[IRI, Term], tuple[Source, ...]],
    gone: list[Triple],
    come: list[Triple],
) -> None:
    if property_ == _BY:  # of days by which something was, the first says most
        value, disputed = min(values, key=lambda one: (getattr(one, "value", ""), str(one))), False
    else:
        tellings = [Telling(one, told.get((property_, one), ())) for one in sorted(values, key=str)]
        value, disputed = choose(tellings)
    others = [one for one in values if one != value]
    gone += [Triple(thing, property_, one) for one in others]
    if property_ == _LABEL:
        come += [Triple(thing, _ALT, one) for one in others]
    elif disputed:
        come.append(Triple(thing, _DISPUTED, property_))


def _choose_names(
    store: Store,
    thing: IRI,
    names: list[Term],
    told: Mapping[tuple[IRI, Term], tuple[Source, ...]],
    gone: list[Triple],
    come: list[Triple],
) -> None:
    """Give a fact one name a language: that of its first account, where it has one."""
    own = {quad.object for quad in store.accounts_of(thing) if quad.predicate == _LABEL}
    for alike in _by_language(names).values():
        mine = [name for name in alike if name in own] or alike
        if len(alike) > 1 and len(mine) == 1:
            others = [name for name in alike if name not in mine]
            gone += [Triple(thing, _LABEL, name) for name in others]
            come += [Triple(thing, _ALT, name) for name in others]
        elif len(alike) > 1:
            _choose(thing, _LABEL, alike, told, gone, come)


def _prefer_the_day(
    thing: IRI, held: Mapping[IRI, list[Term]], away: set[Triple], gone: list[Triple], come: list[Triple]
) -> None:
    """Where the day is told, a day by which it was told of says no more; where that is earlier, they contradict."""
    days = [day for property_ in _ON for day in held.get(property_, ()) if Triple(thing, property_, day) not in away]
    bounds = held.get(_BY, [])
    if not days or not bounds:
        return
    gone += [triple for bound in bounds if (triple := Triple(thing, _BY, bound)) not in away]
    if any(_is_after(day, bound) for day in days for bound in bounds):
        come.append(Triple(thing, _DISPUTED, _ON[0] if _ON[0] in held else _ON[1]))


def _is_after(day: Term, bound: Term) -> bool:
    """Say whether a day is surely later than one by which it was to be."""
    if agree(day, bound) or not (isinstance(day, Literal) and isinstance(bound, Literal)):
        return False
    common = min(len(day.value), len(bound.value))
    return day.value[:common] > bound.value[:common]


def _by_language(values: Iterable[Term]) -> dict[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for value in values:
        if isinstance(value, Literal):
            found.setdefault(value.language or "", []).append(value)
    return found


def _told(store: Store, thing: IRI, sources: _Sources) -> Mapping[tuple[IRI, Term], tuple[Source, ...]]:
    """Say which sources tell which value of a fact, in any of its accounts."""
    accounts = [quad.subject for quad in store.naming(thing) if quad.predicate == _ACCOUNT_OF]
    found: dict[tuple[IRI, Term], dict[str, Source]] = {}
    for account in {thing, *(one for one in accounts if isinstance(one, IRI))}:
        for quad in store.accounts_of(account):
            if isinstance(quad.graph_name, IRI) and not isinstance(quad.object, BlankNode):
                source = sources.of(quad.graph_name.value)
                found.setdefault((quad.predicate, quad.object), {})[source.iri] = source
    return {key: tuple(told[name] for name in sorted(told)) for key, told in found.items()}


class _Sources:
    """What makes each source count, looked up once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, Source] = {}

    def of(self, graph: str) -> Source:
        if graph not in self._known:
            self._known[graph] = self._look_up(graph)
        return self._known[graph]

    def _look_up(self, graph: str) -> Source:
        if not graph.startswith(f"{ID}source/"):
            return Source(graph, 3)
        told: dict[str, list[str]] = {}
        for quad in self._store.about(IRI(graph)):
            told.setdefault(quad.predicate.value, []).append(getattr(quad.object, "value", ""))
        kind = next(iter(told.get(f"{CT}sourceKind", [""]))).rsplit("/", 1)[-1]
        # What a person read and restated says how much of the document was read.
        rank = 2 if f"{CT}extentRead" in told else _RANKS.get(kind, 1)
        before = [*told.get(f"{PROV}wasQuotedFrom", ()), *told.get(f"{PROV}hadPrimarySource", ())]
        return Source(graph, rank, next(iter(told.get(f"{CT}published", [""]))), frozenset(before))
