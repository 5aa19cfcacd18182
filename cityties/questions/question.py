"""The questions: one .rq file each, its paper in its header, its answer as rows with labels."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from cityties.date.day import DayError
from cityties.date.parse import parse_day
from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.model.language import languages, read_own, read_toml
from cityties.model.multilingual import in_each_language, lines_of
from cityties.model.plugin import QUESTIONS, plugged_files
from cityties.names.nearness import nearest
from cityties.names.resolution import resolve
from cityties.store import IRI, Literal, Store, Term

_RESOLVED: Final = ("city", "country", "person", "sector", "network", "thing")


@dataclass(frozen=True)
class Parameter:
    """What a question can be told: its name on the command line, its type, what it is without, and whether
    a sentence can name it.
    """

    name: str
    type: str
    required: bool
    default: str | None
    spoken: bool = True

    @property
    def variable(self) -> str:
        """The SPARQL variable: as-of is ?asOf."""
        head, *rest = self.name.split("-")
        return head + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True)
class Question:
    """One question of the library."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    lists: tuple[str, ...]
    example: Mapping[str, str]
    fixture: str | None
    asked: Mapping[str, tuple[str, ...]]
    answer: Mapping[str, Mapping[str, str]]
    columns: tuple[str, ...]
    text: str


@cache
def questions() -> dict[str, Question]:
    """Read every question, by name, those that other packages add among them.

    Raises ModelError where a header is at fault, or two questions have one name.
    """
    return {name: read(path) for name, path in {**_paths(), **_plugged()}.items()}


