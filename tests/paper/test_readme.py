"""README.md: its generated parts are as the sources have them."""

from __future__ import annotations

import pytest
from checkout import ROOT

from cityties.model.errors import ModelError
from cityties.paper.readme import refresh
from cityties.questions.question import questions


def test_the_generated_parts_are_up_to_date() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert refresh(text) == text
    for name in questions():
        assert f"| `{name}` |" in text


def test_a_missing_mark_is_told() -> None:
    with pytest.raises(ModelError, match="marks around commands"):
        refresh("# nothing\n")
