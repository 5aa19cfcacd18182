"""Agreements: documents that are signed according to the text, with instrument, day, term and signatories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cityties.reading.draft import Fact
from cityties.reading.telling.context import Context
from cityties.reading.telling.dating import days_of, told_after, when
from cityties.reading.telling.party import Parties, Thread
from cityties.reading.text.sentence import Sentence
from cityties.reading.time.day import Day
from cityties.reading.words.cue import Cue

__all__ = ["LETTER", "Signed", "find_signed", "idle", "papers"]

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
_NEAR: Final = 2
_FAR: Final = 3
_OUTRIGHT: Final = 0.75


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


def find_signed(context: Context, encounters: Sequence[Fact]) -> list[Signed]:
    """Find the documents that an article tells as signed."""
    thread = Thread(context)
    found: list[Signed] = []
    for sentence in context.told:
        if sentence.kind != "headline":
            for one in _of_sentence(context, thread, sentence, encounters):
                if _of_the_same(context, found, one):
                    continue
                twin = next((place for place, other in enumerate(found) if _same(context, other, one)), None)
                if twin is None:
                    found.append(one)
                else:
                    found[twin] = _merged(found[twin], one)
        thread.follow(sentence)
    return [_numbered(one, place) for place, one in enumerate(found, 1)]


def _of_the_same(context: Context, found: Sequence[Signed], one: Signed) -> bool:
    """Say whether a sentence that names no paper of its own speaks on of one just told, of other parties."""
    near = [other for other in found if 0 < one.sentence.number - other.sentence.number <= _NEAR]
    return not papers(context, one.sentence) and any(other.parties != one.parties for other in near)


def _of_sentence(context: Context, thread: Thread, sentence: Sentence, encounters: Sequence[Fact]) -> list[Signed]:
    cues = context.cues_in(sentence.start, sentence.end)
    kinds = [
        cue
        for cue in cues
        if cue.file == "steps" and cue.about.get("kind") and not context.denied(sentence, cue.start, cue.end)
    ]
    renews = any(cue.name == "renewed" for cue in cues)
    found: list[Signed] = []
    for cue in cues:
        if not _signs(context, sentence, cue) or context.denied(sentence, cue.start, cue.end):
            continue
        if context.mood(sentence, cue.start, cue.end):
            continue
        written = papers(context, sentence)
        near = written or _nearby(context, sentence)
        lasting = _lasting(kinds) or (_carried(context, sentence) if not written or _plain(context, near) else "")
        if not near and not kinds and not lasting:
            continue
        day = when(context, sentence, cue) or told_after(context, sentence)
        again = renews and not (day and _old(context, day) and not _owns(context, sentence, "renewed", day))
        if day is not None and context.published() and day.value > context.published():
            continue
        for parties in _with_bodies(context, sentence, thread.parties(sentence, cue, joined=True), cue):
            kept = context.lasting(parties.bodies) if not near else ""
            kind = lasting or kept or _kind(kinds) or ("partnership" if near else "")
            if len(parties.bodies) < 2 or not kind or (not near and parties.sure < 0.7):
                continue
            if parties.sure < _OUTRIGHT and len({context.country(body) for body in parties.bodies}) == 1:
                # Two cities of one country have signed only what the text says so of.
                continue
            fact = _fact(
                context, sentence, _instrument(near, cue, lasting), parties.bodies, day, parties.sure, encounters
            )
            found.append(Signed(fact, sentence, cue, day, again, kind))
    return found


def _old(context: Context, day: Day) -> bool:
    return day.value < context.published()[:4]


def _owns(context: Context, sentence: Sentence, name: str, day: Day) -> bool:
    """Say whether a day belongs to words of a table."""
    cues = [cue for cue in context.cues_in(sentence.start, sentence.end, "steps") if cue.name == name]
    return any(day in days_of(context, sentence, cue) for cue in cues)


def _signs(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether words tell of a signing; officials of two sides who renew a paper sign it."""
    if cue.name == "sign-done":
        return not idle(context, sentence, cue)
    cues = context.cues_in(sentence.start, sentence.end, "agreements")
    if cue.name != "renewed" or not papers(context, sentence) or any(one.name == "sign-done" for one in cues):
        return False
    actors = context.actors(sentence.start, sentence.end)
    return len({one.body for one in actors if one.person and context.is_government(one.body)}) >= 2


