"""Results of Wikidata's query service: JSON (SPARQL results, or a plain list of rows) and CSV or TSV.

Columns are recognised by their names and by what stands in them, or told. A row may tell of a city
and of a twinned one, of a head of government, of a mission, of a membership: what its columns hold.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from cityties.date.compare import before
from cityties.date.day import DayError, day_of_parts
from cityties.display.progress import Tick
from cityties.imports.importer import Importer
from cityties.imports.input import CUT_SHORT, Input
from cityties.imports.item import model, source_of
from cityties.imports.report import Reading
from cityties.imports.spool import Body, key_of
from cityties.model.bounds import count_bounded, json_of, read_stream
from cityties.model.errors import DataError, RequestError

__all__ = ["read_results", "recognise"]

Cell = tuple[str, str]  # the text, and its language or ""
Row = dict[str, Cell]

_QID: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d{0,11})")
_POINT: Final = re.compile(
    r"(?:<[^>]*>\s*)?Point\s*\(\s*(-?[\d.]+(?:[eE]-?\d+)?)\s+(-?[\d.]+(?:[eE]-?\d+)?)\s*\)", re.IGNORECASE
)
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_LONGEST: Final = 1 << 22  # bytes of a line
_MOST: Final = 1_000_000  # rows
_SAMPLE: Final = 200


def read_results(
    given: Input,
    importer: Importer,
    languages: Sequence[str],
    kinds: Sequence[str],
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    tick: Tick,
) -> None:
    """Spool what the rows tell. Raises DataError where the input is no table of results.

    ``columns`` say which column is what ({"city": "item"}); ``constants`` what all rows share
    ({"post": "Q14211"}). RequestError on a name that is unknown, with those that are known.
    """
    names, rows = _rows(given, importer.reading, lambda done: tick("read", done, given.size))
    roles = recognise(names, rows, columns)
    for name in constants:
        if name not in model()["columns"]:
            raise RequestError(
                f"{name}: nothing that a value could be for: use {', '.join(sorted(model()['columns']))}"
            )
    if not ({"city", "person", "mission", "cityLabel"} & {*roles, *constants}):
        raise DataError(
            f"{given.name}: none of its columns ({', '.join(names)}) is known to hold a city, a person or a mission: "
            "tell it with --column city=NAME"
        )
    _Taker(importer, roles, constants, frozenset(kinds)).take_all(rows)


def recognise(names: Sequence[str], rows: Sequence[tuple[int, Row]], told: Mapping[str, str]) -> dict[str, str]:
    """Say which column is what: as told, else by name, else by what stands in it."""
    patterns: dict[str, str] = model()["columns"]
    roles: dict[str, str] = {}
    for role, name in told.items():
        if role not in patterns:
            raise RequestError(f"{role}: nothing that a column could be: use {', '.join(sorted(patterns))}")
        if name not in names:
            raise RequestError(f"{name}: no column of that name: there are {', '.join(names)}")
        roles[role] = name
    taken = set(roles.values())
    for name in names:
        if name in taken:
            continue
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.lstrip("?")).lower()
        fitting = next((role for role, pattern in patterns.items() if re.fullmatch(pattern, plain)), None)
        if fitting and fitting not in roles:
            roles[fitting] = name
            taken.add(name)
    # What is named otherwise, but holds what only a city has: numbers of Wikidata, beside a point.
    if not {"city", "person", "mission"} & set(roles):
        numbered = [name for name in names if name not in taken and _mostly(rows, name, _QID)]
        if numbered:
            roles["city"] = numbered[0]
            if len(numbered) > 1:
                roles["partner"] = numbered[1]
    if "point" not in roles:
        placed = [name for name in names if name not in taken and _mostly(rows, name, _POINT)]
        if placed:
            roles["point"] = placed[0]
    return roles


def _mostly(rows: Sequence[tuple[int, Row]], name: str, pattern: re.Pattern[str]) -> bool:
    cells = [row[name][0] for _, row in rows[:_SAMPLE] if row.get(name, ("", ""))[0]]
    return bool(cells) and sum(bool(pattern.fullmatch(cell.strip())) for cell in cells) * 10 >= len(cells) * 9


class _Taker:
    """Makes facts of rows. What a row says of an item is told by that item, as a source."""

    def __init__(
        self, importer: Importer, roles: Mapping[str, str], constants: Mapping[str, str], kinds: frozenset[str]
    ) -> None:
        self._importer, self._roles, self._constants, self._kinds = importer, roles, constants, kinds
        self._spool, self._identity = importer.spool, importer.identity
        self._reading: Reading = importer.reading
        self._told: set[str] = set()
        self._seen: Counter[str] = Counter()
        self._missions: dict[str, str] = model()["missions"]

    def take_all(self, rows: Sequence[tuple[int, Row]]) -> None:
        for line, row in rows:
            self._reading.read += 1
            before = sum(self._reading.left_out.values())
            if self._take(line, row):
                self._reading.taken += 1
            elif sum(self._reading.left_out.values()) == before:
                self._reading.leave("a row that tells of no city, person or mission", line=line)

    def _take(self, line: int, row: Row) -> bool:
        city = self._place(line, row, "city", "point", "population", "country")
        partner = self._place(line, row, "partner", "partnerPoint", "partnerPopulation", "partnerCountry")
        took = bool(city)
        if self._has(row, "partner") or self._has(row, "partnerLabel"):
            if city and partner and city[0] == partner[0]:
                self._reading.leave("twinned with itself", f"{self._text(row, 'cityLabel') or city[0]}", line)
                return False
            if city and partner and "ties" in self._kinds:
                body: Body = {
                    "a": city[0],
                    "b": partner[0],
                    "kind": "sister-city",
                    **self._span(row, "start", "end", line),
                }
                self._put("tie", body, city[1])
        if (self._has(row, "person")) and {"heads", "positions"} & self._kinds:
            took = self._tenure(line, row, city) or took
        if self._has(row, "mission") and "missions" in self._kinds:
            took = self._mission(line, row) or took
        if city and self._has(row, "network") and "memberships" in self._kinds:
            network = self._thing(row, "network")
            if network:
                self._put("network", {"iri": network[0], "labels": self._label(row, "networkLabel")}, network[1])
                span = self._span(row, "from", "until", line)
                self._put("membership", {"member": city[0], "network": network[0], **span}, city[1])
        return took

    def _place(
        self, line: int, row: Row, role: str, point: str, population: str, country: str
    ) -> tuple[str, str] | None:
        name, land = self._text(row, f"{role}Label"), self._text(row, f"{country}Label")
        number = _number(self._text(row, role))
        land_number = _number(self._text(row, country))
        where = self._point(row, point, line)
        if not (number or name or self._text(row, role)):
            return None
        named = number or name or self._text(row, role)
        place = self._identity.place(
            name or self._text(row, role), country=land_number or land or self._text(row, country),
            qid=number, geonames=self._text(row, "geonames") if role == "city" else None, point=where, line=line,
        )  # fmt: skip
        if place is None:
            self._reading.leave("a name that is not certain: it waits for a decision", named, line)
            return None
        source = self._source(number, name)
        body: Body = {"iri": place, "type": "City", "labels": self._label(row, f"{role}Label") if number else {}}
        if not number and name:
            body["names"] = [name]
        if where:
            body["lat"], body["long"] = where
        people = self._text(row, population)
        if people:
            try:
                body["population"] = int(float(people))
            except (ValueError, OverflowError):
                self._reading.leave("a population that is no number", people, line)
        year = self._text(row, "populationYear") if role == "city" else ""
        if year[:4].isdigit():
            body["populationYear"] = year[:4]
        if land_number or land:
            home = self._identity.country(land, qid=land_number, line=line)
            if home:
                body["country"] = home
                self._country(home, row, country, source)
        self._put("place", body, source)
        return place, source

    def _country(self, home: str, row: Row, country: str, source: str) -> None:
        label = self._label(row, f"{country}Label")
        if label:
            self._put("place", {"iri": home, "type": "Country", "labels": label}, source)

    def _tenure(self, line: int, row: Row, city: tuple[str, str] | None) -> bool:
        person = self._thing(row, "person")
        if person is None:
            self._reading.leave("a person without a Wikidata number", self._text(row, "personLabel"), line)
            return False
        post = self._thing(row, "post")
        if post is None and city is None:
            self._reading.leave("a person without a post or a city: tell it with --value post=Q…", person[0], line)
            return False
        if post:
            held, source = post
            body: Body = {"iri": held, "labels": self._label(row, "postLabel")}
            if city:
                body["of"] = city[0]
            self._put("post", body, source)
        else:
            assert city is not None
            held = self._identity.own("post", "head-of-government-of", city[0].rsplit("/", 1)[-1])
            self._put("post", {"iri": held, "of": city[0], "head": True}, city[1])
        self._put("person", {"iri": person[0], "labels": self._label(row, "personLabel")}, person[1])
        span = self._span(row, "from", "until", line)
        self._put("tenure", {"person": person[0], "post": held, **span}, person[1])
        return True

    def _mission(self, line: int, row: Row) -> bool:
        mission, sender = self._thing(row, "mission"), self._text(row, "operator") or self._text(row, "operatorLabel")
        if mission is None:
            self._reading.leave("a mission without a Wikidata number", self._text(row, "missionLabel"), line)
            return False
        sent_by = self._identity.country(self._text(row, "operatorLabel"), qid=_number(sender), line=line)
        if sent_by is None:
            self._reading.leave("a mission that no country is told to send", mission[0], line)
            return False
        kind = self._missions.get(_number(self._text(row, "missionKind")) or "", "")
        kind = kind or self._text(row, "missionKind").strip().lower().replace(" ", "-") or "embassy"
        if kind not in set(self._missions.values()):
            self._reading.leave("a kind of mission that is not known", kind, line)
            return False
        body: Body = {"iri": mission[0], "kind": kind, "sentBy": sent_by, "labels": self._label(row, "missionLabel")}
        self._country(sent_by, row, "operator", mission[1])
        host = self._identity.country(self._text(row, "hostLabel"), qid=_number(self._text(row, "host")), line=line)
        if host:
            body["accreditedTo"] = [host]
            self._country(host, row, "host", mission[1])
        seat = self._place(line, row, "seat", "point", "", "host")
        if seat:
            body["seat"] = seat[0]
        self._put("mission", {**body, **self._span(row, "from", "until", line)}, mission[1])
        return True

    # Cells.

    def _has(self, row: Row, role: str) -> bool:
        return bool(self._text(row, role))

    def _text(self, row: Row, role: str) -> str:
        if role in self._roles:
            found = " ".join(row.get(self._roles[role], ("", ""))[0].split())
            if found:
                return found
        return self._constants.get(role, "")

    def _label(self, row: Row, role: str) -> dict[str, str]:
        text = self._text(row, role)
        if not text or _QID.fullmatch(text):
            return {}
        language = row.get(self._roles.get(role, ""), ("", ""))[1]
        return {language: text}

    def _thing(self, row: Row, role: str) -> tuple[str, str] | None:
        number = _number(self._text(row, role))
        if number is None:
            return None
        return self._identity.item(number), self._source(number, self._text(row, f"{role}Label"))

    def _point(self, row: Row, role: str, line: int) -> tuple[float, float] | None:
        text = self._text(row, role)
        found = _POINT.fullmatch(text)
        if found is None:
            if text:
                self._reading.leave("a point that is not written Point(longitude latitude)", text[:80], line)
            return None
        long, lat = float(found[1]), float(found[2])
        if abs(lat) > 90 or abs(long) > 180:
            self._reading.leave("a point that is not on Earth", text[:80], line)
            return None
        return round(lat, 6), round(long, 6)

    def _span(self, row: Row, start: str, end: str, line: int) -> Body:
        body: Body = {}
        for field, role in ((start, "start"), (end, "end")):
            text = self._text(row, role)
            if not text or text.startswith(("_:", "t", "http")):  # an unknown value, as the service writes it
                continue
            found = _DAY.fullmatch(text)
            try:
                day = day_of_parts(*found.groups()) if found else None
            except DayError as error:
                self._reading.leave(f"a date that {error}", text[:40], line)
                continue
            if day is None:
                self._reading.leave("a date that is not written YYYY-MM-DD", text[:40], line)
                continue
            precision = self._text(row, f"{role}Precision")
            if precision.isdigit():
                if int(precision) < 9:
                    self._reading.leave("a date that is vaguer than a year", text[:40], line)
                    continue
                day = day.coarser(int(precision) - 8)
            body[field] = str(day)
        if start in body and end in body and before(body[end], body[start]):
            self._reading.leave("an end before its beginning: the end is left out", body.pop(end), line)
        return body

    def _source(self, number: str | None, label: str) -> str:
        if number is None:
            return self._importer.source
        source = source_of(number)
        if source not in self._told:
            self._told.add(source)
            body: Body = {
                "iri": source,
                "title": f"Wikidata: {label or number} ({number})",
                "publisher": "Wikidata",
                "address": f"https://www.wikidata.org/wiki/{number}",
            }
            self._spool.put("source", source, body)
        return source

    def _put(self, kind: str, body: Body, source: str) -> None:
        kept = {name: value for name, value in body.items() if value not in (None, "", [], {})}
        self._spool.put(kind, key_of(kind, kept), {**kept, "source": source})


def _number(text: str) -> str | None:
    found = _QID.fullmatch(text.strip())
    return found[1] if found else None


def _rows(given: Input, reading: Reading, tick: Callable[[int], None]) -> tuple[list[str], list[tuple[int, Row]]]:
    start = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    with given.open(tick) as stream:
        try:
            if start.startswith((b"{", b"[")):
                return _json_rows(read_stream(stream, given.name), given.name)
            return _csv_rows(stream, given.name, reading)
        except CUT_SHORT as error:
            raise DataError(f"{given.name}: the file ends too early or is damaged: fetch it again") from error


def _json_rows(data: bytes, name: str) -> tuple[list[str], list[tuple[int, Row]]]:
    held: Any = json_of(data, name)
    if isinstance(held, dict):
        results = held.get("results")
        held = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(held, list) or not all(isinstance(row, dict) for row in held):
        raise DataError(f"{name}: neither entities of Wikidata nor results of a query: hand in what its service gave")
    names = list(dict.fromkeys(column for row in held for column in row))
    rows = [(number, {column: _cell(value) for column, value in row.items()}) for number, row in enumerate(held, 1)]
    return names, rows


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return str(value.get("value", "")), str(value.get("xml:lang", ""))
    return ("" if value is None else str(value)), ""


def _csv_rows(stream: Any, name: str, reading: Reading) -> tuple[list[str], list[tuple[int, Row]]]:
    data = read_stream(stream, name, longest=_LONGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataError(f"{name}:{line}: not UTF-8 text: the query service writes UTF-8; use `import table`") from error
    text = text.replace("\0", "").replace("\ufeff", "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.split("\n", 1)[0] else ",")
    try:
        first = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise DataError(f"{name}:1: not a table: {error}") from error
    if len(first) < 2:
        raise DataError(f"{name}: neither a dump, nor JSON, nor a table with a header: hand in what Wikidata gave")
    names, lines = first, _lines(reader, reading)
    if any(_QID.fullmatch(cell) or _POINT.fullmatch(cell) for cell in first):
        reading.notes.append("the first line looks like a row: the columns are called column 1, column 2 …")
        names = [f"column {number}" for number in range(1, len(first) + 1)]
        lines = chain([(1, first)], lines)
    rows: list[tuple[int, Row]] = []
    for line, cells in count_bounded(lines, _MOST, name, "rows"):
        if len(cells) != len(names):
            reading.read += 1
            reading.leave(
                f"a row of another width than the header ({len(names)} columns)", f"{len(cells)} columns", line
            )
            continue
        rows.append((line, {column: (cell, "") for column, cell in zip(names, cells, strict=True)}))
    return names, rows


def _lines(reader: Any, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            reading.leave(f"a row that cannot be read ({error})", line=line)
            continue
        if cells is None:
            return
        if cells:
            yield line, cells
