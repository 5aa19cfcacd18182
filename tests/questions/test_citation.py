"""The citation of one answer: what was asked, of what, when, and marks by which it is held again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from cityties import __version__
from cityties.model.errors import RequestError
from cityties.questions.citation import cite
from cityties.questions.question import ask
from cityties.store import Store

ASKED = {"city": "Jakarta", "other": "Ankara"}


def test_a_citation_names_what_was_asked_and_holds_its_digest(shipped: Store) -> None:
    answer = ask(shipped, "tie-history", ASKED)
    line = cite(shipped, answer, ASKED, "2026-11-28")
    digest = hashlib.sha256(answer.text("tsv").encode()).hexdigest()[:16]
    assert "\n" not in line
    for part in ("tie-history; city: Jakarta; other: Ankara", "2026-11-28", __version__, f"sha256:{digest}",
                 f"{len(answer.rows)} rows", "CC BY 4.0"):  # fmt: skip
        assert part in line, part
    other = ask(shipped, "tie-history", {**ASKED, "other": "Jerusalem"})
    assert digest not in cite(shipped, other, ASKED, "2026-11-28")


def test_programs_get_csl_json(shipped: Store) -> None:
    (held,) = json.loads(cite(shipped, ask(shipped, "tie-history", ASKED), ASKED, "2026-11-28", "json"))
    assert held["type"] == "dataset" and held["accessed"] == {"date-parts": [[2026, 11, 28]]}
    with pytest.raises(RequestError, match="csv: a citation is text or json"):
        cite(shipped, ask(shipped, "tie-history", ASKED), ASKED, "2026-11-28", "csv")


def test_the_command_cites(run: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = run("ask", "common-partners", "--city", "Jakarta", "--other", "Ankara", "--cite")
    assert status == 0 and out.startswith("The cityties developers: ") and out.count("\n") == 1
    status, _, err = run("ask", "--sparql", "ASK {}", "--cite")
    assert status == 1 and "--cite is for named questions" in err
