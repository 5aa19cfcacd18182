"""Questions as plain data: their list, their paper, and their answers, each with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cityties.api.paging import page
from cityties.api.reply import Reply, say
from cityties.api.sources import count_sources, sources_of
from cityties.api.terms import of_rows
from cityties.display.answer import Answer
from cityties.display.label import Labels
from cityties.dossier.notes import sources_in
from cityties.dossier.plan import word
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.questions.question import Question, ask, find, questions
from cityties.questions.reply import reply
from cityties.questions.sentence import answer_sentence
from cityties.store import IRI, Store

__all__ = ["answer", "answered", "in_words", "listed", "question"]

_SOURCES = ("source", "sources", "otherSource", "otherSources", "claims")
_NAMED = ("city", "country", "person", "sector", "network", "thing")


def listed(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """List the questions: what each answers, and what it can be told."""
    tag = told["tag"]
    known = [one for one in questions().values() if not tag or tag in one.tags]
    if not known:
        tags = sorted({name for one in questions().values() for name in one.tags})
        raise RequestError(f"tag {tag}: no question has it: use one of {', '.join(tags)}")
    shown, more = page(known, told["limit"], told["cursor"] or "", told)
    return Reply({"questions": [_paper(one) for one in shown], "all": len(known)}, next=more)


def question(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Show one question whole: what a row of its answer is, its parameters, an example, its query."""
    one = find(told["name"])
    query = "\n".join(line for line in one.text.splitlines() if not line.startswith("#+")).strip()
    asked = list(one.asked.get(lang, one.asked.get("en", ())))
    told_more = {"asked": asked, "columns": list(one.columns), "example": dict(one.example), "query": query}
    return Reply(_paper(one) | told_more)


def answer(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Answer a named question: a sentence, and the rows it was made of."""
    one = find(told["name"])
    given = dict(told["parameters"])
    return answered(store, lang, one, given, ask(store, one.name, given, lang), told)


def in_words(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Answer a question in plain words, in any of the three languages."""
    said, rows = answer_sentence(store, told["sentence"], lang)
    one = questions().get(rows.name)
    return _rows(store, lang, rows, one.lists if one else (), told, said)


def answered(
    store: Store, lang: str, one: Question, given: Mapping[str, str], rows: Answer, told: Mapping[str, Any]
) -> Reply:
    """Put an answer into data."""
    labels = Labels(store, lang)
    names = {p.name: _name(store, labels, p.type, given[p.name]) for p in one.parameters if p.name in given}
    return _rows(store, lang, rows, one.lists, told, reply(store, one, rows, names, lang))


def _rows(
    store: Store, lang: str, rows: Answer, lists: tuple[str, ...], told: Mapping[str, Any], sentence: str
) -> Reply:
    shown, more = page(rows.rows, told["limit"], told["cursor"] or "", told)
    labels = Labels(store, lang)
    labels.learn(_things(Answer(rows.name, rows.columns, tuple(shown), rows.shown)))
    body = {
        "question": rows.name,
        "sentence": sentence,
        "columns": {name: word(name, lang, "columns") or name for name in rows.shown},
        "lists": [name for name in rows.shown if name in lists],
        "rows": of_rows(rows.shown, shown, labels, lists),
        "all": len(rows.rows),
    }
    cited = [iri for name in _SOURCES if name in rows.columns for iri in _cells(rows, name)]
    sources, missing = sources_of(store, [] if cited else _things(rows), lang, first=cited)
    return Reply(body, sources, [*_unknown(store, rows, sentence, lang), *missing], more)


def _unknown(store: Store, rows: Answer, sentence: str, lang: str) -> list[str]:
    """Say what the rows do not tell: everything, where there is none; else what each column lacks."""
    if not rows.rows:
        return [one for one in (sentence, say("absence", lang, total=count_sources(store))) if one]
    found = []
    for name in rows.shown:
        if name in ("by", "claims", "disputed"):  # told only where it applies
            continue
        place, bound = rows.columns.index(name), rows.columns.index("by") if "by" in rows.columns else None
        empty = sum(1 for row in rows.rows if row[place] is None and not (bound is not None and row[bound]))
        if empty:
            column = word(name, lang, "columns") or name
            found.append(say("column", lang, column=column, n=empty, rows=len(rows.rows)))
    return found


def _paper(one: Question) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "required": p.required, **({"default": p.default} if p.default else {})}
        for p in one.parameters
    ]
    return {
        "name": one.name,
        "summary": one.summary,
        "description": one.description,
        "tags": list(one.tags),
        "parameters": parameters,
    }


def _name(store: Store, labels: Labels, type_: str, given: str) -> str:
    return labels.label(resolve(store, given, type_)) if type_ in _NAMED else given


def _cells(rows: Answer, name: str) -> Iterator[str]:
    place = rows.columns.index(name)
    for row in rows.rows:
        yield from sources_in(row[place])


def _things(rows: Answer) -> list[str]:
    """Name the things in some rows, those in lists too."""
    return [iri for row in rows.rows for term in row if term is not None for iri in _iris(term)]


def _iris(term: object) -> list[str]:
    return [term.value] if isinstance(term, IRI) else [one for one in sources_in(term) if one.startswith("http")]
