"""Commitments: what a body holds out, wants, means to do or aims at, toward whom, in which fields, in whose words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cityties.reading.cast import Actor
from cityties.reading.cue import Cue
from cityties.reading.dating import when
from cityties.reading.draft import Fact
from cityties.reading.party import Thread
from cityties.reading.scene import Scene
from cityties.reading.sentence import Sentence

__all__ = ["find_commitments", "subject", "toward_whom"]

_SLUGS: Final = {
    "Offer": "offer",
    "Interest": "interest",
    "LearningInterest": "learning",
    "Intention": "intention",
    "Goal": "goal",
}
_SURE: Final = {"Offer": 0.8, "LearningInterest": 0.85, "Interest": 0.6, "Intention": 0.6, "Goal": 0.55}
_STOP: Final = re.compile(r"[\"“”»]|[,;.]\s*[\"“”]|;|$")
_AND: Final = r"(?:dan|hingga|serta|sampai|and|ve|as well as)"
_SPLIT: Final = re.compile(rf"\s*,\s*(?:{_AND}\s+)?|\s+{_AND}\s+")
_BESIDE: Final = 12
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class _Wish:
    name: str
    by: str
    toward: tuple[str, ...]
    sectors: tuple[str, ...]
    what: str
    speaker: str
    sentence: Sentence
    cue: Cue
    sure: float
    item: bool = False


def find_commitments(scene: Scene, encounters: Sequence[Fact]) -> list[Fact]:
    """Find the commitments that an article tells, what is listed split, what is told twice told once."""
    thread = Thread(scene)
    found: list[_Wish] = []
    for sentence in scene.told:
        if sentence.kind != "headline":
            for wish in _of_sentence(scene, thread, sentence):
                _add(scene, found, wish)
        thread.follow(sentence)
    return _facts(scene, encounters, [wish for wish in found if _stands(found, wish)])


def _of_sentence(scene: Scene, thread: Thread, sentence: Sentence) -> Iterator[_Wish]:
    for cue in scene.cues_in(sentence.start, sentence.end, "commitments"):
        name = cue.says("class")
        if not name or scene.denied(sentence, cue.start, cue.end) or not _needed(scene, sentence, cue):
            continue
        by, sure = subject(scene, thread, sentence, cue)
        if not by or not _fits(scene, thread, name, by, sentence, cue):
            continue
        toward, near = toward_whom(scene, thread, sentence, cue, by, name)
        if name in ("LearningInterest", "Interest") and not toward:
            continue
        sectors = _sectors(scene, sentence, cue, name)
        speaker = scene.speaker(sentence)
        sure = round(_SURE[name] * sure * near, 3)
        items = _items(scene, sentence, cue) if name == "Offer" else []
        if items:
            for start, end in items:
                own = tuple(dict.fromkeys(m.fact for m in scene.entities.in_span(start, end, "sector")))
                what = scene.article.text[start:end].strip(' .,;"“”')
                yield _Wish(name, by, toward, own or sectors, what, speaker, sentence, cue, sure, item=True)
        else:
            yield _Wish(name, by, toward, sectors, _what(scene, sentence, cue), speaker, sentence, cue, sure)


def _needed(scene: Scene, sentence: Sentence, cue: Cue) -> bool:
    """Say whether the words that a cue needs beside it stand there."""
    need = cue.says("needs")
    first, last = scene.clause(sentence, cue.start, cue.end)
    return not need or any(one.name == need for one in scene.cues_in(first, last, "commitments"))


def _fits(scene: Scene, thread: Thread, name: str, by: str, sentence: Sentence, cue: Cue) -> bool:
    """Say whether such a body makes such a commitment in such a text."""
    government = scene.is_government(by)
    if name == "Goal":
        return government
    if name in ("LearningInterest", "Interest"):
        return government
    if name == "Intention":
        return government and len(scene.main) == 2 and _of_cities(scene, thread, sentence)
    # An offer is made by a mission, a network or a government; a government's to its own people is none.
    return not government or _of_cities(scene, thread, sentence)


def _of_cities(scene: Scene, thread: Thread, sentence: Sentence) -> bool:
    """Say whether a sentence, or what it goes on from, is about governments together."""
    named = scene.governments(sentence.start, sentence.end)
    both = scene.entities.in_span(sentence.start, sentence.end, "both")
    return len(named) >= 2 or bool(both) or (bool(scene.main) and sentence.number - thread.since <= 3)


def subject(scene: Scene, thread: Thread, sentence: Sentence, cue: Cue) -> tuple[str, float]:
    """Say which body a wish is of, and how sure that is: the subject of its clause, else the speaker's body."""
    quoted = scene.quoted(cue.start)
    first = max(sentence.start, quoted[0]) if quoted else sentence.start
    last = min(sentence.end, quoted[1]) if quoted else sentence.end
    own = [cue for cue in scene.cues_in(first, last, "commitments") if cue.name == "we"]
    voice = scene.voice(sentence)
    actors = [actor for actor in scene.actors(first, last) if not _beside(scene, actor)]
    if not quoted:
        actors = [actor for actor in actors if not scene.quoted(actor.start)]
    chosen = _turkish(scene, actors, cue) if scene.article.lang == "tr" else _before(actors, cue)
    if cue.says("by") == "behind":
        chosen = next((one for one in scene.takers(cue.end, last) if one.start - cue.end <= _BESIDE), None)
        return (chosen.body, 0.9) if chosen else ("", 0.0)
    if cue.says("class") == "Goal":
        chosen = next((one for one in actors if cue.start <= one.start < cue.end), chosen)
    if quoted and own and voice and (chosen is None or chosen.kind != "mission"):
        return voice, 0.95
    if chosen is not None:
        return chosen.body, 1.0
    if voice:
        return voice, 0.9 if quoted or own else 0.85
    previous = _carried(scene, sentence)
    if previous:
        return previous, 0.7
    return "", 0.0


