"""Dates as tables write them."""

from __future__ import annotations

import doctest

import pytest

from cityties.imports import day
from cityties.imports.day import DayError, read_day


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("2025-08-19", None, "2025-08-19"),
        ("2025-08-19T00:00:00Z", None, "2025-08-19"),
        ("1967-00-00", None, "1967"),
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
    ],
)
def test_dates_are_read_as_precisely_as_they_are_told(text: str, order: str | None, wanted: str) -> None:
    assert read_day(text, order) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("03/04/2020", "two ways"),
        ("2021-02-30", "no day of the calendar"),
        ("31.06.2020", "no day of the calendar"),
        ("1/2/20", "four digits"),
        ("soon", "no date"),
        ("", "no date"),
        ("May May 2020", "no date"),
        ("5 May 2020 or 2021", "no date"),
    ],
)
def test_what_is_no_certain_date_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(DayError, match=reason):
        read_day(text)


def test_the_examples_hold() -> None:
    assert doctest.testmod(day).failed == 0
