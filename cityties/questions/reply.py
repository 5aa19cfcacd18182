"""The sentence that answers: a template of the question's header, filled from the rows that it was answered with.

A header has `answer` with a template a language and a case: ``none`` without rows, ``one``, ``many``,
or, where the question has a column `verdict`, its value. {city} stands for a parameter's name, {n} for the
number of rows, {total} for the number of sources, any other for what a column holds, {a+b} for two. What stands in [ ]
is left out where something in it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from cityties.date.parse import parse_day
from cityties.date.wording import word_day
from cityties.display.answer import Answer
from cityties.model.language import linked
from cityties.questions.question import Question
from cityties.store import IRI, Literal, Store

__all__ = ["reply"]

_SHOWN: Final = 3  # names in a sentence
_PLACE: Final = re.compile(r"\{([\w+]+)\}")
_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_DAY: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_SOURCES: Final = "SELECT (COUNT(DISTINCT ?source) AS ?n) WHERE { ?source a ct:Source }"


def reply(store: Store, question: Question, answer: Answer, told: Mapping[str, str], lang: str = "en") -> str:
    """Write the sentence that answers, empty where the header has none; ``told`` are the names of the parameters."""
    templates = question.answer.get(lang) or question.answer.get("en") or {}
    template = templates.get(_case(answer, templates), templates.get("many", ""))

    def value(name: str) -> str:
        if name in told:
            return _in_words(told[name], lang)
        if name == "n":
            return str(len(answer.rows))
        return _total(store) if name == "total" else _listed(answer, name, lang)

    return _sentence(template, value)


def _case(answer: Answer, templates: Mapping[str, str]) -> str:
    if not answer.rows:
        return "none"
    if "verdict" in answer.columns:
        return _text(answer.rows[0][answer.columns.index("verdict")])
    return "one" if len(answer.rows) == 1 and "one" in templates else "many"


def _sentence(template: str, value: Callable[[str], str]) -> str:
    def optional(found: re.Match[str]) -> str:
        return found[1] if all(value(name) for name in _PLACE.findall(found[1])) else ""

    return _PLACE.sub(lambda found: value(found[1]), _OPTIONAL.sub(optional, template))


def _listed(answer: Answer, column: str, lang: str) -> str:
    """Name what a column holds, each once, the first few; nothing for a parameter that was not given.

    Two columns with + between them are named row by row: Jakarta–Ankara.
    """
    if not set(column.split("+")) <= set(answer.columns):
        return ""
    labels = [f"{one}Label" if f"{one}Label" in answer.columns else one for one in column.split("+")]
    places = [answer.columns.index(label) for label in labels]
    told = dict.fromkeys("–".join(_in_words(_text(row[place]), lang) for place in places) for row in answer.rows)
    names = [name for name in told if name]
    shown, rest = names[:_SHOWN], len(names) - _SHOWN
    if rest > 0:
        shown = [*shown, linked(lang, "more").format(n=rest)]
    return linked(lang, "and").join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def _in_words(text: str, lang: str) -> str:
    """Write a day as one says it; any other text as it is."""
    if not _DAY.fullmatch(text):
        return text
    return word_day(parse_day(text), lang)


def _total(store: Store) -> str:
    (number,) = store.select(_SOURCES).rows[0]
    return number.value if isinstance(number, Literal) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, IRI | Literal) else ""
