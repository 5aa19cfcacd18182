"""Scripts: modules of viz/ made one script, for a page that is one file.

A module says at its top what it takes from which other (``import { a, b } from "./c.js"``) and marks with
``export`` what it gives. Here each module comes after those that it takes from (of two that take
from each other, the one named later), and all stand in one scope, so that a name must be the only one of
its kind on a page.
"""

from __future__ import annotations

import re
from functools import cache
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Final

from cityties.display.template import plain_markup
from cityties.model import resources
from cityties.model.errors import ModelError

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["linked", "modules"]

_IMPORT: Final = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:const|let|class|function\*?|async) )", re.MULTILINE)
_DECLARED: Final = re.compile(r"^(?:const|let|class|function\*?|async function) (\w+)", re.MULTILINE)


def modules(first: str) -> list[str]:
    """Name the modules that a script needs, each after those that it takes from: "page/figure.js" comes last."""
    order: list[str] = []
    _visit(first, order, ())
    return order


@cache
def linked(first: str) -> Markup:
    """Give a module with all that it needs as one script. Raises ModelError where a name stands twice."""
    told: dict[str, str] = {}
    parts = []
    for name in modules(first):
        text = _EXPORT.sub("", _IMPORT.sub("", _read(name)))
        for declared in _DECLARED.findall(text):
            if told.setdefault(declared, name) != name:
                raise ModelError(f"viz/{name}: {declared} stands in viz/{told[declared]} too: rename one")
        parts.append(text)
    return plain_markup('"use strict";\n' + "\n".join(parts))


def _visit(name: str, order: list[str], above: tuple[str, ...]) -> None:
    if name in order or name in above:
        return
    for other in _IMPORT.findall(_read(name)):
        _visit(normpath(join(dirname(name), other)), order, (*above, name))
    order.append(name)


@cache
def _read(name: str) -> str:
    path = resources.folder("viz") / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror or error}") from error
