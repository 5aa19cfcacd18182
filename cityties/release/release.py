"""Writes a release: the graph, the ontology, tables, and what describes them; the same bytes for the same graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from cityties.model.media import RDF
from cityties.model.output import write_folder
from cityties.model.vocabulary import DATASET_GRAPH, ONTOLOGY_GRAPH
from cityties.questions.export import rdf, triples_as
from cityties.release.about import About, about
from cityties.release.crate import crate, zenodo
from cityties.release.croissant import croissant
from cityties.release.files import File
from cityties.release.package import dictionary
from cityties.release.table import Table, parquet, tables
from cityties.store import Store

__all__ = ["release"]

_GRAPH: Final = {"ttl": "The facts, each once, as Turtle", "nq": "What each source says, in a graph of its own"}
_ONTOLOGY: Final = ("ttl", "rdf", "jsonld", "nt")


def release(store: Store, folder: Path) -> list[File]:
    """Write a release to a folder: all of it or nothing. Gives its files."""
    told, known = about(store), tables()
    files = [*_graph(store), *_ontology(store), *_tables(store, known)]
    files.append(
        _json("datapackage.json", "The dictionary of the tables (Frictionless)", dictionary(told, known, files))
    )
    files.append(_json("croissant.json", "The tables described by Croissant", croissant(told, known, files), "ld+json"))
    files.append(_json("zenodo.json", "What Zenodo asks for", zenodo(told)))
    files.append(_readme(told, known))
    files.sort(key=lambda file: file.path)
    files.append(_json("ro-crate-metadata.json", "The release as an RO-Crate", crate(told, files), "ld+json"))
    sums = "".join(f"{file.sum}  {file.path}\n" for file in sorted(files, key=lambda file: file.path))
    files.append(File("SHA256SUMS", "text/plain", "The sums of all files", sums.encode()))

    def write(fresh: Path) -> None:
        for file in files:
            place = fresh / file.path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(file.data)

    write_folder(folder, write)
    return files


def _graph(store: Store) -> list[File]:
    forms = {form.suffix: form for form in RDF}
    held = [
        File(f"graph/cityties.{end}", forms[end].types[0], what, rdf(store, forms[end])) for end, what in _GRAPH.items()
    ]
    described = [quad.triple for quad in store.quads(DATASET_GRAPH)]
    void = triples_as(described, forms["ttl"])
    return [*held, File("graph/void.ttl", "text/turtle", "The dataset described by VoID and DCAT", void)]


def _ontology(store: Store) -> list[File]:
    forms = {form.suffix: form for form in RDF}
    triples = [quad.triple for quad in store.quads(ONTOLOGY_GRAPH)]
    return [
        File(f"ontology/cityties.{end}", forms[end].types[0], f"The ontology as {forms[end].name}",
             triples_as(triples, forms[end]))
        for end in _ONTOLOGY
    ]  # fmt: skip


def _tables(store: Store, known: list[Table]) -> list[File]:
    found = []
    for table in known:
        rows = table.rows(store)
        found.append(File(f"tables/{table.name}.csv", "text/csv", table.description, table.text(store).encode()))
        packed = parquet(table, rows)
        found.append(File(f"tables/{table.name}.parquet", "application/vnd.apache.parquet", table.description, packed))
    return found


def _json(path: str, what: str, data: dict[str, Any], kind: str = "json") -> File:
    return File(path, f"application/{kind}", what, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def _readme(told: About, known: list[Table]) -> File:
    lines = [f"# {told.title}", "", f"{told.description}", "", f"Version {told.version}, {told.day}. CC BY 4.0.", ""]
    lines += ["| file | what it holds |", "|---|---|", "| graph/cityties.ttl | the facts, each once |"]
    lines += ["| graph/cityties.nq | what each source says |", "| ontology/ | the ontology in four syntaxes |"]
    lines += [f"| tables/{table.name}.csv, .parquet | {table.description} |" for table in known]
    lines += ["", "What is not told is empty: that is no proof that there is nothing. SHA256SUMS holds all sums.", ""]
    return File("README.md", "text/markdown", "What is here", "\n".join(lines).encode())
