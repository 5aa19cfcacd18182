"""Makes the tables of graph/world/ of the publishers' files, as the importers read them.

`python -m cityties.imports.world.make FOLDER`, where FOLDER holds the files that graph/world/sources.toml names.
What is certain goes in; what an importer leaves out is counted, by reason, in taken.tsv.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cityties.facts.intake import shipped
from cityties.imports.importer import Importer
from cityties.imports.input import Input
from cityties.imports.map import read_map
from cityties.imports.mapper import Mapper
from cityties.imports.reader import read_records
from cityties.imports.spool import Body, Spool
from cityties.imports.world.place import Told, place_row, told_by_hand
from cityties.imports.world.table import NAMED, Row, folder, shorten, sources, write
from cityties.model.scratch import Scratch
from cityties.model.vocabulary import ID, WD
from cityties.names.country import of_number
from cityties.names.gazetteer import Gazetteer, distance
from cityties.names.known import KnownPlaces
from cityties.names.weight import NEAR

__all__ = ["Tables", "make"]


_THINGS: Final = frozenset({"a", "b", "seat", "member", "of", "in"})
_BARE: Final = re.compile(r"Q[1-9]\d*")


class Tables:
    """Gathers what several sources tell, and writes it as tables."""

    def __init__(self) -> None:
        self._places: dict[str, Told] = {}
        self._rows: dict[str, dict[tuple[tuple[str, str], ...], set[str]]] = {}
        self._people: dict[str, dict[str, str]] = {}
        self._posts: dict[str, Body] = {}
        self._taken: list[Row] = []
        self._left: Counter[tuple[str, str]] = Counter()

    def take(self, key: str, spool: Spool, about: Mapping[str, Any]) -> None:
        """Take what an importer gathered of one source."""
        tag = about.get("foreign", "")
        for iri, bodies in spool.groups("place"):
            self._take_place(shorten(iri), bodies, tag)
        for iri, bodies in spool.groups("person"):
            labels = {name: language for body in bodies for language, name in (body.get("labels") or {}).items()}
            named = {name: language for name, language in labels.items() if not _BARE.fullmatch(name)}
            self._people.setdefault(shorten(iri), {}).update(named)
        for iri, bodies in spool.groups("post"):
            for body in bodies:
                self._posts.setdefault(iri, {}).update(body)
        for one, bodies in spool.groups("tie"):
            a, b = sorted((shorten(part) for part in one.split(" ")), key=_number)
            for body in bodies:
                told = {"a": a, "b": b, "start": body.get("start", ""), "end": body.get("end", "")}
                self._add("ties", key, told | {"references": " ".join(sorted(body.get("references", ())))})
                self._name(a), self._name(b)
        for iri, bodies in spool.groups("mission"):
            self._take_mission(key, shorten(iri), bodies)
        for one, bodies in spool.groups("tenure"):
            person, post = one.split(" ")
            self._take_tenure(key, shorten(person), post, bodies)
        for one, bodies in spool.groups("membership"):
            member, network = (shorten(part) for part in one.split(" "))
            for body in bodies:
                told = {"member": member, "network": network, "from": body.get("from", "")}
                self._add("memberships", key, told | {"until": body.get("until", "")})

    def call(self, numbers: list[str], names: list[str]) -> None:
        """Note the English names of some things that two cells list side by side."""
        if len(numbers) == len(names):
            for number, name in zip(numbers, names, strict=True):
                if number and name and not _BARE.fullmatch(name):
                    labels = self._name(number.rsplit("/", 1)[-1]).labels.setdefault("en", {})
                    labels[name] = labels.get(name, 0) + 1

    def count(self, key: str, what: str, rows: int) -> None:
        """Note how many rows of a source were read, taken, or left out, and why."""
        self._taken.append({"source": key, "what": what, "rows": str(rows)})

    def write(self, place: Path) -> Counter[str]:
        """Write all tables; say how many rows each has."""
        gazetteer = Gazetteer()
        counts: Counter[str] = Counter()
        self._leave_out_missions(gazetteer)
        used = {cell for told in self._rows.values() for cells in told for _, value in cells for cell in value.split()}
        self._places |= told_by_hand()
        places = [place_row(told, gazetteer) for number, told in self._places.items() if number in used]
        lands = {row["country"] for row in places if row.get("country")} - used
        places += [place_row(self._land(number), gazetteer) for number in lands]
        own = _own(places)
        for row in places:
            if name := own.get(row["place"]):
                row |= {"place": name, "same": row["place"]}
        rows: dict[str, list[Row]] = {"places": places}
        for name, told in self._rows.items():
            rows[name] = [
                {**_renamed(dict(cells), own), "told": " ".join(sorted(keys))} for cells, keys in told.items()
            ]
        rows["taken"] = [
            *self._taken,
            *(
                {"source": key, "what": f"left out of the tables: {wrong}", "rows": str(count)}
                for (key, wrong), count in sorted(self._left.items())
            ),
        ]
        for name, some in rows.items():
            write(name, some, place)
            counts[name] = len(some)
        return counts

    def _leave_out_missions(self, gazetteer: Gazetteer) -> None:
        """Leave out what is sent by no country, or is itself told to send missions; the counts say so."""
        missions = self._rows.get("missions", {})
        senders = {dict(cells).get("sentBy", "") for cells in missions} - {""}
        hands = told_by_hand()
        sending = {
            number
            for number in senders
            if place_row(hands.get(number) or self._places[number], gazetteer)["kind"] == "country"
        }
        for cells, keys in list(missions.items()):
            row = dict(cells)
            sender = row.get("sentBy", "")
            wrong = "sent by what is no country" if sender and sender not in sending else ""
            wrong = "a country in place of a mission" if row["mission"] in senders else wrong
            if wrong:
                del missions[cells]
                for key in sorted(keys):
                    self._left[key, wrong] += 1

    def _land(self, number: str) -> Told:
        told = self._name(number)
        told.type = "Country"
        return told

    def _name(self, number: str) -> Told:
        return self._places.setdefault(number, Told(number))

    def _take_place(self, number: str, bodies: list[Body], tag: str) -> None:
        told = self._name(number)
        for body in bodies:
            for language, name in (body.get("labels") or {}).items():
                names = told.labels.setdefault(language or tag, {})
                if not _BARE.fullmatch(name):
                    names[name] = names.get(name, 0) + 1
            if land := body.get("country"):
                told.countries[land] = told.countries.get(land, 0) + 1
            if "lat" in body and "long" in body:
                told.points.add((body["lat"], body["long"]))
            told.population = max(told.population, int(body.get("population") or 0))
            if body.get("type") in ("Country", "Region"):
                told.type = body["type"]
            told.geonames = told.geonames or body.get("geonames", "")

    def _take_mission(self, key: str, number: str, bodies: list[Body]) -> None:
        one = {name: _least(bodies, name) for name in ("kind", "sentBy", "seat", "from", "until")}
        hosts = sorted({host for body in bodies for host in body.get("accreditedTo", ())})
        told = {"mission": number, **one, "accreditedTo": " ".join(shorten(host) for host in hosts)}
        told |= {name: shorten(told[name]) for name in ("sentBy", "seat") if told[name]}
        for place in (told["sentBy"], *(shorten(host) for host in hosts)):
            if place:
                self._name(place).type = "Country"
        if told["seat"]:
            self._name(told["seat"])
        self._add("missions", key, told)

    def _take_tenure(self, key: str, person: str, post: str, bodies: list[Body]) -> None:
        names = self._people.get(person, {})
        if not names:  # a number is no name
            self.count(key, "passed over: holders without a name", len(bodies))
            return
        about = self._posts.get(post, {})
        labels = {tag: name for tag, name in (about.get("labels") or {}).items() if not _BARE.fullmatch(name)}
        if not labels and not about.get("of"):
            self.count(key, "passed over: holders of a post without a name", len(bodies))
            return
        for body in bodies:
            told = {"person": person, "name": min(names), "post": shorten(post)}
            told |= {part: shorten(about[part]) for part in ("of", "in") if about.get(part)}
            if labels:
                told |= {"called": labels[min(labels)], "lang": min(labels)}
            told |= {part: body.get(part, "") for part in ("from", "until", "attestedOn")}
            self._add("holders", key, told)

    def _add(self, table: str, key: str, told: Row) -> None:
        cells = tuple(sorted((name, value) for name, value in told.items() if value))
        self._rows.setdefault(table, {}).setdefault(cells, set()).add(key)


def make(data: Path, target: Path) -> Counter[str]:
    """Read the publishers' files below a folder, each by its map, and write the tables; say how many rows each has."""
    tables = Tables()
    with Scratch("world") as room:
        for key, about in sources(target).items():
            if "file" not in about:
                continue
            print(key, file=sys.stderr)
            for importer in _imported(key, about, data / about["file"], room, tables):
                tables.take(key, importer.spool, about)
                reading = importer.reading
                tables.count(key, "read", reading.read)
                tables.count(key, "taken", reading.taken)
                for reason, count in reading.left_out.items():
                    tables.count(key, f"left out: {reason}", count)
                for reason, count in reading.passed_over.items():
                    tables.count(key, f"passed over: {reason}", count)
    return tables.write(target)


