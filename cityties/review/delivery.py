"""Takes an accepted source to where it belongs: into a store or into a file, checked first, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from cityties.facts import intake
from cityties.facts.check import check_source
from cityties.facts.finding import Finding
from cityties.facts.settle import gather, put_sources
from cityties.imports.snapshot import known_there, take
from cityties.model.output import write_whole
from cityties.model.vocabulary import CT, RDF
from cityties.review.acceptance import Accepted
from cityties.store import IRI, LocalStore, RdfFormat, Store, generation, is_address, open_store, serialize

__all__ = ["deliver", "examine", "open_context", "withdraw"]


class _RefusedError(Exception):
    """What was accepted does not pass; carries the findings out of the writing of a store."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("refused")
        self.findings = findings


def open_context(location: str | None) -> Store:
    """Open the store that a draft is held against: that of the location, or what cityties ships."""
    if location and (is_address(location) or generation.holds_store(Path(location))):
        return open_store(location, read_only=True)
    return intake.shipped()


def deliver(accepted: Accepted, location: str | None, output: Path | None) -> list[Finding]:
    """Put a source into a store and, or, write it as a Turtle file; give the errors that stand against it.

    Where there are errors, nothing is written. A source of that name is replaced whole, and what follows
    is concluded anew. Raises RequestError where the store or the file cannot be written.
    """

    def write(put: Callable[[str], None]) -> Counter[str]:
        put(serialize(accepted.triples, RdfFormat.N_TRIPLES).decode())
        return Counter(
            triple.object.value.removeprefix(CT)
            for triple in accepted.triples
            if triple.predicate.value == f"{RDF}type" and isinstance(triple.object, IRI)
        )

    def look(store: Store, statements: Path | None = None) -> None:
        if errors := check_source(store, accepted.source, statements=statements, errors_only=True).errors:
            raise _RefusedError(errors)
        if output is not None:
            write_whole(output, accepted.turtle())

    try:
        if location is None:
            store = intake.shipped()
            put_sources(store, {accepted.source: accepted.triples})
            look(store)
        elif take(location, accepted.source, write, review=look).nothing and output is not None:
            write_whole(output, accepted.turtle())
    except _RefusedError as refused:
        return refused.findings
    return []


def examine(accepted: Accepted, store: Store, lang: str = "en") -> list[Finding]:
    """Hold a source against shapes and checks before it is written anywhere, by what a store says of what it names.

    Gives errors and warnings; what is only worth a note is left out.
    """
    local = LocalStore()
    local.replace({**intake.read_model(), accepted.source: accepted.triples})
    gather(local, joined=False)
    local.add_facts(known_there(store, local, accepted.source))
    report = check_source(local, accepted.source, lang=lang)
    return [finding for finding in report.findings if finding.severity != "info"]


def withdraw(location: str, source: str) -> bool:
    """Take a source out of a store, with all that follows from it; say whether it was there."""
    return not take(location, source, lambda put: Counter()).nothing
