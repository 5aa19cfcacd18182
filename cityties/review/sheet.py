"""What a review shows, as plain data: the article, the forms, and each fact with how it stands to the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from cityties.display.label import Labels
from cityties.model.errors import DataError
from cityties.reading.again import Again
from cityties.reading.draft import SLOTS, Fact
from cityties.review.caption import caption
from cityties.review.comparison import Comparison, Standing
from cityties.review.desk import Desk, Outcome, Trial
from cityties.review.form import Field, Forms
from cityties.review.gap import Gap
from cityties.review.making import name_slot
from cityties.review.refusal import ADDED
from cityties.review.sentence import sentence
from cityties.review.wording import called, read
from cityties.store import IRI, is_address

if TYPE_CHECKING:
    from cityties.pages.frame import Frame

__all__ = ["field_data", "find", "kinds_of", "laid_out", "looked", "outcome_text", "posts_of", "sheet", "state", "word"]

_WHEN: Final = ("date", "signedOn", "attestedOn", "from")
_MOST: Final = 12
_SEVERAL: Final = 3  # sources that are named one by one
_POSTS: Final = """SELECT ?post (MAX(STR(?day)) AS ?last) WHERE {
  ?tenure ct:holder ?person ; ct:post ?post .
  OPTIONAL { ?tenure ct:from|ct:attestedOn ?day }
} GROUP BY ?post ORDER BY DESC(?last) ?post"""
# Which kind of fact a thing of the graph makes, by its class.
_KINDS: Final = {
    "City": "place", "Region": "place", "Country": "place", "LocalGovernment": "government",
    "Organisation": "organisation", "CityNetwork": "network", "Person": "person", "Post": "post",
    "Embassy": "mission", "ConsulateGeneral": "mission", "Consulate": "mission", "HonoraryConsulate": "mission",
    "PermanentMission": "mission", "RepresentativeOffice": "mission", "DiplomaticMission": "mission",
}  # fmt: skip


def word(lang: str, key: str, /, room: str = "review", **parts: object) -> str:
    """Say a word of viz/review/words.toml, or of another folder's."""
    text = str(read("words.toml", room)[key][lang])
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def sheet(desk: Desk) -> dict[str, Any]:
    """Give what stays the same through a review: the text, the forms of all kinds, the words of the page."""
    lang, forms = desk.setting.lang, desk.forms
    words = read("words.toml")
    where = " + ".join(str(place) for place in (desk.setting.location, desk.setting.output) if place)
    return {
        "text": desk.draft.article.text,
        "textLang": desk.draft.article.lang,
        "lang": lang,
        "by": desk.setting.by,
        "where": where,
        "kinds": kinds_of(forms),
        "schemes": {name: list(codes.items()) for name, codes in forms.schemes().items()},
        "words": {name: told[lang] for name, told in words.items() if lang in told},
        "keys": [{"name": name, "keys": told["keys"], "what": told[lang]} for name, told in words["keys"].items()],
    }


def kinds_of(forms: Forms) -> list[dict[str, Any]]:
    """Describe the forms of all kinds, in the order of a review."""
    return [
        {
            "name": kind,
            "label": forms.label(kind),
            "plural": forms.label(kind, plural=True),
            "nameSlot": name_slot(kind),
            "fields": [field_data(field) for field in forms.fields(kind)],
        }
        for kind in forms.kinds()
    ]


def looked(desk: Desk, trial: Trial) -> dict[str, Any]:
    """Say of a form as it stands which sentence it makes, how it stands to the graph, and what is wrong with it."""
    comparison, lang = desk.compared(trial.draft), desk.setting.lang
    standing = comparison.of(trial.fact)
    return {
        "sentence": sentence(trial.fact, comparison.things, lang),
        "standing": standing.state,
        "why": "" if trial.faults else _why(standing, Labels(desk.store, lang), lang),
        "faults": [{"slot": one.slot, "text": one.message, "missing": one.missing} for one in trial.faults],
    }


def state(desk: Desk) -> dict[str, Any]:
    """Give what changes: the facts in order, each laid out, and what is known of the article."""
    comparison, labels = desk.comparison(), Labels(desk.store, desk.setting.lang)
    facts = [laid_out(desk, comparison, labels, fact) for fact in desk.ordered()]
    article = desk.draft.article
    return {
        "facts": facts,
        "article": {name: getattr(article, name) for name in ("title", "publisher", "published", "address")},
        "undo": desk.undoable,
        "needed": [fact.id for fact in desk.needed()],
        "again": [{"label": one.label, "why": again_why(desk.setting.lang, one)} for one in desk.known_already()],
    }


def again_why(lang: str, one: Again) -> str:
    """Say by what an article was known that is in the graph already."""
    return word(lang, f"again-{one.why}", alike=one.alike, told=one.told)


def laid_out(desk: Desk, comparison: Comparison, labels: Labels, fact: Fact) -> dict[str, Any]:
    """Lay one fact out: what it says in a line, slot by slot, where, how sure, decided or not, known or new."""
    lang, things = desk.setting.lang, comparison.things
    standing = comparison.of(fact)
    thing = fact.text("iri") or standing.thing
    return {
        "id": fact.id,
        "kind": fact.kind,
        "caption": _caption(fact, comparison, lang),
        "when": next((fact.text(slot) for slot in _WHEN if fact.text(slot)), ""),
        "slots": dict(fact.slots),
        "told": [
            {"label": field.label, "values": _values(field, fact.slots[field.name], comparison, desk)}
            for field in desk.forms.fields(fact.kind)
            if fact.slots.get(field.name)
        ],
        "spans": [list(span) for span in fact.spans],
        "rule": word(lang, "byHand") if fact.rule == ADDED else word(lang, "rule", rule=fact.rule),
        "score": round(fact.score, 2),
        "state": fact.verdict.state if fact.verdict else "open",
        "by": f"{fact.verdict.by}, {fact.verdict.on}" if fact.verdict else "",
        "standing": standing.state,
        "why": _why(standing, labels, lang),
        "linked": labels.label(thing) if thing and things.told(thing) else "",
        "thing": _thing(fact, comparison),
        "linkable": "iri" in SLOTS[fact.kind],
        "gaps": [_gap(desk, comparison, gap) for gap in desk.gaps(fact)],
    }


