"""Which map fits a table that comes without one: guessed from the names of its columns and from what stands in them.

A guess is a template that is shipped, with the table's own headings put in: a map that can be saved and mended.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cityties.date.day import DayError
from cityties.date.parse import parse_dates
from cityties.imports.map import Map, Spec, Template, maps, parse_map, read_map
from cityties.imports.reader import Record
from cityties.imports.spool import KINDS
from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.names.gazetteer import Gazetteer
from cityties.names.identity import Identity

__all__ = ["Guess", "guess_map", "headings_known", "templates"]

_SAMPLE: Final = 200  # rows that are looked at
_QID: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/|wd:)?Q[1-9]\d+")
_ADDRESS: Final = re.compile(r"https?://\S+")
_NUMBERS: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}")
# What a field of a place is, by the part that describes it.
_PARTS: Final = {"name": "place", "country": "country", "qid": "qid", "iso": "country", "country_qid": "qid"}
# How sure a guess is, and how much of a column has to be of a kind for contents alone to decide.
_EXACT, _WITHIN, _CONTENTS = 3, 2, 1
_MOST_OF: Final = 0.7


@dataclass(frozen=True)
class Guess:
    """A map that fits a table: which column is what, and by what it was known; what is not read, what is not told."""

    plan: Map
    text: str
    columns: Mapping[str, str]  # a heading of the table: the column of the map
    why: Mapping[str, str]
    unread: tuple[str, ...]
    lacking: tuple[str, ...]  # columns of the map that all rows need, and the table has not


def templates() -> dict[str, Map]:
    """Give the shipped maps that a guess may take."""
    read = {name: read_map(name) for name in maps()}
    return {name: plan for name, plan in read.items() if plan.about.get("template")}


def headings_known(cells: Sequence[str]) -> int:
    """Count the headings that the templates speak of: those of the one that knows most."""
    return max(plan.knows(cells) for plan in templates().values())


def guess_map(
    names: Sequence[str], rows: Sequence[Record], identity: Identity, told: Mapping[str, str], file: str
) -> Guess:
    """Guess the map of a table from its headings and its first rows; ``told`` are cells that all rows share.

    Raises RequestError where no template fits.
    """
    best: tuple[int, str, dict[str, tuple[str, int]]] | None = None
    for name, plan in templates().items():
        found = _assign(plan, names, rows[:_SAMPLE], identity, frozenset(told))
        roles = {role for role, _ in found.values()}
        must = plan.wanted() - plan.optional - set(told)
        score = sum(sure for _, sure in found.values()) - len(must - roles)
        whole = len(must & roles) * 2 >= len(must) and bool(found)
        if whole and (best is None or score > best[0]):
            best = score, name, found
    if best is None:
        raise RequestError(
            f"{file}: no map fits its columns ({', '.join(name for name in names if name)[:200]}): write one: begin "
            "with `cityties import maps register > my-register.toml`, and give it with --map"
        )
    _, name, found = best
    text = _written(name, {heading: role for heading, (role, _) in found.items()}, rows[:_SAMPLE])
    plan = parse_map(text, Path(f"{name} (guessed)"))
    roles = {role for role, _ in found.values()}
    lacking = plan.wanted() - plan.optional - roles - set(told)
    sure = {_EXACT: "its name", _WITHIN: "its name", _CONTENTS: "what stands in it"}
    return Guess(
        plan,
        text,
        {heading: role for heading, (role, _) in found.items()},
        {heading: sure[how] for heading, (_, how) in found.items()},
        tuple(one for one in names if one and one not in found),
        tuple(sorted(lacking)),
    )


def _assign(
    plan: Map, names: Sequence[str], rows: Sequence[Record], identity: Identity, told: frozenset[str]
) -> dict[str, tuple[str, int]]:
    """Say which column of a map each heading is, and how sure that is: each is one, at most."""
    order = list(plan.columns)
    types = {role: of for role, of in _types(plan).items() if role not in told}
    types = dict(sorted(types.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))
    called = {role: [fold(form) for form in (role, *plan.called(role))] for role in types}
    fits = _Fits(identity)
    rated: list[tuple[int, int, int, str, str]] = []  # how sure, length of what was found, minus place, heading, role
    for at, heading in enumerate(names):
        cells = _cells(rows, heading)
        for role, of in types.items():
            sure, length = _by_name(fold(heading), called[role])
            share = fits.share(of, cells)
            if sure and cells and of in ("date", "url", "qid") and share < 0.3:
                continue  # called so, but holds other things
            if not sure and share >= _MOST_OF and of not in ("text", "labels", "number", "whole"):
                sure, length = _CONTENTS, 0
            if sure:
                rated.append((sure, length, -at, heading, role))
    found: dict[str, tuple[str, int]] = {}
    taken: set[str] = set()
    for sure, _, _, heading, role in sorted(rated, key=lambda one: (-one[0], -one[1], -one[2])):
        if (
            heading not in found
            and role not in taken
            and (sure > _CONTENTS or _may_be_guessed(plan, role, types, taken))
        ):
            found[heading] = (role, sure)
            taken.add(role)
    return _freed(plan, found, types)


def _freed(plan: Map, found: dict[str, tuple[str, int]], types: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Move what would be lost: a column of facts that are told only beside another one, which the table has not."""
    taken = {role for role, _ in found.values()}
    told = [fact for fact in plan.facts if not (fact.when and fact.when.columns - taken)]
    heard = {column for fact in told for column in fact.columns}
    freed = {}
    for heading, (role, sure) in found.items():
        if role not in heard:
            role = next((one for one in types if types[one] == types[role] and one in heard - taken), "")
        if role:
            freed[heading] = (role, sure)
            taken.add(role)
    return freed


