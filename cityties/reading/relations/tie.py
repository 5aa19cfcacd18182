"""Ties: the steps that an article tells, weighed: each once, its headline's claim apart from its text's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.agreement import Signed
from cityties.reading.relations.field import fields_listed, fields_told
from cityties.reading.relations.step import ToldStep, find_told_steps
from cityties.reading.telling.context import Context, slug

__all__ = ["find_steps"]

_DONE: Final = ("ended", "suspended", "renewed", "agreed")
# Of what is told of the present, the stronger step stands.
_RANK: Final = {
    "ended": 6,
    "suspended": 6,
    "renewed": 5,
    "agreed": 4,
    "intent-declared": 3,
    "activity": 2,
    "explored": 1,
}
# Rules that say that a tie is in force, without a step of their own.
_STATED: Final = frozenset({"tie.in-force", "tie.became", "tie.stands", "tie.listed"})
_KINDS: Final = {"sister-city": 0, "friendship": 1, "project": 2, "partnership": 3, "": 4}


def find_steps(context: Context, encounters: Sequence[Fact], signed: Sequence[Signed]) -> list[Fact]:
    """Find the steps of ties that an article tells."""
    told_steps = find_told_steps(context, signed)
    told_steps += _talks(context, encounters, told_steps)
    steps: list[Fact] = []
    groups = sorted(
        {told_step.parties for told_step in told_steps},
        key=lambda one: (min(t.spans[0] for t in told_steps if t.parties == one), one),
    )
    for parties in groups:
        told = [told_step for told_step in told_steps if told_step.parties == parties]
        body = _weighed(context, [told_step for told_step in told if not told_step.headline])
        body += _in_its_name(context, parties, body, encounters)
        head = (
            _claims(context, [told_step for told_step in told if told_step.headline], body)
            if body or parties == context.main
            else []
        )
        steps += [_fact(context, told_step, encounters, signed, body) for told_step in (*head, *body)]
    return _numbered(steps)


def _talks(context: Context, encounters: Sequence[Fact], told_steps: Sequence[ToldStep]) -> list[ToldStep]:
    """An encounter of governments of two countries, in a text that speaks of cooperation, explores it at least."""
    found: list[ToldStep] = []
    for encounter in encounters:
        bodies = [
            body
            for part in encounter.tables("participants")
            if context.is_government(body := part.get("onBehalfOf", part["participant"]))
            and not context.is_country(body)
        ]
        parties = tuple(sorted(dict.fromkeys(bodies)))
        if len(parties) != 2 or len({context.country(body) for body in parties}) < 2:
            continue
        if not _cooperates(context) or not _opens(told_steps, parties, encounter.text("date")):
            continue
        sentence = next(one for one in context.told if one.start == encounter.spans[0][0])
        date, sure = encounter.text("date"), round(0.6 * encounter.score, 3)
        found.append(
            ToldStep(
                parties, "explored", "partnership", date, sentence, encounter.spans, "tie.talks", sure, encounter.id
            )
        )
    return found


def _in_its_name(
    context: Context, parties: tuple[str, ...], body: Sequence[ToldStep], encounters: Sequence[Fact]
) -> list[ToldStep]:
    """An encounter of two that are tied already is an activity of their tie, where nothing more is told of now."""
    force = any(told_step.step in ("agreed", "renewed") for told_step in body)
    now = [told_step for told_step in body if not _is_past(context, told_step) and told_step.rule not in _STATED]
    begun = any(told_step.realised and not _is_past(context, told_step) for told_step in body)
    if not force or now or begun or any(told_step.step in ("ended", "suspended") for told_step in body):
        return []
    for encounter in encounters:
        bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
        if set(parties) <= bodies and encounter.text("class") in ("Visit", "Meeting", "Reception"):
            sentence = next(one for one in context.told if one.start == encounter.spans[0][0])
            sure, date = round(0.6 * encounter.score, 3), encounter.text("date")
            spans, rule = encounter.spans, "tie.in-its-name"
            kind = body[0].kind
            return [ToldStep(parties, "activity", kind, date, sentence, spans, rule, sure, encounter.id)]
    return []


def _opens(told_steps: Sequence[ToldStep], parties: tuple[str, ...], date: str) -> bool:
    """Say whether an encounter tells a step of its own: none other is told, or it was a month or more before."""
    told = [told_step for told_step in told_steps if told_step.parties == parties and not told_step.headline]
    if not told:
        return True
    if len(date) < 7 or any(told_step.step in ("agreed", "renewed") and told_step.date < date for told_step in told):
        return False
    return all(len(told_step.date) < 7 or date[:7] < told_step.date[:7] for told_step in told)


def _cooperates(context: Context) -> bool:
    """Say whether the text speaks of cooperation anywhere, without denying it."""
    return any(
        cue.about.get("kind") and not context.denied(sentence, cue.start, cue.end)
        for sentence in context.told
        for cue in context.cues_in(sentence.start, sentence.end, "steps")
    )


def _weighed(context: Context, told_steps: Sequence[ToldStep]) -> list[ToldStep]:
    """Keep one of each step and day, and of the present only the strongest."""
    merged = _each_once(told_steps)
    past = [told_step for told_step in merged if _is_past(context, told_step)]
    force = [told_step for told_step in past if told_step.step in ("agreed", "renewed")]
    over = any(told_step.step == "ended" for told_step in merged)
    present, stated = _present(context, [told_step for told_step in merged if told_step not in past])
    if stated and not force and not over:
        force = stated
        past += stated
    present = _strongest([_under(told_step, bool(force) and not over) for told_step in present], bool(force))
    return sorted((*past, *present), key=lambda one: one.spans[0])


def _present(context: Context, present: Sequence[ToldStep]) -> tuple[list[ToldStep], list[ToldStep]]:
    """Part what is told of now from the statements that a tie is in force, as far as these count beside it."""
    stated = [told_step for told_step in present if told_step.rule in _STATED and not told_step.date]
    present = [told_step for told_step in present if told_step not in stated]
    if any(told_step.rule == "tie.became" for told_step in stated):
        # What is wished and talked of in the news of a tie's beginning is no turn after it.
        signing = any(told_step.realised for told_step in stated)
        present = [one for one in present if not _of_now(context, one, signing)]
    signed = any(told_step.step == "agreed" for told_step in present)
    wished = any(told_step.step == "intent-declared" for told_step in present)
    stated = [told_step for told_step in stated if told_step.rule != "tie.in-force" or not wished]
    return present, ([] if signed else stated)


def _each_once(told_steps: Sequence[ToldStep]) -> list[ToldStep]:
    """Join the tellings of one step on one day, the fullest day first."""
    merged: list[ToldStep] = []
    for told_step in sorted(told_steps, key=lambda one: (-len(one.date), -one.sure)):
        twin = next((place for place, one in enumerate(merged) if _same(one, told_step)), None)
        if twin is None:
            merged.append(told_step)
        else:
            merged[twin] = _joined(merged[twin], told_step)
    return merged


def _of_now(context: Context, told_step: ToldStep, signing: bool) -> bool:
    """Say whether a weak step is told of the very days of a tie's beginning; activities are where it was signed."""
    if told_step.step in ("intent-declared", "explored"):
        return not told_step.date
    recent = told_step.date[:7] in ("", context.published()[:7])
    return told_step.step == "activity" and signing and recent


