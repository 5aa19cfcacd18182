"""Takes what a source says into the store: compared with what it said before, checked, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from cityties.facts import intake
from cityties.facts.build import renew
from cityties.facts.infer import infer
from cityties.facts.settle import Thing, gather, settle, take_in
from cityties.model.scratch import Scratch
from cityties.model.vocabulary import CT, RDF
from cityties.store import (
    IRI,
    BlankNode,
    LocalStore,
    Quad,
    RdfFormat,
    Store,
    Triple,
    generation,
    is_address,
    open_store,
    parse,
    serialize,
)

__all__ = ["Change", "Review", "Write", "known_there", "take"]

_TYPE: Final = IRI(f"{RDF}type")
_EVERY: Final = 20_000
_SLICE: Final = 8_000_000  # bytes

# Given a place for N-Triples, writes them there; says how many things of each class they tell.
Write: TypeAlias = Callable[[Callable[[str], None]], Counter[str]]
# Looks at a store that holds what was written, and at the same as a file of N-Triples; raises to refuse it.
Review: TypeAlias = Callable[[Store, Path], None]


@dataclass
class Change:
    """What a snapshot changes: statements and things, by class, that come, go, or are told otherwise."""

    came: int = 0
    went: int = 0
    things: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Say whether the store tells the same already."""
        return self.came == self.went == 0


def take(
    location: str | Path,
    source: str,
    write: Write,
    *,
    dry_run: bool = False,
    review: Review = lambda store, statements: None,
    tick: Callable[[str, int], None] = lambda phase, done: None,
) -> Change:
    """Put what ``write`` writes in the place of what a source said before; say what that changes.

    ``write`` is handed a place for N-Triples, whole lines at a time, which are loaded while it goes on
    writing; it says how many things of each class it told. ``review`` may look at the store as it would
    be, and raise to refuse it. With ``dry_run`` nothing is written. The store on disk that readers see
    changes in one move, at the very end. Raises DataError where these are no N-Triples, RequestError
    where the store cannot be written.
    """
    if is_address(location):
        return _take_far(str(location), source, write, dry_run=dry_run, review=review)
    folder = Path(location)
    with generation.next_generation(folder) as fresh:
        begun = generation.holds_store(folder)
        old = open_store(folder, read_only=True) if begun else intake.shipped()
        delta = Path(tempfile.mkdtemp(prefix="staged-", dir=fresh.parent))  # a stray that the next writer clears
        try:
            if next(iter(old.quads(source)), None) is not None:
                staged = open_store(delta / "staged", create=True)
                _fill(staged, source, write, delta / "statements.nt", facts=False)
                change = _compare(old, source, staged, delta, tick)
                if change.nothing:
                    return change
                store = renew(folder, fresh)
                tick("load", 0)
                store.bulk_load(delta / "came.nt", source)
                went = _read(delta / "went.nt")
                store.remove(source, (quad.triple for quad in went))
                tick("settle", 0)
                gather(store, _subjects([*_read(delta / "came.nt"), *went]))
            else:
                store = renew(folder, fresh)
                if not begun:
                    store.replace({**intake.read_model(), **intake.read_facts()})
                    gather(store)
                change = _fill(store, source, write, delta / "statements.nt")
                tick("settle", 0)
                take_in(store, _subjects(store.quads(source)))
            review(store, delta / "statements.nt")
            if not dry_run:
                tick("infer", 0)
                infer(store)
                store.flush()
            store.close()
            if dry_run:
                generation.give_up(fresh)
        finally:
            old.close()
            shutil.rmtree(delta, ignore_errors=True)
    return change


def _fill(store: Store, source: str, write: Write, copy: Path, *, facts: bool = True) -> Change:
    """Load what is written into one graph, and among the facts, as if nothing of it had been there; keep a copy."""
    with store.loading(source, source, facts=facts) as loader, copy.open("wb") as stream:

        def put(piece: bytes) -> None:
            loader.put(piece)
            stream.write(piece)

        target = _Lines(put)
        counts = write(target.write)
        target.close()
    return _all_new(target.lines, counts)


