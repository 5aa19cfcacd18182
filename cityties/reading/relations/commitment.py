"""Commitments: what a body holds out, wants, means to do or aims at, toward whom, in which fields, in whose words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.subject import subject, toward_whom
from cityties.reading.relations.talk import talked_of
from cityties.reading.relations.wish import Wish, fields_of, items_of, words_of
from cityties.reading.telling.context import Context
from cityties.reading.telling.dating import when
from cityties.reading.telling.party import Thread
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["find_commitments"]

_SLUGS: Final = {
    "Offer": "offer",
    "Interest": "interest",
    "LearningInterest": "learning",
    "Intention": "intention",
    "Goal": "goal",
}
_SURE: Final = {"Offer": 0.8, "LearningInterest": 0.85, "Interest": 0.6, "Intention": 0.6, "Goal": 0.55}
# So many fields side by side are those of a tie.
_FIELDS: Final = 2
_WORDS: Final = re.compile(r"\w+")


def find_commitments(context: Context, encounters: Sequence[Fact]) -> list[Fact]:
    """Find the commitments that an article tells, what is listed split, what is told twice told once."""
    thread = Thread(context)
    found: list[Wish] = []
    for sentence in context.told:
        if sentence.kind != "headline":
            for wish in _of_sentence(context, thread, sentence):
                _add(found, wish)
            for wish in talked_of(context, sentence):
                _add(found, wish)
        thread.follow(sentence)
    return _facts(context, encounters, [wish for wish in found if _stands(found, wish)])


def _of_sentence(context: Context, thread: Thread, sentence: Sentence) -> Iterator[Wish]:
    offered: set[tuple[int, int]] = set()
    for cue in context.cues_in(sentence.start, sentence.end, "commitments"):
        name = cue.says("class")
        if name == "Offer" and context.clause(sentence, cue.start, cue.end) in offered:
            # "She offers training, at no cost": one clause holds one thing out.
            continue
        if not name or context.denied(sentence, cue.start, cue.end) or not _needed(context, sentence, cue):
            continue
        by, sure = subject(context, thread, sentence, cue)
        if not by or not _fits(context, thread, name, by, sentence, cue):
            continue
        toward, near = toward_whom(context, thread, sentence, cue, by, name)
        if name in ("LearningInterest", "Interest") and not toward:
            continue
        if name == "Offer":
            offered.add(context.clause(sentence, cue.start, cue.end))
        sectors = fields_of(context, sentence, cue, name)
        speaker = context.speaker(sentence)
        sure = round(_SURE[name] * sure * near, 3)
        items = items_of(context, sentence, cue) if name == "Offer" else []
        if items:
            for start, end in items:
                own = tuple(dict.fromkeys(m.fact for m in context.entities.in_span(start, end, "sector")))
                what = context.article.text[start:end].strip(' .,;"“”')
                yield Wish(name, by, toward, own or sectors, what, speaker, sentence, cue, sure, item=True)
        else:
            yield Wish(name, by, toward, sectors, words_of(context, sentence, cue), speaker, sentence, cue, sure)


def _needed(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether the words that a cue needs beside it stand there."""
    need = cue.says("needs")
    first, last = context.clause(sentence, cue.start, cue.end)
    return not need or any(one.name == need for one in context.cues_in(first, last, "commitments"))


def _fits(context: Context, thread: Thread, name: str, by: str, sentence: Sentence, cue: Cue) -> bool:
    """Say whether such a body makes such a commitment in such a text."""
    government = context.is_government(by)
    if name == "Goal":
        return government
    if name in ("LearningInterest", "Interest"):
        return government
    if name == "Intention":
        papers = any(one.about.get("instrument") for one in context.cues_in(sentence.start, sentence.end, "agreements"))
        fields = {one.fact for one in context.entities.in_span(sentence.start, sentence.end, "sector")}
        told = papers or len(fields) >= _FIELDS or _of_cities(context, thread, sentence)
        return government and len(context.main) == 2 and told
    # An offer is made by a mission, a network or a government; a government's to its own people is none.
    return not government or _of_cities(context, thread, sentence)


def _of_cities(context: Context, thread: Thread, sentence: Sentence) -> bool:
    """Say whether a sentence, or what it goes on from, is about governments together."""
    named = context.governments(sentence.start, sentence.end)
    both = context.entities.in_span(sentence.start, sentence.end, "both")
    return len(named) >= 2 or bool(both) or (bool(context.main) and sentence.number - thread.since <= 3)


def _add(found: list[Wish], wish: Wish) -> None:
    """Add a wish, unless it is told already: then the fuller telling stays."""
    for place, one in enumerate(found):
        apart = one.toward and wish.toward and not set(one.toward) & set(wish.toward)
        if (one.name, one.by) != (wish.name, wish.by) or apart:
            continue
        if one.item or wish.item:
            if one.item and wish.item and not _alike(one.what, wish.what):
                continue
            if wish.item and not one.item:
                found[place] = wish
            return
        if set(one.sectors) >= set(wish.sectors) or set(wish.sectors) >= set(one.sectors):
            if len(wish.sectors) > len(one.sectors):
                found[place] = replace(wish, toward=wish.toward or one.toward)
            return
    found.append(wish)


def _alike(one: str, other: str) -> bool:
    few, many = sorted((set(_WORDS.findall(one.lower())), set(_WORDS.findall(other.lower()))), key=len)
    return not few or len(few & many) / len(few) >= 0.6


def _stands(found: Sequence[Wish], wish: Wish) -> bool:
    """Say whether a wish is more than the weaker wording of another: wanting to learn is an interest already."""
    if wish.name == "Interest":
        return not any(
            one.name == "LearningInterest" and one.by == wish.by and one.sentence == wish.sentence for one in found
        )
    return True


def _facts(context: Context, encounters: Sequence[Fact], wishes: Sequence[Wish]) -> list[Fact]:
    counts: dict[str, int] = {}
    facts = []
    for wish in wishes:
        slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"class": wish.name, "by": wish.by}
        if wish.toward:
            slots["toward"] = list(wish.toward)
        if wish.sectors:
            slots["sectors"] = list(wish.sectors)
        slots["what"] = wish.what
        made = _made_in(context, encounters, wish)
        day = when(context, wish.sentence, wish.cue)
        published = context.published()
        if made and made.text("date"):
            slots["date"] = made.text("date")
        elif day and published and day.value <= published and day.value[:4] == published[:4]:
            slots["date"] = day.value
        elif published:
            slots["noLaterThan"] = published
        if made:
            slots["madeIn"] = made.id
        if wish.speaker:
            slots["spokenBy"] = wish.speaker
        slug = _SLUGS[wish.name]
        counts[slug] = counts.get(slug, 0) + 1
        span = ((wish.sentence.start, wish.sentence.end),)
        facts.append(
            Fact(
                f"commitment:{slug}-{counts[slug]}", "commitment", slots, span, f"commitment.{wish.cue.name}", wish.sure
            )
        )
    return facts


def _made_in(context: Context, encounters: Sequence[Fact], wish: Wish) -> Fact | None:
    """Give the encounter at which a wish was spoken: its speaker took part in it."""
    taking = [
        encounter
        for encounter in encounters
        if any(part["participant"] == wish.speaker for part in encounter.tables("participants"))
    ]
    near = [one for one in taking if one.text("class") == "Statement"] or taking
    return near[0] if wish.speaker and near else None
