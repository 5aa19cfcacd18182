"""The names that things bear, all of them: read once a property, kept beside a store on disk, looked through here.

Reading them takes seconds where a store is large, since each is a look-up of its own; what was read is kept in the
folder of the very generation that it tells of, and is read anew where that generation was written since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

import orjson

from cityties.model.errors import RequestError
from cityties.model.folding import fold_all
from cityties.model.output import write_whole
from cityties.model.vocabulary import CT, DCTERMS, RDF, RDFS, SKOS
from cityties.store import IRI, Literal, Store
from cityties.store.column import Columns

__all__ = ["NAMING", "Catalogue", "catalogue", "keep"]

NAMING: Final = (f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel")
_TITLE: Final = f"{DCTERMS}title"
_FILE: Final = "names.json"


@dataclass
class Catalogue:
    """Things that bear names, by number, and their names: what each has stands at its place in every list."""

    things: list[str] = field(default_factory=list)  # IRIs
    classes: list[list[str]] = field(default_factory=list)  # of cityties, without namespace
    narrowest: list[list[str]] = field(default_factory=list)  # those of them that no other of them is a kind of
    partners: list[int] = field(default_factory=list)  # cities that a city is tied with
    countries: list[list[str]] = field(default_factory=list)  # IRIs
    owners: list[int] = field(default_factory=list)  # of each name: the number of its thing
    names: list[str] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)
    folded: list[str] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)  # whether it is the title of a document

    @cached_property
    def by_form(self) -> Mapping[str, list[int]]:
        """The places of names by what they are folded to."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, form in enumerate(self.folded):
            if form:
                found[form].append(place)
        return dict(found)


def catalogue(store: Store) -> Catalogue:
    """Give the names of a store: as they were kept, else read now, and kept where they can be."""
    sign = _sign(store)
    if sign is None:
        return _read(store)
    known = _KNOWN.get(store)
    if known is None or known[0] != sign:
        known = _KNOWN[store] = (sign, _kept(store, sign) or _keep(store, sign, _read(store)))
    return known[1]


def keep(store: Store, source: Store | None = None) -> None:
    """Keep the names of a store on disk; another one that holds the same, in memory, may be read for them instead."""
    sign = _sign(store)
    if sign is not None and _kept(store, sign) is None:
        _keep(store, sign, _read(source or store))


_KNOWN: WeakKeyDictionary[Store, tuple[list[str | int], Catalogue]] = WeakKeyDictionary()


def _folder(store: Store) -> Path | None:
    folder = getattr(store, "generation", None)
    return folder if isinstance(folder, Path) else None


def _sign(store: Store) -> list[str | int] | None:
    """Say what tells one state of a store on disk from every other: RocksDB's accounts of its files, which grow."""
    folder = _folder(store)
    if folder is None:
        return None
    try:
        account = (folder / "CURRENT").read_text(encoding="ascii").strip()
        files = [folder / account, *sorted(folder.glob("*.log"))]
        return [told for file in files for told in (file.name, file.stat().st_size)]
    except OSError:
        return None


def _kept(store: Store, sign: list[str | int]) -> Catalogue | None:
    folder = _folder(store)
    try:
        told = orjson.loads((folder / _FILE).read_bytes()) if folder else {}
        return Catalogue(**told["names"]) if told["of"] == sign else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(store: Store, sign: list[str | int], read: Catalogue) -> Catalogue:
    folder = _folder(store)
    if folder is not None:
        told = {one.name: getattr(read, one.name) for one in fields(read)}
        with suppress(RequestError):  # of a folder that is only to be read they are read each time
            write_whole(folder / _FILE, orjson.dumps({"of": sign, "names": told}))
    return read


def _read(store: Store) -> Catalogue:
    columns, found = Columns(store), Catalogue()
    bearing: dict[str, list[tuple[Literal, bool]]] = {}
    for property_ in (*NAMING, _TITLE):
        for thing, values in columns.whole(property_).items():
            held = bearing.setdefault(thing, [])
            met = {name for name, _ in held}
            held += [(v, property_ == _TITLE) for v in values if isinstance(v, Literal) and v not in met]
    kinds, above = columns.whole(f"{RDF}type"), _classes_above(columns)
    narrowest = _narrowing(above)
    countries, partners = columns.whole(f"{CT}country"), columns.whole(f"{CT}partnerCount")
    for thing, names in bearing.items():
        if not names:
            continue
        classes = sorted({
            kind.value.removeprefix(CT)
            for kind in kinds.get(thing, ())
            if isinstance(kind, IRI) and kind.value.startswith(CT)
        })  # fmt: skip
        number = len(found.things)
        found.things.append(thing)
        found.classes.append(classes)
        found.narrowest.append(narrowest(tuple(classes)))
        found.partners.append(max((int(n.value) for n in partners.get(thing, ()) if isinstance(n, Literal)), default=0))
        found.countries.append([land.value for land in countries.get(thing, ()) if isinstance(land, IRI)])
        for name, is_title in names:
            found.owners.append(number)
            found.names.append(name.value)
            found.languages.append(name.language)
            found.titles.append(is_title)
    found.folded = fold_all(found.names)
    return found


def _classes_above(columns: Columns) -> Mapping[str, set[str]]:
    """Give the classes that each class is a kind of, near or far, without namespace."""
    near = {
        one.removeprefix(CT): {kind.value.removeprefix(CT) for kind in kinds if isinstance(kind, IRI)}
        for one, kinds in columns.whole(f"{RDFS}subClassOf").items()
    }
    found: dict[str, set[str]] = {}
    for one in near:
        reached, wave = set[str](), {one}
        while wave := {kind for each in wave for kind in near.get(each, ())} - reached:
            reached |= wave
        found[one] = reached - {one}
    return found


def _narrowing(above: Mapping[str, set[str]]) -> Callable[[tuple[str, ...]], list[str]]:
    known: dict[tuple[str, ...], list[str]] = {}

    def narrowest(classes: tuple[str, ...]) -> list[str]:
        if classes not in known:
            wide = {kind for one in classes for kind in above.get(one, ())}
            known[classes] = [one for one in classes if one not in wide]
        return known[classes]

    return narrowest