def _same(one: ToldStep, other: ToldStep) -> bool:
    return one.step == other.step and (one.date.startswith(other.date) or other.date.startswith(one.date))


def _joined(one: ToldStep, other: ToldStep) -> ToldStep:
    """Join two tellings of one step; what a document or an encounter realises stays so."""
    kind = min((one.kind, other.kind), key=lambda name: _KINDS[name])
    if one.rule == "tie.signed" or other.rule == "tie.signed":
        kind = (one if one.rule == "tie.signed" else other).kind or kind
    return replace(
        one,
        kind=kind,
        date=max(one.date, other.date, key=len),
        spans=tuple(dict.fromkeys((*one.spans, *other.spans)))[:3],
        sure=max(one.sure, other.sure),
        realised=one.realised or other.realised,
        rule=one.rule if one.rule != "tie.in-force" else other.rule,
    )


def _is_past(context: Context, told_step: ToldStep) -> bool:
    """Say whether a step is told as history: its day is long before the day of publication, or a mere year."""
    if not told_step.date:
        return False
    published = context.published()
    if not published:
        return len(told_step.date) < 10
    if told_step.step == "explored" and len(told_step.date) >= 7:
        return told_step.date[:7] < published[:7]
    return told_step.date < f"{published[:4]}" or (len(told_step.date) == 7 and told_step.date < published[:7])


