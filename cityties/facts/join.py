"""Accounts of one thing become one fact: every statement of the accounts is then one about the fact.

The fact bears the IRI of its first account, by the day its source was published, then by IRI, so that
it stays the same when others join it; ct:accountOf leads from each account to it. Named graphs are never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from cityties.facts.account import Joins, Rule, Verdicts, are_many, find_joins, kinds
from cityties.model.vocabulary import CT, PROV
from cityties.store import IRI, BlankNode, Literal, Store, Triple

__all__ = ["Thing", "affected", "join", "likely", "reword"]

Thing = IRI | BlankNode

_ACCOUNT_OF: Final = IRI(f"{CT}accountOf")
_FROM: Final = IRI(f"{PROV}wasDerivedFrom")
_PUBLISHED: Final = IRI(f"{CT}published")
_PARTS: Final = (IRI(f"{CT}participation"), IRI(f"{CT}signature"))
_LAST: Final = "9999"


def join(store: Store, verdicts: Verdicts, things: Iterable[Thing] | None = None) -> list[IRI]:
    """Join accounts, of some things or of all, kind by kind; give the facts that came of several."""
    wanted = None if things is None else {thing.value for thing in things if isinstance(thing, IRI)}
    joined: dict[IRI, None] = {}
    rules_only = replace(verdicts, same=frozenset())
    at_once = wanted is not None and are_many(store, wanted)
    # What people decided comes first: where two places are one, rules find that their governments are.
    for together in ((), *kinds()):
        judged = rules_only if together else verdicts
        found = find_joins(store, together, lambda account: _sources(store, account), judged, wanted, at_once=at_once)
        for group in found.groups:
            fact, *others = sorted(map(IRI, group), key=lambda one: _order(store, one, verdicts))
            known = _accounts(store, group)
            for other in others:
                store.rename_fact(other, fact)
                joined.pop(other, None)
            store.add_facts(Triple(account, _ACCOUNT_OF, fact) for account in {*known, *others, fact})
            joined[fact] = None
            if wanted is not None:  # what has to do with the fact may be one now as well
                wanted |= _around(store, fact)
    return list(joined)


def likely(store: Store, verdicts: Verdicts) -> dict[frozenset[str], str]:
    """Give the pairs of facts that may be one, which a person has to judge, each with the reason."""
    found: dict[frozenset[str], str] = {}
    for together in kinds():
        found |= _likely(store, together, verdicts)
    return found


def affected(store: Store, touched: Iterable[Thing]) -> list[Thing]:
    """Say whose facts have to be laid down anew: what was touched, what it was joined with, and what names either."""
    found: dict[Thing, None] = dict.fromkeys(touched)
    waiting = list(found)
    while waiting:
        thing = waiting.pop()
        if not isinstance(thing, IRI):
            continue
        for fact in _facts_of(store, thing):
            for near in (fact, *_accounts(store, [fact.value]), *_naming(store, fact), *_parts(store, fact)):
                if near not in found:
                    found[near] = None
                    waiting.append(near)
    return list(found)


def _around(store: Store, fact: IRI) -> set[str]:
    """Give a fact, what names it and what it names: its steps, its participations."""
    near = [quad.subject for quad in store.naming(fact)] + [quad.object for quad in store.about(fact)]
    return {fact.value, *(thing.value for thing in near if isinstance(thing, IRI))}


def reword(store: Store, things: Iterable[Thing]) -> None:
    """Let what was just laid down as sources say it name the facts that the accounts it names were joined to."""
    gone: list[Triple] = []
    come: list[Triple] = []
    for thing in things:
        for quad in store.about(thing):
            if not isinstance(quad.object, IRI) or quad.predicate == _ACCOUNT_OF:
                continue
            for fact in _facts_of(store, quad.object):
                if fact != quad.object:
                    gone.append(quad.triple)
                    come.append(Triple(quad.subject, quad.predicate, fact))
    store.remove_facts(gone)
    store.add_facts(come)


def _likely(store: Store, together: Iterable[Rule], verdicts: Verdicts) -> dict[frozenset[str], str]:
    found: Joins = find_joins(store, together, lambda account: _sources(store, account), verdicts)
    return found.likely


def _sources(store: Store, account: str) -> frozenset[str]:
    return frozenset(value.value for _, _, value in store.values([IRI(account)], [_FROM]) if isinstance(value, IRI))


def _order(store: Store, account: IRI, verdicts: Verdicts) -> tuple[bool, str, str]:
    return (account.value in verdicts.away, _published(store, account), account.value)


def _published(store: Store, account: IRI) -> str:
    """Give the first day on which a source of an account was published; what is undated comes last."""
    sources = [IRI(source) for source in sorted(_sources(store, account.value))]
    days = [day.value for _, _, day in store.values(sources, [_PUBLISHED]) if isinstance(day, Literal)]
    return min(days, default=_LAST)


def _accounts(store: Store, facts: Iterable[str]) -> set[IRI]:
    return {
        quad.subject
        for fact in facts
        for quad in store.naming(IRI(fact))
        if quad.predicate == _ACCOUNT_OF and isinstance(quad.subject, IRI)
    }


def _facts_of(store: Store, account: IRI) -> Iterator[IRI]:
    for _, _, fact in store.values([account], [_ACCOUNT_OF]):
        if isinstance(fact, IRI):
            yield fact


def _parts(store: Store, fact: IRI) -> list[Thing]:
    """Give the parts that a fact and its accounts have, which are one where their wholes are."""
    told = [*store.about(fact)]
    for account in {fact, *_accounts(store, [fact.value])}:
        told += store.accounts_of(account)
    return [quad.object for quad in told if quad.predicate in _PARTS and isinstance(quad.object, IRI)]


def _naming(store: Store, fact: IRI) -> set[Thing]:
    """Give what names a fact or one of its accounts: its statements are worded anew with it."""
    found: list[object] = [quad.subject for quad in store.naming(fact)]
    for account in {fact, *_accounts(store, [fact.value])}:
        found += [quad.subject for quad in store.accounts_naming(account)]
    return {thing for thing in found if isinstance(thing, IRI | BlankNode)}
