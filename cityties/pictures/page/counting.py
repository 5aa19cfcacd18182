"""What a figure counts: the rule behind each number, in the words of viz/counting.toml, the same on all pages."""

from __future__ import annotations

from collections.abc import Sequence

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.pictures.page.files import read_toml

__all__ = ["counting"]


def counting(names: Sequence[str], lang: str) -> list[tuple[str, str]]:
    """Give what is counted and how, for each name. Raises ModelError on one that viz/counting.toml lacks.

    >>> counting(["field"], "en")[0][0]
    'Field'
    """
    path = resources.folder("viz") / "counting.toml"
    known = read_toml(path)
    for name in names:
        if name not in known:
            raise ModelError(f"{path}: nothing says how {name} is counted: it has {', '.join(known)}")
    return [(known[name]["word"][lang], known[name]["meaning"][lang]) for name in names]
