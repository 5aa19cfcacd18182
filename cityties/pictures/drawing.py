"""Drawing: the page that a view names, written in the form that a file's suffix names."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from cityties.pictures.request import Request
from cityties.pictures.view import PAGES, find
from cityties.store import IRI, Store

__all__ = ["draw", "page"]


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
    return str(_module(request).draw(request))


def _module(request: Request) -> ModuleType:
    view = request.view
    if view.page == "graph" and view.over and len(request.network) > view.over:
        return import_module(PAGES["atlas"])
    return import_module(PAGES[view.page])
