"""Accounts of one fact: which of the things that sources tell are one and the same, by rules that are files.

ontology/settling/*.rq hold a rule each: a SELECT of ?one and ?other, with a header that says why,
of which class, and whether it is certain. The rules of one kind run together, in the order of
their names, so that a later kind sees what became one: a step is realised by the one meeting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import yaml

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.store import IRI, Store

__all__ = ["Joins", "Rule", "Verdicts", "are_many", "find_joins", "kinds", "rules"]

_MARK: Final = re.compile(r"^[ \t]*# accounts[ \t]*$", re.MULTILINE)
_MANY: Final = 2_000  # accounts in one text of a query
_LOOKS: Final = 100  # facts that are looked through in the time that one account takes by itself
_NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Rule:
    """One rule: when two accounts tell of one fact, and why.

    What it finds is joined where it is ``certain``, else it waits for a person. ``within`` says that
    even two accounts of one source may be one, which is else taken as a sign that they are two.
    """

    name: str
    kind: str
    why: str
    certain: bool
    within: bool
    text: str


@dataclass(frozen=True)
class Verdicts:
    """What people decided: pairs that are one, and pairs that are not, each as a set of two IRIs.

    ``away`` are those of the pairs that are one whose IRI the other's takes the place of.
    """

    same: frozenset[frozenset[str]] = frozenset()
    different: frozenset[frozenset[str]] = frozenset()
    away: frozenset[str] = frozenset()


@dataclass
class Joins:
    """What the rules of one kind found: groups of accounts that are one, and pairs that a person has to judge."""

    groups: list[frozenset[str]] = field(default_factory=list)
    likely: dict[frozenset[str], str] = field(default_factory=dict)


@cache
def rules() -> tuple[Rule, ...]:
    """Read every rule, in the order of their names. Raises ModelError where a header is at fault."""
    return tuple(
        _read(path.name, path.read_text(encoding="utf-8")) for path in resources.files("ontology", "settling/*.rq")
    )


def kinds() -> Iterator[tuple[Rule, ...]]:
    """Give the rules, those of one kind together: the first figure of their names."""
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules():
        by_kind.setdefault(rule.name[0], []).append(rule)
    return (tuple(together) for together in by_kind.values())


def find_joins(
    store: Store,
    together: Iterable[Rule],
    sources: Callable[[str], frozenset[str]],
    verdicts: Verdicts,
    accounts: Iterable[str] | None = None,
    *,
    at_once: bool = False,
) -> Joins:
    """Run the rules of one kind over the default graph, for some accounts or for all.

    ``sources`` says which sources tell an account. A decision that two are not one is stronger than
    any rule, and keeps them apart whatever else each of them is joined with. Many accounts of a small graph
    are looked at faster all ``at_once``, with the others.
    """
    wanted = None if accounts is None else sorted(set(accounts))
    clusters = _Clusters(sources, verdicts.different)
    found = Joins()
    members = set(wanted or ())
    for pair in sorted(verdicts.same, key=sorted):
        if wanted is None or pair & members:
            clusters.join(pair, within=True)
    for rule in together:
        for pair in sorted(_pairs(store, rule, wanted, at_once=at_once), key=sorted):
            if pair in verdicts.different or clusters.are_one(pair):
                continue
            if not (rule.certain and clusters.join(pair, within=rule.within)):
                found.likely.setdefault(pair, rule.why)
    found.likely = {pair: why for pair, why in found.likely.items() if not clusters.are_one(pair)}
    found.groups = clusters.groups()
    return found


class _Clusters:
    """Groups of accounts that grow by pairs, unless what must stay apart would come together."""

    def __init__(self, sources: Callable[[str], frozenset[str]], apart: frozenset[frozenset[str]]) -> None:
        self._sources, self._apart = sources, apart
        self._group: dict[str, set[str]] = {}

    def are_one(self, pair: frozenset[str]) -> bool:
        one, other = sorted(pair)
        return other in self._group.get(one, ())

    def join(self, pair: frozenset[str], *, within: bool) -> bool:
        one, other = (self._group.get(account, {account}) for account in sorted(pair))
        if any(frozenset((a, b)) in self._apart for a in one for b in other):
            return False
        if not within and self._told(one) & self._told(other):
            return False
        both = one | other
        self._group.update(dict.fromkeys(both, both))
        return True

    def groups(self) -> list[frozenset[str]]:
        return sorted({frozenset(group) for group in self._group.values()}, key=sorted)

    def _told(self, group: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(self._sources(account) for account in group))


def are_many(store: Store, accounts: Sequence[str] | set[str]) -> bool:
    """Say whether so many of a graph's things are to be looked at that one look at all is quicker."""
    return len(accounts) > _MANY and len(accounts) * _LOOKS > store.count()


def _pairs(store: Store, rule: Rule, accounts: list[str] | None, *, at_once: bool) -> set[frozenset[str]]:
    texts = [rule.text]
    if accounts is not None and not at_once:
        texts = [_narrowed(rule, accounts[at : at + _MANY]) for at in range(0, len(accounts), _MANY)]
    found: set[frozenset[str]] = set()
    for text in texts:
        for one, other in store.select(text):
            if isinstance(one, IRI) and isinstance(other, IRI) and one != other:
                found.add(frozenset((one.value, other.value)))
    if accounts is not None and at_once:
        members = set(accounts)
        return {pair for pair in found if pair & members}
    return found


def _narrowed(rule: Rule, accounts: Iterable[str]) -> str:
    values = " ".join(str(IRI(account)) for account in accounts)
    return _MARK.sub(lambda mark: f"  VALUES ?one {{ {values} }}", rule.text)


def _read(name: str, text: str) -> Rule:
    head = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
    try:
        paper: Mapping[str, object] = yaml.safe_load(head)
        why, kind, certain = str(paper["why"]), str(paper["kind"]), paper["certain"]
        within = paper.get("within", False)
        if not isinstance(certain, bool) or not isinstance(within, bool):
            raise TypeError("certain and within are true or false")
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ModelError(f"ontology/settling/{name}: its header is at fault: {' '.join(str(error).split())}") from error
    if not _MARK.search(text):
        raise ModelError(f"ontology/settling/{name}: has no line `# accounts`, where the accounts to look at are put")
    return Rule(name, kind, why, certain, within, text)
