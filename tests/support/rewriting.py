"""Reads rules of Apache's mod_rewrite, those of a folder's own file, and says where a request is led.

Only what such files of ours use: RewriteCond on the Accept header, RewriteRule with a status and L, and $1.
(https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html)
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    conditions: tuple[str, ...]
    pattern: str
    target: str
    status: int


def read(text: str) -> list[Rule]:
    """Read rules. Raises ValueError on a line that is none of those told above."""
    rules: list[Rule] = []
    conditions: list[str] = []
    engine = False
    for line in text.splitlines():
        if not line.strip() or line.startswith("#") or line == "Options +FollowSymLinks":
            continue
        if line == "RewriteEngine on":
            engine = True
            continue
        word, *parts = shlex.split(line.replace("\\", "\\\\"))
        if word == "RewriteCond" and len(parts) == 2 and parts[0] == "%{HTTP_ACCEPT}" and engine:
            conditions.append(parts[1])
        elif word == "RewriteRule" and len(parts) == 3 and engine:
            flags = re.fullmatch(r"\[R=(\d{3}),L\]", parts[2])
            if flags is None:
                raise ValueError(line)
            rules.append(Rule(tuple(conditions), parts[0], parts[1], int(flags[1])))
            conditions = []
        else:
            raise ValueError(line)
    return rules


def led(rules: list[Rule], path: str, accept: str) -> tuple[int, str] | None:
    """Say where a request for a path below the folder is led: status and address; None where no rule fits."""
    for rule in rules:
        found = re.search(rule.pattern, path)
        if found and all(re.search(condition, accept) for condition in rule.conditions):
            target = rule.target
            for number, text in enumerate(found.groups(default=""), 1):
                target = target.replace(f"${number}", text)
            return rule.status, target
    return None
