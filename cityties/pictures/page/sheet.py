"""A sheet: one HTML file around what a page shows, from the parts that lie in a folder of viz/ named after it."""

from __future__ import annotations

from typing import Any

from cityties import __version__
from cityties.display.template import fill, plain_markup, read_markup
from cityties.pictures.page.files import to_json, words
from cityties.pictures.request import Request

__all__ = ["render", "sheet_words"]


def sheet_words(name: str, lang: str) -> dict[str, str]:
    """Give the words of all pages and those of one, in one language."""
    return words(lang) | words(lang, "parts/words.toml") | words(lang, f"{name}/words.toml")


def render(
    name: str, request: Request, payload: dict[str, Any], context: dict[str, Any], libraries: tuple[str, ...] = ()
) -> str:
    """Write a page: viz/NAME/NAME.html with its style and script, and the payload as data beside them.

    ``libraries`` are files of viz/vendor; ``context`` is what the template says by itself. Texts are
    escaped by the template, and put in as text by the script.
    """
    told = sheet_words(name, request.lang)
    styles = ("page.css", "parts/parts.css", f"{name}/{name}.css")
    return fill(
        f"{name}/{name}.html",
        lang=request.lang,
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        made=told["made"].format(version=__version__),
        css=read_markup(*styles),
        libraries=[read_markup(f"vendor/{path}") for path in libraries],
        scripts=[read_markup(path) for path in ("parts/parts.js", f"{name}/{name}.js")],
        data=plain_markup(to_json({**payload, "words": told, "lang": request.lang})),
        **context,
    )
