"""What falls due, as a calendar: one event a thing, over the days it may fall on, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from cityties.dossier.calendar import calendar
from cityties.questions.question import ask
from cityties.store import Store


def test_each_thing_that_falls_due_is_one_event(shipped: Store) -> None:
    answer = ask(shipped, "due", {"city": "Jakarta", "as-of": "2024-01-01"})
    written = calendar(answer, "2024-01-01")
    assert written == calendar(answer, "2024-01-01")
    events = Calendar.from_ical(written).walk("VEVENT")
    tokyo = next(event for event in events if "Tokyo" in str(event["summary"]))
    assert tokyo.decoded("dtstart") == date(2024, 1, 1) and tokyo.decoded("dtend") == date(2025, 1, 1)
    assert "an anniversary" in str(tokyo["summary"])
    dated = [row for row in answer.texts() if row["why"] != "no-step-for-years"]
    assert len(events) == len(dated) > 1
    assert len({event["uid"] for event in events}) == len(events)


@pytest.mark.parametrize(("as_of", "found"), [("2019-01-01", True), ("2021-01-01", False)])
def test_anniversaries_are_round(shipped: Store, as_of: str, found: bool) -> None:
    answer = ask(shipped, "due", {"city": "Jakarta", "as-of": as_of})
    rows = [row for row in answer.texts() if row["why"] == "anniversary" and "Tokyo" in row["whatLabel"]]
    assert bool(rows) is found and all(int(row["years"]) % 5 == 0 for row in rows)


def test_the_command_writes_it(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    status, _, err = run("due", "--city", "Jakarta", "--as-of", "2024-01-01", "--ics", str(tmp_path / "due.ics"))
    assert status == 0 and not err.startswith("cityties:")
    assert (tmp_path / "due.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    status, out, _ = run("due", "--as-of", "2024-01-01")
    assert status == 0 and "no-step-for-years" in out
