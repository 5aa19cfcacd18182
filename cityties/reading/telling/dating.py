"""Dating: which day of a sentence belongs to which of its cues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cityties.reading.telling.context import Context
from cityties.reading.text.sentence import Sentence
from cityties.reading.time.day import Day
from cityties.reading.words.cue import Cue

__all__ = ["days_of", "when"]


def days_of(context: Context, sentence: Sentence, cue: Cue) -> list[Day]:
    """Give the days that belong to a cue.

    A day belongs to the nearest telling cue before it, in Turkish, whose verbs come last, to the nearest
    behind it; where there is none on that side, to the nearest on the other.
    """
    rivals = [one for one in context.cues_in(sentence.start, sentence.end) if _tells(one)]
    if cue not in rivals:
        rivals.append(cue)
    return [day for day in context.days_in(sentence.start, sentence.end) if _owns(context, sentence, cue, rivals, day)]


def when(context: Context, sentence: Sentence, cue: Cue) -> Day | None:
    """Give the day of a cue; where none belongs to it, the first full day of its sentence; none that is to come."""
    own = [day for day in days_of(context, sentence, cue) if not _to_come(context, day)]
    if own:
        full = [day for day in own if len(day.value) == 10]
        return min(full or own, key=lambda day: max(day.start - cue.end, cue.start - day.end))
    full = [day for day in context.days_in(sentence.start, sentence.end) if len(day.value) == 10]
    return next((day for day in full if not _to_come(context, day)), None)


def _to_come(context: Context, day: Day) -> bool:
    return bool(context.published()) and day.value > context.published()


def told_after(context: Context, sentence: Sentence) -> Day | None:
    """Give the one full day that the next sentences tell, where they tell no turn of their own before it."""
    behind = [one for one in context.told if 0 < one.number - sentence.number <= _BEHIND]
    for other in behind:
        cues = context.cues_in(other.start, other.end, "steps")
        if any(cue.about.get("step") in _TURNS for cue in cues):
            return None
        full = [day for day in context.days_in(other.start, other.end) if len(day.value) == 10]
        if full:
            return full[0] if len(full) == 1 and not _to_come(context, full[0]) else None
    return None


def _tells(cue: Cue) -> bool:
    return cue.name == "sign-done" or bool(cue.about.get("step") or cue.about.get("class") in _MEETING)


_TURNS: Final = frozenset({"agreed", "renewed", "ended", "suspended"})
# How many sentences behind may tell the day of what a sentence tells.
_BEHIND: Final = 2
_MEETING: Final = frozenset({"Meeting", "Visit"})


def _owns(context: Context, sentence: Sentence, cue: Cue, rivals: Sequence[Cue], day: Day) -> bool:
    first, last = context.clause(sentence, day.start, day.end)
    inside = [one for one in rivals if first <= one.start and one.end <= last] or list(rivals)
    over = [one for one in inside if one.start < day.end and day.start < one.end]
    before = [one for one in inside if one.end <= day.start]
    behind = [one for one in inside if one.start >= day.end]
    sides = (before, behind) if context.article.lang != "tr" else (behind, before)
    chosen = over or sides[0] or sides[1]
    if cue not in chosen:
        return False
    if chosen is before:
        return cue.end >= max(one.end for one in before) - _NEAR
    return chosen is not behind or cue.start <= min(one.start for one in behind) + _NEAR


# Cues that stand this close together tell one thing: "signed and renewed".
_NEAR: Final = 12
