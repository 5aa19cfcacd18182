"""Profiles: what is known of a thing, or of several together, the answer first.

A profile opens with a sentence; then come its sections, as viz/profiles plans them, each line with the
numbers of its sources; then the sources. The briefing prints it, the pages show it: neither adds a fact.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.dossier.evidence import Told, evidence
from cityties.dossier.notes import Note, Notes, sources_in
from cityties.dossier.plan import Asked, Plan, SectionPlan, column_word, plan_for, plans, word
from cityties.model.errors import RequestError
from cityties.model.vocabulary import RDF
from cityties.questions.question import Question, ask, find
from cityties.questions.reply import reply
from cityties.store import IRI, Literal, Store, Term, is_address
from cityties.store.kind import Classes

__all__ = ["Cell", "Evidence", "Item", "Profile", "Section", "plan_of", "profile_of", "profile_together"]

# A day no later than which something was, by the names that questions have for it.
_BOUNDS = ("by", "noLaterThan", "latest")
_DAYS = frozenset({"date", "since", "signedOn"})
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SOURCES = frozenset({"source", "sources", "otherSources", "claims"})
_TYPE = IRI(f"{RDF}type")


@dataclass(frozen=True)
class Item:
    """One thing or value in a cell: its words, and the IRI or address that it stands for."""

    text: str
    iri: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: the name of its column, what the column is called, and what stands in it."""

    name: str
    column: str
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        """The words of the cell."""
        return "; ".join(item.text for item in self.items)


@dataclass(frozen=True)
class Evidence:
    """What one source says of the fact of a line: a sentence, and the number of the source."""

    sentence: str
    note: int