def _under(told_step: ToldStep, force: bool) -> ToldStep:
    """Talks and visits under a tie in force are done in its name."""
    return replace(told_step, step="activity") if force and told_step.step == "explored" else told_step


def _strongest(told_steps: Sequence[ToldStep], force: bool) -> list[ToldStep]:
    if not told_steps:
        return []
    best = max(told_steps, key=lambda one: (_RANK[one.step], len(one.date), one.sure))
    if best.step == "activity" and not force:
        weaker = [one for one in told_steps if one.step == "explored"]
        best = max(weaker, key=lambda one: one.sure) if weaker else best
    kept = [best]
    for told_step in told_steps:
        apart = (
            told_step.date
            and best.date
            and len(told_step.date) >= 7
            and len(best.date) >= 7
            and told_step.date[:7] != best.date[:7]
        )
        if told_step is not best and apart and told_step.step != best.step:
            kept.append(told_step)
    return kept


def _claims(context: Context, head: Sequence[ToldStep], body: Sequence[ToldStep]) -> list[ToldStep]:
    """Keep what a headline claims as done, where its text tells no such step."""
    told = {told_step.step for told_step in body}
    strongest = max((_RANK[told_step.step] for told_step in body if not _is_past(context, told_step)), default=0)
    found: list[ToldStep] = []
    for told_step in head:
        if told_step.step in _DONE and told_step.step not in told and _RANK[told_step.step] > strongest and not found:
            found.append(told_step)
    return found


def _fact(
    context: Context,
    told_step: ToldStep,
    encounters: Sequence[Fact],
    signed: Sequence[Signed],
    body: Sequence[ToldStep],
) -> Fact:
    slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {
        "parties": list(told_step.parties),
        "stepKind": told_step.step,
        "tieKind": told_step.kind or "partnership",
        "toldIn": "headline" if told_step.headline else "body",
    }
    past = _is_past(context, told_step)
    realised = told_step.realised
    if not realised and not past and not told_step.headline and told_step.rule not in _STATED:
        encounter = _at(context, told_step, encounters)
        realised = encounter.id if encounter else ""
        if encounter and not told_step.date:
            told_step = replace(told_step, date=encounter.text("date"))
    if told_step.date:
        slots["date"] = told_step.date
    elif context.published():
        slots["noLaterThan"] = context.published()
    if realised:
        slots["realisedBy"] = realised
    if not told_step.headline:
        sectors = _sectors(context, told_step, [one for one in body if one is not told_step], past)
        if sectors:
            slots["sectors"] = sectors
    return Fact("", "step", slots, told_step.spans, told_step.rule, told_step.sure)


def _at(context: Context, told_step: ToldStep, encounters: Sequence[Fact]) -> Fact | None:
    """Give the encounter in which a step was taken: one of its parties, on its day."""
    for encounter in encounters:
        date = encounter.text("date")
        if told_step.date and date and not (date.startswith(told_step.date) or told_step.date.startswith(date)):
            continue
        bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
        if len(bodies & set(told_step.parties)) >= 2 and encounter.text("class") != "Statement":
            return encounter
    return None


def _sectors(context: Context, told_step: ToldStep, others: Sequence[ToldStep], past: bool) -> list[str]:
    """Give the fields of a step: of the present one of the article's own tie also those that the text lists."""
    names = fields_told(context, told_step.spans)
    if not past and told_step.rule not in _STATED and set(context.main) <= set(told_step.parties):
        names += fields_listed(context, {span for one in others for span in one.spans})
    return list(dict.fromkeys(names))


def _numbered(steps: Sequence[Fact]) -> list[Fact]:
    counts: dict[str, int] = {}
    found = []
    for fact in steps:
        name = f"{slug(fact.names('parties'))}-{fact.text('stepKind')}"
        counts[name] = counts.get(name, 0) + 1
        found.append(replace(fact, id=f"step:{name}-{counts[name]}"))
    return found
