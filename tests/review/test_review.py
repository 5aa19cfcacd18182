"""The review in the terminal, by keys alone, and the command that starts it."""

from __future__ import annotations

import io
import os
import pty
import signal
import subprocess
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reviewing import DRAFT

from cityties.model.vocabulary import ID
from cityties.reading.draft import Draft, read_draft, write_draft
from cityties.store import open_store

Run = Callable[..., tuple[int, str, str]]
SOURCE = f"{ID}source/example-wire-2026-03-11-surabaya-bursa"
# Relations in the order of the review; the things that they name are accepted along.
EVERY = "a\n" * 11


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("CITYTIES_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return write_draft(tmp_path / "draft.json", DRAFT)


@pytest.fixture
def review(run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Review the draft with some keys, as they come by a pipe."""

    def call(keys: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(keys))
        return run("review", str(draft), "--terminal", "--by", "Ada", "--on", "2026-03-12", *arguments)

    return call


def states(draft: Draft) -> dict[str, str]:
    return {fact.id: fact.verdict.state for fact in draft.facts if fact.verdict}


def test_one_goes_through_by_keys_and_the_source_is_written(review: Run, draft: Path, tmp_path: Path) -> None:
    status, out, _ = review(EVERY + "y\n", "-o", str(tmp_path / "source.ttl"))
    assert status == 0
    assert "Meeting of Ratna Kusuma and Kemal Örnek" in out
    assert "met the mayor of Bursa, Kemal Örnek, in Bursa on Tuesday (10/3)" in out
    assert f"25 accepted facts were written to {tmp_path}/source.ttl as {SOURCE}" in out
    assert (tmp_path / "source.ttl").read_text(encoding="utf-8").count(" a ct:Step ") == 2
    assert set(states(read_draft(draft)).values()) == {"accepted"}


def test_the_source_goes_into_a_store_and_reading_again_asks_nothing(
    review: Run, run: Run, draft: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    status, out, _ = review("a\nr\n" + "a\n" * 9 + "y\n", "--store", str(store))
    assert status == 0 and "written to" in out
    status, out, _ = run("--store", str(store), "ask", "tie-history", "--city", "Surabaya", "--other", "Bursa")
    assert status == 0 and "Example Wire, 2026-03-11" in out
    write_draft(draft, DRAFT)  # as a new reading writes it
    status, out, _ = review("q\n", "--store", str(store))
    assert "All 25 facts are decided" in out
    opened = open_store(store, read_only=True)
    assert not opened.ask(f"ASK {{ GRAPH <{SOURCE}> {{ ?agreement a ct:Agreement }} }}"), "refused"


def test_leaving_keeps_the_verdicts_and_writes_nothing(review: Run, draft: Path, tmp_path: Path) -> None:
    status, _, err = review("a\nr\nq\n", "-o", str(tmp_path / "source.ttl"))
    assert status == 0 and "Nothing was written" in err
    assert not (tmp_path / "source.ttl").exists()
    assert states(read_draft(draft))["encounter:meeting-1"] == "accepted"
    assert states(read_draft(draft))["agreement:letter-of-intent-1"] == "refused"
    status, out, _ = review("", "-o", str(tmp_path / "source.ttl"))
    assert "Letter of intent" not in out.split("declare the intent", 1)[0]


def test_undo_skip_and_a_key_that_does_nothing(review: Run, draft: Path, tmp_path: Path) -> None:
    status, out, _ = review("x\nr\nu\ns\nq\n", "-o", str(tmp_path / "source.ttl"))
    assert status == 0
    assert "undo the last decision" in out, "an unknown key shows the keys"
    assert states(read_draft(draft)) == {}
    assert "Letter of intent of Surabaya and Bursa" in out, "the next, after the skipped one"


def test_what_accepted_facts_rest_on_is_asked_though_it_was_skipped(review: Run, tmp_path: Path) -> None:
    status, out, _ = review("s\ns\n" + "a\n" * 9 + "a\na\ny\n", "-o", str(tmp_path / "source.ttl"))
    assert status == 0 and "25 accepted facts were written" in out
    assert out.count("Meeting of Ratna Kusuma and Kemal Örnek\n") >= 2


def test_mending_by_slot_and_value(review: Run, draft: Path, tmp_path: Path) -> None:
    keys = (
        "m\ndate=9 March 2026\nodd\nvenue=Izmir\n"
        "participants=Kemal Örnek | Mayor of Bursa | Bursa Metropolitan Municipality | host; +Budi Contoh\n\nq\n"
    )
    status, out, _ = review(keys, "-o", str(tmp_path / "source.ttl"))
    meeting = read_draft(draft).fact("encounter:meeting-1")
    assert status == 0 and meeting and meeting.verdict
    assert meeting.text("date") == "2026-03-09" and meeting.text("venue") == "place:izmir"
    assert meeting.tables("participants")[0] == {
        "participant": "person:kemal-ornek",
        "inPost": "post:mayor-of-bursa",
        "onBehalfOf": "government:bursa",
        "role": "host",
    }
    assert meeting.tables("participants")[1] == {"participant": "person:added-1"}
    status, out, _ = review("m\nsignedOn=soon\n\nq\n", "-o", str(tmp_path / "source.ttl"))
    assert "signed on: soon: write YYYY" in out


def test_linking_by_name_and_number(review: Run, draft: Path, tmp_path: Path) -> None:
    review(EVERY + "n\n", "-o", str(tmp_path / "source.ttl"))
    facts = [fact for fact in read_draft(draft).facts if fact.id != "person:ratna-kusuma"]
    person = DRAFT.fact("person:ratna-kusuma")
    assert person
    write_draft(draft, Draft(DRAFT.article, (*facts, person)))
    (tmp_path / "home" / "cityties" / "reviews.tsv").unlink()
    status, out, _ = review("l\nRano Karno\n1\nq\n", "-o", str(tmp_path / "source.ttl"))
    assert status == 0 and "1 Rano Karno (person)" in out
    linked = read_draft(draft).fact("person:ratna-kusuma")
    assert linked and linked.text("iri") == f"{ID}person/rano-karno" and linked.verdict


def test_adding_a_missed_fact(review: Run, draft: Path, tmp_path: Path) -> None:
    keys = "n\n5\nuseful for both\nremarkKind=welcome\nby=Kemal Örnek\n\nn\n5\nnot in it\nq\n"
    status, out, _ = review(keys, "-o", str(tmp_path / "source.ttl"))
    added = read_draft(draft).fact("remark:added-1")
    assert status == 0 and added and added.verdict and added.text("by") == "person:kemal-ornek"
    start, end = added.spans[0]
    assert DRAFT.article.text[start:end] == "useful for both"
    assert "these words are not in the text" in out


@pytest.mark.parametrize(("lang", "word"), [("id", "[a] Terima"), ("tr", "[a] Kabul et")])
def test_it_speaks_three_languages(review: Run, tmp_path: Path, lang: str, word: str) -> None:
    _, out, _ = review("q\n", "-o", str(tmp_path / "source.ttl"), "--lang", lang)
    assert word in out


def test_no_text_steers_the_terminal(review: Run, draft: Path, tmp_path: Path) -> None:
    facts = tuple(
        fact.with_slots(name="Ratna \x1b[2J\x07[bold]Kusuma[/bold]") if fact.id == "person:ratna-kusuma" else fact
        for fact in DRAFT.facts
    )
    write_draft(draft, Draft(DRAFT.article, facts))
    _, out, _ = review("q\n", "-o", str(tmp_path / "source.ttl"))
    assert "\x1b" not in out and "\x07" not in out and "[bold]Kusuma[/bold]" in out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((), "where to"),
        (("-o", "source.ttl", "--on", "2026"), "say who decides"),
        (("-o", "source.ttl", "--on", "soon"), "not a date"),
        (("-o", "source.ttl", "--by", " "), "say who decides"),
    ],
)
def test_wrong_wishes_are_told_in_a_line(review: Run, arguments: tuple[str, ...], why: str) -> None:
    status, _, err = review("", *arguments)
    assert status == 1 and why in err and err.count("\n") == 1


def test_there_is_no_way_around_review(run: Run, draft: Path) -> None:
    for wrong in ("--accept-all", "--into"):
        assert run("review", str(draft), wrong)[0] == 2
    assert run("read", str(draft), "--into", "x")[0] == 2


def test_a_key_is_enough_on_a_terminal(python: str, draft: Path, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [python, "-m", "cityties", "review", str(draft), "--terminal", "--by", "Ada", "-o", f"{tmp_path}/s.ttl"]
    process = subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(follower)
    try:
        os.write(leader, b"raq")
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        os.close(leader)
    assert process.returncode == 0 and b"Meeting of Ratna Kusuma" in out
    decided = states(read_draft(draft))
    assert decided["encounter:meeting-1"] == "refused"
    assert decided["agreement:letter-of-intent-1"] == "accepted"


def test_the_page_is_served_until_ctrl_c(python: str, draft: Path, tmp_path: Path) -> None:
    command = [python, "-m", "cityties", "review", str(draft), "--no-open", "--by", "Ada", "-o", f"{tmp_path}/s.ttl"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        address = process.stderr.readline().split()[2]
        assert address.startswith("http://127.0.0.1:") and len(address.split("/")[3]) >= 32
        with urllib.request.urlopen(address, timeout=60) as page:
            assert "Content-Security-Policy" in page.headers and b"<main" in page.read()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0 and "stopped" in err and "Nothing was written" in err


def test_what_a_fact_lacks_is_told(review: Run, draft: Path, tmp_path: Path) -> None:
    name = "step:bursa-surabaya-explored-1"
    facts = [
        replace(one, slots={key: value for key, value in one.slots.items() if key != "date"}) if one.id == name else one
        for one in DRAFT.facts
    ]
    write_draft(draft, replace(DRAFT, facts=tuple(facts)))
    _, out, _ = review("s\n" * 5 + "q\n", "-o", str(tmp_path / "source.ttl"))
    assert out.count("not told: date") == 1
