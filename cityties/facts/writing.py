"""Faults of writing that no graph shows: prefixes that stand for nearly the namespace they are known for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from cityties.facts.checks import checks
from cityties.facts.finding import Finding
from cityties.facts.turtle_lines import prefix_declarations
from cityties.model.vocabulary import CODE, CT, PREFIXES, SECTOR

__all__ = ["near_prefixes"]

_RULE: Final = "near-namespace"
_OWN: Final = (CT, CODE, SECTOR)
_TWO_WAYS: Final = "schema"  # http and https are both in use
_NEAR: Final = 0.85


def near_prefixes(paths: Iterable[Path], language: str) -> Iterator[Finding]:
    """Find declarations such as ``@prefix ct: <http://w3id.org/cityties/ontology#>``, where https is right."""
    (check,) = (one for one in checks() if one.name == _RULE)
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        for prefix, namespace, line in prefix_declarations(text):
            right = PREFIXES.get(prefix)
            if right is None or namespace == right or prefix == _TWO_WAYS:
                continue
            if right in _OWN or SequenceMatcher(None, namespace, right).ratio() > _NEAR:
                message = check.messages[language].replace("{value}", namespace).replace("{right}", right)
                yield Finding(
                    check.severity, namespace, f"{prefix}:", _RULE, message,
                    file=str(path), line=line, value=f"<{namespace}>", language=language,
                )  # fmt: skip
