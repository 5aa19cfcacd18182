"""The desk of an entry: that of a review, for what a person tells and no article does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cityties.facts.finding import Finding
from cityties.kinds import EntryKind, draft_kinds, entry_kind_of
from cityties.model.errors import DataError, RequestError
from cityties.model.language import languages
from cityties.model.vocabulary import CT, DCTERMS, ID
from cityties.reading.again import Again
from cityties.reading.draft import Draft, Fact
from cityties.review.acceptance import Accepted, accept, references
from cityties.review.cascade import without
from cityties.review.delivery import examine, open_context, withdraw
from cityties.review.desk import Desk, Outcome, Setting
from cityties.review.form import Fault, Field, Forms
from cityties.review.sheet import find, word
from cityties.store import IRI

__all__ = ["ENTERED", "SOURCE", "EntryDesk", "Note", "of_whom"]

ENTERED: Final = "enter"  # the rule of facts that a person entered; things made along the way have the review's
SOURCE: Final = "source"  # stands for a kind of fact where the source itself is filled in
_SOURCE_SLOTS: Final = {
    f"{CT}sourceKind": "kind",
    f"{CT}publisher": "publisher",
    f"{CT}published": "published",
    f"{CT}address": "address",
    f"{DCTERMS}title": "title",
    f"{DCTERMS}language": "lang",
}


@dataclass(frozen=True)
class Note:
    """What a shape or a check finds: of which fact and slot, empty where it cannot be told, and how grave."""

    fact: str
    slot: str
    severity: str
    message: str


class EntryDesk(Desk):
    """One entry, open. ``name`` is that of its draft and of its source; ``word`` says what is entered first."""

    rule = ENTERED

    def __init__(self, setting: Setting, word: EntryKind | None, city: str = "") -> None:
        self.name = setting.path.stem
        self.source = f"{ID}source/{self.name}"
        super().__init__(setting)
        first = next(iter(self.entered()), None)
        self.word = word or (entry_kind_of(first.kind, first.slots) if first else None)
        self.saved: Draft | None = self.draft if self._stands_in_store() else None
        self.preset: dict[str, str] = self._of_city(city) if city else {}

    @property
    def status(self) -> str:
        """Say how the store stands to the draft: ``new``, ``saved`` or ``changed``."""
        if self.saved is None:
            return "new"
        return "saved" if self.saved == self.draft else "changed"

    def entered(self) -> list[Fact]:
        """List the facts that a person entered, in the order of entering."""
        return [fact for fact in self.draft.facts if fact.rule == ENTERED]

    def made(self) -> list[Fact]:
        """List the new things that were made along the way."""
        return [fact for fact in self.draft.facts if fact.rule != ENTERED and not fact.text("iri")]

    def keep(self, kind: str, slots: Mapping[str, Any], name: str = "") -> Outcome:
        """Keep a form: as a new fact, or in the place of the fact of that name. Raises RequestError on a fault."""
        return self.mend(name, slots) if name else self.add(kind, slots, ())

    def remove(self, name: str) -> Outcome:
        """Take a fact out, out of those that name it too, and with it what cannot stand without it."""
        self._fact(name)
        draft, refused, mended = without(self.draft, name, self._verdict("refused"), self._stands)
        gone = {name, *refused}
        draft = replace(draft, facts=tuple(fact for fact in draft.facts if fact.id not in gone))
        return self._move(draft, Outcome(name, (), tuple(refused), tuple(mended)))

    def source_fields(self) -> tuple[Field, ...]:
        """List the fields of who says so: what kind of document, its title, who issued it, when, where it stands."""
        lang = self.setting.lang
        kinds = (
            ("kind", "code", 1, "SourceKind"),
            ("publisher", "text", 1, ""),
            ("published", "date", 1, ""),
            ("title", "text", 0, ""),
            ("address", "address", 0, ""),
            ("lang", "code", 1, "language"),
        )
        return tuple(
            Field(name, type_, word(lang, f"source-{name}", room="entry"), least, scheme)
            for name, type_, least, scheme in kinds
        )

    def describe_source(self, told: Mapping[str, Any]) -> list[Fault]:
        """Take in who says so, as far as it is rightly told; give what is wrong with the rest."""
        values, faults = self.read_source(told)
        article = replace(self.draft.article, **values)
        if article != self.draft.article:
            self._move(replace(self.draft, article=article), Outcome(""))
        return faults

    def read_source(self, told: Mapping[str, Any]) -> tuple[dict[str, str], list[Fault]]:
        """Give the fields of the source that are rightly told, and what is wrong with the others."""
        values: dict[str, str] = {}
        faults = []
        for field in self.source_fields():
            given = told.get(field.name, getattr(self.draft.article, field.name))
            try:
                value = self._source_value(field, given)
            except RequestError as error:
                faults.append(Fault(field.name, str(error)))
                continue
            if field.required and not value:
                lacking = word(self.setting.lang, "fillIn", room="entry")
                faults.append(Fault(field.name, f"{field.label}: {lacking}", missing=True))
            values[field.name] = value
        return values, faults

    def whole(self) -> Accepted | None:
        """Put together what is entered, or give None while that is not whole: nothing is told, or not by whom."""
        if not self.entered() or self.read_source({})[1]:
            return None
        try:
            return self.accepted()
        except DataError:
            return None

    def examined(self, accepted: Accepted) -> list[Note]:
        """Hold what is entered against shapes and checks, before it is saved."""
        return self._notes(accepted, examine(accepted, self.store, self.setting.lang))

    def save(self) -> tuple[Accepted, list[Note]]:
        """Put the entry into the store or the file as its source; give the errors that stand against it.

        Raises RequestError where nothing was entered yet, or where it is not told who says so.
        """
        if not self.entered():
            raise RequestError(word(self.setting.lang, "nothingYet", room="entry"))
        faults = self.read_source({})[1]
        if faults:
            raise RequestError(faults[0].message)
        accepted, found = self.finish()
        if not found:
            self.saved = self.draft
            self._reopen()
        return accepted, self._notes(accepted, found)

    def take_back(self) -> bool:
        """Take the entry's source out of the store; the entry itself is kept. Say whether it was there.

        Raises RequestError where the entry goes to a file alone.
        """
        if self.setting.location is None:
            raise RequestError("taken back is what is in a store: name it by --store")
        there = withdraw(self.setting.location, self.source)
        self.saved = None
        self._reopen()
        return there

    def accepted(self, again: str = "") -> Accepted:
        """Put together what is entered."""
        return accept(self.draft, self.store, name=self.name, kind=self.draft.article.kind)

    def known_already(self) -> tuple[Again, ...]:
        """An entry is known by its name alone."""
        return ()

    def close(self) -> None:
        """Leave nothing behind of an entry in which nothing was entered."""
        if not self.draft.facts and self.saved is None:
            self.setting.path.unlink(missing_ok=True)

    def _own(self) -> str:
        return self.source

    def _move(self, draft: Draft, outcome: Outcome) -> Outcome:
        return super()._move(_pruned(draft), outcome)

    def _reopen(self) -> None:
        """See the store as it is now: the one that was open lies a generation back."""
        self.store = open_context(self.setting.location)
        self.forms = Forms(self.store, self.setting.lang)

    def _stands_in_store(self) -> bool:
        """Say whether the store tells what the draft does."""
        if self.setting.location is None or not self.draft.facts:
            return False
        there = {quad.triple for quad in self.store.quads(self.source)}
        try:
            return bool(there) and there == set(self.accepted().triples)
        except DataError:
            return False

    def in_store(self) -> bool:
        """Say whether the store has a source of this entry's name."""
        return any(True for _ in self.store.about(IRI(self.source)))

    def _source_value(self, field: Field, given: Any) -> str:
        if field.scheme == "language":
            if given not in languages():
                raise RequestError(f"{field.label}: {str(given)[:20]}: {', '.join(languages())}")
            return str(given)
        value = self.forms.value(field, given, self.draft)
        assert isinstance(value, str)
        return value

    def _of_city(self, city: str) -> dict[str, str]:
        """Find the city that is given beforehand, as what a form calls it, with its name."""
        slot = draft_kinds()[self.word.kind].slots.get(self.word.city) if self.word else None
        if slot is None:
            raise RequestError(f"--city {city[:60]}: a {self.word.name if self.word else 'form'} asks for no city")
        found = find(self, city, slot.kinds)
        if not found:
            raise RequestError(f"--city {city[:60]}: nothing of that name: leave --city out, and make it in the form")
        return {f"link:{found[0]['kind']}:{found[0]['iri']}": found[0]["label"]}

    def _notes(self, accepted: Accepted, found: list[Finding]) -> list[Note]:
        notes = [Note(*of_whom(one, accepted, self.draft), one.severity, one.message) for one in found]
        return list(dict.fromkeys(notes))


