"""From a reviewed draft to one source of the graph: what was accepted, in the terms of the ontology, no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from cityties.date.day import Day
from cityties.facts.writer import Writer
from cityties.model.errors import DataError, RequestError
from cityties.model.folding import fold
from cityties.model.language import languages
from cityties.model.vocabulary import CODE, CT, DCTERMS, ID
from cityties.reading.draft import SLOTS, Draft, Fact
from cityties.review.form import Forms
from cityties.review.naming import Things, slug
from cityties.review.quotation import quote_of
from cityties.review.relations import RELATIONS, Relations
from cityties.review.wording import called
from cityties.store import IRI, Literal, Quad, RdfFormat, Store, Triple, canonical, serialize

__all__ = ["Accepted", "accept", "references"]

_KINDS: Final = ("news-article", "press-release", "blog-post", "official-page")
_LONG: Final = 100


@dataclass(frozen=True)
class Accepted:
    """What a review accepted: the source's IRI, all that it says, and the words that say so.

    ``things`` are the IRIs of what its facts became, by the facts' ids.
    """

    source: str
    triples: tuple[Triple, ...]
    facts: int
    quotes: Mapping[str, str] = field(default_factory=dict)  # by the IRI of what each says
    things: Mapping[str, str] = field(default_factory=dict)

    def turtle(self) -> bytes:
        """Write it as Turtle: same facts, same bytes."""
        quads = canonical(Quad(t.subject, t.predicate, t.object) for t in self.triples)
        return serialize([quad.triple for quad in quads], RdfFormat.TURTLE)


def accept(
    draft: Draft, store: Store, *, name: str = "", kind: str = "news-article", source: str = "", apart: bool = False
) -> Accepted:
    """Put the accepted facts of a draft as one source, by the things that a store knows already.

    ``name`` is the last part of the source's IRI; where it is empty, the source is named after its
    publisher, day and places, and never as another source is. ``kind`` says which kind of document it is.
    ``source`` is one that it replaces; with ``apart`` it stands beside another of the same text or address.
    Raises DataError where nothing was accepted, where the source lacks a publisher, or where a fact is not
    whole or rests on one that was not accepted.
    """
    facts = [fact for fact in draft.facts if fact.verdict and fact.verdict.state == "accepted"]
    if not facts:
        raise DataError("nothing was accepted: accept facts first: `cityties review DRAFT`")
    forms = Forms(store, "en")
    known = _KINDS if draft.article.text else tuple(forms.scheme("SourceKind"))
    if kind not in known:
        raise DataError(f"{kind}: no kind of document that is read: use {', '.join(known)}")
    kept = replace(draft, facts=tuple(_whole(fact, draft, forms) for fact in facts))
    source = source or _source(kept, store, name, apart)
    things, put = Things(kept, store, source), Writer(source)
    _describe_source(kept, things, put, kind)
    relations = Relations(things, put)
    told: dict[str, str] = {}
    for fact in sorted(kept.facts, key=lambda fact: RELATIONS.index(fact.kind) if fact.kind in RELATIONS else -1):
        told[fact.id] = relations.describe(fact) if fact.kind in RELATIONS else relations.entities.describe(fact.id)
    _describe_reviews(kept.facts, told, put)
    quotes = {told[fact.id]: quote_of(fact, draft) for fact in facts if told[fact.id] in put}
    return Accepted(source, put.triples(), len(facts), quotes if draft.article.text else {}, told)


def references(fact: Fact) -> Iterator[tuple[str, str]]:
    """Give the facts that a fact names, each with the slot that names it."""
    for slot, told in SLOTS[fact.kind].items():
        if told == "{}":
            for row in fact.tables(slot):
                yield from ((slot, row[key]) for key in ("participant", "inPost", "onBehalfOf") if row.get(key))
        elif told.startswith("[] "):
            yield from ((slot, one) for one in fact.names(slot))
        elif fact.text(slot) and (told not in ("", "[]") or (slot == "country" and fact.text(slot)[:6] == "place:")):
            yield slot, fact.text(slot)


def _whole(fact: Fact, draft: Draft, forms: Forms) -> Fact:
    """Hold an accepted fact against its form, and what it rests on against the verdicts."""
    for slot, name in references(fact):
        found = draft.fact(name)
        if found is None:
            raise DataError(f"{fact.id}: {slot} names {name}, which is not in the draft: mend the fact")
        if found.verdict is None or found.verdict.state != "accepted":
            raise DataError(f"{fact.id}: {slot} rests on {name}, which was not accepted: accept it, or mend the fact")
    if fact.verdict is None or not fact.verdict.by.strip() or len(fact.verdict.on) != 10:
        raise DataError(f"{fact.id}: says not who accepted it, or not on which day (YYYY-MM-DD): accept it again")
    try:
        return replace(fact, slots=forms.fill(fact.kind, fact.slots, draft))
    except RequestError as error:
        raise DataError(f"{fact.id}: {error}: mend the fact, or refuse it") from error


def _source(draft: Draft, store: Store, name: str, apart: bool) -> str:
    if name:
        if slug(name) != name:
            raise DataError(f"{name[:60]}: no name for a source: use small letters, digits and hyphens")
        return f"{ID}source/{name}"
    article, things = draft.article, Things(draft, store)
    places = next((fact.names("parties") for fact in (*draft.of_kind("step"), *draft.of_kind("agreement"))), [])
    about = "-".join(slug(called(things.short(place), "en")) for place in places)
    about = about or slug(" ".join(article.title.split()[:6])) or article.digest[:8]
    base = "-".join(part for part in (slug(article.publisher), article.published, about) if part)[:_LONG].strip("-")
    number = 1
    while True:
        iri = f"{ID}source/{base}{f'-{number}' if number > 1 else ''}"
        if _is_free(store, iri) or (not apart and _same_text(store, iri, draft)):
            return iri
        number += 1


def _is_free(store: Store, iri: str) -> bool:
    return next(iter(store.about(IRI(iri))), None) is None


def _same_text(store: Store, iri: str, draft: Draft) -> bool:
    """Say whether an IRI names this very text or address already."""
    told: Mapping[str, str] = {
        quad.predicate.value: quad.object.value
        for quad in store.about(IRI(iri))
        if isinstance(quad.object, Literal | IRI)
    }
    address = draft.article.address
    same = bool(draft.article.text) and told.get(f"{CT}textDigest") == draft.article.digest
    return same or bool(address and told.get(f"{CT}address") == address)


def _describe_source(draft: Draft, things: Things, put: Writer, kind: str) -> None:
    article, source = draft.article, put.source
    if article.lang not in languages():
        raise DataError(f"{article.lang[:20]!r}: no language that is read: use {', '.join(languages())}")
    if not article.publisher.strip():
        raise DataError("the article's publisher is unknown: name it: a source is told by who published it")
    put.kind(source, "Source")
    if article.title.strip():
        put.title(source, f"{DCTERMS}title", article.title, article.lang)
    publisher = _publisher(article.publisher, things)
    put.link(source, "publisher", publisher)
    put.dated(source, "published", article.published)
    put.value(source, f"{DCTERMS}language", article.lang)
    if article.address:
        put.value(source, f"{CT}address", _address(article.address), "anyURI")
    put.link(source, "sourceKind", CODE + kind)
    if article.text:
        put.link(source, "extentRead", f"{CODE}whole")
        put.value(source, f"{CT}textDigest", article.digest)
    put.kind(publisher, "Publisher")
    put.label(publisher, things.known_names(publisher) or {"": article.publisher})


def _publisher(name: str, things: Things) -> str:
    rows = things.store.select("SELECT ?thing ?name { ?thing a ct:Publisher ; rdfs:label ?name }")
    known = {t.value for t, n in rows if isinstance(t, IRI) and isinstance(n, Literal) and fold(n.value) == fold(name)}
    return min(known) if known else things.free("publisher", slug(name))


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or any(c.isspace() or c in '<>"' for c in text):
        raise DataError(f"{text[:80]!r}: not an address of the web: write http://… or leave it out")
    return text


def _describe_reviews(facts: Iterable[Fact], told: Mapping[str, str], put: Writer) -> None:
    given: dict[tuple[str, str], list[str]] = {}
    for fact in facts:
        if fact.verdict and told[fact.id] in put:  # the rest is known, and told elsewhere
            given.setdefault((fact.verdict.on, fact.verdict.by), []).append(told[fact.id])
    name = put.source.rsplit("/", 1)[-1]
    for number, ((on, by), accepted) in enumerate(sorted(given.items()), 1):
        iri = f"{ID}review/{name}-{number}"
        put.kind(iri, "Review")
        put.link(iri, "reviewOf", put.source)
        put.value(iri, f"{DCTERMS}creator", by)
        put.value(iri, f"{DCTERMS}date", str(Day.of(on)), "date")
        put.link(iri, "accepts", *accepted)
