"""The default graph: what the sources say, each statement once, wider classes, days that compare, what follows."""

from __future__ import annotations

from collections import Counter

import pytest

from cityties.facts import intake
from cityties.facts.rule import rules
from cityties.facts.settle import put_sources, settle
from cityties.model import resources
from cityties.model.vocabulary import CT, ID
from cityties.store import IRI, BlankNode, Literal, LocalStore, Store, Triple

ANTARA = f"{ID}source/antara-2025-08-20-jakarta-ankara"
# What a stranger asks, and how many there are: a statement of five sources is one fact.
COUNTS = {
    "ties": ("{ ?t a ct:Tie }", 49),
    "ties of Indonesia": ("{ ?t a ct:Tie ; ct:party/ct:governs/ct:country wd:Q252 }", 37),
    "ties of Ankara": ("{ ?t a ct:Tie ; ct:party government:ankara }", 1),
    "sources of Ankara and Jakarta": ("{ tie:ankara-jakarta ^ct:ofTie/prov:wasDerivedFrom ?s }", None),
    "encounters, by their wider class": ("{ ?e a ct:Encounter }", 55),
    "missions in Ankara, by their wider class": ("{ ?m a ct:DiplomaticMission ; ct:seat wd:Q3640 }", 1),
    "commitments not fulfilled": ("{ ?c a ct:Commitment FILTER NOT EXISTS { ?c ct:fulfilledBy ?x } }", 40),
    "years before a day": (
        '{ ?a ct:validUntil|ct:validUntilLatest ?d FILTER(?d < "2030-01-01"^^xsd:date) }',
        1,
    ),
}


@pytest.mark.parametrize("name", [name for name, (_, count) in COUNTS.items() if count is not None])
def test_a_strangers_count_is_right(shipped: Store, name: str) -> None:
    pattern, count = COUNTS[name]
    (number,) = shipped.select(f"SELECT (COUNT(*) AS ?n) {pattern}").rows[0]
    assert isinstance(number, Literal) and int(number.value) == count


def reworded(store: Store, triple: Triple) -> Triple:
    """A statement of a source in the names of the facts that its accounts became."""
    names = {
        quad.subject: quad.object for account in (triple.subject, triple.object) if isinstance(account, IRI)
        for quad in store.about(account) if quad.predicate == IRI(f"{CT}accountOf")
    }  # fmt: skip
    ends = [names.get(end, end) if isinstance(end, IRI) else end for end in (triple.subject, triple.object)]
    return Triple(ends[0], triple.predicate, ends[1])  # type: ignore[arg-type]


def language(triple: Triple) -> str:
    return triple.object.language or "" if isinstance(triple.object, Literal) else ""


def said(store: Store) -> set[Triple]:
    return {quad.triple for quad in store.quads()}


def test_every_statement_of_a_source_is_a_fact_and_the_rest_follows(shipped: Store) -> None:
    facts = list(shipped.facts())
    assert len(facts) == len(set(facts)) == shipped.count()
    held: dict[tuple[object, object, object], int] = Counter((t.subject, t.predicate, language(t)) for t in facts)
    for triple in {reworded(shipped, triple) for triple in said(shipped)} - set(facts):
        # What a fact does not take has made way for another value, or, as a day by which, for the day itself.
        bound = triple.predicate == IRI(f"{CT}noLaterThan")
        assert bound or held[triple.subject, triple.predicate, language(triple)] == 1, triple
    follows = set(shipped.conclusions())
    assert not follows & said(shipped) and follows < set(facts)
    assert not shipped.ask("ASK { GRAPH ?g { ?place ct:tiedWith ?other } }"), "graphs show what sources say only"


def statement(subject: str, predicate: str, value: str) -> Triple:
    return Triple(IRI(f"http://x/{subject}"), IRI(CT + predicate), IRI(f"http://x/{value}"))