def of_whom(finding: Finding, accepted: Accepted, draft: Draft) -> tuple[str, str]:
    """Say which fact of a draft a finding is about, and which slot; empty where that cannot be told."""
    if finding.node == accepted.source:
        return SOURCE, _SOURCE_SLOTS.get(finding.path or "", "")
    told = {iri: name for name, iri in accepted.things.items()}
    name = told.get(finding.node, "")
    if not name:  # a part of a fact is named after it: who took part, who signed
        last = finding.node.rsplit("/", 1)[-1]
        parts = [(len(iri), one) for iri, one in told.items() if last.startswith(f"{iri.rsplit('/', 1)[-1]}-")]
        name = max(parts)[1] if parts else ""
        kind = finding.node.removeprefix(ID).partition("/")[0]
        slot = {"participation": "participants", "signature": "signatories"}.get(kind, "")
        return name, slot if name else ""
    fact = draft.fact(name)
    slots = draft_kinds()[fact.kind].slots.values() if fact else ()
    return name, next((slot.name for slot in slots if finding.path and finding.path in slot.path.split(" ")), "")


def _pruned(draft: Draft) -> Draft:
    """Leave out the things that no fact of the entry names any longer."""
    kept: set[str] = set()
    waiting = [fact.id for fact in draft.facts if fact.rule == ENTERED]
    while waiting:
        fact = draft.fact(waiting.pop())
        if fact and fact.id not in kept:
            kept.add(fact.id)
            waiting += [name for _, name in references(fact)]
    return replace(draft, facts=tuple(fact for fact in draft.facts if fact.id in kept))
