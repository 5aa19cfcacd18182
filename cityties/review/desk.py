"""Where a person decides: one draft, held against one store; each verdict is kept in the draft's file at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cityties.facts.finding import Finding
from cityties.model.errors import RequestError
from cityties.reading.again import Again, known_already
from cityties.reading.draft import Article, Draft, Fact, Verdict, read_draft, write_draft
from cityties.review.acceptance import Accepted, accept, references
from cityties.review.cascade import put, without
from cityties.review.comparison import Comparison
from cityties.review.delivery import deliver, open_context
from cityties.review.form import Fault, Forms
from cityties.review.gap import Gap, gaps
from cityties.review.making import Maker, free_id
from cityties.review.refusal import ADDED, memory_of, recall, remember
from cityties.review.relations import RELATIONS
from cityties.store import IRI, Store
from cityties.store.quotation import keep_quotes

__all__ = ["Desk", "Outcome", "Setting", "Trial"]

_ARTICLE: Final = ("title", "published", "publisher", "address")


@dataclass(frozen=True)
class Setting:
    """What a review is about: the draft's file, where accepted facts go, who decides on which day."""

    path: Path
    location: str | None
    output: Path | None
    by: str
    on: str
    lang: str = "en"
    name: str = ""
    kind: str = "news-article"
    again: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a decision changed besides the fact it was about."""

    fact: str
    accepted: tuple[str, ...] = ()  # the things that it names
    refused: tuple[str, ...] = ()  # what cannot stand without it
    mended: tuple[str, ...] = ()  # what it was taken out of


@dataclass(frozen=True)
class Trial:
    """A form as it stands, not kept yet: the draft as it would be, the fact that it makes, what is wrong with it."""

    draft: Draft
    fact: Fact
    faults: tuple[Fault, ...]


class Desk:
    """One review. Raises DataError where the draft or the memory of decisions cannot be read."""

    rule = ADDED  # of the facts that a person adds

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.store: Store = open_context(setting.location)
        self.forms = Forms(self.store, setting.lang)
        self._memory = memory_of(setting.location)
        self._opened = read_draft(setting.path)
        # What has no text is not known again by its text.
        self.draft = recall(self._opened, self._memory) if self._opened.article.text else self._opened
        self._known: dict[Article, tuple[Again, ...]] = {}
        self._past: list[tuple[Draft, Outcome]] = []

    @property
    def undoable(self) -> bool:
        """Say whether there is a decision of this sitting to take back."""
        return bool(self._past)

    def comparison(self) -> Comparison:
        """Hold the draft as it is now against the store, but for what it would replace."""
        return self.compared(self.draft)

    def compared(self, draft: Draft) -> Comparison:
        """Hold a draft against the store, but for what it would replace."""
        return Comparison(draft, self.store, self._own())

    def ordered(self) -> list[Fact]:
        """List the facts by kind, in the order of a review, and by their place in the text."""
        kinds = self.forms.kinds()
        return sorted(self.draft.facts, key=lambda fact: (kinds.index(fact.kind), fact.spans[:1] or ((0, 0),), fact.id))

    def open(self) -> list[Fact]:
        """List the facts that wait for a verdict."""
        return [fact for fact in self.ordered() if fact.verdict is None]

    def gaps(self, fact: Fact) -> list[Gap]:
        """List what a fact lacks that a reader would ask: its day, somebody's post."""
        return gaps(fact, self.draft, self.forms)

    def needed(self) -> list[Fact]:
        """List the open facts that accepted ones rest on: they want a verdict before anything can be written."""
        accepted = [fact for fact in self.draft.facts if fact.verdict and fact.verdict.state == "accepted"]
        named = {name for fact in accepted for _, name in references(fact)}
        return [fact for fact in self.open() if fact.id in named]

    def accept(self, name: str) -> Outcome:
        """Accept a fact, and with it the things that it names; what it says of other relations waits its turn.

        Raises RequestError where what it rests on was refused, or where one of them is not whole.
        """
        fact = self._fact(name)
        return self._decide(self.draft, fact, fact)

    def refuse(self, name: str) -> Outcome:
        """Refuse a fact: it is taken out of the facts that can do without it, and the others go with it."""
        self._fact(name)
        draft, refused, mended = without(self.draft, name, self._verdict("refused"), self._stands)
        return self._move(draft, Outcome(name, (), tuple(refused), tuple(mended)))

    def reopen(self, name: str) -> Outcome:
        """Take a verdict back."""
        return self._move(put(self.draft, replace(self._fact(name), verdict=None)), Outcome(name))

    def mend(self, name: str, slots: Mapping[str, Any], spans: Iterable[tuple[int, int]] | None = None) -> Outcome:
        """Accept a fact as a person filled it in anew. Raises RequestError where that is not whole."""
        fact = self._fact(name)
        draft, told = self._with_new(self.draft, slots)
        if fact.text("iri") and "iri" not in told:
            told["iri"] = fact.text("iri")
        filled = replace(fact, slots=self.forms.fill(fact.kind, told, draft))
        if spans is not None:
            filled = replace(filled, spans=self._spans(spans))
        return self._decide(draft, fact, filled)

    def look(self, kind: str, slots: Mapping[str, Any], name: str = "") -> Trial:
        """Try a form that is being filled in, keeping nothing; ``name`` is the fact that it mends, if it mends one."""
        if kind not in self.forms.kinds():
            raise RequestError(f"{kind[:40]}: no kind of fact")
        maker, told, faults = Maker(self.draft, self.forms, self._describes), {}, []
        for slot, value in slots.items():
            try:
                told[slot] = maker.named(value)
            except RequestError as error:
                faults.append(Fault(slot, str(error)))
        was = self.draft.fact(name)
        if was and was.text("iri") and "iri" not in told:
            told["iri"] = was.text("iri")
        found, more = self.forms.read(kind, told, maker.draft)
        refused = {one.slot for one in faults}
        faults += [one for one in more if one.slot not in refused]
        fact = replace(was, slots=found) if was else Fact(free_id(maker.draft, kind), kind, found, (), self.rule, 1.0)
        fact = replace(fact, verdict=self._verdict("accepted"))
        draft = put(maker.draft, fact) if was else replace(maker.draft, facts=(*maker.draft.facts, fact))
        return Trial(draft, fact, tuple(faults))

    def link(self, name: str, iri: str) -> Outcome:
        """Accept that a fact means a thing of the store; an empty IRI says that it is a thing of its own."""
        fact = self._fact(name)
        if iri and not self._describes(iri):
            raise RequestError(f"{iri[:80]}: not in this graph: find it by name")
        slots = {slot: value for slot, value in fact.slots.items() if slot != "iri"} | ({"iri": iri} if iri else {})
        return self._decide(self.draft, fact, replace(fact, slots=slots))

    def add(self, kind: str, slots: Mapping[str, Any], spans: Iterable[tuple[int, int]]) -> Outcome:
        """Add a fact that the reader missed, accepted. Raises RequestError where it is not whole or says not where."""
        if kind not in self.forms.kinds():
            raise RequestError(f"{kind[:40]}: no kind of fact")
        where = self._spans(spans)
        if not where and self.draft.article.text:
            raise RequestError("select the words that say so first")
        draft, told = self._with_new(self.draft, slots)
        fact = Fact(free_id(draft, kind), kind, self.forms.fill(kind, told, draft), where, self.rule, 1.0)
        return self._decide(replace(draft, facts=(*draft.facts, fact)), fact, fact)

    def describe(self, told: Mapping[str, Any]) -> Outcome:
        """Mend what is known of the article itself: its title, publisher, day, address."""
        if strange := sorted(set(told) - set(_ARTICLE)):
            raise RequestError(f"{strange[0]}: nothing that could be mended of an article")
        values = {name: " ".join(str(value).split())[:400] for name, value in told.items()}
        article: Article = replace(self.draft.article, **values)
        return self._move(replace(self.draft, article=article), Outcome(""))

    def undo(self) -> Outcome:
        """Take the last decision of this sitting back. Raises RequestError where there is none."""
        if not self._past:
            raise RequestError("nothing to undo in this sitting")
        self.draft, outcome = self._past.pop()
        write_draft(self.setting.path, self.draft)
        return outcome

    def known_already(self) -> tuple[Again, ...]:
        """Give the sources of the graph that are this article, where it was not said yet what to do with it."""
        return () if self.setting.name or self.setting.again else self._known_already()

    def accepted(self, again: str = "") -> Accepted:
        """Put together what was accepted.

        ``again`` says what becomes of an article that is in the graph already: "replace" puts it in the place of
        that source, "add" keeps both. Raises DataError where that is no whole source yet, RequestError where the
        article is in the graph and nothing was said.
        """
        name, kind = self.setting.name, self.setting.kind
        known = () if name else self._known_already()
        how = again or self.setting.again
        if known and how == "replace":
            return accept(self.draft, self.store, kind=kind, source=known[0].source)
        if known and how != "add":
            raise RequestError(
                f"{known[0].label}: this article is in the graph already ({known[0].reason}): "
                "--again replace puts it in its place, --again add keeps both"
            )
        return accept(self.draft, self.store, name=name, kind=kind, apart=bool(known))

    def finish(self, again: str = "") -> tuple[Accepted, list[Finding]]:
        """Check what was accepted and take it to the store or the file; give the errors that stand against it."""
        accepted = self.accepted(again)
        found = deliver(accepted, self.setting.location, self.setting.output)
        if not found and self.draft.article.text:
            keep_quotes(self.setting.location, accepted.source, accepted.quotes)
        return accepted, found

    def close(self) -> None:
        """Keep what was decided, so that this article asks it never again."""
        if self.draft.article.text and any(fact.verdict for fact in self.draft.facts):
            remember(self._opened, self.draft, self._memory)

    def _known_already(self) -> tuple[Again, ...]:
        """Look once for each state of what is known of the article itself."""
        article = self.draft.article
        if article not in self._known:
            self._known = {article: known_already(self.draft, self.store)}
        return self._known[article]

    def _own(self) -> str:
        """Name the source of the store that was made of this very text, if there is one."""
        rows = self.store.select("SELECT ?source WHERE { ?source ct:textDigest ?digest }", digest=_text(self.draft))
        return next((source.value for (source,) in rows if isinstance(source, IRI)), "")

    def _fact(self, name: str) -> Fact:
        fact = self.draft.fact(name)
        if fact is None:
            raise RequestError(f"{name[:80]}: no fact of this draft")
        return fact

    def _verdict(self, state: str) -> Verdict:
        return Verdict(state, self.setting.by, self.setting.on)

    def _decide(self, draft: Draft, was: Fact, now: Fact) -> Outcome:
        draft = put(draft, now)
        also: list[str] = []
        waiting = [now.id]
        while waiting:
            fact = draft.fact(waiting.pop())
            if fact is None:
                raise RequestError(f"{was.id}: names a fact that is not in the draft: mend it")
            for _, name in references(fact):
                other = draft.fact(name)
                if other is None:
                    raise RequestError(f"{fact.id}: names {name}, which is not in the draft: mend it")
                if other.verdict and other.verdict.state == "refused":
                    raise RequestError(f"it rests on {name}, which you refused: accept that first, or mend this")
                if other.verdict is None and other.kind not in RELATIONS and name not in (*also, now.id):
                    also.append(name)
                    waiting.append(name)
        for name in (now.id, *also):
            fact = draft.fact(name)
            assert fact
            self.forms.fill(fact.kind, fact.slots, draft)  # refuses what is not whole
            draft = put(draft, replace(fact, verdict=self._verdict("accepted")))
        return self._move(draft, Outcome(now.id, tuple(also)))

    def _move(self, draft: Draft, outcome: Outcome) -> Outcome:
        write_draft(self.setting.path, draft)
        self._past.append((self.draft, outcome))
        self.draft = draft
        return outcome

    def _stands(self, fact: Fact, draft: Draft) -> bool:
        try:
            self.forms.fill(fact.kind, fact.slots, draft)
        except RequestError:
            return False
        return True

    def _describes(self, iri: str) -> bool:
        try:
            return any(True for _ in self.store.about(IRI(iri)))
        except ValueError:
            return False

    def _spans(self, spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        found = tuple(sorted({(int(start), int(end)) for start, end in spans}))
        if any(not 0 <= start < end <= len(self.draft.article.text) for start, end in found):
            raise RequestError("these words are not in the text")
        return found

    def _with_new(self, draft: Draft, slots: Mapping[str, Any]) -> tuple[Draft, dict[str, Any]]:
        """Give a draft with the things that a form names and the draft lacks, and the form with their ids."""
        maker = Maker(draft, self.forms, self._describes)
        told = {slot: maker.named(value) for slot, value in slots.items()}
        return maker.draft, told


def _text(draft: Draft) -> Any:
    from cityties.store import Literal

    return Literal(draft.article.digest)
