"""Questions as forms, their answers as tables, charts and maps, in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from cityties.display.answer import Answer
from cityties.dossier.evidence import Told, evidence
from cityties.model.errors import RequestError
from cityties.model.media import type_of
from cityties.names.resolution import resolve
from cityties.pages import drawing
from cityties.pages.address import address
from cityties.pages.frame import Frame, PageError, read
from cityties.pages.section import of_answer
from cityties.questions.question import Question, ask, day_term, questions
from cityties.questions.question import title as title_in
from cityties.questions.reply import reply
from cityties.store import IRI, Term, is_address
from cityties.store.binding import with_values

__all__ = ["FORMATS", "answered", "catalogue", "download", "question"]

_EXCEL: Final = "excel.csv"
FORMATS: Final = {
    **{suffix: type_of(suffix) for suffix in ("csv", "tsv", "json", "xml")},
    "markdown": "text/markdown",
    _EXCEL: type_of("csv"),
}


@dataclass(frozen=True)
class Input:
    """One field of a form."""

    name: str
    label: str
    type: str
    required: bool
    value: str
    example: str


def catalogue(frame: Frame) -> bytes:
    """List all questions, by their first tag."""
    ordered = sorted(questions().values(), key=lambda one: (one.tags[0], one.name))
    groups = [
        (tag, [(one.name, title(frame, one)) for one in several])
        for tag, several in groupby(ordered, key=lambda one: one.tags[0])
    ]
    return frame.page("questions", frame.words["questions"], groups=groups)


def title(frame: Frame, asked: Question) -> str:
    """Say how a question asks in the language of the page."""
    return title_in(asked, frame.lang)


def question(frame: Frame, name: str) -> bytes:
    """Write the form of a question, and the answer where what it needs is told."""
    asked = _find(name)
    return answered(frame, asked, _given(frame, asked))


def answered(frame: Frame, asked: Question, given: Mapping[str, str], words: str = "") -> bytes:
    """Write a question with the sentence that answers it, its rows, and the form to ask it of others.

    ``words`` are those in which it was asked.
    """
    inputs = [
        Input(
            one.name,
            frame.column(one.name),
            one.type,
            one.required,
            _called(frame, given.get(one.name, one.default or ""), one.type),
            _shown(frame, str(asked.example.get(one.name, ""))),
        )
        for one in asked.parameters
    ]
    told: dict[str, Any] = {"answer": None, "error": "", "chart": "", "map": "", "query": "", "sentence": ""}
    if all(one.value for one in inputs if one.required):
        try:
            told |= _answered(frame, asked, given)
        except RequestError as error:
            told["error"] = str(error)
            frame.status = 400
    example = {name: value for name, value in asked.example.items() if name != "fixture"}
    return frame.page(
        "question",
        words or title(frame, asked),
        asks=title(frame, asked),
        asked=words,
        question=asked,
        inputs=inputs,
        example=urlencode(example) if asked.parameters and not asked.fixture else "",
        given=urlencode(given),
        formats=FORMATS,
        home=f"/questions/{asked.name}",
        **told,
    )


def download(frame: Frame, name: str, form: str) -> bytes:
    """Write an answer in a format of its own. Raises RequestError on a parameter that is wrong or missing."""
    asked = _find(name)
    return (
        ask(frame.store, name, _given(frame, asked), frame.lang)
        .text("spreadsheet" if form == _EXCEL else form)
        .encode()
    )


def _answered(frame: Frame, asked: Question, given: Mapping[str, str]) -> dict[str, Any]:
    answer = ask(frame.store, asked.name, given, frame.lang)
    columns, rows = of_answer(frame, answer, _used(answer))
    plan = _told(asked.name)
    names = {one.name: _name(frame, given[one.name], one.type) for one in asked.parameters if given.get(one.name)}
    chart = ""
    if "chart" in plan and len(answer.rows) > 1:
        label, value = plan["chart"]
        told = [(row.get(f"{label}Label") or row[label], address(row[label]), row[value]) for row in answer]
        chart = drawing.bars([(n, h, float(v)) for n, h, v in told if v], title(frame, asked))
    return {
        "answer": {"columns": columns, "rows": rows, "whole": len(answer.rows), "said": _said(frame, answer, plan)},
        "sentence": reply(frame.store, asked, answer, names, frame.lang),
        "chart": chart,
        "map": _map(frame, answer, plan.get("map", ()), given),
        "query": _query(frame, asked, given),
    }


def _used(answer: Answer) -> list[str]:
    """Name the columns that hold something in any row."""
    texts = list(answer.texts())
    return [column for column in answer.shown if not texts or any(row.get(column) for row in texts)]


def _said(frame: Frame, answer: Answer, plan: Mapping[str, Any]) -> list[tuple[Told, ...]]:
    """Say of each row who tells its fact, in words, where the question is planned so."""
    column = plan.get("evidence", "")
    if not column:
        return []
    facts = [row[column] for row in answer.texts()]
    found = evidence(frame.store, facts, frame.labels)
    return [found.get(fact, ()) for fact in facts]


def _name(frame: Frame, given: str, kind: str) -> str:
    """Say what a parameter names, in the language of the page."""
    return given if kind in ("date", "limit") else frame.label(resolve(frame.store, given, kind).value)


def _called(frame: Frame, given: str, kind: str) -> str:
    """Put into a field what it holds: the name of a thing, where that name means it and no other."""
    if not is_address(given):
        return given
    name = frame.label(given)
    try:
        return name if resolve(frame.store, name, kind).value == given else given
    except RequestError:
        return given


def _map(frame: Frame, answer: Answer, columns: list[str], given: Mapping[str, str]) -> str:
    """Draw the places of an answer, and a line where a row names two, or one beside the city that was asked."""
    if not columns:
        return ""
    centre = ""
    if len(columns) == 1 and given.get("city"):
        centre = resolve(frame.store, given["city"], "city").value
    places = [tuple(row[column] for column in columns if row.get(column)) for row in answer]
    names = {iri for row in places for iri in row} | ({centre} if centre else set())
    spots = drawing.points(frame.store, sorted(names))
    shown = list(spots)[:400]
    frame.labels.learn(shown)
    marks = [drawing.Place(*spots[iri], frame.label(iri), address(iri), iri == centre) for iri in shown]
    order = {iri: number for number, iri in enumerate(shown)}
    lines = set()
    for row in places:
        ends = (centre, row[0]) if centre and row else row
        if len(ends) == 2 and ends[0] in order and ends[1] in order:
            lines.add((order[ends[0]], order[ends[1]]))
    return drawing.map_of(marks, sorted(lines)[:400], frame.words["mapOf"])


def _query(frame: Frame, asked: Question, given: Mapping[str, str]) -> str:
    """Write the SPARQL of a question with what was asked put in."""
    text = "\n".join(line for line in asked.text.splitlines() if not line.startswith("#+")).strip()
    values: dict[str, Term] = {}
    for one in asked.parameters:
        told = given.get(one.name) or one.default
        if not told:
            continue
        if one.type == "limit":
            text += f"\nLIMIT {told}"
        elif one.type == "date":
            values[one.variable] = day_term(told)
        else:
            values[one.variable] = resolve(frame.store, told, one.type)
    return with_values(text, values)


def _find(name: str) -> Question:
    found = questions().get(name)
    if found is None:
        raise PageError(name)
    return found


def _given(frame: Frame, asked: Question) -> dict[str, str]:
    known = {one.name for one in asked.parameters}
    return {name: text for name, value in frame.fields.items() if name in known and (text := value.strip())}


def _told(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read("serve/answers.toml").get(name, {})
    return found


def _shown(frame: Frame, value: str) -> str:
    return frame.label(IRI(value).value) if is_address(value) else value
