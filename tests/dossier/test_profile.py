"""Profiles: the answer first, a line a fact with numbered sources, on paper in one page and annexes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cityties.dossier.brief import pair_profile
from cityties.dossier.profile import Profile, profile_of, profile_together
from cityties.dossier.write import write
from cityties.model.errors import RequestError
from cityties.model.vocabulary import ID
from cityties.names.resolution import resolve
from cityties.store import IRI, Store

LANGUAGES = ("en", "id", "tr")
THINGS = {
    "city": "Jakarta",
    "person": "Rano Karno",
    "mission": "Embassy of Indonesia in Ankara",
    "sector": "public transport",
    "country": "Indonesia",
    "tie": f"{ID}tie/ankara-jakarta",
    "event": f"{ID}encounter/antara-2025-08-20-jakarta-ankara-meeting",
    "source": f"{ID}source/antara-2025-08-20-jakarta-ankara",
}


def of(store: Store, name: str, lang: str = "en") -> Profile:
    thing = IRI(name) if "://" in name else resolve(store, name, "sector" if name == "public transport" else "thing")
    return profile_of(store, thing, lang, "2026-01-01")


@pytest.mark.parametrize("kind", THINGS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_kind_of_thing_has_its_profile(shipped: Store, kind: str, lang: str) -> None:
    told = of(shipped, THINGS[kind], lang)
    assert told.kind == kind and any(section.rows for section in told.sections)
    assert told.sentence or kind == "event"
    numbers = {note.number for note in told.notes}
    assert numbers == set(range(1, len(numbers) + 1))
    assert {number for section in told.sections for row in section.rows for number in row.notes} <= numbers


def test_the_pair_opens_with_the_verdict_and_tells_each_meeting_once(shipped: Store) -> None:
    city, other = resolve(shipped, "Jakarta", "city"), resolve(shipped, "Ankara", "city")
    told = pair_profile(shipped, city, other, "en", "2026-01-01")
    assert told.sentence.startswith("Not yet. Jakarta and Ankara have declared")
    met = next(section for section in told.sections if section.name == "people")
    karno = [row for row in met.rows if any(cell.text == "Rano Karno" for cell in row.cells)]
    assert len(karno) == 2, "the meeting and the signing, each with all its sources"
    assert {len(row.notes) for row in karno} == {2}
    days = [row.cells[0].text for row in karno]
    assert days == ["by 2025-08-20", "2025-08-19"] or days == ["2025-08-19", "by 2025-08-20"]


def test_two_countries_are_told_together(shipped: Store) -> None:
    one, other = resolve(shipped, "Indonesia", "country"), resolve(shipped, "Türkiye", "country")
    told = profile_together(shipped, "countries", {"country": one, "other": other})
    assert "are told of: Jakarta–Ankara" in told.sentence and told.sections[0].rows
    with pytest.raises(RequestError, match="two countries"):
        profile_together(shipped, "countries", {"country": one, "other": one})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_has_the_answer_on_its_first_page_and_is_the_same_each_time(shipped: Store, lang: str) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    assert typst
    city, other = resolve(shipped, "Jakarta", "city"), resolve(shipped, "Ankara", "city")
    told = pair_profile(shipped, city, other, lang, "2026-01-01")
    written = write(told, "pdf", "2026-01-01")
    assert isinstance(written, bytes) and written.startswith(b"%PDF-")
    assert written == write(told, "pdf", "2026-01-01")


def test_what_sources_say_stays_text_on_paper(shipped: Store) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    told = of(shipped, "Jakarta")
    hostile = Profile(told.kind, '#panic("x") $ * _ @ <a>', "en", "#eval", told.sections, told.notes, {}, told.plan)
    assert bytes(write(hostile, "pdf", "2026-01-01")).startswith(b"%PDF-")  # type: ignore[arg-type]


def test_the_command_writes_by_suffix(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    for suffix in ("html", "md", "pdf"):
        path = tmp_path / f"x.{suffix}"
        assert run("profile", "Jakarta", "Ankara", "-o", str(path))[0] == 0 and path.stat().st_size > 1000
    status, out, _ = run("profile", "Rano Karno")
    assert status == 0 and out.startswith("# Rano Karno")
    assert run("profile", "Jakarta", "-o", str(tmp_path / "x.docx"))[0] == 1
