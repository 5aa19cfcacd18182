"""Patterns of strangers end: those that take for ever are told by name."""

from __future__ import annotations

import time

import pytest

from cityties.model.errors import ModelError
from cityties.model.pattern import Pattern


def test_a_pattern_is_sought_anywhere() -> None:
    assert Pattern("Nonresident$", "m").finds("Embassy, Nonresident")
    assert not Pattern(r"^(?:\w+\s)+x$", "m").finds("a b c")
    assert Pattern(r"^\d{4}-\d{2}(?!x)", "m").finds("2020-01")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("^(a+)+$", r"\^\(a\+\)\+\$: \(a\+\)\+ repeats what is repeated"),
        (r"(?:[a-z]*)*x", "repeats what is repeated"),
        ("(?:(?:a{1000}){1000}){100}", "counts more than"),
        ("(" * 50, "no regular expression"),
        ("a" * 1001, "more than 1,000 characters"),
        ("a{99999999999999}", "m: "),
    ],
    ids=["twice", "set twice", "counted", "open", "long", "large"],
)
def test_a_pattern_at_fault_is_told_at_once(text: str, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        Pattern(text, "m")


def test_a_pattern_that_takes_for_ever_is_stopped() -> None:
    begun = time.process_time()
    with pytest.raises(ModelError, match=r"m: the pattern \(a\|aa\)\+\$ takes too long"):
        Pattern("(a|aa)+$", "m").finds("a" * 80 + "b")
    assert time.process_time() - begun < 10
