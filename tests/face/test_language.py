"""A fourth language, German, by files alone (tests/face/languages/de): what cityties says and reads, it does in it."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from caches import forget
from checkout import ROOT

from cityties.date.date import Date
from cityties.date.parse import parse_day
from cityties.date.wording import word_date
from cityties.facts import intake
from cityties.graph import Graph
from cityties.kinds.names import told
from cityties.kinds.ontology import ontology
from cityties.model import language
from cityties.model.errors import ModelError, RequestError
from cityties.model.multilingual import in_each_language, read_multilingual
from cityties.model.vocabulary import CT
from cityties.names.affix import bare
from cityties.pages.routes import respond
from cityties.reading.text.language import guess_language
from cityties.release.reference import render_reference
from cityties.server.negotiation import spoken
from cityties.store import Store

Run = Callable[..., tuple[int, str, str]]
OURS = Path(__file__).parent / "languages"
ARTICLE = """Ankara und Jakarta unterzeichnen eine Absichtserklärung

JAKARTA - Der Oberbürgermeister von Ankara, Mansur Yavaş, traf am Dienstag in Jakarta den Gouverneur von Jakarta, \
Pramono Anung. Die beiden Städte unterzeichneten eine Absichtserklärung zur Zusammenarbeit im öffentlichen Nahverkehr \
und im Tourismus.
"""


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(language.VARIABLE, str(OURS))
    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.fixture(scope="module")
def spoken_store() -> Iterator[Store]:
    """The shipped graph, read with the German labels."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(language.VARIABLE, str(OURS))
        forget()
        yield intake.shipped()
    forget()


def test_the_command_line_offers_it(run: Run) -> None:
    assert language.languages() == ("en", "de", "id", "tr")
    status, out, _ = run("--help")
    assert status == 0 and "--lang {en,de,id,tr}" in out
    status, out, _ = run("ask", "ties-of-city", "--city", "Jakarta", "--lang", "de")
    assert status == 0 and out.startswith("Partnerstadt") and "vereinbart" in out
    assert "Kind" in out, "what German has no word for, English says"
    status, _, err = run("ask", "ties-of-city", "--city", "Lima", "--lang", "de")
    assert status == 1 and "Lima: unbekannt: in diesem Graphen trägt kein Eintrag (Stadt) diesen Namen" in err
    _, out, _ = run("questions", "--lang", "de")
    assert "Mit welchen Orten ist eine" in out


def test_it_is_asked_in_plain_words_and_answers(run: Run) -> None:
    status, out, err = run("ask", "Partnerstädte von Jakarta", "--lang", "de")
    assert status == 0, err
    assert out.startswith("Von 26 Verbindungen von Jakarta wird berichtet: ") and " und 23 weitere." in out


def test_pages_offer_it_and_speak_it(spoken_store: Store) -> None:
    status, _, body = respond(spoken_store, "/", {}, "de")
    text = body.decode()
    assert status == 200 and '<html lang="de">' in text
    assert '<button name="lang" value="de" lang="de" aria-current="true">Deutsch</button>' in text
    assert '<a href="/pair">Zwei Städte</a>' in text
    assert 'placeholder="Ask in plain words, or find a city' in text, "what German has no line for, English says"
    _, _, body = respond(spoken_store, "/doc", {}, "de", "https://w3id.org/cityties/sector/public-transport")
    assert "<h1>öffentlicher Nahverkehr</h1>" in body.decode()
    _, _, body = respond(spoken_store, "/", {}, "tr")
    assert "Deutsch" in body.decode() and "Zwei Städte" not in body.decode()


def test_servers_choose_it() -> None:
    assert spoken({b"accept-language": b"de-AT, tr;q=0.8"}, "") == "de"
    assert spoken({}, "de") == "de" and spoken({b"cookie": b"lang=de"}, "") == "de"
    assert spoken({b"cookie": b"lang=fr"}, "fr") == "en"


def test_pictures_speak_it(spoken_store: Store) -> None:
    picture = Graph(spoken_store, "de").draw("city", city="Jakarta")
    assert '<html lang="de"' in picture and "Legende" in picture and "Vergrößerung" in picture


def test_an_article_in_it_is_read(run: Run, tmp_path: Path) -> None:
    assert guess_language(ARTICLE) == "de"
    (tmp_path / "artikel.txt").write_text(ARTICLE, encoding="utf-8")
    draft = tmp_path / "draft.json"
    status, _, err = run("read", str(tmp_path / "artikel.txt"), "--published", "2025-08-20", "-o", str(draft))
    assert status == 0, err
    read = json.loads(draft.read_text(encoding="utf-8"))
    assert read["article"]["lang"] == "de"
    by_kind: dict[str, list[dict[str, object]]] = {}
    for fact in read["facts"]:
        by_kind.setdefault(fact["kind"], []).append(fact["slots"])
    assert {place["name"] for place in by_kind["place"]} == {"Ankara", "Jakarta"}
    assert {person["name"] for person in by_kind["person"]} == {"Mansur Yavaş", "Pramono Anung"}
    (meeting,) = [one for one in by_kind["encounter"] if one["class"] == "Meeting"]
    assert meeting["date"] == "2025-08-19"
    (agreement,) = by_kind["agreement"]
    assert agreement["instrument"] == "letter-of-intent"
    assert any("public-transport" in str(step.get("sectors")) for step in by_kind["step"])


