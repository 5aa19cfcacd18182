"""Days as precise as their sources: read, compared, put into words."""

from __future__ import annotations

import datetime
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityties.date import compare, date, day, near, parse, wording, words
from cityties.date.compare import around, before, earliest, latest, same, within
from cityties.date.date import Date, Kind
from cityties.date.day import Day, DayError, day_of_term
from cityties.date.parse import parse_date, parse_dates, read_day
from cityties.date.wording import word_date, word_day
from cityties.model.language import languages

MODULES = [compare, date, day, near, parse, wording, words]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.__name__))
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("2025-08-19", None, "2025-08-19"),
        ("2025-08-19T00:00:00Z", None, "2025-08-19"),
        ("1967-00-00", None, "1967"),
        ("2021-09-00", None, "2021-09"),
        ("1967", None, "1967"),
        ("20250819", None, "2025-08-19"),
        ("19.8.2025", None, "2025-08-19"),
        ("19/08/2025", None, "2025-08-19"),
        ("08/19/2025", None, "2025-08-19"),
        ("03/04/2020", "dmy", "2020-04-03"),
        ("03/04/2020", "mdy", "2020-03-04"),
        ("04/04/2020", None, "2020-04-04"),
        ("2020/4/3", None, "2020-04-03"),
        ("09/2021", None, "2021-09"),
        (" 3  Mayıs 2021 ", None, "2021-05-03"),
        ("17 Agustus 1945", None, "1945-08-17"),
        ("August 2019", None, "2019-08"),
        ("Aug 5, 2019", None, "2019-08-05"),
        ("5 Ağustos 2019", None, "2019-08-05"),
        ("2021 12 31", None, "2021-12-31"),
        ("31 12 2021", None, "2021-12-31"),
        ("Senin, 3 Mei 2021", None, "2021-05-03"),
        ("01.04.2020 10:30", None, "2020-04-01"),
        ("2020-04-01 10:30:05 +07:00", None, "2020-04-01"),
        ("18 Februari 2025 16:20 WIB", None, "2025-02-18"),
        ("18 Februari 2025 pukul 16.20 WIB", None, "2025-02-18"),
        ("May 3rd, 2021", None, "2021-05-03"),
        ("the 3rd of May 2021", None, "2021-05-03"),
        ("tahun 2019", None, "2019"),
        ("2019 yılında", None, "2019"),
        ("Tuesday 19/08/2025", None, "2025-08-19"),
        ("19 Ağustos 2025 Salı günü", None, "2025-08-19"),
        ("1 Eylül 2019'da", None, "2019-09-01"),
        ("Mayısta 2019", None, "2019-05"),
        ("1er janvier 2020", None, "2020-01-01"),
        ("3 de mayo de 2021", None, "2021-05-03"),
        ("3. März 2021", None, "2021-03-03"),
        ("２０１９", None, "2019"),
        ("٢٠١٩", None, "2019"),
        ("836", None, None),
    ],
)
def test_dates_are_read_as_precisely_as_they_are_told(text: str, order: str | None, wanted: str | None) -> None:
    if wanted is None:
        with pytest.raises(DayError):
            read_day(text, order)
    else:
        assert read_day(text, order) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2020", "two ways"),
        ("2021-02-30", "no day of the calendar"),
        ("2021-13", "no day of the calendar"),
        ("31.06.2020", "no day of the calendar"),
        ("1/2/20", "four digits"),
        ("5 May", "four digits"),
        ("soon", "no date"),
        ("", "no date"),
        ("May May 2020", "no date"),
        ("5 May 2020 or 2021", "no date"),
        ("12 2020 5 2021", "no date"),
        ("Sunday, 3 May 2021", "day of the week"),
        ("0000", "year 0000"),
        ("0000-00-00", "year 0000"),
        ("1441", "Hijri calendar, for 2019 or 2020"),
        ("1 Ramadan 1441 H", "Hijri calendar"),
        ("1441 H", "Hijri calendar"),
        ("2562", "Buddhist calendar, for 2019"),
        ("12 August 2562", "Buddhist calendar"),
        ("9999", "out of reason"),
        ("0019-05-01", "out of reason"),
    ],
)
def test_what_is_no_certain_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(DayError, match=reason):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2019 – 2021", "2019/2021"),
        ("2019-2021", "2019/2021"),
        ("from 2019 to 2021", "2019/2021"),
        ("dari 2019 hingga 2021", "2019/2021"),
        ("2019 ile 2021 arasında", "2019/2021"),
        ("between 9 and 11 May 2019", "2019-05-09/2019-05-11"),
        ("19-21 Agustus 2025", "2025-08-19/2025-08-21"),
        ("19 s.d. 21 Agustus 2025", "2025-08-19/2025-08-21"),
        ("30 Juli sampai 2 Agustus 2025", "2025-07-30/2025-08-02"),
        ("March 30 to April 2, 2026", "2026-03-30/2026-04-02"),
        ("August 19–21, 2025", "2025-08-19/2025-08-21"),
        ("19.08.2025–21.08.2025", "2025-08-19/2025-08-21"),
        ("by 21 August 2025", "[..2025-08-21]"),
        ("no later than 2025-08-21", "[..2025-08-21]"),
        ("paling lambat 21 Agustus 2025", "[..2025-08-21]"),
        ("en geç 21 Ağustos 2025 tarihine kadar", "[..2025-08-21]"),
        ("21 Ağustos 2025 tarihine kadar", "../2025-08-21"),
        ("until 2030", "../2030"),
        ("s.d. 2030", "../2030"),
        ("since May 1989", "1989-05/.."),
        ("sejak tahun 1994", "1994/.."),
        ("1989'dan beri", "1989/.."),
        ("circa 1990", "1990~"),
        ("sekitar tahun 1990", "1990~"),
        ("1990 civarında", "1990~"),
        ("3 May 2021", "2021-05-03"),
    ],
)
def test_dates_have_open_ends_and_stretches_two(text: str, wanted: str) -> None:
    assert str(parse_date(text)) == wanted


