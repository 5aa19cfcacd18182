"""README.md: its generated parts are as the sources have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityties.errors import ModelError
from cityties.questions import questions
from cityties.readme import refresh

ROOT = Path(__file__).resolve().parent.parent


def test_the_generated_parts_are_up_to_date() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert refresh(text) == text
    for name in questions():
        assert f"| `{name}` |" in text


def test_a_missing_mark_is_told() -> None:
    with pytest.raises(ModelError, match="marks around commands"):
        refresh("# nothing\n")
