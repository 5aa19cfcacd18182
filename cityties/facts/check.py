"""Holds facts against the shapes (SHACL) and the checks (SPARQL) that cityties ships, and the ontology itself.

Shapes are read from ``ontology/shapes`` (https://www.w3.org/TR/shacl/), checks from ``ontology/checks``;
a further one is a further file. Severity, name and words come from them. What the ontology says of the
ends of a property is held as shapes too (cityties.facts.ends).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cityties.display.label import Labels
from cityties.facts import intake
from cityties.facts.checks import Check, checks, read_rows, run_check
from cityties.facts.ends import end_shapes
from cityties.facts.finding import RANK, Finding, Report, Severity
from cityties.facts.place import Places, shipped_places
from cityties.facts.shape import Suspects, find_suspects, judge, to_rdflib
from cityties.facts.shape_report import one_a_value, read_report
from cityties.facts.surroundings import add_surroundings, in_parts, undescribed_things
from cityties.facts.suspicion import InUse, terms_in_use
from cityties.facts.writing import near_prefixes
from cityties.model import resources
from cityties.model.errors import DataError, ModelError
from cityties.model.vocabulary import CODE, ID, ONTOLOGY_GRAPH, RDF, SECTOR, SH
from cityties.store import IRI, BlankNode, LocalStore, Store, Term, parse

if TYPE_CHECKING:
    import rdflib

__all__ = ["Check", "Finding", "Report", "Severity", "check", "check_files", "check_source", "checks", "shipped_shapes"]

_SLICE: Final = 400  # suspects before the judge at a time
_ENOUGH: Final = 100  # errors
_TYPE: Final = IRI(f"{RDF}type")
_MODEL: Final = frozenset({ONTOLOGY_GRAPH, CODE, SECTOR})
_UNNAMED: Final = f"{ID}source/without-a-name"


def check(store: Store, lang: str = "en") -> Report:
    """Hold a whole store against every shape and check."""
    scratch, own = LocalStore(), set()
    for name in store.graphs():
        triples = [quad.triple for quad in store.quads(name)]
        scratch.add_facts(triples)
        if name not in _MODEL:
            own |= {triple.subject for triple in triples}
    return Examination(scratch, own.__contains__, lang).report(shipped_places())


def check_files(paths: Iterable[Path], lang: str = "en") -> Report:
    """Hold files against every shape and check, with what cityties ships as their context.

    Only what the files themselves describe is reported. Raises DataError, which names file, line
    and column, where one cannot be read.
    """
    listed = [Path(path) for path in paths]
    texts = _unfold(listed)
    refused: DataError | None = None
    try:
        graphs = intake.read(listed)
    except DataError as error:
        # It may name no source because it is misspelt: what else is wrong with it tells so.
        graphs, refused = {_UNNAMED: [quad.triple for path in texts for quad in parse(path)]}, error
    own = {triple.subject for triples in graphs.values() for triple in triples}
    scratch = LocalStore()
    for triples in {**intake.read_model(), **intake.read_facts(), **graphs}.values():
        scratch.add_facts(triples)
    one = Examination(scratch, own.__contains__, lang, of_files=True)
    report = one.report(Places(texts), list(near_prefixes(texts, lang)))
    if refused and report.ok:
        raise refused
    return report


def check_source(
    store: Store,
    source: str,
    tick: Callable[[int], None] = lambda done: None,
    lang: str = "en",
    statements: Path | None = None,
    errors_only: bool = False,
) -> Report:
    """Hold what one graph of a store brings against every shape and check.

    The graph is walked some hundred thousand statements at a time, each thing with all that is said of it
    and with what it points to, so that time grows with the source, not with the store, and memory stays
    flat. ``statements`` are the same as N-Triples, where they are at hand: a store on disk is slow to read
    whole. With ``errors_only`` warnings and notes are not looked for. Stops after a hundred errors.
    """
    found: list[Finding] = []
    labels, done = Labels(store, lang), 0
    for scratch in in_parts(store, source, statements):
        done += scratch.count()
        foreign, undescribed = add_surroundings(scratch, store, source)
        one = Examination(scratch, _not_in(foreign), lang, False, _ENOUGH, undescribed, errors_only)
        found += one.findings(labels)
        tick(done)
        if sum(finding.severity == "error" for finding in found) >= _ENOUGH:
            break
    if not done:
        raise ModelError(f"{source}: holds nothing that could be checked")
    return _ordered(found, labels, None)


@cache
def shipped_shapes() -> rdflib.Graph:
    """Read the shapes that cityties ships, and those that follow from the ontology."""
    import rdflib

    shapes, model = rdflib.Graph(), rdflib.Graph()
    for graph, pattern in ((shapes, "shapes/*.ttl"), (model, "*.ttl")):
        for path in resources.files("ontology", pattern):
            for quad in parse(path):
                graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return shapes + end_shapes(model)


@dataclass(frozen=True)
class Examination:
    """Statements with all that is needed to judge them, in a store of their own; some things are one's own."""

    scratch: LocalStore
    own: Callable[[Term], bool]
    lang: str
    of_files: bool = False
    enough: int | None = None  # errors, after which to stop
    undescribed: Sequence[IRI] | None = None  # things that are pointed to and not described, where they are known
    errors_only: bool = False

    def report(self, places: Places, written: Sequence[Finding] = ()) -> Report:
        """Say all that was found, each with its place; where a namespace is wrong, only that: the rest follows."""
        labels = Labels(self.scratch, self.lang)
        return _ordered(written or self.findings(labels), labels, places)

    def findings(self, labels: Labels) -> list[Finding]:
        """List what shapes and checks find of one's own things."""
        used = terms_in_use(self.scratch)
        found = list(self._by_shapes(used))
        among = {
            "classes": [IRI(name) for name in sorted(used.classes)],
            "properties": [IRI(name) for name in sorted(used.properties)],
            "undescribed": self.undescribed if self.undescribed is not None else undescribed_things(self.scratch),
        }
        for one in checks():
            if (self.of_files or not one.of_files) and not (self.errors_only and one.severity != "error"):
                rows = run_check(one, self.scratch, among)
                found += read_rows(one, rows, self.own, self.scratch, labels, self.lang)
        untyped = {
            finding.node for finding in found if finding.rule == "wrong-subject" and not self._typed(finding.node)
        }
        return one_a_value(found, untyped)

    def _typed(self, node: str) -> bool:
        return any(quad.predicate == _TYPE for quad in self.scratch.about(_term(node)))

    def _by_shapes(self, used: InUse) -> Iterator[Finding]:
        shapes = shipped_shapes()
        suspects = {
            shape: [one for one in some if self.own(_from_rdflib(one))]
            for shape, some in find_suspects(self.scratch, shapes, used, self.errors_only).items()
        }
        errors = 0
        for part in _slices(suspects, self.enough, shapes):
            for finding in read_report(judge(self.scratch, shapes, part), shapes, self.lang):
                errors += finding.severity == "error"
                yield self._with_value(finding)
            if self.enough is not None and errors >= self.enough:
                return

    def _with_value(self, finding: Finding) -> Finding:
        """Name the value of a property that its thing cannot have: the shape looked at the thing alone."""
        if finding.rule == "wrong-subject":
            for quad in self.scratch.about(_term(finding.node)):
                if quad.predicate.value == finding.path and not isinstance(quad.object, BlankNode):
                    return replace(finding, value=str(quad.object))
        return finding


