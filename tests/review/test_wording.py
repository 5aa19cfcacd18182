"""The words of a review: whole in three languages, for every code and class that a fact can have."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from typing import Any

import pytest

from cityties.model.language import languages
from cityties.review import naming, wording
from cityties.review.form import Forms
from cityties.review.wording import called, compose, genitive, joined, read, wordings
from cityties.store import Store


def tables(found: Any) -> Iterator[dict[str, Any]]:
    """Go through all tables of words, at any depth."""
    if isinstance(found, dict):
        if "en" in found:
            yield found
        for one in found.values():
            yield from tables(one)


@pytest.mark.parametrize("name", ["labels.toml", "words.toml"])
def test_everything_is_said_in_three_languages(name: str) -> None:
    found = list(tables(read(name)))
    assert len(found) > 30
    lacking = [table for table in found if not all(table.get(lang) for lang in languages())]
    assert lacking == []


def test_a_wording_names_the_same_things_in_each_language() -> None:
    field = re.compile(r"\{(\w+?)(?:_of)?\}")
    for table in tables(read("words.toml")):
        named = [set(field.findall(table[lang])) for lang in languages()]
        assert named[0] == named[1] == named[2], table["en"]


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [
        ("step", "StepKind"),
        ("agreement", "Instrument"),
        ("remark", "RemarkKind"),
        ("mission", "MissionKind"),
        ("encounter", "encounter.class"),
        ("commitment", "commitment.class"),
    ],
)
def test_every_code_and_class_has_its_wording(shipped: Store, kind: str, scheme: str) -> None:
    codes = Forms(shipped, "en").scheme(scheme)
    assert len(codes) >= 4
    assert [code for code in codes if wordings(kind, code) is None] == []


def test_what_is_not_known_is_left_out_or_another_wording_taken() -> None:
    told = {"en": ["{two} meet[ in {venue}]", "Meeting"], "id": "{two}", "tr": "{two_of} görüşmesi"}
    made = {"en": "Bo and Ada meet", "id": "Bo and Ada", "tr": "Bo and Ada'nın görüşmesi"}
    assert compose(told, {"two": {"": "Bo and Ada"}}) == made
    assert compose(told, {"venue": {"": "Bursa"}}) == {"en": "Meeting"}
    assert compose(told, {"two": {"": "{venue}[x]"}, "venue": {"": "{two}"}})["en"] == "{venue}[x] meet in {two}"


def test_the_examples_in_the_code_hold() -> None:
    results = [doctest.testmod(module) for module in (wording, naming)]
    assert all(found.attempted and not found.failed for found in results)


def test_names_are_listed_as_each_language_does() -> None:
    assert joined(["A"], "en") == "A"
    assert [joined(["A", "B", "C"], lang) for lang in languages()] == ["A, B and C", "A, B dan C", "A, B ve C"]
    assert called({"id": "Turki"}, "tr") == "Turki"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("İzmir", "İzmir'in"),
        ("Ordu", "Ordu'nun"),
        ("Köln", "Köln'ün"),
        ("Kıbrıs", "Kıbrıs'ın"),
        ("Gölbaşı", "Gölbaşı'nın"),
    ],
)
def test_the_turkish_genitive_follows_the_last_vowel(name: str, told: str) -> None:
    assert genitive(name) == told
