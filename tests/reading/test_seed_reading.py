"""The seed article goes in as text and comes out, after review, as the facts that graph/ holds by hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from checkout import SHARED

from cityties.model import resources
from cityties.model.vocabulary import CT, ID, PROV, RDF, RDFS, compact
from cityties.reading.draft import Draft, Fact, write_draft
from cityties.review.acceptance import Accepted
from cityties.review.desk import Desk, Setting
from cityties.store import IRI, Store, Triple, parse

ARTICLE = SHARED / "seed" / "antara-jakarta-ankara.txt"
HAND = "antara-2025-08-20-jakarta-ankara"
needs_seed = pytest.mark.skipif(not ARTICLE.is_file(), reason=f"the seed article is not here: {SHARED.name}/seed")

# Which facts are compared, and what they say; what was said of the source itself, of labels and of places in the
# text is not compared: a person worded them.
CLASSES = {
    "Embassy", "Post", "Person", "Tenure", "Tie", "Step", "Meeting", "Statement", "Participation", "Offer", "Goal",
    "Intention", "Interest", "LearningInterest", "Remark",
}  # fmt: skip
LEFT_OUT = {f"{RDF}type", f"{RDFS}label", f"{CT}evidencedBy", f"{PROV}wasDerivedFrom"}


def lines(triples: Iterable[Triple], source: str) -> Counter[str]:
    """Write each fact as a line that does not depend on how the source named it."""
    told: dict[str, list[tuple[str, str]]] = {}
    for triple in triples:
        value = triple.object.value  # type: ignore[union-attr]
        assert isinstance(triple.subject, IRI)
        told.setdefault(triple.subject.value, []).append((triple.predicate.value, value))

    def name(iri: str) -> str:
        own = iri.startswith(ID) and iri.split("/")[-1].startswith(source)
        return line(iri) if own and iri in told else compact(iri) if iri.startswith("http") else iri

    def line(iri: str) -> str:
        class_ = next(value for predicate, value in told[iri] if predicate == f"{RDF}type").removeprefix(CT)
        parts = sorted(
            f"{compact(predicate)} {name(value)}" for predicate, value in told[iri] if predicate not in LEFT_OUT
        )
        own = iri.split("/")[-1].startswith(source)
        return f"[{class_ if own else f'{class_} {compact(iri)}'}{''.join(f'; {part}' for part in parts)}]"

    kinds = {iri: value.removeprefix(CT) for iri, all_ in told.items() for p, value in all_ if p == f"{RDF}type"}
    return Counter(line(iri) for iri, kind in kinds.items() if kind in CLASSES)


def holds(fact: Fact, wanted: Mapping[str, Any]) -> bool:
    return all(fact.slots.get(slot, [] if value == [] else "") == value for slot, value in wanted.items())


def reviewed(draft: Draft, tmp_path: Path) -> Accepted:
    """Do what tests/seed-review.toml says a reviewer does, and accept the rest."""
    script = tomllib.loads(Path(__file__).with_name("seed-review.toml").read_text(encoding="utf-8"))
    path = write_draft(tmp_path / "draft.json", draft)
    desk = Desk(Setting(path, None, tmp_path / "source.ttl", "Ada", "2026-03-12"))
    for fact in draft.facts:
        if any(fact.kind == one["kind"] and holds(fact, one["where"]) for one in script["refuse"]):
            desk.refuse(fact.id)
        for one in script["mend"]:
            if fact.kind == one["kind"] and holds(fact, one["where"]):
                desk.mend(fact.id, {**fact.slots, **one["set"]})
    for one in script["add"]:
        if not any(holds(fact, one["unless"]) for fact in draft.of_kind(one["kind"])):
            desk.add(one["kind"], one["slots"], [(start, end) for start, end in one["spans"]])
    while waiting := desk.open():
        desk.accept(waiting[0].id)
    accepted, findings = desk.finish("add")  # the graph has it already, by hand
    assert findings == []
    assert (tmp_path / "source.ttl").read_bytes() == accepted.turtle()
    return accepted


@needs_seed
def test_the_seed_article_comes_out_as_the_facts_held_by_hand(
    shipped: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cityties.reading.article import read_article
    from cityties.reading.reading import read

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    article = read_article(str(ARTICLE), published="2025-08-20", publisher="ANTARA")
    accepted = reviewed(read(article, shipped), tmp_path)
    path = resources.folder("graph") / "sources" / f"{HAND}.ttl"
    hand = lines((quad.triple for quad in parse(path)), HAND)
    told = lines(accepted.triples, accepted.source.rsplit("/", 1)[-1])
    script = tomllib.loads(Path(__file__).with_name("seed-review.toml").read_text(encoding="utf-8"))
    differing = [("hand", line) for line in hand - told] + [("read", line) for line in told - hand]

    def explained(side: str, line: str) -> bool:
        return any(one["side"] == side and all(word in line for word in one["words"]) for one in script["differs"])

    assert [one for one in differing if not explained(*one)] == [], "each is in seed-review.toml, with its reason"
    assert (hand & told).total() >= hand.total() - 2 and hand.total() >= 30
