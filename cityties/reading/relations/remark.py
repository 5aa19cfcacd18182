"""Remarks: what a speaker greets, sees good in, names as a difficulty of all, or stands ready for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.telling.context import Context
from cityties.reading.telling.party import Thread
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["find_remarks"]

_SPLIT: Final = re.compile(r"\s*,\s*(?:(?:dan|hingga|serta|and|ve)\s+)?|\s+(?:dan|hingga|serta|and|ve)\s+")
# Where the words of a remark end: at a quotation's end, or where a clause goes on about them.
_STOP: Final = re.compile(r"[\"“”»]|;|,\s+(?:yang|which|that)\s")
_MARKS: Final = ' ,;."“”'
_SPAN: Final = 160
_SURE: Final = 0.5


def find_remarks(context: Context, steps: Sequence[Fact], encounters: Sequence[Fact]) -> list[Fact]:
    """Find the remarks of an article on its ties: none where it tells of no tie."""
    if not steps:
        return []
    thread = Thread(context)
    found: list[Fact] = []
    for sentence in context.told:
        if sentence.kind != "headline":
            for cue in context.cues_in(sentence.start, sentence.end, "commitments"):
                if cue.about.get("remark") and not context.denied(sentence, cue.start, cue.end):
                    found += _remarks(context, sentence, cue, steps, encounters)
        thread.follow(sentence)
    counts: dict[str, int] = {}
    numbered: list[Fact] = []
    for fact in found:
        kind = fact.text("remarkKind")
        twice = any((one.text("remarkKind"), one.spans) == (kind, fact.spans) for one in numbered)
        if twice and kind != "shared-challenge":
            continue
        counts[kind] = counts.get(kind, 0) + 1
        numbered.append(Fact(f"remark:{kind}-{counts[kind]}", fact.kind, fact.slots, fact.spans, fact.rule, fact.score))
    return numbered


def _remarks(
    context: Context, sentence: Sentence, cue: Cue, steps: Sequence[Fact], encounters: Sequence[Fact]
) -> list[Fact]:
    speaker = context.speaker(sentence)
    if not speaker:
        return []
    kind = cue.says("remark")
    by = speaker
    if kind in ("welcome", "readiness"):
        missions = [one for one in context.actors(sentence.start, cue.start) if one.kind == "mission"]
        by = missions[-1].body if missions else speaker
    about = _about(context, sentence, steps)
    if about is None:
        return []
    made = next(
        (one for one in encounters if any(part["participant"] == speaker for part in one.tables("participants"))), None
    )
    slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {
        "remarkKind": kind,
        "by": by,
        "about": about.id,
        "what": _STOP.split(context.article.text[cue.start : min(sentence.end, cue.start + _SPAN)])[0].strip(_MARKS),
    }
    if made and (made.text("class") == "Statement" or sentence.kind == "quote-only" or context.quoted(cue.start)):
        slots["madeIn"] = made.id
        if made.text("date"):
            slots["date"] = made.text("date")
    if "date" not in slots and context.published():
        slots["noLaterThan"] = context.published()
    span = ((sentence.start, sentence.end),)
    if kind == "shared-challenge":
        items = _challenges(context, sentence, cue)
        if items:
            return [
                Fact("", "remark", {**slots, "what": what, **sectors}, span, "remark.shared-challenge", _SURE)
                for what, sectors in items
            ]
    return [Fact("", "remark", slots, span, f"remark.{kind}", _SURE)]


def _about(context: Context, sentence: Sentence, steps: Sequence[Fact]) -> Fact | None:
    """Give the step that a remark is about: that of the governments it names, else the main one of the text."""
    named = set(context.governments(sentence.start, sentence.end))
    told = [step for step in steps if step.text("toldIn") != "headline"] or list(steps)
    fitting = [step for step in told if named and named <= set(step.names("parties"))]
    if fitting:
        return fitting[-1]
    own = any(context.voice(sentence) in step.names("parties") for step in told) and context.quoted(sentence.end - 1)
    about_ties = bool(own) or any(
        cue.about.get("kind") for cue in context.cues_in(sentence.start, sentence.end, "steps")
    )
    both = context.entities.in_span(sentence.start, sentence.end, "both")
    return told[-1] if not named and (about_ties or both) else None


def _challenges(context: Context, sentence: Sentence, cue: Cue) -> list[tuple[str, dict[str, list[str]]]]:
    """Cut a list of difficulties into its items, each with its field."""
    lists = [one for one in context.cues_in(cue.end, sentence.end, "commitments") if one.name == "list"]
    if not lists:
        return []
    start = lists[0].end
    text = _STOP.split(context.article.text[start : sentence.end])[0]
    found: list[tuple[str, dict[str, list[str]]]] = []
    place = 0
    for first, end in (*(match.span() for match in _SPLIT.finditer(text)), (len(text), len(text))):
        what = text[place:first].strip(' .,;"“”')
        sectors = [one.fact for one in context.entities.in_span(start + place, start + first, "sector")]
        if what and (sectors or found == [] or len(what.split()) <= 8):
            found.append((what, {"sectors": list(dict.fromkeys(sectors))} if sectors else {}))
        place = end
    return found if len(found) >= 2 else []
