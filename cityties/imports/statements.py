"""From the spool to statements: each thing once, in the words of the ontology, each with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Final

from cityties.facts.writer import term
from cityties.imports.context import Context, slug
from cityties.imports.spool import Body, Spool
from cityties.kinds import map_kinds, ontology
from cityties.model import resources
from cityties.model.language import languages
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CODE, CT, DCTERMS, GEO, ID, OWL, PROV, RDF, RDFS, SECTOR, SKOS
from cityties.store import is_address
from cityties.store.ntriples import dated, iri, text, typed

__all__ = ["Statements", "called"]


_A: Final = f"<{RDF}type>"
_LABEL: Final = f"<{RDFS}label>"
_ALT: Final = f"<{SKOS}altLabel>"
_FROM: Final = f"<{PROV}wasDerivedFrom>"
_PRIMARY: Final = f"<{PROV}hadPrimarySource>"
_GEO_NAMES: Final = "https://sws.geonames.org/"
# The turns that a tie's own dates stand for, where no other is told.
_BEGUN, _ENDED = "agreed", "ended"
_LATER: Final = frozenset({"activity", "ended", "renewed", "resumed", "suspended"})


def _ct(name: str) -> str:
    return f"<{CT}{name}>"


# Of these a thing has one value; where another source tells it already, it is not told again.
_SINGLE: Final = frozenset(
    [f"<{GEO}lat>", f"<{GEO}long>"]
    + [
        _ct(n)
        for n in [
            "date",
            "from",
            "noLaterThan",
            "population",
            "populationYear",
            "signedOn",
            "until",
            "validFrom",
            "validUntil",
        ]
    ]
)


class Statements:
    """Writes what a spool holds as N-Triples, and counts the things by class as it goes."""

    def __init__(
        self,
        spool: Spool,
        context: Context,
        put: Callable[[str], None],
        source: str,
        countries: Mapping[str, str] | None = None,
    ) -> None:
        self._spool = spool
        self._context = context
        self._write = put
        self._source = source
        self._countries = countries or {}  # of places of which several are told
        self._words: dict[str, dict[str, str]] = read_multilingual(
            resources.folder("graph") / "words.toml", whole=False
        )
        self._governed: set[str] = set()
        self._published: dict[str, str] = {}
        self._buffer: list[str] = []
        self.counts: Counter[str] = Counter()
        self.written = 0
        self._names = lru_cache(maxsize=100_000)(self._look_up)

    def write(self, tick: Callable[[str, int], None] = lambda kind, done: None) -> None:
        """Write everything, kind by kind. ``tick`` hears the kind and how many things of it are done."""
        writers = {
            "source": self._write_source,
            "place": self._write_place,
            "network": self._write_network,
            "person": self._write_person,
            "post": self._write_post,
            "mission": self._write_mission,
            "tenure": self._write_tenure,
            "membership": self._write_membership,
            "tie": self._write_tie,
            "agreement": self._write_agreement,
            "encounter": self._write_encounter,
        }
        writers |= {kind: partial(self._write_free, kind) for kind in map_kinds() if kind not in writers}
        for kind, write in writers.items():
            for done, (key, bodies) in enumerate(self._spool.groups(kind), 1):
                write(key, bodies)
                tick(kind, done)
        self._flush()

    # One writer a kind of fact. ``bodies`` are the tellings of one thing.

    def _write_source(self, key: str, bodies: Sequence[Body]) -> None:
        best = _richest(bodies)
        label = best.get("title") or slug(key)
        statements = [
            (_A, _ct("Source")),
            (_LABEL, text(label)),
            (_ct("publisher"), self._publisher(best.get("publisher") or "unknown")),
            (_ct("sourceKind"), f"<{CODE}{best.get('sourceKind') or 'dataset'}>"),
            (f"<{DCTERMS}language>", text(best.get("language") or "mul")),
        ]
        if best.get("address"):
            statements.append((_ct("address"), typed(best["address"], "anyURI")))
        if best.get("published"):
            self._published[key] = best["published"]
            statements.append((_ct("published"), dated(best["published"])))
        if best.get("revision"):
            statements.append((f"<{OWL}versionInfo>", text(best["revision"])))
        if key != self._source:
            statements.append((f"<{DCTERMS}isPartOf>", iri(self._source)))
        self._describe(key, statements)
        self.counts["Source"] += 1

    def _publisher(self, name: str) -> str:
        node = iri(f"{ID}publisher/{_slug_of(name)}")
        if node not in self._governed:
            self._governed.add(node)
            self._put(node, _A, _ct("Publisher"))
            self._put(node, _LABEL, text(name))
        return node

    def _write_place(self, key: str, bodies: Sequence[Body]) -> None:
        kind = self._context.place_type(key) or _kind_of_place(bodies)
        node = iri(key)
        statements = [(_A, _ct(kind)), *_labels(self._names(key)), *self._other_names(key, bodies)]
        for name in ("country", "within"):
            value = (self._countries.get(key) if name == "country" else None) or _first(bodies, name)
            if value and value != key:
                statements.append((_ct(name), iri(value)))
        located = next((body for body in bodies if "lat" in body and "long" in body), None)
        if located:
            statements.append((f"<{GEO}lat>", typed(_decimal(located["lat"]), "decimal")))
            statements.append((f"<{GEO}long>", typed(_decimal(located["long"]), "decimal")))
        counted = max(
            (body for body in bodies if body.get("population") is not None),
            key=lambda body: (body.get("populationYear") or "", body["population"]),
            default=None,
        )
        if counted:
            statements.append((_ct("population"), typed(int(counted["population"]), "integer")))
            if counted.get("populationYear"):
                statements.append((_ct("populationYear"), typed(counted["populationYear"][:4], "gYear")))
        for number in sorted({body["geonames"] for body in bodies if body.get("geonames")}):
            statements.append((f"<{OWL}sameAs>", iri(f"{_GEO_NAMES}{number}/")))
        self._describe(node, [*statements, *self._more("place", bodies)])
        self.counts[kind] += 1

    def _write_network(self, key: str, bodies: Sequence[Body]) -> None:
        self._describe(key, [(_A, _ct("CityNetwork")), *_labels(self._names(key)), *self._more("network", bodies)])
        self.counts["CityNetwork"] += 1

    def _write_person(self, key: str, bodies: Sequence[Body]) -> None:
        self._describe(
            key,
            [
                (_A, _ct("Person")),
                *_labels(self._names(key)),
                *self._other_names(key, bodies),
                *self._more("person", bodies),
            ],
        )
        self.counts["Person"] += 1

    def _write_post(self, key: str, bodies: Sequence[Body]) -> None:
        statements = [(_A, _ct("Post")), *_labels(self._names(key))]
        place, inside = _first(bodies, "of"), _first(bodies, "in")
        if place:
            statements.append((_ct("postIn"), self._government(place)))
        elif inside:
            statements.append((_ct("postIn"), iri(inside)))
        self._describe(key, [*statements, *self._more("post", bodies)])
        self.counts["Post"] += 1

    def _write_mission(self, key: str, bodies: Sequence[Body]) -> None:
        code = _first(bodies, "kind", "representative-office")
        statements = [
            (_A, _ct(self._context.mission_class(code))),
            (_ct("missionKind"), f"<{CODE}{code}>"),
            *_labels(self._names(key)),
        ]
        for name in ("sentBy", "seat"):
            statements += [(_ct(name), iri(value)) for value in sorted({b[name] for b in bodies if b.get(name)})]
        hosts = {host for body in bodies for host in body.get("accreditedTo", ())}
        statements += [(_ct("accreditedTo"), iri(host)) for host in sorted(hosts)]
        statements += [(_ct(name), dated(value)) for name in ("from", "until") if (value := _first(bodies, name))]
        self._describe(key, [*statements, *self._more("mission", bodies)], bodies)
        self.counts["DiplomaticMission"] += 1

    def _write_tenure(self, key: str, bodies: Sequence[Body]) -> None:
        person, post = key.split(" ")
        told: dict[str, list[Body]] = {}
        for body in bodies:
            told.setdefault(body.get("from") or body.get("until") or body.get("attestedOn") or "", []).append(body)
        if len(told) > 1 and "" in told:  # who was there when is told elsewhere
            undated = told.pop("")
            told[min(told)].extend({"source": body["source"]} for body in undated if "source" in body)
        for mark, same in sorted(told.items()):
            node = f"{ID}tenure/{slug(person)}--{slug(post)}{'--' + mark if mark else ''}"
            statements = [(_A, _ct("Tenure")), (_ct("holder"), iri(person)), (_ct("post"), iri(post))]
            statements += self._composed("tenure", person=self._names(person), post=self._names(post))
            for name in ("from", "until", "attestedOn"):
                value = max((body[name] for body in same if body.get(name)), key=len, default=None)
                if value:
                    statements.append((_ct(name), dated(value)))
            self._describe(node, [*statements, *self._more("tenure", same)], same)
            self.counts["Tenure"] += 1

    def _write_membership(self, key: str, bodies: Sequence[Body]) -> None:
        place, network = key.split(" ")
        government = self._government(place)
        told: dict[str, list[Body]] = {}
        for body in bodies:
            told.setdefault(body.get("from") or "", []).append(body)
        for mark, same in sorted(told.items()):
            node = f"{ID}membership/{slug(place)}--{slug(network)}{'--' + mark if mark else ''}"
            statements = [
                (_A, _ct("NetworkMembership")),
                (_ct("member"), government),
                (_ct("network"), iri(network)),
                *self._composed("membership", place=self._names(place), network=self._names(network)),
            ]
            statements += [(_ct(name), dated(value)) for name in ("from", "until") if (value := _first(same, name))]
            self._describe(node, [*statements, *self._more("membership", same)], same)
            self.counts["NetworkMembership"] += 1

    def _write_tie(self, key: str, bodies: Sequence[Body]) -> None:
        place, other = key.split(" ")
        tie = self._context.tie(place, other)
        parties = [self._government(place), self._government(other)]
        names = {"a": self._names(place), "b": self._names(other)}
        statements = [(_A, _ct("Tie")), *self._composed("tie", **names)]
        statements += [(_ct("party"), party) for party in parties]
        for contact in sorted({body["contact"] for body in bodies if body.get("contact")}):
            post = f"{ID}post/{slug(place)}-{_slug_of(contact)}"
            self._describe(post, [(_A, _ct("Post")), (_LABEL, text(contact)), (_ct("postIn"), parties[0])])
            statements.append((_ct("contact"), iri(post)))
        self._describe(tie, [*statements, *self._more("tie", bodies)], bodies)
        self.counts["Tie"] += 1
        for (turn, date, by), same in sorted(self._steps(bodies).items()):
            node = f"{ID}step/{slug(tie)}-{turn}{'-' + date if date else ''}"
            statements = [(_A, _ct("Step")), (_ct("ofTie"), iri(tie)), (_ct("stepKind"), f"<{CODE}{turn}>")]
            statements += self._composed("step", **names, turn=self._context.turn(turn))
            kinds = sorted({body["kind"] for body in same if body.get("kind")})
            statements += [(_ct("tieKind"), f"<{CODE}{kind}>") for kind in kinds[:1]]
            sectors = {sector for body in same for sector in body.get("sectors", ())}
            statements += [(_ct("sector"), _sector(sector)) for sector in sorted(sectors)]
            if date:
                statements.append((_ct("date"), dated(date)))
            elif by:
                statements.append((_ct("noLaterThan"), dated(by)))
            references = {reference for body in same for reference in body.get("references", ())}
            statements += [(_PRIMARY, iri(reference)) for reference in sorted(references) if _is_address(reference)]
            self._describe(node, statements, same)
            self.counts["Step"] += 1

    def _steps(self, bodies: Sequence[Body]) -> dict[tuple[str, str, str], list[Body]]:
        """Say which turns the tellings of a tie tell, each with its day: one turn of one day is one step.

        A telling without a day adds itself to the first dated one of the same turn.
        """
        told: dict[str, dict[str, list[Body]]] = {}
        bounds: dict[str, list[str]] = {}
        for body in bodies:
            status = body.get("status") or _BEGUN
            if status in _LATER:  # the beginning is one turn, what the tie came to is another
                turns = [(status, body.get("end" if status == _ENDED else "date") or "")]
                turns += [(_BEGUN, body["start"])] if "start" in body else []
            else:
                turns = [(status, body.get("start") or body.get("date") or "")]
            if status != _ENDED and ("end" in body or body.get("ended")):
                turns.append((_ENDED, body.get("end") or ""))
            for turn, date in turns:
                told.setdefault(turn, {}).setdefault(date, []).append(body)
                by = body.get("noLaterThan") or self._published.get(body.get("source") or self._source, "")
                if not date and by:
                    bounds.setdefault(turn, []).append(by)
        steps: dict[tuple[str, str, str], list[Body]] = {}
        for turn, dates in told.items():
            undated = dates.pop("", [])
            if dates:
                vague = [date for date in dates if any(o != date and o.startswith(date) for o in dates)]
                for date in vague:  # 1989 where another telling knows the day
                    exact = min(o for o in dates if o != date and o.startswith(date))
                    dates[exact].extend(dates.pop(date))
                dates[min(dates)].extend(undated)
                for date, same in dates.items():
                    steps[turn, date, ""] = same
            else:
                steps[turn, "", min(bounds.get(turn, [""]))] = undated
        return steps

    def _write_agreement(self, key: str, bodies: Sequence[Body]) -> None:
        place, other = key.split(" ")
        told: dict[tuple[str, str], list[Body]] = {}
        for body in bodies:
            told.setdefault((body.get("instrument") or "cooperation-agreement", body.get("signedOn") or ""), []).append(
                body
            )
        for (instrument, day), same in sorted(told.items()):
            node = f"{ID}agreement/{slug(place)}--{slug(other)}-{instrument}{'-' + day if day else ''}"
            labels = _merged_labels(same)
            statements = [
                (_A, _ct("Agreement")),
                (_ct("instrument"), f"<{CODE}{instrument}>"),
                (_ct("party"), self._government(place)),
                (_ct("party"), self._government(other)),
                (_ct("forTie"), iri(self._context.tie(place, other))),
            ]
            statements += (
                _labels(labels)
                if labels
                else self._composed(
                    "agreement", a=self._names(place), b=self._names(other), turn=self._context.turn(instrument)
                )
            )
            for name in ("signedOn", "validFrom", "validUntil"):
                value = _first(same, name)
                if value:
                    statements.append((_ct(name), dated(value)))
            sectors = {sector for body in same for sector in body.get("sectors", ())}
            statements += [(_ct("sector"), _sector(sector)) for sector in sorted(sectors)]
            addresses = {body["address"] for body in same if _is_address(body.get("address", ""))}
            statements += [(_PRIMARY, iri(address)) for address in sorted(addresses)]
            self._describe(node, [*statements, *self._more("agreement", same)], same)
            self.counts["Agreement"] += 1

    def _write_encounter(self, key: str, bodies: Sequence[Body]) -> None:
        statements = [(_A, _ct(_first(bodies, "type", "Encounter"))), *_labels(_merged_labels(bodies))]
        statements += [(_ct(name), dated(value)) for name in ("date", "endDate") if (value := _first(bodies, name))]
        statements += [(_ct("venue"), iri(venue)) for venue in sorted({b["venue"] for b in bodies if b.get("venue")})]
        people = sorted({(b["person"], b.get("post", ""), b.get("onBehalfOf", "")) for b in bodies if b.get("person")})
        for person, post, behalf in people:
            part = f"{ID}participation/{slug(key)}-{slug(person)}"
            taken = [(_A, _ct("Participation")), (_ct("participant"), iri(person))]
            taken += [(_ct("inPost"), iri(post))] if post else []
            taken += [(_ct("onBehalfOf"), iri(behalf))] if behalf else []
            self._describe(part, taken)
            statements.append((_ct("participation"), iri(part)))
        self._describe(key, [*statements, *self._more("encounter", bodies)], bodies)
        self.counts["Encounter"] += 1

    def _write_free(self, kind: str, key: str, bodies: Sequence[Body]) -> None:
        """Write a thing of a kind that the ontology alone tells of."""
        own = map_kinds()[kind].iri
        told = _first(bodies, "type")
        class_ = told if CT + told in ontology().below(own) else own.removeprefix(CT)
        labels = _merged_labels(bodies) or {"": slug(key)}
        self._describe(key, [(_A, _ct(class_)), *_labels(labels), *self._more(kind, bodies)], bodies)
        self.counts[class_] += 1

    def _more(self, kind: str, bodies: Sequence[Body]) -> list[tuple[str, str]]:
        """Say by their properties what kinds.toml does not name; of several values of what has one, the smallest."""
        found = []
        for one in map_kinds()[kind].fields.values():
            told = {} if one.listed else {str(value): value for body in bodies for value in _each(body.get(one.name))}
            for _, value in sorted(told.items())[: None if one.many else 1]:
                if one.acting:
                    found.append((f"<{one.property}>", self._government(value)))
                else:
                    found.append((f"<{one.property}>", str(term(one.type, value, one.datatype))))
        return found

    # What the writers share.

    def _government(self, place: str) -> str:
        government = iri(self._context.government(place))
        if government not in self._governed:
            self._governed.add(government)
            if not self._context.knows_government(place):
                statements = [(_A, _ct("LocalGovernment")), (_ct("governs"), iri(place))]
                self._describe(government, statements + self._composed("government", place=self._names(place)))
                self.counts["LocalGovernment"] += 1
        return government

    def _composed(self, template: str, **names: Mapping[str, str]) -> list[tuple[str, str]]:
        words = self._words[template]
        return [
            (
                _LABEL,
                text(
                    words[language].format_map({part: called(name, language) for part, name in names.items()}), language
                ),
            )
            for language in languages()
            if language in words
        ]

    def _look_up(self, thing: str) -> dict[str, str]:
        for kind in ("place", "person", "network", "post", "mission"):
            bodies = self._spool.tellings(kind, thing)
            labels = _merged_labels(bodies) or (
                self._mission_of(bodies) if kind == "mission" else self._head_of(bodies)
            )
            if labels:
                return labels
        return self._context.names(thing) or {"": slug(thing).upper() if slug(thing)[:1] == "q" else slug(thing)}

    def _head_of(self, bodies: Sequence[Body]) -> dict[str, str]:
        """Name the post of a head of government that has no name of its own."""
        place = next((body.get("of") or body.get("in") for body in bodies if body.get("head")), None)
        if not place:
            return {}
        names = self._names(place)
        return {lang: told.format(place=called(names, lang)) for lang, told in self._words["head"].items()}

    def _mission_of(self, bodies: Sequence[Body]) -> dict[str, str]:
        """Name a mission that has no name of its own: consulate of Italy in Gothenburg."""
        sender, seat = _first(bodies, "sentBy"), _first(bodies, "seat")
        hosts = sorted({host for body in bodies for host in body.get("accreditedTo", ())})
        place = seat or next(iter(hosts), "")
        if not (sender and place):
            return {}
        turn = self._context.turn(_first(bodies, "kind", "representative-office"))
        words = self._words["mission" if seat else "mission-without-seat"]
        names, where = self._names(sender), self._names(place)
        filled = {
            lang: told.format(turn=called(turn, lang), country=called(names, lang), place=called(where, lang))
            for lang, told in words.items()
        }
        return {lang: name[:1].upper() + name[1:] for lang, name in filled.items()}

    def _other_names(self, key: str, bodies: Sequence[Body]) -> list[tuple[str, str]]:
        known = set(self._names(key).values())
        others = {name for body in bodies for name in body.get("names", ())}
        others |= {label for body in bodies for label in body.get("labels", {}).values()}
        return [(_ALT, text(name)) for name in sorted(others - known)]

    def _describe(self, node: str, statements: Sequence[tuple[str, str]], bodies: Sequence[Body] = ()) -> None:
        subject = node if node.startswith("<") else iri(node)
        if any(predicate in _SINGLE for predicate, _ in statements):
            told = self._context.told_elsewhere(subject[1:-1])
            if told:  # a thing has one point and one beginning: the first source that tells it stands
                statements = [(p, v) for p, v in statements if p not in _SINGLE or p[1:-1] not in told]
        lines = [f"{subject} {predicate} {value} .\n" for predicate, value in statements]
        if bodies:
            sources = {body.get("source") or self._source for body in bodies}
            lines += [f"{subject} {_FROM} {iri(source)} .\n" for source in sorted(sources)]
        self._buffer += lines
        self.written += len(lines)
        if len(self._buffer) > 20_000:
            self._flush()

    def _put(self, subject: str, predicate: str, value: str) -> None:
        self._buffer.append(f"{subject} {predicate} {value} .\n")
        self.written += 1

    def _flush(self) -> None:
        self._write("".join(self._buffer))
        self._buffer.clear()


def called(names: Mapping[str, str], language: str) -> str:
    """Say what a thing is called in a language, else in English, else in any.

    >>> called({"de": "Köln", "en": "Cologne"}, "tr")
    'Cologne'
    """
    for wanted in (language, "en", "mul", ""):
        if wanted in names:
            return names[wanted]
    return names[min(names)] if names else ""


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _labels(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(_LABEL, text(name, language or None)) for language, name in sorted(names.items())]


def _merged_labels(bodies: Sequence[Body]) -> dict[str, str]:
    """One label a language: of several, the one told most often, then the first by alphabet."""
    told: dict[str, Counter[str]] = {}
    for body in bodies:
        for language, label in (body.get("labels") or {}).items():
            told.setdefault(language, Counter())[label] += 1
    return {lang: min(labels, key=lambda label: (-labels[label], label)) for lang, labels in told.items()}


def _first(bodies: Sequence[Body], name: str, default: str = "") -> str:
    """Give a field's value: of several, the smallest, so that the order of reading makes no difference."""
    values = {str(body[name]) for body in bodies if body.get(name)}
    return min(values) if values else default


def _kind_of_place(bodies: Sequence[Body]) -> str:
    """What sends missions is a country, though it be one city as well."""
    told = {body.get("type") for body in bodies}
    return next((kind for kind in ("Country", "Region") if kind in told), "City")


def _richest(bodies: Sequence[Body]) -> Body:
    return max(bodies, key=lambda body: (body.get("published") or "", len(body), str(sorted(body.items()))))


def _decimal(value: float | str) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".") or "0"


def _sector(sector: str) -> str:
    return iri(sector if "://" in sector else f"{SECTOR}{sector}")


def _is_address(value: str) -> bool:
    return is_address(value) and not any(c in value for c in ' <>"{}|\\^`\n\r\t')


def _slug_of(name: str) -> str:
    from cityties.model.folding import slug

    return slug(name, latin=False)[:80] or "unnamed"
