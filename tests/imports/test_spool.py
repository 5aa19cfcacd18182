"""The spool: facts on disk, given back sorted, told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cityties.imports.spool import KEYS, KINDS, Spool
from cityties.model.errors import ModelError


def test_facts_come_back_by_thing_and_once(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for number in (2, 1, 2, 1):
            spool.add("tie", a=f"x:{number}", b="x:0", kind="sister-city", start=None, sectors=[])
        spool.add("tie", a="x:0", b="x:1", start="1990")
        groups = dict(spool.groups("tie"))
        assert list(groups) == ["x:0 x:1", "x:0 x:2"], "a pair has no direction"
        assert [len(bodies) for bodies in groups.values()] == [2, 1]
        assert groups["x:0 x:2"] == [{"a": "x:2", "b": "x:0", "kind": "sister-city"}]
        assert spool.count("tie") == 2 and spool.count("place") == 0
        assert spool.tellings("tie", "x:0 x:2") and not spool.tellings("tie", "x:9 x:9")


def test_what_is_not_known_is_refused(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for kind, body, words in (
            ("marriage", {}, "no kind of fact"),
            ("tie", {"a": "x", "b": "y", "begun": "1990"}, "no field begun"),
            ("tie", {"a": "x"}, "lacks b"),
        ):
            with pytest.raises(ModelError, match=words):
                spool.add(kind, **body)


def test_every_key_is_a_field() -> None:
    for kind, names in KEYS.items():
        assert set(names) <= set(KINDS[kind])
