"""Which tests are of which rule of docs/visitors.md: their names say it, `test_rule_5_…`, `test_rules_9_and_10_…`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

RULES = range(1, 29)
_NAMED = re.compile(r"test_rules?_(\d+(?:_(?:and_)?\d+)*)_")


def rules_of(name: str) -> tuple[int, ...]:
    """The numbers of the rules that a test's name gives."""
    found = _NAMED.match(name)
    return tuple(map(int, re.findall(r"\d+", found[1]))) if found else ()


def find_tests(folder: Path) -> Mapping[int, Mapping[str, list[str]]]:
    """Number -> file below `folder` -> the names of its tests of that rule."""
    found: dict[int, dict[str, list[str]]] = {rule: {} for rule in RULES}
    for path in sorted(folder.rglob("test_*.py")):
        for name in _tests_in(path):
            for rule in rules_of(name):
                found.setdefault(rule, {}).setdefault(path.relative_to(folder).as_posix(), []).append(name)
    return found


def _tests_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
