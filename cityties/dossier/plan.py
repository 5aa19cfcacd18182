"""Plans of profiles: what the page of a city, a pair, a person … opens with, and which sections follow.

Files of viz/profiles, one a kind of thing: `classes` whose things it is for (or `parameters`, where a
profile is of several things), `bind`, a SELECT that gives further names for a thing ?this, `answer`, the
question whose sentence the page opens with, and `[[section]]`, each a question or a SELECT of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CT

__all__ = ["Asked", "Plan", "SectionPlan", "column_word", "plan_for", "plans", "word"]

_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_FOLDER: Final = "profiles"
_FILES: Final = frozenset({"columns", "evidence", "words"})

Words = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A question, and which thing of the profile each of its parameters is."""

    question: str
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class SectionPlan:
    """One section: what it asks, which columns it shows, in which form (facts, table, timeline, list).

    ``where`` keeps the rows whose column holds a thing of the profile; ``about`` in it has the question asked about
    that thing instead. A ``folded`` section is closed at first;
    with ``lead`` it opens with the sentence that answers its question; ``newest`` turns the order of time round.
    ``short`` are the columns that the first page of a profile on paper has room for. ``evidence`` is the column whose
    facts are told with who says so, in words; ``this`` where it is the profile's own thing. ``note`` is what to make
    of its lines.
    """

    name: str
    form: str
    heading: Words
    empty: Words
    columns: tuple[str, ...]
    parameters: Mapping[str, str]
    question: str = ""
    select: str = ""
    where: Mapping[str, str] | None = None
    folded: bool = False
    lead: bool = False
    newest: bool = False
    pair: str = ""
    short: tuple[str, ...] = ()
    evidence: str = ""
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a kind of profile tells, and in which order; ``names`` says whether its page lists other names."""

    name: str
    classes: tuple[str, ...]
    parameters: tuple[str, ...]
    bind: str
    title: Words
    answer: Asked | None
    sections: tuple[SectionPlan, ...]
    picture: str
    map: bool
    pair: bool
    names: bool = True


@cache
def plans() -> Mapping[str, Plan]:
    """Read every plan, by name. Raises ModelError that names the file where one is at fault."""
    paths = [path for path in resources.files("viz", f"{_FOLDER}/*.toml") if path.stem not in _FILES]
    found = {}
    for path in paths:
        try:
            found[path.stem] = _plan(path.stem, read_multilingual(path))
        except (KeyError, TypeError) as error:
            raise ModelError(f"viz/{_FOLDER}/{path.name}: is at fault: {error}") from error
    return found


def plan_for(classes: Iterable[str]) -> Plan | None:
    """Find the plan for a thing of some classes, each given as its IRI."""
    names = {one.removeprefix(CT) for one in classes}
    return next((plan for plan in plans().values() if names & set(plan.classes)), None)


def word(name: str, lang: str, file: str = "words") -> str:
    """Say a word of viz/profiles/words.toml, or what a column is called; empty where there is none."""
    return str(_words(file).get(name, {}).get(lang, ""))


def column_word(name: str, held: Iterable[str], lang: str) -> str:
    """Say what a column is called; ``by`` is whom by, or the day no later than which, as what it holds tells.

    >>> column_word("by", ["2025-08-20"], "en"), column_word("by", ["Ankara"], "en")
    ('No later than', 'By')
    """
    told = [one for one in held if one]
    if name == "by" and told and all(_DAY.fullmatch(one) for one in told):
        name = "latest"
    return word(name, lang, "columns") or name


@cache
def _words(file: str) -> Mapping[str, Words]:
    return read_multilingual(resources.folder("viz") / _FOLDER / f"{file}.toml")


def _plan(name: str, held: Mapping[str, Any]) -> Plan:
    answer = held.get("answer")
    return Plan(
        name,
        tuple(held.get("classes", ())),
        tuple(held.get("parameters", ())),
        held.get("bind", ""),
        held.get("title", {}),
        Asked(answer["question"], answer["parameters"]) if answer else None,
        tuple(_section(one) for one in held["section"]),
        held.get("picture", ""),
        held.get("map", False),
        held.get("pair", False),
        held.get("names", True),
    )


def _section(held: Mapping[str, Any]) -> SectionPlan:
    return SectionPlan(
        held["name"],
        held["form"],
        held["heading"],
        held.get("empty", {}),
        tuple(held["columns"]),
        held["parameters"],
        held.get("question", ""),
        held.get("select", ""),
        held.get("where"),
        held.get("fold", False),
        held.get("lead", False),
        held.get("newest", False),
        held.get("pair", ""),
        tuple(held.get("short", held["columns"])),
        held.get("evidence", ""),
        held.get("note", {}),
    )
