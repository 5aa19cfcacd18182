"""The briefing: complete, escaped, in three languages, and the same each time."""

from __future__ import annotations

import re

import pytest

from cityties.dossier.brief import brief
from cityties.dossier.plan import plans, word
from cityties.facts import intake
from cityties.facts.settle import put_sources
from cityties.model.errors import RequestError
from cityties.names.resolution import resolve
from cityties.questions.question import questions
from cityties.store import IRI, Store, parse

SHARED_WORDS = ("Rano Karno", "Mansur Yavaş", "Achmad Rizal Purnama")


@pytest.fixture
def pair(shipped: Store) -> tuple[IRI, IRI]:
    return resolve(shipped, "Jakarta", "city"), resolve(shipped, "Ankara", "city")


@pytest.mark.parametrize("name", sorted(plans()))
def test_each_section_names_a_question_and_its_columns(name: str) -> None:
    plan = plans()[name]
    assert plan.sections and bool(plan.classes) != bool(plan.parameters)
    for section in plan.sections:
        if section.question:
            question = questions()[section.question]
            assert set(section.columns) <= set(question.columns), section.name
            assert set(section.parameters) <= {parameter.name for parameter in question.parameters}
        assert bool(section.question) != bool(section.select)
        assert set(section.heading) == {"en", "id", "tr"}
        for column in section.columns:
            assert all(word(column, lang, "columns") for lang in ("en", "id", "tr")), column


@pytest.mark.parametrize("lang", ["en", "id", "tr"])
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_briefing_tells_the_pair_whole(shipped: Store, pair: tuple[IRI, IRI], form: str, lang: str) -> None:
    text = brief(shipped, *pair, form=form, lang=lang)
    for words in SHARED_WORDS:
        assert words in text
    assert "2025-08-19" in text and "ANTARA" in text
    assert text == brief(shipped, *pair, form=form, lang=lang)


def test_the_page_asks_for_nothing_and_runs_nothing(shipped: Store, pair: tuple[IRI, IRI]) -> None:
    page = brief(shipped, *pair)
    assert page.count("<svg") == 1
    assert "<script" not in page
    assert not re.search(r"(?:src|srcset)=|@import|url\(", page)
    assert '<a href="https://' in page


def test_hostile_labels_are_shown_as_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = intake.shipped()
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    file.write_text(
        "<https://w3id.org/cityties/id/person/rano-karno> "
        "<http://www.w3.org/2000/01/rdf-schema#label> \"<script>alert('x')</script>|`*\"@en .",
        encoding="utf-8",
    )
    put_sources(store, {"https://w3id.org/cityties/id/source/hostile": [quad.triple for quad in parse(file)]})
    city, other = resolve(store, "Jakarta", "city"), resolve(store, "Ankara", "city")
    assert "<script>" not in brief(store, city, other)
    assert "<script>" not in brief(store, city, other, form="md")
    assert "&lt;script&gt;" in brief(store, city, other)


def test_a_city_is_not_briefed_on_itself(shipped: Store, pair: tuple[IRI, IRI]) -> None:
    with pytest.raises(RequestError, match="two cities"):
        brief(shipped, pair[0], pair[0])
    with pytest.raises(RequestError, match="html or md"):
        brief(shipped, *pair, form="docx")


def test_a_pair_without_a_tie_says_so(shipped: Store) -> None:
    city, other = resolve(shipped, "Ankara", "city"), resolve(shipped, "Pittsburgh", "city")
    assert "No source tells of a tie" in brief(shipped, city, other)
