"""Describes what accepted facts say of things: ties and steps, encounters, agreements, commitments, remarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from cityties.facts.writer import Writer
from cityties.model.vocabulary import CODE, CT, ID, SECTOR
from cityties.reading.draft import Draft, Fact
from cityties.review.caption import caption, tie_caption
from cityties.review.entities import Entities
from cityties.review.naming import Things, slug

__all__ = ["RELATIONS", "Relations"]

# In the order in which one may name the other.
RELATIONS: Final = ("tenure", "membership", "agreement", "encounter", "step", "commitment", "remark")


class Relations:
    """Writes relations of one draft; what they join is described along the way."""

    def __init__(self, things: Things, put: Writer) -> None:
        self._things, self._put, self._entities = things, put, Entities(things, put)
        self._name = put.source.rsplit("/", 1)[-1]
        self.entities = self._entities
        self.entities.named = self._named
        self._ties = ties_of(things.draft, things)
        self._writers: Mapping[str, Callable[[Fact, str], None]] = {
            "tenure": self._tenure,
            "membership": self._membership,
            "agreement": self._agreement,
            "encounter": self._encounter,
            "step": self._step,
            "commitment": self._commitment,
            "remark": self._remark,
        }

    def iri(self, fact: Fact) -> str:
        """Name a relation after the source and the fact's id, which is one of its kind in the draft."""
        return f"{ID}{fact.kind}/{self._name}-{slug(fact.id.partition(':')[2])}"

    def describe(self, fact: Fact) -> str:
        """Describe one relation; give its IRI."""
        iri = self.iri(fact)
        self._writers[fact.kind](fact, iri)
        self._entities.rest(fact, iri)
        self._put.label(iri, caption(fact, self._things))
        self._put.derive(iri, fact.spans)
        return iri

    def _tenure(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, "Tenure")
        self._put.link(iri, "holder", self._entities.describe(fact.text("holder")))
        self._put.link(iri, "post", self._entities.describe(fact.text("post")))
        self._put.dated(iri, "attestedOn", fact.text("attestedOn") or self._things.draft.article.published)
        if fact.slots.get("acting") in (True, "true"):
            self._put.value(iri, f"{CT}acting", "true", "boolean")

    def _membership(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, "NetworkMembership")
        self._put.link(iri, "member", self._entities.actor(fact.text("member")))
        self._put.link(iri, "network", self._entities.describe(fact.text("network")))
        self._put.dated(iri, "from", fact.text("from"))

    def _step(self, fact: Fact, iri: str) -> None:
        parties = [self._entities.actor(party) for party in fact.names("parties")]
        tie = self._things.tie(frozenset(parties))
        self._put.kind(tie, "Tie")
        self._put.label(tie, self._things.known_names(tie) or tie_caption(fact.names("parties"), self._things))
        self._put.link(tie, "party", *parties)
        self._put.derive(tie)
        self._put.kind(iri, "Step")
        self._put.link(iri, "ofTie", tie)
        for slot in ("stepKind", "tieKind", "toldIn"):
            self._put.link(iri, slot, _code(fact.text(slot)))
        self._sectors(fact, iri)
        self._when(fact, iri)
        self._put.link(iri, "realisedBy", self._told(fact.text("realisedBy")))

    def _encounter(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, fact.text("class"))
        self._when(fact, iri)
        self._put.dated(iri, "endDate", fact.text("endDate"))
        if fact.text("venue"):
            self._put.link(iri, "venue", self._entities.describe(fact.text("venue")))
        for row in fact.tables("participants"):
            if row.get("participant"):
                part = self._part(row, iri, "participation", "participant")
                self._put.link(part, "role", _code(row.get("role", "")))
        self._put.link(iri, "forTie", *self._serving(fact))

    def _agreement(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, "Agreement")
        self._put.link(iri, "instrument", _code(fact.text("instrument")))
        self._put.link(iri, "party", *(self._entities.actor(party) for party in fact.names("parties")))
        self._put.link(iri, "forTie", *self._serving(fact))
        self._sectors(fact, iri)
        self._put.dated(iri, "signedOn", fact.text("signedOn"))
        if not fact.text("signedOn"):
            self._put.dated(iri, "noLaterThan", self._things.draft.article.published)
        self._put.dated(iri, "validUntil", fact.text("validUntil"))
        if fact.text("term"):
            self._put.value(iri, f"{CT}term", fact.text("term"), "duration")
        for row in fact.tables("signatories"):
            if row.get("participant"):
                self._part(row, iri, "signature", "signatory")

    def _commitment(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, fact.text("class"))
        self._put.link(iri, "by", self._entities.actor(fact.text("by")))
        self._put.link(iri, "toward", *(self._entities.actor(name) for name in fact.names("toward")))
        self._sectors(fact, iri)
        self._when(fact, iri)
        self._put.link(iri, "forTie", *self._serving(fact))
        self._put.link(iri, "madeIn", self._told(fact.text("madeIn")))
        if fact.text("spokenBy"):
            self._put.link(iri, "spokenBy", self._entities.describe(fact.text("spokenBy")))
        self._put.link(iri, "purpose", self._told(fact.text("purpose")))

    def _remark(self, fact: Fact, iri: str) -> None:
        self._put.kind(iri, "Remark")
        self._put.link(iri, "by", self._entities.actor(fact.text("by")))
        self._put.link(iri, "remarkKind", _code(fact.text("remarkKind")))
        # A step is welcomed; what is useful, hard or wanted is the tie.
        about = self._told(fact.text("about"))
        welcome = fact.text("remarkKind") == "welcome" and about
        self._put.link(iri, "about", *([about] if welcome else self._serving(fact) or [about]))
        self._sectors(fact, iri)
        self._when(fact, iri)
        self._put.link(iri, "madeIn", self._told(fact.text("madeIn")))

    def _part(self, row: Mapping[str, str], whole: str, kind: str, property_: str) -> str:
        who = row["participant"]
        iri = f"{ID}{kind}/{whole.rsplit('/', 1)[-1]}-{slug(who.partition(':')[2])}"
        self._put.link(whole, kind, iri)
        self._put.kind(iri, kind.capitalize())
        self._put.link(iri, property_, self._entities.actor(who))
        if row.get("inPost"):
            self._put.link(iri, "inPost", self._entities.describe(row["inPost"]))
        if row.get("onBehalfOf"):
            self._put.link(iri, "onBehalfOf", self._entities.actor(row["onBehalfOf"]))
        return iri

    def _sectors(self, fact: Fact, iri: str) -> None:
        self._put.link(iri, "sector", *(SECTOR + sector for sector in fact.names("sectors")))

    def _when(self, fact: Fact, iri: str) -> None:
        made = self._things.fact(fact.text("madeIn")) if fact.text("madeIn") else None
        date = fact.text("date") or (made.text("date") if made and not fact.text("noLaterThan") else "")
        self._put.dated(iri, "date", date)
        if not date:
            self._put.dated(iri, "noLaterThan", fact.text("noLaterThan") or self._things.draft.article.published)

    def _serving(self, fact: Fact) -> list[str]:
        return self._ties.get(fact.id, [])

    def _named(self, name: str) -> str:
        fact = self._things.fact(name)
        return self.iri(fact) if fact.kind in RELATIONS else self._entities.describe(name)

    def _told(self, name: str) -> str:
        return self.iri(self._things.fact(name)) if name else ""