def idle(context: Context, sentence: Sentence, cue: Cue) -> bool:
    """Say whether words of signing are part of an idiom, or are of a guest book: they tell no signing."""
    idioms = [one for one in context.cues_in(sentence.start, sentence.end, "agreements") if one.about.get("idle")]
    return any(one.start < cue.end and cue.start < one.end for one in idioms)


def papers(context: Context, sentence: Sentence) -> list[Cue]:
    """Give the documents that a sentence names and does not deny."""
    return [
        cue
        for cue in context.cues_in(sentence.start, sentence.end, "agreements")
        if cue.about.get("instrument") and not context.denied(sentence, cue.start, cue.end)
    ]


def _plain(context: Context, cues: Sequence[Cue]) -> bool:
    """Say whether papers are called by a bare word, such as "the protocol", which may be any."""
    bare = {"protocol", "cooperation-agreement"}
    return all(cue.name in bare and len(context.words(cue.start, cue.end).split()) == 1 for cue in cues)


def _nearby(context: Context, sentence: Sentence) -> list[Cue]:
    """Give the instruments of the sentence before: "The document was signed by …"."""
    for other in context.told:
        if other.number == sentence.number - 1 and other.kind == "body":
            return papers(context, other)
    return []


def _carried(context: Context, sentence: Sentence) -> str:
    """Give the kind of lasting tie that the sentence before speaks of."""
    for other in context.told:
        if other.number == sentence.number - 1:
            return _lasting(context.cues_in(other.start, other.end, "steps"))
    return ""


def _lasting(cues: Sequence[Cue]) -> str:
    names = {cue.name for cue in cues}
    return next((name for name in ("sister-city", "friendship") if name in names), "")


def _kind(kinds: Sequence[Cue]) -> str:
    names = {cue.name for cue in kinds}
    return next((name for name in ("sister-city", "friendship", "project", "partnership") if name in names), "")


def _with_bodies(context: Context, sentence: Sentence, found: list[Parties], cue: Cue) -> list[Parties]:
    """Where one government alone is named, take the foreign organisation that signs with it."""
    governments = context.governments(sentence.start, sentence.end)
    others = [
        actor.body for actor in context.actors(sentence.start, sentence.end) if actor.body.startswith("organisation:")
    ]
    if len(governments) == 1 and others:
        return [Parties((governments[0], *dict.fromkeys(others[:2])), 0.75)]
    return found


def _instrument(cues: Sequence[Cue], cue: Cue, lasting: str) -> str:
    """Name the document: the one nearest to the words of signing, as telling as any that it is called beside."""
    if not cues:
        return _SISTER if lasting == "sister-city" else "cooperation-agreement"
    nearest = min(cues, key=lambda one: max(0, one.start - cue.end, cue.start - one.end))
    # "Letter of Intent (LoI)", "kardes sehir protokolu … protokol": names side by side are of one document.
    same = {one.name for one in cues if abs(one.start - nearest.end) < 12 or abs(nearest.start - one.end) < 12}
    best = min({*same, nearest.name}, key=_ORDER.index)
    if best in ("protocol", "cooperation-agreement"):
        named = {one.name for one in cues}
        if _SISTER in named or lasting == "sister-city":
            return _SISTER
        return LETTER if LETTER in named else best
    return best


def _fact(
    context: Context,
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
    signing = _signing(context, sentence, parties, day, encounters)
    if day:
        slots["signedOn"] = day.value
    elif signing and signing.text("date"):
        slots["signedOn"] = signing.text("date")
    terms = [cue for cue in context.cues_in(sentence.start, sentence.end, "agreements") if cue.name == "term"]
    if terms:
        slots["term"] = context.article.text[terms[0].start : terms[0].end]
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
    context: Context, sentence: Sentence, parties: tuple[str, ...], day: Day | None, encounters: Sequence[Fact]
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


def _same(context: Context, one: Signed, other: Signed) -> bool:
    if one.parties != other.parties:
        return False
    dates = one.fact.text("signedOn"), other.fact.text("signedOn")
    if all(dates) and not (dates[0].startswith(dates[1]) or dates[1].startswith(dates[0])):
        return False
    if other.sentence.number - one.sentence.number <= _FAR and _plain(context, papers(context, other.sentence)):
        # "The document", "the two-page text": the one just told.
        return True
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
