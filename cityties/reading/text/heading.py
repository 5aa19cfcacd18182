"""Where an article begins on its page: its headline, below menus, prices and names of rubrics.

What such lines look like is in graph/reading/boilerplate.toml, [surroundings].
"""

from __future__ import annotations

from typing import Final

from cityties.reading.text.boilerplate import is_outside

__all__ = ["headline", "without_head"]

_LONGEST: Final = 220  # characters of a headline
_LINES: Final = 12  # lines among which a page's headline stands
_RUBRIC: Final = 2  # words: the name of a rubric or of a paper has no more
_CLOSING: Final = "\"'”’»)"


def headline(body: str) -> str:
    """Give the first line where it is a headline: short, no sentence with a full stop, more lines below.

    >>> headline("Two ports are sisters\\nThe mayors signed."), headline("The mayors signed.\\nThey met.")
    ('Two ports are sisters', '')
    """
    first, _, rest = body.partition("\n")
    return first.strip() if rest.strip() and _titles(first) else ""


def without_head(body: str) -> str:
    """Leave out what stands above the headline: menus, prices, rubrics; nothing where no headline follows.

    >>> without_head("Info\\n\\n428 views\\n\\nTwo ports are sisters\\n\\nThe mayors signed.").split("\\n")[0]
    'Two ports are sisters'
    """
    lines = body.split("\n")
    told = [number for number, line in enumerate(lines) if line.strip()]
    for place, number in enumerate(told[:_LINES]):
        line, below = lines[number].strip(), told[place + 1 :]
        if is_outside(line):
            continue
        if len(line.split()) <= _RUBRIC and _is_rubric(lines, below):
            continue
        return "\n".join(lines[number:])
    return body


def _is_rubric(lines: list[str], below: list[int]) -> bool:
    """Say whether a headline stands right below a line of a word or two, which then is but a rubric's name."""
    following = [lines[number].strip() for number in below if not is_outside(lines[number].strip())]
    return len(following) > 1 and _titles(following[0]) and len(following[0].split()) > _RUBRIC + 1


def _titles(line: str) -> bool:
    return len(line) <= _LONGEST and not line.rstrip(_CLOSING).endswith((".", ":", ",", ";"))
