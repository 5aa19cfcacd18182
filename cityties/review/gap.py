"""Gaps: what a fact does not say and a reader would ask, such as a day or a post, to be filled in at the desk.

Which slots of a kind are asked stands under ``wanted`` in ontology/kinds.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from cityties.kinds import draft_kinds
from cityties.reading.draft import Draft, Fact
from cityties.review.form import Forms

__all__ = ["Gap", "gaps"]


@dataclass(frozen=True)
class Gap:
    """One thing that a fact lacks: the slot to fill, what it is called, and of whom in a table it is lacking.

    ``kind`` is that of the fact to add where the fact itself has no slot for it: who holds a post.
    """

    slot: str
    label: str
    of: str = ""
    kind: str = ""


def gaps(fact: Fact, draft: Draft, forms: Forms) -> list[Gap]:
    """List what a fact lacks, in the order of its form; nothing of a fact that was refused."""
    if fact.verdict and fact.verdict.state == "refused":
        return []
    kind = draft_kinds()[fact.kind]
    if fact.text("class") in kind.complete or fact.text("iri"):
        # A country has no country; what the graph has is not asked for again.
        return []
    fields = {field.name: field for field in forms.fields(fact.kind)}
    found = []
    for slot in kind.wanted:
        column = next((one for one in fields[slot].columns if one.name == "inPost"), None)
        if not fact.slots.get(slot):
            found.append(Gap(slot, fields[slot].label))
        elif column:
            found += [Gap(slot, column.label, name) for name in _without_post(fact, draft, slot)]
    if fact.kind == "person" and not any(one.text("holder") == fact.id for one in draft.of_kind("tenure")):
        found.append(Gap("post", forms.label("post"), kind="tenure"))
    return found


def _without_post(fact: Fact, draft: Draft, slot: str) -> list[str]:
    """Give the people of a table beside whom no post stands."""
    people = [row["participant"] for row in fact.tables(slot) if row.get("participant") and not row.get("inPost")]
    named = [draft.fact(one) for one in people]
    return [one.id for one in named if one is not None and one.kind == "person"]
