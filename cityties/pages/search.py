"""Finding things by name, in all languages at once: as one types, and by what is spelled nearly so: the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import orjson

from cityties.model.errors import RequestError
from cityties.model.folding import fold
from cityties.model.vocabulary import CT
from cityties.names.search import find
from cityties.pages.address import address
from cityties.pages.form import answered, title
from cityties.pages.frame import Frame, first
from cityties.questions.mention import names_of
from cityties.questions.sentence import Reading, nearest, understand

__all__ = ["page", "search", "suggest"]

_SUGGESTED: Final = 8
_FOUND: Final = 60
_WORDS: Final = 3  # of which a text may be a question
# The classes that a type of parameter takes.
_TYPES: Final = {
    "city": ("City", "Region"),
    "country": ("Country",),
    "place": ("City", "Region", "Country"),
    "network": ("CityNetwork",),
    "person": ("Person",),
    "sector": ("Sector",),
}


@dataclass(frozen=True)
class Found:
    """One thing that is called so."""

    iri: str
    label: str
    kind: str
    name: str


def search(frame: Frame, text: str, kind: str = "", most: int = _FOUND) -> list[Found]:
    """Find things by name, best first, each once; of one kind only where a type of parameter is told."""
    found = find(frame.store, text, _TYPES.get(kind, ()), most)
    frame.labels.learn([one.iri for one in found] + [CT + one.class_ for one in found])
    return [Found(one.iri, frame.label(one.iri), frame.label(CT + one.class_), one.name) for one in found]


def suggest(frame: Frame) -> bytes:
    """Give suggestions for what is being typed, as JSON: label, kind, name found, IRI, address."""
    found = search(frame, first(frame.fields, "q"), first(frame.fields, "type"), _SUGGESTED)
    return orjson.dumps(
        [
            {
                "label": one.label,
                "kind": one.kind,
                "name": one.name,
                "iri": one.iri,
                "address": frame.at(address(one.iri)),
            }
            for one in found
        ]
    )


def page(frame: Frame) -> bytes:
    """Answer a question in plain words, or write what is called so; where neither is, the nearest questions."""
    text = first(frame.fields, "q")
    found = search(frame, text)
    near: list[Reading] = []
    if len(text.split()) >= _WORDS and not any(fold(one.name) == fold(text) for one in found):
        names = names_of(frame.store)
        try:
            reading = understand(frame.store, text, names)
            return answered(frame, reading.question, dict(reading.parameters), text)
        except RequestError:
            near = nearest(frame.store, text, names)
    asked = [
        (f"/questions/{one.question.name}?{urlencode(one.parameters)}", title(frame, one.question)) for one in near
    ]
    return frame.page("search", frame.word("found", text=text), text=text, found=found, fold=fold, asked=asked)
