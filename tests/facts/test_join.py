"""Accounts of one fact: joined as a careful reader joins them, right as sources come and go, undone by a decision."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from cityties.facts import intake
from cityties.facts.account import Verdicts, are_many, find_joins, kinds, rules
from cityties.facts.join import likely
from cityties.facts.settle import gather, put_sources, settle
from cityties.facts.verdict import IDENTITY_GRAPH
from cityties.model.vocabulary import CT, ID, PROV
from cityties.store import IRI, Literal, LocalStore, Store, Triple

ACCOUNTS = Path(__file__).with_name("accounts.tsv")
TRT = f"{ID}source/trt-2025-08-21-jakarta-ankara"
MEETING = f"{ID}encounter/antara-2025-08-20-jakarta-ankara-meeting"
TOLD_AGAIN = f"{ID}encounter/trt-2025-08-21-jakarta-ankara-meeting"
SIGNING = f"{ID}encounter/aydin-ses-2025-08-20-ankara-jakarta-signing"

Pair = frozenset[str]


def gold() -> tuple[dict[str, set[Pair]], set[Pair]]:
    """The pairs that are one fact, by kind, and those that only a person can judge: written by hand before any rule."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    with ACCOUNTS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            account = row["account"].replace("id:", ID)
            groups.setdefault((row["kind"], row["group"], row["certain"]), []).append(account)
    certain: dict[str, set[Pair]] = {}
    judged: set[Pair] = set()
    for (kind, _, sure), accounts in groups.items():
        pairs = {frozenset(pair) for pair in combinations(sorted(set(accounts)), 2)}
        if sure == "true":
            certain.setdefault(kind, set()).update(pairs)
        else:
            judged |= pairs
    return certain, judged


def joined(store: Store) -> set[Pair]:
    groups: dict[str, set[str]] = {}
    for account, fact in store.select("SELECT ?account ?fact WHERE { ?account ct:accountOf ?fact }"):
        assert isinstance(account, IRI) and isinstance(fact, IRI)
        groups.setdefault(fact.value, {fact.value}).add(account.value)
    return {frozenset(pair) for group in groups.values() for pair in combinations(sorted(group), 2)}


def of_kind(pairs: Iterable[Pair], kind: str) -> set[Pair]:
    return {pair for pair in pairs if min(pair).removeprefix(ID).partition("/")[0] == kind}


def test_many_accounts_are_looked_at_with_all_others_and_give_the_same() -> None:
    store = LocalStore()
    store.replace({**intake.read_model(), **intake.read_facts()})
    gather(store, joined=False)
    told = sorted({triple.subject.value for triple in store.facts() if isinstance(triple.subject, IRI)})
    pick = random.Random(3)
    for together in kinds():
        for some in (told, pick.sample(told, len(told) // 3)):
            one_by_one, at_once = (
                find_joins(store, together, lambda account: frozenset((account,)), Verdicts(), some, at_once=way)
                for way in (False, True)
            )
            assert (one_by_one.groups, one_by_one.likely) == (at_once.groups, at_once.likely)
    assert are_many(store, told * 2) and not are_many(store, told[:100])


@pytest.mark.parametrize("kind", sorted(gold()[0]))
def test_what_is_joined_without_asking_is_one_and_little_is_missed(shipped: Store, kind: str) -> None:
    wanted, found = gold()[0][kind], of_kind(joined(shipped), kind)
    assert not found - wanted, "precision"
    assert len(found & wanted) >= 0.9 * len(wanted), "recall"


def test_nothing_else_is_joined(shipped: Store) -> None:
    certain, judged = gold()
    assert sum(len(pairs) for pairs in certain.values()) > 50
    assert joined(shipped) == set().union(*certain.values()) & joined(shipped)
    assert not joined(shipped) & (judged - set().union(*certain.values()))


def test_what_is_only_likely_waits_for_a_person_with_the_reason(shipped: Store) -> None:
    found = likely(shipped, Verdicts())
    assert frozenset({MEETING, SIGNING}) in found
    assert all(why.endswith(".") for why in found.values())


def test_each_rule_tells_why_and_of_what() -> None:
    assert len(rules()) > 8
    for rule in rules():
        assert rule.why.endswith(".") and rule.kind.startswith("ct:") and "?one ?other" in rule.text


def facts_of(store: Store) -> set[Triple]:
    return set(store.facts())


def test_one_meeting_one_day_both_sources(shipped: Store) -> None:
    told = [(quad.predicate.value, getattr(quad.object, "value", "")) for quad in shipped.about(IRI(MEETING))]
    assert [value for name, value in told if name == f"{CT}date"] == ["2025-08-19"]
    assert not [value for name, value in told if name == f"{CT}noLaterThan"]
    assert len([value for name, value in told if name == f"{PROV}wasDerivedFrom"]) == 2
    assert not list(shipped.about(IRI(TOLD_AGAIN)))[1:], "an account leads to its fact, and no more"
    said = {quad.predicate.value for quad in shipped.about(IRI(TOLD_AGAIN), TRT)}
    assert f"{CT}noLaterThan" in said, "what the source says is never touched"


def test_a_source_that_comes_and_goes_settles_to_the_same() -> None:
    store = intake.shipped()
    whole = facts_of(store)
    triples = [quad.triple for quad in store.quads(TRT)]
    put_sources(store, {TRT: []})
    without = facts_of(store)
    assert without != whole
    settle(store)
    assert facts_of(store) == without, "settled by what it touched, or anew: the same"
    put_sources(store, {TRT: triples})
    assert facts_of(store) == whole


@pytest.mark.parametrize("apart", [True, False])
def test_a_decision_is_stronger_than_the_rules_and_can_be_taken_back(apart: bool) -> None:
    store = intake.shipped()
    whole = facts_of(store)
    one, other = (MEETING, TOLD_AGAIN) if apart else (MEETING, SIGNING)
    record = IRI(f"{ID}decision/test")
    told = [
        Triple(record, IRI(f"{CT}kept"), IRI(one)),
        Triple(record, IRI(f"{CT}{'apartFrom' if apart else 'mergedAway'}"), Literal(other)),
    ]
    store.add(IDENTITY_GRAPH, told)
    settle(store, [IRI(one), IRI(other), record])
    assert (frozenset({one, other}) in joined(store)) is not apart
    store.remove(IDENTITY_GRAPH, told)
    settle(store, [IRI(one), IRI(other), record])
    assert facts_of(store) == whole
