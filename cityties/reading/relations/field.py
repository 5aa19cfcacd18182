"""Fields: in what a step of a tie is, by its own sentences and by those that list the fields of a cooperation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cityties.reading.telling.context import Context
from cityties.reading.text.mention import Mention
from cityties.reading.text.sentence import Sentence

__all__ = ["fields_listed", "fields_told"]

_WISHES: Final = frozenset({"learning", "offer", "offer-from", "shared-challenge", "goal"})
# So many fields side by side are a list, whatever words stand with them.
_MANY: Final = 3


def fields_told(context: Context, spans: Sequence[tuple[int, int]]) -> list[str]:
    """Give the fields of some sentences that tell a step, and of what the next one lists."""
    names: list[str] = []
    for start, end in spans:
        mentions = _mentions(context, start, end)
        listed = [one.fact for one in mentions if one.role == "listed"]
        names += listed or ([one.fact for one in mentions] if _of_tie(context, start, end) else [])
        behind = next((one for one in context.told if one.start >= end), None)
        if behind is not None and _lists(context, behind, 2):
            names += [one.fact for one in _mentions(context, behind.start, behind.end)]
    return list(dict.fromkeys(names))


def _of_tie(context: Context, start: int, end: int) -> bool:
    """Say whether words of a tie, a turn or a paper stand in a stretch: what guests are shown is no field."""
    cues = context.cues_in(start, end, "steps", "agreements")
    return any(cue.about.get("kind") or cue.about.get("step") or cue.about.get("instrument") for cue in cues)


def fields_listed(context: Context, taken: Iterable[tuple[int, int]]) -> list[str]:
    """Give the fields that an article lists for its cooperation, outside of sentences that tell other steps."""
    spans = set(taken)
    names: list[str] = []
    for sentence in context.told:
        if sentence.kind == "headline" or (sentence.start, sentence.end) in spans:
            continue
        mentions = _mentions(context, sentence.start, sentence.end)
        if _lists(context, sentence, 2):
            names += [one.fact for one in mentions]
        elif _lists(context, sentence, 1):
            names += [one.fact for one in mentions if one.role == "listed"]
    return list(dict.fromkeys(names))


def _lists(context: Context, sentence: Sentence, least: int) -> bool:
    """Say whether a sentence lists fields: so many at least, with words of scope, a tie or a paper, or many in all."""
    cues = context.cues_in(sentence.start, sentence.end)
    mentions = _mentions(context, sentence.start, sentence.end)
    if len({one.fact for one in mentions}) < least or any(cue.name in _WISHES for cue in cues):
        return False
    by_others = any(cue.name == "others" for cue in cues) and not context.governments(sentence.start, sentence.end)
    scoped = any(cue.name == "scope" or cue.about.get("kind") or cue.about.get("instrument") for cue in cues)
    return not by_others and (scoped or len({one.fact for one in mentions}) >= _MANY)


def _mentions(context: Context, start: int, end: int) -> list[Mention]:
    """Give the fields that a stretch names, but those in the name of a post or an organisation."""
    if any(cue.name == "describes" for cue in context.cues_in(start, end, "negation")):
        # "Both ports have a similar climate": what they are, not what they work on.
        return []
    names = context.entities.in_span(start, end, "post", "organisation", "network", "mission")
    return [
        one
        for one in context.entities.in_span(start, end, "sector")
        if not any(name.start <= one.start and one.end <= name.end for name in names)
    ]