def _imported(key: str, about: Mapping[str, Any], file: Path, room: Path, tables: Tables) -> Iterator[Importer]:
    if header := about.get("header"):
        headed = room / file.name
        headed.write_bytes(header.encode() + b"\n" + file.read_bytes())
        file = headed
    with Importer(str(room / "none"), key) as importer:
        given = Input(str(file))
        if about.get("form") == "wikidata":
            from cityties.imports.wikidata import KINDS, read_entities

            read_entities(given, importer, NAMED, KINDS, lambda phase, done, of: None)
        else:
            told = read_map(about["map"])
            names, records = read_records(given, told.shape, importer.reading, lambda done: None)
            renamed = told.rename(names)
            mapper = Mapper(importer, told, {})
            for line, record in records:
                mapper.take(line, {renamed[name]: cell for name, cell in record.items()})
                if "aligned" in about:
                    numbers, called = (record.get(column, "") for column in about["aligned"])
                    tables.call(str(numbers).split("|"), str(called).split("|"))
        yield importer


def _own(places: Iterable[Row]) -> dict[str, str]:
    """Say which places cityties names itself: of the same name and country, in the same spot where both are told."""
    known = KnownPlaces(shipped(), f"{ID}source/none")
    found: dict[str, str] = {}
    for row in places:
        for one in known.named(row.get("en") or row.get("local") or ""):
            code = of_number(row.get("country", ""))
            if not one.thing.startswith(ID) or one.country != code:
                continue
            point = (float(row["lat"]), float(row["long"])) if "lat" in row else None
            if point is None or one.point is None or distance(one.point, point) < NEAR:
                found[row["place"]] = shorten(one.thing)
    return found


def _renamed(row: Row, own: Mapping[str, str]) -> Row:
    return {
        name: " ".join(own.get(part, part) for part in value.split()) if name in _THINGS else value
        for name, value in row.items()
    }


def _least(bodies: list[Body], name: str) -> str:
    return min((str(body[name]) for body in bodies if body.get(name)), default="")


def _number(short: str) -> tuple[int, str]:
    return (int(short[1:]), "") if (WD + short).rsplit("/", 1)[-1][1:].isdigit() else (1 << 60, short)


if __name__ == "__main__":
    there = Path(sys.argv[2]) if len(sys.argv) > 2 else folder()
    for name, rows in make(Path(sys.argv[1]), there).items():
        print(f"{name:<12} {rows:>7}")
