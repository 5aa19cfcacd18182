"""A briefing on a pair of cities: what staff read before a trip, each line with its source.

Which questions it answers, in which order and under which words, stands in viz/brief/brief.toml;
how it looks stands beside it, once as HTML and once as Markdown.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NotRequired, TypedDict, cast

from cityties import __version__
from cityties.display.answer import Answer
from cityties.model import resources
from cityties.model.errors import ModelError, RequestError
from cityties.names.resolution import Labels
from cityties.questions.question import ask
from cityties.store import IRI, Store

FORMS: Final = ("html", "md")

Words = dict[str, str]


class SectionFile(TypedDict):
    """One [[section]] of brief.toml."""

    name: str
    question: str
    form: str
    parameters: dict[str, str]
    columns: list[str]
    where: NotRequired[dict[str, str]]
    heading: Words
    empty: Words


class BriefFile(TypedDict):
    """The whole of brief.toml."""

    title: Words
    kicker: Words
    words: dict[str, Words]
    columns: dict[str, Words]
    section: list[SectionFile]


@dataclass(frozen=True)
class Cell:
    """One value of a briefing: the column it stands in, its words, and the address it links to."""

    name: str
    column: str
    text: str
    link: str


@dataclass(frozen=True)
class Section:
    """One section of a briefing, ready to be written."""

    name: str
    form: str
    heading: str
    empty: str
    columns: list[str]
    rows: list[list[Cell]]


def brief(store: Store, city: IRI, other: IRI, *, form: str = "html", lang: str = "en") -> str:
    """Write the dossier on two cities, as one HTML page that needs no network, or as Markdown.

    Raises RequestError where the two are the same, or the form is neither html nor md.
    """
    if form not in FORMS:
        raise RequestError(f"{form}: a briefing is html or md")
    if city == other:
        raise RequestError(f"{city.value}: a briefing needs two cities: name another as the second")
    import jinja2

    folder = resources.folder("viz") / "brief"
    plan = _read(folder / "brief.toml")
    labels = Labels(store, lang)
    pair = {"city": labels.label(city), "other": labels.label(other)}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=form == "html",
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["md"] = _markdown
    context: dict[str, object] = {
        "lang": lang,
        "title": plan["title"][lang].format(**pair),
        "kicker": plan["kicker"][lang],
        "words": {name: words[lang] for name, words in plan["words"].items()},
        "made": plan["words"]["made"][lang].format(version=__version__),
        "sections": sections(store, plan, city, other, lang),
    }
    if form == "html":
        from markupsafe import Markup

        from cityties.pictures.inset import small_picture

        context["css"] = Markup((folder / "brief.css").read_text(encoding="utf-8"))
        context["picture"] = Markup(small_picture(store, {"city": city, "other": other}, lang))
    text = environment.get_template(f"brief.{form}").render(context)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def sections(store: Store, plan: BriefFile, city: IRI, other: IRI, lang: str) -> list[Section]:
    """Answer the questions of a briefing, section by section."""
    named = {"city": {city.value}, "other": {other.value}, "tie": ties(store, city, other)}
    labels = Labels(store, lang)
    pair = {"city": labels.label(city), "other": labels.label(other)}
    words = plan["columns"]
    found = []
    for section in plan["section"]:
        arguments = {name: min(named[who]) for name, who in section["parameters"].items()}
        answer = ask(store, section["question"], arguments, lang)
        rows = [_cells(row, section["columns"], words, lang) for row in _chosen(answer, section, named)]
        unique = [row for number, row in enumerate(rows) if row not in rows[:number]]
        found.append(
            Section(
                name=section["name"],
                form=section["form"],
                heading=section["heading"][lang].format(**pair),
                empty=section["empty"][lang],
                columns=[_word(words, column, lang) for column in section["columns"]],
                rows=unique,
            )
        )
    return found


def _read(path: Path) -> BriefFile:
    try:
        return cast(BriefFile, tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ModelError(f"{path}: {error}") from error


def ties(store: Store, city: IRI, other: IRI) -> set[str]:
    """Name the ties of two cities."""
    rows = store.select(
        "SELECT DISTINCT ?tie WHERE { ?tie a ct:Tie ; ct:party/ct:governs ?city ; ct:party/ct:governs ?other }",
        city=city,
        other=other,
    )
    return {row[0].value for row in rows if isinstance(row[0], IRI)}


def _chosen(answer: Answer, section: SectionFile, named: Mapping[str, set[str]]) -> list[Mapping[str, str]]:
    wanted = section.get("where", {})
    return [row for row in answer.texts() if all(row.get(column, "") in named[who] for column, who in wanted.items())]


def _cells(row: Mapping[str, str], columns: list[str], words: dict[str, Words], lang: str) -> list[Cell]:
    cells = []
    for column in columns:
        value = row.get(column, "")
        text = row.get(f"{column}Label") or value
        link = value if value.startswith(("https://", "http://")) and column == "address" else ""
        cells.append(Cell(column, _word(words, column, lang), text, link))
    return cells


def _word(words: dict[str, Words], column: str, lang: str) -> str:
    if column not in words:
        raise ModelError(f"viz/brief/brief.toml: the column {column} has no words: add it to [columns]")
    return words[column][lang]


def _markdown(text: str) -> str:
    """Write untrusted text so that Markdown shows it as it is."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
    return " ".join(escaped.split())
