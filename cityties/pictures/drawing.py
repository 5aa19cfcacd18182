"""Drawing: the page that a view names, written in the form that a file's suffix names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from cityties.model.errors import RequestError
from cityties.model.output import write_whole
from cityties.pictures.renderer import Renderer, renderer
from cityties.pictures.request import Request
from cityties.pictures.view import find
from cityties.store import IRI, Store

__all__ = ["SUFFIXES", "draw", "form_of", "page", "render", "write"]

A4: Final = (842.0, 595.0)  # points, on its side
SUFFIXES: Final = (".html", ".svg", ".png", ".pdf", ".gexf", ".graphml")


def draw(
    store: Store,
    view: str,
    *,
    lang: str = "en",
    focus: Mapping[str, IRI] | None = None,
    as_of: str | None = None,
    fold: str | None = None,
    color_by: str | None = None,
    size_by: str | None = None,
) -> str:
    """Draw a view as one HTML page.

    ``focus`` gives the view's parameters (city, other). Raises RequestError on an unknown view, on
    a missing or a needless parameter, and where there is nothing to draw.
    """
    return page(Request(store, find(view), dict(focus or {}), lang, as_of, fold, color_by, size_by))


def page(request: Request) -> str:
    """Draw what is asked for as one HTML page."""
    return _renderer(request).page(request)


def render(request: Request, suffix: str) -> bytes:
    """Draw what is asked for in the form of a suffix: a page, a still, or a graph for Gephi.

    Raises RequestError on a suffix that no picture goes by, and where a picture is no network and
    so nothing for Gephi.
    """
    form = form_of(Path(f"picture{suffix}"))
    if form == ".html":
        return page(request).encode()
    drawn = _renderer(request)
    if form in (".gexf", ".graphml"):
        from cityties.pictures.network.gephi import gephi

        graph, spots = drawn.placed(request)
        return gephi(request, graph, spots, form)
    from cityties.pictures.shapes.plate import fitted, plate

    picture = drawn.still(request)
    if form == ".svg":
        from cityties.pictures.shapes.vector import svg

        return svg(plate(picture)).encode()
    from cityties.pictures.page.files import words
    from cityties.pictures.shapes.still import still, strange

    letters = " ".join(strange(plate(picture)))
    if letters:
        note = words(request.lang)["strange"].format(letters=letters)
        picture = replace(picture, note=f"{picture.note} {note}".strip())
    framed = plate(picture)
    return still(fitted(framed, *A4) if form == ".pdf" else framed, form.removeprefix("."))


def write(request: Request, target: Path) -> Path:
    """Draw what is asked for into a file, whole or not at all, in the form of its suffix."""
    return write_whole(target, render(request, form_of(target)))


def form_of(target: Path) -> str:
    """Say in which form a file is to be drawn. Raises RequestError on a suffix that no picture goes by."""
    form = target.suffix.lower()
    if form not in SUFFIXES:
        raise RequestError(f"{target}: no picture goes by that suffix: use {' '.join(SUFFIXES)}")
    return form


def _renderer(request: Request) -> Renderer:
    view = request.view
    large = view.page == "network" and view.over and len(request.network) > view.over
    if request.fold and view.page == "network" and not large:
        raise RequestError(f"{request.title}: is small enough to be seen whole: leave the fold out")
    return renderer("atlas" if large else view.page)