def test_dates_and_names_are_told_and_read() -> None:
    assert word_date(Date.of("[..2025-08-21]"), "de") == "bis 21. August 2025"
    assert word_date(Date.of("2025-08-21/.."), "de") == "seit 21. August 2025"
    assert str(parse_day("20. Mai 2025")) == "2025-05-20"
    assert bare("Landeshauptstadt München") == "munchen"


def test_the_reference_names_terms_in_it(spoken_store: Store) -> None:
    assert "de: Verbindung" in render_reference()
    assert ontology().labels(f"{CT}City")["de"] == "Stadt"
    assert told()["kind"]["place"]["label"]["de"] == "Ort"


def test_facts_are_named_in_a_language_only_by_words_of_it() -> None:
    given = {"en": "Government of {place}", "tr": "{place} Yönetimi"}
    assert in_each_language(given)["de"] == "Government of {place}"
    assert in_each_language(given, whole=False) == given
    labels = ROOT / "viz" / "review" / "labels.toml"
    assert "de" not in read_multilingual(labels, whole=False)["many"]


def test_what_is_wrong_of_a_folder_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(language.VARIABLE, str(tmp_path / "none"))
    status, _, err = run("--help")
    assert status == 1 and err.count("\n") == 1 and f"{language.VARIABLE}: {tmp_path / 'none'}: no folder" in err
    (tmp_path / "tr").mkdir()
    monkeypatch.setenv(language.VARIABLE, str(tmp_path))
    with pytest.raises(RequestError, match="has the language tr already"):
        language.languages()
    (tmp_path / "tr").rename(tmp_path / "fr")
    (tmp_path / "fr" / "labels.ttl").write_text('<http://www.wikidata.org/entity/Q90> <a:b> "Paris"@fr .', "utf-8")
    with pytest.raises(ModelError, match="Q90: no term, code or sector"):
        intake.read_model()
    (tmp_path / "fr" / "reading").mkdir()
    (tmp_path / "fr" / "reading" / "posts.toml").write_text('maire = ["maire"]', encoding="utf-8")
    from cityties.model.word_list import read_word_list

    with pytest.raises(ModelError, match=r"fr/reading/posts.toml: maire: no such words"):
        read_word_list("posts")


def test_an_empty_folder_is_a_language_that_speaks_english(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "fr").mkdir()
    monkeypatch.setenv(language.VARIABLE, str(tmp_path))
    forget()
    status, out, err = run("ask", "sister cities of Jakarta", "--lang", "fr")
    assert status == 0 and out.startswith("26 ties of Jakarta are told of: "), err
    source = ROOT / "graph" / "sources" / "sonsoz-2025-08-20-ankara-jakarta.ttl"
    assert run("check", str(source), "--lang", "fr")[0] == 0


def test_a_language_may_lie_among_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from cityties.model import resources

    rooms = {room: ROOT / room for room in ("ontology", "queries", "viz")}
    rooms["graph"] = shutil.copytree(ROOT / "graph", tmp_path / "graph")
    shutil.copytree(OURS / "de", tmp_path / "graph" / "languages" / "de")
    monkeypatch.delenv(language.VARIABLE)
    monkeypatch.setattr(resources, "folder", rooms.__getitem__)
    forget()
    assert language.languages() == ("en", "de", "id", "tr") and language.called("de") == "Deutsch"


@pytest.mark.parametrize("code", ["id", "tr"])
def test_no_language_of_ours_leans_on_english_for_dates_and_grammar(code: str) -> None:
    for name in ("dates", "grammar", "language"):
        assert language.read_own(code, name).keys() >= language.read_own("en", name).keys() - {"written"}, name


def test_a_new_language_is_begun_with_every_line(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    status, _, err = run("new", "language", "fr", "-o", str(tmp_path))
    assert status == 0, err
    lines = tomllib.loads((tmp_path / "fr" / "lines.toml").read_text(encoding="utf-8"))["lines"]
    assert {"Legend", "Questions", "{n} ties of {city} are told of: {partner}."} <= set(lines)
    assert set(lines.values()) == {""} and len(lines) > 500
    monkeypatch.setenv(language.VARIABLE, str(tmp_path))
    forget()
    assert run("ask", "ties-of-city", "--city", "Jakarta", "--lang", "fr")[0] == 0
    assert run("questions", "--lang", "fr")[0] == 0
