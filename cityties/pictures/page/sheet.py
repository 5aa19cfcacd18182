"""The page of a figure: one HTML file that asks the network for nothing, and is whole without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cityties import __version__
from cityties.display.template import fill, plain_markup, read_markup
from cityties.model.vocabulary import compact
from cityties.pictures.figure import NARROW, WIDE, Detail, Figure, Panel
from cityties.pictures.page.counting import counting
from cityties.pictures.page.files import to_json, words
from cityties.pictures.page.script import linked
from cityties.pictures.shapes.palette import css
from cityties.pictures.shapes.vector import glyph, inline

if TYPE_CHECKING:
    from cityties.pictures.request import Request

__all__ = ["render"]


def render(request: Request, figure: Figure) -> str:
    """Write the page of a figure. Texts are escaped by the template, and put in as text by the script."""
    told = words(request.lang) | words(request.lang, "page/words.toml")
    content = {
        "details": {ref: _told(detail, request) for ref, detail in figure.details.items()},
        "words": told,
        "lang": request.lang,
        "days": figure.days,
    }
    return fill(
        "page/page.html",
        lang=request.lang,
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        explorer=request.explorer,
        counting=counting(request.view.counts, request.lang),
        panels=[_panel(panel, request) for panel in figure.panels],
        tables=figure.tables,
        days=figure.days,
        made=told["made"].format(version=__version__),
        css=plain_markup(f"{css()}\n{read_markup('page/page.css', 'page/bar.css')}"),
        js=linked("page/figure.js"),
        data=plain_markup(to_json(content)),
    )


def _panel(panel: Panel, request: Request) -> dict[str, Any]:
    wide, name = panel.draw(WIDE), panel.name or request.title
    legend = [{"text": one.text, "part": one.part, "glyph": plain_markup(glyph(one))} for one in wide.legend]
    return {
        "name": panel.name,
        "wide": plain_markup(inline(wide, name)),
        "narrow": plain_markup(inline(panel.draw(NARROW), name)),
        "legend": legend,
        "note": wide.note,
    }


def _told(detail: Detail, request: Request) -> dict[str, Any]:
    iri = detail.iri
    return {
        "title": detail.title,
        "kind": detail.kind,
        "facts": [[name, value] for name, value in detail.facts if value],
        "passages": [
            {"title": one.title, "address": one.address, "characters": one.characters} for one in detail.passages
        ],
        "iri": compact(iri) if iri else "",
        "href": request.address(iri) if iri else "",
        "near": list(detail.near),
    }