def _gap(desk: Desk, comparison: Comparison, gap: Gap) -> dict[str, str]:
    """Say what a fact lacks, and with which slot or fact it is filled."""
    lacking = desk.draft.fact(gap.of)
    whose = f" ({_caption(lacking, comparison, desk.setting.lang)})" if lacking else ""
    return {"slot": gap.slot, "kind": gap.kind, "label": f"{gap.label}{whose}"}


def outcome_text(desk: Desk, outcome: Outcome) -> str:
    """Say what a decision changed besides the fact it was about."""
    comparison, lang = desk.comparison(), desk.setting.lang
    told = []
    for name, facts in (
        ("acceptedToo", outcome.accepted),
        ("refusedToo", outcome.refused),
        ("mendedToo", outcome.mended),
    ):
        found = [fact for one in facts if (fact := desk.draft.fact(one))]
        if found:
            told.append(word(lang, name, names="; ".join(_caption(fact, comparison, lang) for fact in found)))
    return " ".join(told)


def find(desk: Desk, text: str, kinds: Iterable[str]) -> list[dict[str, str]]:
    """Find things of the store by name, for a fact to mean: only such as a fact of one of these kinds can mean."""
    from cityties.pages.frame import Frame
    from cityties.pages.search import search

    frame = Frame(desk.store, desk.setting.lang, "", {})
    wanted, found = set(kinds), []
    for one in search(frame, text):
        kind = next((_KINDS[name] for name in _classes(frame, one.iri) if name in _KINDS), "")
        if kind in wanted:
            label = one.label if one.label == one.name else f"{one.label} ({one.name})"
            found.append({"iri": one.iri, "kind": kind, "label": label, "class": one.kind})
        if len(found) == _MOST:
            break
    return found


def posts_of(desk: Desk, iri: str) -> list[dict[str, str]]:
    """List the posts that somebody holds or held by the store, those told of last first."""
    try:
        rows = desk.store.select(_POSTS, person=IRI(iri))
    except ValueError:
        return []  # no IRI
    labels = Labels(desk.store, desk.setting.lang)
    found = dict.fromkeys(post.value for post, _ in rows if isinstance(post, IRI))
    kind = desk.forms.label("post")
    return [{"iri": post, "label": labels.label(post), "class": kind} for post in list(found)[:_MOST]]


def _classes(frame: Frame, iri: str) -> list[str]:
    return sorted(class_.rsplit("#", 1)[-1] for class_ in frame.classes(IRI(iri)))


def _caption(fact: Fact, comparison: Comparison, lang: str) -> str:
    try:
        return called(caption(fact, comparison.things), lang) or fact.id
    except DataError:
        return fact.id


def _thing(fact: Fact, comparison: Comparison) -> str:
    """Give the IRI of the thing that a fact means, empty where it means none, or is not whole yet."""
    try:
        return comparison.things.iri(fact.id) if "iri" in SLOTS[fact.kind] else ""
    except DataError:
        return ""


def _values(field: Field, value: Any, comparison: Comparison, desk: Desk) -> list[dict[str, Any]]:
    """Write the value of a slot for people; a fact that it names comes with its id."""
    lang = desk.setting.lang
    if field.type == "rows":
        rows = [row for row in value if isinstance(row, dict)]
        return [{"text": "", "parts": _row(field, row, comparison, desk)} for row in rows]
    if field.type == "truth":
        return [{"text": word(lang, "yes")}]
    texts = value if isinstance(value, list) else [value]
    return [_value(field, str(one), comparison, desk) for one in texts]


def _row(field: Field, row: dict[str, str], comparison: Comparison, desk: Desk) -> list[dict[str, str]]:
    return [_value(column, row[column.name], comparison, desk) for column in field.columns if row.get(column.name)]


def _value(field: Field, value: str, comparison: Comparison, desk: Desk) -> dict[str, str]:
    named = desk.draft.fact(value) if field.kinds or field.type == "country" else None
    if named:
        return {"text": _caption(named, comparison, desk.setting.lang), "fact": named.id}
    return {"text": desk.forms.scheme(field.scheme).get(value, value) if field.scheme else value}


def _why(standing: Standing, labels: Labels, lang: str) -> str:
    sources = ", ".join(labels.label(source) for source in standing.sources[:_SEVERAL])
    if len(standing.sources) > _SEVERAL:
        sources += " …"
    if standing.why:
        other = labels.label(standing.other) if is_address(standing.other) else standing.other
        text = str(read("words.toml")["stands"][standing.why][lang])
        return text.replace("{sources}", sources).replace("{other}", other)
    if standing.state != "known":
        return ""
    return word(lang, "knownFrom", sources=sources) if sources else word(lang, "knownGraph")


def field_data(field: Field) -> dict[str, Any]:
    """Describe one field of a form."""
    return {
        "name": field.name, "type": field.type, "label": field.label, "required": field.required,
        "scheme": field.scheme, "kinds": list(field.kinds), "columns": [field_data(column) for column in field.columns],
        "more": field.more,
    }  # fmt: skip
