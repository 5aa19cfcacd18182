"""What people decide of things: that two are one, or that they are not; undone with one command.

A decision is a record of its own in the store: who, when, which. Settling reads it, so that the facts
name one thing or two; what the sources say is never touched. It is noted in the table that every import reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cityties.date.day import day_of_term
from cityties.facts.account import rules
from cityties.facts.build import renew
from cityties.facts.join import likely
from cityties.facts.settle import settle
from cityties.facts.verdict import IDENTITY_GRAPH, read_verdicts
from cityties.model.errors import DataError, RequestError
from cityties.model.vocabulary import CT, DCTERMS, ID, PREFIXES, RDF, XSD
from cityties.names.decision import DECISIONS, Decision, read_decisions, write_decisions
from cityties.names.resolution import resolve
from cityties.store import IRI, Literal, Store, Triple, generation, is_address, open_store

__all__ = ["IDENTITY_GRAPH", "decide", "merge", "noted_in", "thing_named", "undecided", "undo"]


def merge(
    location: str,
    kept: str,
    merged: str,
    *,
    author: str,
    day: str,
    table: Path | None = None,
    apart: bool = False,
) -> str:
    """Record that two things are one, so that ``merged`` goes by the name of ``kept``, or that they are ``apart``.

    Raises RequestError where one of them is unknown, where both are one already, or where they are
    of kinds that exclude each other.
    """
    note = noted_in(location, table)
    with _writing(location) as store:
        keep, away = _thing(store, kept), _thing(store, merged)
        _refuse(store, keep, away)
        record = _record(keep, away)
        _withdraw(store, record)
        store.add(IDENTITY_GRAPH, _told(record, keep, away, author, day, apart=apart))
        settle(store, [keep, away, record])
        rows = _without(read_decisions(note), keep, away)
        decision = Decision(away.value, keep.value, not apart, author, _whole(day), label=_tail(keep))
        write_decisions(note, [*rows, decision])
    done = f"{merged} and {kept} are two things" if apart else f"merged {merged} into {kept}"
    return f"{done}; noted in {note}"


def undo(location: str, kept: str, merged: str, *, author: str, day: str, table: Path | None = None) -> str:
    """Take a decision back: the facts are as they were before it. Raises RequestError where there is none."""
    note = noted_in(location, table)
    with _writing(location) as store:
        keep, away = _expand(kept) or _thing(store, kept), _expand(merged)
        if away is None:
            raise RequestError(f"{merged}: give the IRI of what was merged away: {note} has it")
        record = _record(keep, away)
        if not _withdraw(store, record):
            raise RequestError(f"{merged}: was not merged into {kept} in this store: nothing to undo")
        settle(store, [keep, away, record])
        write_decisions(note, _without(read_decisions(note), keep, away))
    return f"taken back: what was decided of {merged} and {kept}; taken out of {note}"


def undecided(location: str) -> list[tuple[str, str, str]]:
    """List the pairs that may be one thing, with the reason: what waits for a person to decide."""
    store = open_store(location, read_only=True)
    found = likely(store, read_verdicts(store))
    return [(min(pair), max(pair), why) for pair, why in sorted(found.items(), key=lambda one: sorted(one[0]))]


def decide(
    location: str, subject: str, thing: str, *, same: bool, author: str, day: str, table: Path | None = None
) -> str:
    """Note that a name means a thing, or does not; the next import reads it. Say where it is noted."""
    note = noted_in(location, table)
    meant = _expand(thing)
    if meant is None:
        raise RequestError(f"{thing}: no thing's IRI: write wd:Q64, city:…, or the whole address")
    name = " ".join(subject.split())
    if not name:
        raise RequestError("an empty name: write it as the review table has it")
    others = [
        d for d in read_decisions(note) if not (d.subject == name and (d.thing == meant.value or (same and d.same)))
    ]
    write_decisions(note, [*others, Decision(name, meant.value, same, author, _whole(day))])
    return f"noted in {note}: {name} {'is' if same else 'is not'} {thing}"


@contextmanager
def _writing(location: str) -> Iterator[Store]:
    if is_address(location):
        yield open_store(location)
        return
    folder = Path(location)
    if not generation.holds_store(folder):
        raise RequestError(f"{folder}: no store there: make one with `cityties build --store {folder}`")
    with generation.next_generation(folder) as fresh:
        store = renew(folder, fresh)
        try:
            yield store
            store.flush()
        finally:
            store.close()


def noted_in(location: str, table: Path | None = None) -> Path:
    """Say where decisions on the things of a store are noted."""
    if table is not None:
        return table
    far = is_address(location)
    return (Path() if far else Path(location)) / DECISIONS


def thing_named(name: str) -> str:
    """Give the address of a thing by its IRI, with or without a prefix. Raises DataError where it is none."""
    try:
        found = _expand(name)
    except RequestError as error:
        raise DataError(str(error)) from error
    if found is None:
        raise DataError("no thing's IRI, no yes and no no")
    return found.value


def _thing(store: Store, name: str) -> IRI:
    return _expand(name) or resolve(store, name, "thing")


def _expand(name: str) -> IRI | None:
    """Read an IRI, with or without a prefix; None where it is a name."""
    whole = name if is_address(name) else ""
    if re.fullmatch(r"Q[1-9]\d*", name):
        whole = PREFIXES["wd"] + name
    prefix, colon, local = name.partition(":")
    if colon and local and prefix in PREFIXES and " " not in local:
        whole = PREFIXES[prefix] + local
    try:
        return IRI(whole) if whole else None
    except ValueError as error:
        raise RequestError(f"{name}: no address that could name a thing: {error}") from error


def _refuse(store: Store, keep: IRI, away: IRI) -> None:
    if keep == away:
        raise RequestError(f"{keep.value}: one thing already: name two")
    kinds = []
    settled = {CT + rule.kind.removeprefix("ct:") for rule in rules()}
    for thing in (keep, away):
        told, wider = (
            {q.object.value for q in quads if q.predicate.value == f"{RDF}type" and isinstance(q.object, IRI)}
            for quads in (store.accounts_of(thing), store.about(thing))
        )
        found = told | wider & settled  # a signing and a meeting may be one encounter
        if not found:
            raise RequestError(f"{thing.value}: not in this store: nothing to merge")
        kinds.append(found)
    if not kinds[0] & kinds[1]:
        one, other = (min(found).rsplit("#", 1)[-1] for found in kinds)
        raise RequestError(f"{keep.value} is a {one} and {away.value} a {other}: things of two kinds cannot be one")


def _record(keep: IRI, away: IRI) -> IRI:
    return IRI(f"{ID}decision/{_tail(away)}-is-{_tail(keep)}")


def _withdraw(store: Store, record: IRI) -> bool:
    """Take a record out; say whether there was one."""
    held = [quad.triple for quad in store.about(record, IDENTITY_GRAPH)]
    store.remove(IDENTITY_GRAPH, held)
    return bool(held)


def _without(decisions: list[Decision], keep: IRI, away: IRI) -> list[Decision]:
    return [one for one in decisions if not (one.subject == away.value and one.thing == keep.value)]


def _told(record: IRI, keep: IRI, away: IRI, author: str, day: str, *, apart: bool) -> list[Triple]:
    relation = "apartFrom" if apart else "mergedAway"
    return [
        Triple(record, IRI(f"{RDF}type"), IRI(f"{CT}IdentityDecision")),
        Triple(record, IRI(f"{CT}kept"), keep),
        Triple(record, IRI(f"{CT}{relation}"), Literal(away.value, datatype=IRI(f"{XSD}anyURI"))),
        Triple(record, IRI(f"{DCTERMS}creator"), Literal(author)),
        Triple(record, IRI(f"{DCTERMS}date"), Literal(_whole(day), datatype=IRI(f"{XSD}date"))),
    ]


def _tail(thing: IRI) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", thing.value.rstrip("/").rsplit("/", 1)[-1].lower())


def _whole(day: str) -> str:
    if (told := day_of_term(day)) is None or told.precision != "day":
        raise RequestError(f"{day}: not a day: write YYYY-MM-DD")
    return str(told)
