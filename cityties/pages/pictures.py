"""Pictures in the explorer: each in one frame with the ways back, its downloads, and links that stay here."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final
from urllib.parse import urlencode

from cityties.names.resolution import resolve
from cityties.pages.address import address
from cityties.pages.frame import Frame, PageError, first
from cityties.pictures.drawing import SUFFIXES, page, render
from cityties.pictures.gallery import shown
from cityties.pictures.renderer import renderer
from cityties.pictures.request import Explorer, Request
from cityties.pictures.view import View, views
from cityties.questions.question import ask
from cityties.store import IRI

__all__ = ["drawn", "gallery"]

_MEDIA: Final = {
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
}


def gallery(frame: Frame) -> bytes:
    """Show every view with the question that it answers, filled in for the cities asked for."""
    focus = {name: resolve(frame.store, first(frame.fields, name), "city") for name in ("city", "other")
             if first(frame.fields, name)}  # fmt: skip
    if "city" not in focus:
        for row in ask(frame.store, "busiest-cities", {"limit": "1"}, frame.lang):
            focus["city"] = IRI(row["city"])
    if "city" in focus and "other" not in focus:
        focus |= _partner(frame, focus["city"])
    told = []
    for one in shown(frame.store, focus, frame.lang):
        fields = {name: focus[name].value for name in one.view.parameters if name in focus}
        query = f"?{urlencode(fields)}" if fields else ""
        told.append((one, f"/pictures/{one.view.name}", query))
    names = {name: frame.label(iri.value) for name, iri in focus.items()}
    return frame.page("pictures", frame.words["pictures"], shown=told, names=names, columns=frame.column)


def _partner(frame: Frame, city: IRI) -> dict[str, IRI]:
    """Name the partner of a city of whose tie most sources tell, so that a picture of the two has something to show."""
    ties = list(ask(frame.store, "ties-of-city", {"city": city.value}, frame.lang))
    most = max(ties, key=lambda row: len(str(row["sources"]).split()), default=None)
    return {} if most is None else {"other": IRI(most["partner"])}


def drawn(frame: Frame, name: str) -> tuple[str, bytes]:
    """Draw a view as a page, or in the form of the suffix of its name. Raises PageError where there is no such view."""
    stem, dot, suffix = name.partition(".")
    view = next((view for view in views() if view.name == stem), None)
    if view is None or (dot and f".{suffix}" not in SUFFIXES):
        raise PageError(name)
    request = _request(frame, view)
    if dot:
        return _MEDIA[f".{suffix}"], render(request, f".{suffix}")
    return _MEDIA[".html"], page(request).encode()


def _request(frame: Frame, view: View) -> Request:
    country = bool(first(frame.fields, "country"))
    kinds = {"city": "city", "country": "country", "other": "country" if country else "city"}
    wanted = [*view.parameters, *(one for one in view.optional if first(frame.fields, one))]
    focus = {one: resolve(frame.store, first(frame.fields, one), kinds[one]) for one in wanted}
    as_of = first(frame.fields, "as-of")
    fields = {name: first(frame.fields, name) for name in (*wanted, "as-of", "lang") if first(frame.fields, name)}
    query = f"?{urlencode(fields)}" if fields else ""
    forms = [".svg", *((".png", ".pdf") if find_spec("matplotlib") else ())]
    forms += [".gexf"] if renderer(view.page).network else []
    downloads = [(form[1:].upper(), frame.at(f"/pictures/{view.name}{form}{query}")) for form in forms]
    back = urlencode({one: iri.value for one, iri in focus.items() if one in ("city", "other") and not country})
    pictures = frame.at(f"/pictures?{back}" if back else "/pictures")
    explorer = Explorer(frame.at("/"), pictures, downloads, lambda iri: frame.at(address(iri)))
    return Request(frame.store, view, focus, frame.lang, as_of or None, explorer=explorer)
