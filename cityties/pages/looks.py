"""The colours of viz/style.toml as classes, for drawings that may carry no style of their own."""

from __future__ import annotations

import tomllib
from functools import cache

from cityties.model import resources

__all__ = ["css"]


@cache
def css() -> bytes:
    """Write a class a kind of thing (n-City) and a kind of relation (e-TieReading), for light and dark pages."""
    style = tomllib.loads((resources.folder("viz") / "style.toml").read_text(encoding="utf-8"))
    rules: dict[str, list[str]] = {"light": [], "dark": []}
    for shade, told in rules.items():
        for name, look in style["node"].items():
            told.append(f".n-{name}{{fill:{look[shade]}}}")
        for name, look in style["edge"].items():
            told.append(f".e-{name}{{stroke:{look[shade]}}}")
    light, dark = "".join(rules["light"]), "".join(rules["dark"])
    chosen = "".join(f'[data-theme="dark"] {rule}' for rule in rules["dark"])
    back = "".join(f'[data-theme="light"] {rule}' for rule in rules["light"])
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}{chosen}{back}".encode()