def find(name: str) -> Question:
    """Find one question without reading the others. Raises RequestError with the nearest names."""
    paths = _paths()
    if name not in paths:
        paths = {**paths, **_plugged()}
    if name not in paths:
        near = nearest(name, paths, most=3, least=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "`cityties questions` lists them"
        raise RequestError(f"{name}: no such question: {hint}")
    return read(paths[name])


@cache
def _paths() -> Mapping[str, Path]:
    return {path.stem: path for path in resources.files("queries", "*.rq")}


@cache
def _plugged() -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for path in plugged_files(QUESTIONS, "*.rq"):
        if path.stem in _paths() or path.stem in found:
            raise ModelError(f"{path}: there is a question {path.stem} already: the package has to name it otherwise")
        found[path.stem] = path
    return found


@cache
def read(path: Path) -> Question:
    """Read one .rq file: its header, and the columns of its SELECT."""
    import yaml

    text = path.read_text(encoding="utf-8")
    head = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
    try:
        paper = yaml.load(head, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        parameters = tuple(
            Parameter(
                name,
                str(given["type"]),
                bool(given.get("required", False)),
                str(given["default"]) if "default" in given else None,
                bool(given.get("spoken", True)),
            )
            for name, given in (paper.get("parameters") or {}).items()
        )
        hidden = {parameter.variable for parameter in parameters}
        example = dict(paper.get("example") or {})
        return Question(
            name=path.stem,
            summary=paper["summary"],
            description=paper["description"],
            tags=tuple(paper["tags"]),
            parameters=parameters,
            lists=tuple(paper.get("lists") or ()),
            example={name: str(value) for name, value in example.items() if name != "fixture"},
            fixture=example.get("fixture"),
            asked={lang: tuple(map(str, ways)) for lang, ways in _asked(path.stem, paper.get("asked") or {}).items()},
            answer=in_each_language(paper.get("answer") or {}, f"queries/{path.stem}"),
            columns=tuple(column for column in _projected(text) if column not in hidden),
            text=text,
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        shown = path if path.stem not in _paths() else f"queries/{path.name}"
        raise ModelError(f"{shown}: its header is at fault: {' '.join(str(error).split())}") from error


def ask(store: Store, name: str, arguments: Mapping[str, str], lang: str = "en") -> Answer:
    """Answer a question: names become terms, terms are bound, labels are added.

    Raises RequestError on an unknown question, parameter or name, and on a missing one.
    """
    question = find(name)
    bound, limit = _bind(store, question, arguments)
    text = question.text if limit is None else f"{question.text.rstrip()}\nLIMIT {limit}\n"
    rows = store.select(text, **bound)
    keep = [rows.variables.index(column) for column in question.columns]
    listed = [column in question.lists for column in question.columns]
    read = [
        tuple(_sorted(row[place]) if many else row[place] for place, many in zip(keep, listed, strict=True))
        for row in rows.rows
    ]
    plain = list(dict.fromkeys(read))[:limit]  # Virtuoso gives a row twice now and then, DISTINCT or not
    return _labelled(store, question, plain, lang)


def golden(name: str) -> str:
    """Answer the example of a question's header on the shipped graph, and its fixture, as TSV."""
    from cityties.facts import intake
    from cityties.facts.settle import put_sources

    question = find(name)
    store = intake.shipped()
    if question.fixture:
        put_sources(store, intake.read([resources.folder("ontology") / question.fixture]))
    return ask(store, name, question.example).text("tsv")


def overview(lang: str = "en") -> str:
    """List the questions: name, what it asks in a language, parameters."""
    from cityties.display.table import text_table

    rows = [
        (q.name, title(q, lang), " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in q.parameters))
        for q in questions().values()
    ]
    return text_table(("question", "what it answers", "parameters"), rows)


def title(question: Question, lang: str) -> str:
    """Say how a question asks in a language; in English where it has no words for it."""
    told = _titles().get(question.name, {}).get(lang)
    return str(told or lines_of(lang, f"queries/{question.name}").get(question.summary, question.summary))


@cache
def _titles() -> Mapping[str, Mapping[str, Any]]:
    return read_toml(resources.folder("viz") / "serve" / "answers.toml")


def _asked(name: str, told: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give the ways to ask a question by language: those of its header, and those of asking.toml of a language."""
    found = {str(language): list(ways) for language, ways in told.items()}
    for language in languages():
        if own := read_own(language, "asking").get("asked", {}).get(name):
            found[language] = [*found.get(language, ()), *own]
    return found


def show(name: str) -> str:
    """Show one question whole, as its file has it."""
    return find(name).text.rstrip("\n")


def _projected(text: str) -> list[str]:
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = re.search(r"\bSELECT\b(?:\s+DISTINCT)?(.*?)\bWHERE\b", body, re.DOTALL)
    if not found:
        raise KeyError("SELECT … WHERE")
    columns = []
    depth, head = 0, found[1]
    for token in re.finditer(r"[()]|\bAS\s+\?(\w+)|\?(\w+)", head):
        if token[0] in "()":
            depth += 1 if token[0] == "(" else -1
        elif token[1] and depth == 1:
            columns.append(token[1])
        elif token[2] and depth == 0:
            columns.append(token[2])
    return columns


def _bind(store: Store, question: Question, arguments: Mapping[str, str]) -> tuple[dict[str, Term | None], int | None]:
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in arguments:
        if name not in known:
            takes = ", ".join(f"--{n}" for n in known) or "no parameter"
            raise RequestError(f"{question.name}: no parameter {name}: it takes {takes}")
    bound: dict[str, Term | None] = {}
    limit: int | None = None
    for parameter in question.parameters:
        given = arguments.get(parameter.name, parameter.default)
        if given is None:
            if parameter.required:
                raise RequestError(f"{question.name}: --{parameter.name} is missing: give a {parameter.type}")
            continue
        if parameter.type == "limit":
            if not re.fullmatch(r"[1-9]\d{0,8}", given):
                raise RequestError(f"{question.name}: --{parameter.name} {given}: a whole number above 0 is wanted")
            limit = int(given)
        elif parameter.type == "date":
            bound[parameter.variable] = day_term(given)
        elif parameter.type in _RESOLVED:
            bound[parameter.variable] = resolve(store, given, parameter.type)
        else:
            raise ModelError(f"queries/{question.name}.rq: {parameter.type}: no such type of parameter")
    return bound, limit


def day_term(text: str) -> Literal:
    """Take a day as precise as it is given: in any form that is sure, such as 2025-08 or "20 August 2025".

    "today" is one too. Raises RequestError where it is none.
    """
    try:
        day = parse_day(datetime.date.today().isoformat() if text == "today" else text)
    except DayError as error:
        raise RequestError(f"{text}: not a date: {error}: write YYYY, YYYY-MM or YYYY-MM-DD") from error
    return Literal(str(day), datatype=IRI(day.datatype))


def _labelled(store: Store, question: Question, rows: list[tuple[Term | None, ...]], lang: str) -> Answer:
    labels = Labels(store, lang)
    things: set[str] = set()
    named: list[int] = []
    for place, column in enumerate(question.columns):
        listed = column in question.lists
        cells = [row[place] for row in rows]
        if listed:
            things.update(iri for cell in cells if isinstance(cell, Literal) for iri in cell.value.split())
        iris = {cell.value for cell in cells if isinstance(cell, IRI)}
        things |= iris
        if listed or iris:
            named.append(place)
    labels.learn(things)
    extra = tuple(f"{question.columns[place]}Label" for place in named)
    full = []
    for row in rows:
        words: list[Term | None] = []
        for place in named:
            cell = row[place]
            if cell is None:
                words.append(None)
            elif isinstance(cell, Literal) and question.columns[place] in question.lists:
                words.append(Literal("; ".join(sorted({labels.label(iri) for iri in cell.value.split()}))))
            else:
                words.append(Literal(labels.label(cell)))
        full.append((*row, *words))
    return Answer(question.name, (*question.columns, *extra), tuple(full), question.columns, lang)


def _sorted(cell: Term | None) -> Term | None:
    """Put the IRIs of one cell in order: GROUP_CONCAT promises none."""
    if not isinstance(cell, Literal):
        return cell
    iris = sorted(set(cell.value.split()))  # of nothing, some servers make an empty text and others nothing
    return Literal(" ".join(iris)) if iris else None


if __name__ == "__main__":
    from cityties.model.output import write_whole

    for name in _paths():
        write_whole(resources.folder("queries") / f"{name}.golden.tsv", golden(name))
