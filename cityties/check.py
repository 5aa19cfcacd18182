"""Holds facts against the shapes (SHACL) and the checks (SPARQL) that cityties ships.

Shapes are read from ``ontology/shapes`` (https://www.w3.org/TR/shacl/), checks from
``ontology/checks``; a further one is a further file. Severity, name and words come from them.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

from cityties import intake, resources
from cityties.errors import ModelError, RequestError
from cityties.names import Labels
from cityties.store import IRI, BlankNode, Store, Term, Triple, parse
from cityties.store import Literal as Value
from cityties.vocabulary import INFERRED_GRAPH, SH, compact

if TYPE_CHECKING:
    import rdflib

__all__ = ["Check", "Finding", "Report", "Severity", "check", "check_files", "checks"]

Severity = Literal["error", "warning", "info"]
Locate: TypeAlias = Callable[[str], tuple[str, int | None] | None]

_SEVERITIES: Final[dict[str, Severity]] = {"Violation": "error", "Warning": "warning", "Info": "info"}
_RANK: Final = {"error": 0, "warning": 1, "info": 2}
_GRAPHS_OF: Final = "SELECT DISTINCT ?graph ?node WHERE { GRAPH ?graph { ?node ?p ?o } } ORDER BY ?graph"
_CHECK: Final = "https://w3id.org/cityties/check/"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be: what, by which rule, and where it stands."""

    severity: Severity
    node: str
    label: str
    rule: str
    message: str
    file: str | None = None
    line: int | None = None
    path: str | None = None
    constraint: str = f"{SH}SPARQLConstraintComponent"

    @property
    def place(self) -> str:
        """Say where the node is described: ``file:line``, or as much as is known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file or ""


@dataclass(frozen=True)
class Check:
    """A question whose every answer is a finding."""

    name: str
    summary: str
    severity: Severity
    message: str
    query: str


@dataclass(frozen=True)
class Report:
    """What the shapes and checks found, gravest first, and how many of them looked."""

    findings: tuple[Finding, ...]
    shapes: int
    checks: int

    @property
    def checked(self) -> int:
        """Count the shapes and checks that looked."""
        return self.shapes + self.checks

    @property
    def errors(self) -> list[Finding]:
        """List what has to be mended."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def ok(self) -> bool:
        """Say whether nothing has to be mended; warnings and notes do not count."""
        return not self.errors

    def to_text(self, format: str = "table") -> str:
        """Write the report as a table for people, as JSON, or as a SHACL validation report in Turtle."""
        writers = {"table": self._table, "json": self._json, "turtle": self._turtle}
        if format not in writers:
            raise RequestError(f"{format}: not a format of a report: use {', '.join(writers)}")
        return writers[format]()

    def _table(self) -> str:
        counts = {severity: 0 for severity in _RANK}
        lines = []
        for finding in self.findings:
            counts[finding.severity] += 1
            place = f"{finding.place}: " if finding.place else ""
            named = " ".join(finding.label.split())[:120]
            what = f"{named} ({compact(finding.node)}): {finding.message} [{finding.rule}]"
            lines.append(f"{place}{finding.severity}: {what}")
        told = ", ".join(f"{count} {severity}" for severity, count in counts.items())
        lines.append(f"{self.shapes} shapes and {self.checks} checks: {told}")
        return "\n".join(lines) + "\n"

    def _json(self) -> str:
        body = {
            "ok": self.ok,
            "shapes": self.shapes,
            "checks": self.checks,
            "findings": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def _turtle(self) -> str:
        severity = {word: name for name, word in _SEVERITIES.items()}
        results = []
        for finding in self.findings:
            shape = finding.rule.startswith("ct:")
            node = finding.node if finding.node.startswith("_:") else f"<{finding.node}>"
            lines = [
                "    a sh:ValidationResult ;",
                f"    sh:focusNode {node} ;",
                f"    sh:resultSeverity sh:{severity[finding.severity]} ;",
                f"    sh:resultMessage {Value(finding.message, language='en')} ;",
                f"    sh:sourceConstraintComponent <{finding.constraint}> ;",
            ]
            if finding.path:
                lines.append(f"    sh:resultPath <{finding.path}> ;")
            rule = f"sh:sourceShape {finding.rule}" if shape else f"sh:sourceConstraint <{_CHECK}{finding.rule}>"
            lines.append(f"    {rule}")
            results.append("\n".join(lines))
        linked = "".join(f" ;\n  sh:result [\n{result}\n  ]" for result in results)
        return (
            "@prefix ct: <https://w3id.org/cityties/ontology#> .\n"
            f"@prefix sh: <{SH}> .\n\n"
            f"[]\n  a sh:ValidationReport ;\n  sh:conforms {str(not self.findings).lower()}{linked} .\n"
        )


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
    store = Store()
    intake.put(store, {**intake.read_model(), **intake.read_facts(), **graphs})
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
            if severity not in _RANK:
                raise ModelError(f"checks/{path.name}: the severity {severity}: use error, warning or info")
            found.append(Check(path.stem, paper["summary"], severity, paper["message"], text))
        except (yaml.YAMLError, KeyError, TypeError) as error:
            raise ModelError(f"checks/{path.name}: its header is at fault: {' '.join(str(error).split())}") from error
    return found


def _report(store: Store, nodes: set[IRI | BlankNode] | None, locate: Locate) -> Report:
    labels = Labels(store)
    known, raw = _run_shapes(store, nodes)
    asked = checks()
    if not known or not asked:
        raise ModelError("no shape or no check was read, so nothing was checked: install cityties again")
    raw += [finding for one in asked for finding in _run_check(store, one, nodes, labels)]
    labels.learn(finding.node for finding in raw if not finding.node.startswith("_:"))
    told = set()
    for finding in raw:
        blank = finding.node.startswith("_:")
        file, line = (None if blank else locate(finding.node)) or (None, None)
        label = "something without a name" if blank else labels.label(finding.node)
        told.add(Finding(**{**asdict(finding), "label": label, "file": file, "line": line}))
    ordered = sorted(
        told,
        key=lambda f: (_RANK[f.severity], f.file or "", f.line or 0, f.node, f.rule, f.path or "", f.message),
    )
    return Report(tuple(ordered), known, len(asked))


def _run_check(store: Store, one: Check, nodes: set[IRI | BlankNode] | None, labels: Labels) -> Iterable[Finding]:
    rows = store.select(one.query)
    if rows.variables[:1] != ("node",):
        raise ModelError(f"checks/{one.name}.rq: its first column has to be ?node")
    for row in rows:
        node = row[0]
        if not isinstance(node, IRI | BlankNode) or (nodes is not None and node not in nodes):
            continue
        words = {name: _word(term, labels) for name, term in zip(rows.variables, row, strict=True)}
        yield Finding(one.severity, _name(node), "", one.name, _fill(one.message, words))


def _word(term: Term | None, labels: Labels) -> str:
    if not isinstance(term, IRI):
        return labels.label(term)
    label = labels.label(term)
    return compact(term.value) if label in ("", term.value) else label


def _fill(message: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), message)


