"""Steps that single sentences tell of a tie, before they are weighed against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cityties.reading.relations.agreement import LETTER, Signed, papers
from cityties.reading.relations.roster import find_roster, lists_ties
from cityties.reading.telling.context import Context
from cityties.reading.telling.dating import days_of, told_after, when
from cityties.reading.telling.party import Parties, Thread
from cityties.reading.text.sentence import Sentence
from cityties.reading.words.cue import Cue

__all__ = ["ToldStep", "find_told_steps"]

# Kinds of ties that a word alone tells; the others need more.
_LASTING: Final = frozenset({"sister-city", "friendship"})
_ORDER: Final = ("sister-city", "friendship", "project", "partnership")
_SURE: Final = {
    "renewed": 0.85,
    "ended": 0.8,
    "suspended": 0.85,
    "agreed": 0.8,
    "intent-declared": 0.8,
    "explored": 0.75,
    "activity": 0.65,
}
_OVER: Final = frozenset({"renewed", "ended", "lapsed", "suspended"})
# Steps of a tie whose kind another sentence may have told.
_CARRIED: Final = frozenset({*_OVER, "approved", "activity", "anniversary"})
_BEGINNINGS: Final = frozenset({"became", "began", "stands"})
_NEAR: Final = 110
# How far into a sentence the word may go that opens a list.
_OPENING: Final = 20
# How many words a sentence may have that says of what stands before it: "It was renewed in 2018."
_SHORT: Final = 12
# Where these stand in a sentence, "sister city" in it may be what is wished for, not what is.
_OTHERWISE: Final = frozenset(
    {"planned", "explored", "discussed", "approved", "sign-done", "renewed", "ended", "lapsed", "suspended"}
)


@dataclass(frozen=True)
class ToldStep:
    """What one place of the text tells of a tie; ``realised`` names the agreement or encounter that did it."""

    parties: tuple[str, ...]
    step: str
    kind: str
    date: str
    sentence: Sentence
    spans: tuple[tuple[int, int], ...]
    rule: str
    sure: float
    realised: str = ""

    @property
    def headline(self) -> bool:
        """Whether the headline tells it."""
        return self.sentence.kind == "headline"


def find_told_steps(context: Context, signed: Sequence[Signed]) -> list[ToldStep]:
    """Find the steps that the sentences of an article tell."""
    thread = Thread(context)
    found: list[ToldStep] = []
    for sentence in context.told:
        if context.asks(sentence):
            continue
        listed = list(_of_roster(context, sentence))
        told = listed or list(_of_sentence(context, thread, sentence))
        found += [told_step for told_step in told if told_step not in found]
        thread.follow(sentence)
    governed = [one for one in signed if all(context.is_government(body) for body in one.parties)]
    renewed = {told_step.parties for told_step in found if told_step.step == "renewed" and not told_step.headline}
    return found + [_of_document(one, one.renews or one.parties in renewed) for one in governed]


def _of_document(one: Signed, renews: bool) -> ToldStep:
    instrument = one.fact.text("instrument")
    old = bool(one.day) and len(one.fact.text("signedOn")) < 10 and not one.renews
    step = "intent-declared" if instrument == LETTER else "renewed" if renews and not old else "agreed"
    kind = one.kind or ("sister-city" if instrument == "sister-city-agreement" else "partnership")
    date = one.fact.text("signedOn")
    score = one.fact.score
    return ToldStep(one.parties, step, kind, date, one.sentence, one.fact.spans, "tie.signed", score, one.fact.id)


def _of_roster(context: Context, sentence: Sentence) -> Iterator[ToldStep]:
    """Each partner that a text lists is tied to its city, since the year that stands beside it."""
    if sentence.kind == "headline" or not context.hub or not lists_ties(context, sentence):
        return
    span = ((sentence.start, sentence.end),)
    for partner in find_roster(context, sentence, context.hub):
        parties = tuple(sorted((context.hub, partner.body)))
        yield ToldStep(parties, "agreed", "sister-city", partner.year, sentence, span, "tie.listed", 0.75)


def _of_sentence(context: Context, thread: Thread, sentence: Sentence) -> Iterator[ToldStep]:
    cues = context.cues_in(sentence.start, sentence.end, "steps", "agreements")
    for cue in cues:
        if not cue.about.get("step") or context.denied(sentence, cue.start, cue.end):
            continue
        parties = thread.parties(sentence, cue)
        kind = _kind(context, sentence, cue, parties)
        step = _step(context, sentence, cue, kind)
        if step:
            yield from _told_steps(context, sentence, cue, step, kind, parties)
    yield from _planned_signing(context, thread, sentence, cues)
    yield from _in_force(context, thread, sentence, cues)
    yield from _wished(context, thread, sentence, cues)
    yield from _listed(context, sentence)


def _told_steps(
    context: Context, sentence: Sentence, cue: Cue, step: str, kind: str, parties: Sequence[Parties]
) -> Iterator[ToldStep]:
    """Give the steps of a cue: one for each day that belongs to it, one without a day where there is none."""
    dates = _dates(context, sentence, cue, step)
    for one in parties:
        if len(one.bodies) >= 2 and _may(context, one.bodies, kind, step, one.sure):
            sure = round(one.sure * _SURE[step] * (0.8 if sentence.kind == "headline" else 1), 3)
            span = ((sentence.start, sentence.end),)
            for date in dates:
                yield ToldStep(one.bodies, step, kind, date, sentence, span, f"tie.{cue.name}", sure)


def _dates(context: Context, sentence: Sentence, cue: Cue, step: str) -> list[str]:
    """Give the days of a step, "" for none; nothing where its only days are still to come."""
    days = sorted(days_of(context, sentence, cue), key=lambda day: max(day.start - cue.end, cue.start - day.end))
    own = [day.value for day in (days if cue.name == "renewed" else days[:1])]
    published = context.published()
    dates = [value for value in own if not published or value <= published]
    if cue.name == "stands":
        own = dates = [value for value in dates if len(value) == 4]
    if not dates:
        day = None if step == "agreed" else when(context, sentence, cue)
        if day is None and step not in ("agreed", "explored"):
            day = told_after(context, sentence)
        dates = [day.value] if day and (not published or day.value <= published) else [""]
    to_come = own and dates == [""] and step not in ("intent-declared", "explored")
    return [] if to_come else dates


def _kind(context: Context, sentence: Sentence, cue: Cue, parties: Sequence[Parties]) -> str:
    """Name the kind of tie that a sentence speaks of, near its cue before anywhere in it; "" for none."""
    spans = (context.clause(sentence, cue.start, cue.end), (sentence.start, sentence.end))
    found = next(filter(None, (_kind_in(context, sentence, *span) for span in spans)), "")
    if any(one.name == "sister-city-agreement" for one in papers(context, sentence)):
        found = "sister-city"
    carried = cue.name in _CARRIED or (cue.name == "began" and found == "partnership")
    if found in ("", "partnership") and carried and parties and (found or _goes_on(context, sentence)):
        found = context.lasting(parties[0].bodies) or found
    return found or ("partnership" if papers(context, sentence) else "")


def _kind_in(context: Context, sentence: Sentence, start: int, end: int) -> str:
    kinds = [one for one in context.cues_in(start, end, "steps") if one.about.get("kind")]
    names = {one.name for one in kinds if not context.denied(sentence, one.start, one.end)}
    return next((name for name in _ORDER if name in names), "")


def _beside_tie(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether a tie or its paper stands near words that renew or end: not "the renewal of the water mains"."""
    first, last = max(sentence.start, cue.start - _NEAR), min(sentence.end, cue.end + _NEAR)
    cues = context.cues_in(first, last, "steps", "agreements")
    return any(one.about.get("kind") or one.about.get("instrument") for one in cues)


