"""Tries whether a ranker chooses the steps of ties better than the rules' order of strength: docs/reading.md, 4.

`python bench/choosing.py --learn tests/gold/dev tests/gold/second --try REAL [REAL …]`: gold with texts. Candidates
are the steps that the rules read of a pair of parties now; the rules keep the strongest, the ranker that which it
finds likeliest to be right (of one pair; none where none is likelier than not). It learns from the folders of
`--learn` and from all articles of `--try` but the one that it is tried on. Prints the figures of both, with bounds.

The ranker is a logistic regression over yes-or-no features that a reader understands; the same answer each time.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from cityties.facts.intake import shipped
from cityties.reading.article import article_of
from cityties.reading.draft import Draft
from cityties.reading.gauge.count import Count, interval, total
from cityties.reading.gauge.gold import Gold, find_gold, read_golds
from cityties.reading.gauge.naming import Naming
from cityties.reading.gauge.related import pair_steps
from cityties.reading.reading import read
from cityties.reading.relations import tie
from cityties.reading.relations.step import ToldStep
from cityties.store import Store

ROUNDS, RATE, DECAY = 400, 0.3, 0.003
Choose = Callable[[Sequence[ToldStep], bool], list[ToldStep]]


@dataclass(frozen=True)
class Example:
    """A candidate of an article: its features, and whether gold has that step of those parties."""

    features: frozenset[str]
    right: bool


def features(one: ToldStep, rivals: Sequence[ToldStep], force: bool) -> frozenset[str]:
    """Say of a candidate what a reader would ask."""
    strongest = max(rivals, key=lambda other: (tie._RANK[other.step], len(other.date), other.sure))
    told = {
        f"step is {one.step}": True,
        f"rule is {one.rule}": True,
        f"{one.step} while the tie is in force": force,
        f"{one.step} beside {len({other.step for other in rivals}) - 1} other kinds": True,
        "it is the strongest": one is strongest,
        f"{one.step} is the strongest": one is strongest,
        "it has a whole day": len(one.date) == 10,
        "it has no day": not one.date,
        "a document or an encounter did it": bool(one.realised),
        "its sentence names the parties": one.sure >= 0.7,
        "the rules are unsure of it": one.sure < 0.5,
        "it is told in the first three sentences": one.sentence.number <= 3,
        "it is told in several sentences": len(one.spans) > 1,
        "its sentence is a quotation": one.sentence.kind == "quote-only",
        "the tie is a lasting one": one.kind in ("sister-city", "friendship"),
    }
    return frozenset(name for name, holds in told.items() if holds)


def read_by(gold: Gold, store: Store, choose: Choose | None) -> Draft:
    """Read an article, with another choice among its steps where one is given."""
    article = article_of(
        gold.words.encode() or gold.text.read_bytes(), gold.name, published=gold.published, lang=gold.lang
    )
    if choose is None:
        return read(article, store)
    with patch.object(tie, "_strongest", choose):
        return read(article, store)


def examples_of(gold: Gold, store: Store) -> list[Example]:
    """Give the candidates of an article, each judged by its gold."""
    seen: list[tuple[ToldStep, frozenset[str]]] = []

    def all_of(told: Sequence[ToldStep], force: bool) -> list[ToldStep]:
        seen.extend((one, features(one, told, force)) for one in told)
        return list(told)

    draft = read_by(gold, store, all_of)
    steps = list(draft.of_kind("step"))
    rest = tuple(fact for fact in draft.facts if fact.kind != "step")
    right = set()
    for step in steps:
        judged = pair_steps(Naming(replace(draft, facts=(*rest, step)), gold, store))
        if judged is not None and judged.right:
            right.add((tuple(step.names("parties")), step.text("stepKind")))
    return [Example(told, (one.parties, one.step) in right) for one, told in seen]


def learn(examples: Sequence[Example]) -> dict[str, float]:
    """Learn the weight of each feature: gradient descent from nothing, a fixed number of rounds."""
    weights = dict.fromkeys(sorted({name for one in examples for name in one.features}), 0.0)
    for _ in range(ROUNDS):
        slope = {name: DECAY * weight for name, weight in weights.items()}
        for one in examples:
            error = (likely(weights, one.features) - one.right) / len(examples)
            for name in one.features:
                slope[name] += error
        for name, change in slope.items():
            weights[name] -= RATE * 10 * change
    return weights


def likely(weights: dict[str, float], told: frozenset[str]) -> float:
    """Say how likely a candidate is right."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) for name in told)))


def chooser(weights: dict[str, float]) -> Choose:
    """Choose the likeliest of the candidates, and what was told of another month beside it."""

    def choose(told: Sequence[ToldStep], force: bool) -> list[ToldStep]:
        if not told:
            return []
        sure = {one: likely(weights, features(one, told, force)) for one in told}
        best = max(told, key=lambda one: sure[one])
        apart = [one for one in told if one.date[:7] and best.date[:7] and one.date[:7] != best.date[:7]]
        return [one for one in (best, *apart) if sure[one] >= 0.5]

    return choose


def count(gold: Gold, store: Store, choose: Choose | None) -> Count:
    """Count the ties with the right step of an article."""
    judged = pair_steps(Naming(read_by(gold, store, choose), gold, store))
    if judged is None:
        return Count()
    return Count(len(judged.right) + len(judged.missed), len(judged.right) + len(judged.wrong), len(judged.right))


def told(name: str, counts: Sequence[Count]) -> str:
    whole, bounds = total(counts), interval(counts)
    share = " ".join(
        f"{value:.2f}" if value is not None else "-" for value in (whole.precision, whole.recall, whole.f1)
    )
    return f"{name}: gold {whole.gold}, P R F1 {share}" + (f", F1 {bounds[0]:.2f}-{bounds[1]:.2f}" if bounds else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learn", nargs="*", type=Path, default=[])
    parser.add_argument("--try", nargs="+", type=Path, required=True, dest="tried")
    options = parser.parse_args()
    store = shipped()

    def golds(paths: Sequence[Path]) -> list[Gold]:
        found = [gold for path in (find_gold(paths) if paths else []) for gold in read_golds(path)]
        return [gold for gold in found if gold.words or gold.text.is_file()]

    invented = [one for gold in golds(options.learn) for one in examples_of(gold, store)]
    real = golds(options.tried)
    own = {gold.name: examples_of(gold, store) for gold in real}
    print(f"candidates: {len(invented)} invented, {sum(map(len, own.values()))} of {len(real)} tried articles")
    print(told("rules ", [count(gold, store, None) for gold in real]))
    counts = []
    for gold in real:
        others = [one for name, examples in own.items() if name != gold.name for one in examples]
        counts.append(count(gold, store, chooser(learn([*invented, *others]))))
    print(told("ranker", counts))
    weights = learn([*invented, *(one for examples in own.values() for one in examples)])
    for name in sorted(weights, key=lambda name: -abs(weights[name]))[:12]:
        print(f"  {weights[name]:+.2f}  {name}")


if __name__ == "__main__":
    main()