def _may_be_guessed(plan: Map, role: str, types: Mapping[str, str], taken: set[str]) -> bool:
    """Say whether contents alone may decide: of several columns of a kind only the one that a row cannot lack."""
    if role not in plan.optional:
        return not role.startswith("city")
    rivals = [one for one, of in types.items() if of == types[role] and one not in taken]
    return types[role] in ("code", "sector", "url") or rivals[:1] == [role]


def _by_name(heading: str, forms: Sequence[str]) -> tuple[int, int]:
    if heading in forms:
        return _EXACT, len(heading)
    within = [len(form) for form in forms if len(form) > 3 and re.search(rf"\b{re.escape(form)}\b", heading)]
    return (_WITHIN, max(within)) if within else (0, 0)


class _Fits:
    """Says how much of a column is of a kind."""

    def __init__(self, identity: Identity) -> None:
        self._gazetteer = Gazetteer()
        self._tests: dict[str, Callable[[str], object]] = {
            "country": lambda cell: identity.iso(cell),
            "date": _is_date,
            "qid": _QID.fullmatch,
            "url": _ADDRESS.fullmatch,
            "sector": lambda cell: all(identity.sector(one.strip()) for one in re.split("[;,]", cell) if one.strip()),
            "place": lambda cell: not identity.iso(cell) and self._gazetteer.towns(cell),
            "TieKind": lambda cell: identity.code("TieKind", cell),
            "StepKind": lambda cell: identity.code("StepKind", cell),
            "MissionKind": lambda cell: identity.code("MissionKind", cell),
        }
        self._known: dict[tuple[str, str], bool] = {}

    def share(self, of: str, cells: Sequence[str]) -> float:
        """Give the share of cells that are of a kind."""
        test = self._tests.get(of)
        if test is None or not cells:
            return 0.0
        for cell in cells:
            if (of, cell) not in self._known:
                self._known[of, cell] = bool(test(cell))
        return sum(self._known[of, cell] for cell in cells) / len(cells)


def _is_date(cell: str) -> bool:
    if cell.isdigit() and not 1900 <= int(cell) <= 2100:
        return False
    try:
        return bool(parse_dates(cell, "dmy"))
    except DayError:
        return False


def _types(plan: Map) -> dict[str, str]:
    """Say what stands in each column of a map, by the fields it fills."""
    found: dict[str, str] = {}

    def walk(kind: str, name: str, spec: Spec, of: str) -> None:
        if isinstance(spec, dict):
            for part, one in spec.items():
                walk(kind, name, one, _PARTS.get(part, "text") if of in ("place", "country") else "text")
        elif isinstance(spec, Template):
            scheme = {"kind": "TieKind" if kind == "tie" else "MissionKind", "status": "StepKind"}
            for column in sorted(spec.columns):
                found.setdefault(column, scheme.get(name, "text") if of == "code" else of)

    for fact in plan.facts:
        for name, spec in fact.fields.items():
            walk(fact.kind, name, spec, KINDS[fact.kind].get(name) or KINDS[fact.kind][f"{name}*"])
    return found


def _cells(rows: Sequence[Record], heading: str) -> list[str]:
    cells = [row.get(heading, "") for row in rows]
    return [" ".join(cell.split()) for cell in cells if isinstance(cell, str) and cell.strip()]


def _written(name: str, columns: Mapping[str, str], rows: Sequence[Record]) -> str:
    """Write a template with the headings of a table put in."""
    text = maps()[name].read_text(encoding="utf-8")
    plan = read_map(name)
    for heading, role in columns.items():
        quoted = json.dumps(heading, ensure_ascii=False)
        if f"[columns.{role}]\n" in text:
            text = text.replace(f"[columns.{role}]\n", f"[columns.{role}]\nheading = {quoted}\n", 1)
        else:
            text += f"\n[columns.{role}]\nheading = {quoted}\n"
        if role in plan.columns and plan.columns[role].split and any("," in cell for cell in _cells(rows, heading)):
            text = re.sub(
                rf"(\[columns\.{role}\]\n(?:heading = .*\n)?(?:called = .*\n)?split = ).*", r'\1[";", ","]', text
            )
    for role in sorted(plan.wanted() - plan.optional - set(columns.values())):
        if _types(plan).get(role) == "country" and role != "city_country":
            text = text.replace("optional = [", f'optional = [\n  "{role}",', 1)
    if order := _order(rows, [heading for heading, role in columns.items() if _types(plan).get(role) == "date"]):
        text = text.replace("[table]\n", f'[table]\norder = "{order}"\n', 1)
    return text


def _order(rows: Sequence[Record], headings: Sequence[str]) -> str:
    """Say which comes first in 13/04/2020, day or month, where some cell tells and none gainsays; else nothing."""
    found = [m for heading in headings for cell in _cells(rows, heading) if (m := _NUMBERS.fullmatch(cell))]
    days = any(int(one[1]) > 12 for one in found)
    months = any(int(one[2]) > 12 for one in found)
    return "" if days == months else "dmy" if days else "mdy"
