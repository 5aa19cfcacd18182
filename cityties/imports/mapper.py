"""Makes facts of records as a map says: each cell read, each name found, each fault told with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cityties.date.date import Date
from cityties.date.day import Day, DayError
from cityties.date.parse import parse_dates, read_day
from cityties.imports.context import slug
from cityties.imports.days import SPANS, days_in
from cityties.imports.importer import Importer
from cityties.imports.map import Fact, Map, Spec, Template
from cityties.imports.reader import Record
from cityties.imports.report import Line, told_line
from cityties.imports.spool import KEYS, KINDS, Body, FieldType, key_of
from cityties.kinds import map_kinds
from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.vocabulary import ID, WD

__all__ = ["Mapper", "check_columns"]

# What names a thing; all else only tells of it.
_NAMING: Final = ("qid", "name", "geonames", "iso", "own")
_QID: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?(Q[1-9]\d{0,11})")
_POINT: Final = re.compile(r"Point\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


class _LeftError(Exception):
    """A cell that cannot be taken: why, and what stood there."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(reason)
        self.reason, self.what = reason, what


class _Several:
    """What a cell of dates says beyond one plain day."""

    def __init__(self, dates: tuple[Date, ...], what: str) -> None:
        self.dates, self.what = dates, what


class Mapper:
    """Takes one record after the other. ``constants`` are cells that every record shares."""

    def __init__(self, importer: Importer, plan: Map, constants: Mapping[str, str], file: str = "") -> None:
        self._importer, self._map = importer, plan
        self._spool, self._identity, self._reading = importer.spool, importer.identity, importer.reading
        self._constants = {**plan.constants, **constants}
        self._language = plan.about.get("language", "")
        self._columns: list[str] = []
        self._found: dict[tuple[object, ...], str | _LeftError] = {}
        self._homes: dict[tuple[object, ...], str] = {}
        self._home = ""
        self._once: dict[tuple[str, str], object] = {}
        self._line: Line = 0
        self._source, self._file, self._beside = "", Path(file).name, ""
        self._things: dict[str, Callable[[dict[str, Spec], Record], str]] = {
            "country": self._country,
            "mission": lambda spec, record: self._thing("mission", spec, record),
            "network": lambda spec, record: self._thing("network", spec, record),
            "person": lambda spec, record: self._thing("person", spec, record),
            "place": self._place,
            "post": self._post,
        }

    def take(self, line: Line, raw: Record) -> None:
        """Take what a record tells; what cannot be taken is reported with its line."""
        self._reading.read += 1
        self._line = line
        record = self._clean(raw)
        for rule in self._map.passed:
            if rule.meets(record):
                self._reading.pass_over(rule.reason)
                return
        for rule in self._map.leave:
            if rule.meets(record):
                self._reading.leave(rule.reason, _shown(record), line)
                return
        self._beside = _shown(record)
        self._source = self._source_of(record)
        faults = sum(self._reading.left_out.values())
        taken = [self._tell(fact, record) for fact in self._map.facts]
        if any(taken):
            self._reading.taken += 1
        elif sum(self._reading.left_out.values()) == faults:
            self._reading.leave("a row that tells nothing the map knows", _shown(record), line)

    # Cells.

    def _clean(self, raw: Record) -> Record:
        if not self._columns:  # in the order of the table, so that a report shows a row as it stands there
            wanted = self._map.wanted()
            self._columns = [*(name for name in raw if name in wanted), *sorted(wanted - set(raw))]
        record: Record = {}
        for name in self._columns:
            cell = raw.get(name)
            if cell is None or cell == "":
                cell = self._constants.get(name, "")
            column = self._map.columns.get(name)
            if isinstance(cell, str) and column and column.split:
                cell = re.split("|".join(map(re.escape, column.split)), cell)
            if isinstance(cell, list):
                record[name] = [self._meant(one, name) for one in cell]
            else:
                record[name] = self._meant(cell, name)
        return record

    def _meant(self, cell: str, name: str) -> str:
        cell = " ".join(cell.split())
        column = self._map.columns.get(name)
        if column is None or not cell:
            return cell
        if cell in column.missing:
            return ""
        return column.values.get(fold(cell), cell) if column.values else cell

    # Facts.

    def _tell(self, fact: Fact, record: Record) -> bool:
        if fact.when and not fact.when.value(record):
            return False
        need = fact.need | set(KEYS.get(fact.kind, ("iri",)))
        body: Body = {}
        beside: dict[str, str] = {}
        further: dict[str, tuple[str, ...]] = {}
        for name, spec in fact.fields.items():
            try:
                value = self._value(fact.kind, name, spec, record)
            except _LeftError as error:
                self._reading.leave(error.reason, error.what, self._line)
                if name in need:
                    return False
                continue
            if isinstance(value, _Several):
                days = days_in(fact.kind, name, value.dates)
                if days.left:
                    self._reading.leave(days.left, value.what, self._line)
                beside, value = {**beside, **days.beside}, days.day
                further = {name: days.further} if days.further else further
            if value in (None, "", [], {}):
                if name in need:
                    self._reading.leave(f"a {fact.kind} that lacks {name}", _shown(record), self._line)
                    return False
                continue
            body[name] = value
        body = {**beside, **body}
        if "a" in body and body.get("a") == body.get("b"):
            self._reading.leave("a tie with itself", _shown(record), self._line)
            return False
        for start, end in SPANS:
            if start in body and end in body and body[end][: len(body[start])] < body[start][: len(body[end])]:
                reason = f"{end} before {start}: the former is left out"
                self._reading.leave(reason, f"{body[start]} … {body.pop(end)}", self._line)
        key = key_of(fact.kind, body)
        for name in fact.once:
            before = self._once.setdefault((key, name), body.get(name))
            if before != body.get(name):
                self._reading.leave(f"an earlier row tells another {name} of the same {fact.kind}", key, self._line)
                return False
        self._put(fact.kind, body)
        for name, again in further.items():
            for day in again:
                self._put(fact.kind, {**body, name: day})
        return True

    def _put(self, kind: str, body: Body) -> None:
        if self._source:
            body["source"] = self._source
        self._spool.put(kind, key_of(kind, body), body)

    def _source_of(self, record: Record) -> str:
        """Name the source that a row names itself, and tell of it; empty where it names none."""
        address = self._map.row["address"].value(record) if "address" in self._map.row else ""
        if not _ADDRESS.fullmatch(address):
            return ""
        source = f"{ID}source/{'-'.join(fold(address.split('://', 1)[1]).split())[:120]}"
        if ("source", source) not in self._found:
            told = {name: template.value(record) for name, template in self._map.row.items()}
            body: Body = {"iri": source, "address": address, "title": told.get("title") or address}
            body["publisher"] = told.get("publisher") or address.split("/")[2]
            try:
                if told.get("published"):
                    body["published"] = read_day(told["published"], self._map.order)
            except DayError as error:
                self._reading.leave(f"a date that {error}", told["published"], self._line)
            self._found["source", source] = source
            self._spool.put("source", source, body)
        return source

    def _value(self, kind: str, name: str, spec: Spec, record: Record) -> object:
        many = f"{name}*" in KINDS[kind]
        of = KINDS[kind][f"{name}*" if many else name]
        if isinstance(spec, bool):
            return spec
        if isinstance(spec, dict):
            if of == "date":
                return self._date(spec, record)
            if of == "labels":
                return {lang: text for lang, one in spec.items() if (text := _text(one, record))}
            found = self._find(of, spec, record)
            return [found] if many and found else found
        if many:
            return [one for value in spec.values(record) if (one := self._read(kind, name, of, value))]
        return self._read(kind, name, of, spec.value(record))

    def _read(self, kind: str, name: str, of: FieldType, value: str) -> object:
        if not value:
            return None
        if of == "date":
            return self._day(value)
        if of in ("number", "whole"):
            return self._number(value, whole=of == "whole")
        if of == "truth":
            return _truth(value)
        if of == "labels":
            return {self._language: value}
        if of == "url":
            if not _ADDRESS.fullmatch(value):
                raise _LeftError("an address that is not one of the web", value[:80])
            return value
        if of == "code":
            code = self._identity.code(map_kinds()[kind].fields[name].scheme, value)
            if code is None:
                raise _LeftError(f"a {name} that is not known", value[:80])
            return code
        if of == "sector":
            sector = self._identity.sector(value)
            if sector is None:
                raise _LeftError("a sector that is not known", value[:80])
            return sector
        if of in ("iri", "source"):
            head, _, tail = value.partition("/") if of == "iri" else ("source", "", value)
            return self._identity.own(head, tail or value)
        if of in self._things:  # a bare text: its name, or its number
            part = "qid" if _QID.fullmatch(value) else "name"
            return self._find(of, {part: Template((value,))}, {})
        return value

    def _number(self, value: str, *, whole: bool) -> float | int:
        plain = value.replace(" ", "")
        plain = plain.replace(".", "").replace(",", ".") if self._map.decimal == "," else plain.replace(",", "")
        try:
            number = float(plain)
            return int(number) if whole else number
        except (ValueError, OverflowError):
            raise _LeftError("a number that is none", value[:80]) from None

    def _day(self, value: str, order: str | None = None) -> str | _Several:
        order = order or self._map.order
        try:
            return read_day(value, order)
        except DayError as error:
            try:
                return _Several(tuple(parse_dates(value, order)), value[:80])
            except DayError:
                raise _LeftError(f"a date that {error}", value[:80]) from None

    def _date(self, spec: dict[str, Spec], record: Record) -> str | None:
        value = _text(spec.get("value"), record)
        if not value or value.startswith(("http", "_:")):  # an unknown value, as Wikidata writes it
            return None
        day = self._day(value, _text(spec.get("order"), record) or None)
        if isinstance(day, _Several):
            raise _LeftError("several dates where there is one", value[:80])
        precision = _text(spec.get("precision"), record)
        if precision.isdigit():
            if int(precision) < 9:
                raise _LeftError("a date that is vaguer than a year", value[:80])
            day = str(Day.of(day).coarser(int(precision) - 8))
        for bound, wrong in (("earliest", day[:4] < _text(spec.get("earliest"), record)[:4]),
                             ("latest", day > (_text(spec.get("latest"), record) or "9999"))):  # fmt: skip
            if wrong:
                raise _LeftError(f"a date beyond the {bound} that the map holds possible", value[:80])
        return day

    # Things that a cell names.

    def _find(self, of: str, spec: dict[str, Spec], record: Record) -> str | None:
        """Find a thing, once for the same cells; None where the cells say nothing."""
        key = (of, id(spec) if record else "", self._source, *_cells(spec, record))
        if not any(_text(spec.get(name), record) for name in _NAMING) and not spec.get("head"):
            return None
        if key not in self._found:
            self._home = ""
            try:
                self._found[key] = self._things[of](spec, record)
                if of == "place" and self._home:
                    self._homes[key] = self._home
            except _LeftError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, _LeftError):
            raise _LeftError(found.reason, found.what)
        if key in self._homes:
            self._importer.countries_told[found, self._homes[key]] += 1
        return found

    def _place(self, spec: dict[str, Spec], record: Record) -> str:
        told = {name: _text(one, record) for name, one in spec.items()}
        name, qid = told.get("name", ""), _qid(told.get("qid", ""))
        land = told.get("country") or told.get("iso") or ""
        land_qid = _qid(told.get("country_qid", "")) or _qid(land)
        point = self._point(told)
        place = self._identity.place(
            name, country=land_qid or land or None, qid=qid, geonames=told.get("geonames"), point=point,
            line=self._where(),
        )  # fmt: skip
        if place is None:
            raise _LeftError("a name that is not certain: it waits for a decision", f"{name}, {land}".strip(", "))
        # A name in another alphabet or spelling than ours is one more name of the place.
        body: Body = {"iri": place, "type": told.get("type") or "City"}
        if name:
            body |= {"labels": {self._language: name}} if qid else {"names": [name]}
        if point:
            body["lat"], body["long"] = point
        if told.get("population"):
            body["population"] = self._number(told["population"], whole=True)
            if told.get("population_year", "")[:4].isdigit():
                body["populationYear"] = told["population_year"][:4]
        if land or land_qid:
            home = self._identity.country(land or None, qid=land_qid, line=self._line)
            if home:
                body["country"] = self._home = home
                if land_qid and land and not _qid(land):
                    self._put("place", {"iri": home, "type": "Country", "labels": {self._language: land}})
        self._put("place", body)
        return place

    def _where(self) -> str:
        """Say where a name stands, for who decides on it: its line, its file, and what stands beside it."""
        place = f"{told_line(self._line)} of {self._file}" if self._file else told_line(self._line)
        return f"{place}: {self._beside}"

    def _point(self, told: Mapping[str, str]) -> tuple[float, float] | None:
        long, lat = told.get("long", ""), told.get("lat", "")
        if told.get("point"):
            found = _POINT.search(told["point"])
            if found is None:
                raise _LeftError("a point that is not written Point(longitude latitude)", told["point"][:80])
            long, lat = found[1], found[2]
        if not (long and lat):
            return None
        try:
            point = (round(float(lat.replace(",", ".")), 6), round(float(long.replace(",", ".")), 6))
        except ValueError:
            raise _LeftError("a point that is no pair of numbers", f"{lat} {long}"[:80]) from None
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            raise _LeftError("a point that is not on Earth", f"{lat} {long}"[:80])
        return point

    def _country(self, spec: dict[str, Spec], record: Record) -> str:
        name, qid = _text(spec.get("name"), record), _qid(_text(spec.get("qid"), record))
        country = self._identity.country(name, qid=qid, iso=_text(spec.get("iso"), record) or None, line=self._line)
        if country is None:
            raise _LeftError("a country that is not known", name or _text(spec.get("qid"), record))
        if qid and name and not _qid(name):
            self._put("place", {"iri": country, "type": "Country", "labels": {self._language: name}})
        return country

    def _thing(self, kind: str, spec: dict[str, Spec], record: Record) -> str:
        name, own = _text(spec.get("name"), record), _text(spec.get("own"), record)
        qid = _qid(_text(spec.get("qid"), record))
        if _text(spec.get("qid"), record) and not qid:
            raise _LeftError("a Wikidata number that is none", _text(spec.get("qid"), record)[:80])
        if qid:
            thing = self._identity.item(qid)
        else:  # a name alone says of no person who that is: it is told as this source's
            thing = self._identity.own(kind, own or f"{self._importer.source.rsplit('/', 1)[-1]} {name}")
        body: Body = {"iri": thing}
        if name and not _QID.fullmatch(name):
            body["labels"] = {self._language: name}
        if kind != "mission":
            self._put(kind, body)
        return thing

    def _post(self, spec: dict[str, Spec], record: Record) -> str:
        place, land = spec.get("of"), spec.get("in")
        of = self._find("place", place if isinstance(place, dict) else {"name": place}, record) if place else None
        inside = self._find("country", land if isinstance(land, dict) else {"name": land}, record) if land else None
        qid, name = _qid(_text(spec.get("qid"), record)), _text(spec.get("name"), record)
        if qid:
            post = self._identity.item(qid)
        elif spec.get("head") and of:
            post = self._identity.own("post", "head-of-government-of", slug(of))
        else:
            own = _text(spec.get("own"), record)
            post = self._identity.own("post", own or " ".join(filter(None, (slug(of or inside or ""), name))))
        body: Body = {"iri": post}
        body |= {"of": of} if of else {"in": inside} if inside else {}
        if name and not _QID.fullmatch(name):
            body["labels"] = {self._language: name}
        elif spec.get("head") and of:
            body["head"] = True
        self._put("post", body)
        return post


