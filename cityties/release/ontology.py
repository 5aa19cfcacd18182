"""Releases of the ontology: its three vocabularies in every syntax, and the versions that are kept to be asked for.

A version that was released is kept as ``ontology/releases/VERSION.trig``, so that its versionIRI leads to it for good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cityties import __version__
from cityties.model import resources
from cityties.model.errors import DataError, RequestError
from cityties.model.media import RDF
from cityties.model.output import write_folder
from cityties.model.vocabulary import CODE, ONTOLOGY_GRAPH, SECTOR
from cityties.questions.export import triples_as
from cityties.release.changes import changes, told
from cityties.release.files import File
from cityties.release.reference import render_reference
from cityties.store import IRI, Quad, RdfFormat, Store, canonical, parse, serialize

__all__ = ["VOCABULARIES", "kept", "quads_of", "release_ontology"]

# What is released together: the name of its files, and its graph.
VOCABULARIES: Final = {"ontology": ONTOLOGY_GRAPH, "sector": SECTOR, "code": CODE}
_FORMS: Final = ("ttl", "rdf", "jsonld")
_VERSION: Final = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")


def kept() -> dict[str, Path]:
    """List the versions that are kept, oldest first: each with its file."""
    folder = resources.folder("ontology") / "releases"
    found = [(_number(path.stem), path) for path in folder.glob("*.trig")] if folder.is_dir() else []
    return {path.stem: path for number, path in sorted(found) if number}


def quads_of(path: Path) -> list[Quad]:
    """Read a release. Raises DataError where the file is no RDF, or has none of the vocabularies."""
    quads = parse(path)
    if not any(quad.graph_name == IRI(graph) for quad in quads for graph in VOCABULARIES.values()):
        raise DataError(f"{path}: no release of the ontology: give the VERSION.trig of one")
    return quads


def release_ontology(store: Store, folder: Path, since: Path | None = None) -> list[File]:
    """Write a release of the ontology to a folder, all of it or nothing; the same bytes for the same ontology.

    ``since`` is the release to compare with, where it is not the last one kept.
    Raises DataError where that cannot be read.
    """
    quads = [quad for graph in VOCABULARIES.values() for quad in store.quads(graph)]
    before = since or _last()
    old = quads_of(before) if before else []
    found = changes([quad.triple for quad in old], [quad.triple for quad in quads])
    files = [
        *_syntaxes(quads),
        File("reference.html", "text/html", "Every term, for people", render_reference().encode()),
    ]
    name = before.stem if before else ""
    files.append(File("changes.md", "text/markdown", "What changed", told(found, name, __version__).encode()))
    listed = {"version": __version__, "since": name or None, "changes": [one.data() for one in found]}
    data = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    files.append(File("changes.json", "application/json", "What changed, for programs", data.encode()))
    trig = serialize(canonical(quads), RdfFormat.TRIG)
    files.append(File(f"{__version__}.trig", "application/trig", "To keep in ontology/releases", trig))

    def write(fresh: Path) -> None:
        for file in files:
            (fresh / file.path).write_bytes(file.data)

    write_folder(folder, write)
    return files


def _last() -> Path | None:
    """Say which release came before the version that this is."""
    own = _number(__version__)
    earlier = [path for version, path in kept().items() if _number(version) < own]
    return earlier[-1] if earlier else None


def _number(version: str) -> tuple[int, ...]:
    found = _VERSION.fullmatch(version)
    return tuple(int(part) for part in found.groups()) if found else ()


def _syntaxes(quads: Sequence[Quad]) -> list[File]:
    forms = {form.suffix: form for form in RDF}
    files = []
    for name, graph in VOCABULARIES.items():
        triples = [quad.triple for quad in quads if quad.graph_name == IRI(graph)]
        if not triples:
            raise RequestError(f"{graph}: this store has no such vocabulary: release the shipped one, --store curated")
        files += [
            File(f"{name}.{end}", forms[end].types[0], f"{name} as {forms[end].name}", triples_as(triples, forms[end]))
            for end in _FORMS
        ]
    return files
