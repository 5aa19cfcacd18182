"""Profiles and chains as plain data: what is known of a thing or a pair, and how two things are linked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cityties.api.reply import Reply, say
from cityties.api.sources import count_sources, of_notes, sources_of
from cityties.dossier.profile import Profile, Section, profile_of, profile_together
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.questions.path import chains
from cityties.questions.question import day_term
from cityties.store import IRI, Store

__all__ = ["path", "profile"]


def profile(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Tell what is known of a thing, or of two cities or countries together, the answer first."""
    as_of = told["as-of"] or ""
    if as_of:
        day_term(as_of)
    if told["other"]:
        kind, things = _together(store, told["thing"], told["other"])
        found = profile_together(store, kind, things, lang, as_of)
    else:
        found = profile_of(store, resolve(store, told["thing"], "thing"), lang, as_of)
    missing = [_empty(section) for section in found.sections if not section.rows and section.empty]
    if missing:
        missing.append(say("absence", lang, total=count_sources(store)))
    return Reply(_profile(found), of_notes(found.notes), missing)


def path(store: Store, lang: str, told: Mapping[str, Any]) -> Reply:
    """Find the shortest chains between two things, each hop in words with who says so."""
    if told["as-of"]:
        day_term(told["as-of"])
    start, end = (resolve(store, told[name], "thing") for name in ("start", "end"))
    found = chains(store, start, end, as_of=told["as-of"], lang=lang)
    rows = [{"hops": [vars(hop) | {"sources": list(hop.sources)} for hop in chain.hops]} for chain in found]
    sources, missing = sources_of(store, [start.value, end.value], lang)
    if not rows:
        missing += [say("unlinked", lang), say("absence", lang, total=count_sources(store))]
    return Reply({"start": start.value, "end": end.value, "chains": rows}, sources, missing)


def _together(store: Store, one: str, other: str) -> tuple[str, dict[str, IRI]]:
    """Say which profile two things have together: two countries, else two cities."""
    try:
        return "countries", {"country": resolve(store, one, "country"), "other": resolve(store, other, "country")}
    except RequestError:
        return "pair", {"city": resolve(store, one, "city"), "other": resolve(store, other, "city")}


def _profile(found: Profile) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "title": found.title,
        "sentence": found.sentence,
        "things": dict(found.things),
        "sections": [_section(one) for one in found.sections if one.rows],
    }


def _section(section: Section) -> dict[str, Any]:
    rows = [
        {"cells": {cell.name: [_item(item) for item in cell.items] for cell in row.cells}, "sources": list(row.notes)}
        for row in section.rows
    ]
    return {"name": section.name, "heading": section.heading, "lead": section.lead, "rows": rows}


def _item(item: Any) -> dict[str, str]:
    return {"text": item.text, **({"iri": item.iri} if item.iri else {})}


def _empty(section: Section) -> str:
    return f"{section.heading}: {section.empty}"
