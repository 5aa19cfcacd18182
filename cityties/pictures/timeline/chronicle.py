"""What a timeline tells: the records of a city, or of a pair, each once, with their days and their sources."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cityties.date.compare import within
from cityties.date.day import Day, day_of_term
from cityties.display.label import Labels
from cityties.model.vocabulary import CT, RDF
from cityties.pictures.citation import cited
from cityties.pictures.figure import Passage
from cityties.pictures.request import Request
from cityties.questions.question import ask
from cityties.store import Store, Term
from cityties.store.column import Columns
from cityties.store.kind import Classes

__all__ = ["PARTS", "Record", "held", "records", "span"]

PARTS: Final = ("Step", "Agreement", "Encounter", "Commitment", "Tenure")
_BEGINS: Final = (("date",), ("signedOn",), ("from",))
_ENDS: Final = (("endDate",), ("validUntil",), ("until",))
_CLOSED: Final = tuple((way, day) for way in ("fulfilledBy", "withdrawnBy") for day in ("date", "signedOn"))
_KINDS: Final = (("stepKind",), ("instrument",), ("post",))
_WHO: Final = (("by",), ("holder",), ("participation", "participant"), ("signature", "signatory"))
_SIDES: Final = (
    ("party",),
    ("by",),
    ("toward",),
    ("party", "actsFor"),
    ("ofTie", "party"),
    ("forTie", "party"),
    ("participation", "onBehalfOf"),
)  # what leads to the governments of the cities that a record concerns
_MAKES: Final = ("agreed", "renewed")  # the steps after which a tie holds
_HEADLINE: Final = "https://w3id.org/cityties/code/headline"


@dataclass
class Record:
    """One thing of a timeline.

    Days are as precise as the source: "2016", "2025-08" or "2025-08-19". ``bound`` is a day by which
    it had happened, ``seen`` are those on which a person was in the post, ``end`` when it ended, or
    was fulfilled or withdrawn. ``owners`` are the cities in whose chronicle it stands.
    """

    iri: str
    part: str
    label: str
    kind: str = ""
    kind_label: str = ""
    begin: str = ""
    end: str = ""
    bound: str = ""
    seen: tuple[str, ...] = ()
    state: str = ""
    headline: bool = False
    where: str = ""
    who: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    partners: dict[str, str] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def day(self) -> str:
        """The day by which it is put in order, or "" where none is told."""
        return self.begin or self.bound or (self.seen[0] if self.seen else "")

    @property
    def last(self) -> str:
        """The last day on which anything is told of it, or "" where none is told or it goes on."""
        return self.end or ("" if self.open and self.begin else max((self.bound, *self.seen)) or self.begin)

    @property
    def open(self) -> bool:
        """Say whether it has begun and nothing tells that it ended."""
        return self.part in ("Commitment", "Tenure") and not self.end and self.state in ("", "open")


def records(request: Request) -> list[Record]:
    """Read the chronicle of the city, or of both cities of a pair with the officials of each.

    By day, then by name; what began after ``as_of`` is left out, and what ended after it is open.
    """
    cities = request.centres
    found = _read(request)
    _describe(list(found.values()), request)
    if len(cities) > 1:
        found = {
            iri: one
            for iri, one in found.items()
            if one.part == "Tenure" or set(cities) <= {*one.partners, *one.owners}
        }
    kept = [_as_of(record, request.as_of) for record in found.values() if within(record.day, "", request.as_of)]
    tenures = _joined([record for record in kept if record.part == "Tenure"])
    kept = [record for record in kept if record.part != "Tenure"]
    if len(cities) > 1:
        tenures = _meanwhile(kept, tenures)
    return sorted([*kept, *tenures], key=lambda record: (record.day, record.part, record.label, record.iri))


def _read(request: Request) -> dict[str, Record]:
    """Read what is on record of each city, by IRI, with whose it is and who says so."""
    found: dict[str, Record] = {}
    for city in request.centres:
        for row in ask(request.store, "records-of-city", {"city": city}, request.lang):
            record = found.setdefault(
                row["what"], Record(row["what"], row["part"].rsplit("#", 1)[-1], row["whatLabel"])
            )
            record.owners = list(dict.fromkeys([*record.owners, city]))
            told = [Passage(source, "", "", "") for source in row["sources"].split()]
            record.passages = list(dict.fromkeys([*record.passages, *told]))
    return found


def _meanwhile(kept: list[Record], tenures: list[Record]) -> list[Record]:
    """Keep of the officials of a pair those in office while something was going on."""
    days = [day for record in kept for day in (record.day, record.last) if day]
    holds = held(kept)[-1:]
    begin, end = min(days, default=""), "" if holds and not holds[0][1] else max(days, default="")
    lasted = [one for one in tenures if within(one.day, "", end or None) and within("", one.last, begin or None)]
    return lasted if kept else []


def held(steps: list[Record]) -> list[tuple[str, str]]:
    """Say from which day to which a tie holds, as far as days are told; "" at the end while it holds."""
    turns = [step for step in steps if step.part == "Step" and step.day and not step.headline]
    found: list[tuple[str, str]] = []
    for step in sorted(turns, key=lambda step: (step.day, step.kind == "ended")):
        holds = bool(found) and not found[-1][1]
        if step.kind in _MAKES and not holds:
            found.append((step.day, ""))
        elif step.kind == "ended" and holds:
            found[-1] = (found[-1][0], step.day)
    return found


def span(day: str) -> tuple[datetime.date, datetime.date]:
    """Say the first and the last day of a year, a month or a day.

    >>> span("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    told = Day.of(day)
    return told.first, told.last


def _describe(told: list[Record], request: Request) -> None:
    """Look up what is known of each record, property by property: that is quick, and alike on every server."""
    things, columns, labels = [record.iri for record in told], Columns(request.store), request.labels

    def led(*steps: str) -> dict[str, list[str]]:
        reached = {thing: [thing] for thing in things}
        for step in steps:
            table = columns.of({node for nodes in reached.values() for node in nodes}, CT + step)
            reached = {
                thing: list(dict.fromkeys(_text(value) for node in nodes for value in table.get(node, ())))
                for thing, nodes in reached.items()
            }
        return reached

    def several(ways: Iterable[tuple[str, ...]], tail: tuple[str, ...] = ()) -> dict[str, list[str]]:
        parts = [led(*way, *tail) for way in ways]
        return {thing: list(dict.fromkeys(value for part in parts for value in part[thing])) for thing in things}

    begins, ends = several(_BEGINS), several(_ENDS)
    bounds, seen, kinds, told_in = led("noLaterThan"), led("attestedOn"), several(_KINDS), led("toldIn")
    closed, kept, dropped = several(_CLOSED), led("fulfilledBy"), led("withdrawnBy")
    sure = led("certainty")
    who, partners, places, sectors = several(_WHO), several(_SIDES, ("governs",)), led("venue"), led("sector")
    classes = _classes(request.store, columns, things)
    quoted = _quoted(columns, led("evidencedBy"))
    named = (kinds, classes, who, partners, places, sectors, sure)
    labels.learn(iri for table in named for values in table.values() for iri in values)
    sources = cited(request.store, {one.source for record in told for one in record.passages})
    labels.learn(sources)
    for record in told:
        iri = record.iri
        kind = (sorted(kinds[iri]) or classes[iri] or [""])[0]
        record.kind, record.kind_label = kind.replace("#", "/").rsplit("/", 1)[-1], labels.label(kind) if kind else ""
        if sure[iri]:  # planned, denied and the like: never told as if it had happened
            record.kind_label = f"{record.kind_label} ({', '.join(_names(sure[iri], labels))})".strip()
        # Of several days that sources tell, the first begins it and the last ends it.
        record.begin, record.bound = _first(begins[iri]), _first(bounds[iri])
        record.seen = tuple(sorted(filter(None, map(_day, seen[iri]))))
        record.end = max(map(_day, ends[iri] or closed[iri]), default="")
        record.headline = _HEADLINE in told_in[iri]
        record.who, record.sectors = _names(who[iri], labels), _names(sectors[iri], labels)
        record.where = "; ".join(_names(places[iri], labels))
        record.partners = {city: labels.label(city) for city in partners[iri] if [city] != record.owners}
        if record.part == "Tenure":
            record.label = ": ".join([*record.who, record.kind_label])
        if record.part == "Commitment":
            record.state = "fulfilled" if kept[iri] else "withdrawn" if dropped[iri] else "open"
        record.passages = list(_cited(record, labels, sources, quoted[iri]))


def _cited(
    record: Record, labels: Labels, sources: Mapping[str, tuple[str, str]], quoted: Mapping[str, list[str]]
) -> Iterator[Passage]:
    """Give where each source says it, with its title and its address."""
    for one in record.passages:
        title, address = sources[one.source]
        name = ": ".join(filter(None, (labels.label(one.source), title)))
        for part in quoted.get(one.source) or [""]:
            yield replace(one, title=name, address=address, characters=part)


def _first(days: Iterable[str]) -> str:
    """Give the first of some days; nothing where there is none."""
    return min(filter(None, map(_day, days)), default="")


def _classes(store: Store, columns: Columns, things: list[str]) -> dict[str, list[str]]:
    """Give the narrowest classes of each thing, of those that the ontology knows."""
    known, table = Classes(store), columns.of(things, f"{RDF}type")
    return {thing: known.narrowest_own(map(_text, table.get(thing, ()))) for thing in things}


def _quoted(columns: Columns, passages: Mapping[str, Sequence[str]]) -> dict[str, dict[str, list[str]]]:
    """Give, for each thing and source, the characters of its passages there: "19–69"."""
    every = sorted({passage for some in passages.values() for passage in some})
    sources, starts, ends = (columns.of(every, CT + name) for name in ("inSource", "start", "end"))
    found: dict[str, dict[str, list[str]]] = {}
    for thing, some in passages.items():
        own = found.setdefault(thing, {})
        for passage in sorted(some, key=lambda one: [int(_text(value)) for value in starts.get(one, ())]):
            for source in sources.get(passage, ()):
                for start, end in zip(starts.get(passage, ()), ends.get(passage, ()), strict=False):
                    own.setdefault(_text(source), []).append(f"{_text(start)}–{_text(end)}")
    return found


def _names(iris: Iterable[str], labels: Labels) -> tuple[str, ...]:
    return tuple(sorted({labels.label(iri) for iri in iris}))


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def _joined(tenures: list[Record]) -> list[Record]:
    """Join what several sources tell of one person in one post: a day in office belongs to the term around it."""
    terms = [record for record in tenures if record.begin or record.end]
    rest: dict[tuple[tuple[str, ...], str], Record] = {}
    for record in tenures:
        if record.begin or record.end:
            continue
        same = [one for one in terms if (one.who, one.kind) == (record.who, record.kind)]
        around = [one for one in same if record.seen and within(one.begin, one.end, record.seen[0])]
        into = around[0] if around else rest.setdefault((record.who, record.kind), record)
        if into is not record:
            into.seen = tuple(sorted({*into.seen, *record.seen}))
            into.owners = list(dict.fromkeys([*into.owners, *record.owners]))
            into.passages = list(dict.fromkeys([*into.passages, *record.passages]))
    return [*terms, *rest.values()]


def _day(text: str) -> str:
    """Take what can stand on an axis: a year of our era, a month or a day that there is; else nothing."""
    return str(day_of_term(text) or "")


def _as_of(record: Record, as_of: str | None) -> Record:
    if as_of is not None and record.end and not within(record.end, "", as_of):
        if record.part == "Commitment":
            record.state = "open"
        if record.part != "Agreement":  # how long an agreement is valid was known from the beginning
            record.end = ""
    return record