def _before(actors: Sequence[Actor], cue: Cue) -> Actor | None:
    """Give the nearest actor that stands before a cue."""
    before = [actor for actor in actors if actor.end <= cue.start + 1 or cue.start <= actor.start < cue.end]
    inside = [actor for actor in before if actor.start >= cue.start]
    outside = [actor for actor in before if actor.start < cue.start]
    return outside[-1] if outside else inside[0] if inside and cue.says("class") == "Offer" else None


def _turkish(scene: Scene, actors: Sequence[Actor], cue: Cue) -> Actor | None:
    """Give the first actor in the bare case, the subject of a Turkish clause; else one in the genitive."""
    before = [actor for actor in actors if actor.start < cue.end]
    for case in ("", "and"):
        for actor in before:
            if scene.case(actor.end) == case:
                return actor
    return None


def _beside(scene: Scene, actor: Actor) -> bool:
    """Say whether an actor stands behind a small word that makes it no subject: "from Kochi"."""
    if scene.article.lang == "tr":
        return False
    before = scene.cues_in(actor.start - 12 if actor.start > 12 else 0, actor.start, "negation")
    words = [cue for cue in before if cue.name == "at"]
    return bool(words) and not scene.article.text[words[-1].end : actor.start].strip(" \n")


def _carried(scene: Scene, sentence: Sentence) -> str:
    """Give the first actor of the sentence before, whom "it", "they" and mere verbs go on from."""
    for other in reversed(scene.told):
        if other.number == sentence.number - 1 and other.kind == "body":
            actors = scene.actors(other.start, other.end)
            return actors[0].body if actors else ""
    return ""


def toward_whom(
    scene: Scene, thread: Thread, sentence: Sentence, cue: Cue, by: str, name: str
) -> tuple[tuple[str, ...], float]:
    """Say toward whom a wish goes, and how sure that is: who is named behind it, else the partner spoken of."""
    if name == "Goal":
        return (), 1.0
    quoted = scene.quoted(cue.start)
    first = max(sentence.start, quoted[0]) if quoted else sentence.start
    actors = [
        actor
        for actor in scene.actors(first, sentence.end)
        if actor.body != by
        and scene.is_government(actor.body)
        and not (actor.person and not quoted and name != "Offer")
    ]
    chosen = _partner(scene, actors, cue)
    if chosen and (name != "Offer" or scene.is_government(by)):
        return (chosen,), 1.0
    if name == "Offer" and not scene.is_government(by):
        named = tuple(dict.fromkeys(actor.body for actor in actors))
        if named:
            return named[:3], 1.0
        return tuple(thread.pair or scene.main), 0.9
    if by in thread.pair:
        return tuple(body for body in thread.pair if body != by), 0.85
    if by in scene.main:
        return tuple(body for body in scene.main if body != by), 0.8
    if scene.hub and scene.hub != by and scene.is_government(by):
        return (scene.hub,), 0.7
    return (), 1.0


def _partner(scene: Scene, actors: Sequence[Actor], cue: Cue) -> str:
    if not actors:
        return ""
    if scene.article.lang == "tr":
        order = {"ablative": 0, "genitive": 1, "locative": 2, "with": 2, "dative": 3, "accusative": 4, "and": 5, "": 6}
        return min(actors, key=lambda one: (order[scene.case(one.end)], abs(one.start - cue.start))).body
    behind = [actor for actor in actors if actor.start >= cue.start]
    return behind[0].body if behind else actors[-1].body


