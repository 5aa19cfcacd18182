"""Takes what a source says into the store: compared with what it said before, checked, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cityties import generation, intake
from cityties.build import renew
from cityties.infer import infer
from cityties.store import IRI, Quad, RdfFormat, Store, Triple, parse, serialize
from cityties.vocabulary import CT, RDF

__all__ = ["Change", "take"]

_TYPE: Final = IRI(f"{RDF}type")
_EVERY: Final = 20_000


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
    statements: Path,
    counts: Counter[str],
    *,
    dry_run: bool = False,
    review: Callable[[Store], None] = lambda store: None,
    tick: Callable[[str, int], None] = lambda phase, done: None,
) -> Change:
    """Put a file of N-Triples in the place of what a source said before; say what that changes.

    ``counts`` are the things by class in the file. ``review`` may look at the store as it would be,
    and raise to refuse it. With ``dry_run`` nothing is written. The store on disk that readers see
    changes in one move, at the very end. Raises DataError where the file is not N-Triples,
    RequestError where the store cannot be written.
    """
    if str(location).startswith(("http://", "https://")):
        return _take_far(str(location), source, statements, counts, dry_run=dry_run, review=review)
    folder = Path(location)
    with generation.next_generation(folder) as fresh:
        begun = generation.holds_store(folder)
        old = Store.open(folder, read_only=True) if begun else intake.shipped()
        delta = Path(tempfile.mkdtemp(prefix="staged-", dir=fresh.parent))  # a stray that the next writer clears
        try:
            known = next(iter(old.quads(source)), None) is not None
            change = _compare(old, source, statements, delta, tick) if known else _all_new(statements, counts)
            if change.nothing:
                return change
            store = renew(folder, fresh)
            if not begun:
                store.replace({**intake.read_model(), **intake.read_facts()})
            tick("load", 0)
            store.bulk_load(delta / "came.nt" if known else statements, source)
            if known:
                store.remove(source, (quad.triple for quad in _read(delta / "went.nt")))
            review(store)
            if not dry_run:
                tick("infer", 0)
                infer(store)
                store.flush()
            store.close()
            if dry_run:
                shutil.rmtree(fresh)
        finally:
            old.close()
            shutil.rmtree(delta, ignore_errors=True)
    return change


def _take_far(
    location: str,
    source: str,
    statements: Path,
    counts: Counter[str],
    *,
    dry_run: bool,
    review: Callable[[Store], None],
) -> Change:
    store = Store.open(location)
    old = {quad.triple for quad in store.quads(source)}
    if old:
        new = {quad.triple for quad in _read(statements)}
        change = Change(len(new - old), len(old - new))
        _count_things(change, {t.subject for t in old ^ new}, _kind_among(old), _kind_among(new))
    else:
        change = _all_new(statements, counts)
    if change.nothing:
        return change
    local = Store()
    local.replace(intake.read_model())
    local.bulk_load(statements, source)
    review(local)
    if not dry_run:
        store.put_file(source, statements)
        infer(store)
    return change


def _all_new(statements: Path, counts: Counter[str]) -> Change:
    with statements.open("rb") as stream:
        change = Change(came=sum(1 for _ in stream))
    for kind, things in counts.items():
        change.things[kind] = Counter(came=things)
    return change


def _compare(old: Store, source: str, statements: Path, delta: Path, tick: Callable[[str, int], None]) -> Change:
    """Find what the file says anew and what it no longer says, by looking each statement up on disk."""
    staged = Store.open(delta / "staged", create=True)
    staged.bulk_load(statements, source)
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


def _read(path: Path) -> list[Quad]:
    return parse(path, RdfFormat.N_TRIPLES)