def check_columns(plan: Map, names: list[str], constants: Mapping[str, str]) -> None:
    """Raise RequestError where the map speaks of a column that neither the table nor a constant has."""
    lacking = plan.wanted() - set(names) - set(constants) - set(plan.constants) - plan.optional
    if lacking and names and names == [f"column {number}" for number in range(1, len(names) + 1)]:
        raise RequestError(
            f"{plan.path.name}: speaks of the column {min(lacking)}, but the table has no header: its first line looks "
            "like a row: write one above it, or name the columns in the map, [table] header = [...]"
        )
    if lacking:
        raise RequestError(
            f"{plan.path.name}: speaks of the column {min(lacking)}, which the table lacks: it has "
            f"{', '.join(name for name in names if name)}; mend the map, or tell it with --value '{min(lacking)}=…'"
        )


def _text(spec: Spec | None, record: Record) -> str:
    return spec.value(record) if isinstance(spec, Template) else ""


def _truth(value: str) -> bool:
    if value.casefold() not in ("true", "false", "1", "0"):
        raise _LeftError("neither true nor false", value[:80])
    return value.casefold() in ("true", "1")


def _cells(spec: Mapping[str, Spec], record: Record) -> list[str]:
    cells = []
    for one in spec.values():
        if isinstance(one, Template):
            cells.append(one.value(record))
        elif isinstance(one, dict):
            cells += _cells(one, record)
    return cells


def _qid(value: str) -> str | None:
    found = _QID.fullmatch(value)
    return found[1] if found else None


def _shown(record: Record) -> str:
    cells = [cell if isinstance(cell, str) else " ".join(cell) for cell in record.values()]
    return " | ".join(cell.replace(WD, "wd:") for cell in cells if cell)[:80]
