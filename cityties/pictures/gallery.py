"""The gallery: every view with the question that it answers, filled in for the city at hand, and a small picture."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cityties import __version__
from cityties.display.template import fill, plain_markup, read_markup
from cityties.model.errors import RequestError
from cityties.pictures.drawing import render
from cityties.pictures.page.files import words
from cityties.pictures.request import Request
from cityties.pictures.shapes.palette import css
from cityties.pictures.view import View, views
from cityties.store import IRI, Store

__all__ = ["Shown", "gallery", "shown"]


@dataclass(frozen=True)
class Shown:
    """A view as the gallery shows it: its question as asked here, and the request, where it can be drawn."""

    view: View
    title: str
    question: str
    request: Request | None


def shown(store: Store, focus: Mapping[str, IRI], lang: str) -> Iterator[Shown]:
    """Give each view: those for which a city is missing keep a gap where its name would stand."""
    for view in views():
        if set(view.parameters) <= set(focus):
            request = Request(store, view, {name: focus[name] for name in view.parameters}, lang)
            yield Shown(view, request.title, request.question, request)
        else:
            gaps = dict.fromkeys(view.parameters, "…")
            yield Shown(view, view.title[lang].format(**gaps), view.question[lang].format(**gaps), None)


def gallery(store: Store, focus: Mapping[str, IRI], lang: str = "en") -> str:
    """Write the gallery as one HTML page that asks the network for nothing."""
    told = words(lang) | words(lang, "page/words.toml")
    return fill(
        "page/gallery.html",
        lang=lang,
        words=told,
        shown=[(one, _small(one)) for one in shown(store, focus, lang)],
        made=told["made"].format(version=__version__),
        css=plain_markup(f"{css()}\n{read_markup('page/page.css', 'page/bar.css')}"),
    )


def _small(one: Shown) -> str:
    """Draw a view as an address that holds the picture itself; nothing where it cannot be drawn."""
    if one.request is None:
        return ""
    try:
        drawn = render(one.request, ".svg")
    except RequestError:
        return ""
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}"
