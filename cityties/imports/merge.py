"""Two things become one, and two again; what a name means is noted. Who decided, and when, stays on record.

A merge rewrites the statements that name the merged thing. The statements as they were are kept
in the store, with the decision, so that the merge can be undone to the letter. The decision is
also noted in the table that every import reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cityties.date.day import day_of_term
from cityties.facts.build import renew
from cityties.facts.settle import settle
from cityties.model.errors import RequestError
from cityties.model.vocabulary import CODE, CT, DCTERMS, ID, ONTOLOGY_GRAPH, PREFIXES, RDF, SECTOR, XSD
from cityties.names.decision import DECISIONS, Decision, read_decisions, write_decisions
from cityties.names.resolution import resolve
from cityties.store import (
    IRI,
    BlankNode,
    Literal,
    Quad,
    RdfFormat,
    Store,
    Triple,
    generation,
    is_address,
    open_store,
    parse_text,
    serialize,
)

__all__ = ["IDENTITY_GRAPH", "decide", "merge", "undo"]

IDENTITY_GRAPH: Final = f"{ID}graph/identity"
_OURS: Final = frozenset({IDENTITY_GRAPH, ONTOLOGY_GRAPH, CODE, SECTOR})
_RECORD: Final = IRI(f"{CT}recordOf")
_NAMES: Final = IRI(f"{CT}renamed")
_GOVERNS: Final = IRI(f"{CT}governs")
_PARTY: Final = IRI(f"{CT}party")


def merge(location: str, kept: str, merged: str, *, author: str, day: str, table: Path | None = None) -> str:
    """Make two things one: every statement that names ``merged`` names ``kept`` instead; say how many.

    Raises RequestError where one of them is unknown, where both are one already, or where they are
    of kinds that exclude each other.
    """
    note = _noted(location, table)
    with _writing(location) as store:
        keep, away = _thing(store, kept), _thing(store, merged)
        _refuse(store, keep, away)
        names = _renames(store, keep, away)
        touched = sorted({q for old in names for q in _naming(store, old) if _graph(q) not in _OURS}, key=str)
        # What the kept thing says already stays on record too: it must not go when the merge is undone.
        touched += [quad for quad in {_renamed(quad, names) for quad in touched} if store.holds(quad)]
        record = IRI(f"{ID}decision/{_tail(away)}-is-{_tail(keep)}")
        renamed = [_renamed(quad, names) for quad in touched]
        store.update(_swap(touched, renamed))
        store.add(IDENTITY_GRAPH, _told(record, keep, names, author, day, touched))
        settle(store, _subjects(record, touched, renamed))
        decision = Decision(away.value, keep.value, True, author, _whole(day), label=_tail(keep))
        write_decisions(note, [*read_decisions(note), decision])
    return f"merged {merged} into {kept}: {len(touched)} statements name it now; noted in {note}"


def undo(location: str, kept: str, merged: str, *, author: str, day: str, table: Path | None = None) -> str:
    """Make two things two again, to the letter: what was rewritten stands again as it was.

    Raises RequestError where they were not merged, or where what was rewritten has changed since.
    """
    note = _noted(location, table)
    with _writing(location) as store:
        keep, away = _expand(kept) or _thing(store, kept), _expand(merged)
        if away is None:
            raise RequestError(f"{merged}: give the IRI of what was merged away: {note} has it")
        record = IRI(f"{ID}decision/{_tail(away)}-is-{_tail(keep)}")
        told = {quad.predicate: quad.object for quad in store.about(record, IDENTITY_GRAPH)}
        text, renamed = told.get(_RECORD), told.get(_NAMES)
        if not isinstance(text, Literal) or not isinstance(renamed, Literal):
            raise RequestError(f"{merged}: was not merged into {kept} in this store: nothing to undo")
        before = parse_text(text.value, RdfFormat.N_QUADS)
        pairs = [line.split(" ") for line in renamed.value.splitlines()]
        now = [_renamed(quad, {IRI(old): IRI(new) for old, new in pairs}) for quad in before]
        gone = [quad for quad in now if not store.holds(quad)]
        if gone:
            raise RequestError(
                f"{merged}: {len(gone)} of its {len(before)} statements were replaced since by newer imports: "
                f"take the decision out of {note} and import those sources again"
            )
        store.update(_swap(now, before))
        store.remove(IDENTITY_GRAPH, [quad.triple for quad in store.about(record, IDENTITY_GRAPH)])
        settle(store, _subjects(record, before, now))
        rows = [d for d in read_decisions(note) if not (d.subject == away.value and d.thing == keep.value)]
        write_decisions(note, rows)
    return f"{merged} and {kept} are two again: {len(before)} statements as they were; taken out of {note}"


def decide(
    location: str, subject: str, thing: str, *, same: bool, author: str, day: str, table: Path | None = None
) -> str:
    """Note that a name means a thing, or does not; the next import reads it. Say where it is noted."""
    note = _noted(location, table)
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


def _noted(location: str, table: Path | None) -> Path:
    if table is not None:
        return table
    far = is_address(location)
    return (Path() if far else Path(location)) / DECISIONS


def _thing(store: Store, name: str) -> IRI:
    return _expand(name) or resolve(store, name, "thing")


def _expand(name: str) -> IRI | None:
    """Read an IRI, with or without a prefix; None where it is a name."""
    if is_address(name):
        return IRI(name)
    if re.fullmatch(r"Q[1-9]\d*", name):
        return IRI(PREFIXES["wd"] + name)
    prefix, colon, local = name.partition(":")
    return IRI(PREFIXES[prefix] + local) if colon and prefix in PREFIXES and " " not in local else None


def _refuse(store: Store, keep: IRI, away: IRI) -> None:
    if keep == away:
        raise RequestError(f"{keep.value}: one thing already: name two")
    kinds = []
    for thing in (keep, away):
        found = {
            q.object.value
            for q in store.accounts_of(thing)
            if q.predicate.value == f"{RDF}type" and isinstance(q.object, IRI)
        }
        if not found:
            raise RequestError(f"{thing.value}: not in this store: nothing to merge")
        kinds.append(found)
    if not kinds[0] & kinds[1]:
        one, other = (min(found).rsplit("#", 1)[-1] for found in kinds)
        raise RequestError(f"{keep.value} is a {one} and {away.value} a {other}: things of two kinds cannot be one")


def _naming(store: Store, thing: IRI) -> list[Quad]:
    return sorted({*store.accounts_of(thing), *store.accounts_naming(thing)}, key=str)


def _subjects(record: IRI, *some: list[Quad]) -> list[IRI | BlankNode]:
    return [record, *(q.subject for quads in some for q in quads if isinstance(q.subject, IRI | BlankNode))]


def _renames(store: Store, keep: IRI, away: IRI) -> dict[IRI, IRI]:
    """Say what else becomes one when two things do: their governments, and their ties with the same others."""
    names = {away: keep}
    rules = {q.subject: q.object for q in [*store.naming(keep), *store.naming(away)] if q.predicate == _GOVERNS}
    ours, theirs = ([g for g, place in rules.items() if place == thing] for thing in (keep, away))
    if len(ours) != 1 or len(theirs) != 1 or not (isinstance(ours[0], IRI) and isinstance(theirs[0], IRI)):
        return names
    if ours[0] != theirs[0]:
        names[theirs[0]] = ours[0]
        known = {frozenset(parties): tie for tie, parties in _ties(store, ours[0])}
        for tie, parties in _ties(store, theirs[0]):
            same = known.get(frozenset(names.get(party, party) for party in parties))
            if same is not None:
                names[tie] = same
    return names


def _ties(store: Store, government: IRI) -> list[tuple[IRI, list[IRI]]]:
    ties = sorted({q.subject for q in store.naming(government) if q.predicate == _PARTY}, key=str)
    return [
        (tie, [q.object for q in store.about(tie) if q.predicate == _PARTY and isinstance(q.object, IRI)])
        for tie in ties
        if isinstance(tie, IRI)
    ]


def _renamed(quad: Quad, names: Mapping[IRI, IRI]) -> Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, IRI):
        subject = names.get(subject, subject)
    if isinstance(value, IRI):
        value = names.get(value, value)
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _swap(old: list[Quad], new: list[Quad]) -> str:
    """Write one update that takes statements away and puts others in: both or neither."""
    parts = []
    for verb, quads in (("DELETE DATA", sorted(set(old) - set(new), key=str)), ("INSERT DATA", new)):
        if quads:
            lines = "\n".join(f"GRAPH {q.graph_name} {{ {q.subject} {q.predicate} {q.object} }}" for q in quads)
            parts.append(f"{verb} {{\n{lines}\n}}")
    return " ;\n".join(parts)


def _told(record: IRI, keep: IRI, names: Mapping[IRI, IRI], author: str, day: str, before: list[Quad]) -> list[Triple]:
    away = next(iter(names))
    renamed = "\n".join(f"{old.value} {new.value}" for old, new in names.items())
    text = serialize(before, RdfFormat.N_QUADS).decode()
    return [
        Triple(record, IRI(f"{RDF}type"), IRI(f"{CT}IdentityDecision")),
        Triple(record, IRI(f"{CT}kept"), keep),
        Triple(record, IRI(f"{CT}mergedAway"), Literal(away.value, datatype=IRI(f"{XSD}anyURI"))),
        Triple(record, IRI(f"{DCTERMS}creator"), Literal(author)),
        Triple(record, IRI(f"{DCTERMS}date"), Literal(_whole(day), datatype=IRI(f"{XSD}date"))),
        Triple(record, _RECORD, Literal(text)),
        Triple(record, _NAMES, Literal(renamed)),
    ]


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, IRI) else ""


def _tail(thing: IRI) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", thing.value.rstrip("/").rsplit("/", 1)[-1].lower())


def _whole(day: str) -> str:
    if (told := day_of_term(day)) is None or told.precision != "day":
        raise RequestError(f"{day}: not a day: write YYYY-MM-DD")
    return str(told)
