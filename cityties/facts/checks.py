"""The checks of ontology/checks: questions in SPARQL of which every answer is a finding.

A check is a file. Its header gives a summary, a severity and a message in each language; further,
where need be: ``about``, the classes or properties without which nothing can be at fault; ``backwards``,
a property by which things of other sources point at what is checked and count too, and ``from``, the
pattern that finds as ``?thing`` what they may point at; ``of: files``, where only a person's writing can be at
fault; ``nearest``, the column for which a known name that is written nearly so is offered; ``once``, the
column of which each value is told once; ``among``, where a column can only be one of some terms: ``?value``
one of the ``classes`` in use or of the ``undescribed`` things that are pointed to, ``?path`` one of the
``properties`` in use. Its first column is ``?node``; ``?path`` and ``?value`` say where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

from cityties.display.label import Labels
from cityties.facts.finding import SEVERITIES, Finding, Severity
from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.language import linked
from cityties.model.multilingual import in_each_language
from cityties.model.vocabulary import compact
from cityties.store import IRI, BlankNode, Literal, Rows, Store, Term

__all__ = ["Check", "checks", "read_rows", "run_check"]

_KNOWN: Final = """SELECT DISTINCT ?name
WHERE { ?name ?property ?held . FILTER(isIRI(?name) && STRSTARTS(STR(?name), ?space)) }
ORDER BY ?name LIMIT 50000"""
_AMONG: Final = {"classes": "value", "properties": "path", "undescribed": "value"}


@dataclass(frozen=True)
class Check:
    """A question whose every answer is a finding."""

    name: str
    summary: str
    severity: Severity
    messages: Mapping[str, str]  # by language
    query: str
    about: tuple[str, ...] = ()
    backwards: str = ""
    pointed_at: str = ""
    of_files: bool = False
    nearest: str = ""
    once: str = ""
    among: str = ""


@cache
def checks() -> tuple[Check, ...]:
    """Read the checks: one a file. Raises ModelError where one lacks its header, or there is none."""
    import yaml

    found = []
    for path in resources.files("ontology", "checks/*.rq"):
        text = path.read_text(encoding="utf-8")
        head = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
        try:
            paper = yaml.safe_load(head)
            found.append(
                Check(
                    path.stem,
                    paper["summary"],
                    _severity(path.name, paper["severity"]),
                    in_each_language(paper["message"], f"ontology/checks/{path.stem}"),
                    text,
                    about=tuple(_whole(text, name) for name in paper.get("about", ())),
                    backwards=_whole(text, paper["backwards"]) if "backwards" in paper else "",
                    pointed_at=paper.get("from", ""),
                    of_files=paper.get("of") == "files",
                    nearest=paper.get("nearest", ""),
                    once=paper.get("once", ""),
                    among=_one_of(_AMONG, paper.get("among", "")),
                )
            )
        except (yaml.YAMLError, KeyError, TypeError) as error:
            raise ModelError(f"checks/{path.name}: its header is at fault: {' '.join(str(error).split())}") from error
    return tuple(found)


def _one_of(known: Mapping[str, str], told: str) -> str:
    if told and told not in known:
        raise KeyError(f"among {told}: use {', '.join(known)}")
    return told


def _severity(name: str, told: str) -> Severity:
    for severity in SEVERITIES.values():
        if severity == told:
            return severity
    raise ModelError(f"checks/{name}: the severity {told}: use error, warning or info")


def _whole(text: str, name: str) -> str:
    """Write a name of the header whole, by the prefixes that its query declares."""
    prefix, _, local = name.partition(":")
    found = re.search(rf"^PREFIX {re.escape(prefix)}: <([^>]*)>", text, re.MULTILINE)
    if found is None:
        raise KeyError(f"about {name}, of which the prefix is not declared")
    return found[1] + local


def run_check(check: Check, store: Store, among: Mapping[str, Sequence[IRI]]) -> Rows:
    """Ask a check's question of the facts of a store."""
    if not check.among:
        return store.select(check.query)
    return store.select_among(check.query, _AMONG[check.among], among[check.among])


def read_rows(
    check: Check, rows: Rows, own: Callable[[Term], bool], store: Store, labels: Labels, language: str
) -> Iterator[Finding]:
    """Give the findings that the rows of a check's answer are, of things that are one's own."""
    if rows.variables[:1] != ("node",):
        raise ModelError(f"checks/{check.name}.rq: its first column has to be ?node")
    told: set[Term | None] = set()
    for row in rows:
        cells = dict(zip(rows.variables, row, strict=True))
        node = cells["node"]
        if not isinstance(node, IRI | BlankNode) or not own(node):
            continue
        if check.once:
            if cells[check.once] in told:
                continue
            told.add(cells[check.once])
        words = {name: _word(term, labels, bare=name in ("path", "value")) for name, term in cells.items()}
        message = _fill(check.messages[language], words)
        path, value = cells.get("path"), cells.get("value")
        yield Finding(
            check.severity,
            f"_:{node.value}" if isinstance(node, BlankNode) else node.value,
            "",
            check.name,
            message + _offer(cells.get(check.nearest), store, language),
            path=path.value if isinstance(path, IRI) else None,
            value=None if value is None or isinstance(value, BlankNode) else str(value),
            language=language,
        )


def _fill(message: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: words.get(found[1], found[0]), message)


def _offer(term: Term | None, store: Store, language: str) -> str:
    """Offer a known name of the same namespace that is written nearly as a term is."""
    if not isinstance(term, IRI):
        return ""
    space, local = re.fullmatch(r"(.*?)([^/#]*)", term.value, re.DOTALL).groups()  # type: ignore[union-attr]
    known = [row[0].value for row in store.select(_KNOWN, space=Literal(space)) if isinstance(row[0], IRI)]
    lower = {one.removeprefix(space).lower(): one for one in known if one != term.value}
    near = get_close_matches(local.lower(), lower, n=1, cutoff=0.6)
    return linked(language, "offer").format(compact(lower[near[0]])) if near else ""


def _word(term: Term | None, labels: Labels, bare: bool) -> str:
    """Name a term in a message: a thing by its label, what somebody wrote as it was written."""
    if not isinstance(term, IRI):
        return labels.label(term)
    label = "" if bare else labels.label(term)
    return compact(term.value) if label in ("", term.value) else label