@dataclass(frozen=True)
class Row:
    """One line of a section: its cells, the numbers of the sources that tell it, and who says so, in words."""

    cells: tuple[Cell, ...]
    notes: tuple[int, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section: its heading, the sentence it opens with, its columns and lines."""

    name: str
    form: str
    heading: str
    lead: str
    empty: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    folded: bool
    plan: SectionPlan


@dataclass(frozen=True)
class Profile:
    """What is known: its kind, title, opening sentence, sections and numbered sources, in one language."""

    kind: str
    title: str
    lang: str
    sentence: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    things: Mapping[str, str]
    plan: Plan


def profile_of(store: Store, thing: IRI, lang: str = "en", as_of: str = "") -> Profile:
    """Tell of one thing. Raises RequestError where no profile is planned for its class."""
    plan = plan_of(store, thing)
    if plan is None:
        raise RequestError(f"{thing.value}: no profile is planned for what it is: ask for a city, a person, a tie …")
    things = {"this": thing.value, **_bound(store, plan, thing)}
    return _Writer(store, plan, things, lang, as_of).write(Labels(store, lang).label(thing))


def plan_of(store: Store, thing: IRI) -> Plan | None:
    """Find the plan for a thing: that of its narrowest class, else that of a wider one."""
    classes = {value.value for _, _, value in store.values([thing], [_TYPE]) if isinstance(value, IRI)}
    return plan_for(Classes(store).narrowest(classes)) or plan_for(classes)


def profile_together(store: Store, kind: str, things: Mapping[str, IRI], lang: str = "en", as_of: str = "") -> Profile:
    """Tell of several things together: a pair of cities, or of countries. Raises RequestError where two are one."""
    plan = plans()[kind]
    if len({thing.value for thing in things.values()}) < len(things):
        several = "countries" if kind == "countries" else "cities"
        one = Labels(store, lang).label(next(iter(things.values())))
        raise RequestError(f"{one}: a profile of a pair needs two {several}: name another as the second")
    labels = Labels(store, lang)
    names = {name: labels.label(thing) for name, thing in things.items()}
    told = {name: thing.value for name, thing in things.items()}
    return _Writer(store, plan, told, lang, as_of).write(plan.title[lang].format(**names))


@dataclass
class _Writer:
    """Writes one profile: asks section by section, and numbers the sources on the way."""

    store: Store
    plan: Plan
    things: Mapping[str, str]
    lang: str
    as_of: str
    notes: Notes = field(default_factory=Notes)

    def __post_init__(self) -> None:
        self.labels = Labels(self.store, self.lang)
        self.names = {name: self.labels.label(iri) for name, iri in self.things.items()}

    def write(self, title: str) -> Profile:
        sentence = self._sentence(self.plan.answer) if self.plan.answer else ""
        sections = tuple(self._section(one) for one in self.plan.sections if self._is_askable(one))
        return Profile(
            self.plan.name,
            title,
            self.lang,
            sentence,
            sections,
            self.notes.listed(self.store, self.labels),
            dict(self.things),
            self.plan,
        )

    def _is_askable(self, section: SectionPlan) -> bool:
        return all(who in self.things for who in section.parameters.values())

    def _sentence(self, asked: Asked) -> str:
        if any(who not in self.things for who in asked.parameters.values()):
            return ""
        question, answer = self._asked(asked.question, asked.parameters)
        return self._reply(question, answer, asked.parameters)

    def _asked(
        self, name: str, parameters: Mapping[str, str], more: Mapping[str, str] | None = None
    ) -> tuple[Question, Answer]:
        question = find(name)
        arguments = {name: self.things[who] for name, who in parameters.items()} | dict(more or {})
        if self.as_of and any(parameter.name == "as-of" for parameter in question.parameters):
            arguments["as-of"] = self.as_of
        return question, ask(self.store, name, arguments, self.lang)

    def _reply(self, question: Question, answer: Answer, parameters: Mapping[str, str]) -> str:
        return reply(
            self.store, question, answer, {name: self.names[who] for name, who in parameters.items()}, self.lang
        )

    def _section(self, plan: SectionPlan) -> Section:
        lead = ""
        if plan.question:
            question, answer = self._kept(plan)
            lead = self._reply(question, answer, plan.parameters) if plan.lead else ""
        else:
            terms = {name: IRI(self.things[who]) for name, who in plan.parameters.items()}
            answer = Answer.of_rows(self.store.select(plan.select, **terms))
        if plan.note and answer.rows:
            lead = plan.note[self.lang]
        shown = [column for column in plan.columns if column not in _SOURCES]
        held = list(answer.texts())
        called = {column: column_word(column, [row.get(column, "") for row in held], self.lang) for column in shown}
        said = self._evidence(plan, answer)
        rows = [self._row(called, answer, row, said) for row in answer.rows]
        unique = _without_empty(list(dict.fromkeys(rows)))
        return Section(
            plan.name,
            plan.form,
            plan.heading[self.lang].format(**self.names),
            lead,
            plan.empty.get(self.lang, ""),
            tuple(cell.column for cell in unique[0].cells) if unique else tuple(called.values()),
            tuple(_newest_first(unique) if plan.newest else unique),
            plan.folded,
            plan,
        )

    def _kept(self, plan: SectionPlan) -> tuple[Question, Answer]:
        """Ask for the rows that tell of the profile's own things: the tie of a pair, the other city.

        Where the question can be asked about one thing it is asked of each tie; else other rows are left out.
        """
        question, where = find(plan.question), dict(plan.where or {})
        about: list[dict[str, str]] = [{}]
        if "about" in where:
            about = [{"about": iri} for iri in sorted(self._meant(where.pop("about")))]
        answers = [self._asked(plan.question, plan.parameters, one)[1] for one in about]
        if not answers:
            return question, Answer(plan.question, plan.columns, (), plan.columns)
        ours = {column: self._meant(who) for column, who in where.items()}
        kept = tuple(
            row
            for answer in answers
            for row, texts in zip(answer.rows, answer.texts(), strict=True)
            if all(texts.get(column, "") in those for column, those in ours.items())
        )
        return question, replace(answers[0], rows=kept)

    def _meant(self, who: str) -> set[str]:
        return self._ties() if who == "tie" else {self.things[who]}

    def _ties(self) -> set[str]:
        rows = self.store.select(
            "SELECT DISTINCT ?tie WHERE { ?tie a ct:Tie ; ct:party/ct:governs ?city ; ct:party/ct:governs ?other }",
            city=IRI(self.things["city"]),
            other=IRI(self.things["other"]),
        )
        return {row[0].value for row in rows if isinstance(row[0], IRI)}

    def _evidence(self, plan: SectionPlan, answer: Answer) -> Callable[[Mapping[str, Term | None]], tuple[Told, ...]]:
        """Give what says, of a line, who tells its fact: nothing where the section is planned without."""
        if not plan.evidence:
            return lambda told: ()
        own = self.things.get(plan.evidence, "")
        column = "" if own else plan.evidence
        facts = {own} if own else {row[column] for row in answer.texts() if row[column]}
        said = evidence(self.store, sorted(fact for fact in facts if fact), self.labels)
        return lambda told: said.get(own or str(getattr(told.get(column), "value", "")), ())

    def _row(
        self,
        called: Mapping[str, str],
        answer: Answer,
        row: Sequence[Term | None],
        said: Callable[[Mapping[str, Term | None]], tuple[Told, ...]],
    ) -> Row:
        told = dict(zip(answer.columns, row, strict=True))
        sentences = tuple(Evidence(one.sentence, self.notes.number(one.source)) for one in said(told))
        numbers = self.notes.numbers(iri for column in _SOURCES & told.keys() for iri in sources_in(told[column]))
        return Row(tuple(self._cell(column, name, told) for column, name in called.items()), numbers, sentences)

    def _cell(self, column: str, called: str, told: Mapping[str, Term | None]) -> Cell:
        value = told.get(column)
        items: list[Item] = []
        if value is None and column in _DAYS:
            items = self._no_later(told)
        elif isinstance(value, IRI):
            items = [Item(self.labels.label(value), value.value)]
        elif isinstance(value, Literal) and _is_listing(value):
            self.labels.learn(value.value.split())
            items = [Item(self.labels.label(iri), iri) for iri in value.value.split()]
        elif isinstance(value, Literal) and value.value:
            items = [Item(word(value.value, self.lang) or value.value, value.value if column == "address" else "")]
        return Cell(column, called, tuple(items))

    def _no_later(self, told: Mapping[str, Term | None]) -> list[Item]:
        """Say by which day something was, where its day is not told."""
        bounds = [told.get(name) for name in _BOUNDS]
        days = [bound.value for bound in bounds if isinstance(bound, Literal) and _DAY.fullmatch(bound.value)]
        return [Item(word("by", self.lang).format(day=day)) for day in days[:1]]


def _is_listing(value: Literal) -> bool:
    parts = value.value.split()
    return bool(parts) and all(is_address(part) for part in parts) and value.datatype.value.endswith("string")


def _without_empty(rows: Sequence[Row]) -> list[Row]:
    """Leave out the columns that no line has anything in; the first stays."""
    used = {place for row in rows for place, cell in enumerate(row.cells) if cell.text or not place}
    return [replace(row, cells=tuple(cell for place, cell in enumerate(row.cells) if place in used)) for row in rows]


def _newest_first(rows: Sequence[Row]) -> list[Row]:
    """Turn the order of time round; what has no day comes last."""
    dated = [row for row in rows if row.cells and row.cells[0].text]
    return [*reversed(dated), *(row for row in rows if not (row.cells and row.cells[0].text))]


def _bound(store: Store, plan: Plan, thing: IRI) -> dict[str, str]:
    if not plan.bind:
        return {}
    rows = store.select(plan.bind, this=thing)
    return {
        name: term.value
        for row in rows.rows[:1]
        for name, term in zip(rows.variables, row, strict=True)
        if isinstance(term, IRI) and name != "this"
    }


def today() -> str:
    """The day on which a profile is made, where no other is asked for."""
    return datetime.date.today().isoformat()
