"""Holds facts against the shapes (SHACL) and the checks (SPARQL) that cityties ships.

Shapes are read from ``ontology/shapes`` (https://www.w3.org/TR/shacl/), checks from
``ontology/checks``; a further one is a further file. Severity, name and words come from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Final, TypeAlias

from cityties.display.label import Labels
from cityties.facts import intake
from cityties.facts.finding import RANK, Finding, Report, Severity
from cityties.facts.settle import gather
from cityties.facts.shape import apply_shapes
from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.vocabulary import CODE, CT, RDF, SECTOR, compact
from cityties.store import IRI, BlankNode, LocalStore, Rows, Store, Term, Triple

__all__ = ["Check", "Finding", "Report", "Severity", "check", "check_files", "check_source", "checks"]

Locate: TypeAlias = Callable[[str], tuple[str, int | None] | None]

_GRAPHS_OF: Final = "SELECT DISTINCT ?graph ?node WHERE { GRAPH ?graph { ?node ?p ?o } } ORDER BY ?graph"
_CHUNK: Final = 20_000  # things at a time, for the shapes
_BATCH: Final = 200  # and for a check: more, and the store would rather scan than look up
_TYPE: Final = f"{RDF}type"
_PUBLISHED: Final = f"{CT}published"
_ENOUGH: Final = 100  # errors


@dataclass(frozen=True)
class Check:
    """A question whose every answer is a finding."""

    name: str
    summary: str
    severity: Severity
    message: str
    query: str


def check(store: Store) -> Report:
    """Hold a whole store against every shape and check."""
    homes = {path.stem: _Text(path) for path in sorted(resources.folder("graph").rglob("*.ttl"))}
    folder = resources.folder("graph")
    where: dict[str, tuple[str, int | None]] = {}

    def locate(node: str) -> tuple[str, int | None] | None:
        if node not in where:
            for graph, _ in store.select(_GRAPHS_OF, node=IRI(node)):
                home = homes.get(str(getattr(graph, "value", "")).rsplit("/", 1)[-1])
                line = home.line(node) if home else None
                if home and line:
                    where[node] = (f"graph/{home.path.relative_to(folder).as_posix()}", line)
                    break
        return where.get(node)

    return _report(store, None, locate)


def check_files(paths: Iterable[Path]) -> Report:
    """Hold files against every shape and check, with what cityties ships as their context.

    Only what the files themselves describe is reported. Raises DataError, which names file, line
    and column, where one cannot be read.
    """
    listed = [Path(path) for path in paths]
    graphs = intake.read(listed)
    store = LocalStore()
    intake.put(store, {**intake.read_model(), **intake.read_facts(), **graphs})
    gather(store, joined=False)
    nodes: set[IRI | BlankNode] = {
        triple.subject
        for triples in graphs.values()
        for triple in triples
        if isinstance(triple.subject, IRI | BlankNode)
    }
    texts = [_Text(path) for path in _unfold(listed)]

    def locate(node: str) -> tuple[str, int | None] | None:
        for text in texts:
            line = text.line(node)
            if line:
                return str(text.path), line
        return (str(texts[0].path), None) if len(texts) == 1 else None

    return _report(store, nodes, locate)


def check_source(store: Store, source: str, tick: Callable[[int], None] = lambda done: None) -> Report:
    """Hold what one graph of a store brings against every shape and check.

    The graph is walked some thousand things at a time, each with what it points to, so that time
    grows with the source, not with the store, and memory stays flat. Stops after a hundred errors.
    """
    labels, asked = Labels(store), checks()
    raw: list[Finding] = []
    known = done = 0
    for triples in _chunks(store, source):
        nodes = sorted({t.subject for t in triples if isinstance(t.subject, IRI)}, key=str)
        names = {node.value for node in nodes}
        known, found = apply_shapes([*triples, *_context(store, triples)])
        raw += [one for one in found if one.node in names and (one.severity == "error" or len(raw) < _ENOUGH)]
        for start in range(0, len(nodes), _BATCH):
            some = nodes[start : start + _BATCH]
            for one in asked:
                raw += _run_check(one, store.select_among(one.query, "node", some), None, labels)
        done += len(nodes)
        tick(done)
        if sum(finding.severity == "error" for finding in raw) >= _ENOUGH:
            break
    if not known or not asked:
        raise ModelError(f"{source}: holds nothing that could be checked")
    return _ordered(raw, known, len(asked), labels, lambda node: None)


def _chunks(store: Store, source: str) -> Iterator[list[Triple]]:
    """Walk a graph thing by thing: that is the order in which a store on disk keeps it."""
    by_thing = groupby(store.quads(source), key=lambda quad: quad.subject)
    while some := [quad.triple for _, quads in islice(by_thing, _CHUNK) for quad in quads]:
        yield some


def _context(store: Store, triples: Sequence[Triple]) -> Iterator[Triple]:
    """Give the classes of codes that are pointed to, and when a source was published: shapes ask for no more."""
    own = {t.subject for t in triples}
    for node in {t.object for t in triples if isinstance(t.object, IRI)} - own:
        if not isinstance(node, IRI):
            continue
        code = node.value.startswith((CODE, SECTOR))
        for quad in store.about(node):
            if quad.predicate.value == (_TYPE if code else _PUBLISHED):
                yield quad.triple


def checks() -> list[Check]:
    """Read the checks: one a file. Raises ModelError where one lacks its header, or there is none."""
    import yaml

    found = []
    for path in resources.files("ontology", "checks/*.rq"):
        text = path.read_text(encoding="utf-8")
        head = "\n".join(line[3:] for line in text.splitlines() if line.startswith("#+ "))
        try:
            paper = yaml.safe_load(head)
            severity = paper["severity"]
            if severity not in RANK:
                raise ModelError(f"checks/{path.name}: the severity {severity}: use error, warning or info")
            found.append(Check(path.stem, paper["summary"], severity, paper["message"], text))
        except (yaml.YAMLError, KeyError, TypeError) as error:
            raise ModelError(f"checks/{path.name}: its header is at fault: {' '.join(str(error).split())}") from error
    return found


def _report(store: Store, nodes: set[IRI | BlankNode] | None, locate: Locate) -> Report:
    labels = Labels(store)
    known, raw = apply_shapes(_said(store), None if nodes is None else {_name(node) for node in nodes})
    asked = checks()
    if not known or not asked:
        raise ModelError("no shape or no check was read, so nothing was checked: install cityties again")
    raw += [finding for one in asked for finding in _run_check(one, store.select(one.query), nodes, labels)]
    return _ordered(raw, known, len(asked), labels, locate)


def _ordered(raw: Iterable[Finding], known: int, asked: int, labels: Labels, locate: Locate) -> Report:
    raw = list(raw)
    labels.learn(finding.node for finding in raw if not finding.node.startswith("_:"))
    told = set()
    for finding in raw:
        blank = finding.node.startswith("_:")
        file, line = (None if blank else locate(finding.node)) or (None, None)
        label = "something without a name" if blank else labels.label(finding.node)
        told.add(Finding(**{**asdict(finding), "label": label, "file": file, "line": line}))
    ordered = sorted(
        told,
        key=lambda f: (RANK[f.severity], f.file or "", f.line or 0, f.node, f.rule, f.path or "", f.message),
    )
    return Report(tuple(ordered), known, asked)


def _run_check(one: Check, rows: Rows, nodes: set[IRI | BlankNode] | None, labels: Labels) -> Iterable[Finding]:
    if rows.variables[:1] != ("node",):
        raise ModelError(f"checks/{one.name}.rq: its first column has to be ?node")
    for row in rows:
        node = row[0]
        if not isinstance(node, IRI | BlankNode) or (nodes is not None and node not in nodes):
            continue
        words = {name: _word(term, labels) for name, term in zip(rows.variables, row, strict=True)}
        yield Finding(one.severity, _name(node), "", one.name, _fill(one.message, words))


def _said(store: Store) -> Iterator[Triple]:
    """Give what the sources of a store say, without what only a rule inferred."""
    return (quad.triple for quad in store.quads())


def _word(term: Term | None, labels: Labels) -> str:
    if not isinstance(term, IRI):
        return labels.label(term)
    label = labels.label(term)
    return compact(term.value) if label in ("", term.value) else label


def _fill(message: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), message)


def _name(node: IRI | BlankNode) -> str:
    return f"_:{node.value}" if isinstance(node, BlankNode) else node.value


def _unfold(paths: Iterable[Path]) -> list[Path]:
    return [
        below
        for path in paths
        for below in (sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path])
    ]


class _Text:
    """A file as text, to find the line where a thing is first described."""

    _PREFIX: Final = re.compile(r"^\s*@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
    _SUBJECT: Final = re.compile(r"^\s*(<[^>\s]*>|[\w-]*:[^\s;,<>\"]+)(?=\s|$)")

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[str, int] | None = None

    def line(self, node: str) -> int | None:
        """Say in which line a node first stands as a subject, or None."""
        if self._lines is None:
            self._lines = self._index()
        return self._lines.get(node)

    def _index(self) -> dict[str, int]:
        text = self.path.read_text(encoding="utf-8", errors="replace")
        prefixes: dict[str, str] = dict(self._PREFIX.findall(text))
        starts: dict[str, int] = {}
        fresh = True  # a subject follows the full stop of the statement before it
        for number, line in enumerate(text.splitlines(), 1):
            bare = line.strip()
            if not bare or bare.startswith("#"):
                continue
            found = self._SUBJECT.match(line) if fresh else None
            if found:
                token = found[1]
                prefix, _, local = token.partition(":")
                whole = token[1:-1] if token.startswith("<") else prefixes.get(prefix, f"{prefix}:") + local
                starts.setdefault(whole, number)
            header = bare.lower().startswith(("@prefix", "prefix", "@base", "base"))
            fresh = header or bare.endswith((".", "{", "}"))
        return starts