def _not_in(foreign: Collection[Term]) -> Callable[[Term], bool]:
    return lambda node: node not in foreign


def _term(name: str) -> IRI | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else IRI(name)


def _from_rdflib(node: rdflib.term.Node) -> Term:
    import rdflib

    return BlankNode(str(node)) if isinstance(node, rdflib.BNode) else IRI(str(node))


def _slices(suspects: Suspects, enough: int | None, shapes: rdflib.Graph) -> Iterator[Suspects]:
    """Give the suspects all at once; where enough is enough, some at a time, those of errors first."""
    if enough is None:
        yield suspects
        return
    from rdflib import URIRef

    mild = {URIRef(f"{SH}Warning"), URIRef(f"{SH}Info")}
    grave = {
        shape: some
        for shape, some in suspects.items()
        if not (severities := _severities(shapes, shape)) or severities - mild
    }
    flat = [(shape, one) for shape, some in grave.items() for one in some]
    for start in range(0, len(flat), _SLICE):
        part: Suspects = {}
        for shape, one in flat[start : start + _SLICE]:
            part.setdefault(shape, []).append(one)
        yield part
    yield {shape: some[:enough] for shape, some in suspects.items() if shape not in grave}


def _severities(shapes: rdflib.Graph, shape: rdflib.term.Node) -> set[rdflib.term.Node]:
    from rdflib import URIRef

    parts = [shape, *shapes.objects(shape, URIRef(f"{SH}property"))]
    return {told for part in parts for told in shapes.objects(part, URIRef(f"{SH}severity"))}


def _ordered(found: Iterable[Finding], labels: Labels, places: Places | None) -> Report:
    listed = list(found)
    labels.learn(finding.node for finding in listed if not finding.node.startswith("_:"))
    told = set()
    for finding in listed:
        named = "something without a name" if finding.node.startswith("_:") else labels.label(finding.node)
        labelled = replace(finding, label=finding.label or named, language=labels.lang)
        told.add(labelled if places is None or finding.line else places.find(labelled))
    ordered = sorted(
        told,
        key=lambda f: (
            RANK[f.severity],
            f.file or "",
            f.line or 0,
            f.node,
            f.rule,
            f.path or "",
            f.message,
            f.value or "",
        ),
    )
    shapes = shipped_shapes()
    from rdflib import URIRef

    known = len(set(shapes.subjects(URIRef(f"{RDF}type"), URIRef(f"{SH}NodeShape"))))
    return Report(tuple(ordered), known, len(checks()))


def _order(one: Finding) -> tuple[int, str, int, str, str, str, str, str]:
    place = (one.file or "", one.line or 0)
    return RANK[one.severity], *place, one.node, one.rule, one.path or "", one.message, one.value or ""


def _unfold(paths: Iterable[Path]) -> list[Path]:
    return list(
        chain.from_iterable(
            sorted(below for below in path.rglob("*") if below.is_file()) if path.is_dir() else [path] for path in paths
        )
    )
