"""Findings: what is not as it should be, and the report that lists them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final, Literal

from cityties.model.errors import RequestError
from cityties.model.vocabulary import SH, compact
from cityties.store import Literal as Value

__all__ = ["RANK", "SEVERITIES", "Finding", "Report", "Severity"]

Severity = Literal["error", "warning", "info"]

SEVERITIES: Final[dict[str, Severity]] = {"Violation": "error", "Warning": "warning", "Info": "info"}
RANK: Final = {"error": 0, "warning": 1, "info": 2}
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
    value: str | None = None  # as N-Triples writes it
    language: str = "en"

    @property
    def place(self) -> str:
        """Say where the node is described: ``file:line``, or as much as is known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file or ""

    @property
    def told(self) -> str:
        """Say the property and the value at fault, where there are such: ``ct:date "2026-13": ``."""
        if not self.value:
            return ""
        value = compact(self.value[1:-1]) if self.value.startswith("<") else " ".join(self.value.split())[:200]
        text, mark, datatype = value.rpartition("^^<")
        value = f"{text}^^{compact(datatype[:-1])}" if mark else value
        return f"{compact(self.path)} {value}: " if self.path else f"{value}: "


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
        counts = {severity: 0 for severity in RANK}
        lines = []
        for finding in self.findings:
            counts[finding.severity] += 1
            place = f"{finding.place}: " if finding.place else ""
            named = " ".join(finding.label.split())[:120]
            node = compact(finding.node)
            whose = named if named in (node, finding.node) else f"{named} ({node})"
            what = f"{whose}: {finding.told}{finding.message} [{finding.rule}]"
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
        severity = {word: name for name, word in SEVERITIES.items()}
        results = []
        for finding in self.findings:
            shape = finding.rule.startswith("ct:")
            node = finding.node if finding.node.startswith("_:") else f"<{finding.node}>"
            lines = [
                "    a sh:ValidationResult ;",
                f"    sh:focusNode {node} ;",
                f"    sh:resultSeverity sh:{severity[finding.severity]} ;",
                f"    sh:resultMessage {Value(finding.message, language=finding.language)} ;",
                f"    sh:sourceConstraintComponent <{finding.constraint}> ;",
            ]
            if finding.path:
                lines.append(f"    sh:resultPath <{finding.path}> ;")
            if finding.value and not finding.value.startswith("_:"):
                lines.append(f"    sh:value {finding.value} ;")
            rule = f"sh:sourceShape {finding.rule}" if shape else f"sh:sourceConstraint <{_CHECK}{finding.rule}>"
            lines.append(f"    {rule}")
            results.append("\n".join(lines))
        linked = "".join(f" ;\n  sh:result [\n{result}\n  ]" for result in results)
        return (
            "@prefix ct: <https://w3id.org/cityties/ontology#> .\n"
            f"@prefix sh: <{SH}> .\n\n"
            f"[]\n  a sh:ValidationReport ;\n  sh:conforms {str(not self.findings).lower()}{linked} .\n"
        )
