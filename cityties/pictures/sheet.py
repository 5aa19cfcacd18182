"""A sheet: one HTML file around what a page shows, from the parts that lie in a folder of viz/ named after it."""

from __future__ import annotations

from typing import Any

from cityties import __version__
from cityties.model import resources
from cityties.pictures.page import to_json, words
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
    import jinja2
    from markupsafe import Markup

    folder = resources.folder("viz")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )

    def script(path: str) -> Markup:
        return Markup((folder / path).read_text(encoding="utf-8").replace("</script", "<\\/script"))

    told = sheet_words(name, request.lang)
    styles = ("page.css", "parts/parts.css", f"{name}/{name}.css")
    return environment.get_template(f"{name}/{name}.html").render(
        lang=request.lang,
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        made=told["made"].format(version=__version__),
        css=Markup("\n".join((folder / path).read_text(encoding="utf-8") for path in styles)),
        libraries=[script(f"vendor/{path}") for path in libraries],
        scripts=[script(path) for path in ("parts/parts.js", f"{name}/{name}.js")],
        data=Markup(to_json({**payload, "words": told, "lang": request.lang})),
        **context,
    )
