"""A draft as lines for people: each fact with its words in the text, the rule that found it, and how sure it was."""

from __future__ import annotations

from typing import Final

from cityties.display.table import text_table
from cityties.reading.draft import Draft, Fact

__all__ = ["listing", "summary"]

_WORDS: Final = 60  # characters of a quotation
# What a fact is called by: the slots that say most, in this order.
_SAYING: Final = ("name", "title", "class", "stepKind", "instrument", "remarkKind", "what")
_QUIET: Final = frozenset({"iri", "otherNames", "toldIn", "role", "noLaterThan"})


def listing(draft: Draft) -> str:
    """Write a draft's facts as a table, in the order of the draft."""
    rows = [
        (fact.kind, summary(draft, fact), _quoted(draft, fact), fact.rule, f"{fact.score:.2f}") for fact in draft.facts
    ]
    if not rows:
        return "no facts found\n"
    heads = ("kind", "what", "words", "rule", "score")
    return text_table(heads, rows) + "\n"


def summary(draft: Draft, fact: Fact) -> str:
    """Say a fact in one line, other facts by their names."""
    said = [fact.text(slot) for slot in _SAYING if fact.text(slot)]
    rest = []
    for slot, value in fact.slots.items():
        if slot in _SAYING or slot in _QUIET or not value:
            continue
        if isinstance(value, list):
            named = [_name(draft, one if isinstance(one, str) else one.get("participant", "")) for one in value]
            rest.append(f"{slot} {', '.join(named)}")
        else:
            rest.append(slot if value is True else f"{slot} {_name(draft, str(value))}")
    return "; ".join([" ".join(said), *rest] if said else rest)


def _name(draft: Draft, value: str) -> str:
    fact = draft.fact(value)
    return (fact.text("name") or fact.text("title") or value) if fact else value


def _quoted(draft: Draft, fact: Fact) -> str:
    if not fact.spans:
        return ""
    start, end = fact.spans[0]
    words = " ".join(draft.article.text[start:end].split())
    return words if len(words) <= _WORDS else words[: _WORDS - 1] + "…"
