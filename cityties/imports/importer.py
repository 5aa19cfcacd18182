"""One import from beginning to end: read into a spool, write as statements, take into the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Final

from cityties.display.progress import Tick
from cityties.facts import intake
from cityties.imports.context import Context
from cityties.imports.report import Reading
from cityties.imports.snapshot import Change, Review, take
from cityties.imports.spool import Spool, key_of
from cityties.imports.statements import Statements
from cityties.model.errors import DataError, RequestError
from cityties.model.scratch import Scratch
from cityties.model.vocabulary import ID
from cityties.names.decision import (
    CANDIDATES,
    DECISIONS,
    Decision,
    read_candidates,
    read_decisions,
    write_decisions,
)
from cityties.names.identity import Identity
from cityties.store import Store, generation, is_address, open_store

__all__ = ["Importer", "Summary"]

_SHOWN: Final = 10


@dataclass
class Summary:
    """What an import did: what was read and taken, what the store gained, what waits for people."""

    source: str
    reading: Reading
    change: Change
    dry_run: bool
    unnamed: int = 0
    waiting: int = 0
    review: Path | None = None
    evidence: dict[str, int] = field(default_factory=dict)
    told: int = 0
    things: int = 0
    choices: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Write the summary for people."""
        reading, change = self.reading, self.change
        lines = [f"read {reading.read}, taken {reading.taken}, left out {sum(reading.left_out.values())}"]
        if self.told > self.things:
            lines.append(f"  merged: {self.told} facts as they were told, into {self.things} things")
        lines += [f"  {note}" for note in reading.notes]
        lines += [f"  left out: {count} x {reason}" for reason, count in reading.left_out.most_common()]
        for problem in reading.problems[:_SHOWN]:
            lines.append(f"    {problem}")
        if len(reading.problems) > _SHOWN:
            lines.append(f"    … and {sum(reading.left_out.values()) - _SHOWN} more")
        lines += [f"  passed over: {count} x {reason}" for reason, count in reading.passed_over.most_common()]
        lines += [f"  places known by {why}: {count}" for why, count in sorted(self.evidence.items()) if count]
        chosen = sorted(self.choices.items())
        lines += [f"    {name}: {meant}" for name, meant in chosen[:_SHOWN]]
        if len(chosen) > _SHOWN:
            lines.append(f"    … and {len(chosen) - _SHOWN} more names of several places")
        if self.unnamed:
            lines.append(f"  named by number only, since nothing read tells their names: {self.unnamed}")
        if self.waiting:
            lines.append(f"  names that wait for a decision: {self.waiting}, in {self.review}")
        if change.nothing:
            lines.append(f"nothing changed: the store tells the same of {self.source} already")
        else:
            would = "would change" if self.dry_run else "changed"
            lines.append(f"{would}: {change.came} statements came, {change.went} went")
            for kind, turns in sorted(change.things.items()):
                told = ", ".join(f"{turns[turn]} {turn}" for turn in ("came", "went", "changed") if turns[turn])
                lines.append(f"  {kind}: {told}")
        return "\n".join(lines) + "\n"


