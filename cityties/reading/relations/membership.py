"""Memberships: which government is a member of which network of cities."""

from __future__ import annotations

from cityties.reading.draft import Fact
from cityties.reading.telling.context import Context
from cityties.reading.telling.dating import when

__all__ = ["find_memberships"]

_SURE = 0.7


def find_memberships(context: Context) -> list[Fact]:
    """Find the memberships that an article tells outright: "Konya, a member of UCLG"."""
    found: dict[tuple[str, str], Fact] = {}
    for sentence in context.told:
        if sentence.kind == "headline":
            continue
        for cue in context.cues_in(sentence.start, sentence.end, "steps"):
            if cue.name != "member" or context.denied(sentence, cue.start, cue.end):
                continue
            if context.mood(sentence, cue.start, cue.end):
                continue
            networks = context.entities.in_span(sentence.start, sentence.end, "network")
            members = context.governments(sentence.start, sentence.end)
            if not networks or not members or len(members) > 3:
                continue
            network = min(networks, key=lambda one: abs(one.start - cue.start)).fact
            day = when(context, sentence, cue)
            for member in members:
                slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"member": member, "network": network}
                if day:
                    slots["from"] = day.value
                name = f"membership:{member.partition(':')[2]}-{network.partition(':')[2]}"
                span = ((sentence.start, sentence.end),)
                found.setdefault((member, network), Fact(name, "membership", slots, span, "membership.told", _SURE))
    return list(found.values())
