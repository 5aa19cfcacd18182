"""Texts and tables as Markdown (https://spec.commonmark.org): what a source says is shown as it is, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

__all__ = ["address_in_markdown", "plain_in_markdown", "table_in_markdown"]

_SIGN: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_BEGINS: Final = re.compile(r"^([+=-]|\d{1,9}[.)](?= |$))")  # a list, a heading


def plain_in_markdown(text: str) -> str:
    r"""Write untrusted text so that Markdown shows it as it is.

    >>> plain_in_markdown("[click](javascript:x) <b>")
    '\\[click\\](javascript:x) \\<b\\>'
    """
    text = _SIGN.sub(r"\\\1", " ".join(text.split()))
    return _BEGINS.sub(lambda sign: f"{sign[0][:-1]}\\{sign[0][-1]}", text)


def address_in_markdown(text: str) -> str:
    """Write an address so that it cannot end the link it stands in."""
    return text.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")


def table_in_markdown(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table as Markdown; what stands in its cells is untrusted."""
    from tabulate import tabulate

    cells = [[plain_in_markdown(str(cell)) for cell in row] for row in rows]
    return tabulate(cells, headers=[plain_in_markdown(head) for head in heads], tablefmt="pipe", disable_numparse=True)
