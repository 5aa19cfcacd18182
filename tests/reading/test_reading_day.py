"""Days that news tells, in three languages."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

from cityties.reading.draft import Article
from cityties.reading.text import language
from cityties.reading.text.surface import Surface
from cityties.reading.time import almanac, dateline, day
from cityties.reading.time.day import days

ID, EN, TR = ("id", "2025-08-20"), ("en", "2026-03-11"), ("tr", "2025-08-20")  # a Wednesday each


def found(text: str, lang: str, published: str = "") -> list[tuple[str, str, str, str]]:
    return [
        (text[one.start : one.end], one.value, one.last, one.basis)
        for one in days(Article(text, lang, published=published), Surface.of(text))
    ]


@pytest.mark.parametrize("module", [almanac, dateline, day, language], ids=lambda module: module.__name__)
def test_examples_in_the_docs_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "text", "value", "last"),
    [
        (ID, "Jumat (21/11/2025)", "2025-11-21", ""),
        (ID, "Selasa, 14 Desember 2021", "2021-12-14", ""),
        (ID, "pada 23 Oktober 2020", "2020-10-23", ""),
        (ID, "12Maret2026", "2026-03-12", ""),
        (ID, "30 Juli sampai 2 Agustus 2025", "2025-07-30", "2025-08-02"),
        (ID, "30 Desember 2024 hingga 2 Januari 2025", "2024-12-30", "2025-01-02"),
        (ID, "sejak tahun 1994", "1994", ""),
        (ID, "periode 2025-2029", "2025", "2029"),
        (ID, "Pebruari 2020", "2020-02", ""),
        (EN, "March 10, 2026", "2026-03-10", ""),
        (EN, "10th of March 2026", "2026-03-10", ""),
        (EN, "Sept. 5, 2024", "2024-09-05", ""),
        (EN, "March 30 to April 2, 2026", "2026-03-30", "2026-04-02"),
        (EN, "between 9 and 11 May 2019", "2019-05-09", "2019-05-11"),
        (EN, "May 2024", "2024-05", ""),
        (EN, "2025-12-31", "2025-12-31", ""),
        (TR, "6 Ekim 2025", "2025-10-06", ""),
        (TR, "08.01.2015", "2015-01-08", ""),
        (TR, "11/04/2016", "2016-04-11", ""),
        (TR, "Mayıs 2024’te", "2024-05", ""),
        (TR, "1989'dan beri", "1989", ""),
        (TR, "2019 yılında", "2019", ""),
    ],
)
def test_days_that_are_told_whole_need_no_publication(told: tuple[str, str], text: str, value: str, last: str) -> None:
    (one,) = found(text, told[0])
    assert one[1:] == (value, last, "stated")


@pytest.mark.parametrize(
    ("told", "text", "words", "value", "basis"),
    [
        (ID, "bertemu di Turki pada Selasa (19/8).", "Selasa (19/8)", "2025-08-19", "weekday and publication"),
        (ID, "diterima di Jakarta, Rabu.", "Rabu", "2025-08-20", "weekday and publication"),
        (ID, "Kamis siang (7/8)", "Kamis siang (7/8)", "2025-08-07", "weekday and publication"),
        (ID, "Senin(18/8)", "Senin(18/8)", "2025-08-18", "weekday and publication"),
        (ID, "Jum’at, 1 Agustus", "Jum’at, 1 Agustus", "2025-08-01", "weekday and publication"),
        (ID, "Senin pekan depan", "Senin", "2025-08-25", "weekday and publication"),
        (ID, "kemarin", "kemarin", "2025-08-19", "publication"),
        (ID, "bulan lalu", "bulan lalu", "2025-07", "publication"),
        (ID, "bulan Oktober mendatang", "bulan Oktober", "2025-10", "publication"),
        (EN, "On Tuesday (10/3) they met", "Tuesday (10/3)", "2026-03-10", "weekday and publication"),
        (EN, "On Tuesday (3/10) they met", "Tuesday (3/10)", "2026-03-10", "weekday and publication"),
        (EN, "Tuesday, March 10", "Tuesday, March 10", "2026-03-10", "weekday and publication"),
        (EN, "on Wednesday", "Wednesday", "2026-03-11", "weekday and publication"),
        (EN, "next Friday", "Friday", "2026-03-13", "weekday and publication"),
        (EN, "yesterday", "yesterday", "2026-03-10", "publication"),
        (EN, "last August", "last August", "2025-08", "publication"),
        (EN, "in May", "in May", "2025-05", "publication"),
        (EN, "they will meet in May", "in May", "2026-05", "publication"),
        (EN, "they will meet on Friday", "Friday", "2026-03-13", "weekday and publication"),
        (EN, '"We will meet," he said on Friday', "Friday", "2026-03-06", "weekday and publication"),
        (ID, "dirintis sejak Maret", "sejak Maret", "2025-03", "publication"),
        (ID, "dibuka pada November", "pada November", "2024-11", "publication"),
        (ID, "akan dibuka pada 12 Desember", "12 Desember", "2025-12-12", "publication"),
        (ID, "dibuka pada 12 Desember", "12 Desember", "2024-12-12", "publication"),
        (TR, "nisan ayı toplantısında", "nisan ayı", "2025-04", "publication"),
        (TR, "Ekim ayında ziyaret edecek", "Ekim ayında", "2025-10", "publication"),
        (EN, "last year", "last year", "2025", "publication"),
        (TR, "19 Ağustos Salı günü", "19 Ağustos Salı günü", "2025-08-19", "weekday and publication"),
        (TR, "15 Ekim Salı", "15 Ekim Salı", "2024-10-15", "weekday and publication"),
        (TR, "salı günü", "salı günü", "2025-08-19", "weekday and publication"),
        (TR, "önümüzdeki pazartesi günü", "pazartesi günü", "2025-08-25", "weekday and publication"),
        (TR, "dün", "dün", "2025-08-19", "publication"),
        (TR, "12 Ağustosta", "12 Ağustosta", "2025-08-12", "publication"),
        (TR, "geçtiğimiz Mart ayında", "geçtiğimiz Mart", "2025-03", "publication"),
    ],
)
def test_days_are_found_by_the_weekday_and_the_publication(
    told: tuple[str, str], text: str, words: str, value: str, basis: str
) -> None:
    assert found(text, *told) == [(words, value, "", basis)]
    assert found(text, told[0]) == []  # without the day of publication nobody can know


@pytest.mark.parametrize(
    ("told", "text", "value", "last"),
    [
        (ID, "9 hingga 11 Agustus lalu", "2025-08-09", "2025-08-11"),
        (ID, "(9-11/8)", "2025-08-09", "2025-08-11"),
        (EN, "March 9 to 11", "2026-03-09", "2026-03-11"),
        (EN, "9-11 March", "2026-03-09", "2026-03-11"),
        (TR, "9-11 Ağustos'ta", "2025-08-09", "2025-08-11"),
        (TR, "30 Temmuz-2 Ağustos tarihlerinde", "2025-07-30", "2025-08-02"),
    ],
)
def test_stretches_of_days_have_two_ends(told: tuple[str, str], text: str, value: str, last: str) -> None:
    ((_, first, end, basis),) = found(text, *told)
    assert (first, end, basis) == (value, last, "publication")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (ID, "2000 orang dan Rp 2000"),
        (ID, "Permendagri Nomor 25 Tahun 2020"),
        (ID, "pukul 09.30 WIB"),
        (ID, "minggu lalu, tahun 1990-an"),
        (EN, "he may march with 2000 people"),
        (EN, "a 24/7 service, in the 1990s"),
        (EN, "on 31 February"),
        (TR, "Pazar yeri, 2000 kişi, 2015 sayılı karar"),
        (TR, "saat 14.00'te, 1990’lı yıllarda"),
    ],
)
def test_numbers_and_words_that_are_no_days_are_left_alone(told: tuple[str, str], text: str) -> None:
    assert found(text, *told) == []


def test_a_day_that_can_be_read_two_ways_stays_a_year() -> None:
    assert found("signed on 03/04/2020", "en", "2026-03-11")[0][1] == "2020"
    assert found("signed on 13/04/2020", "en", "2026-03-11")[0][1] == "2020-04-13"
    assert found("signed on 03/04/2026", "en", "2026-03-11")[0][1] == "2026-03-04"  # the other lies ahead
    assert found("ditandatangani 03/04/2020", "id", "2026-03-11")[0][1] == "2020-04-03"


def test_a_publication_told_by_its_month_or_year_decides_as_far_as_it_goes() -> None:
    assert found("Selasa (19/8)", "id", "2025")[0][1] == "2025-08-19"  # a Tuesday in that year
    assert found("Rabu (19/8)", "id", "2025") == []
    assert found("19 Agustus", "id", "2025-08")[0][1] == "2025-08-19"
    assert found("Rabu", "id", "2025-08") == []


def test_a_year_turns_between_a_day_and_its_publication() -> None:
    assert found("Rabu (31/12)", "id", "2026-01-02")[0][1] == "2025-12-31"
    assert found("2 January", "en", "2025-12-30")[0][1] == "2026-01-02"


def test_places_of_days_count_in_the_text_as_it_stands() -> None:
    text = "diZagreb\u200b pada Selasa (19/8)"
    assert [one[0] for one in found(text, *ID)] == ["Selasa (19/8)"]


# Reads the days of a text in each language; where that is more work than a text of its length needs by far, the
# kernel ends it. Work is counted in seconds of the processor, so that a machine with more to do changes nothing.
_WORK = """
import resource, sys
from cityties.reading.draft import Article
from cityties.reading.text.surface import Surface
from cityties.reading.time.day import days
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
text = sys.argv[1] * (100_000 // len(sys.argv[1]))
for lang in ("en", "id", "tr"):
    list(days(Article(text, lang, published="2025-08-20"), Surface.of(text)))
print("read")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="bounds of work are asked of a Unix")
@pytest.mark.parametrize("part", ["1/2 ", "12 March to ", "Selasa (", "2020-", "19.", "in "])
def test_endless_beginnings_of_days_are_read_in_time(part: str, python: str) -> None:
    done = subprocess.run([python, "-c", _WORK, part], capture_output=True, text=True, check=False)
    assert done.stdout == "read\n", done.stderr or "more work than such a text needs"