class _Lines:
    """Gathers text, whole lines at a time, into slices of bytes."""

    def __init__(self, put: Callable[[bytes], object]) -> None:
        self._put = put
        self._held: list[bytes] = []
        self._size = self.lines = 0

    def write(self, text: str) -> None:
        piece = text.encode()
        self._held.append(piece)
        self._size += len(piece)
        self.lines += piece.count(b"\n")
        if self._size >= _SLICE:
            self.close()

    def close(self) -> None:
        """Hand over what is held."""
        if self._held:
            self._put(b"".join(self._held))
        self._held, self._size = [], 0


def _take_far(location: str, source: str, write: Write, *, dry_run: bool, review: Review) -> Change:
    store = open_store(location)
    old = {quad.triple for quad in store.quads(source)}
    with Scratch("far") as room:
        statements = room / "statements.nt"
        with statements.open("wb") as stream:
            target = _Lines(stream.write)
            counts = write(target.write)
            target.close()
        if old:
            new = {quad.triple for quad in _read(statements)}
            change = Change(len(new - old), len(old - new))
            _count_things(change, {t.subject for t in old ^ new}, _kind_among(old), _kind_among(new))
        else:
            change = _all_new(target.lines, counts)
        if change.nothing:
            return change
        local = LocalStore()
        local.replace(intake.read_model())
        local.bulk_load(statements, source)
        gather(local)
        local.add_facts(known_there(store, local, source))
        review(local, statements)
        if not dry_run:
            new = {quad.triple for quad in _read(statements)}
            store.put_file(source, statements)
            settle(store, _subjects(old ^ new))
    return change


def known_there(store: Store, local: Store, source: str) -> list[Triple]:
    """Give what the store behind an address says of the class of things that a source only names."""
    named = {quad.object for quad in local.quads(source) if isinstance(quad.object, IRI)}
    told = {quad.subject for quad in local.quads(source)}
    wanted = [thing for thing in named - told if next(iter(local.about(thing)), None) is None]
    return [Triple(*one) for one in store.values(wanted, (_TYPE, IRI(f"{CT}published")))]


def _all_new(lines: int, counts: Counter[str]) -> Change:
    return Change(came=lines, things={kind: Counter(came=things) for kind, things in counts.items()})


def _compare(old: Store, source: str, staged: Store, delta: Path, tick: Callable[[str, int], None]) -> Change:
    """Find what is told anew and what is told no longer, by looking each statement up on disk."""
    change = Change()
    touched: set[object] = set()
    for turn, here, there in (("came", staged, old), ("went", old, staged)):
        found = 0
        with (delta / f"{turn}.nt").open("wb") as target:
            batch: list[Triple] = []
            for done, quad in enumerate(here.quads(source), 1):
                if not there.holds(quad):
                    batch.append(quad.triple)
                    touched.add(quad.subject)
                    found += 1
                if len(batch) >= _EVERY:
                    target.write(serialize(batch, RdfFormat.N_TRIPLES))
                    batch.clear()
                if done % _EVERY == 0:
                    tick("compare", done)
            target.write(serialize(batch, RdfFormat.N_TRIPLES))
        setattr(change, turn, found)
    _count_things(change, touched, _kind_in(old, source), _kind_in(staged, source))
    staged.close()
    return change


def _kind_in(store: Store, source: str) -> Callable[[object], object | None]:
    """Give a way to say of which class a thing is in one graph of a store."""

    def kind(subject: object) -> object | None:
        if not isinstance(subject, IRI):
            return None
        return next((quad.object for quad in store.about(subject, source) if quad.predicate == _TYPE), None)

    return kind


def _kind_among(told: set[Triple]) -> Callable[[object], object | None]:
    kinds: dict[object, object] = {t.subject: t.object for t in told if t.predicate == _TYPE}
    return lambda subject: kinds.get(subject)


def _count_things(
    change: Change,
    touched: set[object],
    before: Callable[[object], object | None],
    after: Callable[[object], object | None],
) -> None:
    for subject in touched:
        was, now = before(subject), after(subject)
        kind = str(getattr(now or was, "value", "")).removeprefix(CT)
        if kind:
            turn = "changed" if was and now else "came" if now else "went"
            change.things.setdefault(kind, Counter())[turn] += 1


def _subjects(statements: Iterable[Quad | Triple]) -> Iterator[Thing]:
    """Name what statements are about, each run of them once."""
    last = None
    for statement in statements:
        if statement.subject != last and isinstance(statement.subject, IRI | BlankNode):
            last = statement.subject
            yield last


def _read(path: Path) -> list[Quad]:
    return parse(path, RdfFormat.N_TRIPLES)
