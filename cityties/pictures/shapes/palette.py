"""Colours by name, for a light and for a dark page: those of viz/palette.toml and of each kind of thing.

A shape names its colour ("ink", "node-City"); a page gives the names values for both schemes, a still
takes the light ones. What is written as #rrggbb stays what it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cityties.model import resources
from cityties.pictures.page.files import read_toml, style

__all__ = ["css", "light", "tokens"]


@cache
def tokens() -> Mapping[str, tuple[str, str]]:
    """Give each colour's name with what it is on a light and on a dark page."""
    viz = resources.folder("viz")
    found = {name: (look["light"], look["dark"]) for name, look in read_toml(viz / "palette.toml").items()}
    looks = style()
    for part in ("node", "edge"):
        found |= _named(part, looks[part])
    return found | _named("part", read_toml(viz / "timeline" / "look.toml")["part"])


def light(colour: str) -> str:
    """Give a colour as it is on a light page, as #rrggbb; none of no colour."""
    return colour if not colour or colour.startswith("#") else tokens()[colour][0]


def css() -> str:
    """Write the names as properties of a page, for both schemes."""
    shades = [";".join(f"--{name}:{pair[side]}" for name, pair in tokens().items()) for side in (0, 1)]
    return f':root{{{shades[0]}}}\n:root[data-theme="dark"]{{{shades[1]}}}'


def _named(part: str, looks: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {f"{part}-{name}": (look["light"], look["dark"]) for name, look in looks.items()}
