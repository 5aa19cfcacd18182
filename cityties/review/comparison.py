"""Holds each fact of a draft against the graph: known already, and from whom; new; or against what another says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from cityties.date.compare import MONTH, apart, around, before, same
from cityties.model.errors import DataError
from cityties.model.language import languages
from cityties.model.vocabulary import CODE, CT, ID, PROV, RDFS, SECTOR, SKOS
from cityties.reading.draft import Draft, Fact
from cityties.review.naming import Things
from cityties.store import IRI, Store
from cityties.store import Literal as Value

__all__ = ["Comparison", "Standing", "compare"]

State = Literal["known", "new", "contradicts"]

_NEAR: Final = 3  # days between two accounts of one encounter
_CLASSES: Final = {
    "person": ("Person",),
    "place": ("City", "Region", "Country"),
    "organisation": ("Organisation", "CityNetwork"),
    "network": ("Organisation", "CityNetwork"),
}
_NAMES: Final = (IRI(f"{RDFS}label"), IRI(f"{SKOS}altLabel"))
_DERIVED: Final = f"{PROV}wasDerivedFrom"


@dataclass(frozen=True)
class Standing:
    """How a fact stands: ``why`` names a wording of viz/review/words.toml, ``other`` is what the graph says instead.

    ``thing`` is what the graph has of it, ``sources`` are the IRIs of the documents that say so.
    """

    state: State
    why: str = ""
    thing: str = ""
    other: str = ""
    sources: tuple[str, ...] = ()


_NEW: Final = Standing("new")


def compare(draft: Draft, store: Store, source: str = "") -> dict[str, Standing]:
    """Say of each fact of a draft how it stands to the graph. ``source`` is what the draft is about to replace."""
    comparison = Comparison(draft, store, source)
    return {fact.id: comparison.of(fact) for fact in draft.facts}


class Comparison:
    """Holds facts of one draft against one store."""

    def __init__(self, draft: Draft, store: Store, source: str = "") -> None:
        self._things, self._store, self._source = Things(draft, store, source), store, source

    @property
    def things(self) -> Things:
        """The things that the draft names."""
        return self._things

    def of(self, fact: Fact) -> Standing:
        """Say how one fact stands; one that is not whole yet is new."""
        try:
            return self._stands(fact)
        except DataError:
            return Standing("new", "unfinished")

    def _stands(self, fact: Fact) -> Standing:
        match fact.kind:
            case "tenure":
                return self._tenure(fact)
            case "encounter":
                return self._encounter(fact)
            case "step":
                return self._step(fact)
            case "agreement":
                return self._agreement(fact)
            case "commitment":
                return self._commitment(fact)
            case "remark":
                return self._remark(fact)
            case "membership":
                return self._membership(fact)
        return self._thing(fact)

    def _thing(self, fact: Fact) -> Standing:
        iri = self._things.iri(fact.id)
        if not self._things.told(iri):
            alike = self._namesakes(fact)
            return Standing("new", "namesake", "", alike[0], self._sources(alike[0])) if alike else _NEW
        for slot, property_, one in (
            ("country", "country", True), ("sentBy", "sentBy", True), ("seat", "seat", True),
            ("accreditedTo", "accreditedTo", False), ("in", "postIn", True), ("place", "governs", True),
        ):  # fmt: skip
            known = self._things.objects(iri, property_)
            if not fact.text(slot) or not known or (fact.kind == "organisation" and slot == "place"):
                continue
            told = self._slot(fact, slot)
            if told and told not in known and one:
                return Standing("contradicts", f"other-{slot}", iri, known[0], self._sources(iri))
        classes = {c for c in ("City", "Region", "Country") if self._is(iri, c)}
        if fact.kind == "place" and classes and fact.text("class") and fact.text("class") not in classes:
            return Standing("contradicts", "other-class", iri, CT + min(classes), self._sources(iri))
        return Standing("known", "", iri, "", self._sources(iri))

    def _namesakes(self, fact: Fact) -> list[str]:
        """Find what the graph has under the very name of a thing that it does not know."""
        names = [name for name in (fact.text("name"), *fact.names("otherNames")) if name]
        written = [Value(name, language=language) for name in names for language in languages()]
        found = self._store.named([*written, *(Value(name) for name in names)], _NAMES)
        wanted = _CLASSES.get(fact.kind, ())
        return sorted(iri.value for iri in found if any(self._is(iri.value, class_) for class_ in wanted))

    def _slot(self, fact: Fact, slot: str) -> str | None:
        if slot == "country":
            return self._things.told_country(fact)
        return self._things.actor(fact.text(slot)) if slot == "in" else self._things.iri(fact.text(slot))

    def _tenure(self, fact: Fact) -> Standing:
        holder, post = self._things.iri(fact.text("holder")), self._things.iri(fact.text("post"))
        on = fact.text("attestedOn") or self._things.draft.article.published
        mine: list[str] = []
        others: list[str] = []
        for tenure in sorted(self._things.subjects("post", post)):
            (mine if holder in self._things.objects(tenure, "holder") else others).append(tenure)
        if mine:
            return self._known(*mine)
        for tenure in others:
            if fact.slots.get("acting") not in (True, "true") and self._covers(tenure, on):
                who = self._things.objects(tenure, "holder")
                return Standing("contradicts", "other-holder", tenure, who[0] if who else "", self._sources(tenure))
        return _NEW

    def _covers(self, tenure: str, on: str) -> bool:
        attested, first, last = (self._date(tenure, name) for name in ("attestedOn", "from", "until"))
        if not on or not (attested or first or last):
            return False
        if attested and attested == on:
            return True
        return bool(first and last and not before(on, first) and not before(last, on))

    def _encounter(self, fact: Fact) -> Standing:
        who = {self._things.actor(row["participant"]) for row in fact.tables("participants") if row.get("participant")}
        on, near = fact.text("date"), []
        for encounter in self._encounters(who):
            if not self._is(encounter, fact.text("class")):
                continue
            there = {p for part in self._things.objects(encounter, "participation") for p in self._who(part)}
            if len(who & there) < min(2, len(who)):
                continue
            held, by = self._date(encounter, "date"), self._date(encounter, "noLaterThan")
            if (on and held and same(on, held)) or (not (on and held) and around(on or held or by, by or held or on)):
                venue, place = self._things.objects(encounter, "venue"), fact.text("venue")
                mine = self._things.iri(place) if place else ""
                if mine and venue and mine not in venue and not self._within(mine, venue[0]):
                    return Standing("contradicts", "other-venue", encounter, venue[0], self._sources(encounter))
                return self._known(encounter)
            if on and held and len(on) == len(held) == 10 and apart(on, held) <= _NEAR:
                near.append(Standing("contradicts", "other-date", encounter, held, self._sources(encounter)))
        return near[0] if near else _NEW

    def _step(self, fact: Fact) -> Standing:
        tie = self._things.known_tie(frozenset(self._things.actor(party) for party in fact.names("parties")))
        if tie is None:
            return _NEW
        on, kind = fact.text("date"), CODE + fact.text("stepKind")
        known, against = [], []
        for step in sorted(self._things.subjects("ofTie", tie)):
            told = self._date(step, "date") or self._date(step, "noLaterThan")
            same_kind = kind in self._things.objects(step, "stepKind")
            same_aim = not fact.text("tieKind") or CODE + fact.text("tieKind") in self._things.objects(step, "tieKind")
            dated = bool(on and self._date(step, "date"))
            if same_kind and (same(on, told) if dated else around(on or self._told_by(fact), told)):
                known.append(step)
            elif same_kind and same_aim and dated and fact.text("stepKind") in ("agreed", "ended"):
                against.append(Standing("contradicts", "other-date", step, told, self._sources(step)))
            elif not same_kind and dated and on == told and len(on) == 10 and not self._headline(fact, step):
                other = self._things.objects(step, "stepKind")
                against.append(Standing("contradicts", "other-step", step, other[0], self._sources(step)))
        if known:
            return self._known(*known)
        return against[0] if against else Standing("new", "further-step", tie, "", self._sources(tie))

    def _headline(self, fact: Fact, step: str) -> bool:
        """Say whether one of two steps is only a headline's claim: that is kept beside what the text says."""
        return fact.text("toldIn") == "headline" or f"{CODE}headline" in self._things.objects(step, "toldIn")

    def _agreement(self, fact: Fact) -> Standing:
        parties = {self._things.actor(party) for party in fact.names("parties")}
        on, instrument = fact.text("signedOn"), CODE + fact.text("instrument")
        against = []
        for agreement in sorted(self._things.subjects("party", min(parties))) if parties else ():
            if not self._is(agreement, "Agreement") or set(self._things.objects(agreement, "party")) != parties:
                continue
            signed = self._date(agreement, "signedOn")
            same_form = instrument in self._things.objects(agreement, "instrument")
            dated = bool(on and signed)
            if same_form and (same(on, signed) or not dated):
                return self._known(agreement)
            if same_form and len(on) == len(signed) == 10 and apart(on, signed) <= MONTH:
                against.append(Standing("contradicts", "other-date", agreement, signed, self._sources(agreement)))
            elif not same_form and dated and on == signed and len(on) == 10:
                other = self._things.objects(agreement, "instrument")
                if other:
                    sources = self._sources(agreement)
                    against.append(Standing("contradicts", "other-instrument", agreement, other[0], sources))
        return against[0] if against else _NEW

    def _commitment(self, fact: Fact) -> Standing:
        by = self._things.actor(fact.text("by"))
        toward = {self._things.actor(name) for name in fact.names("toward")}
        sectors = {SECTOR + sector for sector in fact.names("sectors")}
        made = self._things.fact(fact.text("madeIn")) if fact.text("madeIn") else None
        on = fact.text("date") or (made.text("date") if made else "")
        same, alike = [], []
        for commitment in sorted(self._things.subjects("by", by)):
            theirs = set(self._things.objects(commitment, "sector"))
            to = set(self._things.objects(commitment, "toward"))
            if not self._is(commitment, fact.text("class")) or not (toward & to or not (toward or to)):
                continue
            if sectors & theirs or (not sectors and self._worded(commitment, fact)):
                same.append(commitment)
            elif on and on == self._date(commitment, "date"):
                alike.append(commitment)
        if same:
            return self._known(*same)
        return Standing("new", "alike", "", alike[0], self._sources(alike[0])) if alike else _NEW

    def _remark(self, fact: Fact) -> Standing:
        by, kind = self._things.actor(fact.text("by")), CODE + fact.text("remarkKind")
        sectors = {SECTOR + sector for sector in fact.names("sectors")}
        same = [
            remark
            for remark in sorted(self._things.subjects("by", by))
            if kind in self._things.objects(remark, "remarkKind")
            and sectors == set(self._things.objects(remark, "sector"))
            and (sectors or self._worded(remark, fact) or fact.text("remarkKind") == "welcome")
        ]
        return self._known(*same) if same else _NEW

    def _membership(self, fact: Fact) -> Standing:
        member, network = self._things.actor(fact.text("member")), self._things.iri(fact.text("network"))
        since = fact.text("from")
        for membership in sorted(self._things.subjects("member", member)):
            if network not in self._things.objects(membership, "network"):
                continue
            begun = self._date(membership, "from")
            if since and begun and not same(since, begun):
                return Standing("contradicts", "other-date", membership, begun, self._sources(membership))
            return self._known(membership)
        return _NEW

    def _encounters(self, who: set[str]) -> Iterator[str]:
        parts = {part for one in who for part in self._things.subjects("participant", one)}
        found = {encounter for part in parts for encounter in self._things.subjects("participation", part)}
        yield from sorted(found)

    def _who(self, part: str) -> list[str]:
        return self._things.objects(part, "participant")

    def _worded(self, thing: str, fact: Fact) -> bool:
        """Say whether a label of the graph holds the draft's own wording."""
        what = " ".join(fact.text("what").split())
        return bool(what) and any(what in name for name in self._things.known_names(thing).values())

    def _within(self, place: str, other: str) -> bool:
        """Say whether one of two places lies in the other."""
        inside = [*self._things.objects(place, "country"), *self._things.objects(place, "within")]
        outside = [*self._things.objects(other, "country"), *self._things.objects(other, "within")]
        return other in inside or place in outside

    def _is(self, iri: str, class_: str) -> bool:
        return any(getattr(quad.object, "value", "") == CT + class_ for quad in self._things.told(iri))

    def _date(self, iri: str, property_: str) -> str:
        wanted = CT + property_
        return next(
            (
                q.object.value
                for q in self._things.told(iri)
                if q.predicate.value == wanted and isinstance(q.object, Value)
            ),
            "",
        )

    def _told_by(self, fact: Fact) -> str:
        return fact.text("noLaterThan") or self._things.draft.article.published

    def _known(self, *things: str) -> Standing:
        sources = tuple(sorted({source for thing in things for source in self._sources(thing)}))
        return Standing("known", "", things[0], "", sources)

    def _sources(self, iri: str) -> tuple[str, ...]:
        """Name the documents that tell of a thing: those it is derived from, else those whose graphs describe it."""
        told = self._things.told(iri)
        derived = {q.object.value for q in told if q.predicate.value == _DERIVED and isinstance(q.object, IRI)}
        graphs = {str(getattr(quad.graph_name, "value", "")) for quad in told}
        return tuple(sorted(one for one in derived or graphs if one.startswith(f"{ID}source/") and one != self._source))