class Importer:
    """Gathers facts of one source, and takes them into a store when all are read.

    ``location`` is a folder or the address of a SPARQL endpoint; a folder that holds no store gets
    one with what cityties ships. ``name`` is the last part of the source's IRI: what is imported
    under the same name again replaces what stood there.
    """

    def __init__(self, location: str, name: str, *, decisions: Path | None = None) -> None:
        if not name or not all(part.isalnum() for part in name.split("-")):
            raise RequestError(f"{name}: no name for a source: use small letters, digits and hyphens")
        self.location = location
        self.source = f"{ID}source/{name}"
        self._far = is_address(location)
        room = Path() if self._far else Path(location)
        self._decisions = decisions or room / DECISIONS
        self._review = self._decisions.with_name(CANDIDATES)
        decided = read_decisions(self._decisions)
        self.base = self._open()
        self.identity = Identity(self.base, decided, source=self.source)
        self._scratch = Scratch("import")
        self.spool = Spool(self._scratch.path)
        self.reading = Reading()
        self.unnamed = 0
        self.countries_told: Counter[tuple[str, str]] = Counter()  # of a place: in how many rows each country

    def __enter__(self) -> Importer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.spool.close()
        self.base.close()
        self._scratch.close()

    def finish(
        self,
        *,
        dry_run: bool = False,
        strict: bool = False,
        check: bool = True,
        tick: Tick = lambda phase, done, of: None,
    ) -> Summary:
        """Write what was gathered and take it into the store; with ``dry_run`` only say what would change.

        Raises DataError where nothing was taken, where ``strict`` and something was left out, or
        where the facts do not pass the shapes and checks; the store is then as it was.
        """
        faults = sum(self.reading.left_out.values())
        if strict and faults:
            first = self.reading.problems[0]
            raise DataError(f"{first}: refused, since --strict; {faults} in all: mend them, or import without --strict")
        if not self.reading.taken:
            why = self.reading.left_out.most_common(1) or self.reading.passed_over.most_common(1)
            told = "".join(f": {reason}" for reason in [*(reason for reason, _ in why), *self.reading.notes])
            raise DataError(f"nothing was taken{told}: hand in other data, or another map")
        self._describe_found()
        countries = self._settle_countries()
        counts: Counter[str] = Counter()

        def write(put: Callable[[str], None]) -> Counter[str]:
            statements = Statements(self.spool, Context(self.base, self.source), put, self.source, countries)
            statements.write(lambda kind, done: tick(f"write {kind}", done, 0))
            counts.update(statements.counts)
            return counts

        change = take(
            self.location,
            self.source,
            write,
            dry_run=dry_run,
            review=self._look(tick) if check else lambda store, statements: None,
            tick=lambda phase, done: tick(phase, done, 0),
        )
        return Summary(
            self.source,
            self.reading,
            change,
            dry_run,
            self.unnamed,
            len(self.identity.waiting),
            self._ask(dry_run),
            dict(self.identity.evidence),
            self.spool.told,
            sum(counts.values()),
            dict(self.identity.choices),
        )

    def _open(self) -> Store:
        if self._far or generation.holds_store(Path(self.location)):
            return open_store(self.location, read_only=True)
        return intake.shipped()

    def _describe_found(self) -> None:
        """Tell of the towns and countries that names were found to mean, and that nothing else describes."""
        for thing, town in self.identity.found.items():
            land = self.identity.country(None, iso=town.country)
            self.spool.add(
                "place",
                iri=thing,
                type="City",
                labels={"": town.name},
                country=land,
                lat=town.lat,
                long=town.long,
                population=town.population,
                geonames=town.number,
                source=self.source,
            )
        context = Context(self.base, self.source)
        for thing, code in self.identity.countries.items():
            if context.place_type(thing) is None and not self.spool.tellings("place", thing):
                labels = self.identity.labels(code)
                self.spool.add("place", iri=thing, type="Country", labels=labels, source=self.source)

    def _settle_countries(self) -> dict[str, str]:
        """Choose the country of each place that is told to lie in several: the one told most often; say so.

        Of those told equally often the one goes first that other sources of the store tell.
        """
        context, settled = Context(self.base, self.source), {}
        for place, told in self.spool.disputed("place", "country").items():
            known = context.countries(place)
            told = [(land, self.countries_told.get((place, land), times)) for land, times in told]
            told.sort(key=lambda one: (-one[1], one[0] not in known, one[0]))
            best = told[0]
            settled[place] = best[0]
            said = " and ".join(f"{self.name_of(land)} ({times} x)" for land, times in told)
            where = self.name_of(place)
            self.reading.notes.append(f"{where} is told to lie in {said}: {self.name_of(best[0])} is taken")
        return settled

    def name_of(self, thing: str) -> str:
        """Say what a place is called by what was read, else by the store, else by its number."""
        if (town := self.identity.found.get(thing)) is not None:
            return town.name
        labels = [body["labels"] for body in self.spool.tellings("place", thing) if body.get("labels")]
        names = labels[0] if labels else Context(self.base, self.source).names(thing)
        return next((names[lang] for lang in ("en", "", *sorted(names)) if lang in names), thing.rsplit("/", 1)[-1])

    def describe_wanted(self, wanted: dict[str, str]) -> None:
        """Give things that facts name, and that nothing describes, at least their class."""
        context = Context(self.base, self.source)
        for number, kind in wanted.items():
            thing = self.identity.item(number)
            if context.names(thing):
                continue
            self.unnamed += 1
            place = kind in ("City", "Country")
            body = (
                {"iri": thing, "type": kind, "labels": {"": number}}
                if place
                else {"iri": thing, "labels": {"": number}}
            )
            self.spool.put("place" if place else kind, key_of("place", body), body)

    def _ask(self, dry_run: bool) -> Path:
        """Put the names that wait into the review table, beside those of other sources that wait already."""
        if dry_run:
            return self._review
        if not self.identity.waiting and not self._review.is_file():
            return self._review
        held = [one for one in read_candidates(self._review) if one.source != self.source]
        asked = [one for one in held if one.subject not in self.identity.waiting]
        asked += [candidate for several in self.identity.waiting.values() for candidate in several]
        asked += [
            Decision(name, f"{ID}city/unknown", score=0.0, comment="no candidate was found: name the thing")
            for name, several in self.identity.waiting.items()
            if not several
        ]
        own = self.identity.waiting
        write_decisions(
            self._review, [replace(one, source=self.source) if one.subject in own else one for one in asked]
        )
        return self._review

    def _look(self, tick: Tick) -> Review:
        from cityties.facts.check import check_source

        def look(store: Store, statements: Path) -> None:
            errors = check_source(
                store,
                self.source,
                lambda done: tick("check", done, 0),
                statements=statements,
                errors_only=True,
            ).errors
            if errors:
                more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
                first = errors[0]
                raise DataError(f"{first.label} ({first.node}): {first.message}{more}; the store is as it was")

        return look
