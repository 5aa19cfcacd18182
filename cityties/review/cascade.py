"""What a refusal takes along: facts that cannot stand without the refused one; what is left of those that can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from cityties.reading.draft import Draft, Fact, Value, Verdict
from cityties.review.acceptance import references

__all__ = ["put", "without"]


def put(draft: Draft, fact: Fact) -> Draft:
    """Give a draft with a fact in the place of the one of its id."""
    return replace(draft, facts=tuple(fact if one.id == fact.id else one for one in draft.facts))


def without(
    draft: Draft, name: str, verdict: Verdict, stands: Callable[[Fact, Draft], bool]
) -> tuple[Draft, list[str], list[str]]:
    """Refuse a fact and what cannot stand without it; take it out of what can.

    Gives the draft, what was refused along, and what was mended. ``stands`` says whether a fact is whole.
    """
    waiting, refused, mended = [name], [name], []
    while waiting:
        gone = waiting.pop()
        fact = draft.fact(gone)
        if fact:
            draft = put(draft, replace(fact, verdict=verdict))
        for other in draft.facts:
            if other.id in refused or (other.verdict and other.verdict.state == "refused"):
                continue
            if gone not in {named for _, named in references(other)}:
                continue
            less = replace(other, slots=dict(_cut(other, gone)))
            if stands(less, draft):
                draft = put(draft, less)
                mended.append(other.id)
            else:
                refused.append(other.id)
                waiting.append(other.id)
    return draft, refused[1:], [one for one in dict.fromkeys(mended) if one not in refused]


def _cut(fact: Fact, gone: str) -> Iterator[tuple[str, Value]]:
    for slot, value in fact.slots.items():
        if isinstance(value, list):
            rows = [
                {key: one for key, one in row.items() if one != gone}
                for row in fact.tables(slot)
                if row.get("participant") != gone
            ]
            kept = [one for one in fact.names(slot) if one != gone] or rows
            if kept:
                yield slot, kept
        elif value != gone:
            yield slot, value
