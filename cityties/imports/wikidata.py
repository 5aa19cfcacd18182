"""Brings in what Wikidata says: dumps, answers of its services, or the public query service itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from cityties.display.progress import Tick
from cityties.imports.dump import entities, holds_entities
from cityties.imports.importer import Importer, Summary
from cityties.imports.input import Input
from cityties.imports.item import Items
from cityties.imports.report import Reading
from cityties.imports.truthy import holds_triples, truthy_entities
from cityties.model.errors import DataError, RequestError
from cityties.model.language import languages as all_languages

__all__ = ["KINDS", "import_wikidata"]

KINDS: Final = ("cities", "ties", "heads", "positions", "missions", "memberships")


def import_wikidata(
    source: str,
    location: str,
    *,
    name: str | None = None,
    languages: Sequence[str] = (),
    kinds: Sequence[str] = KINDS,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    published: str | None = None,
    decisions: Path | None = None,
    dry_run: bool = False,
    strict: bool = False,
    check: bool = True,
    endpoint: str | None = None,
    tick: Tick = lambda phase, done, of: None,
) -> Summary:
    """Import a dump, an answer of wbgetentities, query results (JSON or CSV), or ``live``.

    ``name`` is what the source is called here (default: after the file); what is imported under
    the same name replaces it. ``languages`` are those of the labels taken (default: all of ours); ``kinds`` what is
    taken; ``columns`` say which column of query results is what, ``constants`` give a value that no column
    tells. Raises RequestError or DataError, with the store as it was.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise RequestError(f"{unknown[0]}: nothing that can be taken: choose from {', '.join(KINDS)}")
    called, languages = name or name_of(source), languages or all_languages()
    if source == "live":
        from cityties.imports.live import read_live

        with Importer(location, called, decisions=decisions) as importer:
            items = _items(importer, languages, kinds)
            read_live(endpoint, items, kinds, importer.reading, tick)
            importer.describe_wanted(items.wanted)
            _tell_source(importer, "Wikidata, query service", published)
            return importer.finish(dry_run=dry_run, strict=strict, check=check, tick=tick)
    given = Input(source)
    with Importer(location, called, decisions=decisions) as importer:
        if holds_entities(given) or holds_triples(given):
            read_entities(given, importer, languages, kinds, tick)
        else:
            from cityties.imports.results import read_results

            read_results(given, importer, languages, kinds, columns or {}, constants or {}, tick)
        _tell_source(importer, f"Wikidata: {Path(given.name).name}", published)
        return importer.finish(dry_run=dry_run, strict=strict, check=check, tick=tick)


def name_of(source: str) -> str:
    """Name a source after its file, without what only tells the day or the packing.

    >>> name_of("latest-2026-11-02.json.gz")
    'wikidata-latest'
    """
    stem = Path(source).name.split(".")[0] if source != "-" else "input"
    words = re.findall(r"[a-z0-9]+", stem.lower())
    kept = [word for word in words if not (word.isdigit() and len(word) in (1, 2, 4, 8))]
    return "-".join(["wikidata", *(word for word in kept if word != "wikidata")])


def _items(importer: Importer, languages: Sequence[str], kinds: Sequence[str]) -> Items:
    return Items(importer.spool, importer.reading, importer.identity.item, languages, kinds)


def read_entities(given: Input, importer: Importer, languages: Sequence[str], kinds: Sequence[str], tick: Tick) -> None:
    items = _items(importer, languages, kinds)
    read = entities if holds_entities(given) else truthy_entities
    for line, entity in read(given, importer.reading, _bytes(tick, "read", given.size)):
        items.take(entity, line)
    if items.wanted and given.rereadable:  # what facts named, wherever in the file it stood
        for _, entity in read(given, Reading(), _bytes(tick, "read names", given.size)):
            items.describe(entity)
    if not importer.reading.read:
        raise DataError(f"{given.name}: holds no entity: hand in a dump of Wikidata or an answer of its services")
    importer.describe_wanted(items.wanted)


def _bytes(tick: Tick, phase: str, size: int) -> Callable[[int], None]:
    return lambda done: tick(phase, done, size)


def _tell_source(importer: Importer, title: str, published: str | None) -> None:
    importer.spool.add(
        "source",
        iri=importer.source,
        title=title,
        publisher="Wikidata",
        address="https://www.wikidata.org/",
        published=published,
        language="mul",
        sourceKind="dataset",
    )