def _goes_on(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence goes on to speak of the tie that one of the two before it speaks of."""
    cues = context.cues_in(sentence.start, sentence.end, "encounters")
    if any(cue.about.get("class") for cue in cues):
        return False
    before = [one for one in context.told if 0 < sentence.number - one.number <= 2]
    ties = any(cue.about.get("kind") for one in before for cue in context.cues_in(one.start, one.end, "steps"))
    named = context.governments(sentence.start, sentence.end)
    words = context.article.text[sentence.start : sentence.end].split()
    return ties and (bool(named) or len(words) <= _SHORT)


def _step(context: Context, sentence: Sentence, cue: Cue, kind: str) -> str:
    """Say which step the words of a cue stand for here, "" where for none."""
    mood = context.mood(sentence, cue.start, cue.end)
    step = cue.says("step")
    if cue.name in ("ended", "lapsed") and _renewed_before(context, sentence, cue):
        # "An extension of the memorandum that had expired": it goes on.
        return ""
    if cue.name in _OVER:
        return _over(context, sentence, cue, kind, mood)
    if cue.name in _BEGINNINGS:
        return _beginning(context, sentence, cue, kind, mood)
    if cue.name == "approved":
        return step if kind in _LASTING or papers(context, sentence) else ""
    if cue.name == "planned":
        return "explored" if mood == "hope" else step
    if cue.name in ("discussed", "explored"):
        return step if sentence.kind != "headline" and _is_of_tie(context, sentence, cue, kind) else ""
    return step if (kind in _LASTING or kind == "project") and mood != "plan" else ""


def _is_of_tie(context: Context, sentence: Sentence, cue: Cue, kind: str) -> bool:
    """Say whether talk is of a tie: where its sentence names one, or tells when it was begun to be explored."""
    if cue.name == "discussed":
        return bool(kind) and not _wishes(context, sentence)
    return bool(kind) or _is_past(context, sentence, cue)


def _is_past(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether a day of a cue lies in a month before that of publication."""
    now = context.published()[:7]
    return any(not now or day.value[:7] < now for day in days_of(context, sentence, cue))


def _over(context: Context, sentence: Sentence, cue: Cue, kind: str, mood: str) -> str:
    """Say which step words of an end, a pause or a renewal stand for."""
    if not kind or not (_beside_tie(context, sentence, cue) or _goes_on(context, sentence)):
        return ""
    if mood == "hope" or (mood == "plan" and cue.name != "renewed"):
        return ""
    return "intent-declared" if cue.name == "renewed" and mood else cue.says("step")


def _beginning(context: Context, sentence: Sentence, cue: Cue, kind: str, mood: str) -> str:
    """Say which step words of a beginning stand for: of a lasting tie, told outright."""
    dated = bool(days_of(context, sentence, cue))
    if kind in _LASTING and not dated and context.asked(sentence, cue.start):
        # "He invited the regency to become a sister city": it has not, yet.
        return "" if sentence.kind == "headline" else "explored"
    outright = cue.name != "began" or dated
    told = kind in _LASTING and mood != "plan" and outright and not _of_another(context, sentence, cue)
    return cue.says("step") if told else ""


def _renewed_before(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether an end without a day is that of an old term, whose renewal stands shortly before it."""
    if days_of(context, sentence, cue):
        return False
    near = [one for one in _steps_in(context, sentence) if one.name == "renewed" and 0 < cue.start - one.end <= _NEAR]
    return any(not context.governments(one.end, cue.start) for one in near)


def _steps_in(context: Context, sentence: Sentence) -> list[Cue]:
    return [one for one in context.cues_in(sentence.start, sentence.end, "steps") if one.about.get("step")]


def _of_another(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether words of a beginning belong to other words: "explored since", a letter of intent to become."""
    steps = _steps_in(context, sentence)
    before = [one for one in steps if one.name not in _BEGINNINGS and 0 <= cue.start - one.end <= 2]
    letter = any(one.name == LETTER for one in papers(context, sentence))
    return bool(before) or (letter and cue.name in ("became", "began"))


def _wishes(context: Context, sentence: Sentence) -> bool:
    """Say whether a sentence tells what somebody wants, offers or finds hard: no step by itself."""
    cues = context.cues_in(sentence.start, sentence.end, "commitments")
    return any(cue.name in ("learning", "offer", "shared-challenge", "benefit", "goal") for cue in cues)


def _may(context: Context, parties: tuple[str, ...], kind: str, step: str, sure: float) -> bool:
    """Say whether two governments may have this tie: those of one country only where the text says so outright."""
    countries = {context.country(body) for body in parties}
    if len(countries) > 1 or not all(countries):
        return True
    return sure >= 0.9 and (kind in _LASTING or step in ("agreed", "renewed"))


def _planned_signing(context: Context, thread: Thread, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[ToldStep]:
    """A document that is to be signed puts the wish on record."""
    if sentence.kind == "headline" or not papers(context, sentence):
        return
    for cue in cues:
        if cue.name != "sign-done" or context.denied(sentence, cue.start, cue.end):
            continue
        if context.mood(sentence, cue.start, cue.end) not in ("plan", "resolved"):
            continue
        found = thread.parties(sentence, cue, joined=True)
        kind = _kind(context, sentence, cue, found) or "partnership"
        for parties in found:
            if len(parties.bodies) >= 2 and _may(context, parties.bodies, kind, "intent-declared", parties.sure):
                span = ((sentence.start, sentence.end),)
                sure = round(0.7 * parties.sure, 3)
                yield ToldStep(parties.bodies, "intent-declared", kind, "", sentence, span, "tie.to-be-signed", sure)
        return


def _wished(context: Context, thread: Thread, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[ToldStep]:
    """A lasting tie of two cities that somebody hopes for, wants or holds out is talked of at least."""
    if sentence.kind == "headline" or any(cue.about.get("step") and not cue.about.get("deed") for cue in cues):
        return
    wants = [cue for cue in context.cues_in(sentence.start, sentence.end, "commitments") if cue.about.get("class")]
    for cue in cues:
        if cue.name not in _LASTING or context.denied(sentence, cue.start, cue.end):
            continue
        if not wants and not context.mood(sentence, cue.start, cue.end):
            continue
        for parties in thread.parties(sentence, cue):
            named = context.cities(sentence.start, sentence.end)
            if (
                len(parties.bodies) == 2
                and set(parties.bodies) <= set(named)
                and _may(context, parties.bodies, "", "", 0)
            ):
                span = ((sentence.start, sentence.end),)
                date = _whole_day(context, sentence, cue)
                yield ToldStep(parties.bodies, "explored", cue.name, date, sentence, span, "tie.wished", 0.6)
        return


def _whole_day(context: Context, sentence: Sentence, cue: Cue) -> str:
    """Give the one whole day that a sentence tells, by the day of publication, empty where it tells none or several."""
    days = {day.value for day in context.days_in(sentence.start, sentence.end)}
    day = when(context, sentence, cue)
    return day.value if day and len(days) == 1 and len(day.value) == 10 else ""


def _listed(context: Context, sentence: Sentence) -> Iterator[ToldStep]:
    """Cities that a sentence only lists are those of which the one before it speaks: "Among them with X and Y"."""
    before = next((one for one in context.told if one.number == sentence.number - 1), None)
    opening = context.cues_in(sentence.start, min(sentence.end, sentence.start + _OPENING), "commitments")
    if before is None or not context.hub or not any(cue.name == "list" for cue in opening):
        return
    ties = [cue for cue in context.cues_in(before.start, before.end, "steps") if cue.name in _LASTING]
    wants = [cue for cue in context.cues_in(before.start, before.end, "commitments") if cue.about.get("class")]
    hoped = [cue for cue in ties if wants or context.mood(before, cue.start, cue.end)]
    if not hoped or any(context.denied(before, cue.start, cue.end) for cue in hoped):
        return
    for body in context.cities(sentence.start, sentence.end):
        parties = tuple(sorted((context.hub, body)))
        if body != context.hub and _may(context, parties, "", "", 0):
            span = ((before.start, before.end), (sentence.start, sentence.end))
            yield ToldStep(parties, "explored", hoped[0].name, "", sentence, span, "tie.listed-wish", 0.55)


def _in_force(context: Context, thread: Thread, sentence: Sentence, cues: Sequence[Cue]) -> Iterator[ToldStep]:
    """A government called the sister city of another is one, where nothing in the sentence says otherwise."""
    if sentence.kind == "headline" or any(one.name in _OTHERWISE for one in cues):
        return
    for cue in cues:
        if cue.name != "sister-city" or context.denied(sentence, cue.start, cue.end):
            continue
        if context.mood(sentence, cue.start, cue.end):
            continue
        near = [
            actor
            for actor in context.actors(sentence.start, sentence.end)
            if actor.kind in ("place", "government")
            and (0 <= actor.start - cue.end <= 3 or 0 <= cue.start - actor.end <= 3)
        ]
        for parties in thread.parties(sentence, cue) if near else ():
            if len(parties.bodies) == 2 and parties.sure >= 0.65 and near[0].body in parties.bodies:
                span = ((sentence.start, sentence.end),)
                sure = round(0.55 * parties.sure, 3)
                yield ToldStep(parties.bodies, "agreed", "sister-city", "", sentence, span, "tie.in-force", sure)
        return