def ties_of(draft: Draft, things: Things) -> dict[str, list[str]]:
    """Say which ties each encounter, agreement, commitment and remark serves, by the parties of accepted steps."""
    steps = [fact for fact in draft.of_kind("step") if fact.verdict and fact.verdict.state == "accepted"]
    ties: dict[str, frozenset[str]] = {}
    of_step: dict[str, str] = {}
    for step in steps:
        parties = frozenset(things.actor(party) for party in step.names("parties"))
        of_step[step.id] = things.tie(parties)
        ties[of_step[step.id]] = parties
    found: dict[str, list[str]] = {}
    for kind in ("encounter", "agreement", "commitment", "remark"):  # a remark may be about an encounter
        for fact in draft.of_kind(kind):
            named = [of_step[s.id] for s in steps if s.text("realisedBy") == fact.id or s.id == fact.text("about")]
            said = found.get(fact.text("madeIn"), []) + found.get(fact.text("about"), [])
            who = {things.actor(name) for name in _actors(fact)}
            serving = [tie for tie, parties in ties.items() if len(parties & who) > 1]
            touched = [tie for tie, parties in ties.items() if parties & who]
            spoken = kind in ("commitment", "remark") or fact.text("class") == "Statement"
            alone = list(ties) if len(ties) == 1 and spoken else []
            found[fact.id] = sorted(set(named or serving or said or (touched if len(touched) == 1 else alone)))
    return found


def _actors(fact: Fact) -> list[str]:
    rows = [*fact.tables("participants"), *fact.tables("signatories")]
    told = [row[key] for row in rows for key in ("participant", "onBehalfOf") if row.get(key)]
    return [name for name in (*told, *fact.names("parties"), *fact.names("toward"), fact.text("by")) if name]


def _code(name: str) -> str:
    return CODE + name if name else ""
