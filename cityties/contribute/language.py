"""The files that a new language begins with: the words of English, and all that there is to say, to be translated."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cityties.facts.checks import checks
from cityties.model import resources
from cityties.model.language import ENGLISH, folders
from cityties.model.multilingual import english_lines
from cityties.model.vocabulary import PREFIXES, compact
from cityties.questions.question import questions
from cityties.store import IRI, Literal, parse

__all__ = ["language_files"]

_NAMING = ("rdfs:label", "skos:prefLabel")


def language_files(language: str) -> dict[str, str]:
    """Give the texts of the files of a new language by their names, none of it translated yet.

    Reading lists are not among them: whoever reads news in the language begins its reading/ as graph/reading/ has it.
    """
    head = f"# To be translated into {language}"
    files = {}
    for path in [*sorted(folders()[ENGLISH].glob("*.toml")), folders()["id"] / "errors.toml"]:
        told = path.read_text(encoding="utf-8")
        files[path.name] = f"{head}: the words are those of {path.parent.name}/{path.name}.\n{told}"
    lines = "".join(f'{json.dumps(line, ensure_ascii=False)} = ""\n' for line in dict.fromkeys(_lines()))
    files["lines.toml"] = f"{head}: each English line with its own; one left empty stays English.\n[lines]\n{lines}"
    labels = "\n".join(_labels(language))
    files["labels.ttl"] = f"{head}: translate a line, and take the # before it away.\n{labels}\n"
    return files


def _lines() -> Iterator[str]:
    yield from english_lines()
    for question in questions().values():
        yield question.summary
        yield from question.answer.get(ENGLISH, {}).values()
    for check in checks():
        yield check.messages[ENGLISH]


def _labels(language: str) -> Iterator[str]:
    """Name each term, code and sector in English, as comments."""
    for prefix in ("code", "ct", "rdfs", "sector", "skos"):
        yield f"@prefix {prefix}: <{PREFIXES[prefix]}> ."
    for path in resources.files("ontology", "*.ttl"):
        for quad in parse(path):
            naming, label = compact(quad.predicate.value), quad.object
            if naming in _NAMING and isinstance(label, Literal) and label.language == ENGLISH:
                term = compact(quad.subject.value) if isinstance(quad.subject, IRI) else ""
                if term.startswith(("code:", "ct:", "sector:")):
                    yield f"# {term} {naming} {json.dumps(label.value, ensure_ascii=False)}@{language} ."
