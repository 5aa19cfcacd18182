"""Articles as they are handed in: encodings, web pages, and what is no article at all."""

from __future__ import annotations

import io
import sys
import textwrap
from pathlib import Path

import pytest

from cityties.model.errors import DataError, RequestError
from cityties.reading.article import article_of, read_article
from cityties.reading.draft import Article

INDONESIAN = (
    "Dua Kota Jajaki Kerja Sama\n\nSemarang (Kabar Rakit) - Wali kota bertemu dengan para tamu dari Ankara untuk "
    "kerja sama di bidang air, Selasa (19/8). Kedua pihak akan bertemu lagi pada bulan depan.\n"
)
TURKISH = (
    "İki kent kardeş oldu\nÇankırı Belediye Başkanı konukları ağırladı ve iş birliği için bir protokol imzaladı. "
    "Görüşmede kültür ve turizm gibi alanlarda daha çok çalışma için bir karar alındı.\n"
)
ENGLISH = "Two cities talk\nThe mayor of the city met with guests from Ankara and said that they will work on water.\n"

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Two cities talk of water | The Daily Lamp</title>
<meta property="og:site_name" content="The Daily Lamp">
<meta property="article:published_time" content="2026-03-11T08:00:00+00:00">
<link rel="canonical" href="https://lamp.example/two-cities">
<script>var related = "Mayor of Oslo signs with Perth";</script><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a> <a href="/cities">Sister cities of Leeds</a></nav>
<main><article><h1>Two cities talk of water</h1>
<p>The mayor of the city met with guests from Ankara on Tuesday and said that they will work on water together.</p>
<p>“We have been waiting for this for a long time,” the mayor said at the town hall, where the guests were shown
the pumping station and the new line of trams that is to be opened in the summer.</p>
<p>The talks are to go on in the autumn.</p></article></main>
<aside><h2>Related</h2><a href="/b">Bath ends tie with Kazan</a></aside>
<footer>© The Daily Lamp, all rights reserved</footer></body></html>"""


def made(text: str | bytes, **told: str) -> Article:
    return article_of(text if isinstance(text, bytes) else text.encode(), "paper.txt", **told)


@pytest.mark.parametrize(("text", "lang"), [(INDONESIAN, "id"), (TURKISH, "tr"), (ENGLISH, "en")])
def test_the_language_is_guessed_from_small_words(text: str, lang: str) -> None:
    assert made(text).lang == lang
    assert made(text, lang="en").lang == "en"  # what is told goes before


@pytest.mark.parametrize(
    "text",
    [
        "Le maire de la ville a rencontré les invités de Ankara pour la coopération des deux villes en matière d'eau.",
        "Bakı şəhəri ilə Ankara arasında qardaşlaşma haqqında saziş imzalanıb, görüşdə iştirak ediblər.",
        "Primarul orașului s-a întâlnit cu oaspeții din Ankara pentru a discuta despre cooperare în domeniul apei.",
        "市长会见了来自安卡拉的客人，双方就水务合作进行了讨论。",
    ],
)
def test_a_text_in_another_language_is_told(text: str) -> None:
    with pytest.raises(DataError, match="in which language"):
        made(text)


def test_a_headline_is_told_from_a_first_sentence() -> None:
    article = made(INDONESIAN)
    assert article.title == "Dua Kota Jajaki Kerja Sama"
    assert article.text.startswith(article.title + "\n")
    assert made(INDONESIAN.split("\n\n")[1]).title == ""


def test_the_dateline_names_the_publisher_and_the_day() -> None:
    assert made(INDONESIAN).publisher == "Kabar Rakit"
    assert made(INDONESIAN, publisher="Another").publisher == "Another"
    assert made(INDONESIAN).published == ""
    dated = INDONESIAN.replace("\n\n", "\n\nRabu, 20 Agustus 2025 14:05 WIB\n")
    assert made(dated).published == "2025-08-20"
    assert made(dated, published="2025-08-21").published == "2025-08-21"
    told = INDONESIAN.replace("(19/8)", "19 Agustus 2025")
    assert made(told).published == ""  # a day in a sentence is not that of the paper


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-32", "cp1254", "iso8859-9"])
def test_encodings_are_seen_from_the_bytes(encoding: str) -> None:
    data = b"\xff\xfe" + TURKISH.encode("utf-16-le") if encoding == "utf-16-le-bom" else TURKISH.encode(encoding)
    assert made(data).text == TURKISH.strip()


def test_a_few_broken_bytes_do_not_spoil_a_text() -> None:
    data = TURKISH.encode()
    broken = data[:40] + b"\xff\xfe\x80" + data[40:] + b"\xc4"
    article = made(broken)
    assert "imzaladı" in article.text and "\ufffd" in article.text


def test_lines_and_invisible_characters_are_brought_into_one_form() -> None:
    article = made(INDONESIAN.replace("\n", "\r\n").replace("Kedua", "\x1b[31mKe\x07dua\u202e\tsisi"))
    assert "\r" not in article.text and "\x1b" not in article.text and "\u202e" not in article.text
    assert "[31mKedua sisi" in article.text


def test_a_text_that_was_broken_at_a_width_is_made_whole() -> None:
    whole = "Two cities talk\n\n" + ENGLISH.split("\n")[1] * 3 + "\n\nA second paragraph is here."
    paragraphs = whole.split("\n\n")
    broken = "\n\n".join("\n".join(textwrap.wrap(one, 72)) for one in paragraphs)
    assert broken.count("\n") > whole.count("\n") + 2
    assert made(broken).text == whole
    assert made(ENGLISH * 3).text == (ENGLISH * 3).strip()  # lines of their own stay so


def test_the_article_of_a_page_comes_without_its_surroundings() -> None:
    article = made(PAGE)
    assert article.title == "Two cities talk of water"
    assert article.text.startswith("Two cities talk of water\nThe mayor of the city met")
    assert article.text.count("Two cities talk of water") == 1
    assert article.text.rstrip().endswith("The talks are to go on in the autumn.")
    for around in ("Oslo", "Leeds", "Bath", "rights reserved", "color"):
        assert around not in article.text
    told = (article.lang, article.published, article.publisher, article.address)
    assert told == ("en", "2026-03-11", "The Daily Lamp", "https://lamp.example/two-cities")


def test_a_page_that_does_not_name_its_site_has_it_in_its_title() -> None:
    page = PAGE.replace('<meta property="og:site_name" content="The Daily Lamp">', "")
    assert made(page).publisher == "The Daily Lamp"
    assert made(page.replace(" | The Daily Lamp", "")).publisher == "lamp.example"


def test_what_is_told_of_a_page_goes_before_what_it_says() -> None:
    article = made(PAGE, published="2026-03", publisher="Lamp", address="https://a.example/", lang="tr")
    told = (article.lang, article.published, article.publisher, article.address)
    assert told == ("tr", "2026-03", "Lamp", "https://a.example/")


def test_a_page_in_an_old_encoding_says_which() -> None:
    page = PAGE.replace("utf-8", "windows-1254").replace("The talks", "Görüşmeler ağustosta; the talks")
    assert "Görüşmeler ağustosta" in made(page.encode("cp1254")).text


def test_script_in_a_title_stays_text() -> None:
    article = made("<script>alert(1)</script> wins\n" + ENGLISH)
    assert article.text.startswith("<script>alert(1)</script> wins")
    page = PAGE.replace("<h1>Two", "<h1>&lt;script&gt;alert(1)&lt;/script&gt; Two").replace(
        "<title>Two", "<title>&lt;script&gt;alert(1)&lt;/script&gt; Two"
    )
    assert made(page).title.startswith("<script>alert(1)</script> Two")  # whoever shows it escapes it


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no words"),
        (b" \n\t\r\n", "no words"),
        (b"1234 5678 !!", "no words"),
        (ENGLISH.encode() + b"\0", "NUL"),
        (b"%PDF-1.7 the of and", "a PDF"),
        (b"PK\x03\x04 the of and", "packed"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(1, 256)) * 40, "."),
        (b"a" * 1_000_000, "characters"),
        (b"kota " * 200_000, "characters"),
        (b"the " + b"a" * 5000, "thousand letters"),
        (b"x" * 8_000_001, "MB"),
        ("Der Bürgermeister traf die Gäste am Dienstag im Rathaus.".encode(), "--lang"),
        (b"<html><body></body></html>", "no article"),
        (b"<html><body>" + b"<a href=/x>kota</a> " * 60_000, "too large"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else value,
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason) as refusal:
        made(data)
    assert str(refusal.value).startswith("paper.txt: ")
    assert "\n" not in str(refusal.value)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    for name in (str(tmp_path), str(tmp_path / "missing.txt"), "nul\0name"):
        with pytest.raises(RequestError, match="cannot be read"):
            read_article(name)


def test_standard_input_is_an_article_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    assert read_article("-", lang="en").title == "Two cities talk"