DAYS = {
    "2024": ("2024-01-01", "2024-12-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2023-02": ("2023-02-01", "2023-02-28"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2000-02": ("2000-02-01", "2000-02-29"),
    "2025-04": ("2025-04-01", "2025-04-30"),
    "2025-12": ("2025-12-01", "2025-12-31"),
    "2025-12-24": (),
    "2025-13": (),
}


@pytest.mark.parametrize("day", DAYS)
def test_a_month_or_a_year_lies_between_two_days(day: str) -> None:
    store = LocalStore()
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(day)]
    value = Literal(day, datatype=IRI(f"http://www.w3.org/2001/XMLSchema#{kind}"))
    put_sources(store, {"http://x/s": [Triple(IRI("http://x/a"), IRI(f"{CT}signedOn"), value)]})
    found = store.select(
        "SELECT ?first ?last { ?a ct:signedOnEarliest ?first ; ct:signedOnLatest ?last "
        "FILTER(DATATYPE(?first) = xsd:date && DATATYPE(?last) = xsd:date) }"
    )
    assert [tuple(getattr(term, "value", "") for term in row) for row in found] == ([DAYS[day]] if DAYS[day] else [])


def test_what_is_concluded_has_its_days_too() -> None:
    store = LocalStore()
    signed = Literal("2024", datatype=IRI("http://www.w3.org/2001/XMLSchema#gYear"))
    term = Literal("P4Y", datatype=IRI("http://www.w3.org/2001/XMLSchema#duration"))
    treaty = IRI("http://x/treaty")
    put_sources(
        store, {"http://x/s": [Triple(treaty, IRI(CT + "signedOn"), signed), Triple(treaty, IRI(CT + "term"), term)]}
    )
    assert store.ask('ASK { <http://x/treaty> ct:validUntilLatest "2028-12-31"^^xsd:date }')


def test_what_changes_piece_by_piece_is_as_if_all_were_settled_anew() -> None:
    store = intake.shipped()
    everything = set(store.facts())
    valid = intake.read([path for path in resources.files("ontology", "examples/valid/*.ttl")])
    assert len(valid) > 3

    def anew() -> set[Triple]:
        """What the same graphs come to in a store of their own."""
        other = LocalStore()
        other.replace({name: [quad.triple for quad in store.quads(name)] for name in store.graphs()})
        settle(other)
        return named(other)

    def named(some: Store) -> set[Triple]:
        return {t for t in some.facts() if not isinstance(t.subject, BlankNode) and not isinstance(t.object, BlankNode)}

    for name, triples in valid.items():
        put_sources(store, {name: triples})
    assert named(store) == anew()
    antara = [quad.triple for quad in store.quads(ANTARA)]
    put_sources(store, {ANTARA: antara[::2]})
    assert named(store) == anew()
    put_sources(store, {ANTARA: []})
    assert named(store) == anew() and ANTARA not in store.graphs()
    put_sources(store, {ANTARA: antara, **dict.fromkeys(valid, ())})
    assert set(store.facts()) == everything


def test_a_source_that_says_the_same_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    store = intake.shipped()
    monkeypatch.setattr(store, "replace", lambda graphs: pytest.fail("written"))
    put_sources(store, {**intake.read_model(), **intake.read_facts()})


def test_a_new_class_widens_the_things_that_are_there() -> None:
    store = intake.shipped()
    model = [quad.triple for quad in store.quads("https://w3id.org/cityties/ontology")]
    wider = Triple(IRI(f"{CT}Tie"), IRI("http://www.w3.org/2000/01/rdf-schema#subClassOf"), IRI(f"{CT}Bond"))
    put_sources(store, {"https://w3id.org/cityties/ontology": [*model, wider]})
    (number,) = store.select("SELECT (COUNT(*) AS ?n) { ?t a ct:Bond }").rows[0]
    assert isinstance(number, Literal) and int(number.value) == 49


def test_two_sources_of_one_statement_are_counted_once_in_both_orders() -> None:
    store = LocalStore()
    both = [statement("tie", "party", "a"), statement("tie", "party", "b")]
    put_sources(store, {"http://x/one": both})
    put_sources(store, {"http://x/two": both})
    assert len(store.select("SELECT ?p { ?t ct:party ?p }")) == 2
    put_sources(store, {"http://x/one": both[:1]})
    assert len(store.select("SELECT ?p { ?t ct:party ?p }")) == 2
    put_sources(store, {"http://x/two": []})
    assert [row[0] for row in store.select("SELECT ?p { ?t ct:party ?p }")] == [both[0].object]


def test_what_is_settled_thing_by_thing_says_of_which() -> None:
    found = rules(by_thing=True)
    assert len(found) > 2
    assert all(rule.each and f"VALUES {rule.each.split()[0]} {{ UNDEF }}" in rule.text for rule in found)
