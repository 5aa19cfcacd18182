"""The frame: the page around a large network, for the atlas and for the map.

What a page holds is given; how it moves stands in viz/atlas/*.js, its words in viz/atlas/words.toml,
its colours in viz/atlas/palette.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cityties import __version__
from cityties.model import resources
from cityties.pictures.page import read_toml, to_json
from cityties.pictures.request import Request

__all__ = ["render"]


def render(
    request: Request,
    told: Mapping[str, str],
    content: Mapping[str, Any],
    more: Mapping[str, Any],
    *,
    scripts: Sequence[str],
    libraries: Sequence[str],
    data: Mapping[str, str] | None = None,
) -> str:
    """Write a page of viz/atlas/ around what it holds; ``data`` are JSON files of viz/vendor, by the id they get."""
    import jinja2
    from markupsafe import Markup

    folder = resources.folder("viz")
    begins = [begin for begin in content["ties"]["begin"] if begin]
    years = sorted({int(begin[:4]) for begin in begins})
    whole = dict(content) | {
        "words": told,
        "lang": request.lang,
        "palette": read_toml(folder / "atlas" / "palette.toml"),
        "years": [years[0], years[-1]] if years else [],
    }
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder / "atlas"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    library = "\n".join((folder / "vendor" / name).read_text(encoding="utf-8") for name in libraries)
    script = "\n".join((folder / "atlas" / f"{name}.js").read_text(encoding="utf-8") for name in scripts)
    shapes = {name: (folder / "vendor" / file).read_text(encoding="utf-8") for name, file in (data or {}).items()}
    return environment.get_template("atlas.html").render(
        lang=request.lang,
        page=scripts[-1],
        title=request.title,
        question=request.question,
        summary=request.view.summary[request.lang],
        words=told,
        as_of=request.as_of or "",
        content=whole,
        made=told["made"].format(version=__version__),
        css=Markup((folder / "atlas" / "atlas.css").read_text(encoding="utf-8")),
        js=Markup(script),
        library=Markup(library.replace("</script", "<\\/script")),
        data=Markup(to_json(whole)),
        more=Markup(to_json(more)),
        shapes={name: Markup(text) for name, text in shapes.items()},
    )
