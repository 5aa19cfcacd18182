"""The frame: the page around a large network, for the atlas and for the map.

What a page holds is given; how it moves stands in viz/atlas/*.js, its words in viz/atlas/words.toml,
its colours in viz/atlas/palette.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cityties import __version__
from cityties.display.template import fill, plain_markup, read_markup
from cityties.model import resources
from cityties.model.vocabulary import PREFIXES
from cityties.pictures.page.counting import counting
from cityties.pictures.page.files import read_toml, to_json, words
from cityties.pictures.page.script import linked
from cityties.pictures.request import Request
from cityties.pictures.shapes.plate import plate
from cityties.pictures.shapes.sketch import Sketch
from cityties.pictures.shapes.vector import svg

__all__ = ["render"]


def render(
    request: Request,
    told: Mapping[str, str],
    content: Mapping[str, Any],
    more: Mapping[str, Any],
    *,
    still: Sketch,
    script: str,
    libraries: Sequence[str],
    data: Mapping[str, str] | None = None,
) -> str:
    """Write a page of viz/atlas/ around what it holds; ``data`` are JSON files of viz/vendor, by the id they get.

    The ``still`` is what paper shows, and who reads without script.
    """
    folder, told = resources.folder("viz"), words(request.lang, "page/words.toml") | dict(told)
    begins = [begin for begin in content["ties"]["begin"] if begin]
    years = sorted({int(begin[:4]) for begin in begins})
    whole = dict(content) | {
        "words": told,
        "lang": request.lang,
        "palette": read_toml(folder / "atlas" / "palette.toml"),
        "pages": _pages(request),
        "years": [years[0], years[-1]] if years else [],
    }
    return fill(
        "atlas/atlas.html",
        lang=request.lang,
        page=script.removeprefix("atlas/").removesuffix(".js"),
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        explorer=request.explorer,
        still=plain_markup(svg(plate(still))),
        counting=counting(request.view.counts, request.lang),
        as_of=request.as_of or "",
        content=whole,
        made=told["made"].format(version=__version__),
        css=read_markup("page/bar.css", "atlas/atlas.css"),
        js=linked(script),
        library=read_markup(*(f"vendor/{name}" for name in libraries)),
        data=plain_markup(to_json(whole)),
        more=plain_markup(to_json(more)),
        shapes={name: read_markup(f"vendor/{file}") for name, file in (data or {}).items()},
    )


def _pages(request: Request) -> dict[str, str]:
    """Say where the things of each prefix have their pages, where there are pages."""
    if not request.explorer:
        return {}
    pages = {prefix: request.address(f"{base}x")[:-1] for prefix, base in PREFIXES.items()}
    return {prefix: page for prefix, page in pages.items() if page.startswith("/")}