def _sectors(scene: Scene, sentence: Sentence, cue: Cue, name: str) -> tuple[str, ...]:
    """Give the fields of a wish: in its clause, in its sentence, in what the same speaker said just before or after."""
    spans = [scene.clause(sentence, cue.start, cue.end), (sentence.start, sentence.end)]
    if name != "Goal":
        spans += [
            (other.start, other.end)
            for step in ((-1, 1) if name == "LearningInterest" else ())
            for other in scene.told
            if other.number == sentence.number + step
            and other.kind != "headline"
            and scene.speaker(other)
            and scene.speaker(other) == scene.speaker(sentence)
        ]
    for start, end in spans:
        mentions = scene.entities.in_span(start, end, "sector")
        told = [one for one in scene.cues_in(start, end, "commitments") if one.about.get("class")]
        # "Share good practice" words the wish; it is no field of its own.
        fields = [one for one in mentions if not any(it.start < one.end and one.start < it.end for it in told)]
        found = tuple(dict.fromkeys(one.fact for one in fields))
        if found:
            return found
    return ()


def _items(scene: Scene, sentence: Sentence, cue: Cue) -> list[tuple[int, int]]:
    """Cut what is held out into its items, where words open a list of them: "ranging from … to"."""
    last = _end(scene, sentence, cue)
    opening = [
        one
        for one in scene.cues_in(cue.end, last, "commitments")
        if one.name == "list" and one.start >= cue.end and one.end < last
    ]
    if not opening:
        return []
    start = opening[-1].end if opening[-1].start - opening[0].end < 3 else opening[0].end
    text = scene.article.text[start:last]
    cuts = [match.span() for match in _SPLIT.finditer(text)]
    items: list[tuple[int, int]] = []
    place = 0
    for first, end in (*cuts, (len(text), len(text))):
        if len(_WORDS.findall(text[place:first])) >= 1:
            items.append((start + place, start + first))
        place = end
    return items if len(items) >= 2 else []


def _end(scene: Scene, sentence: Sentence, cue: Cue) -> int:
    """Say where the words of a wish end: at the end of a quotation or before who said it."""
    found = _STOP.search(scene.article.text, cue.end, sentence.end)
    says = [one.start for one in scene.cues_in(cue.end, sentence.end, "commitments") if one.name == "says"]
    told = [at for at in says if scene.article.text[cue.end : at].rstrip().endswith((",", '"', "”"))]
    return min([found.start() if found else sentence.end, *told])


def _what(scene: Scene, sentence: Sentence, cue: Cue) -> str:
    """Word a wish shortly: in Turkish what stands before its cue, else the cue and what follows it."""
    text = scene.article.text
    first, last = scene.clause(sentence, cue.start, cue.end)
    if scene.article.lang == "tr":
        return text[max(first, cue.start - 120) : cue.end].strip(' ,;"“”')
    return text[cue.start : min(_end(scene, sentence, cue), last, cue.start + 160)].strip(' ,;"“”')


def _add(scene: Scene, found: list[_Wish], wish: _Wish) -> None:
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


def _stands(found: Sequence[_Wish], wish: _Wish) -> bool:
    """Say whether a wish is more than the weaker wording of another: wanting to learn is an interest already."""
    if wish.name == "Interest":
        return not any(
            one.name == "LearningInterest" and one.by == wish.by and one.sentence == wish.sentence for one in found
        )
    return True


def _facts(scene: Scene, encounters: Sequence[Fact], wishes: Sequence[_Wish]) -> list[Fact]:
    counts: dict[str, int] = {}
    facts = []
    for wish in wishes:
        slots: dict[str, str | bool | list[str] | list[dict[str, str]]] = {"class": wish.name, "by": wish.by}
        if wish.toward:
            slots["toward"] = list(wish.toward)
        if wish.sectors:
            slots["sectors"] = list(wish.sectors)
        slots["what"] = wish.what
        made = _made_in(scene, encounters, wish)
        day = when(scene, wish.sentence, wish.cue)
        published = scene.published()
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


def _made_in(scene: Scene, encounters: Sequence[Fact], wish: _Wish) -> Fact | None:
    """Give the encounter at which a wish was spoken: its speaker took part in it."""
    taking = [
        encounter
        for encounter in encounters
        if any(part["participant"] == wish.speaker for part in encounter.tables("participants"))
    ]
    near = [one for one in taking if one.text("class") == "Statement"] or taking
    return near[0] if wish.speaker and near else None
