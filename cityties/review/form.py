"""What can be filled in for each kind of fact, and what a person filled in, held against it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from cityties.date.day import DayError
from cityties.date.parse import read_day
from cityties.kinds import DraftSlot, draft_kinds, kinds_in_order
from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.vocabulary import CT
from cityties.reading.draft import Draft, Value
from cityties.review.country import country_of
from cityties.review.wording import called, read
from cityties.store import IRI, Literal, Store

__all__ = ["Fault", "Field", "Forms"]

_LONG: Final = 400  # letters of a text
_NUMBERS: Final = {2: "two", 3: "three"}
_CODES: Final = "SELECT DISTINCT ?code ?label WHERE { ?code a ?class ; skos:prefLabel ?label }"


@dataclass(frozen=True)
class Field:
    """One slot of a kind: what it is called, what may be filled in.

    ``scheme`` is the class whose codes may be chosen, ``kinds`` are those of the facts that may be named,
    ``columns`` the fields of a row where there are several rows, ``least`` how many values there must be. What is
    ``more`` is seldom told.
    """

    name: str
    type: str
    label: str
    least: int = 0
    scheme: str = ""
    kinds: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    more: bool = False

    @property
    def required(self) -> bool:
        """Say whether it must be filled in."""
        return self.least > 0


@dataclass(frozen=True)
class Fault:
    """What is wrong with one slot as it was filled in; ``missing`` where nothing stands there that must."""

    slot: str
    message: str
    missing: bool = False


class Forms:
    """The forms of all kinds of facts, in one language, with the codes of a store."""

    def __init__(self, store: Store, lang: str) -> None:
        self._store, self._lang = store, lang
        self._schemes: dict[str, dict[str, str]] = {}

    def fields(self, kind: str) -> tuple[Field, ...]:
        """List the fields of a kind, in the order of its form."""
        return tuple(self._field(slot) for slot in draft_kinds()[kind].slots.values())

    def kinds(self) -> list[str]:
        """List the kinds of facts, in the order of a review."""
        return kinds_in_order()

    def label(self, kind: str, *, plural: bool = False) -> str:
        """Say what a kind of fact is called."""
        told = draft_kinds()[kind]
        return called(told.plurals if plural else told.labels, self._lang)

    def scheme(self, name: str) -> dict[str, str]:
        """Give the codes of a class, each with its label, in the order of labels; ``kind.class`` for its classes."""
        if name not in self._schemes:
            if name.endswith(".class"):
                names = draft_kinds()[name.removesuffix(".class")].classes
                found = {one: self._labels(f"{CT}{one}") or one for one in names}
            elif name == "role":
                found = dict(sorted(((one, one.replace("-", " ")) for one in self._roles), key=lambda pair: pair[1]))
            else:
                found = self._codes(name)
            self._schemes[name] = found
        return self._schemes[name]

    def schemes(self) -> dict[str, dict[str, str]]:
        """Give the codes of all classes that a form asks for."""
        every = [field for kind in self.kinds() for field in self.fields(kind)]
        every += [column for field in every for column in field.columns]
        return {field.scheme: self.scheme(field.scheme) for field in every if field.scheme}

    def fill(self, kind: str, given: Mapping[str, Any], draft: Draft) -> dict[str, Value]:
        """Give the slots of a fact as a person filled them in; empty ones are left out.

        Raises RequestError where a value is of another form than its slot, names no fact or code, is no date,
        or where a slot that must be filled is not.
        """
        found, faults = self.read(kind, given, draft)
        if faults:
            raise RequestError(faults[0].message)
        return found

    def read(self, kind: str, given: Mapping[str, Any], draft: Draft) -> tuple[dict[str, Value], list[Fault]]:
        """Give the slots that are filled in rightly, and what is wrong with each other one, in the form's order."""
        fields = {field.name: field for field in self.fields(kind)}
        if strange := sorted(set(given) - set(fields) - {"iri"}):
            raise RequestError(f"{strange[0]}: a {kind} has no such slot")
        found: dict[str, Value] = {}
        faults, few = [], []
        for name, field in fields.items():
            try:
                value = self._value(field, given.get(name), draft)
            except RequestError as error:
                faults.append(Fault(name, str(error)))
                continue
            if value:
                found[name] = value
            elif field.required and not given.get("iri"):
                faults.append(Fault(name, f"{field.label}: fill it in", missing=True))
                continue
            if field.least > 1 and len(set(found.get(name, []))) < field.least:  # type: ignore[arg-type]
                number = _NUMBERS.get(field.least, field.least)
                few.append(Fault(name, f"{field.label}: name {number} or more", missing=True))
        if given.get("iri"):
            found["iri"] = _text("iri", given["iri"])
        return found, [*faults, *few]

    def _field(self, slot: DraftSlot) -> Field:
        columns = tuple(self._field(column) for column in slot.columns)
        label = called(slot.labels, self._lang) or slot.name
        return Field(slot.name, slot.type, label, slot.least, slot.scheme, slot.kinds, columns, not slot.listed)

    def value(self, field: Field, given: Any, draft: Draft) -> Value:
        """Give the value of one field as a person filled it in. Raises RequestError where it is not of its form."""
        return self._value(field, given, draft)

    def _value(self, field: Field, given: Any, draft: Draft) -> Value:
        match field.type:
            case "truth":
                if given not in (None, True, False, ""):
                    raise RequestError(f"{field.label}: neither yes nor no")
                return bool(given)
            case "texts" | "codes" | "refs":
                if not isinstance(given or [], list):
                    raise RequestError(f"{field.label}: not a list")
                texts = [self._single(field, one, draft) for one in given or []]
                return list(dict.fromkeys(text for text in texts if text))
            case "rows":
                return self._rows(field, given or [], draft)
        return self._single(field, given, draft)

    def _rows(self, field: Field, given: Any, draft: Draft) -> list[dict[str, str]]:
        rows = []
        for row in given if isinstance(given, list) else [None]:
            if not isinstance(row, dict) or set(row) - {column.name for column in field.columns}:
                raise RequestError(f"{field.label}: not a table of that form")
            filled = {column.name: self._single(column, row.get(column.name), draft) for column in field.columns}
            if filled["participant"]:
                rows.append({name: value for name, value in filled.items() if value})
            elif any(filled.values()):
                raise RequestError(f"{field.label}: {field.columns[0].label}: fill it in")
        return rows

    def _single(self, field: Field, given: Any, draft: Draft) -> str:
        text = _text(field.label, given)
        if not text:
            return ""
        match field.type:
            case "date":
                return _date(field.label, text)
            case "term":
                return _term(field.label, text)
            case "number" | "whole":
                return _number(field.label, text, whole=field.type == "whole")
            case "address":
                return _address(field.label, text)
            case "class" | "code" | "codes" | "role":
                if text not in self.scheme(field.scheme) and field.type != "role":
                    raise RequestError(f"{field.label}: {text[:60]}: not one of the list")
            case "country":
                # An article may name a country that nobody else knows; who enters one by hand has misspelt it.
                if not (draft.article.text or draft.fact(text) or country_of(text) or fold(text) in self._countries):
                    raise RequestError(f"{field.label}: {text[:60]}: no country of that name")
            case "ref" | "refs":
                fact = draft.fact(text)
                if fact is None or fact.kind not in field.kinds:
                    raise RequestError(f"{field.label}: {text[:60]}: choose one of the list, or find it by name")
        return text

    @cached_property
    def _countries(self) -> frozenset[str]:
        rows = self._store.select("SELECT DISTINCT ?name { ?land a ct:Country ; rdfs:label|skos:altLabel ?name }")
        return frozenset(fold(name.value) for (name,) in rows if isinstance(name, Literal))

    @cached_property
    def _roles(self) -> Sequence[str]:
        return list(read("labels.toml")["post"])

    def _codes(self, class_: str) -> dict[str, str]:
        names: dict[str, dict[str, str]] = {}
        for code, label in self._store.select(_CODES, **{"class": IRI(CT + class_)}):
            if isinstance(code, IRI) and isinstance(label, Literal):
                names.setdefault(code.value.rsplit("/", 1)[-1], {})[label.language or ""] = label.value
        labels = {code: told.get(self._lang) or told.get("en") or code for code, told in names.items()}
        return dict(sorted(labels.items(), key=lambda pair: pair[1].casefold()))

    def _labels(self, iri: str) -> str:
        from cityties.display.label import Labels

        return Labels(self._store, self._lang).label(iri)


def _text(label: str, given: Any) -> str:
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > _LONG:
        raise RequestError(f"{label}: not a text of {_LONG} letters or fewer")
    return " ".join(given.split())


def _date(label: str, text: str) -> str:
    try:
        return read_day(text)
    except DayError as error:
        raise RequestError(f"{label}: {text[:40]}: write YYYY, YYYY-MM or YYYY-MM-DD") from error


def _term(label: str, text: str) -> str:
    if re.fullmatch(r"P(?!$)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,4}D)?", text) is None:
        raise RequestError(f"{label}: {text[:40]}: write P5Y for five years, P6M for six months")
    return text


def _number(label: str, text: str, *, whole: bool) -> str:
    plain = text.replace(" ", "")
    try:
        return str(int(plain)) if whole else str(Decimal(plain).normalize())
    except (ValueError, ArithmeticError) as error:
        raise RequestError(f"{label}: {text[:40]}: write {'a whole number' if whole else 'a number'}") from error


def _address(label: str, text: str) -> str:
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text) is None:
        raise RequestError(f"{label}: {text[:40]}: write an address of the web, http://…")
    return text
