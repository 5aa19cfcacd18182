"""The words by which news is read: graph/reading/, and what further languages add to it in their folder's reading/.

A file of graph/reading/ tells its words by language, `[mayor] en = […]`; the file of the same name in a language's
folder tells its own under the same name, `mayor = […]`. Where words are not told apart by language (joints of names,
adjectives of countries), a language's own are put beside the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from cityties.model import resources
from cityties.model.errors import ModelError
from cityties.model.language import ENGLISH, folders, read_toml

__all__ = ["read_word_list"]


@cache
def read_word_list(name: str) -> Mapping[str, Any]:
    """Read the words of a name, such as posts, in all languages; a language without such words has an empty list.

    Raises ModelError where a file is absent or not whole, or a language adds to a list that there is not.
    """
    path = resources.folder("graph") / "reading" / f"{name}.toml"
    found: dict[str, Any] = deepcopy(dict(read_toml(path)))
    for language, folder in folders().items():
        own = folder / "reading" / path.name
        for key, words in (read_toml(own) if own.is_file() else {}).items():
            if not isinstance(found.get(key), dict):
                raise ModelError(f"{own}: {key}: no such words are read: graph/reading/{path.name} has them all")
            _add(found[key], language, words)
        for told in found.values():
            if isinstance(told, dict) and isinstance(told.get(ENGLISH), list | dict):
                told.setdefault(language, type(told[ENGLISH])())
    return found


def _add(table: dict[str, Any], language: str, words: Any) -> None:
    if isinstance(words, Mapping) and not isinstance(table.get(ENGLISH), Mapping):
        for key, more in words.items():
            table[key] = [*table.get(key, ()), *more]
    else:
        table[language] = words