@pytest.mark.parametrize("text", ["2021 - 2019", "by soon", "from to 2019", "May - 2019 - 2021"])
def test_a_stretch_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(DayError):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2015, 2018 and 2021", ["2015", "2018", "2021"]),
        ("19, 20 dan 23 Agustus 2025", ["2025-08-19", "2025-08-20", "2025-08-23"]),
        ("2019 ve 2021", ["2019", "2021"]),
        ("2019; 2021-2023", ["2019", "2021/2023"]),
        ("August 19, 2025", ["2025-08-19"]),
    ],
)
def test_lists_of_dates(text: str, wanted: list[str]) -> None:
    assert [str(one) for one in parse_dates(text)] == wanted


def test_two_accounts_of_a_day_are_compared_as_far_as_both_tell() -> None:
    assert same("2025", "2025-08-19") and not same("2025-07", "2025-08-19") and not same("", "2025")
    assert around("2025-08-19", "2025-09-10") and not around("2025-08-19", "2025-12-10") and around("", "2025")
    assert before("2024-12", "2025") and not before("2025", "2025-08")
    assert within("2020", "2021-05", "2021") and not within("2020", "2021-05", "2021-06")
    assert (earliest(["2025-08", "2025-08-19", "2025", ""]), latest(["2025-08", "2025-08-30"])) == ("2025", "2025-08")
    assert (earliest([]), latest([""])) == ("", "")
    assert not same("Mayor", "Mayor")  # no date at all


def test_a_literal_of_the_graph_is_a_day_with_or_without_its_zone() -> None:
    told = [day_of_term(text) for text in ("2025", "2025Z", "2025-08", "2025-08-19T10:00:00Z", "12025", "0000")]
    assert [str(one) if one else None for one in told] == ["2025", "2025", "2025-08", "2025-08-19", None, None]
    assert Day.of("2025-08").datatype.endswith("#gYearMonth")


DAYS = st.builds(
    lambda told, precision: Day.of(told.isoformat()[:precision]),
    st.dates(datetime.date(1600, 1, 1), datetime.date(2199, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


@st.composite
def dates(draw: st.DrawFn) -> Date:
    first = draw(DAYS)
    kinds: tuple[Kind, ...] = ("on", "by", "from", "until", "between")
    kind = draw(st.sampled_from(kinds))
    about = draw(st.booleans())
    if kind != "between":
        return Date(kind, first, about=about)
    last = draw(DAYS.filter(lambda other: other.precision == first.precision and other.first != first.first))
    return Date("between", min(first, last), max(first, last), about)


@given(DAYS)
def test_a_day_that_is_written_is_read_again(told: Day) -> None:
    assert read_day(str(told)) == str(told)
    assert day_of_term(str(told)) == told


@given(dates(), st.sampled_from(languages()))
def test_a_date_in_words_is_read_again(told: Date, language: str) -> None:
    assert parse_date(word_date(told, language)) == told


@given(dates())
def test_a_date_that_is_stored_is_taken_again(told: Date) -> None:
    assert Date.of(str(told)) == told


@given(DAYS, DAYS)
def test_days_are_in_one_order(one: Day, other: Day) -> None:
    assert one.before(other) + other.before(one) + Date.on(one).overlaps(Date.on(other)) == 1
    assert not one.before(other) or one < other
    assert one.first <= one.last
    assert one.agrees(other) == (one.first >= other.first and one.last <= other.last) or one.covers(other)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_is_refused_in_words(text: str) -> None:
    try:
        assert parse_dates(text)
    except DayError as error:
        assert str(error)


def test_words_in_three_languages() -> None:
    told = Day.of("2025-08-20")
    wanted = ["20 August 2025", "20 Agustus 2025", "20 Ağustos 2025"]
    assert [word_day(told, language) for language in ("en", "id", "tr")] == wanted
    assert word_date(Date.of("[..2025-08-21]"), "tr") == "en geç 21 Ağustos 2025"
    assert word_day(told, "xx") == "20 August 2025"
