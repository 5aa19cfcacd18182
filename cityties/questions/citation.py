"""How one answer is cited: the question, what it was asked of, the day, and marks by which it can be held again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from cityties import __version__
from cityties.display.answer import Answer
from cityties.model.errors import RequestError
from cityties.model.vocabulary import DATASET_GRAPH
from cityties.questions.question import find
from cityties.store import Store

__all__ = ["FORMATS", "cite"]

FORMATS: Final = ("table", "json")
_SHORT: Final = 16  # letters of a digest that are shown


def cite(store: Store, answer: Answer, arguments: Mapping[str, str], day: str, form: str = "table") -> str:
    """Cite an answer that was had on a day: a line of text, or CSL-JSON. Raises RequestError on another form.

    The digests are SHA-256: of the question's file, and of the answer as TSV.
    """
    if form not in FORMATS:
        raise RequestError(f"{form}: a citation is text or json: leave --format out, or give json")
    question = find(answer.name)
    told = "; ".join(f"{name}: {value}" for name, value in arguments.items())
    title = f"{question.summary} [{question.name}{f'; {told}' if told else ''}]"
    marks = (
        f"{len(answer.rows)} rows, sha256:{_digest(answer.text('tsv'))}, by the question sha256:"
        f"{_digest(question.text)}, from {len(store)} statements in {len(store.graphs())} graphs"
    )
    if form == "json":
        year, month, date = (int(part) for part in day.split("-"))
        held = {
            "id": f"cityties-{question.name}-{_digest(answer.text('tsv'))[:8]}",
            "type": "dataset",
            "title": title,
            "author": [{"literal": "The cityties developers"}],
            "version": __version__,
            "URL": DATASET_GRAPH,
            "accessed": {"date-parts": [[year, month, date]]},
            "note": f"{marks}; CC BY 4.0",
        }
        return json.dumps([held], ensure_ascii=False, indent=2)
    return f"The cityties developers: {title} cityties {__version__}, asked {day}: {marks}. {DATASET_GRAPH}, CC BY 4.0."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