def _run_shapes(store: Store, nodes: set[IRI | BlankNode] | None) -> tuple[int, list[Finding]]:
    """Count the shapes, and say what they found; what only a rule inferred is left out."""
    import pyshacl
    import rdflib
    from rdflib.namespace import RDF
    from rdflib.namespace import SH as sh  # noqa: N811

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # shapes tell of ill-typed values better
    files = resources.files("ontology", "shapes/*.ttl")
    shapes = _to_rdflib(quad.triple for path in files for quad in parse(path))
    known = set(shapes.subjects(RDF.type, sh.NodeShape))
    data = _to_rdflib(
        quad.triple
        for quad in store.quads()
        if not (isinstance(quad.graph_name, IRI) and quad.graph_name.value == INFERRED_GRAPH)
    )
    # pySHACL narrows to named nodes only; where a blank one is among them, the choice is made below.
    named = [node.value for node in nodes or () if isinstance(node, IRI)]
    focus = named if nodes and len(named) == len(nodes) else None
    _, answer, _ = pyshacl.validate(
        data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, focus_nodes=focus
    )
    if not isinstance(answer, rdflib.Graph):
        raise ModelError(f"the shapes cannot be applied: {' '.join(str(answer).split())}")
    wanted = None if nodes is None else {_name(node) for node in nodes}
    findings = []
    for result in answer.subjects(RDF.type, sh.ValidationResult):
        node = cast("rdflib.term.Node", answer.value(result, sh.focusNode))
        name = f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)
        if wanted is not None and name not in wanted:
            continue
        source = cast("rdflib.term.Node", answer.value(result, sh.sourceShape))
        shape = source if isinstance(source, rdflib.URIRef) else shapes.value(None, sh.property, source)
        severity = str(answer.value(result, sh.resultSeverity)).removeprefix(SH)
        path = answer.value(result, sh.resultPath)
        findings.append(
            Finding(
                _SEVERITIES[severity],
                name,
                "",
                compact(str(shape)),
                str(answer.value(result, sh.resultMessage)),
                path=str(path) if isinstance(path, rdflib.URIRef) else None,
                constraint=str(answer.value(result, sh.sourceConstraintComponent)),
            )
        )
    return len(known), findings


def _to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into rdflib's memory, where pySHACL is fastest; values stay as they were written."""
    import rdflib

    def term(given: object) -> rdflib.term.Node:
        match given:
            case IRI():
                return rdflib.URIRef(given.value)
            case BlankNode():
                return rdflib.BNode(given.value)
            case Value() if given.language:
                return rdflib.Literal(given.value, lang=given.language)
            case Value():
                datatype = rdflib.URIRef(given.datatype.value)
                return rdflib.Literal(given.value, datatype=datatype, normalize=False)
        raise ModelError(f"{given}: a statement about a statement, which shapes cannot hold")

    graph = rdflib.Graph()
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


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
