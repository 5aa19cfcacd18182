"""Agreements: documents that are signed according to the text, with instrument, day, term and signatories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cityties.reading.cue import Cue
from cityties.reading.day import Day
from cityties.reading.draft import Fact
from cityties.reading.encounter import when
from cityties.reading.party import Thread
from cityties.reading.scene import Scene
from cityties.reading.sentence import Sentence

__all__ = ["Signed", "find_signed"]

LETTER: Final = "letter-of-intent"
_SISTER: Final = "sister-city-agreement"
# The most telling instrument of a sentence has it: a "sister-city protocol" is no mere protocol.
_ORDER: Final = (
    LETTER,
    _SISTER,
    "memorandum-of-understanding",
    "joint-declaration",
    "protocol",
    "cooperation-agreement",
)
_YEARS: Final = re.compile(r"\d+")


@dataclass(frozen=True)
class Signed:
    """A document that is signed, and what its sentence says beside: does it renew a tie, of which kind."""

    fact: Fact
    sentence: Sentence
    cue: Cue
    day: Day | None
    renews: bool
    kind: str

    @property
    def parties(self) -> tuple[str, ...]:
        """The governments that signed."""
        return tuple(self.fact.names("parties"))


def find_signed(scene: Scene, encounters: Sequence[Fact]) -> list[Signed]:
    """Find the documents that an article tells as signed."""
    thread = Thread(scene)
    found: list[Signed] = []
    for sentence in scene.told:
        if sentence.kind != "headline":
            for one in _of_sentence(scene, thread, sentence, encounters):
                twin = next((place for place, other in enumerate(found) if _same(other, one)), None)
                if twin is None:
                    found.append(one)
                else:
                    found[twin] = _merged(found[twin], one)
        thread.follow(sentence)
    return [_numbered(one, place) for place, one in enumerate(found, 1)]


def _of_sentence(scene: Scene, thread: Thread, sentence: Sentence, encounters: Sequence[Fact]) -> list[Signed]:
    cues = scene.cues_in(sentence.start, sentence.end)
    instruments = [cue for cue in cues if cue.file == "agreements" and cue.about.get("instrument")]
    kinds = [cue for cue in cues if cue.file == "steps" and cue.about.get("kind")]
    found: list[Signed] = []
    for cue in cues:
        if cue.name != "sign-done" or scene.denied(sentence, cue.start, cue.end):
            continue
        if scene.mood(sentence, cue.start, cue.end):
            continue
        written = [one for one in instruments if not scene.denied(sentence, one.start, one.end)]
        near = written or _nearby(scene, sentence)
        if not near and not any(kind.name in ("sister-city", "friendship") for kind in kinds):
            continue
        day = when(scene, sentence, cue.start, cue.end)
        if day is not None and scene.published() and day.value[:10] > scene.published():
            continue
        for parties in thread.parties(sentence, cue, joined=True):
            if len(parties.bodies) < 2 or (not written and parties.sure < 0.7):
                continue
            kind = _kind(kinds)
            name = _instrument(near, kind)
            renews = any(one.name == "renewed" for one in scene.cues_in(sentence.start, sentence.end, "steps"))
            fact = _fact(scene, sentence, name, parties.bodies, day, parties.sure, encounters)
            found.append(Signed(fact, sentence, cue, day, renews, kind))
        if found:
            break
    return found


def _nearby(scene: Scene, sentence: Sentence) -> list[Cue]:
    """Give the instruments of the sentence before: "The document was signed by …"."""
    for other in scene.told:
        if other.number == sentence.number - 1 and other.kind == "body":
            cues = scene.cues_in(other.start, other.end, "agreements")
            return [cue for cue in cues if cue.about.get("instrument")]
    return []


def _kind(kinds: Sequence[Cue]) -> str:
    names = {cue.name for cue in kinds}
    return next((name for name in ("sister-city", "friendship", "project", "partnership") if name in names), "")


def _instrument(cues: Sequence[Cue], kind: str) -> str:
    names = {cue.name for cue in cues}
    best = next((name for name in _ORDER if name in names), "")
    if kind == "sister-city" and best in ("", "cooperation-agreement", "protocol"):
        return _SISTER
    return best or "cooperation-agreement"


def _fact(
    scene: Scene,
    sentence: Sentence,
    instrument: str,
    parties: tuple[str, ...],
    day: Day | None,
    sure: float,
    encounters: Sequence[Fact],
) -> Fact:
    slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {
        "instrument": instrument,
        "parties": list(parties),
    }
    signing = _signing(scene, sentence, parties, day, encounters)
    if day:
        slots["signedOn"] = day.value
    elif signing and signing.text("date"):
        slots["signedOn"] = signing.text("date")
    terms = [cue for cue in scene.cues_in(sentence.start, sentence.end, "agreements") if cue.name == "term"]
    if terms:
        slots["term"] = scene.article.text[terms[0].start : terms[0].end]
    if signing:
        signatories = [
            {key: value for key, value in part.items() if key != "role"}
            for part in signing.tables("participants")
            if part.get("role") == "signatory" and part["participant"].startswith("person:")
        ]
        if signatories:
            slots["signatories"] = signatories
    return Fact("", "agreement", slots, ((sentence.start, sentence.end),), "agreement.signed", 0.9 * sure)


def _signing(
    scene: Scene, sentence: Sentence, parties: tuple[str, ...], day: Day | None, encounters: Sequence[Fact]
) -> Fact | None:
    """Give the signing at which a document was signed, if the text tells of it."""
    for encounter in encounters:
        if encounter.text("class") != "Signing":
            continue
        bodies = {part.get("onBehalfOf") for part in encounter.tables("participants")}
        date = encounter.text("date")
        agrees = not day or not date or day.value.startswith(date) or date.startswith(day.value)
        if len(bodies & set(parties)) >= 2 and agrees:
            return encounter
    return None


def _same(one: Signed, other: Signed) -> bool:
    if one.parties != other.parties:
        return False
    dates = one.fact.text("signedOn"), other.fact.text("signedOn")
    if all(dates) and not (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])):
        return False
    names = {one.fact.text("instrument"), other.fact.text("instrument")}
    return len(names) == 1 or bool(names & {"cooperation-agreement", "protocol"}) or LETTER not in names


def _merged(one: Signed, other: Signed) -> Signed:
    order = sorted((one, other), key=lambda it: _ORDER.index(it.fact.text("instrument")))
    slots = {**other.fact.slots, **one.fact.slots, "instrument": order[0].fact.text("instrument")}
    if len(other.fact.text("signedOn")) > len(one.fact.text("signedOn")):
        slots["signedOn"] = other.fact.text("signedOn")
    spans = tuple(sorted({*one.fact.spans, *other.fact.spans}))
    score = max(one.fact.score, other.fact.score)
    fact = Fact("", "agreement", slots, spans, one.fact.rule, score)
    kind = one.kind if one.kind not in ("", "partnership") else other.kind or one.kind
    return Signed(fact, one.sentence, one.cue, one.day or other.day, one.renews or other.renews, kind)


def _numbered(one: Signed, place: int) -> Signed:
    fact = one.fact
    name = f"agreement:{fact.text('instrument')}-{place}"
    return Signed(
        Fact(name, fact.kind, fact.slots, fact.spans, fact.rule, fact.score),
        one.sentence,
        one.cue,
        one.day,
        one.renews,
        one.kind,
    )
