"""What the form shows, as plain data: what can be entered, what was entered, who says so, what is found against it."""

from __future__ import annotations

from typing import Any

from cityties.display.label import Labels
from cityties.entry.desk import SOURCE, EntryDesk, Note
from cityties.kinds import EntryKind, entry_kind_of, entry_kinds
from cityties.model import language
from cityties.reading.draft import Fact
from cityties.review.acceptance import Accepted
from cityties.review.sentence import sentence
from cityties.review.sheet import field_data, kinds_of, laid_out, word
from cityties.review.wording import called, read

__all__ = ["checked", "notes_data", "presets", "sheet", "state", "where"]


def where(desk: EntryDesk) -> str:
    """Say where the entry goes."""
    return " + ".join(str(place) for place in (desk.setting.location, desk.setting.output) if place)


def sheet(desk: EntryDesk) -> dict[str, Any]:
    """Give what stays the same: what can be entered, all forms, the words of the page."""
    lang = desk.setting.lang
    words = {**read("words.toml"), **read("words.toml", "entry")}
    source = {
        "name": SOURCE,
        "label": word(lang, "source", room="entry"),
        "plural": word(lang, "source", room="entry"),
        "nameSlot": "title",
        "fields": [field_data(field) for field in desk.source_fields()],
    }
    schemes = {
        **desk.forms.schemes(),
        "SourceKind": desk.forms.scheme("SourceKind"),
        "language": {lang: language.called(lang) for lang in language.languages()},
    }
    return {
        "lang": lang,
        "textLang": lang,
        "entering": True,
        "name": desk.name,
        "by": desk.setting.by,
        "where": where(desk),
        "inStore": desk.setting.location is not None,
        "first": desk.word.name if desk.word else "",
        "entries": [_entry(one, lang) for one in entry_kinds().values()],
        "kinds": [*kinds_of(desk.forms), source],
        "schemes": {name: list(codes.items()) for name, codes in schemes.items()},
        "names": desk.preset,
        "words": {name: told[lang] for name, told in words.items() if lang in told},
    }


def presets(desk: EntryDesk, one: EntryKind) -> dict[str, Any]:
    """Give what is filled in beforehand in a form: its presets, the city, what it belongs to of this entry."""
    slots: dict[str, Any] = dict(one.preset)
    for fact in desk.entered():
        if fact.kind in one.joins:
            slots[one.joins[fact.kind]] = fact.id
    if one.city and desk.preset and not desk.entered():
        (city,) = desk.preset
        rows = {slot.name: slot.type for slot in desk.forms.fields(one.kind)}
        slots[one.city] = [city] if rows[one.city] == "refs" else city
    return slots


def state(desk: EntryDesk) -> dict[str, Any]:
    """Give what changes: what was entered and made, each laid out; the source; whether it is saved."""
    comparison, labels = desk.comparison(), Labels(desk.store, desk.setting.lang)

    def laid(fact: Fact) -> dict[str, Any]:
        one = entry_kind_of(fact.kind, fact.slots)
        entered = fact in entries
        whole = laid_out(desk, comparison, labels, fact)
        return {
            **whole,
            # In which post somebody took part is told there, not by a fact of its own.
            "gaps": [gap for gap in whole["gaps"] if not gap["kind"]],
            "entered": entered,
            "word": one.name if one and entered else "",
            "label": called(one.labels, desk.setting.lang) if one and entered else desk.forms.label(fact.kind),
            "sentence": sentence(fact, comparison.things, desk.setting.lang),
        }

    entries = desk.entered()
    article = desk.draft.article
    return {
        "facts": [laid(fact) for fact in desk.draft.facts],
        "article": {field.name: getattr(article, field.name) for field in desk.source_fields()},
        "presets": {name: presets(desk, one) for name, one in entry_kinds().items()},
        "status": desk.status,
        "undo": desk.undoable,
        "made": [fact.id for fact in desk.made()],
    }


def checked(desk: EntryDesk, accepted: Accepted | None) -> dict[str, Any]:
    """Give what shapes and checks find against what is entered, where that is whole."""
    notes = desk.examined(accepted) if accepted else []
    return {"whole": accepted is not None, "notes": notes_data(notes)}


def notes_data(notes: list[Note]) -> list[dict[str, str]]:
    """Write findings as plain data."""
    return [{"fact": one.fact, "slot": one.slot, "severity": one.severity, "text": one.message} for one in notes]


def _entry(one: EntryKind, lang: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "label": called(one.labels, lang),
        "ask": list(one.ask),
        "along": list(one.along),
    }
