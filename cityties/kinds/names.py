"""What drafts, forms and maps call kinds and their slots: ontology/kinds.toml, read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cityties.kinds.ontology import Ontology
from cityties.model import resources
from cityties.model.multilingual import read_multilingual
from cityties.model.vocabulary import CT

__all__ = ["kind_classes", "own_classes", "told"]


def told() -> Mapping[str, Any]:
    """Read the file. Raises ModelError where it is absent or no TOML."""
    return _told(resources.folder("ontology") / "kinds.toml")


@cache
def _told(path: Path) -> Mapping[str, Any]:
    return read_multilingual(path)


def _called(class_: str) -> str:
    """Say what a kind is called that no line of the file names: by its class.

    >>> _called("https://w3id.org/cityties/ontology#LegalAct")
    'legalAct'
    """
    name = class_.removeprefix(CT)
    return name[:1].lower() + name[1:]


def kind_classes(read: Ontology, section: str) -> dict[str, str]:
    """Give the classes of kinds by the kinds' names: those of a section of the file, then all that it need not name."""
    names = told()
    found = {name: CT + str(one["class"]) for name, one in names[section].items()}
    kept = {*found.values(), *(CT + str(one) for one in names["aside"])}
    free = [one for one in read.classes if not read.is_code(one) and read.nearest(one, kept) is None]
    return found | {_called(one): one for one in free if read.nearest(one, set(free) - {one}) is None}


def own_classes(read: Ontology, class_: str, classes: Collection[str]) -> list[str]:
    """List the classes below a kind's that belong to it and to no nearer kind; what is aside belongs to none."""
    near = {*classes, *(CT + str(one) for one in told()["aside"])}
    return [one for one in read.below(class_) if read.nearest(one, near) == class_]
