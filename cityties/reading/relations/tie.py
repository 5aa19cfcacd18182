"""Ties: the steps that an article tells, weighed: one for each turn, its headline's claim apart from its text's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.relations.agreement import Signed
from cityties.reading.relations.field import fields_listed, fields_told
from cityties.reading.relations.step import Turn, find_turns
from cityties.reading.telling.context import Scene, slug

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
# Rules that say that a tie is in force, without a turn of their own.
_STATED: Final = frozenset({"tie.in-force", "tie.became", "tie.stands", "tie.listed"})
_KINDS: Final = {"sister-city": 0, "friendship": 1, "project": 2, "partnership": 3, "": 4}


def find_steps(scene: Scene, encounters: Sequence[Fact], signed: Sequence[Signed]) -> list[Fact]:
    """Find the steps of ties that an article tells."""
    turns = find_turns(scene, signed)
    turns += _talks(scene, encounters, turns)
    steps: list[Fact] = []
    groups = sorted(
        {turn.parties for turn in turns}, key=lambda one: min(t.spans[0] for t in turns if t.parties == one)
    )
    for parties in groups:
        told = [turn for turn in turns if turn.parties == parties]
        body = _weighed(scene, [turn for turn in told if not turn.headline])
        body += _in_its_name(scene, parties, body, encounters)
        head = _claims(scene, [turn for turn in told if turn.headline], body) if body or parties == scene.main else []
        steps += [_fact(scene, turn, encounters, signed, body) for turn in (*head, *body)]
    return _numbered(steps)


def _talks(scene: Scene, encounters: Sequence[Fact], turns: Sequence[Turn]) -> list[Turn]:
    """An encounter of governments of two countries, in a text that speaks of cooperation, explores it at least."""
    found: list[Turn] = []
    for encounter in encounters:
        bodies = [
            body
            for part in encounter.tables("participants")
            if scene.is_government(body := part.get("onBehalfOf", part["participant"]))
        ]
        parties = tuple(sorted(dict.fromkeys(bodies)))
        if len(parties) != 2 or len({scene.country(body) for body in parties}) < 2:
            continue
        if not _cooperates(scene) or not _opens(turns, parties, encounter.text("date")):
            continue
        sentence = next(one for one in scene.told if one.start == encounter.spans[0][0])
        date, sure = encounter.text("date"), round(0.6 * encounter.score, 3)
        found.append(
            Turn(parties, "explored", "partnership", date, sentence, encounter.spans, "tie.talks", sure, encounter.id)
        )
    return found


def _in_its_name(
    scene: Scene, parties: tuple[str, ...], body: Sequence[Turn], encounters: Sequence[Fact]
) -> list[Turn]:
    """An encounter of two that are tied already is an activity of their tie, where nothing more is told of now."""
    force = any(turn.step in ("agreed", "renewed") for turn in body)
    now = [turn for turn in body if not _is_past(scene, turn) and turn.rule not in _STATED]
    if not force or now or any(turn.step in ("ended", "suspended") for turn in body):
        return []
    for encounter in encounters:
        bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
        if set(parties) <= bodies and encounter.text("class") in ("Visit", "Meeting", "Reception"):
            sentence = next(one for one in scene.told if one.start == encounter.spans[0][0])
            sure, date = round(0.6 * encounter.score, 3), encounter.text("date")
            spans, rule = encounter.spans, "tie.in-its-name"
            kind = body[0].kind
            return [Turn(parties, "activity", kind, date, sentence, spans, rule, sure, encounter.id)]
    return []


def _opens(turns: Sequence[Turn], parties: tuple[str, ...], date: str) -> bool:
    """Say whether an encounter tells a turn of its own: none other is told, or it was a month or more before."""
    told = [turn for turn in turns if turn.parties == parties and not turn.headline]
    if not told:
        return True
    if len(date) < 7 or any(turn.step in ("agreed", "renewed") and turn.date < date for turn in told):
        return False
    return all(len(turn.date) < 7 or date[:7] < turn.date[:7] for turn in told)


def _cooperates(scene: Scene) -> bool:
    """Say whether the text speaks of cooperation anywhere, without denying it."""
    return any(
        cue.about.get("kind") and not scene.denied(sentence, cue.start, cue.end)
        for sentence in scene.told
        for cue in scene.cues_in(sentence.start, sentence.end, "steps")
    )


def _weighed(scene: Scene, turns: Sequence[Turn]) -> list[Turn]:
    """Keep one turn for each step and day, and of the present only the strongest."""
    merged: list[Turn] = []
    for turn in sorted(turns, key=lambda one: (-len(one.date), -one.sure)):
        twin = next((place for place, one in enumerate(merged) if _same(one, turn)), None)
        if twin is None:
            merged.append(turn)
        else:
            merged[twin] = _joined(merged[twin], turn)
    past = [turn for turn in merged if _is_past(scene, turn)]
    present = [turn for turn in merged if turn not in past]
    force = [turn for turn in past if turn.step in ("agreed", "renewed")]
    over = any(turn.step == "ended" for turn in merged)
    stated = [turn for turn in present if turn.rule in _STATED and not turn.date]
    present = [turn for turn in present if turn not in stated]
    signed = any(turn.step == "agreed" for turn in present)
    wished = any(turn.step == "intent-declared" for turn in present)
    stated = [turn for turn in stated if turn.rule != "tie.in-force" or not wished]
    if stated and not force and not signed and not over:
        force = stated
        past += stated
    present = _strongest([_under(turn, bool(force) and not over) for turn in present], bool(force))
    return sorted((*past, *present), key=lambda one: one.spans[0])


def _same(one: Turn, other: Turn) -> bool:
    return one.step == other.step and (one.date.startswith(other.date) or other.date.startswith(one.date))


def _joined(one: Turn, other: Turn) -> Turn:
    """Join two tellings of one turn; what a document or an encounter realises stays so."""
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


def _is_past(scene: Scene, turn: Turn) -> bool:
    """Say whether a turn is told as history: its day is long before the day of publication, or a mere year."""
    if not turn.date:
        return False
    published = scene.published()
    if not published:
        return len(turn.date) < 10
    if turn.step == "explored" and len(turn.date) >= 7:
        return turn.date[:7] < published[:7]
    return turn.date < f"{published[:4]}" or (len(turn.date) == 7 and turn.date < published[:7])


def _under(turn: Turn, force: bool) -> Turn:
    """Talks and visits under a tie in force are done in its name."""
    return replace(turn, step="activity") if force and turn.step == "explored" else turn


def _strongest(turns: Sequence[Turn], force: bool) -> list[Turn]:
    if not turns:
        return []
    best = max(turns, key=lambda one: (_RANK[one.step], len(one.date), one.sure))
    if best.step == "activity" and not force:
        weaker = [one for one in turns if one.step == "explored"]
        best = max(weaker, key=lambda one: one.sure) if weaker else best
    kept = [best]
    for turn in turns:
        apart = (
            turn.date and best.date and len(turn.date) >= 7 and len(best.date) >= 7 and turn.date[:7] != best.date[:7]
        )
        if turn is not best and apart and turn.step != best.step:
            kept.append(turn)
    return kept


def _claims(scene: Scene, head: Sequence[Turn], body: Sequence[Turn]) -> list[Turn]:
    """Keep what a headline claims as done, where its text tells no such step."""
    told = {turn.step for turn in body}
    strongest = max((_RANK[turn.step] for turn in body if not _is_past(scene, turn)), default=0)
    found: list[Turn] = []
    for turn in head:
        if turn.step in _DONE and turn.step not in told and _RANK[turn.step] > strongest and not found:
            found.append(turn)
    return found


def _fact(scene: Scene, turn: Turn, encounters: Sequence[Fact], signed: Sequence[Signed], body: Sequence[Turn]) -> Fact:
    slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {
        "parties": list(turn.parties),
        "stepKind": turn.step,
        "tieKind": turn.kind or "partnership",
        "toldIn": "headline" if turn.headline else "body",
    }
    past = _is_past(scene, turn)
    realised = turn.realised
    if not realised and not past and not turn.headline and turn.rule not in _STATED:
        encounter = _at(scene, turn, encounters)
        realised = encounter.id if encounter else ""
        if encounter and not turn.date:
            turn = replace(turn, date=encounter.text("date"))
    if turn.date:
        slots["date"] = turn.date
    elif scene.published():
        slots["noLaterThan"] = scene.published()
    if realised:
        slots["realisedBy"] = realised
    if not turn.headline:
        sectors = _sectors(scene, turn, [one for one in body if one is not turn], past)
        if sectors:
            slots["sectors"] = sectors
    return Fact("", "step", slots, turn.spans, turn.rule, turn.sure)


def _at(scene: Scene, turn: Turn, encounters: Sequence[Fact]) -> Fact | None:
    """Give the encounter in which a turn was taken: one of its parties, on its day."""
    for encounter in encounters:
        date = encounter.text("date")
        if turn.date and date and not (date.startswith(turn.date) or turn.date.startswith(date)):
            continue
        bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
        if len(bodies & set(turn.parties)) >= 2 and encounter.text("class") != "Statement":
            return encounter
    return None


def _sectors(scene: Scene, turn: Turn, others: Sequence[Turn], past: bool) -> list[str]:
    """Give the fields of a turn: of the present one of the article's own tie also those that the text lists."""
    names = fields_told(scene, turn.spans)
    if not past and turn.rule not in _STATED and set(scene.main) <= set(turn.parties):
        names += fields_listed(scene, {span for one in others for span in one.spans})
    return list(dict.fromkeys(names))


def _numbered(steps: Sequence[Fact]) -> list[Fact]:
    counts: dict[str, int] = {}
    found = []
    for fact in steps:
        name = f"{slug(fact.names('parties'))}-{fact.text('stepKind')}"
        counts[name] = counts.get(name, 0) + 1
        found.append(replace(fact, id=f"step:{name}-{counts[name]}"))
    return found
