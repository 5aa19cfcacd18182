"""Accepted facts become one source in the shipped style: known things by their names, new ones by free names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reviewing import ARTICLE, DRAFT, decided

from cityties.facts import intake
from cityties.facts.check import check_files, check_source
from cityties.facts.settle import put_sources
from cityties.model.errors import DataError
from cityties.model.vocabulary import CT, DCTERMS, ID, PROV, RDF, RDFS, WD
from cityties.reading.draft import SLOTS, Draft, Verdict
from cityties.review.acceptance import Accepted, accept
from cityties.review.delivery import deliver
from cityties.review.form import Forms
from cityties.review.naming import slug
from cityties.store import IRI, Literal, Store, open_store

SOURCE = f"{ID}source/example-wire-2026-03-11-surabaya-bursa"


@pytest.fixture(scope="module")
def accepted(shipped: Store) -> Accepted:
    return accept(decided(DRAFT), shipped)


def values(found: Accepted, subject: str, predicate: str) -> set[str]:
    return {t.object.value for t in found.triples if t.subject == IRI(subject) and t.predicate == IRI(predicate)}  # type: ignore[union-attr]


def of_class(found: Accepted, name: str) -> set[str]:
    kind, class_ = IRI(f"{RDF}type"), IRI(CT + name)
    return {str(t.subject)[1:-1] for t in found.triples if t.predicate == kind and t.object == class_}


def with_fact(draft: Draft, name: str, **slots: Any) -> Draft:
    facts = tuple(
        one.with_slots(**{key.rstrip("_"): value for key, value in slots.items()}) if one.id == name else one
        for one in draft.facts
    )
    assert facts != draft.facts
    return replace(draft, facts=facts)


def test_the_source_passes_all_shapes_and_checks(accepted: Accepted, tmp_path: Path) -> None:
    store = intake.shipped()
    put_sources(store, {accepted.source: accepted.triples})
    report = check_source(store, accepted.source)
    assert report.findings == () and report.checked > 30
    file = tmp_path / "source.ttl"
    file.write_bytes(accepted.turtle())
    assert check_files([file]).ok
    assert intake.read([file]).keys() == {SOURCE}


def test_the_source_says_what_it_is_and_who_accepted_it_when(accepted: Accepted) -> None:
    assert accepted.source == SOURCE
    assert values(accepted, SOURCE, f"{CT}publisher") == {f"{ID}publisher/example-wire"}
    assert values(accepted, SOURCE, f"{CT}published") == {"2026-03-11"}
    assert values(accepted, SOURCE, f"{CT}address") == {ARTICLE.address}
    assert values(accepted, SOURCE, f"{CT}textDigest") == {ARTICLE.digest}
    (review,) = of_class(accepted, "Review")
    assert values(accepted, review, f"{DCTERMS}creator") == {"Ada"}
    assert values(accepted, review, f"{DCTERMS}date") == {"2026-03-12"}
    assert values(accepted, review, f"{CT}reviewOf") == {SOURCE}
    derived = {str(t.subject)[1:-1] for t in accepted.triples if t.predicate.value == f"{PROV}wasDerivedFrom"}
    assert derived - {f"{ID}tie/bursa-surabaya"} <= values(accepted, review, f"{CT}accepts")


def test_two_people_who_accept_are_two_reviews(shipped: Store) -> None:
    draft = decided(DRAFT)
    facts = list(draft.facts)
    facts[-1] = replace(facts[-1], verdict=Verdict("accepted", "Bo", "2026-03-13"))
    found = accept(replace(draft, facts=tuple(facts)), shipped)
    reviews = of_class(found, "Review")
    assert {(*values(found, one, f"{DCTERMS}creator"), *values(found, one, f"{DCTERMS}date")) for one in reviews} == {
        ("Ada", "2026-03-12"),
        ("Bo", "2026-03-13"),
    }


def test_known_things_keep_their_names_and_new_ones_get_free_ones(accepted: Accepted) -> None:
    (tie,) = of_class(accepted, "Tie")
    assert values(accepted, tie, f"{CT}party") == {f"{ID}government/bursa", f"{ID}government/surabaya"}
    assert of_class(accepted, "LocalGovernment") == set(), "both are described elsewhere for good"
    assert f"{ID}post/vice-mayor-of-surabaya" in of_class(accepted, "Post"), "found by its Indonesian name"
    assert of_class(accepted, "City") == {f"{ID}city/izmir"}
    assert values(accepted, f"{ID}city/izmir", f"{CT}country") == {f"{WD}Q43"}
    mission = f"{ID}mission/consulate-general-of-indonesia-in-izmir"
    assert of_class(accepted, "ConsulateGeneral") == {mission}
    assert values(accepted, mission, f"{CT}headedBy") == {f"{ID}post/consul-general-of-indonesia-in-izmir"}


def test_what_is_named_alike_but_not_linked_is_another_thing(accepted: Accepted) -> None:
    store = intake.shipped()
    put_sources(store, {accepted.source: accepted.triples})
    other = replace(DRAFT, article=replace(ARTICLE, text=ARTICLE.text + "More.", address=""))
    found = accept(decided(other), store)
    assert found.source == f"{SOURCE}-2"
    assert f"{ID}person/ratna-kusuma-2" in of_class(found, "Person")
    assert of_class(found, "Tie") == {f"{ID}tie/bursa-surabaya"}, "the same parties, the same tie"
    (mission,) = of_class(found, "ConsulateGeneral")
    assert mission.endswith("-in-izmir-2"), "its seat is another İzmir"
    assert len(of_class(found, "Step")) == 2
    linked = with_fact(other, "person:ratna-kusuma", iri=f"{ID}person/ratna-kusuma")
    assert f"{ID}person/ratna-kusuma" in of_class(accept(decided(linked), store), "Person")


def test_the_same_text_again_replaces_its_source_and_names_nothing_anew(accepted: Accepted) -> None:
    store = intake.shipped()
    put_sources(store, {accepted.source: accepted.triples})
    assert accept(decided(DRAFT), store) == accepted


def test_each_relation_points_to_the_words_that_say_so(accepted: Accepted) -> None:
    step = f"{SOURCE.replace('/source/', '/step/')}-bursa-surabaya-explored-1"
    start = ARTICLE.text.index("Both cities explored")
    (passage,) = values(accepted, step, f"{CT}evidencedBy")
    assert passage == f"{SOURCE}#char={start},{start + 64}"
    assert values(accepted, passage, f"{CT}start") == {str(start)}
    assert values(accepted, step, f"{CT}realisedBy") == {f"{SOURCE.replace('/source/', '/encounter/')}-meeting-1"}
    for kind in ("Step", "LearningInterest", "Offer", "Remark", "Agreement", "Meeting", "Tenure", "NetworkMembership"):
        for thing in of_class(accepted, kind):
            assert values(accepted, thing, f"{CT}evidencedBy"), thing


def test_every_relation_has_a_label_in_three_languages(accepted: Accepted) -> None:
    labelled: dict[str, set[str]] = {}
    for triple in accepted.triples:
        if triple.predicate.value == f"{RDFS}label" and isinstance(triple.object, Literal):
            labelled.setdefault(str(triple.subject)[1:-1], set()).add(triple.object.language or "")
    things = [
        t for kind in ("Step", "Tie", "Offer", "Meeting", "Agreement", "Remark") for t in of_class(accepted, kind)
    ]
    assert len(things) == 7
    assert {thing: labelled[thing] for thing in things} == {thing: {"en", "id", "tr"} for thing in things}


def test_an_encounter_agreement_and_offer_serve_the_tie(accepted: Accepted) -> None:
    tie = f"{ID}tie/bursa-surabaya"
    for kind in ("Meeting", "Agreement", "Offer", "LearningInterest"):
        (thing,) = of_class(accepted, kind)
        assert values(accepted, thing, f"{CT}forTie") == {tie}
    (learning,) = of_class(accepted, "LearningInterest")
    assert values(accepted, learning, f"{CT}date") == {"2026-03-10"}, "the day of the meeting where it was said"
    (offer,) = of_class(accepted, "Offer")
    assert values(accepted, offer, f"{CT}noLaterThan") == {"2026-03-11"}


def test_what_was_refused_is_not_in_it(shipped: Store) -> None:
    found = accept(decided(DRAFT, "membership:bursa-example-ports-league", "network:example-ports-league"), shipped)
    assert of_class(found, "NetworkMembership") == of_class(found, "CityNetwork") == set()
    assert found.facts == len(DRAFT.facts) - 2


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (DRAFT, "nothing was accepted"),
        (decided(DRAFT, "person:ratna-kusuma"), "rests on person:ratna-kusuma, which was not accepted"),
        (decided(replace(DRAFT, article=replace(ARTICLE, publisher=" "))), "publisher is unknown"),
        (decided(replace(DRAFT, article=replace(ARTICLE, address="javascript:alert(1)"))), "not an address of the web"),
        (decided(replace(DRAFT, article=replace(ARTICLE, lang="x y"))), "no language that is read"),
        (decided(replace(DRAFT, article=replace(ARTICLE, published="2026-02-30"))), "no such day"),
        (decided(DRAFT, by=" "), "says not who accepted"),
        (decided(DRAFT, on="2026"), "not on which day"),
        (with_fact(decided(DRAFT), "step:bursa-surabaya-explored-1", stepKind="x> ."), "not one of the list"),
        (with_fact(decided(DRAFT), "step:bursa-surabaya-explored-1", parties=["government:bursa"]), "two or more"),
        (with_fact(decided(DRAFT), "commitment:offer-1", by="mission:none"), "not in the draft"),
        (with_fact(decided(DRAFT), "place:bursa", iri="no iri>"), "is no IRI"),
        (with_fact(decided(DRAFT), "agreement:letter-of-intent-1", signedOn="10/3"), "write YYYY"),
        (with_fact(decided(DRAFT), "encounter:meeting-1", participants=[{"who": "x"}]), "not a table of that form"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_is_not_whole_is_refused_in_a_line(shipped: Store, draft: Draft, why: str) -> None:
    with pytest.raises(DataError, match=why) as error:
        accept(draft, shipped)
    assert "\n" not in str(error.value)


def test_a_source_is_named_as_one_wishes(shipped: Store) -> None:
    found = accept(decided(DRAFT), shipped, name="my-paper", kind="press-release")
    assert found.source == f"{ID}source/my-paper"
    assert values(found, found.source, f"{CT}sourceKind") == {"https://w3id.org/cityties/code/press-release"}
    with pytest.raises(DataError, match="no name for a source"):
        accept(decided(DRAFT), shipped, name="../up")


def test_errors_of_the_shapes_write_nothing(accepted: Accepted, tmp_path: Path) -> None:
    broken = replace(accepted, triples=tuple(t for t in accepted.triples if t.predicate.value != f"{CT}ofTie"))
    store, file = tmp_path / "store", tmp_path / "source.ttl"
    findings = deliver(broken, str(store), file)
    assert [one.rule for one in findings] == ["ct:StepShape", "ct:StepShape"]
    assert not file.exists() and not store.exists()
    assert deliver(broken, None, file) and not file.exists()


def test_a_store_gets_the_source_and_what_follows(accepted: Accepted, tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "source.ttl"
    assert deliver(accepted, str(store), file) == []
    opened = open_store(store, read_only=True)
    assert opened.ask(f"ASK {{ <{ID}tie/bursa-surabaya> ct:currentStatus code:explored }}")
    assert file.read_bytes() == accepted.turtle()
    opened.close()
    fewer = accept(decided(DRAFT, "remark:benefit-1"), open_store(store, read_only=True))
    assert fewer.source == accepted.source
    assert deliver(fewer, str(store), None) == []
    opened = open_store(store, read_only=True)
    assert not opened.ask(f"ASK {{ GRAPH <{accepted.source}> {{ ?remark a ct:Remark }} }}"), "replaced whole"


def test_the_forms_ask_for_every_slot_of_every_kind(shipped: Store) -> None:
    forms = Forms(shipped, "tr")
    assert {kind: {field.name for field in forms.fields(kind)} for kind in forms.kinds()} == {
        kind: set(slots) - {"iri"} for kind, slots in SLOTS.items()
    }


def test_names_become_parts_of_addresses() -> None:
    assert slug("İstanbul’un Şehir Meclisi") == "istanbul-un-sehir-meclisi"
    assert slug("../../etc") == "etc"
    assert slug("北京") == slug("北京") != slug("東京")
